use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{City, Person};

use super::{kept, notebook, trends};

async fn weight(city: &City, person: &Person, id: &str, taken_at: &str, kg: f64) {
    kept(city, person, id, json!({ "taken_at": taken_at, "weight_kg": kg })).await;
}

#[tokio::test]
async fn a_week_of_weights_is_drawn_by_day_week_and_month_in_one_round_trip() {
    let (city, hanako, id) = notebook().await;
    for (taken_at, kg) in [
        ("2026-10-31T23:59:59.999+09:00", 61.0),
        ("2026-11-01T00:00:00+09:00", 62.0),
        ("2026-11-01T23:59:59+09:00", 62.1),
        ("2026-11-02T00:00:00+09:00", 63.0),
        ("2026-11-02T20:00:00+09:00", 63.1),
    ] {
        weight(&city, &hanako, &id, taken_at, kg).await;
    }
    kept(&city, &hanako, &id, json!({ "taken_at": "2026-11-02T08:00:00+09:00", "mood": 3 })).await;
    city.store.forget();
    let draw = async |bucket: &str| {
        let query = format!("measure=weight_kg&from=2026-10-01&to=2026-11-22&bucket={bucket}");
        city.get(&hanako, &trends(&id, &query)).await.expect(200).body["points"].clone()
    };
    let days = draw("day").await;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        days,
        json!([
            { "at": "2026-10-31", "min": 61.0, "mean": 61.0, "max": 61.0, "count": 1 },
            { "at": "2026-11-01", "min": 62.0, "mean": 62.05, "max": 62.1, "count": 2 },
            { "at": "2026-11-02", "min": 63.0, "mean": 63.05, "max": 63.1, "count": 2 },
        ])
    );
    // 1 November 2026 is a Sunday.
    let weeks = draw("week").await;
    assert_eq!(weeks[0]["at"], "2026-10-26");
    assert_eq!((&weeks[0]["count"], &weeks[1]["at"]), (&json!(3), &json!("2026-11-02")));
    let months = draw("month").await;
    assert_eq!((&months[0]["at"], &months[1]["at"]), (&json!("2026-10-01"), &json!("2026-11-01")));
    assert_eq!((&months[1]["min"], &months[1]["mean"], &months[1]["max"]), (&json!(62.0), &json!(62.55), &json!(63.1)));
}

#[tokio::test]
async fn only_the_days_asked_for_are_drawn_and_notices_look_further_back() {
    let (city, hanako, id) = notebook().await;
    for (day, kg) in [("01", 62.0), ("02", 62.0), ("21", 60.0), ("22", 60.0)] {
        weight(&city, &hanako, &id, &format!("2026-11-{day}T08:00:00+09:00"), kg).await;
    }
    let query = "measure=weight_kg&from=2026-11-22&to=2026-11-22";
    let reply = city.get(&hanako, &trends(&id, query)).await.expect(200);
    assert_eq!(reply.body["points"].as_array().unwrap().len(), 1);
    assert_eq!(reply.body["notices"][0]["code"], "weight_loss_month");
    assert_eq!(reply.body["notices"][0]["since"], "2026-11-01");
    assert_eq!(reply.body["notices"][0]["source"], "unverified");
}

#[tokio::test]
async fn a_week_of_high_blood_pressure_is_noticed_in_the_language_of_the_request() {
    let (city, hanako, id) = notebook().await;
    for day in 17..=21 {
        let pressure = json!({ "systolic_mmhg": 141, "diastolic_mmhg": 80 });
        let record = json!({ "taken_at": format!("2026-11-{day}T07:00:00+09:00"), "blood_pressure": pressure });
        kept(&city, &hanako, &id, record).await;
    }
    let line = format!("GET {}", trends(&id, "measure=diastolic_mmhg"));
    for (language, words) in [("ja", "家庭血圧"), ("en", "home blood pressure")] {
        let in_language = |request: &mut platform::request::Request| {
            request.accept_language = Some(language.to_owned());
        };
        let reply = city.send(&hanako, &line, Value::Null, in_language).await.expect(200);
        let notice = &reply.body["notices"][0];
        assert_eq!((&notice["code"], &notice["since"]), (&json!("home_blood_pressure_high"), &json!("2026-11-17")));
        assert!(notice["detail"].as_str().unwrap().contains(words));
    }
    let steps = city.get(&hanako, &trends(&id, "measure=steps")).await.expect(200);
    assert_eq!(steps.body, json!({ "points": [], "notices": [] }));
}

