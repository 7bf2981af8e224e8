//! Visits: choosing an institution, checking in and ending it, and the person's own record of visits.

pub mod check_in;
mod counts;
pub mod create_visit;
pub mod delete_primary_care_institution;
pub mod delete_visit;
mod door;
pub mod end_check_in;
pub mod end_guidance;
mod entry;
pub mod get_visit;
pub mod list_grants;
pub mod list_health_guidance;
pub mod list_institutions;
pub mod list_primary_care_institutions;
pub mod list_visits;
pub mod preview_check_in;
mod primary_care;
pub mod put_guidance_progress;
pub mod put_memo;
pub mod put_primary_care_institution;
pub mod put_read_notes;
mod reception;
pub mod renew_check_in;
mod stored;
pub mod update_visit;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<list_institutions::ListInstitutions>(),
    Operation::of::<preview_check_in::PreviewCheckIn>(),
    Operation::of::<check_in::CheckIn>(),
    Operation::of::<renew_check_in::RenewCheckIn>(),
    Operation::of::<end_check_in::EndCheckIn>(),
    Operation::of::<list_grants::ListGrants>(),
    Operation::of::<create_visit::CreateVisit>(),
    Operation::of::<list_visits::ListVisits>(),
    Operation::of::<get_visit::GetVisit>(),
    Operation::of::<update_visit::UpdateVisit>(),
    Operation::of::<delete_visit::DeleteVisit>(),
    Operation::of::<put_memo::PutMemo>(),
    Operation::of::<put_read_notes::PutReadNotes>(),
    Operation::of::<list_health_guidance::ListHealthGuidance>(),
    Operation::of::<put_guidance_progress::PutGuidanceProgress>(),
    Operation::of::<end_guidance::EndGuidance>(),
    Operation::of::<list_primary_care_institutions::ListPrimaryCareInstitutions>(),
    Operation::of::<put_primary_care_institution::PutPrimaryCareInstitution>(),
    Operation::of::<delete_primary_care_institution::DeletePrimaryCareInstitution>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
