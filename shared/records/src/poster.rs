//! The token in the QR code on an institution's poster: a JWT (RFC 7519) signed with ES256 (RFC 7518, 3.4).
//!
//! It names the institution and grants nothing. Posters hang for years, so it does not expire; the key that signed it
//! can be withdrawn. Everything is strict: one algorithm, one type, no member that is not ours.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use notebook::institution::InstitutionCode;
use notebook::time::Instant;
use notebook::wrong::Wrong;
use platform::problem::{Code, Problem};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The longest address or token that is read, in bytes.
const MOST_BYTES: usize = 2_048;
const ALGORITHM: &str = "ES256";
const TYPE: &str = "poster+jwt";
const ISSUER: &str = "health-notebook";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    sub: String,
    city: String,
    iat: u64,
}

/// A public key that posters are verified with, as the table keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PosterKeyItem {
    /// Its id.
    pub kid: String,
    /// The point's x on P-256, base64url, as in a JWK (RFC 7518, 6.2.1).
    pub x: String,
    /// The point's y.
    pub y: String,
    /// From when on posters signed with it no longer count; none while it is in use.
    #[serde(default)]
    pub not_after: Option<Instant>,
}

/// A poster's token whose signature was not verified yet.
pub struct Poster {
    kid: String,
    institution: InstitutionCode,
    city: String,
    signed: String,
    signature: String,
}

impl Poster {
    /// Reads what a camera saw: the poster's address with the token behind `#`, or the bare token. 422
    /// `invalid_poster` where it is not a token of this form.
    pub fn read(text: &str) -> Result<Self, Problem> {
        Self::parse(text).ok_or_else(refused)
    }

    fn parse(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let token = text.rsplit_once('#').map_or(text, |(_, token)| token);
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Header = decoded(header)?;
        let claims: Claims = decoded(claims)?;
        let ours = header.alg == ALGORITHM && header.typ == TYPE && is_key_id(&header.kid) && claims.iss == ISSUER;
        ours.then_some(())?;
        Some(Self {
            kid: header.kid,
            institution: InstitutionCode::parse(&claims.sub).ok()?,
            city: claims.city,
            signed: signed.to_owned(),
            signature: signature.to_owned(),
        })
    }

    /// The id of the key that is said to have signed: safe to stand in a key of the table.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The institution that the token names; only for planning a read, until [`Self::verify`] has confirmed it.
    pub fn claimed_institution(&self) -> InstitutionCode {
        self.institution
    }

    /// The institution, once the signature holds under a key in use and the token is this city's; 422 `invalid_poster`
    /// otherwise.
    pub fn verify(&self, key: Option<&PosterKeyItem>, city: &str, now: Instant) -> Result<InstitutionCode, Problem> {
        let key = key.filter(|key| key.kid == self.kid && key.not_after.is_none_or(|end| now < end));
        let key = key.ok_or_else(refused)?;
        let point = DecodingKey::from_ec_components(&key.x, &key.y);
        let point = point.map_err(|_| Problem::internal("unreadable poster key"))?;
        let holds = crypto::verify(&self.signature, self.signed.as_bytes(), &point, Algorithm::ES256);
        if holds.unwrap_or(false) && self.city == city { Ok(self.institution) } else { Err(refused()) }
    }
}

fn refused() -> Problem {
    Problem::field(Code::InvalidPoster, "/qr", Wrong::Poster)
}

