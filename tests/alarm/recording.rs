//! Reminders to record: alarms that are about no medicine. They are set and changed as every alarm is, and nothing that reads
//! doses knows of them.
use serde_json::{Value, json};
use support::keys::{ALARMS, DUE, ENTRIES, LOG, NOTEBOOK, PAST_ALARMS};
use support::{City, Person};

use super::{alarms, entries, morning, notebook, set, with_version};

/// Every evening at eight.
fn evening() -> Value {
    json!({ "about": "record", "label": "血圧をはかる", "times": ["20:00"], "rhythm": { "kind": "daily" }, "from": "2026-11-22" })
}

async fn ids(city: &City, person: &Person, id: &str) -> Vec<Value> {
    let list = city.get(person, &alarms(id)).await.expect(200).body;
    list["items"].as_array().unwrap().iter().map(|item| item["alarm_id"].clone()).collect()
}

#[tokio::test]
async fn a_reminder_is_set_changed_and_stopped_as_every_alarm_is() {
    let (city, _, hanako, id) = notebook().await;
    let made = city.post(&hanako, &alarms(&id), evening()).await.expect(201).body;
    assert_eq!((&made["about"], &made["label"]), (&json!("record"), &json!("血圧をはかる")));
    assert_eq!((&made["next_at"], &made["rings_for_me"]), (&json!("2026-11-22T11:00:00Z"), &json!(true)));
    let one = format!("{}/{}", alarms(&id), made["alarm_id"].as_str().unwrap());
    let mut changed = city.get(&hanako, &one).await.expect(200).body;
    changed["times"] = json!([{ "time": "21:30" }]);
    changed["rhythm"] = json!({ "kind": "weekdays", "days": ["mon", "thu"] });
    let reply = city.put(&hanako, &one, changed).await.expect(200).body;
    assert_eq!((&reply["about"], &reply["next_at"]), (&json!("record"), &json!("2026-11-23T12:30:00Z")));
    city.delete(&hanako, &one).await.expect(204);
    assert!(ids(&city, &hanako, &id).await.is_empty());
}

#[tokio::test]
async fn what_an_alarm_is_about_never_changes_and_is_medicines_where_nothing_is_said() {
    let (city, _, hanako, id) = notebook().await;
    for (made, about, other) in [(evening(), "record", "medicines"), (morning(), "medicines", "record")] {
        let alarm = set(&city, &hanako, &id, made).await;
        let one = format!("{}/{alarm}", alarms(&id));
        let shown = city.get(&hanako, &one).await.expect(200).body;
        assert_eq!(shown["about"], about);
        // As a client sends it that knows nothing of it.
        let mut without = shown.clone();
        without.as_object_mut().unwrap().remove("about");
        without["label"] = json!("ちがう名前");
        let kept = city.put(&hanako, &one, without).await.expect(200).body;
        assert_eq!((&kept["about"], &kept["label"]), (&json!(about), &json!("ちがう名前")));
        let mut turned = kept.clone();
        turned["about"] = json!(other);
        let refused = city.put(&hanako, &one, turned).await.expect_problem(422, "read_only_field");
        assert_eq!(refused.body["errors"][0]["pointer"], "/about");
    }
}

#[tokio::test]
async fn an_alarm_that_was_kept_before_there_was_anything_else_is_of_medicines() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, morning()).await;
    let mut kept = city.item(NOTEBOOK.of(&id), ALARMS.of(&alarm));
    assert!(kept.as_object_mut().unwrap().remove("about").is_some());
    city.store.seed(kept);
    let shown = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(200).body;
    assert_eq!(shown["about"], "medicines");
    city.set_time("2026-11-23T07:00:00+09:00");
    let today = city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    assert_eq!((today["doses"].as_array().unwrap().len(), &today["reminders"]), (1, &json!([])));
    let answer = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-23/08:00");
    city.put(&hanako, &answer, json!({ "status": "taken" })).await.expect(200);
}

