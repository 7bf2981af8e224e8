//! get-access-log, where the log is longer than anybody reads.

use std::collections::BTreeSet;

use notebook::access::Section;
use platform::audit::entry::GENESIS;
use platform::audit::{Decision, Entry, Look};
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::keys::{HEAD, LOG, REFUSED, REFUSED_ON, VERIFIED, entry_key, key_of};
use support::store::TABLE;
use support::{City, Person};

/// A log of so many entries.
async fn long(entries: u32) -> (City, Person, String) {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    append(&city, &id, (0, GENESIS.to_owned()), entries);
    (city, hanako, id)
}

fn append(city: &City, id: &str, (mut seq, mut hash): (u64, String), entries: u32) {
    let partition = LOG.of(id);
    for _ in 0..entries {
        let look = Look {
            at: city.now(),
            actor: "a".repeat(22),
            role: "doctor".to_owned(),
            institution: Some(CLINIC.to_owned()),
            action: "open-notebook",
            sections: Section::ALL.iter().map(|section| section.as_str().to_owned()).collect(),
            decision: Decision::Allowed,
            about: None,
        };
        let next = Entry::after(seq, &hash, &look);
        (seq, hash) = (next.seq, next.hash.clone());
        city.seed_item(&partition, entry_key(seq), &next, json!({}));
    }
    city.seed_item(&partition, HEAD, &json!({ "seq": seq, "hash": hash }), json!({}));
}

async fn page(city: &City, hanako: &Person, id: &str, query: &str) -> Value {
    city.store.forget();
    city.get(hanako, &format!("/v1/residents/{id}/access-log{query}")).await.expect(200).body
}

/// Calls until the whole log is verified; gives how often.
async fn verified(city: &City, hanako: &Person, id: &str, entries: u64) -> u32 {
    for call in 1..200 {
        let shown = page(city, hanako, id, "?limit=1").await;
        assert_eq!(shown["verified"], true, "{shown}");
        if shown["verified_to"] == json!(entries) {
            return call;
        }
    }
    panic!("never verified");
}

/// Calls until the first bad entry is named.
async fn found(city: &City, hanako: &Person, id: &str) -> Value {
    for _ in 0..60 {
        let shown = page(city, hanako, id, "?limit=1").await;
        if shown["verified"] == false {
            return shown["first_bad"].clone();
        }
    }
    Value::Null
}

fn change(city: &City, id: &str, seq: u64) {
    city.set_attribute(LOG.of(id), entry_key(seq), "role", &json!("nurse"));
}

#[tokio::test]
async fn a_page_of_10_000_entries_is_constant_work_and_all_is_verified_in_bounded_steps() {
    let (city, hanako, id) = long(10_000).await;
    let (mut seen, mut cursor, mut verified_to) = (BTreeSet::new(), "?limit=100".to_owned(), 0);
    let mut pages = 0;
    loop {
        let shown = page(&city, &hanako, &id, &cursor).await;
        let work = city.store.seen();
        assert!(work.depth <= 3, "{work:?}");
        assert!(work.requests <= 8, "{work:?}");
        assert!(work.items_read <= 102 + 501, "{work:?}");
        assert!(work.bytes <= 600_000, "{work:?}");
        assert_eq!(shown["verified"], true);
        let to = shown["verified_to"].as_u64().unwrap();
        assert!(to == (verified_to + 500).min(10_000), "{to} after {verified_to}");
        verified_to = to;
        pages += 1;
        for item in shown["items"].as_array().unwrap() {
            assert!(seen.insert(item["seq"].as_u64().unwrap()));
        }
        let Some(next) = shown["next_cursor"].as_str() else { break };
        cursor = format!("?limit=100&cursor={next}");
    }
    assert_eq!((pages, seen.len(), verified_to), (100, 10_000, 10_000));
}

#[tokio::test]
async fn a_log_of_up_to_a_step_is_verified_whole_by_every_page_and_nothing_is_kept() {
    let (city, hanako, id) = long(500).await;
    for query in ["", "?limit=1"] {
        let shown = page(&city, &hanako, &id, query).await;
        assert_eq!((&shown["verified"], &shown["verified_to"]), (&json!(true), &json!(500)));
        assert_eq!(city.store.seen().depth, 2);
    }
    assert!(city.items(LOG.of(&id), VERIFIED).is_empty());
    change(&city, &id, 17);
    for query in ["", "?limit=1"] {
        let shown = page(&city, &hanako, &id, query).await;
        assert_eq!((&shown["first_bad"], &shown["verified_to"]), (&json!(17), &json!(16)));
    }
}

#[tokio::test]
async fn r41_what_is_changed_before_it_is_verified_is_named_when_verification_gets_there() {
    let (city, hanako, id) = long(2_000).await;
    change(&city, &id, 1_300);
    let mut to = Vec::new();
    for _ in 0..5 {
        let shown = page(&city, &hanako, &id, "?limit=1").await;
        to.push((shown["verified"].clone(), shown["verified_to"].clone(), shown["first_bad"].clone()));
    }
    let fine = |to: u32| (json!(true), json!(to), Value::Null);
    let bad = || (json!(false), json!(1_299), json!(1_300));
    assert_eq!(to, [fine(500), fine(1_000), bad(), bad(), bad()]);
    city.set_attribute(LOG.of(&id), entry_key(1300), "role", &json!("doctor"));
    verified(&city, &hanako, &id, 2_000).await;
}

