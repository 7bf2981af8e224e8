use serde_json::{Value, json};
use support::keys::{CONSENTS, EMERGENCY_CARD, EMERGENCY_SECRETS, LEADS, LOG, NOTEBOOK};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, card, city_of, guardian, keyed, made, open, told, with_card};

#[tokio::test]
async fn a_secret_is_shown_once_and_only_its_hash_is_stored() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.store.forget();
    let made = city.post(&hanako, &card(&id), Value::Null).await.expect(201).body;
    assert!(city.store.seen().depth <= 3);
    let secret = made["secret"].as_str().unwrap();
    assert_eq!(made["address"], format!("/emergency#{secret}"));
    assert_eq!(made["made_at"], "2026-11-22T01:00:00Z");
    assert!(secret.len() == 32, "192 bits: {secret}");
    for item in city.store.everything() {
        assert!(!item.to_string().contains(secret), "{item}");
    }
    // Somebody else may have had her unlocked phone: she is told, and it is a line of her own log.
    assert_eq!(told(&city), [("emergency_card_made".to_owned(), hanako.actor())]);
    let log = city.get(&hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    let entry = &log["items"][0];
    assert_eq!((&entry["action"], &entry["actor"]["role"]), (&json!("create-emergency-card"), &json!("self")));
    assert_eq!(entry["sections"], json!(["profile", "medication"]));
}

#[tokio::test]
async fn a_new_card_takes_the_place_of_the_one_before_which_opens_nothing_any_more() {
    let (city, hanako, id, first) = with_card().await;
    open(&city, &first).await.expect(200);
    let second = made(&city, &hanako, &id).await;
    assert_ne!(first, second);
    open(&city, &first).await.expect_problem(404, "not_found");
    open(&city, &second).await.expect(200);
    assert_eq!(city.items(EMERGENCY_SECRETS, LEADS).len(), 1, "nothing of the first is left");
    // What was opened before stays to be seen, and apart from what is opened now.
    let shown = city.get(&hanako, &card(&id)).await.expect(200).body;
    assert_eq!(shown["openings"].as_array().unwrap().iter().map(|one| &one["count"]).collect::<Vec<_>>(), [1, 1]);
}

#[tokio::test]
async fn r50_a_repetition_shows_the_same_secret_as_long_as_that_card_counts() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let line = format!("POST {}", card(&id));
    let first = keyed(&city, &hanako, &line, Value::Null, "one").await.expect(201);
    assert_eq!(keyed(&city, &hanako, &line, Value::Null, "one").await.expect(201).raw, first.raw);
    assert_eq!(told(&city).len(), 1, "it is made once");
    let second = keyed(&city, &hanako, &line, Value::Null, "two").await.expect(201);
    assert_ne!(second.body["secret"], first.body["secret"]);
    keyed(&city, &hanako, &line, Value::Null, "one").await.expect_problem(404, "not_found");
    city.delete(&hanako, &card(&id)).await.expect(204);
    keyed(&city, &hanako, &line, Value::Null, "two").await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn family_needs_to_manage_both_of_what_a_card_shows() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let son = Person::resident("son");
    for scopes in [
        &[("profile", "manage")][..],
        &[("profile", "manage"), ("medication", "record")],
        &[("profile", "see"), ("medication", "manage")],
        &[("medication", "manage"), ("daily", "manage")],
    ] {
        city.relate(&son, &id, "family", scopes);
        let theirs = city.post(&son, &card(&id), Value::Null).await.expect_problem(404, "not_found");
        let missing = city.post(&son, &card(NOBODY), Value::Null).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, missing.raw, "R-02: {scopes:?}");
    }
    assert!(city.items(NOTEBOOK.of(&id), EMERGENCY_CARD).is_empty());
    city.relate(&son, &id, "family", &[("profile", "manage"), ("medication", "manage")]);
    let entries = city.entries(LOG.of(&id));
    let secret = made(&city, &son, &id).await;
    open(&city, &secret).await.expect(200);
    assert_eq!(city.entries(LOG.of(&id)), entries + 2, "R-40: that it was made, and that it was opened");
    let both = |kind: &str| [(kind.to_owned(), hanako.actor()), (kind.to_owned(), son.actor())];
    let mut wanted = [both("emergency_card_made"), both("emergency_card_opened")].concat();
    wanted.sort();
    assert_eq!(told(&city), wanted, "the person, and who made it");
}

#[tokio::test]
async fn r62_without_the_consent_to_keep_the_notebook_none_is_made() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let withdrawn = json!("2026-11-22T00:00:00Z");
    city.set_attribute(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), "withdrawn_at", &withdrawn);
    city.post(&hanako, &card(&id), Value::Null).await.expect_problem(403, "consent_required");
}

#[tokio::test]
async fn a_guardian_makes_a_childs_card_and_both_guardians_are_told() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let mother = guardian(&city, "mother", &id, "2015-01-01");
    let father = guardian(&city, "father", &id, "2015-01-01");
    made(&city, &mother, &id).await;
    let mut wanted = [&hanako, &mother, &father].map(|person| ("emergency_card_made".to_owned(), person.actor()));
    wanted.sort();
    assert_eq!(told(&city), wanted);
    let shown = city.get(&mother, &card(&id)).await.expect(200).body;
    assert_eq!((&shown["card"]["made_as"], &shown["card"]["ends_on"]), (&json!("guardian"), &json!("2033-01-01")));
}

#[tokio::test]
async fn a_person_whom_no_document_has_proved_has_a_card_as_well() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    let shown = open(&city, &made(&city, &hanako, &id).await).await.expect(200).body;
    assert_eq!((&shown["is_proved"], &shown["legal_name"]), (&json!(false), &Value::Null));
    assert_eq!(shown["display_name"], "花子");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_that_are_made_at_once_one_counts() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (city, hanako, path) = (city.clone(), hanako.clone(), card(&id));
        running.spawn(async move { city.post(&hanako, &path, Value::Null).await.expect(201).body });
    }
    let mut secrets = Vec::new();
    while let Some(made) = running.join_next().await {
        secrets.push(made.unwrap()["secret"].as_str().unwrap().to_owned());
    }
    let mut opened = 0;
    for secret in &secrets {
        opened += usize::from(open(&city, secret).await.status == 200);
    }
    assert_eq!((opened, city.items(EMERGENCY_SECRETS, LEADS).len()), (1, 1));
}

#[tokio::test]
async fn r53_a_card_is_made_once_wherever_the_writing_stops() {
    let swept = crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.proved_resident(&hanako).await;
        made(city, &hanako, &id).await;
        let drawn = &["secret", "address", "secret_hash", "seed", "pk", "sk", "ids", "notice_id"];
        Write::new(&hanako, &format!("POST {}", card(&id)), Value::Null).drawn(drawn)
    })
    .await;
    assert_eq!(swept.reply.status, 201);
}
