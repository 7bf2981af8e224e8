//! An alarm with what it was before each change. Doses of the past are derived from what was true then, so nothing has to
//! be written when an alarm rings, and a change or an end never rewrites what was prescribed.

use serde::{Deserialize, Serialize};

use super::{Minute, Recurrence};
use crate::id::MedicationId;
use crate::text::Text;
use crate::time::{Day, Instant, jst_day};

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

/// What was true for a while.
struct Era<'a> {
    setting: &'a Setting,
    since: Instant,
    ended: Option<Instant>,
}

impl Era<'_> {
    fn holds_at(&self, minute: Minute) -> bool {
        let begins = minute.begins();
        self.since <= begins && self.ended.is_none_or(|ended| begins < ended)
    }
}

impl Alarm {
    /// A new one.
    pub fn new(setting: Setting, now: Instant) -> Self {
        Self { setting, since: now, ended: None, past: Vec::new() }
    }

    /// Sets something else from now on.
    pub fn change(&mut self, setting: Setting, now: Instant) {
        if setting == self.setting {
            return;
        }
        let before = std::mem::replace(&mut self.setting, setting);
        let since = std::mem::replace(&mut self.since, now);
        let revision = Revision { setting: before, since, ended: now };
        // What was never true when it could have rung is not worth remembering.
        if revision.had_a_dose() {
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

    /// Whether it may still ring.
    pub fn is_live(&self) -> bool {
        self.ended.is_none()
    }

    /// The doses of these days, ascending, each with what was set when it was due.
    pub fn doses(&self, from: Day, to: Day) -> Vec<(Minute, &Setting)> {
        let mut doses = Vec::new();
        for era in self.eras() {
            let first = from.max(jst_day(era.since));
            let last = era.ended.map_or(to, |ended| to.min(jst_day(ended)));
            let minutes = era.setting.recurrence.minutes(first, last).filter(|minute| era.holds_at(*minute));
            doses.extend(minutes.map(|minute| (minute, era.setting)));
        }
        doses.sort_by_key(|(minute, _)| *minute);
        doses
    }

    /// What was set at this minute, if it is one of its doses.
    pub fn dose(&self, minute: Minute) -> Option<&Setting> {
        let rings = |era: &Era<'_>| era.holds_at(minute) && era.setting.recurrence.rings_at(minute);
        self.eras().find(rings).map(|era| era.setting)
    }

    fn eras(&self) -> impl Iterator<Item = Era<'_>> {
        let past = self.past.iter();
        past.map(|revision| Era { setting: &revision.setting, since: revision.since, ended: Some(revision.ended) })
            .chain(std::iter::once(Era { setting: &self.setting, since: self.since, ended: self.ended }))
    }
}

impl Revision {
    fn had_a_dose(&self) -> bool {
        let era = Era { setting: &self.setting, since: self.since, ended: Some(self.ended) };
        let (first, last) = (jst_day(self.since), jst_day(self.ended));
        self.setting.recurrence.minutes(first, last).any(|minute| era.holds_at(minute))
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
