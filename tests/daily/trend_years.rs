//! What ten years of five records a day cost, in what is read of the table.

use chrono::{Days, TimeDelta};
use notebook::access::RelationKind;
use notebook::daily::Measure;
use notebook::id::RecordId;
use notebook::time::{Day, jst_midnight};
use records::items::DailyItem;
use records::keys::by_time;
use serde_json::json;
use support::keys::{DAILY, DAILY_MONTHS, NOTEBOOK};
use support::store::Seen;
use support::{City, Person};

use super::{notebook, trends};

/// Five records with all values on each of these days.
fn fill(city: &City, id: &str, from: Day, days: u64) {
    let mut number = 0_u32;
    for day in (0..days).map(|day| from + Days::new(day)) {
        for hour in [6, 7, 12, 18, 22] {
            number += 1;
            let at = jst_midnight(day) + TimeDelta::hours(hour) + TimeDelta::minutes(5);
            let varied = i64::from(number * 37 % 40);
            let record = json!({
                "taken_at": at, "weight_kg": f64::from(number * 37 % 40) / 100.0 + 62.05, "height_cm": 158.5,
                "temperature_c": 36.55, "steps": 1_000 * hour + varied, "mood": 1 + varied % 5, "memo": "朝食前に測定",
                "blood_pressure": { "systolic_mmhg": 110 + varied, "diastolic_mmhg": 65 + varied, "pulse_bpm": 60 + varied },
            });
            let [.., a, b, c] = number.to_be_bytes();
            let record_id = RecordId::new(at, [0, 0, 0, 0, 0, 0, 0, a, b, c]);
            let item = DailyItem {
                record_id,
                record: serde_json::from_value(record).unwrap(),
                recorded_by: RelationKind::Oneself,
                recorded_at: at,
                version: 1,
            };
            let more = json!({ "by_time": by_time::daily(at, record_id) });
            city.seed_item(NOTEBOOK.of(id), DAILY.of(record_id), &item, more);
        }
    }
}

async fn read(city: &City, person: &Person, id: &str, measures: &[Measure]) -> (Seen, serde_json::Value) {
    let measures: Vec<_> = measures.iter().map(|measure| format!("measure={}", measure.name())).collect();
    let query = format!("{}&from=2016-11-23&to=2026-11-22&bucket=month", measures.join("&"));
    city.store.forget();
    let body = city.get(person, &trends(id, &query)).await.expect(200).body;
    (city.store.seen(), body)
}

#[tokio::test]
async fn ten_years_at_five_a_day_are_drawn_from_months_and_the_records_of_notices() {
    let (city, hanako, id) = notebook().await;
    fill(&city, &id, "2016-11-23".parse().unwrap(), 3_652);
    // By what is drawn: months, days read as records, bytes. Notices of weight look back half a year, those of pressure a week.
    for (measures, months, days, bytes) in [
        (&[Measure::WeightKg][..], 114, 206, 300_000),
        (&[Measure::SystolicMmhg][..], 119, 53, 350_000),
        (&Measure::ALL[..], 114, 206, 1_800_000),
    ] {
        let (first, drawn) = read(&city, &hanako, &id, measures).await;
        let (then, again) = read(&city, &hanako, &id, measures).await;
        assert_eq!(drawn, again, "{measures:?}");
        assert!(first.items_read > 18_260, "{measures:?}: {first:?}");
        assert_eq!((then.depth, then.items_read), (1, months + 5 * days + 1), "{measures:?}");
        assert!(then.bytes < bytes, "{measures:?}: {then:?}");
    }
    let months = city.items(NOTEBOOK.of(&id), DAILY_MONTHS);
    let size = |item: &serde_json::Value| {
        let attributes = item.as_object().unwrap().iter();
        attributes.map(|(name, value)| name.len() + value["S"].as_str().unwrap_or("1").len()).sum::<usize>()
    };
    // Sixty of them are one page.
    assert!(60 * months.iter().map(size).max().unwrap() < 1_000_000);
}
