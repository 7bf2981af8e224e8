//! What can be drawn as a line over time.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

use super::record::DailyRecord;
use super::values::BloodPressure;
use crate::decimal::Decimal;

/// One measured quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
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
    /// 歩数
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

    /// Decimal places: its unit is 10 to the minus this many.
    pub fn places(self) -> u8 {
        match self {
            Self::WeightKg | Self::HeightCm | Self::TemperatureC => 1,
            Self::SystolicMmhg | Self::DiastolicMmhg | Self::PulseBpm | Self::Steps | Self::Mood => 0,
        }
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
