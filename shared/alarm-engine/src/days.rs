//! The days of an entry of the index, short: days of the week are seven bits, and only what goes round needs more.

use notebook::rhythm::{Rhythm, Weekdays};
use notebook::time::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// On which days an entry rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// The seven bits of the days of the week; 0 where they go round otherwise.
    #[serde(rename = "d")]
    weekdays: u8,
    /// What goes round.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    round: Option<Round>,
}

impl Days {
    /// Those of a rhythm that is counted from this day; none of a rhythm that does not ring.
    pub fn of(rhythm: Rhythm, anchor: Day) -> Self {
        match rhythm {
            Rhythm::Daily => Self { weekdays: Weekdays::ALL.bits(), round: None },
            Rhythm::Weekdays { days } => Self { weekdays: days.bits(), round: None },
            Rhythm::EveryNDays { .. } | Rhythm::DaysOnOff { .. } | Rhythm::Monthly => {
                Self { weekdays: 0, round: Some(Round { rhythm, anchor }) }
            }
            Rhythm::NPerWeek { .. } | Rhythm::AsNeeded { .. } | Rhythm::Unknown => Self { weekdays: 0, round: None },
        }
    }

    /// Whether this day is one of them.
    pub fn fall_on(self, day: Day) -> bool {
        match self.round {
            Some(round) => round.rhythm.falls_on(round.anchor, day),
            None => Weekdays::from_bits(self.weekdays).is_some_and(|weekdays| weekdays.has(day)),
        }
    }

    /// Bytes of what an entry of days of the week does not have, as the table counts them.
    pub fn extra_bytes(self) -> usize {
        self.round.map_or(0, |round| 1 + round.text().len())
    }
}

/// A rhythm with its anchor, as one short text: `3@2026-11-22` every third day, `14-7@…` fourteen on and seven off, `m@…`
/// monthly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Round {
    rhythm: Rhythm,
    anchor: Day,
}

impl Round {
    fn text(self) -> String {
        let anchor = self.anchor;
        match self.rhythm {
            Rhythm::EveryNDays { n } => format!("{n}@{anchor}"),
            Rhythm::DaysOnOff { on, off } => format!("{on}-{off}@{anchor}"),
            _ => format!("m@{anchor}"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (kind, anchor) = text.split_once('@')?;
        let rhythm = match kind.split_once('-') {
            Some((on, off)) => Rhythm::DaysOnOff { on: on.parse().ok()?, off: off.parse().ok()? },
            None if kind == "m" => Rhythm::Monthly,
            None => Rhythm::EveryNDays { n: kind.parse().ok()? },
        };
        Some(Self { rhythm: rhythm.checked()?, anchor: anchor.parse().ok()? })
    }
}

impl Serialize for Round {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Round {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not the days of an entry"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn every_rhythm_comes_back_and_falls_on_the_same_days() {
        let anchor: Day = "2026-11-22".parse().unwrap();
        for rhythm in [
            Rhythm::Daily,
            Rhythm::Weekdays { days: Weekdays::from_bits(9).unwrap() },
            Rhythm::EveryNDays { n: 366 },
            Rhythm::DaysOnOff { on: 14, off: 7 },
            Rhythm::Monthly,
            Rhythm::AsNeeded { max_per_day: None },
            Rhythm::Unknown,
        ] {
            let days = Days::of(rhythm, anchor);
            let text = serde_json::to_string(&days).unwrap();
            assert_eq!(serde_json::from_str::<Days>(&text).unwrap(), days);
            assert!(days.extra_bytes() <= 20, "{text}");
            for day in anchor.iter_days().take(800) {
                assert_eq!(days.fall_on(day), rhythm.falls_on(anchor, day), "{rhythm:?} {day}");
            }
        }
        for wrong in ["", "m", "0@2026-11-22", "3@", "x@2026-11-22", "1-@2026-11-22", "14-7"] {
            assert!(serde_json::from_value::<Days>(serde_json::json!({ "d": 0, "h": wrong })).is_err(), "{wrong}");
        }
    }
}
