//! Residents: the notebook's person, the proof of who they are, and what they consented to.

mod consent;
pub mod create_resident;
pub mod get_me;
pub mod get_resident;

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<create_resident::CreateResident>(),
    Operation::of::<get_me::GetMe>(),
    Operation::of::<get_resident::GetResident>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
