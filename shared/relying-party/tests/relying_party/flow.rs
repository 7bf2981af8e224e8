//! What must succeed, and what may be seen of it.

use chrono::{NaiveDate, TimeDelta};
use relying_party::proof::account_key;
use relying_party::{Error, Pending, Proof, RelyingParty, Sex, start};
use serde_json::{Value, json};

use crate::support::{
    CLIENT, ISSUER, Key, PERSON, SUBJECT, World, base64url, naming_itself, provider, read_form, sha256,
};

fn from_base64url(text: &str) -> Value {
    use base64::Engine as _;
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

#[tokio::test]
async fn a_card_is_proven_with_its_four_attributes() {
    let mut world = World::new();
    let proof = world.finish().await.unwrap();
    assert_eq!((proof.issuer.as_str(), proof.subject.as_str()), (ISSUER, SUBJECT));
    assert_eq!(proof.attributes.name, "荒尾　花子");
    assert_eq!(proof.attributes.address, "熊本県荒尾市宮内出目390番地");
    assert_eq!(proof.attributes.birth_date, NaiveDate::from_ymd_opt(1951, 3, 14).unwrap());
    assert_eq!(proof.attributes.sex, Sex::Female);
    assert_eq!(proof.authenticated_at, world.now - TimeDelta::seconds(5));
    assert_eq!(world.script().asked, ["token", "certs", "userinfo"]);
}

#[test]
fn the_authorization_address_asks_for_what_the_app_documents() {
    let world = World::new();
    let (address, query) = world.authorization_url.split_once('?').unwrap();
    assert_eq!(address, format!("{ISSUER}/protocol/openid-connect/auth"));
    let fields = read_form(query);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "response_type",
        "scope",
        "client_id",
        "redirect_uri",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ];
    assert_eq!(names, expected);
    assert_eq!(fields[0].1, "code");
    assert_eq!(fields[1].1, "openid name address birthdate gender");
    assert_eq!(fields[2].1, CLIENT);
    assert_eq!(fields[7].1, "S256");
    for secret in &fields[4..7] {
        assert_eq!(secret.1.len(), 43, "{}", secret.0);
    }
    let pending = world.pending.unwrap();
    assert_eq!(fields[6].1, base64url(sha256(pending.code_verifier.expose())));
    assert!(!world.authorization_url.contains(pending.code_verifier.expose()));
    assert_eq!(pending.expires_at - pending.started_at, TimeDelta::minutes(10));
    assert_eq!((pending.person.as_str(), pending.issuer.as_str()), (PERSON, ISSUER));
}

#[test]
fn the_demanded_assurance_is_passed_on_when_it_is_set() {
    let mut settings = provider(ISSUER).settings().clone();
    settings.acr_values = Some("aal3 crl".to_owned());
    let provider = relying_party::Provider::new(settings).unwrap();
    let started = start(&provider, PERSON, World::new().now, [1; 32]);
    assert!(started.authorization_url.expose().ends_with("&acr_values=aal3%20crl"));
}

#[test]
fn two_attempts_share_nothing_secret() {
    let now = World::new().now;
    let (one, two) = (start(&provider(ISSUER), PERSON, now, [1; 32]), start(&provider(ISSUER), PERSON, now, [2; 32]));
    assert_ne!(one.pending.state_hash, two.pending.state_hash);
    assert_ne!(one.pending.nonce, two.pending.nonce);
    assert_ne!(one.pending.code_verifier, two.pending.code_verifier);
    assert_ne!(one.pending.code_verifier, one.pending.nonce);
}

#[tokio::test]
async fn the_client_names_itself_by_a_short_signed_statement_used_once() {
    let mut world = World::new();
    world.finish().await.unwrap();
    let form = &world.script().forms[0];
    let field = |name: &str| form.iter().find(|(n, _)| n == name).unwrap().1.clone();
    assert_eq!(field("client_assertion_type"), "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    let assertion = field("client_assertion");
    let parts: Vec<&str> = assertion.split('.').collect();
    assert_eq!(from_base64url(parts[0]), json!({ "alg": "ES256", "typ": "JWT", "kid": "client-key-1" }));
    let claims = from_base64url(parts[1]);
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT), &json!(CLIENT)));
    assert_eq!(claims["aud"], format!("{ISSUER}/protocol/openid-connect/token"));
    let lifetime = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert!((60..=300).contains(&lifetime));
    assert_eq!(claims["jti"].as_str().unwrap().len(), 43);
    assert!(!form.iter().any(|(name, _)| name == "client_secret"));
}

#[tokio::test]
async fn userinfo_may_be_a_signed_token() {
    let mut world = World::new();
    let header = world.script().header.clone();
    world.signed_userinfo(&header, &json!({}));
    assert_eq!(world.finish().await.unwrap().attributes.name, "荒尾　花子");
    assert_eq!(world.script().asked, ["token", "certs", "userinfo"]);
}

