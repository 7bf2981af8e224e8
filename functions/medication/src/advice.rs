//! What a scan is looked at for: another person's sheet, an allergy, a second medicine of the same ingredient; and
//! alarms that its usages suggest.

use chrono::{Days, NaiveDate};
use notebook::access::{Level, Section};
use notebook::alarm::Origin;
use notebook::id::MedicationId;
use notebook::medication::alert::{self, Alert, With};
use notebook::medication::amount::Language as Words;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::Warning;
use notebook::medication::named::Named;
use notebook::medication::otc::EntryKind;
use notebook::medication::suggestion::{self, MealTimes, Suggestions};
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::jst_day;
use platform::problem::Language;
use platform::table::schema::ResidentKeys;
use records::items::{AlarmItem, MedicationItem};
use records::prelude::*;

use crate::links::MOST_LINKED;

/// What was dispensed so many days around the scan can overlap with it.
const DAYS_AROUND: u64 = 365;
/// Entries that are read where none names the days.
const MOST_NEWEST: i32 = 400;

/// What the usages of dispensings suggest, and for which groups they suggest nothing.
#[derive(Default, Serialize, JsonSchema)]
pub(crate) struct Suggested {
    /// Alarms that the usages suggest: POST …/alarms takes each as it is. Nothing is set, and nothing suggested of what was used up before today.
    pub(crate) suggested_alarms: Vec<Suggestion>,
    /// Groups for which no alarm is suggested, and why. Nothing is assumed of what is not understood.
    not_suggested: Vec<LeftOut>,
}

/// An alarm that a dispensing's usages suggest. Nothing is set.
#[derive(Serialize, JsonSchema)]
pub struct Suggestion {
    /// The dispensing.
    dispensing_id: MedicationId,
    /// The dispensing, as an alarm names its medicines.
    #[schemars(length(min = 1, max = 1))]
    medication_ids: Vec<MedicationId>,
    /// Entries that tell of the same dispensing, a sheet that this one corrects among them. Where there is an alarm for one
    /// of them, that is the one to be changed: with this beside it the medicine would be taken twice.
    #[schemars(length(max = MOST_LINKED))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    instead_of: Vec<MedicationId>,
    #[serde(flatten)]
    alarm: suggestion::SuggestedAlarm,
}

impl Suggestion {
    /// Whether this alarm stands in its way, where it rings: create-alarm would refuse it.
    pub(crate) fn is_set_by(&self, alarm: &AlarmItem) -> bool {
        let groups = self.alarm.groups.iter().filter_map(|place| u16::try_from(*place).ok()).collect();
        let origin = Origin { dispensing_id: self.dispensing_id, groups, falls_on: self.alarm.falls_on };
        alarm.stands_for(Some(&origin), &self.instead_of)
    }
}

/// Groups of a dispensing for which no alarm is suggested.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LeftOut {
    /// The dispensing.
    dispensing_id: MedicationId,
    /// What the person reads: 用法を見て、自分で時刻を決めてください.
    detail: &'static str,
    #[serde(flatten)]
    why: suggestion::NotSuggested,
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

/// The newest entries: what is taken now, with all that can overlap with it.
pub(crate) fn newest(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), by_time::MEDICATIONS).by_time().newest_first().limit(MOST_NEWEST)
}

/// Everything about new entries that someone should look at, among those that are known; but not whether a sheet is
/// another person's.
pub(crate) fn alerts(person: &Person, new: &[&MedicationItem], known: &[&MedicationItem]) -> Vec<Alert> {
    records::medicines::alerts(&person.profile, new, known)
}

/// Whether the sheet is another person's, under whichever name the person goes. Without a proved birth date there is
/// nothing to compare with.
pub(crate) fn mismatch(named: &Named, person: &Person) -> Option<Alert> {
    let identity = &person.identity;
    let (birth_date, sex) = (identity.birth_date?, identity.sex);
    let kana = identity.kana.as_ref().map(Text::as_str);
    let goes_by = [&identity.legal_name, &identity.former_name, &identity.alias].into_iter().flatten();
    let found: Vec<Option<Alert>> = goes_by
        .map(|name| alert::patient_mismatch(named, &alert::Resident { name: name.as_str(), kana, birth_date, sex }))
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

pub(crate) const fn words(language: Language) -> Words {
    match language {
        Language::Japanese => Words::Japanese,
        Language::English => Words::English,
    }
}

/// Warnings as they are answered: kept as numbers, told in words.
pub(crate) fn told(mut warnings: Vec<Warning>, language: Language) -> Vec<Warning> {
    for warning in &mut warnings {
        warning.detail = warning.text(words(language));
    }
    warnings
}

/// What entries suggest to a person who eats at these times. What is not the person's own suggests nothing.
pub(crate) fn suggestions<'e>(
    entries: impl IntoIterator<Item = &'e MedicationItem>,
    times: &MealTimes,
    call: &Call,
) -> Suggested {
    let words = words(call.language);
    let mut suggested = Suggested::default();
    let own = |entry: &&MedicationItem| entry.owner.is_resident() && entry.kind == EntryKind::Dispensing;
    for entry in entries.into_iter().filter(own) {
        let dispensing = &entry.dispensing;
        let dispensing_id = MedicationId(dispensing.id);
        let found = if entry.linked_to.is_some() {
            Suggestions::of_linked(dispensing)
        } else {
            suggestion::suggestions(dispensing, times, jst_day(call.now()))
        };
        let alarms = found.alarms.into_iter();
        suggested.suggested_alarms.extend(alarms.map(|alarm| Suggestion {
            dispensing_id,
            medication_ids: vec![dispensing_id],
            instead_of: entry.linked.clone(),
            alarm,
        }));
        let none = found.none_for.into_iter();
        suggested.not_suggested.extend(none.map(|why| LeftOut { dispensing_id, detail: why.reason.text(words), why }));
    }
    suggested
}
