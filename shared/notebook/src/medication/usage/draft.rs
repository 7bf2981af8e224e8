//! What has been read so far.

mod finish;

use super::lexer::Token;
use super::words::Word as W;
use super::{Meal, Ratio, Relation, Timing};
use crate::rhythm::{Rhythm, Weekdays};

/// More times than any usage names: what has more is not understood, and costs no more.
const MOST_NAMED: usize = 48;

/// What the phrases said, each for itself.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is one thing that a phrase said or did not
pub(super) struct Draft {
    /// Somewhere in the text stands that it is as needed, or at most so often.
    pub(super) explicit: bool,
    pub(super) as_needed: bool,
    /// 毎日, or what comes to it.
    pub(super) every_day: bool,
    /// So much a day, whatever the times.
    pub(super) every_day_amount: bool,
    /// 1日2～3回: how often is not fixed.
    pub(super) ranged: bool,
    /// 空腹時: a time that is none of the day's.
    pub(super) open: bool,
    /// 又は: one of the things beside it.
    pub(super) choice: bool,
    /// Amounts from one to another.
    pub(super) unclear: bool,
    /// What was read as two times may be one, unless their number is said.
    pub(super) needs_count: bool,
    /// The relation to a meal that was read last.
    pub(super) last: Option<Relation>,
    contradicts: bool,
    /// How many times were said when the first days were named.
    said_before_days: usize,
    rhythms: Vec<Rhythm>,
    limit: Option<u16>,
    count: Option<u16>,
    loose: Option<u16>,
    interval: Option<u16>,
    /// Meals that were named and wait for 食後, 食前 …
    pending: Vec<Meal>,
    /// 食後 without a meal.
    bare: Option<Relation>,
    timings: Vec<(Timing, Option<Ratio>)>,
    /// Where the times begin that have had no amount behind them yet.
    fresh: usize,
    each: Option<Ratio>,
    total: Option<Ratio>,
    single: Option<Ratio>,
    list: Vec<Ratio>,
}

impl Draft {
    pub(super) fn contradict(&mut self) {
        self.contradicts = true;
    }

    pub(super) fn rhythm(&mut self, rhythm: Rhythm) {
        let all_days = match rhythm {
            Rhythm::Weekdays { days } if days == Weekdays::ALL => true,
            rhythm => rhythm == Rhythm::Daily,
        };
        if all_days {
            self.every_day = true;
            return;
        }
        if let (Rhythm::Weekdays { days }, Some(Rhythm::Weekdays { days: known })) =
            (rhythm, self.rhythms.iter_mut().find(|known| matches!(known, Rhythm::Weekdays { .. })))
        {
            *known = Weekdays::from_bits(known.bits() | days.bits()).unwrap_or(*known);
            // 月曜の朝・夜と火曜の朝: each day has times of its own, and we have one list of times.
            self.contradicts |= self.said_before_days != self.times_said();
        } else if !self.rhythms.contains(&rhythm) {
            self.said_before_days = self.times_said();
            self.contradicts |= self.rhythms.len() > 1;
            self.rhythms.truncate(1);
            self.rhythms.push(rhythm);
        }
    }

    fn times_said(&self) -> usize {
        self.timings.len() + self.pending.len()
    }

    /// Whether this token says that what stands before it is the most.
    pub(super) fn limited(&mut self, token: Option<&Token>, most: Option<u16>) -> bool {
        let limited = matches!(token, Some(Token::Word(W::UpTo | W::Within)));
        if limited {
            self.as_needed = true;
            self.limit = self.limit.or(most);
        }
        limited
    }

    pub(super) fn count(&mut self, count: u16) {
        self.contradicts |= self.count.is_some_and(|known| known != count);
        self.count = Some(count);
    }

    /// 3回, without the stretch.
    pub(super) fn loose(&mut self, count: u16) {
        self.contradicts |= self.loose.is_some_and(|known| known != count);
        self.loose = Some(count);
    }

    /// 1錠×3回.
    pub(super) fn multiplied(&mut self, count: u16) {
        self.loose(count);
        if let Some(single) = self.single.take() {
            self.each(single);
        }
    }

