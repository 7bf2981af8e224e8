//! A key is remembered whatever a request found to do: a late repetition must not find another state and change it.

use serde_json::Value;
use support::keys::IDEMPOTENCY;

use super::events::{ok_request, sample_city};

/// A sheet that is there already is recognised by what it says, with or without a key, and its answer is worked out from the body,
/// which no record keeps. Its late repetition is a scan: it brings back what was deleted meanwhile.
const RECOGNISED_WITHOUT_KEY: [&str; 1] = ["scan-dispensing"];

/// Whether a record of this operation's keys is stored.
fn remembered(items: &[Value], operation: &str) -> bool {
    let is_of = |item: &Value| item["sk"]["S"].as_str().unwrap().starts_with(&format!("{operation}#"));
    items.iter().any(|item| IDEMPOTENCY.begins(item) && is_of(item))
}

#[tokio::test]
async fn a_request_that_changes_nothing_remembers_its_key_in_every_operation() {
    let mut tried = 0;
    for (_, operation) in catalogue::operations().filter(|(_, operation)| operation.spec.idempotent) {
        let (city, ids) = sample_city().await;
        let mut request = ok_request(operation, &ids);
        request.idempotency_key = None;
        let first = operation.serve(&city.app, &request).await;
        assert!((200..300).contains(&first.status), "{}: {}", operation.spec.name, first.status);
        assert!(!remembered(&city.store.everything(), operation.spec.name), "{}", operation.spec.name);
        request.idempotency_key = Some("the-second-time".to_owned());
        let second = operation.serve(&city.app, &request).await;
        // What can be done only once is refused the second time, and has no answer to remember.
        if (200..300).contains(&second.status) && !RECOGNISED_WITHOUT_KEY.contains(&operation.spec.name) {
            assert!(remembered(&city.store.everything(), operation.spec.name), "{}", operation.spec.name);
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried} operations were tried");
}
