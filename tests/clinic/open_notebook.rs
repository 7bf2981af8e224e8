use notebook::access::Section;
use platform::problem::Reason;
use records::items::{VisitItem, VisitStatus};
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC, ago, text};
use support::keys::{ARRIVALS, CLINIC_DAY, ENTRIES, LOG, NOTEBOOK, PROFILE};
use support::store::Fault;
use support::{City, Person};

fn hand_visit(city: &City, institution: &str, days_ago: i64) -> VisitItem {
    let at = ago(city.now(), days_ago);
    VisitItem {
        visit_id: notebook::id::VisitId::new(at, city.app.random().unwrap()),
        visited_on: notebook::time::jst_day(at),
        status: VisitStatus::Done,
        institution_code: Some(institution.to_owned()),
        institution_name: Some(text("となりの医院")),
        department: Some(text("内科")),
        reason: Some(text("せきが続く")),
        diagnosis_told: Some(text("気管支炎")),
        memo: Some(text("CANARY-MEMO")),
        checked_in_at: None,
        logged_before: None,
        reception_code: None,
        ended_at: None,
        cancelled_at: None,
        cancellation_reason: None,
        last_day: None,
        appointment: None,
    }
}

#[tokio::test]
async fn a_doctor_sees_what_was_opened_in_two_round_trips_and_the_list_says_so() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.seed_visit(&id, &hand_visit(&city, OTHER_CLINIC, 30));
    let medication = city.seed_medication(&id, "2026-11-01", "アムロジピン錠5mg", false);
    let daily = city.seed_daily(&id, &json!({ "weight_kg": 62.4, "memo": "だるい" }));
    let checked_in = city.check_in(&id, CLINIC, &Section::ALL);
    city.store.forget();
    let view = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(view["resident"]["legal_name"], "荒尾 花子");
    assert_eq!(view["resident"]["age"], 75);
    assert_eq!(view["grant"]["until"], "2026-11-22T15:00:00Z");
    assert_eq!(view["grant"]["sections"].as_array().unwrap().len(), 8);
    assert_eq!(view["sections"]["medication"][0]["id"], json!(medication));
    assert_eq!(view["sections"]["daily"][0]["record_id"], json!(daily));
    assert_eq!(view["sections"]["daily"][0]["weight_kg"], 62.4);
    assert_eq!(view["sections"]["visits"].as_array().unwrap().len(), 2);
    assert_eq!(view["sections"]["visits"][1]["diagnosis_told"], "気管支炎");
    assert_eq!(view["sections"]["profile"]["allergies"], json!([]));
    for later in ["vaccinations", "checkups", "health_guidance", "images"] {
        assert_eq!(view["sections"][later], json!([]), "{later}");
    }
    let kinds: Vec<_> = view["timeline"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["visit", "dispensing", "visit"]);
    assert_eq!(view["truncated"], json!([]));
    assert!(
        view["summary"]
            .as_str()
            .unwrap()
            .contains("・2026-11-01 テスト薬局 アムロジピン錠5mg 1日1錠 分1朝食後 14日分\n")
    );
    let list = city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
    assert_eq!(list.body["items"][0]["status"], "opened");
    city.store.forget();
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(city.entries(LOG.of(&id)), 2);
}

#[tokio::test]
async fn r06_the_answer_has_only_the_chosen_sections_and_no_memo_or_concealed_medicine() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.set_attribute(
        NOTEBOOK.of(&id),
        PROFILE,
        "profile",
        &json!({ "allergies": ["CANARY-profile"], "history": [], "adverse_reactions": [], "blood_type": "A+",
                 "emergency_contacts": [] }),
    );
    let mut visit = hand_visit(&city, OTHER_CLINIC, 30);
    visit.reason = Some(text("CANARY-visits"));
    city.seed_visit(&id, &visit);
    city.seed_medication(&id, "2026-11-01", "CANARY-medication", false);
    city.seed_medication(&id, "2026-11-02", "CANARY-CONCEALED", true);
    city.seed_daily(&id, &json!({ "weight_kg": 62.4, "memo": "CANARY-daily" }));
    let sections = [Section::Profile, Section::Medication, Section::Daily, Section::Visits];
    for subset in 0..16_u8 {
        let opened = sections.iter().enumerate().filter(|(n, _)| subset & (1 << n) != 0).map(|(_, s)| *s);
        let opened: Vec<_> = opened.collect();
        let checked_in = city.check_in(&id, CLINIC, &opened);
        let reply = city.get(&doctor, &checked_in.notebook()).await.expect(200);
        let raw = String::from_utf8(reply.raw.clone()).unwrap();
        assert_eq!(reply.body["sections"].as_object().unwrap().len(), opened.len());
        assert_eq!(reply.body["concealed"], "not_shown");
        assert!(!raw.contains("CANARY-MEMO") && !raw.contains("CANARY-CONCEALED"), "{raw}");
        for section in sections {
            let canary = format!("CANARY-{}", section.as_str());
            assert_eq!(raw.contains(&canary), opened.contains(&section), "{canary} {opened:?}");
        }
    }
}

