//! POST /v1/identity-callbacks

use notebook::access::{Act, Level, Section};
use notebook::line::Line;
use notebook::text::Text;
use platform::table::Cancelled;
use records::prelude::*;
use relying_party::{Callback, Secret, state_hash};
use serde::de::IgnoredAny;

use crate::card;
use crate::identity::Attempt;
use crate::outcome::Outcome;
use crate::redeem::Redeem;

/// Finishes a proof with what the app's page sent back. Only the account that started it can, and only once. A notebook is one
/// person's: the same card again refreshes what it proves; another card with the same birth date and sex (a new card after a
/// loss, say) waits for the city and changes nothing; a card of somebody else is refused, 422 `card_of_another`. Each attempt is
/// in the log of who looked. Whoever holds the notebook is told by e-mail of another card, and so is whoever holds the notebook that
/// the card belongs to; there it is in the log as well, without saying where.
#[derive(JsonSchema)]
pub struct FinishIdentityProof;

/// What the browser brought back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what comes back beside code, state and error is taken and not read")]
pub struct Input {
    /// The one-time code; absent when the person cancelled.
    #[schemars(length(max = 2048))]
    code: Option<Text<2048>>,
    /// The state of the attempt.
    #[schemars(length(min = 1, max = 255))]
    state: Line<255>,
    /// The error, when there was one.
    error: Option<Line<100>>,
    /// The issuer, where the provider names it (RFC 9207). Needed where its metadata promise that it does.
    iss: Option<Line<255>>,
    /// What the provider says of the error. Not read: it is the provider's text, not ours.
    #[serde(default)]
    error_description: Unread,
    /// Where the provider says more of the error. Not read.
    #[serde(default)]
    error_uri: Unread,
    /// The provider's own name of the sign-in there. Not read.
    #[serde(default)]
    session_state: Unread,
}

impl Input {
    /// What the relying party reads of it.
    fn callback(self) -> Callback {
        Callback {
            code: self.code.map(|code| Secret::new(code.into_string())),
            state: Some(Secret::new(self.state.into_string())),
            error: self.error.map(Line::into_string),
            iss: self.iss.map(Line::into_string),
        }
    }
}

/// A parameter that comes back with the others, of whatever text, and is let go at once.
#[derive(Default, Deserialize, JsonSchema)]
#[schemars(transparent)]
struct Unread(#[schemars(with = "Option<String>", length(max = 4096))] IgnoredAny);

/// What came of it.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The outcome.
    pub status: Outcome,
}

impl Endpoint for FinishIdentityProof {
    const SPEC: Spec = Spec::post("finish-identity-proof", "/v1/identity-callbacks")
        .who(Who::ResidentAccount)
        .also_touches(&[Touch::AssertionSign])
        .acts(Act::Keep)
        .idempotent()
        .answers(200)
        .hourly_limit(40)
        .problems_of_its_own(&[
            Code::InvalidState,
            Code::ProofCancelled,
            Code::ProofRejected,
            Code::CardOfAnother,
            Code::IdentityProviderUnavailable,
        ]);
    type Subject = Account;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "code": "sample-code", "state": "sample-state" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.account().proof(&state_hash(input.state.as_str()))).get(keys.account().contact());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let state = state_hash(input.state.as_str());
        let may = (Section::Profile, Level::Manage);
        let ((read, reads), redeemed) = if let Some(redeemed) = call.done::<Redeem, _>(&state) {
            // This call took the attempt and redeemed its code, and lost a race after that. Whether the account still may is asked anew.
            let reach = subject.reaches(app, call, redeemed.resident_id, may, Act::Keep, card::plan).await?;
            (reach, redeemed)
        } else {
            let key = subject.keys().proof(&state);
            let attempt: Attempt = subject.fetched().get(&key)?.ok_or_else(|| Problem::of(Code::InvalidState))?;
            // Taken before it is used: whatever happens from here on, no other call finds this state.
            let mut take = Transaction::on(&app.table);
            take.delete(&key, Some(1))?;
            // Meanwhile: whether the account still may, in this notebook, what it could when it started.
            let (taken, reach) = tokio::join!(
                call.step(app, take),
                subject.reaches(app, call, attempt.resident_id, may, Act::Keep, card::plan)
            );
            match taken {
                Err(Cancelled::Condition(_)) => return Err(Problem::of(Code::InvalidState)),
                other => other?,
            }
            let reach = reach?;
            let callback = input.callback();
            let person = subject.caller().actor.clone();
            let redeem = Redeem { attempt, callback, person, now: call.now(), random: app.random()? };
            (reach, call.once(app, state, redeem).await?)
        };
        let (resident_id, proof) = (redeemed.resident_id, &redeemed.proof);
        let outcome = card::hold(app, call, &subject, resident_id, (&read, reads), proof).await?;
        Ok(Answer::of(Output { status: outcome }))
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Account>, ids: Vec<String>) -> Result<Answer<Output>, Problem> {
        let outcome = ids.first().and_then(|id| serde_json::from_value(json!(id)).ok());
        Ok(Answer::of(Output { status: outcome.ok_or_else(|| Problem::internal("no outcome remembered"))? }))
    }
}
