//! Which days of a line are read as records, and which as months that were summed up.

use chrono::{Datelike, Days, Months};
use notebook::time::Day;

use crate::period::Period;

/// The days of a line, in two parts that do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Read as records: what the notices look at, and what is too new to be summed up.
    pub(crate) records: Period,
    /// Those before, where the line begins earlier: they end with a month.
    pub(crate) months: Option<Period>,
}

impl Span {
    /// Of a line over this period, whose notices look back to this day.
    pub(crate) fn new(period: Period, looks_back_to: Day, today: Day) -> Self {
        let edge = first_of_month(looks_back_to.min(first_unsettled(today)));
        let from = period.from.min(looks_back_to).max(edge);
        let before = from.checked_sub_days(Days::new(1)).filter(|_| period.from < from);
        Self { records: Period { from, to: period.to }, months: before.map(|to| Period { from: period.from, to }) }
    }
}

/// The first day of the months that are not summed up yet: this one and the last.
fn first_unsettled(today: Day) -> Day {
    first_of_month(today) - Months::new(1)
}

/// The first day of the month that a day lies in.
pub(crate) fn first_of_month(day: Day) -> Day {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str, looks_back_to: &str) -> (String, Option<String>) {
        let period = |period: Period| format!("{}/{}", period.from, period.to);
        let span = Span::new(Period { from: day(from), to: day(to) }, day(looks_back_to), day("2026-11-22"));
        (period(span.records), span.months.map(period))
    }

    #[test]
    fn what_notices_look_at_and_two_months_are_read_as_records_and_the_rest_as_months() {
        let both = |records: &str, months: &str| (records.to_owned(), Some(months.to_owned()));
        // Ten years of a measure whose notices look back half a year, and of one that has none.
        assert_eq!(
            span("2016-11-23", "2026-11-22", "2026-05-24"),
            both("2026-05-01/2026-11-22", "2016-11-23/2026-04-30")
        );
        assert_eq!(
            span("2016-11-23", "2026-11-22", "2026-11-22"),
            both("2026-10-01/2026-11-22", "2016-11-23/2026-09-30")
        );
        // Up to a day of the past, or of the future.
        assert_eq!(
            span("2018-01-15", "2018-12-31", "2018-12-31"),
            both("2018-12-01/2018-12-31", "2018-01-15/2018-11-30")
        );
        assert_eq!(
            span("2026-01-01", "2027-03-31", "2026-11-22"),
            both("2026-10-01/2027-03-31", "2026-01-01/2026-09-30")
        );
    }

    #[test]
    fn a_short_line_is_read_as_records_alone() {
        let records = |text: &str| (text.to_owned(), None);
        assert_eq!(span("2026-10-24", "2026-11-22", "2026-05-24"), records("2026-05-24/2026-11-22"));
        assert_eq!(span("2026-10-24", "2026-11-22", "2026-11-22"), records("2026-10-24/2026-11-22"));
        assert_eq!(span("2026-05-01", "2026-11-22", "2026-05-24"), records("2026-05-01/2026-11-22"));
        assert_eq!(span("2018-12-01", "2018-12-31", "2018-12-31"), records("2018-12-01/2018-12-31"));
        assert_eq!(span("2027-01-01", "2027-01-31", "2026-11-22"), records("2026-11-22/2027-01-31"));
    }

    #[test]
    fn every_day_of_a_line_is_in_one_part() {
        let (first, today) = (day("2024-01-01"), day("2026-11-22"));
        for (from, length, back) in
            (0..900).flat_map(|from| [0, 1, 30, 200].map(|length| (from, length, from % 7 * 30)))
        {
            let period = Period { from: first + Days::new(from), to: first + Days::new(from + length) };
            let looks_back_to = period.to.min(today) - Days::new(back);
            let Span { records, months } = Span::new(period, looks_back_to, today);
            assert!(records.from <= looks_back_to && records.to == period.to);
            assert_eq!(months.map_or(records.from, |months| months.from).max(period.from), period.from);
            if let Some(months) = months {
                assert_eq!((months.to + Days::new(1), records.from.day()), (records.from, 1));
                assert!(months.to < first_unsettled(today) && months.from == period.from);
            }
        }
    }
}
