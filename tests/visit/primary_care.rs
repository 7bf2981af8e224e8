//! list-primary-care-institutions, put-primary-care-institution, delete-primary-care-institution.

use serde_json::{Value, json};
use support::crash::{Write, crash_sweep};
use support::keys::{INSTITUTION, NOTEBOOK, PRIMARY_CARE, PROFILE};
use support::{City, Person};

use super::{CLINIC, NOBODY, OTHER_CLINIC, as_others, at_clinic, city, city_of, close};

fn list(id: &str) -> String {
    format!("/v1/residents/{id}/primary-care-institutions")
}

fn one(id: &str, code: &str) -> String {
    format!("{}/{code}", list(id))
}

async fn codes(city: &City, person: &Person, id: &str) -> Vec<String> {
    let shown = city.get(person, &list(id)).await.expect(200).body;
    let code = |item: &Value| item["institution"]["code"].as_str().unwrap().to_owned();
    shown["items"].as_array().unwrap().iter().map(code).collect()
}

#[tokio::test]
async fn what_was_added_last_stands_first_with_what_the_directory_says_today() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    assert_eq!(city.get(&hanako, &list(&id)).await.expect(200).body, json!({ "items": [], "next_cursor": null }));
    city.put(&hanako, &one(&id, CLINIC), Value::Null).await.expect(200);
    city.set_time("2026-11-23T10:00:00+09:00");
    for (name, value) in [("phone", "0968-63-0000"), ("address", "荒尾市宮内出目390"), ("kana", "ウミベシカ")]
    {
        city.set_attribute(INSTITUTION.of(OTHER_CLINIC), PROFILE, name, &json!(value));
    }
    let added = city.put(&hanako, &one(&id, OTHER_CLINIC), Value::Null).await.expect(200).body;
    let dentist = json!({
        "institution": { "code": OTHER_CLINIC, "name": "海辺歯科" }, "kana": "ウミベシカ", "kind": "dental",
        "address": "荒尾市宮内出目390", "phone": "0968-63-0000", "takes_part": true, "since": "2026-11-23T01:00:00Z",
    });
    assert_eq!(added["institution"], dentist["institution"]);
    city.store.forget();
    let shown = city.get(&hanako, &list(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!((&shown["items"][0]["phone"], &shown["items"][0]["since"]), (&dentist["phone"], &dentist["since"]));
    assert_eq!(shown["items"][0]["address"], dentist["address"]);
    assert_eq!(codes(&city, &hanako, &id).await, [OTHER_CLINIC, CLINIC]);
    // Once more changes neither its place nor its day, and leaves no new version.
    let before = city.items(NOTEBOOK.of(&id), PRIMARY_CARE);
    city.put(&hanako, &one(&id, CLINIC), Value::Null).await.expect(200);
    assert_eq!(city.items(NOTEBOOK.of(&id), PRIMARY_CARE), before);
    city.delete(&hanako, &one(&id, OTHER_CLINIC)).await.expect(204);
    assert_eq!(codes(&city, &hanako, &id).await, [CLINIC]);
    city.delete(&hanako, &one(&id, OTHER_CLINIC)).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn one_that_takes_no_part_is_not_chosen_and_stays_where_it_was() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.put(&hanako, &one(&id, CLINIC), Value::Null).await.expect(200);
    for code in [CLINIC, OTHER_CLINIC] {
        close(&city, code);
    }
    for code in [OTHER_CLINIC, "9999999999", "１２３４５６７８９０", "1"] {
        city.put(&hanako, &one(&id, code), Value::Null).await.expect_problem(404, "not_found");
    }
    let again = city.put(&hanako, &one(&id, CLINIC), Value::Null).await.expect(200).body;
    assert_eq!(again["takes_part"], false);
    let shown = city.get(&hanako, &list(&id)).await.expect(200).body;
    assert_eq!((&shown["items"][0]["takes_part"], shown["items"].as_array().unwrap().len()), (&json!(false), 1));
}

#[tokio::test]
async fn there_are_twenty_also_where_many_are_added_at_once() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let many: Vec<String> = (0..22).map(|n| format!("431{n:07}")).collect();
    for code in &many {
        city.institution(code, "医院");
    }
    for code in &many[..18] {
        city.put(&hanako, &one(&id, code), Value::Null).await.expect(200);
    }
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for code in &many[18..] {
        let (city, hanako, path) = (city.clone(), hanako.clone(), one(&id, code));
        running.spawn(async move { city.put(&hanako, &path, Value::Null).await });
    }
    let replies = running.join_all().await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 2);
    for refused in replies.into_iter().filter(|reply| reply.status != 200) {
        assert_eq!(refused.expect_problem(422, "too_many_primary_care").body["most"], 20);
    }
    assert_eq!(codes(&city, &hanako, &id).await.len(), 20);
}

