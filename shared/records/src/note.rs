//! Text that may be left out or taken away again.

use std::fmt;
use std::marker::PhantomData;

use notebook::text::Typed;
use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de};

/// A text or line of at most so many characters; nothing but white space, or `null`, is no text.
#[derive(Clone, PartialEq, Eq)]
pub struct Note<T>(pub Option<T>);

impl<T> Default for Note<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Typed> Deserialize<'de> for Note<T> {
    // Through a visitor and not through Option, so that a field left out is not taken for `null`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NoteVisitor(PhantomData))
    }
}

struct NoteVisitor<T>(PhantomData<T>);

impl<T: Typed> de::Visitor<'_> for NoteVisitor<T> {
    type Value = Note<T>;

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
        T::typed(text).map(|text| Note(Some(text))).map_err(|error| E::custom(Wrong::from(error)))
    }
}

impl<T: Typed + JsonSchema> JsonSchema for Note<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Note{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        schema.remove("minLength");
        schema.insert("type".to_owned(), serde_json::json!(["string", "null"]));
        schema
    }
}
