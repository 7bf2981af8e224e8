//! POST /v1/identity-callbacks

use notebook::access::{Act, Level, Section};
use notebook::resident::Status;
use notebook::text::Text;
use platform::outside::{KmsKey, Web};
use platform::prelude::*;
use platform::table::transaction::{Cancelled, Change};
use relying_party::{Callback, Proof, RelyingParty, Secret, state_hash};
use serde::de::IgnoredAny;

use crate::identity::{Attempt, CardLink, KEYS, municipality, problem, provider, sex, status};

/// Finishes a proof with what the app's page sent back. Only the account that started it can, and only once.
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
    state: Text<255>,
    /// The error, when there was one.
    error: Option<Text<100>>,
    /// The issuer, where the provider names it (RFC 9207).
    iss: Option<Text<255>>,
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

/// The outcome of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Proved, and a resident.
    VerifiedResident,
    /// Proved, and living elsewhere.
    OutsideMunicipality,
    /// Proved; the city's counter looks at the address.
    ManualReview,
    /// This card belongs to another account's notebook.
    AlreadyLinked,
}

impl Endpoint for FinishIdentityProof {
    const SPEC: Spec = Spec::post("finish-identity-proof", "/v1/identity-callbacks")
        .who(Who::ResidentAccount)
        .touches(&[Touch::TableRead, Touch::TableWrite, Touch::AssertionSign])
        .acts(Act::Keep)
        .idempotent()
        .answers(200)
        .hourly_limit(40);
    type Subject = Account;
    type Input = Input;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "code": "sample-code", "state": "sample-state" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.account().proof(&state_hash(input.state.as_str())));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let key = subject.keys().proof(&state_hash(input.state.as_str()));
        let attempt: Attempt = subject.fetched().get(&key)?.ok_or_else(|| Problem::of(Code::InvalidState))?;

        // Taken before it is used: whatever happens from here on, this state counts no second time.
        let mut take = Transaction::on(&app.table);
        take.delete(&key, Some(1))?;
        // Meanwhile: whether the account still may, in this notebook, what it could when it started.
        let may = (Section::Profile, Level::Manage);
        let (taken, may) =
            tokio::join!(call.step(app, take), subject.reaches(app, call, attempt.resident_id, may, Act::Keep));
        match taken {
            Ok(()) => {}
            Err(Cancelled::Failed(problem)) => return Err(problem),
            Err(ended @ Cancelled::Ground) => return Err(ended.into()),
            Err(_) => return Err(Problem::of(Code::InvalidState)),
        }
        may?;

        let provider = provider(&app.settings)?;
        let (fetch, sign) = (Web::of(app), KmsKey::assertion(app));
        let party = RelyingParty { provider: &provider, keys: &KEYS, fetch: &fetch, sign: &sign };
        let callback = Callback {
            code: input.code.map(|code| Secret::new(code.into_string())),
            state: Some(Secret::new(input.state.into_string())),
            error: input.error.map(Text::into_string),
            iss: input.iss.map(Text::into_string),
        };
        let person = &subject.caller().actor;
        let finished = party.finish(attempt.pending, person, &callback, call.now(), app.random()?).await;
        let proof = finished.map_err(problem)?;
        link(app, call, &subject, attempt.resident_id, &proof).await
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Account>, ids: Vec<String>) -> Result<Answer<Output>, Problem> {
        let outcome = ids.first().and_then(|id| serde_json::from_value(json!(id)).ok());
        Ok(Answer::of(Output { status: outcome.ok_or_else(|| Problem::internal("no outcome remembered"))? }))
    }
}

/// One card, one account: links the card to this notebook and writes what it proved, or finds that it is another's.
async fn link(
    app: &App,
    call: &Call,
    subject: &Authorised<Account>,
    resident_id: notebook::id::ResidentId,
    proof: &Proof,
) -> Result<Answer<Output>, Problem> {
    let keys = subject.own_notebook_keys(resident_id);
    let status = status(&proof.attributes, &municipality(&app.settings)?);
    let outcome = match status {
        Status::VerifiedResident => Outcome::VerifiedResident,
        Status::OutsideMunicipality => Outcome::OutsideMunicipality,
        _ => Outcome::ManualReview,
    };
    let name = Text::<100>::parse(&proof.attributes.name).map_err(|_| Problem::of(Code::ProofRejected))?;
    let mut profile = Change::default();
    profile
        .set("status", &status)?
        .set("identity.legal_name", &name)?
        .set("identity.birth_date", &proof.attributes.birth_date)?
        .set("identity.sex", &sex(proof.attributes.sex))?
        .set("residency_checked_at", &call.now())?
        .next_version();

    let card = shared::card(&proof.account_key());
    let mut effect = Transaction::on(&app.table);
    effect.put(&card, &CardLink { resident_id, linked_at: call.now() }, &Meta::default(), Only::IfNew)?;
    effect.change(&keys.profile(), &profile)?;
    match call.try_commit(app, effect, &[outcome_text(outcome)]).await {
        Ok(()) => Ok(Answer::of(Output { status: outcome })),
        Err(Cancelled::Condition(0, linked)) => {
            let linked: Option<CardLink> = linked.as_ref().map(from_item).transpose()?;
            if linked.is_none_or(|link| link.resident_id != resident_id) {
                return Ok(Answer::of(Output { status: Outcome::AlreadyLinked }));
            }
            // The same card again, after a move or a new name: only what it proves is written.
            let mut again = Transaction::on(&app.table);
            again.change(&keys.profile(), &profile)?;
            call.commit(app, again, &[outcome_text(outcome)]).await?;
            Ok(Answer::of(Output { status: outcome }))
        }
        Err(other) => Err(other.into()),
    }
}

fn outcome_text(outcome: Outcome) -> String {
    serde_json::to_value(outcome).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
