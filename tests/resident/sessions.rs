//! The end of all sign-ins: `sessions_valid_from` (get-me, and every operation on a notebook).

use serde_json::json;
use support::keys::{ACCOUNT, NOTEBOOK, OWN_NOTEBOOK, RELATIONS};
use support::{City, Person};

const ENDED_AT: &str = "2026-11-22T00:30:00Z";

#[tokio::test]
async fn a_sign_in_from_before_all_were_ended_answers_401_and_a_new_one_goes_on() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    let own = format!("/v1/residents/{id}");
    city.get(&hanako, &own).await.expect(200);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(hanako.actor()), "sessions_valid_from", &json!(ENDED_AT));
    city.get(&hanako, &own).await.expect_problem(401, "session_ended");
    let daily = json!({ "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4 });
    city.post(&hanako, &format!("{own}/daily-records"), daily).await.expect_problem(401, "session_ended");
    // 2026-11-22T01:00:00Z
    city.get(&hanako.clone().claiming("auth_time", "1795309200"), &own).await.expect(200);
}

#[tokio::test]
async fn whoever_has_no_relation_or_no_longer_one_is_not_told_that_sign_ins_were_ended() {
    let (city, hanako, son) = (City::new(), Person::resident("hanako"), Person::resident("son"));
    let id = city.open_notebook(&hanako).await;
    let (own, partition) = (format!("/v1/residents/{id}"), NOTEBOOK.of(&id));
    city.set_attribute(&partition, RELATIONS.of(hanako.actor()), "sessions_valid_from", &json!(ENDED_AT));
    let missing = city.get(&son, "/v1/residents/019a0000-0000-7000-8000-000000000000").await;
    assert_eq!(city.get(&son, &own).await.expect(404).raw, missing.raw);
    city.relate(&son, &id, "family", &[("daily", "see")]);
    let relation = RELATIONS.of(son.actor());
    city.set_attribute(&partition, &relation, "sessions_valid_from", &json!(ENDED_AT));
    city.get(&son, &own).await.expect_problem(401, "session_ended");
    city.set_attribute(&partition, &relation, "state", &json!("ended"));
    assert_eq!(city.get(&son, &own).await.expect(404).raw, missing.raw);
}

#[tokio::test]
async fn the_accounts_own_operations_know_an_ended_sign_in_too() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    city.open_notebook(&hanako).await;
    city.get(&hanako, "/v1/me").await.expect(200);
    city.set_attribute(ACCOUNT.of(hanako.actor()), OWN_NOTEBOOK, "sessions_valid_from", &json!(ENDED_AT));
    city.get(&hanako, "/v1/me").await.expect_problem(401, "session_ended");
    let device = json!({ "platform": "ios", "token": "of a thief" });
    let path = "/v1/me/devices/019aa000-0000-7000-8000-000000000007";
    city.put(&hanako, path, device).await.expect_problem(401, "session_ended");
    city.get(&hanako.clone().claiming("auth_time", "1795309200"), "/v1/me").await.expect(200);
}
