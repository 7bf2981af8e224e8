//! a repetition under the same key does not say that something is so which has ended. Every write whose answer shows more
//! than ids stands here, with what ends it, or with why nothing does.

use serde_json::{Value, json};
use support::Person;
use xtask::events::sample;

use super::ends::{Caller, arranged};
use super::events::ok_request;

/// What is done before the repetition.
enum Then {
    /// This request of the person; `{name}` stands for a sample id.
    Call(&'static str, Value),
    /// So many minutes pass.
    Minutes(i64),
}

/// Writes whose answer says how something is, and what ends that. The repetition is refused or says what is now.
fn endings() -> Vec<(&'static str, Then)> {
    let own = "/v1/residents/{resident}";
    let to = |text: &'static str| -> &'static str { Box::leak(text.replace("{own}", own).into_boxed_str()) };
    vec![
        ("check-in", Then::Call("DELETE /v1/check-ins/{visit}", Value::Null)),
        ("renew-check-in", Then::Call("DELETE /v1/check-ins/{stay}", Value::Null)),
        ("start-identity-proof", Then::Minutes(11)),
        ("put-device", Then::Call("DELETE /v1/me/devices/{device}", Value::Null)),
        (
            "put-primary-care-institution",
            Then::Call(to("DELETE {own}/primary-care-institutions/4310112347"), Value::Null),
        ),
        ("accept-invitation", Then::Call("DELETE /v1/residents/{inviting}/family/{actor}", Value::Null)),
        ("update-relation", Then::Call(to("DELETE {own}/family/{member}"), Value::Null)),
        ("put-missed-dose-watcher", Then::Call(to("DELETE {own}/missed-dose-watchers/{actor}"), Value::Null)),
        ("put-missed-dose-watch", Then::Call(to("PUT {own}/missed-dose-watch"), json!({ "agreed": false }))),
        ("add-medication", Then::Call(to("DELETE {own}/medications/{made}"), Value::Null)),
        ("update-medication", Then::Call(to("DELETE {own}/medications/{medication}"), Value::Null)),
        ("create-alarm", Then::Call(to("DELETE {own}/alarms/{made}"), Value::Null)),
        ("update-alarm", Then::Call(to("DELETE {own}/alarms/{alarm}"), Value::Null)),
        ("put-intake", Then::Call(to("PUT {own}/intakes/{alarm}/2026-11-22/11:00"), json!({ "status": "due" }))),
        ("update-resident", Then::Call(to("PATCH {own}"), json!({ "profile": { "allergies": [] } }))),
    ]
}

/// Writes whose answer says what does not end, each with why.
const LASTING: [(&str, &str); 13] = [
    ("add-dispensing", "read anew from its entries; 404 where it was taken back"),
    ("log-intake", "the warnings of a dose that was logged, of which nothing is left where it was deleted"),
    ("create-resident", "a notebook that was made, as it was made"),
    ("finish-identity-proof", "what came of one proof; the profile says what holds"),
    ("update-consents", "read anew: it is the list of consents"),
    ("put-meal-times", "read anew: the person's usual times"),
    ("put-goals", "read anew: what the person wants to do"),
    ("put-notification-settings", "read anew: what the account wishes"),
    ("link-medication", "read anew from the entry"),
    ("put-sheet-owner", "read anew from the sheet"),
    ("put-medication-alert", "read anew from what is known"),
    ("open-emergency-card", "has no key: each is an opening of its own, and reads what is so then"),
    ("scan-dispensing", "read anew from the sheet and its entries; 404 where it was deleted"),
];

#[test]
fn r50_every_write_that_answers_more_than_ids_says_what_ends_it() {
    let listed: Vec<&str> =
        endings().iter().map(|(name, _)| *name).chain(LASTING.iter().map(|(name, _)| *name)).collect();
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        if spec.method.as_str() == "GET" || spec.shows_only_ids() {
            assert!(!listed.contains(&spec.name), "{} shows nothing that could end", spec.name);
        } else {
            // Of staff, what is shown of a notebook needs today's grant, which every repetition looks at.
            let of_grant = matches!(spec.who, platform::spec::Who::Clinic(_));
            assert!(of_grant || listed.contains(&spec.name), "{}: what ends what it answers?", spec.name);
        }
    }
}

