use std::sync::Arc;

use serde_json::{Value, json};
use support::{City, Person, Reply, Write, crash_sweep};

use super::{changed, kept, notebook, records, whole};

async fn put(city: &City, path: &str, record: serde_json::Value, version: &str) -> Reply {
    let version = version.to_owned();
    let line = format!("PUT {path}");
    city.send(&Person::resident("hanako"), &line, record, |request| request.if_match = Some(version)).await
}

#[tokio::test]
async fn a_record_is_replaced_as_a_whole_and_moves_in_the_list() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    let evening = json!({
        "taken_at": "2026-11-21T21:00:00+09:00", "weight_kg": null, "height_cm": null, "temperature_c": null,
        "blood_pressure": null, "steps": null, "mood": 2, "memo": null,
    });
    city.store.forget();
    let reply = put(&city, &path, evening, "\"1\"").await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.header("etag"), Some("\"2\""));
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!((&read.body["mood"], read.body.get("weight_kg")), (&json!(2), None));
    assert_eq!(read.header("etag"), Some("\"2\""));
    let today = city.get(&hanako, &format!("{}?from=2026-11-22", records(&id))).await.expect(200);
    assert_eq!(today.body["items"], json!([]));
    let before = city.get(&hanako, &format!("{}?to=2026-11-21", records(&id))).await.expect(200);
    assert_eq!(before.body["items"][0]["record_id"], record);
}

#[tokio::test]
async fn an_older_version_changes_nothing() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    put(&city, &path, changed(), "\"1\"").await.expect(200);
    let state = city.store.everything();
    for version in ["\"1\"", "\"3\"", "W/\"1\"", "x", ""] {
        put(&city, &path, whole(), version).await.expect_problem(412, "version_mismatch");
    }
    assert_eq!(city.store.everything(), state);
    put(&city, &path, whole(), "*").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_changes_to_one_version_one_wins_and_the_others_are_told() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let (city, path) = (Arc::new(city), format!("{}/{record}", records(&id)));
    let calls: Vec<_> = (0..20)
        .map(|n| {
            let (city, path) = (Arc::clone(&city), path.clone());
            let mut change = changed();
            change["steps"] = json!(8_000 + n);
            tokio::spawn(async move { put(&city, &path, change, "\"1\"").await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for call in calls {
        statuses.push(call.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| *status == 412), "{statuses:?}");
}

#[tokio::test]
async fn r04_a_change_is_held_to_what_a_new_record_is_held_to() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    for name in ["record_id", "recorded_by", "recorded_at", "version"] {
        let mut change = whole();
        change[name] = json!("1");
        let reply = city.put(&hanako, &path, change).await.expect_problem(422, "read_only_field");
        assert_eq!(reply.body["errors"][0]["pointer"], format!("/{name}"));
    }
    let mut unknown = whole();
    unknown["pk"] = json!("1");
    city.put(&hanako, &path, unknown).await.expect_problem(422, "unknown_field");
    let mut empty = whole();
    for name in ["weight_kg", "height_cm", "temperature_c", "blood_pressure", "steps", "mood", "memo"] {
        empty[name] = Value::Null;
    }
    city.put(&hanako, &path, empty).await.expect_problem(422, "invalid_value");
    let mut future = whole();
    future["taken_at"] = json!("2026-11-23T07:10:00+09:00");
    city.put(&hanako, &path, future).await.expect_problem(422, "invalid_value");
    assert_eq!(city.get(&hanako, &path).await.body["version"], 1);
}

#[tokio::test]
async fn who_changed_is_named_as_the_writer() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    city.call(&city.family(&id, "daily", "manage"), &format!("PUT {path}"), changed()).await.expect(200);
    assert_eq!(city.get(&hanako, &path).await.body["recorded_by"], "family");
}

#[tokio::test]
async fn r02_a_record_of_another_notebook_cannot_be_changed_through_ones_own() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let record = kept(&city, &taro, &theirs, whole()).await;
    let state = city.store.everything();
    city.put(&hanako, &format!("{}/{record}", records(&id)), whole()).await.expect_problem(404, "not_found");
    assert_eq!(city.store.everything(), state);
}

#[tokio::test]
async fn r50_a_repeated_change_answers_the_same_after_a_later_one() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    let change = async || {
        city.send(&hanako, &format!("PUT {path}"), changed(), |request| {
            request.if_match = Some("\"1\"".to_owned());
            request.idempotency_key = Some("change".to_owned());
        })
        .await
    };
    let first = change().await.expect(200);
    put(&city, &path, whole(), "\"2\"").await.expect(200);
    let again = change().await.expect(200);
    assert_eq!((&first.raw, first.header("etag")), (&again.raw, again.header("etag")));
    assert_eq!(city.get(&hanako, &path).await.body["version"], 3);
}

#[tokio::test]
async fn r52_r53_a_change_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("daily", "manage")]);
        let record = kept(city, &hanako, &id, whole()).await;
        let mut change = whole();
        change["taken_at"] = json!("2026-11-20T07:10:00+09:00");
        Write::new(person, &format!("PUT {}/{record}", records(&id)), change).if_match("\"1\"")
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
