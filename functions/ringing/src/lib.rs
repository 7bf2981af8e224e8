//! The jobs that ring medication alarms: the engine of `shared/alarm-engine` on the table, the queues and the push services.

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// It has no operations.
pub const OPERATIONS: &[Operation] = &[];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
