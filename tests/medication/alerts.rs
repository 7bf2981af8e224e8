//! list-medications, get-medication, put-medication-alert: what to look at is worked out when it is read, until somebody
//! says that it is known.

use serde_json::{Value, json};
use support::keys::KNOWN_ALERTS;
use support::{City, Person, Write, crash_sweep};

use super::{added, by_hand, entry_path, medications, notebook, scanned, state};

async fn list(city: &City, person: &Person, id: &str) -> Value {
    city.get(person, &medications(id)).await.expect(200).body
}

async fn about(city: &City, person: &Person, id: &str, medication: &str) -> Value {
    city.get(person, &entry_path(id, medication)).await.expect(200).body
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|alert| alert["code"].as_str().unwrap()).collect()
}

fn path(id: &str, alert: &Value) -> String {
    format!("/v1/residents/{id}/medication-alerts/{}", alert["alert_id"].as_str().unwrap())
}

fn known(alert: &Value) -> Value {
    json!({ "known": true, "medication_ids": alert["medication_ids"] })
}

async fn allergic(city: &City, person: &Person, id: &str, texts: &[&str]) {
    let body = json!({ "profile": { "allergies": texts } });
    city.patch(person, &format!("/v1/residents/{id}"), body).await.expect(200);
}

#[tokio::test]
async fn alerts_stand_in_the_list_and_in_the_entry_as_long_as_their_facts_do() {
    let (city, hanako, id) = notebook().await;
    let first = scanned(&city, &hanako, &id, "20261101", "アムロジピン錠５ｍｇ").await;
    assert_eq!(list(&city, &hanako, &id).await["alerts"], json!([]));
    let second = added(&city, &hanako, &id, by_hand("2026-11-10", "アムロジピンＯＤ錠")).await;
    allergic(&city, &hanako, &id, &["卵", "ロキソプロフェン"]).await;
    let third = added(&city, &hanako, &id, by_hand("2026-11-21", "ロキソプロフェン錠")).await;
    city.store.forget();
    let read = list(&city, &hanako, &id).await;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(codes(&read["alerts"]), ["allergy_match", "duplicate_ingredient"]);
    let [allergy, duplicate] = [&read["alerts"][0], &read["alerts"][1]];
    assert_eq!(allergy["with"], json!({ "kind": "note", "index": 1 }));
    assert_eq!((&allergy["medication_ids"], &allergy["current"]), (&json!([third]), &json!(true)));
    assert_eq!(duplicate["medication_ids"], json!([second, first]), "the newer one raised it");
    assert_eq!(read["known_alerts"], json!([]));
    // One entry shows what is about it, in one round trip as well.
    city.store.forget();
    let one = about(&city, &hanako, &id, &first).await;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(one["alerts"], json!([duplicate]));
    assert_eq!(about(&city, &hanako, &id, &third).await["alerts"], json!([allergy]));
    // Long after the supply is used up it is still there, and said to be past.
    city.pass(chrono::TimeDelta::days(90));
    let later = list(&city, &hanako, &id).await;
    assert_eq!((&later["alerts"][0]["current"], later["alerts"].as_array().unwrap().len()), (&json!(false), 2));
    // With its facts it goes.
    city.delete(&hanako, &entry_path(&id, &second)).await.expect(204);
    allergic(&city, &hanako, &id, &[]).await;
    assert_eq!(list(&city, &hanako, &id).await["alerts"], json!([]));
}

