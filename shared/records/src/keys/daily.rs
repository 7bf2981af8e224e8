//! Keys of daily values.

use notebook::id::RecordId;
use platform::table::Key;
use platform::table::schema::{SectionKeys, Sort};

use super::section::Daily;

/// What a notebook holds of daily values.
pub trait DailyKeys: SectionKeys<Daily> {
    /// One daily record.
    fn daily(self, id: RecordId) -> Key {
        self.item(const { Sort::of("DAILY#") }, id)
    }
}

impl<K: SectionKeys<Daily>> DailyKeys for K {}
