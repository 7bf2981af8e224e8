//! Text that a person types where one line is meant: a name, a label, a department, a code, a reason.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::text::{Text, TextError, Typed, one_line};
use crate::wrong::Wrong;

/// A [`Text`] of one line. What ends a line becomes a space on the way in ([`one_line`]), so that what is kept is what is
/// shown wherever it stands in a line of something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Line<const MAX: usize>(Text<MAX>);

impl<const MAX: usize> Line<MAX> {
    /// Parses a text as [`Text::parse`] does, and brings it into one line.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = Text::parse(text)?;
        match one_line(text.as_str()) {
            Cow::Borrowed(_) => Ok(Self(text)),
            Cow::Owned(line) => Text::parse(&line).map(Self),
        }
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The line, owned.
    pub fn into_string(self) -> String {
        self.0.into_string()
    }
}

impl<const MAX: usize> From<Line<MAX>> for Text<MAX> {
    fn from(line: Line<MAX>) -> Self {
        line.0
    }
}

impl<const MAX: usize> From<Line<MAX>> for Option<Text<MAX>> {
    fn from(line: Line<MAX>) -> Self {
        Some(line.0)
    }
}

impl<const MAX: usize> Typed for Line<MAX> {
    const MAX: usize = MAX;

    fn typed(text: &str) -> Result<Self, TextError> {
        Self::parse(text)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Line<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|error| de::Error::custom(Wrong::from(error)))
    }
}

/// Says in a schema that line breaks become spaces.
pub const ONE_LINE: &str = "x-one-line";

impl<const MAX: usize> JsonSchema for Line<MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Line{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX, (ONE_LINE): true })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r36_what_is_typed_in_several_lines_is_kept_as_one() {
        for (typed, kept) in [
            ("朝の薬\n夜の薬", "朝の薬 夜の薬"),
            (" a \r\n b ", "a b"),
            ("a\u{2028}■b", "a ■b"),
            ("髙﨑　ﾊﾝｶｸ", "髙﨑　ﾊﾝｶｸ"),
            ("\u{FEFF}a\tb", "a b"),
        ] {
            let typed = typed.replace('\r', "");
            assert_eq!(Line::<20>::parse(&typed).unwrap().as_str(), kept, "{typed:?}");
        }
        assert_eq!(Line::<9>::parse("\u{200B}\n\u{200B}"), Err(TextError::Empty));
        assert_eq!(Line::<3>::parse("a\nbc"), Err(TextError::TooLong(3)));
        assert_eq!(Line::<9>::parse("a\0b"), Err(TextError::Forbidden));
    }

    #[test]
    fn what_was_kept_with_line_breaks_is_read_as_one_line() {
        assert_eq!(serde_json::from_str::<Line<9>>(r#""a\nb""#).unwrap().as_str(), "a b");
    }
}
