//! A line over time: the values of one measure in buckets of days, weeks or months of Japan's calendar. All arithmetic
//! is in units; only the mean that is shown is rounded, half up.

use chrono::{Datelike, Days};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::{Amount, Measure};
use super::summary::{DaySummaries, Gathered, Summary};
use crate::time::Day;

/// How values are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// 00:00 to 24:00 in Japan.
    Day,
    /// Monday to Sunday (ISO 8601).
    Week,
    /// The first to the last of a month.
    Month,
}

impl Bucket {
    /// The first day of the bucket that a day lies in.
    pub fn start(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => day.with_day(1).unwrap_or(day),
        }
    }
}

/// One bucket that has values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TrendPoint")]
pub struct Point {
    /// The bucket's first day in Japan.
    pub at: Day,
    /// The smallest value.
    pub min: Amount,
    /// The mean, rounded half up to the last place of the values; of the mood to one place.
    pub mean: Amount,
    /// The largest value.
    pub max: Amount,
    /// How many values; of steps, how many days.
    pub count: u32,
    /// Of blood pressure and pulse: those of the mornings (04:00 to 11:59).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub morning: Option<Part>,
    /// Of blood pressure and pulse: those of the evenings (17:00 to 03:59; what was taken after midnight is drawn on its own
    /// day).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evening: Option<Part>,
}

/// The values of one occasion in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TrendPart")]
pub struct Part {
    /// The smallest value.
    pub min: Amount,
    /// The mean, rounded half up to the last place of the values.
    pub mean: Amount,
    /// The largest value.
    pub max: Amount,
    /// How many values.
    pub count: u32,
}

