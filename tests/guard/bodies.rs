//! Bodies of every operation, field by field: an object only from an object, letters that arrived whole, and a refusal that
//! a person can read in their own language.

use platform::operation::Operation;
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};
use support::{City, Person, Reply};
use xtask::events::{is_of_staff, owner};

use super::events::sample_city;

/// A field of a body: the names to it from the body on (`0` for the first item of a list), and its schema.
struct Field {
    path: Vec<String>,
    schema: Value,
}

impl Field {
    fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |pointer, name| format!("{pointer}/{name}"))
    }

    /// A body with this value at the field and nothing else.
    fn body(&self, value: Value) -> Value {
        self.path.iter().rev().fold(value, |value, name| match name.as_str() {
            "0" => json!([value]),
            name => json!({ name: value }),
        })
    }
}

/// The schemas that a value may have, without references.
fn branches(schema: &Value, definitions: &Map<String, Value>) -> Vec<Value> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return branches(&definitions[name], definitions);
    }
    let branches_of = |list: &str| {
        let list = schema[list].as_array().into_iter().flatten();
        list.flat_map(|branch| branches(branch, definitions)).collect::<Vec<_>>()
    };
    let mut found: Vec<_> = ["anyOf", "oneOf", "allOf"].into_iter().flat_map(branches_of).collect();
    found.push(schema.clone());
    found
}

fn is(schema: &Value, kind: &str) -> bool {
    let named = &schema["type"];
    named == kind || named.as_array().is_some_and(|kinds| kinds.contains(&json!(kind)))
}

fn walk(path: &[String], schema: &Value, definitions: &Map<String, Value>, fields: &mut Vec<Field>) {
    if path.len() > 8 {
        return;
    }
    for branch in branches(schema, definitions) {
        for (name, part) in branch["properties"].as_object().into_iter().flatten() {
            if part["readOnly"] == true || part.get("const").is_some() {
                continue;
            }
            let path = [path, std::slice::from_ref(name)].concat();
            fields.push(Field { path: path.clone(), schema: part.clone() });
            walk(&path, part, definitions, fields);
        }
        if is(&branch, "array") {
            let path = [path, &["0".to_owned()]].concat();
            fields.push(Field { path: path.clone(), schema: branch["items"].clone() });
            walk(&path, &branch["items"], definitions, fields);
        }
    }
}

/// The fields of an operation's input, and the definitions that its schema refers to.
fn fields(operation: &Operation) -> (Vec<Field>, Map<String, Value>) {
    let mut generator = SchemaGenerator::default();
    let input = operation.schemas(&mut generator, &mut SchemaGenerator::default()).input.to_value();
    let definitions = generator.definitions().clone();
    let mut fields = Vec::new();
    walk(&[], &input, &definitions, &mut fields);
    (fields, definitions)
}

fn with_bodies() -> impl Iterator<Item = &'static Operation> {
    catalogue::operations().map(|(_, operation)| operation).filter(|operation| operation.spec.has_body())
}

/// Sends a body. What is wrong with one is said before anything is read, so that the ids of the path stand for nothing.
async fn send(city: &City, operation: &Operation, body: Value, language: &str) -> Reply {
    let spec = &operation.spec;
    let staff = is_of_staff(spec);
    let person = if staff { Person::staff("doctor") } else { Person::resident("hanako") };
    let line = format!("{} {}", spec.method.as_str(), xtask::events::path(spec));
    city.send(&person, &line, body, |request| request.accept_language = Some(language.to_owned())).await
}

