//! What a usage (用法) comes to in the answers: suggestions that alarms take, groups without one and why, duplicates.

use serde_json::{Value, json};
use support::{City, Person, Reply};

use super::{bytes, dispensings, medications, notebook, scan};

/// A sheet with one medicine for so many days, from the institution of this number.
fn sheet(day: &str, usage: &str, days: u16, institution: u8) -> String {
    format!(
        "JAHISTC08,1\n1,荒尾　花子,2,S260314\n5,{day},1\n11,有明調剤薬局,43,4,0412345,,,,1\n\
         51,荒尾内科,43,1,011234{institution},1\n55,髙﨑　誠,内科,1\n\
         201,1,アレンドロン酸錠３５ｍｇ「サワイ」,1,錠,1,,1\n301,1,{usage},{days},日分,1,1,,1\n"
    )
}

async fn scanned(city: &City, person: &Person, id: &str, usage: &str) -> Reply {
    scan(city, person, id, bytes(&sheet("20261120", usage, 7, 5))).await.expect(201)
}

/// Sets the alarm that is suggested, as it stands.
async fn accept(city: &City, person: &Person, id: &str, suggested: &Value) -> Value {
    let mut body = suggested.clone();
    for name in ["dispensing_id", "groups"] {
        body.as_object_mut().unwrap().remove(name).unwrap();
    }
    let alarms = format!("/v1/residents/{id}/alarms");
    let set = city.post(person, &alarms, body).await.expect(201).body;
    city.get(person, &format!("{alarms}/{}", set["alarm_id"].as_str().unwrap())).await.expect(200).body
}

#[tokio::test]
async fn a_suggestion_is_an_alarm_that_can_be_set_as_it_stands() {
    for (usage, rhythm, times) in [
        ("１日３回毎食後", json!({ "kind": "daily" }), "07:30 12:30 19:00"),
        ("２日に１回朝食後", json!({ "kind": "every_n_days", "n": 2, "anchor_day": "2026-11-20" }), "07:30"),
        ("毎週月曜　起床時", json!({ "kind": "weekdays", "days": ["mon"] }), "06:30"),
        (
            "朝食後　１４日間服用７日間休薬",
            json!({ "kind": "days_on_off", "on": 14, "off": 7, "anchor_day": "2026-11-20" }),
            "07:30",
        ),
        ("月に１回　起床時", json!({ "kind": "monthly", "anchor_day": "2026-11-20" }), "06:30"),
    ] {
        let (city, hanako, id) = notebook().await;
        let reply = scanned(&city, &hanako, &id, usage).await;
        let [suggested] = &reply.body["suggested_alarms"].as_array().unwrap()[..] else { panic!("{usage}") };
        assert_eq!((&suggested["rhythm"], &reply.body["not_suggested"]), (&rhythm, &json!([])), "{usage}");
        let at: Vec<&str> =
            suggested["times"].as_array().unwrap().iter().map(|time| time["time"].as_str().unwrap()).collect();
        assert_eq!(at.join(" "), times, "{usage}");
        let set = accept(&city, &hanako, &id, suggested).await;
        assert_eq!((&set["rhythm"], &set["times"]), (&rhythm, &suggested["times"]), "{usage}");
    }
}

