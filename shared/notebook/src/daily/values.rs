//! The kinds of values, each with the bounds inside of which a measurement can be true. The bounds are wide on purpose:
//! they stop a slip of the finger or a mixed-up unit, and never a sick person's real value.

use chrono::SecondsFormat;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;

use crate::decimal::Decimal;
use crate::time::{self, Instant, in_japan};
use crate::wrong::Wrong;

/// 体重, kg, to the gram, as a baby's scale shows it; scales for adults show 50 or 100 g. From a premature child that may go
/// home to the limit of bariatric scales.
pub type Weight = Decimal<3, 500, 300_000>;

/// 身長, cm, one place.
pub type Height = Decimal<1, 200, 2500>;

/// 体温, °C, two places, as a basal thermometer shows it: below 30 and above 45 a household thermometer shows an error.
pub type Temperature = Decimal<2, 3000, 4500>;

/// 収縮期血圧, mmHg: the measuring range of household monitors, with room.
pub type Systolic = Decimal<0, 40, 300>;

/// 拡張期血圧, mmHg.
pub type Diastolic = Decimal<0, 20, 200>;

/// 脈拍, beats a minute: a newborn's fever reaches 220.
pub type Pulse = Decimal<0, 20, 300>;

/// 歩数 of a day so far: a day's walk of 100 km is about 150,000.
pub type Steps = Decimal<0, 0, 200_000>;

/// 気分, from 1 (bad) to 5 (good).
pub type Mood = Decimal<0, 1, 5>;

/// 血圧. The upper value is above the lower one: swapped values are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Typed")]
pub struct BloodPressure {
    systolic_mmhg: Systolic,
    diastolic_mmhg: Diastolic,
    #[serde(skip_serializing_if = "Option::is_none")]
    pulse_bpm: Option<Pulse>,
}

/// A blood pressure as it is typed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BloodPressureInput")]
struct Typed {
    /// 収縮期血圧 (上)
    systolic_mmhg: Systolic,
    /// 拡張期血圧 (下)
    diastolic_mmhg: Diastolic,
    /// 脈拍
    #[serde(default)]
    pulse_bpm: Option<Pulse>,
}

impl TryFrom<Typed> for BloodPressure {
    type Error = Wrong;

    fn try_from(typed: Typed) -> Result<Self, Self::Error> {
        let Typed { systolic_mmhg, diastolic_mmhg, pulse_bpm } = typed;
        if systolic_mmhg.units() <= diastolic_mmhg.units() {
            return Err(Wrong::PressureSwapped);
        }
        Ok(Self { systolic_mmhg, diastolic_mmhg, pulse_bpm })
    }
}

impl BloodPressure {
    /// 収縮期血圧 (上)
    pub fn systolic(self) -> Systolic {
        self.systolic_mmhg
    }

    /// 拡張期血圧 (下)
    pub fn diastolic(self) -> Diastolic {
        self.diastolic_mmhg
    }

    /// 脈拍
    pub fn pulse(self) -> Option<Pulse> {
        self.pulse_bpm
    }
}

/// When values were taken: RFC 3339 with an offset, from 1900 on, kept to the millisecond and written with Japan's
/// offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakenAt(Instant);

impl TakenAt {
    /// From an instant; `None` before 1900 or after 2199.
    pub fn new(at: Instant) -> Option<Self> {
        // Milliseconds, because the list sorts by them.
        let at = Instant::from_timestamp_millis(at.timestamp_millis())?;
        time::is_counted(at).then_some(Self(at))
    }

    /// The instant.
    pub fn instant(self) -> Instant {
        self.0
    }
}

impl Serialize for TakenAt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&in_japan(self.0).to_rfc3339_opts(SecondsFormat::AutoSi, false))
    }
}

impl<'de> Deserialize<'de> for TakenAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let at = time::read_instant(&text).and_then(Self::new);
        at.ok_or_else(|| de::Error::custom(Wrong::Instant))
    }
}

impl JsonSchema for TakenAt {
    fn schema_name() -> Cow<'static, str> {
        "TakenAt".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn an_instant_is_read_with_any_offset_and_written_in_japan() {
        for (typed, written) in [
            ("2026-11-22T07:10:00+09:00", "2026-11-22T07:10:00+09:00"),
            ("2026-11-21T22:10:00Z", "2026-11-22T07:10:00+09:00"),
            ("2026-11-21T17:10:00.1239-05:00", "2026-11-22T07:10:00.123+09:00"),
            ("1900-01-01T00:00:00+09:00", "1900-01-01T00:00:00+09:00"),
        ] {
            let at: TakenAt = serde_json::from_value(typed.into()).unwrap();
            assert_eq!(serde_json::to_value(at).unwrap(), written);
        }
    }

    #[test]
    fn an_instant_without_an_offset_or_out_of_time_is_refused() {
        for bad in [
            "2026-11-22",
            "2026-11-22T07:10:00",
            "1899-12-31T23:59:59.999+09:00",
            "2200-01-01T00:00:00+09:00",
            "9999-12-31T23:59:59-23:59",
            "2026-02-30T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "2026-11-22T23:59:60+09:00",
            "",
        ] {
            assert!(serde_json::from_value::<TakenAt>(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn swapped_blood_pressure_values_are_refused() {
        let read = |s, d| {
            serde_json::from_value::<BloodPressure>(serde_json::json!({ "systolic_mmhg": s, "diastolic_mmhg": d }))
        };
        assert!(read(128, 82).is_ok());
        assert!(read(82, 128).is_err());
        assert!(read(100, 100).is_err());
        assert!(read(400, 82).is_err());
    }
}
