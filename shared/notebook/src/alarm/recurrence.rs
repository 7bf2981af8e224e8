//! When an alarm rings: times of day, days of the week, from a first to a last day.

use chrono::{Datelike, Days};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Minute, TimeOfDay, Weekdays};
use crate::time::Day;
use crate::wrong::Wrong;

/// One to eight times of day, each once, ascending whatever their order was on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Times(Vec<TimeOfDay>);

impl Times {
    /// Most times of one alarm.
    pub const MOST: usize = 8;

    /// None where there is no time, one twice, or too many.
    pub fn new(mut times: Vec<TimeOfDay>) -> Option<Self> {
        times.sort_unstable();
        let once = times.windows(2).all(|pair| pair.first() != pair.last());
        ((1..=Self::MOST).contains(&times.len()) && once).then_some(Self(times))
    }

    /// Ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = TimeOfDay> + '_ {
        self.0.iter().copied()
    }

    /// How many.
    #[allow(clippy::len_without_is_empty)] // there is always one
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether this is one of them.
    pub fn has(&self, time: TimeOfDay) -> bool {
        self.0.binary_search(&time).is_ok()
    }
}

impl<'de> Deserialize<'de> for Times {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom(Wrong::Times))
    }
}

impl JsonSchema for Times {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Times".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array", "items": TimeOfDay::json_schema(generator),
            "minItems": 1, "maxItems": Self::MOST, "uniqueItems": true,
        })
    }
}

/// When an alarm rings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// At which times of each day.
    pub times: Times,
    /// On which days of the week.
    pub weekdays: Weekdays,
    /// First day.
    pub from: Day,
    /// Last day; none where there is no end.
    #[serde(default)]
    pub until: Option<Day>,
}

/// Why a recurrence is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The first day is not between 2000 and 2199.
    From,
    /// The last day is before the first, or not between 2000 and 2199.
    Until,
    /// None of the weekdays lies between the first and the last day.
    Never,
}

impl Recurrence {
    /// Whether it can be kept.
    pub fn check(&self) -> Result<(), Refusal> {
        let counted = |day: Day| (2000..2200).contains(&day.year());
        if !counted(self.from) {
            return Err(Refusal::From);
        }
        if self.until.is_some_and(|until| !counted(until) || until < self.from) {
            return Err(Refusal::Until);
        }
        let mut first_days = self.from.iter_days().take(7);
        if first_days.any(|day| self.rings_on(day)) { Ok(()) } else { Err(Refusal::Never) }
    }

    /// Whether it rings on this day.
    pub fn rings_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until) && self.weekdays.has(day)
    }

    /// Whether it rings at this minute.
    pub fn rings_at(&self, minute: Minute) -> bool {
        self.times.has(minute.time()) && self.rings_on(minute.day())
    }

    /// The minutes at which it rings on these days, ascending.
    pub fn minutes(&self, from: Day, to: Day) -> impl Iterator<Item = Minute> + '_ {
        let first = from.max(self.from);
        let last = self.until.map_or(to, |until| to.min(until));
        let days = first.iter_days().take_while(move |day| *day <= last).filter(|day| self.weekdays.has(*day));
        days.flat_map(|day| self.times.iter().map(move |time| Minute::at(day, time)))
    }

    /// The first day, from this one on, on which it rings.
    pub fn next_day(&self, from: Day) -> Option<Day> {
        let first = from.max(self.from);
        (0..7).filter_map(|days| first.checked_add_days(Days::new(days))).find(|day| self.rings_on(*day))
    }
}
