//! The identity provider and KMS as the functions see them through the door: one key each, tokens on demand.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair,
};
use serde_json::{Value, json};

use crate::city::City;
use crate::outside::Asked;

fn key_pair(algorithm: &'static EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap()
}

/// One for all tests of the process: the functions cache the provider's keys.
static PROVIDER_KEY: LazyLock<EcdsaKeyPair> = LazyLock::new(|| key_pair(&ECDSA_P256_SHA256_FIXED_SIGNING));
static KMS_KEY: LazyLock<EcdsaKeyPair> = LazyLock::new(|| key_pair(&ECDSA_P256_SHA256_ASN1_SIGNING));

/// A card: what the provider says of its holder.
#[derive(Debug, Clone)]
pub struct Card {
    pub sub: &'static str,
    pub name: &'static str,
    pub address: &'static str,
    pub birthdate: &'static str,
    pub gender: &'static str,
}

pub const HANAKO: Card = Card {
    sub: "card-hanako",
    name: "荒尾　花子",
    address: "熊本県荒尾市宮内出目390番地",
    birthdate: "1951-03-14",
    gender: "female",
};

/// The provider of one city.
#[derive(Clone, Default)]
pub struct Provider {
    nonces: Arc<Mutex<HashMap<String, (String, Card)>>>,
    /// Refuses every request from now on.
    pub down: Arc<Mutex<bool>>,
}

impl Provider {
    /// Opens the door of a city.
    pub fn at(city: &City) -> Self {
        let provider = Self::default();
        let (this, issued_at) = (provider.clone(), city.now().timestamp());
        city.outside.open(Arc::new(move |asked| this.answer(asked, issued_at)));
        provider
    }

    /// The person reads a card on the page of an authorization URL; gives code and state as the browser brings them back.
    pub fn authorize(&self, authorization_url: &str, card: &Card) -> (String, String) {
        let query = authorization_url.split_once('?').unwrap().1;
        let value = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap();
            pair.to_owned()
        };
        let code = format!("code-{}", self.nonces.lock().unwrap().len());
        self.nonces.lock().unwrap().insert(code.clone(), (value("nonce"), card.clone()));
        (code, value("state"))
    }

    fn answer(&self, asked: &Asked, now: i64) -> Option<(u16, &'static str, Vec<u8>)> {
        if *self.down.lock().unwrap() {
            return None;
        }
        let json = |status: u16, value: Value| Some((status, "application/json", value.to_string().into_bytes()));
        if asked.target == "TrentService.Sign" {
            let request: Value = serde_json::from_slice(&asked.body).unwrap();
            let message = STANDARD.decode(request["Message"].as_str().unwrap()).unwrap();
            let signature = KMS_KEY.sign(&SystemRandom::new(), &message).unwrap();
            return json(
                200,
                json!({ "KeyId": request["KeyId"], "Signature": STANDARD.encode(signature.as_ref()),
                "SigningAlgorithm": "ECDSA_SHA_256" }),
            );
        }
        if asked.url.ends_with("/certs") {
            let public = PROVIDER_KEY.public_key().as_ref();
            let (x, y) = (URL_SAFE_NO_PAD.encode(&public[1..33]), URL_SAFE_NO_PAD.encode(&public[33..65]));
            return json(
                200,
                json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "k1", "x": x, "y": y }] }),
            );
        }
        if asked.url.ends_with("/token") {
            let body = String::from_utf8(asked.body.clone()).unwrap();
            let code = body.split('&').find_map(|pair| pair.strip_prefix("code="))?;
            // A code works once.
            let Some((nonce, card)) = self.nonces.lock().unwrap().remove(code) else {
                return json(400, json!({ "error": "invalid_grant" }));
            };
            let realm = "https://idp.test/api/realms/main";
            let claims = json!({ "iss": realm, "aud": "RP00000001", "sub": card.sub, "nonce": nonce, "iat": now, "exp": now + 300 });
            let access = URL_SAFE_NO_PAD.encode(
                json!({ "sub": card.sub, "name": card.name, "address": card.address,
                "birthdate": card.birthdate, "gender": card.gender })
                .to_string(),
            );
            return json(
                200,
                json!({ "access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": token(&claims) }),
            );
        }
        if asked.url.ends_with("/userinfo") {
            let bearer = asked.headers.iter().find(|(name, _)| name == "authorization").unwrap().1.clone();
            let claims = URL_SAFE_NO_PAD.decode(bearer.strip_prefix("Bearer ").unwrap()).unwrap();
            return Some((200, "application/json", claims));
        }
        None
    }
}

fn token(claims: &Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"k1","typ":"JWT"}"#);
    let input = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = PROVIDER_KEY.sign(&SystemRandom::new(), input.as_bytes()).unwrap();
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}
