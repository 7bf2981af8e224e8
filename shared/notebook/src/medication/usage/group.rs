//! What a group's usage says: its text, its code, and the notes beside it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lexer::{self, Token};
use super::words::Word as W;
use super::{Usage, grammar, jami};
use crate::medication::dispensing::Group;
use crate::medication::name;
use crate::rhythm::Rhythm;

/// What a group's usage says, and what stands in the way where that is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understanding {
    /// What it says.
    pub usage: Usage,
    /// Why it is unknown; none where it is known.
    pub obstacle: Option<Obstacle>,
}

/// Why a usage is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// There is no usage.
    Missing,
    /// Not every word of it, or of a note on how often it is taken, is understood.
    NotUnderstood,
    /// Its code (JAMI 用法コード) says something else than its text.
    CodeDiffers,
}

/// Reads the usage of a group. A note (用法補足, 薬品補足) that speaks of days or occasions belongs to it: 1日1回朝食後
/// beside 隔日 is every second day.
pub fn of_group(group: &Group) -> Understanding {
    let text = group.usage_text.as_deref().unwrap_or_default();
    let mut tokens = lexer::tokens(text);
    let written = !tokens.is_empty();
    let notes = group.notes.iter().chain(group.drugs.iter().flat_map(|drug| &drug.notes));
    for note in notes {
        let said = lexer::tokens(note);
        if speaks_of_days(&said, note) {
            tokens.push(Token::Bracket);
            tokens.extend(said);
        }
    }
    let code = group.usage_code.as_deref().and_then(jami::read);
    let read = if tokens.is_empty() { None } else { grammar::read(&tokens) };
    let unknown = |obstacle| Understanding { usage: Usage::UNKNOWN, obstacle: Some(obstacle) };
    match (read, code) {
        (Some(usage), Some(code)) if !code.agrees_with(&usage) => unknown(Obstacle::CodeDiffers),
        (Some(usage), _) => Understanding { usage, obstacle: None },
        (None, Some(code)) if !written && tokens.is_empty() => {
            let usage = code.usage();
            let obstacle = (usage.rhythm == Rhythm::Unknown).then_some(Obstacle::NotUnderstood);
            Understanding { usage, obstacle }
        }
        (None, _) if tokens.is_empty() && text.trim().is_empty() => unknown(Obstacle::Missing),
        (None, _) => unknown(Obstacle::NotUnderstood),
    }
}

/// Whether a note says on which days or occasions a medicine is taken. Most notes do not, and are free text: めまいがあるときは
/// 運転しない is no occasion to take it, 疼痛時 and nothing else is.
fn speaks_of_days(tokens: &[Token], note: &str) -> bool {
    const SIGNS: [&str; 9] = ["隔", "曜", "透析", "漸", "交互", "奇数", "偶数", "指定日", "日目"];
    let folded = name::fold(note);
    let as_needed = || {
        let read = grammar::read(tokens);
        read.is_some_and(|usage| matches!(usage.rhythm, Rhythm::AsNeeded { .. }))
    };
    SIGNS.iter().any(|sign| folded.contains(sign))
        || (0..tokens.len()).any(|at| begins(tokens.get(at..).unwrap_or_default()))
        || as_needed()
}

fn begins(rest: &[Token]) -> bool {
    use Token::{Number, Word};
    matches!(
        rest,
        [
            Token::Weekdays(_)
                | Word(W::EveryWeek | W::EveryMonth | W::AsNeeded | W::EveryOtherDay | W::EveryOtherWeek),
            ..,
        ] | [
            Number(_),
            Word(W::Day | W::DaySpan | W::Week | W::Weeks | W::Months),
            Number(_) | Word(W::Apart | W::Every | W::Pause),
            ..,
        ] | [Number(_), Word(W::Times | W::Unit), Word(W::UpTo), ..]
            | [Number(_), Word(W::Cast), ..]
            | [Word(W::Week | W::Month), Number(_), ..]
            | [Number(_), Word(W::Hours), Word(W::Every), ..]
    )
}
