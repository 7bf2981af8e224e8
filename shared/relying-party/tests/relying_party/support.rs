//! A provider and a client in memory, of which a test changes what it wants to see refused.

use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use relying_party::{
    Callback, Error, Fetch, FetchError, KeyCache, Limits, Pending, Proof, Provider, RelyingParty, Reply, Request,
    Secret, Settings, Sign, SignError, start, state_hash,
};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, KeyPair, UnparsedPublicKey};
use ring::{digest, signature::EcdsaSigningAlgorithm};
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://idp.example/api/realms/main";
pub(crate) const CLIENT: &str = "RP00000001";
pub(crate) const PERSON: &str = "019340f2-0000-7000-8000-000000000001";
pub(crate) const SUBJECT: &str = "b6f6d7f0-ppid-1";
pub(crate) const ACCESS_TOKEN: &str = "access-token-1";

pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn sha256(text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().to_vec()
}

pub(crate) fn json_reply(body: &Value) -> Reply {
    reply(200, "application/json;charset=UTF-8", body.to_string())
}

pub(crate) fn reply(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    Reply { status, content_type: Some(content_type.to_owned()), body: body.into() }
}

/// An EC P-256 key with its id.
pub(crate) struct Key {
    pub(crate) kid: String,
    pair: EcdsaKeyPair,
}

impl Key {
    pub(crate) fn new(kid: &str) -> Self {
        Self::with(kid, &signature::ECDSA_P256_SHA256_FIXED_SIGNING)
    }

    fn with(kid: &str, algorithm: &'static EcdsaSigningAlgorithm) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self { kid: kid.to_owned(), pair }
    }

    pub(crate) fn public(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    pub(crate) fn jwk(&self) -> Value {
        let point = self.public();
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
            "x": base64url(&point[1..33]), "y": base64url(&point[33..])
        })
    }

    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        self.pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap().as_ref().to_vec()
    }

    pub(crate) fn token(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", base64url(header), base64url(claims));
        let signature = self.sign(&signed);
        format!("{signed}.{}", base64url(signature))
    }
}

/// The client's key as KMS keeps it: DER signatures.
pub(crate) struct ClientKey {
    key: Key,
    pub(crate) answer: Option<Result<Vec<u8>, SignError>>,
}

impl Sign for ClientKey {
    fn kid(&self) -> &str {
        &self.key.kid
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let text = std::str::from_utf8(message).unwrap();
        self.answer.clone().unwrap_or_else(|| Ok(self.key.sign(text)))
    }
}

/// What the provider will say. Everything is what it should be until a test changes it.
pub(crate) struct Script {
    /// The key that signs.
    pub(crate) key: Key,
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// The last word on the ID token, after it was signed.
    pub(crate) mangle: fn(&Self, String) -> String,
    /// Members added to or changed in the token endpoint's answer.
    pub(crate) tokens: Value,
    pub(crate) token_reply: Option<Result<Reply, FetchError>>,
    pub(crate) jwks: Result<Reply, FetchError>,
    pub(crate) jwks_takes: Duration,
    pub(crate) userinfo: Result<Reply, FetchError>,
    pub(crate) code: String,
    pub(crate) challenge: String,
    client: Vec<u8>,
    /// Every request, in order: the last part of the address.
    pub(crate) asked: Vec<String>,
    /// The forms that the token endpoint got.
    pub(crate) forms: Vec<Vec<(String, String)>>,
}

impl Script {
    pub(crate) fn publish(&mut self, keys: &[Value]) {
        self.jwks = Ok(json_reply(&json!({ "keys": keys })));
    }

    pub(crate) fn id_token(&self) -> String {
        (self.mangle)(self, self.key.token(&self.header.to_string(), &self.claims.to_string()))
    }

