//! Phrases of days, weeks, months and hours, and how often in them.

use super::super::draft::Draft;
use super::super::lexer::Token::{self, Break, Dash, Number, Slash, Tilde};
use super::super::words::Word as W;
use super::super::{Meal, Ratio};
use super::{count, counts_something, is_times};
use crate::rhythm::Rhythm;

/// How long the stretch is in which so many doses are counted.
#[derive(Clone, Copy)]
enum Stretch {
    Days(u16),
    Weeks(u16),
    Months(u16),
}

impl Stretch {
    fn of(length: Ratio, unit: Token) -> Option<Self> {
        let length = count(length)?;
        match unit {
            Token::Word(W::Day | W::DaySpan) => Some(Self::Days(length)),
            Token::Word(W::Week | W::Weeks) => Some(Self::Weeks(length)),
            Token::Word(W::Months) => Some(Self::Months(length)),
            _ => None,
        }
    }

    /// In days; none for months, which differ.
    fn days(self) -> Option<u16> {
        match self {
            Self::Days(days) => Some(days),
            Self::Weeks(weeks) => weeks.checked_mul(7),
            Self::Months(_) => None,
        }
    }
}

pub(super) fn phrase(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    on_and_off(draft, rest)
        .or_else(|| counted(draft, rest))
        .or_else(|| spaced(draft, rest))
        .or_else(|| named(draft, rest))
}

/// 14日服用7日休薬, 4投3休.
fn on_and_off(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let (on, off, length) = match *rest {
        [Number(on), a, Number(off), b, Token::Word(W::Pause), ..] => {
            (Stretch::of(on, a)?.days()?, Stretch::of(off, b)?.days()?, 5)
        }
        [Number(on), Token::Word(W::Cast), Number(off), Token::Word(W::Pause), ..] => (count(on)?, count(off)?, 4),
        _ => return None,
    };
    draft.rhythm(Rhythm::DaysOnOff { on, off }.checked()?);
    Some(length)
}

/// 1日3回, 2日に1回, 週3回, 月1回: so many times in a stretch.
fn counted(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let one = Ratio::whole(1);
    let (stretch, taken) = match *rest {
        [Number(length), unit, ..] if Stretch::of(length, unit).is_some() => (Stretch::of(length, unit)?, 2),
        [Token::Word(W::Day), ..] => (Stretch::Days(1), 1),
        [Token::Word(W::EveryDay), ..] => {
            draft.every_day = true;
            (Stretch::Days(1), 1)
        }
        [Token::Word(W::Week | W::EveryWeek), ..] => (Stretch::Weeks(1), 1),
        [Token::Word(W::Month | W::EveryMonth), ..] => (Stretch::Months(1), 1),
        _ => return None,
    };
    let behind = rest.get(taken..)?;
    match *behind {
        [Number(_), Tilde | Dash, Number(most), times, ..] if is_times(times) => {
            let daily = matches!(stretch, Stretch::Days(1));
            let limited = draft.limited(behind.get(4), count(most).filter(|_| daily));
            if !daily && !limited {
                draft.contradict();
            }
            draft.ranged = true;
            Some(taken + 4 + usize::from(limited))
        }
        [Number(number), times, ..] if is_times(times) => {
            let number = count(number)?;
            let daily = matches!(stretch, Stretch::Days(1));
            if draft.limited(behind.get(2), Some(number).filter(|_| daily)) {
                return Some(taken + 3);
            }
            so_often(draft, stretch, number)?;
            Some(taken + 2)
        }
        // 週3日, but not 1週間 1日3回.
        [Number(number), Token::Word(W::Day), ..]
            if matches!(stretch, Stretch::Weeks(1)) && !counts_on(behind.get(2..)?) =>
        {
            so_often(draft, stretch, count(number)?)?;
            Some(taken + 2)
        }
        // 週1 朝食後.
        [Number(number), ..] if taken == 1 && !matches!(stretch, Stretch::Days(_)) && !goes_on(behind.get(1)) => {
            if number != one && matches!(stretch, Stretch::Months(_)) {
                return None;
            }
            so_often(draft, stretch, count(number)?)?;
            Some(taken + 1)
        }
        _ => None,
    }
}

fn so_often(draft: &mut Draft, stretch: Stretch, number: u16) -> Option<()> {
    match stretch {
        Stretch::Days(1) => draft.count(number),
        Stretch::Weeks(1) => draft.rhythm(Rhythm::per_week(number)?),
        Stretch::Months(1) if number == 1 => draft.rhythm(Rhythm::Monthly),
        stretch if number == 1 => draft.rhythm(Rhythm::every(stretch.days()?)?),
        // 2日に3回: no rhythm of ours, and no other reading of the words may take its place.
        _ => draft.contradict(),
    }
    Some(())
}

/// Whether a clause of its own begins: 3回.
fn counts_on(rest: &[Token]) -> bool {
    matches!(rest, [Number(_), Token::Word(W::Times | W::Unit), ..])
}

