//! Alarms that a usage (用法) suggests. Nothing is set: a person accepts, changes or drops them.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dispensing::{Dispensing, DosageForm, Group};
pub use super::meal_times::MealTimes;
use super::usage::{self, Meal, Timing};
use super::{schema, supply};

/// A suggested alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedAlarm {
    /// When, in words of our own (朝食後・夕食後のおくすり); never a medicine's name.
    pub label: String,
    /// Times of day, `HH:MM`, ascending.
    pub times: Vec<String>,
    /// The last day of the supply.
    #[schemars(schema_with = "schema::day")]
    pub until: NaiveDate,
    /// The places in `groups` that it is for.
    pub groups: Vec<usize>,
}

/// The alarms that a dispensing's usages suggest; groups with the same times and last day share one.
///
/// None for 屯服, and for 外用 and other forms only where the text names times of day.
pub fn suggested_alarms(dispensing: &Dispensing, times: &MealTimes) -> Vec<SuggestedAlarm> {
    let mut alarms: Vec<SuggestedAlarm> = Vec::new();
    for (place, group) in dispensing.groups.iter().enumerate() {
        let Some(mut alarm) = suggest(group, times, supply::period(dispensing, group).1) else { continue };
        let same = alarms
            .iter_mut()
            .find(|known| known.times == alarm.times && known.until == alarm.until && known.label == alarm.label);
        if let Some(known) = same {
            known.groups.push(place);
        } else {
            alarm.groups.push(place);
            alarms.push(alarm);
        }
    }
    alarms
}

fn suggest(group: &Group, times: &MealTimes, until: NaiveDate) -> Option<SuggestedAlarm> {
    let text = group.usage_text.as_deref()?;
    let oral = match group.dosage_form {
        Some(DosageForm::AsNeeded | DosageForm::Injection | DosageForm::Material) => return None,
        Some(DosageForm::External | DosageForm::OralDrops | DosageForm::Other) => false,
        Some(DosageForm::Oral | DosageForm::Infusion | DosageForm::Decoction) => true,
        None if group.supply_unit.as_deref() == Some("回分") => return None,
        None => supply::days(group).is_some(),
    };
    let usage = usage::read(text)?;
    let (label, times) = if usage.timings.is_empty() {
        let count = usage.times_a_day.filter(|_| oral)?;
        (format!("1日{count}回のおくすり"), spread(count, times)?)
    } else {
        let label: Vec<&str> = usage.timings.iter().map(|timing| timing.label()).collect();
        let at = usage.timings.iter().map(|timing| time_of(*timing, times)).collect();
        (format!("{}のおくすり", label.join("・")), at)
    };
    Some(SuggestedAlarm { label, times: clock(times), until, groups: Vec::new() })
}

fn time_of(timing: Timing, times: &MealTimes) -> NaiveTime {
    let meal = |meal| match meal {
        Meal::Breakfast => times.breakfast,
        Meal::Lunch => times.lunch,
        Meal::Supper => times.supper,
    };
    let shift = |time: NaiveTime, minutes| time.overflowing_add_signed(TimeDelta::minutes(minutes)).0;
    match timing {
        Timing::Wake => times.wake,
        Timing::Before(at) => shift(meal(at), -30),
        Timing::JustBefore(at) | Timing::JustAfter(at) => meal(at),
        Timing::After(at) | Timing::Around(at) => shift(meal(at), 30),
        Timing::Between(at) => shift(meal(at), 120),
        Timing::Bedtime => times.bedtime,
    }
}

/// `count` times a day without saying when: with the meals up to three, evenly over the waking day above.
fn spread(count: u8, times: &MealTimes) -> Option<Vec<NaiveTime>> {
    let after = |meal| time_of(Timing::After(meal), times);
    let (breakfast, lunch, supper) = (after(Meal::Breakfast), after(Meal::Lunch), after(Meal::Supper));
    match count {
        1 => Some(vec![breakfast]),
        2 => Some(vec![breakfast, supper]),
        3 => Some(vec![breakfast, lunch, supper]),
        4 => Some(vec![breakfast, lunch, supper, times.bedtime]),
        5..=usage::MAX_TIMES_A_DAY => {
            let awake = times.bedtime.signed_duration_since(times.wake).num_minutes().rem_euclid(24 * 60);
            let steps = i64::from(count) - 1;
            let at = |step| times.wake.overflowing_add_signed(TimeDelta::minutes(awake * step / steps)).0;
            Some((0..=steps).map(at).collect())
        }
        _ => None,
    }
}

fn clock(mut times: Vec<NaiveTime>) -> Vec<String> {
    times.sort();
    times.dedup();
    times.iter().map(|time| format!("{:02}:{:02}", time.hour(), time.minute())).collect()
}
