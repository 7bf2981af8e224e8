//! From tokens to what they say. Each step takes a phrase that it knows from the front; a token that no phrase begins with
//! ends the reading.

mod amounts;
mod days;
mod needs;
mod times;

use super::draft::Draft;
use super::lexer::Token;
use super::words::Word as W;
use super::{Ratio, Usage};

/// What the tokens say; none where one of them is not understood or two contradict one another.
pub(super) fn read(tokens: &[Token]) -> Option<Usage> {
    let explicit = tokens.iter().any(|token| matches!(token, Token::Word(W::AsNeeded | W::UpTo)));
    let mut draft = Draft::default();
    draft.explicit = explicit;
    let mut rest = tokens;
    let mut before = None;
    while !rest.is_empty() {
        let taken = step(&mut draft, rest, before)?;
        before = rest.get(taken.checked_sub(1)?).copied();
        rest = rest.get(taken..)?;
    }
    draft.finish()
}

/// How many tokens the phrase at the front has.
fn step(draft: &mut Draft, rest: &[Token], before: Option<Token>) -> Option<usize> {
    days::phrase(draft, rest)
        .or_else(|| days::hours(draft, rest))
        .or_else(|| times::phrase(draft, rest, before))
        .or_else(|| needs::phrase(draft, rest, before))
        .or_else(|| amounts::phrase(draft, rest))
        .or_else(|| skipped(rest, before))
}

/// A separator, and words that say something only beside others.
fn skipped(rest: &[Token], before: Option<Token>) -> Option<usize> {
    let between_times = || {
        let time = |token: Option<Token>| {
            token.is_some_and(|token| {
                matches!(token, Token::Word(word) if is_time(word)) || matches!(token, Token::ClockTime(_))
            })
        };
        time(before) && time(rest.get(1).copied())
    };
    match rest.first()? {
        Token::Break | Token::Bracket | Token::Word(W::Some | W::VerbUnit | W::Each) => Some(1),
        Token::Slash | Token::Dash if between_times() => Some(1),
        // × 7日分
        Token::Cross if matches!(rest, [_, Token::Number(_), Token::Word(W::Supply), ..]) => Some(1),
        _ => None,
    }
}

fn is_time(word: W) -> bool {
    matches!(
        word,
        W::Breakfast
            | W::Lunch
            | W::Supper
            | W::Night
            | W::Food
            | W::Before
            | W::JustBefore
            | W::After
            | W::JustAfter
            | W::Between
            | W::Wake
            | W::Bedtime
    )
}

/// A whole number above nothing.
fn count(amount: Ratio) -> Option<u16> {
    amount.count().filter(|count| *count > 0)
}

fn is_times(token: Token) -> bool {
    matches!(token, Token::Word(W::Times | W::Degrees))
}

/// Whether this word makes a count of the number before it: 日, 回, 時間. Then the number is nothing else.
fn counts_something(token: Option<&Token>) -> bool {
    matches!(
        token,
        Some(Token::Word(
            W::Day
                | W::DaySpan
                | W::Supply
                | W::Times
                | W::Degrees
                | W::Hours
                | W::Clock
                | W::When
                | W::Minutes
                | W::Week
                | W::Weeks
                | W::Months
                | W::Cast
                | W::Above
        ))
    )
}
