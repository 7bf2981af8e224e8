//! The start: where the person is sent, and what the caller keeps until they come back.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::encoding::{base64url, derive, form, sha256};
use crate::provider::{Provider, SCOPE};
use crate::secret::Secret;

/// How long an attempt may take: reading a card with a telephone takes a minute, finding the PIN some more.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What the caller keeps about one attempt, under [`Pending::state_hash`].
///
/// It works once: take it out of the store (delete it and use what the deletion returns) before calling
/// [`crate::RelyingParty::finish`], which therefore consumes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Pending {
    /// SHA-256 of the state as base64url; the state itself is only in the person's browser.
    pub state_hash: String,
    /// The value that ties the ID token to this attempt.
    pub nonce: Secret,
    /// The PKCE verifier, which proves that the code's receiver is its requester.
    pub code_verifier: Secret,
    /// Who started: the caller's own id of the person or of a recovery.
    pub person: String,
    /// The issuer that was asked.
    pub issuer: String,
    /// When the attempt began.
    pub started_at: DateTime<Utc>,
    /// From this instant on the attempt is over: ten minutes later.
    pub expires_at: DateTime<Utc>,
}

/// A started attempt.
#[derive(Debug)]
pub struct Started {
    /// Where the person's browser goes. It holds the state, so it belongs into no log.
    pub authorization_url: Secret,
    /// What the caller stores.
    pub pending: Pending,
}

/// The key under which the record of an attempt is found again by the state that comes back.
pub fn state_hash(state: &str) -> String {
    base64url(&sha256(state.as_bytes()))
}

/// Starts an attempt for `person`.
///
/// `random` must be fresh for each attempt: state, nonce and PKCE verifier are derived from it, each under its own label.
pub fn start(provider: &Provider, person: &str, now: DateTime<Utc>, random: [u8; 32]) -> Started {
    let settings = provider.settings();
    let state = derive(&random, "state");
    let nonce = derive(&random, "nonce");
    let code_verifier = derive(&random, "code_verifier");
    let code_challenge = base64url(&sha256(code_verifier.as_bytes()));
    let mut fields = vec![
        ("response_type", "code"),
        ("scope", SCOPE),
        ("client_id", settings.client_id.as_str()),
        ("redirect_uri", settings.redirect_uri.as_str()),
        ("state", state.as_str()),
        ("nonce", nonce.as_str()),
        ("code_challenge", code_challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    fields.extend(settings.acr_values.as_deref().map(|acr| ("acr_values", acr)));
    let endpoint = &settings.authorization_endpoint;
    let separator = if endpoint.contains('?') { '&' } else { '?' };
    Started {
        authorization_url: Secret::new(format!("{endpoint}{separator}{}", form(&fields))),
        pending: Pending {
            state_hash: state_hash(&state),
            nonce: Secret::new(nonce),
            code_verifier: Secret::new(code_verifier),
            person: person.to_owned(),
            issuer: settings.issuer.clone(),
            started_at: now,
            expires_at: now + LIFETIME,
        },
    }
}
