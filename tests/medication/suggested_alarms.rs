//! create-alarm and update-alarm: a suggestion makes one alarm, whoever sends it and however often, so that nothing is taken twice.

use std::collections::BTreeSet;

use platform::request::Request;
use serde_json::{Value, json};
use support::keys::{ALARMS, NOTEBOOK, key_of};
use support::{City, Person, Post};

use super::{added, by_hand, bytes, notebook, scan, sheet};

/// A notebook with a mother and a father who record medicines.
async fn family() -> (City, [Person; 3], String) {
    let (city, hanako, id) = notebook().await;
    Post::at(&city);
    let parents = ["mother", "father"].map(Person::resident);
    for parent in &parents {
        city.relate(parent, &id, "family", &[("medication", "manage")]);
    }
    let [mother, father] = parents;
    (city, [hanako, mother, father], id)
}

fn alarms(id: &str) -> String {
    format!("/v1/residents/{id}/alarms")
}

/// A sheet with a medicine in the morning and another in the evening.
fn morning_and_evening() -> String {
    let second = "201,2,追加薬錠,1,錠,1,,1\n301,2,１日１回夕食後,28,日分,1,1,,1\n";
    format!("{}{second}", sheet("20261120", "アムロジピン錠５ｍｇ"))
}

async fn suggested(city: &City, person: &Person, id: &str, sheet: &str) -> Vec<Value> {
    let scanned = scan(city, person, id, bytes(sheet)).await.expect(201);
    scanned.body["suggested_alarms"].as_array().unwrap().clone()
}

async fn set(city: &City, person: &Person, id: &str, alarm: &Value) -> String {
    let made = city.post(person, &alarms(id), alarm.clone()).await.expect(201);
    made.body["alarm_id"].as_str().unwrap().to_owned()
}

