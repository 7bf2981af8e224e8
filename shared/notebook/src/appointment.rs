//! An appointment (予約): a planned visit whose time of day is known, or only its day, and when its account is reminded of it.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::alarm::{Minute, TimeOfDay};
use crate::time::{Day, Instant, jst_midnight};

/// Minutes since midnight at which the day before is reminded of: 18:00 in Japan.
const EVENING: u16 = 18 * 60;

/// Minutes before its time.
const TWO_HOURS: i64 = 120;

/// For so long after its time an appointment is the next one still: who is late, or waits there, looks it up.
const STILL_NEXT: TimeDelta = TimeDelta::hours(1);

/// What an appointment is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AppointmentKind")]
pub enum Kind {
    /// 診察
    Consultation,
    /// 健診・検査
    Checkup,
    /// 予防接種
    Vaccination,
    /// 歯科
    Dental,
    /// 保健指導
    HealthGuidance,
    /// その他; also where nothing was said.
    #[default]
    Other,
}

impl Kind {
    /// In words: 日本語, English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Consultation => ("診察", "Consultation"),
            Self::Checkup => ("健診・検査", "Checkup"),
            Self::Vaccination => ("予防接種", "Vaccination"),
            Self::Dental => ("歯科", "Dental"),
            Self::HealthGuidance => ("保健指導", "Health guidance"),
            Self::Other => ("予定", "Appointment"),
        }
    }
}

/// When the account that wrote an appointment is reminded of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AppointmentReminders")]
pub struct Reminders {
    /// At 18:00 in Japan of the day before.
    #[serde(default)]
    pub day_before: bool,
    /// Two hours before its time; only where it has one.
    #[serde(default)]
    pub two_hours_before: bool,
}

impl Reminders {
    /// Whether there is one.
    pub fn any(self) -> bool {
        self.day_before || self.two_hours_before
    }
}

/// What is known of an appointment beside its day and place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Its time of day in Japan; none where only the day is known.
    #[serde(default)]
    pub time: Option<TimeOfDay>,
    /// What it is for.
    #[serde(default)]
    pub kind: Kind,
    /// When to remind of it.
    #[serde(default)]
    pub reminders: Reminders,
}

impl Appointment {
    /// When it begins on its day; none where only the day is known.
    pub fn begins(&self, on: Day) -> Option<Instant> {
        self.time.map(|time| Minute::at(on, time).begins())
    }

    /// From when on nobody is reminded of it any more: it has begun, or its day is over.
    pub fn reminded_until(&self, on: Day) -> Instant {
        self.begins(on).unwrap_or_else(|| end_of(on))
    }

    /// Whether it still is what comes next: its day is not over, nor an hour since its time.
    pub fn is_next(&self, on: Day, now: Instant) -> bool {
        self.begins(on).map_or_else(|| end_of(on), |begins| begins + STILL_NEXT) > now
    }

    /// The minutes at which its account is reminded, ascending.
    pub fn reminded_at(&self, on: Day) -> Vec<Minute> {
        let evening = TimeOfDay::from_minutes(EVENING).zip(on.pred_opt()).filter(|_| self.reminders.day_before);
        let shortly = self.time.filter(|_| self.reminders.two_hours_before);
        let evening = evening.map(|(time, before)| Minute::at(before, time));
        let mut minutes: Vec<Minute> =
            evening.into_iter().chain(shortly.map(|time| Minute::at(on, time).plus(-TWO_HOURS))).collect();
        minutes.sort_unstable();
        minutes
    }
}

/// The midnight in Japan that a day ends at.
fn end_of(on: Day) -> Instant {
    jst_midnight(on) + TimeDelta::days(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn at(time: Option<&str>, day_before: bool, two_hours_before: bool) -> Appointment {
        let time = time.map(|time| time.parse().unwrap());
        Appointment { time, kind: Kind::Dental, reminders: Reminders { day_before, two_hours_before } }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_reminded_of_on_the_evening_before_and_two_hours_before() {
        let minutes = |appointment: Appointment, on: &str| -> Vec<String> {
            appointment.reminded_at(day(on)).iter().map(ToString::to_string).collect()
        };
        assert_eq!(minutes(at(Some("09:00"), true, true), "2026-11-26"), ["2026-11-25T18:00", "2026-11-26T07:00"]);
        assert_eq!(minutes(at(None, true, true), "2026-12-01"), ["2026-11-30T18:00"]);
        // Two hours before an hour after midnight is the evening before, after the other reminder.
        assert_eq!(minutes(at(Some("01:00"), true, true), "2027-01-01"), ["2026-12-31T18:00", "2026-12-31T23:00"]);
        assert!(minutes(at(Some("09:00"), false, false), "2026-11-26").is_empty());
    }

    #[test]
    fn it_is_next_until_an_hour_after_its_time_or_to_the_end_of_its_day() {
        let is_next = |time, now: &str| at(time, false, false).is_next(day("2026-11-26"), now.parse().unwrap());
        assert!(is_next(Some("09:00"), "2026-11-26T09:59:59+09:00"));
        assert!(!is_next(Some("09:00"), "2026-11-26T10:00:00+09:00"));
        assert!(is_next(None, "2026-11-26T23:59:59+09:00") && !is_next(None, "2026-11-27T00:00:00+09:00"));
        assert!(is_next(Some("23:30"), "2026-11-27T00:29:00+09:00"));
    }

    #[test]
    fn nobody_is_reminded_of_what_has_begun() {
        let until = |time| at(time, true, true).reminded_until(day("2026-11-26")).to_rfc3339();
        assert_eq!(until(Some("09:00")), "2026-11-26T00:00:00+00:00");
        assert_eq!(until(None), "2026-11-26T15:00:00+00:00");
    }
}
