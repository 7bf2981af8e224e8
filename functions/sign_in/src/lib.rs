//! The sign_in context.

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
