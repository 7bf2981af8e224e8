//! ID tokens that choose their own rules, were changed, or speak of something else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::json;

use super::Case;
use crate::support::{ACCESS_TOKEN, CLIENT, ISSUER, Key, base64url, sha256};

pub(super) const HEADER: &[Case] = &[
    ("algorithm none without a signature", "algorithm_refused", |w| {
        w.header("alg", json!("none"));
        w.script().mangle = |_, token| token[..=token.rfind('.').unwrap()].to_owned();
    }),
    ("algorithm nOnE", "algorithm_refused", |w| w.header("alg", json!("nOnE"))),
    ("HS256 with the public key as the secret", "algorithm_refused", |w| {
        w.header("alg", json!("HS256"));
        w.script().mangle = |script, token| {
            let signed = token.rsplit_once('.').unwrap().0;
            let secret = hmac::Key::new(hmac::HMAC_SHA256, script.key.public());
            format!("{signed}.{}", base64url(hmac::sign(&secret, signed.as_bytes())))
        };
    }),
    ("algorithm RS256", "algorithm_refused", |w| w.header("alg", json!("RS256"))),
    ("algorithm PS256", "algorithm_refused", |w| w.header("alg", json!("PS256"))),
    ("algorithm ES384", "algorithm_refused", |w| w.header("alg", json!("ES384"))),
    ("algorithm ES256K", "algorithm_refused", |w| w.header("alg", json!("ES256K"))),
    ("algorithm es256 in lower case", "algorithm_refused", |w| w.header("alg", json!("es256"))),
    ("a list of algorithms", "algorithm_refused", |w| w.header("alg", json!(["ES256"]))),
    ("no algorithm", "algorithm_refused", |w| drop(w.script().header.as_object_mut().unwrap().remove("alg"))),
    ("an access token's type", "type_refused", |w| w.header("typ", json!("at+jwt"))),
    ("a logout token's type", "type_refused", |w| w.header("typ", json!("logout+jwt"))),
    ("a type that is no text", "type_refused", |w| w.header("typ", json!(null))),
    ("a token within the token", "type_refused", |w| w.header("cty", json!("JWT"))),
    ("no key id", "key_id_missing", |w| drop(w.script().header.as_object_mut().unwrap().remove("kid"))),
    ("an empty key id", "key_id_missing", |w| w.header("kid", json!(""))),
    ("a key id that is a number", "key_id_missing", |w| w.header("kid", json!(1))),
    ("a list of key ids", "key_id_missing", |w| w.header("kid", json!(["provider-key-1"]))),
    ("a key id of 256 characters", "key_id_missing", |w| w.header("kid", json!("k".repeat(256)))),
    ("a key nobody published", "unknown_key", |w| w.header("kid", json!("made-up"))),
    ("a key id that is a path", "unknown_key", |w| w.header("kid", json!("../../dev/null"))),
    ("a key id that is a statement", "unknown_key", |w| w.header("kid", json!("x' UNION SELECT 'k' --"))),
    ("a key id in other letters", "unknown_key", |w| w.header("kid", json!("Provider-Key-1"))),
    ("a key id with a NUL after it", "unknown_key", |w| w.header("kid", json!("provider-key-1\u{0}"))),
    ("an address of keys", "key_in_header", |w| w.header("jku", json!("https://evil.example/jwks"))),
    ("a key of its own", "key_in_header", |w| {
        let evil = Key::new("provider-key-1");
        w.header("jwk", evil.jwk());
        w.script().key = evil;
    }),
    ("an address of a certificate", "key_in_header", |w| w.header("x5u", json!("https://evil.example/x"))),
    ("a certificate of its own", "key_in_header", |w| w.header("x5c", json!(["MIIB"]))),
    ("a critical extension", "extension_refused", |w| w.header("crit", json!(["exp"]))),
    ("an empty list of critical extensions", "extension_refused", |w| w.header("crit", json!([]))),
    ("an unencoded payload", "extension_refused", |w| w.header("b64", json!(false))),
    ("a compressed payload", "extension_refused", |w| w.header("zip", json!("DEF"))),
    ("two algorithms", "token_malformed", |w| {
        w.script().mangle = |script, _| {
            let header = r#"{"alg":"none","alg":"ES256","kid":"provider-key-1"}"#;
            script.key.token(header, &script.claims.to_string())
        };
    }),
    ("a header that is no object", "token_malformed", |w| w.script().mangle = |script, _| script.key.token("[]", "{}")),
];

