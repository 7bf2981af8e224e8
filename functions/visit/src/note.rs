//! Text that may be left out or taken away again.

use std::fmt;

use notebook::text::Text;
use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

/// A text of at most `MAX` characters; nothing but white space, or `null`, is no text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Note<const MAX: usize>(pub(crate) Option<Text<MAX>>);

impl<const MAX: usize> Default for Note<MAX> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Note<MAX> {
    // Through a visitor and not through Option, so that a field left out is not taken for `null`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NoteVisitor)
    }
}

struct NoteVisitor<const MAX: usize>;

impl<const MAX: usize> de::Visitor<'_> for NoteVisitor<MAX> {
    type Value = Note<MAX>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Wrong::Text, f)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Note(None))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Ok(Note(None));
        }
        Text::parse(text).map(|text| Note(Some(text))).map_err(|error| E::custom(Wrong::from(error)))
    }
}

impl<const MAX: usize> JsonSchema for Note<MAX> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Note{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "null"], "maxLength": MAX })
    }
}
