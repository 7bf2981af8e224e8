//! What the benchmark asks of our operation and of its peers is what the operation does: its reads, no more and no fewer, and its answer.

use bench_harness::canned;
use platform::auth::caller::KnownClients;
use serde_json::{Value, json};
use support::City;

#[tokio::test]
async fn the_measured_operation_reads_and_answers_what_its_peers_do() {
    let mut city = City::new();
    city.app.settings.clients =
        KnownClients { residents: canned::RESIDENTS_CLIENT.to_owned(), staff: canned::STAFF_CLIENT.to_owned() };
    for item in canned::items() {
        city.store.seed(item);
    }
    let event = canned::event().to_string();
    let request = platform::serve::read(lambda_http::request::from_str(&event).unwrap());
    let (_, operation) = catalogue::operations().find(|(_, one)| one.spec.name == "get-resident").unwrap();
    city.store.forget();
    let reply = operation.serve(&city.app, &request).await;

    let header = |name: &str| reply.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    let given = json!({
        "status": reply.status,
        "etag": header("etag"),
        "cache-control": header("cache-control"),
        "content-type": reply.content_type,
        "body": serde_json::from_slice::<Value>(&reply.body).unwrap(),
    });
    assert_eq!(given, canned::answer());
    let seen = city.store.seen();
    assert_eq!(seen.items_asked_for.into_iter().collect::<Vec<_>>(), canned::keys());
    assert_eq!(seen.requests, 1);
}
