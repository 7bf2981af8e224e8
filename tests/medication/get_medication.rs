use serde_json::{Value, json};
use support::Person;

use super::{added, by_hand, entry_path, medications, notebook, scanned};

#[tokio::test]
async fn an_entry_is_shown_as_the_list_shows_it_in_one_round_trip() {
    let (city, hanako, id) = notebook().await;
    let medication = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    city.store.forget();
    let reply = city.get(&hanako, &entry_path(&id, &medication)).await.expect(200);
    // One BatchGetItem, one Query for what is looked at beside it.
    assert_eq!((city.store.seen().depth, city.store.seen().requests), (1, 2));
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    let mut alone = reply.body.clone();
    let none = [("alerts", json!([])), ("known_alerts", json!([]))];
    let left_out = [("alerts_left_out", json!(0)), ("known_alerts_left_out", json!(0)), ("all_compared", json!(true))];
    for (beside, nothing) in none.into_iter().chain(left_out) {
        assert_eq!(alone.as_object_mut().unwrap().remove(beside), Some(nothing), "{beside}");
    }
    assert_eq!(alone, list.body["items"][0]);
}

#[tokio::test]
async fn what_is_not_there_and_what_is_another_persons_read_the_same() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let medication = added(&city, &taro, &theirs, by_hand("2026-11-20", "薬")).await;
    for missing in [medication.as_str(), "019aa000-0000-7000-8000-0000000000ae", "x", ".."] {
        city.get(&hanako, &entry_path(&id, missing)).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn family_reads_in_two_round_trips() {
    let (city, hanako, id) = notebook().await;
    let path = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "薬")).await);
    city.call(&city.family(&id, "medication", "see"), &format!("GET {path}"), Value::Null).await.expect(200);
    city.store.forget();
    city.get(&Person::resident("member-see"), &path).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
}
