//! GET /v1/residents/{resident_id}/grants

use notebook::access::{Level, Section};
use notebook::time::jst_day;
use records::opened::OpenGrant;
use records::places::Places;
use records::prelude::*;

/// Lists what is open to institutions now: to whom, which sections, since when and until when, the newest first. What was ended,
/// and what a withdrawn consent closed, is not among them.
#[derive(JsonSchema)]
pub struct ListGrants;

/// The pages of the plan.
const GRANTS: usize = 0;
const VISITS: usize = 1;

impl Endpoint for ListGrants {
    const SPEC: Spec =
        Spec::get("list-grants", "/v1/residents/{resident_id}/grants").who(Who::Resident(Section::Visits, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Output = List<OpenGrant>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let resident = keys.resident()?;
        OpenGrant::plan(resident, plan);
        plan.query(Places::of_today(resident, jst_day(keys.now)));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<List<OpenGrant>>, Problem> {
        let held = OpenGrant::held(subject.keys(), subject.fetched(), GRANTS, call.now())?;
        let places = Places::of(subject.fetched().page(VISITS)?)?;
        let places = places.with(app, held.iter().map(|(code, _)| code.as_str())).await?;
        Ok(Answer::of(List { items: OpenGrant::named(held, &places), next_cursor: None }))
    }
}