#[tokio::test]
async fn r02_nothing_tells_whether_a_medicine_was_concealed() {
    let see = async |concealed: bool| {
        let city = City::new();
        let (doctor, _, id) = city.clinic().await;
        city.seed_medication(&id, "2026-11-01", "アムロジピン錠5mg", false);
        if concealed {
            city.seed_medication(&id, "2026-11-02", "CANARY", true);
        }
        let checked_in = city.check_in(&id, CLINIC, &[Section::Medication]);
        city.get(&doctor, &checked_in.notebook()).await.expect(200).body
    };
    let (mut with, mut without) = (see(true).await, see(false).await);
    for view in [&mut with, &mut without] {
        view["resident"]["resident_id"] = Value::Null;
        view["sections"]["medication"][0]["id"] = Value::Null;
        view["timeline"][0]["id"] = Value::Null;
    }
    assert_eq!(with, without);
}

#[tokio::test]
async fn what_came_since_the_last_check_in_there_is_named() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.check_in_at(&id, CLINIC, &[], ago(city.now(), 10));
    city.seed_visit(&id, &hand_visit(&city, CLINIC, 5));
    let now = city.now();
    city.pass(chrono::TimeDelta::days(-20));
    city.seed_medication(&id, "2026-11-01", "前からの薬", false);
    city.pass(chrono::TimeDelta::days(18));
    let newer = city.seed_medication(&id, "2026-11-20", "あとからの薬", false);
    city.pass(now - city.now());
    let checked_in = city.check_in(&id, CLINIC, &[Section::Medication]);
    let view = city.get(&doctor, &checked_in.notebook()).await.expect(200).body;
    assert_eq!(view["last_visit_on"], "2026-11-12");
    assert_eq!(view["new_since_last_visit"], json!([{ "kind": "dispensing", "id": newer }]));
    let first_time = city.check_in(&id, OTHER_CLINIC, &[Section::Medication]);
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    let view = city.get(&other, &first_time.notebook()).await.expect(200).body;
    assert_eq!((&view["last_visit_on"], &view["new_since_last_visit"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn notes_of_all_institutions_stand_with_their_visits_retracted_ones_without_text() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "nurse");
    let there = city.check_in(&id, OTHER_CLINIC, &[]);
    city.post(&other, &there.notes(), json!({ "text": "よく休んでください" })).await.expect(201);
    let wrong = city.post(&other, &there.notes(), json!({ "text": "CANARY-RETRACTED" })).await.expect(201);
    let wrong = format!("{}/{}/retraction", there.notes(), wrong.body["note_id"].as_str().unwrap());
    city.post(&other, &wrong, json!({ "reason": "wrong_patient" })).await.expect(200);
    let here = city.check_in(&id, CLINIC, &[Section::Visits]);
    let reply = city.get(&doctor, &here.notebook()).await.expect(200);
    let raw = String::from_utf8(reply.raw.clone()).unwrap();
    assert!(raw.contains("よく休んでください") && !raw.contains("CANARY-RETRACTED"));
    let visits = reply.body["sections"]["visits"].as_array().unwrap();
    let notes: Vec<_> = visits.iter().flat_map(|visit| visit["notes"].as_array().unwrap()).collect();
    assert_eq!(notes.len(), 2);
    assert_eq!(notes.iter().filter(|note| note["text"].is_null() && !note["retracted_at"].is_null()).count(), 1);
    assert!(!raw.contains(&other.actor()));
    let closed = city.check_in(&id, CLINIC, &[Section::Daily]);
    let raw = city.get(&doctor, &closed.notebook()).await.expect(200).raw;
    assert!(!String::from_utf8(raw).unwrap().contains("よく休んでください"));
}

#[tokio::test]
async fn ten_years_of_everything_stay_below_300_kilobytes_with_one_query_a_section() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let long: Vec<_> = (0..50).map(|n| format!("{n}{}", "長".repeat(190))).collect();
    let twice: Vec<_> = long.iter().chain(&long).collect();
    city.set_attribute(
        NOTEBOOK.of(&id),
        PROFILE,
        "profile",
        &json!({ "allergies": long, "adverse_reactions": long, "history": twice, "blood_type": "A+",
                 "emergency_contacts": [] }),
    );
    for days in 0..500 {
        let mut visit = hand_visit(&city, OTHER_CLINIC, days * 7);
        visit.reason = Some(text(&"理".repeat(1000)));
        city.seed_visit(&id, &visit);
        city.seed_medication(&id, &visit.visited_on.to_string(), &"薬".repeat(300), days % 5 == 0);
        city.seed_daily(&id, &json!({ "weight_kg": 62.4, "memo": "覚".repeat(500) }));
        city.pass(chrono::TimeDelta::seconds(1));
    }
    let checked_in = city.check_in(&id, CLINIC, &Section::ALL);
    city.store.forget();
    let reply = city.get(&doctor, &checked_in.notebook()).await.expect(200);
    assert!(reply.raw.len() <= 300_000, "{}", reply.raw.len());
    assert_eq!(reply.body["truncated"], json!(["daily", "visits", "medication", "alerts"]));
    assert_eq!(city.store.seen().depth, 2);
    // One BatchGetItem, five Queries, the count of the hour, one transaction.
    assert_eq!(city.store.seen().requests, 8);
}