#[tokio::test]
async fn what_is_not_understood_suggests_nothing_and_says_so_in_the_readers_language() {
    for (usage, reason, rhythm) in [
        ("透析日　朝食後", "usage_not_understood", json!({ "kind": "unknown" })),
        ("医師の指示通り", "usage_not_understood", json!({ "kind": "unknown" })),
        ("週４回", "days_not_named", json!({ "kind": "n_per_week", "n": 4 })),
        ("３日に１回", "times_not_named", json!({ "kind": "every_n_days", "n": 3 })),
        ("隔週", "times_not_named", json!({ "kind": "every_n_days", "n": 14 })),
        ("月に１回", "times_not_named", json!({ "kind": "monthly" })),
        ("１４日間服用７日間休薬", "times_not_named", json!({ "kind": "days_on_off", "on": 14, "off": 7 })),
        ("１日３回まで　咳がひどい時", "as_needed", json!({ "kind": "as_needed", "max_per_day": 3 })),
    ] {
        let (city, hanako, id) = notebook().await;
        let reply = scanned(&city, &hanako, &id, usage).await;
        assert_eq!(reply.body["suggested_alarms"], json!([]), "{usage}");
        let [none] = &reply.body["not_suggested"].as_array().unwrap()[..] else { panic!("{usage}") };
        assert_eq!(
            (&none["reason"], &none["rhythm"], &none["groups"]),
            (&json!(reason), &rhythm, &json!([0])),
            "{usage}"
        );
        assert_eq!(none["dispensing_id"], reply.body["dispensings"][0]["id"]);
    }
    let (city, hanako, id) = notebook().await;
    let line = format!("POST {}", dispensings(&id));
    let body = bytes(&sheet("20261120", "用法口授", 7, 5));
    for (language, detail) in [
        ("ja", "用法を見て、自分で時刻を決めてください"),
        ("en", "Look at how it is to be taken, and set the times yourself"),
    ] {
        let reply =
            city.send(&hanako, &line, body.clone(), |request| request.accept_language = Some(language.into())).await;
        assert_eq!(reply.body["not_suggested"][0]["detail"], detail, "{language}");
    }
}

#[tokio::test]
async fn a_weekly_tablet_for_four_weeks_raises_an_alert_with_the_same_from_elsewhere() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261102", "週１回　起床時", 4, 5))).await.expect(201);
    let second = scan(&city, &hanako, &id, bytes(&sheet("20261112", "週１回　起床時", 4, 7))).await.expect(201);
    let alert = &second.body["alerts"][0];
    assert_eq!((&alert["code"], &alert["detail"]["confidence"]), (&json!("duplicate_ingredient"), &json!("medium")));
}

#[tokio::test]
async fn a_typed_entry_says_for_which_groups_nothing_is_suggested() {
    let (city, hanako, id) = notebook().await;
    let typed = json!({ "dispensed_on": "2026-11-20", "groups": [
        { "usage_text": "朝２錠夕１錠　食後", "dosage_form": "oral", "supply_count": 7, "supply_unit": "日分", "drugs": [{ "name": "薬" }] },
        { "dosage_form": "oral", "supply_count": 7, "drugs": [{ "name": "別の薬" }] },
    ] });
    let reply = city.post(&hanako, &medications(&id), typed).await.expect(201);
    let amounts: Vec<_> = reply.body["suggested_alarms"][0]["times"]
        .as_array()
        .unwrap()
        .iter()
        .map(|time| time["amount"].as_f64())
        .collect();
    assert_eq!(amounts, [Some(2.0), Some(1.0)]);
    let none = &reply.body["not_suggested"][0];
    assert_eq!((&none["reason"], &none["groups"]), (&json!("usage_missing"), &json!([1])));
}

#[tokio::test]
async fn warnings_of_a_scan_are_told_in_the_language_of_the_request() {
    let (city, hanako, id) = notebook().await;
    let body = bytes(&sheet("20261120", "１日１回朝食後", 7, 5).replace(",4,0412345", ",4,041234567890"));
    for (language, detail) in [
        ("ja", "長さが上限を超えています（項目: 医療機関等コード、上限のバイト数: 7、バイト数: 12）"),
        ("en", "Longer than allowed (field: code, most bytes: 7, bytes: 12)"),
    ] {
        let line = format!("POST {}", dispensings(&id));
        let reply =
            city.send(&hanako, &line, body.clone(), |request| request.accept_language = Some(language.into())).await;
        assert_eq!(reply.body["warnings"][0]["detail"], detail, "{language}");
    }
}
