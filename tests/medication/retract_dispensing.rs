use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::keys::{DISPENSED_HISTORY, ENTRIES, LOG, MEDICATIONS, NOTEBOOK};
use support::{City, Person, Reply, Write, crash_sweep};

use super::add_dispensing::{MEDICINES, first, in_city, pharmacy, typed};
use super::{bytes, entry, entry_path, listed, medications, scan, sheet};

const CONTENT: fn() -> Value = || json!({ "reason": "wrong_content" });

/// Takes it back in a version.
async fn matching(city: &City, pharmacist: &Person, path: &str, version: &str) -> Reply {
    let line = format!("POST {path}");
    city.send(pharmacist, &line, CONTENT(), |request| request.if_match = Some(version.to_owned())).await
}

async fn registered(city: &City, pharmacist: &Person, path: &str, drug: &str) -> String {
    first(&city.post(pharmacist, path, typed("2026-11-20", drug)).await.expect(201))
}

#[tokio::test]
async fn what_it_said_goes_for_everybody_and_the_person_sees_that_it_was_taken_back() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let made = registered(&city, &pharmacist, &path, "CANARY錠").await;
    let retraction = format!("{path}/{made}/retraction");
    let before = city.items(LOG.of(&id), ENTRIES).len();
    city.store.forget();
    let reply = city.post(&pharmacist, &retraction, CONTENT()).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(reply.body, json!({ "medication_id": made }));
    let log = city.items(LOG.of(&id), ENTRIES);
    assert_eq!((log.len(), log[before]["action"]["S"].as_str()), (before + 1, Some("retract-dispensing")));
    city.get(&hanako, &entry_path(&id, &made)).await.expect(404);
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert!(!String::from_utf8(list.raw).unwrap().contains("CANARY"));
    let retracted = &list.body["retracted"][0];
    assert_eq!(retracted["medication_id"], json!(made));
    assert_eq!((&retracted["dispensed_on"], &retracted["reason"]), (&json!("2026-11-20"), &json!("wrong_content")));
    assert_eq!(retracted["institution_name"], "有明調剤薬局　荒尾本店");
    for address in [path.clone(), path.replace("/dispensings", "/notebook")] {
        let seen = city.get(&pharmacist, &address).await.expect(200);
        assert!(!String::from_utf8(seen.raw).unwrap().contains("CANARY"), "{address}");
    }
    let kept = city.items(NOTEBOOK.of(&id), DISPENSED_HISTORY);
    assert!(kept[0].to_string().contains("CANARY"));
    // Again: nothing changes, whatever version was seen.
    let entries = city.items(LOG.of(&id), ENTRIES).len();
    for version in ["\"1\"", "\"2\"", "\"7\""] {
        matching(&city, &pharmacist, &retraction, version).await.expect(200);
    }
    assert_eq!(city.items(NOTEBOOK.of(&id), DISPENSED_HISTORY), kept);
    assert_eq!(city.items(LOG.of(&id), ENTRIES).len(), entries);
    // Registered anew it is another.
    assert_ne!(registered(&city, &pharmacist, &path, "CANARY錠").await, made);
    city.pass(TimeDelta::days(91));
    assert_eq!(city.get(&hanako, &medications(&id)).await.expect(200).body["retracted"], json!([]));
}

#[tokio::test]
async fn r05_neither_version_nor_answer_tells_what_the_person_did_with_it() {
    for deletes in [false, true] {
        let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
        let made = registered(&city, &pharmacist, &path, "薬").await;
        city.patch(&hanako, &entry_path(&id, &made), json!({ "concealed": true })).await.expect(200);
        let own = city.get(&pharmacist, &path).await.expect(200).body;
        assert_eq!(own["items"][0]["dispensing"]["id"], json!(made));
        if deletes {
            city.delete(&hanako, &entry_path(&id, &made)).await.expect(204);
            assert!(city.get(&pharmacist, &path).await.expect(200).body["items"][0].get("dispensing").is_none());
        }
        let retraction = format!("{path}/{made}/retraction");
        matching(&city, &pharmacist, &retraction, "\"3\"").await.expect(412);
        matching(&city, &pharmacist, &retraction, "\"1\"").await.expect(200);
        assert!(city.items(NOTEBOOK.of(&id), MEDICATIONS).is_empty());
    }
}