#[tokio::test]
async fn r40_without_an_entry_there_is_no_answer() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    city.store.fault(Fault::Before(8));
    city.get(&doctor, &checked_in.notebook()).await.expect_problem(503, "unavailable");
    city.store.fault(Fault::Before(1));
    let unread = city.get(&doctor, &checked_in.notebook()).await.expect_problem(503, "unavailable");
    assert!(unread.log.reason.is_some_and(|reason| !reason.is_audit()), "{:?}", unread.log);
    city.store.fault(Fault::None);
    assert_eq!(city.entries(LOG.of(&id)), 0);
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    assert_eq!(city.entries(LOG.of(&id)), 1);
    // The same where the line in the list was set before, and the entry is all that is written.
    city.store.fault(Fault::Before(8));
    let unlogged = city.get(&doctor, &checked_in.notebook()).await.expect_problem(503, "unavailable");
    assert!(unlogged.log.reason.is_some_and(Reason::is_audit), "{:?}", unlogged.log);
    city.store.fault(Fault::None);
    assert_eq!(city.entries(LOG.of(&id)), 1);
}

#[tokio::test]
async fn r40_an_entry_names_who_saw_what_and_nothing_of_it() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily, Section::Visits]);
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    let entry = city.items(LOG.of(&id), ENTRIES).pop().unwrap();
    assert_eq!(entry["action"]["S"], "open-notebook");
    assert_eq!(entry["role"]["S"], "doctor");
    assert_eq!(entry["institution"]["S"], CLINIC);
    assert_eq!(entry["sections"]["L"], json!([{ "S": "daily" }, { "S": "visits" }]));
    assert_eq!(entry["decision"]["S"], "allowed");
    assert!(!entry.to_string().contains("荒尾"));
}

#[tokio::test]
async fn an_ended_line_stays_ended_and_fifty_looks_at_once_are_fifty_entries() {
    let city = std::sync::Arc::new(City::new());
    let (doctor, _, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    let (line, path) = (city.items(CLINIC_DAY.of(CLINIC).of("2026-11-22"), ARRIVALS), checked_in.notebook());
    let sk = line[0]["sk"]["S"].as_str().unwrap();
    city.set_attribute(CLINIC_DAY.of(CLINIC).of("2026-11-22"), sk, "status", &json!("ended"));
    let looks: Vec<_> = (0..50)
        .map(|_| {
            let (city, doctor, path) = (city.clone(), doctor.clone(), path.clone());
            tokio::spawn(async move { city.get(&doctor, &path).await.status })
        })
        .collect();
    for look in looks {
        assert_eq!(look.await.unwrap(), 200);
    }
    assert_eq!(city.entries(LOG.of(&id)), 50);
    assert_eq!(city.items(CLINIC_DAY.of(CLINIC).of("2026-11-22"), ARRIVALS)[0]["status"]["S"], "ended");
}
