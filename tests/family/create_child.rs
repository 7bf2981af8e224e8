use serde_json::{Value, json};
use support::keys::{ACCOUNT, ENTRIES, KIN, LOG, NOTEBOOK, PROFILE, RELATIONS};
use support::{City, Person, Write, crash_sweep};

use super::{city_of, keyed, list, one};

const CLINIC: &str = "4310112345";

fn children(id: &str) -> String {
    format!("/v1/residents/{id}/children")
}

fn mio() -> Value {
    json!({
        "display_name": "みお", "legal_name": "荒尾 みお", "kana": "あらお みお", "birth_date": "2025-11-10", "sex": "female",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut body = mio();
    body[name] = value;
    body
}

async fn made(city: &City, person: &Person, id: &str, body: Value) -> String {
    let reply = city.post(person, &children(id), body).await.expect(201);
    assert_eq!(reply.body["status"], "guardian_attested");
    reply.body["resident_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_child_has_a_notebook_of_which_the_person_is_guardian() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.store.forget();
    let child = made(&city, &hanako, &id, mio()).await;
    assert!(city.store.seen().depth <= 3);
    let shown = city.get(&hanako, &format!("/v1/residents/{child}")).await.expect(200).body;
    let identity = &shown["identity"];
    assert_eq!((&shown["display_name"], &shown["status"]), (&json!("みお"), &json!("guardian_attested")));
    assert_eq!((&identity["legal_name"], &identity["kana"]), (&json!("荒尾 みお"), &json!("アラオ ミオ")));
    assert_eq!((&identity["birth_date"], &identity["sex"]), (&json!("2025-11-10"), &json!("female")));
    let me = city.get(&hanako, "/v1/me").await.expect(200).body;
    let family = &me["family"][0];
    assert_eq!((&family["resident_id"], &family["relation"]), (&json!(child), &json!("guardian")));
    assert_eq!((&family["ends_on"], &family["scopes"]["images"]), (&json!("2043-11-10"), &json!("manage")));
    let line = &city.items(LOG.of(&child), ENTRIES)[0];
    assert_eq!((&line["action"]["S"], &line["role"]["S"]), (&json!("create-child"), &json!("guardian")));
    let seen = city.get(&hanako, &list(&child)).await.expect(200).body;
    assert_eq!((&seen["items"][0]["name"], &seen["items"][0]["is_you"]), (&json!("荒尾 花子"), &json!(true)));
    // Enough for what a guardian does for the child, at a counter too.
    city.institution(CLINIC, "みどり内科クリニック");
    let body =
        json!({ "resident_id": child, "institution_code": CLINIC, "sections": ["profile"], "purpose": "consultation" });
    city.post(&hanako, "/v1/check-ins", body).await.expect(201);
    let daily = json!({ "taken_at": "2026-11-22T09:00:00+09:00", "temperature_c": 37.2 });
    city.post(&hanako, &format!("/v1/residents/{child}/daily-records"), daily).await.expect(201);
}

#[tokio::test]
async fn r08_every_right_of_a_guardian_ends_at_midnight_on_the_eighteenth_birthday() {
    for (birth, last, first) in [
        ("2008-11-23", "2026-11-22T23:59:59.999+09:00", "2026-11-23T00:00:00+09:00"),
        ("2012-02-29", "2030-02-28T23:59:59.999+09:00", "2030-03-01T00:00:00+09:00"),
    ] {
        let hanako = Person::resident("hanako");
        let (city, id) = city_of(&hanako).await;
        let child = made(&city, &hanako, &id, with("birth_date", json!(birth))).await;
        let own = format!("/v1/residents/{child}");
        city.set_time(last);
        city.get(&hanako, &own).await.expect(200);
        assert_eq!(city.get(&hanako, "/v1/me").await.expect(200).body["family"].as_array().unwrap().len(), 1);
        city.set_time(first);
        city.get(&hanako, &own).await.expect_problem(404, "not_found");
        city.patch(&hanako, &own, json!({ "display_name": "x" })).await.expect_problem(404, "not_found");
        city.get(&hanako, &list(&child)).await.expect_problem(404, "not_found");
        assert_eq!(city.get(&hanako, "/v1/me").await.expect(200).body["family"], json!([]));
    }
}

#[tokio::test]
async fn r08_whom_a_guardian_invited_sees_no_longer_than_guardians_do() {
    let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
    let (city, id) = city_of(&hanako).await;
    city.proved_resident(&taro).await;
    let child = made(&city, &hanako, &id, with("birth_date", json!("2008-11-23"))).await;
    let code = city.invite(&hanako, &child, json!({ "daily": "manage" })).await;
    let joined = city.accept(&taro, &code).await.expect(201).body;
    assert_eq!((&joined["relation"], &joined["ends_on"]), (&json!("family"), &json!("2026-11-23")));
    let daily = format!("/v1/residents/{child}/daily-records");
    city.set_time("2026-11-22T23:59:59.999+09:00");
    city.get(&taro, &daily).await.expect(200);
    city.set_time("2026-11-23T00:00:00+09:00");
    city.get(&taro, &daily).await.expect_problem(404, "not_found");
    assert_eq!(city.get(&taro, "/v1/me").await.expect(200).body["family"], json!([]));
}

#[tokio::test]
async fn only_a_child_has_such_a_notebook_until_the_day_before_it_is_eighteen() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for (birth, status) in
        [("2026-11-22", 201), ("2026-11-23", 422), ("2008-11-23", 201), ("2008-11-22", 422), ("1951-03-14", 422)]
    {
        let reply = city.post(&hanako, &children(&id), with("birth_date", json!(birth))).await.expect(status);
        assert!(status == 201 || reply.body["errors"][0]["pointer"] == "/birth_date", "{birth}");
    }
    // nothing that the server decides can be sent along.
    for name in ["status", "resident_id", "relation", "identity", "profile", "guardian", "residency_checked_at"] {
        city.post(&hanako, &children(&id), with(name, json!("x"))).await.expect_problem(422, "unknown_field");
    }
}

#[tokio::test]
async fn only_a_verified_resident_vouches_for_a_child_and_for_their_own() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for status in ["unverified", "outside_municipality", "manual_review", "guardian_attested"] {
        city.set_attribute(NOTEBOOK.of(&id), PROFILE, "status", &json!(status));
        city.post(&hanako, &children(&id), mio()).await.expect_problem(403, "identity_proof_required");
    }
    let (son, mother) = (Person::resident("son"), Person::resident("mother"));
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "status", &json!("verified_resident"));
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    city.relate(&mother, &id, "guardian", &[]);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "ward_birth_date", &json!("2015-01-01"));
    for other in [&son, &mother] {
        city.post(other, &children(&id), mio()).await.expect_problem(403, "forbidden");
    }
    assert!(city.items(ACCOUNT.of(hanako.actor()), KIN).is_empty());
}

