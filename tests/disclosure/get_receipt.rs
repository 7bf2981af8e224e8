use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC};
use support::{City, Person};

fn receipt(id: &str, visit: &str) -> String {
    format!("/v1/residents/{id}/visits/{visit}/receipt")
}

/// A person checks in at an institution; gives the visit.
async fn check_in(city: &City, person: &Person, id: &str, code: &str) -> String {
    let body = json!({ "resident_id": id, "institution_code": code, "sections": ["daily", "visits"], "purpose": "consultation" });
    let reply = city.post(person, "/v1/check-ins", body).await.expect(201);
    reply.body["visit_id"].as_str().unwrap().to_owned()
}

fn actions(receipt: &Value) -> Vec<&str> {
    receipt["looks"].as_array().unwrap().iter().map(|look| look["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn r40_a_receipt_has_what_one_institution_saw_and_wrote_and_nothing_of_another() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    city.institution(OTHER_CLINIC, "べつの医院");
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    // A day before: none of it is in today's receipt.
    let earlier = check_in(&city, &hanako, &id, CLINIC).await;
    city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients/{id}/notebook")).await.expect(200);
    city.set_time("2026-11-23T10:00:00+09:00");
    let visit = check_in(&city, &hanako, &id, CLINIC).await;
    check_in(&city, &hanako, &id, OTHER_CLINIC).await;
    city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients/{id}/notebook")).await.expect(200);
    city.get(&other, &format!("/v1/institutions/{OTHER_CLINIC}/patients/{id}/notebook")).await.expect(200);
    let notes = format!("/v1/institutions/{CLINIC}/patients/{id}/visits/{visit}/notes");
    city.post(&doctor, &notes, json!({ "text": "また来週" })).await.expect(201);
    city.store.forget();
    let shown = city.get(&hanako, &receipt(&id, &visit)).await.expect(200).body;
    assert!(city.store.seen().depth <= 3, "{:?}", city.store.seen());
    assert_eq!(shown["institution"], json!({ "code": CLINIC, "name": "テスト医院" }));
    assert_eq!((&shown["visit_id"], &shown["checked_in_at"]), (&json!(visit), &json!("2026-11-23T01:00:00Z")));
    assert_eq!(shown["opened"]["sections"], json!(["daily", "visits"]));
    assert_eq!(
        (&shown["opened"]["until"], &shown["opened"]["ended_at"]),
        (&json!("2026-11-23T15:00:00Z"), &Value::Null)
    );
    assert_eq!(actions(&shown), ["open-notebook", "add-note"]);
    assert_eq!(shown["looks"][0]["actor"]["name"], "職員 doctor");
    assert_eq!((&shown["complete"], &shown["all_notes"]), (&json!(true), &json!(true)));
    let note = &shown["notes"][0];
    assert_eq!((&note["author_role"], &note["retracted"], note.get("text")), (&json!("doctor"), &json!(false), None));
    // An end counts, and what comes after the day is of another one.
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.set_time("2026-11-24T10:00:00+09:00");
    check_in(&city, &hanako, &id, CLINIC).await;
    city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients/{id}/notebook")).await.expect(200);
    let later = city.get(&hanako, &receipt(&id, &visit)).await.expect(200).body;
    assert_eq!((actions(&later).len(), &later["opened"]["ended_at"]), (2, &json!("2026-11-23T01:00:00Z")));
    let first = city.get(&hanako, &receipt(&id, &earlier)).await.expect(200).body;
    assert_eq!(actions(&first), ["open-notebook"]);
}

#[tokio::test]
async fn a_busy_log_hides_no_look_and_what_is_not_read_is_said() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("daily", "see")]);
    let visit = check_in(&city, &hanako, &id, CLINIC).await;
    // More than a page of the log by family.
    for _ in 0..520 {
        city.get(&son, &format!("/v1/residents/{id}/daily-records")).await.expect(200);
    }
    city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients/{id}/notebook")).await.expect(200);
    let shown = city.get(&hanako, &receipt(&id, &visit)).await.expect(200).body;
    assert_eq!((actions(&shown), &shown["complete"]), (vec!["open-notebook"], &json!(true)));
}

#[tokio::test]
async fn r02_a_visit_without_a_check_in_and_another_persons_have_no_receipt() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let visit = check_in(&city, &hanako, &id, CLINIC).await;
    let by_hand = json!({ "visited_on": "2026-11-20", "institution_name": "歯医者", "status": "done" });
    let reply = city.post(&hanako, &format!("/v1/residents/{id}/visits"), by_hand).await.expect(201);
    let by_hand = reply.body["visit_id"].as_str().unwrap();
    city.get(&hanako, &receipt(&id, by_hand)).await.expect_problem(404, "not_found");
    let (stranger, son, niece) = (Person::resident("stranger"), Person::resident("son"), Person::resident("niece"));
    // Who sees the log and not the visits is told of no note.
    city.relate(&niece, &id, "family", &[("profile", "manage")]);
    assert_eq!(city.get(&niece, &receipt(&id, &visit)).await.expect(200).body["notes"], Value::Null);
    assert_eq!(city.get(&hanako, &receipt(&id, &visit)).await.expect(200).body["notes"], json!([]));
    city.relate(&son, &id, "family", &[("visits", "manage"), ("profile", "record")]);
    let missing = city.get(&stranger, &receipt("019a0000-0000-7000-8000-000000000000", &visit)).await;
    for other in [&stranger, &son, &doctor] {
        let refused = city.get(other, &receipt(&id, &visit)).await;
        assert_eq!((refused.status, &refused.raw), (missing.status, &missing.raw));
    }
}
