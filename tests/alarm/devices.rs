//! put-device, list-devices, delete-device: which phones alarms go to.

use serde_json::{Value, json};
use support::keys::{ACCOUNT, CONTACT, DUE, SESSIONS, TOKENS, key_of};
use support::store::Fault;
use support::{City, Person, Post, Write, crash_sweep};

use super::{morning, notebook, set};

const PHONE: &str = "/v1/me/devices/019aa000-0000-4000-8000-000000000001";
const TABLET: &str = "/v1/me/devices/019aa000-0000-4000-8000-000000000002";

fn token(token: &str) -> Value {
    json!({ "platform": "ios", "token": token, "name": "花子のiPhone" })
}

/// The endpoints that stand in the index of recurrences.
fn rings_on(city: &City, id: &str) -> Vec<String> {
    let mut endpoints: Vec<String> = city
        .items(DUE, id)
        .iter()
        .filter(|entry| entry["x"].is_null())
        .flat_map(|entry| entry["e"]["L"].as_array().cloned().unwrap_or_default())
        .map(|endpoint| endpoint["S"].as_str().unwrap().to_owned())
        .collect();
    endpoints.sort();
    endpoints
}

/// What each device of an account is said to be.
async fn states(city: &City, person: &Person) -> Vec<String> {
    let list = city.get(person, "/v1/me/devices").await.expect(200);
    list.body["items"].as_array().unwrap().iter().map(|item| item["state"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn alarms_ring_on_a_device_that_comes_later_and_no_more_on_one_that_goes() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    assert!(rings_on(&city, &id).is_empty());
    city.store.forget();
    let reply = city.put(&hanako, PHONE, token("token-1")).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(reply.body["state"], "reachable");
    assert_eq!(rings_on(&city, &id).len(), 1);
    city.put(&hanako, TABLET, token("token-2")).await.expect(200);
    assert_eq!(rings_on(&city, &id).len(), 2);
    city.call(&hanako, &format!("DELETE {PHONE}"), Value::Null).await.expect(204);
    assert_eq!(rings_on(&city, &id).len(), 1);
    assert_eq!(post.endpoints().len(), 1, "the push service forgets it as well");
    let list = city.get(&hanako, "/v1/me/devices").await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
    assert!(!String::from_utf8_lossy(&list.raw).contains("token-2"));
    city.call(&hanako, &format!("DELETE {PHONE}"), Value::Null).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_new_token_replaces_the_old_one_and_the_same_one_asks_nobody() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, PHONE, token("token-1")).await.expect(200);
    let (before, asked) = (rings_on(&city, &id), post.requests());
    city.put(&hanako, PHONE, token("token-1")).await.expect(200);
    assert_eq!((rings_on(&city, &id), post.requests()), (before.clone(), asked));
    city.put(&hanako, PHONE, token("token-new")).await.expect(200);
    assert_ne!(rings_on(&city, &id), before);
    assert_eq!(post.endpoints().len(), 1);
    assert_eq!(post.endpoints()[0].token, "token-new");
}

#[tokio::test]
async fn a_phone_that_somebody_else_holds_now_rings_for_them_only() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, PHONE, token("the-same-phone")).await.expect(200);
    let old = post.endpoints()[0].arn.clone();
    let taro = Person::resident("taro");
    city.open_notebook(&taro).await;
    city.put(&taro, TABLET, token("the-same-phone")).await.expect(200);
    let endpoints = post.endpoints();
    assert_eq!(endpoints.len(), 1);
    assert_ne!(endpoints[0].arn, old, "what Hanako's alarms ask for is gone");
    assert_eq!(endpoints[0].user_data, taro.actor());
    assert_eq!(states(&city, &hanako).await, ["unreachable"]);
    assert_eq!(states(&city, &taro).await, ["reachable"]);
    assert!(rings_on(&city, &id).is_empty(), "nor does the index of recurrences ask for it");
    // And back: the last registration has it, in both places.
    city.put(&hanako, PHONE, token("the-same-phone")).await.expect(200);
    assert_eq!(
        (states(&city, &hanako).await, states(&city, &taro).await),
        (vec!["reachable".to_owned()], vec!["unreachable".to_owned()])
    );
    assert_eq!(rings_on(&city, &id).len(), 1);
    assert_eq!(post.endpoints().len(), 1);
    city.call(&hanako, &format!("DELETE {PHONE}"), Value::Null).await.expect(204);
    assert!(city.items(TOKENS, "").is_empty());
}

#[tokio::test]
async fn a_token_that_comes_back_under_another_id_is_one_device() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, PHONE, token("the-same-phone")).await.expect(200);
    city.put(&hanako, TABLET, token("the-same-phone")).await.expect(200);
    assert_eq!((rings_on(&city, &id).len(), post.endpoints().len()), (1, 1));
    assert_eq!(states(&city, &hanako).await, ["unreachable", "reachable"]);
}

