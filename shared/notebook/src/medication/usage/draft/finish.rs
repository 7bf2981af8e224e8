//! What the phrases come to once everything is read.

use super::Draft;
use crate::medication::usage::{Dose, MOST_TIMES_A_DAY, Meal, Ratio, Timing, Usage};
use crate::rhythm::Rhythm;

/// Times a day above are a slip of the pen.
const MOST_A_DAY: u16 = 24;

impl Draft {
    /// The usage; none where the phrases contradict one another.
    pub(in crate::medication::usage) fn finish(mut self) -> Option<Usage> {
        self.flush();
        if self.contradicts {
            return None;
        }
        if self.as_needed {
            let most = self.limit.or(self.count).filter(|most| (1..=MOST_A_DAY).contains(most));
            return Some(Usage { rhythm: Rhythm::AsNeeded { max_per_day: most }, doses: Vec::new() });
        }
        let rhythm = self.days()?;
        self.counts()?;
        let doses = self.doses()?;
        Some(Usage { rhythm, doses })
    }

    /// On which days: daily only where something says so and nothing says otherwise.
    fn days(&self) -> Option<Rhythm> {
        let daily = self.every_day
            || self.every_day_amount
            || self.ranged
            || !self.timings.is_empty()
            || [self.count, self.interval].iter().any(Option::is_some)
            || self.bare.is_some()
            || self.total.is_some();
        match *self.rhythms.as_slice() {
            [] => daily.then_some(Rhythm::Daily),
            [rhythm] => (!self.every_day && !self.choice).then_some(rhythm),
            // 週2回 月・木.
            [Rhythm::NPerWeek { n }, Rhythm::Weekdays { days }]
            | [Rhythm::Weekdays { days }, Rhythm::NPerWeek { n }] => {
                let same = u32::from(n) == days.count() && !self.every_day && !self.choice;
                same.then_some(Rhythm::Weekdays { days })
            }
            _ => None,
        }
    }

    /// Brings the number of times together with the times that are named.
    fn counts(&mut self) -> Option<()> {
        if let Some(loose) = self.loose {
            let known = self.count.or(u16::try_from(self.timings.len()).ok().filter(|named| *named > 0));
            let in_a_day = self.every_day || self.every_day_amount || self.total.is_some();
            match known {
                Some(known) if known == loose => {}
                None if in_a_day => {}
                _ => return None,
            }
            self.count = self.count.or(Some(loose));
        }
        if self.needs_count && self.count.is_none() || self.count.is_some_and(|count| count > MOST_A_DAY) {
            return None;
        }
        if let Some(hours) = self.interval {
            let most = 24 / hours.max(1);
            let times = self.count.or(u16::try_from(self.timings.len()).ok().filter(|named| *named > 0));
            if times.is_some_and(|times| times > most) {
                return None;
            }
            let even = 24_u16.is_multiple_of(hours.max(1));
            if times.is_none() {
                self.count = Some(most).filter(|_| even);
                self.open |= !even;
            }
        }
        Some(())
    }

    fn doses(&mut self) -> Option<Vec<Dose>> {
        if self.ranged || self.choice {
            return Some(Vec::new());
        }
        if !self.usual_meals()? {
            return Some(Vec::new());
        }
        let named = self.timings.len();
        if named > 0 && self.count.is_some_and(|count| usize::from(count) != named) {
            return None;
        }
        let mut doses: Vec<Dose> =
            self.timings.iter().map(|(timing, amount)| Dose { timing: Some(*timing), amount: *amount }).collect();
        if doses.is_empty() {
            let count = usize::from(self.count.filter(|_| !self.open).unwrap_or_default());
            if count <= MOST_TIMES_A_DAY {
                doses = vec![Dose { timing: None, amount: None }; count];
            }
        }
        self.amounts(&mut doses)?;
        doses.retain(|dose| !dose.amount.is_some_and(Ratio::is_zero));
        doses.sort_by_key(|dose| dose.timing);
        (doses.len() <= MOST_TIMES_A_DAY).then_some(doses)
    }

    /// 食後 alone: which meals depends on how many times a day. False where that leaves the times open.
    fn usual_meals(&mut self) -> Option<bool> {
        self.once_each()?;
        let Some(relation) = self.bare else { return Some(true) };
        let mut meals = self.timings.iter().filter_map(|(timing, _)| match timing {
            Timing::Meal(_, relation) => Some(*relation),
            _ => None,
        });
        if meals.by_ref().next().is_some_and(|first| first == relation && meals.all(|other| other == relation)) {
            return Some(true);
        }
        let named = self.timings.len();
        let Some(count) = self.count else { return (named == 0).then_some(false) };
        let usual: &[Meal] = match usize::from(count).checked_sub(named)? {
            3 => &Meal::ALL,
            2 if named == 0 => &[Meal::Breakfast, Meal::Supper],
            1 if named == 0 => &[Meal::Breakfast],
            _ => return None,
        };
        let usual: Vec<_> = usual.iter().map(|meal| (Timing::Meal(*meal, relation), None)).collect();
        self.timings.splice(0..0, usual);
        self.once_each()?;
        Some(true)
    }

    /// Drops times that were said twice; none where they say different amounts.
    fn once_each(&mut self) -> Option<()> {
        let mut once: Vec<(Timing, Option<Ratio>)> = Vec::new();
        for (timing, amount) in std::mem::take(&mut self.timings) {
            match once.iter().find(|(known, _)| *known == timing) {
                None => once.push((timing, amount)),
                Some((_, known)) if *known == amount => {}
                Some(_) => return None,
            }
        }
        self.timings = once;
        Some(())
    }

    /// Brings the amounts together; none where they contradict one another.
    fn amounts(&self, doses: &mut [Dose]) -> Option<()> {
        if self.unclear {
            for dose in doses {
                dose.amount = None;
            }
            return Some(());
        }
        if !self.list.is_empty() {
            let untold = doses.iter().all(|dose| dose.amount.is_none()) && self.each.is_none();
            if !untold || self.list.len() != doses.len() {
                return None;
            }
            for (dose, amount) in doses.iter_mut().zip(&self.list) {
                dose.amount = Some(*amount);
            }
        }
        let given = doses.iter().filter(|dose| dose.amount.is_some()).count();
        if given > 0 {
            let sum = doses.iter().filter_map(|dose| dose.amount).try_fold(Ratio::whole(0), Ratio::plus)?;
            let all =
                given == doses.len() && self.each.is_none_or(|each| doses.iter().all(|dose| dose.amount == Some(each)));
            return (all && [self.total, self.single].into_iter().flatten().all(|day| day == sum)).then_some(());
        }
        let parts = doses.len().max(1);
        let alone = self.single.filter(|_| doses.len() == 1);
        let part = self.each.or_else(|| self.total.and_then(|total| total.divided(parts))).or(alone);
        if let (Some(each), Some(total), false) = (self.each, self.total, doses.is_empty())
            && total.divided(parts) != Some(each)
        {
            return None;
        }
        for dose in doses {
            dose.amount = part;
        }
        Some(())
    }
}
