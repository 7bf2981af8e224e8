use chrono::TimeDelta;
use serde_json::{Value, json};
use support::keys::{
    CODE, CONSENTS, ENTRIES, INVITATIONS, KIN, LOG, NOTEBOOK, NOTES_READ, NOTIFICATION_SETTINGS, PROFILE, RELATIONS,
    WATCHERS,
};
use support::{City, Person, Reply, Write, crash_sweep};

use super::{city_of, city_of_two, family, keyed, list, one, told};

const ACCEPT: &str = "POST /v1/invitation-acceptances";

fn see() -> Value {
    json!({ "daily": "see" })
}

#[tokio::test]
async fn r08_whoever_types_the_code_is_family_as_far_as_was_offered() {
    let (city, hanako, id, taro) = city_of_two().await;
    let daily = format!("/v1/residents/{id}/daily-records");
    city.get(&taro, &daily).await.expect_problem(404, "not_found");
    let code = city.invite(&hanako, &id, json!({ "daily": "record", "visits": "see" })).await;
    // As people type: in small letters, in full width, with other strokes between.
    let typed: String = code.to_lowercase().replace('-', "ー").replace('2', "２");
    city.store.forget();
    let joined = city.accept(&taro, &typed).await.expect(201).body;
    assert!(city.store.seen().depth <= 3, "{:?}", city.store.seen());
    assert_eq!(joined["resident_id"], id);
    assert_eq!((&joined["display_name"], &joined["relation"]), (&json!("花子"), &json!("family")));
    assert_eq!(joined["scopes"], json!({ "daily": "record", "visits": "see" }));
    assert_eq!((&joined["since"], &joined["ends_on"]), (&json!("2026-11-22T01:00:00Z"), &Value::Null));
    city.get(&taro, &daily).await.expect(200);
    city.get(&taro, &format!("/v1/residents/{id}/medications")).await.expect_problem(404, "not_found");
    let line = &city.items(LOG.of(&id), ENTRIES)[0];
    assert_eq!((&line["action"]["S"], &line["role"]["S"]), (&json!("accept-invitation"), &json!("family")));
    assert_eq!(told(&city), [("family_joined".to_owned(), hanako.actor())]);
    assert!(city.items(INVITATIONS, CODE).is_empty());
    let me = city.get(&taro, "/v1/me").await.expect(200).body;
    assert_eq!(me["family"], json!([joined]));
}

#[tokio::test]
async fn r08_what_is_mistyped_used_or_over_answers_alike_and_opens_nothing() {
    let (city, hanako, id, taro) = city_of_two().await;
    let jiro = Person::resident("jiro");
    city.proved_resident(&jiro).await;
    let code = city.invite(&hanako, &id, see()).await;
    let last = code.chars().last().unwrap();
    let near = format!("{}{}", &code[..code.len() - 1], if last == 'A' { 'B' } else { 'A' });
    let mut answers: Vec<Reply> = Vec::new();
    for wrong in [near.as_str(), "2345-ABCD-WXYZ", "1234", "花子の招待コード"] {
        answers.push(city.accept(&taro, wrong).await);
    }
    let used = city.invite(&hanako, &id, see()).await;
    city.accept(&jiro, &used).await.expect(201);
    answers.push(city.accept(&taro, &used).await);
    // Open to the last millisecond, and not one longer.
    city.pass(TimeDelta::hours(24));
    answers.push(city.accept(&taro, &code).await);
    city.pass(TimeDelta::milliseconds(-1));
    for answer in &answers {
        assert_eq!((answer.status, answer.code()), (422, "invalid_invitation"));
        assert_eq!(answer.raw, answers[0].raw);
    }
    assert!(city.items(NOTEBOOK.of(&id), RELATIONS.of(taro.actor())).is_empty());
    city.accept(&taro, &code).await.expect(201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r08_of_twenty_who_accept_one_code_at_once_one_is_family() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let people: Vec<_> = (0..20).map(|n| Person::resident(&format!("person-{n}"))).collect();
    for person in &people {
        city.proved_resident(person).await;
    }
    let code = city.invite(&hanako, &id, see()).await;
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for person in people.clone() {
        let (city, code) = (city.clone(), code.clone());
        running.spawn(async move { city.accept(&person, &code).await });
    }
    let replies = running.join_all().await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for refused in replies.into_iter().filter(|reply| reply.status != 201) {
        refused.expect_problem(422, "invalid_invitation");
    }
    // The person's own, and one.
    assert_eq!(city.items(NOTEBOOK.of(&id), RELATIONS).len(), 2);
}

#[tokio::test]
async fn r08_only_who_has_proved_who_they_are_accepts_wherever_they_live() {
    let (city, hanako, id, taro) = city_of_two().await;
    let own = city.get(&taro, "/v1/me").await.expect(200).body["resident_id"].as_str().unwrap().to_owned();
    let code = city.invite(&hanako, &id, see()).await;
    for status in ["unverified", "manual_review", "guardian_attested"] {
        city.set_attribute(NOTEBOOK.of(&own), PROFILE, "status", &json!(status));
        city.accept(&taro, &code).await.expect_problem(403, "identity_proof_required");
        // Nor does the answer tell whether there is such a code.
        city.accept(&taro, "2345-ABCD-WXYZ").await.expect_problem(403, "identity_proof_required");
    }
    city.accept(&Person::resident("without a notebook"), &code).await.expect_problem(403, "identity_proof_required");
    city.set_attribute(NOTEBOOK.of(&own), PROFILE, "status", &json!("outside_municipality"));
    city.accept(&taro, &code).await.expect(201);
}

#[tokio::test]
async fn nobody_accepts_for_their_own_notebook_or_twice() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    let entries = city.entries(LOG.of(&id));
    city.accept(&hanako, &code).await.expect_problem(409, "already_related");
    assert_eq!(city.entries(LOG.of(&id)), entries, "R-40: it is the person's own");
    city.accept(&taro, &code).await.expect(201);
    let more = city.invite(&hanako, &id, json!({ "daily": "manage", "medication": "manage" })).await;
    city.accept(&taro, &more).await.expect_problem(409, "already_related");
    let me = city.get(&taro, "/v1/me").await.expect(200).body;
    assert_eq!(me["family"][0]["scopes"], see());
    // What was ended is not undone by a code from before; a new one is an invitation as any.
    city.delete(&hanako, &one(&id, &taro)).await.expect(204);
    city.accept(&taro, &more).await.expect_problem(422, "invalid_invitation");
    assert_eq!(city.get(&taro, "/v1/me").await.expect(200).body["family"], json!([]));
    city.pass(chrono::TimeDelta::seconds(1));
    let anew = city.invite(&hanako, &id, see()).await;
    city.accept(&taro, &anew).await.expect(201);
}