#[tokio::test]
async fn a_phone_goes_over_between_accounts_that_have_all_the_alarms_they_can() {
    let (city, _post, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let his = city.open_notebook(&taro).await;
    for (person, id) in [(&hanako, &id), (&taro, &his)] {
        for n in 0..30 {
            let times = [format!("08:{n:02}"), format!("20:{n:02}")];
            set(&city, person, id, json!({ "label": "薬", "times": times, "from": "2026-11-22" })).await;
        }
    }
    city.put(&hanako, PHONE, token("the-same-phone")).await.expect(200);
    city.put(&taro, TABLET, token("the-same-phone")).await.expect(200);
    assert_eq!((rings_on(&city, &id).len(), rings_on(&city, &his).len()), (0, 60));
    assert_eq!(
        (states(&city, &hanako).await, states(&city, &taro).await),
        (vec!["unreachable".to_owned()], vec!["reachable".to_owned()])
    );
}

#[tokio::test]
async fn of_two_accounts_that_register_one_token_at_once_one_has_it() {
    for _ in 0..6 {
        let (city, post, hanako, id) = notebook().await;
        set(&city, &hanako, &id, morning()).await;
        let taro = Person::resident("taro");
        let his = city.open_notebook(&taro).await;
        set(&city, &taro, &his, morning()).await;
        let (one, other) =
            tokio::join!(city.put(&hanako, PHONE, token("one-phone")), city.put(&taro, TABLET, token("one-phone")));
        assert_eq!((one.status, other.status), (200, 200));
        let mut all = [states(&city, &hanako).await, states(&city, &taro).await].concat();
        all.sort();
        assert_eq!(all, ["reachable", "unreachable"]);
        assert_eq!(rings_on(&city, &id).len() + rings_on(&city, &his).len(), 1);
        // Whose it is in the table, it is at the push service as well: what rings is the endpoint that is there.
        let [endpoint] = post.endpoints().try_into().unwrap();
        let owner = if states(&city, &hanako).await == ["reachable"] { (&hanako, &id) } else { (&taro, &his) };
        assert_eq!(endpoint.user_data, owner.0.actor());
        assert!(endpoint.arn.ends_with(rings_on(&city, owner.1)[0].split_once('/').unwrap().1));
    }
}

/// How often something was asked of the push service.
fn asked(city: &City, action: &str) -> usize {
    let action = format!("Action={action}&");
    city.outside.asked().iter().filter(|asked| String::from_utf8_lossy(&asked.body).starts_with(&action)).count()
}

/// Somebody sets an alarm of the account at this moment: takes the lock that a device takes as well.
fn lose_a_race(city: &City, actor: String) {
    city.store.interrupt(1, move |store| {
        let change = json!({
            "TableName": support::store::TABLE,
            "Key": key_of(ACCOUNT.of(&actor), CONTACT),
            "UpdateExpression": "ADD version :one", "ExpressionAttributeValues": { ":one": { "N": "1" } },
        });
        store.admin("UpdateItem", change);
    });
}

#[tokio::test]
async fn a_lost_race_registers_no_device_twice_and_takes_none_off_that_is_still_set() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    lose_a_race(&city, hanako.actor());
    city.put(&hanako, PHONE, token("token-1")).await.expect(200);
    assert!(!city.store.was_not_interrupted());
    assert_eq!((asked(&city, "CreatePlatformEndpoint"), asked(&city, "DeleteEndpoint")), (1, 0));
    let first = post.endpoints();
    // The sign-in ends between the registration of a new token and its commit: the old one goes on ringing.
    let sessions = json!({ "pk": { "S": ACCOUNT.of(hanako.actor()) }, "sk": { "S": SESSIONS },
        "sessions_valid_from": { "S": "2026-11-22T01:00:00Z" } });
    city.store.interrupt(1, move |store| store.seed(sessions));
    city.put(&hanako, PHONE, token("token-2")).await.expect_problem(401, "session_ended");
    assert!(post.endpoints().contains(&first[0]));
    assert_eq!(asked(&city, "DeleteEndpoint"), 0);
    let back = hanako.clone().claiming("auth_time", "1795309200");
    lose_a_race(&city, hanako.actor());
    city.put(&back, PHONE, token("token-2")).await.expect(200);
    assert_eq!(asked(&city, "DeleteEndpoint"), 1, "the old one goes after the commit");
    assert_eq!(post.endpoints().iter().map(|endpoint| endpoint.token.as_str()).collect::<Vec<_>>(), ["token-2"]);
    lose_a_race(&city, hanako.actor());
    city.delete(&back, PHONE).await.expect(204);
    assert_eq!(asked(&city, "DeleteEndpoint"), 2);
    assert!(post.endpoints().is_empty() && rings_on(&city, &id).is_empty());
}

