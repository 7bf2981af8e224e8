//! A field that may be left out of an answer is never null there: it is left out instead. So a client asks one question, and not
//! two.

use serde_json::{Map, Value};

/// Takes `null` from every field of an answer's schema that may be left out.
pub(super) fn is_never_null(schema: &mut Value) {
    match schema {
        Value::Object(schema) => {
            let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            if let Some(Value::Object(fields)) = schema.get_mut("properties") {
                let optional = |name: &String| !required.iter().any(|required| required == name);
                fields.iter_mut().filter(|(name, _)| optional(name)).for_each(|(_, field)| not_null(field));
            }
            schema.values_mut().for_each(is_never_null);
        }
        Value::Array(parts) => parts.iter_mut().for_each(is_never_null),
        _ => {}
    }
}

/// The same schema without `null`. What is nothing but `null` stays: it is there to say that.
pub(super) fn not_null(schema: &mut Value) {
    let Value::Object(fields) = schema else { return };
    fields.retain(|name, value| name != "default" || !value.is_null());
    if let Some(Value::Array(types)) = fields.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            fields.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = fields.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    let Some(Value::Array(forms)) = fields.get_mut("anyOf") else { return };
    forms.retain(|form| form.get("type").is_none_or(|kind| kind != "null"));
    if let [Value::Object(only)] = forms.as_slice() {
        let only: Map<String, Value> = only.clone();
        fields.remove("anyOf");
        for (name, value) in only {
            fields.entry(name).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)] // tests
    use super::*;
    use serde_json::json;

    #[test]
    fn what_may_be_left_out_is_not_null_and_what_is_always_there_may_be() {
        let mut schema = json!({
            "required": ["always"],
            "properties": {
                "always": { "type": ["string", "null"] },
                "list": { "type": ["array", "null"], "items": { "type": "string" } },
                "named": { "anyOf": [{ "$ref": "#/x" }, { "type": "null" }], "description": "x" },
                "nothing": { "type": "null" },
            },
        });
        is_never_null(&mut schema);
        assert_eq!(
            schema["properties"],
            json!({
                "always": { "type": ["string", "null"] },
                "list": { "type": "array", "items": { "type": "string" } },
                "named": { "$ref": "#/x", "description": "x" },
                "nothing": { "type": "null" },
            })
        );
    }
}
