use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC};
use support::keys::LOG;
use support::store::Fault;
use support::{City, Person};

fn log(id: &str) -> String {
    format!("/v1/residents/{id}/access-log")
}

fn sha256(text: &str) -> String {
    platform::hex::hex(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref())
}

#[tokio::test]
async fn a_person_sees_who_looked_by_name_and_can_verify_each_entry_alone() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("profile", "see")]);
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily, Section::Visits]);
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    city.get(&son, &format!("/v1/residents/{id}")).await.expect(200);
    city.store.forget();
    let shown = city.get(&hanako, &log(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!((&shown["verified"], &shown["next_cursor"]), (&json!(true), &Value::Null));
    assert!(shown.get("first_bad").is_none());
    let items = shown["items"].as_array().unwrap();
    assert_eq!(items.iter().map(|item| item["seq"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(items[0]["actor"], json!({ "role": "family", "institution": null, "name": null }));
    assert_eq!(items[0]["on_behalf_of"], json!(id));
    let institution = json!({ "code": CLINIC, "name": "テスト医院" });
    assert_eq!(items[1]["actor"], json!({ "role": "doctor", "institution": institution, "name": "職員 doctor" }));
    assert!(items[1].get("on_behalf_of").is_none());
    assert_eq!(items[1]["action"], "open-notebook");
    assert_eq!(items[1]["sections"], json!(["daily", "visits"]));
    assert_eq!(items[1]["decision"], "allowed");
    for item in items {
        assert_eq!(item["hash"], json!(sha256(item["record"].as_str().unwrap())));
        assert!(item["record"].as_str().unwrap().ends_with(item["prev"].as_str().unwrap()));
    }
    assert_eq!(items[0]["prev"], items[1]["hash"]);
    assert_eq!(items[1]["prev"], json!("0".repeat(64)));
}

#[tokio::test]
async fn an_own_look_is_one_round_trip_deep_without_institutions_and_leaves_no_entry() {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    city.store.forget();
    let shown = city.get(&hanako, &log(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        shown,
        json!({ "items": [], "refused": [], "refused_next_cursor": null, "verified": true, "verified_to": 0, "next_cursor": null })
    );
    assert_eq!(city.entries(LOG.of(&id)), 0);
}

#[tokio::test]
async fn refused_looks_are_one_line_a_day_and_institution() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    city.pass(chrono::TimeDelta::days(1));
    for _ in 0..3 {
        city.get(&doctor, &checked_in.notebook()).await.expect(404);
    }
    city.pass(chrono::TimeDelta::days(1));
    city.get(&doctor, &checked_in.notebook()).await.expect(404);
    let stranger = Person::staff("stranger");
    city.employ(&stranger, OTHER_CLINIC, "doctor");
    city.get(&stranger, &format!("/v1/institutions/{OTHER_CLINIC}/patients/{id}/notebook")).await.expect(404);
    let shown = city.get(&hanako, &log(&id)).await.expect(200).body;
    let institution = json!({ "code": CLINIC, "name": "テスト医院" });
    assert_eq!(
        shown["refused"],
        json!([
            { "day": "2026-11-24", "institution": institution, "count": 1 },
            { "day": "2026-11-23", "institution": institution, "count": 3 },
        ])
    );
    assert_eq!(shown["items"], json!([]));
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended_and_each_verifies_the_whole_log() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    for _ in 0..7 {
        city.get(&doctor, &checked_in.notebook()).await.expect(200);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = city.get(&hanako, &format!("{}?limit=3{cursor}", log(&id))).await.expect(200).body;
        assert_eq!(page["verified"], true);
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["seq"].as_u64().unwrap()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
    let other = Person::resident("other");
    let others = city.proved_resident(&other).await;
    let foreign = city.get(&other, &format!("{}?{}", log(&others), cursor.trim_start_matches('&'))).await;
    foreign.expect_problem(422, "invalid_cursor");
    for (query, code) in [
        ("limit=0", "invalid_value"),
        ("limit=101", "invalid_value"),
        ("limit=x", "invalid_value"),
        ("limit=1&limit=2", "invalid_value"),
        ("cursor=CANARY", "invalid_cursor"),
        ("name=CANARY", "unknown_field"),
    ] {
        let reply = city.get(&hanako, &format!("{}?{query}", log(&id))).await.expect_problem(422, code);
        assert!(!String::from_utf8(reply.raw).unwrap().contains("CANARY"));
    }
}

#[tokio::test]
async fn only_the_person_and_who_manages_the_profile_see_the_log() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let (manages, records, elsewhere) = (Person::resident("m"), Person::resident("r"), Person::resident("e"));
    city.relate(&manages, &id, "family", &[("profile", "manage")]);
    city.relate(&records, &id, "family", &[("profile", "record")]);
    city.relate(&elsewhere, &id, "family", &[("daily", "manage"), ("visits", "manage")]);
    city.check_in(&id, CLINIC, &Section::ALL);
    let missing = city.get(&manages, &log("019a0000-0000-7000-8000-000000000000")).await;
    for person in [&records, &elsewhere, &doctor, &Person::resident("stranger")] {
        let refused = city.get(person, &log(&id)).await.expect_problem(404, "not_found");
        assert_eq!(refused.raw, missing.raw);
    }
    city.get(&Person::nobody(), &log(&id)).await.expect_problem(401, "unauthenticated");
    city.store.forget();
    city.get(&manages, &log(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(city.entries(LOG.of(&id)), 1);
    let second = city.get(&manages, &log(&id)).await.expect(200).body;
    assert_eq!(second["items"][0]["action"], "get-access-log");
    assert_eq!(second["items"][0]["actor"]["role"], "family");
    assert_eq!(city.entries(LOG.of(&id)), 2);
}

#[tokio::test]
async fn r40_family_sees_no_log_without_an_entry() {
    let city = City::new();
    let (_, _, id) = city.clinic().await;
    let daughter = Person::resident("daughter");
    city.relate(&daughter, &id, "family", &[("profile", "manage")]);
    city.store.fault(Fault::Before(4));
    city.get(&daughter, &log(&id)).await.expect_problem(503, "unavailable");
    city.store.fault(Fault::None);
    assert_eq!(city.entries(LOG.of(&id)), 0);
}

#[tokio::test]
async fn r06_the_log_says_which_sections_and_nothing_of_what_is_in_them() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    city.seed_daily(&id, &json!({ "weight_kg": 62.4, "memo": "CANARY" }));
    city.seed_medication(&id, "2026-11-01", "CANARY", false);
    let checked_in = city.check_in(&id, CLINIC, &Section::ALL);
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    city.post(&doctor, &checked_in.notes(), json!({ "text": "CANARY" })).await.expect(201);
    let shown = city.get(&hanako, &log(&id)).await.expect(200);
    assert!(!String::from_utf8(shown.raw).unwrap().contains("CANARY"));
    assert_eq!(shown.body["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn r40_family_is_named_to_whoever_keeps_the_notebook_and_to_themselves() {
    let (hanako, taro, aunt) = (Person::resident("hanako"), Person::resident("taro"), Person::resident("aunt"));
    let city = City::new();
    let id = city.proved_resident(&hanako).await;
    for person in [&taro, &aunt] {
        city.proved_resident(person).await;
        let code = city.invite(&hanako, &id, json!({ "profile": "manage" })).await;
        city.accept(person, &code).await.expect(201);
    }
    let named = async |who: &Person| -> Vec<(Value, bool)> {
        let items = city.get(who, &log(&id)).await.expect(200).body["items"].as_array().unwrap().clone();
        items.iter().map(|item| (item["action"].clone(), item["actor"]["name"].is_string())).collect()
    };
    assert_eq!(named(&hanako).await, vec![(json!("accept-invitation"), true); 2]);
    // Family learns no name but its own, of whoever looked before and after.
    let seen = named(&taro).await;
    assert_eq!(seen, [(json!("accept-invitation"), false), (json!("accept-invitation"), true)]);
    // Whoever is family no longer is still named.
    city.delete(&hanako, &format!("/v1/residents/{id}/family/{}", aunt.actor())).await.expect(204);
    assert!(named(&hanako).await.iter().all(|(_, is_named)| *is_named));
}
