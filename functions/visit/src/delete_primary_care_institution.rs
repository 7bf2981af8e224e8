//! DELETE /v1/residents/{resident_id}/primary-care-institutions/{institution_code}

use notebook::access::{Level, Section};
use platform::path::InstitutionDigits;
use records::prelude::*;

use crate::primary_care::PrimaryCare;

/// Takes an institution off those that the person calls their own. Visits there, and what is open to it, stay as they are.
#[derive(JsonSchema)]
pub struct DeletePrimaryCareInstitution;

impl Endpoint for DeletePrimaryCareInstitution {
    const SPEC: Spec = Spec::delete(
        "delete-primary-care-institution",
        "/v1/residents/{resident_id}/primary-care-institutions/{institution_code}",
    )
    .who(Who::Resident(Section::Visits, Level::Record))
    .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.primary_care());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let InstitutionDigits(code) = call.path("institution_code")?;
        let mut list = PrimaryCare::read(&subject)?;
        if !list.remove(&code) {
            return Err(Problem::not_found());
        }
        let mut effect = Transaction::on(&app.table);
        list.write(&mut effect, subject.keys())?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
