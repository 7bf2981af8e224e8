//! Alarms (服薬アラーム, and reminders to record): what a person sets, and what became of each dose; the devices that they ring on,
//! and the sign-ins that end together with these.

mod answer;
mod answers;
pub mod create_alarm;
pub mod delete_alarm;
pub mod delete_device;
pub mod delete_intake;
pub mod delete_missed_dose_watcher;
mod delivery;
mod device;
mod draft;
pub mod end_sessions;
mod entry;
pub mod get_adherence;
pub mod get_alarm;
pub mod get_notification_settings;
mod ground;
mod held;
mod intake_entry;
pub mod list_alarms;
pub mod list_devices;
pub mod list_intakes;
pub mod list_missed_dose_watchers;
pub mod list_sessions;
pub mod log_intake;
mod medicines;
mod named;
mod notification_settings;
mod outcome;
pub mod put_device;
pub mod put_intake;
pub mod put_missed_dose_watch;
pub mod put_missed_dose_watcher;
pub mod put_notification_settings;
mod ringing;
mod sending;
mod showing;
mod sign_out;
pub mod update_alarm;
mod warning;
mod watcher;
mod withdrawal;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<create_alarm::CreateAlarm>(),
    Operation::of::<list_alarms::ListAlarms>(),
    Operation::of::<list_devices::ListDevices>(),
    Operation::of::<put_device::PutDevice>(),
    Operation::of::<delete_device::DeleteDevice>(),
    Operation::of::<list_sessions::ListSessions>(),
    Operation::of::<end_sessions::EndSessions>(),
    Operation::of::<list_missed_dose_watchers::ListMissedDoseWatchers>(),
    Operation::of::<put_missed_dose_watcher::PutMissedDoseWatcher>(),
    Operation::of::<delete_missed_dose_watcher::DeleteMissedDoseWatcher>(),
    Operation::of::<put_missed_dose_watch::PutMissedDoseWatch>(),
    Operation::of::<get_notification_settings::GetNotificationSettings>(),
    Operation::of::<put_notification_settings::PutNotificationSettings>(),
    Operation::of::<get_alarm::GetAlarm>(),
    Operation::of::<update_alarm::UpdateAlarm>(),
    Operation::of::<delete_alarm::DeleteAlarm>(),
    Operation::of::<put_intake::PutIntake>(),
    Operation::of::<list_intakes::ListIntakes>(),
    Operation::of::<log_intake::LogIntake>(),
    Operation::of::<delete_intake::DeleteIntake>(),
    Operation::of::<get_adherence::GetAdherence>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
