//! Text that a person typed: bounded, and free of what would make it lie.
//!
//! Every letter of every script survives unchanged (𠮷, 髙, 﨑, half-width kana, emoji). Refused are NUL and other
//! control characters, the bidirectional overrides that make a text read differently from what it is, and towers of marks on one
//! letter, which cover the lines around them and widen a page (more than thirty: Unicode's Stream-Safe Text Format, UAX #15).
//!
//! A text may have several lines. Where it is set into a line of something else (a summary, a record, a cell, a notification),
//! it goes through [`one_line`], so that no typed line break begins a line that the person did not write. Where one line is
//! all that is meant, its type is [`Line`](crate::line::Line), which does so on the way in.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use unicode_normalization::char::is_combining_mark;

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
    /// A letter with more marks on it than any script has.
    Marks,
}

impl From<TextError> for Wrong {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::TooLong(most) => Self::TooLong { most },
            TextError::Forbidden => Self::Forbidden,
            TextError::Marks => Self::Marks,
        }
    }
}

/// A bounded text in one of its forms, made from what somebody typed.
pub trait Typed: Sized {
    /// Most characters.
    const MAX: usize;

    /// Parses it.
    fn typed(text: &str) -> Result<Self, TextError>;
}

impl<const MAX: usize> Typed for Text<MAX> {
    const MAX: usize = MAX;

    fn typed(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl<const MAX: usize> Text<MAX> {
    /// Parses a text; see the module for what is refused.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let trimmed = text.trim();
        if trimmed.chars().all(|c| is_ignorable(c) || c.is_whitespace()) {
            return Err(TextError::Empty);
        }
        if trimmed.chars().nth(MAX).is_some() {
            return Err(TextError::TooLong(MAX));
        }
        if trimmed.chars().any(is_forbidden) {
            return Err(TextError::Forbidden);
        }
        if has_tower(trimmed) {
            return Err(TextError::Marks);
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

/// Most marks on one letter.
const MOST_MARKS: usize = 30;

fn has_tower(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        // Before the first mark of Unicode, and kana and kanji: nearly every character of a Japanese text.
        let is_usual = matches!(c, '\0'..='\u{2FF}' | '\u{309B}'..='\u{A66E}');
        marks = match c {
            _ if is_usual => 0,
            _ if is_combining_mark(c) => marks + 1,
            // What is not seen begins no letter.
            _ if is_ignorable(c) => marks,
            _ => 0,
        };
        marks > MOST_MARKS
    })
}

fn is_forbidden(c: char) -> bool {
    let line_break_or_tab = matches!(c, '\n' | '\t');
    (c.is_control() && !line_break_or_tab) || is_direction(c) || is_noncharacter(c)
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm: they make a line read differently.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}')
}

/// Ends a line, or could for some reader: every control character, tabs and escape sequences among them, and the two
/// separators of Unicode.
fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Is not seen and changes how the rest is read, or makes two texts that look alike differ: direction, format controls,
/// annotations, byte order mark, spaces without width. Joiners and variation selectors stay: emoji and names are written with
/// them.
fn is_unseen(c: char) -> bool {
    is_direction(c)
        || is_noncharacter(c)
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}')
}

/// Leaves no mark of its own on a page: what [`one_line`] drops, joiners and variation selectors, fillers and the empty braille
/// cell (Unicode's `Default_Ignorable_Code_Point`, and what is blank without being white space). Texts are kept with them;
/// whoever compares texts compares without them, and a text of nothing else is empty.
pub fn is_ignorable(c: char) -> bool {
    // Nearly every character of a Japanese text, asked for first: ASCII, kana and kanji.
    let is_usual = matches!(c, ' '..='~' | '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{D7FF}');
    !is_usual
        && (is_unseen(c)
            || matches!(c, '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}')
            || matches!(c, '\u{200C}' | '\u{200D}' | '\u{2065}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}')
            || matches!(c, '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{E0000}'..='\u{E0FFF}'))
}

/// Whether a character stays as it is in [`one_line`].
pub fn is_in_line(c: char) -> bool {
    // Nearly every character of a Japanese text, asked for first: ASCII, kana and kanji, full-width forms.
    matches!(c, ' '..='~' | '\u{3000}'..='\u{D7FF}' | '\u{FF01}'..='\u{FFEF}') || (!breaks_line(c) && !is_unseen(c))
}

