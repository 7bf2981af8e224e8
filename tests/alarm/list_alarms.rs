//! list-alarms and get-alarm.
use serde_json::json;
use support::{City, Person};

use super::{alarms, at, morning, notebook, set};

#[tokio::test]
async fn alarms_are_listed_by_first_time_in_one_round_trip_without_those_that_ended() {
    let (city, _, hanako, id) = notebook().await;
    let empty = city.get(&hanako, &alarms(&id)).await.expect(200);
    assert_eq!(empty.body, json!({ "items": [], "next_cursor": null }));
    let evening = set(&city, &hanako, &id, at(&["20:00"])).await;
    let early = set(&city, &hanako, &id, at(&["06:00", "22:00"])).await;
    let gone = set(&city, &hanako, &id, morning()).await;
    city.delete(&hanako, &format!("{}/{gone}", alarms(&id))).await.expect(204);
    city.store.forget();
    let list = city.get(&hanako, &alarms(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let ids: Vec<_> = list.body["items"].as_array().unwrap().iter().map(|item| item["alarm_id"].clone()).collect();
    assert_eq!(ids, [json!(early), json!(evening)]);
    city.get(&hanako, &format!("{}/{gone}", alarms(&id))).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn family_sees_alarms_in_two_round_trips_and_that_they_ring_for_another() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, morning()).await;
    let one = format!("GET {}/{alarm}", alarms(&id));
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", alarms(&id)), json!(null)).await.expect(200);
    city.call(&city.family(&id, "medication", "see"), &one, json!(null)).await.expect(200);
    city.store.forget();
    let theirs = city.call(&Person::resident("member-see"), &one, json!(null)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(theirs.body["rings_for_me"], false);
}

#[tokio::test]
async fn r02_an_alarm_of_another_notebook_is_not_found_through_ones_own() {
    let (city, _, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let alarm = set(&city, &taro, &theirs, morning()).await;
    city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect_problem(404, "not_found");
    city.get(&hanako, &format!("{}/..", alarms(&id))).await.expect_problem(404, "not_found");
    let _: &City = &city;
}
