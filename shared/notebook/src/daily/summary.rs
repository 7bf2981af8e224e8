//! What a line over time needs of a day: smallest, largest, sum and number of a measure's values, and the same of its mornings
//! and evenings. Lines are drawn from days alone, so that a day may come from its records or from what was kept of them.
//!
//! A month of such days is kept as a text, and says exactly what its records say: sums are of whole units, never of means.

use std::collections::BTreeMap;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::occasion::Occasion;
use super::record::DailyRecord;
use crate::time::{Day, Instant, jst_day};

/// The version of the rules by which days are summed up. Raise it with whatever changes what a day says: the hours of an
/// [`Occasion`], the places of a [`Measure`], which entry of steps counts. What was kept by other rules is not read.
const RULES: u32 = 1;

/// The days of one measure that have values, oldest first.
pub type DaySummaries = BTreeMap<Day, Summary>;

/// Smallest, largest, sum and number of some values, in units; kept as these four numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(i64, i64, i64, u32)", into = "(i64, i64, i64, u32)")]
pub(crate) struct Gathered {
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) sum: i64,
    pub(crate) count: u32,
}

impl From<(i64, i64, i64, u32)> for Gathered {
    fn from((min, max, sum, count): (i64, i64, i64, u32)) -> Self {
        Self { min, max, sum, count }
    }
}

impl From<Gathered> for (i64, i64, i64, u32) {
    fn from(Gathered { min, max, sum, count }: Gathered) -> Self {
        (min, max, sum, count)
    }
}

impl Gathered {
    fn one(units: i64) -> Self {
        Self { min: units, max: units, sum: units, count: 1 }
    }

    fn join(&mut self, other: Self) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.sum += other.sum;
        self.count += other.count;
    }
}

/// Values gathered by their day in Japan, oldest first.
pub(crate) fn gather(values: impl IntoIterator<Item = (Instant, i64)>) -> BTreeMap<Day, Gathered> {
    let mut days = BTreeMap::<Day, Gathered>::new();
    for (at, units) in values {
        let one = Gathered::one(units);
        days.entry(jst_day(at)).and_modify(|day| day.join(one)).or_insert(one);
    }
    days
}

/// What a line needs of the values of one measure on a day, or on several days together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub(super) all: Gathered,
    /// Those of the morning and of the evening, where the measure has occasions.
    pub(super) morning: Option<Gathered>,
    pub(super) evening: Option<Gathered>,
}

impl Summary {
    fn one(measure: Measure, at: Instant, units: i64) -> Self {
        let all = Gathered::one(units);
        let occasion = Occasion::at(at).filter(|_| measure.has_occasions()).map(|(occasion, _)| occasion);
        let on = |wanted: Occasion| (occasion == Some(wanted)).then_some(all);
        Self { all, morning: on(Occasion::Morning), evening: on(Occasion::Evening) }
    }

    /// Adds the values of another.
    pub(super) fn join(&mut self, other: &Self) {
        let both = |one: &mut Option<Gathered>, other: Option<Gathered>| match (one.as_mut(), other) {
            (Some(one), Some(other)) => one.join(other),
            (None, other) => *one = other,
            (Some(_), None) => {}
        };
        self.all.join(other.all);
        both(&mut self.morning, other.morning);
        both(&mut self.evening, other.evening);
    }
}

/// The days of a measure in some records, which hold all records of each of these days, in order of time.
pub fn days<'a>(measure: Measure, records: impl IntoIterator<Item = &'a DailyRecord>) -> DaySummaries {
    of_values(measure, measure.values(records))
}

/// The same of its values.
pub(super) fn of_values(measure: Measure, values: impl IntoIterator<Item = (Instant, i64)>) -> DaySummaries {
    let mut days = DaySummaries::new();
    for (at, units) in values {
        let one = Summary::one(measure, at, units);
        days.entry(jst_day(at)).and_modify(|day| day.join(&one)).or_insert(one);
    }
    days
}

/// A month of days as it is kept: each day of the month with what [`Summary`] holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    rules: u32,
    days: Vec<(u32, Gathered, Option<Gathered>, Option<Gathered>)>,
}

/// Those of the days that lie in the month of this day, as a text.
pub fn write_month(month: Day, days: &DaySummaries) -> Option<String> {
    let inside = |day: &&Day| (day.year(), day.month()) == (month.year(), month.month());
    let days = days.iter().filter(|(day, _)| inside(day));
    let days = days.map(|(at, day)| (at.day(), day.all, day.morning, day.evening)).collect();
    serde_json::to_string(&Kept { rules: RULES, days }).ok()
}