    /// Checks as a provider does; the code works once.
    fn exchange(&mut self, form: &[(String, String)]) -> Reply {
        let field = |name: &str| form.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value);
        let refuse = |error: &str| reply(400, "application/json", json!({ "error": error }).to_string());
        if !self.is_the_client(field("client_assertion")) {
            return refuse("invalid_client");
        }
        let fits = field("grant_type") == "authorization_code"
            && field("code") == self.code
            && field("redirect_uri") == "https://notebook.example/identity/callback"
            && base64url(sha256(field("code_verifier"))) == self.challenge;
        if !fits || std::mem::take(&mut self.code).is_empty() {
            return refuse("invalid_grant");
        }
        let mut answer = json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300, "id_token": self.id_token()
        });
        for (name, value) in self.tokens.as_object().unwrap() {
            answer[name] = value.clone();
        }
        json_reply(&answer)
    }

    fn is_the_client(&self, assertion: &str) -> bool {
        let Some((signed, signature)) = assertion.rsplit_once('.') else { return false };
        let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, &self.client);
        let claims: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(signed.split('.').nth(1).unwrap()).unwrap()).unwrap();
        let parties = claims["iss"] == CLIENT && claims["sub"] == CLIENT;
        let address = claims["aud"].as_str().is_some_and(|aud| aud.ends_with("/protocol/openid-connect/token"));
        parties && address && key.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).is_ok()
    }
}

pub(crate) struct Outside(pub(crate) Mutex<Script>);

impl Fetch for Outside {
    async fn fetch(&self, request: Request<'_>, limits: Limits) -> Result<Reply, FetchError> {
        // What else is to be done goes on while an answer is waited for.
        tokio::task::yield_now().await;
        let mut script = self.0.lock().unwrap();
        let name = request.url().rsplit('/').next().unwrap().to_owned();
        script.asked.push(name.clone());
        match (name.as_str(), request) {
            ("token", Request::PostForm { body, .. }) => {
                let form = read_form(body);
                script.forms.push(form.clone());
                script.token_reply.clone().unwrap_or_else(|| Ok(script.exchange(&form)))
            }
            ("certs", Request::Get { bearer: None, .. }) if script.jwks_takes > limits.timeout => {
                Err(FetchError::Timeout)
            }
            ("certs", Request::Get { bearer: None, .. }) => script.jwks.clone(),
            ("userinfo", Request::Get { bearer: Some(ACCESS_TOKEN), .. }) => script.userinfo.clone(),
            ("userinfo", _) => Ok(reply(401, "application/json", "{}")),
            (other, _) => panic!("no such endpoint: {other}"),
        }
    }
}

pub(crate) fn read_form(body: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    body.split('&').map(|field| field.split_once('=').unwrap()).map(|(n, v)| (decode(n), decode(v))).collect()
}

/// One attempt, started and come back.
pub(crate) struct World {
    pub(crate) provider: Provider,
    pub(crate) keys: KeyCache,
    pub(crate) sign: ClientKey,
    pub(crate) outside: Outside,
    pub(crate) pending: Option<Pending>,
    pub(crate) authorization_url: String,
    pub(crate) person: String,
    pub(crate) callback: Callback,
    pub(crate) now: DateTime<Utc>,
}

pub(crate) fn provider(issuer: &str) -> Provider {
    Provider::new(Settings::under(issuer, CLIENT, "https://notebook.example/identity/callback")).unwrap()
}

/// The provider, where its metadata promise that it names itself in every callback.
pub(crate) fn naming_itself() -> Provider {
    Provider::new(Settings { names_issuer: true, ..provider(ISSUER).settings().clone() }).unwrap()
}

impl World {
    pub(crate) fn new() -> Self {
        let client = Key::with("client-key-1", &signature::ECDSA_P256_SHA256_ASN1_SIGNING);
        let key = Key::new("provider-key-1");
        let script = Script {
            header: json!({}),
            claims: json!({}),
            mangle: |_, token| token,
            tokens: json!({}),
            token_reply: None,
            jwks: Ok(json_reply(&json!({ "keys": [key.jwk()] }))),
            jwks_takes: Duration::ZERO,
            userinfo: Ok(json_reply(&userinfo())),
            code: String::new(),
            challenge: String::new(),
            client: client.public().to_vec(),
            asked: Vec::new(),
            forms: Vec::new(),
            key,
        };
        let mut world = Self {
            provider: provider(ISSUER),
            keys: KeyCache::new(),
            sign: ClientKey { key: client, answer: None },
            outside: Outside(Mutex::new(script)),
            pending: None,
            authorization_url: String::new(),
            person: PERSON.to_owned(),
            callback: Callback::default(),
            now: "2026-11-23T01:00:00Z".parse().unwrap(),
        };
        world.attempt(1);
        world
    }

