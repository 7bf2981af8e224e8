//! Health guidance at the office (add-health-guidance, amend-health-guidance, retract-health-guidance,
//! open-health-guidance, list-guided): who may write and read it, with and without a check-in.
//! What ends that: `follow_up.rs`.

use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC, ago};
use support::keys::{ENTRIES, GUIDANCE_HISTORY, GUIDED, LOG, NOTEBOOK};
use support::{City, Person};

/// What the person opens to the office.
pub(super) const OPENED: [Section; 1] = [Section::HealthGuidance];
pub(super) const LIST: &str = "/v1/institutions/4310112345/health-guidance";

pub(super) fn said(text: &str) -> Value {
    json!({ "channel": "phone", "topic": "血圧", "text": text, "goals": ["一日七千歩", "みそ汁は一杯"], "next_on": "2026-12-20" })
}

/// A nurse of the clinic, a person and the address of the person's guidance there.
pub(super) async fn office(city: &City) -> (Person, Person, String, String) {
    let (_, hanako, id) = city.clinic().await;
    let nurse = Person::staff("nurse");
    city.employ(&nurse, CLINIC, "public_health_nurse");
    let path = format!("/v1/institutions/{CLINIC}/patients/{id}/health-guidance");
    (nurse, hanako, id, path)
}

