//! Browsers, their makers' push service and the key that they register for, as the real clients see them through the door.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use serde_json::{Value, json};

use crate::city::City;
use crate::outside::Asked;

/// The push services that a city in a test asks.
pub const SERVICES: &str = "https://push.test|https://*.push.test";

/// The key that signs for them.
pub const KEY: &str = "arn:aws:kms:ap-northeast-1:000000000000:key/browsers";

/// What a push service was sent.
#[derive(Debug, Clone)]
pub struct Received {
    pub url: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

struct Maker {
    key: EcdsaKeyPair,
    received: Vec<Received>,
    statuses: HashMap<String, u16>,
    signs: bool,
    signed: u32,
}

/// The push service `push.test`, and the key.
#[derive(Clone)]
pub struct Browsers(Arc<Mutex<Maker>>);

/// One browser that was registered for the key. Its own key opens one message.
pub struct Browser {
    pub endpoint: String,
    pub token: Value,
    own: EphemeralPrivateKey,
    point: Vec<u8>,
    auth: [u8; 16],
}

type Answer = (u16, &'static str, Vec<u8>);

impl Browsers {
    /// Opens the door of a city, beside the one of queues and phones.
    pub fn at(city: &City) -> Self {
        let browsers = Self(Arc::new(Mutex::new(Maker {
            key: key(),
            received: Vec::new(),
            statuses: HashMap::new(),
            signs: true,
            signed: 0,
        })));
        let this = browsers.clone();
        city.outside.open(Arc::new(move |asked| this.answer(asked)));
        browsers
    }

    fn maker(&self) -> MutexGuard<'_, Maker> {
        self.0.lock().unwrap()
    }

    /// A browser that its person let us notify.
    pub fn open(&self, endpoint: &str) -> Browser {
        let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let (point, auth) = (own.compute_public_key().unwrap().as_ref().to_vec(), [5; 16]);
        let token = json!({
            "endpoint": endpoint, "expirationTime": null,
            "keys": { "p256dh": URL_SAFE_NO_PAD.encode(&point), "auth": URL_SAFE_NO_PAD.encode(auth) },
            "applicationServerKey": self.public_key(),
        });
        Browser { endpoint: endpoint.to_owned(), token, own, point, auth }
    }

    /// The public key, base64url.
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.maker().key.public_key().as_ref())
    }

    /// Another key takes the place of the one that browsers registered for.
    pub fn replace_key(&self) {
        self.maker().key = key();
    }

    /// Whether the key can be used.
    pub fn signs(&self, signs: bool) {
        self.maker().signs = signs;
    }

    /// How often the key signed.
    pub fn signed(&self) -> u32 {
        self.maker().signed
    }

    /// What the service answers for a browser from now on; 0 hangs up.
    pub fn answers(&self, endpoint: &str, status: u16) {
        self.maker().statuses.insert(endpoint.to_owned(), status);
    }

    /// What arrived, in order.
    pub fn received(&self) -> Vec<Received> {
        self.maker().received.clone()
    }

    fn answer(&self, asked: &Asked) -> Option<Answer> {
        let mut maker = self.maker();
        if let Some(action) = asked.target.strip_prefix("TrentService.") {
            let body: Value = serde_json::from_slice(&asked.body).unwrap();
            assert_eq!(body["KeyId"], KEY);
            if !maker.signs {
                let refusal = json!({ "__type": "AccessDeniedException", "message": "no" });
                return Some((400, "application/x-amz-json-1.1", refusal.to_string().into_bytes()));
            }
            let answer = if action == "GetPublicKey" {
                json!({ "PublicKey": STANDARD.encode([SPKI, maker.key.public_key().as_ref()].concat()) })
            } else {
                maker.signed += 1;
                let message = STANDARD.decode(body["Message"].as_str().unwrap()).unwrap();
                let signature = maker.key.sign(&SystemRandom::new(), &message).unwrap();
                json!({ "Signature": STANDARD.encode(signature.as_ref()) })
            };
            return Some((200, "application/x-amz-json-1.1", answer.to_string().into_bytes()));
        }
        assert!(asked.url.contains("push.test/"), "{} is asked", asked.url);
        assert_eq!(asked.method, "POST");
        let (url, headers) = (asked.url.clone(), asked.headers.iter().cloned().collect());
        let status = maker.statuses.get(&url).copied().unwrap_or(201);
        maker.received.push(Received { url, headers, body: asked.body.clone() });
        (status != 0).then(|| (status, "text/plain", b"whatever a service says".to_vec()))
    }
}

fn key() -> EcdsaKeyPair {
    let (random, curve) = (SystemRandom::new(), &ECDSA_P256_SHA256_ASN1_SIGNING);
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(curve, pkcs8.as_ref(), &random).unwrap()
}

/// How KMS writes a public key of P-256 (RFC 5480), before the point.
const SPKI: &[u8] =
    b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00";

impl Received {
    /// The claims of who asks, once the signature holds under the key that stands beside it.
    pub fn claims(&self, key: &str) -> Value {
        let shown = self.headers["authorization"].strip_prefix("vapid t=").unwrap();
        let (token, named) = shown.split_once(", k=").unwrap();
        assert_eq!(named, key);
        let (text, signature) = token.rsplit_once('.').unwrap();
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(key).unwrap());
        public.verify(text.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text.split_once('.').unwrap().1).unwrap()).unwrap()
    }
}

struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive<const N: usize>(salt: &[u8], material: &[u8], info: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    Salt::new(HKDF_SHA256, salt).extract(material).expand(info, Bytes(N)).unwrap().fill(&mut out).unwrap();
    out
}

impl Browser {
    /// What a message says, as this browser reads it (RFC 8291).
    pub fn read(self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        let (length, rest) = (usize::from(rest[4]), &rest[5..]);
        let (theirs, sealed) = rest.split_at(length);
        let peer = ring::agreement::UnparsedPublicKey::new(&ECDH_P256, theirs);
        agree_ephemeral(self.own, &peer, |shared| {
            let bound: [&[u8]; 3] = [b"WebPush: info\0", &self.point, theirs];
            let material = derive::<32>(&self.auth, shared, &bound);
            let key = derive::<16>(salt, &material, &[b"Content-Encoding: aes128gcm\0"]);
            let nonce = derive::<12>(salt, &material, &[b"Content-Encoding: nonce\0"]);
            let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
            let mut text = sealed.to_vec();
            let open = key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text).unwrap();
            let end = open.iter().rposition(|byte| *byte != 0).unwrap();
            assert_eq!(open[end], 2, "the last record");
            serde_json::from_slice(&open[..end]).unwrap()
        })
        .unwrap()
    }
}
