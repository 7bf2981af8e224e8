//! Phrases of times of day.

use super::super::draft::Draft;
use super::super::lexer::Token::{self, ClockTime, Number};
use super::super::words::Word as W;
use super::super::{Meal, Relation, Timing};
use super::count;
use crate::alarm::TimeOfDay;

/// What a word says of a meal.
fn relation(token: Token) -> Option<Relation> {
    match token {
        Token::Word(W::Before) => Some(Relation::Before),
        Token::Word(W::JustBefore) => Some(Relation::JustBefore),
        Token::Word(W::During | W::Clock | W::When) => Some(Relation::During),
        Token::Word(W::JustAfter) => Some(Relation::JustAfter),
        Token::Word(W::After) => Some(Relation::After),
        Token::Word(W::Between) => Some(Relation::Between),
        _ => None,
    }
}

pub(super) fn phrase(draft: &mut Draft, rest: &[Token], before: Option<Token>) -> Option<usize> {
    meals(draft, rest, before).or_else(|| ends_of_the_day(draft, rest, before)).or_else(|| clock(draft, rest))
}

/// 朝食後, 毎食前, 食後30分, 食事の2時間後.
fn meals(draft: &mut Draft, rest: &[Token], before: Option<Token>) -> Option<usize> {
    match *rest {
        [Token::Word(W::EveryMeal), ..] => Meal::ALL.into_iter().for_each(|meal| draft.meal(meal)),
        [Token::Word(W::Breakfast), ..] => draft.meal(Meal::Breakfast),
        [Token::Word(W::Lunch), ..] => draft.meal(Meal::Lunch),
        // 夜寝る前 is one time, 夜・寝る前 may be two.
        [Token::Word(W::Night), Token::Word(W::Bedtime), ..] => {}
        [Token::Word(W::Supper | W::Night), ..] => draft.meal(Meal::Supper),
        [Token::Word(W::EveryEvening), ..] => {
            draft.every_day = true;
            if !matches!(rest.get(1), Some(Token::Word(W::Bedtime))) {
                draft.meal(Meal::Supper);
            }
        }
        [Token::Word(W::WithFood), ..] => draft.relation(Relation::During),
        [Token::Word(W::Food), ..] => return food(draft, rest, 1),
        _ if before == Some(Token::Word(W::EveryMeal)) => return food(draft, rest, 0),
        [Number(minutes), Token::Word(W::Minutes), ..] => {
            // 食前30分: near enough to what 食前 means.
            let near = count(minutes)? <= 30 && matches!(draft.last, Some(Relation::Before | Relation::After));
            let within = matches!(rest.get(2), Some(Token::Word(W::Within)));
            let again = rest.get(2 + usize::from(within)).copied().and_then(relation);
            let same = again.is_some() && again == draft.last;
            return near.then_some(2 + usize::from(within) + usize::from(same));
        }
        [Number(hours), Token::Word(W::Hours), ..] if count(hours) == Some(2) => {
            let late = matches!(draft.last, Some(Relation::After | Relation::Between));
            let again = matches!(rest.get(2), Some(Token::Word(W::After)));
            late.then(|| draft.later())?;
            return Some(2 + usize::from(again));
        }
        _ => return None,
    }
    Some(1)
}

/// What stands behind 食: 後, 前, 間, 2時間後; or nothing (朝食).
fn food(draft: &mut Draft, rest: &[Token], at: usize) -> Option<usize> {
    let behind = rest.get(at..)?;
    match *behind {
        [Number(minutes), Token::Word(W::Minutes), Token::Word(side @ (W::Before | W::After)), ..] => {
            (count(minutes)? <= 30)
                .then(|| draft.relation(if side == W::Before { Relation::Before } else { Relation::After }))?;
            Some(at + 3)
        }
        [Number(hours), Token::Word(W::Hours), Token::Word(W::After), ..] if count(hours) == Some(2) => {
            draft.relation(Relation::Between);
            Some(at + 3)
        }
        [token, ..] if relation(token).is_some() => {
            draft.relation(relation(token)?);
            Some(at + 1)
        }
        // 朝食 alone is the morning.
        _ => (at > 0 && draft.has_meals()).then_some(at),
    }
}

/// 起床時, 就寝前.
fn ends_of_the_day(draft: &mut Draft, rest: &[Token], before: Option<Token>) -> Option<usize> {
    let separated = matches!(before, Some(Token::Break | Token::Bracket));
    match *rest {
        [Token::Word(W::Wake), ..] => {
            match before {
                Some(Token::Word(W::Breakfast | W::EveryMorning)) => draft.forget_meal(),
                _ if separated => draft.needs_count = true,
                _ => {}
            }
            draft.timing(Timing::Wake);
            Some(1)
        }
        [Token::Word(W::Bedtime), ..] => {
            draft.needs_count |= separated;
            draft.timing(Timing::Bedtime);
            Some(1)
        }
        [Token::Word(W::Bed), Number(minutes), Token::Word(W::Minutes), Token::Word(W::Before), ..] => {
            (count(minutes)? <= 30).then(|| draft.timing(Timing::Bedtime))?;
            Some(4)
        }
        _ => None,
    }
}

/// 15時, 午後3時, 8:30.
fn clock(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let (noon, at) = match rest.first()? {
        Token::Word(W::Am) => (Some(0), 1),
        Token::Word(W::Pm) => (Some(12), 1),
        _ => (None, 0),
    };
    let (minutes, taken) = match *rest.get(at..)? {
        [ClockTime(minutes), ..] => (minutes, 1),
        [Number(hour), Token::Word(W::Clock), Token::Word(W::HalfHour), ..] => (hour.count()?.checked_mul(60)? + 30, 3),
        [Number(hour), Token::Word(W::Clock), Number(minute), Token::Word(W::Minutes), ..] => {
            (hour.count()?.checked_mul(60)?.checked_add(minute.count().filter(|minute| *minute < 60)?)?, 4)
        }
        [Number(hour), Token::Word(W::Clock | W::When), ..] => (hour.count()?.checked_mul(60)?, 2),
        _ => return None,
    };
    let minutes = match noon {
        Some(noon) if minutes <= 12 * 60 => minutes % (12 * 60) + noon * 60,
        Some(_) => return None,
        None => minutes,
    };
    draft.timing(Timing::At(TimeOfDay::from_minutes(minutes)?));
    Some(at + taken)
}
