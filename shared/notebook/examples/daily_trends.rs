//! Draws lines of all measures over months of five sets of values a day, so that callgrind can count what a month costs, from
//! its records and from what was summed up of them: `valgrind --tool=callgrind daily_trends records 120`, and `months 120`. The
//! difference to a run with 0 is the months' own work.
#![allow(clippy::print_stdout, reason = "it prints its result")]

use notebook::daily::{Bucket, DailyRecord, Measure, summary, trend};
use notebook::time::Day;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let from = arguments.next().unwrap_or_default();
    let months: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(120);
    let Some(month) = Day::from_ymd_opt(2025, 3, 1) else { return };
    let times = (1..=31).flat_map(|day| ["06:05", "07:05", "12:05", "18:05", "22:05"].map(|time| (day, time)));
    let stored: Vec<String> = times.map(|(day, time)| record(day, time)).collect();
    let read = || -> Vec<DailyRecord> { stored.iter().filter_map(|text| serde_json::from_str(text).ok()).collect() };
    let records = read();
    let summed_up: Vec<_> = Measure::ALL
        .into_iter()
        .filter_map(|measure| Some((measure, summary::write_month(month, &summary::days(measure, &records))?)))
        .collect();
    let mut points = 0;
    for _ in 0..months {
        if from == "records" {
            let records = read();
            for measure in Measure::ALL {
                points += trend::points(measure, Bucket::Day, &summary::days(measure, &records)).len();
            }
        } else {
            for (measure, text) in &summed_up {
                let days = summary::read_month(month, text).unwrap_or_default();
                points += trend::points(*measure, Bucket::Day, &days).len();
            }
        }
    }
    let bytes: (usize, usize) =
        (stored.iter().map(String::len).sum(), summed_up.iter().map(|(_, text)| text.len()).sum());
    println!("{months} months of {} records: {points} points; {} or {} bytes a month", records.len(), bytes.0, bytes.1);
}

/// A set of values as it is stored.
fn record(day: u32, time: &str) -> String {
    let varied = day * 7 % 40;
    format!(
        r#"{{"taken_at":"2025-03-{day:02}T{time}:00+09:00","weight_kg":62.{varied:02},"height_cm":158.5,"temperature_c":36.55,"blood_pressure":{{"systolic_mmhg":{},"diastolic_mmhg":{},"pulse_bpm":{}}},"steps":{},"mood":{}}}"#,
        110 + varied,
        65 + varied,
        60 + varied,
        1_000 + varied,
        1 + varied % 5,
    )
}
