use serde_json::{Value, json};
use support::Person;

use super::{NOBODY, appointed, as_others, city_of, dentist, entry, written};

fn path(id: &str, appointment: &str) -> String {
    format!("/v1/residents/{id}/appointments/{appointment}")
}

#[tokio::test]
async fn a_visit_that_was_planned_without_a_time_is_an_appointment_of_its_day() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let planned = written(&city, &hanako, &id, entry("2026-12-08", "planned")).await;
    city.store.forget();
    let shown = city.get(&hanako, &path(&id, &planned)).await.expect(200);
    assert_eq!((city.store.seen().depth, shown.header("etag")), (1, Some("\"1\"")));
    let off = json!({ "day_before": false, "two_hours_before": false });
    assert_eq!(
        (&shown.body["on"], &shown.body["time"], &shown.body["kind"], &shown.body["reminders"], &shown.body["reminds"]),
        (&json!("2026-12-08"), &Value::Null, &json!("other"), &off, &json!("nobody"))
    );
}

#[tokio::test]
async fn a_visit_that_never_was_an_appointment_is_as_one_that_is_not_there() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let done = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let missing = city.get(&hanako, &path(&id, NOBODY)).await.expect_problem(404, "not_found").raw;
    assert_eq!(city.get(&hanako, &path(&id, &done)).await.expect_problem(404, "not_found").raw, missing);
    let body = dentist("2026-12-08", None);
    city.put(&hanako, &path(&id, &done), body).await.expect_problem(404, "not_found");
    city.delete(&hanako, &path(&id, &done)).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r62_nobody_is_said_to_be_reminded_while_the_consent_is_withdrawn() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let consents = format!("/v1/residents/{id}/consents");
    city.put(&hanako, &consents, json!({ "consents": [] })).await.expect(200);
    let shown = city.get(&hanako, &path(&id, &appointment)).await.expect(200).body;
    assert_eq!((&shown["reminds"], &shown["reminders"]["day_before"]), (&json!("nobody"), &json!(true)));
}

#[tokio::test]
async fn others_see_an_appointment_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let lines = (&*format!("GET {}", path(&id, &appointment)), &*format!("GET {}", path(&id, NOBODY)));
    as_others(&city, &id, lines, Value::Null, "see").await;
}