#[tokio::test]
async fn the_same_child_twice_is_told_and_another_is_not() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let child = made(&city, &hanako, &id, mio()).await;
    for same in [mio(), with("kana", json!("アラオミオ")), with("display_name", json!("みーちゃん"))] {
        let refused = city.post(&hanako, &children(&id), same).await.expect_problem(409, "possible_duplicate");
        assert_eq!(refused.body["resident_id"], child);
    }
    // A twin.
    made(&city, &hanako, &id, with("kana", json!("アラオ マオ"))).await;
    made(&city, &hanako, &id, with("sex", json!("male"))).await;
    // A reading that was corrected counts as it is now.
    city.patch(&hanako, &format!("/v1/residents/{child}"), json!({ "identity": { "kana": "アラオ ミウ" } }))
        .await
        .expect(200);
    city.post(&hanako, &children(&id), with("kana", json!("アラオ ミウ")))
        .await
        .expect_problem(409, "possible_duplicate");
    made(&city, &hanako, &id, mio()).await;
    // Another's child is nobody's business.
    let taro = Person::resident("taro");
    let other = city.proved_resident(&taro).await;
    made(&city, &taro, &other, mio()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_one_child_that_is_registered_ten_times_at_once_there_is_one_notebook() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (city, hanako, path) = (city.clone(), hanako.clone(), children(&id));
        running.spawn(async move { city.post(&hanako, &path, mio()).await.status });
    }
    let mut statuses = running.join_all().await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1..].iter().all(|status| *status == 409)), (201, true), "{statuses:?}");
    assert_eq!(city.items(ACCOUNT.of(hanako.actor()), KIN).len(), 1);
}

