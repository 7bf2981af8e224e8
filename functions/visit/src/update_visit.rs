//! PUT /v1/residents/{resident_id}/visits/{visit_id}

use notebook::access::{Level, Section};
use notebook::time::jst_day;
use records::appointments::{self, Ahead};
use records::items::{NoteItem, VisitItem};
use records::prelude::*;

use crate::entry::{Entry, Reference, written};
use crate::get_visit;
use crate::stored;

/// Replaces what was written of a visit: what get-visit gave can be changed and sent back. `null` clears; what is there and
/// is left out is refused, but for the name of an institution whose code is sent. Day, institution and status of a check-in
/// stay as they were, and so does what the clinic wrote. The time of an appointment is changed with update-appointment; its reminders
/// follow its day.
#[derive(JsonSchema)]
pub struct UpdateVisit;

impl Endpoint for UpdateVisit {
    const SPEC: Spec = Spec::put("update-visit", "/v1/residents/{resident_id}/visits/{visit_id}")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .tagged()
        .only_ids()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ReadOnlyField, Code::TooManyAppointments]);
    type Subject = Resident;
    type Input = Replace<Entry, get_visit::Output>;
    type Reads = (PageOf<NoteItem>, Ahead);
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "visited_on": "2026-11-17", "institution_code": "4310112347", "department": "内科", "reason": "のどの痛み",
            "diagnosis_told": "かぜ", "memo": "次は一週間後", "status": "done",
        })
    }

    fn plan(call: &Call, input: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        input.draft().plan(plan);
        let ahead = if input.draft().is_planned_from(jst_day(call.now())) {
            Ahead::plan(keys.resident()?, call.now(), plan)
        } else {
            Ahead::default()
        };
        Ok((get_visit::plan(call, keys, None, plan)?, ahead))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Reference>, Problem> {
        let (subject, (notes, ahead)) = subject.reads();
        let keys = subject.keys();
        let before: Versioned<VisitItem> = from_item(subject.need(&keys.visit(call.path("visit_id")?))?)?;
        call.check_version(before.version)?;
        let entry = input.over(Some(&get_visit::shown(call, &subject, (before.item.clone(), notes), None)?))?;
        let visit = entry.onto(before.item.clone(), subject.fetched(), call.now())?;
        let mut effect = Transaction::on(&app.table);
        ahead.make_room(&mut effect, &subject, (Some(&before.item), &visit))?;
        let visits = (Some(&before.item), Some(&visit));
        appointments::remind(&mut effect, keys, visit.visit_id, visits, call.now())?;
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
