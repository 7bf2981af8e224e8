use serde_json::{Value, json};
use support::{City, Person, Write, crash_sweep};

use super::{by_hand, bytes, medications, notebook, scan, sheet, state, times};

fn path(id: &str) -> String {
    format!("/v1/residents/{id}/meal-times")
}

fn day(times: [&str; 5]) -> Value {
    let [wake, breakfast, lunch, supper, bedtime] = times;
    json!({ "wake": wake, "breakfast": breakfast, "lunch": lunch, "supper": supper, "bedtime": bedtime })
}

fn early() -> Value {
    day(["05:00", "05:30", "11:00", "17:00", "20:00"])
}

#[tokio::test]
async fn alarms_are_suggested_by_the_persons_own_day_from_then_on() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let reply = city.put(&hanako, &path(&id), early()).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!((&reply.body["chosen"], reply.header("etag")), (&json!(true), Some("\"1\"")));
    assert_eq!(city.get(&hanako, &path(&id)).await.expect(200).body, reply.body);
    let mut typed = by_hand("2026-11-20", "薬");
    typed["groups"][0]["usage_text"] = json!("毎食後");
    typed["groups"][0]["dosage_form"] = json!("oral");
    let added = city.post(&hanako, &medications(&id), typed).await.expect(201);
    assert_eq!(times(&added.body["suggested_alarms"][0]), json!(["06:00", "11:30", "17:30"]));
    let scanned = scan(&city, &hanako, &id, bytes(&sheet("20261120", "別の薬"))).await.expect(201);
    assert_eq!(times(&scanned.body["suggested_alarms"][0]), json!(["06:00"]));
    let night = day(["17:00", "18:00", "23:00", "06:00", "08:00"]);
    city.put(&hanako, &path(&id), night).await.expect(200);
    let again = scan(&city, &hanako, &id, bytes(&sheet("20261120", "別の薬"))).await.expect(200);
    assert_eq!(times(&again.body["suggested_alarms"][0]), json!(["18:30"]));
}

#[tokio::test]
async fn r04_times_that_are_none_or_out_of_order_are_refused_by_name() {
    let (city, hanako, id) = notebook().await;
    let with = |name: &str, value: Value| {
        let mut body = early();
        body[name] = value;
        body
    };
    let before = state(&city);
    for (body, pointer) in [
        (with("wake", json!("5:00")), "/wake"),
        (with("wake", json!("24:00")), "/wake"),
        (with("breakfast", json!("05:60")), "/breakfast"),
        (with("lunch", json!("11:00:00")), "/lunch"),
        (with("lunch", json!(1100)), "/lunch"),
        (with("lunch", Value::Null), "/lunch"),
        (with("lunch", json!("05:30")), "/lunch"),
        (with("supper", json!("10:59")), "/supper"),
        (with("bedtime", json!("16:00")), "/bedtime"),
    ] {
        let reply = city.put(&hanako, &path(&id), body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
    let empty = city.put(&hanako, &path(&id), json!({})).await.expect_problem(422, "missing_field");
    assert_eq!(empty.body["errors"][0]["pointer"], "/wake");
    let chosen = city.put(&hanako, &path(&id), with("chosen", json!(true))).await;
    assert_eq!(chosen.expect_problem(422, "read_only_field").body["errors"][0]["pointer"], "/chosen");
    assert_eq!(state(&city), before);
}

#[tokio::test]
async fn an_older_version_changes_nothing() {
    let (city, hanako, id) = notebook().await;
    let put = async |times: Value, version: &str| {
        let version = version.to_owned();
        let line = format!("PUT {}", path(&id));
        city.send(&hanako, &line, times, |request| request.if_match = Some(version)).await
    };
    put(early(), "\"1\"").await.expect_problem(412, "version_mismatch");
    put(early(), "\"0\"").await.expect(200);
    let later = day(["05:00", "05:30", "11:00", "17:00", "20:30"]);
    put(later.clone(), "\"0\"").await.expect_problem(412, "version_mismatch");
    let again = put(early(), "\"0\"").await.expect(200);
    assert_eq!(again.header("etag"), Some("\"1\""), "what stands is what was asked");
    put(later, "\"1\"").await.expect(200);
}

#[tokio::test]
async fn r52_r53_the_times_survive_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "manage")]);
        Write::new(person, &format!("PUT {}", path(&id)), early())
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
