//! get-consents and update-consents.

use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC};
use support::keys::{CONSENTS, GRANTS, NOTEBOOK};
use support::store::TABLE;
use support::{City, Person, Write, crash_sweep};

fn named(purposes: &[&str]) -> Value {
    let consents: Vec<_> = purposes.iter().map(|p| json!({ "purpose": p, "version": version_of(p) })).collect();
    json!({ "consents": consents })
}

/// The present version of a text.
fn version_of(purpose: &str) -> &'static str {
    match purpose {
        "sharing_with_institutions" | "emergency_access" | "outreach" => "2026-11",
        _ => "2026-04",
    }
}

fn of<'a>(body: &'a Value, purpose: &str) -> &'a Value {
    body["items"].as_array().unwrap().iter().find(|item| item["purpose"] == purpose).unwrap()
}

#[tokio::test]
async fn r62_what_is_not_named_is_withdrawn_at_once_and_its_history_stays() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let path = format!("/v1/residents/{}/consents", city.open_notebook(&hanako).await);
    let before = city.get(&hanako, &path).await.expect(200);
    assert!(of(&before.body, "statistics").get("consent").is_none());
    city.put(&hanako, &path, named(&["use_of_notebook", "statistics"])).await.expect(200);
    city.put(&hanako, &path, named(&["use_of_notebook"])).await.expect(200);
    let after = city.get(&hanako, &path).await.expect(200);
    assert!(of(&after.body, "statistics")["consent"]["withdrawn_at"].is_string());
    assert!(of(&after.body, "use_of_notebook")["consent"]["withdrawn_at"].is_null());
}

#[tokio::test]
async fn r62_a_consent_that_was_withdrawn_meanwhile_is_not_given_back_with_another() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let path = format!("/v1/residents/{}/consents", city.open_notebook(&hanako).await);
    city.put(&hanako, &path, named(&["use_of_notebook", "statistics"])).await.expect(200);
    let seen = city.get(&hanako, &path).await.expect(200).header("etag").map(ToOwned::to_owned);
    let on_phone = city.put(&hanako, &path, named(&["use_of_notebook"])).await.expect(200);
    let now = city.get(&hanako, &path).await.expect(200).header("etag").map(ToOwned::to_owned);
    assert_eq!(on_phone.header("etag"), now.as_deref());
    let both = named(&["use_of_notebook", "statistics", "sharing_with_institutions"]);
    let agree = async |tag: Option<String>| {
        city.send(&hanako, &format!("PUT {path}"), both.clone(), |request| request.if_match = tag).await
    };
    agree(seen.clone()).await.expect_problem(412, "version_mismatch");
    // So is who sends back all that was read: it is old, and no attempt at what only the server says.
    let mut read = city.get(&hanako, &path).await.expect(200).body;
    read["items"][0]["consent"]["given_at"] = json!("2020-01-01T00:00:00Z");
    read["consents"] = both["consents"].clone();
    city.send(&hanako, &format!("PUT {path}"), read, |request| request.if_match = seen)
        .await
        .expect_problem(412, "version_mismatch");
    let after = city.get(&hanako, &path).await.expect(200);
    assert!(of(&after.body, "statistics")["consent"]["withdrawn_at"].is_string());
    let given = agree(now).await.expect(200);
    assert!(of(&given.body, "statistics")["consent"]["withdrawn_at"].is_null());
}

#[tokio::test]
async fn family_does_not_agree_for_a_person_and_no_purpose_is_named_twice() {
    let (city, hanako, son) = (City::new(), Person::resident("hanako"), Person::resident("son"));
    let id = city.open_notebook(&hanako).await;
    let path = format!("/v1/residents/{id}/consents");
    city.put(&hanako, &path, named(&["use_of_notebook", "use_of_notebook"])).await.expect_problem(422, "invalid_value");
    city.get(&son, &path).await.expect_problem(404, "not_found");
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    city.put(&son, &path, named(&["use_of_notebook"])).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn r62_an_earlier_version_of_a_text_counts_and_is_asked_anew() {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    let path = format!("/v1/residents/{id}/consents");
    let item =
        json!({ "for": "sharing_with_institutions", "text_version": "2025-04", "given_at": "2025-05-01T00:00:00Z" });
    city.seed_item(NOTEBOOK.of(&id), CONSENTS.of("sharing_with_institutions"), &item, json!({ "version": 1 }));
    let shown = city.get(&hanako, &path).await.expect(200);
    let asked: Vec<_> = shown.body["items"].as_array().unwrap().iter().filter(|item| item["ask"] == true).collect();
    let purposes: Vec<_> = asked.iter().map(|item| item["purpose"].as_str().unwrap()).collect();
    let unasked = ["sharing_with_institutions", "emergency_access", "outreach", "mynaportal", "statistics"];
    assert_eq!(purposes, unasked);
    city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect(201);
    // Whoever does not agree to the new text yet keeps what they agreed to; nobody else can agree to the old one.
    let mut body = named(&["use_of_notebook", "sharing_with_institutions"]);
    body["consents"][1] = json!({ "purpose": "sharing_with_institutions", "version": "2025-04" });
    let kept = city.put(&hanako, &path, body.clone()).await.expect(200);
    assert_eq!(of(&kept.body, "sharing_with_institutions")["consent"]["withdrawn_at"], Value::Null);
    body["consents"][1] = json!({ "purpose": "statistics", "version": "2025-04" });
    city.put(&hanako, &path, body).await.expect_problem(422, "consent_outdated");
}

fn check_in(id: &str) -> Value {
    json!({
        "resident_id": id, "institution_code": CLINIC, "sections": ["profile", "visits"], "purpose": "consultation",
    })
}

#[tokio::test]
async fn r62_withdrawing_the_sharing_closes_at_once_and_giving_it_again_opens_nothing() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    city.institution(OTHER_CLINIC, "となりの医院");
    let consents = format!("/v1/residents/{id}/consents");
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    city.put(&hanako, &consents, named(&["use_of_notebook", "sharing_with_institutions"])).await.expect(200);
    let visit = city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect(201).body["visit_id"].clone();
    let elsewhere = json!({ "institution_code": OTHER_CLINIC });
    let mut second = check_in(&id);
    second["institution_code"] = elsewhere["institution_code"].clone();
    city.post(&hanako, "/v1/check-ins", second).await.expect(201);
    city.get(&doctor, &notebook).await.expect(200);

    city.store.forget();
    city.put(&hanako, &consents, named(&["use_of_notebook"])).await.expect(200);
    assert!(city.store.seen().depth <= 2, "{:?}", city.store.seen());
    let open = city.items(NOTEBOOK.of(&id), GRANTS);
    assert!(open.len() == 2 && open.iter().all(|grant| grant["revoked_at"]["S"].is_string()), "{open:?}");
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    let list = city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
    assert_eq!(list.body["items"][0]["status"], "ended");
    let shown = city.get(&hanako, &format!("/v1/residents/{id}/visits/{}", visit.as_str().unwrap())).await.expect(200);
    assert!(shown.body["ended_at"].is_string(), "{}", shown.body);
    let refused = city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect_problem(403, "consent_required");
    assert_eq!(refused.body["purpose"], "sharing_with_institutions");
    // The clinic's own note of the visit is still possible, and shows nothing.
    let notes = format!("/v1/institutions/{CLINIC}/patients/{id}/visits/{}/notes", visit.as_str().unwrap());
    city.post(&doctor, &notes, json!({ "text": "お大事に" })).await.expect(201);
    city.post(&hanako, &format!("/v1/residents/{id}/daily-records"), daily()).await.expect(201);

    city.pass(TimeDelta::minutes(1));
    city.put(&hanako, &consents, named(&["use_of_notebook", "sharing_with_institutions"])).await.expect(200);
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    let again = city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect(200);
    assert_eq!(again.body["visit_id"], visit);
    city.get(&doctor, &notebook).await.expect(200);
}

