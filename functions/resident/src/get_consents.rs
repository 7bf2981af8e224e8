//! GET /v1/residents/{resident_id}/consents

use notebook::access::{Level, Section};
use records::prelude::*;

use crate::consent::{Consents, answer, held, plan_all};

/// Shows what the person agreed to, in which version of the text, and what was withdrawn.
#[derive(JsonSchema)]
pub struct GetConsents;

impl Endpoint for GetConsents {
    const SPEC: Spec = Spec::get("get-consents", "/v1/residents/{resident_id}/consents")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Consents;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan_all(keys.resident()?, plan);
        Ok(())
    }

    async fn handle(_: &App, _: &Call, subject: Authorised<Resident>, _: Nothing) -> Result<Answer<Consents>, Problem> {
        Ok(answer(held(&subject)?))
    }
}
