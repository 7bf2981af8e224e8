//! Medication alarms (服薬アラーム): on which days and at which times a person is reminded, what became of each dose, and
//! how long the supply lasts.

mod adherence;
mod dose;
mod plan;
mod recurrence;
mod stock;
mod time_of_day;

pub use crate::rhythm::Weekdays;
pub use adherence::{Tally, Week, usual_delay, week_of};
pub use dose::{Intake, MISSED_AFTER, Status, status};
pub use plan::{Alarm, Revision, Setting};
pub use recurrence::{Recurrence, Refusal, Times};
pub use stock::{Amount, PerDose, Stock};
pub use time_of_day::{Minute, TimeOfDay};
