//! What is worth talking about: rules as data, each with its source and the days on which it counts. A notice is never
//! a diagnosis; a rule without a source that can be cited says so and says no more than "worth talking about".

mod rules;

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};

use super::measure::Measure;
use super::occasion::Occasion;
use super::record::DailyRecord;
use super::summary::{Gathered, gather};
use crate::time::{Day, Instant, age_on, jst_day, jst_midnight};

pub use rules::{NoticeCode, RULES, Rule, Test, UNVERIFIED, Whom};

/// What the rules need to know of the person; unknown counts as an adult who is not pregnant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Person {
    /// Date of birth.
    pub birth_date: Option<Day>,
    /// Expected date of birth of a child.
    pub pregnancy_due_on: Option<Day>,
}

/// A rule that holds, and the day since which it does.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    /// The rule.
    pub rule: &'static Rule,
    /// The first of the days that it rests on.
    pub since: Day,
}

/// A measurement so soon after another belongs to the same sitting. The published rules say "a few minutes"; people rest
/// longer, and enter what they noted.
const SAME_SITTING: TimeDelta = TimeDelta::minutes(30);

/// The first day that the notices of a measure on a day look at.
pub fn looks_back_to(measure: Measure, day: Day) -> Day {
    first_day_of(day, |rule| rule.test.concerns(measure))
}

/// The first day that the notices of all measures on a day look at.
pub fn all_look_back_to(day: Day) -> Day {
    first_day_of(day, |_| true)
}

/// The notices of a measure as of the end of a day.
pub fn notices(measure: Measure, records: &[DailyRecord], day: Day, person: Person) -> Vec<Notice> {
    holding(records, day, person, |rule| rule.test.concerns(measure))
}

/// The notices of all measures as of the end of a day, each once.
pub fn all(records: &[DailyRecord], day: Day, person: Person) -> Vec<Notice> {
    holding(records, day, person, |_| true)
}

fn first_day_of(day: Day, wanted: impl Fn(&Rule) -> bool) -> Day {
    let days = RULES.iter().filter(|rule| wanted(rule)).map(|rule| rule.days).max().unwrap_or(1);
    first_day(days, day)
}

fn holding(records: &[DailyRecord], day: Day, person: Person, wanted: impl Fn(&Rule) -> bool) -> Vec<Notice> {
    let counts = |rule: &&'static Rule| wanted(rule) && rule.counts_on(day) && rule.is_for(person, day);
    let notice = |rule: &'static Rule| Some(Notice { rule, since: rule.holds_since(records, day)? });
    RULES.iter().filter(counts).filter_map(notice).collect()
}

impl Rule {
    /// The occasion that it looks at, where it looks at one.
    pub fn occasion(&self) -> Option<Occasion> {
        match self.test {
            Test::PressureMean { occasion, .. } => Some(occasion),
            _ => None,
        }
    }

    fn counts_on(&self, day: Day) -> bool {
        let date = |(year, month, day)| Day::from_ymd_opt(year, month, day);
        date(self.from).is_some_and(|from| day >= from) && self.to.and_then(date).is_none_or(|to| day <= to)
    }

    fn is_for(&self, person: Person, day: Day) -> bool {
        let adult = person.birth_date.is_none_or(|birth| age_on(birth, day) >= 18);
        // From the beginning of a pregnancy (280 days) until weight has settled after it.
        let pregnant = person.pregnancy_due_on.is_some_and(|due| (-280..=183).contains(&(day - due).num_days()));
        match self.whom {
            Whom::All => true,
            Whom::Adults => adult,
            Whom::AdultsNotPregnant => adult && !pregnant,
        }
    }