#[tokio::test]
async fn a_push_service_that_does_not_answer_keeps_no_device_in_the_list() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, PHONE, token("token-1")).await.expect(200);
    post.always(Some(support::post::Weather::Broken));
    city.put(&hanako, TABLET, token("token-2")).await.expect_problem(503, "unavailable");
    city.delete(&hanako, PHONE).await.expect(204);
    assert!(states(&city, &hanako).await.is_empty() && rings_on(&city, &id).is_empty());
}

#[tokio::test]
async fn r53_an_endpoint_goes_with_the_repetition_where_the_commits_answer_was_lost() {
    let keyed = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
    for lost in (1..=8).map(Fault::After) {
        let lines = [(format!("DELETE {PHONE}"), Value::Null, 204, 0), (format!("PUT {PHONE}"), token("new"), 200, 1)];
        for (line, body, status, left) in lines {
            let (city, post, hanako, id) = notebook().await;
            set(&city, &hanako, &id, morning()).await;
            city.put(&hanako, PHONE, token("old")).await.expect(200);
            city.store.fault(lost);
            city.send(&hanako, &line, body.clone(), keyed).await;
            city.store.fault(Fault::None);
            city.send(&hanako, &line, body, keyed).await.expect(status);
            let tokens: Vec<_> = post.endpoints().into_iter().map(|endpoint| endpoint.token).collect();
            assert_eq!((tokens.len(), tokens.contains(&"old".to_owned())), (left, false), "{line} {lost:?}");
        }
    }
}

#[tokio::test]
async fn another_persons_device_is_nobodys_and_there_is_an_end_to_their_number() {
    let (city, _post, hanako, _) = notebook().await;
    city.put(&hanako, PHONE, token("token-1")).await.expect(200);
    let stranger = Person::resident("stranger");
    assert!(city.get(&stranger, "/v1/me/devices").await.expect(200).body["items"].as_array().unwrap().is_empty());
    city.call(&stranger, &format!("DELETE {PHONE}"), Value::Null).await.expect_problem(404, "not_found");
    city.put(&Person::nobody(), PHONE, token("x")).await.expect(401);
    city.put(&Person::staff("doctor"), PHONE, token("x")).await.expect(403);
    for n in 2..=8 {
        let path = format!("/v1/me/devices/019aa000-0000-4000-8000-{n:012}");
        city.put(&hanako, &path, token(&format!("token-{n}"))).await.expect(200);
    }
    let ninth = "/v1/me/devices/019aa000-0000-4000-8000-000000000009";
    city.put(&hanako, ninth, token("token-9")).await.expect_problem(422, "too_many_devices");
    for line in ["PUT", "DELETE"] {
        let line = format!("{line} /v1/me/devices/phone1");
        let body = if line.starts_with("PUT") { token("x") } else { Value::Null };
        let reply = city.call(&hanako, &line, body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], "/device_id");
        assert!(reply.body["errors"][0]["detail"].as_str().unwrap().contains("UUID"));
    }
    for wrong in [json!({ "platform": "pager", "token": "x" }), json!({ "platform": "ios", "token": "" }), json!({})] {
        assert_eq!(city.put(&hanako, PHONE, wrong).await.status, 422);
    }
}

#[tokio::test]
async fn r53_registering_a_device_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        set(city, &hanako, &id, morning()).await;
        city.put(&hanako, TABLET, token("token-2")).await.expect(200);
        Write::new(&hanako, &format!("PUT {PHONE}"), token("token-1"))
    })
    .await;
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        set(city, &hanako, &id, morning()).await;
        city.put(&hanako, PHONE, token("token-1")).await.expect(200);
        Write::new(&hanako, &format!("DELETE {PHONE}"), Value::Null)
    })
    .await;
    let taro = Person::resident("taro");
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&taro).await;
        set(city, &taro, &id, morning()).await;
        city.put(&taro, TABLET, token("token-1")).await.expect(200);
        city.open_notebook(&hanako).await;
        Write::new(&hanako, &format!("PUT {PHONE}"), token("token-1"))
    })
    .await;
}

#[tokio::test]
async fn alarms_and_devices_that_are_made_at_once_all_find_each_other() {
    let (city, _post, hanako, id) = notebook().await;
    let path = super::alarms(&id);
    let alarms = (0..6).map(|n| {
        let alarm = json!({ "label": "朝", "times": [format!("08:{n:02}")], "from": "2026-11-22" });
        city.post(&hanako, &path, alarm)
    });
    let alarms: Vec<_> = alarms.collect();
    let (devices, made) = tokio::join!(
        async {
            for n in 1..=3 {
                let path = format!("/v1/me/devices/019aa000-0000-4000-8000-{n:012}");
                city.put(&hanako, &path, token(&format!("token-{n}"))).await.expect(200);
            }
        },
        async {
            for alarm in alarms {
                alarm.await.expect(201);
            }
        }
    );
    let ((), ()) = (devices, made);
    assert_eq!(rings_on(&city, &id).len(), 18, "six alarms, three phones");
}
