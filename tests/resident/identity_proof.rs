//! The two steps of the card proof together: start-identity-proof and finish-identity-proof.

use serde_json::{Value, json};
use support::keys::{CARD_REVIEWS, CARDS, CONSENTS, NOTEBOOK, PROFILE, key_of};
use support::provider::{Card, HANAKO, Provider};
use support::store::{Fault, TABLE};
use support::{City, Person, Reply, Write, crash_sweep};

pub(super) async fn start(city: &City, person: &Person, id: &str) -> String {
    let reply = city.post(person, &format!("/v1/residents/{id}/identity-proofs"), json!({})).await.expect(201);
    reply.body["authorization_url"].as_str().unwrap().to_owned()
}

pub(super) async fn finish(city: &City, person: &Person, code: &str, state: &str) -> Reply {
    city.post(person, "/v1/identity-callbacks", json!({ "code": code, "state": state })).await
}

pub(super) async fn prove(city: &City, provider: &Provider, person: &Person, id: &str, card: &Card) -> Reply {
    let (code, state) = provider.authorize(&start(city, person, id).await, card);
    finish(city, person, &code, &state).await
}

#[tokio::test]
async fn the_card_proves_the_person_and_the_four_attributes_become_read_only() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    city.store.forget();
    let reply = finish(&city, &hanako, &code, &state).await.expect(200);
    assert_eq!(reply.body["status"], "verified_resident");
    assert_eq!(city.store.seen().depth, 3, "read, take the attempt, write");
    let path = format!("/v1/residents/{id}");
    let me = city.get(&hanako, &path).await.expect(200);
    assert_eq!(me.body["status"], "verified_resident");
    assert_eq!(me.body["identity"]["legal_name"], "荒尾　花子");
    assert_eq!(me.body["identity"]["birth_date"], "1951-03-14");
    assert_eq!(me.body["identity"]["sex"], "female");
    for (field, value) in [("legal_name", "x"), ("birth_date", "2015-01-01"), ("sex", "male"), ("former_name", "x")] {
        let change = json!({ "identity": { field: value } });
        let refused = city.patch(&hanako, &path, change).await.expect_problem(422, "verified_field");
        assert_eq!(refused.body["errors"][0]["pointer"], format!("/identity/{field}"));
    }
    assert!(
        !city.store.everything().iter().any(|item| item.to_string().contains("390番地")),
        "the address is not kept"
    );
}

#[tokio::test]
async fn the_address_decides_and_an_unreadable_one_goes_to_the_counter() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let cases = [
        ("熊本県玉名市岩崎163", "outside_municipality"),
        ("熊本県■尾市増永1", "manual_review"),
        ("荒尾市増永1", "verified_resident"),
        ("熊本県玉名郡長洲町荒尾市場1", "outside_municipality"),
    ];
    for (address, status) in cases {
        let reply = prove(&city, &provider, &hanako, &id, &Card { address, ..HANAKO }).await.expect(200);
        assert_eq!(reply.body["status"], status, "{address}");
        assert_eq!(city.get(&hanako, &format!("/v1/residents/{id}")).await.body["status"], status);
    }
}

