//! Alarms that a usage (用法) suggests. Nothing is set: a person accepts, changes or drops them. What is not understood
//! suggests nothing, and is said to.

mod left_out;
mod moments;

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use left_out::NoSuggestion;
use moments::{at_times, minutes, shifted};

use super::dispensing::{Dispensing, DosageForm, Group};
pub use super::meal_times::MealTimes;
use super::usage::{self, Dose, Obstacle, Usage};
use super::{schema, supply};
use crate::alarm::{Anchored, FallsOn, Times};
use crate::rhythm::Rhythm;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// A suggested alarm, as it is sent to make one; `groups` apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedAlarm {
    /// When, in words of our own (朝食後・夕食後のおくすり); never a medicine's name.
    pub label: String,
    /// Times of day, ascending. An amount is left out where it is not said, differs between the medicines, or is no
    /// fraction that alarms count.
    pub times: Times,
    /// On which days, counted from the first.
    pub rhythm: Anchored,
    /// The first day: that of the dispensing; the day after it for times after midnight, which belong to the evening
    /// before.
    #[schemars(schema_with = "schema::day")]
    pub from: NaiveDate,
    /// The day of the last dose of the supply.
    #[schemars(schema_with = "schema::day")]
    pub until: NaiveDate,
    /// The places in `groups` that it is for.
    pub groups: Vec<usize>,
    /// Which of the alarms of these groups, where their times fall on more than one day of the calendar; left out where one
    /// has them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub falls_on: Option<FallsOn>,
}

/// Groups for which nothing is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotSuggested {
    /// Why.
    pub reason: NoSuggestion,
    /// What is known of the days on which they are taken.
    pub rhythm: Rhythm,
    /// The places in `groups`.
    pub groups: Vec<usize>,
}

/// What a dispensing's usages suggest, and for which groups they suggest nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Groups with the same times, days and last day share one.
    pub alarms: Vec<SuggestedAlarm>,
    /// Every other group.
    pub none_for: Vec<NotSuggested>,
}

/// The alarms that a dispensing's usages suggest to a person with this day.
///
/// None for 屯服, for 外用 and other forms only where the text names times of day, and for what was used up before today.
pub fn suggestions(dispensing: &Dispensing, times: &MealTimes, today: NaiveDate) -> Suggestions {
    let mut all = Suggestions::default();
    for (place, group) in dispensing.groups.iter().enumerate() {
        let understood = usage::of_group(group);
        match suggest(dispensing.dispensed_on, group, &understood.usage, understood.obstacle, times) {
            Ok(mut alarms) => {
                alarms.retain(|alarm| alarm.until >= today);
                if alarms.is_empty() {
                    all.leave_out(NoSuggestion::SupplyOver, understood.usage.rhythm, place);
                }
                for alarm in alarms {
                    all.add(alarm, place);
                }
            }
            Err(reason) => all.leave_out(reason, understood.usage.rhythm, place),
        }
    }
    all
}

impl Suggestions {
    /// Of an entry that another is shown for: that one's alarms are its alarms.
    pub fn of_linked(dispensing: &Dispensing) -> Self {
        let mut all = Self::default();
        for (place, group) in dispensing.groups.iter().enumerate() {
            all.leave_out(NoSuggestion::ShownElsewhere, usage::of_group(group).usage.rhythm, place);
        }
        all
    }

    fn add(&mut self, mut alarm: SuggestedAlarm, place: usize) {
        let same = self.alarms.iter_mut().find(|known| known.shares_with(&alarm));
        if let Some(known) = same {
            // Of several medicines there is no one amount.
            if let Some(times) = Times::new(known.times.iter().collect()) {
                known.times = times;
            }
            known.groups.push(place);
            known.falls_on = known.falls_on.or(alarm.falls_on);
        } else {
            alarm.groups.push(place);
            self.alarms.push(alarm);
        }
    }

    fn leave_out(&mut self, reason: NoSuggestion, rhythm: Rhythm, place: usize) {
        let same = self.none_for.iter_mut().find(|known| known.reason == reason && known.rhythm == rhythm);
        if let Some(known) = same {
            known.groups.push(place);
        } else {
            self.none_for.push(NotSuggested { reason, rhythm, groups: vec![place] });
        }
    }
}

