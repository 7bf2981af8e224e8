use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC};
use support::keys::{
    ACCOUNT, ARRIVALS, CHART_NUMBERS, CLINIC_DAY, GRANTS, IDEMPOTENCY, INSTITUTION, LIMITS, LOG, NOTEBOOK,
};
use support::{City, Person, Reply, Write, crash_sweep};

/// A clinic's day: a person who checked in, and somebody at the counter.
struct Counter {
    city: City,
    hanako: Person,
    reception: Person,
    id: String,
    visit: String,
}

fn path(code: &str, id: &str) -> String {
    format!("/v1/institutions/{code}/patients/{id}/chart-number")
}

async fn check_in(city: &City, person: &Person, id: &str, code: &str) -> Reply {
    let body =
        json!({ "resident_id": id, "institution_code": code, "sections": ["profile"], "purpose": "consultation" });
    city.post(person, "/v1/check-ins", body).await
}

impl Counter {
    async fn open() -> Self {
        let city = City::new();
        let (_, hanako, id) = city.clinic().await;
        let reception = Person::staff("reception");
        city.employ(&reception, CLINIC, "reception");
        let visit = check_in(&city, &hanako, &id, CLINIC).await.expect(201);
        let visit = visit.body["visit_id"].as_str().unwrap().to_owned();
        Self { city, hanako, reception, id, visit }
    }

    async fn write(&self, number: Value) -> Reply {
        self.city.put(&self.reception, &path(CLINIC, &self.id), json!({ "chart_number": number })).await
    }