/// Whether the number before this token counts something else.
fn goes_on(token: Option<&Token>) -> bool {
    matches!(
        token,
        Some(
            Tilde
                | Dash
                | Slash
                | Break
                | Number(_)
                | Token::Word(
                    W::Unit
                        | W::VerbUnit
                        | W::Day
                        | W::DaySpan
                        | W::Supply
                        | W::Hours
                        | W::Clock
                        | W::Minutes
                        | W::Week
                        | W::Weeks
                        | W::Months
                        | W::HalfHour
                )
        )
    )
}

/// 2日おき, 3日毎, 毎4週, 1ヶ月ごと; what was handed out (7日分) and for how long (14日間) says nothing of the rhythm.
fn spaced(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let (stretch, apart, taken) = match *rest {
        // 毎2日に3回: three times in two days, on nobody knows which.
        [Token::Word(W::Every), Number(_), _, Number(number), times, ..]
            if is_times(times) && number != Ratio::whole(1) =>
        {
            return None;
        }
        [Number(length), unit, Token::Word(W::Every), ..] | [Token::Word(W::Every), Number(length), unit, ..] => {
            (Stretch::of(length, unit)?, 0, 3)
        }
        [Number(length), unit, Token::Word(W::Apart), ..] => (Stretch::of(length, unit)?, 1, 3),
        [Number(_), Token::Word(W::Supply | W::DaySpan | W::Weeks), ..] => return Some(2),
        _ => return None,
    };
    let rhythm = match stretch {
        Stretch::Days(days) => Rhythm::every(days.checked_add(apart)?)?,
        Stretch::Weeks(weeks) => Rhythm::every(weeks.checked_add(apart)?.checked_mul(7)?)?,
        Stretch::Months(1) if apart == 0 => Rhythm::Monthly,
        Stretch::Months(_) => return None,
    };
    if rhythm == Rhythm::Daily {
        draft.every_day = true;
    } else {
        draft.rhythm(rhythm);
    }
    Some(taken)
}

/// 隔日, 毎週月曜, 月・木, 毎日, 毎朝.
fn named(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    match *rest {
        [Token::Word(W::Week | W::EveryWeek), Token::Weekdays(days), ..] => {
            draft.rhythm(Rhythm::Weekdays { days });
            return Some(2);
        }
        [Token::Weekdays(days), ..] => draft.rhythm(Rhythm::Weekdays { days }),
        [Token::Word(W::EveryWeek), ..] => draft.rhythm(Rhythm::per_week(1)?),
        [Token::Word(W::EveryOtherDay), ..] => draft.rhythm(Rhythm::every(2)?),
        [Token::Word(W::EveryOtherWeek), ..] => draft.rhythm(Rhythm::every(14)?),
        [Token::Word(W::EveryDay), ..] => draft.every_day = true,
        [Token::Word(W::EveryMorning), ..] => {
            draft.every_day = true;
            draft.meal(Meal::Breakfast);
        }
        _ => return None,
    }
    Some(1)
}

/// 6時間以上あけて, 4～6時間間隔をあけて: how close two doses may come, which says nothing of how many there are.
fn spacing(rest: &[Token]) -> Option<usize> {
    let hours = match *rest {
        [Number(_), Token::Word(W::Hours), ..] => 2,
        [Number(_), Tilde, Number(_), Token::Word(W::Hours), ..] => 4,
        _ => return None,
    };
    let is = |at: usize, words: &[W]| matches!(rest.get(at), Some(Token::Word(word)) if words.contains(word));
    let above = usize::from(is(hours, &[W::Above]));
    let interval = usize::from(is(hours + above, &[W::Interval, W::Apart]));
    let gap = usize::from(is(hours + above + interval, &[W::Gap]));
    (gap + above * interval > 0).then_some(hours + above + interval + gap)
}

/// 8時間毎, 毎8時間, 6時間以上あけて, 分3, 3回/日.
pub(super) fn hours(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    if let Some(length) = spacing(rest) {
        return Some(length);
    }
    match *rest {
        [Number(hours), Token::Word(W::Hours), Token::Word(W::Every | W::Apart | W::Interval), ..]
        | [Token::Word(W::Every), Number(hours), Token::Word(W::Hours), ..] => {
            draft.interval(count(hours)?);
            Some(3)
        }
        [
            Number(_),
            Tilde | Dash,
            Number(most),
            Token::Word(W::Hours),
            Token::Word(W::Every | W::Apart | W::Interval),
            ..,
        ]
        | [Token::Word(W::Every), Number(_), Tilde | Dash, Number(most), Token::Word(W::Hours), ..] => {
            // More than a day apart is not every day, whatever else is said.
            count(most).filter(|hours| *hours <= 24)?;
            draft.ranged = true;
            Some(5)
        }
        [Token::Word(W::Minutes), Number(_), Tilde | Dash, Number(_), ..] if !counts_something(rest.get(4)) => {
            draft.ranged = true;
            Some(4)
        }
        [Token::Word(W::Minutes), Number(parts), ..] if !counts_something(rest.get(2)) => {
            draft.divided(count(parts)?);
            Some(2)
        }
        [Number(number), Token::Word(W::Times), Slash, Token::Word(W::Day), ..] => {
            draft.count(count(number)?);
            Some(4)
        }
        _ => None,
    }
}
