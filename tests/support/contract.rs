//! Holds an answer to the contract: the fields that it lists and no others, each of the type that it says.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use platform::operation::Operation;
use platform::request::Response;
use serde_json::Value;

/// The contract, as it is kept.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/openapi.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

/// What the contract says of an operation.
pub fn described(operation: &Operation) -> &'static Value {
    &DOCUMENT["paths"][operation.spec.path][operation.spec.method.as_str().to_lowercase()]
}

/// An answer is what the contract says of its status.
pub fn is_kept(operation: &Operation, response: &Response) {
    let name = operation.spec.name;
    let tagged = response.headers.iter().any(|(header, _)| *header == "etag");
    assert!(
        !tagged || operation.spec.tag != platform::spec::Tag::None,
        "{name} answers with an ETag: its Spec needs .tagged()"
    );
    let mut answer = &described(operation)["responses"][response.status.to_string()];
    if let Some(shared) = answer["$ref"].as_str() {
        answer = resolved(shared);
    }
    assert!(!answer.is_null(), "{name} answers {}, which the contract does not have", response.status);
    if answer["content"].is_null() {
        assert!(
            response.body.is_empty(),
            "{name} answers {} with a body, which the contract does not have",
            response.status
        );
        return;
    }
    let kind = response.content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    let schema = &answer["content"][kind]["schema"];
    assert!(!schema.is_null(), "{name} answers {} {kind}, which the contract does not have", response.status);
    if !kind.ends_with("json") {
        return;
    }
    let body: Value = serde_json::from_slice(&response.body)
        .unwrap_or_else(|wrong| panic!("{name} answers {} {kind}, which is none: {wrong}", response.status));
    if let Err(wrong) = check(schema, &body, "", response.status < 300) {
        panic!("{name} answers {} with {wrong}; make infra, or the type says less than is sent", response.status);
    }
}

/// What a reference stands for.
pub fn resolved(reference: &str) -> &'static Value {
    DOCUMENT.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

fn list<'v>(schema: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    schema[name].as_array().into_iter().flatten()
}

/// `whole`: an object has no field but those that the schema, or a form of it, names.
fn check(schema: &Value, value: &Value, at: &str, whole: bool) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{at}: {what} ({})", value.to_string().chars().take(80).collect::<String>()));
    if let Some(reference) = schema["$ref"].as_str() {
        check(resolved(reference), value, at, false)?;
    }
    let mut types = list(schema, "type").chain(Some(&schema["type"]).filter(|one| one.is_string())).peekable();
    if types.peek().is_some() && !types.any(|kind| is(value, kind)) {
        return wrong("another type");
    }
    if schema["const"] != Value::Null && schema["const"] != *value
        || schema["enum"].is_array() && !list(schema, "enum").any(|word| word == value)
    {
        return wrong("another word");
    }
    for part in list(schema, "allOf") {
        check(part, value, at, false)?;
    }
    for forms in ["anyOf", "oneOf"] {
        let found: Vec<_> = list(schema, forms).map(|form| check(form, value, at, false)).collect();
        if !found.is_empty() && found.iter().all(Result::is_err) {
            return found.into_iter().next_back().unwrap();
        }
    }
    match value {
        // Other bounds are those of what is written: what is kept from before, or put there by a test, may lie outside of them.
        Value::Array(items) if schema["maxItems"] == 0 && !items.is_empty() => wrong("not empty"),
        Value::Array(items) if !schema["items"].is_null() => {
            items.iter().try_for_each(|item| check(&schema["items"], item, &format!("{at}/-"), true))
        }
        Value::Object(fields) => {
            if let Some(missing) = list(schema, "required").find(|name| !fields.contains_key(name.as_str().unwrap())) {
                return wrong(&format!("without {missing}"));
            }
            let mut known = BTreeSet::new();
            names(schema, &mut known);
            for (name, field) in fields {
                let at = format!("{at}/{name}");
                match schema["properties"].get(name) {
                    Some(schema) => check(schema, field, &at, true)?,
                    None if schema["additionalProperties"] == false => return Err(format!("{at}: not a field")),
                    None if whole && !known.contains(name) => return Err(format!("{at}: not a field")),
                    None => {}
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    }
}

/// The names of all fields of a schema, whatever its form.
fn names(schema: &Value, known: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        names(resolved(reference), known);
    }
    known.extend(schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned()));
    for forms in ["allOf", "anyOf", "oneOf"] {
        list(schema, forms).for_each(|form| names(form, known));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_contract_does_not_say_is_noticed() {
        let schema = json!({ "$ref": "#/components/schemas/BloodPressure" });
        let wrong = |value| check(&schema, &value, "", true).is_err();
        assert!(!wrong(json!({ "systolic_mmhg": 120, "diastolic_mmhg": 80 })));
        assert!(
            wrong(json!({ "systolic_mmhg": 120, "diastolic_mmhg": 80, "pulse_bpm": null })),
            "null where it is left out"
        );
        assert!(wrong(json!({ "systolic_mmhg": 120 })), "a field is missing");
        assert!(wrong(json!({ "systolic_mmhg": 120, "diastolic_mmhg": "80" })), "another type");
        assert!(wrong(json!({ "systolic_mmhg": 120, "diastolic_mmhg": 80, "arm": "left" })), "a field more");
        let role = json!({ "$ref": "#/components/schemas/LoggedRole" });
        assert!(check(&role, &json!("stranger"), "", true).is_ok() && check(&role, &json!("cook"), "", true).is_err());
        let list = json!({ "anyOf": [{ "type": "null" }, { "type": "array", "items": schema }] });
        let measured = json!({ "systolic_mmhg": 120, "diastolic_mmhg": 80 });
        let mut with_more = measured.clone();
        with_more["arm"] = json!("left");
        assert!(check(&list, &json!([measured]), "", true).is_ok());
        assert!(check(&list, &json!([with_more]), "", true).is_err(), "a field more, in a list of a form");
    }
}
