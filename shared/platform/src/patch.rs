//! The one rule of every PATCH: what is absent stays, `null` clears, a value replaces. It holds in every object inside the
//! body as well; a list is replaced as a whole.

use std::borrow::Cow;

use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de};

/// A change of something that can be cleared. In a struct with `#[serde(default)]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It was not named: it stays.
    #[default]
    Absent,
    /// `null`: it is cleared.
    Null,
    /// It becomes this; a list as a whole, an object where it is named in it.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the body named it, be it with `null`.
    pub fn is_named(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The same change of another form of the value.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(form(value)),
        }
    }

    /// Changes a field.
    pub fn onto<F: From<T> + Default>(self, field: &mut F) {
        self.merge(field, |value, field| *field = value.into());
    }

    /// Changes an object by the changes inside it.
    pub fn merge<F: Default>(self, object: &mut F, change: impl FnOnce(T, &mut F)) {
        match self {
            Self::Absent => {}
            Self::Null => *object = F::default(),
            Self::Value(value) => change(value, object),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}

impl<T: JsonSchema> JsonSchema for Patch<T> {
    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn inline_schema() -> bool {
        Option::<T>::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// A change of something that always has a value: `null` is refused. In a struct with `#[serde(default)]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Always<T>(Option<T>);

impl<T> Default for Always<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Always<T> {
    /// Whether the body named it.
    pub fn is_named(&self) -> bool {
        self.0.is_some()
    }

    /// What it becomes, where it was named.
    pub fn value(self) -> Option<T> {
        self.0
    }

    /// Changes a field.
    pub fn onto(self, field: &mut T) {
        if let Some(value) = self.0 {
            *field = value;
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Always<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        value.map(|value| Self(Some(value))).ok_or_else(|| de::Error::custom(Wrong::NotNull))
    }
}

impl<T: JsonSchema> JsonSchema for Always<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use serde_json::json;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Change {
        name: Always<String>,
        note: Patch<String>,
        list: Patch<Vec<u8>>,
        inner: Patch<Inner>,
    }

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Inner {
        a: Patch<u8>,
        b: Patch<u8>,
    }

    #[derive(Debug, Clone, PartialEq)]
    struct Whole {
        name: String,
        note: Option<String>,
        list: Vec<u8>,
        inner: (Option<u8>, Option<u8>),
    }

    fn whole() -> Whole {
        Whole { name: "n".into(), note: Some("m".into()), list: vec![1, 2], inner: (Some(1), Some(2)) }
    }

    fn patched(change: serde_json::Value) -> Whole {
        let (change, mut whole): (Change, _) = (serde_json::from_value(change).unwrap(), whole());
        change.name.onto(&mut whole.name);
        change.note.onto(&mut whole.note);
        change.list.onto(&mut whole.list);
        change.inner.merge(&mut whole.inner, |change, inner| {
            change.a.onto(&mut inner.0);
            change.b.onto(&mut inner.1);
        });
        whole
    }

    #[test]
    fn absent_stays_null_clears_and_a_value_replaces_in_every_object_of_the_body() {
        assert_eq!(patched(json!({})), whole());
        assert_eq!(patched(json!({ "note": null })), Whole { note: None, ..whole() });
        assert_eq!(patched(json!({ "note": "x" })), Whole { note: Some("x".into()), ..whole() });
        assert_eq!(patched(json!({ "list": [3] })), Whole { list: vec![3], ..whole() });
        assert_eq!(patched(json!({ "list": null })), Whole { list: Vec::new(), ..whole() });
        assert_eq!(patched(json!({ "inner": { "a": 9 } })), Whole { inner: (Some(9), Some(2)), ..whole() });
        assert_eq!(patched(json!({ "inner": { "b": null } })), Whole { inner: (Some(1), None), ..whole() });
        assert_eq!(patched(json!({ "inner": null })), Whole { inner: (None, None), ..whole() });
    }

    #[test]
    fn what_always_has_a_value_is_not_cleared() {
        assert_eq!(patched(json!({ "name": "x" })).name, "x");
        let refused = serde_json::from_value::<Change>(json!({ "name": null })).err().unwrap();
        assert_eq!(refused.to_string().parse::<Wrong>().unwrap(), Wrong::NotNull);
    }
}
