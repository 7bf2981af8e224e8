//! POST /v1/residents/{resident_id}/visits

use notebook::access::{Level, Section};
use notebook::id::VisitId;
use records::prelude::*;

use crate::entry::{Entry, Reference, written};
use crate::{reception, stored};

/// Writes down a visit by hand: one that was, or one that is planned. A check-in at the same institution on a planned
/// day takes it over with everything that was written.
#[derive(JsonSchema)]
pub struct CreateVisit;

impl Endpoint for CreateVisit {
    const SPEC: Spec = Spec::post("create-visit", "/v1/residents/{resident_id}/visits")
        .who(Who::Resident(Section::Visits, Level::Record))
        .tagged()
        .only_ids()
        .idempotent();
    type Subject = Resident;
    type Input = Entry;
    type Reads = ();
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "visited_on": "2026-11-18", "institution_code": "4310112347", "department": "内科", "reason": "のどの痛み",
            "diagnosis_told": "かぜ", "memo": "次は一週間後", "status": "done",
        })
    }

    fn plan(_: &Call, input: &Entry, _: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        input.plan(plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Entry,
    ) -> Result<Answer<Reference>, Problem> {
        let visit_id = VisitId::new(call.now(), app.random()?);
        let blank = reception::blank(visit_id, notebook::time::jst_day(call.now()));
        let visit = input.onto(blank, subject.fetched(), call.now())?;
        let mut effect = Transaction::on(&app.table);
        let version = stored::put(&mut effect, subject.keys(), &visit, None)?;
        let ids = [visit_id.to_string(), version.to_string()];
        call.commit(app, effect, &ids).await?;
        written(&ids)
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        written(&ids)
    }
}
