//! list-missed-dose-watchers, put-missed-dose-watcher, delete-missed-dose-watcher, put-missed-dose-watch: who is told of a
//! missed dose.

use serde_json::{Value, json};
use support::keys::DUE;
use support::{City, Person, Post, Write, crash_sweep};

use super::{morning, notebook, set};

fn watchers(id: &str) -> String {
    format!("/v1/residents/{id}/missed-dose-watchers")
}

fn watch(id: &str) -> String {
    format!("/v1/residents/{id}/missed-dose-watch")
}

fn is_watched(city: &City, id: &str) -> bool {
    city.items(DUE, id).iter().all(|entry| entry["w"]["BOOL"] == true)
}

#[tokio::test]
async fn somebody_is_told_only_while_both_agree_in_whatever_order_they_do() {
    let (city, _post, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    city.relate(&taro, &id, "family", &[("medication", "see")]);
    set(&city, &hanako, &id, morning()).await;
    let his = format!("{}/{}", watchers(&id), taro.actor());
    city.store.forget();
    let offered = city.put(&hanako, &his, json!({})).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!((&offered.body["told"], is_watched(&city, &id)), (&json!(false), false));
    let agreed = city.put(&taro, &watch(&id), json!({ "agreed": true })).await.expect(200);
    assert_eq!((&agreed.body["told"], is_watched(&city, &id)), (&json!(true), true));
    let list = city.get(&taro, &watchers(&id)).await.expect(200);
    assert_eq!(list.body["items"][0]["actor_id"], taro.actor());
    city.put(&taro, &watch(&id), json!({ "agreed": false })).await.expect(200);
    assert!(!is_watched(&city, &id));
    city.put(&taro, &watch(&id), json!({ "agreed": true })).await.expect(200);
    assert!(is_watched(&city, &id));
    city.call(&hanako, &format!("DELETE {his}"), Value::Null).await.expect(204);
    assert!(!is_watched(&city, &id));
    // Both have to agree again.
    city.put(&hanako, &his, json!({})).await.expect(200);
    assert!(!is_watched(&city, &id));
}

#[tokio::test]
async fn only_family_that_may_see_the_medicines_can_be_told() {
    let (city, _post, hanako, id) = notebook().await;
    let (daily, stranger) = (Person::resident("jiro"), Person::resident("stranger"));
    city.relate(&daily, &id, "family", &[("daily", "manage")]);
    for person in [&daily, &stranger] {
        let path = format!("{}/{}", watchers(&id), person.actor());
        city.put(&hanako, &path, json!({})).await.expect_problem(422, "not_family");
        city.put(person, &watch(&id), json!({ "agreed": true })).await.expect_problem(404, "not_found");
        city.get(person, &watchers(&id)).await.expect_problem(404, "not_found");
        city.put(person, &path, json!({})).await.expect_problem(404, "not_found");
        city.call(person, &format!("DELETE {path}"), Value::Null).await.expect_problem(404, "not_found");
    }
    let sees = Person::resident("taro");
    city.relate(&sees, &id, "family", &[("medication", "see")]);
    let his = format!("{}/{}", watchers(&id), sees.actor());
    city.put(&sees, &his, json!({})).await.expect_problem(404, "not_found");
    city.put(&Person::nobody(), &his, json!({})).await.expect(401);
    city.put(&hanako, &format!("{}/..%2F..", watchers(&id)), json!({})).await.expect(404);
}

#[tokio::test]
async fn r53_agreeing_survives_a_crash_at_every_point() {
    let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        city.relate(&taro, &id, "family", &[("medication", "see")]);
        set(city, &hanako, &id, morning()).await;
        city.put(&hanako, &format!("{}/{}", watchers(&id), taro.actor()), json!({})).await.expect(200);
        Write::new(&taro, &format!("PUT {}", watch(&id)), json!({ "agreed": true }))
    })
    .await;
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        city.relate(&taro, &id, "family", &[("medication", "see")]);
        Write::new(&hanako, &format!("PUT {}/{}", watchers(&id), taro.actor()), json!({}))
    })
    .await;
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        city.relate(&taro, &id, "family", &[("medication", "see")]);
        city.put(&hanako, &format!("{}/{}", watchers(&id), taro.actor()), json!({})).await.expect(200);
        Write::new(&hanako, &format!("DELETE {}/{}", watchers(&id), taro.actor()), Value::Null)
    })
    .await;
}
