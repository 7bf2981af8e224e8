//! Amounts of medicine. Counted in six hundredths, so that halves, thirds, quarters, sixths, eighths and hundredths all add
//! up exactly; never binary floats.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::wrong::Wrong;

/// Units of a whole (one tablet, one sachet, one mL).
const WHOLE: i64 = 600;

/// Units of a hundredth: what has so many is written as a decimal number.
const HUNDREDTH: i64 = 6;

/// Longest text of a fraction: `10000 599/600`.
const LONGEST: usize = 16;

/// An amount in whatever the person counts, from `MIN` to `MAX` six hundredths. On the wire a number with at most two decimal
/// places, or a fraction as text: `"1/3"`, `"2 1/3"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Portion<const MIN: i64, const MAX: i64>(i64);

/// An amount that is left, 0 to 10,000.
pub type Amount = Portion<0, 6_000_000>;

/// The amount of one dose, more than nothing and at most 100.
pub type PerDose = Portion<1, 60_000>;

impl<const MIN: i64, const MAX: i64> Portion<MIN, MAX> {
    /// Units of a whole (one tablet, one sachet, one mL).
    pub const WHOLE: u32 = 600;

    /// From a count of six hundredths; none out of bounds.
    pub fn from_units(units: i64) -> Option<Self> {
        (MIN..=MAX).contains(&units).then_some(Self(units))
    }

    /// From a count of hundredths; none out of bounds.
    pub fn hundredths(hundredths: i64) -> Option<Self> {
        Self::from_units(hundredths.checked_mul(HUNDREDTH)?)
    }

    /// The count of six hundredths.
    pub fn units(self) -> i64 {
        self.0
    }

    /// `1/3`, `7/2` or `2 1/3`; none where it is no such fraction, none that the unit makes exact, or out of bounds.
    fn from_fraction(text: &str) -> Option<Self> {
        let number = |digits: &str| {
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse::<i64>().ok()).flatten()
        };
        if text.len() > LONGEST {
            return None;
        }
        let (whole, fraction) = text.split_once(' ').map_or((Some(0), text), |(whole, rest)| (number(whole), rest));
        let (numerator, denominator) = fraction.split_once('/')?;
        let (numerator, denominator) = (number(numerator)?.checked_mul(WHOLE)?, number(denominator)?);
        if numerator.checked_rem(denominator)? != 0 {
            return None;
        }
        Self::from_units(whole?.checked_mul(WHOLE)?.checked_add(numerator / denominator)?)
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // bounds are far below 2^53
    fn from_number(number: f64) -> Option<Self> {
        let hundredths = (number * 100.0).round();
        let exact = (number * 100.0 - hundredths).abs() < 1e-6 && hundredths.abs() <= MAX as f64;
        exact.then(|| Self::hundredths(hundredths as i64)).flatten()
    }

    #[allow(clippy::cast_precision_loss)] // bounds are far below 2^53
    fn as_number(self) -> Option<f64> {
        (self.0 % HUNDREDTH == 0).then(|| (self.0 / HUNDREDTH) as f64 / 100.0)
    }

    fn rule() -> Wrong {
        let bound = |units: i64| if units % WHOLE == 0 { (units / WHOLE).to_string() } else { "1/600".to_owned() };
        let (least, most) = (bound(MIN), bound(MAX));
        Wrong::Share { least, most }
    }
}

/// `2`, `0.5`, `1/3`, `2 1/3`.
impl<const MIN: i64, const MAX: i64> fmt::Display for Portion<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = self.as_number() {
            return write!(f, "{number}");
        }
        let (whole, rest) = (self.0 / WHOLE, self.0 % WHOLE);
        let common = common(rest, WHOLE);
        if whole > 0 {
            write!(f, "{whole} ")?;
        }
        write!(f, "{}/{}", rest / common, WHOLE / common)
    }
}

/// The greatest common divisor.
fn common(one: i64, other: i64) -> i64 {
    if other == 0 { one.max(1) } else { common(other, one % other) }
}

impl<const MIN: i64, const MAX: i64> fmt::Debug for Portion<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Portion({self})")
    }
}

impl<const MIN: i64, const MAX: i64> Serialize for Portion<MIN, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_number() {
            Some(number) => serializer.serialize_f64(number),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de, const MIN: i64, const MAX: i64> Deserialize<'de> for Portion<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader<const MIN: i64, const MAX: i64>;

#[allow(clippy::cast_precision_loss)] // what is too large for a double is out of bounds
impl<const MIN: i64, const MAX: i64> de::Visitor<'_> for Reader<MIN, MAX> {
    type Value = Portion<MIN, MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Portion::<MIN, MAX>::rule(), f)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Portion::from_number(number).ok_or_else(|| E::custom(Portion::<MIN, MAX>::rule()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        self.visit_f64(number as f64)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Portion::from_fraction(text).ok_or_else(|| E::custom(Portion::<MIN, MAX>::rule()))
    }
}

impl<const MIN: i64, const MAX: i64> JsonSchema for Portion<MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Portion_{MIN}_{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    #[allow(clippy::cast_precision_loss)] // bounds are far below 2^53
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let least = (MIN + HUNDREDTH - 1) / HUNDREDTH;
        json_schema!({
            "description": "An amount: a number with at most two decimal places, or a fraction as text, such as 1/3 or 2 1/3",
            "anyOf": [
                { "type": "number", "minimum": least as f64 / 100.0, "maximum": (MAX / WHOLE), "multipleOf": 0.01 },
                { "type": "string", "maxLength": LONGEST, "pattern": "^([0-9]+ )?[0-9]+/[1-9][0-9]*$" },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn halves_and_thirds_add_up_and_are_written_as_people_write_them() {
        let read = |text: &str| serde_json::from_str::<Amount>(text).unwrap();
        assert_eq!(read("\"1/3\"").units() * 3, read("1").units());
        assert_eq!(read("\"1/2\"").units() * 2, read("1.0").units());
        for (wire, again) in [
            ("0", "0.0"),
            ("2", "2.0"),
            ("0.5", "0.5"),
            ("19.05", "19.05"),
            ("\"1/3\"", "\"1/3\""),
            ("\"2/6\"", "\"1/3\""),
            ("\"7/3\"", "\"2 1/3\""),
            ("\"19 2/3\"", "\"19 2/3\""),
            ("\"1/2\"", "0.5"),
            ("\"1/8\"", "\"1/8\""),
            ("10000", "10000.0"),
        ] {
            assert_eq!(serde_json::to_string(&read(wire)).unwrap(), again, "{wire}");
            assert_eq!(read(again), read(wire));
        }
    }

    #[test]
    fn every_amount_is_read_as_it_is_written() {
        for units in (0..6000).chain([5_999_999, 6_000_000]) {
            let amount = Amount::from_units(units).unwrap();
            let json = serde_json::to_string(&amount).unwrap();
            assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount, "{json}");
        }
    }

    #[test]
    fn what_is_no_amount_or_out_of_bounds_is_refused() {
        for wrong in [
            "-1",
            "10000.01",
            "1.005",
            "1e300",
            "null",
            "true",
            "\"1\"",
            "\"1/0\"",
            "\"1/7\"",
            "\"-1/3\"",
            "\"1/3 \"",
            "\"１/3\"",
            "\"1//3\"",
            "\"/3\"",
            "\" 1/3\"",
            "[1]",
            "{}",
            "\"99999999999999/3\"",
            "\"10000 1/3\"",
        ] {
            assert!(serde_json::from_str::<Amount>(wrong).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<PerDose>("0").is_err() && serde_json::from_str::<PerDose>("101").is_err());
    }
}
