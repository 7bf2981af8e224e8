//! Keys of daily values.

use notebook::id::RecordId;
use notebook::time::Day;
use platform::table::Key;
use platform::table::range::RangeQuery;
use platform::table::schema::{SectionKeys, Sort};

use super::section::Daily;

/// What a notebook holds of daily values.
pub trait DailyKeys: SectionKeys<Daily> {
    /// One daily record.
    fn daily(self, id: RecordId) -> Key {
        self.item(const { Sort::of("DAILY#") }, id)
    }

    /// That a daily record was removed.
    fn daily_removed(self, id: RecordId) -> Key {
        self.item(const { Sort::of("DAILYREMOVED#") }, id)
    }

    /// What the person wants to do.
    fn goals(self) -> Key {
        self.item(const { Sort::of("GOALS") }, "")
    }

    /// What was summed up of the daily records of a month, by a day of it.
    fn daily_month(self, month: Day) -> Key {
        self.item(Self::MONTHS, month.format("%Y-%m"))
    }

    /// What the sort keys of all months begin with.
    const MONTHS: Sort<Daily> = Sort::of("DAILYMONTH#");

    /// What was summed up of the months from one to another, both included, each by a day of it.
    fn daily_months(self, first: Day, last: Day) -> RangeQuery {
        RangeQuery::kind_between(self, Self::MONTHS, first.format("%Y-%m"), last.format("%Y-%m"))
    }
}

impl<K: SectionKeys<Daily>> DailyKeys for K {}