/// A name and what the provider does otherwise.
type Case = (&'static str, fn(&mut World));

/// What a conforming provider may do otherwise and is still right.
#[tokio::test]
async fn every_other_correct_answer_is_accepted() {
    let cases: &[Case] = &[
        ("audience as a list of one", |w| w.claim("aud", json!([CLIENT]))),
        ("two audiences with us as the authorized party", |w| {
            w.claim("aud", json!([CLIENT, "other"]));
            w.claim("azp", json!(CLIENT));
        }),
        ("no type in the header", |w| drop(w.script().header.as_object_mut().unwrap().remove("typ"))),
        ("no at_hash", |w| w.without("at_hash")),
        ("no auth_time", |w| w.without("auth_time")),
        ("expired 59 seconds ago by our clock", |w| w.claim("exp", json!(w.now.timestamp() - 59))),
        ("issued in 60 seconds by our clock", |w| w.claim("iat", json!(w.now.timestamp() + 60))),
        ("valid from 60 seconds on by our clock", |w| w.claim("nbf", json!(w.now.timestamp() + 60))),
        ("a subject of 255 characters", |w| {
            w.claim("sub", json!("a".repeat(255)));
            w.userinfo("sub", json!("a".repeat(255)));
        }),
        ("the issuer named in the callback", |w| w.callback.iss = Some(ISSUER.to_owned())),
        ("the issuer named in the callback of a provider that promises it", |w| {
            w.provider = naming_itself();
            w.callback.iss = Some(ISSUER.to_owned());
        }),
        ("no issuer in the callback of a provider that promises none", |w| w.callback.iss = None),
        ("the last second of the attempt", |w| {
            w.now = w.pending().expires_at - TimeDelta::seconds(1);
            w.claim("exp", json!(w.now.timestamp() + 300));
        }),
        ("token type in lower case", |w| w.script().tokens = json!({ "token_type": "bearer" })),
        ("keys without use and alg", |w| {
            let mut jwk = w.script().key.jwk();
            jwk.as_object_mut().unwrap().retain(|name, _| name != "use" && name != "alg");
            w.script().publish(&[jwk]);
        }),
        ("keys for other purposes beside ours", |w| {
            let jwk = w.script().key.jwk();
            let rsa = json!({ "kty": "RSA", "kid": "provider-key-1", "use": "enc", "alg": "RSA-OAEP", "n": "AQAB", "e": "AQAB" });
            w.script().publish(&[rsa, json!("garbage"), jwk]);
        }),
        ("attributes in the formats of OpenID Connect", |w| {
            w.userinfo("address", json!({ "formatted": "熊本県荒尾市" }));
        }),
        ("claims we did not ask for", |w| w.userinfo("email", json!("someone@example.jp"))),
    ];
    for (name, change) in cases {
        let mut world = World::new();
        change(&mut world);
        let result = world.finish().await;
        assert!(result.is_ok(), "{name}: {result:?}");
    }
}

#[tokio::test]
async fn an_attempt_survives_its_storage() {
    let mut world = World::new();
    let stored = serde_json::to_string(&world.pending.take().unwrap()).unwrap();
    let pending: Pending = serde_json::from_str(&stored).unwrap();
    assert!(world.finish_with(pending).await.is_ok());
}

#[tokio::test]
async fn nothing_secret_or_personal_is_in_a_debug_text() {
    let mut world = World::new();
    let started = start(&world.provider, PERSON, world.now, [1; 32]);
    let mut texts = vec![format!("{started:?}"), format!("{:?}", world.callback)];
    let pending = world.pending.take().unwrap();
    let secrets = [
        pending.nonce.expose().to_owned(),
        pending.code_verifier.expose().to_owned(),
        world.callback.state.as_ref().unwrap().expose().to_owned(),
        "code-1".to_owned(),
        "花子".to_owned(),
        "宮内出目".to_owned(),
        "1951".to_owned(),
        SUBJECT.to_owned(),
    ];
    texts.push(format!("{pending:?}"));
    let proof = world.finish_with(pending).await.unwrap();
    texts.push(format!("{proof:?} {:?}", proof.attributes));
    for text in texts {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
    }
}

#[tokio::test]
async fn r23_an_account_is_tied_to_issuer_and_subject_and_to_nothing_else() {
    let mut world = World::new();
    world.userinfo("email", json!("someone@example.jp"));
    let first = world.finish().await.unwrap();
    world.attempt(2);
    world.claim("sub", json!("another-subject"));
    world.userinfo("sub", json!("another-subject"));
    let second = world.finish().await.unwrap();
    assert_eq!(first.attributes, second.attributes);
    assert_ne!(first.account_key(), second.account_key());
    assert_eq!(first.account_key(), account_key(ISSUER, SUBJECT));
    assert_ne!(account_key(ISSUER, SUBJECT), account_key("https://other.example", SUBJECT));
    assert_ne!(account_key("https://a.example/", "bc"), account_key("https://a.example/b", "c"));
}

#[tokio::test]
async fn r20_a_rotated_key_is_found_at_once_and_the_old_one_stops_counting() {
    let mut world = World::new();
    world.finish().await.unwrap();
    world.now += TimeDelta::minutes(5);
    let script = world.script();
    let old = std::mem::replace(&mut script.key, Key::new("provider-key-2"));
    let new = script.key.jwk();
    script.publish(&[new]);
    world.attempt(2);
    assert!(world.finish().await.is_ok());
    world.now += TimeDelta::minutes(5);
    world.script().key = old;
    world.attempt(3);
    assert_eq!(world.finish().await.unwrap_err(), Error::UnknownKey);
}

#[test]
fn every_error_has_a_name_of_its_own() {
    let mut codes: Vec<&str> = Error::ALL.iter().map(|error| error.code()).collect();
    assert!(codes.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')));
    codes.sort_unstable();
    let all = codes.len();
    codes.dedup();
    assert_eq!(codes.len(), all);
}

#[test]
fn the_work_can_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let mut world = World::new();
    let pending = world.pending.take().unwrap();
    let relying_party =
        RelyingParty { provider: &world.provider, keys: &world.keys, fetch: &world.outside, sign: &world.sign };
    is_send(&relying_party.finish(pending, PERSON, &world.callback, world.now, [0; 32]));
    is_send(&Vec::<Proof>::new());
}
