//! A signed token in compact form, as both the ID token and a signed userinfo answer are.
//!
//! The header is read strictly before any key is looked for, and the claims only after the signature was verified.

use jsonwebtoken::{Algorithm, crypto};
use serde_json::{Map, Value};

use crate::encoding::from_base64url;
use crate::error::Error;
use crate::json;
use crate::jwks::VerificationKey;

/// The longest token that is read, in bytes.
const MAX_BYTES: usize = 16 * 1024;

/// A token whose header is acceptable and whose signature was not verified yet.
pub(crate) struct Unverified<'a> {
    kid: String,
    signed: &'a str,
    payload: &'a str,
    signature: &'a str,
}

impl<'a> Unverified<'a> {
    /// Splits a token and checks its header.
    pub(crate) fn read(token: &'a str) -> Result<Self, Error> {
        if token.len() > MAX_BYTES {
            return Err(Error::TokenTooLarge);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Error::TokenMalformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Error::TokenMalformed)?;
        if payload.contains('.') {
            return Err(Error::TokenMalformed);
        }
        let header = decode(header).ok_or(Error::TokenMalformed)?;
        let kid = check_header(&header)?;
        Ok(Self { kid, signed, payload, signature })
    }

    /// The id of the key that is said to have signed.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The claims, once the signature is verified.
    pub(crate) fn verify(&self, key: &VerificationKey) -> Result<Map<String, Value>, Error> {
        let signed = self.signed.as_bytes();
        match crypto::verify(self.signature, signed, key.decoding(), Algorithm::ES256) {
            Ok(true) => decode(self.payload).ok_or(Error::TokenMalformed),
            Ok(false) | Err(_) => Err(Error::SignatureInvalid),
        }
    }
}

fn decode(part: &str) -> Option<Map<String, Value>> {
    json::object(&from_base64url(part)?)
}

fn check_header(header: &Map<String, Value>) -> Result<String, Error> {
    if header.get("alg").and_then(Value::as_str) != Some("ES256") {
        return Err(Error::AlgorithmRefused);
    }
    let plain = match header.get("typ") {
        None => true,
        Some(typ) => typ.as_str().is_some_and(|typ| typ.eq_ignore_ascii_case("JWT")),
    };
    if !plain || header.contains_key("cty") {
        return Err(Error::TypeRefused);
    }
    if ["jku", "jwk", "x5u", "x5c"].iter().any(|name| header.contains_key(*name)) {
        return Err(Error::KeyInHeader);
    }
    if ["crit", "b64", "zip", "enc"].iter().any(|name| header.contains_key(*name)) {
        return Err(Error::ExtensionRefused);
    }
    match header.get("kid").and_then(Value::as_str) {
        Some(kid) if (1..=255).contains(&kid.len()) => Ok(kid.to_owned()),
        _ => Err(Error::KeyIdMissing),
    }
}
