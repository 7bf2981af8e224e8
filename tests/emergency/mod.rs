mod create_emergency_card;
mod delete_emergency_card;
mod get_emergency_card;
mod open_emergency_card;
mod what_is_shown;

use serde_json::{Value, json};
use support::{City, Person, Reply};

pub(crate) use super::family::{NOBODY, city_of, keyed, told};

/// The address of a person's card.
pub(crate) fn card(id: &str) -> String {
    format!("/v1/residents/{id}/emergency-card")
}

/// Makes a card; gives its secret.
pub(crate) async fn made(city: &City, person: &Person, id: &str) -> String {
    let made = city.post(person, &card(id), Value::Null).await.expect(201);
    made.body["secret"].as_str().unwrap().to_owned()
}

/// Opens a card, as anybody.
pub(crate) async fn open(city: &City, secret: &str) -> Reply {
    city.post(&Person::nobody(), "/v1/emergency-cards", json!({ "secret": secret })).await
}

/// A proved person in a city of her own at 10:00 on 2026-11-22, with a card.
pub(crate) async fn with_card() -> (City, Person, String, String) {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let secret = made(&city, &hanako, &id).await;
    (city, hanako, id, secret)
}

/// A guardian of the person, whose child was born on this day.
pub(crate) fn guardian(city: &City, name: &str, id: &str, born: &str) -> Person {
    let person = Person::resident(name);
    city.relate(&person, id, "guardian", &[]);
    let sk = support::keys::RELATIONS.of(person.actor());
    city.set_attribute(support::keys::NOTEBOOK.of(id), &sk, "ward_birth_date", &json!(born));
    person
}
