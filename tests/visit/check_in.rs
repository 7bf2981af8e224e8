use serde_json::json;
use support::keys::{
    ACCOUNT, ARRIVALS, CHECK_INS, CLINIC_DAY, GRANTS, IDEMPOTENCY, INSTITUTION, KNOWN, LIMITS, LOG, NOTEBOOK, PROFILE,
    REFERENCE, RELATIONS, VISIT_REFERENCES, VISITS, VISITS_BY_TIME,
};
use support::{City, Person, Write, crash_sweep};

use super::{CLINIC, OTHER_CLINIC, at_clinic, city, city_of};

#[tokio::test]
async fn a_check_in_opens_what_was_chosen_until_midnight() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.store.forget();
    let reply = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile", "medication"])).await.expect(201);
    assert!(city.store.seen().depth <= 3, "{:?}", city.store.seen());
    assert_eq!(reply.body["institution"], json!({ "code": CLINIC, "name": "みどり内科クリニック" }));
    assert_eq!(reply.body["grant"], json!({ "until": "2026-11-22T15:00:00Z", "sections": ["profile", "medication"] }));
    assert_eq!(reply.body["reception_code"].as_str().unwrap().len(), 5);
    let visit = reply.body["visit_id"].as_str().unwrap();
    let arrival = city.item(CLINIC_DAY.of(CLINIC).of("2026-11-22"), ARRIVALS);
    assert_eq!(arrival["visit_id"]["S"], visit);
    assert_eq!(arrival["status"]["S"], "waiting");
    assert_eq!(arrival["checked_in_by"]["S"], "self");
    assert_eq!(arrival["identity"]["M"]["legal_name"]["S"], "荒尾 花子");
    assert_eq!(city.item(VISIT_REFERENCES.of(visit), REFERENCE)["institution_code"]["S"], CLINIC);
    let own = NOTEBOOK.of(&id);
    assert_eq!(city.item(&own, VISITS)["by_time"]["S"], VISITS_BY_TIME.of("2026-11-22").of(visit));
    for sk in [GRANTS.of(CLINIC).of("2026-11-22"), CHECK_INS.of(CLINIC).of("2026-11-22"), KNOWN.of(CLINIC)] {
        city.item(&own, &sk);
    }
}

#[tokio::test]
async fn r13_a_second_check_in_on_the_day_is_the_same_visit_and_the_same_grant() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let first = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(201);
    let before = city.store.everything();
    city.pass(chrono::TimeDelta::minutes(5));
    let second = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(200);
    assert_eq!(second.raw, first.raw);
    let kept = |all: &[serde_json::Value]| all.iter().filter(|item| !LIMITS.begins(item)).cloned().collect::<Vec<_>>();
    assert_eq!(kept(&city.store.everything()), kept(&before));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r13_r50_fifty_check_ins_at_once_are_one_visit() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    for one_key in [false, true] {
        let (city, id) = city_of(&hanako).await;
        city.relate(&son, &id, "family", &[("visits", "manage"), ("profile", "manage")]);
        let city = std::sync::Arc::new(city);
        let mut running = tokio::task::JoinSet::new();
        for n in 0..50 {
            // Half of them from the family, so that no account reaches its hourly limit.
            let caller = if n % 2 == 0 { hanako.clone() } else { son.clone() };
            let (city, id) = (city.clone(), id.clone());
            running.spawn(async move {
                let key = if one_key { "same".to_owned() } else { format!("key-{n}") };
                let body = at_clinic(&id, &["profile"]);
                city.send(&caller, "POST /v1/check-ins", body, |r| r.idempotency_key = Some(key)).await
            });
        }
        let replies = running.join_all().await;
        let statuses: Vec<_> = replies.iter().map(|reply| reply.status).collect();
        assert!(statuses.iter().all(|status| [200, 201].contains(status)), "{statuses:?}");
        assert!(replies.iter().all(|reply| reply.raw == replies[0].raw));
        // With one key each, one of the fifty made the visit; with one key an account, all of that account's did.
        let made = statuses.iter().filter(|status| **status == 201).count();
        assert_eq!(made, if one_key { 25 } else { 1 });
        for (pk, sk) in [(NOTEBOOK, VISITS), (NOTEBOOK, GRANTS), (INSTITUTION, ARRIVALS), (VISIT_REFERENCES, REFERENCE)]
        {
            assert_eq!(city.items(&pk, &sk).len(), 1, "{pk} {sk}");
        }
    }
}

#[tokio::test]
async fn after_an_end_the_same_visit_gets_a_new_grant_with_only_what_is_chosen_now() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let first = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile", "daily"])).await.expect(201);
    let visit = first.body["visit_id"].as_str().unwrap().to_owned();
    let grant = city.item(NOTEBOOK, GRANTS);
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    let again = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["medication"])).await.expect(200);
    assert_eq!(again.body["visit_id"], visit);
    assert_eq!(again.body["reception_code"], first.body["reception_code"]);
    assert_eq!(again.body["grant"]["sections"], json!(["medication"]));
    let renewed = city.item(NOTEBOOK, GRANTS);
    assert_ne!(renewed["grant_id"], grant["grant_id"]);
    assert!(renewed["revoked_at"]["S"].is_null());
    assert!(city.item(NOTEBOOK, VISITS)["ended_at"]["S"].is_null());
    assert_eq!(city.item(INSTITUTION, ARRIVALS)["status"]["S"], "waiting");
}