/// The days of the month of this day, as [`write_month`] wrote them; `None` where the text was written by other rules.
pub fn read_month(month: Day, text: &str) -> Option<DaySummaries> {
    let kept: Kept = serde_json::from_str(text).ok().filter(|kept: &Kept| kept.rules == RULES)?;
    let day = |(day, all, morning, evening)| Some((month.with_day(day)?, Summary { all, morning, evening }));
    kept.days.into_iter().map(day).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn record(at: &str, values: serde_json::Value) -> DailyRecord {
        let mut record = values;
        record["taken_at"] = json!(format!("{at}+09:00"));
        serde_json::from_value(record).unwrap()
    }

    /// What is kept outlives the program that wrote it. If this fails because a rule changed, raise `RULES` with it.
    #[test]
    fn a_month_is_kept_as_this_text() {
        let pressure =
            |upper: i64| json!({ "blood_pressure": { "systolic_mmhg": upper, "diastolic_mmhg": 80 }, "steps": upper });
        let records = [
            record("2024-02-01T03:59:59", pressure(120)),
            record("2024-02-01T04:00:00", pressure(130)),
            record("2024-02-01T11:59:59", pressure(133)),
            record("2024-02-01T12:00:00", pressure(150)),
            record("2024-02-01T17:00:00", pressure(125)),
            record(
                "2024-02-29T23:59:59",
                json!({ "steps": 9000, "mood": 4, "weight_kg": 62.45, "temperature_c": 36.5 }),
            ),
            record("2024-03-01T00:00:00", pressure(140)),
        ];
        let month: Day = "2024-02-01".parse().unwrap();
        let text = |measure| write_month(month, &days(measure, &records)).unwrap();
        assert_eq!(
            text(Measure::SystolicMmhg),
            r#"{"rules":1,"days":[[1,[120,150,658,5],[130,133,263,2],[120,125,245,2]]]}"#
        );
        assert_eq!(
            text(Measure::Steps),
            r#"{"rules":1,"days":[[1,[125,125,125,1],null,null],[29,[9000,9000,9000,1],null,null]]}"#
        );
        assert_eq!(text(Measure::Mood), r#"{"rules":1,"days":[[29,[4,4,4,1],null,null]]}"#);
        assert_eq!(text(Measure::WeightKg), r#"{"rules":1,"days":[[29,[62450,62450,62450,1],null,null]]}"#);
        assert_eq!(text(Measure::TemperatureC), r#"{"rules":1,"days":[[29,[3650,3650,3650,1],null,null]]}"#);
        assert_eq!(text(Measure::HeightCm), r#"{"rules":1,"days":[]}"#);
    }

    #[test]
    fn what_other_rules_wrote_or_no_month_has_is_not_read() {
        let month: Day = "2023-02-01".parse().unwrap();
        assert_eq!(read_month(month, r#"{"rules":1,"days":[]}"#), Some(DaySummaries::new()));
        for text in
            [r#"{"rules":2,"days":[]}"#, r#"{"days":[]}"#, r#"{"rules":1,"days":[[29,[4,4,4,1],null,null]]}"#, ""]
        {
            assert_eq!(read_month(month, text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn months_that_were_kept_say_what_their_records_say(
            values in prop::collection::vec((1_700_000_000_000_i64..1_710_000_000_000, 40_i64..300), 0..80),
        ) {
            let at = |ms| Instant::from_timestamp_millis(ms).unwrap();
            let mut records: Vec<_> = values
                .iter()
                .map(|(ms, units)| {
                    let pressure = json!({ "systolic_mmhg": units, "diastolic_mmhg": 39, "pulse_bpm": units });
                    let record = json!({ "taken_at": at(*ms), "blood_pressure": pressure, "steps": units, "weight_kg": units });
                    serde_json::from_value::<DailyRecord>(record).unwrap()
                })
                .collect();
            records.sort_by_key(|record| record.taken_at);
            for measure in Measure::ALL {
                let whole = days(measure, &records);
                let mut read = DaySummaries::new();
                // 2023-11 to 2024-03.
                for month in 0..5 {
                    let month = Day::from_ymd_opt(2023, 11, 1).unwrap() + chrono::Months::new(month);
                    read.extend(read_month(month, &write_month(month, &whole).unwrap()).unwrap());
                }
                prop_assert_eq!(&read, &whole);
                // A day's values are those of the records of the day alone, so that days can be read apart.
                for (day, summary) in &whole {
                    let of_day = records.iter().filter(|record| jst_day(record.taken_at.instant()) == *day);
                    let alone = days(measure, of_day);
                    prop_assert_eq!(alone.get(day), Some(summary));
                }
            }
        }
    }
}
