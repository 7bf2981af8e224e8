//! Phrases of amounts.

use super::super::Ratio;
use super::super::draft::Draft;
use super::super::lexer::Token::{self, Break, Dash, Number, Tilde};
use super::super::words::Word as W;
use super::{count, counts_something};

/// An amount at the front: `2錠`, `1/2錠`, `半錠`, `1錠半`, or a bare `2`; whether it has a unit, and its length.
fn amount(rest: &[Token]) -> Option<(Ratio, bool, usize)> {
    let half = Ratio::of(1, 2)?;
    match *rest {
        [Token::Word(W::Half), ..] => Some((half, true, 1)),
        [Number(whole), Token::Word(W::Unit), Token::Word(W::HalfHour), ..] => Some((whole.plus(half)?, true, 3)),
        [Number(number), Token::Word(W::Unit | W::VerbUnit), ..] => Some((number, true, 2)),
        [Number(number), ..] if !counts_something(rest.get(1)) => Some((number, false, 1)),
        _ => None,
    }
}

pub(super) fn phrase(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    strength(draft, rest)
        .or_else(|| each(draft, rest))
        .or_else(|| whole(draft, rest))
        .or_else(|| list(draft, rest))
        .or_else(|| single(draft, rest))
}

/// 90mg, 1回200mg, 1日40～80mg: understood, and no number of anything that can be counted out.
fn strength(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let at = match *rest {
        [Number(one), Token::Word(W::Times), Number(_), ..] if count(one) == Some(1) => 2,
        [Number(one), Token::Word(W::Day), Number(_), ..] if count(one) == Some(1) => {
            draft.every_day_amount |= matches!(rest, [_, _, _, Token::Word(W::Strength), ..]);
            2
        }
        _ => 0,
    };
    let behind = rest.get(at..)?;
    let length = match behind {
        [Number(_), Token::Word(W::Strength), ..] => 2,
        [Number(_), Tilde | Dash, Number(_), Token::Word(W::Strength), ..] => 4,
        _ => return None,
    };
    let limited = draft.limited(behind.get(length), None);
    Some(at + length + usize::from(limited))
}

/// 1回2錠, 各1滴, 1回1～2錠.
fn each(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let at = match *rest {
        [Number(one), Token::Word(W::Times), ..] if count(one) == Some(1) => 2,
        [Token::Word(W::EachOf), ..] => 1,
        _ => return None,
    };
    let behind = rest.get(at..)?;
    if let [Number(_), Tilde | Dash, Number(_), Token::Word(W::Unit | W::VerbUnit), ..] = behind {
        let limited = draft.limited(behind.get(4), None);
        return Some(at + 4 + usize::from(limited));
    }
    if let [Token::Word(W::Some), ..] = behind {
        return Some(at + 1);
    }
    let (amount, unit, length) = amount(behind)?;
    if !unit {
        return None;
    }
    if draft.limited(behind.get(length), None) {
        return Some(at + length + 1);
    }
    draft.each(amount);
    Some(at + length)
}

/// 1日3錠, 計21錠, 3回に分けて.
fn whole(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    match *rest {
        [Number(one), Token::Word(W::Day), ..] if count(one) == Some(1) => {
            let behind = rest.get(2..)?;
            if let [Number(_), Tilde | Dash, Number(_), Token::Word(W::Unit | W::VerbUnit), ..] = behind {
                draft.every_day_amount = true;
                return Some(6);
            }
            let (amount, unit, length) = amount(behind)?;
            if !unit {
                return None;
            }
            if draft.limited(behind.get(length), None) {
                return Some(3 + length);
            }
            draft.total(amount);
            Some(2 + length)
        }
        [Token::Word(W::Total), ..] => {
            let (_, unit, length) = amount(rest.get(1..)?)?;
            unit.then_some(1 + length)
        }
        // 1錠×3回.
        [Token::Cross, Number(number), Token::Word(W::Times), ..] => {
            draft.multiplied(count(number)?);
            Some(3)
        }
        [Number(number), Token::Word(W::Times), ..] => {
            draft.loose(count(number)?);
            Some(2)
        }
        _ => None,
    }
}

/// 3-2-1, (3,2,1), 4錠－2錠－1錠: two or more with one kind of separator.
fn list(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let (first, mut unit, mut at) = amount(rest)?;
    let separator = *rest.get(at).filter(|token| matches!(token, Dash | Break))?;
    let (first_unit, mut amounts) = (unit, vec![first]);
    while rest.get(at) == Some(&separator) {
        let Some((amount, with_unit, length)) = rest.get(at + 1..).and_then(amount) else { break };
        amounts.push(amount);
        unit = with_unit;
        at += 1 + length;
    }
    // 1-2錠 is from one to two.
    let range = amounts.len() == 2 && separator == Dash && !first_unit && unit;
    if amounts.len() < 2 {
        return None;
    }
    if range {
        draft.unclear = true;
    } else {
        draft.list(amounts);
    }
    Some(at)
}

/// 2錠 behind a time, or on its own.
fn single(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    if let [Number(_), Tilde | Dash, Number(_), Token::Word(W::Unit | W::VerbUnit), ..] = rest {
        draft.unclear = true;
        return Some(4);
    }
    let (amount, unit, length) = amount(rest)?;
    if draft.limited(rest.get(length), None) {
        return unit.then_some(length + 1);
    }
    let each = matches!(rest.get(length), Some(Token::Word(W::Each)));
    draft.single(amount, unit, each)?;
    Some(length + usize::from(each))
}
