//! Whether a sheet is this person's.

use chrono::NaiveDate;

use super::{Alert, AlertCode, Confidence, Detail, Reason};
use crate::medication::name;
use crate::medication::named::Named;
use crate::resident::Sex;

/// The person in whose notebook the sheet is put.
#[derive(Debug, Clone, Copy)]
pub struct Resident<'r> {
    /// The name, as it is registered.
    pub name: &'r str,
    /// The name in kana.
    pub kana: Option<&'r str>,
    /// The birth date.
    pub birth_date: NaiveDate,
    /// The sex, where it is registered.
    pub sex: Option<Sex>,
}

/// Compares whom the sheet names with the resident: the birth date, the sex, and the kana or the name, without regard to
/// width, spaces, hiragana or katakana and common variants of characters. What the sheet leaves out is not held against it.
/// The alert says what differs, never what the sheet says.
pub fn patient_mismatch(named: &Named, resident: &Resident<'_>) -> Option<Alert> {
    let same_day = named.birth_date.map(|day| day == resident.birth_date);
    let (reason, confidence) = match (same_name(named, resident), same_day) {
        (Some(false), Some(false)) => (Reason::NameAndBirthDate, Confidence::High),
        (Some(false), None) => (Reason::Name, Confidence::High),
        // Names change with marriage and are written in many ways; the birth date does not.
        (Some(false), Some(true)) => (Reason::Name, Confidence::Medium),
        (_, Some(false)) => (Reason::BirthDate, Confidence::High),
        (_, Some(true) | None) if is_other_sex(named, resident.sex) => (Reason::Sex, Confidence::Medium),
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

/// Whether nothing but the spelling of the name speaks against the sheet being the person's: the birth date stands there and
/// is theirs, and the sex, where it stands there, is not another.
pub fn differs_in_spelling_only(named: &Named, birth_date: NaiveDate, sex: Option<Sex>) -> bool {
    named.birth_date == Some(birth_date) && !is_other_sex(named, sex)
}

/// Whether the sheet says the one sex and the register the other.
fn is_other_sex(named: &Named, registered: Option<Sex>) -> bool {
    matches!((named.sex, registered), (Some(Sex::Male), Some(Sex::Female)) | (Some(Sex::Female), Some(Sex::Male)))
}

/// Whether kana or name are the same; none where neither can be compared.
fn same_name(named: &Named, resident: &Resident<'_>) -> Option<bool> {
    let compare = |written: &Option<String>, registered: Option<&str>| {
        let written = name::person(written.as_deref().unwrap_or_default());
        let registered = name::person(registered.unwrap_or_default());
        (!written.is_empty() && !registered.is_empty()).then(|| written == registered)
    };
    let kana = compare(&named.kana, resident.kana);
    let written = compare(&named.name, Some(resident.name));
    // Some software puts the kana where the name belongs.
    let crossed = compare(&named.name, resident.kana).filter(|same| *same);
    match (kana, written, crossed) {
        (Some(true), _, _) | (_, Some(true), _) | (_, _, Some(true)) => Some(true),
        (None, None, _) => None,
        _ => Some(false),
    }
}
