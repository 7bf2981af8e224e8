//! What is left of a medicine, and for how many days.

use chrono::{Days, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{Amount, PerDose, Recurrence};
use crate::time::{Day, Instant};

/// Days looked ahead for the end of a supply: more than are ever left.
const MOST_DAYS: u64 = 3_700;

/// So long after it was made a count can be said: as long as it is known which doses went out since.
pub const COUNTED_WITHIN: TimeDelta = TimeDelta::hours(24);

/// Most doses of the last day that are known one by one.
const MOST_RECENT: usize = 100;

/// A dose that went out of what was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Out {
    /// Since when it is out of the stock: taken, or said to be.
    pub since: Instant,
    /// What it takes.
    pub dose: PerDose,
    /// What was there to be taken out.
    pub out: Amount,
}

/// What is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// How much.
    pub amount: Amount,
    /// How much of it one dose takes, where the dose's time does not say.
    #[serde(default)]
    pub per_dose: Option<PerDose>,
    /// With so many days left or fewer, the person is told.
    pub refill_at_days: u8,
    /// When the person counted it. A dose taken before is not in it any more.
    pub counted_at: Instant,
    /// What the person found then; none of a count from before this was kept.
    #[serde(default)]
    pub counted: Option<Amount>,
    /// The doses of the last day that went out, as they were answered: a count that is said later than it was made is without
    /// those that came after it.
    #[serde(default)]
    pub recent: Vec<Out>,
    /// The day on which the person was last told that it runs low.
    #[serde(default)]
    pub told_on: Option<Day>,
}

impl Stock {
    /// Takes one dose out that was taken at this instant and is answered now, of the amount that was named for it or else of the
    /// usual one; gives what was taken out, none where it was gone before the count or no amount is known.
    pub fn take(&mut self, named: Option<PerDose>, taken_at: Instant, now: Instant) -> Option<Amount> {
        if taken_at < self.counted_at {
            return None;
        }
        let dose = named.or(self.per_dose)?;
        let out = self.take_out(dose)?;
        self.recent.retain(|one| one.since >= now - COUNTED_WITHIN);
        if self.recent.len() == MOST_RECENT {
            self.recent.remove(0);
        }
        self.recent.push(Out { since: taken_at.min(now), dose, out });
        Some(out)
    }

    /// Gives back what [`Self::take`] took out for a dose that was taken and answered at these instants, unless the person has
    /// counted since either.
    pub fn give_back(&mut self, amount: Amount, taken_at: Instant, answered_at: Instant) {
        let since = taken_at.min(answered_at);
        if since < self.counted_at {
            return;
        }
        // A count that was said later may have had less, or more, to take it out of.
        let of = |one: &Out| one.since == since;
        let recent = &self.recent;
        let place = recent.iter().position(|one| of(one) && one.out == amount).or_else(|| recent.iter().position(of));
        let known = place.map(|place| self.recent.remove(place).out);
        let sum = self.amount.units() + known.unwrap_or(amount).units();
        // More than can be counted stays what it is.
        self.amount = Amount::from_units(sum).unwrap_or(self.amount);
    }

    /// Sets what the person counted at this instant: at most [`COUNTED_WITHIN`] ago. The doses that went out since go out of it.
    pub fn count(&mut self, amount: Amount, at: Instant) {
        (self.amount, self.counted, self.counted_at) = (amount, Some(amount), at);
        let recent = std::mem::take(&mut self.recent);
        for one in recent.into_iter().filter(|one| one.since >= at) {
            let out = self.take_out(one.dose).unwrap_or(one.out);
            self.recent.push(Out { out, ..one });
        }
    }

    /// Takes a dose out, as far as it is there; gives what was.
    fn take_out(&mut self, dose: PerDose) -> Option<Amount> {
        let out = dose.units().min(self.amount.units());
        self.amount = Amount::from_units(self.amount.units() - out)?;
        Amount::from_units(out)
    }

    /// For how many days it lasts at the alarm's pace, whole days only; none where it has no pace.
    pub fn days_left(&self, recurrence: &Recurrence) -> Option<u32> {
        let pace = recurrence.rhythm.rhythm.frequency()?;
        let a_day: i64 = self.doses(recurrence).sum();
        // Less than the smallest dose is none.
        let rest = self.doses(recurrence).min().and_then(|dose| self.amount.units().checked_rem(dose));
        let doses = self.amount.units() - rest.unwrap_or_default();
        let days = (doses * i64::from(pace.of_days)).checked_div(a_day * i64::from(pace.dosing_days))?;
        Some(u32::try_from(days).unwrap_or(u32::MAX))
    }

    /// Whether the person should think of more: few days are left, and doses beyond them; of what has no pace, less than one
    /// dose.
    pub fn is_low(&self, recurrence: &Recurrence, today: Day) -> bool {
        match self.days_left(recurrence) {
            Some(days) => days <= u32::from(self.refill_at_days) && !self.lasts_to_the_end(recurrence, today),
            None => self.per_dose.is_some_and(|dose| self.amount.units() < dose.units()),
        }
    }

    /// What each of a day's doses takes, in units.
    fn doses(&self, recurrence: &Recurrence) -> impl Iterator<Item = i64> {
        recurrence.times.amounts().filter_map(|named| named.or(self.per_dose)).map(PerDose::units)
    }

