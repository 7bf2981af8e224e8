//! POST /v1/institutions/{code}/patients/{resident_id}/health-guidance/{guidance_id}/retraction

use notebook::access::Role;
use platform::table::schema::ResidentKeys;
use records::items::{GuidanceItem, RetractionReason};
use records::prelude::*;

use crate::guidance::{self, Output, replayed};

/// Takes back a guidance that the office wrote, until seven days after it was written: from now on its words and goals are shown to
/// nobody; that there was one stays visible. One that was another person's takes with it what the follow-up rests on, where nothing else does.
#[derive(JsonSchema)]
pub struct RetractHealthGuidance;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// It was meant for somebody else, or what it said was wrong.
    reason: RetractionReason,
}

/// How many of the office's guidance are looked at: more than it writes in a day. Where all of them were somebody else's, nothing is left.
const NEWEST: i32 = 20;

impl Endpoint for RetractHealthGuidance {
    const SPEC: Spec = Spec::post(
        "retract-health-guidance",
        "/v1/institutions/{code}/patients/{resident_id}/health-guidance/{guidance_id}/retraction",
    )
    .answers(200)
    .who(Who::OwnGuidance(Role::GUIDANCE))
    .tagged()
    .only_ids()
    .idempotent()
    .hourly_limit(60)
    .versioned()
    .problems_of_its_own(&[Code::NotePeriodOver]);
    type Subject = Guided;
    type Input = Input;
    type Reads = PageOf<Versioned<GuidanceItem>>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "reason": "wrong_patient" })
    }

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        guidance::plan(keys, plan)?;
        let (resident, code) = (keys.resident()?, keys.institution.as_deref().ok_or_else(Problem::not_found)?);
        let own = RangeQuery::prefix(resident.partition(), format!("{}{code}#", ResidentKeys::GUIDANCE));
        Ok(plan.query(own.newest_first().limit(NEWEST)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Guided, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let stored = guidance::own(call, &subject)?;
        // Before the version: who takes back again what was taken back meanwhile has what they want, whichever they saw.
        if stored.item.retracted_at.is_some() {
            return guidance::unchanged(app, call, &stored).await;
        }
        call.check_version(stored.version)?;
        let is_anothers = input.reason == RetractionReason::WrongPatient;
        let others = is_anothers.then(|| subject.fetched().all(reads)).transpose()?;
        let retracted = GuidanceItem {
            topic: None,
            text: None,
            goals: Vec::new(),
            next_on: None,
            retracted_at: Some(call.now()),
            retraction_reason: Some(input.reason),
            ..stored.item.clone()
        };
        guidance::replace(app, call, &subject, &stored, &retracted, others.as_deref()).await
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Guided, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        replayed(&ids)
    }
}
