//! From the check-in at the counter to its end, through the operations of both sides.

use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::{City, Person, Reply};

async fn check_in(city: &City, hanako: &Person, id: &str, sections: &[&str]) -> Reply {
    let body =
        json!({ "resident_id": id, "institution_code": CLINIC, "sections": sections, "purpose": "consultation" });
    city.post(hanako, "/v1/check-ins", body).await
}

async fn line(city: &City, doctor: &Person) -> Value {
    let list = city.get(doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
    list.body["items"][0].clone()
}

#[tokio::test]
async fn a_day_at_the_clinic_from_the_check_in_to_its_end_and_a_second_opening() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");

    let first = check_in(&city, &hanako, &id, &["daily", "visits"]).await.expect(201);
    let visit = first.body["visit_id"].as_str().unwrap().to_owned();
    let waiting = line(&city, &doctor).await;
    assert_eq!((&waiting["visit_id"], &waiting["status"]), (&json!(visit), &json!("waiting")));
    assert_eq!((&waiting["legal_name"], &waiting["checked_in_by"]), (&json!("荒尾 花子"), &json!("self")));
    city.store.forget();
    let view = city.get(&doctor, &notebook).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(view["sections"].as_object().unwrap().keys().collect::<Vec<_>>(), ["daily", "visits"]);
    assert_eq!(line(&city, &doctor).await["status"], "opened");

    // What is open changes while the notebook is open: one more look, as deep as before.
    check_in(&city, &hanako, &id, &["daily"]).await.expect(200);
    for _ in 0..2 {
        city.store.forget();
        let view = city.get(&doctor, &notebook).await.expect(200).body;
        assert_eq!(city.store.seen().depth, 2);
        assert_eq!(view["grant"]["sections"], json!(["daily"]));
    }

    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.get(&doctor, &notebook).await.expect_problem(404, "not_found");
    assert_eq!(line(&city, &doctor).await["status"], "ended");
    let notes = format!("/v1/institutions/{CLINIC}/patients/{id}/visits/{visit}/notes");
    city.post(&doctor, &notes, json!({ "text": "お大事に" })).await.expect(201);

    let again = check_in(&city, &hanako, &id, &["visits"]).await.expect(200);
    assert_eq!(again.body["visit_id"], json!(visit));
    assert_eq!(line(&city, &doctor).await["status"], "waiting");
    let view = city.get(&doctor, &notebook).await.expect(200).body;
    assert_eq!(view["sections"]["visits"][0]["notes"][0]["text"], "お大事に");
    assert_eq!(line(&city, &doctor).await["status"], "opened");

    let log = city.get(&hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    let actions: Vec<_> = log["items"].as_array().unwrap().iter().map(|item| item["action"].clone()).collect();
    assert_eq!(actions, ["open-notebook", "add-note", "open-notebook", "open-notebook", "open-notebook"]);
    assert_eq!((&log["verified"], &log["refused"][0]["count"]), (&json!(true), &json!(1)));
}
