//! Alarms (服薬アラーム, and reminders to record): on which days and at which times a person is reminded, what became of each
//! dose, and how long the supply lasts.

mod about;
mod adherence;
mod day;
mod dose;
mod logged;
mod origin;
mod plan;
mod portion;
mod recurrence;
mod stock;
mod time_of_day;
mod times;

pub use about::About;
pub use adherence::{Tally, Week, usual_delay, week_of};
pub use day::Dose;
pub use dose::{Intake, MISSED_AFTER, Status, again, status};
pub use logged::{A_DAY, LogWarning, TakenDose, already_logged};
pub use origin::{FallsOn, Origin};
pub use plan::{Alarm, Revision, Setting};
pub use portion::{Amount, PerDose};
pub use recurrence::{Anchored, Recurrence, Refusal};
pub use stock::{COUNTED_WITHIN, Out, Stock};
pub use time_of_day::{Minute, TimeOfDay};
pub use times::{DoseTime, Times};
