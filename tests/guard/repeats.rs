//! What is said again changes nothing: every PUT and PATCH of the catalogue, as everyone who may call it. The second time
//! writes no item and no new version; only the record of its key, and the line of a look where the answer shows the notebook
//! to somebody else than the person. `If-Match` of another version is no hindrance: nothing is changed.

use platform::operation::Operation;
use platform::spec::Who;
use serde_json::Value;
use support::keys::{IDEMPOTENCY, LIMITS, LOG, LOGS, NOTEBOOK, RELATIONS};
use support::{City, Person};
use xtask::events::sample;

use super::events::{ok_request, sample_city};

/// The table without the counts of calls, the records of keys and the logs.
fn data(city: &City) -> Vec<Value> {
    let kept = |item: &Value| !LIMITS.begins(item) && !IDEMPOTENCY.begins(item) && !LOGS.begins(item);
    city.store.everything().into_iter().filter(kept).collect()
}

fn lines(city: &City, id: &str) -> usize {
    city.entries(LOG.of(id))
}

async fn twice(operation: &Operation, guardian: bool) {
    let name = format!("{} as {}", operation.spec.name, if guardian { "guardian" } else { "the person" });
    let (city, ids) = sample_city().await;
    let resident = ids.iter().find(|(name, _)| *name == sample::RESIDENT).unwrap().1.clone();
    let mut request = ok_request(operation, &ids);
    if guardian {
        let person = Person::resident("guardian");
        city.relate(&person, &resident, "guardian", &[]);
        let sk = RELATIONS.of(person.actor());
        city.set_attribute(NOTEBOOK.of(&resident), &sk, "ward_birth_date", &serde_json::json!("2015-01-01"));
        request.claims = person.claims;
    }
    let by_another = guardian || operation.spec.path.contains("/patients/");
    let versioned = operation.spec.versioned;
    let mut call = async |key: &str, if_match: Option<&str>| {
        city.pass(chrono::TimeDelta::seconds(20));
        request.idempotency_key = Some(key.to_owned());
        request.if_match = if_match.map(str::to_owned);
        let reply = operation.serve(&city.app, &request).await;
        let shown = String::from_utf8_lossy(&reply.body).into_owned();
        assert!((200..300).contains(&reply.status), "{name}: {shown}");
        reply.headers.into_iter().find(|(name, _)| *name == "etag")
    };
    let version = call("first", None).await;
    let (before, logged) = (data(&city), lines(&city, &resident));
    // Said again with the version from before it, because its answer never came.
    let outdated = versioned.then_some("\"4711\"");
    assert_eq!(call("second", outdated).await, version, "{name}");
    let after = data(&city);
    let new: Vec<_> = after.iter().filter(|item| !before.contains(item)).collect();
    assert!(after == before, "{name} wrote again: {new:#?}");
    let looked = usize::from(by_another && !operation.spec.shows_only_ids());
    assert_eq!(lines(&city, &resident) - logged, looked, "{name}: lines");
}

#[tokio::test]
async fn a_put_or_patch_that_says_what_is_there_writes_nothing() {
    let mut seen = 0;
    for (_, operation) in catalogue::operations() {
        if !["PUT", "PATCH"].contains(&operation.spec.method.as_str()) {
            continue;
        }
        seen += 1;
        twice(operation, false).await;
        if matches!(operation.spec.who, Who::Resident(..) | Who::Related(_)) {
            twice(operation, true).await;
        }
    }
    assert!(seen > 10);
}
