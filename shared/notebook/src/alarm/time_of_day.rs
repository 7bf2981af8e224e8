//! Times of day in Japan and the minutes that they fall on. A minute of the day is the finest that an alarm can name.

use std::fmt;
use std::str::FromStr;

use chrono::{TimeDelta, Timelike};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{Day, Instant, in_japan, jst_midnight};
use crate::wrong::Wrong;

/// Minutes of a day.
const MINUTES: u16 = 24 * 60;

/// A time of day in Japan, `HH:MM` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// From minutes since midnight; none from 24:00 on.
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes < MINUTES).then_some(Self(minutes))
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// The text is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl FromStr for TimeOfDay {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let number = |digits: &str| {
            let all = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            all.then(|| digits.parse::<u16>().ok()).flatten().ok_or(NotATime)
        };
        let (hour, minute) = text.split_once(':').ok_or(NotATime)?;
        let (hour, minute) = (number(hour)?, number(minute)?);
        if hour < 24 && minute < 60 { Ok(Self(hour * 60 + minute)) } else { Err(NotATime) }
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|NotATime| serde::de::Error::custom(Wrong::TimeOfDay))
    }
}

impl JsonSchema for TimeOfDay {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "description": "HH:MM, in Japan" })
    }
}

/// One minute of the calendar: whole minutes since 1970-01-01T00:00Z. A dose falls due at its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minute(pub i64);

impl Minute {
    /// The minute that an instant lies in.
    pub fn of(at: Instant) -> Self {
        Self(at.timestamp().div_euclid(60))
    }

    /// The minute of a day in Japan.
    pub fn at(day: Day, time: TimeOfDay) -> Self {
        Self::of(jst_midnight(day) + TimeDelta::minutes(i64::from(time.0)))
    }

    /// Its beginning.
    pub fn begins(self) -> Instant {
        chrono::DateTime::from_timestamp(self.0 * 60, 0).unwrap_or_default()
    }

    /// Its day in Japan.
    pub fn day(self) -> Day {
        in_japan(self.begins()).date_naive()
    }

    /// Its time of day in Japan.
    pub fn time(self) -> TimeOfDay {
        let local = in_japan(self.begins());
        // Below 1,440 by its nature.
        TimeOfDay(u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default())
    }

    /// So many minutes later, or earlier.
    #[must_use]
    pub fn plus(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes))
    }
}

/// As it stands in keys: day and time in Japan, `2026-11-22T08:00`.
impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.day(), self.time())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_time_of_day_has_one_spelling() {
        assert_eq!("08:05".parse::<TimeOfDay>().unwrap().to_string(), "08:05");
        for wrong in ["8:05", "24:00", "08:60", "0805", "08:05:00", "", "０８:05", "-1:00", "08:5 "] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_minute_is_of_a_day_and_time_in_japan() {
        let minute = Minute::at("2026-11-23".parse().unwrap(), "08:00".parse().unwrap());
        assert_eq!(minute.begins().to_rfc3339(), "2026-11-22T23:00:00+00:00");
        assert_eq!(
            (minute.to_string(), minute.time().to_string()),
            ("2026-11-23T08:00".to_owned(), "08:00".to_owned())
        );
        assert_eq!(Minute::of(minute.begins() + TimeDelta::seconds(59)), minute);
    }
}
