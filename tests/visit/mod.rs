mod check_in;
mod end_check_in;
mod grant_model;
mod list_institutions;
mod poster;

use serde_json::{Value, json};
use support::{City, Person};

pub(crate) const CLINIC: &str = "4310112345";
pub(crate) const OTHER_CLINIC: &str = "4310154321";

/// A city with two clinics.
pub(crate) fn city() -> City {
    let city = City::new();
    city.institution(CLINIC, "みどり内科クリニック");
    city.institution(OTHER_CLINIC, "海辺歯科");
    city
}

/// A city with two clinics and a person who may check in there.
pub(crate) async fn city_of(person: &Person) -> (City, String) {
    let city = city();
    let id = city.proved_resident(person).await;
    (city, id)
}

pub(crate) fn at_clinic(id: &str, sections: &[&str]) -> Value {
    json!({ "resident_id": id, "institution_code": CLINIC, "sections": sections, "purpose": "consultation" })
}

/// Every item whose keys begin so.
pub(crate) fn items(city: &City, pk: &str, sk: &str) -> Vec<Value> {
    let begins =
        |item: &Value, name: &str, prefix: &str| item[name]["S"].as_str().unwrap_or_default().starts_with(prefix);
    city.store.everything().into_iter().filter(|item| begins(item, "pk", pk) && begins(item, "sk", sk)).collect()
}

/// The one item whose keys begin so.
#[track_caller]
pub(crate) fn item(city: &City, pk: &str, sk: &str) -> Value {
    let mut found = items(city, pk, sk);
    assert_eq!(found.len(), 1, "{pk} {sk}");
    found.remove(0)
}

/// The institution no longer takes part.
pub(crate) fn close(city: &City, code: &str) {
    for (pk, sk) in [(format!("INST#{code}"), "PROFILE".to_owned()), ("CITY".to_owned(), format!("INSTITUTION#{code}"))]
    {
        let mut left = item(city, &pk, &sk);
        left["active"] = json!({ "BOOL": false });
        city.store.seed(left);
    }
}
