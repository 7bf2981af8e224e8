//! How a push service knows who asks (RFC 8292): a short statement, signed with the key that browsers registered for.

use relying_party::Sign;
use relying_party::assertion::signed;
use serde_json::json;

/// How long a statement counts, in seconds. A service takes none that counts longer than a day.
pub const LIFETIME_SECONDS: i64 = 12 * 3_600;

/// So long before its end another one is made, in seconds: a service's clock may be ahead of ours.
pub const RENEWED_BEFORE_SECONDS: i64 = 3_600;

/// Who asks, for every request to one service.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    text: String,
    expires_at: i64,
}

impl Statement {
    /// Signs one for the service of an origin. `contact` is where its operators reach ours: an address of ours, or `mailto:`. `now` is in
    /// seconds since 1970.
    ///
    /// # Errors
    ///
    /// Where the key cannot be used.
    pub async fn sign<S: Sign>(key: &S, origin: &str, contact: &str, now: i64) -> Result<Self, relying_party::Error> {
        let expires_at = now + LIFETIME_SECONDS;
        let claims = json!({ "aud": origin, "exp": expires_at, "sub": contact });
        Ok(Self { text: signed(&json!({ "typ": "JWT", "alg": "ES256" }), &claims, key).await?, expires_at })
    }

    /// Whether it is still shown to a service.
    pub fn is_fresh(&self, now: i64) -> bool {
        now < self.expires_at - RENEWED_BEFORE_SECONDS
    }

    /// The value of `Authorization`; `key` is the public one, base64url.
    pub fn authorization(&self, key: &str) -> String {
        format!("vapid t={}, k={key}", self.text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use relying_party::SignError;
    use ring::rand::SystemRandom;
    use ring::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
    };
    use serde_json::Value;

    use super::*;

    struct Key(EcdsaKeyPair);

    impl Sign for Key {
        fn kid(&self) -> &'static str {
            "unused"
        }

        async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
            self.0.sign(&SystemRandom::new(), message).map(|der| der.as_ref().to_vec()).map_err(|_| SignError)
        }
    }

    #[tokio::test]
    async fn a_service_finds_the_signature_of_the_key_that_is_named_beside_it() {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let public = pair.public_key().as_ref().to_vec();
        let now = 1_795_309_200;
        let statement =
            Statement::sign(&Key(pair), "https://push.example", "https://notebook.example", now).await.unwrap();
        let shown = statement.authorization(&URL_SAFE_NO_PAD.encode(&public));
        let (token, key) = shown.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (text, signature) = token.rsplit_once('.').unwrap();
        let parts: Vec<Value> = text
            .split('.')
            .map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap())
            .collect();
        assert_eq!(parts.first().unwrap(), &json!({ "typ": "JWT", "alg": "ES256" }));
        let claims = json!({ "aud": "https://push.example", "exp": now + 43_200, "sub": "https://notebook.example" });
        assert_eq!(parts.get(1).unwrap(), &claims);
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(key).unwrap());
        key.verify(text.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        assert!(statement.is_fresh(now + 39_599) && !statement.is_fresh(now + 39_600));
    }
}
