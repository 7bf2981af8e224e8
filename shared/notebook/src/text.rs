//! Text that a person typed: bounded, and free of what would make it lie.
//!
//! Every letter of every script survives unchanged (𠮷, 髙, 﨑, half-width kana, emoji). Refused are NUL and other
//! control characters, and the bidirectional overrides that make a text read differently from what it is.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::wrong::Wrong;

/// Text of 1 to `MAX` characters (Unicode scalar values), trimmed of white space at both ends.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Text<const MAX: usize>(String);

/// Why a text was refused. The message never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextError {
    /// Nothing but white space.
    Empty,
    /// More than this many characters.
    TooLong(usize),
    /// A control character or a bidirectional override.
    Forbidden,
}

impl From<TextError> for Wrong {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::TooLong(most) => Self::TooLong { most },
            TextError::Forbidden => Self::Forbidden,
        }
    }
}

impl<const MAX: usize> Text<MAX> {
    /// Parses a text; see the module for what is refused.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(TextError::Empty);
        }
        if trimmed.chars().nth(MAX).is_some() {
            return Err(TextError::TooLong(MAX));
        }
        if trimmed.chars().any(is_forbidden) {
            return Err(TextError::Forbidden);
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn is_forbidden(c: char) -> bool {
    let line_break_or_tab = matches!(c, '\n' | '\t');
    let direction =
        matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}');
    let noncharacter = matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}');
    (c.is_control() && !line_break_or_tab) || direction || noncharacter
}

/// Never the text itself: a `Debug` line may end in a log.
impl<const MAX: usize> fmt::Debug for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|error| de::Error::custom(Wrong::from(error)))
    }
}

impl<const MAX: usize> JsonSchema for Text<MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Text{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r36_every_letter_survives_and_what_lies_is_refused() {
        for kept in ["𠮷野家", "髙﨑①〜", "ﾊﾝｶｸ", "á\nb", "👩‍👩‍👧", "Zoë"] {
            assert_eq!(Text::<40>::parse(kept).unwrap().as_str(), kept);
        }
        for refused in ["a\0b", "a\u{202E}b", "a\u{2066}b", "\u{1b}[31m", "a\u{85}b"] {
            assert_eq!(Text::<40>::parse(refused), Err(TextError::Forbidden));
        }
        assert_eq!(Text::<3>::parse("𠮷𠮷𠮷𠮷"), Err(TextError::TooLong(3)));
        assert_eq!(Text::<3>::parse(" \u{3000}\t"), Err(TextError::Empty));
    }

    #[test]
    fn a_debug_line_does_not_show_the_text() {
        assert_eq!(format!("{:?}", Text::<9>::parse("秘密").unwrap()), "Text(6 bytes)");
    }
}
