//! a sign-in that its account has ended opens nothing, in every operation and for everyone who may call it.

use platform::spec::Hourly;
use serde_json::{Value, json};
use support::keys::{ACCOUNT, LIMITS, SESSIONS};
use support::{City, Person};

use super::ends::{Caller, arranged, data};
use super::events::ok_request;

/// How much of its hourly limits an account has used up.
fn counts(city: &City, account: &str) -> i64 {
    let limits = city.items(account, LIMITS);
    limits.iter().map(|item| item["calls"]["N"].as_str().unwrap().parse::<i64>().unwrap()).sum()
}

#[tokio::test]
async fn r05_every_operation_refuses_an_ended_sign_in_before_it_reads_of_a_notebook() {
    for (_, operation) in catalogue::operations() {
        let name = operation.spec.name;
        // Nobody signs in for it.
        if operation.spec.is_public() {
            continue;
        }
        for caller in Caller::all_of(operation) {
            let (city, ids, _) = arranged(*caller).await;
            let mut request = ok_request(operation, &ids);
            if let Some(person) = caller.person() {
                request.claims = person.claims;
            }
            let account = ACCOUNT.of(Person { claims: request.claims.clone() }.actor());
            // One second after the sign-in.
            let ended = json!({ "sessions_valid_from": "2026-09-21T14:13:21Z" });
            city.seed_item(&account, SESSIONS, &ended, Value::Null);
            let (before, counted) = (data(&city.store, name), counts(&city, &account));
            city.store.forget();
            let reply = operation.serve(&city.app, &request).await;
            let shown = String::from_utf8_lossy(&reply.body);
            assert!(reply.status == 401 && shown.contains("session_ended"), "{name} {caller:?}: {shown}");
            assert_eq!(data(&city.store, name), before, "{name} {caller:?}: something was written");
            assert_eq!(counts(&city, &account), counted, "{name} {caller:?}: it used up what the account may do");
            // Where every call is counted, this one is taken back.
            let most = if matches!(operation.spec.hourly(), Some(Hourly::Calls(_))) { 2 } else { 1 };
            assert!(city.store.seen().depth <= most, "{name} {caller:?} read on");
            if caller.is_refused(operation) {
                continue;
            }
            // The second of the sign-in itself: it counts.
            let valid = json!("2026-09-21T14:13:20Z");
            city.set_attribute(&account, SESSIONS, "sessions_valid_from", &valid);
            let reply = operation.serve(&city.app, &request).await;
            let shown = String::from_utf8_lossy(&reply.body);
            assert!((200..300).contains(&reply.status), "{name} {caller:?}: {shown}");
        }
    }
}