#[tokio::test]
async fn nothing_is_opened_to_an_institution_and_it_learns_nothing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let doctor = Person::staff("doctor");
    city.employ(&doctor, CLINIC, "doctor");
    city.put(&hanako, &one(&id, CLINIC), Value::Null).await.expect(200);
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile", "visits"])).await.expect(201);
    let shown = city.get(&doctor, &notebook).await.expect(200).body;
    assert!(!shown.to_string().contains("primary"));
}

#[tokio::test]
async fn family_sees_and_changes_them_as_its_scope_of_visits_says_and_nobody_else_does() {
    let hanako = Person::resident("hanako");
    for (method, level) in [("GET", "see"), ("PUT", "record"), ("DELETE", "record")] {
        let (city, id) = city_of(&hanako).await;
        city.put(&hanako, &one(&id, OTHER_CLINIC), Value::Null).await.expect(200);
        let path = |id: &str| match method {
            "GET" => list(id),
            "PUT" => one(id, CLINIC),
            _ => one(id, OTHER_CLINIC),
        };
        if method == "GET" {
            // The names are the directory's: the list alone is read of the notebook.
            city.delete(&hanako, &one(&id, OTHER_CLINIC)).await.expect(204);
        }
        let (line, missing) = (format!("{method} {}", path(&id)), format!("{method} {}", path(NOBODY)));
        as_others(&city, &id, (&line, &missing), Value::Null, level).await;
    }
}

#[tokio::test]
async fn r53_an_institution_is_added_and_taken_off_once_wherever_the_writing_stops() {
    let swept = crash_sweep(async |city| {
        let hanako = Person::resident("hanako");
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("PUT {}", one(&id, CLINIC)), Value::Null)
    })
    .await;
    assert_eq!((swept.reply.status, swept.requests), (200, 2));
    let swept = crash_sweep(async |city| {
        let hanako = Person::resident("hanako");
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        city.put(&hanako, &one(&id, CLINIC), Value::Null).await.expect(200);
        Write::new(&hanako, &format!("DELETE {}", one(&id, CLINIC)), Value::Null)
    })
    .await;
    assert_eq!((swept.reply.status, swept.requests), (204, 2));
}

#[tokio::test]
async fn an_institution_that_is_gone_is_still_named_by_its_code() {
    let (city, hanako) = (city(), Person::resident("hanako"));
    let id = city.proved_resident(&hanako).await;
    let stored = json!({ "institutions": [{ "institution_code": "4310199999", "since": "2026-01-05T00:00:00Z" }] });
    city.seed_item(NOTEBOOK.of(&id), PRIMARY_CARE, &stored, json!({ "version": 1 }));
    let shown = city.get(&hanako, &list(&id)).await.expect(200).body;
    let gone = json!({
        "institution": { "code": "4310199999", "name": null }, "kana": null, "kind": null, "address": null, "phone": null,
        "takes_part": false, "since": "2026-01-05T00:00:00Z",
    });
    assert_eq!(shown["items"], json!([gone]));
}
