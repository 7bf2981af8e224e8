use serde_json::{Value, json};
use support::keys::{DAILY, GOALS, NOTEBOOK};
use support::{City, Person, Write, crash_sweep};

use super::{goals, kept, notebook, whole};

fn all() -> Value {
    json!({
        "steps_per_day": 8000, "weighing": { "days_per_week": 5, "target_kg": 60.5 },
        "blood_pressure": { "days_per_week": 7, "times": "both" },
    })
}

#[tokio::test]
async fn a_goal_is_set_changed_and_removed_and_what_was_recorded_stays() {
    let (city, hanako, id) = notebook().await;
    kept(&city, &hanako, &id, whole()).await;
    let before = city.items(NOTEBOOK.of(&id), DAILY);
    city.store.forget();
    let set = city.put(&hanako, &goals(&id), all()).await.expect(200);
    assert_eq!((city.store.seen().depth, set.header("etag")), (2, Some("\"1\"")));
    let mut shown = city.get(&hanako, &goals(&id)).await.expect(200).body;
    assert_eq!((&shown, &shown["weighing"]["target_kg"]), (&set.body, &json!(60.5)));
    // What GET gave is sent back, with the count of the week as it was shown.
    shown["steps_per_day"] = json!(null);
    shown["weighing"]["target_kg"] = json!(null);
    let changed = city.put(&hanako, &goals(&id), shown).await.expect(200);
    assert_eq!((&changed.body["weighing"]["target_kg"], changed.header("etag")), (&Value::Null, Some("\"2\"")));
    let kinds: Vec<_> = changed.body["progress"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["weighing", "blood_pressure"]);
    let none = json!({ "steps_per_day": null, "weighing": null, "blood_pressure": null });
    let removed = city.put(&hanako, &goals(&id), none).await.expect(200);
    assert_eq!(removed.body["progress"], json!([]));
    assert_eq!(city.items(NOTEBOOK.of(&id), DAILY), before);
    assert_eq!(city.items(NOTEBOOK.of(&id), GOALS).len(), 1, "one item, however many goals");
}

#[tokio::test]
async fn a_goal_that_is_left_out_is_refused_and_nothing_is_lost() {
    let (city, hanako, id) = notebook().await;
    city.put(&hanako, &goals(&id), all()).await.expect(200);
    for (name, pointer) in [("weighing", "/weighing"), ("steps_per_day", "/steps_per_day")] {
        let mut body = all();
        body.as_object_mut().unwrap().remove(name);
        let reply = city.put(&hanako, &goals(&id), body).await.expect_problem(422, "missing_field");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
    let mut body = all();
    body["weighing"].as_object_mut().unwrap().remove("target_kg");
    let reply = city.put(&hanako, &goals(&id), body).await.expect_problem(422, "missing_field");
    assert_eq!(reply.body["errors"][0]["pointer"], "/weighing/target_kg");
    assert_eq!(city.get(&hanako, &goals(&id)).await.expect(200).body["steps_per_day"], 8000);
}

#[tokio::test]
async fn r04_a_goal_beyond_its_bounds_is_refused_by_name() {
    let (city, hanako, id) = notebook().await;
    let weighing = |days: Value| json!({ "weighing": { "days_per_week": days } });
    let pressure = |days: u8, times: &str| json!({ "blood_pressure": { "days_per_week": days, "times": times } });
    for (body, pointer) in [
        (json!({ "steps_per_day": 499 }), "/steps_per_day"),
        (json!({ "steps_per_day": 50_001 }), "/steps_per_day"),
        (json!({ "steps_per_day": 8000.5 }), "/steps_per_day"),
        (json!({ "steps_per_day": "8000" }), "/steps_per_day"),
        (weighing(json!(0)), "/weighing/days_per_week"),
        (weighing(json!(8)), "/weighing/days_per_week"),
        (weighing(Value::Null), "/weighing/days_per_week"),
        (json!({ "weighing": { "days_per_week": 3, "target_kg": 0.4 } }), "/weighing/target_kg"),
        (pressure(0, "both"), "/blood_pressure/days_per_week"),
        (pressure(7, "noon"), "/blood_pressure/times"),
    ] {
        let reply = city.put(&hanako, &goals(&id), body.clone()).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{body}");
    }
    for body in [json!({ "reminder": { "time": "08:00" } }), json!({ "weighing": { "days_per_week": 3, "streak": 1 } })]
    {
        city.put(&hanako, &goals(&id), body).await.expect_problem(422, "unknown_field");
    }
    assert!(city.items(NOTEBOOK.of(&id), GOALS).is_empty());
    city.put(&hanako, &goals(&id), json!({ "steps_per_day": 500 })).await.expect(200);
    city.put(&hanako, &goals(&id), json!({ "steps_per_day": 50_000 })).await.expect(200);
}

#[tokio::test]
async fn an_older_version_changes_nothing() {
    let (city, hanako, id) = notebook().await;
    let put = async |version: &str, body: Value| {
        let version = version.to_owned();
        city.send(&hanako, &format!("PUT {}", goals(&id)), body, |request| request.if_match = Some(version)).await
    };
    let mut others = all();
    others["steps_per_day"] = json!(4_000);
    put("\"1\"", all()).await.expect_problem(412, "version_mismatch");
    put("\"0\"", all()).await.expect(200);
    put("\"0\"", others.clone()).await.expect_problem(412, "version_mismatch");
    // It stands as it is asked for: the answer of before may have been lost.
    put("\"0\"", all()).await.expect(200);
    put("\"1\"", others).await.expect(200);
}

#[tokio::test]
async fn r52_r53_the_goals_survive_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("daily", "manage")]);
        Write::new(person, &format!("PUT {}", goals(&id)), all())
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
