//! Rhythms, amounts and pauses, from what is set to what is due and what is left.

use serde_json::{Value, json};
use support::keys::{ALARMS, DUE, NOTEBOOK};
use support::{City, Person};

use super::{alarms, notebook, set};
use crate::medication::{bytes, scan};

/// The days with a dose between two, and what it is, oldest first.
async fn days(city: &City, person: &Person, id: &str, from: &str, to: &str) -> Vec<String> {
    let list = city.get(person, &format!("/v1/residents/{id}/intakes?from={from}&to={to}")).await.expect(200);
    let text = |item: &Value| format!("{} {}", &item["date"].as_str().unwrap()[5..], item["status"].as_str().unwrap());
    list.body["items"].as_array().unwrap().iter().rev().map(text).collect()
}

#[tokio::test]
async fn doses_are_due_on_the_days_of_the_rhythm_and_on_no_other() {
    for (rhythm, wanted) in [
        (
            json!({ "kind": "every_n_days", "n": 2 }),
            vec!["11-22", "11-24", "11-26", "11-28", "11-30", "12-02", "12-04"],
        ),
        (json!({ "kind": "every_n_days", "n": 14 }), vec!["11-22"]),
        (json!({ "kind": "weekdays", "days": ["tue"] }), vec!["11-24", "12-01"]),
        (
            json!({ "kind": "days_on_off", "on": 3, "off": 4 }),
            vec!["11-22", "11-23", "11-24", "11-29", "11-30", "12-01"],
        ),
        (json!({ "kind": "monthly", "anchor_day": "2026-10-31" }), vec!["11-30"]),
    ] {
        let (city, _, hanako, id) = notebook().await;
        let alarm = json!({ "label": "薬", "times": ["12:00"], "rhythm": rhythm, "from": "2026-11-22" });
        set(&city, &hanako, &id, alarm).await;
        let due = days(&city, &hanako, &id, "2026-11-22", "2026-12-05").await;
        let wanted: Vec<String> = wanted.iter().map(|day| format!("{day} due")).collect();
        assert_eq!(due, wanted, "{rhythm}");
    }
}

#[tokio::test]
async fn while_an_alarm_is_paused_nothing_is_due_or_missed_and_it_goes_on_by_itself() {
    let (city, _, hanako, id) = notebook().await;
    let body = json!({ "label": "薬", "times": ["12:00"], "rhythm": { "kind": "daily" }, "from": "2026-11-22" });
    let alarm = set(&city, &hanako, &id, body).await;
    city.set_time("2026-11-23T14:00:00+09:00");
    let path = format!("{}/{alarm}", alarms(&id));
    let mut paused = city.get(&hanako, &path).await.expect(200).body;
    paused["paused_until"] = json!("2026-11-26");
    city.put(&hanako, &path, paused).await.expect(200);
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!(
        (&read.body["paused_until"], &read.body["next_at"]),
        (&json!("2026-11-26"), &json!("2026-11-27T03:00:00Z"))
    );
    let entries = city.items(DUE.of("12:00"), &id);
    let live: Vec<_> = entries.iter().filter(|entry| entry["x"].is_null()).collect();
    assert_eq!((live.len(), &live[0]["f"]["S"]), (1, &json!("2026-11-27")));
    city.set_time("2026-11-28T12:40:00+09:00");
    let listed = days(&city, &hanako, &id, "2026-11-22", "2026-11-28").await;
    assert_eq!(listed, ["11-22 missed", "11-23 missed", "11-27 missed", "11-28 missed"]);
}

#[tokio::test]
async fn one_stock_is_counted_across_uneven_amounts_and_thirds() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = json!({
        "label": "薬", "times": [{ "time": "10:30", "amount": 2 }, { "time": "21:00", "amount": "1/3" }, "22:00"],
        "from": "2026-11-22", "stock": { "amount": 30, "per_dose": 1 },
    });
    let alarm = set(&city, &hanako, &id, alarm).await;
    let path = format!("{}/{alarm}", alarms(&id));
    let take = async |time: &str, body: Value| {
        city.put(&hanako, &format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/{time}"), body).await.expect(200);
        city.get(&hanako, &path).await.expect(200).body["stock"]["amount"].clone()
    };
    assert_eq!(take("10:30", json!({ "status": "taken" })).await, json!(28.0));
    assert_eq!(take("21:00", json!({ "status": "taken" })).await, json!("27 2/3"));
    assert_eq!(take("22:00", json!({ "status": "taken" })).await, json!("26 2/3"));
    // A correction gives back what its own dose took.
    assert_eq!(take("10:30", json!({ "status": "skipped" })).await, json!("28 2/3"));
    let list = city.get(&hanako, &format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22")).await;
    let amounts: Vec<_> = list.body["items"].as_array().unwrap().iter().map(|item| item["amount"].clone()).collect();
    assert_eq!(amounts, [Value::Null, json!("1/3"), json!(2.0)]);
}

#[tokio::test]
async fn an_alarm_stored_with_days_of_the_week_rings_and_is_shown_in_the_new_form() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, super::morning()).await;
    let mut item = city.items(NOTEBOOK.of(&id), ALARMS).remove(0);
    let recurrence = &mut item["alarm"]["M"]["setting"]["M"]["recurrence"]["M"];
    recurrence["times"] = json!({ "L": [{ "S": "08:00" }] });
    recurrence["weekdays"] = json!({ "L": [{ "S": "mon" }] });
    recurrence.as_object_mut().unwrap().retain(|name, _| !["rhythm", "paused_until"].contains(&name.as_str()));
    city.store.seed(item);
    let read = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(200);
    assert_eq!(
        (&read.body["times"], &read.body["rhythm"]),
        (&json!([{ "time": "08:00" }]), &json!({ "kind": "weekdays", "days": ["mon"] }))
    );
    assert_eq!(days(&city, &hanako, &id, "2026-11-22", "2026-11-28").await, ["11-23 due"]);
}

#[tokio::test]
async fn seven_days_at_a_bedtime_after_midnight_are_seven_doses_from_sheet_to_list() {
    let (city, _, hanako, id) = notebook().await;
    let day = json!({ "wake": "07:00", "breakfast": "07:30", "lunch": "12:00", "supper": "19:00", "bedtime": "00:30" });
    city.put(&hanako, &format!("/v1/residents/{id}/meal-times"), day).await.expect(200);
    let sheet = "JAHISTC08,1\n5,20261122,1\n11,有明調剤薬局,43,4,0412345,,,,1\n201,1,ブロチゾラム錠,1,錠,1,,1\n\
                 301,1,１日１回就寝前,7,日分,1,1,,1\n";
    let scanned = scan(&city, &hanako, &id, bytes(sheet)).await.expect(201);
    let mut alarm = scanned.body["suggested_alarms"][0].clone();
    assert_eq!((&alarm["from"], &alarm["until"]), (&json!("2026-11-23"), &json!("2026-11-29")));
    for beside in ["dispensing_id", "groups"] {
        alarm.as_object_mut().unwrap().remove(beside).unwrap();
    }
    set(&city, &hanako, &id, alarm).await;
    city.set_time("2026-12-02T12:00:00+09:00");
    let list =
        city.get(&hanako, &format!("/v1/residents/{id}/intakes?from=2026-11-20&to=2026-12-02")).await.expect(200);
    let at: Vec<_> = list.body["items"].as_array().unwrap().iter().rev().map(|dose| dose["due_at"].clone()).collect();
    let wanted: Vec<_> = (22..29).map(|day| json!(format!("2026-11-{day}T15:30:00Z"))).collect();
    assert_eq!(at, wanted);
}
