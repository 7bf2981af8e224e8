//! A period of days in Japan, both ends included, as a list or a line is asked for.

use chrono::{Datelike, Days};
use notebook::time::Day;
use records::daily;
use records::prelude::*;

/// From the first to the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Period {
    /// What was asked for; `to` is today and `from` so many days before it where they were not named.
    pub(crate) fn new(from: Option<Day>, to: Option<Day>, today: Day, days_before: u64) -> Result<Self, Problem> {
        let to = bounded("/to", to.unwrap_or(today))?;
        let from = from.unwrap_or_else(|| to.checked_sub_days(Days::new(days_before)).unwrap_or(to));
        let from = bounded("/from", from)?;
        if from > to {
            return Err(Problem::field(Code::InvalidValue, "/from", Wrong::AfterDay { name: "to".to_owned() }));
        }
        Ok(Self { from, to })
    }

    /// How many days.
    pub(crate) fn days(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// The keys of the time index between which the period's records lie.
    pub(crate) fn bounds(self) -> (String, String) {
        daily::bounds(self.from, self.to)
    }
}

/// Days that can be counted with: everything that a record can bear, and a year around it.
fn bounded(pointer: &str, day: Day) -> Result<Day, Problem> {
    if (1900..2200).contains(&day.year()) {
        Ok(day)
    } else {
        Err(Problem::field(Code::InvalidValue, pointer, Wrong::years(1900, 2199)))
    }
}
