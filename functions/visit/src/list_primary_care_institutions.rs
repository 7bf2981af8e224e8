//! GET /v1/residents/{resident_id}/primary-care-institutions

use notebook::access::{Level, Section};
use records::prelude::*;

use crate::primary_care::{PrimaryCare, PrimaryCareInstitution};

/// Lists the institutions that the person calls their own (かかりつけ), the one that was added last first: with address and
/// telephone number, for calling there or checking in without a poster. One that does not take part any more stays on the list,
/// and says so. No institution learns that it is on it.
#[derive(JsonSchema)]
pub struct ListPrimaryCareInstitutions;

impl Endpoint for ListPrimaryCareInstitutions {
    const SPEC: Spec =
        Spec::get("list-primary-care-institutions", "/v1/residents/{resident_id}/primary-care-institutions")
            .who(Who::Resident(Section::Visits, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = List<PrimaryCareInstitution>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.primary_care());
        Ok(())
    }

    async fn handle(
        app: &App,
        _: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Self::Output>, Problem> {
        let items = PrimaryCare::read(&subject)?.shown(app).await?;
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
