//! One set of values that were taken together.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::values::{BloodPressure, Height, Mood, Steps, TakenAt, Temperature, Weight};
use crate::text::Text;
use crate::time::{Day, Instant, jst_day};

/// A set of values: any of them, at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyRecord {
    /// When they were taken: RFC 3339 with an offset; from 1900 to ten minutes after now.
    pub taken_at: TakenAt,
    /// 体重, kg, to the gram
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_kg: Option<Weight>,
    /// 身長
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<Height>,
    /// 体温, °C, to the hundredth
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature_c: Option<Temperature>,
    /// 血圧
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blood_pressure: Option<BloodPressure>,
    /// 歩数 of the day so far, as phones and pedometers show it: they count from midnight. Of several entries of a day the last
    /// one is the day's number of steps; nothing is added up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Steps>,
    /// 気分: 1 (bad) to 5 (good)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// メモ. It goes with the values: a clinic to which the section `daily` is opened reads it. (A visit's memo is private.)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<Text<1000>>,
}

/// Why a record was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has no value.
    Empty,
    /// It was taken later than now, beyond what clocks differ.
    Future,
}

/// How far a phone's clock may be ahead of ours.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(10);

impl DailyRecord {
    /// The field that every record has.
    pub const TAKEN_AT: &'static str = "taken_at";

    /// The day in Japan on which its values were taken.
    pub fn day(&self) -> Day {
        jst_day(self.taken_at.instant())
    }

    /// Whether it can be kept: it has a value, and it was not taken in the future.
    pub fn check(&self, now: Instant) -> Result<(), Refusal> {
        if self.taken_at.instant() > now + CLOCKS_DIFFER {
            return Err(Refusal::Future);
        }
        let has_value = self.weight_kg.is_some()
            || self.height_cm.is_some()
            || self.temperature_c.is_some()
            || self.blood_pressure.is_some()
            || self.steps.is_some()
            || self.mood.is_some()
            || self.memo.is_some();
        if has_value { Ok(()) } else { Err(Refusal::Empty) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use serde_json::json;

    fn record(value: serde_json::Value) -> DailyRecord {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn any_one_value_is_enough_and_none_is_not() {
        let now = "2026-11-22T00:00:00Z".parse().unwrap();
        for (name, value) in [
            ("weight_kg", json!(62.4)),
            ("height_cm", json!(158)),
            ("temperature_c", json!(36.5)),
            ("blood_pressure", json!({ "systolic_mmhg": 128, "diastolic_mmhg": 82 })),
            ("steps", json!(0)),
            ("mood", json!(4)),
            ("memo", json!("𠮷")),
        ] {
            assert_eq!(record(json!({ "taken_at": "2026-11-22T07:10:00+09:00", name: value })).check(now), Ok(()));
        }
        let empty = record(json!({ "taken_at": "2026-11-22T07:10:00+09:00", "mood": null }));
        assert_eq!(empty.check(now), Err(Refusal::Empty));
    }

    #[test]
    fn ten_minutes_ahead_is_a_clock_and_more_is_the_future() {
        let record = record(json!({ "taken_at": "2026-11-22T07:10:00+09:00", "mood": 3 }));
        assert_eq!(record.check("2026-11-21T22:00:00Z".parse().unwrap()), Ok(()));
        assert_eq!(record.check("2026-11-21T21:59:59.999Z".parse().unwrap()), Err(Refusal::Future));
    }

    #[test]
    fn a_record_survives_the_way_through_json() {
        let whole = json!({
            "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.45, "height_cm": 158.0, "temperature_c": 36.55,
            "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82, "pulse_bpm": 70 },
            "steps": 8200, "mood": 4, "memo": "髙﨑さんと散歩",
        });
        assert_eq!(serde_json::to_value(record(whole.clone())).unwrap(), whole);
    }
}