#[tokio::test]
async fn nothing_of_medicines_can_stand_in_a_reminder_and_it_has_to_ring() {
    let (city, _, hanako, id) = notebook().await;
    let medicine = json!("019aa000-0000-7000-8000-000000000001");
    for (field, value, pointer) in [
        ("medication_ids", json!([medicine]), "/medication_ids"),
        ("times", json!([{ "time": "20:00", "amount": 1 }]), "/times"),
        ("stock", json!({ "amount": 10, "per_dose": 1 }), "/stock"),
        ("dispensing_id", medicine.clone(), "/dispensing_id"),
        ("groups", json!([0]), "/groups"),
        ("falls_on", json!("same_day"), "/falls_on"),
        ("instead_of", json!([medicine]), "/instead_of"),
        ("rhythm", json!({ "kind": "as_needed" }), "/rhythm"),
    ] {
        let mut body = evening();
        body[field] = value;
        if field == "rhythm" {
            body["times"] = json!([]);
        }
        let refused = city.post(&hanako, &alarms(&id), body).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{}", refused.body);
    }
    // A change is held to the same.
    let alarm = set(&city, &hanako, &id, evening()).await;
    let one = format!("{}/{alarm}", alarms(&id));
    let mut counted = city.get(&hanako, &one).await.expect(200).body;
    counted["stock"] = json!({ "amount": 10, "per_dose": 1 });
    city.put(&hanako, &one, counted).await.expect_problem(422, "invalid_value");
    let mut unknown = evening();
    unknown["about"] = json!("walking");
    city.post(&hanako, &alarms(&id), unknown).await.expect(422);
}

#[tokio::test]
async fn a_reminder_is_no_dose_anywhere_and_none_can_be_said_of_it() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, evening()).await;
    let get = async |path: &str| city.get(&hanako, &format!("/v1/residents/{id}/{path}")).await.expect(200).body;
    for now in ["2026-11-22T20:10:00+09:00", "2026-11-23T09:00:00+09:00"] {
        city.set_time(now);
        let today = get("today").await;
        assert_eq!(today["doses"], json!([]), "{now}");
        assert_eq!(today["reminders"], json!([{ "alarm_id": alarm, "label": "血圧をはかる", "time": "20:00" }]));
        assert_eq!(get("intakes?from=2026-11-22&to=2026-11-23").await["items"], json!([]), "{now}");
        let adherence = get("adherence?from=2026-11-22&to=2026-11-23").await;
        assert_eq!((&adherence["total"]["prescribed"], &adherence["alarms"]), (&json!(0), &json!([])), "{now}");
    }
    let answer = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/20:00");
    for said in [json!({ "status": "taken" }), json!({ "status": "skipped" }), json!({ "status": "due" })] {
        city.put(&hanako, &answer, said).await.expect_problem(404, "not_found");
    }
    let log = json!({ "alarm_id": alarm, "taken_at": "2026-11-23T08:00:00+09:00" });
    let refused = city.post(&hanako, &format!("/v1/residents/{id}/intakes"), log).await;
    assert_eq!(refused.expect_problem(422, "invalid_value").body["errors"][0]["pointer"], "/alarm_id");
}

#[tokio::test]
async fn the_first_screen_shows_those_of_the_day_as_they_are_set_now() {
    let (city, _, hanako, id) = notebook().await;
    let evening_one = set(&city, &hanako, &id, evening()).await;
    let mut mondays = evening();
    (mondays["label"], mondays["rhythm"]) = (json!("体重をはかる"), json!({ "kind": "weekdays", "days": ["mon"] }));
    mondays["times"] = json!(["07:00"]);
    let monday = set(&city, &hanako, &id, mondays).await;
    let today = async || city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    let told = |today: Value| -> Vec<(Value, Value)> {
        let all = today["reminders"].as_array().unwrap().clone();
        all.into_iter().map(|one| (one["alarm_id"].clone(), one["time"].clone())).collect()
    };
    assert_eq!(told(today().await), [(json!(evening_one), json!("20:00"))], "on a Sunday");
    city.set_time("2026-11-23T21:00:00+09:00");
    let both = [(json!(monday), json!("07:00")), (json!(evening_one), json!("20:00"))];
    assert_eq!(told(today().await), both, "past ones too: nothing of them is missed");
    let one = format!("{}/{evening_one}", alarms(&id));
    let mut moved = city.get(&hanako, &one).await.expect(200).body;
    moved["times"] = json!(["21:30"]);
    city.put(&hanako, &one, moved).await.expect(200);
    city.delete(&hanako, &format!("{}/{monday}", alarms(&id))).await.expect(204);
    assert_eq!(told(today().await), [(json!(evening_one), json!("21:30"))]);
}

