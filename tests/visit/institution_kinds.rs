//! check-in and list-institutions: what an institution is decides what people come there for.

use serde_json::{Value, json};
use support::keys::{DIRECTORY, GRANTS, INSTITUTION, INSTITUTIONS, NOTEBOOK, PROFILE, key_of};
use support::store::TABLE;
use support::{City, Person};

use super::city_of;

const PHARMACY: &str = "4340112345";
const CITY_OFFICE: &str = "4300412345";
const HEALTH_CENTER: &str = "4300412346";

fn at(id: &str, code: &str, purpose: &str) -> Value {
    json!({ "resident_id": id, "institution_code": code, "sections": ["profile"], "purpose": purpose })
}

async fn town(hanako: &Person) -> (City, String) {
    let (city, id) = city_of(hanako).await;
    for (code, name, kind) in [
        (PHARMACY, "はまかぜ薬局", None),
        (CITY_OFFICE, "市役所", Some("city_office")),
        (HEALTH_CENTER, "保健センター", Some("health_center")),
    ] {
        city.institution(code, name);
        if let Some(kind) = kind {
            city.set_attribute(INSTITUTION.of(code), PROFILE, "kind", &json!(kind));
            city.set_attribute(DIRECTORY, INSTITUTIONS.of(code), "kind", &json!(kind));
        }
    }
    (city, id)
}

#[tokio::test]
async fn a_check_in_at_the_city_office_is_refused_because_nobody_there_may_open_it() {
    let hanako = Person::resident("hanako");
    let (city, id) = town(&hanako).await;
    for purpose in ["consultation", "dispensing", "health_guidance"] {
        let refused = city.post(&hanako, "/v1/check-ins", at(&id, CITY_OFFICE, purpose)).await;
        let refused = refused.expect_problem(422, "no_check_in_here");
        assert_eq!(refused.body["errors"][0]["pointer"], "/institution_code");
    }
    assert!(city.items(NOTEBOOK.of(&id), GRANTS).is_empty());
}

#[tokio::test]
async fn a_purpose_that_nobody_comes_for_is_refused_and_those_that_fit_are_named() {
    let hanako = Person::resident("hanako");
    let (city, id) = town(&hanako).await;
    let refused = city.post(&hanako, "/v1/check-ins", at(&id, PHARMACY, "consultation")).await;
    let refused = refused.expect_problem(422, "purpose_not_offered");
    assert_eq!(
        (&refused.body["errors"][0]["pointer"], &refused.body["purposes"]),
        (&json!("/purpose"), &json!(["dispensing"]))
    );
    city.post(&hanako, "/v1/check-ins", at(&id, PHARMACY, "dispensing")).await.expect(201);
    city.post(&hanako, "/v1/check-ins", at(&id, HEALTH_CENTER, "dispensing"))
        .await
        .expect_problem(422, "purpose_not_offered");
    city.post(&hanako, "/v1/check-ins", at(&id, HEALTH_CENTER, "health_guidance")).await.expect(201);
}

#[tokio::test]
async fn an_institution_registered_without_its_kind_is_what_its_code_says() {
    let hanako = Person::resident("hanako");
    let (city, id) = town(&hanako).await;
    city.institution("4300499999", "種別のない施設");
    city.post(&hanako, "/v1/check-ins", at(&id, "4300499999", "consultation")).await.expect(201);
    let listed = city.get(&hanako, "/v1/institutions").await.expect(200);
    let kind = |code: &str| {
        let found = listed.body["items"].as_array().unwrap().iter().find(|item| item["code"] == code);
        found.unwrap()["kind"].clone()
    };
    assert_eq!(kind(super::CLINIC), "medical");
    assert_eq!(kind(super::OTHER_CLINIC), "medical");
    assert_eq!(kind(PHARMACY), "pharmacy");
    assert_eq!(kind(CITY_OFFICE), "city_office");
    assert_eq!(kind("4300499999"), "other");
}

#[tokio::test]
async fn r05_who_may_no_longer_at_that_moment_is_not_checked_in_nor_where_it_is_closed() {
    let hanako = Person::resident("hanako");
    for (pk, name, value, status, code) in [
        ("RES", "status", json!({ "S": "unverified" }), 403, "identity_proof_required"),
        ("INST", "active", json!({ "BOOL": false }), 409, "institution_unavailable"),
    ] {
        let (city, id) = town(&hanako).await;
        let pk = if pk == "RES" { NOTEBOOK.of(&id) } else { INSTITUTION.of(PHARMACY) };
        city.store.interrupt(1, move |store| {
            store.admin(
                "UpdateItem",
                json!({
                    "TableName": TABLE, "Key": key_of(pk, PROFILE),
                    "UpdateExpression": "SET #n = :v", "ExpressionAttributeNames": { "#n": name },
                    "ExpressionAttributeValues": { ":v": value },
                }),
            );
        });
        let refused = city.post(&hanako, "/v1/check-ins", at(&id, PHARMACY, "dispensing")).await;
        refused.expect_problem(status, code);
        assert!(!city.store.was_not_interrupted() && city.items(NOTEBOOK.of(&id), GRANTS).is_empty());
    }
}
