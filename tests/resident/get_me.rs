use serde_json::json;
use support::keys::{CONSENTS, NOTEBOOK};
use support::{City, Person};

#[tokio::test]
async fn a_doctor_sees_where_they_work_and_has_no_notebook() {
    let (city, doctor) = (City::new(), Person::staff("doctor"));
    city.employ(&doctor, "4310112345", "doctor");
    let me = city.get(&doctor, "/v1/me").await.expect(200);
    assert_eq!(me.body["memberships"][0]["institution_code"], "4310112345");
    assert_eq!(me.body["memberships"][0]["institution_name"], "荒尾内科");
    assert_eq!(me.body["memberships"][0]["role"], "doctor");
    assert!(me.body.get("resident_id").is_none());
}

#[tokio::test]
async fn staff_without_a_second_factor_are_told_to_register_one() {
    let city = City::new();
    city.get(&Person::staff_without_totp("doctor"), "/v1/me").await.expect_problem(403, "totp_required");
}

#[tokio::test]
async fn a_person_sees_the_notebooks_name_and_the_consents_due_with_their_texts() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let before = city.get(&hanako, "/v1/me").await.expect(200).body;
    assert!(before.get("consents_due").is_none() && before.get("display_name").is_none());
    let id = city.open_notebook(&hanako).await;
    city.store.forget();
    let me = city.get(&hanako, "/v1/me").await.expect(200).body;
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!((&me["resident_id"], &me["display_name"]), (&json!(id), &json!("花子")));
    let due = |me: &serde_json::Value| -> Vec<String> {
        let purpose = |text: &serde_json::Value| text["purpose"].as_str().unwrap().to_owned();
        me["consents_due"].as_array().unwrap().iter().map(purpose).collect()
    };
    let never = ["sharing_with_institutions", "emergency_access", "outreach", "mynaportal", "statistics"];
    assert_eq!(due(&me), never);
    let texts = city.get(&hanako, "/v1/consent-texts").await.expect(200).body;
    assert_eq!(me["consents_due"][0], texts["items"][1], "the same text");
    city.set_attribute(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), "text_version", &json!("2020-01"));
    assert_eq!(due(&city.get(&hanako, "/v1/me").await.expect(200).body)[0], "use_of_notebook");
}
