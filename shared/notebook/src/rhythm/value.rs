//! The kinds of rhythm and what each of them can do.

use schemars::JsonSchema;
use serde::Serialize;

use super::Weekdays;
use crate::wrong::Wrong;

/// On which days a medicine is taken.
///
/// On the wire `{ "kind": "every_n_days", "n": 2 }`; unknown fields and numbers out of bounds are refused. Written into a
/// struct with `#[serde(flatten)]` it leaves the struct its own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rhythm {
    /// Every day.
    Daily,
    /// Once in so many days (隔日, 3日に1回, 隔週): day 0 is the anchor.
    EveryNDays {
        /// 2 to 366.
        #[schemars(range(min = 2, max = 366))]
        n: u16,
    },
    /// On these days of the week (毎週月曜).
    Weekdays {
        /// At least one.
        days: Weekdays,
    },
    /// So many days in a row, then a pause (14日服用7日休薬): the anchor is the first day of a row.
    DaysOnOff {
        /// Days in a row, 1 to 366.
        #[schemars(range(min = 1, max = 366))]
        on: u16,
        /// Days of pause, 1 to 366.
        #[schemars(range(min = 1, max = 366))]
        off: u16,
    },
    /// On so many days a week that are not named (週4回). It cannot ring: the person says which.
    NPerWeek {
        /// 1 to 6.
        #[schemars(range(min = 1, max = 6))]
        n: u16,
    },
    /// Once a month, on the anchor's day of the month, or the last day where the month is shorter.
    Monthly,
    /// When it is needed (頓服, 疼痛時). It does not ring.
    AsNeeded {
        /// At most so many times a day, 1 to 24, where it says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(range(min = 1, max = 24))]
        max_per_day: Option<u16>,
    },
    /// Not understood: nothing is concluded from it.
    Unknown,
}

/// On average so many dosing days in so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// Days on which it is taken.
    pub dosing_days: u32,
    /// Of so many days; never 0.
    pub of_days: u32,
}

impl Rhythm {
    /// Every so many days: 1 is every day; none from 0 and above 366.
    pub fn every(days: u16) -> Option<Self> {
        match days {
            1 => Some(Self::Daily),
            n => Self::EveryNDays { n }.checked(),
        }
    }

    /// On so many days of each week: 7 is every day; none from 0 and above 7.
    pub fn per_week(days: u16) -> Option<Self> {
        match days {
            7 => Some(Self::Daily),
            n => Self::NPerWeek { n }.checked(),
        }
    }

    /// The same, unless a number in it is out of its bounds.
    pub fn checked(self) -> Option<Self> {
        self.out_of_bounds().is_none().then_some(self)
    }

    /// What is wrong with its numbers.
    pub(super) fn out_of_bounds(self) -> Option<Wrong> {
        const LONGEST: u16 = 366;
        let between =
            |name: &str, from, to: u16| Some(Wrong::NamedBetween { name: name.to_owned(), from, to: to.into() });
        match self {
            Self::EveryNDays { n } if !(2..=LONGEST).contains(&n) => between("n", 2, LONGEST),
            Self::DaysOnOff { on, off } if !(1..=LONGEST).contains(&on) || !(1..=LONGEST).contains(&off) => {
                between("on, off", 1, LONGEST)
            }
            Self::NPerWeek { n } if !(1..=6).contains(&n) => between("n", 1, 6),
            Self::AsNeeded { max_per_day: Some(most) } if !(1..=24).contains(&most) => between("max_per_day", 1, 24),
            _ => None,
        }
    }

    /// Whether its days can be told, so that it rings and a supply can be counted in days of the calendar.
    pub const fn can_ring(self) -> bool {
        match self {
            Self::Daily | Self::EveryNDays { .. } | Self::Weekdays { .. } | Self::DaysOnOff { .. } | Self::Monthly => {
                true
            }
            Self::NPerWeek { .. } | Self::AsNeeded { .. } | Self::Unknown => false,
        }
    }

    /// Whether its days depend on the day from which they are counted.
    pub const fn needs_anchor(self) -> bool {
        matches!(self, Self::EveryNDays { .. } | Self::DaysOnOff { .. } | Self::Monthly)
    }

    /// How often on average; none for what is taken as needed and for what is unknown.
    pub fn frequency(self) -> Option<Frequency> {
        let of = |dosing_days, of_days| Some(Frequency { dosing_days, of_days });
        match self {
            Self::Daily => of(1, 1),
            Self::EveryNDays { n } => of(1, u32::from(n.max(1))),
            Self::Weekdays { days } => of(days.count(), 7),
            Self::DaysOnOff { on, off } => of(u32::from(on), (u32::from(on) + u32::from(off)).max(1)),
            Self::NPerWeek { n } => of(u32::from(n), 7),
            // The calendar repeats after 400 years.
            Self::Monthly => of(400 * 12, 146_097),
            Self::AsNeeded { .. } | Self::Unknown => None,
        }
    }
}
