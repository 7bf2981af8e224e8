//! Disclosure: what a person is shown of who looked at their notebook, and what they take along.

pub mod get_access_log;
pub mod get_receipt;
mod log;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] =
    &[Operation::of::<get_access_log::GetAccessLog>(), Operation::of::<get_receipt::GetReceipt>()];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
