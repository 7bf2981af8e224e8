//! The first screen (きょう): what is due, open and new today, of every section, in one call. It keeps nothing of its own.

mod appointments;
mod doses;
pub mod get_today;
mod goals;
mod looks;
mod notes;
mod reminders;
mod values;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[Operation::of::<get_today::GetToday>()];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