/// Writes that answer nothing, each with why a repetition that answers nothing again is true.
const EMPTY: [(&str, &str); 17] = [
    ("end-guidance", "it ended; a follow-up since began with a check-in since, and another request ends that"),
    (
        "cancel-check-in",
        "it was cancelled; a check-in since was made under another key, and another request cancels that",
    ),
    ("delete-alarm", "it is gone"),
    ("delete-appointment", "it is gone"),
    ("delete-daily-record", "it is gone"),
    (
        "delete-device",
        "it is taken off; one that was registered since has another key of its own, and keeps its endpoint",
    ),
    (
        "delete-emergency-card",
        "it opens nothing; one that was made since has another secret, and another request ends that",
    ),
    ("delete-intake", "it is gone"),
    ("delete-medication", "it is gone"),
    ("delete-missed-dose-watcher", "who was asked again since was asked under another key"),
    ("delete-primary-care-institution", "it was taken off"),
    ("delete-sheet", "it is gone"),
    ("delete-visit", "it is gone"),
    ("end-check-in", "what was opened then is ended"),
    ("end-relation", "it ended; who was invited since is family by another invitation, and another request ends that"),
    ("end-sessions", "says for itself that it is not repeated: later sign-ins are not ended by it"),
    ("withdraw-invitation", "its code opens nothing; a new invitation has another id"),
];

/// An operation that answers nothing needs no `replay` of its own; that this is right has to be said here.
#[test]
fn r50_every_write_that_answers_nothing_says_why_its_repetition_may() {
    let empty: Vec<&str> = catalogue::operations()
        .filter(|(_, operation)| operation.spec.success == 204)
        .map(|(_, operation)| operation.spec.name)
        .collect();
    let mut listed: Vec<&str> = EMPTY.iter().map(|(name, _)| *name).collect();
    assert!(EMPTY.iter().all(|(_, why)| !why.is_empty()));
    let mut found = empty;
    found.sort_unstable();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[tokio::test]
async fn r50_a_repetition_does_not_say_that_something_is_there_which_has_ended() {
    for (name, then) in endings() {
        let (city, ids, _) = arranged(Caller::Theirs).await;
        let (_, operation) = catalogue::operations().find(|(_, operation)| operation.spec.name == name).unwrap();
        let mut request = ok_request(operation, &ids);
        request.idempotency_key = Some("one".to_owned());
        let first = operation.serve(&city.app, &request).await;
        assert!((200..300).contains(&first.status), "{name}: {}", String::from_utf8_lossy(&first.body));
        let again = operation.serve(&city.app, &request).await;
        assert_eq!(again.body, first.body, "{name}: the same as long as it is so");
        match then {
            Then::Minutes(minutes) => city.pass(chrono::TimeDelta::minutes(minutes)),
            Then::Call(line, body) => {
                let made: Value = serde_json::from_slice(&first.body).unwrap();
                let made = made["entry"]["id"].as_str().or_else(|| made["alarm_id"].as_str());
                let made = made.unwrap_or_default().to_owned();
                let of = |sample: &str| ids.iter().find(|(name, _)| *name == sample).map_or("", |(_, id)| id.as_str());
                let line = line
                    .replace("{resident}", of(sample::RESIDENT))
                    .replace("{visit}", of(sample::VISIT))
                    .replace("{stay}", of(sample::STAY))
                    .replace("{device}", sample::DEVICE)
                    .replace("{actor}", of(sample::ACTOR))
                    .replace("{inviting}", of(sample::INVITING))
                    .replace("{member}", of(sample::MEMBER))
                    .replace("{medication}", of(sample::MEDICATION))
                    .replace("{alarm}", of(sample::ALARM))
                    .replace("{made}", &made);
                let reply = city.call(&Person::resident(sample::HANAKO), &line, body).await;
                assert!((200..300).contains(&reply.status), "{name}: {line}: {}", String::from_utf8_lossy(&reply.raw));
            }
        }
        let after = operation.serve(&city.app, &request).await;
        assert_ne!((after.status, &after.body), (first.status, &first.body), "{name} says what was");
        assert!(after.status < 500, "{name}: {}", String::from_utf8_lossy(&after.body));
    }
}
