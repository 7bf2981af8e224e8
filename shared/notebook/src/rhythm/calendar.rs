//! The days of a rhythm. Everything here is arithmetic on days: no loop is longer than a week, whatever the calendar.

use chrono::{Datelike, Days, Months};

use super::Rhythm;
use crate::time::Day;

impl Rhythm {
    /// Whether it is taken on this day. The anchor is one of its days, and the days before it are counted backwards; only
    /// rhythms that go round look at it. Never for kinds that cannot ring.
    pub fn falls_on(self, anchor: Day, day: Day) -> bool {
        match self {
            Self::Daily => true,
            Self::EveryNDays { .. } | Self::DaysOnOff { .. } => {
                self.round().is_some_and(|round| round.has(since(anchor, day)))
            }
            Self::Weekdays { days } => days.has(day),
            Self::Monthly => monthly(anchor, months(anchor, day)) == Some(day),
            Self::NPerWeek { .. } | Self::AsNeeded { .. } | Self::Unknown => false,
        }
    }

    /// Its first day from this one on; none for kinds that cannot ring and past the end of the calendar.
    pub fn next_on_or_after(self, anchor: Day, day: Day) -> Option<Day> {
        self.nth_on_or_after(anchor, day, 1)
    }

    /// Its n-th day from this one on, where the first is 1.
    pub fn nth_on_or_after(self, anchor: Day, day: Day, n: u32) -> Option<Day> {
        let further = i64::from(n.checked_sub(1)?);
        match self {
            Self::Daily => after(day, further),
            Self::EveryNDays { .. } | Self::DaysOnOff { .. } => {
                let round = self.round()?;
                after(anchor, round.day_of(round.before(since(anchor, day)) + further))
            }
            Self::Weekdays { days } => {
                let a_week = i64::from(days.count());
                let start = after(day, further / a_week * 7)?;
                let place = usize::try_from(further % a_week).ok()?;
                start.iter_days().take(7).filter(|day| days.has(*day)).nth(place)
            }
            Self::Monthly => {
                let this = months(anchor, day);
                let first = if monthly(anchor, this)? < day { this + 1 } else { this };
                monthly(anchor, first + further)
            }
            Self::NPerWeek { .. } | Self::AsNeeded { .. } | Self::Unknown => None,
        }
    }

    /// How many of its days lie between two days, both counted; 0 for kinds that cannot ring.
    pub fn dosing_days(self, anchor: Day, from: Day, to: Day) -> u32 {
        if to < from {
            return 0;
        }
        let span = since(from, to) + 1;
        let count = match self {
            Self::Daily => span,
            Self::EveryNDays { .. } | Self::DaysOnOff { .. } => {
                self.round().map_or(0, |round| round.before(since(anchor, to) + 1) - round.before(since(anchor, from)))
            }
            Self::Weekdays { days } => {
                let rest = usize::try_from(span % 7).unwrap_or_default();
                let rest = from.iter_days().take(rest).filter(|day| days.has(*day)).count();
                span / 7 * i64::from(days.count()) + i64::try_from(rest).unwrap_or_default()
            }
            Self::Monthly => {
                let (first, last) = (months(anchor, from), months(anchor, to));
                let late = i64::from(monthly(anchor, first).is_some_and(|day| day < from));
                let early = i64::from(monthly(anchor, last).is_some_and(|day| day > to));
                last - first + 1 - late - early
            }
            Self::NPerWeek { .. } | Self::AsNeeded { .. } | Self::Unknown => 0,
        };
        u32::try_from(count).unwrap_or_default()
    }

    fn round(self) -> Option<Round> {
        match self {
            Self::EveryNDays { n } => Some(Round { on: 1, length: i64::from(n.max(1)) }),
            Self::DaysOnOff { on, off } => {
                Some(Round { on: i64::from(on.max(1)), length: i64::from(on.max(1)) + i64::from(off) })
            }
            _ => None,
        }
    }
}

/// So many days on, then off, again and again.
struct Round {
    on: i64,
    length: i64,
}

impl Round {
    /// Whether the day of this number, counted from the anchor, is one of its days.
    fn has(&self, day: i64) -> bool {
        day.rem_euclid(self.length) < self.on
    }

