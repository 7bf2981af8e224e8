//! JSON Schemas of foreign types whose own schema support is not linked.

use schemars::{Schema, SchemaGenerator, json_schema};

/// A day, `YYYY-MM-DD`.
pub(crate) fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date" })
}

/// A day or null.
pub(crate) fn optional_day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date" })
}

/// A UUID.
pub(crate) fn id(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "uuid" })
}
