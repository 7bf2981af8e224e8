//! The jobs that ring medication alarms: the engine of `shared/alarm-engine` on the table, the queues and the push services.

mod batch;
pub mod collect_alarms;
pub mod dispatch_alarms;
pub mod follow_up_alarms;
pub mod notify_alarms;

use platform::job::JobEntry;
use platform::operation::Operation;

/// It has no operations.
pub const OPERATIONS: &[Operation] = &[];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[
    JobEntry::of::<dispatch_alarms::DispatchAlarms>(),
    JobEntry::of::<collect_alarms::CollectAlarms>(),
    JobEntry::of::<notify_alarms::NotifyAlarms>(),
    JobEntry::of::<follow_up_alarms::FollowUpAlarms>(),
];