#[tokio::test]
async fn r41_what_is_changed_after_it_was_verified_is_named_at_once_where_it_is_shown() {
    let (city, hanako, id) = long(1_200).await;
    assert_eq!(verified(&city, &hanako, &id, 1_200).await, 3);
    let first = page(&city, &hanako, &id, "?limit=10").await;
    let cursor = first["next_cursor"].as_str().unwrap();
    change(&city, &id, 1_185);
    let second = page(&city, &hanako, &id, &format!("?limit=10&cursor={cursor}")).await;
    assert_eq!((&second["first_bad"], &second["verified_to"]), (&json!(1_185), &json!(1_184)));
    let shown = page(&city, &hanako, &id, "?limit=20").await;
    assert_eq!(shown["first_bad"], 1_185);
    // The entry above the page and the one below vouch for its edges.
    city.set_attribute(LOG.of(&id), entry_key(1185), "role", &json!("doctor"));
    change(&city, &id, 1_190);
    let second = page(&city, &hanako, &id, &format!("?limit=10&cursor={cursor}")).await;
    assert_eq!(second["first_bad"], 1_190);
}

#[tokio::test]
async fn r41_what_is_changed_after_it_was_verified_is_found_by_reading_it_again_anywhere() {
    for place in [1, 499, 500, 501, 777, 1_199, 1_600] {
        let (city, hanako, id) = long(1_600).await;
        verified(&city, &hanako, &id, 1_600).await;
        change(&city, &id, place);
        assert_eq!(found(&city, &hanako, &id).await, json!(place));
        let shown = page(&city, &hanako, &id, "?limit=1").await;
        assert_eq!((&shown["first_bad"], &shown["verified_to"]), (&json!(place), &json!(place - 1)), "and again");
    }
}

#[tokio::test]
async fn r41_a_log_that_was_cut_back_or_rebuilt_with_its_head_is_found_by_what_was_kept() {
    let (city, hanako, id) = long(900).await;
    verified(&city, &hanako, &id, 900).await;
    let entry = city.item(LOG.of(&id), entry_key(700));
    let hash = entry["hash"]["S"].as_str().unwrap();
    city.seed_item(LOG.of(&id), HEAD, &json!({ "seq": 700, "hash": hash }), json!({}));
    for seq in 701..=900 {
        let key = key_of(LOG.of(&id), entry_key(seq));
        city.store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": key }));
    }
    assert_eq!(found(&city, &hanako, &id).await, json!(701));
    let (city, hanako, id) = long(900).await;
    verified(&city, &hanako, &id, 900).await;
    city.pass(chrono::TimeDelta::seconds(1));
    append(&city, &id, (0, GENESIS.to_owned()), 900);
    // From where on it was written anew nobody can say; that it was is seen.
    assert_ne!(found(&city, &hanako, &id).await, Value::Null);
}

#[tokio::test]
async fn new_looks_are_verified_with_the_next_page_and_reading_again_goes_on() {
    let (city, hanako, id) = long(1_000).await;
    verified(&city, &hanako, &id, 1_000).await;
    let doctor = Person::staff("doctor");
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    for n in 1..=4 {
        city.get(&doctor, &checked_in.notebook()).await.expect(200);
        let shown = page(&city, &hanako, &id, "?limit=1").await;
        assert_eq!((&shown["verified"], &shown["verified_to"]), (&json!(true), &json!(1_000 + n)));
    }
    change(&city, &id, 3);
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    assert_eq!(found(&city, &hanako, &id).await, json!(3));
}

#[tokio::test]
async fn unreadable_entries_stop_no_page() {
    let (city, hanako, id) = long(60).await;
    for seq in 20..50 {
        city.set_attribute(LOG.of(&id), entry_key(seq), "seq", &json!("x"));
    }
    let (mut seen, mut cursor) = (Vec::new(), "?limit=3".to_owned());
    loop {
        let shown = page(&city, &hanako, &id, &cursor).await;
        assert_eq!(shown["first_bad"], 20);
        seen.extend(shown["items"].as_array().unwrap().iter().map(|item| item["seq"].as_u64().unwrap()));
        let Some(next) = shown["next_cursor"].as_str() else { break };
        cursor = format!("?limit=3&cursor={next}");
    }
    assert_eq!(seen, (50..=60).rev().chain((1..20).rev()).collect::<Vec<_>>());
}

#[tokio::test]
async fn refused_looks_of_years_are_pages_newest_first_with_those_from_before_at_the_end() {
    let (city, hanako, id) = long(0).await;
    let partition = LOG.of(&id);
    let day = |n: u32| chrono::NaiveDate::from_num_days_from_ce_opt(739_000 + i32::try_from(n).unwrap()).unwrap();
    for n in 0..250 {
        city.seed_item(&partition, REFUSED_ON.of(day(n)).of(CLINIC), &json!({ "refused": n + 1 }), json!({}));
    }
    city.seed_item(&partition, format!("{REFUSED}{CLINIC}#2020-01-01"), &json!({ "refused": 7 }), json!({}));
    let (mut counts, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let shown = page(&city, &hanako, &id, &cursor).await;
        counts.extend(shown["refused"].as_array().unwrap().iter().map(|line| line["count"].as_u64().unwrap()));
        pages += 1;
        let Some(next) = shown["refused_next_cursor"].as_str() else { break };
        cursor = format!("?refused_cursor={next}");
    }
    assert_eq!((pages, counts), (3, (1..=250).rev().chain([7]).collect::<Vec<_>>()));
    let foreign = city.get(&hanako, &format!("/v1/residents/{id}/access-log?refused_cursor=CANARY")).await;
    foreign.expect_problem(422, "invalid_cursor");
}
