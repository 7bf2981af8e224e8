//! POST /v1/residents/{resident_id}/visits

use notebook::access::{Level, Section};
use notebook::id::VisitId;
use notebook::time::jst_day;
use records::appointments::Ahead;
use records::prelude::*;

use crate::entry::{Entry, Reference, written};
use crate::{reception, stored};

/// Writes down a visit by hand: one that was, or one that is planned. A check-in at the same institution on a planned
/// day takes it over with everything that was written. A planned visit is one of the person's appointments (list-appointments), of
/// which 50 at most are planned from today on.
#[derive(JsonSchema)]
pub struct CreateVisit;

impl Endpoint for CreateVisit {
    const SPEC: Spec = Spec::post("create-visit", "/v1/residents/{resident_id}/visits")
        .who(Who::Resident(Section::Visits, Level::Record))
        .tagged()
        .only_ids()
        .idempotent()
        .problems_of_its_own(&[Code::TooManyAppointments]);
    type Subject = Resident;
    type Input = Entry;
    type Reads = Ahead;
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "visited_on": "2026-11-18", "institution_code": "4310112347", "department": "内科", "reason": "のどの痛み",
            "diagnosis_told": "かぜ", "memo": "次は一週間後", "status": "done",
        })
    }

    fn plan(call: &Call, input: &Entry, keys: &Proposed, plan: &mut ReadPlan) -> Result<Ahead, Problem> {
        input.plan(plan);
        if !input.is_planned_from(jst_day(call.now())) {
            return Ok(Ahead::default());
        }
        Ok(Ahead::plan(keys.resident()?, call.now(), plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Ahead>,
        input: Entry,
    ) -> Result<Answer<Reference>, Problem> {
        let (subject, ahead) = subject.reads();
        let visit_id = VisitId::new(call.now(), app.random()?);
        let blank = reception::blank(visit_id, jst_day(call.now()));
        let visit = input.onto(blank, subject.fetched(), call.now())?;
        let mut effect = Transaction::on(&app.table);
        ahead.make_room(&mut effect, &subject, (None, &visit))?;
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