    /// Whether what is left is enough for every dose after today.
    fn lasts_to_the_end(&self, recurrence: &Recurrence, today: Day) -> bool {
        let (Some(until), Some(tomorrow)) = (recurrence.until, today.checked_add_days(Days::new(1))) else {
            return false;
        };
        let last = today.checked_add_days(Days::new(MOST_DAYS)).map_or(until, |far| until.min(far));
        let mut left = self.amount.units();
        recurrence.minutes(tomorrow, last).all(|minute| {
            let dose = recurrence.times.amount(minute.time()).or(self.per_dose);
            left -= dose.map_or(0, PerDose::units);
            left >= 0
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use crate::rhythm::{Rhythm, Weekdays};

    /// Amounts in hundredths.
    fn stock(amount: i64, per_dose: i64) -> Stock {
        Stock {
            amount: Amount::hundredths(amount).unwrap(),
            per_dose: PerDose::hundredths(per_dose),
            refill_at_days: 5,
            counted_at: "2026-11-22T00:00:00Z".parse().unwrap(),
            counted: None,
            recent: Vec::new(),
            told_on: None,
        }
    }

    fn at(times: &str, rhythm: Rhythm, until: Option<&str>) -> Recurrence {
        Recurrence {
            times: serde_json::from_str(times).unwrap(),
            rhythm: rhythm.into(),
            from: "2026-11-01".parse().unwrap(),
            until: until.map(|day| day.parse().unwrap()),
            paused_until: None,
        }
    }

    fn daily(times: &[&str], weekdays: u8, until: Option<&str>) -> Recurrence {
        let rhythm = Recurrence::on(Weekdays::from_bits(weekdays).unwrap());
        at(&serde_json::to_string(times).unwrap(), rhythm, until)
    }

    #[test]
    fn halves_and_thirds_add_up_and_what_is_left_is_never_below_nothing() {
        let at: Instant = "2026-11-22T01:00:00Z".parse().unwrap();
        let (mut halves, mut thirds) = (stock(125, 50), stock(200, 100));
        let taken: Vec<_> = (0..4).map(|_| halves.take(None, at, at).unwrap().units()).collect();
        assert_eq!((taken, halves.amount.units()), (vec![300, 300, 150, 0], 0));
        halves.give_back(Amount::hundredths(25).unwrap(), at, at);
        assert_eq!(halves.amount, Amount::hundredths(25).unwrap());
        let third: PerDose = serde_json::from_str("\"1/3\"").unwrap();
        let taken = (0..6).map(|_| thirds.take(Some(third), at, at).unwrap().units()).sum::<i64>();
        assert_eq!((taken, thirds.amount.units()), (1200, 0), "six thirds are two, and nothing is left over");
    }

    #[test]
    fn what_was_taken_or_answered_before_the_count_changes_nothing() {
        let mut stock = stock(1000, 100);
        let before: Instant = "2026-11-21T23:59:59Z".parse().unwrap();
        assert_eq!(stock.take(None, before, before), None);
        stock.give_back(Amount::hundredths(100).unwrap(), before, before);
        assert_eq!(stock.amount, Amount::hundredths(1000).unwrap());
    }

    #[test]
    fn from_a_count_that_is_said_later_only_the_doses_since_then_are_taken() {
        let at = |minute: i64| "2026-11-22T10:00:00Z".parse::<Instant>().unwrap() + TimeDelta::minutes(minute);
        let whole = |amount: i64| Amount::hundredths(amount * 100).unwrap();
        let mut stock = stock(200, 100);
        // Taken and answered before the count, taken before it and answered after it, and both after it.
        for (taken, answered) in [(-10, -10), (-5, 5), (6, 7)] {
            stock.take(None, at(taken), at(answered));
        }
        assert_eq!(stock.amount, whole(0));
        stock.count(whole(20), at(0));
        assert_eq!((stock.amount, stock.counted, stock.counted_at), (whole(19), Some(whole(20)), at(0)));
        stock.give_back(whole(1), at(-5), at(5));
        assert_eq!(stock.amount, whole(19), "it was gone when the person counted");
        // The stock had nothing left when it was taken; of what was counted it took one.
        stock.give_back(whole(0), at(6), at(7));
        assert_eq!(stock.amount, whole(20));
    }

    #[test]
    fn a_stock_of_before_counts_were_kept_is_still_read() {
        let text = r#"{"amount":600,"per_dose":null,"refill_at_days":5,"counted_at":"2026-11-22T00:00:00Z"}"#;
        let stock: Stock = serde_json::from_str(text).unwrap();
        assert_eq!((stock.counted, stock.recent), (None, Vec::new()));
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
            assert_eq!(stock(amount, per_dose).days_left(&daily(times, weekdays, None)), Some(wanted));
        }
        let uneven = r#"[{"time":"08:00","amount":2},{"time":"21:00"}]"#;
        let (every_second, needed) = (Rhythm::EveryNDays { n: 2 }, Rhythm::AsNeeded { max_per_day: None });
        assert_eq!(stock(3000, 100).days_left(&at(uneven, Rhythm::Daily, None)), Some(10));
        assert_eq!(stock(1000, 100).days_left(&at(r#"["08:00"]"#, every_second, None)), Some(20));
        assert_eq!(stock(1000, 100).days_left(&at("[]", needed, None)), None);
        assert!(stock(50, 100).is_low(&at("[]", needed, None), "2026-11-22".parse().unwrap()));
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
