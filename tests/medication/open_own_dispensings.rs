use chrono::TimeDelta;
use serde_json::json;
use support::keys::{ENTRIES, LOG};

use super::add_dispensing::{MEDICINES, first, pharmacy, typed};
use super::scanned;

#[tokio::test]
async fn the_institutions_own_and_nothing_else_is_shown_for_seven_days() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    scanned(&city, &hanako, &id, "20261118", "CANARY錠").await;
    let one = first(&city.post(&pharmacist, &path, typed("2026-11-20", "一の薬")).await.expect(201));
    city.pass(TimeDelta::days(3));
    let two = first(&city.post(&pharmacist, &path, typed("2026-11-21", "二の薬")).await.expect(201));
    let before = city.items(LOG.of(&id), ENTRIES).len();
    city.store.forget();
    let own = city.get(&pharmacist, &path).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
    assert_eq!(city.items(LOG.of(&id), ENTRIES).len(), before + 1);
    let ids: Vec<_> = own.body["items"].as_array().unwrap().iter().map(|item| item["medication_id"].clone()).collect();
    assert_eq!(ids, [json!(two), json!(one)]);
    assert_eq!(own.body["items"][1]["dispensing"]["groups"][0]["drugs"][0]["name"], "一の薬");
    assert!(!String::from_utf8(own.raw).unwrap().contains("CANARY"));
    city.pass(TimeDelta::days(5));
    city.get(&pharmacist, &path).await.expect(404);
}
