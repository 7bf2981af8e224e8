//! Doses that are logged by hand, as needed or in addition, and what a person should know of one.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Alarm, Minute, PerDose};
use crate::rhythm::Rhythm;
use crate::time::Instant;

/// A dose a day is one within so long, wherever midnight falls.
pub const A_DAY: TimeDelta = TimeDelta::hours(24);

/// What a person should know of a dose that they logged. It is logged all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schemars(rename = "IntakeWarning")]
pub enum LogWarning {
    /// More than the usage allows within 24 hours.
    MaxPerDayExceeded {
        /// At most so many times a day.
        max_per_day: u16,
        /// So many doses within 24 hours, this one included; an amount of two doses counts twice.
        taken: u32,
    },
    /// A dose of this alarm, or of one of these medicines, is logged for the same minute already: it may be this one.
    AlreadyLogged {
        /// When that one was taken.
        taken_at: Instant,
    },
    /// The alarm counts a stock, and neither the entry nor the alarm says how much one takes: nothing went out of it.
    NotCounted,
    /// The alarm has a dose that day that is not answered, or was put off: if it was this one, that is to be answered instead.
    PlannedDoseOpen {
        /// When that dose is due.
        due_at: Instant,
    },
}

/// A dose that was taken: when, and how much where that is known.
#[derive(Debug, Clone, Copy)]
pub struct TakenDose {
    /// When.
    pub at: Instant,
    /// How much.
    pub amount: Option<PerDose>,
}

impl TakenDose {
    /// How much of a dose it was, in the units of [`PerDose`]; a whole one where that cannot be said.
    fn share(self, per_dose: Option<PerDose>) -> i64 {
        let whole = i64::from(PerDose::WHOLE);
        let share = self.amount.zip(per_dose).map(|(amount, dose)| (amount.units() * whole).checked_div(dose.units()));
        share.flatten().unwrap_or(whole)
    }
}

/// That one of these was taken in the minute of the dose.
pub fn already_logged(taken_at: Instant, mut others: impl Iterator<Item = Instant>) -> Option<LogWarning> {
    let same = others.find(|other| Minute::of(*other) == Minute::of(taken_at));
    same.map(|taken_at| LogWarning::AlreadyLogged { taken_at })
}

impl Alarm {
    /// What is to be said of one more dose of its medicine, where `others` were logged from a day before it to a day after, of
    /// which one takes `per_dose`, and these minutes were answered, from the day before it to the day after, of which these were
    /// only put off. A dose belongs to its day: what is taken after midnight may be the evening's.
    pub fn warnings(
        &self,
        taken: TakenDose,
        others: &[TakenDose],
        per_dose: Option<PerDose>,
        answered: &[Minute],
        put_off: &[Minute],
    ) -> Vec<LogWarning> {
        let mut warnings = Vec::new();
        if let Rhythm::AsNeeded { max_per_day: Some(max_per_day) } = self.setting.recurrence.rhythm.rhythm {
            let count = most_in_a_day(taken, others, per_dose);
            if count > u32::from(max_per_day) {
                warnings.push(LogWarning::MaxPerDayExceeded { max_per_day, taken: count });
            }
        }
        let day = Minute::of(taken.at).dose_day();
        let doses = self.doses(day, day, answered).into_iter().map(|dose| dose.minute);
        let open = doses.filter(|minute| !answered.contains(minute) || put_off.contains(minute));
        let near = |minute: &Minute| (minute.begins() - taken.at).abs();
        warnings.extend(open.min_by_key(near).map(|minute| LogWarning::PlannedDoseOpen { due_at: minute.begins() }));
        warnings
    }
}

/// The most doses in any 24 hours to which this one belongs: it may be logged after later ones. A part counts as one more.
fn most_in_a_day(taken: TakenDose, others: &[TakenDose], per_dose: Option<PerDose>) -> u32 {
    let ends = others.iter().map(|other| other.at).filter(|end| (taken.at..taken.at + A_DAY).contains(end));
    let within = |end: Instant| {
        let counted = others.iter().filter(|other| other.at <= end && other.at > end - A_DAY);
        counted.chain([&taken]).map(|dose| dose.share(per_dose)).sum::<i64>()
    };
    let most = ends.chain([taken.at]).map(within).max().unwrap_or_default();
    let whole = i64::from(PerDose::WHOLE);
    u32::try_from((most + whole - 1) / whole).unwrap_or(u32::MAX)
}