/// The points of a line, oldest first; a bucket without values has none.
pub fn points(measure: Measure, bucket: Bucket, days: &DaySummaries) -> Vec<Point> {
    let mut buckets = DaySummaries::new();
    for (day, summary) in days {
        buckets.entry(bucket.start(*day)).and_modify(|gathered| gathered.join(summary)).or_insert(*summary);
    }
    let part = |gathered: Gathered| Part {
        min: measure.amount(gathered.min),
        mean: measure.mean(gathered.sum, gathered.count),
        max: measure.amount(gathered.max),
        count: gathered.count,
    };
    let point = |(at, Summary { all, morning, evening }): (Day, Summary)| {
        let Part { min, mean, max, count } = part(all);
        Point { at, min, mean, max, count, morning: morning.map(part), evening: evening.map(part) }
    };
    buckets.into_iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::super::summary::of_values;
    use super::*;
    use crate::time::{Instant, jst_midnight};
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use serde_json::json;

    /// The points of these values.
    fn points(measure: Measure, bucket: Bucket, values: impl IntoIterator<Item = (Instant, i64)>) -> Vec<Point> {
        super::points(measure, bucket, &of_values(measure, values))
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn midnight_in_japan_parts_two_days_two_weeks_and_two_months() {
        // 2026-11-30 is a Monday; so the night of 29 November parts two weeks, that of the 30th two months.
        let sunday = [(at("2026-11-29T14:59:59.999Z"), 620), (at("2026-11-29T15:00:00Z"), 630)];
        let starts = |bucket, values: &[(Instant, i64)]| {
            let points = points(Measure::WeightKg, bucket, values.iter().copied());
            points.iter().map(|point| point.at.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(starts(Bucket::Day, &sunday), ["2026-11-29", "2026-11-30"]);
        assert_eq!(starts(Bucket::Week, &sunday), ["2026-11-23", "2026-11-30"]);
        assert_eq!(starts(Bucket::Month, &sunday), ["2026-11-01"]);
        let monday = [(at("2026-11-30T14:59:59.999Z"), 620), (at("2026-11-30T15:00:00Z"), 630)];
        assert_eq!(starts(Bucket::Week, &monday), ["2026-11-30"]);
        assert_eq!(starts(Bucket::Month, &monday), ["2026-11-01", "2026-12-01"]);
    }

    #[test]
    fn a_mean_is_exact_and_rounded_half_up_in_the_last_place() {
        let now = at("2026-11-22T00:00:00Z");
        let mean = |measure, values: &[i64]| {
            let points = points(measure, Bucket::Day, values.iter().map(|units| (now, *units)));
            serde_json::to_value(&points[0]).unwrap()["mean"].clone()
        };
        assert_eq!(mean(Measure::WeightKg, &[62_450, 62_451]), json!(62.451));
        assert_eq!(mean(Measure::WeightKg, &[62_400, 62_400, 62_500]), json!(62.433));
        assert_eq!(mean(Measure::TemperatureC, &[3655, 3656]), json!(36.56));
        assert_eq!(mean(Measure::Mood, &[4, 3, 4]), json!(3.7));
        assert_eq!(mean(Measure::Mood, &[4]), json!(4.0));
        assert_eq!(mean(Measure::SystolicMmhg, &[134, 135]), json!(135));
        assert_eq!(mean(Measure::Steps, &[0, 0, 1]), json!(0));
    }

    #[test]
    fn mornings_and_evenings_of_blood_pressure_are_told_apart_and_of_nothing_else() {
        let values = [
            (at("2026-11-21T22:00:00Z"), 140),
            (at("2026-11-21T22:02:00Z"), 130),
            (at("2026-11-22T05:00:00Z"), 150),
            (at("2026-11-22T13:00:00Z"), 120),
        ];
        let json = |measure| serde_json::to_value(&points(measure, Bucket::Day, values)[0]).unwrap();
        assert_eq!(
            json(Measure::SystolicMmhg),
            json!({
                "at": "2026-11-22", "min": 120, "mean": 135, "max": 150, "count": 4,
                "morning": { "min": 130, "mean": 135, "max": 140, "count": 2 },
                "evening": { "min": 120, "mean": 120, "max": 120, "count": 1 },
            })
        );
        assert!(json(Measure::Steps).get("morning").is_none());
    }

    proptest! {
        #[test]
        fn every_value_lies_in_exactly_one_bucket_whose_days_contain_it(
            values in prop::collection::vec((-2_200_000_000_000_i64..4_000_000_000_000, 5_i64..3000), 1..60),
        ) {
            let values: Vec<_> =
                values.iter().map(|(ms, units)| (Instant::from_timestamp_millis(*ms).unwrap(), *units)).collect();
            for bucket in [Bucket::Day, Bucket::Week, Bucket::Month] {
                let points = points(Measure::WeightKg, bucket, values.iter().copied());
                prop_assert_eq!(points.iter().map(|point| point.count as usize).sum::<usize>(), values.len());
                prop_assert!(points.windows(2).all(|pair| pair[0].at < pair[1].at));
                for point in &points {
                    let next = match bucket {
                        Bucket::Day => point.at + Days::new(1),
                        Bucket::Week => point.at + Days::new(7),
                        Bucket::Month => point.at + chrono::Months::new(1),
                    };
                    let inside = values.iter().filter(|(at, _)| (jst_midnight(point.at)..jst_midnight(next)).contains(at));
                    let units: Vec<_> = inside.map(|(_, units)| *units).collect();
                    prop_assert_eq!(units.len(), point.count as usize);
                    prop_assert_eq!(*units.iter().min().unwrap(), point.min.units);
                    prop_assert_eq!(*units.iter().max().unwrap(), point.max.units);
                    // mean - 1/2 <= sum/count < mean + 1/2, in whole numbers.
                    let (sum, count) = (2 * units.iter().sum::<i64>(), 2 * i64::try_from(units.len()).unwrap());
                    let mean = point.mean.units * count;
                    prop_assert!(mean - count / 2 <= sum && sum < mean + count / 2);
                }
            }
        }

        #[test]
        fn around_every_midnight_in_japan_the_day_changes_at_the_millisecond(days in 0_u64..80_000) {
            let day = Day::from_ymd_opt(1900, 1, 2).unwrap() + Days::new(days);
            let midnight = jst_midnight(day);
            let both = [(midnight - TimeDelta::milliseconds(1), 1), (midnight, 2)];
            let points = points(Measure::Steps, Bucket::Day, both);
            prop_assert_eq!(points.iter().map(|point| point.at).collect::<Vec<_>>(), [day.pred_opt().unwrap(), day]);
            let starts_week = day.weekday() == chrono::Weekday::Mon;
            prop_assert_eq!(self::points(Measure::Steps, Bucket::Week, both).len(), if starts_week { 2 } else { 1 });
            let starts_month = day.day() == 1;
            prop_assert_eq!(self::points(Measure::Steps, Bucket::Month, both).len(), if starts_month { 2 } else { 1 });
        }
    }
}
