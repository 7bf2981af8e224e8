//! Who is calling, from the claims that the gateway has verified (signature, issuer, audience, expiry).
//!
//! What the gateway does not check is checked here: that it is an access token and not an ID token, that it was issued
//! through one of our two clients, that it names an account, and that it says when this signed in.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use notebook::time::Instant;

use crate::problem::{Code, Problem};

/// Through which of the two clients the account signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKind {
    /// Residents.
    Residents,
    /// Staff of institutions and of the city.
    Staff,
    /// None: nobody signed in.
    Nobody,
}

/// The client ids that this stack knows.
#[derive(Debug, Clone, Default)]
pub struct KnownClients {
    /// Residents' client.
    pub residents: String,
    /// Staff's client.
    pub staff: String,
}

/// The value that the token trigger puts into an access token after a second factor was verified.
pub const SECOND_FACTOR_CLAIM: &str = "second_factor";
/// Its value for a verified authenticator app.
pub const SECOND_FACTOR_TOTP: &str = "totp";

/// A signed-in account.
#[derive(Clone)]
pub struct Caller {
    /// Pseudonymous account id: a hash of issuer and subject, so that equal e-mail addresses never meet.
    pub actor: String,
    /// The account's name in the user pool, for looking up where its e-mail goes. Never shown and never logged.
    pub subject: String,
    /// Which client.
    pub client: ClientKind,
    /// Whether a second factor was verified.
    pub second_factor: bool,
    /// When the account signed in.
    pub signed_in_at: Instant,
    /// A hash of the sign-in: one session, however often its token is refreshed.
    pub session: String,
}

impl Caller {
    /// Somebody without an account, in an operation that asks for none. Whatever is kept by account has no key of theirs: the pseudonym
    /// is empty, which no account's is.
    pub(crate) fn nobody(now: Instant) -> Self {
        Self {
            actor: String::new(),
            subject: String::new(),
            client: ClientKind::Nobody,
            second_factor: false,
            signed_in_at: now,
            session: String::new(),
        }
    }

    /// From the gateway's claims.
    pub fn from_claims(claims: &HashMap<String, String>, clients: &KnownClients) -> Result<Self, Problem> {
        let refuse = |why: &'static str| Problem::of(Code::Unauthenticated).logged(why);
        let claim = |name: &str| claims.get(name).map(String::as_str).filter(|value| !value.is_empty());
        if claim("token_use") != Some("access") {
            return Err(refuse("not an access token"));
        }
        let client = match claim("client_id") {
            Some(id) if id == clients.residents => ClientKind::Residents,
            Some(id) if id == clients.staff => ClientKind::Staff,
            _ => return Err(refuse("unknown client")),
        };
        let (Some(issuer), Some(subject)) = (claim("iss"), claim("sub")) else {
            return Err(refuse("no issuer or subject"));
        };
        // Of the sign-in and not of the token (`iat`): a refreshed token is issued anew, and would bring an ended sign-in back.
        let signed_in = claim("auth_time").ok_or_else(|| refuse("no time of sign-in"))?;
        // The gateway hands numbers over as text; some versions write them in exponent form.
        let signed_in_at = whole_seconds(signed_in).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let signed_in_at = signed_in_at.ok_or_else(|| refuse("no time of sign-in"))?;
        let session = claim("origin_jti").or_else(|| claim("jti")).unwrap_or(signed_in);
        Ok(Self {
            actor: digest(&[issuer, subject]),
            subject: subject.to_owned(),
            client,
            second_factor: claim(SECOND_FACTOR_CLAIM) == Some(SECOND_FACTOR_TOTP),
            signed_in_at,
            session: digest(&[issuer, subject, session]),
        })
    }
}

#[allow(clippy::cast_possible_truncation)] // seconds since 1970 are far below 2^53
fn whole_seconds(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().or_else(|| text.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| n as i64))
}

/// The first 128 bits of a SHA-256 over length-prefixed parts, base64url: a stable pseudonym of 22 characters.
pub fn digest(parts: &[&str]) -> String {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part.as_bytes());
    }
    let full = context.finish();
    URL_SAFE_NO_PAD.encode(full.as_ref().get(..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn clients() -> KnownClients {
        KnownClients { residents: "res".to_owned(), staff: "staff".to_owned() }
    }

    fn claims(changes: &[(&str, &str)]) -> HashMap<String, String> {
        let good = [
            ("token_use", "access"),
            ("client_id", "res"),
            ("iss", "https://pool"),
            ("sub", "s"),
            ("auth_time", "1700000000"),
            ("origin_jti", "o"),
        ];
        good.iter().chain(changes).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn r21_an_id_token_a_foreign_client_and_missing_claims_are_refused() {
        assert!(Caller::from_claims(&claims(&[]), &clients()).is_ok());
        for bad in [
            ("token_use", "id"),
            ("token_use", ""),
            ("client_id", "other"),
            ("client_id", ""),
            ("iss", ""),
            ("sub", ""),
            ("auth_time", "soon"),
        ] {
            let refused = Caller::from_claims(&claims(&[bad]), &clients()).err().unwrap();
            assert_eq!(refused.code, Code::Unauthenticated, "{bad:?}");
        }
    }

    #[test]
    fn a_token_that_does_not_say_when_its_sign_in_was_is_refused_whenever_issued() {
        let undated = claims(&[("auth_time", ""), ("iat", "1700000000")]);
        assert_eq!(Caller::from_claims(&undated, &clients()).err().unwrap().code, Code::Unauthenticated);
        let refreshed = Caller::from_claims(&claims(&[("iat", "1700009000")]), &clients()).unwrap();
        assert_eq!(refreshed.signed_in_at.timestamp(), 1_700_000_000);
    }

    #[test]
    fn r23_the_account_is_issuer_and_subject_together() {
        let actor = |changes: &[(&str, &str)]| Caller::from_claims(&claims(changes), &clients()).unwrap().actor;
        assert_eq!(actor(&[("email", "a@example.jp")]), actor(&[("email", "b@example.jp")]));
        assert_ne!(actor(&[("iss", "https://pool2")]), actor(&[]));
        assert_ne!(
            actor(&[("iss", "https://pools"), ("sub", "")].map(|(k, v)| if v.is_empty() { (k, "x") } else { (k, v) })),
            actor(&[])
        );
    }

    #[test]
    fn without_configured_clients_nobody_is_known() {
        let none = KnownClients::default();
        assert!(Caller::from_claims(&claims(&[("client_id", "")]), &none).is_err());
    }
}
