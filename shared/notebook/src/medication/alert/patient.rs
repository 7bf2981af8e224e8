//! Whether a sheet is this person's.

use chrono::NaiveDate;

use super::{Alert, AlertCode, Confidence, Detail, Reason};
use crate::medication::jahis::{date, records};
use crate::medication::name;

/// The person in whose notebook the sheet is put.
#[derive(Debug, Clone, Copy)]
pub struct Resident<'r> {
    /// The name, as it is registered.
    pub name: &'r str,
    /// The name in kana.
    pub kana: Option<&'r str>,
    /// The birth date.
    pub birth_date: NaiveDate,
}

/// Compares the sheet's patient with the resident: the birth date, and the kana or the name, without regard to width,
/// spaces, hiragana or katakana and common variants of characters. What the sheet leaves out is not held against it.
/// The alert says what differs, never what the sheet says.
pub fn patient_mismatch(patient: &records::Patient, resident: &Resident<'_>) -> Option<Alert> {
    let same_day = date::day(&patient.birth_date).map(|day| day == resident.birth_date);
    let same_name = same_name(patient, resident);
    let (reason, confidence) = match (same_name, same_day) {
        (Some(false), Some(false)) => (Reason::NameAndBirthDate, Confidence::High),
        (Some(false), None) => (Reason::Name, Confidence::High),
        // Names change with marriage and are written in many ways; the birth date does not.
        (Some(false), Some(true)) => (Reason::Name, Confidence::Medium),
        (_, Some(false)) => (Reason::BirthDate, Confidence::High),
        (_, Some(true) | None) => return None,
    };
    Some(Alert {
        code: AlertCode::PatientMismatch,
        detail: Detail { reason, confidence },
        drug: None,
        otc: None,
        with: None,
    })
}

/// Whether kana or name are the same; none where neither can be compared.
fn same_name(patient: &records::Patient, resident: &Resident<'_>) -> Option<bool> {
    let compare = |written: &str, registered: Option<&str>| {
        let (written, registered) = (name::person(written), name::person(registered.unwrap_or_default()));
        (!written.is_empty() && !registered.is_empty()).then(|| written == registered)
    };
    let kana = compare(&patient.kana, resident.kana);
    let written = compare(&patient.name, Some(resident.name));
    // Some software puts the kana where the name belongs.
    let crossed = compare(&patient.name, resident.kana).filter(|same| *same);
    match (kana, written, crossed) {
        (Some(true), _, _) | (_, Some(true), _) | (_, _, Some(true)) => Some(true),
        (None, None, _) => None,
        _ => Some(false),
    }
}
