//! What a clinic reads where much is kept back, and in the text for the chart.

use notebook::access::Section;
use serde_json::{Value, json};
use support::City;
use support::clinic::CLINIC;

async fn see(city: &City, concealed: u32, sections: &[Section]) -> Value {
    let (doctor, _, id) = city.clinic().await;
    city.seed_medication(&id, "2026-11-01", "アムロジピン錠5mg", false);
    for _ in 0..concealed {
        city.seed_medication(&id, "2026-11-02", "CANARY", true);
    }
    let checked_in = city.check_in(&id, CLINIC, sections);
    city.get(&doctor, &checked_in.notebook()).await.expect(200).body
}

#[tokio::test]
async fn r02_four_hundred_concealed_medicines_hide_none_and_tell_nothing() {
    let mut views = Vec::new();
    for concealed in [0, 400, 900] {
        let mut view = see(&City::new(), concealed, &[Section::Medication]).await;
        view["resident"]["resident_id"] = Value::Null;
        view["sections"]["medication"][0]["id"] = Value::Null;
        view["timeline"][0]["id"] = Value::Null;
        views.push(view);
    }
    assert_eq!(views[0]["sections"]["medication"].as_array().unwrap().len(), 1);
    assert_eq!((&views[0]["more"], &views[0]["truncated"]), (&json!({}), &json!([])));
    assert_eq!(views[1], views[0]);
    assert_eq!(views[2], views[0]);
}

#[tokio::test]
async fn r02_nothing_but_concealed_medicines_reads_as_no_medicines() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    for _ in 0..401 {
        city.seed_medication(&id, "2026-11-02", "CANARY", true);
    }
    let checked_in = city.check_in(&id, CLINIC, &[Section::Medication]);
    let view = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    assert!(view["summary"].as_str().unwrap().contains("■お薬: 記録なし"), "{}", view["summary"]);
    assert_eq!(view["more"], json!({}));
}

#[tokio::test]
async fn what_was_typed_stands_behind_what_the_card_proved_and_is_marked() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.rename(&id, "荒尾　花子", "アラオ）1980-01-01生");
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    let view = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    let line = view["summary"].as_str().unwrap().lines().nth(1).unwrap();
    assert_eq!(line, "荒尾　花子 1951-03-14生 75歳 女 フリガナ（本人入力）: アラオ）1980-01-01生");
}

#[tokio::test]
async fn the_chart_speaks_of_notes_that_wait_only_where_some_do() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Profile]);
    let summary = async || {
        let view = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
        view["summary"].as_str().unwrap().to_owned()
    };
    let without = summary().await;
    assert!(without.contains("■アレルギー: 記録なし") && !without.contains("入りきらない"), "{without}");
    let long = "長".repeat(201);
    let waits = json!({ "profile": { "pending": [{ "list": "allergies", "text": long, "why": "too_long" }] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), waits).await.expect(200);
    let with = summary().await;
    assert!(with.contains("■プロフィールに入りきらない用紙の記載\n・アレルギー: 長長"), "{with}");
}

#[tokio::test]
async fn the_summary_names_both_sides_of_an_alert_and_when_a_blood_pressure_was_taken() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.seed_medication(&id, "2026-11-20", "アムロジピン錠5mg", false);
    city.seed_medication(&id, "2026-11-21", "アムロジピンOD錠2.5mg", false);
    city.seed_medication(&id, "2026-11-21", "アムロジピン錠10mg", true);
    city.seed_daily(&id, &json!({ "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82 } }));
    let checked_in = city.check_in(&id, CLINIC, &[Section::Medication, Section::Daily]);
    let view = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    let summary = view["summary"].as_str().unwrap();
    let alert = summary.lines().find(|line| line.contains("同じ成分")).expect(summary);
    assert!(alert.contains("「アムロジピン錠5mg」") && alert.contains("「アムロジピンOD錠2.5mg」"), "{alert}");
    assert!(!summary.contains("10mg"), "{summary}");
    let measured = summary.lines().find(|line| line.contains("収縮期")).expect(summary);
    let time = notebook::time::in_japan(city.now()).format("%Y-%m-%d %H:%M").to_string();
    assert!(measured.starts_with(&format!("・{time}")), "{measured}");
}
