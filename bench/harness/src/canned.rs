//! What every peer is asked, what the table has, and what every peer must therefore ask of the table and answer.

use serde_json::{Value, json};

/// The table.
pub const TABLE: &str = "notebook-bench";
/// The client of the residents' pages.
pub const RESIDENTS_CLIENT: &str = "bench-residents";
/// The client of the staff's pages.
pub const STAFF_CLIENT: &str = "bench-staff";

const RESIDENT: &str = "019a8f00-0000-7000-8000-000000000001";
/// The pseudonym of the account of the claims below.
const ACTOR: &str = "BrFgQDxznE7zLpRan0MkyA";
const VERSION: u64 = 3;

/// An event of the HTTP API (payload format 2.0) as the gateway sends it for a resident's own notebook.
pub fn event() -> Value {
    let path = format!("/v1/residents/{RESIDENT}");
    json!({
        "version": "2.0",
        "routeKey": "GET /v1/residents/{resident_id}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "application/json",
            "accept-language": "ja",
            "authorization": format!("Bearer {}", "x".repeat(1000)),
            "host": "api.example.jp",
            "user-agent": "Mozilla/5.0",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "pathParameters": { "resident_id": RESIDENT },
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "bench",
            "authorizer": { "jwt": { "scopes": null, "claims": {
                "iss": "https://issuer.example.jp/pool",
                "sub": "7d5c0c1e-1111-4222-8333-944445555666",
                "client_id": RESIDENTS_CLIENT,
                "token_use": "access",
                "auth_time": "1795392000",
                "iat": "1795392000",
                "exp": "1795395600",
                "jti": "0b1f9b4e-1111-4222-8333-944445555666",
                "origin_jti": "3c2a1b4e-1111-4222-8333-944445555666",
                "scope": "openid",
                "username": "bench",
            } } },
            "domainName": "api.example.jp",
            "domainPrefix": "api",
            "http": {
                "method": "GET",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "Mozilla/5.0",
            },
            "requestId": "bench-request",
            "routeKey": "GET /v1/residents/{resident_id}",
            "stage": "$default",
            "time": "23/Nov/2026:00:00:00 +0000",
            "timeEpoch": 1_795_392_000_000_u64,
        },
        "isBase64Encoded": false,
    })
}

/// The keys of what says whether the account's sign-ins were ended, of the audit head, the relation and the person, sorted.
pub fn keys() -> Vec<(String, String)> {
    vec![
        (format!("ACTOR#{ACTOR}"), "SESSIONS".to_owned()),
        (format!("AUDIT#R#{RESIDENT}"), "HEAD".to_owned()),
        (format!("RES#{RESIDENT}"), format!("ACTOR#{ACTOR}")),
        (format!("RES#{RESIDENT}"), "PROFILE".to_owned()),
    ]
}

/// The items under those keys, as DynamoDB writes them. Nobody ended a sign-in, so nothing is under the first.
pub fn items() -> Vec<Value> {
    keys()
        .into_iter()
        .skip(1)
        .zip([head(), relation(), person()])
        .map(|((pk, sk), mut item)| {
            if let Some(attributes) = item.as_object_mut() {
                attributes.insert("pk".to_owned(), text(&pk));
                attributes.insert("sk".to_owned(), text(&sk));
                attributes.insert("schema_version".to_owned(), number(1));
            }
            item
        })
        .collect()
}

fn head() -> Value {
    json!({ "seq": number(41), "hash": text(&"5".repeat(64)), "hour": text("2026-11-22T09"), "in_hour": number(1) })
}

fn relation() -> Value {
    json!({
        "kind": text("self"), "state": text("active"), "scopes": { "M": {} },
        "ward_birth_date": nothing(), "sessions_valid_from": nothing(), "cursor_key": text(&"A".repeat(43)),
    })
}

fn person() -> Value {
    json!({
        "version": number(VERSION), "display_name": text("父"), "status": text("verified_resident"),
        "residency_checked_at": text("2026-10-01T00:00:00Z"),
        "identity": { "M": {
            "legal_name": text("見本 太郎"), "birth_date": text("1961-04-05"), "sex": text("male"),
            "former_name": nothing(), "kana": text("ミホン タロウ"), "alias": nothing(), "romaji": nothing(),
        } },
        "profile": { "M": {
            "allergies": list(&["そば", "ペニシリン"]), "adverse_reactions": list(&["セフェム系で発疹"]),
            "history": list(&["高血圧症", "2型糖尿病"]), "pregnancy_due_on": nothing(),
            "listed_disability": nothing(), "long_term_illness": nothing(), "blood_type": text("A+"),
            "emergency_contacts": { "L": [{ "M": {
                "name": text("見本 花子"), "relation": text("妻"), "phone": text("000-0000-0000"),
            } }] },
        } },
    })
}

fn text(text: &str) -> Value {
    json!({ "S": text })
}

fn number(number: u64) -> Value {
    json!({ "N": number.to_string() })
}

fn list(texts: &[&str]) -> Value {
    json!({ "L": texts.iter().map(|one| text(one)).collect::<Vec<_>>() })
}

fn nothing() -> Value {
    json!({ "NULL": true })
}

/// What every peer must answer: status, version and body.
pub fn answer() -> Value {
    json!({
        "status": 200,
        "etag": format!("\"{VERSION}\""),
        "cache-control": "no-store",
        "content-type": "application/json",
        "body": {
            "display_name": "父",
            "status": "verified_resident",
            "identity": {
                "legal_name": "見本 太郎", "birth_date": "1961-04-05", "sex": "male", "former_name": null,
                "kana": "ミホン タロウ", "alias": null, "romaji": null,
                "self_reported": ["kana", "alias", "romaji"],
            },
            "profile": {
                "allergies": ["そば", "ペニシリン"], "adverse_reactions": ["セフェム系で発疹"],
                "history": ["高血圧症", "2型糖尿病"], "pregnancy_due_on": null, "listed_disability": null,
                "long_term_illness": null, "blood_type": "A+",
                "emergency_contacts": [{ "name": "見本 花子", "relation": "妻", "phone": "000-0000-0000" }],
            },
        },
    })
}
