use serde_json::Value;
use support::keys::{ALARMS, CHANGES, DUE, NOTEBOOK, RINGS};
use support::{City, Person, Post, Write, crash_sweep};

use super::{alarms, at, morning, notebook, own, set, with_version};

#[tokio::test]
async fn an_alarm_that_was_ended_rings_no_more_and_is_kept_for_the_history() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["08:00", "10:05"])).await;
    post.take("notify");
    let line = format!("DELETE {}/{alarm}", alarms(&id));
    with_version(&city, &hanako, &line, Value::Null, "\"2\"").await.expect_problem(412, "version_mismatch");
    city.store.forget();
    with_version(&city, &hanako, &line, Value::Null, "\"1\"").await.expect(204);
    assert_eq!(city.store.seen().depth, 2);
    assert!(city.items(DUE, &id).iter().all(|entry| entry["x"]["N"].is_string()));
    assert!(city.items(RINGS, "").is_empty() && own(&post).is_empty());
    assert_eq!(city.items(CHANGES, &id)[0]["rings"]["BOOL"], false);
    assert_eq!(city.items(NOTEBOOK.of(&id), ALARMS).len(), 1);
    city.call(&hanako, &line, Value::Null).await.expect_problem(404, "not_found");
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), morning()).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r52_r53_ending_an_alarm_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        let alarm = set(city, &hanako, &id, at(&["08:00", "10:05"])).await;
        Write::new(&hanako, &format!("DELETE {}/{alarm}", alarms(&id)), Value::Null)
    })
    .await;
}