#[tokio::test]
async fn several_measures_are_drawn_in_one_call_each_as_it_is_drawn_alone() {
    let (city, hanako, id) = notebook().await;
    for (at, record) in [
        ("21T12:00:00", json!({ "steps": 3000, "mood": 3, "weight_kg": 62.45 })),
        ("21T21:00:00", json!({ "steps": 8200, "mood": 4, "temperature_c": 36.55 })),
        ("22T07:00:00", json!({ "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82 } })),
    ] {
        let mut record = record;
        record["taken_at"] = json!(format!("2026-11-{at}+09:00"));
        kept(&city, &hanako, &id, record).await;
    }
    city.store.forget();
    let measures = ["steps", "mood", "weight_kg", "temperature_c", "systolic_mmhg"];
    let query = measures.map(|measure| format!("measure={measure}")).join("&");
    let several = city.get(&hanako, &trends(&id, &query)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(several["series"].as_object().unwrap().len(), measures.len());
    for measure in measures {
        let alone = city.get(&hanako, &trends(&id, &format!("measure={measure}"))).await.expect(200).body;
        assert_eq!(several["series"][measure], alone, "{measure}");
    }
    let point = |measure: &str| several["series"][measure]["points"][0].clone();
    assert_eq!(point("steps"), json!({ "at": "2026-11-21", "min": 8200, "mean": 8200, "max": 8200, "count": 1 }));
    assert_eq!((&point("mood")["mean"], &point("weight_kg")["mean"]), (&json!(3.5), &json!(62.45)));
    assert_eq!(point("temperature_c")["max"], json!(36.55));
    assert_eq!(point("systolic_mmhg")["morning"], json!({ "min": 128, "mean": 128, "max": 128, "count": 1 }));
}

#[tokio::test]
async fn ten_years_are_read_side_by_side() {
    let (city, hanako, id) = notebook().await;
    for year in 2017..=2026 {
        weight(&city, &hanako, &id, &format!("{year}-03-01T08:00:00+09:00"), 60.0).await;
    }
    // Nothing is summed up within an hour of a change.
    city.pass(TimeDelta::hours(2));
    let query = "measure=weight_kg&from=2016-11-23&to=2026-11-22&bucket=month";
    let draw = async || {
        city.store.forget();
        let reply = city.get(&hanako, &trends(&id, query)).await.expect(200);
        assert_eq!(reply.body["points"].as_array().unwrap().len(), 10);
        (city.store.seen().depth, reply.body)
    };
    // What is asked for the first time is summed up, sixty months at a time: their records, and a transaction.
    let (first, drawn) = draw().await;
    assert_eq!(first, 5);
    assert_eq!(draw().await, (1, drawn));
}

#[tokio::test]
async fn records_beyond_one_page_of_the_table_are_not_forgotten() {
    let (city, hanako, id) = notebook().await;
    let memo = "𠮷".repeat(1000);
    for number in 0..300 {
        let taken_at = format!("2026-11-{:02}T{:02}:00:00+09:00", 1 + number / 20, number % 20);
        let record = json!({ "taken_at": taken_at, "weight_kg": 60, "memo": memo });
        kept(&city, &hanako, &id, record).await;
    }
    let reply = city.get(&hanako, &trends(&id, "measure=weight_kg&bucket=month")).await.expect(200);
    assert_eq!(reply.body["points"][0]["count"], 300);
    let mut cursor = String::new();
    let mut listed = 0;
    loop {
        let path = format!("/v1/residents/{id}/daily-records?limit=100{cursor}");
        let page = city.get(&hanako, &path).await.expect(200);
        listed += page.body["items"].as_array().unwrap().len();
        let Some(next) = page.body["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(listed, 300);
}

#[tokio::test]
async fn parameters_out_of_bounds_are_refused() {
    let (city, hanako, id) = notebook().await;
    for (query, pointer) in [
        ("", "/measure"),
        ("measure=steps&measure=steps", "/measure"),
        ("measure=steps&bucket=day&bucket=day", "/bucket"),
        ("measure=memo", "/measure"),
        ("measure=steps&bucket=year", "/bucket"),
        ("measure=steps&from=2016-11-14&to=2026-11-22", "/from"),
        ("measure=steps&from=2026-11-23&to=2026-11-22", "/from"),
        ("measure=steps&to=%2B262142-12-31", "/to"),
    ] {
        let reply = city.get(&hanako, &trends(&id, query)).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{query}");
    }
    city.get(&hanako, &trends(&id, "measure=steps&from=1900-01-01&to=1900-01-31")).await.expect(200);
    city.get(&hanako, &trends(&id, "measure=weight_kg&from=2199-12-31&to=2199-12-31")).await.expect(200);
}
