//! The userinfo answer: where the four attributes are, as plain JSON or as a signed token.
//!
//! Which of the two the App sends is not published, so both are read. Either way the answer must be about the ID token's subject.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::attributes::FourAttributes;
use crate::claims;
use crate::error::Error;
use crate::id_token;
use crate::json;
use crate::jwks::KeyCache;
use crate::jws::Unverified;
use crate::port::{Fetch, Limits, Request};
use crate::provider::Provider;

/// What the question may cost.
pub const LIMITS: Limits = Limits { max_bytes: 64 * 1024, timeout: Duration::from_secs(5) };

/// Reads the attributes of `subject`.
pub(crate) async fn read<F: Fetch>(
    access_token: &str,
    subject: &str,
    provider: &Provider,
    keys: &KeyCache,
    fetch: &F,
    now: DateTime<Utc>,
) -> Result<FourAttributes, Error> {
    let request = Request::Get {
        url: &provider.settings().userinfo_endpoint,
        bearer: Some(access_token),
        accept: "application/json, application/jwt",
    };
    let reply = fetch.fetch(request, LIMITS).await?;
    match reply.status {
        200 => {}
        401 | 403 => return Err(Error::UserinfoRefused),
        429 | 500.. => return Err(Error::ProviderUnavailable),
        _ => return Err(Error::UserinfoMalformed),
    }
    if reply.body.len() > LIMITS.max_bytes {
        return Err(Error::ReplyTooLarge);
    }
    let claims = match reply.media_type().as_deref() {
        Some("application/json") => json::object(&reply.body).ok_or(Error::UserinfoMalformed)?,
        Some("application/jwt") => {
            let text = std::str::from_utf8(&reply.body).map_err(|_| Error::UserinfoMalformed)?;
            let token = Unverified::read(text)?;
            let key = keys.key(fetch, provider, token.kid(), now).await?;
            let claims = token.verify(&key)?;
            claims::check_parties(&claims, provider)?;
            claims::check_times(&claims, now)?;
            claims
        }
        _ => return Err(Error::UserinfoMalformed),
    };
    if id_token::subject(&claims)? != subject {
        return Err(Error::UserinfoSubjectMismatch);
    }
    FourAttributes::read(&claims, now)
}
