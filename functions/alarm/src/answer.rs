//! What a person says of a dose, held to what can be, and what it does to the stock.

use chrono::{SubsecRound, TimeDelta};
use notebook::alarm::{Amount, Intake, Minute, PerDose};
use notebook::time::{Instant, jst_day};
use records::items::{AlarmItem, IntakeItem};
use records::prelude::*;

/// A clock may be ahead by so much.
pub(crate) const AHEAD: TimeDelta = TimeDelta::minutes(10);

/// A dose is taken so long before it is due at the earliest.
const EARLY: TimeDelta = TimeDelta::hours(24);

/// A reminder can be asked for so long ahead.
const MOST_SNOOZE: TimeDelta = TimeDelta::minutes(120);
const LEAST_SNOOZE: TimeDelta = TimeDelta::minutes(1);

/// What became of the dose.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "IntakeAnswer")]
pub struct Input {
    status: Said,
    /// For `taken`: when it really was; now where it is not named. For `snoozed`: when to be reminded again, 1 to 120
    /// minutes ahead. For `skipped` it says nothing. Not beside `due`.
    #[serde(default)]
    at: Option<Instant>,
}

/// What can be said of a dose.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IntakeAnswerStatus")]
enum Said {
    /// 服用した
    Taken,
    /// 服用しない
    Skipped,
    /// あとで
    Snoozed,
    /// 答えを取り消す: the dose is as if nobody had answered.
    Due,
}

impl Input {
    /// Whether it takes an answer back.
    pub(crate) fn withdraws(&self) -> Result<bool, Problem> {
        match (self.status, self.at) {
            (Said::Due, Some(_)) => Err(Problem::field(Code::InvalidValue, "/at", Wrong::BesideDue)),
            (status, _) => Ok(matches!(status, Said::Due)),
        }
    }

    /// What is kept of it. Taken without a time, again, keeps the time that was kept.
    pub(crate) fn intake(&self, minute: Minute, before: Option<Intake>, now: Instant) -> Result<Intake, Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/at", wrong));
        match (self.status, self.at) {
            (Said::Skipped, _) => Ok(Intake::Skipped),
            (Said::Taken, None) => Ok(match before {
                Some(taken @ Intake::Taken(_)) => taken,
                _ => Intake::Taken(now),
            }),
            (Said::Taken, Some(at)) if at > now + AHEAD => wrong(Wrong::MinutesAhead { most: 10 }),
            (Said::Taken, Some(at)) if at < minute.begins() - EARLY => wrong(Wrong::LongBeforeDose { hours: 24 }),
            (Said::Taken, Some(at)) => Ok(Intake::Taken(at.trunc_subsecs(3))),
            (Said::Snoozed, Some(at)) => {
                let at = at.trunc_subsecs(0);
                let again = before == Some(Intake::Snoozed(at));
                let ahead = at - now;
                if !again && !(LEAST_SNOOZE..=MOST_SNOOZE).contains(&ahead) {
                    wrong(Wrong::PutOff { least: 1, most: 120 })
                } else if at <= minute.begins() {
                    wrong(Wrong::AfterDose)
                } else {
                    Ok(Intake::Snoozed(at))
                }
            }
            (Said::Snoozed, None) => wrong(Wrong::Missing),
            (Said::Due, _) => Ok(Intake::Withdrawn(None)),
        }
    }
}

/// What an answer did to the stock.
pub(crate) struct Restocked {
    /// Whether anything changed.
    pub(crate) stock: bool,
    /// What was taken out for the dose.
    pub(crate) used: Option<Amount>,
    /// Whether the person is to be told today that it runs low.
    pub(crate) low: bool,
}

/// Gives back what the answer before took out of the alarm's stock, and takes out what this one says, of the amount that was
/// named for the dose.
pub(crate) fn restock(
    alarm: &mut AlarmItem,
    before: Option<&IntakeItem>,
    intake: Intake,
    named: Option<PerDose>,
    now: Instant,
) -> Restocked {
    let counted = alarm.stock.clone();
    let mut restocked = Restocked { stock: false, used: None, low: false };
    let Some(stock) = &mut alarm.stock else { return restocked };
    if let Some((used, before)) = before.and_then(|before| Some((before.used?, before))) {
        // Only what was taken went out.
        let taken_at = if let Intake::Taken(at) = before.intake { at } else { before.answered_at };
        stock.give_back(used, taken_at, before.answered_at);
    }
    if let Intake::Taken(at) = intake {
        restocked.used = stock.take(named, at, now);
        let today = jst_day(now);
        let low = alarm.alarm.is_live() && stock.is_low(&alarm.alarm.setting.recurrence, today);
        if restocked.used.is_some() && low && stock.told_on != Some(today) {
            stock.told_on = Some(today);
            restocked.low = true;
        }
    }
    restocked.stock = alarm.stock != counted;
    restocked
}
