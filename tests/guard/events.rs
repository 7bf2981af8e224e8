//! The sample events run: each through the reader of the gateway's events, in a city that has what they name.

use platform::operation::Operation;
use platform::request::{Request, Response};
use serde_json::json;
use support::provider::{HANAKO, Provider};
use support::{City, Person, Post};
use xtask::events::sample;

use super::root;

/// A city in which the sample ids stand for something; gives what they stand for.
pub(crate) async fn sample_city() -> (City, Vec<(&'static str, String)>) {
    let city = City::new();
    city.set_time(sample::NOW);
    let provider = Provider::at(&city);
    Post::at(&city);
    let (hanako, doctor) = (Person::resident(sample::HANAKO), Person::staff(sample::DOCTOR));
    city.institution(sample::INSTITUTION, "荒尾内科");
    city.employ(&doctor, sample::INSTITUTION, "doctor");
    let id = city.proved_resident(&hanako).await;
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();

    city.institution(sample::HOSPITAL, "有明病院");
    city.set_time("2026-11-21T21:30:00+09:00");
    let check_in = json!({ "resident_id": id, "institution_code": sample::HOSPITAL, "sections": ["profile"], "purpose": "consultation" });
    let stay = text(&city.post(&hanako, "/v1/check-ins", check_in).await.expect(201).body["visit_id"]);
    city.post(&hanako, &format!("/v1/check-ins/{stay}/renewals"), serde_json::Value::Null).await.expect(200);
    city.set_time(sample::NOW);
    let sections = ["profile", "medication", "daily", "visits", "health_guidance"];
    let check_in = json!({ "resident_id": id, "institution_code": sample::INSTITUTION, "sections": sections, "purpose": "consultation" });
    let visit = text(&city.post(&hanako, "/v1/check-ins", check_in).await.expect(201).body["visit_id"]);
    let daily = json!({ "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4 });
    let daily = city.post(&hanako, &format!("/v1/residents/{id}/daily-records"), daily).await.expect(201);
    let own = json!({ "visited_on": "2026-11-20", "institution_name": "玉名皮膚科", "reason": "湿疹", "memo": "", "status": "done" });
    let own = city.post(&hanako, &format!("/v1/residents/{id}/visits"), own).await.expect(201);
    let ahead = json!({ "on": "2026-12-08", "time": "15:30", "kind": "dental", "institution_name": "四ツ山歯科医院", "department": "歯科", "reminders": { "day_before": true } });
    let ahead = city.post(&hanako, &format!("/v1/residents/{id}/appointments"), ahead).await.expect(201);
    let sheet = "JAHISTC08,1\r\n5,20261119,1\r\n11,万田薬局,43,4,0412346,,,,1\r\n201,1,酸化マグネシウム錠,3,錠,1,,1\r\n301,1,毎食後,28,日分,1,1,,1\r\n";
    let sheet = json!({ "parts": [{ "text": sheet }] });
    city.post(&hanako, &format!("/v1/residents/{id}/dispensings"), sheet).await.expect(201);
    let notes = format!("/v1/institutions/{}/patients/{id}/visits/{visit}/notes", sample::INSTITUTION);
    let note = city.post(&doctor, &notes, json!({ "text": "お大事に" })).await.expect(201);
    let (said, goal) = guided(&city, &hanako, &id).await;
    let alarm = json!({ "label": "お昼前のおくすり", "times": ["11:00"], "from": "2026-11-22" });
    let alarm = city.post(&hanako, &format!("/v1/residents/{id}/alarms"), alarm).await.expect(201);
    let logged = json!({ "alarm_id": alarm.body["alarm_id"], "taken_at": "2026-11-22T09:00:00+09:00" });
    let logged = city.post(&hanako, &format!("/v1/residents/{id}/intakes"), logged).await.expect(201);
    let device = json!({ "platform": "ios", "token": "token-of-hanako" });
    city.put(&hanako, &format!("/v1/me/devices/{}", sample::DEVICE), device).await.expect(200);
    let watch = format!("/v1/residents/{id}/missed-dose-watch");
    city.put(&hanako, &watch, json!({ "agreed": true })).await.expect(200);
    let proof = city.post(&hanako, &format!("/v1/residents/{id}/identity-proofs"), json!({})).await.expect(201);
    let (code, state) = provider.authorize(proof.body["authorization_url"].as_str().unwrap(), &HANAKO);
    let typed = json!({ "dispensed_on": "2026-11-02", "groups": [{ "drugs": [{ "name": "カロナール錠" }] }] });
    let typed = city.post(&hanako, &format!("/v1/residents/{id}/medications"), typed).await.expect(201);
    let sheet = "JAHISTC08,1\r\n1,荒尾　花子,2,S260314\r\n5,20261102,1\r\n201,1,アセトアミノフェン錠,1,錠,1,,1\r\n301,1,毎食後,5,日分,1,1,,1\r\n";
    let sheet = json!({ "parts": [{ "text": sheet }] });
    let scanned = city.post(&hanako, &format!("/v1/residents/{id}/dispensings"), sheet).await.expect(201);
    let bought = json!({ "otc": { "name": "かぜぐすり", "started_on": "2026-11-03", "ingredients": [{ "name": "アセトアミノフェン" }] } });
    let bought = city.post(&hanako, &format!("/v1/residents/{id}/medications"), bought).await.expect(201);
    let list = city.get(&hanako, &format!("/v1/residents/{id}/medications")).await.expect(200);
    let raised = |alert: &&serde_json::Value| {
        let about = |entry: &serde_json::Value| alert["medication_ids"].as_array().unwrap().contains(entry);
        about(&bought.body["entry"]["id"]) && about(&scanned.body["dispensings"][0]["id"])
    };
    let alert = list.body["alerts"].as_array().unwrap().iter().find(raised).unwrap();
    let (member, inviting) = (Person::resident("relative"), Person::resident("inviting"));
    let relative = city.proved_resident(&member).await;
    let code_of_hanako = city.invite(&hanako, &id, json!({ "medication": "see", "daily": "see" })).await;
    city.accept(&member, &code_of_hanako).await.expect(201);
    city.invite(&hanako, &id, json!({ "visits": "see" })).await;
    let family = city.get(&hanako, &format!("/v1/residents/{id}/family")).await.expect(200);
    let inviting_id = city.proved_resident(&inviting).await;
    let invitation = city.invite(&inviting, &inviting_id, json!({ "daily": "see" })).await;
    city.relate(&hanako, &relative, "family", &[("medication", "manage")]);
    city.relate(&Person::resident("guardian"), &relative, "family", &[("medication", "manage")]);
    let primary = format!("/v1/residents/{id}/primary-care-institutions/{}", sample::INSTITUTION);
    city.put(&hanako, &primary, serde_json::Value::Null).await.expect(200);
    let card = city.post(&hanako, &format!("/v1/residents/{id}/emergency-card"), serde_json::Value::Null).await;
    let ids = vec![
        (sample::EMERGENCY_SECRET, text(&card.expect(201).body["secret"])),
        (sample::DISPENSED, dispensed(&city, &id).await),
        (sample::RESIDENT, id),
        (sample::RELATIVE, relative),
        (sample::VISIT, visit),
        (sample::STAY, stay),
        (sample::RECORD, text(&daily.body["record_id"])),
        (sample::OWN_VISIT, text(&own.body["visit_id"])),
        (sample::APPOINTMENT, text(&ahead.body["appointment_id"])),
        (sample::MEDICATION, text(&typed.body["entry"]["id"])),
        (sample::SCANNED, text(&scanned.body["dispensings"][0]["id"])),
        (sample::BOUGHT, text(&bought.body["entry"]["id"])),
        (sample::ALERT, text(&alert["alert_id"])),
        (sample::SHEET, text(&scanned.body["sheet_id"])),
        (sample::NOTE, text(&note.body["note_id"])),
        (sample::GUIDANCE, said),
        (sample::GOAL, goal),
        (sample::ALARM, text(&alarm.body["alarm_id"])),
        (sample::INTAKE, text(&logged.body["intake_id"])),
        (sample::ACTOR, hanako.actor()),
        (sample::MEMBER, member.actor()),
        (sample::INVITING, inviting_id),
        (sample::INVITATION, invitation),
        (sample::OPEN_INVITATION, text(&family.body["invitations"][0]["invitation_id"])),
        ("sample-code", code),
        ("sample-state", state),
    ];
    (city, ids)
}

/// A public-health nurse's guidance with one goal; the ids of both.
async fn guided(city: &City, person: &Person, resident_id: &str) -> (String, String) {
    let nurse = Person::staff(sample::NURSE);
    city.employ(&nurse, sample::INSTITUTION, "public_health_nurse");
    let path = format!("/v1/institutions/{}/patients/{resident_id}/health-guidance", sample::INSTITUTION);
    let said = json!({ "channel": "office", "topic": "血圧", "text": "歩きましょう", "goals": ["一日七千歩"], "next_on": null });
    let said = city.post(&nurse, &path, said).await.expect(201);
    let listed = city.get(person, &format!("/v1/residents/{resident_id}/health-guidance")).await.expect(200);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&said.body["guidance_id"]), text(&listed.body["items"][0]["goals"][0]["goal_id"]))
}

/// What the pharmacist of the institution registered for a person; gives its id.
async fn dispensed(city: &City, id: &str) -> String {
    let pharmacist = Person::staff(sample::PHARMACIST);
    city.employ(&pharmacist, sample::INSTITUTION, "pharmacist");
    let path = format!("/v1/institutions/{}/patients/{id}/dispensings", sample::INSTITUTION);
    let handed =
        json!({ "dispensed_on": "2026-11-15", "groups": [{ "drugs": [{ "name": "レバミピド錠１００ｍｇ" }] }] });
    let reply = city.post(&pharmacist, &path, handed).await.expect(201);
    reply.body["dispensings"][0]["id"].as_str().unwrap().to_owned()
}

fn request(operation: &Operation, name: &str, ids: &[(&'static str, String)]) -> Request {
    let path = root().join(format!("events/{}/{name}.json", operation.spec.name));
    let mut event = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    for (sample, real) in ids {
        event = event.replace(sample, real);
    }
    platform::serve::read(lambda_http::request::from_str(&event).unwrap())
}

/// The request of an operation's sample event that succeeds.
pub(crate) fn ok_request(operation: &Operation, ids: &[(&'static str, String)]) -> Request {
    request(operation, "ok", ids)
}

async fn run(operation: &Operation, name: &str) -> Response {
    let (city, ids) = sample_city().await;
    operation.serve(&city.app, &request(operation, name, &ids)).await
}

#[tokio::test]
async fn every_ok_event_succeeds() {
    for (_, operation) in catalogue::operations() {
        let response = run(operation, "ok").await;
        let body = String::from_utf8_lossy(&response.body).into_owned();
        assert!((200..300).contains(&response.status), "{}: {} {body}", operation.spec.name, response.status);
    }
}

#[tokio::test]
async fn every_invalid_event_is_refused_for_what_is_wrong_with_it() {
    for (_, operation) in catalogue::operations() {
        let response = run(operation, "invalid").await;
        let body = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!(response.status, 422, "{}: {body}", operation.spec.name);
        assert!(body.contains("not_a_"), "{}: the field is not named: {body}", operation.spec.name);
    }
}

#[tokio::test]
async fn every_forbidden_event_is_refused() {
    for (_, operation) in catalogue::operations() {
        let response = run(operation, "forbidden").await;
        assert!([401, 403, 404].contains(&response.status), "{}: {}", operation.spec.name, response.status);
    }
}
