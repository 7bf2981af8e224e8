//! Medication alarms (服薬アラーム): on which days and at which times a person is reminded.

mod time_of_day;
mod weekdays;

pub use time_of_day::{Minute, TimeOfDay};
pub use weekdays::Weekdays;
