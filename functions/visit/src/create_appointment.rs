//! POST /v1/residents/{resident_id}/appointments

use notebook::access::{Level, Section};
use notebook::id::VisitId;
use notebook::time::jst_day;
use records::appointments::{self, Ahead};
use records::devices;
use records::keys::ringing;
use records::prelude::*;

use crate::appointment::{Draft, Reference, written};
use crate::{reception, stored};

/// Writes down an appointment: the day, its time where it is known, what for and where. It is a planned visit with a time (its id is
/// the visit's), and a check-in there on that day takes it over. The account that writes it is reminded of it, if it wishes: at 18:00
/// of the day before and two hours before, by push or e-mail as its notification settings say, with a text that names neither place nor
/// kind. A reminder that would come within ten minutes is not sent. A person has at most 50 planned visits from today on.
#[derive(JsonSchema)]
pub struct CreateAppointment;

impl Endpoint for CreateAppointment {
    const SPEC: Spec = Spec::post("create-appointment", "/v1/residents/{resident_id}/appointments")
        .who(Who::Resident(Section::Visits, Level::Record))
        .tagged()
        .only_ids()
        .idempotent()
        .problems_of_its_own(&[Code::TooManyAppointments]);
    type Subject = Resident;
    type Input = Draft;
    type Reads = Ahead;
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "on": "2026-12-08", "time": "15:30", "kind": "dental", "institution_name": "四ツ山歯科医院", "department": "歯科",
            "memo": "保険証を持っていく", "reminders": { "day_before": true, "two_hours_before": true },
        })
    }

    fn plan(call: &Call, input: &Draft, keys: &Proposed, plan: &mut ReadPlan) -> Result<Ahead, Problem> {
        input.plan(plan);
        plan.get(ringing::contact(&call.caller().actor));
        if !input.is_from(jst_day(call.now())) {
            return Ok(Ahead::default());
        }
        Ok(Ahead::plan(keys.resident()?, call.now(), plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Ahead>,
        input: Draft,
    ) -> Result<Answer<Reference>, Problem> {
        let (subject, ahead) = subject.reads();
        let (now, caller, reminds) = (call.now(), subject.caller(), input.reminds());
        let visit_id = VisitId::new(now, app.random()?);
        let blank = reception::blank(visit_id, jst_day(now));
        let visit = input.onto((blank, true), subject.fetched(), (caller.actor.clone(), now), now)?;
        let mut effect = Transaction::on(&app.table);
        ahead.make_room(&mut effect, &subject, (None, &visit))?;
        appointments::remind(&mut effect, subject.keys(), visit_id, (None, Some(&visit)), now)?;
        if reminds {
            let contact = subject.fetched().get(&ringing::contact(&caller.actor))?;
            devices::know(&mut effect, &caller.actor, contact.as_ref(), &caller.subject)?;
        }
        let version = stored::put(&mut effect, subject.keys(), &visit, None)?;
        let ids = [visit_id.to_string(), version.to_string()];
        call.commit(app, effect, &ids).await?;
        written(&ids)
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident, Ahead>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        written(&ids)
    }
}
