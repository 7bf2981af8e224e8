use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn, OTHER_CLINIC, ago};
use support::keys::{
    ACCOUNT, ACCOUNT_LOG, CLINIC_DAY, ENTRIES, GRANTS, INSTITUTION, LOG, NOTEBOOK, PROFILE, REFUSED, STAFF_MEMBERS,
};
use support::{City, Person, Reply};

async fn opened() -> (City, Person, Person, String, CheckedIn) {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    (city, doctor, hanako, id, checked_in)
}

/// The number of refused looks that the person is told of.
fn told(city: &City, id: &str) -> u64 {
    let lines = city.items(LOG.of(id), REFUSED);
    lines.iter().map(|line| line["refused"]["N"].as_str().unwrap().parse::<u64>().unwrap()).sum()
}

#[tokio::test]
async fn every_role_that_treats_may_look_and_no_other() {
    let (city, _, _, id, checked_in) = opened().await;
    for role in ["doctor", "nurse", "pharmacist", "public_health_nurse"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        city.get(&person, &checked_in.notebook()).await.expect(200);
    }
    assert_eq!(city.entries(LOG.of(&id)), 4);
    for role in ["reception", "city_admin", "operator"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        let refused = city.get(&person, &checked_in.notebook()).await.expect_problem(403, "role_not_allowed");
        assert_eq!(refused.body["roles"], json!(["doctor", "nurse", "pharmacist", "public_health_nurse"]));
        // The reason is the caller's own role: of a person who is not there it reads the same.
        let nobody = format!("/v1/institutions/{CLINIC}/patients/019a0000-0000-7000-8000-000000000000/notebook");
        assert_eq!(city.get(&person, &nobody).await.raw, refused.raw);
        assert_eq!(city.entries(ACCOUNT_LOG.of(person.actor())), 2);
        let elsewhere = format!("/v1/institutions/{OTHER_CLINIC}/patients/{id}/notebook");
        city.get(&person, &elsewhere).await.expect_problem(404, "not_found");
    }
    assert_eq!(city.entries(LOG.of(&id)), 4);
}

#[tokio::test]
async fn r02_every_closed_door_answers_byte_for_byte_as_a_person_who_is_not_there() {
    let (city, doctor, hanako, id, checked_in) = opened().await;
    let other_doctor = Person::staff("other");
    city.institution(OTHER_CLINIC, "となりの医院");
    city.employ(&other_doctor, OTHER_CLINIC, "doctor");
    let nobody = "019a0000-0000-7000-8000-000000000000";
    let missing = city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients/{nobody}/notebook")).await;
    let missing = missing.expect_problem(404, "not_found");
    let elsewhere = format!("/v1/institutions/{OTHER_CLINIC}/patients/{id}/notebook");
    let left = Person::staff("left");
    city.employ(&left, CLINIC, "doctor");
    city.set_attribute(INSTITUTION.of(CLINIC), STAFF_MEMBERS.of(left.actor()), "active", &json!(false));
    let refused: Vec<Reply> = vec![
        city.get(&other_doctor, &elsewhere).await,
        city.get(&other_doctor, &checked_in.notebook()).await,
        city.get(&hanako, &checked_in.notebook()).await,
        city.get(&Person::resident("stranger"), &checked_in.notebook()).await,
        city.get(&left, &checked_in.notebook()).await,
        city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients/1/notebook")).await,
        city.get(&doctor, &format!("/v1/institutions/1/patients/{id}/notebook")).await,
    ];
    for (n, reply) in refused.iter().enumerate() {
        assert_eq!(reply.raw, missing.raw, "{n}");
    }
    assert_eq!(city.entries(LOG.of(&id)), 0);
    city.get(&Person::staff_without_totp("doctor"), &checked_in.notebook()).await.expect_problem(403, "totp_required");
    city.get(&Person::nobody(), &checked_in.notebook()).await.expect_problem(401, "unauthenticated");
    let query = format!("{}?name=CANARY", checked_in.notebook());
    let reply = city.get(&doctor, &query).await.expect_problem(422, "unknown_field");
    assert!(!String::from_utf8(reply.raw).unwrap().contains("CANARY"));
}

