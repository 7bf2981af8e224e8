mod create_daily_record;
mod delete_daily_record;
mod get_daily_record;
mod get_daily_trends;
mod get_goals;
mod list_daily_records;
mod own_ids;
mod put_goals;
mod trend_months;
mod trend_years;
mod update_daily_record;

use serde_json::{Value, json};
use support::keys::LOG;
use support::{City, Person};

/// A record with every value.
fn whole() -> Value {
    json!({
        "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4, "height_cm": 158.0, "temperature_c": 36.5,
        "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82, "pulse_bpm": 70 },
        "steps": 8200, "mood": 4, "memo": "朝食前に測定",
    })
}

/// The same record with another value.
fn changed() -> Value {
    let mut record = whole();
    record["mood"] = json!(5);
    record
}

fn records(id: &str) -> String {
    format!("/v1/residents/{id}/daily-records")
}

fn goals(id: &str) -> String {
    format!("/v1/residents/{id}/goals")
}

fn trends(id: &str, query: &str) -> String {
    format!("/v1/residents/{id}/trends?{query}")
}

/// A city with a person and the id of their notebook.
async fn notebook() -> (City, Person, String) {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    (city, hanako, id)
}

/// Keeps a record; gives its id.
async fn kept(city: &City, person: &Person, id: &str, record: Value) -> String {
    let reply = city.post(person, &records(id), record).await.expect(201);
    reply.body["record_id"].as_str().unwrap().to_owned()
}

/// Entries of looks by others in the person's own chain.
fn entries(city: &City, id: &str) -> usize {
    city.entries(LOG.of(id))
}