    fn holds_since(&self, records: &[DailyRecord], day: Day) -> Option<Day> {
        let from = first_day(self.days, day);
        let inside = |mut days: BTreeMap<Day, Gathered>| {
            days.retain(|at, _| (from..=day).contains(at));
            days
        };
        let daily = |measure: Measure| inside(gather(measure.values(records)));
        match self.test {
            Test::PressureMean { occasion, measured_days, systolic, diastolic } => {
                let on = |measure: Measure| inside(gather_on(occasion, measure.values(records)));
                let (upper, lower) = (on(Measure::SystolicMmhg), on(Measure::DiastolicMmhg));
                let enough = upper.len() >= measured_days;
                let high = reaches(&upper, systolic) || reaches(&lower, diastolic);
                (enough && high).then(|| upper.keys().next().copied()).flatten()
            }
            Test::PressureCrisis { systolic, diastolic } => {
                let ends = ends_of_sittings(records);
                let high = |end: &&(Instant, i64, i64)| end.1 >= systolic || end.2 >= diastolic;
                ends.iter().filter(high).map(|end| jst_day(end.0)).filter(|at| (from..=day).contains(at)).min()
            }
            Test::WeightLoss { permille } => changed(&daily(Measure::WeightKg), |before, last| {
                before.over(last) * 1000 >= i128::from(permille) * before.whole(last)
            }),
            Test::WeightGain { permille } => changed(&daily(Measure::WeightKg), |before, last| {
                last.over(before) * 1000 >= i128::from(permille) * before.whole(last)
            }),
            Test::Temperature { hundredths } => {
                let days = daily(Measure::TemperatureC);
                let run = days.iter().rev().take_while(|(_, day)| day.max >= hundredths);
                run.last().map(|(at, _)| *at)
            }
        }
    }
}

/// The last measurement of each sitting: its instant, systolic and diastolic. Of two at one instant the lower counts, because
/// nobody knows which was taken last, and a repetition is entered to correct.
fn ends_of_sittings(records: &[DailyRecord]) -> Vec<(Instant, i64, i64)> {
    let measured = |record: &DailyRecord| {
        let of = |measure: Measure| measure.of(record);
        Some((record.taken_at.instant(), of(Measure::SystolicMmhg)?, of(Measure::DiastolicMmhg)?))
    };
    let mut all: Vec<_> = records.iter().filter_map(measured).collect();
    all.sort_by_key(|(at, systolic, diastolic)| (*at, std::cmp::Reverse((*systolic, *diastolic))));
    let mut ends: Vec<(Instant, i64, i64)> = Vec::new();
    for next in all {
        match ends.last_mut() {
            Some(end) if next.0 - end.0 <= SAME_SITTING => *end = next,
            _ => ends.push(next),
        }
    }
    ends
}

/// Values of one occasion by the day that they count for.
fn gather_on(occasion: Occasion, values: Vec<(Instant, i64)>) -> BTreeMap<Day, Gathered> {
    let counted = values.into_iter().filter_map(|(at, units)| {
        let (_, day) = Occasion::at(at).filter(|(found, _)| *found == occasion)?;
        Some((jst_midnight(day), units))
    });
    gather(counted)
}

/// Whether the mean of the daily means is at least this many units. Nothing is rounded: each day's sum is brought to the
/// days' common count.
fn reaches(days: &BTreeMap<Day, Gathered>, units: i64) -> bool {
    let common = days.values().try_fold(1_i128, |common, day| {
        let count = i128::from(day.count);
        common.checked_mul(count / greatest_common(common, count))
    });
    let reached = common.and_then(|common| {
        let mut sum = 0_i128;
        for day in days.values() {
            sum = sum.checked_add(i128::from(day.sum).checked_mul(common / i128::from(day.count))?)?;
        }
        let wanted = i128::from(units).checked_mul(i128::try_from(days.len()).ok()?)?.checked_mul(common)?;
        Some(sum >= wanted)
    });
    !days.is_empty() && reached.unwrap_or(false)
}

fn greatest_common(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { greatest_common(other, one % other) }
}

/// Means of two days as fractions with one denominator.
impl Gathered {
    /// By how much this mean lies above the other.
    fn over(&self, other: &Self) -> i128 {
        i128::from(self.sum) * i128::from(other.count) - i128::from(other.sum) * i128::from(self.count)
    }

    /// This mean.
    fn whole(&self, other: &Self) -> i128 {
        i128::from(self.sum) * i128::from(other.count)
    }
}

/// The first of the latest two days in a row from both of which both of the last two days differ so far.
fn changed(days: &BTreeMap<Day, Gathered>, far: impl Fn(&Gathered, &Gathered) -> bool) -> Option<Day> {
    let newest_first: Vec<_> = days.iter().rev().collect();
    let (last, before) = newest_first.split_at_checked(2)?;
    let both = |before: &Gathered| last.iter().all(|(_, last)| far(before, last));
    let pair = before.windows(2).find(|pair| pair.iter().all(|(_, day)| both(day)))?;
    pair.last().map(|(at, _)| **at)
}

fn first_day(days: u64, day: Day) -> Day {
    day.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(day)
}

#[cfg(test)]
mod tests;
