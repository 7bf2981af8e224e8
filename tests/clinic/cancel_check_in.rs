use chrono::TimeDelta;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC};
use support::keys::{ACCOUNT_LOG, ARRIVALS, CLINIC_DAY, GRANTS, LIMITS, LOG, NOTEBOOK, NOTES};
use support::{City, Person, Reply, Write, crash_sweep};

const NOBODYS: &str = "019a0000-0000-7000-8000-000000000000";

/// A clinic's day: a person who checked in, a doctor and somebody at the counter.
struct Counter {
    city: City,
    doctor: Person,
    hanako: Person,
    reception: Person,
    id: String,
    visit: String,
}

async fn check_in(city: &City, person: &Person, id: &str) -> Reply {
    let body = json!({ "resident_id": id, "institution_code": CLINIC, "sections": ["profile", "visits"], "purpose": "consultation" });
    city.post(person, "/v1/check-ins", body).await
}

fn line(code: &str, visit: &str) -> String {
    format!("DELETE /v1/institutions/{code}/check-ins/{visit}")
}

impl Counter {
    async fn open() -> Self {
        let city = City::new();
        let (doctor, hanako, id) = city.clinic().await;
        let reception = Person::staff("reception");
        city.employ(&reception, CLINIC, "reception");
        let visit = check_in(&city, &hanako, &id).await.expect(201).body["visit_id"].as_str().unwrap().to_owned();
        Self { city, doctor, hanako, reception, id, visit }
    }

    async fn cancel(&self) -> Reply {
        self.city.call(&self.reception, &line(CLINIC, &self.visit), json!({ "reason": "wrong_person" })).await
    }

