//! How many of the doses were taken, by week. A week begins on Monday (ISO 8601) in Japan. What is still open counts
//! neither way; what was taken late counts as taken.

use chrono::{Datelike, Days, TimeDelta};
use schemars::JsonSchema;
use serde::Serialize;

use super::Status;
use crate::time::Day;

/// A count of doses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Tally {
    /// Doses that were due and are settled: the sum of the three below.
    pub prescribed: u32,
    /// Taken, early, in time or late.
    pub taken: u32,
    /// Left out on purpose.
    pub skipped: u32,
    /// Not answered.
    pub missed: u32,
}

impl Tally {
    /// Counts a dose, if it is settled.
    pub fn add(&mut self, status: Status) {
        let counter = match status {
            Status::Taken => &mut self.taken,
            Status::Skipped => &mut self.skipped,
            Status::Missed => &mut self.missed,
            Status::Due | Status::Snoozed => return,
        };
        *counter += 1;
        self.prescribed += 1;
    }

    /// Taken of a hundred, rounded down; none where nothing was due.
    pub fn percent(&self) -> Option<u8> {
        u8::try_from((self.taken * 100).checked_div(self.prescribed)?).ok()
    }
}

/// A week of the ISO calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
}

impl Week {
    /// `2026-W47`.
    pub fn name(self) -> String {
        let week = self.monday.iso_week();
        format!("{:04}-W{:02}", week.year(), week.week())
    }
}

/// The week of a day.
pub fn week_of(day: Day) -> Week {
    let past = Days::new(u64::from(day.weekday().num_days_from_monday()));
    Week { monday: day.checked_sub_days(past).unwrap_or(day) }
}

/// The usual delay, in minutes: the median of how much later than due doses were taken, negative where earlier.
pub fn usual_delay(mut delays: Vec<TimeDelta>) -> Option<i64> {
    delays.sort_unstable();
    delays.get(delays.len() / 2).map(TimeDelta::num_minutes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_belongs_to_the_year_of_its_thursday() {
        for (day, monday, name) in [
            ("2026-11-22", "2026-11-16", "2026-W47"),
            ("2026-11-23", "2026-11-23", "2026-W48"),
            ("2027-01-03", "2026-12-28", "2026-W53"),
            ("2024-12-30", "2024-12-30", "2025-W01"),
            ("2028-02-29", "2028-02-28", "2028-W09"),
        ] {
            let week = week_of(day.parse().unwrap());
            assert_eq!((week.monday.to_string().as_str(), week.name().as_str()), (monday, name));
        }
    }

    #[test]
    fn open_doses_count_neither_way() {
        let mut tally = Tally::default();
        assert_eq!(tally.percent(), None);
        for status in [Status::Due, Status::Snoozed, Status::Taken, Status::Taken, Status::Missed] {
            tally.add(status);
        }
        assert_eq!((tally.prescribed, tally.taken, tally.missed, tally.percent()), (3, 2, 1, Some(66)));
    }

    #[test]
    fn the_usual_delay_is_not_moved_by_one_bad_day() {
        let minutes = |all: &[i64]| usual_delay(all.iter().map(|minutes| TimeDelta::minutes(*minutes)).collect());
        assert_eq!((minutes(&[]), minutes(&[5, 600, 3]), minutes(&[-10])), (None, Some(5), Some(-10)));
    }
}
