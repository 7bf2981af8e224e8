//! DELETE /v1/residents/{resident_id}/visits/{visit_id}

use notebook::access::{Level, Section};
use records::items::VisitItem;
use records::prelude::*;

/// Deletes a visit that was written by hand. One made by a check-in stays: the institution's notes and the log of who
/// looked belong to it.
#[derive(JsonSchema)]
pub struct DeleteVisit;

impl Endpoint for DeleteVisit {
    const SPEC: Spec = Spec::delete("delete-visit", "/v1/residents/{resident_id}/visits/{visit_id}")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::MadeByCheckIn]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.visit(call.path("visit_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let key = subject.keys().visit(call.path("visit_id")?);
        let stored: Versioned<VisitItem> = from_item(subject.need(&key)?)?;
        if stored.item.checked_in_at.is_some() {
            return Err(Problem::of(Code::MadeByCheckIn));
        }
        call.check_version(stored.version)?;
        let mut effect = Transaction::on(&app.table);
        effect.delete(&key, Some(stored.version))?;
        call.commit(app, effect, &[stored.item.visit_id.to_string()]).await?;
        Ok(Answer::empty())
    }
}
