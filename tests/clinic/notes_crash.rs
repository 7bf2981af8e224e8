//! add-note, amend-note, retract-note, stopped after each request to the table.

use notebook::access::Section;
use serde_json::{Value, json};
use support::City;
use support::clinic::{CLINIC, CheckedIn};
use support::crash::{Write, crash_sweep};

async fn noted(city: &City) -> (support::Person, CheckedIn, String) {
    let (doctor, _, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    let reply = city.post(&doctor, &checked_in.notes(), json!({ "text": "安静に" })).await.expect(201);
    let path = format!("{}/{}", checked_in.notes(), reply.body["note_id"].as_str().unwrap());
    (doctor, checked_in, path)
}

#[tokio::test]
async fn r53_a_note_is_written_once_wherever_its_writing_stops() {
    let swept = crash_sweep(async |city| {
        let (doctor, checked_in, _) = noted(city).await;
        Write::new(&doctor, &format!("POST {}", checked_in.notes()), json!({ "text": "もう一つ" }))
    })
    .await;
    assert_eq!((swept.reply.status, swept.requests, swept.faults), (201, 3, 9));
}

#[tokio::test]
async fn r53_a_note_is_amended_once_wherever_it_stops() {
    let swept = crash_sweep(async |city| {
        let (doctor, _, path) = noted(city).await;
        Write::new(&doctor, &format!("PUT {path}"), json!({ "text": "三日安静に" })).if_match("\"1\"")
    })
    .await;
    assert_eq!((swept.reply.header("etag"), swept.requests), (Some("\"2\""), 3));
}

#[tokio::test]
async fn r53_a_note_is_retracted_once_wherever_it_stops() {
    let swept = crash_sweep(async |city| {
        let (doctor, _, path) = noted(city).await;
        Write::new(&doctor, &format!("POST {path}/retraction"), json!({ "reason": "wrong_patient" }))
    })
    .await;
    assert_eq!((swept.reply.header("etag"), swept.requests), (Some("\"2\""), 3));
    assert_ne!(swept.reply.body, Value::Null);
}