fn decoded<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// 1 to 64 letters, digits, `-` and `_`.
fn is_key_id(kid: &str) -> bool {
    (1..=64).contains(&kid.len()) && kid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// What is to be signed for an institution's poster: SHA-256 with ECDSA on P-256.
pub fn signing_input(
    kid: &str,
    institution: InstitutionCode,
    city: &str,
    issued_at: Instant,
) -> Result<String, Problem> {
    let header = Header { alg: ALGORITHM.to_owned(), kid: kid.to_owned(), typ: TYPE.to_owned() };
    let iat = u64::try_from(issued_at.timestamp()).unwrap_or_default();
    let claims = Claims { iss: ISSUER.to_owned(), sub: institution.to_string(), city: city.to_owned(), iat };
    Ok(format!("{}.{}", encoded(&header)?, encoded(&claims)?))
}

/// The token of a signing input and its raw signature (r and s, 32 bytes each; KMS gives DER, which is to be unpacked).
pub fn assemble(signing_input: &str, signature: &[u8; 64]) -> String {
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn encoded<T: Serialize>(part: &T) -> Result<String, Problem> {
    let json = serde_json::to_vec(part).map_err(|_| Problem::internal("unwritable token"))?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

    const CITY: &str = "432041";

    fn now() -> Instant {
        "2026-11-22T01:00:00Z".parse().unwrap()
    }

    struct Signer(EcdsaKeyPair);

    impl Signer {
        fn new() -> Self {
            let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
            let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
            Self(EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap())
        }

        fn key(&self, kid: &str) -> PosterKeyItem {
            let (x, y) = self.0.public_key().as_ref()[1..].split_at(32);
            let text = |bytes| URL_SAFE_NO_PAD.encode(bytes);
            PosterKeyItem { kid: kid.to_owned(), x: text(x), y: text(y), not_after: None }
        }

        fn sign(&self, input: &str) -> String {
            let signature = self.0.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
            assemble(input, signature.as_ref().try_into().unwrap())
        }

        fn token(&self) -> String {
            let code = InstitutionCode::parse("4310112345").unwrap();
            self.sign(&signing_input("k1", code, CITY, now()).unwrap())
        }
    }

    fn verdict(text: &str, key: Option<&PosterKeyItem>) -> Result<String, Code> {
        let verified = Poster::read(text).and_then(|poster| poster.verify(key, CITY, now()));
        verified.map(|code| code.to_string()).map_err(|problem| problem.code)
    }

    #[test]
    fn a_poster_names_its_institution_with_and_without_its_address() {
        let signer = Signer::new();
        let token = signer.token();
        for text in [token.clone(), format!("https://notebook.example.jp/check-in#{token}")] {
            assert_eq!(verdict(&text, Some(&signer.key("k1"))).as_deref(), Ok("4310112345"));
        }
    }

    #[test]
    fn r11_every_changed_character_of_a_token_is_refused() {
        let signer = Signer::new();
        let (token, key) = (signer.token(), signer.key("k1"));
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(verdict(&changed, Some(&key)), Err(Code::InvalidPoster), "{at}");
            assert_eq!(verdict(&token[..at], Some(&key)), Err(Code::InvalidPoster), "{at}");
        }
    }

    #[test]
    fn r11_an_unknown_withdrawn_or_foreign_key_is_refused() {
        let signer = Signer::new();
        let token = signer.token();
        let withdrawn = PosterKeyItem { not_after: Some(now()), ..signer.key("k1") };
        for key in [None, Some(&withdrawn), Some(&signer.key("k2")), Some(&Signer::new().key("k1"))] {
            assert_eq!(verdict(&token, key), Err(Code::InvalidPoster));
        }
        let in_use = PosterKeyItem { not_after: Some(now() + chrono::TimeDelta::seconds(1)), ..signer.key("k1") };
        assert!(verdict(&token, Some(&in_use)).is_ok());
    }

    #[test]
    fn r11_another_algorithm_type_issuer_city_or_member_is_refused_though_signed() {
        let signer = Signer::new();
        let key = signer.key("k1");
        let good = [r#"{"alg":"ES256","kid":"k1","typ":"poster+jwt"}"#];
        let claims = r#"{"iss":"health-notebook","sub":"4310112345","city":"432041","iat":1}"#;
        let sign = |header: &str, claims: &str| {
            signer.sign(&format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims)))
        };
        assert!(verdict(&sign(good[0], claims), Some(&key)).is_ok());
        for header in [
            good[0].replace("ES256", "none"),
            good[0].replace("ES256", "HS256"),
            good[0].replace("ES256", "RS256"),
            good[0].replace("ES256", "es256"),
            good[0].replace("poster+jwt", "JWT"),
            good[0].replace(r#","typ":"poster+jwt""#, ""),
            good[0].replace("\"k1\"", "\"../k1\""),
            good[0].replace("\"k1\"", "\"k1#k1\""),
            good[0].replace("\"k1\"", "\"\""),
            good[0].replace("\"k1\"", "[\"k1\"]"),
            good[0].replace("\"k1\"", &format!("\"{}\"", "k".repeat(65))),
            good[0].replace('}', r#","jku":"https://x.example"}"#),
            good[0].replace('}', r#","crit":[]}"#),
            good[0].replace('}', r#","kid":"k1"}"#),
        ] {
            assert_eq!(verdict(&sign(&header, claims), Some(&key)), Err(Code::InvalidPoster), "{header}");
        }
        for claims in [
            claims.replace("health-notebook", "other"),
            claims.replace("432041", "131016"),
            claims.replace("4310112345", "431011234"),
            claims.replace("4310112345", "431011234A"),
            claims.replace('}', r#","sections":["profile"]}"#),
            claims.replace(r#","iat":1"#, ""),
            "[]".to_owned(),
        ] {
            assert_eq!(verdict(&sign(good[0], &claims), Some(&key)), Err(Code::InvalidPoster), "{claims}");
        }
        let unsigned = sign(&good[0].replace("ES256", "none"), claims);
        let unsigned = unsigned.rsplit_once('.').unwrap().0;
        assert_eq!(verdict(&format!("{unsigned}."), Some(&key)), Err(Code::InvalidPoster));
    }
}