pub(super) async fn write(city: &City, nurse: &Person, path: &str, body: Value) -> String {
    let reply = city.post(nurse, path, body).await.expect(201);
    city.pass(TimeDelta::seconds(1));
    reply.body["guidance_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn r10_a_check_in_that_opened_the_section_begins_it_and_it_goes_on_without_one() {
    let city = City::new();
    let (nurse, _, id, path) = office(&city).await;
    let missing = city.get(&nurse, &path.replace(&id, "019aa000-0000-7000-8000-0000000000ff")).await.expect(404);
    let refused = city.get(&nurse, &path).await.expect(404);
    assert_eq!(refused.body["detail"], missing.body["detail"]);
    city.post(&nurse, &path, said("x")).await.expect(404);
    city.check_in(&id, CLINIC, &[Section::Medication, Section::Daily]);
    city.get(&nurse, &path).await.expect(404);
    city.post(&nurse, &path, said("x")).await.expect(404);
    city.check_in(&id, CLINIC, &OPENED);
    let before = city.items(LOG.of(&id), ENTRIES).len();
    let first = write(&city, &nurse, &path, said("歩きましょう")).await;
    let log = city.items(LOG.of(&id), ENTRIES);
    assert_eq!((log.len(), log[before]["action"]["S"].as_str()), (before + 1, Some("add-health-guidance")));
    city.pass(TimeDelta::days(30));
    let mut later = said("続いていますね");
    later["next_on"] = json!("2027-01-20");
    let second = write(&city, &nurse, &path, later).await;
    let seen = city.get(&nurse, &path).await.expect(200).body;
    assert_eq!(seen["legal_name"], "荒尾 花子");
    let ids: Vec<_> = seen["items"].as_array().unwrap().iter().map(|one| one["guidance_id"].clone()).collect();
    assert_eq!(ids, [json!(second), json!(first)]);
    assert_eq!(seen["items"][1]["goals"][0]["status"], "not_started");
    city.get(&nurse, &path.replace("/health-guidance", "/notebook")).await.expect(404);
    // What the office does alone makes it no longer.
    city.pass(TimeDelta::days(360));
    write(
        &city,
        &nurse,
        &path,
        json!({ "next_on": null, "channel": "phone", "topic": "一年", "text": "一年", "goals": [] }),
    )
    .await;
    city.pass(TimeDelta::days(30));
    city.get(&nurse, &path).await.expect(404);
    city.post(&nurse, &path, said("x")).await.expect(404);
    assert!(city.get(&nurse, LIST).await.expect(200).body["items"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn r01_nobody_else_writes_or_reads_it_and_an_office_reads_its_own_alone() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    let elsewhere = Person::staff("elsewhere");
    city.institution(OTHER_CLINIC, "別の保健センター");
    city.employ(&elsewhere, OTHER_CLINIC, "public_health_nurse");
    city.check_in(&id, CLINIC, &Section::ALL);
    let guidance = write(&city, &nurse, &path, said("CANARY")).await;
    let doctor = Person::staff("doctor");
    city.get(&doctor, &path).await.expect_problem(403, "role_not_allowed");
    city.post(&doctor, &path, said("x")).await.expect_problem(403, "role_not_allowed");
    city.get(&hanako, &path).await.expect(404);
    let theirs = path.replace(CLINIC, OTHER_CLINIC);
    city.get(&elsewhere, &theirs).await.expect(404);
    city.check_in(&id, OTHER_CLINIC, &OPENED);
    let seen = city.get(&elsewhere, &theirs).await.expect(200);
    assert!(!String::from_utf8(seen.raw).unwrap().contains("CANARY"));
    let reason = json!({ "reason": "wrong_content" });
    city.post(&elsewhere, &format!("{theirs}/{guidance}/retraction"), reason).await.expect(404);
    city.put(&elsewhere, &format!("{theirs}/{guidance}"), said("x")).await.expect(404);
    // Whoever opens the section shows it to the doctor of a clinic.
    let notebook = city.get(&doctor, &path.replace("/health-guidance", "/notebook")).await.expect(200).body;
    assert_eq!(notebook["sections"]["health_guidance"][0]["text"], "CANARY");
    let kinds: Vec<_> =
        notebook["timeline"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"guidance"), "{kinds:?}");
    let one = format!("{}/health_guidance?entry={guidance}", path.replace("/health-guidance", "/notebook"));
    assert_eq!(city.get(&doctor, &one).await.expect(200).body["items"][0]["guidance_id"], guidance);
}

#[tokio::test]
async fn it_is_amended_and_taken_back_for_seven_days_and_a_goal_keeps_what_was_said() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    let guidance = write(&city, &nurse, &path, said("CANARY")).await;
    let own = format!("/v1/residents/{id}/health-guidance");
    let goals = city.get(&hanako, &own).await.expect(200).body["items"][0]["goals"].clone();
    let progress = json!({ "goals": [
        { "goal_id": goals[0]["goal_id"], "status": "going_well", "memo": "雨の日は足ぶみ" },
        { "goal_id": goals[1]["goal_id"], "status": "difficult", "memo": null },
    ] });
    city.put(&hanako, &format!("{own}/{guidance}/progress"), progress).await.expect(200);
    let mut amended = said("直しました");
    amended["goals"] = json!(["一日七千歩"]);
    amended["next_on"] = json!("2026-12-25");
    city.put(&nurse, &format!("{path}/{guidance}"), amended).await.expect(200);
    let seen = city.get(&nurse, &path).await.expect(200).body["items"][0].clone();
    assert_eq!((seen["goals"].as_array().unwrap().len(), &seen["goals"][0]["memo"]), (1, &json!("雨の日は足ぶみ")));
    assert_eq!(city.get(&nurse, LIST).await.expect(200).body["items"][0]["next_on"], "2026-12-25");
    assert_eq!(city.items(GUIDED.of(CLINIC), "").len(), 1);
    // Also after the person has ended that the office follows them up.
    city.delete(&hanako, &format!("/v1/residents/{id}/guidance-offices/{CLINIC}")).await.expect(204);
    city.pass(TimeDelta::days(6));
    let retraction = format!("{path}/{guidance}/retraction");
    city.post(&nurse, &retraction, json!({ "reason": "wrong_content" })).await.expect(200);
    city.put(&nurse, &format!("{path}/{guidance}"), said("x")).await.expect_problem(409, "note_retracted");
    let shown = city.get(&hanako, &own).await.expect(200);
    assert!(!String::from_utf8(shown.raw).unwrap().contains("直しました"));
    assert!(shown.body["items"][0]["retracted_at"].is_string());
    assert_eq!(city.items(NOTEBOOK.of(&id), GUIDANCE_HISTORY).len(), 2);
    city.pass(TimeDelta::days(2));
    city.post(&nurse, &retraction, json!({ "reason": "wrong_content" })).await.expect_problem(422, "note_period_over");
}

#[tokio::test]
async fn what_is_written_is_bounded() {
    let city = City::new();
    let (nurse, _, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    for (name, value) in [
        ("goals", json!(["一", "二", "三", "四"])),
        ("goals", json!(["一", "一"])),
        ("goals", json!([""])),
        ("next_on", json!("2026-11-21")),
        ("next_on", json!("2036-11-21")),
        ("topic", json!("あ".repeat(101))),
        ("text", json!("あ".repeat(4001))),
        ("text", json!("a\u{202E}b")),
        ("channel", json!("mail")),
    ] {
        let mut body = said("x");
        body[name] = value.clone();
        city.post(&nurse, &path, body).await.expect(422);
    }
    for nth in 0..10 {
        write(&city, &nurse, &path, said(&nth.to_string())).await;
    }
    city.post(&nurse, &path, said("x")).await.expect_problem(422, "too_much_guidance");
}

#[tokio::test]
async fn the_list_of_the_office_begins_with_whom_it_speaks_to_next_and_goes_on() {
    let city = City::new();
    let (nurse, _, first, path) = office(&city).await;
    let second = city.proved_resident(&Person::resident("second")).await;
    let third = city.proved_resident(&Person::resident("third")).await;
    for (id, day) in [(&first, json!(null)), (&second, json!("2026-12-24")), (&third, json!("2026-12-01"))] {
        city.check_in(id, CLINIC, &OPENED);
        let mut body = said("CANARY");
        body["next_on"] = day;
        write(&city, &nurse, &path.replace(&first, id), body).await;
    }
    let (mut all, mut cursor) = (Vec::new(), String::new());
    for _ in 0..3 {
        let page = city.get(&nurse, &format!("{LIST}?limit=1{cursor}")).await.expect(200);
        assert!(!String::from_utf8(page.raw).unwrap().contains("CANARY"));
        all.push(page.body["items"][0]["resident_id"].as_str().unwrap().to_owned());
        cursor = format!("&cursor={}", page.body["next_cursor"].as_str().unwrap_or_default());
    }
    assert_eq!((all, cursor.as_str()), (vec![third, second, first], "&cursor="));
    city.get(&nurse, &format!("{LIST}?cursor=x")).await.expect_problem(422, "invalid_cursor");
    city.get(&Person::staff("doctor"), LIST).await.expect_problem(403, "role_not_allowed");
}

#[tokio::test]
async fn r05_of_two_that_are_written_at_once_both_stand() {
    let city = City::new();
    let (nurse, _, id, path) = office(&city).await;
    city.check_in_at(&id, CLINIC, &OPENED, ago(city.now(), 0));
    let (one, other) = tokio::join!(city.post(&nurse, &path, said("一")), city.post(&nurse, &path, said("二")));
    one.expect(201);
    other.expect(201);
    assert_eq!(city.get(&nurse, &path).await.expect(200).body["items"].as_array().unwrap().len(), 2);
    assert_eq!(city.items(GUIDED.of(CLINIC), "").len(), 1);
}

#[tokio::test]
async fn the_offices_own_guidance_goes_on_with_a_cursor() {
    let city = City::new();
    let (nurse, _, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    let mut written = Vec::new();
    for nth in 0..3 {
        written.push(write(&city, &nurse, &path, said(&nth.to_string())).await);
    }
    let (mut all, mut cursor) = (Vec::new(), String::new());
    for _ in 0..2 {
        let page = city.get(&nurse, &format!("{path}?limit=2{cursor}")).await.expect(200).body;
        let ids = page["items"].as_array().unwrap().iter().map(|item| item["guidance_id"].as_str().unwrap().to_owned());
        all.extend(ids);
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
    }
    written.reverse();
    assert_eq!((all, cursor.as_str()), (written, "&cursor="));
}

#[tokio::test]
async fn a_changed_name_stands_in_the_offices_list_at_once() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    write(&city, &nurse, &path, said("一")).await;
    let renamed = json!({ "identity": { "kana": "アラオ ハナエ" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), renamed).await.expect(200);
    assert_eq!(city.get(&nurse, LIST).await.expect(200).body["items"][0]["kana"], "アラオ ハナエ");
}