#[tokio::test]
async fn an_open_grant_is_replaced_by_exactly_what_is_chosen_now() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile", "daily"])).await.expect(201);
    city.store.forget();
    let second = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["daily", "visits"])).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(second.body["grant"]["sections"], json!(["daily", "visits"]));
}

#[tokio::test]
async fn the_next_day_is_another_visit() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.set_time("2026-11-22T23:59:59.999+09:00");
    let first = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(201);
    assert_eq!(first.body["grant"]["until"], "2026-11-22T15:00:00Z");
    city.set_time("2026-11-23T00:00:00.000+09:00");
    let second = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(201);
    assert_ne!(second.body["visit_id"], first.body["visit_id"]);
    assert_eq!(second.body["grant"]["until"], "2026-11-23T15:00:00Z");
}

#[tokio::test]
async fn what_names_no_institution_or_two_or_no_section_is_refused() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut body = at_clinic(&id, &["profile"]);
        change(&mut body);
        body
    };
    for body in [
        with(&|body| body["qr"] = json!("a.b.c")),
        with(&|body| drop(body.as_object_mut().unwrap().remove("institution_code"))),
        with(&|body| body["sections"] = json!([])),
        with(&|body| body["sections"] = json!(vec!["profile"; 9])),
        with(&|body| body["sections"] = json!(["everything"])),
        with(&|body| body["purpose"] = json!("curiosity")),
        with(&|body| body["institution_code"] = json!("431011234")),
    ] {
        city.post(&hanako, "/v1/check-ins", body).await.expect_problem(422, "invalid_value");
    }
    // nothing that the server decides can be sent along.
    for name in ["visit_id", "until", "checked_in_at", "reception_code", "grant"] {
        let body = with(&|body| body[name] = json!("x"));
        city.post(&hanako, "/v1/check-ins", body).await.expect_problem(422, "unknown_field");
    }
    assert!(city.items(NOTEBOOK, GRANTS).is_empty());
}

#[tokio::test]
async fn an_unknown_institution_is_not_found_and_one_that_left_is_unavailable() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let at = |code: &str| {
        let mut body = at_clinic(&id, &["profile"]);
        body["institution_code"] = json!(code);
        body
    };
    city.post(&hanako, "/v1/check-ins", at("4310199999")).await.expect_problem(404, "not_found");
    super::close(&city, OTHER_CLINIC);
    city.post(&hanako, "/v1/check-ins", at(OTHER_CLINIC)).await.expect_problem(409, "institution_unavailable");
    assert!(city.items(NOTEBOOK, GRANTS).is_empty());
}