    pub(crate) fn script(&mut self) -> &mut Script {
        self.outside.0.get_mut().unwrap()
    }

    /// Starts, signs in at the provider and comes back 30 seconds later.
    pub(crate) fn attempt(&mut self, random: u8) {
        let started = start(&self.provider, PERSON, self.now, [random; 32]);
        self.authorization_url = String::from(started.authorization_url.expose());
        let parameters = read_form(self.authorization_url.split_once('?').unwrap().1);
        let parameter = |name: &str| parameters.iter().find(|(n, _)| n == name).unwrap().1.clone();
        self.now += TimeDelta::seconds(30);
        let now = self.now.timestamp();
        let code = format!("code-{random}");
        self.callback.state = Some(Secret::new(parameter("state")));
        self.callback.code = Some(Secret::new(code.clone()));
        self.pending = Some(started.pending);
        let script = self.script();
        script.code = code;
        script.challenge = parameter("code_challenge");
        script.header = json!({ "alg": "ES256", "typ": "JWT", "kid": script.key.kid });
        script.claims = json!({
            "iss": ISSUER, "aud": CLIENT, "sub": SUBJECT, "nonce": parameter("nonce"),
            "iat": now, "exp": now + 300, "auth_time": now - 5, "acr": "aal3",
            "at_hash": base64url(&sha256(ACCESS_TOKEN)[..16])
        });
    }

    pub(crate) async fn finish(&mut self) -> Result<Proof, Error> {
        let pending = self.pending.take().expect("an attempt works once");
        self.finish_with(pending).await
    }

    pub(crate) async fn finish_with(&self, pending: Pending) -> Result<Proof, Error> {
        let relying_party =
            RelyingParty { provider: &self.provider, keys: &self.keys, fetch: &self.outside, sign: &self.sign };
        relying_party.finish(pending, &self.person, &self.callback, self.now, [99; 32]).await
    }

    pub(crate) fn pending(&mut self) -> &mut Pending {
        self.pending.as_mut().unwrap()
    }

    pub(crate) fn state(&mut self, state: &str) {
        self.callback.state = Some(Secret::new(state));
        assert_ne!(state_hash(state), self.pending().state_hash);
    }

    pub(crate) fn code(&mut self, code: &str) {
        self.callback.code = Some(Secret::new(code));
    }

    pub(crate) fn claim(&mut self, name: &str, value: Value) {
        self.script().claims[name] = value;
    }

    pub(crate) fn without(&mut self, name: &str) {
        self.script().claims.as_object_mut().unwrap().remove(name);
    }

    pub(crate) fn header(&mut self, name: &str, value: Value) {
        self.script().header[name] = value;
    }

    /// Userinfo as plain JSON with one member changed, or removed when the value is null.
    pub(crate) fn userinfo(&mut self, name: &str, value: Value) {
        let mut claims = userinfo();
        claims[name] = value;
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.script().userinfo = Ok(json_reply(&claims));
    }

    /// Userinfo as a signed token, with these members changed.
    pub(crate) fn signed_userinfo(&mut self, header: &Value, change: &Value) {
        let mut claims = userinfo();
        claims["iss"] = ISSUER.into();
        claims["aud"] = CLIENT.into();
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let script = self.script();
        let token = script.key.token(&header.to_string(), &claims.to_string());
        script.userinfo = Ok(reply(200, "application/jwt", token));
    }
}

pub(crate) fn userinfo() -> Value {
    json!({
        "sub": SUBJECT, "name": "荒尾　花子", "address": "熊本県荒尾市宮内出目390番地",
        "birthdate": "19510314", "gender": "2"
    })
}
