//! The claims that every signed answer of the provider has in common: who issued it, for whom, and when.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::json;
use crate::provider::Provider;

/// How far the provider's clock may differ from ours, in seconds.
const SKEW: i64 = 60;

/// The last second that a claim may name: the end of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// A required text claim.
pub(crate) fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Result<&'a str, Error> {
    optional_text(claims, name)?.ok_or(Error::ClaimMalformed)
}

/// A text claim that may be absent.
pub(crate) fn optional_text<'a>(claims: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Error> {
    json::text(claims, name).map_err(|_| Error::ClaimMalformed)
}

/// An instant in whole seconds that may be absent.
pub(crate) fn instant(claims: &Map<String, Value>, name: &str) -> Result<Option<i64>, Error> {
    let Some(value) = claims.get(name) else {
        return Ok(None);
    };
    let seconds = value.as_i64().filter(|seconds| (0..=LAST_SECOND).contains(seconds));
    seconds.map(Some).ok_or(Error::ClaimMalformed)
}

/// Checks issuer, audience and authorized party.
pub(crate) fn check_parties(claims: &Map<String, Value>, provider: &Provider) -> Result<(), Error> {
    if text(claims, "iss")? != provider.issuer() {
        return Err(Error::IssuerMismatch);
    }
    let client = provider.client_id();
    let authorized_party = optional_text(claims, "azp")?;
    let several = match claims.get("aud") {
        Some(Value::String(audience)) if audience == client => false,
        Some(Value::Array(audiences)) if audiences.iter().all(Value::is_string) => {
            if !audiences.iter().any(|audience| audience == client) {
                return Err(Error::AudienceMismatch);
            }
            audiences.len() > 1
        }
        Some(Value::String(_)) => return Err(Error::AudienceMismatch),
        _ => return Err(Error::ClaimMalformed),
    };
    match authorized_party {
        Some(party) if party == client => Ok(()),
        None if !several => Ok(()),
        _ => Err(Error::AuthorizedPartyMismatch),
    }
}

/// Checks those of `exp`, `iat` and `nbf` that are there.
pub(crate) fn check_times(claims: &Map<String, Value>, now: DateTime<Utc>) -> Result<(), Error> {
    let now = now.timestamp();
    if instant(claims, "exp")?.is_some_and(|exp| now >= exp + SKEW) {
        return Err(Error::TokenExpired);
    }
    if instant(claims, "iat")?.is_some_and(|iat| iat > now + SKEW) {
        return Err(Error::IssuedInFuture);
    }
    if instant(claims, "nbf")?.is_some_and(|nbf| nbf > now + SKEW) {
        return Err(Error::NotYetValid);
    }
    Ok(())
}

/// Checks that a token is not older than the attempt it is said to answer.
pub(crate) fn check_after(seconds: i64, started_at: DateTime<Utc>) -> Result<(), Error> {
    if seconds < started_at.timestamp() - SKEW { Err(Error::IssuedBeforeAttempt) } else { Ok(()) }
}
