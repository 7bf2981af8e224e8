//! The ID token: the provider's signed word on who signed in, for this client, in this attempt.
//!
//! OpenID Connect Core 1.0 §3.1.3.7, read as strictly as its wording allows.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::authorization::Pending;
use crate::claims;
use crate::encoding::{base64url, equal, sha256};
use crate::error::Error;
use crate::jwks::KeyCache;
use crate::jws::Unverified;
use crate::port::Fetch;
use crate::provider::Provider;

/// What a verified ID token says.
pub(crate) struct IdToken {
    /// The provider's name for the person, one for each service (PPID).
    pub(crate) subject: String,
    /// When the person signed in, or when the token was issued if it does not say.
    pub(crate) authenticated_at: DateTime<Utc>,
}

/// Verifies a token that came with `access_token` in answer to `pending`.
pub(crate) async fn verify<F: Fetch>(
    token: &str,
    access_token: &str,
    pending: &Pending,
    provider: &Provider,
    keys: &KeyCache,
    fetch: &F,
    now: DateTime<Utc>,
) -> Result<IdToken, Error> {
    let token = Unverified::read(token)?;
    let key = keys.key(fetch, provider, token.kid(), now).await?;
    let claims = token.verify(&key)?;
    claims::check_parties(&claims, provider)?;
    claims::check_times(&claims, now)?;
    check_attempt(&claims, pending, access_token)?;
    let issued = required_instant(&claims, "iat")?;
    required_instant(&claims, "exp")?;
    claims::check_after(issued, pending.started_at)?;
    let signed_in = claims::instant(&claims, "auth_time")?.unwrap_or(issued);
    if signed_in > issued {
        return Err(Error::ClaimMalformed);
    }
    let authenticated_at = DateTime::from_timestamp(signed_in, 0).ok_or(Error::ClaimMalformed)?;
    Ok(IdToken { subject: subject(&claims)?.to_owned(), authenticated_at })
}

/// The subject: 1–255 printable ASCII characters.
pub(crate) fn subject(claims: &Map<String, Value>) -> Result<&str, Error> {
    let subject = claims.get("sub").and_then(Value::as_str).ok_or(Error::SubjectInvalid)?;
    let printable = subject.bytes().all(|b| b.is_ascii_graphic());
    if printable && (1..=255).contains(&subject.len()) { Ok(subject) } else { Err(Error::SubjectInvalid) }
}

fn required_instant(claims: &Map<String, Value>, name: &str) -> Result<i64, Error> {
    claims::instant(claims, name)?.ok_or(Error::ClaimMalformed)
}

fn check_attempt(claims: &Map<String, Value>, pending: &Pending, access_token: &str) -> Result<(), Error> {
    let nonce = claims.get("nonce").and_then(Value::as_str).ok_or(Error::NonceMismatch)?;
    if !equal(nonce.as_bytes(), pending.nonce.expose().as_bytes()) {
        return Err(Error::NonceMismatch);
    }
    if let Some(found) = claims::optional_text(claims, "at_hash")? {
        let hash = sha256(access_token.as_bytes());
        let half = hash.split_at_checked(16).map_or(&[][..], |(half, _)| half);
        if !equal(found.as_bytes(), base64url(half).as_bytes()) {
            return Err(Error::AccessTokenMismatch);
        }
    }
    Ok(())
}
