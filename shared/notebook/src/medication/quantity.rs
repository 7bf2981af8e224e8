//! An amount of a medicine as an exact decimal: never a binary float in storage.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wrong::Wrong;

/// 用量: zero or more, at most six digits before the point and five after it.
///
/// Normalised, so that `1.50` and `1.5` are equal. In JSON a number: eleven digits pass through the binary floats of
/// other people's parsers unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    mantissa: i64,
    scale: u8,
}

/// The text or number is not an amount within the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAQuantity;

impl fmt::Display for NotAQuantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = u32::try_from(Quantity::FRACTION_DIGITS).unwrap_or_default();
        fmt::Display::fmt(&Wrong::Decimal { from: "0".to_owned(), to: "999999.99999".to_owned(), places }, f)
    }
}

impl std::error::Error for NotAQuantity {}

impl Quantity {
    const WHOLE_DIGITS: usize = 6;
    const FRACTION_DIGITS: usize = 5;

    /// A whole amount; none above 999,999.
    pub const fn whole(amount: u32) -> Option<Self> {
        if amount < 1_000_000 { Some(Self { mantissa: amount as i64, scale: 0 }) } else { None }
    }

    /// The digits without the point, and how many of them stand after it.
    pub const fn parts(self) -> (i64, u8) {
        (self.mantissa, self.scale)
    }
}

impl FromStr for Quantity {
    type Err = NotAQuantity;

    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return Err(NotAQuantity);
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        if whole.len() > Self::WHOLE_DIGITS || fraction.len() > Self::FRACTION_DIGITS {
            return Err(NotAQuantity);
        }
        let mantissa =
            whole.bytes().chain(fraction.bytes()).fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        let scale = u8::try_from(fraction.len()).map_err(|_| NotAQuantity)?;
        Ok(Self { mantissa, scale })
    }
}

/// The shortest decimal: `0.5`, `3`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_i64.pow(u32::from(self.scale));
        write!(f, "{}", self.mantissa / unit)?;
        if self.scale > 0 {
            write!(f, ".{:0width$}", self.mantissa % unit, width = usize::from(self.scale))?;
        }
        Ok(())
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.scale == 0 {
            return serializer.serialize_i64(self.mantissa);
        }
        // The nearest float of a decimal this short is printed as the same decimal.
        let float: f64 = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(float)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Amount;
        impl Visitor<'_> for Amount {
            type Value = Quantity;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&NotAQuantity, f)
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Quantity, E> {
                u32::try_from(value).ok().and_then(Quantity::whole).ok_or_else(|| E::custom(NotAQuantity))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Quantity, E> {
                u64::try_from(value).map_err(|_| E::custom(NotAQuantity)).and_then(|value| self.visit_u64(value))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Quantity, E> {
                value.to_string().parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Amount)
    }
}

impl JsonSchema for Quantity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": 999_999.999_99 })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_amount_survives_json_exactly() {
        for text in ["0", "3", "0.5", "0.00001", "999999.99999", "123456.78901", "0.1", "0.33333", "70.5"] {
            let quantity: Quantity = text.parse().unwrap();
            let json = serde_json::to_string(&quantity).unwrap();
            assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), quantity);
            assert_eq!(quantity.to_string(), text);
            assert_eq!(json, text);
        }
    }

    #[test]
    fn equal_amounts_are_equal_however_they_are_written() {
        assert_eq!("1.50".parse::<Quantity>(), "01.5".parse());
        assert_eq!(".5".parse::<Quantity>(), "0.5".parse());
        assert_eq!(serde_json::from_str::<Quantity>("3.0").unwrap(), Quantity::whole(3).unwrap());
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "-1", "1e3", "1,5", "1000000", "0.000001", "１", "1.2.3", " 1"] {
            assert_eq!(text.parse::<Quantity>(), Err(NotAQuantity), "{text}");
        }
        for json in ["-1", "1000000", "1e300", "\"3\"", "null", "0.0000001", "-0.5"] {
            assert!(serde_json::from_str::<Quantity>(json).is_err(), "{json}");
        }
    }
}
