//! Days of the week.

use chrono::{Datelike, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Day;
use crate::wrong::Wrong;

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Days of the week, at least one; `["mon", …]` on the wire. As a number, Monday is the lowest of seven bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0x7f);

    /// From the seven bits; none where no day is among them.
    pub fn from_bits(bits: u8) -> Option<Self> {
        (bits & 0x7f == bits && bits != 0).then_some(Self(bits))
    }

    /// The seven bits.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether this day of the calendar is one of them.
    pub fn has(self, day: Day) -> bool {
        self.0 & Self::bit(day.weekday()) != 0
    }

    /// How many of seven.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    fn bit(weekday: Weekday) -> u8 {
        1 << weekday.num_days_from_monday()
    }
}

impl Default for Weekdays {
    fn default() -> Self {
        Self::ALL
    }
}

impl Serialize for Weekdays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = NAMES.iter().enumerate().filter(|(place, _)| self.0 & (1 << place) != 0);
        serializer.collect_seq(names.map(|(_, name)| name))
    }
}

impl<'de> Deserialize<'de> for Weekdays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || D::Error::custom(Wrong::Weekdays);
        let mut bits = 0;
        for name in Vec::<String>::deserialize(deserializer)? {
            let place = NAMES.iter().position(|known| *known == name).ok_or_else(wrong)?;
            if bits & (1 << place) != 0 {
                return Err(wrong());
            }
            bits |= 1 << place;
        }
        Self::from_bits(bits).ok_or_else(wrong)
    }
}

/// A day of the week, by its name.
struct WeekdayName;

impl JsonSchema for WeekdayName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Weekday".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": NAMES })
    }
}

impl JsonSchema for Weekdays {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Weekdays".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array", "items": generator.subschema_for::<WeekdayName>(),
            "minItems": 1, "maxItems": 7, "uniqueItems": true,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn weekdays_are_named_once_each_and_match_the_calendar() {
        let days: Weekdays = serde_json::from_str(r#"["sun","mon"]"#).unwrap();
        assert_eq!(serde_json::to_string(&days).unwrap(), r#"["mon","sun"]"#);
        assert!(days.has("2026-11-23".parse().unwrap()) && !days.has("2026-11-24".parse().unwrap()));
        for wrong in ["[]", r#"["mon","mon"]"#, r#"["Mon"]"#] {
            assert!(serde_json::from_str::<Weekdays>(wrong).is_err(), "{wrong}");
        }
    }
}
