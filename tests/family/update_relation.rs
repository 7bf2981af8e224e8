use serde_json::{Value, json};
use support::keys::{ACCOUNT, CONSENTS, ENTRIES, KIN, LOG, NOTEBOOK, NOTES_READ, RELATIONS, WATCHERS};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, family, list, one, told, watching};

fn scopes(value: &Value) -> Value {
    json!({ "scopes": value })
}

#[tokio::test]
async fn the_person_opens_more_and_less_and_what_is_not_named_stays() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see", "visits": "see" })).await;
    let body = scopes(&json!({ "daily": "manage", "visits": null, "medication": "record" }));
    city.store.forget();
    let reply = city.patch(&hanako, &one(&id, &taro), body).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(reply.header("etag"), Some("\"2\""));
    let wanted = json!({ "daily": "manage", "medication": "record" });
    assert_eq!((&reply.body["scopes"], &reply.body["version"]), (&wanted, &json!(2)));
    let shown = city.get(&hanako, &list(&id)).await.expect(200).body;
    assert_eq!(shown["items"][0], reply.body);
    assert_eq!(city.get(&taro, "/v1/me").await.expect(200).body["family"][0]["scopes"], wanted);
    // on the very next request.
    city.get(&taro, &format!("/v1/residents/{id}/visits")).await.expect_problem(404, "not_found");
    city.get(&taro, &format!("/v1/residents/{id}/medications")).await.expect(200);
    assert_eq!(city.patch(&hanako, &one(&id, &taro), json!({})).await.expect(200).body, reply.body);
}

#[tokio::test]
async fn r04_family_gives_up_part_of_its_own_and_takes_nothing() {
    let (city, _, id, taro) = family(json!({ "daily": "record", "visits": "see" })).await;
    for more in [json!({ "daily": "manage" }), json!({ "medication": "see" }), json!({ "visits": "record" })] {
        let refused = city.patch(&taro, &one(&id, &taro), scopes(&more)).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], "/scopes");
    }
    let entries = city.entries(LOG.of(&id));
    let less = scopes(&json!({ "daily": "see", "visits": null }));
    let reply = city.patch(&taro, &one(&id, &taro), less).await.expect(200);
    assert_eq!(reply.body["scopes"], json!({ "daily": "see" }));
    assert_eq!(city.entries(LOG.of(&id)), entries + 1, "R-40");
    // What was given up is not taken back.
    city.patch(&taro, &one(&id, &taro), scopes(&json!({ "daily": "record" }))).await.expect(422);
    let last = city.patch(&taro, &one(&id, &taro), scopes(&json!({ "daily": null }))).await;
    last.expect_problem(422, "invalid_value");
    for name in ["relation", "name", "since", "state", "kind", "actor_id", "version", "ward_birth_date", "ends_on"] {
        let refused = city.patch(&taro, &one(&id, &taro), json!({ name: "x" })).await;
        refused.expect_problem(422, "unknown_field");
    }
}

#[tokio::test]
async fn nobody_else_changes_it_and_a_guardian_has_everything() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see" })).await;
    let (jiro, mother) = (Person::resident("jiro"), Person::resident("mother"));
    city.relate(&jiro, &id, "family", &[("profile", "manage"), ("daily", "manage")]);
    city.relate(&mother, &id, "guardian", &[]);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "ward_birth_date", &json!("2015-01-01"));
    let more = scopes(&json!({ "daily": "manage" }));
    let stranger = Person::resident("stranger");
    for person in [&jiro, &stranger] {
        let theirs = city.patch(person, &one(&id, &taro), more.clone()).await.expect_problem(404, "not_found");
        let missing = city.patch(person, &one(NOBODY, &taro), more.clone()).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, missing.raw, "R-02");
    }
    for nobody in [&hanako, &stranger] {
        city.patch(&hanako, &one(&id, nobody), more.clone()).await.expect_problem(404, "not_found");
    }
    city.patch(&mother, &one(&id, &taro), more.clone()).await.expect(200);
    for person in [&hanako, &mother] {
        city.patch(person, &one(&id, &mother), more.clone()).await.expect(200);
        let less = city.patch(person, &one(&id, &mother), scopes(&json!({ "daily": "see" }))).await;
        less.expect_problem(422, "invalid_value");
    }
}

#[tokio::test]
async fn a_change_over_another_version_is_refused() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see" })).await;
    let line = format!("PATCH {}", one(&id, &taro));
    let over = async |version: &str, level: &str| {
        let version = version.to_owned();
        let body = scopes(&json!({ "daily": level }));
        city.send(&hanako, &line, body, |request| request.if_match = Some(version)).await
    };
    over("\"1\"", "record").await.expect(200);
    over("\"1\"", "manage").await.expect_problem(412, "version_mismatch");
    over("\"1\"", "record").await.expect(200);
    let withdrawn = json!("2026-11-22T00:30:00Z");
    city.set_attribute(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), "withdrawn_at", &withdrawn);
    over("\"2\"", "manage").await.expect_problem(403, "consent_required");
}

