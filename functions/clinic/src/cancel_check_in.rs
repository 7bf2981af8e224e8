//! DELETE /v1/institutions/{code}/check-ins/{visit_id}

use notebook::access::{Act, Role};
use notebook::id::VisitId;
use notebook::time::jst_day;
use records::held::Held;
use records::items::CancellationReason;
use records::prelude::*;

/// Cancels a check-in of today that was a mistake: nothing of the notebook can be read from the next request on, and the list shows
/// the line without the person. The person sees by whom and why. What was written on the visit stays until it is retracted. A check-in that was cancelled
/// already stays as it is; the person may check in again.
#[derive(JsonSchema)]
pub struct CancelCheckIn;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the mistake was.
    reason: CancellationReason,
}

impl Endpoint for CancelCheckIn {
    const SPEC: Spec = Spec::delete("cancel-check-in", "/v1/institutions/{code}/check-ins/{visit_id}")
        .says_why()
        .who(Who::Counter(Role::COUNTER))
        .acts(Act::Leave)
        .idempotent()
        .hourly_limit(120);
    type Subject = Arrived;
    type Input = Input;
    type Reads = ();
    type Output = Nothing;

    fn example() -> serde_json::Value {
        json!({ "reason": "wrong_person" })
    }

    fn pointer(call: &Call) -> Result<Option<Key>, Problem> {
        Ok(Some(shared::visit_reference(call.path("visit_id")?)))
    }

    fn plan(_: &Call, _: &Input, proposed: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        // Without a person the policy refuses, after it has looked at the caller.
        if let (Ok(keys), Some(code)) = (proposed.resident(), proposed.institution.as_deref()) {
            Held::plan(keys, code, jst_day(proposed.now), plan);
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Arrived>,
        input: Input,
    ) -> Result<Answer<Nothing>, Problem> {
        let (keys, code) = (subject.keys(), subject.institution());
        let visit: VisitId = call.path("visit_id")?;
        let held = Held::read(keys, code, jst_day(call.now()), subject.fetched())?;
        // Of another day of the same person there is nothing to cancel any more.
        let is_it = |held: &Held| held.grant.item.visit_id == visit;
        let held = held.filter(is_it).ok_or_else(Problem::not_opened)?;
        let mut effect = Transaction::on(&app.table);
        if held.grant.item.cancelled_at.is_none() {
            held.cancel(&mut effect, keys, code, input.reason, call.now())?;
        }
        call.commit(app, effect, &[visit.to_string()]).await?;
        Ok(Answer::empty())
    }
}
