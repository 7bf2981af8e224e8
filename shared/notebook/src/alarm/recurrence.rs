//! When an alarm rings: times of day with their amounts, on the days of a rhythm, from a first to a last day, with a pause.

use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Minute, Times};
use crate::rhythm::{Rhythm, Weekdays};
use crate::time::Day;

/// A rhythm with the day from which its days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchored {
    /// On which days.
    #[serde(flatten)]
    pub rhythm: Rhythm,
    /// For rhythms that go round, one of their days; the first day where it is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor_day: Option<Day>,
}

impl From<Rhythm> for Anchored {
    fn from(rhythm: Rhythm) -> Self {
        Self { rhythm, anchor_day: None }
    }
}

/// When an alarm rings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recurrence {
    /// At which times of each day, and how much is taken then.
    pub times: Times,
    /// On which days.
    pub rhythm: Anchored,
    /// First day.
    pub from: Day,
    /// Last day; none where there is no end.
    pub until: Option<Day>,
    /// The last day of a pause that is set; it rings again on the day after.
    pub paused_until: Option<Day>,
}

/// As it is, or was, stored: earlier with days of the week and nothing else.
#[derive(Deserialize)]
struct Stored {
    times: Times,
    #[serde(default)]
    weekdays: Option<Weekdays>,
    #[serde(default)]
    rhythm: Option<Anchored>,
    from: Day,
    #[serde(default)]
    until: Option<Day>,
    #[serde(default)]
    paused_until: Option<Day>,
}

impl<'de> Deserialize<'de> for Recurrence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { times, weekdays, rhythm, from, until, paused_until } = Stored::deserialize(deserializer)?;
        let rhythm = rhythm.or(weekdays.map(|days| Self::on(days).into()));
        let rhythm = rhythm.ok_or_else(|| serde::de::Error::missing_field("rhythm"))?;
        Ok(Self { times, rhythm, from, until, paused_until })
    }
}

/// Why a recurrence is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It rings, but at no time of day.
    NoTime,
    /// It does not ring, because it is taken as needed, but names times of day.
    NoRing,
    /// Which days they are is not said: so many a week, or unknown.
    NoDays,
    /// The first day is not between 2000 and 2199.
    From,
    /// The last day is before the first, or not between 2000 and 2199.
    Until,
    /// The day from which days are counted is not between 2000 and 2199.
    Anchor,
    /// The last day of the pause is not between 2000 and 2199.
    Pause,
    /// None of its days lies between the first and the last day.
    Never,
}

impl Recurrence {
    /// The rhythm of days of the week: all seven are every day.
    pub fn on(days: Weekdays) -> Rhythm {
        if days == Weekdays::ALL { Rhythm::Daily } else { Rhythm::Weekdays { days } }
    }

    /// Whether it can be kept.
    pub fn check(&self) -> Result<(), Refusal> {
        let counted = |day: Day| (2000..2200).contains(&day.year());
        let refuse_if = |is_so, refusal| if is_so { Err(refusal) } else { Ok(()) };
        let (rings, names_times) = (self.rhythm.rhythm.can_ring(), !self.times.is_empty());
        let as_needed = matches!(self.rhythm.rhythm, Rhythm::AsNeeded { .. });
        refuse_if(!rings && !as_needed, Refusal::NoDays)?;
        refuse_if(rings && !names_times, Refusal::NoTime)?;
        refuse_if(as_needed && names_times, Refusal::NoRing)?;
        refuse_if(!counted(self.from), Refusal::From)?;
        refuse_if(self.until.is_some_and(|until| !counted(until) || until < self.from), Refusal::Until)?;
        refuse_if(self.rhythm.anchor_day.is_some_and(|day| !counted(day)), Refusal::Anchor)?;
        refuse_if(self.paused_until.is_some_and(|day| !counted(day)), Refusal::Pause)?;
        refuse_if(rings && self.next_day(self.from).is_none(), Refusal::Never)
    }

    /// The day from which its days are counted.
    pub fn anchor(&self) -> Day {
        self.rhythm.anchor_day.unwrap_or(self.from)
    }

    /// Whether it rings on the same days as the other; the times are another matter.
    pub fn has_days_of(&self, other: &Self) -> bool {
        let days = |of: &Self| (of.rhythm.rhythm, of.anchor(), of.first(), of.until);
        days(self) == days(other)
    }

    /// The first day on which it may ring: after the pause, where one is set.
    pub fn first(&self) -> Day {
        let resumes = self.paused_until.and_then(|last| last.succ_opt());
        resumes.map_or(self.from, |resumes| resumes.max(self.from))
    }

    /// Whether it rings on this day.
    pub fn rings_on(&self, day: Day) -> bool {
        let in_period = self.first() <= day && self.until.is_none_or(|until| day <= until);
        in_period && self.rhythm.rhythm.falls_on(self.anchor(), day)
    }

    /// Whether it rings on this day or a later one.
    pub fn rings_from(&self, day: Day) -> bool {
        self.next_day(day).is_some()
    }

    /// Whether it rings at this minute.
    pub fn rings_at(&self, minute: Minute) -> bool {
        self.times.has(minute.time()) && self.rings_on(minute.day())
    }

    /// The minutes at which it rings on these days, ascending.
    pub fn minutes(&self, from: Day, to: Day) -> impl Iterator<Item = Minute> + '_ {
        let days = from.max(self.first()).iter_days().take_while(move |day| *day <= to);
        let days = days.filter(|day| self.rings_on(*day));
        days.flat_map(|day| self.times.iter().map(move |time| Minute::at(day, time)))
    }

    /// The minutes at which it rings between these two, both included, ascending.
    pub fn between(&self, first: Minute, last: Minute) -> Vec<Minute> {
        self.minutes(first.day(), last.day()).filter(|minute| (first..=last).contains(minute)).collect()
    }

    /// The first minute after this one at which it rings.
    pub fn next_after(&self, minute: Minute) -> Option<Minute> {
        let on = |day: Day| self.minutes(day, day).find(|next| *next > minute);
        let today = self.next_day(minute.day())?;
        on(today).or_else(|| on(self.next_day(today.succ_opt()?)?))
    }

    /// The first day, from this one on, on which it rings.
    fn next_day(&self, from: Day) -> Option<Day> {
        let day = self.rhythm.rhythm.next_on_or_after(self.anchor(), from.max(self.first()))?;
        self.until.is_none_or(|until| day <= until).then_some(day)
    }
}
