//! How long what was handed out lasts.

use chrono::{Days, NaiveDate};

use super::dispensing::{Dispensing, DosageForm, Group};

/// How long a medicine without a number of days (屯服, 外用, 注射 …) counts as in use.
pub const ASSUMED_DAYS: u16 = 30;

/// The number of days a group is for, where it says so: 内服, 浸煎 and 湯, and what is counted in 日分.
pub fn days(group: &Group) -> Option<u16> {
    let by_day = match group.dosage_form {
        Some(DosageForm::Oral | DosageForm::Infusion | DosageForm::Decoction) => true,
        Some(DosageForm::OralDrops | DosageForm::AsNeeded | DosageForm::Injection | DosageForm::Material) => false,
        Some(DosageForm::External | DosageForm::Other) | None => group.supply_unit.as_deref() == Some("日分"),
    };
    group.supply_count.filter(|days| by_day && *days > 0)
}

/// The first and the last day of use. Without a number of days it is assumed to last [`ASSUMED_DAYS`].
pub fn period(dispensing: &Dispensing, group: &Group) -> (NaiveDate, NaiveDate) {
    let days = days(group).unwrap_or(ASSUMED_DAYS);
    let first = dispensing.dispensed_on;
    let last = first.checked_add_days(Days::new(u64::from(days) - 1)).unwrap_or(NaiveDate::MAX);
    (first, last)
}

/// How many days two periods share.
pub fn overlap(one: (NaiveDate, NaiveDate), other: (NaiveDate, NaiveDate)) -> i64 {
    let shared = one.1.min(other.1).signed_duration_since(one.0.max(other.0)).num_days() + 1;
    shared.max(0)
}
