//! What a request says outside its body: in the path, in headers, in the query.

use platform::path;
use platform::spec::{Spec, Tag};
use serde_json::{Value, json};

use super::{left_out, names};

/// The placeholders of the path, typed as the code reads them.
pub(super) fn of_path(spec: &Spec, generator: &mut schemars::SchemaGenerator) -> Vec<Value> {
    spec.placeholders()
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": path::schema(name, generator) }))
        .collect()
}

/// The headers that the operation reads.
pub(super) fn of_headers(spec: &Spec) -> Vec<Value> {
    let mut headers = Vec::new();
    if spec.idempotent {
        headers.push(header(
            "Idempotency-Key",
            "A repetition with the same key has no second effect and gives the same answer, as long as what that says is still so, for 24 hours.",
            255,
        ));
    }
    if spec.versioned {
        headers.push(header("If-Match", "The ETag of the version that is changed. Another version answers 412, unless all is as the request wants it already.", 64));
    }
    if spec.tag == Tag::Content {
        let about = "The ETag of what an open page shows already; where there is nothing new the answer is 304 without content, and no look.";
        headers.push(header("If-None-Match", about, 256));
    }
    headers.push(header("Accept-Language", "`ja` or `en`.", 200));
    headers
}

fn header(name: &str, description: &str, most: u32) -> Value {
    json!({
        "name": name, "in": "header", "required": false, "description": description,
        "schema": { "type": "string", "minLength": 1, "maxLength": most },
    })
}

/// The properties of an input without body, as query parameters. A query has no way to say `null`.
pub(super) fn of_query(generator: &schemars::SchemaGenerator, input: &schemars::Schema) -> Vec<Value> {
    let definition = names::referenced(input.as_value()).and_then(|name| generator.definitions().get(name));
    let resolved = definition.unwrap_or(input.as_value());
    let required: Vec<_> = resolved["required"].as_array().cloned().unwrap_or_default();
    let Some(properties) = resolved["properties"].as_object() else { return Vec::new() };
    properties
        .iter()
        .map(|(name, schema)| {
            let needed = required.iter().any(|required| required == name);
            let mut schema = schema.clone();
            left_out::not_null(&mut schema);
            json!({ "name": name, "in": "query", "required": needed, "schema": schema })
        })
        .collect()
}
