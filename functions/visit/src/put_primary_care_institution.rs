//! PUT /v1/residents/{resident_id}/primary-care-institutions/{institution_code}

use notebook::access::{Level, Section};
use platform::path::InstitutionDigits;
use records::items::InstitutionItem;
use records::prelude::*;

use crate::primary_care::{PrimaryCare, PrimaryCareInstitution};

/// Puts an institution that takes part among those that the person calls their own (かかりつけ). It opens nothing to it, and it
/// is not told. There can be 20.
#[derive(JsonSchema)]
pub struct PutPrimaryCareInstitution;

impl Endpoint for PutPrimaryCareInstitution {
    const SPEC: Spec = Spec::put(
        "put-primary-care-institution",
        "/v1/residents/{resident_id}/primary-care-institutions/{institution_code}",
    )
    .who(Who::Resident(Section::Visits, Level::Record))
    .idempotent()
    .problems_of_its_own(&[Code::TooManyPrimaryCare]);
    type Subject = Resident;
    type Input = Replace<Nothing, PrimaryCareInstitution>;
    type Reads = ();
    type Output = PrimaryCareInstitution;

    fn example() -> serde_json::Value {
        json!({})
    }

    fn plan(call: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let InstitutionDigits(code) = call.path("institution_code")?;
        plan.get(keys.resident()?.primary_care()).get(shared::institution(&code));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Self::Input,
    ) -> Result<Answer<Self::Output>, Problem> {
        let InstitutionDigits(code) = call.path("institution_code")?;
        let known: InstitutionItem = from_item(subject.need(&shared::institution(&code))?)?;
        let mut list = PrimaryCare::read(&subject)?;
        input.over(list.found(&code, Some(known.clone())).as_ref())?;
        // One that no longer takes part may stay where it is, and is not chosen anew.
        let added = list.add(&code, call.now())?;
        if added && !known.active {
            return Err(Problem::not_found());
        }
        let shown = list.one(&code, Some(known))?;
        let mut effect = Transaction::on(&app.table);
        if added {
            call.rest_on(subject.fetched(), &shared::institution(&code), InstitutionItem::DECISIVE)?;
            list.write(&mut effect, subject.keys())?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(shown))
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Self::Output>, Problem> {
        let InstitutionDigits(code) = call.path("institution_code")?;
        let known = subject.fetched().get(&shared::institution(&code))?;
        Ok(Answer::of(PrimaryCare::read(&subject)?.one(&code, known)?))
    }
}
