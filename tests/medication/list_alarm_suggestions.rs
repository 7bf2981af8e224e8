use serde_json::{Value, json};
use support::keys::{NOTEBOOK, RELATIONS};
use support::{City, Person, Post};

use super::{bytes, notebook, scan, sheet};

fn alarms(id: &str) -> String {
    format!("/v1/residents/{id}/alarms")
}

async fn listed(city: &City, person: &Person, id: &str) -> Vec<Value> {
    let list = city.get(person, &format!("/v1/residents/{id}/alarm-suggestions")).await.expect(200);
    list.body["items"].as_array().unwrap().clone()
}

/// A sheet with a medicine in the morning and another in the evening; what it suggests.
async fn scanned(city: &City, person: &Person, id: &str) -> Vec<Value> {
    let second = "201,2,追加薬錠,1,錠,1,,1\n301,2,１日１回夕食後,28,日分,1,1,,1\n";
    let sheet = format!("{}{second}", sheet("20261120", "アムロジピン錠５ｍｇ"));
    let scanned = scan(city, person, id, bytes(&sheet)).await.expect(201);
    scanned.body["suggested_alarms"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_a_scan_suggested_is_there_later_in_one_round_trip_and_is_posted_as_it_is() {
    let (city, hanako, id) = notebook().await;
    Post::at(&city);
    let suggested = scanned(&city, &hanako, &id).await;
    city.pass(chrono::TimeDelta::days(2));
    city.store.forget();
    let later = listed(&city, &hanako, &id).await;
    assert_eq!((city.store.seen().depth, later.len()), (1, 2));
    assert_eq!(later, suggested);
    let mut left = later.len();
    for suggestion in later {
        let made = city.post(&hanako, &alarms(&id), suggestion).await.expect(201);
        left -= 1;
        let now = listed(&city, &hanako, &id).await;
        assert_eq!(now.len(), left, "what rings is not suggested");
        // Once the alarm is ended, it is there again.
        let path = format!("{}/{}", alarms(&id), made.body["alarm_id"].as_str().unwrap());
        city.delete(&hanako, &path).await.expect(204);
        let again = listed(&city, &hanako, &id).await;
        assert_eq!(again.len(), left + 1);
        let missing = again.into_iter().find(|one| !now.contains(one)).unwrap();
        city.post(&hanako, &alarms(&id), missing).await.expect(201);
    }
}

#[tokio::test]
async fn what_an_alarm_covers_is_neither_listed_nor_taken_and_the_rest_is_both() {
    let (city, hanako, id) = notebook().await;
    Post::at(&city);
    let suggested = scanned(&city, &hanako, &id).await;
    // An alarm by hand for the dispensing, which does not say of which of its groups.
    let medicines = suggested[0]["medication_ids"].clone();
    let by_hand = json!({ "label": "朝", "medication_ids": medicines, "times": ["08:00"], "from": "2026-11-22" });
    let made = city.post(&hanako, &alarms(&id), by_hand).await.expect(201);
    for suggestion in &suggested {
        let refused = city.post(&hanako, &alarms(&id), suggestion.clone()).await;
        refused.expect_problem(422, "alarm_of_same_medicine");
    }
    assert_eq!(listed(&city, &hanako, &id).await, Vec::<Value>::new());
    // For an account that is not related any more it rings for nobody, and comes back with the relation.
    let path = format!("{}/{}", alarms(&id), made.body["alarm_id"].as_str().unwrap());
    city.delete(&hanako, &path).await.expect(204);
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    city.post(&son, &alarms(&id), suggested[0].clone()).await.expect(201);
    assert_eq!(listed(&city, &hanako, &id).await, suggested[1..]);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(son.actor()), "state", &json!("ended"));
    assert_eq!(listed(&city, &hanako, &id).await, suggested);
    city.post(&hanako, &alarms(&id), suggested[0].clone()).await.expect(201);
}

#[tokio::test]
async fn what_was_used_up_is_suggested_no_more_and_meal_times_count_as_they_are_now() {
    let (city, hanako, id) = notebook().await;
    let suggested = scanned(&city, &hanako, &id).await;
    let path = format!("/v1/residents/{id}/meal-times");
    let mut times = city.get(&hanako, &path).await.expect(200).body;
    times["breakfast"] = json!("09:00");
    city.put(&hanako, &path, times).await.expect(200);
    let later = listed(&city, &hanako, &id).await;
    assert_ne!(later[0]["times"], suggested[0]["times"]);
    assert_eq!(later[1..], suggested[1..]);
    city.set_time("2026-12-19T10:00:00+09:00");
    assert_eq!(listed(&city, &hanako, &id).await, Vec::<Value>::new());
}