    /// How many of its days lie between the anchor and this day, the day itself not counted; negative before the anchor.
    fn before(&self, day: i64) -> i64 {
        day.div_euclid(self.length) * self.on + day.rem_euclid(self.length).min(self.on)
    }

    /// The number of the day that has so many before it.
    fn day_of(&self, before: i64) -> i64 {
        before.div_euclid(self.on) * self.length + before.rem_euclid(self.on)
    }
}

fn since(anchor: Day, day: Day) -> i64 {
    day.signed_duration_since(anchor).num_days()
}

fn after(day: Day, days: i64) -> Option<Day> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) }
}

/// How many months a day's month is after the anchor's.
fn months(anchor: Day, day: Day) -> i64 {
    let number = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month0());
    number(day) - number(anchor)
}

/// The anchor's day of the month so many months later, or that month's last day.
fn monthly(anchor: Day, months: i64) -> Option<Day> {
    let distance = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { anchor.checked_sub_months(distance) } else { anchor.checked_add_months(distance) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use proptest::prelude::*;

    use super::super::Weekdays;
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn any_rhythm() -> impl Strategy<Value = Rhythm> {
        prop_oneof![
            Just(Rhythm::Daily),
            Just(Rhythm::Monthly),
            Just(Rhythm::Unknown),
            (2_u16..=366).prop_map(|n| Rhythm::EveryNDays { n }),
            (1_u8..=127).prop_map(|bits| Rhythm::Weekdays { days: Weekdays::from_bits(bits).unwrap() }),
            (1_u16..=366, 1_u16..=366).prop_map(|(on, off)| Rhythm::DaysOnOff { on, off }),
            (1_u16..=40, 1_u16..=20).prop_map(|(on, off)| Rhythm::DaysOnOff { on, off }),
            (1_u16..=6).prop_map(|n| Rhythm::NPerWeek { n }),
        ]
    }

    #[test]
    fn once_a_month_falls_on_the_last_day_where_the_month_is_shorter() {
        let anchor = day("2026-10-31");
        let days: Vec<Day> =
            day("2026-10-01").iter_days().take(160).filter(|d| Rhythm::Monthly.falls_on(anchor, *d)).collect();
        assert_eq!(days, ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"].map(day));
    }

    #[test]
    fn seven_doses_of_every_second_day_end_on_the_thirteenth_day() {
        let first = day("2026-11-01");
        assert_eq!(Rhythm::EveryNDays { n: 2 }.nth_on_or_after(first, first, 7), Some(day("2026-11-13")));
        let pause = Rhythm::DaysOnOff { on: 14, off: 7 };
        assert_eq!(pause.nth_on_or_after(first, first, 15), Some(day("2026-11-22")));
        assert!(!pause.falls_on(first, day("2026-11-15")) && pause.falls_on(first, day("2026-11-14")));
    }

    #[test]
    fn the_end_of_the_calendar_is_no_day_and_no_panic() {
        for rhythm in
            [Rhythm::Daily, Rhythm::Monthly, Rhythm::EveryNDays { n: 366 }, Rhythm::DaysOnOff { on: 1, off: 366 }]
        {
            assert_eq!(rhythm.nth_on_or_after(Day::MIN, Day::MAX, u32::MAX), None);
            assert!(rhythm.nth_on_or_after(Day::MAX, Day::MIN, 1).is_some());
        }
    }

    proptest! {
        #[test]
        fn arithmetic_agrees_with_going_through_the_days(rhythm in any_rhythm(), shift in -800_i64..800, length in 0_u64..900) {
            let from = day("2026-11-22");
            let anchor = after(from, shift).unwrap();
            let to = from + Days::new(length);
            let walked: Vec<Day> = from.iter_days().take_while(|d| *d <= to).filter(|d| rhythm.falls_on(anchor, *d)).collect();
            prop_assert_eq!(usize::try_from(rhythm.dosing_days(anchor, from, to)).unwrap(), walked.len());
            for (n, expected) in (1..).zip(&walked) {
                prop_assert_eq!(rhythm.nth_on_or_after(anchor, from, n), Some(*expected));
            }
            prop_assert!(!rhythm.needs_anchor() || rhythm.falls_on(anchor, anchor));
            prop_assert_eq!(rhythm.can_ring(), rhythm.next_on_or_after(anchor, from).is_some());
        }
    }
}
