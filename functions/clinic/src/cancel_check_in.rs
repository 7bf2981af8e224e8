//! DELETE /v1/institutions/{code}/check-ins/{visit_id}

use notebook::access::{Act, Role};
use notebook::guidance::FollowUp;
use notebook::id::VisitId;
use notebook::time::jst_day;
use records::guidance;
use records::held::Held;
use records::items::{CancellationReason, FollowUpItem};
use records::prelude::*;

/// Cancels a check-in of today that was a mistake: nothing of the notebook can be read from the next request on, and the list shows
/// the line without the person. The person sees by whom and why. What was written on the visit stays until it is retracted; that the office follows the person up, where it began with this check-in, does not stay. A check-in that was cancelled
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
            plan.get(keys.follow_up(code));
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
        let follow_up: Option<FollowUpItem> = subject.fetched().get(&keys.follow_up(code))?;
        if held.grant.item.cancelled_at.is_none() {
            // What began under a check-in that was a mistake does not go on without it; what is being written at this moment is not missed.
            call.rest_on(subject.fetched(), &keys.follow_up(code), FollowUp::DECISIVE)?;
            if let Some(stored) = &follow_up {
                guidance::without(&mut effect, keys, stored, held.grant.item.from, call.now())?;
            }
            held.cancel(&mut effect, keys, code, input.reason, call.now())?;
        }
        call.commit(app, effect, &[visit.to_string()]).await?;
        Ok(Answer::empty())
    }
}
