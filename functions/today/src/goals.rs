//! What the person wants to do, in one line each.

use notebook::daily::goal::{Kind, Progress};
use notebook::daily::{DailyRecord, Goals};
use notebook::time::Day;
use records::prelude::*;

/// A goal as the first screen shows it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TodaysGoal {
    /// Which goal.
    kind: Kind,
    /// How much is done: steps of today so far, or days of this week. More than `of` where the person did more.
    done: i64,
    /// How much is meant to be.
    of: i64,
    /// What both count.
    unit: Unit,
    /// Whether today counts already.
    done_today: bool,
}

/// What a goal counts.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GoalUnit")]
pub(crate) enum Unit {
    /// Steps of today.
    Steps,
    /// Days of this week, which began on Monday.
    Days,
}

impl TodaysGoal {
    /// Every goal.
    pub(crate) fn all(goals: Goals, records: &[DailyRecord], today: Day) -> Vec<Self> {
        let line = |progress: Progress| {
            let week = progress.this_week;
            let (done, of, unit) = match (progress.kind, goals.steps_per_day) {
                (Kind::Steps, Some(goal)) => {
                    (progress.latest.map_or(0, |steps| steps.units), goal.units(), Unit::Steps)
                }
                _ => (week.done.into(), week.of.into(), Unit::Days),
            };
            Self { kind: progress.kind, done, of, unit, done_today: progress.done_today }
        };
        goals.progress(records, today).into_iter().map(line).collect()
    }
}
