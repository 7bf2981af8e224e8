//! Visits: choosing an institution, checking in and ending it, and the person's own record of visits.

pub mod check_in;
pub mod end_check_in;
pub mod list_institutions;
mod page;
mod reception;
mod stored;

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<list_institutions::ListInstitutions>(),
    Operation::of::<check_in::CheckIn>(),
    Operation::of::<end_check_in::EndCheckIn>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
