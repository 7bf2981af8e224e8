//! put-device of a browser: where its messages go is somebody's input, and is kept with who holds it.

use serde_json::{Value, json};
use support::keys::{DUE, TOKENS};
use support::{Browsers, City, Person, Post, Write, crash_sweep};

use super::{morning, notebook, set};

const HERE: &str = "/v1/me/devices/019aa000-0000-4000-8000-000000000001";
const THERE: &str = "/v1/me/devices/019aa000-0000-4000-8000-000000000002";
const AT_HOME: &str = "https://push.test/send/home";

fn web(token: &Value) -> Value {
    json!({ "platform": "web", "token": token.to_string(), "name": "Windows Edge" })
}

/// The endpoints that stand in the index of recurrences.
fn rings_on(city: &City, id: &str) -> Vec<String> {
    let entries = city.items(DUE, id);
    let live = entries.iter().filter(|entry| entry["x"].is_null());
    let endpoints = live.flat_map(|entry| entry["e"]["L"].as_array().cloned().unwrap_or_default());
    endpoints.map(|endpoint| endpoint["S"].as_str().unwrap().to_owned()).collect()
}

async fn states(city: &City, person: &Person) -> Vec<String> {
    let list = city.get(person, "/v1/me/devices").await.expect(200);
    list.body["items"].as_array().unwrap().iter().map(|item| item["state"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_browser_is_registered_at_once_and_nobody_is_shown_where_its_messages_go() {
    let (city, post, hanako, id) = notebook().await;
    let browser = Browsers::at(&city).open(AT_HOME);
    set(&city, &hanako, &id, morning()).await;
    city.store.forget();
    let reply = city.put(&hanako, HERE, web(&browser.token)).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!((&reply.body["state"], &reply.body["platform"]), (&json!("reachable"), &json!("web")));
    assert_eq!((post.requests(), rings_on(&city, &id).len()), (0, 1));
    let list = city.get(&hanako, "/v1/me/devices").await.expect(200);
    for shown in [&reply.raw, &list.raw] {
        assert!(!String::from_utf8_lossy(shown).contains("push.test"));
    }
    assert!(!rings_on(&city, &id)[0].contains("push.test"), "nor does the index of recurrences, nor a queue");
    assert_eq!(city.items(TOKENS, "")[0]["subscription"]["M"]["endpoint"]["S"], AT_HOME);
    city.delete(&hanako, HERE).await.expect(204);
    assert!(city.items(TOKENS, "").is_empty() && rings_on(&city, &id).is_empty());
    assert_eq!(post.requests(), 0);
}

#[tokio::test]
async fn r04_no_address_is_kept_that_is_not_a_push_services() {
    let (city, _post, hanako, _) = notebook().await;
    let browsers = Browsers::at(&city);
    for elsewhere in [
        "https://evil.example/send/1",
        "http://push.test/send/1",
        "https://push.test:8443/send/1",
        "https://push.test@evil.example/send/1",
        "https://push.test.evil.example/send/1",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
        "https://localhost/send/1",
    ] {
        let refused = city.put(&hanako, HERE, web(&browsers.open(elsewhere).token)).await;
        let refused = refused.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], "/token", "{elsewhere}");
        assert!(refused.body["errors"][0]["detail"].as_str().unwrap().contains("対応しているブラウザー"));
        assert!(!String::from_utf8_lossy(&refused.raw).contains("/send/"), "an address is not said again");
    }
    let mut no_key = browsers.open(AT_HOME).token;
    no_key["keys"]["p256dh"] = json!("AAAA");
    for wrong in [json!("740f4707bebcf74f"), json!({}), no_key] {
        let refused = city.put(&hanako, HERE, web(&wrong)).await.expect_problem(422, "invalid_value");
        assert!(refused.body["errors"][0]["detail"].as_str().unwrap().contains("発行したトークン"));
    }
    assert!(city.items(TOKENS, "").is_empty() && states(&city, &hanako).await.is_empty());
}

#[tokio::test]
async fn a_registration_is_one_browser_however_it_is_written_and_a_new_one_replaces_it() {
    let (city, _post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    set(&city, &hanako, &id, morning()).await;
    let mut token = browsers.open(AT_HOME).token;
    city.put(&hanako, HERE, web(&token)).await.expect(200);
    let before = rings_on(&city, &id);
    token.as_object_mut().unwrap().remove("expirationTime");
    city.put(&hanako, HERE, web(&token)).await.expect(200);
    assert_eq!((rings_on(&city, &id), city.items(TOKENS, "").len()), (before.clone(), 1));
    // Other keys at the same address: messages are encrypted for these from now on.
    let other = browsers.open(AT_HOME).token;
    city.put(&hanako, HERE, web(&other)).await.expect(200);
    assert_eq!(city.items(TOKENS, "")[0]["subscription"]["M"]["p256dh"]["S"], other["keys"]["p256dh"]);
    city.put(&hanako, HERE, web(&browsers.open("https://push.test/send/anew").token)).await.expect(200);
    assert_ne!(rings_on(&city, &id), before);
    assert_eq!((rings_on(&city, &id).len(), city.items(TOKENS, "").len()), (1, 1));
}

#[tokio::test]
async fn a_browser_that_somebody_else_uses_now_rings_for_them_and_under_another_name() {
    let (city, _post, hanako, id) = notebook().await;
    let browser = Browsers::at(&city).open(AT_HOME);
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, HERE, web(&browser.token)).await.expect(200);
    let hers = rings_on(&city, &id);
    let taro = Person::resident("taro");
    let his = city.open_notebook(&taro).await;
    set(&city, &taro, &his, morning()).await;
    city.put(&taro, THERE, web(&browser.token)).await.expect(200);
    assert_eq!(
        (states(&city, &hanako).await, states(&city, &taro).await),
        (vec!["unreachable".to_owned()], vec!["reachable".to_owned()])
    );
    assert!(rings_on(&city, &id).is_empty());
    assert_ne!(rings_on(&city, &his), hers, "what was queued for her finds nobody");
    city.delete(&hanako, HERE).await.expect(204);
    assert_eq!(city.items(TOKENS, "").len(), 1, "what she takes off is not his");
}

#[tokio::test]
async fn r53_registering_a_browser_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    let browser = Browsers::at(&City::new()).open(AT_HOME);
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        set(city, &hanako, &id, morning()).await;
        Write::new(&hanako, &format!("PUT {HERE}"), web(&browser.token))
    })
    .await;
}
