//! From letters to tokens. Nothing is lost but the words that say nothing; what is no word stays as [`Token::Unknown`].

use super::Ratio;
use super::words::{self, Word};
use crate::medication::name;
use crate::rhythm::Weekdays;

/// A piece of a usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Number(Ratio),
    Word(Word),
    /// 月・木, 月曜日.
    Weekdays(Weekdays),
    /// 8:30, in minutes since midnight.
    ClockTime(u16),
    /// `-` between numbers or times.
    Dash,
    /// `~`.
    Tilde,
    Slash,
    /// `×`.
    Cross,
    /// A comma, a point or a blank; only where it stands between amounts or times that would else be one.
    Break,
    /// As [`Self::Break`].
    Bracket,
    /// One or more letters that are no word.
    Unknown,
}

/// The tokens of a text, in linear time.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let text: String = name::folded(text).collect();
    let mut tokens = Tokens { kept: Vec::new(), separator: None };
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let (token, length) = tokens.next(rest, first);
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens.kept
}

struct Tokens {
    kept: Vec<Token>,
    separator: Option<Token>,
}

impl Tokens {
    /// The token at the beginning of a text that is not empty, with its length in bytes.
    fn next(&self, rest: &str, first: char) -> (Token, usize) {
        let after_number = matches!(self.kept.last(), Some(Token::Number(_)));
        if first.is_ascii_digit() {
            return number(rest);
        }
        if !after_number && let Some(found) = weekdays(rest) {
            return found;
        }
        if let Some((word, length)) = words::at(rest) {
            return (Token::Word(word), length);
        }
        if let Some(found) = kanji_number(rest) {
            return found;
        }
        let token = match first {
            'ー' => Token::Dash,
            '~' | '〜' => Token::Tilde,
            '/' => Token::Slash,
            '×' | 'x' | '*' | '✕' => Token::Cross,
            '(' | ')' | '[' | ']' | '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '<' | '>' | '〈' | '〉'
            | '《' | '》' => Token::Bracket,
            '、' | ',' | '・' | '。' | '.' | ':' | ';' => Token::Break,
            blank if blank.is_whitespace() => Token::Break,
            _ => Token::Unknown,
        };
        (token, first.len_utf8())
    }

    fn push(&mut self, token: Token) {
        match token {
            Token::Word(Word::Noise) => {}
            Token::Break | Token::Bracket => self.separator = Some(self.separator.unwrap_or(token)),
            Token::Unknown if self.kept.last() == Some(&Token::Unknown) => {}
            _ => {
                if let (Some(separator), Some(last)) = (self.separator, self.kept.last())
                    && parts(*last, token)
                {
                    self.kept.push(separator);
                }
                self.separator = None;
                self.kept.push(token);
            }
        }
    }
}

/// Whether a separator between these two says something: 3,2,1 is not 321, and 夜・就寝前 is not 夜寝る前.
fn parts(before: Token, behind: Token) -> bool {
    let amount = |token| matches!(token, Token::Number(_) | Token::Word(Word::Unit | Word::VerbUnit | Word::Half));
    let meal = matches!(before, Token::Word(Word::Breakfast | Word::Night | Word::EveryMorning | Word::EveryEvening));
    amount(before) && amount(behind) || meal && matches!(behind, Token::Word(Word::Wake | Word::Bedtime))
}

/// Digits: `3`, `0.5`, `1/2`, `8:30`.
fn number(text: &str) -> (Token, usize) {
    let digits = |text: &str| text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let whole = digits(text);
    let behind = text.get(whole..).unwrap_or_default();
    let further = |mark: char| {
        let rest = behind.strip_prefix(mark)?;
        let length = digits(rest);
        (length > 0).then(|| (rest.get(..length).unwrap_or_default(), whole + mark.len_utf8() + length))
    };
    let plain = || text.get(..whole).and_then(Ratio::decimal);
    if let Some((_, end)) = further('.') {
        return (text.get(..end).and_then(Ratio::decimal).map_or(Token::Unknown, Token::Number), end);
    }
    if let Some((minutes, end)) = further(':').filter(|(minutes, _)| minutes.len() == 2) {
        let hour = plain().and_then(Ratio::count).filter(|hour| *hour < 24);
        let minute = minutes.parse::<u16>().ok().filter(|minute| *minute < 60);
        let time = hour.zip(minute).map(|(hour, minute)| Token::ClockTime(hour * 60 + minute));
        return (time.unwrap_or(Token::Unknown), end);
    }
    if let Some((below, end)) = further('/') {
        let parts = below.parse::<u64>().ok().filter(|parts| (2..=10).contains(parts));
        let above = plain().and_then(Ratio::count).map(u64::from);
        let fraction = above.zip(parts).filter(|(above, parts)| above < parts);
        if let Some(amount) = fraction.and_then(|(above, parts)| Ratio::of(above, parts)) {
            return (Token::Number(amount), end);
        }
    }
    (plain().map_or(Token::Unknown, Token::Number), whole)
}

const KANJI_DIGITS: &str = "一二三四五六七八九";

/// 一 to 九十九, as 一日三回 writes them.
fn kanji_number(text: &str) -> Option<(Token, usize)> {
    let digit = |letter: char| KANJI_DIGITS.chars().zip(1_u32..).find(|(known, _)| *known == letter);
    let mut letters = text.chars().peekable();
    let mut length = 0;
    let mut take = |letters: &mut std::iter::Peekable<std::str::Chars<'_>>| {
        let (letter, value) = digit(*letters.peek()?)?;
        letters.next();
        length += letter.len_utf8();
        Some(value)
    };
    let first = take(&mut letters);
    let value = if letters.peek() == Some(&'十') {
        letters.next();
        let ones = take(&mut letters);
        length += '十'.len_utf8();
        first.unwrap_or(1) * 10 + ones.unwrap_or(0)
    } else {
        first?
    };
    Some((Token::Number(Ratio::whole(value)), length))
}

/// Days of the week: with 曜 or 曜日 behind one of them, or two and more in a row.
fn weekdays(text: &str) -> Option<(Token, usize)> {
    const LETTERS: &str = "月火水木金土日";
    let day_letter = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    let place = |letter: char| LETTERS.chars().position(|known| known == letter);
    let (mut bits, mut count, mut named) = (0_u8, 0, false);
    let mut rest = text;
    loop {
        let next = if count == 0 { rest } else { rest.trim_start_matches(['・', '、', ',', '/', ' ', '\u{3000}']) };
        let Some(day) = next.chars().next().and_then(place) else { break };
        let behind = next.get('月'.len_utf8()..).unwrap_or_default();
        let short = behind.strip_prefix('曜');
        let full = short.map(|short| short.strip_prefix('日').unwrap_or(short));
        // 月1回 and 日3回 are no days of the week, nor is the water of 水で.
        let counted = behind
            .strip_prefix('ニ')
            .unwrap_or(behind)
            .starts_with(|letter: char| letter.is_ascii_digit() || KANJI_DIGITS.contains(letter));
        let longer = words::at(next).is_some_and(|(_, length)| length > day_letter(next));
        if full.is_none() && (counted || longer) {
            break;
        }
        bits |= 1 << day;
        count += 1;
        named |= full.is_some();
        rest = full.unwrap_or(behind);
    }
    let days = Weekdays::from_bits(bits).filter(|_| named || count > 1)?;
    Some((Token::Weekdays(days), text.len() - rest.len()))
}
