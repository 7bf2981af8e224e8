//! What a scan is looked at for: another person's sheet, an allergy, a second medicine of the same ingredient; and
//! alarms that its usages suggest.

use chrono::{Days, NaiveDate};
use notebook::access::{Level, Section};
use notebook::medication::alert::{self, Alert, Compared, With};
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::records::Patient;
use notebook::medication::note::{NotebookNote, Otc};
use notebook::medication::suggestion::{self, MealTimes};
use notebook::resident::Resident as Person;
use notebook::text::Text;
use platform::prelude::*;

use crate::scan::Scan;

/// What was dispensed so many days around the scan can overlap with it.
const DAYS_AROUND: u64 = 365;

/// When people eat who have not said when they do.
const USUAL: [(u32, u32); 5] = [(6, 30), (7, 0), (12, 0), (19, 0), (22, 0)];

/// An alarm that a dispensing's usages suggest. Nothing is set.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Suggestion {
    /// The dispensing.
    #[schemars(with = "notebook::id::MedicationId")]
    dispensing_id: String,
    #[serde(flatten)]
    alarm: suggestion::SuggestedAlarm,
}

/// The days whose dispensings can overlap with what the sheet holds; none where it holds no medicine.
pub(crate) fn days_around(scan: &Scan, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let dispensed = scan.dispensings.iter().map(|marked| marked.dispensing.dispensed_on);
    let bought = otc(&scan.notes).map(|(_, otc)| otc.ended_on.or(otc.started_on).unwrap_or(today));
    let days: Vec<NaiveDate> = dispensed.chain(bought).collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let around = Days::new(DAYS_AROUND);
    Some((first.checked_sub_days(around).unwrap_or(first), last.checked_add_days(around).unwrap_or(last)))
}

/// Everything that someone should look at, but whether the sheet is another person's.
pub(crate) fn alerts(
    person: &Person,
    scanned: &[Dispensing],
    notes: &[NotebookNote],
    known: &[Dispensing],
) -> Vec<Alert> {
    let profile = &person.profile;
    let texts: Vec<&str> = profile.allergies.iter().chain(&profile.adverse_reactions).map(Text::as_str).collect();
    let bought = otc(notes).map(|(place, otc)| Compared::otc_of_sheet(place, otc));
    let new: Vec<Compared<'_>> = scanned.iter().flat_map(Compared::drugs).chain(bought).collect();
    let mut alerts = alert::allergies(new.iter().cloned(), &texts);
    alerts.extend(alert::duplicates(new, known.iter().flat_map(Compared::drugs)));
    alerts
}

/// The medicines that were bought without prescription, with their places among the notes.
fn otc(notes: &[NotebookNote]) -> impl Iterator<Item = (usize, &Otc)> {
    notes.iter().enumerate().filter_map(|(place, note)| match note {
        NotebookNote::Otc(otc) => Some((place, otc)),
        _ => None,
    })
}

/// Whether the sheet is another person's, under whichever name the person goes. Without a proved birth date there is
/// nothing to compare with.
pub(crate) fn mismatch(patient: &Patient, person: &Person) -> Option<Alert> {
    let identity = &person.identity;
    let birth_date = identity.birth_date?;
    let kana = identity.kana.as_ref().map(Text::as_str);
    let names = [&identity.legal_name, &identity.former_name, &identity.alias].into_iter().flatten();
    let found: Vec<Option<Alert>> = names
        .map(|name| alert::patient_mismatch(patient, &alert::Resident { name: name.as_str(), kana, birth_date }))
        .collect();
    if found.iter().any(Option::is_none) { None } else { found.into_iter().flatten().next() }
}

/// The alerts for this reader: which entry of the profile it is, only to those who may read the profile. That there is
/// one is told to everyone who hands out the medicine.
pub(crate) fn shown(mut alerts: Vec<Alert>, subject: &Authorised<Resident>) -> Vec<Alert> {
    if subject.require(Section::Profile, Level::See).is_err() {
        for alert in &mut alerts {
            alert.with = alert.with.filter(|with| !matches!(with, With::Note { .. }));
        }
    }
    alerts
}

/// The alarms that the dispensings suggest.
pub(crate) fn suggestions(dispensings: &[Dispensing]) -> Vec<Suggestion> {
    let [wake, breakfast, lunch, supper, bedtime] =
        USUAL.map(|(hour, minute)| chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
    let times = MealTimes { wake, breakfast, lunch, supper, bedtime };
    let of = |dispensing: &Dispensing| {
        let dispensing_id = dispensing.id.hyphenated().to_string();
        let alarms = suggestion::suggested_alarms(dispensing, &times);
        alarms.into_iter().map(move |alarm| Suggestion { dispensing_id: dispensing_id.clone(), alarm })
    };
    dispensings.iter().flat_map(of).collect()
}
