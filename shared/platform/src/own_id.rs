//! What a client makes under an id of its own choice: it may be sent again at any time, also long after the key of its request was
//! forgotten, and is there once.

use std::borrow::Cow;

use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::input::{self, Misread};
use crate::path::InPath;

/// The body of a POST whose client may name the id of what it makes, under the name that the id has in paths.
pub struct OwnId<I, D> {
    /// The id, where one was named.
    pub id: Option<I>,
    /// What is made.
    pub draft: D,
}

/// The name of the field.
fn field<I: InPath>() -> &'static str {
    I::NAMES.first().copied().unwrap_or("id")
}

impl<'de, I: InPath, D: DeserializeOwned> Deserialize<'de> for OwnId<I, D> {
    fn deserialize<R: Deserializer<'de>>(deserializer: R) -> Result<Self, R::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        let id = match fields.remove(field::<I>()) {
            None | Some(Value::Null) => None,
            Some(id) => {
                Some(read::<I>(&id).ok_or_else(|| R::Error::custom(Misread::here(Wrong::Uuid).under(field::<I>())))?)
            }
        };
        let draft = input::from_body(&Value::Object(fields)).map_err(R::Error::custom)?;
        Ok(Self { id, draft })
    }
}

/// An id as a client may have made it: in lower case, and of the version that two clients never make alike.
fn read<I: InPath>(id: &Value) -> Option<I> {
    let text = id.as_str()?;
    let is_v7 = uuid::Uuid::try_parse(text).is_ok_and(|id| id.get_version_num() == 7);
    text.parse().ok().filter(|_| is_v7)
}

/// The draft's schema, with the id.
impl<I: InPath + JsonSchema, D: JsonSchema> JsonSchema for OwnId<I, D> {
    fn schema_name() -> Cow<'static, str> {
        format!("New{}", D::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("{}::OwnId<{}, {}>", module_path!(), I::schema_id(), D::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = D::json_schema(generator).to_value();
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        if let Some(properties) = properties {
            let description =
                "An id of your own choice: a UUIDv7 that you made. Sent again, however late, the entry is there once.";
            let id = serde_json::json!({ "description": description, "anyOf": [generator.subschema_for::<I>(), { "type": "null" }] });
            properties.insert(field::<I>().to_owned(), id);
        }
        Schema::try_from(schema).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use crate::problem::Problem;
    use notebook::id::RecordId;
    use serde_json::json;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Draft {
        mood: u8,
    }

    const ID: &str = "01989f5e-0000-7000-8000-000000000001";

    fn read(body: &Value) -> (Option<String>, u8) {
        let OwnId { id, draft } = input::from_body::<OwnId<RecordId, Draft>>(body).unwrap();
        (id.map(|id| id.to_string()), draft.mood)
    }

    #[test]
    fn an_id_may_be_named_and_the_rest_is_the_draft() {
        assert_eq!(read(&json!({ "record_id": ID, "mood": 3 })), (Some(ID.to_owned()), 3));
        assert_eq!(read(&json!({ "record_id": null, "mood": 3 })), (None, 3));
        assert_eq!(read(&json!({ "mood": 3 })), (None, 3));
    }

    #[test]
    fn what_is_wrong_is_said_of_its_field() {
        for (body, pointer) in [
            (json!({ "record_id": 7, "mood": 3 }), "/record_id"),
            (json!({ "record_id": "x", "mood": 3 }), "/record_id"),
            (json!({ "record_id": "01989F5E-0000-7000-8000-000000000001", "mood": 3 }), "/record_id"),
            (json!({ "record_id": "01989f5e-0000-4000-8000-000000000001", "mood": 3 }), "/record_id"),
            (json!({ "record_id": ID, "mood": "x" }), "/mood"),
            (json!({ "record_id": ID, "mood": 3, "more": 1 }), "/more"),
        ] {
            let misread = input::from_body::<OwnId<RecordId, Draft>>(&body).err().unwrap();
            assert_eq!(Problem::from(misread).errors[0].pointer, pointer, "{body}");
        }
    }
}
