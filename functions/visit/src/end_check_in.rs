//! DELETE /v1/check-ins/{visit_id}

use notebook::access::{Grant, Level, Section};
use notebook::id::VisitId;
use notebook::time::jst_day;
use platform::prelude::*;
use platform::table::items::{CheckInItem, VisitItem, VisitReferenceItem};

use crate::reception::{StoredGrant, put_grant};
use crate::stored::{self, Stored};

/// Ends a check-in: the institution can read nothing from the next request on.
#[derive(JsonSchema)]
pub struct EndCheckIn;

/// No parameters.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for EndCheckIn {
    const SPEC: Spec = Spec::delete("end-check-in", "/v1/check-ins/{visit_id}")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .idempotent();
    type Subject = Resident;
    type Input = Input;
    type Output = Nothing;

    fn pointer(call: &Call) -> Result<Option<Key>, Problem> {
        Ok(Some(shared::visit_reference(call.path("visit_id")?)))
    }

    fn plan(call: &Call, _: &Input, proposed: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
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
        _: Input,
    ) -> Result<Answer<Nothing>, Problem> {
        let (keys, fetched, day) = (subject.keys(), subject.fetched(), jst_day(call.now()));
        let visit_id: VisitId = call.path("visit_id")?;
        let reference: VisitReferenceItem = from_item(subject.need(&shared::visit_reference(visit_id))?)?;
        let code = reference.institution_code.as_str();
        let stored: Stored = from_item(subject.need(&keys.visit(visit_id))?)?;

        // Without a grant that is still open today there is nothing to end, and saying so again does no harm.
        let mut effect = Transaction::on(&app.table);
        let grant: Option<StoredGrant> = fetched.get(&keys.grant(code, day))?;
        let theirs = grant.filter(|held| held.grant.visit_id == visit_id && held.grant.revoked_at.is_none());
        if let Some(held) = theirs {
            let ended = Grant { revoked_at: Some(call.now()), ..held.grant };
            put_grant(&mut effect, &keys.grant(code, day), &ended, Some(held.version))?;
            let visit = VisitItem { ended_at: Some(call.now()), ..stored.visit };
            stored::put(&mut effect, keys, &visit, Some(stored.version))?;
            if let Some(check_in) = fetched.get::<CheckInItem>(&keys.check_in(code, day))? {
                let arrival = shared::arrival(code, day, check_in.checked_in_at, visit_id);
                effect.set(&arrival, "status", "ended")?;
            }
        }
        call.commit(app, effect, &[visit_id.to_string()]).await?;
        Ok(Answer::empty())
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Resident>, _: Vec<String>) -> Result<Answer<Nothing>, Problem> {
        Ok(Answer::empty())
    }
}