#[tokio::test]
async fn r05_what_may_not_be_seen_any_more_ends_with_it() {
    let (city, hanako, id, taro) = watching().await;
    let own = |id: &str| format!("/v1/residents/{id}/alarms");
    // Less, but still to be seen: nothing ends.
    city.patch(&hanako, &one(&id, &taro), scopes(&json!({ "medication": "see" }))).await.expect(200);
    assert_eq!(city.items(NOTEBOOK.of(&id), WATCHERS).len(), 1);
    city.patch(&hanako, &one(&id, &taro), scopes(&json!({ "medication": null }))).await.expect(200);
    assert!(city.items(NOTEBOOK.of(&id), WATCHERS).is_empty());
    let alarms = city.get(&hanako, &own(&id)).await.expect(200).body;
    let labels: Vec<_> = alarms["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    assert_eq!(labels, ["花子の"]);
    // What is about visits, which he still sees, stays.
    assert_eq!(city.items(NOTEBOOK.of(&id), NOTES_READ).len(), 1);
    city.patch(&hanako, &one(&id, &taro), scopes(&json!({ "visits": null }))).await.expect(200);
    assert!(city.items(NOTEBOOK.of(&id), NOTES_READ).is_empty());
    assert_eq!(city.item(ACCOUNT.of(taro.actor()), KIN)["scopes"]["M"], json!({ "daily": { "S": "see" } }));
}

#[tokio::test]
async fn r05_of_two_changes_at_once_none_is_lost() {
    let (city, hanako, id, taro) = family(json!({ "daily": "manage", "visits": "see" })).await;
    let key = support::keys::key_of(NOTEBOOK.of(&id), RELATIONS.of(taro.actor()));
    // The person closes a section while the other gives up part of another.
    city.store.interrupt(1, move |store| {
        store.admin(
            "UpdateItem",
            json!({
                "TableName": support::store::TABLE, "Key": key,
                "UpdateExpression": "SET scopes = :v, version = :n",
                "ExpressionAttributeValues": { ":v": { "M": { "daily": { "S": "manage" } } }, ":n": { "N": "2" } },
            }),
        );
    });
    let reply = city.patch(&taro, &one(&id, &taro), scopes(&json!({ "daily": "see" }))).await.expect(200);
    assert_eq!((&reply.body["scopes"], &reply.body["version"]), (&json!({ "daily": "see" }), &json!(3)));
    let shown = city.get(&hanako, &list(&id)).await.expect(200).body;
    assert_eq!(shown["items"][0]["scopes"], json!({ "daily": "see" }));
}

#[tokio::test]
async fn r53_a_change_is_made_once_wherever_the_writing_stops() {
    crash_sweep(async |city: &City| {
        let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
        let id = city.proved_resident(&hanako).await;
        city.proved_resident(&taro).await;
        let code = city.invite(&hanako, &id, json!({ "daily": "see", "visits": "see" })).await;
        city.accept(&taro, &code).await.expect(201);
        Write::new(&hanako, &format!("PATCH {}", one(&id, &taro)), scopes(&json!({ "daily": "record" })))
    })
    .await;
}

#[tokio::test]
async fn r40_who_opens_more_is_told_with_whoever_keeps_the_notebook_and_it_is_a_line() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see", "visits": "see" })).await;
    let mother = Person::resident("mother");
    city.relate(&mother, &id, "guardian", &[]);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "ward_birth_date", &json!("2015-01-01"));
    let joined = told(&city).len();
    let entries = city.entries(LOG.of(&id));
    // Less is nobody's alarm.
    city.patch(&hanako, &one(&id, &taro), scopes(&json!({ "visits": null }))).await.expect(200);
    assert_eq!((told(&city).len(), city.entries(LOG.of(&id))), (joined, entries));
    city.patch(&hanako, &one(&id, &taro), scopes(&json!({ "daily": "record" }))).await.expect(200);
    let widened = || told(&city).into_iter().filter(|(kind, _)| kind == "family_widened").map(|(_, who)| who);
    let mut both = [hanako.actor(), mother.actor()];
    both.sort();
    assert_eq!(widened().collect::<Vec<_>>(), both);
    assert_eq!(city.entries(LOG.of(&id)), entries + 1);
    let last = city.items(LOG.of(&id), ENTRIES).pop().unwrap();
    assert_eq!((&last["action"]["S"], &last["role"]["S"]), (&json!("update-relation"), &json!("self")));
    // One line where a guardian does it, as of all that they do.
    city.patch(&mother, &one(&id, &taro), scopes(&json!({ "medication": "see" }))).await.expect(200);
    assert_eq!((widened().count(), city.entries(LOG.of(&id))), (4, entries + 2));
}

#[tokio::test]
async fn r62_less_is_always_possible_and_more_needs_the_consent() {
    let (city, hanako, id, taro) = family(json!({ "daily": "record", "visits": "see" })).await;
    let withdrawn = json!("2026-11-22T00:30:00Z");
    city.set_attribute(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), "withdrawn_at", &withdrawn);
    for more in [json!({ "daily": "manage" }), json!({ "daily": "see", "medication": "see" })] {
        let refused = city.patch(&hanako, &one(&id, &taro), scopes(&more)).await;
        assert_eq!(refused.expect_problem(403, "consent_required").body["purpose"], "use_of_notebook");
    }
    let less = city.patch(&hanako, &one(&id, &taro), scopes(&json!({ "visits": null }))).await.expect(200);
    assert_eq!(less.body["scopes"], json!({ "daily": "record" }));
    let own = city.patch(&taro, &one(&id, &taro), scopes(&json!({ "daily": "see" }))).await.expect(200);
    assert_eq!(own.body["scopes"], json!({ "daily": "see" }));
}