pub(super) const SHAPE: &[Case] = &[
    ("one part", "token_malformed", |w| w.script().mangle = |_, _| "abc".to_owned()),
    ("two parts", "token_malformed", |w| w.script().mangle = |_, token| token.rsplit_once('.').unwrap().0.to_owned()),
    ("four parts", "token_malformed", |w| w.script().mangle = |_, token| format!("{token}.AAAA")),
    ("five parts, as an encrypted token has", "token_malformed", |w| {
        w.script().mangle = |_, token| format!("{token}.AAAA.AAAA");
    }),
    ("a padded header", "token_malformed", |w| w.script().mangle = |_, token| token.replacen('.', "==.", 1)),
    ("a space before it", "token_malformed", |w| w.script().mangle = |_, token| format!(" {token}")),
    ("a line break after it", "signature_invalid", |w| w.script().mangle = |_, token| format!("{token}\n")),
    ("more than 16 KiB", "token_too_large", |w| w.claim("padding", json!("a".repeat(16 * 1024)))),
    ("claims that are no object", "token_malformed", |w| {
        w.script().mangle = |script, _| script.key.token(&script.header.to_string(), "[]");
    }),
    ("two subjects", "token_malformed", |w| {
        w.script().mangle = |script, _| {
            let claims = script.claims.to_string().replacen('{', r#"{"sub":"victim","#, 1);
            script.key.token(&script.header.to_string(), &claims)
        };
    }),
    ("two subjects, one spelled with an escape", "token_malformed", |w| {
        w.script().mangle = |script, _| {
            let claims = script.claims.to_string().replacen('{', r#"{"\u0073ub":"victim","#, 1);
            script.key.token(&script.header.to_string(), &claims)
        };
    }),
    ("no signature", "signature_invalid", |w| {
        w.script().mangle = |_, token| token[..=token.rfind('.').unwrap()].to_owned();
    }),
    ("a signature of zeros", "signature_invalid", |w| w.script().mangle = |_, token| resign(&token, &[0; 64])),
    ("a signature of the largest numbers", "signature_invalid", |w| {
        w.script().mangle = |_, token| resign(&token, &[0xff; 64]);
    }),
    ("a signature with one bit changed", "signature_invalid", |w| {
        w.script().mangle = |_, token| {
            let mut signature = URL_SAFE_NO_PAD.decode(token.rsplit_once('.').unwrap().1).unwrap();
            signature[40] ^= 1;
            resign(&token, &signature)
        };
    }),
    ("a signature with a byte too many", "signature_invalid", |w| {
        w.script().mangle = |_, token| {
            let signature = URL_SAFE_NO_PAD.decode(token.rsplit_once('.').unwrap().1).unwrap();
            resign(&token, &[signature.as_slice(), &[0]].concat())
        };
    }),
    ("claims changed after signing", "signature_invalid", |w| {
        w.script().mangle = |script, token| {
            let mut claims = script.claims.clone();
            claims["sub"] = json!("victim");
            let parts: Vec<&str> = token.split('.').collect();
            format!("{}.{}.{}", parts[0], base64url(claims.to_string()), parts[2])
        };
    }),
    ("another key under the same id", "signature_invalid", |w| w.script().key = Key::new("provider-key-1")),
];

pub(super) const CLAIMS: &[Case] = &[
    ("another issuer", "issuer_mismatch", |w| w.claim("iss", json!("https://evil.example"))),
    ("the issuer with a slash too many", "issuer_mismatch", |w| w.claim("iss", json!(format!("{ISSUER}/")))),
    ("the issuer of another realm", "issuer_mismatch", |w| w.claim("iss", json!(ISSUER.replace("main", "test")))),
    ("no issuer", "claim_malformed", |w| w.without("iss")),
    ("a list of issuers", "claim_malformed", |w| w.claim("iss", json!([ISSUER]))),
    ("another audience", "audience_mismatch", |w| w.claim("aud", json!("RP00000002"))),
    ("an audience that begins like us", "audience_mismatch", |w| w.claim("aud", json!("RP000000010"))),
    ("no audience", "claim_malformed", |w| w.without("aud")),
    ("an audience that is an object", "claim_malformed", |w| w.claim("aud", json!({ "RP00000001": true }))),
    ("an empty list of audiences", "audience_mismatch", |w| w.claim("aud", json!([]))),
    ("a list of other audiences", "audience_mismatch", |w| w.claim("aud", json!(["a", "b"]))),
    ("an audience that is a number", "claim_malformed", |w| w.claim("aud", json!([CLIENT, 1]))),
    ("two audiences without an authorized party", "authorized_party_mismatch", |w| {
        w.claim("aud", json!([CLIENT, "RP00000002"]));
    }),
    ("two audiences, issued to the other", "authorized_party_mismatch", |w| {
        w.claim("aud", json!([CLIENT, "RP00000002"]));
        w.claim("azp", json!("RP00000002"));
    }),
    ("issued to another client", "authorized_party_mismatch", |w| w.claim("azp", json!("RP00000002"))),
    ("expired a minute ago", "token_expired", |w| w.claim("exp", json!(w.now.timestamp() - 60))),
    ("expired in 1970", "token_expired", |w| w.claim("exp", json!(0))),
    ("no expiry", "claim_malformed", |w| w.without("exp")),
    ("an expiry that is a text", "claim_malformed", |w| w.claim("exp", json!("9999999999"))),
    ("an expiry beyond all time", "claim_malformed", |w| w.claim("exp", json!(i64::MAX))),
    ("an expiry in the year 10000", "claim_malformed", |w| w.claim("exp", json!(253_402_300_800_i64))),
    ("an expiry without end", "claim_malformed", |w| w.claim("exp", json!(1e300))),
    ("an expiry before time", "claim_malformed", |w| w.claim("exp", json!(-1))),
    ("issued in the future", "issued_in_future", |w| w.claim("iat", json!(w.now.timestamp() + 61))),
    ("no time of issue", "claim_malformed", |w| w.without("iat")),
    ("issued before the attempt began", "issued_before_attempt", |w| w.claim("iat", json!(w.now.timestamp() - 91))),
    ("not valid yet", "not_yet_valid", |w| w.claim("nbf", json!(w.now.timestamp() + 61))),
    ("signed in after it was issued", "claim_malformed", |w| w.claim("auth_time", json!(w.now.timestamp() + 1))),
    ("no nonce", "nonce_mismatch", |w| w.without("nonce")),
    ("an empty nonce", "nonce_mismatch", |w| w.claim("nonce", json!(""))),
    ("a nonce that is no text", "nonce_mismatch", |w| w.claim("nonce", json!(1))),
    ("the nonce of another attempt", "nonce_mismatch", |w| {
        let first = w.script().claims["nonce"].clone();
        w.attempt(2);
        w.claim("nonce", first);
    }),
    ("the state in place of the nonce", "nonce_mismatch", |w| {
        let state = w.callback.state.as_ref().unwrap().expose().to_owned();
        w.claim("nonce", json!(state));
    }),
    ("another access token", "access_token_mismatch", |w| w.script().tokens = json!({ "access_token": "other" })),
    ("the hash of nothing", "access_token_mismatch", |w| w.claim("at_hash", json!(""))),
    ("the whole hash of the access token", "access_token_mismatch", |w| {
        w.claim("at_hash", json!(base64url(sha256(ACCESS_TOKEN))));
    }),
    ("no subject", "subject_invalid", |w| w.without("sub")),
    ("an empty subject", "subject_invalid", |w| w.claim("sub", json!(""))),
    ("a subject of 256 characters", "subject_invalid", |w| w.claim("sub", json!("a".repeat(256)))),
    ("a subject with a line break", "subject_invalid", |w| w.claim("sub", json!("a\nb"))),
    ("a subject with other letters", "subject_invalid", |w| w.claim("sub", json!("ｂ6f6"))),
    ("a subject that is a number", "subject_invalid", |w| w.claim("sub", json!(1))),
];

fn resign(token: &str, signature: &[u8]) -> String {
    format!("{}.{}", token.rsplit_once('.').unwrap().0, base64url(signature))
}
