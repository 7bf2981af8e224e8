//! What the contract calls values that the code keeps as plain texts, numbers and maps. A field of such a value says so with
//! `#[schemars(with = "…")]`; what is written and read stays as it is.

use std::borrow::Cow;
use std::marker::PhantomData;

use notebook::access::{RelationKind, Role};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Longest cursor, in characters.
pub const MOST_CURSOR: usize = 512;

/// Gives a plain value a name of its own in the contract.
macro_rules! named {
    ($($(#[doc = $doc:literal])+ $name:ident, $schema:tt;)+) => {
        $(
            $(#[doc = $doc])+
            pub enum $name {}

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    let mut schema = json_schema!($schema);
                    schema.insert("description".to_owned(), concat!($($doc),+).trim().into());
                    schema
                }
            }
        )+
    };
}

named! {
    /// Where a list goes on. Only the list that gave it can read it.
    Cursor, { "type": "string", "minLength": 1, "maxLength": MOST_CURSOR };

    /// The number of times that something was written: `ETag` shows it, `If-Match` names it.
    Version, { "type": "integer", "minimum": 0, "format": "uint64" };

    /// The name of an operation. Its words are those of the catalogue, which the document adds.
    OperationName, { "type": "string" };
}

/// Who acted, as an access log says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoggedRole {
    /// Somebody who held the person's card to another notebook.
    Stranger,
    /// Somebody who held the person's emergency card.
    CardHolder,
    /// What the account is to the person.
    #[serde(untagged)]
    Relation(RelationKind),
    /// The role at the institution.
    #[serde(untagged)]
    Staff(Role),
}

/// A map whose keys are the words of an enumeration: each of them is a field that may be left out, and there are no others.
pub struct ByKey<K, V>(PhantomData<fn(K, V)>);

impl<K: JsonSchema, V: JsonSchema> JsonSchema for ByKey<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}By{}", V::schema_name(), K::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let keys = K::json_schema(generator).to_value();
        let value = generator.subschema_for::<V>().to_value();
        let fields: Map<String, Value> = words(&keys).map(|key| (key.to_owned(), value.clone())).collect();
        json_schema!({ "type": "object", "properties": fields, "additionalProperties": false })
    }
}

/// The words of an enumeration, from its schema.
fn words(schema: &Value) -> impl Iterator<Item = &str> {
    let list = |name: &str| schema.get(name).and_then(Value::as_array).into_iter().flatten();
    let apart = list("oneOf").filter_map(|form| form.get("const").and_then(Value::as_str));
    let together = list("oneOf").filter_map(|form| form.get("enum").and_then(Value::as_array)).flatten();
    apart.chain(list("enum").chain(together).filter_map(Value::as_str))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use notebook::access::Section;
    use notebook::daily::Measure;
    use serde_json::json;

    use crate::audit::Look;

    #[test]
    fn whoever_acted_is_one_of_the_roles_that_the_log_writes() {
        let read = |text: &str| serde_json::from_value::<LoggedRole>(text.into()).unwrap();
        assert_eq!(read(Look::STRANGER), LoggedRole::Stranger);
        assert_eq!(read(Look::CARD_HOLDER), LoggedRole::CardHolder);
        assert_eq!(read(RelationKind::Oneself.as_str()), LoggedRole::Relation(RelationKind::Oneself));
        assert_eq!(read(Role::Doctor.as_str()), LoggedRole::Staff(Role::Doctor));
    }

    #[test]
    fn a_map_by_an_enumeration_has_a_field_for_each_of_its_words() {
        let schema = ByKey::<Section, u8>::json_schema(&mut SchemaGenerator::default()).to_value();
        let fields = schema["properties"].as_object().unwrap();
        assert!(fields.keys().all(|key| Section::ALL.iter().any(|section| section.as_str() == key)));
        assert_eq!(fields.len(), Section::ALL.len());
        assert_eq!(schema["additionalProperties"], json!(false));
        let schema = ByKey::<Measure, u8>::json_schema(&mut SchemaGenerator::default()).to_value();
        assert_eq!(schema["properties"].as_object().unwrap().len(), Measure::ALL.len());
    }
}
