//! open-emergency-card: what it shows, and that it shows nothing else of the notebook.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{City, Person};

use super::{open, with_card};

fn names(shown: &Value) -> Vec<&str> {
    shown["medicines"]["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

async fn profile(city: &City, person: &Person, id: &str, profile: Value) {
    city.patch(person, &format!("/v1/residents/{id}"), json!({ "profile": profile })).await.expect(200);
}

#[tokio::test]
async fn it_shows_what_helps_with_when_each_was_changed() {
    let (city, hanako, id, secret) = with_card().await;
    let contact = json!({ "name": "荒尾 太郎", "relation": "夫", "phone": "090-1234-5678" });
    let first = json!({ "allergies": ["ペニシリン"], "adverse_reactions": ["アスピリンで喘息"], "blood_type": "AB-", "emergency_contacts": [contact] });
    profile(&city, &hanako, &id, first).await;
    city.pass(TimeDelta::hours(1));
    let then = json!({ "allergies": ["ペニシリン", "そば"], "pregnancy_due_on": "2027-03-01", "long_term_illness": "多発性硬化症", "history": ["虫垂炎"], "listed_disability": "聴覚" });
    profile(&city, &hanako, &id, then).await;
    city.seed_medication(&id, "2026-11-20", "アムロジピン錠", false);
    let shown = open(&city, &secret).await.expect(200).body;
    assert_eq!(
        shown,
        json!({
            "legal_name": "荒尾 花子", "display_name": null, "kana": "アラオ ハナコ", "is_proved": true,
            "birth_date": "1951-03-14", "age": 75, "sex": "female", "blood_type": "AB-",
            "allergies": { "items": ["ペニシリン", "そば"], "is_cut": false },
            "adverse_reactions": { "items": ["アスピリンで喘息"], "is_cut": false },
            "pregnancy_due_on": "2027-03-01", "long_term_illness": "多発性硬化症",
            "medicines": {
                "items": [{ "name": "アムロジピン錠", "directions": "1日1錠 分1朝食後 14日分", "dispensed_on": "2026-11-20", "source": "qr" }],
                "is_cut": false,
            },
            "emergency_contacts": [contact],
            "changed": {
                "allergies": "2026-11-22T02:00:00Z", "adverse_reactions": "2026-11-22T01:00:00Z",
                "pregnancy_due_on": "2026-11-22T02:00:00Z", "long_term_illness": "2026-11-22T02:00:00Z",
                "blood_type": "2026-11-22T01:00:00Z", "emergency_contacts": "2026-11-22T01:00:00Z",
            },
            "read_at": "2026-11-22T02:00:00Z",
        })
    );
}

#[tokio::test]
async fn nothing_recorded_is_said_as_such_and_what_is_cleared_was_changed() {
    let (city, hanako, id, secret) = with_card().await;
    let shown = open(&city, &secret).await.expect(200).body;
    assert_eq!(shown["allergies"], json!({ "items": [], "is_cut": false }));
    assert_eq!((&shown["blood_type"], &shown["changed"]["allergies"]), (&json!("unknown"), &Value::Null));
    profile(&city, &hanako, &id, json!({ "allergies": ["卵"] })).await;
    city.pass(TimeDelta::hours(1));
    profile(&city, &hanako, &id, Value::Null).await;
    let shown = open(&city, &secret).await.expect(200).body;
    assert_eq!(
        (&shown["allergies"]["items"], &shown["changed"]["allergies"]),
        (&json!([]), &json!("2026-11-22T02:00:00Z"))
    );
}

#[tokio::test]
async fn it_shows_what_is_taken_now_once_and_never_what_is_kept_back() {
    let (city, hanako, id, secret) = with_card().await;
    // Fourteen days each.
    for (day, name, concealed) in [
        ("2026-11-20", "今のんでいる錠", false),
        ("2026-11-06", "今のんでいる錠", false),
        ("2026-10-11", "三十日前に終わった錠", false),
        ("2026-10-08", "もっと前に終わった錠", false),
        ("2026-11-21", "CANARY-見せない錠", true),
    ] {
        city.seed_medication(&id, day, name, concealed);
    }
    let medications = format!("/v1/residents/{id}/medications");
    for otc in [
        json!({ "name": "かぜぐすり", "started_on": "2026-11-15" }),
        json!({ "name": "終えたかぜぐすり", "started_on": "2026-11-01", "ended_on": "2026-11-20" }),
    ] {
        city.post(&hanako, &medications, json!({ "otc": otc })).await.expect(201);
    }
    let anothers = "JAHISTC08,1\r\n1,荒尾　次郎,1,S250101\r\n5,20261119,1\r\n201,1,CANARY-次郎の錠,1,錠,1,,1\r\n301,1,毎食後,5,日分,1,1,,1\r\n";
    city.post(&hanako, &format!("/v1/residents/{id}/dispensings"), json!({ "parts": [{ "text": anothers }] }))
        .await
        .expect(201);
    let shown = open(&city, &secret).await.expect(200);
    assert_eq!(names(&shown.body), ["今のんでいる錠", "かぜぐすり", "三十日前に終わった錠"]);
    assert_eq!(shown.body["medicines"]["items"][0]["dispensed_on"], "2026-11-20");
    assert!(!String::from_utf8_lossy(&shown.raw).contains("CANARY"));
}

#[tokio::test]
async fn a_medicine_that_is_linked_with_a_concealed_one_is_kept_back_too() {
    let (city, hanako, id, secret) = with_card().await;
    let medications = format!("/v1/residents/{id}/medications");
    let typed = json!({ "dispensed_on": "2026-11-20", "groups": [{ "drugs": [{ "name": "アムロジピン" }] }] });
    let typed = city.post(&hanako, &medications, typed).await.expect(201).body["entry"]["id"].clone();
    let sheet = "JAHISTC08,1\r\n5,20261120,1\r\n201,1,アムロジピン錠,1,錠,1,,1\r\n301,1,毎食後,28,日分,1,1,,1\r\n";
    city.post(&hanako, &format!("/v1/residents/{id}/dispensings"), json!({ "parts": [{ "text": sheet }] }))
        .await
        .expect(201);
    assert_eq!(names(&open(&city, &secret).await.expect(200).body).len(), 1);
    let entry = format!("{medications}/{}", typed.as_str().unwrap());
    city.patch(&hanako, &entry, json!({ "concealed": true })).await.expect(200);
    assert_eq!(names(&open(&city, &secret).await.expect(200).body), Vec::<&str>::new());
}

#[tokio::test]
async fn what_is_cut_says_so_and_what_waits_beside_a_list_is_in_it() {
    let (city, hanako, id, secret) = with_card().await;
    let full: Vec<String> = (0..50).map(|number| format!("アレルギー{number}")).collect();
    profile(&city, &hanako, &id, json!({ "allergies": full })).await;
    let long = "長".repeat(300);
    let sheet =
        format!("JAHISTC08,1\r\n2,1,{long},1\r\n5,20261120,1\r\n201,1,薬,1,錠,1,,1\r\n301,1,毎食後,5,日分,1,1,,1\r\n");
    let body = json!({ "parts": [{ "text": sheet }] });
    city.post(&hanako, &format!("/v1/residents/{id}/dispensings"), body).await.expect(201);
    for number in 0..65 {
        city.seed_medication(&id, "2026-11-21", &format!("薬{number}"), false);
    }
    let shown = open(&city, &secret).await.expect(200);
    let allergies = shown.body["allergies"]["items"].as_array().unwrap();
    assert_eq!((allergies.len(), &shown.body["allergies"]["is_cut"]), (51, &json!(false)));
    assert_eq!(allergies[50], format!("{}…", "長".repeat(200)));
    assert_eq!((names(&shown.body).len(), &shown.body["medicines"]["is_cut"]), (60, &json!(true)));
    assert!(shown.raw.len() < 100_000, "{}", shown.raw.len());
}

#[tokio::test]
async fn directions_are_in_the_language_of_whoever_asks() {
    let (city, _, id, secret) = with_card().await;
    city.seed_medication(&id, "2026-11-20", "アムロジピン錠", false);
    let body = json!({ "secret": secret });
    let line = "POST /v1/emergency-cards";
    let english = city
        .send(&Person::nobody(), line, body, |request| request.accept_language = Some("en".to_owned()))
        .await
        .expect(200);
    assert_ne!(english.body["medicines"]["items"][0]["directions"], "1日1錠 分1朝食後 14日分");
}

#[tokio::test]
async fn what_was_bought_is_taken_until_it_ended_however_long_ago_it_began() {
    let (city, hanako, id, secret) = with_card().await;
    for otc in [
        json!({ "name": "去年からの鎮痛薬", "started_on": "2025-10-01" }),
        json!({ "name": "夏からの胃薬", "started_on": "2026-07-01" }),
        json!({ "name": "今日で終わる薬", "started_on": "2025-10-01", "ended_on": "2026-11-22" }),
        json!({ "name": "終えた薬", "started_on": "2026-11-01", "ended_on": "2026-11-21" }),
    ] {
        city.post(&hanako, &format!("/v1/residents/{id}/medications"), json!({ "otc": otc })).await.expect(201);
    }
    // Handed out longer ago than any supply lasts.
    city.seed_medication(&id, "2026-04-01", "春の錠", false);
    let shown = open(&city, &secret).await.expect(200).body;
    let mut found = names(&shown);
    found.sort_unstable();
    assert_eq!(found, ["今日で終わる薬", "去年からの鎮痛薬", "夏からの胃薬"]);
    assert_eq!(shown["medicines"]["is_cut"], false);
}

#[tokio::test]
async fn nobody_hides_a_medicine_behind_entries_that_ended() {
    let (city, hanako, id, secret) = with_card().await;
    let otc = json!({ "name": "のみ続けている薬", "started_on": "2026-01-10" });
    city.post(&hanako, &format!("/v1/residents/{id}/medications"), json!({ "otc": otc })).await.expect(201);
    for number in 0..450 {
        city.seed_medication(&id, "2026-10-01", &format!("終わった薬{number}"), false);
    }
    city.store.forget();
    let shown = open(&city, &secret).await.expect(200).body;
    assert!(city.store.seen().depth <= 5, "two pages more: {:?}", city.store.seen());
    assert_eq!((names(&shown), &shown["medicines"]["is_cut"]), (vec!["のみ続けている薬"], &json!(false)));
    // Where there are more than are looked through, that nothing was found is not said.
    for number in 0..560 {
        city.seed_medication(&id, "2026-10-02", &format!("終わった薬{number}"), false);
    }
    city.store.forget();
    let shown = open(&city, &secret).await.expect(200).body;
    assert!(city.store.seen().depth <= 7, "four pages more: {:?}", city.store.seen());
    assert_eq!(shown["medicines"], json!({ "items": [], "is_cut": true }));
}

#[tokio::test]
async fn directions_that_are_too_long_are_cut_with_a_sign() {
    let (city, hanako, id, secret) = with_card().await;
    let (usage, unit) = ("用".repeat(256), "回".repeat(100));
    let group = json!({ "usage_text": usage, "supply_count": 5, "supply_unit": unit, "drugs": [{ "name": "錠" }] });
    let typed = json!({ "dispensed_on": "2026-11-20", "groups": [group] });
    let body = city.post(&hanako, &format!("/v1/residents/{id}/medications"), typed).await;
    assert_eq!(body.status, 201, "{}", String::from_utf8_lossy(&body.raw));
    let shown = open(&city, &secret).await.expect(200).body;
    let directions = shown["medicines"]["items"][0]["directions"].as_str().unwrap();
    assert!(directions.ends_with('…') && directions.chars().count() == 301, "{directions}");
}
