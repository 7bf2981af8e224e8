//! What can be drawn as a line over time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

use super::record::DailyRecord;
use super::values::BloodPressure;
use crate::decimal::Decimal;
use crate::time::{Day, Instant, jst_day};

/// One measured quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 体重, kg
    WeightKg,
    /// 身長, cm
    HeightCm,
    /// 体温, °C
    TemperatureC,
    /// 収縮期血圧, mmHg
    SystolicMmhg,
    /// 拡張期血圧, mmHg
    DiastolicMmhg,
    /// 脈拍, beats a minute
    PulseBpm,
    /// 歩数 of a day: its last entry, because each is the count since midnight
    Steps,
    /// 気分, 1 to 5
    Mood,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 8] = [
        Self::WeightKg,
        Self::HeightCm,
        Self::TemperatureC,
        Self::SystolicMmhg,
        Self::DiastolicMmhg,
        Self::PulseBpm,
        Self::Steps,
        Self::Mood,
    ];

    /// Its name, as on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::WeightKg => "weight_kg",
            Self::HeightCm => "height_cm",
            Self::TemperatureC => "temperature_c",
            Self::SystolicMmhg => "systolic_mmhg",
            Self::DiastolicMmhg => "diastolic_mmhg",
            Self::PulseBpm => "pulse_bpm",
            Self::Steps => "steps",
            Self::Mood => "mood",
        }
    }

    /// The field of a [`DailyRecord`] in which it stands, alone or with others.
    pub fn field(self) -> &'static str {
        match self {
            Self::SystolicMmhg | Self::DiastolicMmhg | Self::PulseBpm => "blood_pressure",
            other => other.name(),
        }
    }

    /// Decimal places: its unit is 10 to the minus this many.
    pub fn places(self) -> u8 {
        match self {
            Self::WeightKg => 3,
            Self::TemperatureC => 2,
            Self::HeightCm => 1,
            Self::SystolicMmhg | Self::DiastolicMmhg | Self::PulseBpm | Self::Steps | Self::Mood => 0,
        }
    }

    /// Decimal places of a mean: those of the values, and one more where a whole step is all there is between two values of
    /// five.
    fn mean_places(self) -> u8 {
        if self == Self::Mood { 1 } else { self.places() }
    }

    /// Whether it is measured in the morning and in the evening, for itself each.
    pub fn has_occasions(self) -> bool {
        matches!(self, Self::SystolicMmhg | Self::DiastolicMmhg | Self::PulseBpm)
    }

    /// Its value in a record, in units.
    pub fn of(self, record: &DailyRecord) -> Option<i64> {
        let pressure = record.blood_pressure;
        match self {
            Self::WeightKg => record.weight_kg.map(Decimal::units),
            Self::HeightCm => record.height_cm.map(Decimal::units),
            Self::TemperatureC => record.temperature_c.map(Decimal::units),
            Self::SystolicMmhg => pressure.map(|value| value.systolic().units()),
            Self::DiastolicMmhg => pressure.map(|value| value.diastolic().units()),
            Self::PulseBpm => pressure.and_then(BloodPressure::pulse).map(Decimal::units),
            Self::Steps => record.steps.map(Decimal::units),
            Self::Mood => record.mood.map(Decimal::units),
        }
    }

    /// Its values in some records, with their instants: each value for itself, but of steps the last entry of each day, which
    /// is the day's total.
    pub fn values<'a>(self, records: impl IntoIterator<Item = &'a DailyRecord>) -> Vec<(Instant, i64)> {
        let values = records.into_iter().filter_map(|record| Some((record.taken_at.instant(), self.of(record)?)));
        if self != Self::Steps {
            return values.collect();
        }
        let mut days = BTreeMap::<Day, (Instant, i64)>::new();
        for value in values {
            let last = days.entry(jst_day(value.0)).or_insert(value);
            if value.0 >= last.0 {
                *last = value;
            }
        }
        days.into_values().collect()
    }

    /// Its latest value in some records, with its instant.
    pub fn latest<'a>(self, records: impl IntoIterator<Item = &'a DailyRecord>) -> Option<(Instant, i64)> {
        let values = records.into_iter().filter_map(|record| Some((record.taken_at.instant(), self.of(record)?)));
        values.max_by_key(|(at, _)| *at)
    }

    /// The mean of so many values with this sum, rounded half up to the mean's last place.
    pub fn mean(self, sum: i64, count: u32) -> Amount {
        let places = self.mean_places();
        let finer = 10_i64.pow(u32::from(places.saturating_sub(self.places())));
        let count = i64::from(count.max(1));
        Amount { units: (2 * sum * finer + count).div_euclid(2 * count), places }
    }

    /// So many units of it.
    pub fn amount(self, units: i64) -> Amount {
        Amount { units, places: self.places() }
    }
}

/// A number of units with its decimal places; on the wire a number with exactly that value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The count of units.
    pub units: i64,
    /// A unit is 10 to the minus this many.
    pub places: u8,
}

impl Serialize for Amount {
    #[allow(clippy::cast_precision_loss)] // bounded measures are below 2^53
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.places == 0 {
            return serializer.serialize_i64(self.units);
        }
        // The quotient of two exact doubles is the double nearest to the decimal, which is printed as that decimal.
        serializer.serialize_f64(self.units as f64 / 10_f64.powi(i32::from(self.places)))
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use serde_json::json;

    #[test]
    fn a_measure_is_called_as_on_the_wire_and_needs_only_its_field_of_a_record() {
        let pressure = json!({ "systolic_mmhg": 128, "diastolic_mmhg": 82, "pulse_bpm": 70 });
        let whole = json!({
            "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.45, "height_cm": 158.0, "temperature_c": 36.55,
            "blood_pressure": pressure, "steps": 8200, "mood": 4, "memo": "朝食前",
        });
        let record: DailyRecord = serde_json::from_value(whole.clone()).unwrap();
        for measure in Measure::ALL {
            assert_eq!(serde_json::to_value(measure).unwrap(), measure.name());
            let part = json!({ DailyRecord::TAKEN_AT: whole["taken_at"], measure.field(): whole[measure.field()] });
            let part: DailyRecord = serde_json::from_value(part).unwrap();
            assert!(measure.of(&record).is_some() && measure.values([&part]) == measure.values([&record]));
        }
    }

    #[test]
    fn the_last_entry_of_steps_is_the_days_total_and_other_values_count_each() {
        let record = |at: &str, steps: i64| -> DailyRecord {
            let taken_at = format!("2026-11-{at}+09:00");
            serde_json::from_value(json!({ "taken_at": taken_at, "steps": steps, "mood": 3 })).unwrap()
        };
        let records = [
            record("21T21:00:00", 9000),
            record("22T12:00:00", 3000),
            record("22T20:00:00", 8000),
            record("22T08:00:00", 500),
        ];
        let steps: Vec<_> = Measure::Steps.values(&records).into_iter().map(|(_, units)| units).collect();
        assert_eq!(steps, [9000, 8000]);
        assert_eq!(Measure::Mood.values(&records).len(), 4);
    }
}
