use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::Person;
use support::keys::{ACCOUNT_LOG, EMERGENCY_CARD, EMERGENCY_OPENINGS, LOG, NOTEBOOK, RELATIONS, entry_key};
use support::store::Fault;

use super::{card, city_of, guardian, made, open, told, with_card};

fn log(id: &str) -> String {
    format!("/v1/residents/{id}/access-log")
}

#[tokio::test]
async fn whoever_holds_the_card_opens_it_without_an_account_in_three_round_trips() {
    let (city, hanako, id, secret) = with_card().await;
    city.store.forget();
    let opened = open(&city, &secret).await.expect(200);
    // The way to the person, one wave, and the entry.
    assert_eq!(city.store.seen().depth, 3);
    assert_eq!(opened.header("cache-control"), Some("no-store"));
    assert_eq!(opened.body["legal_name"], "荒尾 花子");
    // A token, whoever's it is, changes nothing and is not looked at.
    city.pass(TimeDelta::minutes(10));
    let body = json!({ "secret": secret });
    let as_person = city.post(&hanako, "/v1/emergency-cards", body).await.expect(200);
    assert_eq!(as_person.body["legal_name"], "荒尾 花子");
    let log = city.get(&hanako, &log(&id)).await.expect(200).body;
    for entry in log["items"].as_array().unwrap().iter().take(2) {
        assert_eq!((&entry["action"], &entry["decision"]), (&json!("open-emergency-card"), &json!("allowed")));
        assert_eq!(entry["actor"], json!({ "role": "card_holder", "institution": null, "name": null }));
        assert_eq!(entry["sections"], json!(["profile", "medication"]));
        assert!(!entry.to_string().contains(&hanako.actor()), "nobody's pseudonym, no address: {entry}");
    }
    assert_eq!(log["verified"], true);
    // The first page says so the same day, and says of nobody that it was them.
    let day = city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    let look = &day["looked_since_yesterday"][0];
    assert_eq!(
        (&look["roles"], &look["institution"], &look["count"]),
        (&json!(["card_holder"]), &Value::Null, &json!(2))
    );
}

#[tokio::test]
async fn a_secret_that_opens_nothing_costs_one_read_and_leaves_nothing() {
    let (city, _, _, secret) = with_card().await;
    let before = city.store.everything();
    let nearly = format!("{}A", &secret[..31]);
    let nearly = if nearly == secret { format!("{}B", &secret[..31]) } else { nearly };
    let mut answers = std::collections::BTreeSet::new();
    for other in [nearly.as_str(), &"_".repeat(32), &secret.to_lowercase(), &secret.to_uppercase()] {
        city.store.forget();
        answers.insert(open(&city, other).await.expect_problem(404, "not_found").raw);
        assert_eq!((city.store.seen().depth, city.store.seen().requests), (1, 1), "{other}");
    }
    // What cannot be a secret is not even looked for.
    for other in [&secret[..31], "x", &format!("{secret}A"), "あ", &"#".repeat(32), &format!(" {}", &secret[1..])] {
        city.store.forget();
        answers.insert(open(&city, other).await.expect_problem(404, "not_found").raw);
        assert_eq!(city.store.seen().requests, 0, "{other}");
    }
    assert_eq!(answers.len(), 1, "R-02: all are answered alike");
    assert_eq!(city.store.everything(), before);
    assert!(city.items(ACCOUNT_LOG.of(""), entry_key(1)).is_empty());
    let post = async |body: Value| city.post(&Person::nobody(), "/v1/emergency-cards", body).await;
    post(json!({ "secret": "a".repeat(65) })).await.expect_problem(422, "invalid_value");
    post(json!({ "secret": secret, "resident_id": "x" })).await.expect_problem(422, "unknown_field");
    post(json!({})).await.expect_problem(422, "invalid_value");
    assert_eq!(city.store.everything(), before);
}