#[tokio::test]
async fn one_card_one_account() {
    let (city, hanako, other) = (City::new(), Person::resident("hanako"), Person::resident("other"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let other_id = city.open_notebook(&other).await;
    prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
    let second = prove(&city, &provider, &other, &other_id, &HANAKO).await.expect(200);
    assert_eq!(second.body, json!({ "status": "already_linked" }));
    assert_eq!(city.get(&other, &format!("/v1/residents/{other_id}")).await.body["status"], "unverified");
    let again = prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
    assert_eq!(again.body["status"], "verified_resident");
}

async fn attempts(city: &City, person: &Person, id: &str) -> Vec<(Value, Value)> {
    let log = city.get(person, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    assert_eq!(log["verified"], true);
    let items = log["items"].as_array().unwrap().iter();
    let own = items.filter(|item| item["action"] == "finish-identity-proof");
    own.map(|item| (item["actor"]["role"].clone(), item["decision"].clone())).collect()
}

#[tokio::test]
async fn a_notebook_is_one_persons_and_another_card_changes_nothing_in_it() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
    let path = format!("/v1/residents/{id}");
    let before = city.get(&hanako, &path).await.expect(200).body;
    let others = [
        Card { sub: "card-taro", name: "玉名　太郎", birthdate: "1966-08-20", gender: "male", ..HANAKO },
        Card { sub: "card-other-day", birthdate: "1951-03-15", ..HANAKO },
        Card { sub: "card-other-sex", gender: "male", ..HANAKO },
    ];
    for card in &others {
        prove(&city, &provider, &hanako, &id, card).await.expect_problem(422, "card_of_another");
    }
    // A new card after a loss and a marriage, or a twin: only a person can tell.
    let alike = Card { sub: "card-new", name: "長洲　花子", address: "熊本県玉名市岩崎1", ..HANAKO };
    let reply = prove(&city, &provider, &hanako, &id, &alike).await.expect(200);
    assert_eq!(reply.body["status"], "manual_review");
    assert_eq!(city.get(&hanako, &path).await.expect(200).body, before, "and the notebook stays usable as it was");
    let cards = (city.items(CARDS, "").len(), city.items("", CARD_REVIEWS).len());
    assert_eq!(cards, (1, 1), "one card is bound, one waits for the city");
    // The first card still is the notebook's, and refreshes what it proves.
    let moved = Card { name: "荒尾　華子", ..HANAKO };
    prove(&city, &provider, &hanako, &id, &moved).await.expect(200);
    assert_eq!(city.get(&hanako, &path).await.expect(200).body["identity"]["legal_name"], "荒尾　華子");
    let decisions: Vec<Value> = attempts(&city, &hanako, &id).await.into_iter().map(|(_, decision)| decision).collect();
    assert_eq!(decisions, ["allowed", "refused", "refused", "refused", "refused", "allowed"], "each is in the log");
}

#[tokio::test]
async fn a_notebook_that_was_proved_before_its_card_was_kept_knows_the_card_by_its_link() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
    city.store.admin(
        "UpdateItem",
        json!({ "TableName": TABLE, "Key": key_of(NOTEBOOK.of(&id), PROFILE),
            "UpdateExpression": "REMOVE card" }),
    );
    let alike = Card { sub: "card-new", ..HANAKO };
    assert_eq!(prove(&city, &provider, &hanako, &id, &alike).await.expect(200).body["status"], "manual_review");
    assert_eq!(prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200).body["status"], "verified_resident");
}

#[tokio::test]
async fn a_card_of_another_notebook_is_in_the_log_as_refused() {
    let (city, hanako, other) = (City::new(), Person::resident("hanako"), Person::resident("other"));
    let provider = Provider::at(&city);
    let (id, other_id) = (city.open_notebook(&hanako).await, city.open_notebook(&other).await);
    prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
    prove(&city, &provider, &other, &other_id, &HANAKO).await.expect(200);
    assert_eq!(attempts(&city, &other, &other_id).await, [(json!("self"), json!("refused"))]);
}

