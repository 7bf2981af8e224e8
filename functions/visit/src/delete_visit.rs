//! DELETE /v1/residents/{resident_id}/visits/{visit_id}

use notebook::access::{Level, Section};
use records::appointments;
use records::items::VisitItem;
use records::prelude::*;

/// Deletes a visit that was written by hand; nothing reminds of a planned one any more. One made by a check-in stays: the institution's notes and the log of who
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
        let stored: Versioned<VisitItem> = from_item(subject.need(&subject.keys().visit(call.path("visit_id")?))?)?;
        delete(app, call, &subject, stored).await
    }
}

/// Deletes the visit that was read, with what would remind of it.
pub(crate) async fn delete(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    stored: Versioned<VisitItem>,
) -> Result<Answer<Nothing>, Problem> {
    let (visit, keys) = (stored.item, subject.keys());
    if visit.checked_in_at.is_some() {
        return Err(Problem::of(Code::MadeByCheckIn));
    }
    call.check_version(stored.version)?;
    let mut effect = Transaction::on(&app.table);
    appointments::remind(&mut effect, keys, visit.visit_id, (Some(&visit), None), call.now())?;
    effect.delete(&keys.visit(visit.visit_id), Some(stored.version))?;
    call.commit(app, effect, &[visit.visit_id.to_string()]).await?;
    Ok(Answer::empty())
}