#[tokio::test]
async fn it_is_told_to_the_person_and_to_a_childs_guardians() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let mother = guardian(&city, "mother", &id, "2015-01-01");
    let father = guardian(&city, "father", &id, "2015-01-01");
    city.relate(&Person::resident("aunt"), &id, "family", &[("profile", "see")]);
    let secret = made(&city, &mother, &id).await;
    open(&city, &secret).await.expect(200);
    let opened = |told: Vec<(String, String)>| told.into_iter().filter(|(kind, _)| kind == "emergency_card_opened");
    let mut wanted = [&hanako, &mother, &father].map(Person::actor);
    wanted.sort();
    assert_eq!(opened(told(&city)).map(|(_, actor)| actor).collect::<Vec<_>>(), wanted, "and not to other family");
    // Once more within the hour is no letter more.
    for minutes in [1, 20, 30] {
        city.pass(TimeDelta::minutes(minutes));
        open(&city, &secret).await.expect(200);
    }
    assert_eq!(opened(told(&city)).count(), 3);
    city.pass(TimeDelta::minutes(30));
    open(&city, &secret).await.expect(200);
    assert_eq!(opened(told(&city)).count(), 6);
}

#[tokio::test]
async fn r08_a_card_ends_with_what_made_it_and_no_end_brings_it_back() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let mother = guardian(&city, "mother", &id, "2008-11-23");
    let secret = made(&city, &mother, &id).await;
    city.set_time("2026-11-22T23:59:59.999+09:00");
    open(&city, &secret).await.expect(200);
    city.set_time("2026-11-23T00:00:00+09:00");
    open(&city, &secret).await.expect_problem(404, "not_found");
    assert_eq!(city.get(&hanako, &card(&id)).await.expect(200).body["card"], Value::Null, "by the day alone");

    // Family whose scopes are narrowed, in the same transaction; giving them again makes no card.
    city.set_time("2026-11-23T10:00:00+09:00");
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("profile", "manage"), ("medication", "manage")]);
    let one = format!("/v1/residents/{id}/family/{}", son.actor());
    for change in [json!({ "medication": "see" }), json!({ "profile": null })] {
        let secret = made(&city, &son, &id).await;
        city.patch(&hanako, &one, json!({ "scopes": change })).await.expect(200);
        assert!(city.items(NOTEBOOK.of(&id), EMERGENCY_CARD).is_empty(), "{change}");
        let all = json!({ "scopes": { "profile": "manage", "medication": "manage" } });
        city.patch(&hanako, &one, all).await.expect(200);
        open(&city, &secret).await.expect_problem(404, "not_found");
    }
    let secret = made(&city, &son, &id).await;
    city.delete(&son, &one).await.expect(204);
    open(&city, &secret).await.expect_problem(404, "not_found");
    // Who parts takes nobody else's card along.
    city.relate(&son, &id, "family", &[("profile", "manage"), ("medication", "manage")]);
    let own = made(&city, &hanako, &id).await;
    city.delete(&hanako, &one).await.expect(204);
    open(&city, &own).await.expect(200);
}

#[tokio::test]
async fn a_guardian_who_parts_takes_their_card_along_and_a_sign_out_does_not() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let mother = guardian(&city, "mother", &id, "2015-01-01");
    guardian(&city, "father", &id, "2015-01-01");
    let secret = made(&city, &mother, &id).await;
    let valid_from = json!("2026-11-22T01:00:00Z");
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "sessions_valid_from", &valid_from);
    open(&city, &secret).await.expect(200);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "state", &json!("ended"));
    open(&city, &secret).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_flood_fills_neither_the_log_nor_the_mailbox_and_is_never_refused() {
    let (city, hanako, id, secret) = with_card().await;
    let entries = city.entries(LOG.of(&id));
    for _ in 0..200 {
        city.pass(TimeDelta::minutes(4));
        open(&city, &secret).await.expect(200);
    }
    // 10:04 to 23:20 in Japan: one day.
    assert_eq!(city.entries(LOG.of(&id)), entries + 20);
    assert_eq!(told(&city).iter().filter(|(kind, _)| kind == "emergency_card_opened").count(), 4);
    let openings = city.get(&hanako, &card(&id)).await.expect(200).body["openings"].clone();
    let openings = openings.as_array().unwrap();
    assert_eq!(openings.iter().map(|opening| opening["count"].as_u64().unwrap()).sum::<u64>(), 200);
    assert_eq!(openings.len(), 20, "{openings:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_served_and_stand_as_one_entry() {
    let (city, _, id, secret) = with_card().await;
    let entries = city.entries(LOG.of(&id));
    let city = Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (city, secret) = (city.clone(), secret.clone());
        running.spawn(async move { open(&city, &secret).await.status });
    }
    while let Some(status) = running.join_next().await {
        assert_eq!(status.unwrap(), 200);
    }
    assert_eq!(city.entries(LOG.of(&id)), entries + 1);
    assert_eq!(told(&city).iter().filter(|(kind, _)| kind == "emergency_card_opened").count(), 1);
    let counted = city.item(NOTEBOOK.of(&id), EMERGENCY_OPENINGS)["latest"]["L"][0]["M"]["count"]["N"].clone();
    let counted: u32 = counted.as_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&counted), "{counted}");
}

