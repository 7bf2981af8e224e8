//! What a renewal opens, to whom and until when. How it ends: `renewal_ends.rs`.

use serde_json::{Value, json};
use support::keys::{ARRIVALS, CHECK_INS, CLINIC_DAY, GRANTS, LOG, NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{
    CLINIC, Evening, NOBODY, OTHER_CLINIC, at_clinic, checked_in, city_of, close, notebook_of, renewals,
    touched_only_their_own,
};

#[tokio::test]
async fn r10_a_check_in_of_23_50_renewed_at_23_58_opens_until_the_next_midnight() {
    let Evening { city, hanako, doctor, id, visit } = Evening::at("2026-11-22T23:50:00+09:00").await;
    city.set_time("2026-11-22T23:58:00+09:00");
    city.store.forget();
    let reply = city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
    touched_only_their_own(&city, &id, &hanako);
    assert_eq!(reply.body["visit_id"], visit);
    assert_eq!(reply.body["institution"], json!({ "code": CLINIC, "name": "みどり内科クリニック" }));
    assert_eq!(reply.body["grant"], json!({ "until": "2026-11-23T15:00:00Z", "sections": ["profile", "visits"] }));
    let notebook = notebook_of(&id);
    for (at, status) in [
        ("2026-11-22T23:59:59.999+09:00", 200),
        ("2026-11-23T00:00:00.000+09:00", 200),
        ("2026-11-23T00:10:00+09:00", 200),
        ("2026-11-23T23:59:59.999+09:00", 200),
        ("2026-11-24T00:00:00.000+09:00", 404),
        ("2026-11-24T00:10:00+09:00", 404),
    ] {
        city.set_time(at);
        city.get(&doctor, &notebook).await.expect(status);
        city.get(&doctor, &format!("{notebook}/visits")).await.expect(status);
    }
}

#[tokio::test]
async fn r10_past_midnight_the_list_grants_and_today_show_who_renewed_once() {
    let Evening { city, hanako, doctor, id, visit } = Evening::at("2026-11-22T21:00:00+09:00").await;
    let list = format!("/v1/institutions/{CLINIC}/patients");
    let grants = format!("/v1/residents/{id}/grants");
    let before = city.get(&doctor, &list).await.expect(200).body["items"][0].clone();
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    for at in ["2026-11-22T23:59:59+09:00", "2026-11-23T00:10:00+09:00"] {
        city.set_time(at);
        let rows = city.get(&doctor, &list).await.expect(200).body["items"].as_array().unwrap().clone();
        assert_eq!(rows, std::slice::from_ref(&before), "{at}");
        let open = city.get(&hanako, &grants).await.expect(200).body["items"].as_array().unwrap().clone();
        let open: Vec<_> = open.iter().map(|grant| (&grant["visit_id"], &grant["until"])).collect();
        assert_eq!(open, [(&json!(visit), &json!("2026-11-23T15:00:00Z"))], "{at}");
        let today = city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200).body;
        assert_eq!(today["open_grants"].as_array().unwrap().len(), 1, "{at}");
        city.get(&doctor, &notebook_of(&id)).await.expect(200);
        let opened = city.get(&doctor, &list).await.expect(200);
        assert_eq!(opened.body["items"][0]["status"], "opened", "{at}");
        city.store.forget();
    }
    city.set_time("2026-11-24T00:00:00+09:00");
    assert_eq!(city.get(&doctor, &list).await.expect(200).body["items"], json!([]));
    assert_eq!(city.get(&hanako, &grants).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn r10_before_21_00_a_renewal_is_refused_and_grants_say_from_when() {
    let Evening { city, hanako, id, visit, .. } = Evening::at("2026-11-22T10:00:00+09:00").await;
    let grants = format!("/v1/residents/{id}/grants");
    city.set_time("2026-11-22T20:59:59.999+09:00");
    let before = city.store.everything();
    let reply = city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(409, "renewal_too_early");
    assert_eq!(reply.body["from"], "2026-11-22T12:00:00Z");
    assert_eq!(city.store.everything(), before);
    let open = city.get(&hanako, &grants).await.expect(200);
    assert_eq!(open.body["items"][0]["renewable_from"], "2026-11-22T12:00:00Z");
    city.set_time("2026-11-22T21:00:00+09:00");
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    assert_eq!(city.get(&hanako, &grants).await.expect(200).body["items"][0]["renewable_from"], Value::Null);
}

#[tokio::test]
async fn r50_a_second_renewal_says_the_same_and_writes_nothing() {
    let Evening { city, hanako, id, visit, .. } = Evening::at("2026-11-22T21:30:00+09:00").await;
    let first = city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    let kept = || city.items(NOTEBOOK, "").into_iter().chain(city.items(LOG, "")).collect::<Vec<_>>();
    let before = kept();
    city.set_time("2026-11-22T23:00:00+09:00");
    let again = city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    assert_eq!(again.raw, first.raw);
    assert_eq!(kept(), before);
    // A check-in that says the same leaves the renewal as it is.
    let reply = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile", "visits"])).await.expect(200);
    assert_eq!(reply.body["grant"]["until"], "2026-11-23T15:00:00Z");
}

#[tokio::test]
async fn a_stay_is_renewed_each_day_at_any_hour_and_one_day_at_a_time() {
    let Evening { city, hanako, doctor, id, visit } = Evening::at("2026-11-22T22:00:00+09:00").await;
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    for day in 23..=29 {
        city.set_time(&format!("2026-11-{day}T06:30:00+09:00"));
        let reply = city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
        assert_eq!(reply.body["grant"]["until"], format!("2026-11-{}T15:00:00Z", day + 1));
    }
    city.set_time("2026-11-30T10:00:00+09:00");
    city.get(&doctor, &notebook_of(&id)).await.expect(200);
    // The seven days for notes begin where the stay ends.
    let notes = format!("/v1/institutions/{CLINIC}/patients/{id}/visits/{visit}/notes");
    let written = city.post(&doctor, &notes, json!({ "text": "お大事に" })).await.expect(201);
    let own = city.get(&doctor, &format!("/v1/institutions/{CLINIC}/notes")).await.expect(200);
    assert_eq!(
        (&own.body["items"][0]["day"], &own.body["items"][0]["legal_name"]),
        (&json!("2026-11-30"), &json!("荒尾 花子"))
    );
    city.set_time("2026-12-07T10:00:00+09:00");
    city.post(&doctor, &notes, json!({ "text": "お大事に" })).await.expect(201);
    let note = written.body["note_id"].as_str().unwrap();
    let retraction = format!("{notes}/{note}/retraction");
    city.post(&doctor, &retraction, json!({ "reason": "wrong_content" })).await.expect(200);
    assert_eq!(
        city.get(&doctor, &format!("/v1/institutions/{CLINIC}/notes")).await.expect(200).body["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    city.set_time("2026-12-08T00:00:00+09:00");
    city.post(&doctor, &notes, json!({ "text": "お大事に" })).await.expect_problem(422, "note_period_over");
}

#[tokio::test]
async fn what_was_ended_or_is_over_is_not_renewed() {
    let Evening { city, hanako, doctor, id, visit } = Evening::at("2026-11-22T21:30:00+09:00").await;
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    let before = city.store.everything();
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(409, "check_in_ended");
    assert_eq!(city.store.everything(), before);
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await.expect(200);
    city.set_time("2026-11-23T00:00:00.000+09:00");
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(409, "check_in_ended");
    city.get(&doctor, &notebook_of(&id)).await.expect_problem(404, "not_found");
    // Nor by way of another check-in of the day there.
    city.set_time("2026-11-23T21:00:00+09:00");
    let other = checked_in(&city, &hanako, &id).await;
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(409, "check_in_ended");
    city.post(&hanako, &renewals(&other), Value::Null).await.expect(200);
    city.post(&hanako, &renewals(NOBODY), Value::Null).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn an_institution_that_takes_part_no_longer_is_not_renewed_to() {
    let Evening { city, hanako, visit, .. } = Evening::at("2026-11-22T21:30:00+09:00").await;
    close(&city, CLINIC);
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(409, "institution_unavailable");
    assert!(city.items(NOTEBOOK, GRANTS.of(CLINIC).of("2026-11-23")).is_empty());
}

#[tokio::test]
async fn r08_family_renews_what_it_manages_and_each_renewal_is_in_the_log() {
    let Evening { city, hanako, id, visit, .. } = Evening::at("2026-11-22T21:30:00+09:00").await;
    let son = Person::resident("son");
    let of_all = [("visits", "manage"), ("profile", "manage")];
    for scopes in [&[("visits", "record"), ("profile", "manage")][..], &[("visits", "manage")][..]] {
        city.relate(&son, &id, "family", scopes);
        city.post(&son, &renewals(&visit), Value::Null).await.expect_problem(404, "not_found");
    }
    city.relate(&son, &id, "family", &of_all);
    let log = format!("/v1/residents/{id}/access-log");
    city.post(&son, &renewals(&visit), Value::Null).await.expect(200);
    let first = city.get(&hanako, &log).await.expect(200).body["items"][0].clone();
    assert_eq!((&first["action"], &first["actor"]["role"]), (&json!("renew-check-in"), &json!("family")));
    // On the next day the person does it, which stands there as well.
    city.set_time("2026-11-23T09:00:00+09:00");
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    let first = city.get(&hanako, &log).await.expect(200).body["items"][0].clone();
    assert_eq!((&first["action"], &first["actor"]["role"]), (&json!("renew-check-in"), &json!("self")));
    assert_eq!(first["sections"], json!(["visits", "profile"]));
    // Whose relation ended, renews nothing.
    city.delete(&hanako, &format!("/v1/residents/{id}/family/{}", son.actor())).await.expect(204);
    city.set_time("2026-11-24T09:00:00+09:00");
    city.post(&son, &renewals(&visit), Value::Null).await.expect_problem(404, "not_found");
    for other in [Person::resident("stranger"), Person::staff("doctor")] {
        city.post(&other, &renewals(&visit), Value::Null).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn the_renewed_line_says_what_the_profile_says_also_of_a_name_that_changed() {
    let Evening { city, hanako, doctor, id, visit } = Evening::at("2026-11-22T21:30:00+09:00").await;
    city.rename(&id, "荒尾 花", "アラオ ハナ");
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    let patch = json!({ "identity": { "kana": "アラオ ハナコ" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), patch).await.expect(200);
    city.set_time("2026-11-23T00:10:00+09:00");
    let list = city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
    let row = &list.body["items"][0];
    assert_eq!((&row["legal_name"], &row["kana"]), (&json!("荒尾 花"), &json!("アラオ ハナコ")));
}

#[tokio::test]
async fn a_renewal_stands_under_tomorrow_with_its_check_in_and_its_line() {
    let Evening { city, hanako, visit, .. } = Evening::at("2026-11-22T21:30:00+09:00").await;
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect(200);
    let grants = city.items(NOTEBOOK, GRANTS.of(CLINIC));
    assert_eq!(grants.len(), 2);
    for name in ["grant_id", "visit_id", "sections", "from", "until", "purpose"] {
        assert_eq!(grants[0][name], grants[1][name], "{name}");
    }
    city.item(NOTEBOOK, CHECK_INS.of(CLINIC).of("2026-11-23"));
    city.item(CLINIC_DAY.of(CLINIC).of("2026-11-23"), ARRIVALS);
    assert_eq!(city.item(NOTEBOOK, VISITS)["last_day"]["S"], "2026-11-23");
    assert!(city.items(NOTEBOOK, GRANTS.of(OTHER_CLINIC)).is_empty());
}

#[tokio::test]
async fn r52_r53_a_renewal_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    for caller in [&hanako, &son] {
        crash_sweep(async |city: &City| {
            city.institution(CLINIC, "みどり内科クリニック");
            let id = city.proved_resident(&hanako).await;
            city.relate(&son, &id, "family", &[("visits", "manage"), ("profile", "manage")]);
            city.set_time("2026-11-22T21:30:00+09:00");
            let visit = checked_in(city, &hanako, &id).await;
            Write::new(caller, &format!("POST {}", renewals(&visit)), Value::Null)
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r50_fifty_renewals_at_once_are_one() {
    let Evening { city, hanako, visit, id, .. } = Evening::at("2026-11-22T21:30:00+09:00").await;
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (city, hanako, path) = (city.clone(), hanako.clone(), renewals(&visit));
        running.spawn(async move { city.post(&hanako, &path, Value::Null).await });
    }
    for reply in running.join_all().await {
        assert_eq!(reply.expect(200).body["grant"]["until"], "2026-11-23T15:00:00Z");
    }
    assert_eq!(city.items(NOTEBOOK, GRANTS).len(), 2);
    assert_eq!(city.entries(LOG.of(&id)), 1);
}

#[tokio::test]
async fn who_is_not_proved_any_more_renews_nothing() {
    let (hanako, evening) = (Person::resident("hanako"), "2026-11-22T21:30:00+09:00");
    let (city, id) = city_of(&hanako).await;
    city.set_time(evening);
    let visit = checked_in(&city, &hanako, &id).await;
    city.set_attribute(NOTEBOOK.of(&id), support::keys::PROFILE, "status", &json!("unverified"));
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(403, "identity_proof_required");
}
