//! put-patient-alert, open-notebook: what staff are told to look at, and what they say is known.

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn, OTHER_CLINIC};
use support::{City, Person, Write, crash_sweep};

/// A notebook with two medicines of one ingredient and an allergy to a third.
struct Patient {
    doctor: Person,
    hanako: Person,
    id: String,
    medicines: Vec<String>,
}

async fn patient(city: &City) -> Patient {
    let (doctor, hanako, id) = city.clinic().await;
    let body = json!({ "profile": { "allergies": ["ロキソプロフェン"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), body).await.expect(200);
    let mut medicines = Vec::new();
    for (day, name) in
        [("2026-11-01", "アムロジピン錠"), ("2026-11-10", "アムロジピンＯＤ錠"), ("2026-11-21", "ロキソプロフェン錠")]
    {
        let body = json!({ "dispensed_on": day, "groups": [{ "drugs": [{ "name": name }] }] });
        let reply = city.post(&hanako, &format!("/v1/residents/{id}/medications"), body).await.expect(201);
        medicines.push(reply.body["entry"]["id"].as_str().unwrap().to_owned());
    }
    Patient { doctor, hanako, id, medicines }
}

async fn view(city: &City, patient: &Patient, checked_in: &CheckedIn) -> Value {
    city.get(&patient.doctor, &checked_in.notebook()).await.expect(200).body
}

fn path(id: &str, alert: &Value) -> String {
    format!("/v1/institutions/{CLINIC}/patients/{id}/medication-alerts/{}", alert["alert_id"].as_str().unwrap())
}

fn known(alert: &Value) -> Value {
    json!({ "known": true, "medication_ids": alert["medication_ids"] })
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|alert| alert["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn staff_are_told_of_what_is_open_and_the_person_sees_what_they_say_is_known() {
    let city = City::new();
    let patient = patient(&city).await;
    let checked_in = city.check_in(&patient.id, CLINIC, &Section::ALL);
    let seen = view(&city, &patient, &checked_in).await;
    assert_eq!(codes(&seen["alerts"]), ["allergy_match", "duplicate_ingredient"]);
    let duplicate = &seen["alerts"][1];
    assert_eq!(duplicate["medication_ids"], json!([patient.medicines[1], patient.medicines[0]]));
    let line = path(&patient.id, duplicate);
    city.store.forget();
    let marked = city.put(&patient.doctor, &line, known(duplicate)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    let by = &marked.body["known"];
    assert_eq!((&by["role"], &by["institution_code"]), (&json!("doctor"), &json!(CLINIC)));
    assert!(by["institution_name"].is_string() && by["relation"].is_null());
    let seen = view(&city, &patient, &checked_in).await;
    assert_eq!(
        (codes(&seen["alerts"]), codes(&seen["known_alerts"])),
        (vec!["allergy_match"], vec!["duplicate_ingredient"])
    );
    let own = city.get(&patient.hanako, &format!("/v1/residents/{}/medications", patient.id)).await.expect(200);
    assert_eq!(own.body["known_alerts"][0]["known"], *by);
    // And what the person says is known stands apart for staff.
    let allergy = &own.body["alerts"][0];
    let theirs = format!("/v1/residents/{}/medication-alerts/{}", patient.id, allergy["alert_id"].as_str().unwrap());
    city.put(&patient.hanako, &theirs, known(allergy)).await.expect(200);
    let seen = view(&city, &patient, &checked_in).await;
    assert_eq!((&seen["alerts"], seen["known_alerts"].as_array().unwrap().len()), (&json!([]), 2));
    city.put(&patient.doctor, &line, json!({ "known": false })).await.expect(200);
    assert_eq!(codes(&view(&city, &patient, &checked_in).await["alerts"]), ["duplicate_ingredient"]);
}

#[tokio::test]
async fn nothing_rests_on_a_section_that_is_not_open() {
    let city = City::new();
    let patient = patient(&city).await;
    let all = view(&city, &patient, &city.check_in(&patient.id, CLINIC, &Section::ALL)).await;
    let seen = view(&city, &patient, &city.check_in(&patient.id, CLINIC, &[Section::Medication])).await;
    assert_eq!(codes(&seen["alerts"]), ["duplicate_ingredient"]);
    let line = path(&patient.id, &all["alerts"][0]);
    city.put(&patient.doctor, &line, known(&all["alerts"][0])).await.expect_problem(404, "not_found");
    let seen = view(&city, &patient, &city.check_in(&patient.id, CLINIC, &[Section::Profile])).await;
    assert_eq!((&seen["alerts"], &seen["known_alerts"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn r02_no_alert_of_staff_rests_on_an_entry_that_is_kept_back() {
    let city = City::new();
    let patient = patient(&city).await;
    let checked_in = city.check_in(&patient.id, CLINIC, &Section::ALL);
    let before = view(&city, &patient, &checked_in).await;
    for concealed in &patient.medicines[1..] {
        let line = format!("/v1/residents/{}/medications/{concealed}", patient.id);
        city.patch(&patient.hanako, &line, json!({ "concealed": true })).await.expect(200);
    }
    let seen = view(&city, &patient, &checked_in).await;
    assert_eq!((&seen["alerts"], &seen["known_alerts"]), (&json!([]), &json!([])));
    // Neither is it marked by who remembers it: as one that never was.
    let never = json!({ "alert_id": "never", "medication_ids": before["alerts"][1]["medication_ids"] });
    let missing = city.put(&patient.doctor, &path(&patient.id, &never), known(&never)).await;
    let missing = missing.expect_problem(404, "not_found");
    for alert in before["alerts"].as_array().unwrap() {
        for body in [known(alert), json!({ "known": false })] {
            let reply = city.put(&patient.doctor, &path(&patient.id, alert), body).await;
            assert_eq!(reply.expect_problem(404, "not_found").raw, missing.raw);
        }
    }
    // Deleted instead of concealed, the view is the same to the byte.
    for concealed in &patient.medicines[1..] {
        city.delete(&patient.hanako, &format!("/v1/residents/{}/medications/{concealed}", patient.id))
            .await
            .expect(204);
    }
    assert_eq!(view(&city, &patient, &checked_in).await, seen);
}

#[tokio::test]
async fn only_who_treats_with_todays_grant_says_that_an_alert_is_known() {
    let city = City::new();
    let patient = patient(&city).await;
    let checked_in = city.check_in(&patient.id, CLINIC, &Section::ALL);
    let alert = view(&city, &patient, &checked_in).await["alerts"][0].clone();
    let line = path(&patient.id, &alert);
    let reception = Person::staff("reception");
    city.employ(&reception, CLINIC, "reception");
    let other = Person::staff("other");
    city.institution(OTHER_CLINIC, "となりの医院");
    city.employ(&other, OTHER_CLINIC, "doctor");
    city.put(&reception, &line, known(&alert)).await.expect_problem(403, "role_not_allowed");
    for person in [&other, &patient.hanako, &Person::resident("stranger")] {
        city.put(person, &line, known(&alert)).await.expect_problem(404, "not_found");
    }
    city.put(&Person::staff_without_totp("doctor"), &line, known(&alert)).await.expect_problem(403, "totp_required");
    city.put(&Person::nobody(), &line, known(&alert)).await.expect_problem(401, "unauthenticated");
    let elsewhere = line.replace(CLINIC, OTHER_CLINIC);
    city.put(&other, &elsewhere, known(&alert)).await.expect_problem(404, "not_found");
    city.revoke(&checked_in);
    city.put(&patient.doctor, &line, known(&alert)).await.expect_problem(404, "not_found");
    let checked_in = city.check_in(&patient.id, CLINIC, &Section::ALL);
    city.pass(chrono::TimeDelta::days(1));
    city.put(&patient.doctor, &line, known(&alert)).await.expect_problem(404, "not_found");
    assert_eq!(checked_in.resident_id, patient.id);
}

#[tokio::test]
async fn r52_r53_a_mark_of_staff_survives_a_crash_at_every_point_and_is_never_half_done() {
    crash_sweep(async |city: &City| {
        let patient = patient(city).await;
        let checked_in = city.check_in(&patient.id, CLINIC, &Section::ALL);
        let alert = view(city, &patient, &checked_in).await["alerts"][0].clone();
        Write::new(&patient.doctor, &format!("PUT {}", path(&patient.id, &alert)), known(&alert))
    })
    .await;
}

#[tokio::test]
async fn what_is_behind_a_cut_list_is_compared_and_its_mark_logged_with_what_it_rests_on() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let body = json!({ "profile": { "allergies": ["ワルファリン"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), body).await.expect(200);
    let old = city.seed_medication(&id, "2026-01-05", "ワルファリン錠１ｍｇ", false);
    for day in 1..=28 {
        for month in [9, 10] {
            let name = format!("{}{month}の{day}番", "薬".repeat(3_000));
            city.seed_medication(&id, &format!("2026-{month:02}-{day:02}"), &name, false);
        }
    }
    let checked_in = city.check_in(&id, CLINIC, &Section::ALL);
    let seen = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    assert!(seen["more"]["medication"].is_string() && !seen["sections"]["medication"].to_string().contains(&old));
    assert_eq!((codes(&seen["alerts"]), &seen["all_compared"]), (vec!["allergy_match"], &json!(true)));
    assert!(seen["summary"].as_str().unwrap().contains("■お薬の注意\n・「ワルファリン錠１ｍｇ」は"));
    let alert = &seen["alerts"][0];
    let section = format!("{}/medication", checked_in.notebook());
    assert_eq!(city.get(&doctor, &section).await.expect(200).body["alerts"], seen["alerts"]);
    let whole = city.get(&doctor, &format!("{section}?entry={old}")).await.expect(200).body;
    assert_eq!(&whole["alerts"][0], alert);
    city.put(&doctor, &path(&id, alert), known(alert)).await.expect(200);
    let log = city.get(&hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    assert_eq!(log["items"][0]["sections"], json!(["medication", "profile"]));
}

#[tokio::test]
async fn where_not_all_was_compared_the_answer_and_the_chart_say_so() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let body = json!({ "profile": { "allergies": ["ワルファリン"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), body).await.expect(200);
    let old = city.seed_medication(&id, "2026-01-05", "ワルファリン錠１ｍｇ", false);
    for place in 0..200 {
        city.seed_medication(&id, "2026-06-01", &format!("別の薬{place}号"), false);
    }
    let checked_in = city.check_in(&id, CLINIC, &Section::ALL);
    let seen = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    assert_eq!((&seen["alerts"], &seen["all_compared"]), (&json!([]), &json!(false)));
    assert!(seen["truncated"].as_array().unwrap().contains(&json!("alerts")));
    assert!(seen["summary"].as_str().unwrap().contains("■お薬の注意: 照合していない薬あり"));
    let cursor = seen["more"]["medication"].as_str().unwrap();
    let next = format!("{}/medication?cursor={cursor}", checked_in.notebook());
    let next = city.get(&doctor, &next).await.expect(200).body;
    assert_eq!(next["alerts"][0]["medication_ids"], json!([old]));
}