    /// 分3: what stands before is the amount of a day.
    pub(super) fn divided(&mut self, parts: u16) {
        self.count(parts);
        if let Some(single) = self.single.take() {
            self.total(single);
        }
    }

    pub(super) fn interval(&mut self, hours: u16) {
        if !hours.is_multiple_of(24) {
            self.contradicts |= self.interval.is_some_and(|known| known != hours);
            self.interval = Some(hours);
        } else if let Some(rhythm) = Rhythm::every(hours / 24) {
            self.rhythm(rhythm);
        } else {
            self.contradicts = true;
        }
    }

    pub(super) fn has_meals(&self) -> bool {
        !self.pending.is_empty()
    }

    pub(super) fn meal(&mut self, meal: Meal) {
        self.last = None;
        self.contradicts |= self.times_said() >= MOST_NAMED;
        if !self.contradicts {
            self.pending.push(meal);
        }
    }

    pub(super) fn forget_meal(&mut self) {
        self.pending.pop();
    }

    /// 食後: of the meals that wait for it; else of those that had no word about the meal; else of those that the number
    /// of times will tell.
    pub(super) fn relation(&mut self, relation: Relation) {
        self.last = Some(relation);
        if !self.pending.is_empty() {
            let meals = self.pending.drain(..).map(|meal| (Timing::Meal(meal, relation), None));
            self.timings.extend(meals);
            return;
        }
        let mut around = false;
        for (timing, _) in &mut self.timings {
            if let Timing::Meal(meal, Relation::Around) = *timing {
                *timing = Timing::Meal(meal, relation);
                around = true;
            }
        }
        if !around {
            self.contradicts |= !self.choice && self.bare.is_some_and(|known| known != relation);
            self.bare = Some(relation);
        }
    }

    /// 食後2時間: what was 食後 is between meals.
    pub(super) fn later(&mut self) {
        if self.bare == Some(Relation::After) {
            self.bare = Some(Relation::Between);
        }
        for (timing, _) in &mut self.timings {
            if let Timing::Meal(meal, Relation::After) = *timing {
                *timing = Timing::Meal(meal, Relation::Between);
            }
        }
        self.last = Some(Relation::Between);
    }

    pub(super) fn timing(&mut self, timing: Timing) {
        self.flush();
        self.last = None;
        self.contradicts |= self.times_said() >= MOST_NAMED;
        if !self.contradicts {
            self.timings.push((timing, None));
        }
    }

    fn flush(&mut self) {
        let meals = self.pending.drain(..).map(|meal| (Timing::Meal(meal, Relation::Around), None));
        self.timings.extend(meals);
    }

    /// 1回2錠: of the times before it, or of all.
    pub(super) fn each(&mut self, amount: Ratio) {
        if self.give(amount) == 0 {
            self.contradicts |= self.each.is_some_and(|known| known != amount);
            self.each = Some(amount);
        }
    }

    /// Gives an amount to the times that have had none behind them; how many they are.
    fn give(&mut self, amount: Ratio) -> usize {
        self.flush();
        let fresh = self.timings.get_mut(self.fresh..).unwrap_or_default();
        for (_, known) in &mut *fresh {
            *known = Some(amount);
        }
        let given = fresh.len();
        self.fresh = self.timings.len();
        given
    }

    pub(super) fn total(&mut self, amount: Ratio) {
        self.contradicts |= self.total.is_some_and(|known| known != amount);
        self.total = Some(amount);
    }

    pub(super) fn list(&mut self, amounts: Vec<Ratio>) {
        self.flush();
        self.contradicts |= !self.list.is_empty();
        self.list = amounts;
    }

    /// 2錠 without a word of what it is: of the one time before it, else to be made out at the end. A bare number is only
    /// an amount behind one time.
    pub(super) fn single(&mut self, amount: Ratio, unit: bool, each: bool) -> Option<()> {
        self.flush();
        let fresh = self.timings.len().saturating_sub(self.fresh);
        if fresh == 1 || each {
            if each {
                self.each(amount);
            } else {
                self.give(amount).checked_sub(1)?;
            }
            return Some(());
        }
        self.fresh = self.timings.len();
        (unit && self.single.is_none()).then(|| self.single = Some(amount))
    }
}
