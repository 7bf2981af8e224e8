//! Medication alarms (服薬アラーム): what a person sets, and what became of each dose.

mod answer;
pub mod create_alarm;
mod days;
pub mod delete_alarm;
mod delivery;
mod draft;
mod entry;
pub mod get_adherence;
pub mod get_alarm;
mod ground;
pub mod list_alarms;
pub mod list_intakes;
pub mod put_intake;
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
    Operation::of::<put_intake::PutIntake>(),
    Operation::of::<list_intakes::ListIntakes>(),
    Operation::of::<get_adherence::GetAdherence>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
