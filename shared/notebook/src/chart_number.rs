//! 診察券番号: an institution's own number for a person.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::line::Line;
use crate::text::{TextError, Typed};
use crate::wrong::Wrong;

/// Most characters of one.
const MOST: usize = 40;

/// An institution's own number for a person, as it is printed on its card: one line, in half width, so that one that was typed
/// with a Japanese keyboard is found by one that was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ChartNumber(Line<MOST>);

impl ChartNumber {
    /// Parses what was typed.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Line::parse(&text.chars().map(half_width).collect::<String>()).map(Self)
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The letter in half width, where it has one; whatever stands for a hyphen is one.
fn half_width(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => u32::from(letter).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(letter),
        '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => letter,
    }
}

impl Typed for ChartNumber {
    const MAX: usize = MOST;

    fn typed(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for ChartNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|error| de::Error::custom(Wrong::from(error)))
    }
}

impl JsonSchema for ChartNumber {
    fn schema_name() -> Cow<'static, str> {
        "ChartNumber".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Line::<MOST>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r36_what_was_typed_in_full_width_is_kept_in_half_width() {
        for (typed, kept) in [
            ("１０３８２", "10382"),
            ("ＡＢ－１２３", "AB-123"),
            ("12‐3−4", "12-3-4"),
            (" 内　４２\n", "内 42"),
            ("髙﨑𠮷", "髙﨑𠮷"),
        ] {
            assert_eq!(ChartNumber::parse(typed).unwrap().as_str(), kept, "{typed:?}");
        }
    }

    #[test]
    fn r36_nothing_too_much_and_control_characters_are_no_number() {
        assert_eq!(ChartNumber::parse("\u{3000}"), Err(TextError::Empty));
        assert_eq!(ChartNumber::parse(&"１".repeat(41)), Err(TextError::TooLong(40)));
        assert!(ChartNumber::parse(&"１".repeat(40)).is_ok());
        for typed in ["1\u{0}2", "1\u{7}2", "\u{202E}12"] {
            assert_eq!(ChartNumber::parse(typed), Err(TextError::Forbidden), "{typed:?}");
        }
    }
}
