//! PUT /v1/residents/{resident_id}/appointments/{appointment_id}

use notebook::access::{Level, Section};
use notebook::time::jst_day;
use records::appointments::{self, Ahead};
use records::devices;
use records::items::RelationItem;
use records::keys::ringing;
use records::prelude::*;

use crate::appointment::{Draft, Reference, Shown, shown, written};
use crate::get_appointment;
use crate::reminded::Related;
use crate::stored;

/// Replaces an appointment: what get-appointment gave can be changed and sent back. `null` clears; what is there and is left out is
/// refused, but for the name of an institution whose code is sent. What was written of the visit beside it stays. Its reminders follow,
/// and stay those of the account that set them; where that may not be told of it any more, or there were none, they are the caller's.
/// One that a check-in took over is changed as a visit.
#[derive(JsonSchema)]
pub struct UpdateAppointment;

impl Endpoint for UpdateAppointment {
    const SPEC: Spec = Spec::put("update-appointment", "/v1/residents/{resident_id}/appointments/{appointment_id}")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .tagged()
        .only_ids()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ReadOnlyField, Code::MadeByCheckIn, Code::TooManyAppointments]);
    type Subject = Resident;
    type Input = Replace<Draft, Shown>;
    type Reads = (PageOf<RelationItem>, Ahead);
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "on": "2026-12-09", "time": "10:00", "kind": "dental", "institution_code": null,
            "institution_name": "四ツ山歯科医院", "department": "歯科", "memo": null,
            "reminders": { "day_before": true, "two_hours_before": false },
        })
    }

    fn plan(call: &Call, input: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        input.draft().plan(plan);
        plan.get(ringing::contact(&call.caller().actor));
        let ahead = if input.draft().is_from(jst_day(call.now())) {
            Ahead::plan(keys.resident()?, call.now(), plan)
        } else {
            Ahead::default()
        };
        Ok((get_appointment::plan(call, keys, plan)?, ahead))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Reference>, Problem> {
        let (subject, (relations, ahead)) = subject.reads();
        let (keys, caller, now) = (subject.keys(), subject.caller(), call.now());
        let before = get_appointment::found(call, &subject)?;
        if before.item.checked_in_at.is_some() {
            return Err(Problem::of(Code::MadeByCheckIn));
        }
        call.check_version(before.version)?;
        let related = Related::read(&subject, relations)?;
        let draft = input.over(Some(&shown(before.clone(), &related)))?;
        let heir = related.heir(&before.item, now);
        let visit = draft.onto((before.item.clone(), false), subject.fetched(), heir, now)?;
        let mut effect = Transaction::on(&app.table);
        ahead.make_room(&mut effect, &subject, (Some(&before.item), &visit))?;
        appointments::remind(&mut effect, keys, visit.visit_id, (Some(&before.item), Some(&visit)), now)?;
        if visit.appointment.as_ref().is_some_and(|kept| kept.reminds.as_deref() == Some(&caller.actor)) {
            let contact = subject.fetched().get(&ringing::contact(&caller.actor))?;
            devices::know(&mut effect, &caller.actor, contact.as_ref(), &caller.subject)?;
        }
        let version = stored::edit(&mut effect, keys, &before, &visit)?;
        let ids = [visit.visit_id.to_string(), version.to_string()];
        call.commit(app, effect, &ids).await?;
        written(&ids)
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        written(&ids)
    }
}
