use serde_json::{Value, json};

use super::{alarms, at, notebook, set};

fn adherence(id: &str) -> String {
    format!("/v1/residents/{id}/adherence")
}

#[tokio::test]
async fn doses_are_counted_by_week_and_alarm_with_the_usual_delay_in_one_round_trip() {
    let (city, _, hanako, id) = notebook().await;
    let mut alarm = at(&["12:00"]);
    alarm["until"] = json!("2026-11-29");
    let alarm = set(&city, &hanako, &id, alarm).await;
    let gone = set(&city, &hanako, &id, at(&["20:00"])).await;
    city.set_time("2026-11-23T10:00:00+09:00");
    city.delete(&hanako, &format!("{}/{gone}", alarms(&id))).await.expect(204);
    city.set_time("2026-11-26T12:10:00+09:00");
    for (day, body) in [
        (22, json!({ "status": "taken", "at": "2026-11-22T12:05:00+09:00" })),
        (23, json!({ "status": "taken", "at": "2026-11-23T18:00:00+09:00" })),
        (24, json!({ "status": "skipped" })),
        (25, json!({ "status": "taken", "at": "2026-11-25T12:07:00+09:00" })),
    ] {
        let path = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-{day}/12:00");
        city.put(&hanako, &path, body).await.expect(200);
    }
    city.store.forget();
    let read = city.get(&hanako, &adherence(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let count = |prescribed: u32, taken: u32, skipped: u32, missed: u32, percent: u32| json!({ "prescribed": prescribed, "taken": taken, "skipped": skipped, "missed": missed, "percent": percent });
    let with = |mut value: Value, week: &str, monday: &str| {
        value["week"] = json!(week);
        value["monday"] = json!(monday);
        value
    };
    assert_eq!(read.body["total"], count(5, 3, 1, 1, 60), "today's dose is still open");
    assert_eq!(
        read.body["weeks"],
        json!([
            with(count(2, 1, 0, 1, 50), "2026-W47", "2026-11-16"),
            with(count(3, 2, 1, 0, 66), "2026-W48", "2026-11-23")
        ])
    );
    let own = &read.body["alarms"][0];
    assert_eq!(
        (&own["alarm_id"], &own["usual_delay_minutes"], &own["percent"]),
        (&json!(alarm), &json!(7), &json!(75))
    );
    assert_eq!(own["weeks"].as_array().unwrap().len(), 2);
    let ended = &read.body["alarms"][1];
    assert_eq!((&ended["missed"], &ended["ended_at"]), (&json!(1), &json!("2026-11-23T01:00:00Z")));
    assert_eq!((&read.body["from"], &read.body["to"]), (&json!("2026-09-04"), &json!("2026-11-26")));
}

#[tokio::test]
async fn a_year_is_read_in_one_round_trip_and_longer_is_refused() {
    let (city, _, hanako, id) = notebook().await;
    city.store.forget();
    city.get(&hanako, &format!("{}?from=2025-11-16&to=2026-11-22", adherence(&id))).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    for query in ["from=2025-11-15&to=2026-11-22", "from=2026-11-23&to=2026-11-22", "to=2200-01-01"] {
        city.get(&hanako, &format!("{}?{query}", adherence(&id))).await.expect_problem(422, "invalid_value");
    }
}