#[tokio::test]
async fn a_sign_in_that_was_ended_is_told_so_and_only_at_the_callers_own_institution() {
    let (city, _, _, _, checked_in) = opened().await;
    let ended = Person::staff("ended");
    city.employ(&ended, CLINIC, "doctor");
    let staff = STAFF_MEMBERS.of(ended.actor());
    city.set_attribute(INSTITUTION.of(CLINIC), &staff, "sessions_valid_from", &json!("2026-11-22T00:00:00Z"));
    city.get(&ended, &checked_in.notebook()).await.expect_problem(401, "session_ended");
    city.get(&ended, &format!("/v1/institutions/{CLINIC}/patients")).await.expect_problem(401, "session_ended");
    let elsewhere = format!("/v1/institutions/{OTHER_CLINIC}/patients");
    city.get(&ended, &elsewhere).await.expect_problem(404, "not_found");
    let anew = ended.clone().claiming("auth_time", "1795309200");
    city.get(&anew, &checked_in.notebook()).await.expect(200);
    // Who does not work there any more is not told that they once did.
    city.set_attribute(INSTITUTION.of(CLINIC), &staff, "active", &json!(false));
    city.get(&ended, &checked_in.notebook()).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r40_a_refused_look_is_in_the_actors_chain_and_told_only_after_a_check_in() {
    let (city, doctor, _, id, checked_in) = opened().await;
    city.revoke(&checked_in);
    for _ in 0..3 {
        city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
    }
    assert_eq!(city.entries(ACCOUNT_LOG.of(doctor.actor())), 3);
    assert_eq!(city.items(LOG.of(&id), REFUSED).len(), 1);
    assert_eq!(told(&city, &id), 3);
    assert_eq!(city.entries(LOG.of(&id)), 0);
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    city.get(&other, &format!("/v1/institutions/{OTHER_CLINIC}/patients/{id}/notebook")).await.expect(404);
    assert_eq!(city.entries(ACCOUNT_LOG.of(other.actor())), 1);
    assert_eq!(told(&city, &id), 3);
    let entry = city.items(ACCOUNT_LOG.of(other.actor()), ENTRIES).pop().unwrap();
    assert_eq!(entry["decision"]["S"], "refused");
    assert_eq!(entry["about"]["S"], json!(id));
}

#[tokio::test]
async fn r10_the_day_ends_between_23_59_59_999_and_00_00_00_000_in_japan() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.set_time("2026-11-22T00:00:00.000+09:00");
    let checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
    city.set_time("2026-11-21T23:59:59.999+09:00");
    city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
    city.set_time("2026-11-22T00:00:00.000+09:00");
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    city.set_time("2026-11-22T23:59:59.999+09:00");
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    city.set_time("2026-11-23T00:00:00.000+09:00");
    city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn yesterdays_grant_opens_nothing_today_even_under_todays_key() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let yesterday = city.check_in_at(&id, CLINIC, &[Section::Daily], ago(city.now(), 1));
    city.get(&doctor, &yesterday.notebook()).await.expect_problem(404, "not_found");
    let grant = city.items(NOTEBOOK.of(&id), GRANTS).pop().unwrap();
    let mut moved = grant.clone();
    moved["sk"] = json!({ "S": GRANTS.of(CLINIC).of("2026-11-22") });
    city.store.seed(moved);
    city.get(&doctor, &yesterday.notebook()).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r05_a_revocation_counts_on_the_very_next_request_whatever_came_before() {
    let (city, doctor, _, id, mut checked_in) = opened().await;
    // A reference model: open or not. Fixed steps of a full-period generator, so that a failure repeats.
    let (mut state, mut open) = (20_261_122_u64, true);
    for step in 0..120 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match (state >> 33) % 4 {
            0 => {
                checked_in = city.check_in(&id, CLINIC, &[Section::Daily]);
                open = true;
            }
            1 => {
                city.revoke(&checked_in);
                open = false;
            }
            2 => {
                city.pass(chrono::TimeDelta::hours(7));
                open = open && notebook::time::jst_day(city.now()) == notebook::time::jst_day(checked_in.at);
            }
            _ => {}
        }
        let reply = city.get(&doctor, &checked_in.notebook()).await;
        assert_eq!(reply.status, if open { 200 } else { 404 }, "step {step}");
    }
}

#[tokio::test]
async fn r03_a_look_touches_only_the_persons_the_callers_and_the_institutions_partitions() {
    let (city, doctor, _, id, checked_in) = opened().await;
    let other = city.proved_resident(&Person::resident("other")).await;
    city.check_in(&other, CLINIC, &[Section::Daily]);
    city.store.forget();
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    let expected: std::collections::BTreeSet<_> = [
        NOTEBOOK.of(&id),
        INSTITUTION.of(CLINIC),
        CLINIC_DAY.of(CLINIC).of("2026-11-22"),
        LOG.of(&id),
        ACCOUNT.of(doctor.actor()),
    ]
    .map(|own| own.to_string())
    .into();
    assert_eq!(city.store.seen().partitions, expected);
    assert_ne!(city.get(&doctor, &checked_in.notebook()).await.body, Value::Null);
}

#[tokio::test]
async fn an_institution_that_no_longer_takes_part_finds_nothing_from_the_next_request_on() {
    let (city, doctor, _, _, checked_in) = opened().await;
    city.get(&doctor, &checked_in.notebook()).await.expect(200);
    city.set_attribute(INSTITUTION.of(CLINIC), PROFILE, "active", &json!(false));
    city.get(&doctor, &checked_in.notebook()).await.expect_problem(404, "not_found");
    city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect_problem(404, "not_found");
}

/// They all check that the institution takes part, and the table refuses two transactions that meet there.
#[tokio::test]
async fn r51_fifty_members_of_one_institution_open_fifty_notebooks_at_once() {
    let city = std::sync::Arc::new(City::new());
    let mut looks = Vec::new();
    for n in 0..50 {
        let doctor = Person::staff(&format!("doctor-{n}"));
        city.employ(&doctor, CLINIC, "doctor");
        let id = city.proved_resident(&Person::resident(&format!("resident-{n}"))).await;
        let notebook = city.check_in(&id, CLINIC, &[Section::Daily]).notebook();
        let city = std::sync::Arc::clone(&city);
        looks.push(async move { city.get(&doctor, &notebook).await.status });
    }
    let running: Vec<_> = looks.into_iter().map(tokio::spawn).collect();
    for look in running {
        assert_eq!(look.await.unwrap(), 200);
    }
}
