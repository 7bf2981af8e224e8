//! What a person wants to do for themselves (目標), and how a week has gone so far. Days are counted and nothing is judged: a day counts once
//! however much was recorded on it, and a day without a record takes nothing away.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::{Amount, Measure};
use super::occasion::Occasion;
use super::record::DailyRecord;
use super::values::Weight;
use crate::decimal::Decimal;
use crate::time::{Day, jst_day};

/// Steps a day: from a few minutes of walking up to more than 30 km.
pub type StepsGoal = Decimal<0, 500, 50_000>;

/// On how many days of a week.
pub type DaysPerWeek = Decimal<0, 1, 7>;

/// Days of a week.
const WEEK: u8 = 7;

/// What a person wants to do, as far as they have said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goals {
    /// 歩数: steps a day.
    #[serde(default)]
    pub steps_per_day: Option<StepsGoal>,
    /// 体重: weighing oneself.
    #[serde(default)]
    pub weighing: Option<Weighing>,
    /// 血圧: measuring one's blood pressure.
    #[serde(default)]
    pub blood_pressure: Option<Measuring>,
}

/// Weighing oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WeighingGoal")]
pub struct Weighing {
    /// On so many days a week.
    pub days_per_week: DaysPerWeek,
    /// The weight that the person wishes for, kg; none where only the days count.
    #[serde(default)]
    pub target_kg: Option<Weight>,
}

/// Measuring one's blood pressure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "BloodPressureGoal")]
pub struct Measuring {
    /// On so many days a week.
    pub days_per_week: DaysPerWeek,
    /// When in the day.
    pub times: Times,
}

/// When in the day blood pressure is to be measured: the hours are those of [`Occasion`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BloodPressureTimes")]
pub enum Times {
    /// 朝: a day counts with a morning's value.
    Morning,
    /// 晩: a day counts with an evening's value.
    Evening,
    /// 朝と晩: a day counts with both.
    Both,
}

/// Which goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GoalKind")]
pub enum Kind {
    /// 歩数
    Steps,
    /// 体重
    Weighing,
    /// 血圧
    BloodPressure,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "GoalProgress")]
pub struct Progress {
    /// Which goal.
    pub kind: Kind,
    /// Whether today counts already.
    pub done_today: bool,
    /// Of steps, the day's number so far; of weighing, the latest weight of these two weeks in kg. None of blood pressure.
    pub latest: Option<Amount>,
    /// The days of this week up to now.
    pub this_week: Week,
    /// Those of the week before, by the goal as it is now.
    pub last_week: Week,
}

/// The days of a week, Monday to Sunday in Japan, that count towards a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "GoalWeek")]
pub struct Week {
    /// Its Monday.
    pub from: Day,
    /// Days that count. More than `of` where the person did more.
    pub done: u8,
    /// Days that were meant to; 7 of steps.
    pub of: u8,
}

/// The first day of which records are needed to say how goals stand.
pub fn looks_back_to(today: Day) -> Day {
    monday(today) - Days::new(7)
}