/// A text as one line, whoever typed it and however it came into the notebook: what ends a line, with the spaces around it,
/// becomes one space; what is not seen and turns the direction of reading goes. Every letter stays, and a text that is one
/// line already is given back as it is.
///
/// The one way in which a typed text enters a line of a summary, a record of the exchange format, a cell of a table, a
/// printed line or a notification.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_in_line) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut broken = false;
    for c in text.chars().filter(|c| !is_unseen(*c)) {
        if breaks_line(c) {
            broken = true;
        } else if !(broken && c == ' ') {
            if std::mem::take(&mut broken) {
                line.truncate(line.trim_end_matches(' ').len());
                line.push(' ');
            }
            line.push(c);
        }
    }
    let end = if broken { line.trim_end_matches(' ').len() } else { line.len() };
    line.truncate(end);
    Cow::Owned(line.strip_prefix(' ').map_or_else(|| line.clone(), str::to_owned))
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
        assert_eq!(Text::<3>::parse(" \u{200B}\u{2060}"), Err(TextError::Empty));
        for blank in
            ["\u{3164}", "\u{2800} \u{FFA0}", "\u{200D}\u{FE0F}", "\u{E0100}\u{E0061}", "\u{115F}\u{34F}\u{180C}"]
        {
            assert_eq!(Text::<9>::parse(blank), Err(TextError::Empty), "{blank:?}");
        }
    }

    #[test]
    fn r36_a_letter_has_the_marks_that_scripts_write_and_no_tower() {
        for kept in ["が か\u{3099}", "Z\u{351}\u{36b}\u{343}a\u{328}", "नमस्ते क्षत्रिय", "葛\u{E0100}城"]
        {
            assert_eq!(Text::<40>::parse(kept).unwrap().as_str(), kept);
        }
        let tower = |height| format!("薬{}", "\u{300}\u{315}\u{347}".repeat(height));
        assert!(Text::<200>::parse(&format!("{0}{0}", tower(10))).is_ok());
        assert_eq!(Text::<200>::parse(&tower(11)), Err(TextError::Marks));
        assert_eq!(Text::<200>::parse(&format!("{}\u{200D}{}", tower(9), "\u{300}".repeat(4))), Err(TextError::Marks));
        for c in (0..=0x0010_FFFF).filter_map(char::from_u32) {
            let is_mark = has_tower(&c.to_string().repeat(MOST_MARKS + 1));
            assert_eq!(is_mark, is_combining_mark(c), "{c:?}");
        }
    }

    #[test]
    fn the_characters_that_are_asked_for_first_are_in_line_by_the_rule() {
        for c in (0..=0x0010_FFFF).filter_map(char::from_u32) {
            assert_eq!(is_in_line(c), !breaks_line(c) && !is_unseen(c), "{c:?}");
        }
    }

    #[test]
    fn r36_a_text_in_several_lines_becomes_one_and_keeps_every_letter() {
        for same in ["𠮷野家", "髙﨑①〜　ﾊﾝｶｸ", "a  b", " a ", "👩\u{200D}👩\u{200D}👧", "葛\u{E0100}", ""]
        {
            assert!(matches!(one_line(same), Cow::Borrowed(text) if text == same), "{same:?}");
        }
        for (typed, line) in [
            ("アラオ\nハナコ", "アラオ ハナコ"),
            ("a \r\n\t b", "a b"),
            ("a\u{2028}■b", "a ■b"),
            ("a\u{2029}b\u{85}c\u{B}d\u{C}e", "a b c d e"),
            ("\na\n", "a"),
            ("a\0b\u{1b}[31mc", "a b [31mc"),
            ("\u{202E}a\u{2066}b\u{200F}c\u{61C}", "abc"),
            ("\u{FEFF}=1\u{FFF9}", "=1"),
            ("\n\n", ""),
        ] {
            assert_eq!(one_line(typed), line, "{typed:?}");
        }
        for code in 0..=0x0010_FFFF_u32 {
            let Some(c) = char::from_u32(code) else { continue };
            let line = one_line(&format!("a{c}b")).into_owned();
            assert_eq!(line.lines().count(), 1, "{code:x}");
            assert!(!line.contains(|c: char| c.is_control() || "\u{2028}\u{2029}".contains(c) || is_forbidden(c)));
            if !c.is_control() && Text::<9>::parse(&format!("a{c}b")).is_ok() && is_in_line(c) {
                assert_eq!(line, format!("a{c}b"), "{code:x}");
            }
        }
    }

    #[test]
    fn a_debug_line_does_not_show_the_text() {
        assert_eq!(format!("{:?}", Text::<9>::parse("秘密").unwrap()), "Text(6 bytes)");
    }
}