#[tokio::test]
async fn r20_a_state_that_is_anothers_used_unknown_or_old_starts_again() {
    let (city, hanako, thief) = (City::new(), Person::resident("hanako"), Person::resident("thief"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    finish(&city, &thief, &code, &state).await.expect_problem(422, "invalid_state");
    finish(&city, &hanako, &code, "unknown").await.expect_problem(422, "invalid_state");
    finish(&city, &hanako, &code, &state).await.expect(200);
    finish(&city, &hanako, &code, &state).await.expect_problem(422, "invalid_state");
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    city.pass(chrono::TimeDelta::minutes(11));
    finish(&city, &hanako, &code, &state).await.expect_problem(422, "invalid_state");
}

/// The requests that redeemed a code at the provider.
fn redeemed(city: &City) -> usize {
    city.outside.asked().iter().filter(|asked| asked.url.ends_with("/token")).count()
}

#[tokio::test]
async fn a_commit_that_meets_another_write_goes_on_with_the_code_that_was_redeemed() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    let key = key_of(NOTEBOOK.of(&id), PROFILE);
    // Between the redeeming and the commit the person corrects something that the decision rests on.
    city.store.interrupt(2, move |store| {
        let change = json!({
            "TableName": TABLE, "Key": key, "UpdateExpression": "SET #i.kana = :k",
            "ExpressionAttributeNames": { "#i": "identity" },
            "ExpressionAttributeValues": { ":k": { "S": "アラオ　ハナコ" } },
        });
        store.admin("UpdateItem", change);
    });
    let reply = finish(&city, &hanako, &code, &state).await.expect(200);
    assert!(!city.store.was_not_interrupted());
    assert_eq!(reply.body["status"], "verified_resident");
    assert_eq!(redeemed(&city), 1);
    let me = city.get(&hanako, &format!("/v1/residents/{id}")).await.expect(200).body;
    assert_eq!(
        (&me["status"], &me["identity"]["legal_name"], &me["identity"]["kana"]),
        (&json!("verified_resident"), &json!("荒尾　花子"), &json!("アラオ　ハナコ"))
    );
    finish(&city, &hanako, &code, &state).await.expect_problem(422, "invalid_state");
}

#[tokio::test]
async fn whoever_may_not_any_more_when_the_commit_is_run_again_links_no_card() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    let key = key_of(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"));
    city.store.interrupt(2, move |store| {
        let change = json!({
            "TableName": TABLE, "Key": key, "UpdateExpression": "SET withdrawn_at = :t",
            "ExpressionAttributeValues": { ":t": { "S": "2026-11-22T01:00:00Z" } },
        });
        store.admin("UpdateItem", change);
    });
    finish(&city, &hanako, &code, &state).await.expect_problem(403, "consent_required");
    assert_eq!(redeemed(&city), 1);
    assert!(city.store.everything().iter().all(|item| !CARDS.begins(item)));
}

#[tokio::test]
async fn whoever_cancels_or_meets_a_silent_provider_is_told_and_nothing_is_changed() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let (_, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    let cancelled = json!({ "state": state, "error": "access_denied" });
    city.post(&hanako, "/v1/identity-callbacks", cancelled).await.expect_problem(422, "proof_cancelled");
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    *provider.down.lock().unwrap() = true;
    finish(&city, &hanako, &code, &state).await.expect_problem(503, "identity_provider_unavailable");
    assert_eq!(city.get(&hanako, &format!("/v1/residents/{id}")).await.body["status"], "unverified");
}

#[tokio::test]
async fn what_the_app_adds_to_its_return_is_taken() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let (_, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    let cancelled = json!({
        "state": state, "error": "access_denied", "error_description": "利用者が\u{202E}中止しました", "error_uri": "",
    });
    city.post(&hanako, "/v1/identity-callbacks", cancelled).await.expect_problem(422, "proof_cancelled");
    let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
    let done = json!({
        "code": code, "state": state, "iss": "https://idp.test/api/realms/main",
        "session_state": "5f0e1c2a-0000-4000-8000-000000000001",
    });
    let done = city.post(&hanako, "/v1/identity-callbacks", done).await.expect(200);
    assert_eq!(done.body["status"], "verified_resident");
}

#[tokio::test]
async fn a_return_without_issuer_counts_only_where_the_provider_promises_none() {
    for (promises, named) in [(false, false), (true, false), (true, true)] {
        let (mut city, hanako) = (City::new(), Person::resident("hanako"));
        city.app.settings.identity.names_issuer = promises;
        let provider = Provider::at(&city);
        let id = city.open_notebook(&hanako).await;
        let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
        let mut back = json!({ "code": code, "state": state });
        if named {
            back["iss"] = json!("https://idp.test/api/realms/main");
        }
        let reply = city.post(&hanako, "/v1/identity-callbacks", back).await;
        if promises && !named {
            reply.expect_problem(422, "proof_rejected");
        } else {
            reply.expect(200);
        }
    }
}

#[tokio::test]
async fn the_assertion_is_signed_by_kms_and_the_authorization_url_holds_nothing_personal() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let url = start(&city, &hanako, &id).await;
    for part in ["response_type=code", "code_challenge_method=S256", "client_id=RP00000001", "nonce=", "state="] {
        assert!(url.contains(part), "{part}");
    }
    assert!(!url.contains(&id) && !url.contains(&hanako.actor()));
    let (code, state) = provider.authorize(&url, &HANAKO);
    finish(&city, &hanako, &code, &state).await.expect(200);
    let asked = city.outside.asked();
    assert!(asked.iter().any(|asked| asked.target == "TrentService.Sign"));
    let form = asked.iter().find(|asked| asked.url.ends_with("/token")).unwrap();
    let form = String::from_utf8(form.body.clone()).unwrap();
    for part in ["client_assertion=", "code_verifier=", "grant_type=authorization_code"] {
        assert!(form.contains(part), "{part}");
    }
}

