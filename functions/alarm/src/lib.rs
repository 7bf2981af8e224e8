//! Medication alarms (服薬アラーム): what a person sets, and what became of each dose.

pub mod create_alarm;
pub mod delete_alarm;
mod draft;
mod entry;
pub mod get_alarm;
mod ground;
pub mod list_alarms;
mod ringing;
pub mod update_alarm;

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<create_alarm::CreateAlarm>(),
    Operation::of::<list_alarms::ListAlarms>(),
    Operation::of::<get_alarm::GetAlarm>(),
    Operation::of::<update_alarm::UpdateAlarm>(),
    Operation::of::<delete_alarm::DeleteAlarm>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
