//! What does not belong to the attempt, and exchanges that fail.

use chrono::TimeDelta;
use relying_party::{FetchError, Secret, SignError};
use serde_json::json;

use super::Case;
use crate::support::{ISSUER, World, naming_itself, reply};

pub(super) const ATTEMPT: &[Case] = &[
    ("no state", "state_missing", |w| w.callback.state = None),
    ("an empty state", "state_missing", |w| w.state("")),
    ("a state nobody issued", "state_mismatch", |w| w.state("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
    ("the stored hash in place of the state", "state_mismatch", |w| {
        let hash = w.pending().state_hash.clone();
        w.state(&hash);
    }),
    ("the beginning of the state", "state_mismatch", |w| {
        let state = w.callback.state.take().unwrap();
        w.state(&state.expose()[..42]);
    }),
    ("the state of another attempt of the same person", "state_mismatch", |w| {
        let first = w.callback.state.take();
        w.attempt(2);
        w.callback.state = first;
    }),
    ("an attempt that another person started", "person_mismatch", |w| w.person = String::from("someone-else")),
    ("nobody finishes", "person_mismatch", |w| w.person = String::new()),
    ("ten minutes later", "attempt_expired", |w| w.now = w.pending().expires_at),
    ("a day later", "attempt_expired", |w| w.now += TimeDelta::days(1)),
    ("an attempt at another provider", "provider_swapped", |w| {
        w.pending().issuer = String::from("https://evil.example");
    }),
    ("another issuer in the callback", "callback_issuer_mismatch", |w| {
        w.callback.iss = Some("https://evil.example".to_owned());
    }),
    ("the issuer with a slash too many in the callback", "callback_issuer_mismatch", |w| {
        w.callback.iss = Some(format!("{ISSUER}/"));
    }),
    ("no issuer in the callback of a provider that promises one", "callback_issuer_missing", |w| {
        w.provider = naming_itself();
        w.callback.iss = None;
    }),
    ("an empty issuer in the callback", "callback_issuer_mismatch", |w| w.callback.iss = Some(String::new())),
    ("a cancel by the person", "cancelled", |w| w.callback.error = Some("access_denied".to_owned())),
    ("a forged cancel with another state", "state_mismatch", |w| {
        w.callback.error = Some("access_denied".to_owned());
        w.state("forged");
    }),
    ("an error of the provider", "provider_refused", |w| w.callback.error = Some("server_error".to_owned())),
    ("an unknown error", "provider_refused", |w| w.callback.error = Some("<script>".to_owned())),
    ("no code", "code_missing", |w| w.callback.code = None),
    ("an empty code", "code_missing", |w| w.code("")),
    ("a code with a line break", "code_malformed", |w| w.code("code-1\r\nX: y")),
    ("a code of more than 2,048 characters", "code_malformed", |w| w.code(&"a".repeat(2_049))),
];

pub(super) const EXCHANGE: &[Case] = &[
    ("a code that was used before", "code_rejected", |w| w.script().code = String::new()),
    ("a code nobody issued", "code_rejected", |w| w.code("made-up")),
    ("another PKCE verifier", "code_rejected", |w| w.pending().code_verifier = Secret::new("x".repeat(43))),
    ("the PKCE challenge in place of the verifier", "code_rejected", |w| {
        let challenge = w.script().challenge.clone();
        w.pending().code_verifier = Secret::new(challenge);
    }),
    ("another person's code put into this attempt", "code_rejected", |w| {
        let theirs = w.script().challenge.clone();
        w.attempt(2);
        w.script().challenge = theirs;
    }),
    ("a client key that the provider does not know", "client_rejected", |w| w.sign = World::new().sign),
    ("a client that the provider does not know", "client_rejected", |w| {
        w.script().token_reply = Some(Ok(reply(401, "application/json", "{}")));
    }),
    ("a key keeper that fails", "signing_failed", |w| w.sign.answer = Some(Err(SignError))),
    ("a signature that is not DER", "signature_encoding", |w| w.sign.answer = Some(Ok(vec![1; 64]))),
    ("a slow token endpoint", "provider_timeout", |w| w.script().token_reply = Some(Err(FetchError::Timeout))),
    ("no connection", "provider_unavailable", |w| w.script().token_reply = Some(Err(FetchError::Unreachable))),
    ("a fault of the provider", "provider_unavailable", |w| {
        w.script().token_reply = Some(Ok(reply(503, "text/html", "down")));
    }),
    ("too many requests", "provider_unavailable", |w| {
        w.script().token_reply = Some(Ok(reply(429, "application/json", "{}")));
    }),
    ("an answer that never ends", "reply_too_large", |w| w.script().token_reply = Some(Err(FetchError::TooLarge))),
    ("a port that reads on beyond the limit", "reply_too_large", |w| {
        w.script().token_reply = Some(Ok(reply(200, "application/json", vec![b' '; 64 * 1024 + 1])));
    }),
    ("a redirect", "token_refused", |w| w.script().token_reply = Some(Ok(reply(302, "text/html", "")))),
    ("another OAuth error", "token_refused", |w| {
        w.script().token_reply = Some(Ok(reply(400, "application/json", r#"{"error":"invalid_scope"}"#)));
    }),
    ("a page in place of tokens", "token_reply_malformed", |w| {
        w.script().token_reply = Some(Ok(reply(200, "text/html", "<html>")));
    }),
    ("half an answer", "token_reply_malformed", |w| {
        w.script().token_reply = Some(Ok(reply(200, "application/json", r#"{"access_token":"#)));
    }),
    ("two access tokens", "token_reply_malformed", |w| {
        let body = r#"{"access_token":"a","access_token":"b","token_type":"Bearer","id_token":"x.y.z"}"#;
        w.script().token_reply = Some(Ok(reply(200, "application/json", body)));
    }),
    ("no access token", "access_token_missing", |w| w.script().tokens = json!({ "access_token": null })),
    ("an access token with a line break", "access_token_missing", |w| {
        w.script().tokens = json!({ "access_token": "a\r\nX-Admin: 1" });
    }),
    ("a token type that is not Bearer", "access_token_missing", |w| {
        w.script().tokens = json!({ "token_type": "DPoP" });
    }),
    ("no ID token", "id_token_missing", |w| w.script().tokens = json!({ "id_token": null })),
    ("an empty ID token", "id_token_missing", |w| w.script().tokens = json!({ "id_token": "" })),
    ("an ID token that is no text", "token_reply_malformed", |w| w.script().tokens = json!({ "id_token": {} })),
];