#[tokio::test]
async fn r50_the_same_key_gives_the_same_page_and_the_same_outcome() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&hanako).await;
    let send = async |line: &str, body: Value| {
        city.send(&hanako, line, body, |r| r.idempotency_key = Some("k".to_owned())).await
    };
    let line = format!("POST /v1/residents/{id}/identity-proofs");
    let first = send(&line, json!({})).await.expect(201);
    assert_eq!(send(&line, json!({})).await.expect(201).raw, first.raw);
    let (code, state) = provider.authorize(first.body["authorization_url"].as_str().unwrap(), &HANAKO);
    let body = json!({ "code": code, "state": state });
    let done = send("POST /v1/identity-callbacks", body.clone()).await.expect(200);
    assert_eq!(send("POST /v1/identity-callbacks", body).await.expect(200).raw, done.raw);
}

#[tokio::test]
async fn only_the_person_starts_a_proof() {
    let (city, hanako, son) = (City::new(), Person::resident("hanako"), Person::resident("son"));
    let id = city.open_notebook(&hanako).await;
    let path = format!("/v1/residents/{id}/identity-proofs");
    city.post(&son, &path, json!({})).await.expect_problem(404, "not_found");
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    city.post(&son, &path, json!({})).await.expect_problem(403, "forbidden");
    city.post(&Person::staff("doctor"), &path, json!({})).await.expect_problem(404, "not_found");
    city.post(&Person::nobody(), &path, json!({})).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn r53_starting_a_proof_is_stopped_at_every_point_and_ends_the_same() {
    crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.open_notebook(&hanako).await;
        Write::new(&hanako, &format!("POST /v1/residents/{id}/identity-proofs"), json!({})).drawn(&[
            "authorization_url",
            "proof_id",
            "state_hash",
            "nonce",
            "code_verifier",
            "ids",
        ])
    })
    .await;
}

/// The effect lies partly at the provider, where a code works once: after a stop the person has the whole proof, or
/// starts again with nothing of it kept.
#[tokio::test]
async fn r53_finishing_a_proof_stopped_at_any_point_leaves_the_whole_proof_or_nothing() {
    for stop in (1..=6).flat_map(|n| [Fault::Before(n), Fault::After(n), Fault::LostOnce(n)]) {
        let (city, hanako) = (City::new(), Person::resident("hanako"));
        let provider = Provider::at(&city);
        let id = city.open_notebook(&hanako).await;
        let (code, state) = provider.authorize(&start(&city, &hanako, &id).await, &HANAKO);
        let send = async || {
            let body = json!({ "code": code, "state": state });
            city.send(&hanako, "POST /v1/identity-callbacks", body, |r| r.idempotency_key = Some("k".to_owned())).await
        };
        city.store.fault(stop);
        send().await;
        city.store.fault(Fault::None);
        let again = send().await;
        let status = city.get(&hanako, &format!("/v1/residents/{id}")).await.body["status"].clone();
        let linked = !city.items(CARDS, "").is_empty();
        match again.status {
            200 => assert!(status == "verified_resident" && linked, "{stop:?}"),
            422 => assert!(again.code() == "invalid_state" && status == "unverified" && !linked, "{stop:?}"),
            other => panic!("{stop:?}: {other}"),
        }
        if again.status == 422 {
            prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
        }
    }
}
