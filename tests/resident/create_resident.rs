use serde_json::{Value, json};
use support::keys::ACCOUNT;
use support::{City, Person, Write, crash_sweep};

fn body(name: &str) -> Value {
    json!({ "display_name": name, "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] })
}

#[tokio::test]
async fn an_account_opens_one_notebook_and_no_second() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let reply = city.post(&hanako, "/v1/residents", body("花子")).await.expect(201);
    assert_eq!(reply.body["status"], "unverified");
    let me = city.get(&hanako, "/v1/me").await.expect(200);
    assert_eq!(me.body["resident_id"], reply.body["resident_id"]);
    city.post(&hanako, "/v1/residents", body("花子")).await.expect_problem(409, "already_registered");
}

#[tokio::test]
async fn r50_the_same_key_gives_the_same_answer_and_another_body_is_refused() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let send = async |name: &str, key: &str| {
        let key = key.to_owned();
        city.send(&hanako, "POST /v1/residents", body(name), |r| r.idempotency_key = Some(key)).await
    };
    let first = send("花子", "k1").await.expect(201);
    assert_eq!(send("花子", "k1").await.expect(201).raw, first.raw);
    send("太郎", "k1").await.expect_problem(422, "idempotency_mismatch");
    send("花子", "a b").await.expect_problem(400, "invalid_header");
}

#[tokio::test]
async fn staff_and_nobody_cannot_open_a_notebook() {
    let city = City::new();
    city.post(&Person::nobody(), "/v1/residents", body("花子")).await.expect_problem(401, "unauthenticated");
    city.post(&Person::staff("doctor"), "/v1/residents", body("花子")).await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn r62_an_old_consent_text_or_none_opens_nothing() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let with = |consents: Value| json!({ "display_name": "花子", "consents": consents });
    let old = with(json!([{ "purpose": "use_of_notebook", "version": "2020-01" }]));
    let reply = city.post(&hanako, "/v1/residents", old).await.expect_problem(422, "consent_outdated");
    assert_eq!(reply.body["current_version"], "2026-04");
    for consents in [json!([]), json!([{ "purpose": "mynaportal", "version": "2026-04" }])] {
        city.post(&hanako, "/v1/residents", with(consents)).await.expect_problem(422, "invalid_value");
    }
    assert!(city.store.everything().iter().all(|item| ACCOUNT.begins(item)));
}

#[tokio::test]
async fn r52_r53_opening_a_notebook_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |_: &City| Write::new(&hanako, "POST /v1/residents", body("花子"))).await;
}
