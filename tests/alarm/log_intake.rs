//! log-intake, delete-intake: doses as needed, in addition, and afterwards.

use serde_json::{Value, json};
use support::{City, Person, Post, Reply, Write, crash_sweep};

use super::{alarms, at, notebook, set};

fn intakes(id: &str) -> String {
    format!("/v1/residents/{id}/intakes")
}

/// 頓服, at most twice a day, with ten tablets left.
fn as_needed() -> Value {
    json!({
        "label": "頭が痛いとき", "rhythm": { "kind": "as_needed", "max_per_day": 2 }, "from": "2026-11-22",
        "stock": { "amount": 10, "per_dose": 1 },
    })
}

fn taken(alarm: &str, at: &str) -> Value {
    json!({ "alarm_id": alarm, "taken_at": format!("2026-11-22T{at}:00+09:00") })
}

async fn left(city: &City, person: &Person, id: &str, alarm: &str) -> Value {
    city.get(person, &format!("{}/{alarm}", alarms(id))).await.expect(200).body["stock"]["amount"].clone()
}

#[tokio::test]
async fn a_dose_as_needed_leaves_the_stock_and_one_too_many_is_logged_with_a_warning() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, as_needed()).await;
    city.set_time("2026-11-22T13:00:00+09:00");
    let read = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(200);
    assert_eq!((&read.body["times"], &read.body["next_at"]), (&json!([]), &Value::Null), "it never rings");
    assert_eq!(read.body["stock"]["days_left"], Value::Null);
    city.store.forget();
    let first = city.post(&hanako, &intakes(&id), taken(&alarm, "11:00")).await.expect(201);
    assert_eq!((city.store.seen().depth, &first.body["warnings"]), (2, &json!([])));
    let mut half = taken(&alarm, "12:00");
    half["amount"] = json!("1/2");
    city.post(&hanako, &intakes(&id), half).await.expect(201);
    assert_eq!(left(&city, &hanako, &id, &alarm).await, json!(8.5));
    let third = city.post(&hanako, &intakes(&id), taken(&alarm, "12:50")).await.expect(201);
    assert_eq!(warned(&third), json!([{ "code": "max_per_day_exceeded", "max_per_day": 2, "taken": 3 }]));
    // More than a day before, logged afterwards.
    let yesterday = json!({ "alarm_id": alarm, "taken_at": "2026-11-21T10:00:00+09:00" });
    let other_day = city.post(&hanako, &intakes(&id), yesterday).await.expect(201);
    assert_eq!(other_day.body["warnings"], json!([]));
    assert_eq!(left(&city, &hanako, &id, &alarm).await, json!(7.5), "it was counted after that dose");
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    let listed: Vec<_> = list.body["items"].as_array().unwrap().iter().collect();
    assert_eq!(listed.len(), 4);
    assert_eq!(
        (&listed[0]["kind"], &listed[0]["status"], &listed[0]["taken_at"], &listed[0]["due_at"]),
        (&json!("logged"), &json!("taken"), &json!("2026-11-22T03:50:00Z"), &Value::Null)
    );
    assert_eq!((&listed[1]["amount"], &listed[1]["label"]), (&json!(0.5), &json!("頭が痛いとき")));
    let counted = city.get(&hanako, &format!("/v1/residents/{id}/adherence")).await.expect(200);
    assert_eq!((&counted.body["total"]["prescribed"], &counted.body["logged"]), (&json!(0), &json!(4)));
    assert_eq!(counted.body["alarms"][0]["logged"], 4);
}

/// The warnings of an answer, each of which has a text.
fn warned(reply: &Reply) -> Value {
    let mut warnings = reply.body["warnings"].clone();
    for warning in warnings.as_array_mut().unwrap() {
        assert!(warning.as_object_mut().unwrap().remove("text").unwrap().as_str().unwrap().len() > 20);
    }
    warnings
}

