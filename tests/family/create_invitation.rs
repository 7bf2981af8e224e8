use chrono::TimeDelta;
use serde_json::{Value, json};
use support::keys::{CODE, CONSENTS, INVITATIONS, LOG, NOTEBOOK, PROFILE, RELATIONS};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, city_of, city_of_two, invitations, keyed, list};

fn family() -> Value {
    json!({ "relation": "family", "scopes": { "medication": "see", "daily": "record" } })
}

#[tokio::test]
async fn r08_a_code_is_shown_once_and_only_its_keyed_hash_is_stored() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.store.forget();
    let made = city.post(&hanako, &invitations(&id), family()).await.expect(201).body;
    assert!(city.store.seen().depth <= 3);
    let code = made["code"].as_str().unwrap();
    assert_eq!(made["scopes"], json!({ "medication": "see", "daily": "record" }));
    assert_eq!((&made["relation"], &made["expires_at"]), (&json!("family"), &json!("2026-11-23T01:00:00Z")));
    let parts: Vec<_> = code.split('-').collect();
    assert!(parts.len() == 3 && parts.iter().all(|part| part.len() == 4), "{code}");
    let secret = parts[1..].concat();
    for item in city.store.everything() {
        let kept = item.to_string();
        assert!(!kept.contains(&secret) && !kept.contains(parts[1]), "{kept}");
    }
    assert_eq!(city.entries(LOG.of(&id)), 0, "it is the person's own");
    let other = city.post(&hanako, &invitations(&id), family()).await.expect(201).body;
    assert_ne!(other["code"], made["code"]);
}

#[tokio::test]
async fn r50_a_repetition_shows_the_same_code_while_it_can_be_accepted() {
    let (city, hanako, id, taro) = city_of_two().await;
    let line = format!("POST {}", invitations(&id));
    let first = keyed(&city, &hanako, &line, family(), "one").await.expect(201);
    assert_eq!(keyed(&city, &hanako, &line, family(), "one").await.expect(201).raw, first.raw);
    assert_eq!(city.items(INVITATIONS, CODE).len(), 1);
    let another = keyed(&city, &hanako, &line, family(), "two").await.expect(201);
    assert_ne!(another.body["code"], first.body["code"]);
    city.accept(&taro, first.body["code"].as_str().unwrap()).await.expect(201);
    keyed(&city, &hanako, &line, family(), "one").await.expect_problem(422, "invalid_invitation");
    city.pass(TimeDelta::hours(23) + TimeDelta::minutes(59));
    keyed(&city, &hanako, &line, family(), "two").await.expect(201);
}

#[tokio::test]
async fn what_is_offered_has_to_be_something_and_at_most_for_a_day() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let with = |name: &str, value: Value| {
        let mut body = family();
        body[name] = value;
        body
    };
    for (pointer, body) in [
        ("/expires_in_hours", with("expires_in_hours", json!(0))),
        ("/expires_in_hours", with("expires_in_hours", json!(25))),
        ("/expires_in_hours", with("expires_in_hours", json!(-1))),
        ("/scopes", with("scopes", json!({}))),
        ("/relation", with("relation", json!("self"))),
        ("/relation", with("relation", json!("guardian"))),
    ] {
        let refused = city.post(&hanako, &invitations(&id), body).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    for body in [with("scopes", json!({ "everything": "see" })), with("scopes", json!({ "daily": "own" }))] {
        city.post(&hanako, &invitations(&id), body).await.expect(422);
    }
    // nothing that the server decides can be sent along.
    for name in ["code", "key", "hash", "inviter", "until", "resident_id", "kind"] {
        let refused = city.post(&hanako, &invitations(&id), with(name, json!("x"))).await;
        refused.expect_problem(422, "unknown_field");
    }
    assert!(city.items(INVITATIONS, CODE).is_empty());
    let hour = city.post(&hanako, &invitations(&id), with("expires_in_hours", json!(1))).await.expect(201).body;
    assert_eq!(hour["expires_at"], "2026-11-22T02:00:00Z");
}

