//! Measured values: decimals with a fixed number of places, kept as an integer. 36.5 °C is 365 tenths.
//!
//! JSON numbers arrive as binary doubles; the nearest multiple of the unit is taken, and a value that lies between
//! two multiples is refused, so that nothing is rounded behind a person's back.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::wrong::Wrong;

/// A value in `MIN..=MAX` counted in units of 10^-`PLACES`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal<const PLACES: u32, const MIN: i64, const MAX: i64>(i64);

impl<const PLACES: u32, const MIN: i64, const MAX: i64> Decimal<PLACES, MIN, MAX> {
    const UNIT: i64 = 10_i64.pow(PLACES);

    /// From a count of units: `Weight::from_units(624)` is 62.4 kg. `None` outside the bounds.
    pub fn from_units(units: i64) -> Option<Self> {
        (MIN..=MAX).contains(&units).then_some(Self(units))
    }

    /// The count of units.
    pub fn units(self) -> i64 {
        self.0
    }

    /// The value as the double nearest to it, for statistics and for JSON.
    #[allow(clippy::cast_precision_loss)] // bounds are below 2^53
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::UNIT as f64
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // checked against the bounds, below 2^53
    fn from_f64(value: f64) -> Option<Self> {
        let scaled = value * Self::UNIT as f64;
        let units = scaled.round();
        let exact = (scaled - units).abs() < 1e-6;
        if !exact || units < MIN as f64 || units > MAX as f64 {
            return None;
        }
        Self::from_units(units as i64)
    }

    fn rule() -> Wrong {
        if PLACES == 0 {
            return Wrong::Between { from: MIN, to: MAX };
        }
        Wrong::Decimal { from: Self(MIN).to_string(), to: Self(MAX).to_string(), places: PLACES }
    }
}

/// With as many places as it needs, one at least: `62.0`, `62.45`, as in JSON.
impl<const PLACES: u32, const MIN: i64, const MAX: i64> fmt::Display for Decimal<PLACES, MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / Self::UNIT, (self.0 % Self::UNIT).abs());
        let sign = if self.0 < 0 && whole == 0 { "-" } else { "" };
        if PLACES == 0 {
            return write!(f, "{whole}");
        }
        let rest = format!("{rest:0width$}", width = PLACES as usize);
        let (first, further) = rest.split_at(1);
        write!(f, "{sign}{whole}.{first}{}", further.trim_end_matches('0'))
    }
}

impl<const PLACES: u32, const MIN: i64, const MAX: i64> fmt::Debug for Decimal<PLACES, MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decimal(…)")
    }
}

impl<const PLACES: u32, const MIN: i64, const MAX: i64> Serialize for Decimal<PLACES, MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if PLACES == 0 { serializer.serialize_i64(self.0) } else { serializer.serialize_f64(self.to_f64()) }
    }
}

impl<'de, const PLACES: u32, const MIN: i64, const MAX: i64> Deserialize<'de> for Decimal<PLACES, MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Self::from_f64(value).ok_or_else(|| de::Error::custom(Self::rule()))
    }
}

impl<const PLACES: u32, const MIN: i64, const MAX: i64> JsonSchema for Decimal<PLACES, MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Decimal_{PLACES}_{MIN}_{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let (min, max) = (Self(MIN).to_f64(), Self(MAX).to_f64());
        if PLACES == 0 {
            json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
        } else {
            json_schema!({ "type": "number", "minimum": min, "maximum": max, "multipleOf": Self(1).to_f64() })
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    type Temperature = Decimal<1, 300, 450>;
    type Weight = Decimal<3, 500, 300_000>;

    #[test]
    fn every_tenth_survives_the_way_through_json() {
        for units in 300..=450 {
            let value = Temperature::from_units(units).unwrap();
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, value.to_string());
            assert_eq!(serde_json::from_str::<Temperature>(&json).unwrap(), value);
        }
    }

    #[test]
    fn every_gram_survives_json_and_what_was_kept_to_the_tenth_is_still_read() {
        for units in (500..=300_000).step_by(7) {
            let value = Weight::from_units(units).unwrap();
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, value.to_string());
            assert_eq!(serde_json::from_str::<Weight>(&json).unwrap(), value);
        }
        for (json, units) in [("62.4", 62_400), ("62.45", 62_450), ("3.254", 3_254), ("62", 62_000), ("0.5", 500)] {
            assert_eq!(serde_json::from_str::<Weight>(json).unwrap().units(), units);
        }
        assert!(serde_json::from_str::<Weight>("62.4501").is_err());
    }

    #[test]
    fn what_lies_between_two_tenths_or_outside_the_bounds_is_refused() {
        for bad in ["36.55", "29.9", "45.1", "1e300", "-36.5", "\"36.5\"", "null"] {
            assert!(serde_json::from_str::<Temperature>(bad).is_err(), "{bad}");
        }
    }
}
