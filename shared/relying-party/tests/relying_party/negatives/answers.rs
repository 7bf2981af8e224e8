//! Keys that are none, and attributes of another person or none.

use std::time::Duration;

use relying_party::FetchError;
use serde_json::{Value, json};

use super::Case;
use crate::support::{Key, SUBJECT, World, base64url, json_reply, reply, userinfo};

pub(super) const KEYS: &[Case] = &[
    ("slow keys", "keys_unavailable", |w| w.script().jwks_takes = Duration::from_mins(1)),
    ("no keys to be had", "keys_unavailable", |w| w.script().jwks = Err(FetchError::Unreachable)),
    ("keys that never end", "keys_unavailable", |w| w.script().jwks = Err(FetchError::TooLarge)),
    ("keys at another place", "keys_unavailable", |w| w.script().jwks = Ok(reply(302, "text/html", ""))),
    ("huge keys", "keys_invalid", |w| {
        let jwk = w.script().key.jwk();
        let body = format!(r#"{{"keys":[{jwk}]}}{}"#, " ".repeat(64 * 1024));
        w.script().jwks = Ok(reply(200, "application/json", body));
    }),
    ("garbage for keys", "keys_invalid", |w| w.script().jwks = Ok(reply(200, "application/json", vec![0xff; 100]))),
    ("a page in place of keys", "keys_invalid", |w| w.script().jwks = Ok(reply(200, "text/html", "<html>"))),
    ("keys nested without end", "keys_invalid", |w| {
        w.script().jwks = Ok(reply(200, "application/json", "[".repeat(60_000)));
    }),
    ("no key in the set", "keys_invalid", |w| w.script().publish(&[])),
    ("keys that are no list", "keys_invalid", |w| w.script().jwks = Ok(json_reply(&json!({ "keys": {} })))),
    ("two sets of keys", "keys_invalid", |w| {
        let jwk = w.script().key.jwk();
        let body = format!(r#"{{"keys":[],"keys":[{jwk}]}}"#);
        w.script().jwks = Ok(reply(200, "application/json", body));
    }),
    ("more than 20 keys", "keys_invalid", |w| {
        let mut keys: Vec<Value> = (0..20).map(|n| Key::new(&format!("k{n}")).jwk()).collect();
        keys.push(w.script().key.jwk());
        w.script().publish(&keys);
    }),
    ("two keys under one id", "keys_invalid", |w| {
        let keys = [w.script().key.jwk(), Key::new("provider-key-1").jwk()];
        w.script().publish(&keys);
    }),
    ("a key with its private part", "keys_invalid", |w| publish(w, |jwk| jwk["d"] = json!("AAAA"))),
    ("a key for encryption", "keys_invalid", |w| publish(w, |jwk| jwk["use"] = json!("enc"))),
    ("a key for another algorithm", "keys_invalid", |w| publish(w, |jwk| jwk["alg"] = json!("RS256"))),
    ("a key on another curve", "keys_invalid", |w| publish(w, |jwk| jwk["crv"] = json!("P-384"))),
    ("a symmetric key", "keys_invalid", |w| publish(w, |jwk| jwk["kty"] = json!("oct"))),
    ("a key with a short coordinate", "keys_invalid", |w| publish(w, |jwk| jwk["x"] = json!("AQAB"))),
    ("a key without an id", "keys_invalid", |w| publish(w, |jwk| drop(jwk.as_object_mut().unwrap().remove("kid")))),
    ("a point that is not on the curve", "signature_invalid", |w| {
        publish(w, |jwk| jwk["x"] = json!(base64url([1; 32])));
    }),
    ("the key rotated away and published no more", "unknown_key", |w| w.script().publish(&[Key::new("next").jwk()])),
];

pub(super) const USERINFO: &[Case] = &[
    ("another person's attributes", "userinfo_subject_mismatch", |w| w.userinfo("sub", json!("victim"))),
    ("the subject in other letters", "userinfo_subject_mismatch", |w| w.userinfo("sub", json!(SUBJECT.to_uppercase()))),
    ("attributes of nobody", "subject_invalid", |w| w.userinfo("sub", json!(null))),
    ("an access token it does not know", "userinfo_refused", |w| {
        w.script().userinfo = Ok(reply(401, "application/json", "{}"));
    }),
    ("a slow userinfo endpoint", "provider_timeout", |w| w.script().userinfo = Err(FetchError::Timeout)),
    ("a fault of the userinfo endpoint", "provider_unavailable", |w| {
        w.script().userinfo = Ok(reply(500, "text/plain", "x"));
    }),
    ("a redirect of the userinfo endpoint", "userinfo_malformed", |w| {
        w.script().userinfo = Ok(reply(302, "text/html", ""));
    }),
    ("huge attributes", "reply_too_large", |w| {
        w.script().userinfo = Ok(reply(200, "application/json", vec![b' '; 64 * 1024 + 1]));
    }),
    ("a page in place of attributes", "userinfo_malformed", |w| {
        w.script().userinfo = Ok(reply(200, "text/html", userinfo().to_string()));
    }),
    ("attributes of no stated type", "userinfo_malformed", |w| {
        let mut answer = json_reply(&userinfo());
        answer.content_type = None;
        w.script().userinfo = Ok(answer);
    }),
    ("half the attributes", "userinfo_malformed", |w| {
        w.script().userinfo = Ok(reply(200, "application/json", r#"{"sub":"#));
    }),
    ("two names", "userinfo_malformed", |w| {
        let body = userinfo().to_string().replacen('{', r#"{"name":"別人","#, 1);
        w.script().userinfo = Ok(reply(200, "application/json", body));
    }),
    ("a signed answer by an unknown key", "unknown_key", |w| {
        w.signed_userinfo(&json!({ "alg": "ES256", "kid": "made-up" }), &json!({}));
    }),
    ("an unsigned token", "algorithm_refused", |w| {
        w.signed_userinfo(&json!({ "alg": "none", "kid": "provider-key-1" }), &json!({}));
    }),
    ("a signed answer for another client", "audience_mismatch", |w| signed(w, &json!({ "aud": "RP00000002" }))),
    ("a signed answer of another issuer", "issuer_mismatch", |w| signed(w, &json!({ "iss": "https://evil.example" }))),
    ("a signed answer that expired", "token_expired", |w| signed(w, &json!({ "exp": 1 }))),
    ("a signed answer about another person", "userinfo_subject_mismatch", |w| signed(w, &json!({ "sub": "victim" }))),
    ("no name", "name_missing", |w| w.userinfo("name", json!(null))),
    ("an empty name", "name_missing", |w| w.userinfo("name", json!("　"))),
    ("a name with a hidden character", "name_invalid", |w| w.userinfo("name", json!("荒尾\u{202e}花子"))),
    ("no address", "address_missing", |w| w.userinfo("address", json!(null))),
    ("an address that is a number", "address_invalid", |w| w.userinfo("address", json!(864))),
    ("no date of birth", "birth_date_missing", |w| w.userinfo("birthdate", json!(null))),
    ("a day that does not exist", "birth_date_invalid", |w| w.userinfo("birthdate", json!("20250229"))),
    ("a date of birth in the future", "birth_date_invalid", |w| w.userinfo("birthdate", json!("2026-11-24"))),
    ("no sex", "sex_missing", |w| w.userinfo("gender", json!(null))),
    ("an unknown word for the sex", "sex_invalid", |w| w.userinfo("gender", json!("x"))),
];

fn publish(world: &mut World, change: impl Fn(&mut Value)) {
    let mut jwk = world.script().key.jwk();
    change(&mut jwk);
    world.script().publish(&[jwk]);
}

fn signed(world: &mut World, change: &Value) {
    let header = world.script().header.clone();
    world.signed_userinfo(&header, change);
}
