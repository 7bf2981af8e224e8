use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use support::{Person, Reply};

use crate::medication::{bytes, medications, notebook, scan, sheet, update};

fn pdf(id: &str) -> String {
    format!("{}/pdf", medications(id))
}

fn file(reply: &Reply) -> Vec<u8> {
    STANDARD.decode(reply.body["bytes_base64"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn the_list_is_printed_in_one_round_trip_and_is_the_same_every_time_of_a_day() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    city.store.forget();
    let first = city.get(&hanako, &pdf(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let printed = file(&first);
    assert!(printed.starts_with(b"%PDF-") && printed.len() < 100_000, "{}", printed.len());
    assert_eq!(first.body["file_name"], "medicine-list-2026-11-22.pdf");
    assert_eq!(first.body["content_type"], "application/pdf");
    city.pass(chrono::TimeDelta::hours(3));
    assert_eq!(file(&city.get(&hanako, &pdf(&id)).await.expect(200)), printed);
    city.pass(chrono::TimeDelta::hours(24));
    assert_ne!(file(&city.get(&hanako, &pdf(&id)).await.expect(200)), printed, "the day is printed on it");
}

#[tokio::test]
async fn an_empty_notebook_says_so_and_allergies_alone_are_worth_a_page() {
    let (city, hanako, id) = notebook().await;
    city.get(&hanako, &pdf(&id)).await.expect_problem(422, "nothing_to_export");
    let profile = json!({ "profile": { "allergies": ["卵"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    city.get(&hanako, &pdf(&id)).await.expect(200);
    let reply = city.get(&hanako, &format!("{}?from=2026-11-23&to=2026-11-22", pdf(&id))).await;
    reply.expect_problem(422, "invalid_value");
}

#[tokio::test]
async fn what_is_concealed_is_printed_only_when_it_is_asked_for() {
    let (city, hanako, id) = notebook().await;
    let scanned = scan(&city, &hanako, &id, bytes(&sheet("20261120", "秘密の薬"))).await.expect(201);
    let entry = scanned.body["dispensings"][0]["id"].as_str().unwrap();
    update(&city, &id, entry, "concealed", &json!({ "BOOL": true }));
    city.get(&hanako, &pdf(&id)).await.expect_problem(422, "nothing_to_export");
    city.get(&hanako, &format!("{}?include_concealed=true", pdf(&id))).await.expect(200);
}

#[tokio::test]
async fn family_prints_in_two_round_trips() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", pdf(&id)), Value::Null).await.expect(200);
    city.store.forget();
    city.get(&Person::resident("member-see"), &pdf(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
}

#[tokio::test]
async fn r57_sixty_in_an_hour_and_no_more() {
    let (city, hanako, id) = notebook().await;
    for _ in 0..60 {
        city.get(&hanako, &pdf(&id)).await.expect_problem(422, "nothing_to_export");
    }
    city.get(&hanako, &pdf(&id)).await.expect_problem(429, "too_many_requests");
}
