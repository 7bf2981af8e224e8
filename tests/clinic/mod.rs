//! The clinic's side: today's list, the opened notebook, notes.

mod cancel_check_in;
mod follow_up;
mod health_guidance;
mod list_own_notes;
mod list_patients;
mod log_lines;
mod notes;
mod notes_crash;
mod open_notebook;
mod open_notebook_access;
mod open_own_notes;
mod open_section;
mod put_chart_number;
mod put_patient_alert;
mod refresh;
mod summary;
mod whole_day;