#[tokio::test]
async fn a_card_that_is_ended_between_read_and_answer_opens_nothing() {
    // The first opening writes an entry, the second counts.
    for opened_before in [false, true] {
        let (city, _, id, secret) = with_card().await;
        if opened_before {
            open(&city, &secret).await.expect(200);
        }
        let (entries, notebook) = (city.entries(LOG.of(&id)), NOTEBOOK.of(&id));
        city.store.interrupt(1, move |store| {
            let key = support::keys::key_of(&notebook, EMERGENCY_CARD);
            store.admin("DeleteItem", json!({ "TableName": support::store::TABLE, "Key": key }));
        });
        open(&city, &secret).await.expect_problem(404, "not_found");
        assert!(!city.store.was_not_interrupted());
        assert_eq!(city.entries(LOG.of(&id)), entries, "opened before: {opened_before}");
    }
}

#[tokio::test]
async fn r40_without_its_entry_nothing_is_answered() {
    let (city, _, id, secret) = with_card().await;
    let entries = city.entries(LOG.of(&id));
    // The way, the wave and its queries, and then the transaction.
    city.store.forget();
    open(&city, &secret).await.expect(200);
    let requests = city.store.seen().requests;
    city.pass(TimeDelta::hours(1));
    city.store.fault(Fault::Before(requests));
    let answer = open(&city, &secret).await;
    assert_eq!(answer.status, 503, "{}", String::from_utf8_lossy(&answer.raw));
    assert!(!String::from_utf8_lossy(&answer.raw).contains("花子"));
    assert_eq!(city.entries(LOG.of(&id)), entries + 1);
}

#[tokio::test]
async fn whoever_emptied_the_days_entries_with_a_card_hides_nothing_of_the_next_one() {
    let (city, hanako, id, first) = with_card().await;
    for _ in 0..25 {
        city.pass(TimeDelta::minutes(11));
        open(&city, &first).await.expect(200);
    }
    let letters = |city: &support::City| told(city).iter().filter(|(kind, _)| kind == "emergency_card_opened").count();
    let entries = city.entries(LOG.of(&id));
    open(&city, &first).await.expect(200);
    assert_eq!((letters(&city), city.entries(LOG.of(&id))), (4, entries));
    let second = made(&city, &hanako, &id).await;
    let entries = city.entries(LOG.of(&id));
    open(&city, &second).await.expect(200);
    assert_eq!((letters(&city), city.entries(LOG.of(&id))), (5, entries + 1), "at once, and on the same day");
}

#[tokio::test]
async fn a_card_that_ends_with_what_its_maker_may_is_told_and_entered() {
    let family = &[("profile", "manage"), ("medication", "manage")];
    for what in ["narrowed", "ended", "parted"] {
        let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
        let (city, id) = city_of(&hanako).await;
        city.relate(&son, &id, "family", family);
        made(&city, &son, &id).await;
        let entries = city.entries(LOG.of(&id));
        let one = format!("/v1/residents/{id}/family/{}", son.actor());
        let reply = match what {
            "narrowed" => city.patch(&hanako, &one, json!({ "scopes": { "medication": "see" } })).await,
            "ended" => city.delete(&hanako, &one).await,
            _ => city.delete(&son, &one).await,
        };
        assert!(matches!(reply.status, 200 | 204), "{what}: {}", reply.status);
        let ended = |(kind, actor)| (kind == "emergency_card_ended").then_some(actor);
        let mut wanted = [hanako.actor(), son.actor()];
        wanted.sort();
        assert_eq!(told(&city).into_iter().filter_map(ended).collect::<Vec<_>>(), wanted, "{what}");
        assert_eq!(city.entries(LOG.of(&id)), entries + 1, "{what}");
    }
    // Who made none takes none along, and nobody is told.
    let (city, hanako, id, _) = with_card().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", family);
    city.delete(&hanako, &format!("/v1/residents/{id}/family/{}", son.actor())).await.expect(204);
    assert!(told(&city).iter().all(|(kind, _)| kind != "emergency_card_ended"));
}
