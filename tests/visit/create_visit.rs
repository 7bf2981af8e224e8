use serde_json::{Value, json};
use support::keys::{NOTEBOOK, REFERENCE, VISIT_REFERENCES, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{CLINIC, NOBODY, as_others, at_clinic, city_of, close, entry, touched_only_their_own, written};

fn path(id: &str) -> String {
    format!("/v1/residents/{id}/visits")
}

#[tokio::test]
async fn a_visit_by_hand_keeps_what_was_written_and_takes_the_name_from_the_list() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.store.forget();
    let reply = city.post(&hanako, &path(&id), entry("2026-11-18", "done")).await.expect(201);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (2, Some("\"1\"")));
    touched_only_their_own(&city, &id, &hanako);
    let visit = reply.body["visit_id"].as_str().unwrap();
    let shown = city.get(&hanako, &format!("{}/{visit}", path(&id))).await.expect(200);
    let mut wanted = entry("2026-11-18", "done");
    wanted["visit_id"] = json!(visit);
    wanted["institution_name"] = json!("みどり内科クリニック");
    wanted["notes"] = json!([]);
    assert_eq!(shown.body, wanted);
}

#[tokio::test]
async fn an_institution_that_is_not_on_the_list_is_written_by_name() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let by_name =
        json!({ "visited_on": "1950-01-02", "institution_name": "髙﨑𠮷野家医院", "reason": "", "status": "done" });
    let visit = written(&city, &hanako, &id, by_name).await;
    let shown = city.get(&hanako, &format!("{}/{visit}", path(&id))).await.expect(200);
    assert_eq!(shown.body["institution_name"], "髙﨑𠮷野家医院");
    assert!(shown.body.get("institution_code").is_none() && shown.body.get("reason").is_none());
}

#[tokio::test]
async fn what_does_not_fit_a_visit_is_refused_without_repeating_it() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let with = |name: &str, value: Value| {
        let mut body = entry("2026-11-18", "done");
        body[name] = value;
        body
    };
    let mut without_place = entry("2026-11-18", "done");
    without_place.as_object_mut().unwrap().remove("institution_code");
    for (body, pointer) in [
        (with("visited_on", json!("2026-11-23")), "/visited_on"),
        (with("visited_on", json!("1899-12-31")), "/visited_on"),
        (with("visited_on", json!("18 November")), "/visited_on"),
        (entry("2028-11-24", "planned"), "/visited_on"),
        (with("status", json!("cancelled")), "/status"),
        (with("institution_code", json!("4310199999")), "/institution_code"),
        (with("institution_name", json!("秘密医院")), "/institution_code"),
        (without_place, "/institution_code"),
        (with("reason", json!("秘".repeat(1001))), "/reason"),
        (with("memo", json!("秘".repeat(4001))), "/memo"),
        (with("memo", json!("秘密\u{202e}")), "/memo"),
        (with("department", json!(7)), "/department"),
    ] {
        let reply = city.post(&hanako, &path(&id), body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
        assert!(!String::from_utf8_lossy(&reply.raw).contains('秘'));
    }
    // neither a check-in nor a clinic's text can be written by hand.
    for name in ["visit_id", "checked_in_at", "reception_code", "ended_at", "notes", "version"] {
        let reply = city.post(&hanako, &path(&id), with(name, json!("x"))).await;
        reply.expect_problem(422, "unknown_field");
    }
    assert!(city.items(NOTEBOOK, VISITS).is_empty());
}

#[tokio::test]
async fn a_check_in_adopts_the_visit_that_was_planned_there_for_the_day() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    written(&city, &hanako, &id, entry("2026-11-23", "planned")).await;
    written(&city, &hanako, &id, entry("2026-11-22", "done")).await;
    let mut elsewhere = entry("2026-11-22", "planned");
    elsewhere["institution_code"] = json!(super::OTHER_CLINIC);
    written(&city, &hanako, &id, elsewhere).await;
    let planned = written(&city, &hanako, &id, entry("2026-11-22", "planned")).await;
    let reply = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["visits"])).await.expect(201);
    assert_eq!(reply.body["visit_id"], planned);
    let shown = city.get(&hanako, &format!("{}/{planned}", path(&id))).await.expect(200);
    assert_eq!((&shown.body["status"], &shown.body["reason"]), (&json!("done"), &json!("のどの痛み")));
    assert_eq!(shown.body["checked_in_at"], "2026-11-22T01:00:00Z");
    assert_eq!(city.items(NOTEBOOK, VISITS).len(), 4);
    // Neither a second check-in nor one after an end adopts another.
    written(&city, &hanako, &id, entry("2026-11-22", "planned")).await;
    for sections in [["visits"], ["daily"]] {
        let again = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &sections)).await.expect(200);
        assert_eq!(again.body["visit_id"], planned);
        city.delete(&hanako, &format!("/v1/check-ins/{planned}")).await.expect(204);
    }
    city.item(VISIT_REFERENCES, REFERENCE);
}

#[tokio::test]
async fn a_check_in_finds_its_visit_on_a_day_with_many_others() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for _ in 0..60 {
        written(&city, &hanako, &id, entry("2026-11-22", "done")).await;
    }
    city.pass(chrono::TimeDelta::minutes(1));
    let visit = super::checked_in(&city, &hanako, &id).await;
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.store.forget();
    let again = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["daily"])).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(again.body["visit_id"], visit);
    let shown = city.get(&hanako, &format!("{}/{visit}", path(&id))).await.expect(200);
    assert!(shown.body.get("ended_at").is_none());
}

#[tokio::test]
async fn others_write_visits_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let lines = (&*format!("POST {}", path(&id)), &*format!("POST {}", path(NOBODY)));
    as_others(&city, &id, lines, entry("2026-11-18", "done"), "record").await;
}

#[tokio::test]
async fn an_unverified_person_keeps_visits_by_hand() {
    let (city, hanako) = (super::city(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    close(&city, super::OTHER_CLINIC);
    written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r50_the_same_visit_sent_fifty_times_at_once_is_written_once() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let (city, line) = (std::sync::Arc::new(city), format!("POST {}", path(&id)));
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (city, hanako, line) = (city.clone(), hanako.clone(), line.clone());
        running.spawn(async move {
            let body = entry("2026-11-18", "done");
            city.send(&hanako, &line, body, |r| r.idempotency_key = Some("same".to_owned())).await
        });
    }
    let replies = running.join_all().await;
    assert!(replies.iter().all(|reply| reply.status == 201 && reply.raw == replies[0].raw));
    city.item(NOTEBOOK, VISITS);
    let send = async |body| city.send(&hanako, &line, body, |r| r.idempotency_key = Some("same".to_owned())).await;
    send(entry("2026-11-17", "done")).await.expect_problem(422, "idempotency_mismatch");
}

#[tokio::test]
async fn r52_r53_writing_a_visit_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("POST {}", path(&id)), entry("2026-11-18", "done"))
    })
    .await;
}