fn monday(day: Day) -> Day {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

impl Goals {
    /// The measures by which goals stand.
    pub const MEASURES: [Measure; 3] = [Measure::Steps, Measure::WeightKg, Measure::SystolicMmhg];

    /// How each goal stands, by the records since [`looks_back_to`]. Older ones, and those of tomorrow, count for nothing.
    pub fn progress(&self, records: &[DailyRecord], today: Day) -> Vec<Progress> {
        let progress = |kind, days: &BTreeSet<Day>, of: u8, latest| {
            let week = |from: Day| {
                let to = from + Days::new(6);
                let done = days.range(from..=to.min(today)).count();
                Week { from, done: u8::try_from(done).unwrap_or(WEEK), of }
            };
            let (this_week, last_week) = (week(monday(today)), week(looks_back_to(today)));
            Progress { kind, done_today: days.contains(&today), latest, this_week, last_week }
        };
        let steps = self.steps_per_day.map(|goal| {
            let totals = Measure::Steps.values(records).into_iter().map(|(at, units)| (jst_day(at), units));
            let totals: Vec<(Day, i64)> = totals.collect();
            let so_far = totals.iter().find(|(day, _)| *day == today).map(|(_, units)| *units);
            let reached = totals.into_iter().filter(|(_, units)| *units >= goal.units()).map(|(day, _)| day);
            progress(Kind::Steps, &reached.collect(), WEEK, so_far.map(|units| Measure::Steps.amount(units)))
        });
        let weighing = self.weighing.map(|goal| {
            let weighed = records.iter().filter(|record| record.weight_kg.is_some()).map(DailyRecord::day).collect();
            let latest = Measure::WeightKg.latest(records).map(|(_, units)| Measure::WeightKg.amount(units));
            progress(Kind::Weighing, &weighed, days(goal.days_per_week), latest)
        });
        let blood_pressure = self
            .blood_pressure
            .map(|goal| progress(Kind::BloodPressure, &goal.times.days(records), days(goal.days_per_week), None));
        [steps, weighing, blood_pressure].into_iter().flatten().collect()
    }
}

impl Times {
    /// The days on which blood pressure was measured when it was meant to be.
    fn days(self, records: &[DailyRecord]) -> BTreeSet<Day> {
        let measured = |wanted: Occasion| -> BTreeSet<Day> {
            let taken = records.iter().filter(|record| record.blood_pressure.is_some());
            let occasions = taken.filter_map(|record| Occasion::at(record.taken_at.instant()));
            occasions.filter(|(occasion, _)| *occasion == wanted).map(|(_, day)| day).collect()
        };
        match self {
            Self::Morning => measured(Occasion::Morning),
            Self::Evening => measured(Occasion::Evening),
            Self::Both => &measured(Occasion::Morning) & &measured(Occasion::Evening),
        }
    }
}

fn days(of: DaysPerWeek) -> u8 {
    u8::try_from(of.units()).unwrap_or(WEEK)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use serde_json::{Value, json};

    /// 2026-11-25 is a Wednesday: the week began on the 23rd, the one before on the 16th.
    const TODAY: &str = "2026-11-25";

    fn record(at: &str, values: Value) -> DailyRecord {
        let mut record = values;
        record["taken_at"] = json!(format!("2026-11-{at}+09:00"));
        serde_json::from_value(record).unwrap()
    }

    fn progress(goals: Value, records: &[DailyRecord]) -> Progress {
        let goals: Goals = serde_json::from_value(goals).unwrap();
        goals.progress(records, TODAY.parse().unwrap())[0]
    }

    fn weeks(progress: Progress) -> [(String, u8, u8); 2] {
        [progress.this_week, progress.last_week].map(|week| (week.from.to_string(), week.done, week.of))
    }

    fn counted(this: u8, last: u8, of: u8) -> [(String, u8, u8); 2] {
        [("2026-11-23".to_owned(), this, of), ("2026-11-16".to_owned(), last, of)]
    }

    #[test]
    fn a_day_counts_once_on_japans_calendar_and_a_week_begins_on_monday() {
        let weight = |at: &str| record(at, json!({ "weight_kg": 62.4 }));
        let records = [
            weight("15T23:59:59"),
            weight("16T00:00:00"),
            weight("22T23:59:59"),
            weight("23T00:00:00"),
            weight("23T12:00:00"),
            weight("25T07:00:00"),
            record("24T07:00:00", json!({ "mood": 3 })),
        ];
        let goal = json!({ "weighing": { "days_per_week": 5 } });
        let found = progress(goal.clone(), &records);
        assert_eq!((weeks(found), found.done_today), (counted(2, 2, 5), true));
        assert!(!progress(goal.clone(), &records[..5]).done_today);
        // A phone whose clock is ahead of ours at midnight: tomorrow counts tomorrow.
        assert_eq!(weeks(progress(goal, &[weight("26T00:05:00")])), counted(0, 0, 5));
    }

    #[test]
    fn on_a_sunday_the_week_is_that_of_the_monday_before() {
        let goals: Goals = serde_json::from_value(json!({ "weighing": { "days_per_week": 7 } })).unwrap();
        let days: Vec<_> =
            (16..=22).map(|day| record(&format!("{day}T08:00:00"), json!({ "weight_kg": 60 }))).collect();
        let found = goals.progress(&days, "2026-11-22".parse().unwrap());
        assert_eq!((found[0].this_week.from.to_string(), found[0].this_week.done), ("2026-11-16".to_owned(), 7));
        assert_eq!((found[0].last_week.from.to_string(), found[0].last_week.done), ("2026-11-09".to_owned(), 0));
    }

    #[test]
    fn the_last_number_of_steps_of_a_day_is_compared_with_the_goal() {
        let steps = |at: &str, steps: i64| record(at, json!({ "steps": steps }));
        let records = [
            steps("23T12:00:00", 9000),
            steps("23T21:00:00", 7999),
            steps("24T21:00:00", 8000),
            steps("25T09:00:00", 1200),
            steps("25T12:00:00", 5200),
        ];
        let found = progress(json!({ "steps_per_day": 8000 }), &records);
        assert_eq!((weeks(found), found.done_today), (counted(1, 0, 7), false));
        assert_eq!(found.latest, Some(Measure::Steps.amount(5200)));
        assert_eq!(progress(json!({ "steps_per_day": 8000 }), &records[..3]).latest, None);
    }

    #[test]
    fn of_both_occasions_a_day_needs_both_and_a_night_belongs_to_the_day_before() {
        let pressure =
            |at: &str| record(at, json!({ "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82 } }));
        let records = [
            pressure("16T01:00:00"),
            pressure("22T07:00:00"),
            pressure("23T02:00:00"),
            pressure("23T07:00:00"),
            pressure("23T15:00:00"),
            pressure("24T07:00:00"),
            pressure("24T20:00:00"),
            pressure("24T21:00:00"),
        ];
        let goal = |times: &str| json!({ "blood_pressure": { "days_per_week": 3, "times": times } });
        assert_eq!(weeks(progress(goal("morning"), &records)), counted(2, 1, 3));
        assert_eq!(weeks(progress(goal("evening"), &records)), counted(1, 1, 3));
        assert_eq!(weeks(progress(goal("both"), &records)), counted(1, 1, 3));
    }

    #[test]
    fn what_is_no_goal_has_no_progress_and_the_order_is_always_the_same() {
        let goals: Goals = serde_json::from_value(json!({
            "blood_pressure": { "days_per_week": 7, "times": "both" }, "steps_per_day": 500,
            "weighing": { "days_per_week": 1, "target_kg": 60.05 },
        }))
        .unwrap();
        let kinds = |goals: Goals| -> Vec<Kind> {
            goals.progress(&[], TODAY.parse().unwrap()).into_iter().map(|found| found.kind).collect()
        };
        assert_eq!(kinds(goals), [Kind::Steps, Kind::Weighing, Kind::BloodPressure]);
        assert_eq!(kinds(Goals::default()), []);
        let mut values = serde_json::to_value(goals).unwrap();
        assert_eq!(values["weighing"]["target_kg"], json!(60.05));
        values["streak"] = json!(3);
        assert!(serde_json::from_value::<Goals>(values).is_err());
    }
}
