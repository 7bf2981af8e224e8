use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::{City, Person};

use super::{goals, kept, notebook};

/// Wednesday 2026-11-25, 10:00: this week began on the 23rd, the last one on the 16th.
const WEDNESDAY: &str = "2026-11-25T10:00:00+09:00";

async fn values(city: &City, person: &Person, id: &str, at: &str, mut values: Value) {
    values["taken_at"] = json!(format!("2026-11-{at}:00+09:00"));
    kept(city, person, id, values).await;
}

fn week(from: &str, done: u8, of: u8) -> Value {
    json!({ "from": from, "done": done, "of": of })
}

#[tokio::test]
async fn until_the_person_says_so_nothing_is_a_goal() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let reply = city.get(&hanako, &goals(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let none = json!({ "steps_per_day": null, "weighing": null, "blood_pressure": null, "progress": [] });
    assert_eq!((&reply.body, reply.header("etag")), (&none, Some("\"0\"")));
}

#[tokio::test]
async fn this_week_and_the_last_are_counted_beside_each_goal_in_one_round_trip() {
    let (city, hanako, id) = notebook().await;
    city.set_time(WEDNESDAY);
    let pressure = json!({ "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82 } });
    for (at, value) in [
        ("15T23:59", json!({ "weight_kg": 62 })),
        ("16T00:00", json!({ "weight_kg": 62.1 })),
        ("22T23:59", json!({ "steps": 8000, "weight_kg": 62.2 })),
        ("23T00:00", json!({ "weight_kg": 61.9 })),
        ("23T07:00", pressure.clone()),
        ("23T20:00", json!({ "weight_kg": 61.85, "steps": 12_000 })),
        ("24T01:00", pressure.clone()),
        ("24T08:00", pressure),
        ("24T21:00", json!({ "steps": 7999 })),
        ("25T09:00", json!({ "steps": 5200 })),
    ] {
        values(&city, &hanako, &id, at, value).await;
    }
    let all = json!({
        "steps_per_day": 8000, "weighing": { "days_per_week": 5, "target_kg": 60.5 },
        "blood_pressure": { "days_per_week": 7, "times": "both" },
    });
    city.put(&hanako, &goals(&id), all).await.expect(200);
    city.store.forget();
    let shown = city.get(&hanako, &goals(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let (this, last) = ("2026-11-23", "2026-11-16");
    assert_eq!(
        shown["progress"],
        json!([
            { "kind": "steps", "done_today": false, "latest": 5200, "this_week": week(this, 1, 7), "last_week": week(last, 1, 7) },
            { "kind": "weighing", "done_today": false, "latest": 61.85, "this_week": week(this, 1, 5), "last_week": week(last, 2, 5) },
            { "kind": "blood_pressure", "done_today": false, "latest": null, "this_week": week(this, 1, 7), "last_week": week(last, 0, 7) },
        ])
    );
    values(&city, &hanako, &id, "25T09:30", json!({ "steps": 8000, "weight_kg": 61.8 })).await;
    let shown = city.get(&hanako, &goals(&id)).await.expect(200).body;
    assert_eq!(
        (&shown["progress"][0]["done_today"], &shown["progress"][0]["this_week"]["done"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(
        (&shown["progress"][1]["done_today"], &shown["progress"][1]["this_week"]["done"]),
        (&json!(true), &json!(2))
    );
}

#[tokio::test]
async fn the_first_screen_says_each_goal_in_one_line() {
    let (city, hanako, id) = notebook().await;
    city.set_time(WEDNESDAY);
    values(&city, &hanako, &id, "24T08:00", json!({ "weight_kg": 62, "steps": 9000 })).await;
    values(&city, &hanako, &id, "25T09:00", json!({ "steps": 5200, "weight_kg": 62 })).await;
    let three = json!({
        "steps_per_day": 8000, "weighing": { "days_per_week": 1 }, "blood_pressure": { "days_per_week": 7, "times": "morning" },
    });
    city.put(&hanako, &goals(&id), three).await.expect(200);
    city.store.forget();
    let today = format!("/v1/residents/{id}/today");
    let shown = city.get(&hanako, &today).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        shown["goals"],
        json!([
            { "kind": "steps", "done": 5200, "of": 8000, "unit": "steps", "done_today": false },
            { "kind": "weighing", "done": 2, "of": 1, "unit": "days", "done_today": true },
            { "kind": "blood_pressure", "done": 0, "of": 7, "unit": "days", "done_today": false },
        ])
    );
    city.set_time("2026-11-26T10:00:00+09:00");
    let shown = city.get(&hanako, &today).await.expect(200).body;
    assert_eq!(shown["goals"][0]["done"], 0, "steps are those of today");
}

#[tokio::test]
async fn family_reads_in_two_round_trips_and_a_clinic_does_not_see_goals() {
    let (city, hanako, id) = notebook().await;
    city.put(&hanako, &goals(&id), json!({ "steps_per_day": 6543 })).await.expect(200);
    let son = city.family(&id, "daily", "see");
    city.store.forget();
    let shown = city.get(&son, &goals(&id)).await.expect(200).body;
    assert_eq!((city.store.seen().depth, &shown["steps_per_day"]), (2, &json!(6543)));

    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    city.put(&hanako, &goals(&id), json!({ "steps_per_day": 6543 })).await.expect(200);
    city.check_in(&id, CLINIC, &[Section::Profile, Section::Daily]);
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    let opened = city.get(&doctor, &notebook).await.expect(200);
    assert!(
        !opened.body.to_string().contains("6543"),
        "a clinic sees what was recorded, and not what the person wants to do"
    );
}
