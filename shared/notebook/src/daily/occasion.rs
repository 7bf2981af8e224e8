//! Morning and evening of a day's blood pressure (朝・晩), which are looked at for themselves.

use chrono::{TimeDelta, Timelike};
use schemars::JsonSchema;
use serde::Serialize;

use crate::time::{Day, Instant, in_japan, jst_day};

/// When in the day a blood pressure was taken at home.
///
/// 日本高血圧学会 高血圧管理・治療ガイドライン2025 (as in 2019): 朝 is within an hour of getting up, before breakfast and medicines;
/// 晩 is before going to bed. A record has no more than its instant, so the hours are ours: wide enough for most people, and
/// apart from each other, because what was taken in the afternoon is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// 朝: from 04:00 to 11:59.
    Morning,
    /// 晩: from 17:00 to 03:59, which ends the day before.
    Evening,
}

/// Before this hour, a night has not ended.
const MORNING: u32 = 4;
const NOON: u32 = 12;
const EVENING: u32 = 17;

impl Occasion {
    /// The occasion of an instant, and the day in Japan that it counts for.
    pub fn at(instant: Instant) -> Option<(Self, Day)> {
        match in_japan(instant).hour() {
            MORNING..NOON => Some((Self::Morning, jst_day(instant))),
            EVENING.. => Some((Self::Evening, jst_day(instant))),
            0..MORNING => Some((Self::Evening, jst_day(instant - TimeDelta::hours(i64::from(MORNING))))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_night_belongs_to_the_day_before_and_an_afternoon_to_neither_occasion() {
        let at = |text: &str| {
            let found = Occasion::at(format!("2026-11-{text}+09:00").parse().unwrap());
            found.map(|(occasion, day)| (occasion, day.to_string()))
        };
        let morning = Some((Occasion::Morning, "2026-11-22".to_owned()));
        let evening = Some((Occasion::Evening, "2026-11-22".to_owned()));
        assert_eq!((at("22T04:00:00"), at("22T11:59:59")), (morning.clone(), morning));
        assert_eq!((at("22T12:00:00"), at("22T16:59:59")), (None, None));
        assert_eq!((at("22T17:00:00"), at("22T23:59:59")), (evening.clone(), evening.clone()));
        assert_eq!((at("23T00:00:00"), at("23T03:59:59")), (evening.clone(), evening));
    }
}