#[tokio::test]
async fn doses_count_over_24_hours_across_midnight_and_the_same_minute_is_asked_about() {
    let (city, _, hanako, id) = notebook().await;
    let mut alarm = as_needed();
    alarm["rhythm"]["max_per_day"] = json!(3);
    let alarm = set(&city, &hanako, &id, alarm).await;
    city.set_time("2026-11-23T01:00:00+09:00");
    let exceeded = |taken: u32| json!({ "code": "max_per_day_exceeded", "max_per_day": 3, "taken": taken });
    let again = json!({ "code": "already_logged", "taken_at": "2026-11-22T15:30:00Z" });
    for (at, wanted) in [
        ("2026-11-22T22:00", json!([])),
        ("2026-11-22T22:30", json!([])),
        ("2026-11-22T23:00", json!([])),
        ("2026-11-23T00:30", json!([exceeded(4)])),
        ("2026-11-23T00:30", json!([again, exceeded(5)])),
        // A day later than the first, to the minute, and earlier than all, logged afterwards.
        ("2026-11-21T22:30", json!([])),
        ("2026-11-22T00:45", json!([exceeded(6)])),
    ] {
        let body = json!({ "alarm_id": alarm, "taken_at": format!("{at}:00+09:00") });
        assert_eq!(warned(&city.post(&hanako, &intakes(&id), body).await.expect(201)), wanted, "{at}");
    }
}

#[tokio::test]
async fn an_amount_of_two_doses_counts_twice_and_a_medicine_without_alarm_is_known_again() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, as_needed()).await;
    let mut three = taken(&alarm, "09:50");
    three["amount"] = json!(3);
    let reply = city.post(&hanako, &intakes(&id), three).await.expect(201);
    assert_eq!(warned(&reply), json!([{ "code": "max_per_day_exceeded", "max_per_day": 2, "taken": 3 }]));
    let medicine = super::update_alarm::medicine(&city, &hanako, &id, "薬").await;
    let other = super::update_alarm::medicine(&city, &hanako, &id, "別の薬").await;
    let by_hand = async |medicine: &str| {
        let body = json!({ "medication_ids": [medicine], "taken_at": "2026-11-22T09:50:00+09:00" });
        warned(&city.post(&hanako, &intakes(&id), body).await.expect(201))
    };
    assert_eq!(by_hand(&medicine).await, json!([]));
    assert_eq!(by_hand(&other).await, json!([]));
    assert_eq!(by_hand(&medicine).await, json!([{ "code": "already_logged", "taken_at": "2026-11-22T00:50:00Z" }]));
}

#[tokio::test]
async fn a_dose_in_addition_answers_no_planned_one_and_says_so() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00", "20:00"])).await;
    let reply = city.post(&hanako, &intakes(&id), taken(&alarm, "09:50")).await.expect(201);
    assert_eq!(warned(&reply), json!([{ "code": "planned_dose_open", "due_at": "2026-11-22T02:00:00Z" }]));
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    let shown = |item: &Value| format!("{} {} {}", item["time"], item["kind"], item["status"]).replace('"', "");
    let shown: Vec<String> = list.body["items"].as_array().unwrap().iter().map(shown).collect();
    assert_eq!(shown, ["20:00 planned due", "11:00 planned due", "09:50 logged taken"]);
}

#[tokio::test]
async fn a_dose_after_midnight_is_asked_about_with_the_evening_before() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00", "23:00"])).await;
    city.set_time("2026-11-23T00:40:00+09:00");
    city.put(&hanako, &format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/11:00"), json!({ "status": "taken" }))
        .await
        .expect(200);
    let body = json!({ "alarm_id": alarm, "taken_at": "2026-11-23T00:30:00+09:00" });
    let reply = city.post(&hanako, &intakes(&id), body).await.expect(201);
    assert_eq!(warned(&reply), json!([{ "code": "planned_dose_open", "due_at": "2026-11-22T14:00:00Z" }]));
}

#[tokio::test]
async fn a_planned_dose_that_was_put_off_is_still_open() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00"])).await;
    city.set_time("2026-11-22T11:05:00+09:00");
    let later = json!({ "status": "snoozed", "at": "2026-11-22T12:00:00+09:00" });
    city.put(&hanako, &format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/11:00"), later).await.expect(200);
    let reply = city.post(&hanako, &intakes(&id), taken(&alarm, "11:04")).await.expect(201);
    assert_eq!(warned(&reply), json!([{ "code": "planned_dose_open", "due_at": "2026-11-22T02:00:00Z" }]));
}