#[tokio::test]
async fn family_reaches_a_reminder_with_medicines_and_daily_values_alone() {
    let (city, _, hanako, id) = notebook().await;
    let (alarm, medicines) = (set(&city, &hanako, &id, evening()).await, set(&city, &hanako, &id, morning()).await);
    let (one, son) = (format!("{}/{alarm}", alarms(&id)), Person::resident("son"));
    let body = city.get(&hanako, &one).await.expect(200).body;
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    assert_eq!(ids(&city, &son, &id).await, [json!(medicines)]);
    city.get(&son, &one).await.expect_problem(404, "not_found");
    city.put(&son, &one, body.clone()).await.expect_problem(404, "not_found");
    with_version(&city, &son, &format!("DELETE {one}"), Value::Null, "\"1\"").await.expect_problem(404, "not_found");
    city.post(&son, &alarms(&id), evening()).await.expect_problem(404, "not_found");
    let today = city.get(&son, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    assert!(today["doses"].is_array() && today.get("reminders").is_none(), "{today}");

    city.relate(&son, &id, "family", &[("medication", "manage"), ("daily", "record")]);
    assert_eq!(ids(&city, &son, &id).await.len(), 2);
    city.get(&son, &one).await.expect(200);
    let before = entries(&city, &id);
    let theirs = city.post(&son, &alarms(&id), evening()).await.expect(201).body;
    assert_eq!((&theirs["rings_for_me"], entries(&city, &id)), (&json!(true), before + 1));
    let last = city.items(LOG.of(&id), ENTRIES).pop().unwrap();
    assert!(last.to_string().contains("daily") && last.to_string().contains("medication"), "{last}");
    city.put(&son, &one, body.clone()).await.expect_problem(404, "not_found");
    city.relate(&son, &id, "family", &[("medication", "manage"), ("daily", "manage")]);
    let as_shown = city.get(&son, &one).await.expect(200).body;
    city.put(&son, &one, as_shown).await.expect(200);
    city.relate(&son, &id, "family", &[("daily", "manage")]);
    city.get(&son, &alarms(&id)).await.expect_problem(404, "not_found");
    let today = city.get(&son, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    assert!(today["latest"].is_object() && today.get("reminders").is_none(), "{today}");
}

#[tokio::test]
async fn nobody_watches_over_what_is_recorded() {
    let (city, _, hanako, id) = notebook().await;
    let before = set(&city, &hanako, &id, evening()).await;
    let taro = Person::resident("taro");
    city.relate(&taro, &id, "family", &[("medication", "see")]);
    let offered = format!("/v1/residents/{id}/missed-dose-watchers/{}", taro.actor());
    city.put(&hanako, &offered, json!({})).await.expect(200);
    city.put(&taro, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": true })).await.expect(200);
    let after = set(&city, &hanako, &id, evening()).await;
    let medicines = set(&city, &hanako, &id, morning()).await;
    let watched: Vec<(bool, bool)> = [&before, &after, &medicines]
        .into_iter()
        .map(|alarm| {
            let entry = city.items(DUE, "").into_iter().find(|item| item["a"]["S"] == json!(alarm)).unwrap();
            (entry.get("w").is_some(), entry["b"]["S"] == "record")
        })
        .collect();
    assert_eq!(watched, [(false, true), (false, true), (true, false)]);
}

#[tokio::test]
async fn a_reminder_that_ended_is_not_kept_for_what_became_of_it() {
    let (city, _, hanako, id) = notebook().await;
    let ended = set(&city, &hanako, &id, evening()).await;
    city.set_time("2026-11-24T09:00:00+09:00");
    city.delete(&hanako, &format!("{}/{ended}", alarms(&id))).await.expect(204);
    let mut copy = city.item(NOTEBOOK.of(&id), ALARMS.of(&ended));
    copy["made_at"] = json!({ "S": "2026-11-01T00:00:00Z" });
    copy["alarm"]["M"]["ended"] = json!({ "S": "2026-11-25T00:00:00Z" });
    for number in 1..300 {
        let other = format!("019aa000-0000-7000-8000-{number:012}");
        (copy["sk"], copy["alarm_id"]) = (json!({ "S": ALARMS.of(&other) }), json!({ "S": other }));
        city.store.seed(copy.clone());
    }
    set(&city, &hanako, &id, morning()).await;
    assert!(city.items(NOTEBOOK.of(&id), ALARMS).iter().all(|item| item["alarm_id"]["S"] != json!(ended)));
    assert!(city.items(NOTEBOOK.of(&id), PAST_ALARMS).is_empty());
}
