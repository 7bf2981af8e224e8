mod accept_invitation;
mod create_child;
mod create_invitation;
mod end_relation;
mod list_family;
mod update_relation;
mod withdraw_invitation;

use serde_json::{Value, json};
use support::keys::{NOTICES, WAITING};
use support::{City, Person};

pub(crate) const NOBODY: &str = "019a0000-0000-7000-8000-000000000000";

/// A city at 10:00 on 2026-11-22 with a proved person, and the id of the notebook.
pub(crate) async fn city_of(person: &Person) -> (City, String) {
    let city = City::new();
    let id = city.proved_resident(person).await;
    (city, id)
}

/// The same with another proved person, who has not joined.
pub(crate) async fn city_of_two() -> (City, Person, String, Person) {
    let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
    let (city, id) = city_of(&hanako).await;
    city.proved_resident(&taro).await;
    (city, hanako, id, taro)
}

/// The same with the other as family, by an invitation.
pub(crate) async fn family(scopes: Value) -> (City, Person, String, Person) {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, scopes).await;
    city.accept(&taro, &code).await.expect(201);
    (city, hanako, id, taro)
}

pub(crate) fn invitations(id: &str) -> String {
    format!("/v1/residents/{id}/invitations")
}

pub(crate) fn list(id: &str) -> String {
    format!("/v1/residents/{id}/family")
}

pub(crate) fn one(id: &str, person: &Person) -> String {
    format!("/v1/residents/{id}/family/{}", person.actor())
}

/// As [`City::call`], with an idempotency key.
pub(crate) async fn keyed(city: &City, person: &Person, line: &str, body: Value, key: &str) -> support::Reply {
    let key = key.to_owned();
    city.send(person, line, body, |request| request.idempotency_key = Some(key)).await
}

/// Who is told what, of the notices that wait.
pub(crate) fn told(city: &City) -> Vec<(String, String)> {
    let text = |item: &Value, name: &str| item[name]["S"].as_str().unwrap().to_owned();
    let mut told: Vec<_> =
        city.items(NOTICES, WAITING).iter().map(|item| (text(item, "notice"), text(item, "account"))).collect();
    told.sort();
    told
}

/// Family of medicines that may be told of a missed dose, and whose alarm rings in the notebook.
pub(crate) async fn watching() -> (City, Person, String, Person) {
    let scopes = json!({ "medication": "manage", "daily": "see", "visits": "see" });
    let (city, hanako, id, taro) = family(scopes).await;
    support::Post::at(&city);
    let alarm = |label: &str| json!({ "label": label, "times": ["12:00"], "from": "2026-11-22" });
    let alarms = format!("/v1/residents/{id}/alarms");
    for (person, label) in [(&hanako, "花子の"), (&taro, "太郎の")] {
        city.post(person, &alarms, alarm(label)).await.expect(201);
    }
    let watcher = format!("/v1/residents/{id}/missed-dose-watchers/{}", taro.actor());
    city.put(&hanako, &watcher, json!({})).await.expect(200);
    let watch = format!("/v1/residents/{id}/missed-dose-watch");
    city.put(&taro, &watch, json!({ "agreed": true })).await.expect(200);
    let read = json!({ "read_to": "2026-11-22T09:00:00+09:00" });
    city.put(&taro, &format!("/v1/residents/{id}/read-notes"), read).await.expect(200);
    let settings = format!("/v1/residents/{id}/notification-settings");
    let mut chosen = city.get(&taro, &settings).await.expect(200).body;
    chosen["dose_missed"] = json!("email");
    city.put(&taro, &settings, chosen).await.expect(200);
    (city, hanako, id, taro)
}