impl SuggestedAlarm {
    /// Whether one alarm is enough for both. One with amounts that differ from time to time stands alone.
    fn shares_with(&self, other: &Self) -> bool {
        let at = |alarm: &Self| alarm.times.iter().collect::<Vec<_>>();
        let even = |alarm: &Self| {
            let mut amounts = alarm.times.amounts();
            let first = amounts.next().flatten();
            amounts.all(|amount| amount == first)
        };
        let days = (self.rhythm, self.from, self.until) == (other.rhythm, other.from, other.until);
        days && self.label == other.label && at(self) == at(other) && even(self) && even(other)
    }
}

fn suggest(
    first: NaiveDate,
    group: &Group,
    usage: &Usage,
    obstacle: Option<Obstacle>,
    times: &MealTimes,
) -> Result<Vec<SuggestedAlarm>, NoSuggestion> {
    let oral = match group.dosage_form {
        Some(DosageForm::Injection | DosageForm::Material) => return Err(NoSuggestion::NotByTheClock),
        Some(DosageForm::AsNeeded) => return Err(NoSuggestion::AsNeeded),
        None if group.supply_unit.as_deref() == Some("回分") => return Err(NoSuggestion::AsNeeded),
        Some(DosageForm::External | DosageForm::OralDrops | DosageForm::Other) => false,
        Some(DosageForm::Oral | DosageForm::Infusion | DosageForm::Decoction) => true,
        None => supply::days(group).is_some(),
    };
    match obstacle {
        None => {}
        Some(Obstacle::Missing) => return Err(NoSuggestion::UsageMissing),
        Some(Obstacle::NotUnderstood) => return Err(NoSuggestion::UsageNotUnderstood),
        Some(Obstacle::CodeDiffers) => return Err(NoSuggestion::UsageCodeDiffers),
    }
    match usage.rhythm {
        Rhythm::AsNeeded { .. } => return Err(NoSuggestion::AsNeeded),
        Rhythm::NPerWeek { .. } => return Err(NoSuggestion::DaysNotNamed),
        Rhythm::Unknown => return Err(NoSuggestion::UsageNotUnderstood),
        _ => {}
    }
    let named = usage.doses.iter().all(|dose| dose.timing.is_some());
    if usage.doses.is_empty() || !named && !oral {
        return Err(NoSuggestion::TimesNotNamed);
    }
    Ok(alarms(first, group, usage, times))
}

/// One alarm for the times of the day itself, and one for those after midnight, which belong to the evening before.
fn alarms(first: NaiveDate, group: &Group, usage: &Usage, times: &MealTimes) -> Vec<SuggestedAlarm> {
    let days = supply::days(group).unwrap_or(supply::ASSUMED_DAYS);
    let until = supply::last_dose(usage.rhythm, first, days).unwrap_or(NaiveDate::MAX);
    let count = usage.doses.len();
    let moments: Vec<(i64, &Dose)> =
        (0..).zip(&usage.doses).map(|(place, dose)| (minutes(dose, place, count, times), dose)).collect();
    let mut alarms = Vec::new();
    for (shift, falls_on) in [(-1, FallsOn::DayBefore), (0, FallsOn::SameDay), (1, FallsOn::DayAfter)] {
        let here: Vec<&(i64, &Dose)> = moments.iter().filter(|(minutes, _)| minutes.div_euclid(DAY) == shift).collect();
        let (Some(label), Some(times)) = (label(&here, count), at_times(&here, group, count)) else { continue };
        let rhythm = shifted(usage.rhythm, shift);
        let moved = |day: NaiveDate| {
            let days = Days::new(shift.unsigned_abs());
            if shift < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) }.unwrap_or(day)
        };
        alarms.push(SuggestedAlarm {
            label,
            times,
            rhythm: Anchored { rhythm, anchor_day: Some(moved(first)).filter(|_| rhythm.needs_anchor()) },
            from: moved(first),
            until: moved(until),
            groups: Vec::new(),
            falls_on: Some(falls_on),
        });
    }
    // Where all times fall on one day there is nothing to tell apart.
    if let [whole] = alarms.as_mut_slice() {
        whole.falls_on = None;
    }
    alarms
}

fn label(doses: &[&(i64, &Dose)], count: usize) -> Option<String> {
    const LONGEST: usize = 60;
    let names: Vec<String> = doses.iter().filter_map(|(_, dose)| Some(dose.timing?.label())).collect();
    let long = format!("{}のおくすり", names.join("・"));
    let short = names.len() == doses.len() && long.chars().count() <= LONGEST;
    (!doses.is_empty()).then(|| if short { long } else { format!("1日{count}回のおくすり") })
}