#[tokio::test]
async fn r08_a_second_guardian_joins_by_an_invitation_and_no_third() {
    let (hanako, taro, jiro) = (Person::resident("hanako"), Person::resident("taro"), Person::resident("jiro"));
    let (city, id) = city_of(&hanako).await;
    for person in [&taro, &jiro] {
        city.proved_resident(person).await;
    }
    let child = made(&city, &hanako, &id, mio()).await;
    let invite = async |body: Value| city.post(&hanako, &format!("/v1/residents/{child}/invitations"), body).await;
    let guardian = json!({ "relation": "guardian" });
    invite(json!({ "relation": "guardian", "scopes": { "daily": "see" } })).await.expect_problem(422, "invalid_value");
    let codes = [invite(guardian.clone()).await.expect(201), invite(guardian.clone()).await.expect(201)];
    let codes = codes.map(|reply| reply.body["code"].as_str().unwrap().to_owned());
    let joined = city.accept(&taro, &codes[0]).await.expect(201).body;
    assert_eq!((&joined["relation"], &joined["ends_on"]), (&json!("guardian"), &json!("2043-11-10")));
    city.patch(&taro, &format!("/v1/residents/{child}"), json!({ "display_name": "みおちゃん" })).await.expect(200);
    assert_eq!(city.get(&hanako, "/v1/me").await.expect(200).body["family"][0]["display_name"], "みおちゃん");
    let refused = city.accept(&jiro, &codes[1]).await.expect_problem(422, "too_many_family");
    assert_eq!(refused.body["most"], 2);
    invite(guardian).await.expect_problem(422, "too_many_family");
    // One leaves, the other stays.
    city.delete(&hanako, &one(&child, &hanako)).await.expect(204);
    city.delete(&taro, &one(&child, &taro)).await.expect_problem(409, "last_guardian");
}

#[tokio::test]
async fn r50_r53_a_child_is_registered_once_wherever_the_writing_stops() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let line = format!("POST {}", children(&id));
    let first = keyed(&city, &hanako, &line, mio(), "one").await.expect(201);
    assert_eq!(keyed(&city, &hanako, &line, mio(), "one").await.expect(201).raw, first.raw);
    crash_sweep(async |city: &City| {
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("POST {}", children(&id)), mio())
    })
    .await;
}

