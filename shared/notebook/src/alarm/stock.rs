//! What is left of a medicine, and for how many days. Amounts are counts of hundredths, never binary floats: half tablets
//! add up.

use chrono::Days;
use serde::{Deserialize, Serialize};

use super::Recurrence;
use crate::decimal::Decimal;
use crate::time::{Day, Instant};

/// An amount that is left, 0 to 10,000 with two decimal places, in whatever the person counts (tablets, sachets, mL).
pub type Amount = Decimal<2, 0, 1_000_000>;

/// The amount of one dose, 0.01 to 100.
pub type PerDose = Decimal<2, 1, 10_000>;

/// Days looked ahead for the end of a supply: more than are ever left.
const MOST_DAYS: u64 = 3_700;

/// What is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// How much.
    pub amount: Amount,
    /// How much of it one dose takes.
    pub per_dose: PerDose,
    /// With so many days left or fewer, the person is told.
    pub refill_at_days: u8,
    /// When the person counted it. A dose taken before is not in it any more.
    pub counted_at: Instant,
    /// The day on which the person was last told that it runs low.
    #[serde(default)]
    pub told_on: Option<Day>,
}

impl Stock {
    /// Takes one dose out that was taken at this instant; gives what was taken out, none where it was gone before the
    /// count.
    pub fn take(&mut self, taken_at: Instant) -> Option<Amount> {
        if taken_at < self.counted_at {
            return None;
        }
        let out = self.per_dose.units().min(self.amount.units());
        self.amount = Amount::from_units(self.amount.units() - out)?;
        Amount::from_units(out)
    }

    /// Gives back what [`Self::take`] took out for an answer of this instant, unless the person has counted since.
    pub fn give_back(&mut self, amount: Amount, answered_at: Instant) {
        if answered_at >= self.counted_at {
            let most = 1_000_000;
            let sum = (self.amount.units() + amount.units()).min(most);
            self.amount = Amount::from_units(sum).unwrap_or(self.amount);
        }
    }

    /// For how many days it lasts at the alarm's pace, whole days only.
    pub fn days_left(&self, recurrence: &Recurrence) -> u32 {
        let doses = self.doses_left();
        let a_week = u64::try_from(recurrence.times.len()).unwrap_or(1) * u64::from(recurrence.weekdays.count());
        u32::try_from(doses * 7 / a_week.max(1)).unwrap_or(u32::MAX)
    }

    /// Whether the person should think of more: few days are left, and doses beyond them.
    pub fn is_low(&self, recurrence: &Recurrence, today: Day) -> bool {
        self.days_left(recurrence) <= u32::from(self.refill_at_days) && !self.lasts_to_the_end(recurrence, today)
    }

    fn doses_left(&self) -> u64 {
        u64::try_from(self.amount.units() / self.per_dose.units().max(1)).unwrap_or_default()
    }

    /// Whether what is left is enough for every dose after today.
    fn lasts_to_the_end(&self, recurrence: &Recurrence, today: Day) -> bool {
        let (Some(until), Some(tomorrow)) = (recurrence.until, today.checked_add_days(Days::new(1))) else {
            return false;
        };
        let last = today.checked_add_days(Days::new(MOST_DAYS)).map_or(until, |far| until.min(far));
        let left = usize::try_from(self.doses_left()).unwrap_or(usize::MAX);
        recurrence.minutes(tomorrow, last).take(left.saturating_add(1)).count() <= left
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::super::{Times, Weekdays};
    use super::*;

    fn stock(amount: i64, per_dose: i64) -> Stock {
        Stock {
            amount: Amount::from_units(amount).unwrap(),
            per_dose: PerDose::from_units(per_dose).unwrap(),
            refill_at_days: 5,
            counted_at: "2026-11-22T00:00:00Z".parse().unwrap(),
            told_on: None,
        }
    }

    fn daily(times: &[&str], weekdays: u8, until: Option<&str>) -> Recurrence {
        Recurrence {
            times: Times::new(times.iter().map(|time| time.parse().unwrap()).collect()).unwrap(),
            weekdays: Weekdays::from_bits(weekdays).unwrap(),
            from: "2026-11-01".parse().unwrap(),
            until: until.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn halves_add_up_and_what_is_left_is_never_below_nothing() {
        let mut stock = stock(125, 50);
        let at: Instant = "2026-11-22T01:00:00Z".parse().unwrap();
        let taken: Vec<_> = (0..4).map(|_| stock.take(at).unwrap().units()).collect();
        assert_eq!((taken, stock.amount.units()), (vec![50, 50, 25, 0], 0));
        stock.give_back(Amount::from_units(25).unwrap(), at);
        assert_eq!(stock.amount.units(), 25);
    }

    #[test]
    fn what_was_taken_or_answered_before_the_count_changes_nothing() {
        let mut stock = stock(1000, 100);
        let before: Instant = "2026-11-21T23:59:59Z".parse().unwrap();
        assert_eq!(stock.take(before), None);
        stock.give_back(Amount::from_units(100).unwrap(), before);
        assert_eq!(stock.amount.units(), 1000);
    }

    #[test]
    fn days_left_are_whole_days_at_the_alarms_pace() {
        for (amount, per_dose, times, weekdays, wanted) in [
            (1000, 100, &["08:00"][..], 0x7f, 10),
            (1000, 100, &["08:00", "20:00", "21:00"], 0x7f, 3),
            (250, 50, &["08:00"], 0x7f, 5),
            (200, 100, &["08:00"], 0b001_0101, 4),
            (99, 100, &["08:00"], 0x7f, 0),
        ] {
            assert_eq!(stock(amount, per_dose).days_left(&daily(times, weekdays, None)), wanted);
        }
    }

    #[test]
    fn a_supply_that_lasts_to_the_last_day_is_not_low() {
        let today: Day = "2026-11-22".parse().unwrap();
        let low = |until| stock(300, 100).is_low(&daily(&["08:00"], 0x7f, until), today);
        assert!(low(None) && low(Some("2026-11-26")));
        assert!(!low(Some("2026-11-25")) && !low(Some("2026-11-22")));
        assert!(!stock(600, 100).is_low(&daily(&["08:00"], 0x7f, None), today));
    }
}
