//! Sort keys of the time index.

pub use platform::table::schema::by_time::sortable;

use std::fmt::Display;

use notebook::time::{Day, Instant};

/// What the sort keys of all daily records begin with.
pub const DAILY: &str = "DAILY#";

/// Of a daily record.
pub fn daily(taken_at: Instant, id: impl Display) -> String {
    format!("{DAILY}{}#{id}", sortable(taken_at))
}

/// Where the daily records of an instant begin.
pub fn daily_from(instant: Instant) -> String {
    format!("{DAILY}{}", sortable(instant))
}

/// What the sort keys of all visits begin with.
pub const VISITS: &str = "VISIT#";

/// Where the visits of a day end.
pub fn visits_to(day: Day) -> String {
    format!("{VISITS}{day}")
}

/// Of a visit.
pub fn visit(visited_on: Day, id: impl Display) -> String {
    format!("{VISITS}{visited_on}#{id}")
}

/// Of an institution's note, by when it was written or last amended. What was taken back has none.
pub fn note(changed_at: Instant, id: impl Display) -> String {
    format!("{NOTES}{}#{id}", sortable(changed_at))
}

/// What the sort keys of all notes begin with.
pub const NOTES: &str = "NOTE#";

/// What the sort keys of all guidance begin with.
pub const GUIDANCE: &str = "GUIDANCE#";

/// Of a guidance, by when it was written.
pub fn guidance(written_at: Instant, id: impl Display) -> String {
    format!("{GUIDANCE}{}#{id}", sortable(written_at))
}

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

/// What the sort keys begin with of what institutions took back of what they had dispensed.
pub const TAKEN_BACK: &str = "TAKENBACK#";

/// Of a dispensing that was taken back; without an id, where those of an instant begin.
pub fn taken_back(at: Instant, id: impl Display) -> String {
    format!("{TAKEN_BACK}{}#{id}", sortable(at))
}

/// What the sort keys of all medications begin with.
pub const MEDICATIONS: &str = "MED#";

/// The keys between which the medications lie that were dispensed from this day on, up to another if there is one.
pub fn medications(from: Day, to: Option<Day>) -> (String, String) {
    let to = to.map_or_else(|| format!("{MEDICATIONS}~"), |to| medication(to, '~'));
    (format!("{MEDICATIONS}{from}"), to)
}

/// Of a medication.
pub fn medication(dispensed_on: Day, id: impl Display) -> String {
    format!("{MEDICATIONS}{dispensed_on}#{id}")
}
