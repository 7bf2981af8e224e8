//! The doses of one day, through every change of the alarm on it.
//!
//! A dose is one of its day, not one of its minute: who moves the alarm from 08:00 to 08:30 moves the day's dose. So each
//! dose of a day has every time that it was set to, and an answer under one of them answers it under all. When the times
//! change, those that stay are the same doses; of the others, each new time is the dose of the nearest time that went. A
//! new time that none went for is a further dose. An answer is never hidden, whatever became of its time.
//!
//! A day begins at 04:00: what is taken at half past midnight is the evening's.

use super::{Minute, Setting};
use crate::time::{Day, Instant, jst_day, jst_midnight};

/// Minutes after midnight at which a day of doses begins.
const BEGINS: i64 = 4 * 60;

impl Minute {
    /// The day that a dose of this minute belongs to: it begins at 04:00 in Japan.
    pub fn dose_day(self) -> Day {
        self.plus(-BEGINS).day()
    }

    /// The first and the last minute whose doses belong to this day.
    pub fn of_dose_day(day: Day) -> (Self, Self) {
        let first = Self::of(crate::time::jst_midnight(day)).plus(BEGINS);
        (first, first.plus(24 * 60 - 1))
    }
}

/// What was true for a while.
#[derive(Clone, Copy)]
pub(super) struct Era<'a> {
    pub(super) setting: &'a Setting,
    pub(super) since: Instant,
    pub(super) ended: Option<Instant>,
}

impl Era<'_> {
    /// Whether it was true when the minute began.
    pub(super) fn holds_at(&self, minute: Minute) -> bool {
        let begins = minute.begins();
        self.since <= begins && self.ended.is_none_or(|ended| begins < ended)
    }

    /// Whether a minute at which it rings lay in it, before this instant.
    pub(super) fn had_a_dose(&self, by: Instant) -> bool {
        let mut minutes = self.setting.recurrence.minutes(jst_day(self.since), jst_day(by));
        minutes.any(|minute| self.holds_at(minute) && minute.begins() < by)
    }

    /// Whether it was true while a dose of the day could be answered or be due.
    pub(super) fn is_of(&self, day: Day) -> bool {
        let (_, last) = Minute::of_dose_day(day);
        self.since <= last.begins() && self.ended.is_none_or(|ended| jst_midnight(day) < ended)
    }
}

/// A dose as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dose<'a> {
    /// Its minute.
    pub minute: Minute,
    /// What was set for it; none where it was answered and the setting is forgotten.
    pub setting: Option<&'a Setting>,
    /// The other minutes at which the same dose is, or was, set: none of them is due once this one is answered.
    pub also: Vec<Minute>,
}

/// One dose of a day, under all the times that it had.
struct Slot<'a> {
    times: Vec<Time<'a>>,
    /// The one that is set now.
    now: Option<Minute>,
    /// The last one that was.
    last: Minute,
}

/// A time of a dose.
struct Time<'a> {
    minute: Minute,
    setting: Option<&'a Setting>,
    /// Whether it was set when its minute began: it was due.
    held: bool,
}

impl<'a> Slot<'a> {
    fn forgotten(minute: Minute) -> Self {
        let time = Time { minute, setting: None, held: false };
        Self { times: vec![time], now: None, last: minute }
    }

    fn set(&mut self, minute: Minute, era: &Era<'a>) {
        self.now = Some(minute);
        self.last = minute;
        let held = era.holds_at(minute);
        let setting = Some(era.setting);
        match self.times.iter_mut().find(|time| time.minute == minute) {
            // What was set when it was due counts, and before that what was set last.
            Some(time) if time.held => {}
            Some(time) => (time.setting, time.held) = (setting, held),
            None => self.times.push(Time { minute, setting, held }),
        }
    }

    fn has(&self, minute: Minute) -> bool {
        self.times.iter().any(|time| time.minute == minute)
    }

    fn doses(self, answered: &[Minute]) -> impl Iterator<Item = Dose<'a>> {
        let minutes: Vec<Minute> = self.times.iter().map(|time| time.minute).collect();
        let is_answered = minutes.iter().any(|minute| answered.contains(minute));
        let shown = move |time: &Time<'_>| if is_answered { answered.contains(&time.minute) } else { time.held };
        let shown: Vec<Time<'a>> = self.times.into_iter().filter(shown).collect();
        shown.into_iter().map(move |time| {
            let also = minutes.iter().copied().filter(|minute| *minute != time.minute).collect();
            Dose { minute: time.minute, setting: time.setting, also }
        })
    }
}

/// The doses of a day under these settings, which follow one another, ascending; with the minutes that were answered, of
/// this alarm, on this day.
pub(super) fn doses<'a>(eras: &[Era<'a>], day: Day, answered: &[Minute]) -> Vec<Dose<'a>> {
    let (first, last) = Minute::of_dose_day(day);
    let set: Vec<Vec<Minute>> = eras.iter().map(|era| era.setting.recurrence.between(first, last)).collect();
    let is_known = |minute: &Minute| set.iter().any(|minutes| minutes.contains(minute));
    let of_day = answered.iter().copied().filter(|minute| (first..=last).contains(minute));
    let mut slots: Vec<Slot<'a>> = of_day.filter(|minute| !is_known(minute)).map(Slot::forgotten).collect();
    for (era, minutes) in eras.iter().zip(&set) {
        follow(&mut slots, era, minutes);
    }
    let mut doses: Vec<Dose<'a>> = slots.into_iter().flat_map(|slot| slot.doses(answered)).collect();
    doses.sort_by_key(|dose| dose.minute);
    // A time that went and came back as a further dose is answered once.
    doses.dedup_by_key(|dose| dose.minute);
    doses
}

/// What a change makes of the day's doses.
fn follow<'a>(slots: &mut Vec<Slot<'a>>, era: &Era<'a>, minutes: &[Minute]) {
    for slot in slots.iter_mut() {
        slot.now = slot.now.filter(|minute| minutes.contains(minute));
    }
    let is_set = |slots: &[Slot<'_>], minute: Minute| slots.iter().any(|slot| slot.now == Some(minute));
    let mut new: Vec<Minute> = minutes.iter().copied().filter(|minute| !is_set(slots, *minute)).collect();
    while let Some((place, minute)) = nearest(slots, &new) {
        if let Some(slot) = slots.get_mut(place) {
            slot.set(minute, era);
        }
        new.retain(|other| *other != minute);
    }
    slots.extend(new.into_iter().map(|minute| Slot { times: Vec::new(), now: Some(minute), last: minute }));
    for slot in slots.iter_mut() {
        if let Some(minute) = slot.now {
            slot.set(minute, era);
        }
    }
}

/// The nearest pair of a dose whose time went, by place, and a new time; of equally near ones, that of the earlier new time
/// and the earlier dose. A new time that was one of a dose's own before is that dose again, however far.
fn nearest(slots: &[Slot<'_>], new: &[Minute]) -> Option<(usize, Minute)> {
    let gone = slots.iter().enumerate().filter(|(_, slot)| slot.now.is_none());
    let pairs = gone.flat_map(|(place, slot)| new.iter().map(move |minute| (place, slot, *minute)));
    let far = |slot: &Slot<'_>, minute: Minute| if slot.has(minute) { 0 } else { (slot.last.0 - minute.0).abs() };
    pairs
        .min_by_key(|(_, slot, minute)| (far(slot, *minute), *minute, slot.last))
        .map(|(place, _, minute)| (place, minute))
}

#[cfg(test)]
#[path = "day_tests.rs"]
mod tests;
