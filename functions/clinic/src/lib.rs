//! Clinics, pharmacies and public-health nurses: who came today, the notebooks that were opened to them, and what they
//! write in them.
//!
//! Staff see a notebook only while the person's own check-in of that day opens it, and only the sections that were
//! chosen. What an institution wrote itself it may still add to, amend or retract for some days, without reading on.

pub mod add_health_guidance;
pub mod add_note;
pub mod amend_health_guidance;
pub mod amend_note;
pub mod cancel_check_in;
mod guidance;
pub mod list_guided;
pub mod list_own_notes;
pub mod list_patients;
mod note;
mod once_a_day;
pub mod open_health_guidance;
pub mod open_notebook;
pub mod open_own_notes;
pub mod open_section;
mod own_notes;
pub mod put_chart_number;
pub mod put_patient_alert;
pub mod retract_health_guidance;
pub mod retract_note;
mod section;
mod view;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<list_patients::ListPatients>(),
    Operation::of::<cancel_check_in::CancelCheckIn>(),
    Operation::of::<put_chart_number::PutChartNumber>(),
    Operation::of::<open_notebook::OpenNotebook>(),
    Operation::of::<open_section::OpenSection>(),
    Operation::of::<put_patient_alert::PutPatientAlert>(),
    Operation::of::<add_note::AddNote>(),
    Operation::of::<amend_note::AmendNote>(),
    Operation::of::<retract_note::RetractNote>(),
    Operation::of::<list_own_notes::ListOwnNotes>(),
    Operation::of::<open_own_notes::OpenOwnNotes>(),
    Operation::of::<add_health_guidance::AddHealthGuidance>(),
    Operation::of::<amend_health_guidance::AmendHealthGuidance>(),
    Operation::of::<retract_health_guidance::RetractHealthGuidance>(),
    Operation::of::<open_health_guidance::OpenHealthGuidance>(),
    Operation::of::<list_guided::ListGuided>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
