//! The OpenAPI document as other programs are generated from it: every name is for good, and nothing is promised that is not kept.

use std::collections::BTreeSet;

use platform::operation::Operation;
use serde_json::{Value, json};

use super::events::{ok_request, sample_city};

fn document() -> Value {
    serde_json::from_str(&std::fs::read_to_string(super::root().join("infra/openapi.json")).unwrap()).unwrap()
}

fn described<'d>(document: &'d Value, operation: &Operation) -> &'d Value {
    &document["paths"][operation.spec.path][operation.spec.method.as_str().to_lowercase()]
}

/// Words that name a type for whoever reads one file, and nobody else.
const GENERAL: [&str; 20] = [
    "Input",
    "Output",
    "Shown",
    "Entry",
    "Kind",
    "Status",
    "State",
    "Reference",
    "List",
    "Row",
    "File",
    "Item",
    "Draft",
    "Place",
    "Part",
    "Reason",
    "Source",
    "Point",
    "Detail",
    "With",
];

#[test]
fn every_type_has_a_name_of_its_own() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys() {
        assert!(
            !name.ends_with(|letter: char| letter.is_ascii_digit()),
            "two types are called {name} without its number: give each its own name with #[schemars(rename = \"…\")]"
        );
        assert!(
            !GENERAL.contains(&name.trim_end_matches("Replacement")),
            "{name} says nothing outside of its file: give it its own name with #[schemars(rename = \"…\")]"
        );
    }
}

#[test]
fn every_type_is_used() {
    let text = document().to_string();
    for name in document()["components"]["schemas"].as_object().unwrap().keys() {
        assert!(text.contains(&format!("\"#/components/schemas/{name}\"")), "{name}");
    }
}

#[test]
fn every_placeholder_of_a_path_has_the_type_that_reads_it() {
    let document = document();
    for (_, operation) in catalogue::operations() {
        let parameters = described(&document, operation)["parameters"].as_array().unwrap();
        let in_path: BTreeSet<_> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| {
                assert!(
                    parameter["schema"].is_object(),
                    "{}: add {} to platform::path",
                    operation.spec.name,
                    parameter["name"]
                );
                parameter["name"].as_str().unwrap()
            })
            .collect();
        assert_eq!(in_path, operation.spec.placeholders().collect(), "{}", operation.spec.name);
    }
}

#[test]
fn every_operation_lists_its_own_problems() {
    let document = document();
    for (_, operation) in catalogue::operations() {
        let responses = &described(&document, operation)["responses"];
        for code in operation.spec.problems() {
            let mut answer = &responses[code.status().to_string()];
            if let Some(shared) = answer["$ref"].as_str() {
                answer = document.pointer(shared.trim_start_matches('#')).unwrap();
            }
            let listed = &answer["content"]["application/problem+json"]["schema"]["properties"]["code"]["enum"];
            assert!(listed.as_array().unwrap().contains(&json!(code.as_str())), "{}: {code:?}", operation.spec.name);
        }
    }
}

/// Of a version that nothing has reached, an operation that promises `If-Match` changes nothing, and only such an operation
/// answers 412.
#[tokio::test]
async fn if_match_is_promised_where_it_is_honoured_and_nowhere_else() {
    for (_, operation) in catalogue::operations().filter(|(_, operation)| operation.spec.method.as_str() != "GET") {
        let (city, ids) = sample_city().await;
        let mut request = ok_request(operation, &ids);
        request.if_match = Some("\"999999\"".to_owned());
        // Its sample says what is so already, which is done whatever the version is.
        if operation.spec.name == "put-sheet-owner" {
            request.body = json!({ "owner": "unconfirmed" }).to_string().into_bytes();
        }
        let response = operation.serve(&city.app, &request).await;
        assert_eq!(response.status == 412, operation.spec.versioned, "{}: {}", operation.spec.name, response.status);
        let promised = described(&document(), operation)["parameters"].to_string().contains("If-Match");
        assert_eq!(promised, operation.spec.versioned, "{}", operation.spec.name);
    }
}

/// A name, label, code or reason is one line; what a person writes in several lines is longer.
#[test]
fn r36_every_short_text_of_a_body_is_one_line() {
    const SHORT: u64 = 256;
    let document = document();
    let mut seen = 0;
    for (_, operation) in catalogue::operations() {
        let body = &described(&document, operation)["requestBody"];
        short_texts(&document, body, &mut BTreeSet::new(), &mut |place, schema| {
            let bound = schema["maxLength"].as_u64();
            if bound.is_some_and(|most| most <= SHORT) && schema["format"].is_null() && schema["pattern"].is_null() {
                seen += 1;
                assert_eq!(schema["x-one-line"], true, "{}: {place} takes line breaks: Line<N>", operation.spec.name);
            }
        });
    }
    assert!(seen > 20, "{seen}");
}

fn short_texts(document: &Value, schema: &Value, open: &mut BTreeSet<String>, look: &mut impl FnMut(&str, &Value)) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(pointer)) = fields.get("$ref") {
                if open.insert(pointer.clone()) {
                    short_texts(document, document.pointer(&pointer[1..]).unwrap(), open, look);
                }
                return;
            }
            // What is taken back from a GET is not written.
            let is_written = |name: &str, value: &Value| {
                !["example", "examples", "const"].contains(&name) && value["readOnly"] != true
            };
            for (name, value) in fields.iter().filter(|(name, value)| is_written(name, value)) {
                look(name, value);
                short_texts(document, value, open, look);
            }
        }
        Value::Array(items) => {
            for item in items {
                look("item", item);
                short_texts(document, item, open, look);
            }
        }
        _ => {}
    }
}