#[tokio::test]
async fn only_a_proved_person_checks_in() {
    let (city, hanako) = (city(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    let reply = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await;
    reply.expect_problem(403, "identity_proof_required");
    assert!(city.items(NOTEBOOK, GRANTS).is_empty());
}

#[tokio::test]
async fn family_opens_only_what_it_manages_and_each_check_in_is_in_the_log() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let (city, id) = city_of(&hanako).await;
    for scopes in [
        &[][..],
        &[("visits", "record"), ("profile", "manage")],
        &[("profile", "manage")],
        &[("visits", "manage")],
        &[("visits", "manage"), ("profile", "record")],
    ] {
        city.relate(&son, &id, "family", scopes);
        let reply = city.post(&son, "/v1/check-ins", at_clinic(&id, &["profile"])).await;
        reply.expect_problem(404, "not_found");
    }
    assert!(city.items(NOTEBOOK, GRANTS).is_empty());
    city.relate(&son, &id, "family", &[("visits", "manage"), ("profile", "manage")]);
    let before = city.entries(LOG.of(&id));
    city.store.forget();
    city.post(&son, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(201);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(city.entries(LOG.of(&id)), before + 1);
    assert_eq!(city.item(INSTITUTION, ARRIVALS)["checked_in_by"]["S"], "family");
    city.post(&son, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(200);
    assert_eq!(city.entries(LOG.of(&id)), before + 2);
}

#[tokio::test]
async fn r08_a_guardian_checks_a_child_in_until_its_eighteenth_birthday() {
    let (mother, child) = (Person::resident("mother"), Person::resident("child"));
    let (city, id) = city_of(&child).await;
    city.relate(&mother, &id, "guardian", &[]);
    let mut relation = city.item(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()));
    relation["ward_birth_date"] = json!({ "S": "2008-11-23" });
    city.store.seed(relation);
    let mut person = city.item(NOTEBOOK.of(&id), PROFILE);
    person["status"] = json!({ "S": "guardian_attested" });
    city.store.seed(person);
    city.set_time("2026-11-22T23:59:59.999+09:00");
    city.post(&mother, "/v1/check-ins", at_clinic(&id, &["profile", "medication"])).await.expect(201);
    assert_eq!(city.item(INSTITUTION, ARRIVALS)["checked_in_by"]["S"], "guardian");
    city.set_time("2026-11-23T00:00:00.000+09:00");
    let reply = city.post(&mother, "/v1/check-ins", at_clinic(&id, &["profile", "medication"])).await;
    reply.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r02_strangers_and_staff_find_nobody_and_nobody_is_signed_out() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let doctor = Person::staff("doctor");
    city.employ(&doctor, CLINIC, "doctor");
    for caller in [Person::resident("stranger"), doctor] {
        let theirs = city.post(&caller, "/v1/check-ins", at_clinic(&id, &["profile"])).await;
        let missing = at_clinic("019a0000-0000-7000-8000-000000000000", &["profile"]);
        let missing = city.post(&caller, "/v1/check-ins", missing).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, missing.raw);
    }
    let reply = city.post(&Person::nobody(), "/v1/check-ins", at_clinic(&id, &["profile"])).await;
    reply.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn r03_a_check_in_touches_the_persons_own_partitions_and_that_clinics() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let (city, id) = city_of(&hanako).await;
    city.relate(&son, &id, "family", &[("visits", "manage"), ("profile", "manage")]);
    city.store.forget();
    let reply = city.post(&son, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(201);
    let visit = reply.body["visit_id"].as_str().unwrap();
    let actor = son.actor();
    let allowed = [
        NOTEBOOK.of(&id),
        ACCOUNT.of(&actor),
        IDEMPOTENCY.of(&actor),
        INSTITUTION.of(CLINIC),
        CLINIC_DAY.of(CLINIC).of("2026-11-22"),
        VISIT_REFERENCES.of(visit),
        LOG.of(&id),
    ];
    for partition in city.store.seen().partitions {
        assert!(allowed.iter().any(|own| partition == *own), "{partition}");
    }
}

#[tokio::test]
async fn r50_a_late_repetition_of_the_request_opens_nothing_after_the_end() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let send = async |key: &str| {
        let key = key.to_owned();
        let body = at_clinic(&id, &["profile"]);
        city.send(&hanako, "POST /v1/check-ins", body, |r| r.idempotency_key = Some(key)).await
    };
    let first = send("a").await.expect(201);
    send("b").await.expect(200);
    let visit = first.body["visit_id"].as_str().unwrap();
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    send("a").await.expect_problem(409, "check_in_ended");
    send("b").await.expect_problem(409, "check_in_ended");
    assert!(city.item(NOTEBOOK, GRANTS)["revoked_at"]["S"].is_string());
}

#[tokio::test]
async fn r57_thirty_check_ins_an_hour_and_not_one_more() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for n in 0..30 {
        let status = if n == 0 { 201 } else { 200 };
        city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(status);
    }
    let reply = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await;
    let reply = reply.expect_problem(429, "too_many_requests");
    assert_eq!(reply.header("retry-after"), Some("3600"));
    city.pass(chrono::TimeDelta::hours(1));
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(200);
}

#[tokio::test]
async fn r52_r53_a_check_in_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let drawn = &["reception_code"];
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, "POST /v1/check-ins", at_clinic(&id, &["profile"])).drawn(drawn)
    })
    .await;
    // By another, so with its entry; after an end, so with a new grant.
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        city.relate(&son, &id, "family", &[("visits", "manage"), ("daily", "manage")]);
        let first = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(201);
        let visit = first.body["visit_id"].as_str().unwrap();
        city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
        Write::new(&son, "POST /v1/check-ins", at_clinic(&id, &["daily"])).drawn(drawn)
    })
    .await;
}

#[tokio::test]
async fn r50_a_repeated_check_in_says_what_is_open_now_and_never_what_was() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let keyed = async |sections: &[&str]| {
        let key = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
        city.send(&hanako, "POST /v1/check-ins", at_clinic(&id, sections), key).await
    };
    let first = keyed(&["profile"]).await.expect(201);
    assert_eq!(keyed(&["profile"]).await.expect(201).raw, first.raw);
    // Chosen anew since: what is open now.
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["daily"])).await.expect(200);
    assert_eq!(keyed(&["profile"]).await.expect(201).body["grant"]["sections"], json!(["daily"]));
    // Ended since: nothing is open, and nothing is opened again.
    let visit = first.body["visit_id"].as_str().unwrap();
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    keyed(&["profile"]).await.expect_problem(409, "check_in_ended");
    assert!(!city.item(NOTEBOOK, GRANTS)["revoked_at"]["S"].is_null());
    // Over with its day.
    let (city, id) = city_of(&hanako).await;
    let keyed = async || {
        let key = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
        city.send(&hanako, "POST /v1/check-ins", at_clinic(&id, &["profile"]), key).await
    };
    city.set_time("2026-11-22T23:59:00+09:00");
    keyed().await.expect(201);
    city.set_time("2026-11-23T00:00:00+09:00");
    keyed().await.expect_problem(409, "check_in_ended");
}
