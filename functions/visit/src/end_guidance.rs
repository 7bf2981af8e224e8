//! DELETE /v1/residents/{resident_id}/guidance-offices/{institution_code}

use notebook::access::{Act, Level, Section};
use platform::path::InstitutionDigits;
use records::guidance;
use records::items::FollowUpItem;
use records::prelude::*;

/// Ends that an office follows the person up, at once: it no longer reads or writes without a new check-in, and its list does not name the
/// person. What it wrote stays in the notebook. It is as it should be where that ended before.
#[derive(JsonSchema)]
pub struct EndGuidance;

impl Endpoint for EndGuidance {
    const SPEC: Spec = Spec::delete("end-guidance", "/v1/residents/{resident_id}/guidance-offices/{institution_code}")
        .who(Who::Resident(Section::HealthGuidance, Level::Manage))
        .acts(Act::Leave)
        .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let InstitutionDigits(code) = call.path("institution_code")?;
        plan.get(keys.resident()?.follow_up(&code));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let InstitutionDigits(code) = call.path("institution_code")?;
        let stored: FollowUpItem = from_item(subject.need(&subject.keys().follow_up(&code))?)?;
        let mut effect = Transaction::on(&app.table);
        if stored.follow_up.ended_at.is_none() {
            guidance::end(&mut effect, subject.keys(), &stored, call.now())?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Resident>, _: Vec<String>) -> Result<Answer<Nothing>, Problem> {
        Ok(Answer::empty())
    }
}
