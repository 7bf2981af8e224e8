//! What changes of an entry of the index of recurrences while the rest of it stays, and is not read.

use alarm_engine::due::AlarmRef;
use chrono::TimeDelta;
use notebook::time::Instant;
use platform::problem::Problem;
use platform::table::Transaction;
use platform::table::schema::attribute;
use platform::table::transaction::Change;

use crate::items::DueReference;
use crate::keys::ringing;

// The names by which `DueEntry` and its `Delivery` are read.
const ENDED: &str = "x";
const ENDPOINTS: &str = "e";
const WATCHED: &str = "w";

/// So long after its minute an edit, an answer or an ended entry is of no use to anybody: the sweep looks back minutes.
pub const KEPT: TimeDelta = TimeDelta::days(3);

/// One change of an entry.
#[derive(Debug, Clone, Copy)]
pub enum DueChange<'a> {
    /// It ends: it still counts for the minutes before, and goes some days later.
    Ended(Instant),
    /// The devices that it rings on.
    Endpoints(&'a [String]),
    /// Whether anybody is told of a missed dose.
    Watched(bool),
}

impl DueChange<'_> {
    /// Adds it to what is written.
    pub fn write(self, effect: &mut Transaction, alarm: AlarmRef, entry: DueReference) -> Result<(), Problem> {
        let mut change = Change::default();
        match self {
            Self::Ended(at) => {
                change.set(ENDED, &at.timestamp_millis())?.set(attribute::EXPIRES_AT, &(at + KEPT).timestamp())?;
            }
            Self::Endpoints(endpoints) => {
                change.set(ENDPOINTS, &endpoints)?;
            }
            Self::Watched(watched) => {
                change.set(WATCHED, &watched)?;
            }
        }
        effect.change(&ringing::due(entry.time, alarm, entry.version), &change)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use alarm_engine::days::Days;
    use alarm_engine::due::{AlarmRef, Delivery, DueEntry};
    use notebook::rhythm::Rhythm;

    #[test]
    fn the_names_that_are_changed_are_those_by_which_an_entry_is_read() {
        let id = "01989f5e-0000-7000-8000-000000000001";
        let from = "2026-11-22".parse().unwrap();
        let entry = DueEntry {
            alarm: AlarmRef { resident: id.parse().unwrap(), alarm: id.parse().unwrap() },
            version: 1,
            days: Days::of(Rhythm::Daily, from),
            from,
            until: None,
            since: 0,
            ended: Some(5),
            delivery: Delivery { endpoints: vec!["device".to_owned()], watched: true, ..Delivery::default() },
        };
        let kept = serde_json::to_value(entry).unwrap();
        let named = (&kept[super::ENDED], &kept[super::ENDPOINTS], &kept[super::WATCHED]);
        assert_eq!(named, (&5.into(), &["device"].as_slice().into(), &true.into()));
    }
}
