//! What became of a dose. Missed is derived when it is read: no job can lose it.

use chrono::{SubsecRound, TimeDelta, Timelike};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Minute;
use crate::time::Instant;

/// So long after it was due, or after the reminder that the person asked for, an unanswered dose is missed.
pub const MISSED_AFTER: TimeDelta = TimeDelta::minutes(30);

/// A dose whose answer is taken back within its half hour is reminded of again so long afterwards: whoever took it back has the
/// phone in their hand. No shorter, or the sweep of its minute might be over before it is written.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);

/// When to remind once more of a dose whose answer is taken back now: none while it is still ahead, because it rings at its time,
/// and none once its half hour is over.
pub fn again(due: Minute, now: Instant) -> Option<Instant> {
    let is_open = (due.begins()..due.begins() + MISSED_AFTER).contains(&now);
    // Up to the next whole second: reminders are named in seconds.
    let whole = now.trunc_subsecs(0) + TimeDelta::seconds(i64::from(now.nanosecond() > 0));
    is_open.then(|| whole + AGAIN_AFTER)
}

/// What a person said of a dose, or what was found half an hour after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", content = "at", rename_all = "snake_case")]
pub enum Intake {
    /// Taken, when.
    Taken(Instant),
    /// Left out on purpose.
    Skipped,
    /// To be reminded of again, when.
    Snoozed(Instant),
    /// Not answered; somebody was told.
    Missed,
    /// The answer was taken back; when to be reminded again, where that is not at the dose's own time.
    Withdrawn(Option<Instant>),
}

impl Intake {
    /// Whether a person said it, in whatever way: then no other time of the same dose is due.
    pub fn is_answer(self) -> bool {
        !matches!(self, Self::Missed | Self::Withdrawn(_))
    }

    /// When to be reminded again.
    pub fn reminder(self) -> Option<Instant> {
        match self {
            Self::Snoozed(at) => Some(at),
            Self::Withdrawn(at) => at,
            Self::Taken(_) | Self::Skipped | Self::Missed => None,
        }
    }
}

/// What a dose is at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DoseStatus")]
pub enum Status {
    /// Ahead, or not answered yet.
    Due,
    /// 服用済み
    Taken,
    /// 服用しない
    Skipped,
    /// あとで
    Snoozed,
    /// 飲み忘れ: not answered half an hour after it was due, or after the reminder that was asked for.
    Missed,
}

impl Status {
    /// Whether time alone changes nothing any more.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Taken | Self::Skipped | Self::Missed)
    }
}

/// What the dose of a minute is now.
pub fn status(due: Minute, intake: Option<Intake>, now: Instant) -> Status {
    let open = |status, since: Instant| if now < since + MISSED_AFTER { status } else { Status::Missed };
    match intake {
        None => open(Status::Due, due.begins()),
        Some(Intake::Withdrawn(again)) => open(Status::Due, again.unwrap_or_else(|| due.begins())),
        Some(Intake::Snoozed(until)) => open(Status::Snoozed, until),
        Some(Intake::Taken(_)) => Status::Taken,
        Some(Intake::Skipped) => Status::Skipped,
        Some(Intake::Missed) => Status::Missed,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn an_unanswered_dose_is_missed_thirty_minutes_on_and_a_snoozed_one_after_its_own() {
        let due = Minute::at("2026-11-23".parse().unwrap(), "08:00".parse().unwrap());
        let at = |seconds| due.begins() + TimeDelta::seconds(seconds);
        for (intake, seconds, wanted) in [
            (None, -86_400, Status::Due),
            (None, 0, Status::Due),
            (None, 1799, Status::Due),
            (None, 1800, Status::Missed),
            (Some(Intake::Snoozed(at(3600))), 1800, Status::Snoozed),
            (Some(Intake::Snoozed(at(3600))), 5399, Status::Snoozed),
            (Some(Intake::Snoozed(at(3600))), 5400, Status::Missed),
            (Some(Intake::Taken(at(90_000))), 1_000_000, Status::Taken),
            (Some(Intake::Skipped), 0, Status::Skipped),
            (Some(Intake::Missed), 0, Status::Missed),
            (Some(Intake::Withdrawn(None)), -86_400, Status::Due),
            (Some(Intake::Withdrawn(None)), 1799, Status::Due),
            (Some(Intake::Withdrawn(None)), 1800, Status::Missed),
            (Some(Intake::Withdrawn(Some(at(600)))), 2399, Status::Due),
            (Some(Intake::Withdrawn(Some(at(600)))), 2400, Status::Missed),
        ] {
            assert_eq!(status(due, intake, at(seconds)), wanted, "{intake:?} {seconds}");
        }
    }

    #[test]
    fn an_answer_taken_back_brings_a_reminder_a_minute_later_within_the_half_hour_only() {
        let due = Minute::at("2026-11-23".parse().unwrap(), "08:00".parse().unwrap());
        let at = |millis| due.begins() + TimeDelta::milliseconds(millis);
        for (now, wanted) in [
            (-1, None),
            (0, Some(60_000)),
            (1, Some(61_000)),
            (61_000, Some(121_000)),
            (1_799_999, Some(1_860_000)),
            (1_800_000, None),
        ] {
            assert_eq!(again(due, at(now)), wanted.map(at), "{now}");
        }
    }
}