fn daily() -> Value {
    json!({ "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4 })
}

#[tokio::test]
async fn r62_a_check_in_that_slips_in_beside_the_withdrawal_opens_nothing_then_or_later() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let consents = format!("/v1/residents/{id}/consents");
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    city.put(&hanako, &consents, named(&["use_of_notebook", "sharing_with_institutions"])).await.expect(200);
    // The withdrawal has read that nothing is open; then a check-in is written; then the withdrawal.
    city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect(201);
    let grant = city.items(NOTEBOOK.of(&id), GRANTS).remove(0);
    let key = json!({ "pk": grant["pk"], "sk": grant["sk"] });
    city.store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": key }));
    city.store.interrupt(1, move |store| store.seed(grant));
    city.put(&hanako, &consents, named(&["use_of_notebook"])).await.expect(200);
    assert!(!city.store.was_not_interrupted());
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    city.pass(TimeDelta::minutes(1));
    city.put(&hanako, &consents, named(&["use_of_notebook", "sharing_with_institutions"])).await.expect(200);
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    // The same choice again is a new opening, and not the one that slipped in.
    city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect(200);
    city.get(&doctor, &notebook).await.expect(200);
}

#[tokio::test]
async fn r62_without_the_use_of_the_notebook_it_can_be_read_taken_away_and_used_again() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    let own = format!("/v1/residents/{id}");
    city.post(&hanako, &format!("{own}/daily-records"), daily()).await.expect(201);
    city.put(&hanako, &format!("{own}/consents"), json!({ "consents": [] })).await.expect(200);
    for path in ["", "/consents", "/daily-records", "/visits", "/access-log", "/medications"] {
        city.get(&hanako, &format!("{own}{path}")).await.expect(200);
    }
    let refused = city.post(&hanako, &format!("{own}/daily-records"), daily()).await;
    assert_eq!(refused.expect_problem(403, "consent_required").body["purpose"], "use_of_notebook");
    city.put(&hanako, &format!("{own}/consents"), named(&["use_of_notebook"])).await.expect(200);
    city.post(&hanako, &format!("{own}/daily-records"), daily()).await.expect(201);
}

#[tokio::test]
async fn r53_a_withdrawal_that_is_stopped_anywhere_and_repeated_ends_as_one_that_was_not() {
    crash_sweep(async |city: &City| {
        let (_, hanako, id) = city.clinic().await;
        let consents = format!("/v1/residents/{id}/consents");
        city.put(&hanako, &consents, named(&["use_of_notebook", "sharing_with_institutions"])).await.expect(200);
        city.post(&hanako, "/v1/check-ins", check_in(&id)).await.expect(201);
        Write::new(&hanako, &format!("PUT {consents}"), named(&["use_of_notebook"]))
    })
    .await;
}

#[tokio::test]
async fn sixty_open_check_ins_are_all_closed_by_one_withdrawal() {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    let consents = format!("/v1/residents/{id}/consents");
    city.put(&hanako, &consents, named(&["use_of_notebook", "sharing_with_institutions"])).await.expect(200);
    let doctor = Person::staff("everywhere");
    let codes: Vec<String> = (0..60).map(|n| format!("43101{n:05}")).collect();
    for code in &codes {
        city.employ(&doctor, code, "doctor");
        city.check_in(&id, code, &[Section::Profile]);
    }
    city.put(&hanako, &consents, named(&["use_of_notebook"])).await.expect(200);
    for code in &codes {
        let notebook = format!("/v1/institutions/{code}/patients/{id}/notebook");
        city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    }
}