#[tokio::test]
async fn only_a_proved_person_invites_and_family_never() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    city.post(&hanako, &invitations(&id), family()).await.expect_problem(403, "identity_proof_required");
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "status", &json!("verified_resident"));
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("profile", "manage"), ("daily", "manage")]);
    city.post(&son, &invitations(&id), family()).await.expect_problem(403, "forbidden");
    city.relate(&son, &id, "family", &[("daily", "manage")]);
    let theirs = city.post(&son, &invitations(&id), family()).await.expect_problem(404, "not_found");
    let missing = city.post(&son, &invitations(NOBODY), family()).await.expect_problem(404, "not_found");
    assert_eq!(theirs.raw, missing.raw, "R-02");
    let withdrawn = json!({ "withdrawn_at": "2026-11-22T00:00:00Z" });
    for (name, value) in withdrawn.as_object().unwrap() {
        city.set_attribute(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), name, value);
    }
    city.post(&hanako, &invitations(&id), family()).await.expect_problem(403, "consent_required");
    assert!(city.items(INVITATIONS, CODE).is_empty());
}

#[tokio::test]
async fn r57_twenty_invitations_an_hour_and_not_one_more() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for _ in 0..20 {
        city.post(&hanako, &invitations(&id), family()).await.expect(201);
        // What is withdrawn counts as well.
        let listed = city.get(&hanako, &list(&id)).await.expect(200).body["invitations"][0]["invitation_id"].clone();
        city.delete(&hanako, &format!("{}/{}", invitations(&id), listed.as_str().unwrap())).await.expect(204);
    }
    city.post(&hanako, &invitations(&id), family()).await.expect_problem(429, "too_many_requests");
    city.pass(TimeDelta::hours(1));
    city.post(&hanako, &invitations(&id), family()).await.expect(201);
}

#[tokio::test]
async fn r53_an_invitation_is_made_once_wherever_the_writing_stops() {
    let swept = crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("POST {}", invitations(&id)), family()).drawn(&["code", "pk", "ids", "place"])
    })
    .await;
    assert_eq!(swept.reply.status, 201);
}

#[tokio::test]
async fn r08_where_a_child_has_a_guardian_only_a_guardian_invites_another() {
    let (city, hanako, id, taro) = city_of_two().await;
    let born =
        json!({ "legal_name": "荒尾 花子", "birth_date": "2012-03-14", "sex": "female", "kana": "アラオ ハナコ" });
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "identity", &born);
    let guardian = json!({ "relation": "guardian" });
    let line = format!("POST {}", invitations(&id));
    // As long as there is none, the child's own account invites one.
    let reply = keyed(&city, &hanako, &line, guardian.clone(), "one").await.expect(201).body;
    let before = reply["code"].as_str().unwrap().to_owned();
    let mother = Person::resident("mother");
    city.relate(&mother, &id, "guardian", &[]);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "ward_birth_date", &json!("2012-03-14"));
    let refused = city.post(&hanako, &invitations(&id), guardian.clone()).await.expect_problem(422, "invalid_value");
    assert_eq!(refused.body["errors"][0]["pointer"], "/relation");
    // What was invited before opens nothing any more, is listed no more and not shown again.
    city.accept(&taro, &before).await.expect_problem(422, "invalid_invitation");
    assert_eq!(city.get(&hanako, &list(&id)).await.expect(200).body["invitations"], json!([]));
    keyed(&city, &hanako, &line, guardian.clone(), "one").await.expect_problem(422, "invalid_invitation");
    // Family is the child's to invite still, and a guardian is a guardian's.
    city.post(&hanako, &invitations(&id), family()).await.expect(201);
    let theirs = city.post(&mother, &invitations(&id), guardian).await.expect(201).body;
    city.accept(&taro, theirs["code"].as_str().unwrap()).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r08_of_two_whom_a_child_invited_as_guardians_one_becomes_it() {
    let (city, hanako, id, taro) = city_of_two().await;
    let jiro = Person::resident("jiro");
    city.proved_resident(&jiro).await;
    let born =
        json!({ "legal_name": "荒尾 花子", "birth_date": "2012-03-14", "sex": "female", "kana": "アラオ ハナコ" });
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "identity", &born);
    let mut codes = Vec::new();
    for _ in 0..2 {
        let made = city.post(&hanako, &invitations(&id), json!({ "relation": "guardian" })).await.expect(201).body;
        codes.push(made["code"].as_str().unwrap().to_owned());
    }
    let (one, other) = tokio::join!(city.accept(&taro, &codes[0]), city.accept(&jiro, &codes[1]));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422]);
}
