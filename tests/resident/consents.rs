//! get-consents and update-consents.

use serde_json::{Value, json};
use support::{City, Person};

fn named(purposes: &[&str]) -> Value {
    let consents: Vec<_> = purposes.iter().map(|p| json!({ "purpose": p, "version": "2026-04" })).collect();
    json!({ "consents": consents })
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
async fn the_notebook_itself_stays_agreed_to_and_family_does_not_agree_for_a_person() {
    let (city, hanako, son) = (City::new(), Person::resident("hanako"), Person::resident("son"));
    let id = city.open_notebook(&hanako).await;
    let path = format!("/v1/residents/{id}/consents");
    city.put(&hanako, &path, named(&["statistics"])).await.expect_problem(422, "invalid_value");
    city.put(&hanako, &path, named(&["use_of_notebook", "use_of_notebook"])).await.expect_problem(422, "invalid_value");
    city.get(&son, &path).await.expect_problem(404, "not_found");
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    city.put(&son, &path, named(&["use_of_notebook"])).await.expect_problem(403, "forbidden");
}
