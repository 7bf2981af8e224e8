//! What is printed: a context and binary of its own, because a font of several megabytes belongs in no other program.

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
