//! POST /v1/residents/{resident_id}/identity-proofs

use notebook::access::{Level, RelationKind, Section};
use notebook::id::ProofId;
use records::prelude::*;

use crate::identity::{Attempt, provider};

/// Starts proving who one is with the My Number Card: gives the address of the app's page to open.
#[derive(JsonSchema)]
pub struct StartIdentityProof;

/// Where to go on.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// This attempt. It ends after ten minutes.
    pub proof_id: ProofId,
    /// Open this in the browser of the phone.
    pub authorization_url: String,
}

impl Endpoint for StartIdentityProof {
    const SPEC: Spec = Spec::post("start-identity-proof", "/v1/residents/{resident_id}/identity-proofs")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .also_touches(&[Touch::AssertionSign])
        .idempotent()
        .hourly_limit(20)
        .problems_of_its_own(&[Code::InvalidState, Code::IdentityProviderUnavailable]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Output;

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        if subject.relation().kind != RelationKind::Oneself {
            return Err(Problem::of(Code::Forbidden));
        }
        let provider = provider(&app.settings)?;
        let person = &subject.caller().actor;
        let started = relying_party::start(&provider, person, call.now(), app.random()?);
        let proof_id = ProofId::new(call.now(), app.random()?);
        let authorization_url = started.authorization_url.expose().to_owned();
        let state_hash = started.pending.state_hash.clone();
        let meta =
            Meta { version: Some(1), expires_at: Some(started.pending.expires_at.timestamp()), ..Meta::default() };
        let attempt = Attempt {
            proof_id,
            resident_id: subject.resident(),
            authorization_url: authorization_url.clone(),
            pending: started.pending,
        };
        let mut effect = Transaction::on(&app.table);
        effect.put(&subject.account_keys().proof(&state_hash), &attempt, &meta, Only::IfNew)?;
        call.commit(app, effect, &[state_hash]).await?;
        Ok(Answer::of(Output { proof_id, authorization_url }))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let state_hash = ids.first().ok_or_else(|| Problem::internal("no attempt remembered"))?;
        let key = subject.account_keys().proof(state_hash);
        let mut plan = ReadPlan::default();
        plan.get(key.clone());
        let found: Option<Attempt> = app.table.read(plan).await?.get(&key)?;
        // Finished or too old: the person starts again with a new key.
        let attempt = found.filter(|attempt| call.now() < attempt.pending.expires_at);
        let attempt = attempt.ok_or_else(|| Problem::of(Code::InvalidState))?;
        Ok(Answer::of(Output { proof_id: attempt.proof_id, authorization_url: attempt.authorization_url }))
    }
}
