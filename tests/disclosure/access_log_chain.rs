use std::sync::Arc;

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn};
use support::keys::{HEAD, LOG, entry_key, key_of};
use support::store::TABLE;
use support::{City, Person};

async fn looked_at(times: u32) -> (City, Person, String) {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    for _ in 0..times {
        city.get(&doctor, &checked_in.notebook()).await.expect(200);
    }
    (city, hanako, id)
}

fn entry(city: &City, id: &str, seq: u64) -> Value {
    city.item(LOG.of(id), entry_key(seq))
}

fn delete(city: &City, id: &str, seq: u64) {
    let key = key_of(LOG.of(id), entry_key(seq));
    city.store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": key }));
}

fn at_place(mut entry: Value, seq: u64) -> Value {
    entry["sk"] = json!({ "S": entry_key(seq) });
    entry
}

async fn first_bad(city: &City, hanako: &Person, id: &str, query: &str) -> Value {
    let shown = city.get(hanako, &format!("/v1/residents/{id}/access-log{query}")).await.expect(200).body;
    assert_eq!(shown["verified"], json!(shown.get("first_bad").is_none()));
    shown.get("first_bad").cloned().unwrap_or(Value::Null)
}

#[tokio::test]
async fn r41_what_an_administrator_changes_in_the_store_is_named_over_http() {
    type Change = fn(&City, &str);
    let changes: [(&str, u64, Change); 12] = [
        ("flip a field", 4, |city, id| city.set_attribute(LOG.of(id), entry_key(4), "role", &json!("nurse"))),
        ("flip a decision", 4, |city, id| {
            city.set_attribute(LOG.of(id), entry_key(4), "decision", &json!("refused"));
        }),
        ("flip a hash", 9, |city, id| {
            city.set_attribute(LOG.of(id), entry_key(9), "hash", &json!("0".repeat(64)));
        }),
        ("make it unreadable", 3, |city, id| {
            city.set_attribute(LOG.of(id), entry_key(3), "seq", &json!("three"));
        }),
        ("delete", 5, |city, id| delete(city, id, 5)),
        ("delete the first", 1, |city, id| delete(city, id, 1)),
        ("reorder", 2, |city, id| {
            let (second, third) = (entry(city, id, 2), entry(city, id, 3));
            city.store.seed(at_place(second, 3));
            city.store.seed(at_place(third, 2));
        }),
        ("insert", 7, |city, id| {
            for seq in (7..=9).rev() {
                city.store.seed(at_place(entry(city, id, seq), seq + 1));
            }
            city.store.seed(at_place(entry(city, id, 6), 7));
        }),
        ("insert between", 7, |city, id| {
            let mut forged = entry(city, id, 6);
            forged["sk"] = json!({ "S": format!("{}x", entry_key(6)) });
            city.store.seed(forged);
        }),
        ("append", 10, |city, id| city.store.seed(at_place(entry(city, id, 9), 10))),
        ("truncate", 8, |city, id| {
            delete(city, id, 8);
            delete(city, id, 9);
        }),
        ("empty", 1, |city, id| (1..=9).for_each(|seq| delete(city, id, seq))),
    ];
    for (name, expected, change) in changes {
        let (city, hanako, id) = looked_at(9).await;
        assert_eq!(first_bad(&city, &hanako, &id, "").await, Value::Null);
        change(&city, &id);
        assert_eq!(first_bad(&city, &hanako, &id, "").await, json!(expected), "{name}");
        assert_eq!(first_bad(&city, &hanako, &id, "?limit=1").await, json!(expected), "{name}, a short page");
    }
}

#[tokio::test]
async fn r41_a_head_that_was_set_back_or_taken_away_is_named() {
    let (city, hanako, id) = looked_at(5).await;
    let third = entry(&city, &id, 3);
    let head = json!({ "pk": { "S": LOG.of(&id) }, "sk": { "S": HEAD }, "seq": { "N": "3" }, "hash": third["hash"] });
    city.store.seed(head);
    assert_eq!(first_bad(&city, &hanako, &id, "").await, json!(4));
    let key = key_of(LOG.of(&id), HEAD);
    city.store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": key }));
    assert_eq!(first_bad(&city, &hanako, &id, "").await, json!(1));
}

async fn all_succeed(city: &Arc<City>, calls: Vec<(Person, String)>) {
    let calls: Vec<_> = calls
        .into_iter()
        .map(|(person, path)| {
            let city = city.clone();
            tokio::spawn(async move { city.get(&person, &path).await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
}

async fn busy() -> (Arc<City>, Person, Person, Person, String, CheckedIn) {
    let city = Arc::new(City::new());
    let (doctor, hanako, id) = city.clinic().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    (city, doctor, hanako, son, id, checked_in)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r41_fifty_writers_at_once_all_succeed_without_a_gap_or_a_fork() {
    let (city, doctor, hanako, son, id, checked_in) = busy().await;
    let calls = (0..50).map(|n| match n % 2 {
        0 => (doctor.clone(), checked_in.notebook()),
        _ => (son.clone(), format!("/v1/residents/{id}")),
    });
    all_succeed(&city, calls.collect()).await;
    let shown = city.get(&hanako, &format!("/v1/residents/{id}/access-log?limit=100")).await.expect(200).body;
    assert_eq!(shown["verified"], true);
    let places: Vec<_> = shown["items"].as_array().unwrap().iter().map(|item| item["seq"].as_u64().unwrap()).collect();
    assert_eq!(places, (1..=50).rev().collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r41_who_reads_the_log_while_others_look_never_sees_it_broken() {
    let (city, doctor, hanako, _, id, checked_in) = busy().await;
    let writers = (0..30).map(|_| (doctor.clone(), checked_in.notebook())).collect();
    let writing = tokio::spawn({
        let city = city.clone();
        async move { all_succeed(&city, writers).await }
    });
    let mut lengths = std::collections::BTreeSet::new();
    while !writing.is_finished() {
        let shown = city.get(&hanako, &format!("/v1/residents/{id}/access-log?limit=100")).await.expect(200).body;
        assert_eq!(shown["verified"], true, "{shown}");
        lengths.insert(shown["items"].as_array().unwrap().len());
    }
    writing.await.unwrap();
    assert!(lengths.len() > 1, "{lengths:?}");
}