#[tokio::test]
async fn an_entry_that_cannot_be_counted_out_of_the_stock_says_so() {
    let (city, _, hanako, id) = notebook().await;
    let mut counted = at(&["11:00", "20:00"]);
    counted["times"] = json!([{ "time": "11:00", "amount": "1/2" }, { "time": "20:00", "amount": "1/3" }]);
    counted["stock"] = json!({ "amount": 5 });
    let alarm = set(&city, &hanako, &id, counted).await;
    let reply = city.post(&hanako, &intakes(&id), taken(&alarm, "09:50")).await.expect(201);
    assert!(warned(&reply).as_array().unwrap().contains(&json!({ "code": "not_counted" })), "{}", reply.body);
    assert_eq!(left(&city, &hanako, &id, &alarm).await, json!(5.0));
    let mut half = taken(&alarm, "09:55");
    half["amount"] = json!("1/2");
    let reply = city.post(&hanako, &intakes(&id), half).await.expect(201);
    assert!(!warned(&reply).as_array().unwrap().contains(&json!({ "code": "not_counted" })), "{}", reply.body);
}

#[tokio::test]
async fn a_dose_that_was_logged_by_mistake_is_deleted_and_comes_back_into_the_stock() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, as_needed()).await;
    city.set_time("2026-11-22T10:30:00+09:00");
    let reply = city.post(&hanako, &intakes(&id), taken(&alarm, "10:20")).await.expect(201);
    assert_eq!(left(&city, &hanako, &id, &alarm).await, json!(9.0));
    let path = format!("{}/{}", intakes(&id), reply.body["intake_id"].as_str().unwrap());
    city.delete(&hanako, &path).await.expect(204);
    assert_eq!(left(&city, &hanako, &id, &alarm).await, json!(10.0));
    city.delete(&hanako, &path).await.expect_problem(404, "not_found");
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    assert_eq!(list.body["items"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_a_dose_is_refused() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, as_needed()).await;
    let with = |name: &str, value: Value| {
        let mut body = taken(&alarm, "09:00");
        body[name] = value;
        body
    };
    for (body, code, pointer) in [
        (with("alarm_id", Value::Null), "invalid_value", "/medication_ids"),
        (with("alarm_id", json!("019aa000-0000-7000-8000-0000000000af")), "invalid_value", "/alarm_id"),
        (
            with("medication_ids", json!(["019aa000-0000-7000-8000-0000000000f1"])),
            "unknown_medication",
            "/medication_ids/0",
        ),
        (with("taken_at", json!("2026-11-22T10:11:00+09:00")), "invalid_value", "/taken_at"),
        (with("taken_at", json!("2025-11-01T10:00:00+09:00")), "invalid_value", "/taken_at"),
        (with("taken_at", json!("2026-11-22T09:59:60+09:00")), "invalid_value", "/taken_at"),
        (with("amount", json!(0)), "invalid_value", "/amount"),
    ] {
        let reply = city.post(&hanako, &intakes(&id), body.clone()).await.expect_problem(422, code);
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{body}");
    }
    assert_eq!(left(&city, &hanako, &id, &alarm).await, json!(10.0));
}

#[tokio::test]
async fn r50_a_repeated_log_is_one_dose_with_the_same_answer() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00"])).await;
    let line = format!("POST {}", intakes(&id));
    let log = async || {
        city.send(&hanako, &line, taken(&alarm, "09:50"), |request| request.idempotency_key = Some("log".to_owned()))
            .await
            .expect(201)
    };
    let (first, again) = (log().await, log().await);
    assert_eq!(first.raw, again.raw);
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    let logged = list.body["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "logged").count();
    assert_eq!(logged, 1);
}

#[tokio::test]
async fn r52_r53_logging_and_deleting_survive_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        let mut low = as_needed();
        low["stock"] = json!({ "amount": 1, "per_dose": 1 });
        let alarm = set(city, &hanako, &id, low).await;
        city.set_time("2026-11-22T10:30:00+09:00");
        Write::new(&hanako, &format!("POST {}", intakes(&id)), taken(&alarm, "10:20"))
    })
    .await;
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        let alarm = set(city, &hanako, &id, as_needed()).await;
        city.set_time("2026-11-22T10:30:00+09:00");
        let reply = city.post(&hanako, &intakes(&id), taken(&alarm, "10:20")).await.expect(201);
        let intake = reply.body["intake_id"].as_str().unwrap().to_owned();
        Write::new(&hanako, &format!("DELETE {}/{intake}", intakes(&id)), Value::Null)
    })
    .await;
}
