//! Doses that are logged by hand, as needed or in addition, and what a person should know of one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Alarm, Minute};
use crate::rhythm::Rhythm;
use crate::time::{Instant, jst_day};

/// What a person should know of a dose that they logged. It is logged all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schemars(rename = "IntakeWarning")]
pub enum LogWarning {
    /// More than the usage allows on one day in Japan.
    MaxPerDayExceeded {
        /// At most so many times a day.
        max_per_day: u16,
        /// So many times that day, this one included.
        taken: u32,
    },
    /// The alarm has a dose that day that is not answered: if it was this one, that is to be answered instead.
    PlannedDoseOpen {
        /// When that dose is due.
        due_at: Instant,
    },
}

impl Alarm {
    /// What is to be said of one more dose of its medicine, where so many were logged on its day already and these minutes
    /// were answered, from the day before it to the day after.
    pub fn warnings(&self, taken_at: Instant, logged: usize, answered: &[Minute]) -> Vec<LogWarning> {
        let mut warnings = Vec::new();
        if let Rhythm::AsNeeded { max_per_day: Some(max_per_day) } = self.setting.recurrence.rhythm.rhythm {
            let taken = u32::try_from(logged).unwrap_or(u32::MAX).saturating_add(1);
            if taken > u32::from(max_per_day) {
                warnings.push(LogWarning::MaxPerDayExceeded { max_per_day, taken });
            }
        }
        let day = jst_day(taken_at);
        let doses = self.doses(day, day, answered).into_iter().map(|dose| dose.minute);
        let open = doses.filter(|minute| !answered.contains(minute));
        let near = |minute: &Minute| (minute.begins() - taken_at).abs();
        warnings.extend(open.min_by_key(near).map(|minute| LogWarning::PlannedDoseOpen { due_at: minute.begins() }));
        warnings
    }
}
