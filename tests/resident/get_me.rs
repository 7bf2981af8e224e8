use support::{City, Person};

#[tokio::test]
async fn a_doctor_sees_where_they_work_and_has_no_notebook() {
    let (city, doctor) = (City::new(), Person::staff("doctor"));
    city.employ(&doctor, "4310112345", "doctor");
    let me = city.get(&doctor, "/v1/me").await.expect(200);
    assert_eq!(me.body["memberships"][0]["institution_code"], "4310112345");
    assert_eq!(me.body["memberships"][0]["role"], "doctor");
    assert!(me.body.get("resident_id").is_none());
}

#[tokio::test]
async fn staff_without_a_second_factor_are_told_to_register_one() {
    let city = City::new();
    city.get(&Person::staff_without_totp("doctor"), "/v1/me").await.expect_problem(403, "totp_required");
}