#[tokio::test]
async fn the_persons_own_scan_stays_and_is_listed_again() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let text = bytes(&sheet("20261120", "アムロジピン錠"));
    let made = first(&city.post(&pharmacist, &path, text.clone()).await.expect(201));
    let own = first(&scan(&city, &hanako, &id, text).await.expect(201));
    assert_eq!(listed(&city, &hanako, &id).await, [made.as_str()]);
    city.patch(&hanako, &entry_path(&id, &made), json!({ "concealed": true })).await.expect(200);
    city.post(&pharmacist, &format!("{path}/{made}/retraction"), CONTENT()).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, [own.as_str()]);
    // It was hidden with it, and stays so.
    assert_eq!(entry(&city, &hanako, &id, &own).await["concealed"], true);
}

#[tokio::test]
async fn an_alarm_for_it_alone_ends_and_another_does_not_name_it_any_more() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let made = registered(&city, &pharmacist, &path, "薬").await;
    let other = super::added(&city, &hanako, &id, super::by_hand("2026-11-20", "別の薬")).await;
    let alarms = format!("/v1/residents/{id}/alarms");
    let set = |medicines: Value, time: &str| json!({ "label": "薬", "medication_ids": medicines, "times": [time], "from": "2026-11-22" });
    let alone = city.post(&hanako, &alarms, set(json!([made]), "20:00")).await.expect(201).body["alarm_id"].clone();
    let both =
        city.post(&hanako, &alarms, set(json!([made, other]), "21:00")).await.expect(201).body["alarm_id"].clone();
    city.post(&pharmacist, &format!("{path}/{made}/retraction"), CONTENT()).await.expect(200);
    let listed = city.get(&hanako, &alarms).await.expect(200).body;
    let find = |id: &Value| listed["items"].as_array().unwrap().iter().find(|alarm| alarm["alarm_id"] == *id).cloned();
    assert!(find(&alone).is_none_or(|alarm| !alarm["ended_at"].is_null()), "{listed}");
    assert_eq!(find(&both).unwrap()["medication_ids"], json!([other]));
}

#[tokio::test]
async fn r10_it_is_taken_back_for_seven_days_also_after_a_later_check_in() {
    let (city, pharmacist, _, id, path) = pharmacy(MEDICINES).await;
    let made = registered(&city, &pharmacist, &path, "薬").await;
    let retraction = format!("{path}/{made}/retraction");
    city.pass(TimeDelta::days(8));
    city.post(&pharmacist, &retraction, CONTENT()).await.expect(404);
    city.check_in(&id, super::add_dispensing::PHARMACY, MEDICINES);
    city.post(&pharmacist, &retraction, CONTENT()).await.expect_problem(422, "note_period_over");
    assert_eq!(city.get(&pharmacist, &path).await.expect(200).body["items"], json!([]));
    let later = first(&city.post(&pharmacist, &path, typed("2026-11-29", "薬")).await.expect(201));
    city.pass(TimeDelta::days(7));
    city.post(&pharmacist, &format!("{path}/{later}/retraction"), CONTENT()).await.expect(200);
    let reason = json!({ "reason": "because" });
    city.post(&pharmacist, &format!("{path}/{later}/retraction"), reason).await.expect(422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_at_once_one_takes_it_back() {
    let (city, pharmacist, _, id, path) = pharmacy(MEDICINES).await;
    let made = registered(&city, &pharmacist, &path, "薬").await;
    let city = Arc::new(city);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (city, pharmacist) = (Arc::clone(&city), pharmacist.clone());
            let retraction = format!("{path}/{made}/retraction");
            tokio::spawn(async move { city.post(&pharmacist, &retraction, CONTENT()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().expect(200);
    }
    assert_eq!(city.items(NOTEBOOK.of(&id), DISPENSED_HISTORY).len(), 1);
}

#[tokio::test]
async fn r53_it_is_taken_back_once_wherever_it_stops() {
    let swept = crash_sweep(async |city: &City| {
        let (pharmacist, _, _, path) = in_city(city, MEDICINES).await;
        let made = registered(city, &pharmacist, &path, "薬").await;
        Write::new(&pharmacist, &format!("POST {path}/{made}/retraction"), CONTENT())
    })
    .await;
    assert_eq!(swept.reply.status, 200);
}
