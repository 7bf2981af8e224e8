//! Phrases of what is taken when it is needed, and of times that are left open.

use super::super::draft::Draft;
use super::super::lexer::Token::{self, Number};
use super::super::words::Word as W;
use super::count;

pub(super) fn phrase(draft: &mut Draft, rest: &[Token], before: Option<Token>) -> Option<usize> {
    match *rest {
        [Token::Word(W::AsNeeded), ..] => draft.as_needed = true,
        // 頓服時.
        [Token::Word(W::When | W::Clock), ..] if before == Some(Token::Word(W::AsNeeded)) => {}
        // 38.5℃以上.
        [Number(_), Token::Word(W::Degrees), Token::Word(W::Above), ..] => {
            draft.as_needed = true;
            let state = usize::from(matches!(rest.get(3), Some(Token::Word(W::State))));
            let when = usize::from(matches!(rest.get(3 + state), Some(Token::Word(W::When | W::Clock))));
            return Some(3 + state + when);
        }
        // 3回まで: of which stretch is not said.
        [Number(times), Token::Word(W::Times), ..] => {
            count(times)?;
            return draft.limited(rest.get(2), None).then_some(3);
        }
        [Token::Word(W::Open), ..] => draft.open = true,
        [Token::Word(W::Or), ..] => draft.choice = true,
        _ => return occasion(draft, rest),
    }
    Some(1)
}

/// 疼痛時, 咳がひどいとき. Words that are not known may describe it only where something else says that it is as needed.
fn occasion(draft: &mut Draft, rest: &[Token]) -> Option<usize> {
    let describes = |token: &&Token| match token {
        Token::Word(W::Symptom | W::State) | Token::Break | Token::Bracket => true,
        Token::Unknown
        | Number(_)
        | Token::Word(W::Degrees | W::Above | W::Unit | W::Food | W::During)
        | Token::Tilde => draft.explicit,
        _ => false,
    };
    let length = rest.iter().take_while(describes).count();
    let first = rest.first()?;
    let named = matches!(first, Token::Word(W::Symptom) | Token::Unknown);
    let closed = matches!(rest.get(length), Some(Token::Word(W::When | W::Clock)));
    if !named || !closed {
        return None;
    }
    draft.as_needed = true;
    Some(length + 1)
}
