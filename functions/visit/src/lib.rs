//! Visits: choosing an institution, checking in and ending it, and the person's own record of visits.

pub mod check_in;
pub mod create_visit;
pub mod delete_visit;
pub mod end_check_in;
mod entry;
pub mod get_visit;
pub mod list_institutions;
pub mod list_visits;
mod note;
pub mod put_memo;
mod reception;
mod stored;
pub mod update_visit;

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<list_institutions::ListInstitutions>(),
    Operation::of::<check_in::CheckIn>(),
    Operation::of::<end_check_in::EndCheckIn>(),
    Operation::of::<create_visit::CreateVisit>(),
    Operation::of::<list_visits::ListVisits>(),
    Operation::of::<get_visit::GetVisit>(),
    Operation::of::<update_visit::UpdateVisit>(),
    Operation::of::<delete_visit::DeleteVisit>(),
    Operation::of::<put_memo::PutMemo>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