#[tokio::test]
async fn r05_who_signs_out_everywhere_takes_back_what_those_sign_ins_invited() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    city.delete(&hanako, "/v1/me/sessions").await.expect(204);
    city.accept(&taro, &code).await.expect_problem(422, "invalid_invitation");
}

#[tokio::test]
async fn r05_an_invitation_ends_with_what_it_rests_on() {
    // The consent to use the notebook, also in the moment of the write.
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    let (pk, sk) = (NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"));
    let withdraw = json!("2026-11-22T00:30:00Z");
    city.store.interrupt(1, {
        let (pk, sk) = (pk.clone(), sk.clone());
        let key = support::keys::key_of(pk, sk);
        move |store| {
            store.admin(
                "UpdateItem",
                json!({
                    "TableName": support::store::TABLE, "Key": key, "UpdateExpression": "SET withdrawn_at = :v",
                    "ExpressionAttributeValues": { ":v": { "S": withdraw } },
                }),
            );
        }
    });
    city.accept(&taro, &code).await.expect_problem(422, "invalid_invitation");
    city.accept(&taro, &code).await.expect_problem(422, "invalid_invitation");
    // The right of who invited: a guardian's ends on the birthday.
    let (city, _, id, taro) = city_of_two().await;
    let mother = Person::resident("mother");
    city.relate(&mother, &id, "guardian", &[]);
    let sk = RELATIONS.of(mother.actor());
    city.set_attribute(NOTEBOOK.of(&id), &sk, "ward_birth_date", &json!("2008-11-23"));
    city.set_time("2026-11-22T23:00:00+09:00");
    let code = city.invite(&mother, &id, see()).await;
    city.set_time("2026-11-23T00:00:00+09:00");
    city.accept(&taro, &code).await.expect_problem(422, "invalid_invitation");
    city.set_time("2026-11-22T23:59:59.999+09:00");
    city.accept(&taro, &code).await.expect(201);
}

#[tokio::test]
async fn r57_ten_codes_an_hour_can_be_tried() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    for _ in 0..10 {
        city.accept(&taro, "2345-ABCD-WXYZ").await.expect_problem(422, "invalid_invitation");
    }
    city.accept(&taro, &code).await.expect_problem(429, "too_many_requests");
    city.pass(TimeDelta::hours(1));
    city.accept(&taro, &code).await.expect(201);
}

#[tokio::test]
async fn a_notebook_has_at_most_twenty_people_of_the_family() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    for n in 0..20 {
        city.relate(&Person::resident(&format!("person-{n}")), &id, "family", &[("daily", "see")]);
    }
    let refused = city.accept(&taro, &code).await.expect_problem(422, "too_many_family");
    assert_eq!(refused.body["most"], 20);
    let body = json!({ "relation": "family", "scopes": see() });
    city.post(&hanako, &super::invitations(&id), body).await.expect_problem(422, "too_many_family");
    city.delete(&hanako, &one(&id, &Person::resident("person-7"))).await.expect(204);
    city.accept(&taro, &code).await.expect(201);
}

