//! DELETE /v1/check-ins/{visit_id}

use notebook::access::{Act, Level, Section};
use notebook::id::VisitId;
use notebook::time::jst_day;
use records::held::Held;
use records::items::VisitReferenceItem;
use records::prelude::*;

/// Ends a check-in: the institution can read nothing from the next request on, and a renewal reaches no tomorrow any more.
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
        let keys = proposed.resident()?;
        let visit: VisitId = call.path("visit_id")?;
        let code = proposed.institution.as_deref().ok_or_else(Problem::not_found)?;
        plan.get(shared::visit_reference(visit)).get(keys.visit(visit));
        Held::plan(keys, code, jst_day(call.now()), plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let keys = subject.keys();
        let visit_id: VisitId = call.path("visit_id")?;
        let reference: VisitReferenceItem = from_item(subject.need(&shared::visit_reference(visit_id))?)?;
        let code = reference.institution_code.as_str();
        subject.need(&keys.visit(visit_id))?;

        // Without a grant that is still open today there is nothing to end, and saying so again does no harm.
        let mut effect = Transaction::on(&app.table);
        let held = Held::read(keys, code, jst_day(call.now()), subject.fetched())?;
        let is_theirs = |held: &Held| held.grant.item.visit_id == visit_id && held.grant.item.revoked_at.is_none();
        if let Some(held) = held.filter(is_theirs) {
            held.end(&mut effect, keys, code, call.now())?;
        }
        call.commit(app, effect, &[visit_id.to_string()]).await?;
        Ok(Answer::empty())
    }
}
