use serde_json::{Value, json};
use support::Person;
use support::keys::{CONSENTS, NOTEBOOK};

use super::{CLINIC, NOBODY, OTHER_CLINIC, as_others, at_clinic, checked_in, city_of};

fn grants(id: &str) -> String {
    format!("/v1/residents/{id}/grants")
}

#[tokio::test]
async fn what_is_open_now_is_listed_with_names_in_one_round_trip_without_what_was_ended() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    city.set_time("2026-11-22T11:00:00+09:00");
    let mut dentist = at_clinic(&id, &["medication", "daily"]);
    dentist["institution_code"] = json!(OTHER_CLINIC);
    let other = city.post(&hanako, "/v1/check-ins", dentist).await.expect(201).body["visit_id"].clone();
    city.store.forget();
    let list = city.get(&hanako, &grants(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let until = "2026-11-22T15:00:00Z";
    let open = |visit: &Value, code: &str, name: &str, sections: Value, since: &str| {
        json!({
            "visit_id": visit, "institution": { "code": code, "name": name }, "sections": sections, "since": since,
            "until": until, "renewable_from": "2026-11-22T12:00:00Z",
        })
    };
    let here = open(&json!(visit), CLINIC, "みどり内科クリニック", json!(["profile"]), "2026-11-22T01:00:00Z");
    let there = open(&other, OTHER_CLINIC, "海辺歯科", json!(["medication", "daily"]), "2026-11-22T02:00:00Z");
    assert_eq!(list, json!({ "items": [there, here], "next_cursor": null }));
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    assert_eq!(city.get(&hanako, &grants(&id)).await.expect(200).body["items"], json!([there]));
    city.set_time("2026-11-23T00:00:00+09:00");
    assert_eq!(city.get(&hanako, &grants(&id)).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn what_a_withdrawn_consent_closed_is_not_open() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    checked_in(&city, &hanako, &id).await;
    // Withdrawn by hand, as where more was open than one withdrawal ends.
    let consent = json!({
        "for": "sharing_with_institutions", "text_version": "2026-04", "given_at": "2026-11-21T00:00:00Z",
        "withdrawn_at": "2026-11-22T01:00:00Z",
    });
    city.seed_item(NOTEBOOK.of(&id), CONSENTS.of("sharing_with_institutions"), &consent, json!({ "version": 1 }));
    assert_eq!(city.get(&hanako, &grants(&id)).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn family_sees_what_is_open_from_the_scope_of_visits_on_and_nobody_else_does() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    checked_in(&city, &hanako, &id).await;
    let (line, missing) = (format!("GET {}", grants(&id)), format!("GET {}", grants(NOBODY)));
    as_others(&city, &id, (&line, &missing), Value::Null, "see").await;
}
