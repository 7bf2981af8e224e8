//! What the clinic's side leaves in the logs: one line for an access, none for a repetition, and a refused look wherever it
//! came from.

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn, OTHER_CLINIC};
use support::keys::{ACCOUNT, ACCOUNT_LOG, BEYOND, ENTRIES, INSTITUTION, LIMITS, LOG, STAFF_MEMBERS};
use support::{City, Person};

async fn visited() -> (City, Person, Person, String, CheckedIn) {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    (city, doctor, hanako, id, checked_in)
}

/// The refused looks that the person is told of.
async fn told(city: &City, hanako: &Person, id: &str) -> u64 {
    let log = city.get(hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    log["refused"].as_array().unwrap().iter().map(|line| line["count"].as_u64().unwrap()).sum()
}

/// The refusals that were counted after the chain of an account took no more.
fn beyond(city: &City, actor: &str) -> u64 {
    let counts = city.items(ACCOUNT_LOG.of(actor), BEYOND);
    counts.iter().map(|item| item["refused"]["N"].as_str().unwrap().parse::<u64>().unwrap()).sum()
}

#[tokio::test]
async fn nobody_but_a_member_of_the_institution_adds_to_its_line_in_a_persons_log() {
    let (city, doctor, hanako, id, checked_in) = visited().await;
    city.revoke(&checked_in);
    let (elsewhere, left) = (Person::staff("elsewhere"), Person::staff("left"));
    city.employ(&elsewhere, OTHER_CLINIC, "doctor");
    city.employ(&left, CLINIC, "doctor");
    city.set_attribute(INSTITUTION.of(CLINIC), STAFF_MEMBERS.of(left.actor()), "active", &json!(false));
    let strangers = [
        Person::resident("stranger"),
        // The account of a member, in the residents' client, is not the member at work.
        Person::resident("doctor"),
        hanako.clone(),
        Person::staff("fresh"),
        elsewhere,
        left,
    ];
    for person in &strangers {
        city.get(person, &checked_in.notebook()).await.expect_problem(404, "not_found");
        city.post(person, &checked_in.notes(), json!({ "text": "x" })).await.expect_problem(404, "not_found");
        assert!(city.entries(ACCOUNT_LOG.of(person.actor())) >= 2, "it is in the chain of who tried");
    }
    assert_eq!(told(&city, &hanako, &id).await, 0);
    city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
    let nurse = Person::staff("nurse");
    city.employ(&nurse, CLINIC, "reception");
    city.get(&nurse, &checked_in.notebook()).await.expect_problem(403, "role_not_allowed");
    assert_eq!(told(&city, &hanako, &id).await, 2);
}

#[tokio::test]
async fn r40_refusals_that_were_burnt_on_made_up_ids_hide_no_later_one() {
    let (city, doctor, hanako, id, checked_in) = visited().await;
    city.revoke(&checked_in);
    for n in 0..60 {
        let made_up = format!("/v1/institutions/{CLINIC}/patients/019a0000-0000-7000-8000-{n:012}/notebook");
        city.get(&doctor, &made_up).await.expect_problem(404, "not_found");
    }
    let chain = ACCOUNT_LOG.of(doctor.actor());
    assert_eq!((city.entries(&chain), beyond(&city, &doctor.actor())), (60, 0));
    for _ in 0..3 {
        city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
    }
    assert_eq!((city.entries(&chain), beyond(&city, &doctor.actor())), (60, 3));
    assert_eq!(told(&city, &hanako, &id).await, 3);
    city.pass(chrono::TimeDelta::hours(1));
    city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
    assert_eq!((city.entries(&chain), beyond(&city, &doctor.actor())), (61, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r40_of_a_hundred_refused_looks_at_once_none_is_lost() {
    let (city, doctor, hanako, id, checked_in) = visited().await;
    city.revoke(&checked_in);
    let city = std::sync::Arc::new(city);
    let looks: Vec<_> = (0..100)
        .map(|_| {
            let (city, doctor, path) = (city.clone(), doctor.clone(), checked_in.notebook());
            tokio::spawn(async move { city.get(&doctor, &path).await.status })
        })
        .collect();
    for look in looks {
        assert_eq!(look.await.unwrap(), 404);
    }
    let entries = city.entries(ACCOUNT_LOG.of(doctor.actor())) as u64;
    assert_eq!((entries, beyond(&city, &doctor.actor())), (60, 40));
    assert_eq!(told(&city, &hanako, &id).await, 100);
}

#[tokio::test]
async fn a_section_that_was_not_opened_is_a_refused_look() {
    let (city, doctor, hanako, id, checked_in) = visited().await;
    let closed = city.get(&doctor, &format!("{}/visits", checked_in.notebook())).await.expect_problem(404, "not_found");
    let missing = city.get(&doctor, &format!("{}/nothing", checked_in.notebook())).await;
    assert_eq!(closed.raw, missing.expect_problem(404, "not_found").raw);
    assert_eq!(told(&city, &hanako, &id).await, 1);
    assert_eq!(city.entries(LOG.of(&id)), 0);
    assert_eq!(city.entries(ACCOUNT_LOG.of(doctor.actor())), 1);
}

#[tokio::test]
async fn r40_an_access_leaves_one_line_whatever_it_is_answered_and_a_repetition_none() {
    let (city, doctor, _, id, checked_in) = visited().await;
    let lines = || {
        let entries = city.items(LOG.of(&id), ENTRIES);
        entries.iter().map(|entry| entry["action"]["S"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let send = async |line: &str, body: Value, key: &str, tag: Option<&str>| {
        city.send(&doctor, line, body, |request| {
            request.idempotency_key = Some(key.to_owned());
            request.if_match = tag.map(str::to_owned);
        })
        .await
    };
    let add = format!("POST {}", checked_in.notes());
    let first = send(&add, json!({ "text": "一" }), "add", None).await.expect(201);
    let path = format!("{}/{}", checked_in.notes(), first.body["note_id"].as_str().unwrap());
    for _ in 0..3 {
        assert_eq!(send(&add, json!({ "text": "一" }), "add", None).await.expect(201).raw, first.raw);
    }
    assert_eq!(lines(), ["add-note"]);
    let amend = format!("PUT {path}");
    for _ in 0..3 {
        send(&amend, json!({ "text": "二" }), "amend", Some("\"1\"")).await.expect(200);
    }
    assert_eq!(lines(), ["add-note", "amend-note"]);
    // It says that the note was changed since: whoever hears that has looked.
    send(&amend, json!({ "text": "三" }), "late", Some("\"1\"")).await.expect_problem(412, "version_mismatch");
    assert_eq!(lines(), ["add-note", "amend-note", "amend-note"]);
    // And that nothing was written is what the line says.
    let decisions = || {
        let entries = city.items(LOG.of(&id), ENTRIES);
        entries.iter().map(|entry| entry["decision"]["S"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(decisions(), ["allowed", "allowed", "unwritten"]);
    // What is there already is not written again.
    let same = city.put(&doctor, &path, json!({ "text": "二" })).await.expect(200);
    assert_eq!(same.header("etag"), Some("\"2\""));
    assert_eq!(lines().len(), 3);
    let retract = format!("POST {path}/retraction");
    for key in ["r1", "r1", "r2", "r3"] {
        send(&retract, json!({ "reason": "wrong_content" }), key, None).await.expect(200);
    }
    assert_eq!(lines()[3..], ["retract-note"]);
    send(&amend, json!({ "text": "四" }), "after", None).await.expect_problem(409, "note_retracted");
    assert_eq!(lines()[3..], ["retract-note", "amend-note"]);
    assert_eq!(decisions()[3..], ["allowed", "unwritten"]);
    // Nothing was asked of the notebook.
    send(&amend, json!({ "text": " " }), "bad", None).await.expect_problem(422, "invalid_value");
    let other = path.replace(&path[path.len() - 36..], "019a0000-0000-7000-8000-000000000000");
    city.put(&doctor, &other, json!({ "text": "x" })).await.expect_problem(404, "not_found");
    assert_eq!(lines().len(), 5);
}

#[tokio::test]
async fn a_write_by_family_that_changes_nothing_leaves_no_line_and_no_new_version() {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("visits", "manage")]);
    let body = json!({ "visited_on": "2026-11-20", "institution_name": "玉名皮膚科", "status": "done", "memo": "" });
    let made = city.post(&hanako, &format!("/v1/residents/{id}/visits"), body).await.expect(201).body;
    let visit = format!("/v1/residents/{id}/visits/{}", made["visit_id"].as_str().unwrap());
    for n in 0..3 {
        let memo = city.put(&son, &format!("{visit}/memo"), json!({ "memo": "よく眠れた" })).await.expect(200);
        assert_eq!((memo.header("etag"), city.entries(LOG.of(&id))), (Some("\"2\""), 1), "{n}");
    }
    let shown = city.get(&hanako, &visit).await.expect(200);
    assert_eq!((shown.header("etag"), &shown.body["memo"]), (Some("\"2\""), &json!("よく眠れた")));
}

#[tokio::test]
async fn r57_staff_are_limited_by_the_hour_at_the_limit_and_one_above() {
    let (city, doctor, _, _, checked_in) = visited().await;
    let note = city.post(&doctor, &checked_in.notes(), json!({ "text": "一" })).await.expect(201);
    let note = format!("{}/{}", checked_in.notes(), note.body["note_id"].as_str().unwrap());
    for (operation, limit, line, body, status) in [
        ("open-notebook", 600, format!("GET {}", checked_in.notebook()), Value::Null, 200),
        ("open-section", 600, format!("GET {}/daily", checked_in.notebook()), Value::Null, 200),
        ("list-own-notes", 600, format!("GET /v1/institutions/{CLINIC}/notes"), Value::Null, 200),
        ("open-own-notes", 600, format!("GET {}", checked_in.notes()), Value::Null, 200),
        ("list-patients", 1_200, format!("GET /v1/institutions/{CLINIC}/patients"), Value::Null, 200),
        ("add-note", 120, format!("POST {}", checked_in.notes()), json!({ "text": "二" }), 201),
        ("amend-note", 120, format!("PUT {note}"), json!({ "text": "三" }), 200),
        ("retract-note", 60, format!("POST {note}/retraction"), json!({ "reason": "wrong_content" }), 200),
    ] {
        let sk = LIMITS.of(operation).of("2026-11-22T01");
        city.seed_item(ACCOUNT.of(doctor.actor()), &sk, &json!({ "calls": limit - 1 }), json!({}));
        city.call(&doctor, &line, body.clone()).await.expect(status);
        let refused = city.call(&doctor, &line, body.clone()).await.expect_problem(429, "too_many_requests");
        assert_eq!(refused.header("retry-after"), Some("3600"), "{operation}");
        let nurse = Person::staff("another");
        city.employ(&nurse, CLINIC, "nurse");
        assert_ne!(city.call(&nurse, &line, body).await.status, 429, "another's calls are not counted for them");
    }
}
