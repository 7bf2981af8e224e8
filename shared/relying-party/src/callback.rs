//! The finish: what came back to the redirect address becomes a proof, or the one reason why not.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::assertion;
use crate::authorization::{Pending, state_hash};
use crate::encoding::{equal, form};
use crate::error::Error;
use crate::id_token;
use crate::json;
use crate::jwks::KeyCache;
use crate::port::{Fetch, Limits, Reply, Request, Sign};
use crate::proof::Proof;
use crate::provider::Provider;
use crate::secret::Secret;
use crate::userinfo;

/// What the exchange of the code may cost.
pub const LIMITS: Limits = Limits { max_bytes: 64 * 1024, timeout: Duration::from_secs(10) };

/// The longest code that is sent on.
const MAX_CODE: usize = 2048;

/// The parameters of the redirect address, as the browser hands them on.
#[derive(Debug, Default)]
pub struct Callback {
    /// The one-time code, on success.
    pub code: Option<Secret>,
    /// The state of the start.
    pub state: Option<Secret>,
    /// The error code, on failure. Its description is not read: it is the provider's text, not ours.
    pub error: Option<String>,
    /// The issuer, if the provider names itself (RFC 9207); must be there if it promises that it does.
    pub iss: Option<String>,
}

/// The client of one provider, with the ports it needs.
pub struct RelyingParty<'a, F, S> {
    /// Which provider.
    pub provider: &'a Provider,
    /// Its keys.
    pub keys: &'a KeyCache,
    /// The network.
    pub fetch: &'a F,
    /// The client's signing key.
    pub sign: &'a S,
}

struct Tokens {
    id_token: String,
    access_token: String,
}

impl<F: Fetch, S: Sign> RelyingParty<'_, F, S> {
    /// Finishes an attempt of `person`.
    ///
    /// `pending` was found by [`state_hash`] and taken out of the store; `random` must be fresh.
    ///
    /// # Errors
    /// The first [`Error`] in the order: the attempt, the callback, the exchange, the ID token, the userinfo answer, the attributes.
    pub async fn finish(
        &self,
        pending: Pending,
        person: &str,
        callback: &Callback,
        now: DateTime<Utc>,
        random: [u8; 32],
    ) -> Result<Proof, Error> {
        self.check_attempt(&pending, person, callback, now)?;
        let code = check_callback(callback)?;
        let tokens = self.exchange(code, &pending, now, random).await?;
        let (provider, keys, fetch) = (self.provider, self.keys, self.fetch);
        let id_token =
            id_token::verify(&tokens.id_token, &tokens.access_token, &pending, provider, keys, fetch, now).await?;
        let attributes = userinfo::read(&tokens.access_token, &id_token.subject, provider, keys, fetch, now).await?;
        Ok(Proof {
            issuer: provider.issuer().to_owned(),
            subject: id_token.subject,
            attributes,
            authenticated_at: id_token.authenticated_at,
        })
    }

    /// Before anything of the callback is believed, an error included: it must belong to this attempt of this person.
    fn check_attempt(
        &self,
        pending: &Pending,
        person: &str,
        callback: &Callback,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if pending.issuer != self.provider.issuer() {
            return Err(Error::ProviderSwapped);
        }
        let state = callback.state.as_ref().filter(|state| !state.expose().is_empty()).ok_or(Error::StateMissing)?;
        if !equal(state_hash(state.expose()).as_bytes(), pending.state_hash.as_bytes()) {
            return Err(Error::StateMismatch);
        }
        if !equal(person.as_bytes(), pending.person.as_bytes()) {
            return Err(Error::PersonMismatch);
        }
        if now >= pending.expires_at {
            return Err(Error::AttemptExpired);
        }
        match &callback.iss {
            Some(issuer) if issuer != self.provider.issuer() => Err(Error::CallbackIssuerMismatch),
            None if self.provider.settings().names_issuer => Err(Error::CallbackIssuerMissing),
            _ => Ok(()),
        }
    }

    async fn exchange(
        &self,
        code: &str,
        pending: &Pending,
        now: DateTime<Utc>,
        random: [u8; 32],
    ) -> Result<Tokens, Error> {
        let settings = self.provider.settings();
        let statement = assertion::client_assertion(self.provider, self.sign, now, random).await?;
        let body = form(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &settings.redirect_uri),
            ("client_id", &settings.client_id),
            ("code_verifier", pending.code_verifier.expose()),
            ("client_assertion_type", assertion::TYPE),
            ("client_assertion", statement.expose()),
        ]);
        let request = Request::PostForm { url: &settings.token_endpoint, body: &body };
        let reply = self.fetch.fetch(request, LIMITS).await?;
        tokens(&reply)
    }
}

fn check_callback(callback: &Callback) -> Result<&str, Error> {
    match callback.error.as_deref() {
        Some("access_denied") => return Err(Error::Cancelled),
        Some(_) => return Err(Error::ProviderRefused),
        None => {}
    }
    let code = callback.code.as_ref().map(Secret::expose).filter(|code| !code.is_empty()).ok_or(Error::CodeMissing)?;
    let printable = code.bytes().all(|b| b.is_ascii_graphic());
    if printable && code.len() <= MAX_CODE { Ok(code) } else { Err(Error::CodeMalformed) }
}

fn tokens(reply: &Reply) -> Result<Tokens, Error> {
    if reply.body.len() > LIMITS.max_bytes {
        return Err(Error::ReplyTooLarge);
    }
    if matches!(reply.status, 429 | 500..) {
        return Err(Error::ProviderUnavailable);
    }
    let is_json = reply.media_type().as_deref() == Some("application/json");
    let answer = if is_json { json::object(&reply.body) } else { None };
    match (reply.status, answer) {
        (200, Some(answer)) => read_tokens(&answer),
        (200, None) => Err(Error::TokenReplyMalformed),
        (status, answer) => Err(refusal(status, &answer.unwrap_or_default())),
    }
}

fn read_tokens(answer: &Map<String, Value>) -> Result<Tokens, Error> {
    let text = |name: &str| json::text(answer, name).map_err(|_| Error::TokenReplyMalformed);
    let bearer = text("token_type")?.is_some_and(|kind| kind.eq_ignore_ascii_case("Bearer"));
    let access_token = text("access_token")?
        .filter(|token| bearer && !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()))
        .ok_or(Error::AccessTokenMissing)?;
    let id_token = text("id_token")?.filter(|token| !token.is_empty()).ok_or(Error::IdTokenMissing)?;
    Ok(Tokens { id_token: id_token.to_owned(), access_token: access_token.to_owned() })
}

/// RFC 6749 §5.2.
fn refusal(status: u16, answer: &Map<String, Value>) -> Error {
    match (status, answer.get("error").and_then(Value::as_str)) {
        (_, Some("invalid_grant")) => Error::CodeRejected,
        (401, _) | (_, Some("invalid_client" | "unauthorized_client")) => Error::ClientRejected,
        _ => Error::TokenRefused,
    }
}