#[tokio::test]
async fn a_list_where_the_contract_has_an_object_is_refused_in_every_operation() {
    let city = City::new();
    let mut tried = 0;
    for operation in with_bodies() {
        let (fields, definitions) = fields(operation);
        for field in &fields {
            let branches = branches(&field.schema, &definitions);
            let objects = branches.iter().filter(|branch| is(branch, "object") && branch.get("properties").is_some());
            if branches.iter().any(|branch| is(branch, "array")) {
                continue;
            }
            for object in objects {
                let values = object["properties"].as_object().unwrap().values();
                let list: Vec<_> = values.map(|part| part.get("const").cloned().unwrap_or(json!(1))).collect();
                let reply = send(&city, operation, field.body(json!(list)), "en").await.expect(422);
                let error = &reply.body["errors"][0];
                assert_eq!(error["pointer"], field.pointer(), "{}", operation.spec.name);
                assert!(error["detail"].as_str().unwrap().contains("object"), "{}: {error}", operation.spec.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 10, "{tried}");
}

#[tokio::test]
async fn a_field_of_the_wrong_kind_is_explained_in_both_languages_without_words_of_code() {
    let (city, mut tried) = (City::new(), 0);
    for operation in with_bodies() {
        for field in fields(operation).0 {
            for value in [json!(true), json!({ "a": 1 }), json!("?\u{1}"), json!(-1.5), json!([[]])] {
                let body = field.body(value.clone());
                let japanese = send(&city, operation, body.clone(), "ja").await;
                // What an operation takes here is not wrong: it ends at the ids, which stand for nothing.
                let Some(errors) = japanese.body["errors"].as_array().filter(|errors| !errors.is_empty()) else {
                    continue;
                };
                let english = send(&city, operation, body, "en").await;
                let others = english.body["errors"].as_array().unwrap();
                assert_eq!(errors.len(), others.len(), "{} {} {value}", operation.spec.name, field.pointer());
                for (one, other) in errors.iter().zip(others) {
                    let name = format!("{} {} {value}", operation.spec.name, field.pointer());
                    let (one, other) = (one["detail"].as_str().unwrap(), other["detail"].as_str().unwrap());
                    assert!(one.chars().any(|letter| ('ぁ'..='ヿ').contains(&letter)), "{name}: {one}");
                    assert!(other.chars().any(|letter| letter.is_ascii_lowercase()) && one != other, "{name}: {other}");
                    for word in ["struct", "f64", "u16", "enum", "variant", "sequence", "invalid type"] {
                        assert!(!one.contains(word) && !other.contains(word), "{name}: {one} {other}");
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

/// Every text of a value, with its place.
fn texts(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| texts(item, &format!("{pointer}/{place}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| texts(field, &format!("{pointer}/{name}"), found));
        }
        _ => {}
    }
}

/// A body in which one text ends in this letter.
fn ending(body: &Value, pointer: &str, letter: char) -> Value {
    let mut body = body.clone();
    let text = body.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    *body.pointer_mut(pointer).unwrap() = json!(format!("{text}{letter}"));
    body
}

#[tokio::test]
async fn r36_a_text_that_lost_letters_or_holds_nul_is_refused_in_every_operation() {
    let (city, mut lost_tried, mut nul_tried) = (City::new(), 0, 0);
    for operation in with_bodies() {
        let example = operation.example();
        let mut found = Vec::new();
        texts(&example, "", &mut found);
        for pointer in found {
            let lost = ending(&example, &pointer, '\u{FFFD}');
            let reply = send(&city, operation, lost, "en").await.expect_problem(422, "invalid_value");
            assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{}", operation.spec.name);
            lost_tried += 1;
        }
        assert!(city.store.everything().is_empty(), "{}: nothing is written", operation.spec.name);
    }
    for operation in with_bodies() {
        let example = operation.example();
        let mut found = Vec::new();
        texts(&example, "", &mut found);
        for pointer in found {
            let reply = send(&city, operation, ending(&example, &pointer, '\0'), "en").await;
            assert!((400..500).contains(&reply.status), "{} {pointer}: {}", operation.spec.name, reply.status);
            nul_tried += 1;
        }
    }
    assert!(lost_tried > 50 && lost_tried == nul_tried, "{lost_tried} {nul_tried}");
}

/// Whether a schema says how large a value may be.
fn bound(schema: &Value) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|word| schema.get(word).is_some());
    if is(schema, "array") && !has(&["maxItems"]) {
        return Some("maxItems");
    }
    let text = is(schema, "string") && !has(&["maxLength", "enum", "const", "pattern", "format"]);
    text.then_some("maxLength")
}

#[test]
fn r30_every_list_and_text_of_every_input_is_bounded_in_the_contract() {
    let mut looked = 0;
    for (_, operation) in catalogue::operations() {
        let (fields, definitions) = fields(operation);
        for field in &fields {
            for branch in branches(&field.schema, &definitions) {
                let missing = bound(&branch);
                assert!(missing.is_none(), "{} {}: {missing:?} is missing", operation.spec.name, field.pointer());
                looked += usize::from(is(&branch, "array") || is(&branch, "string"));
            }
        }
    }
    assert!(looked > 100, "{looked}");
}

#[tokio::test]
async fn r30_a_list_with_one_more_than_the_contract_says_is_refused_in_every_operation() {
    let (mut tried, mut untried) = (0, Vec::new());
    for operation in with_bodies() {
        let (fields, definitions) = fields(operation);
        for field in &fields {
            let most = branches(&field.schema, &definitions).iter().find_map(|branch| branch["maxItems"].as_u64());
            let Some(most) = most else { continue };
            let example = operation.example();
            let Some(item) = example.pointer(&field.pointer()).and_then(|list| list.get(0)).cloned() else {
                untried.push(format!("{} {}", operation.spec.name, field.pointer()));
                continue;
            };
            let (city, ids) = sample_city().await;
            let real = |text: String| ids.iter().fold(text, |text, (sample, real)| text.replace(sample, real));
            let mut body = example.clone();
            *body.pointer_mut(&field.pointer()).unwrap() = vec![item; usize::try_from(most).unwrap() + 1].into();
            let spec = &operation.spec;
            let staff = is_of_staff(spec);
            let person = if staff { Person::staff(owner(spec)) } else { Person::resident(owner(spec)) };
            let line = real(format!("{} {}", spec.method.as_str(), xtask::events::path(spec)));
            let body = serde_json::from_str(&real(body.to_string())).unwrap();
            let reply = city.call(&person, &line, body).await;
            assert!([413, 422].contains(&reply.status), "{} {}: {}", spec.name, field.pointer(), reply.status);
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}; no example has an item of {untried:?}");
}