#[tokio::test]
async fn what_a_guardian_mistyped_of_a_child_is_corrected_with_all_that_rests_on_it() {
    let (hanako, taro, aunt) = (Person::resident("hanako"), Person::resident("taro"), Person::resident("aunt"));
    let (city, id) = city_of(&hanako).await;
    for person in [&taro, &aunt] {
        city.proved_resident(person).await;
    }
    let child = made(&city, &hanako, &id, mio()).await;
    let path = format!("/v1/residents/{child}");
    let reply = city.post(&hanako, &format!("{path}/invitations"), json!({ "relation": "guardian" })).await.expect(201);
    city.accept(&taro, reply.body["code"].as_str().unwrap()).await.expect(201);
    let code = city.invite(&hanako, &child, json!({ "profile": "manage" })).await;
    city.accept(&aunt, &code).await.expect(201);
    let right = json!({ "identity": { "legal_name": "荒尾 美緒", "birth_date": "2024-11-10", "sex": "male" } });
    // Family may manage the profile, and does not say who the child is.
    let refused = city.patch(&aunt, &path, right.clone()).await.expect_problem(422, "verified_field");
    assert_eq!(refused.body["errors"][0]["pointer"], "/identity/legal_name");
    let identity = city.patch(&taro, &path, right).await.expect(200).body["identity"].clone();
    assert_eq!((&identity["legal_name"], &identity["birth_date"]), (&json!("荒尾 美緒"), &json!("2024-11-10")));
    // Until when guardians, and those whom they invited, see: in the notebook and on each one's own side.
    for person in [&hanako, &taro, &aunt] {
        let me = city.get(person, "/v1/me").await.expect(200).body;
        assert_eq!(me["family"][0]["ends_on"], "2042-11-10");
    }
    let shown = city.get(&hanako, &list(&child)).await.expect(200).body;
    assert!(shown["items"].as_array().unwrap().iter().all(|one| one["ends_on"] == "2042-11-10"));
    city.set_time("2042-11-10T00:00:00+09:00");
    for person in [&hanako, &taro, &aunt] {
        city.get(person, &path).await.expect_problem(404, "not_found");
    }
    city.set_time("2026-11-22T10:00:00+09:00");
    // The same child is told by what is right now.
    let again = json!({ "display_name": "x", "kana": "アラオ ミオ", "birth_date": "2024-11-10", "sex": "male" });
    city.post(&hanako, &children(&id), again).await.expect_problem(409, "possible_duplicate");
    for (name, value) in [("birth_date", "2008-11-22"), ("birth_date", "2026-11-23"), ("former_name", "x")] {
        city.patch(&hanako, &path, json!({ "identity": { name: value } })).await.expect(422);
    }
    for name in ["birth_date", "sex"] {
        city.patch(&hanako, &path, json!({ "identity": { name: null } })).await.expect(422);
    }
    let kept = city.get(&hanako, &path).await.expect(200).body;
    assert_eq!(kept["identity"], identity);
}

#[tokio::test]
async fn r04_what_a_card_proved_is_no_guardians_to_correct() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let child = made(&city, &hanako, &id, mio()).await;
    city.set_attribute(NOTEBOOK.of(&child), PROFILE, "status", &json!("verified_resident"));
    for identity in [json!({ "legal_name": "x" }), json!({ "birth_date": "2024-11-10" }), json!({ "sex": "male" })] {
        let refused = city.patch(&hanako, &format!("/v1/residents/{child}"), json!({ "identity": identity })).await;
        refused.expect_problem(422, "verified_field");
    }
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "identity": { "sex": "male" } }))
        .await
        .expect_problem(422, "verified_field");
}

#[tokio::test]
async fn r08_a_correction_is_told_and_keeps_no_guardian_longer_from_fifteen_on() {
    let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
    let (city, id) = city_of(&hanako).await;
    city.proved_resident(&taro).await;
    let child = made(&city, &hanako, &id, with("birth_date", json!("2011-11-22"))).await;
    let path = format!("/v1/residents/{child}");
    let reply = city.post(&hanako, &format!("{path}/invitations"), json!({ "relation": "guardian" })).await.expect(201);
    city.accept(&taro, reply.body["code"].as_str().unwrap()).await.expect(201);
    let correct = async |identity: Value| city.patch(&taro, &path, json!({ "identity": identity })).await;
    let refused = correct(json!({ "birth_date": "2011-11-23" })).await.expect_problem(422, "invalid_value");
    assert_eq!(refused.body["errors"][0]["pointer"], "/identity/birth_date");
    // A reading is no correction of who it is.
    correct(json!({ "kana": "アラオ ミウ" })).await.expect(200);
    let corrected = || super::told(&city).into_iter().filter(|(kind, _)| kind == "child_corrected").map(|(_, who)| who);
    assert_eq!(corrected().count(), 0);
    correct(json!({ "birth_date": "2011-11-21" })).await.expect(200);
    assert_eq!(corrected().collect::<Vec<_>>(), [hanako.actor()]);
    let younger = made(&city, &hanako, &id, with("birth_date", json!("2011-11-23"))).await;
    let later = json!({ "identity": { "birth_date": "2013-11-23" } });
    city.patch(&hanako, &format!("/v1/residents/{younger}"), later).await.expect(200);
}
