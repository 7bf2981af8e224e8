//! Visits: choosing an institution, checking in and ending it, the person's own record of visits, and appointments.

mod appointment;
pub mod check_in;
mod counts;
pub mod create_appointment;
pub mod create_visit;
mod days;
pub mod delete_appointment;
pub mod delete_primary_care_institution;
pub mod delete_visit;
mod door;
pub mod end_check_in;
pub mod end_guidance;
mod entry;
pub mod export_appointments;
pub mod get_appointment;
pub mod get_visit;
pub mod list_appointments;
pub mod list_grants;
pub mod list_health_guidance;
pub mod list_institutions;
pub mod list_primary_care_institutions;
pub mod list_visits;
mod place;
pub mod preview_check_in;
mod primary_care;
pub mod put_guidance_progress;
pub mod put_memo;
pub mod put_primary_care_institution;
pub mod put_read_notes;
mod reception;
mod reminded;
pub mod renew_check_in;
mod stored;
pub mod update_appointment;
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
    Operation::of::<create_appointment::CreateAppointment>(),
    Operation::of::<list_appointments::ListAppointments>(),
    Operation::of::<get_appointment::GetAppointment>(),
    Operation::of::<update_appointment::UpdateAppointment>(),
    Operation::of::<delete_appointment::DeleteAppointment>(),
    Operation::of::<export_appointments::ExportAppointments>(),
    Operation::of::<list_primary_care_institutions::ListPrimaryCareInstitutions>(),
    Operation::of::<put_primary_care_institution::PutPrimaryCareInstitution>(),
    Operation::of::<delete_primary_care_institution::DeletePrimaryCareInstitution>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
