//! What was answered is a fact of its own: it stays, and counts for its day, whatever becomes of the alarm.

use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{CHANGES, EARLY_ANSWER};
use support::{City, Person};

use super::{alarms, at, notebook, set};

fn line(id: &str, alarm: &str, at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap();
    format!("PUT /v1/residents/{id}/intakes/{alarm}/{day}/{time}")
}

fn taken(time: &str) -> Value {
    json!({ "status": "taken", "at": format!("2026-11-22T{time}:00+09:00") })
}

/// `time status` of each dose of 2026-11-22, latest first.
async fn listed(city: &City, person: &Person, id: &str) -> Vec<String> {
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22");
    let list = city.get(person, &path).await.expect(200);
    let text = |item: &Value| format!("{} {}", item["time"].as_str().unwrap(), item["status"].as_str().unwrap());
    list.body["items"].as_array().unwrap().iter().map(text).collect()
}

async fn counted(city: &City, person: &Person, id: &str) -> (Value, Value) {
    let path = format!("/v1/residents/{id}/adherence?from=2026-11-22&to=2026-11-22");
    let total = city.get(person, &path).await.expect(200).body["total"].clone();
    (total["taken"].clone(), total["prescribed"].clone())
}

#[tokio::test]
async fn a_dose_taken_stays_and_is_not_due_again_when_its_alarm_is_changed_or_deleted() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00"])).await;
    let path = format!("{}/{alarm}", alarms(&id));
    city.set_time("2026-11-22T10:30:00+09:00");
    city.call(&hanako, &line(&id, &alarm, "2026-11-22T11:00"), taken("10:29")).await.expect(200);
    city.set_time("2026-11-22T10:35:00+09:00");
    city.put(&hanako, &path, at(&["11:30"])).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, ["11:00 taken"]);
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!(read.body["next_at"], "2026-11-23T02:30:00Z", "today's dose was taken");
    let mut weekdays = at(&["11:30"]);
    weekdays["rhythm"] = json!({ "kind": "weekdays", "days": ["mon"] });
    city.put(&hanako, &path, weekdays).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, ["11:00 taken"]);
    let mut period = at(&["11:30"]);
    period["from"] = json!("2026-12-01");
    city.put(&hanako, &path, period).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, ["11:00 taken"]);
    city.delete(&hanako, &path).await.expect(204);
    city.set_time("2026-11-22T14:00:00+09:00");
    assert_eq!(listed(&city, &hanako, &id).await, ["11:00 taken"]);
    assert_eq!(counted(&city, &hanako, &id).await, (json!(1), json!(1)));
}

#[tokio::test]
async fn an_answer_can_be_corrected_after_its_time_went_and_no_other_time_answered() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00", "20:00"])).await;
    city.call(&hanako, &line(&id, &alarm, "2026-11-22T11:00"), taken("09:59")).await.expect(200);
    let mut moved = at(&["11:30", "21:00"]);
    moved["label"] = json!("別の名前");
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), moved).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, ["21:00 due", "11:00 taken"]);
    city.call(&hanako, &line(&id, &alarm, "2026-11-22T11:30"), taken("09:59"))
        .await
        .expect_problem(422, "no_such_dose");
    city.call(&hanako, &line(&id, &alarm, "2026-11-22T11:00"), json!({ "status": "skipped" })).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, ["21:00 due", "11:00 skipped"]);
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22");
    let list = city.get(&hanako, &path).await.expect(200);
    assert_eq!(list.body["items"][1]["label"], "朝のカナリヤ", "what it was for when it was answered");
}

#[tokio::test]
async fn a_bedtime_that_moves_over_midnight_is_one_dose() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["23:30"])).await;
    city.set_time("2026-11-22T23:35:00+09:00");
    city.call(&hanako, &line(&id, &alarm, "2026-11-22T23:30"), taken("23:34")).await.expect(200);
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), at(&["00:30"])).await.expect(200);
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-24");
    let list = city.get(&hanako, &path).await.expect(200);
    let due = list.body["items"].as_array().unwrap().iter().map(|item| (item["date"].clone(), item["status"].clone()));
    assert_eq!(due.collect::<Vec<_>>(), [(json!("2026-11-24"), json!("due")), (json!("2026-11-22"), json!("taken"))]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_and_an_edit_that_cross_never_leave_a_taken_dose_to_ring() {
    for round in 0..12 {
        let (city, _, hanako, id) = notebook().await;
        let alarm = set(&city, &hanako, &id, at(&["11:00"])).await;
        let city = Arc::new(city);
        let answer = {
            let (city, hanako, line) = (Arc::clone(&city), hanako.clone(), line(&id, &alarm, "2026-11-22T11:00"));
            tokio::spawn(async move { city.call(&hanako, &line, taken("09:59")).await.status })
        };
        let edit = {
            let (city, hanako, path) = (Arc::clone(&city), hanako.clone(), format!("{}/{alarm}", alarms(&id)));
            tokio::spawn(async move { city.put(&hanako, &path, at(&["11:30"])).await.status })
        };
        let (answered, edited) = (answer.await.unwrap(), edit.await.unwrap());
        assert_eq!(edited, 200, "round {round}");
        let silent = !city.items(CHANGES.of("2026-11-22T11:30"), EARLY_ANSWER.of(&id).of(&alarm)).is_empty();
        assert_eq!(silent, answered == 200, "round {round}: answered with {answered}");
        let wanted = if answered == 200 { "11:00 taken" } else { "11:30 due" };
        assert_eq!(listed(&city, &hanako, &id).await, [wanted], "round {round}");
    }
}
