//! An alarm with what it was before each change. Doses of the past are derived from what was true then, so nothing has to
//! be written when an alarm rings, and a change or an end never rewrites what was prescribed. What was answered is a fact of
//! its own: whoever asks for doses says which minutes were, and no change makes an answered dose due again ([`super::day`]).

use serde::{Deserialize, Serialize};

use super::day::{self, Dose, Era};
use super::{Minute, Recurrence};
use crate::id::MedicationId;
use crate::text::Text;
use crate::time::{Day, Instant, jst_midnight};

/// Most changes that are kept; beyond them the oldest is forgotten. An alarm with all of them has some 40 kB.
const MOST_REVISIONS: usize = 60;

/// What a person sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What the person calls it.
    pub label: Text<60>,
    /// The medicines of the notebook that it is for.
    #[serde(default)]
    pub medication_ids: Vec<MedicationId>,
    /// When it rings.
    pub recurrence: Recurrence,
}

/// What an alarm was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// What was set.
    pub setting: Setting,
    /// Since when.
    pub since: Instant,
    /// Until when: the change.
    pub ended: Instant,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// What is set, or was when it ended.
    pub setting: Setting,
    /// Since when.
    pub since: Instant,
    /// When it was ended.
    #[serde(default)]
    pub ended: Option<Instant>,
    /// What it was before, oldest first.
    #[serde(default)]
    pub past: Vec<Revision>,
}

impl Alarm {
    /// A new one.
    pub fn new(setting: Setting, now: Instant) -> Self {
        Self { setting, since: now, ended: None, past: Vec::new() }
    }

    /// Sets something else from now on. `answered` are the minutes around now that were answered.
    pub fn change(&mut self, setting: Setting, now: Instant, answered: &[Minute]) {
        if setting == self.setting {
            return;
        }
        let before = std::mem::replace(&mut self.setting, setting);
        let since = std::mem::replace(&mut self.since, now);
        let revision = Revision { setting: before, since, ended: now };
        // What was never true when it could have rung, and was not answered early, is not worth remembering.
        if revision.had_a_dose() || answered.iter().any(|minute| revision.setting.recurrence.rings_at(*minute)) {
            self.past.push(revision);
        }
        if self.past.len() > MOST_REVISIONS {
            self.past.remove(0);
        }
    }

    /// Ends it from now on. What was due before stays due.
    pub fn end(&mut self, now: Instant) {
        self.ended.get_or_insert(now);
    }

    /// Whether a dose of it was due before this instant. One that was answered before it could be due, or logged by hand, is a
    /// fact beside it.
    pub fn had_a_dose(&self, by: Instant) -> bool {
        // Of what was set before, only that is remembered which had a dose, or of which one was answered.
        !self.past.is_empty() || self.era().had_a_dose(by)
    }

    /// Since when nothing of it could be due: since its end, or since the end of its last day where that came before; none
    /// while it is live. No dose of it is of a later day.
    pub fn over(&self) -> Option<Instant> {
        let ended = self.ended?;
        let after_last = self.setting.recurrence.until.and_then(|last| last.succ_opt()).map(jst_midnight);
        Some(after_last.map_or(ended, |after| after.max(self.since).min(ended)))
    }

    /// Whether it was not ended. It may have rung for the last time all the same ([`Self::rings_from`]).
    pub fn is_live(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether it rings on this day or a later one: nobody ended it, its last day is not before, a pause does not outlast it,
    /// and it is for nothing that is taken as needed.
    pub fn rings_from(&self, day: Day) -> bool {
        self.over().is_none() && self.setting.recurrence.rings_from(day)
    }

    /// The doses of these days of the calendar, ascending. `answered` are the minutes of this alarm that were answered, from
    /// the day before the first to the day after the last; each of them is a dose, whatever was changed since.
    pub fn doses(&self, from: Day, to: Day, answered: &[Minute]) -> Vec<Dose<'_>> {
        // A day of doses ends after midnight.
        let first = from.pred_opt().unwrap_or(from);
        let days = first.iter_days().take_while(|day| *day <= to);
        let mut doses: Vec<_> = days.flat_map(|day| self.of_day(day, answered)).collect();
        doses.retain(|dose| (from..=to).contains(&dose.minute.day()));
        doses
    }

    /// The dose of this minute, if it is one: it was answered, or it is or was due and its day's dose was not answered under
    /// another of its times. `answered` as for [`Self::doses`].
    pub fn dose(&self, minute: Minute, answered: &[Minute]) -> Option<Dose<'_>> {
        self.of_day(minute.dose_day(), answered).into_iter().find(|dose| dose.minute == minute)
    }

    /// The minutes from this one on at which it is set to ring, up to the end of the last day whose doses can be answered
    /// now: today's.
    pub fn to_ring(&self, now: Minute) -> Vec<Minute> {
        let (_, last) = Minute::of_dose_day(now.day());
        if self.is_live() { self.setting.recurrence.between(now, last) } else { Vec::new() }
    }

    /// Whether its dose of this minute is open: due, and not answered under this or another of its times.
    pub fn is_open(&self, minute: Minute, answered: &[Minute]) -> bool {
        !answered.contains(&minute) && self.dose(minute, answered).is_some()
    }

    fn of_day(&self, day: Day, answered: &[Minute]) -> Vec<Dose<'_>> {
        let eras: Vec<Era<'_>> = self.eras().filter(|era| era.is_of(day)).collect();
        day::doses(&eras, day, answered)
    }

    fn eras(&self) -> impl Iterator<Item = Era<'_>> {
        let past = self.past.iter();
        past.map(|revision| Era { setting: &revision.setting, since: revision.since, ended: Some(revision.ended) })
            .chain(std::iter::once(self.era()))
    }

    fn era(&self) -> Era<'_> {
        Era { setting: &self.setting, since: self.since, ended: self.ended }
    }
}

impl Revision {
    fn had_a_dose(&self) -> bool {
        let era = Era { setting: &self.setting, since: self.since, ended: Some(self.ended) };
        era.had_a_dose(self.ended)
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
