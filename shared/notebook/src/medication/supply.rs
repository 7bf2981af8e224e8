//! How long what was handed out lasts. A prescription writes actual dosing days: seven days of a medicine for every second
//! day are two weeks, four days of a weekly one are four weeks.

use chrono::{Days, NaiveDate};

use super::dispensing::{Dispensing, DosageForm, Group};
use super::usage;
use crate::rhythm::Rhythm;

/// How long a medicine without a number of days (屯服, 外用, 注射 …) counts as in use.
pub const ASSUMED_DAYS: u16 = 30;

/// The rarest rhythm that there is: one dosing day a month.
const RAREST: u64 = 31;

/// From when to when a supply is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// The last day on which it is surely in use.
    pub last: NaiveDate,
    /// The last day on which it may be in use: later than `last` where it is not known on which days it is taken.
    pub at_longest: NaiveDate,
}

impl Period {
    /// Of which both days are known.
    pub fn of(first: NaiveDate, last: NaiveDate) -> Self {
        let last = last.max(first);
        Self { first, last, at_longest: last }
    }
}

/// The number of dosing days a group is for, where it says so: 内服, 浸煎 and 湯, and what is counted in 日分.
pub fn days(group: &Group) -> Option<u16> {
    let by_day = match group.dosage_form {
        Some(DosageForm::Oral | DosageForm::Infusion | DosageForm::Decoction) => true,
        Some(DosageForm::OralDrops | DosageForm::AsNeeded | DosageForm::Injection | DosageForm::Material) => false,
        Some(DosageForm::External | DosageForm::Other) | None => group.supply_unit.as_deref() == Some("日分"),
    };
    group.supply_count.filter(|days| by_day && *days > 0)
}

/// When a group is in use, by its number of days and the rhythm of its usage.
///
/// Without a number of days it is assumed to last [`ASSUMED_DAYS`]. Where the rhythm is not known, so many days are sure
/// and the rest is open: a weekly tablet that we cannot read lasts weeks.
pub fn period(dispensing: &Dispensing, group: &Group) -> Period {
    let first = dispensing.dispensed_on;
    let assumed = Period::of(first, after(first, ASSUMED_DAYS));
    let Some(days) = days(group) else { return assumed };
    match usage::of_group(group).usage.rhythm {
        Rhythm::AsNeeded { .. } => Period::of(first, after(first, days.max(ASSUMED_DAYS))),
        Rhythm::Unknown => {
            let longest = first.checked_add_days(Days::new(u64::from(days) * RAREST - 1)).unwrap_or(NaiveDate::MAX);
            Period { first, last: after(first, days), at_longest: longest }
        }
        Rhythm::NPerWeek { n } => {
            // As soon as the pace allows, so that no reading is longer than what is said.
            let covered = u32::from(days) * 7 / u32::from(n.max(1));
            let last = first.checked_add_days(Days::new(u64::from(covered.max(1)) - 1)).unwrap_or(NaiveDate::MAX);
            Period::of(first, last)
        }
        rhythm => Period::of(first, until_next(rhythm, first, days)),
    }
}

/// The last of so many dosing days that begin with a first day, for rhythms that can ring.
pub fn last_dose(rhythm: Rhythm, first: NaiveDate, days: u16) -> Option<NaiveDate> {
    rhythm.nth_on_or_after(first, first, u32::from(days))
}

/// The day before the dose that would follow: until then what was taken last is at work.
fn until_next(rhythm: Rhythm, first: NaiveDate, days: u16) -> NaiveDate {
    let next = rhythm.nth_on_or_after(first, first, u32::from(days) + 1);
    next.and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX)
}

/// The last of so many days in a row.
fn after(first: NaiveDate, days: u16) -> NaiveDate {
    first.checked_add_days(Days::new(u64::from(days.max(1)) - 1)).unwrap_or(NaiveDate::MAX)
}

/// How many days two stretches share, each from a first to a last day.
pub fn overlap(one: (NaiveDate, NaiveDate), other: (NaiveDate, NaiveDate)) -> i64 {
    let shared = one.1.min(other.1).signed_duration_since(one.0.max(other.0)).num_days() + 1;
    shared.max(0)
}
