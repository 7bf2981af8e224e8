//! GET /v1/residents/{resident_id}/grants

use notebook::access::{Grant, Level, Section};
use notebook::time::jst_day;
use records::items::VisitItem;
use records::opened::OpenGrant;
use records::places::Places;
use records::prelude::*;

/// Lists what is open to institutions now: to whom, which sections, since when and until when, the newest first. What was ended,
/// and what a withdrawn consent closed, is not among them.
#[derive(JsonSchema)]
pub struct ListGrants;

/// What is read beside the consents.
#[derive(Default)]
pub struct Reads {
    grants: PageOf<Versioned<Grant>>,
    visits: PageOf<VisitItem>,
}

impl Endpoint for ListGrants {
    const SPEC: Spec =
        Spec::get("list-grants", "/v1/residents/{resident_id}/grants").who(Who::Resident(Section::Visits, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = List<OpenGrant>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        Ok(Reads {
            grants: OpenGrant::plan(resident, plan),
            visits: plan.query(Places::of_today(resident, jst_day(keys.now))),
        })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<OpenGrant>>, Problem> {
        let (subject, reads) = subject.reads();
        let held = OpenGrant::held(subject.keys(), subject.fetched(), reads.grants, call.now())?;
        let places = Places::of(subject.fetched().page(reads.visits)?)?;
        let places = places.with(app, held.iter().map(|(code, _)| code.as_str())).await?;
        Ok(Answer::of(List { items: OpenGrant::named(held, &places, call.now()), next_cursor: None }))
    }
}
