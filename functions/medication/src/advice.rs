//! What a scan is looked at for: another person's sheet, an allergy, a second medicine of the same ingredient; and
//! alarms that its usages suggest.

use chrono::{Days, NaiveDate};
use notebook::access::{Level, Section};
use notebook::medication::alert::{self, Alert, With};
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::records::Patient;
use notebook::medication::suggestion::{self, MealTimes};
use notebook::resident::Resident as Person;
use notebook::text::Text;
use platform::prelude::*;

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

/// The days whose dispensings can overlap with these.
pub(crate) fn days_around<'d>(dispensings: impl Iterator<Item = &'d Dispensing>) -> Option<(NaiveDate, NaiveDate)> {
    let days: Vec<NaiveDate> = dispensings.map(|dispensing| dispensing.dispensed_on).collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let around = Days::new(DAYS_AROUND);
    Some((first.checked_sub_days(around).unwrap_or(first), last.checked_add_days(around).unwrap_or(last)))
}

/// Everything that someone should look at.
pub(crate) fn alerts(
    patient: Option<&Patient>,
    person: &Person,
    scanned: &[Dispensing],
    known: &[Dispensing],
) -> Vec<Alert> {
    let profile = &person.profile;
    let texts: Vec<&str> = profile.allergies.iter().chain(&profile.adverse_reactions).map(Text::as_str).collect();
    let mut alerts: Vec<Alert> = patient.and_then(|patient| mismatch(patient, person)).into_iter().collect();
    alerts.extend(alert::allergy_match(scanned, &texts));
    alerts.extend(alert::duplicate_ingredient(scanned, known));
    alerts
}

/// Whether the sheet is another person's, under whichever name the person goes. Without a proved birth date there is
/// nothing to compare with.
fn mismatch(patient: &Patient, person: &Person) -> Option<Alert> {
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