#[tokio::test]
async fn a_known_alert_stands_apart_with_who_said_so_until_its_facts_change() {
    let (city, hanako, id) = notebook().await;
    allergic(&city, &hanako, &id, &["卵", "ﾛｷｿﾌﾟﾛﾌｪﾝ"]).await;
    let medication = added(&city, &hanako, &id, by_hand("2026-11-21", "ロキソプロフェン錠")).await;
    let alert = list(&city, &hanako, &id).await["alerts"][0].clone();
    city.store.forget();
    let marked = city.put(&hanako, &path(&id, &alert), known(&alert)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(marked.body["known"]["relation"], "self");
    let read = list(&city, &hanako, &id).await;
    assert_eq!((&read["alerts"], read["known_alerts"].as_array().unwrap().len()), (&json!([]), 1));
    assert_eq!(read["known_alerts"][0]["known"], marked.body["known"]);
    // The same words in other letters, in another place, are the same alert.
    allergic(&city, &hanako, &id, &["ロキソプロフェン", "卵"]).await;
    let change = json!({ "groups": [{ "drugs": [{ "name": "ﾛｷｿﾌﾟﾛﾌｪﾝ錠" }] }] });
    city.patch(&hanako, &entry_path(&id, &medication), change).await.expect(200);
    assert_eq!(list(&city, &hanako, &id).await["alerts"], json!([]));
    // Other words, another medicine, are another.
    allergic(&city, &hanako, &id, &["ロキソプロフェンで呼吸困難", "卵"]).await;
    assert_eq!(codes(&list(&city, &hanako, &id).await["alerts"]), ["allergy_match"]);
    allergic(&city, &hanako, &id, &["ロキソプロフェン", "卵"]).await;
    assert_eq!(list(&city, &hanako, &id).await["alerts"], json!([]));
    added(&city, &hanako, &id, by_hand("2026-11-22", "ロキソプロフェンＮａ錠")).await;
    let read = list(&city, &hanako, &id).await;
    assert_eq!(codes(&read["alerts"]), ["allergy_match", "duplicate_ingredient"]);
    // It is looked at again where somebody says so.
    city.put(&hanako, &path(&id, &alert), json!({ "known": false })).await.expect(200);
    assert_eq!(list(&city, &hanako, &id).await["alerts"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn nothing_is_marked_that_is_not_there_and_twice_is_once() {
    let (city, hanako, id) = notebook().await;
    allergic(&city, &hanako, &id, &["ロキソプロフェン"]).await;
    let medication = added(&city, &hanako, &id, by_hand("2026-11-21", "ロキソプロフェン錠")).await;
    let other = added(&city, &hanako, &id, by_hand("2026-11-21", "アムロジピン錠")).await;
    let alert = list(&city, &hanako, &id).await["alerts"][0].clone();
    let before = state(&city);
    let line = path(&id, &alert);
    for (body, status, code) in [
        (json!({ "known": true }), 422, "invalid_value"),
        (json!({ "known": true, "medication_ids": [other, other, other] }), 422, "invalid_value"),
        (json!({ "known": true, "medication_ids": [other] }), 404, "not_found"),
        (json!({ "known": true, "medication_ids": [id] }), 404, "not_found"),
    ] {
        city.put(&hanako, &line, body).await.expect_problem(status, code);
    }
    let nobodys = format!("/v1/residents/{id}/medication-alerts/nobodys");
    city.put(&hanako, &nobodys, known(&alert)).await.expect_problem(404, "not_found");
    assert_eq!(state(&city), before);
    city.put(&hanako, &line, known(&alert)).await.expect(200);
    let once = state(&city);
    city.pass(chrono::TimeDelta::minutes(5));
    city.put(&hanako, &line, known(&alert)).await.expect(200);
    assert_eq!(state(&city), once);
    // What was said of an entry goes with it.
    city.delete(&hanako, &entry_path(&id, &medication)).await.expect(204);
    assert!(!state(&city).iter().any(|item| item["sk"]["S"] == KNOWN_ALERTS));
}

#[tokio::test]
async fn linked_entries_are_no_duplicates_of_one_another() {
    let (city, hanako, id) = notebook().await;
    added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    assert_eq!(list(&city, &hanako, &id).await["alerts"], json!([]));
    let more = json!({ "dispensed_on": "2026-11-20", "groups": [{ "drugs": [{ "name": "アムロジピン" }, { "name": "別の薬" }] }] });
    let by_hand = city.post(&hanako, &medications(&id), more).await.expect(201);
    let by_hand = by_hand.body["entry"]["id"].as_str().unwrap().to_owned();
    assert_eq!(codes(&list(&city, &hanako, &id).await["alerts"]), ["duplicate_ingredient"]);
    let link = format!("{}/link", entry_path(&id, &by_hand));
    city.put(&hanako, &link, json!({ "linked_to": record })).await.expect(200);
    assert_eq!(list(&city, &hanako, &id).await["alerts"], json!([]));
}

#[tokio::test]
async fn whoever_may_not_see_the_profile_learns_that_there_is_something_and_not_what() {
    let (city, hanako, id) = notebook().await;
    allergic(&city, &hanako, &id, &["ロキソプロフェン"]).await;
    let medication = added(&city, &hanako, &id, by_hand("2026-11-21", "ロキソプロフェン錠")).await;
    let alert = list(&city, &hanako, &id).await["alerts"][0].clone();
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    for theirs in [list(&city, &son, &id).await, about(&city, &son, &id, &medication).await] {
        let seen = &theirs["alerts"][0];
        assert_eq!(
            (&seen["code"], &seen["with"], &seen["alert_id"]),
            (&json!("allergy_match"), &Value::Null, &Value::Null)
        );
    }
    city.put(&son, &path(&id, &alert), known(&alert)).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn an_alert_that_family_says_is_known_names_the_relation() {
    let (city, hanako, id) = notebook().await;
    scanned(&city, &hanako, &id, "20261101", "アムロジピン錠５ｍｇ").await;
    added(&city, &hanako, &id, by_hand("2026-11-10", "アムロジピンＯＤ錠")).await;
    let alert = list(&city, &hanako, &id).await["alerts"][0].clone();
    city.call(&city.family(&id, "medication", "record"), &format!("PUT {}", path(&id, &alert)), known(&alert))
        .await
        .expect(200);
    assert_eq!(list(&city, &hanako, &id).await["known_alerts"][0]["known"]["relation"], "family");
}

#[tokio::test]
async fn what_is_taken_now_stands_before_what_is_used_up_and_what_is_left_out_is_counted() {
    let (city, hanako, id) = notebook().await;
    allergic(&city, &hanako, &id, &["ペニシリン"]).await;
    let entry = |day: &str, days: u16, drugs: Vec<Value>| {
        let group =
            json!({ "usage_text": "1日1回朝食後", "supply_count": days, "supply_unit": "日分", "drugs": drugs });
        json!({ "dispensed_on": day, "groups": [group] })
    };
    let taken = added(&city, &hanako, &id, entry("2026-10-01", 90, vec![json!({ "name": "アモキシシリン錠" })])).await;
    let drugs = (0..100).map(|place| json!({ "name": format!("ペニシリン{place}号薬") })).collect();
    let used_up = added(&city, &hanako, &id, entry("2026-11-10", 3, drugs)).await;
    let read = list(&city, &hanako, &id).await;
    assert_eq!((&read["alerts"][0]["medication_ids"], &read["alerts"][0]["current"]), (&json!([taken]), &json!(true)));
    assert_eq!((read["alerts"].as_array().unwrap().len(), &read["alerts_left_out"]), (100, &json!(1)));
    // What is known takes the place of nothing else.
    let alert = &read["alerts"][1];
    assert_eq!(alert["medication_ids"], json!([used_up]));
    city.put(&hanako, &path(&id, alert), known(alert)).await.expect(200);
    let read = list(&city, &hanako, &id).await;
    assert_eq!((read["alerts"].as_array().unwrap().len(), &read["alerts_left_out"]), (100, &json!(0)));
    assert_eq!((read["known_alerts"].as_array().unwrap().len(), &read["all_compared"]), (1, &json!(true)));
}

#[tokio::test]
async fn letters_that_are_not_seen_hide_no_allergy() {
    let (city, hanako, id) = notebook().await;
    allergic(&city, &hanako, &id, &["アモキシシ\u{200D}リン"]).await;
    added(&city, &hanako, &id, by_hand("2026-11-21", "アモ\u{3164}キシ\u{FE0F}シ\u{E0100}リン錠")).await;
    assert_eq!(codes(&list(&city, &hanako, &id).await["alerts"]), ["allergy_match"]);
}

#[tokio::test]
async fn r52_r53_a_mark_survives_a_crash_at_every_point_and_is_never_half_done() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "record")]);
        scanned(city, &hanako, &id, "20261101", "アムロジピン錠５ｍｇ").await;
        added(city, &hanako, &id, by_hand("2026-11-10", "アムロジピンＯＤ錠")).await;
        let alert = list(city, &hanako, &id).await["alerts"][0].clone();
        Write::new(person, &format!("PUT {}", path(&id, &alert)), known(&alert))
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
