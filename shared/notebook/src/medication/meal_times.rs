//! When a person gets up, eats and goes to bed: what 食前 and 食後 mean in hours.

use chrono::{NaiveTime, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a person gets up, eats and goes to bed. Times of day, `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MealTimes {
    /// Getting up.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    pub wake: NaiveTime,
    /// Breakfast.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    pub breakfast: NaiveTime,
    /// Lunch.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    pub lunch: NaiveTime,
    /// Supper.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    pub supper: NaiveTime,
    /// Going to bed.
    #[serde(with = "clock")]
    #[schemars(with = "Clock")]
    pub bedtime: NaiveTime,
}

/// Of people who have not said when: up at 6:30, meals at 7:00, 12:00 and 18:30, to bed at 22:00.
impl Default for MealTimes {
    fn default() -> Self {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        Self { wake: at(6, 30), breakfast: at(7, 0), lunch: at(12, 0), supper: at(18, 30), bedtime: at(22, 0) }
    }
}

impl MealTimes {
    /// The first time that does not come after the ones before it, going round the clock from getting up: who works at
    /// night gets up in the evening. Meals follow one another; breakfast may be at once and bedtime right after supper.
    pub fn out_of_order(&self) -> Option<&'static str> {
        let since_wake = |time: NaiveTime| time.signed_duration_since(self.wake).num_minutes().rem_euclid(24 * 60);
        let [breakfast, lunch, supper, bedtime] =
            [self.breakfast, self.lunch, self.supper, self.bedtime].map(since_wake);
        if lunch <= breakfast {
            Some("lunch")
        } else if supper <= lunch {
            Some("supper")
        } else if bedtime < supper {
            Some("bedtime")
        } else {
            None
        }
    }
}

/// A time of day, `HH:MM`, for the schema.
#[derive(JsonSchema)]
#[schemars(transparent)]
#[allow(dead_code, reason = "stands for NaiveTime in the schema")]
pub struct Clock(#[schemars(length(equal = 5), regex(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$"))] String);

/// `HH:MM` on the wire and in the table.
pub mod clock {
    use super::{NaiveTime, Timelike};
    use crate::wrong::Wrong;
    use serde::{Deserialize, Deserializer, Serializer, de};
    use std::borrow::Cow;

    /// Reads `HH:MM`; two digits each, nothing else.
    pub fn parse(text: &str) -> Option<NaiveTime> {
        let (hour, minute) = text.split_once(':')?;
        let number = |part: &str| {
            let two_digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| two_digits)
        };
        NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0)
    }

    /// Writes `HH:MM`.
    pub fn serialize<S: Serializer>(time: &NaiveTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{:02}:{:02}", time.hour(), time.minute()))
    }

    /// Reads `HH:MM`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| de::Error::custom(Wrong::TimeOfDay))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn times(times: [&str; 5]) -> MealTimes {
        let [wake, breakfast, lunch, supper, bedtime] = times.map(|text| clock::parse(text).unwrap());
        MealTimes { wake, breakfast, lunch, supper, bedtime }
    }

    #[test]
    fn a_day_goes_round_the_clock_from_getting_up() {
        assert_eq!(MealTimes::default().out_of_order(), None);
        for (day, wrong) in [
            (["06:30", "06:30", "12:00", "18:30", "18:30"], None),
            (["17:00", "18:00", "23:00", "06:00", "08:00"], None),
            (["06:30", "12:00", "07:00", "18:30", "22:00"], Some("lunch")),
            (["06:30", "07:00", "07:00", "18:30", "22:00"], Some("lunch")),
            (["06:30", "07:00", "12:00", "11:00", "22:00"], Some("supper")),
            (["06:30", "07:00", "12:00", "19:00", "18:00"], Some("bedtime")),
            (["06:30", "06:00", "12:00", "19:00", "22:00"], Some("lunch")),
        ] {
            assert_eq!(times(day).out_of_order(), wrong, "{day:?}");
        }
    }

    proptest! {
        #[test]
        fn every_minute_of_the_day_is_written_as_it_is_read(hour in 0_u32..24, minute in 0_u32..60) {
            let text = format!("{hour:02}:{minute:02}");
            let day = MealTimes { wake: clock::parse(&text).unwrap(), ..MealTimes::default() };
            let json = serde_json::to_value(day).unwrap();
            prop_assert_eq!(json["wake"].as_str(), Some(text.as_str()));
            prop_assert_eq!(serde_json::from_value::<MealTimes>(json).unwrap(), day);
        }

        #[test]
        fn what_is_no_time_of_day_is_refused(text in "[0-9+: ]{0,7}") {
            let whole = text.len() == 5 && text.as_bytes()[2] == b':' && text.replace(':', "").bytes().all(|b| b.is_ascii_digit());
            prop_assert!(whole || clock::parse(&text).is_none());
        }
    }
}
