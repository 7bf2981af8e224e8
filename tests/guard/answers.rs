//! What a typed client needs of the answers: one question for each field, and a name for each kind of value.

use std::collections::BTreeSet;

use platform::spec::Tag;
use serde_json::Value;
use support::contract::{described, is_kept, resolved};

use super::events::{ok_request, sample_city};

/// Looks at every field of every answer of a success, once: the type that it is in, its name, its schema, and whether the answer
/// may leave it out.
fn fields(mut look: impl FnMut(&str, &str, &Value, bool)) {
    let mut seen = BTreeSet::new();
    for (_, operation) in catalogue::operations() {
        let responses = described(operation)["responses"].as_object().unwrap();
        for (_, answer) in responses.iter().filter(|(status, _)| status.starts_with('2')) {
            walk(operation.spec.name, &answer["content"], &mut seen, &mut look);
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

fn walk(name: &str, schema: &Value, seen: &mut BTreeSet<String>, look: &mut impl FnMut(&str, &str, &Value, bool)) {
    if let Some(reference) = schema["$ref"].as_str() {
        if seen.insert(reference.to_owned()) {
            walk(reference.rsplit('/').next().unwrap(), resolved(reference), seen, look);
        }
        return;
    }
    if let Some(fields) = schema["properties"].as_object() {
        let is_required =
            |field: &String| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == field));
        for (field, schema) in fields {
            look(name, field, schema, !is_required(field));
        }
    }
    match schema {
        Value::Object(parts) => {
            parts.iter().filter(|(key, _)| *key != "example").for_each(|(_, part)| walk(name, part, seen, look));
        }
        Value::Array(parts) => parts.iter().for_each(|part| walk(name, part, seen, look)),
        _ => {}
    }
}

/// What a schema may be, `null` and lists taken away: its forms, by reference where they have a name.
fn forms(schema: &Value) -> Vec<&Value> {
    if let Some(items) = schema.get("items") {
        return forms(items);
    }
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(forms) => forms.iter().filter(|form| form["type"] != "null").collect(),
        None => vec![schema],
    }
}

fn is_null(schema: &Value) -> bool {
    let types = &schema["type"];
    types.as_array().is_some_and(|types| types.iter().any(|one| one == "null"))
        || schema["anyOf"]
            .as_array()
            .is_some_and(|forms| forms.iter().any(|form| form["type"] == "null" || is_null(form)))
        || schema["$ref"].as_str().is_some_and(|reference| is_null(resolved(reference)))
}

/// A field that is left out is never `null`, and one that may be `null` is always there.
#[test]
fn what_an_answer_may_leave_out_is_never_null_there() {
    fields(|name, field, schema, optional| {
        assert!(!(optional && is_null(schema)), "{name}.{field} may be left out, and may be null");
    });
}

/// Words of these names are chosen from a list, which has a name of its own.
const CHOSEN: [&str; 16] = [
    "action",
    "author_role",
    "channel",
    "code",
    "decision",
    "kind",
    "occasion",
    "platform",
    "purpose",
    "relation",
    "role",
    "roles",
    "section",
    "sections",
    "status",
    "truncated",
];

/// What is written there is somebody's own text, or stands so on a sheet.
const AS_WRITTEN: [(&str, &str); 6] = [
    ("EmergencyContact", "relation"),
    ("Ingredient", "code"),
    ("Invitation", "code"),
    ("PartialCode", "code"),
    ("Pharmacy", "code"),
    ("WrittenCode", "kind"),
];

#[test]
fn a_word_that_is_chosen_from_a_list_is_an_enumeration() {
    fields(|name, field, schema, _| {
        if !CHOSEN.contains(&field) || AS_WRITTEN.contains(&(name, field)) {
            return;
        }
        for form in forms(schema) {
            let is_open = form["type"] == "string" && form["const"].is_null();
            assert!(!is_open, "{name}.{field} is any text: give it its enumeration");
        }
    });
}

#[test]
fn cursors_versions_and_codes_of_institutions_have_their_names() {
    fields(|name, field, schema, _| {
        let wanted = match field {
            // As a sheet or a person wrote it.
            "institution_code" if name == "Prescriber" => return,
            "institution_code" => "InstitutionCode",
            "code" if name.ends_with("Institution") => "InstitutionCode",
            "version" | "edit_version" if schema["type"] == "integer" || schema["$ref"].is_string() => "Version",
            _ if field.ends_with("cursor") => "Cursor",
            _ => return,
        };
        let named =
            |form: &&Value| form["$ref"].as_str().is_some_and(|reference| reference.ends_with(&format!("/{wanted}")));
        assert!(forms(schema).iter().all(named), "{name}.{field} is a {wanted}: {schema}");
    });
}

/// No value of any type, and no object with whatever keys.
#[test]
fn every_value_of_an_answer_has_a_type() {
    fields(|name, field, schema, _| {
        let empty = schema["maxItems"] == 0;
        let is_any = |schema: &Value| {
            *schema == true
                || schema.as_object().is_some_and(|schema| !schema.keys().any(|key| SAYS.contains(&key.as_str())))
        };
        for form in forms(schema).into_iter().filter(|_| !empty) {
            assert!(!is_any(form), "{name}.{field} may be anything");
            let has_fields = ["properties", "oneOf", "anyOf", "allOf"].iter().any(|part| form.get(*part).is_some());
            assert!(form["type"] != "object" || has_fields, "{name}.{field} has any keys: ByKey<…>");
            assert!(!form["additionalProperties"].is_object(), "{name}.{field} has any keys: ByKey<…>");
        }
    });
}

/// What says of which type a value is.
const SAYS: [&str; 7] = ["$ref", "type", "anyOf", "oneOf", "allOf", "enum", "const"];

/// Every sample answer is what the contract says, with an `ETag` where it promises one.
#[tokio::test]
async fn every_answer_is_what_the_contract_says() {
    for (_, operation) in catalogue::operations() {
        let (city, ids) = sample_city().await;
        let response = operation.serve(&city.app, &ok_request(operation, &ids)).await;
        is_kept(operation, &response);
        let tagged = response.headers.iter().any(|(header, _)| *header == "etag");
        assert_eq!(
            tagged,
            operation.spec.tag != Tag::None,
            "{}: .tagged() in its Spec, and Answer::version",
            operation.spec.name
        );
        let promised = &described(operation)["responses"][operation.spec.success.to_string()]["headers"]["ETag"];
        assert_eq!(promised.is_object(), operation.spec.tag != Tag::None, "{}", operation.spec.name);
    }
}

/// A body or an answer that says nothing takes no field, but what is taken back from a GET.
#[test]
fn nothing_is_nothing() {
    for name in ["Nothing", "WatcherReplacement", "PrimaryCareInstitutionReplacement"] {
        let schema = resolved(&format!("#/components/schemas/{name}"));
        assert_eq!((&schema["type"], &schema["additionalProperties"]), (&"object".into(), &false.into()), "{name}");
        let fields = schema["properties"].as_object().into_iter().flatten();
        assert!(fields.into_iter().all(|(_, field)| field["readOnly"] == true), "{name}");
    }
}
