//! How the client shows the provider who it is: a short signed statement (`private_key_jwt`, RFC 7523) instead of a secret.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::encoding::{base64url, derive};
use crate::error::Error;
use crate::port::Sign;
use crate::provider::Provider;
use crate::secret::Secret;

/// The `client_assertion_type` of a signed statement.
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long a statement counts: enough for one request over a slow line.
pub const LIFETIME: TimeDelta = TimeDelta::seconds(120);

/// Half of a P-256 signature in bytes.
const SCALAR: usize = 32;

/// Makes the statement for the token endpoint; `random` must be fresh, its derivative becomes the `jti`.
///
/// # Errors
/// [`Error::SigningFailed`] when the key cannot be used, [`Error::SignatureEncoding`] when its answer is no P-256 signature.
pub async fn client_assertion<S: Sign>(
    provider: &Provider,
    key: &S,
    now: DateTime<Utc>,
    random: [u8; 32],
) -> Result<Secret, Error> {
    let settings = provider.settings();
    let header = json!({ "alg": "ES256", "typ": "JWT", "kid": key.kid() });
    let claims = json!({
        "iss": settings.client_id,
        "sub": settings.client_id,
        "aud": settings.token_endpoint,
        "jti": derive(&random, "jti"),
        "iat": now.timestamp(),
        "exp": (now + LIFETIME).timestamp(),
    });
    signed(&header, &claims, key).await.map(Secret::new)
}

/// A statement with its signature: a JWT, ES256.
///
/// # Errors
/// [`Error::SigningFailed`] when the key cannot be used, [`Error::SignatureEncoding`] when its answer is no P-256 signature.
pub async fn signed<S: Sign>(header: &Value, claims: &Value, key: &S) -> Result<String, Error> {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(header), part(claims));
    let der = key.sign(signed.as_bytes()).await.map_err(|_| Error::SigningFailed)?;
    let raw = raw_signature(&der).ok_or(Error::SignatureEncoding)?;
    Ok(format!("{signed}.{}", base64url(&raw)))
}

/// Turns a DER signature (`SEQUENCE { INTEGER r, INTEGER s }`, as KMS gives it) into the 64 bytes `r ‖ s` of RFC 7518 §3.4.
///
/// DER drops leading zeros and adds one before a set high bit, so each number is 1–33 bytes there and exactly 32 here.
/// `None` when the bytes are anything else than strict DER of two positive numbers of at most 256 bits.
pub fn raw_signature(der: &[u8]) -> Option<[u8; 64]> {
    let (body, rest) = element(0x30, der)?;
    let (r, after_r) = element(0x02, body)?;
    let (s, after_s) = element(0x02, after_r)?;
    if !rest.is_empty() || !after_s.is_empty() {
        return None;
    }
    let mut raw = [0; 2 * SCALAR];
    let (left, right) = raw.split_at_mut(SCALAR);
    place(r, left)?;
    place(s, right)?;
    Some(raw)
}

/// The content of the leading element with this tag and what follows it. Both lengths here fit the short form.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = bytes.split_first_chunk::<2>()?;
    if found != tag || length >= 0x80 {
        return None;
    }
    rest.split_at_checked(usize::from(length))
}

/// Writes a positive DER integer right-aligned into `target`.
fn place(integer: &[u8], target: &mut [u8]) -> Option<()> {
    let magnitude = match integer {
        [0, high, ..] if *high >= 0x80 => integer.get(1..)?,
        [first, ..] if *first != 0 && *first < 0x80 => integer,
        // Empty, negative, zero, or with a zero too many.
        _ => return None,
    };
    let start = target.len().checked_sub(magnitude.len())?;
    target.get_mut(start..)?.copy_from_slice(magnitude);
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
    use super::*;

    fn integer(content: &[u8]) -> Vec<u8> {
        [&[0x02, u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn signature(r: &[u8], s: &[u8]) -> Vec<u8> {
        let body = [integer(r), integer(s)].concat();
        [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
    }

    #[test]
    fn full_length_numbers_are_copied() {
        let raw = raw_signature(&signature(&[0x11; 32], &[0x22; 32])).unwrap();
        assert_eq!(raw, [[0x11; 32], [0x22; 32]].concat().as_slice());
    }

    #[test]
    fn the_zero_before_a_high_bit_is_dropped() {
        let padded = [&[0][..], &[0xff; 32]].concat();
        assert_eq!(raw_signature(&signature(&padded, &padded)).unwrap(), [0xff; 64]);
    }

    #[test]
    fn short_numbers_are_padded_on_the_left() {
        let raw = raw_signature(&signature(&[0x05], &[0x00, 0x80])).unwrap();
        let mut expected = [0; 64];
        expected[31] = 5;
        expected[63] = 0x80;
        assert_eq!(raw, expected);
        let raw = raw_signature(&signature(&[0x7f; 31], &[0x01; 30])).unwrap();
        assert_eq!(raw[0], 0);
        assert_eq!(raw[1..32], [0x7f; 31]);
        assert_eq!(raw[32..34], [0, 0]);
    }

    #[test]
    fn what_is_not_strict_der_of_two_positive_numbers_is_refused() {
        let good = signature(&[0x11; 32], &[0x22; 32]);
        let long_form = [&[0x30, 0x81, 68][..], &good[2..]].concat();
        let trailing = [good.as_slice(), &[0]].concat();
        let three = {
            let body = [integer(&[1]), integer(&[1]), integer(&[1])].concat();
            [vec![0x30, 9], body].concat()
        };
        for wrong in [
            Vec::new(),
            vec![0x30],
            vec![0x30, 0],
            good[..good.len() - 1].to_vec(),
            long_form,
            trailing,
            three,
            signature(&[], &[1]),
            signature(&[0], &[1]),
            signature(&[1], &[0]),
            signature(&[0x80], &[1]),
            signature(&[0, 0x7f], &[1]),
            signature(&[0x11; 33], &[1]),
            signature(&[&[0, 0x80][..], &[0; 32]].concat(), &[1]),
            [0x22; 64].to_vec(),
        ] {
            assert_eq!(raw_signature(&wrong), None, "{wrong:02x?}");
        }
    }

    #[test]
    fn every_prefix_and_every_flipped_bit_is_read_without_panic() {
        let good = signature(&[0x11; 32], &[&[0][..], &[0x99; 32]].concat());
        for end in 0..good.len() {
            assert_eq!(raw_signature(&good[..end]), None);
        }
        for bit in 0..good.len() * 8 {
            let mut flipped = good.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let _ = raw_signature(&flipped);
        }
    }
}