#[tokio::test]
async fn r50_a_repetition_says_what_is_so_now() {
    let (city, hanako, id, taro) = city_of_two().await;
    let body = json!({ "code": city.invite(&hanako, &id, see()).await });
    let first = keyed(&city, &taro, ACCEPT, body.clone(), "one").await.expect(201);
    assert_eq!(keyed(&city, &taro, ACCEPT, body.clone(), "one").await.expect(201).raw, first.raw);
    assert_eq!(city.entries(LOG.of(&id)), 1);
    city.patch(&hanako, &one(&id, &taro), json!({ "scopes": { "daily": "record" } })).await.expect(200);
    let again = keyed(&city, &taro, ACCEPT, body.clone(), "one").await.expect(201);
    assert_eq!(again.body["scopes"], json!({ "daily": "record" }));
    city.delete(&taro, &one(&id, &taro)).await.expect(204);
    keyed(&city, &taro, ACCEPT, body, "one").await.expect_problem(422, "invalid_invitation");
}

#[tokio::test]
async fn r04_nothing_that_the_server_decides_can_be_sent_along() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    for name in ["scopes", "relation", "resident_id", "name", "since"] {
        let refused = city.post(&taro, "/v1/invitation-acceptances", json!({ "code": code, name: "x" })).await;
        refused.expect_problem(422, "unknown_field");
    }
    assert!(city.items(support::keys::ACCOUNT.of(taro.actor()), KIN).is_empty());
}

#[tokio::test]
async fn r52_r53_accepting_survives_a_crash_at_every_point() {
    let swept = crash_sweep(async |city: &City| {
        let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
        let id = city.proved_resident(&hanako).await;
        city.proved_resident(&taro).await;
        let code = city.invite(&hanako, &id, see()).await;
        Write::new(&taro, ACCEPT, json!({ "code": code }))
    })
    .await;
    assert_eq!(swept.reply.status, 201);
}

#[tokio::test]
async fn what_the_family_calls_the_person_follows_a_change_on_the_other_side() {
    let (city, hanako, id, taro) = family(see()).await;
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "display_name": "おばあちゃん" })).await.expect(200);
    let me = city.get(&taro, "/v1/me").await.expect(200).body;
    assert_eq!(me["family"][0]["display_name"], "おばあちゃん");
    city.delete(&hanako, &one(&id, &taro)).await.expect(204);
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "display_name": "花子" })).await.expect(200);
    assert_eq!(city.get(&taro, "/v1/me").await.expect(200).body["family"], json!([]));
    assert_eq!(city.get(&hanako, &list(&id)).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn r05_what_a_birthday_ended_does_not_begin_again_with_a_new_invitation() {
    let (city, hanako, id, taro) = super::watching().await;
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(taro.actor()), "ward_birth_date", &json!("2008-11-23"));
    city.set_time("2026-11-23T09:00:00+09:00");
    city.get(&taro, &list(&id)).await.expect_problem(404, "not_found");
    let code = city.invite(&hanako, &id, json!({ "medication": "manage", "visits": "see" })).await;
    city.accept(&taro, &code).await.expect(201);
    assert!(city.items(NOTEBOOK.of(&id), WATCHERS).is_empty());
    assert!(city.items(NOTEBOOK.of(&id), NOTES_READ).is_empty());
    assert!(city.items(NOTEBOOK.of(&id), NOTIFICATION_SETTINGS).is_empty());
    let alarms = city.get(&hanako, &format!("/v1/residents/{id}/alarms")).await.expect(200).body;
    let labels: Vec<_> = alarms["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    assert_eq!(labels, ["花子の"]);
}

#[tokio::test]
async fn of_a_renaming_and_a_joining_at_once_the_name_is_the_new_one() {
    for at in 1..4 {
        let (city, hanako, id, taro) = city_of_two().await;
        let code = city.invite(&hanako, &id, see()).await;
        let city = std::sync::Arc::new(city);
        let other = (city.clone(), hanako.clone(), id.clone());
        let named = json!({ "display_name": "おばあちゃん" });
        let path = format!("/v1/residents/{}", other.2);
        let (joined, renamed) = if at == 1 {
            let (joined, renamed) = tokio::join!(city.accept(&taro, &code), other.0.patch(&other.1, &path, named));
            (joined, renamed)
        } else {
            let (renamed, joined) = tokio::join!(other.0.patch(&other.1, &path, named), city.accept(&taro, &code));
            (joined, renamed)
        };
        joined.expect(201);
        renamed.expect(200);
        let me = city.get(&taro, "/v1/me").await.expect(200).body;
        assert_eq!(me["family"][0]["display_name"], "おばあちゃん");
    }
}