    /// What the list shows.
    async fn listed(&self) -> Value {
        let list = self.city.get(&self.reception, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
        list.body["items"][0]["chart_number"].clone()
    }

    /// The table without what is counted of calls.
    fn kept(&self) -> Vec<Value> {
        self.city.store.everything().into_iter().filter(|item| !LIMITS.begins(item)).collect()
    }
}

#[tokio::test]
async fn a_number_is_typed_once_and_stands_in_the_list_at_each_later_check_in() {
    let counter = Counter::open().await;
    let Counter { city, hanako, id, reception, .. } = &counter;
    assert_eq!(counter.listed().await, Value::Null);
    city.store.forget();
    let reply = counter.write(json!("Ａ－１０３８２")).await.expect(200);
    assert_eq!(reply.body, json!({ "chart_number": "A-10382" }));
    assert_eq!(city.store.seen().depth, 2);
    city.store.forget();
    assert_eq!(counter.listed().await, "A-10382");
    assert_eq!(city.store.seen().depth, 1, "the list is as deep as without it");
    city.pass(TimeDelta::days(30));
    check_in(city, hanako, id, CLINIC).await.expect(201);
    assert_eq!(counter.listed().await, "A-10382");
    // Taken away, it is in no line and in no item.
    counter.write(Value::Null).await.expect(200);
    assert_eq!(counter.listed().await, Value::Null);
    assert!(city.items(NOTEBOOK, CHART_NUMBERS).is_empty());
    let log = city.get(hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200);
    let entry = &log.body["items"][0];
    assert_eq!((&entry["action"], &entry["actor"]["role"]), (&json!("put-chart-number"), &json!("reception")));
    city.pass(TimeDelta::days(1));
    check_in(city, hanako, id, CLINIC).await.expect(201);
    assert_eq!(counter.listed().await, Value::Null);
    for blank in ["", " ", "\u{3000}"] {
        city.put(reception, &path(CLINIC, id), json!({ "chart_number": blank })).await.expect(200);
    }
}

#[tokio::test]
async fn r50_the_same_number_again_writes_nothing_and_leaves_no_entry() {
    let counter = Counter::open().await;
    counter.write(json!("10382")).await.expect(200);
    let (before, entries) = (counter.kept(), counter.city.entries(LOG.of(&counter.id)));
    counter.city.pass(TimeDelta::minutes(1));
    counter.write(json!("１０３８２")).await.expect(200);
    assert_eq!(counter.kept(), before);
    assert_eq!((entries, counter.city.entries(LOG.of(&counter.id))), (1, 1));
}

#[tokio::test]
async fn r36_what_is_too_long_no_line_or_not_said_is_refused() {
    let counter = Counter::open().await;
    let before = counter.kept();
    let Counter { city, reception, id, .. } = &counter;
    for (body, code) in [
        (json!({}), "invalid_value"),
        (json!({ "chart_number": 10382 }), "invalid_value"),
        (json!({ "chart_number": "1".repeat(41) }), "invalid_value"),
        (json!({ "chart_number": "1\u{0}2" }), "invalid_value"),
        (json!({ "chart_number": "1\u{202E}2" }), "invalid_value"),
        (json!({ "chart_number": ["1"] }), "invalid_value"),
        (json!({ "chart_number": "1", "resident_id": id }), "unknown_field"),
    ] {
        city.put(reception, &path(CLINIC, id), body.clone()).await.expect_problem(422, code);
    }
    assert_eq!(counter.kept(), before);
    counter.write(json!("1\n2")).await.expect(200);
    assert_eq!(counter.listed().await, "1 2");
}

#[tokio::test]
async fn r02_only_who_checked_in_today_has_a_number_and_nobody_elses_is_touched() {
    let counter = Counter::open().await;
    let Counter { city, hanako, reception, id, .. } = &counter;
    let other = Person::staff("other");
    city.institution(OTHER_CLINIC, "となりの医院");
    city.employ(&other, OTHER_CLINIC, "reception");
    let body = json!({ "chart_number": "CANARY" });
    let missing = path(CLINIC, "019a0000-0000-7000-8000-000000000000");
    let missing = city.put(reception, &missing, body.clone()).await.expect_problem(404, "not_found");
    for (person, code) in [(&other, OTHER_CLINIC), (&other, CLINIC), (hanako, CLINIC), (reception, OTHER_CLINIC)] {
        let reply = city.put(person, &path(code, id), body.clone()).await.expect_problem(404, "not_found");
        assert_eq!(reply.raw, missing.raw);
    }
    let admin = Person::staff("admin");
    city.employ(&admin, CLINIC, "city_admin");
    city.put(&admin, &path(CLINIC, id), body.clone()).await.expect_problem(403, "role_not_allowed");
    city.set_time("2026-11-23T00:00:00.000+09:00");
    assert_eq!(city.put(reception, &path(CLINIC, id), body).await.raw, missing.raw);
    assert!(city.items(NOTEBOOK, CHART_NUMBERS).is_empty());
}

#[tokio::test]
async fn r06_the_number_of_one_institution_is_in_no_answer_of_another() {
    let counter = Counter::open().await;
    let Counter { city, hanako, id, .. } = &counter;
    counter.write(json!("CANARY-10382")).await.expect(200);
    let (other, doctor) = (Person::staff("other"), Person::staff("other doctor"));
    city.institution(OTHER_CLINIC, "となりの医院");
    city.employ(&other, OTHER_CLINIC, "reception");
    city.employ(&doctor, OTHER_CLINIC, "doctor");
    let body = json!({ "resident_id": id, "institution_code": OTHER_CLINIC, "sections": Section::ALL, "purpose": "consultation" });
    city.post(hanako, "/v1/check-ins", body).await.expect(201);
    let there = format!("/v1/institutions/{OTHER_CLINIC}/patients");
    let mut answers = vec![city.get(&other, &there).await.expect(200)];
    answers.push(city.get(&doctor, &format!("{there}/{id}/notebook")).await.expect(200));
    for section in ["profile", "medication", "daily", "visits"] {
        answers.push(city.get(&doctor, &format!("{there}/{id}/notebook/{section}")).await.expect(200));
    }
    assert_eq!(answers[0].body["items"][0]["chart_number"], Value::Null);
    for answer in answers {
        assert!(!String::from_utf8(answer.raw).unwrap().contains("CANARY"));
    }
    // A number of its own is its own.
    city.put(&other, &path(OTHER_CLINIC, id), json!({ "chart_number": "77" })).await.expect(200);
    assert_eq!(counter.listed().await, "CANARY-10382");
    // Nor does it stand in what is remembered of the request.
    assert!(city.items(IDEMPOTENCY, "").iter().all(|item| !item.to_string().contains("CANARY")));
}

#[tokio::test]
async fn r05_of_a_cancelled_check_in_nobody_is_numbered_and_none_is_shown() {
    let counter = Counter::open().await;
    let Counter { city, hanako, reception, id, visit } = &counter;
    counter.write(json!("10382")).await.expect(200);
    let cancel = format!("DELETE /v1/institutions/{CLINIC}/check-ins/{visit}");
    city.call(reception, &cancel, json!({ "reason": "wrong_person" })).await.expect(204);
    assert_eq!(counter.listed().await, Value::Null);
    counter.write(json!("2")).await.expect_problem(404, "not_found");
    check_in(city, hanako, id, CLINIC).await.expect(200);
    assert_eq!(counter.listed().await, "10382");
    // Who ended it is still there to be numbered.
    city.delete(hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    counter.write(json!("2")).await.expect(200);
    assert_eq!(counter.listed().await, "2");
}

#[tokio::test]
async fn a_number_and_a_renewal_that_meet_agree_on_both_days() {
    let counter = Counter::open().await;
    let Counter { city, hanako, id, visit, .. } = &counter;
    city.set_time("2026-11-22T21:30:00+09:00");
    counter.write(json!("1")).await.expect(200);
    city.post(hanako, &format!("/v1/check-ins/{visit}/renewals"), Value::Null).await.expect(200);
    counter.write(json!("2")).await.expect(200);
    let number = |day: &str| city.item(CLINIC_DAY.of(CLINIC).of(day), ARRIVALS)["chart_number"]["S"].clone();
    assert_eq!((number("2026-11-22"), number("2026-11-23")), (json!("2"), json!("2")));
    city.set_time("2026-11-23T00:10:00+09:00");
    assert_eq!(counter.listed().await, "2");
    // A renewal that comes between the read and the write of the number: the number is written to its line as well.
    let again = Counter::open().await;
    again.city.set_time("2026-11-22T21:30:00+09:00");
    again.city.store.interrupt(1, |store| {
        for mut grant in store.everything().into_iter().filter(|item| GRANTS.begins(item)) {
            grant["until"] = json!({ "S": "2026-11-23T15:00:00Z" });
            store.seed(grant);
        }
    });
    again.write(json!("3")).await.expect(200);
    assert!(!again.city.store.was_not_interrupted());
    assert_eq!(again.listed().await, "3");
    assert!(!id.is_empty());
}

#[tokio::test]
async fn r03_a_number_touches_the_person_the_list_and_the_log() {
    let Counter { city, reception, id, .. } = Counter::open().await;
    city.store.forget();
    city.put(&reception, &path(CLINIC, &id), json!({ "chart_number": "1" })).await.expect(200);
    let actor = reception.actor();
    let allowed = [
        NOTEBOOK.of(&id),
        LOG.of(&id),
        ACCOUNT.of(&actor),
        IDEMPOTENCY.of(&actor),
        INSTITUTION.of(CLINIC),
        CLINIC_DAY.of(CLINIC).of("2026-11-22"),
    ];
    for partition in city.store.seen().partitions {
        assert!(allowed.iter().any(|own| partition == *own), "R-03: {partition}");
    }
}

#[tokio::test]
async fn r52_r53_a_number_survives_a_crash_at_every_point() {
    for number in [json!("10382"), Value::Null] {
        crash_sweep(async |city: &City| {
            let (_, hanako, id) = city.clinic().await;
            let reception = Person::staff("reception");
            city.employ(&reception, CLINIC, "reception");
            check_in(city, &hanako, &id, CLINIC).await.expect(201);
            city.put(&reception, &path(CLINIC, &id), json!({ "chart_number": "1" })).await.expect(200);
            Write::new(&reception, &format!("PUT {}", path(CLINIC, &id)), json!({ "chart_number": number }))
        })
        .await;
    }
}
