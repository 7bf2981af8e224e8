//! What a scan is looked at for: another person's sheet, an allergy, a second medicine of the same ingredient; and
//! alarms that its usages suggest.

use chrono::{Days, NaiveDate};
use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::alert::{self, Alert, Compared, OtcItem, With};
use notebook::medication::amount::Language as Words;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::records::Patient;
use notebook::medication::suggestion::{self, MealTimes};
use notebook::resident::Resident as Person;
use notebook::text::Text;
use platform::prelude::*;
use platform::problem::Language;
use platform::table::items::MedicationItem;
use platform::table::schema::ResidentKeys;

/// What was dispensed so many days around the scan can overlap with it.
const DAYS_AROUND: u64 = 365;

/// What the usages of dispensings suggest, and for which groups they suggest nothing.
#[derive(Default, Serialize, JsonSchema)]
pub(crate) struct Suggested {
    /// Alarms that the usages suggest: each what POST …/alarms takes, beside `dispensing_id` and `groups`. On an old sheet
    /// `until` may have passed. Nothing is set.
    suggested_alarms: Vec<Suggestion>,
    /// Groups for which no alarm is suggested, and why. Nothing is assumed of what is not understood.
    not_suggested: Vec<LeftOut>,
}

/// An alarm that a dispensing's usages suggest. Nothing is set.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Suggestion {
    /// The dispensing.
    dispensing_id: MedicationId,
    /// The dispensing, as an alarm names its medicines.
    #[schemars(length(min = 1, max = 1))]
    medication_ids: Vec<MedicationId>,
    #[serde(flatten)]
    alarm: suggestion::SuggestedAlarm,
}

/// Groups of a dispensing for which no alarm is suggested.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LeftOut {
    /// The dispensing.
    dispensing_id: MedicationId,
    /// What the person reads: 用法を見て、自分で時刻を決めてください.
    detail: &'static str,
    #[serde(flatten)]
    left_out: suggestion::NotSuggested,
}

/// The first and the last day of dispensings.
pub(crate) fn days<'d>(dispensings: impl Iterator<Item = &'d Dispensing>) -> Option<(NaiveDate, NaiveDate)> {
    let days: Vec<NaiveDate> = dispensings.map(|dispensing| dispensing.dispensed_on).collect();
    Some((*days.iter().min()?, *days.iter().max()?))
}

/// The entries that can overlap with what was dispensed from one day to another.
pub(crate) fn around(keys: ResidentKeys, first: NaiveDate, last: NaiveDate) -> RangeQuery {
    let around = Days::new(DAYS_AROUND);
    let from = by_time::medication(first.checked_sub_days(around).unwrap_or(first), "");
    let to = by_time::medication(last.checked_add_days(around).unwrap_or(last), '~');
    RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first()
}

/// Everything about new entries that someone should look at, among those that are known; but not whether a sheet is
/// another person's.
pub(crate) fn alerts(person: &Person, new: &[&MedicationItem], known: &[&MedicationItem]) -> Vec<Alert> {
    let profile = &person.profile;
    let texts: Vec<&str> = profile.allergies.iter().chain(&profile.adverse_reactions).map(Text::as_str).collect();
    let (new_otc, known_otc) = (otc(new), otc(known));
    let new: Vec<Compared<'_>> = compared(new, &new_otc).collect();
    let mut alerts = alert::allergies(new.iter().cloned(), &texts);
    alerts.extend(alert::duplicates(new, compared(known, &known_otc)));
    alerts
}

/// The OTC medicines among the entries, in their places.
fn otc(items: &[&MedicationItem]) -> Vec<Option<OtcItem>> {
    let of = |item: &&MedicationItem| {
        let otc = item.otc.as_ref()?;
        Some(OtcItem {
            id: item.dispensing.id,
            name: otc.name.clone(),
            ingredients: otc.ingredients.iter().map(|ingredient| ingredient.name.clone()).collect(),
            from: otc.started_on,
            until: otc.ended_on,
        })
    };
    items.iter().map(of).collect()
}

/// Entries as alerts compare them: a dispensing by its drugs, an OTC medicine by its name and ingredients.
fn compared<'m>(items: &'m [&'m MedicationItem], otc: &'m [Option<OtcItem>]) -> impl Iterator<Item = Compared<'m>> {
    items.iter().zip(otc).flat_map(|(item, otc)| {
        let drugs = otc.is_none().then(|| Compared::drugs(&item.dispensing)).into_iter().flatten();
        drugs.chain(otc.as_ref().map(Compared::otc))
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

/// What the dispensings suggest to a person who eats at these times.
pub(crate) fn suggestions(dispensings: &[Dispensing], times: &MealTimes, language: Language) -> Suggested {
    let words = match language {
        Language::Japanese => Words::Japanese,
        Language::English => Words::English,
    };
    let mut suggested = Suggested::default();
    for dispensing in dispensings {
        let dispensing_id = MedicationId(dispensing.id);
        let found = suggestion::suggestions(dispensing, times);
        let alarms = found.alarms.into_iter();
        suggested.suggested_alarms.extend(alarms.map(|alarm| Suggestion {
            dispensing_id,
            medication_ids: vec![dispensing_id],
            alarm,
        }));
        let none = found.none_for.into_iter();
        suggested.not_suggested.extend(none.map(|left_out| LeftOut {
            dispensing_id,
            detail: left_out.reason.text(words),
            left_out,
        }));
    }
    suggested
}
