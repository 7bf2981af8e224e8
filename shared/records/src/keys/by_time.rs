//! Sort keys of the time index.

pub use platform::table::schema::by_time::sortable;

use std::fmt::Display;

use notebook::time::{Day, Instant};

/// Of a daily record.
pub fn daily(taken_at: Instant, id: impl Display) -> String {
    format!("DAILY#{}#{id}", sortable(taken_at))
}

/// Of a visit.
pub fn visit(visited_on: Day, id: impl Display) -> String {
    format!("VISIT#{visited_on}#{id}")
}

/// Of an institution's note, by when it was written or last amended. What was taken back has none.
pub fn note(changed_at: Instant, id: impl Display) -> String {
    format!("{NOTES}{}#{id}", sortable(changed_at))
}

/// What the sort keys of all notes begin with.
pub const NOTES: &str = "NOTE#";

/// Of a dose that was logged by hand; without an id, where those of an instant begin.
pub fn logged_intake(taken_at: Instant, id: impl Display) -> String {
    format!("LOGGED#{}#{id}", sortable(taken_at))
}

/// Of an alarm that made room, by when it was over; without an id, where those of an instant begin.
pub fn past_alarm(over: Instant, id: impl Display) -> String {
    format!("{PAST_ALARMS}{}#{id}", sortable(over))
}

/// What the sort keys of all alarms that made room begin with.
pub const PAST_ALARMS: &str = "PASTALARM#";

/// Of a medication.
pub fn medication(dispensed_on: Day, id: impl Display) -> String {
    format!("MED#{dispensed_on}#{id}")
}