/// Sends an alarm that is refused, because of these.
async fn refused(city: &City, person: &Person, id: &str, alarm: &Value, because_of: &[&String]) {
    let reply = city.post(person, &alarms(id), alarm.clone()).await.expect_problem(422, "alarm_of_same_medicine");
    let named: BTreeSet<_> =
        reply.body["alarm_ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    assert_eq!(named, because_of.iter().map(|id| id.as_str()).collect());
}

/// An alarm as it is shown, with this in it.
async fn changed(city: &City, person: &Person, id: &str, alarm: &str, with: Value) -> Value {
    let mut shown = city.get(person, &format!("{}/{alarm}", alarms(id))).await.expect(200).body;
    shown.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    shown
}

async fn change(city: &City, person: &Person, id: &str, alarm: &str, with: Value) {
    let body = changed(city, person, id, alarm, with).await;
    city.put(person, &format!("{}/{alarm}", alarms(id)), body).await.expect(200);
}

#[tokio::test]
async fn a_suggestion_sent_twice_makes_one_alarm_even_if_moved_and_another_once_it_ended() {
    let (city, [hanako, mother, father], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let alarm = set(&city, &mother, &id, &all[0]).await;
    refused(&city, &father, &id, &all[0], &[&alarm]).await;
    let evening = set(&city, &father, &id, &all[1]).await;
    let moved = json!({ "times": [{ "time": "21:45" }], "label": "夜", "from": "2026-11-23", "until": "2026-12-31" });
    change(&city, &mother, &id, &alarm, moved).await;
    refused(&city, &father, &id, &all[0], &[&alarm]).await;
    // Nor does what the parent changes of it before it is sent.
    let mut other = all[0].clone();
    (other["label"], other["times"], other["from"]) = (json!("朝の薬"), json!(["06:00"]), json!("2026-11-24"));
    refused(&city, &father, &id, &other, &[&alarm]).await;
    let mut both = all[0].clone();
    both["groups"] = json!([0, 1]);
    refused(&city, &father, &id, &both, &[&alarm, &evening]).await;
    both["groups"] = Value::Null;
    refused(&city, &father, &id, &both, &[&alarm, &evening]).await;
    city.delete(&mother, &format!("{}/{alarm}", alarms(&id))).await.expect(204);
    set(&city, &father, &id, &all[0]).await;
}

#[tokio::test]
async fn of_two_parents_who_send_a_suggestion_at_once_one_makes_it_and_one_is_told() {
    let (city, [hanako, mother, father], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let path = alarms(&id);
    for suggestion in all {
        let send = |person| city.post(person, &path, suggestion.clone());
        let (one, other) = tokio::join!(send(&mother), send(&father));
        let (made, told) = if one.status == 201 { (one, other) } else { (other, one) };
        let made = made.expect(201);
        let told = told.expect_problem(422, "alarm_of_same_medicine");
        assert_eq!(told.body["alarm_ids"], json!([made.body["alarm_id"]]));
    }
}

#[tokio::test]
async fn a_repetition_with_its_key_gets_the_first_answer() {
    let (city, [hanako, ..], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let line = format!("POST {}", alarms(&id));
    let key = |request: &mut Request| request.idempotency_key = Some("once".to_owned());
    let first = city.send(&hanako, &line, all[0].clone(), key).await.expect(201);
    let again = city.send(&hanako, &line, all[0].clone(), key).await.expect(201);
    assert_eq!((first.raw, first.status), (again.raw, again.status));
}

#[tokio::test]
async fn an_alarm_by_hand_is_free_and_its_dispensings_suggestion_sees_where_it_rings() {
    let (city, [hanako, mother, _], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let medicines = all[0]["medication_ids"].clone();
    let by_hand = json!({ "label": "朝", "medication_ids": medicines, "times": ["08:00"], "from": "2026-11-22" });
    let mut needed = by_hand.clone();
    (needed["times"], needed["rhythm"]) = (json!([]), json!({ "kind": "as_needed" }));
    set(&city, &hanako, &id, &needed).await;
    let first = set(&city, &mother, &id, &all[0]).await;
    let second = set(&city, &hanako, &id, &by_hand).await;
    let third = set(&city, &hanako, &id, &by_hand).await;
    // The first says that it is not for these groups; the others do not say.
    refused(&city, &mother, &id, &all[1], &[&second, &third]).await;
    // What rang already goes on, whatever stands beside it.
    change(&city, &mother, &id, &first, json!({ "label": "朝の血圧の薬" })).await;
}

#[tokio::test]
async fn an_alarm_that_does_not_ring_any_more_stands_in_the_way_of_no_suggestion() {
    for instead in [false, true] {
        let (city, [hanako, mother, father], id) = family().await;
        let wrong = sheet("20261120", "ワーファリン錠１ｍｇ")
            .replace("201,", "51,荒尾内科,43,1,0112345,1\n55,髙﨑　誠,,1\n201,");
        let mut suggestion = suggested(&city, &hanako, &id, &wrong).await.remove(0);
        let alarm = set(&city, &father, &id, &suggestion).await;
        if instead {
            suggestion = suggested(&city, &hanako, &id, &wrong.replace(",1,錠,", ",2,錠,")).await.remove(0);
        }
        refused(&city, &mother, &id, &suggestion, &[&alarm]).await;
        // A pause ends by itself.
        change(&city, &father, &id, &alarm, json!({ "paused_until": "2026-11-30" })).await;
        refused(&city, &mother, &id, &suggestion, &[&alarm]).await;
        // The father is not family any more: it rings for nobody, and no change makes it.
        city.relate(&father, &id, "family", &[("daily", "manage")]);
        let theirs = set(&city, &mother, &id, &suggestion).await;
        // It ends with the one that comes in its place: left as it is, it would say every day that a dose was missed.
        city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect_problem(404, "not_found");
        // Nor does one whose last day was yesterday.
        refused(&city, &hanako, &id, &suggestion, &[&theirs]).await;
        change(&city, &mother, &id, &theirs, json!({ "until": "2026-11-21", "from": "2026-11-20" })).await;
        let own = set(&city, &hanako, &id, &suggestion).await;
        // It does not begin to ring again beside the one that came since.
        let again = changed(&city, &mother, &id, &theirs, json!({ "until": "2026-12-17" })).await;
        let path = format!("{}/{theirs}", alarms(&id));
        let told = city.put(&mother, &path, again.clone()).await.expect_problem(422, "alarm_of_same_medicine");
        assert_eq!(told.body["alarm_ids"], json!([own]));
        city.delete(&hanako, &format!("{}/{own}", alarms(&id))).await.expect(204);
        city.put(&mother, &path, again).await.expect(200);
    }
}

#[tokio::test]
async fn one_usage_whose_times_fall_on_two_days_makes_two_alarms_and_each_once() {
    let (city, [hanako, mother, father], id) = family().await;
    let night =
        json!({ "wake": "17:00", "breakfast": "18:00", "lunch": "23:00", "supper": "06:00", "bedtime": "08:00" });
    city.put(&hanako, &format!("/v1/residents/{id}/meal-times"), night).await.expect(200);
    let meals = sheet("20261120", "アムロジピン錠５ｍｇ").replace("１日１回朝食後", "１日３回毎食後");
    let all = suggested(&city, &hanako, &id, &meals).await;
    let falls: Vec<_> = all.iter().map(|alarm| (&alarm["groups"], alarm["falls_on"].as_str().unwrap())).collect();
    assert_eq!(falls, [(&json!([0]), "same_day"), (&json!([0]), "day_after")]);
    let mut made = Vec::new();
    for alarm in &all {
        made.push(set(&city, &mother, &id, alarm).await);
    }
    for (alarm, made) in all.iter().zip(&made) {
        refused(&city, &father, &id, alarm, &[made]).await;
    }
    let mut unsaid = all[0].clone();
    unsaid.as_object_mut().unwrap().remove("falls_on");
    // It may be either.
    refused(&city, &father, &id, &unsaid, &made.iter().collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn what_an_alarm_was_made_from_is_shown_and_changes_only_where_that_is_said() {
    let (city, [hanako, ..], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let morning = set(&city, &hanako, &id, &all[0]).await;
    let evening = set(&city, &hanako, &id, &all[1]).await;
    let path = format!("{}/{morning}", alarms(&id));
    let shown = city.get(&hanako, &path).await.expect(200).body;
    let of = |alarm: &Value| [alarm["dispensing_id"].clone(), alarm["groups"].clone(), alarm["falls_on"].clone()];
    assert_eq!(of(&shown), [all[0]["dispensing_id"].clone(), json!([0]), Value::Null]);
    let mut less = shown.clone();
    less.as_object_mut().unwrap().remove("groups");
    let told = city.put(&hanako, &path, less).await.expect_problem(422, "missing_field");
    assert_eq!(told.body["errors"][0]["pointer"], "/groups");
    // It does not become what another rings for.
    let taken = changed(&city, &hanako, &id, &morning, json!({ "groups": [1] })).await;
    let told = city.put(&hanako, &path, taken).await.expect_problem(422, "alarm_of_same_medicine");
    assert_eq!(told.body["alarm_ids"], json!([evening]));
    let free = json!({ "dispensing_id": null, "groups": null, "medication_ids": [] });
    change(&city, &hanako, &id, &morning, free).await;
    assert_eq!(of(&city.get(&hanako, &path).await.expect(200).body), [Value::Null, Value::Null, Value::Null]);
    let again = set(&city, &hanako, &id, &all[0]).await;
    // As one that was kept before this was known.
    let key = key_of(NOTEBOOK.of(&id), ALARMS.of(&again));
    city.store.admin(
        "UpdateItem",
        json!({ "TableName": support::store::TABLE, "Key": key, "UpdateExpression": "REMOVE origin" }),
    );
    refused(&city, &hanako, &id, &all[0], &[&again]).await;
}

#[tokio::test]
async fn an_alarm_loses_its_source_with_the_dispensing_and_can_still_be_changed() {
    let (city, [hanako, ..], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let other = added(&city, &hanako, &id, by_hand("2026-11-10", "ビタミン剤")).await;
    let mut wider = all[0].clone();
    let dispensing = wider["dispensing_id"].as_str().unwrap().to_owned();
    wider["medication_ids"] = json!([dispensing, other]);
    let alarm = set(&city, &hanako, &id, &wider).await;
    city.delete(&hanako, &super::entry_path(&id, &dispensing)).await.expect(204);
    let shown = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(200).body;
    assert_eq!((&shown["medication_ids"], &shown["dispensing_id"]), (&json!([other]), &Value::Null));
    change(&city, &hanako, &id, &alarm, json!({ "label": "ビタミン" })).await;
}

#[tokio::test]
async fn what_contradicts_itself_or_has_no_bounds_is_refused_by_its_field_in_every_write() {
    let (city, [hanako, ..], id) = family().await;
    let all = suggested(&city, &hanako, &id, &morning_and_evening()).await;
    let other = added(&city, &hanako, &id, by_hand("2026-11-10", "ビタミン剤")).await;
    let alarm = set(&city, &hanako, &id, &all[1]).await;
    for (with, pointer) in [
        (json!({ "medication_ids": [other] }), "/dispensing_id"),
        (json!({ "medication_ids": [] }), "/dispensing_id"),
        (json!({ "dispensing_id": null }), "/dispensing_id"),
        (json!({ "dispensing_id": null, "groups": null, "falls_on": "day_after" }), "/dispensing_id"),
        (json!({ "dispensing_id": "1" }), "/dispensing_id"),
        (json!({ "groups": [] }), "/groups"),
        (json!({ "groups": [0, 0] }), "/groups"),
        (json!({ "groups": (0..200).chain([0]).collect::<Vec<_>>() }), "/groups"),
        (json!({ "groups": [200] }), "/groups/0"),
        (json!({ "groups": [0, -1] }), "/groups/1"),
        (json!({ "groups": [0.5] }), "/groups/0"),
        (json!({ "falls_on": "never" }), "/falls_on"),
    ] {
        let mut made = all[0].clone();
        made.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        let reply = city.post(&hanako, &alarms(&id), made).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{with}");
        let body = changed(&city, &hanako, &id, &alarm, with.clone()).await;
        let reply = city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), body).await;
        let reply = reply.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{with}");
    }
    let mut many = all[0].clone();
    many["instead_of"] = json!(vec![other; 21]);
    let reply = city.post(&hanako, &alarms(&id), many).await.expect_problem(422, "invalid_value");
    assert_eq!(reply.body["errors"][0]["pointer"], "/instead_of");
}
