//! DELETE /v1/check-ins/{visit_id}

use notebook::access::{Act, Grant, Level, Section};
use notebook::id::VisitId;
use notebook::time::jst_day;
use records::items::{CheckInItem, VisitReferenceItem};
use records::opened;
use records::prelude::*;

/// Ends a check-in: the institution can read nothing from the next request on.
#[derive(JsonSchema)]
pub struct EndCheckIn;

impl Endpoint for EndCheckIn {
    const SPEC: Spec = Spec::delete("end-check-in", "/v1/check-ins/{visit_id}")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .acts(Act::Leave)
        .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn pointer(call: &Call) -> Result<Option<Key>, Problem> {
        Ok(Some(shared::visit_reference(call.path("visit_id")?)))
    }

    fn plan(call: &Call, _: &Nothing, proposed: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let (keys, day) = (proposed.resident()?, jst_day(call.now()));
        let visit: VisitId = call.path("visit_id")?;
        let code = proposed.institution.as_deref().ok_or_else(Problem::not_found)?;
        plan.get(shared::visit_reference(visit)).get(keys.visit(visit));
        plan.get(keys.grant(code, day)).get(keys.check_in(code, day));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (keys, fetched, day) = (subject.keys(), subject.fetched(), jst_day(call.now()));
        let visit_id: VisitId = call.path("visit_id")?;
        let reference: VisitReferenceItem = from_item(subject.need(&shared::visit_reference(visit_id))?)?;
        let code = reference.institution_code.as_str();
        subject.need(&keys.visit(visit_id))?;

        // Without a grant that is still open today there is nothing to end, and saying so again does no harm.
        let mut effect = Transaction::on(&app.table);
        let grant: Option<Versioned<Grant>> = fetched.get(&keys.grant(code, day))?;
        let theirs = grant.filter(|held| held.item.visit_id == visit_id && held.item.revoked_at.is_none());
        if let Some(held) = theirs {
            let check_in: Option<CheckInItem> = fetched.get(&keys.check_in(code, day))?;
            opened::end(&mut effect, keys, code, held, check_in.as_ref(), call.now())?;
        }
        call.commit(app, effect, &[visit_id.to_string()]).await?;
        Ok(Answer::empty())
    }
}