    async fn list(&self) -> Vec<Value> {
        let list = self.city.get(&self.reception, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
        list.body["items"].as_array().unwrap().clone()
    }

    async fn look(&self) -> Reply {
        let Self { city, doctor, id, .. } = self;
        city.get(doctor, &format!("/v1/institutions/{CLINIC}/patients/{id}/notebook")).await
    }

    async fn visit(&self) -> Value {
        let Self { city, hanako, id, visit, .. } = self;
        city.get(hanako, &format!("/v1/residents/{id}/visits/{visit}")).await.expect(200).body
    }

    /// The table without what is counted of calls.
    fn kept(&self) -> Vec<Value> {
        self.city.store.everything().into_iter().filter(|item| !LIMITS.begins(item)).collect()
    }
}

#[tokio::test]
async fn r05_a_cancelled_check_in_is_closed_at_once_and_told_with_who_did_it_and_why() {
    let counter = Counter::open().await;
    counter.look().await.expect(200);
    counter.city.store.forget();
    let reply = counter.cancel().await.expect(204);
    assert!(reply.raw.is_empty());
    assert_eq!(counter.city.store.seen().depth, 3);
    counter.look().await.expect_problem(404, "not_found");
    let row = counter.list().await[0].clone();
    assert_eq!(
        (&row["status"], &row["legal_name"], &row["resident_id"]),
        (&json!("cancelled"), &Value::Null, &Value::Null)
    );
    let seen = counter.visit().await;
    assert_eq!((&seen["cancellation_reason"], &seen["ended_at"]), (&json!("wrong_person"), &Value::Null));
    assert_eq!(seen["cancelled_at"], "2026-11-22T01:00:00Z");
    let Counter { city, hanako, id, visit, .. } = &counter;
    let log = city.get(hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200);
    let entry = &log.body["items"][0];
    assert_eq!((&entry["action"], &entry["actor"]["role"]), (&json!("cancel-check-in"), &json!("reception")));
    assert_eq!((&entry["actor"]["institution"]["code"], &entry["sections"]), (&json!(CLINIC), &json!(["visits"])));
    let grants = city.get(hanako, &format!("/v1/residents/{id}/grants")).await.expect(200);
    assert_eq!(grants.body["items"], json!([]));
    city.post(hanako, &format!("/v1/check-ins/{visit}/renewals"), Value::Null)
        .await
        .expect_problem(409, "check_in_ended");
}

#[tokio::test]
async fn r13_after_a_cancellation_the_same_visit_is_checked_in_to_anew() {
    let counter = Counter::open().await;
    counter.cancel().await.expect(204);
    let again = check_in(&counter.city, &counter.hanako, &counter.id).await.expect(200);
    assert_eq!(again.body["visit_id"], counter.visit);
    counter.look().await.expect(200);
    let row = counter.list().await[0].clone();
    assert_eq!((&row["status"], &row["legal_name"]), (&json!("opened"), &json!("荒尾 花子")));
    let seen = counter.visit().await;
    assert_eq!((seen.get("cancelled_at"), seen.get("cancellation_reason")), (None, None));
    // It can be cancelled again.
    counter.cancel().await.expect(204);
    counter.look().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r50_a_second_cancellation_changes_nothing_and_a_late_one_leaves_the_new_grant() {
    let counter = Counter::open().await;
    let Counter { city, reception, visit, hanako, id, .. } = &counter;
    let keyed = async || {
        let body = json!({ "reason": "entered_twice" });
        city.send(reception, &line(CLINIC, visit), body, |request| request.idempotency_key = Some("one".to_owned()))
            .await
    };
    keyed().await.expect(204);
    let before = counter.kept();
    city.pass(TimeDelta::minutes(1));
    counter.cancel().await.expect(204);
    let remembered = counter.kept().len() - before.len();
    assert_eq!((remembered, counter.visit().await["cancellation_reason"].clone()), (0, json!("entered_twice")));
    assert_eq!(city.entries(LOG.of(id)), 1);
    check_in(city, hanako, id).await.expect(200);
    keyed().await.expect(204);
    assert_eq!(counter.list().await[0]["status"], "waiting");
    let other = json!({ "reason": "other_day" });
    let at = line(CLINIC, visit);
    let mismatch = city.send(reception, &at, other, |request| request.idempotency_key = Some("one".to_owned()));
    mismatch.await.expect_problem(422, "idempotency_mismatch");
}

#[tokio::test]
async fn r02_what_is_not_of_today_and_of_here_answers_as_what_is_not_there() {
    let counter = Counter::open().await;
    let Counter { city, reception, visit, hanako, .. } = &counter;
    let reason = json!({ "reason": "other_day" });
    let missing = city.call(reception, &line(CLINIC, NOBODYS), reason.clone()).await.expect_problem(404, "not_found");
    let other = Person::staff("other");
    city.institution(OTHER_CLINIC, "となりの医院");
    city.employ(&other, OTHER_CLINIC, "reception");
    let before = counter.kept().iter().filter(|item| NOTEBOOK.begins(item)).cloned().collect::<Vec<_>>();
    for (person, code) in [
        (&other, OTHER_CLINIC),
        (&other, CLINIC),
        (reception, OTHER_CLINIC),
        (hanako, CLINIC),
        (&Person::resident("stranger"), CLINIC),
        (reception, "1"),
    ] {
        let reply = city.call(person, &line(code, visit), reason.clone()).await.expect_problem(404, "not_found");
        assert_eq!(reply.raw, missing.raw, "{code}");
    }
    // Of yesterday there is nothing to cancel any more, with or without a check-in of today.
    city.set_time("2026-11-23T00:00:00.000+09:00");
    assert_eq!(counter.cancel().await.raw, missing.raw);
    check_in(city, hanako, &counter.id).await.expect(201);
    assert_eq!(counter.cancel().await.raw, missing.raw);
    let after = counter.kept().iter().filter(|item| NOTEBOOK.begins(item)).cloned().collect::<Vec<_>>();
    assert!(before.iter().filter(|item| GRANTS.begins(item)).all(|item| after.contains(item)));
    assert!(city.entries(ACCOUNT_LOG.of(other.actor())) >= 2, "refusals are logged");
}

#[tokio::test]
async fn the_wrong_role_is_told_so_whatever_the_visit_and_weak_sign_ins_are_refused() {
    let Counter { city, visit, .. } = Counter::open().await;
    let reason = json!({ "reason": "other_day" });
    for role in ["city_admin", "operator"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        let refused = city.call(&person, &line(CLINIC, &visit), reason.clone()).await;
        let refused = refused.expect_problem(403, "role_not_allowed");
        assert_eq!(city.call(&person, &line(CLINIC, NOBODYS), reason.clone()).await.raw, refused.raw);
    }
    let weak = Person::staff_without_totp("reception");
    city.call(&weak, &line(CLINIC, &visit), reason.clone()).await.expect_problem(403, "totp_required");
    city.call(&Person::nobody(), &line(CLINIC, &visit), reason).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn every_role_of_the_counter_cancels_for_one_of_the_known_reasons() {
    for role in ["doctor", "nurse", "pharmacist", "public_health_nurse", "reception"] {
        for reason in ["wrong_person", "entered_twice", "other_day", "other_place"] {
            let Counter { city, visit, .. } = Counter::open().await;
            let person = Person::staff(&format!("a {role}"));
            city.employ(&person, CLINIC, role);
            city.call(&person, &line(CLINIC, &visit), json!({ "reason": reason })).await.expect(204);
        }
    }
    let counter = Counter::open().await;
    let Counter { city, reception, visit, .. } = &counter;
    for (body, code) in [
        (json!({}), "invalid_value"),
        (json!({ "reason": null }), "invalid_value"),
        (json!({ "reason": "CANARY" }), "invalid_value"),
        (json!({ "reason": "other_day", "note": "CANARY" }), "unknown_field"),
    ] {
        let reply = city.call(reception, &line(CLINIC, visit), body).await.expect_problem(422, code);
        assert!(!String::from_utf8(reply.raw).unwrap().contains("CANARY"));
    }
    let query = format!("{}?reason=other_day", line(CLINIC, visit));
    city.call(reception, &query, json!({ "reason": "other_day" })).await.expect_problem(422, "unknown_field");
    counter.look().await.expect(200);
}

#[tokio::test]
async fn notes_stay_and_what_was_ended_by_the_person_can_be_cancelled() {
    let counter = Counter::open().await;
    let Counter { city, doctor, hanako, id, visit, .. } = &counter;
    let notes = format!("/v1/institutions/{CLINIC}/patients/{id}/visits/{visit}/notes");
    let note = city.post(doctor, &notes, json!({ "text": "お大事に" })).await.expect(201);
    city.delete(hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    let ended = city.item(NOTEBOOK, GRANTS)["revoked_at"].clone();
    city.pass(TimeDelta::minutes(5));
    counter.cancel().await.expect(204);
    let grant = city.item(NOTEBOOK, GRANTS);
    assert_eq!((&grant["revoked_at"], &grant["cancelled_at"]["S"]), (&ended, &json!("2026-11-22T01:05:00Z")));
    assert_eq!(counter.list().await[0]["status"], "cancelled");
    assert_eq!(city.item(NOTEBOOK, NOTES)["text"]["S"], "お大事に");
    assert_eq!(counter.visit().await["notes"][0]["text"], "お大事に");
    // Taking it back is another operation, and still possible.
    let retraction = format!("{notes}/{}/retraction", note.body["note_id"].as_str().unwrap());
    city.post(doctor, &retraction, json!({ "reason": "wrong_patient" })).await.expect(200);
}

#[tokio::test]
async fn r05_what_was_renewed_is_cancelled_for_both_days() {
    let counter = Counter::open().await;
    let Counter { city, hanako, id, visit, .. } = &counter;
    city.set_time("2026-11-22T21:30:00+09:00");
    city.post(hanako, &format!("/v1/check-ins/{visit}/renewals"), Value::Null).await.expect(200);
    counter.cancel().await.expect(204);
    assert!(city.items(CLINIC_DAY.of(CLINIC).of("2026-11-23"), ARRIVALS).is_empty());
    city.set_time("2026-11-23T00:10:00+09:00");
    counter.look().await.expect_problem(404, "not_found");
    assert!(counter.list().await.is_empty());
    // After midnight the day that was reached is today.
    let counter = Counter::open().await;
    let Counter { city, hanako, visit, .. } = &counter;
    city.set_time("2026-11-22T21:30:00+09:00");
    city.post(hanako, &format!("/v1/check-ins/{visit}/renewals"), Value::Null).await.expect(200);
    city.set_time("2026-11-23T00:10:00+09:00");
    counter.look().await.expect(200);
    counter.cancel().await.expect(204);
    counter.look().await.expect_problem(404, "not_found");
    assert_eq!(counter.list().await[0]["status"], "cancelled");
    assert!(!id.is_empty());
}

#[tokio::test]
async fn r05_a_look_that_meets_a_cancellation_shows_nothing() {
    let counter = Counter::open().await;
    counter.city.store.interrupt(1, |store| {
        for mut grant in store.everything().into_iter().filter(|item| GRANTS.begins(item)) {
            grant["revoked_at"] = json!({ "S": "2026-11-22T01:00:00Z" });
            grant["cancelled_at"] = json!({ "S": "2026-11-22T01:00:00Z" });
            store.seed(grant);
        }
    });
    counter.look().await.expect_problem(404, "not_found");
    assert!(!counter.city.store.was_not_interrupted());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r05_cancellations_ends_and_renewals_at_once_leave_nothing_open() {
    let Counter { city, hanako, reception, visit, .. } = Counter::open().await;
    city.set_time("2026-11-22T21:30:00+09:00");
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for n in 0..18 {
        let (city, hanako, reception, visit) = (city.clone(), hanako.clone(), reception.clone(), visit.clone());
        running.spawn(async move {
            match n % 3 {
                0 => city.call(&reception, &line(CLINIC, &visit), json!({ "reason": "other_day" })).await,
                1 => city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await,
                _ => city.post(&hanako, &format!("/v1/check-ins/{visit}/renewals"), Value::Null).await,
            }
        });
    }
    for reply in running.join_all().await {
        assert!([200, 204, 409].contains(&reply.status), "{}", reply.status);
    }
    let grant = city.item(NOTEBOOK, GRANTS);
    assert!(grant["revoked_at"]["S"].is_string() && grant["cancelled_at"]["S"].is_string());
}

#[tokio::test]
async fn r62_a_withdrawn_consent_keeps_nobody_from_cancelling() {
    let counter = Counter::open().await;
    let Counter { city, hanako, id, .. } = &counter;
    city.put(hanako, &format!("/v1/residents/{id}/consents"), json!({ "consents": [] })).await.expect(200);
    counter.cancel().await.expect(204);
    assert_eq!(counter.list().await[0]["status"], "cancelled");
}

#[tokio::test]
async fn the_reception_sees_the_list_and_no_notebook() {
    let counter = Counter::open().await;
    let Counter { city, reception, id, visit, .. } = &counter;
    let row = counter.list().await[0].clone();
    let shown: Vec<_> = row.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "visit_id",
        "resident_id",
        "legal_name",
        "kana",
        "alias",
        "birth_date",
        "age",
        "sex",
        "checked_in_at",
        "checked_in_by",
        "reception_code",
        "chart_number",
        "same_name",
        "status",
    ];
    expected.sort_unstable();
    assert_eq!(shown, expected);
    let patient = format!("/v1/institutions/{CLINIC}/patients/{id}");
    for path in ["notebook", "notebook/profile"].map(|part| format!("{patient}/{part}")) {
        city.get(reception, &path).await.expect_problem(403, "role_not_allowed");
    }
    let notes = format!("{patient}/visits/{visit}/notes");
    city.get(reception, &notes).await.expect_problem(403, "role_not_allowed");
    city.post(reception, &notes, json!({ "text": "x" })).await.expect_problem(403, "role_not_allowed");
    city.get(reception, &format!("/v1/institutions/{CLINIC}/notes")).await.expect_problem(403, "role_not_allowed");
    assert_eq!(city.entries(LOG.of(id)), 0);
}

#[tokio::test]
async fn r52_r53_a_cancellation_survives_a_crash_at_every_point() {
    crash_sweep(async |city: &City| {
        let (_, hanako, id) = city.clinic().await;
        let reception = Person::staff("reception");
        city.employ(&reception, CLINIC, "reception");
        city.set_time("2026-11-22T21:30:00+09:00");
        let visit = check_in(city, &hanako, &id).await.expect(201).body["visit_id"].as_str().unwrap().to_owned();
        city.post(&hanako, &format!("/v1/check-ins/{visit}/renewals"), Value::Null).await.expect(200);
        Write::new(&reception, &line(CLINIC, &visit), json!({ "reason": "wrong_person" }))
    })
    .await;
}
