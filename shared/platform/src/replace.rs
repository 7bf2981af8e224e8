//! The one rule of every PUT that has a GET: what GET gave may be sent back. Its read-only parts are sent back as they were
//! or left out; every other field that GET carried is there, and `null` clears it. So nothing is lost because a client does
//! not know of it.

use std::borrow::Cow;
use std::marker::PhantomData;

use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::answer::Nothing;
use crate::input;
use crate::problem::{Code, FieldError, Problem};

/// The answer of a GET whose PUT takes it back.
pub trait TakenBack: Serialize + JsonSchema {
    /// What only we say, as JSON pointers: ids, times, who wrote it, what is worked out.
    const READ_ONLY: &'static [&'static str];
    /// Of what only we say, what changes without an edit, such as with the clock: it is taken back whatever it was.
    const PASSING: &'static [&'static str] = &[];
    /// The tags of what has one of several shapes: where another is sent, nothing of the earlier shape is asked for.
    const SHAPES: &'static [&'static str] = &[];
    /// What may be left out although GET carried it, where the other is sent: that decides it.
    const FOLLOWS: &'static [(&'static str, &'static str)] = &[];
    /// Fields of what is written that only its making has: a PUT does not know them.
    const ONLY_MADE: &'static [&'static str] = &[];
}

/// The body of a PUT: what is written, with the read-only parts of what GET shows.
pub struct Replace<D, S> {
    draft: D,
    sent: Value,
    shown: PhantomData<fn(S)>,
}

impl<D, S: TakenBack> Replace<D, S> {
    /// What is to be written, for planning what is read for it.
    pub fn draft(&self) -> &D {
        &self.draft
    }

    /// What is to be written, once the body was held to what GET shows now; none where it shows nothing yet. 422
    /// `missing_field` or `read_only_field`, naming every such field.
    pub fn over(self, shown: Option<&S>) -> Result<D, Problem> {
        let shown = shown.map(serde_json::to_value).transpose();
        let shown = shown.map_err(|_| Problem::internal("unwritable answer"))?.unwrap_or(Value::Null);
        let mut errors = Vec::new();
        let is_sent = |pointer: &str| self.sent.pointer(pointer).is_some_and(|sent| !sent.is_null());
        let follows = |path: &str| S::FOLLOWS.iter().any(|(what, other)| *what == path && is_sent(other));
        let may_be_left_out = |path: &str| read_only::<S>().any(|part| part == path) || follows(path);
        missing::<S>(&self.sent, &shown, &mut String::new(), &may_be_left_out, &mut errors);
        let missing = errors.len();
        for pointer in S::READ_ONLY {
            let was = shown.pointer(pointer).unwrap_or(&Value::Null);
            if self.sent.pointer(pointer).is_some_and(|now| !same(now, was)) {
                errors.push(error(pointer, Code::ReadOnlyField, Wrong::ReadOnly));
            }
        }
        if errors.is_empty() {
            return Ok(self.draft);
        }
        let code = if missing > 0 { Code::MissingField } else { Code::ReadOnlyField };
        Err(Problem { errors, ..Problem::of(code) })
    }
}

fn read_only<S: TakenBack>() -> impl Iterator<Item = &'static str> {
    S::READ_ONLY.iter().chain(S::PASSING).copied()
}

fn error(pointer: &str, code: Code, wrong: Wrong) -> FieldError {
    FieldError { pointer: pointer.to_owned(), code: code.as_str(), wrong }
}

/// What GET carries and the body leaves out, in every object that both have. A list is replaced as a whole.
fn missing<S: TakenBack>(
    sent: &Value,
    shown: &Value,
    path: &mut String,
    may_be_left_out: &impl Fn(&str) -> bool,
    errors: &mut Vec<FieldError>,
) {
    let (Value::Object(sent), Value::Object(shown)) = (sent, shown) else { return };
    let is_other = |tag: &str| sent.get(tag).is_some_and(|now| shown.get(tag) != Some(now));
    if S::SHAPES.iter().filter_map(|tag| tag.rsplit_once('/')).any(|(of, tag)| of == path && is_other(tag)) {
        return;
    }
    for (name, was) in shown {
        let length = path.len();
        path.push('/');
        path.push_str(name);
        if !may_be_left_out(path) {
            match sent.get(name) {
                Some(now) => missing::<S>(now, was, path, may_be_left_out, errors),
                // What is empty is not lost.
                None if was.is_null() => {}
                None => errors.push(error(path, Code::MissingField, Wrong::LeftOut)),
            }
        }
        path.truncate(length);
    }
}

/// Equal as JSON: `1` and `1.0` are one number.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

/// Takes a part out of a body.
fn take_out(value: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
        fields.remove(name);
    }
}

impl<'de, D: DeserializeOwned, S: TakenBack> Deserialize<'de> for Replace<D, S> {
    fn deserialize<R: Deserializer<'de>>(deserializer: R) -> Result<Self, R::Error> {
        // The whole first: which of it is read-only is not for the draft to know.
        let sent = Value::Object(Map::deserialize(deserializer)?);
        if let Some(name) = S::ONLY_MADE.iter().find(|name| sent.get(**name).is_some()) {
            return Err(R::Error::unknown_field(name, &[]));
        }
        let mut own = sent.clone();
        for pointer in read_only::<S>() {
            take_out(&mut own, pointer);
        }
        let draft = input::from_body(&own).map_err(|misread| R::Error::custom(misread.of_a_replacement()))?;
        Ok(Self { draft, sent, shown: PhantomData })
    }
}

/// The draft's schema, with the read-only parts of what GET shows marked so.
impl<D: JsonSchema, S: TakenBack> JsonSchema for Replace<D, S> {
    fn schema_name() -> Cow<'static, str> {
        // Where nothing is written but that it is there, it is called after what is shown.
        let name = if D::schema_name() == Nothing::schema_name() { S::schema_name() } else { D::schema_name() };
        format!("{name}Replacement").into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("{}::Replace<{}, {}>", module_path!(), D::schema_id(), S::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = D::json_schema(generator).to_value();
        if let Some(schema) = schema.as_object_mut() {
            let own = schema.entry("properties").or_insert_with(|| Map::new().into());
            if let Value::Object(own) = own {
                own.retain(|name, _| !S::ONLY_MADE.contains(&name.as_str()));
            }
        }
        let shown = S::json_schema(generator).to_value();
        for pointer in read_only::<S>() {
            let Some(mut part) = described(&shown, pointer, generator) else { continue };
            let Some((object, name)) = pointer.rsplit_once('/') else { continue };
            let Some(own) = fields(&mut schema, object).filter(|own| !own.contains_key(name)) else { continue };
            // A reference beside other words is not the same in every version of JSON Schema.
            if part.get("$ref").is_some() {
                part = serde_json::json!({ "allOf": [part] });
            }
            if let Value::Object(part) = &mut part {
                part.insert("readOnly".to_owned(), true.into());
            }
            own.insert(name.to_owned(), part);
        }
        Schema::try_from(schema).unwrap_or_default()
    }
}

/// The schema of a part, by its pointer; what is referred to is looked up.
fn described(schema: &Value, pointer: &str, generator: &SchemaGenerator) -> Option<Value> {
    let mut part = schema.clone();
    for name in pointer.split('/').skip(1) {
        let inner = forms(&part).find_map(|form| {
            let named = form.get("$ref").and_then(|to| generator.definitions().get(to.as_str()?.rsplit_once('/')?.1));
            named.unwrap_or(form).get("properties")?.get(name).cloned()
        });
        part = inner?;
    }
    Some(part)
}

/// What a schema may be: itself, or one of its alternatives, as of what may be `null`.
fn forms(schema: &Value) -> impl Iterator<Item = &Value> {
    std::iter::once(schema).chain(schema.get("anyOf").and_then(Value::as_array).into_iter().flatten())
}

/// The fields of an object inside a schema that is written out.
fn fields<'a>(schema: &'a mut Value, pointer: &str) -> Option<&'a mut Map<String, Value>> {
    let mut part = schema;
    for name in pointer.split('/').skip(1) {
        part = part.get_mut("properties")?.get_mut(name)?;
        if part.get("anyOf").is_some() {
            part = part.get_mut("anyOf")?.as_array_mut()?.iter_mut().find(|form| form.get("properties").is_some())?;
        }
    }
    part.get_mut("properties")?.as_object_mut()
}

/// Reads what has a value where nothing is said: `null` clears it, and that is then its value.
pub fn or_default<'de, T: Deserialize<'de> + Default, R: Deserializer<'de>>(deserializer: R) -> Result<T, R::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use serde_json::json;

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Draft {
        name: String,
        note: Option<String>,
        inner: Option<Inner>,
        #[serde(default)]
        made_of: Option<u8>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        a: u8,
        b: Option<u8>,
    }

    #[derive(Serialize, JsonSchema)]
    struct Entry {
        id: u8,
        name: &'static str,
        note: Option<&'static str>,
        inner: Inner,
        version: u64,
    }

    impl TakenBack for Entry {
        const READ_ONLY: &'static [&'static str] = &["/id", "/version"];
        const ONLY_MADE: &'static [&'static str] = &["made_of"];
    }

    const NOW: Entry = Entry { id: 7, name: "n", note: Some("m"), inner: Inner { a: 1, b: Some(2) }, version: 3 };

    fn put(body: Value) -> Result<Draft, Vec<(String, &'static str)>> {
        let read: Replace<Draft, Entry> = serde_json::from_value(body).unwrap();
        let errors = |problem: Problem| problem.errors.into_iter().map(|error| (error.pointer, error.code)).collect();
        read.over(Some(&NOW)).map_err(errors)
    }

    #[test]
    fn what_get_gave_is_taken_back_with_its_read_only_parts_or_without() {
        let mut given = serde_json::to_value(&NOW).unwrap();
        let draft =
            Draft { name: "n".into(), note: Some("m".into()), inner: Some(Inner { a: 1, b: Some(2) }), made_of: None };
        assert_eq!(put(given.clone()).unwrap(), draft);
        given["version"] = json!(3.0);
        given.as_object_mut().unwrap().remove("id");
        assert_eq!(put(given).unwrap(), draft);
    }

    #[test]
    fn a_field_that_is_left_out_or_a_changed_read_only_part_is_named() {
        let whole = || serde_json::to_value(&NOW).unwrap();
        let mut body = whole();
        body.as_object_mut().unwrap().remove("note");
        body["inner"].as_object_mut().unwrap().remove("b");
        let missing = |pointer: &str| (pointer.to_owned(), "missing_field");
        assert_eq!(put(body).unwrap_err(), [missing("/inner/b"), missing("/note")]);
        let mut body = whole();
        body["version"] = json!(4);
        assert_eq!(put(body).unwrap_err(), [("/version".to_owned(), "read_only_field")]);
        let mut body = whole();
        body["note"] = Value::Null;
        body["inner"] = Value::Null;
        assert_eq!(put(body).unwrap(), Draft { name: "n".into(), note: None, inner: None, made_of: None });
    }

    #[allow(dead_code)] // it is only read
    #[derive(Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(default)]
        shape: Option<Shape>,
        #[serde(default)]
        kept: Option<Kept>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
    enum Shape {
        Round { radius: u8, from: Option<u8> },
        Flat {},
    }

    #[allow(dead_code)] // it is only read
    #[derive(Deserialize, JsonSchema)]
    #[schemars(inline)]
    #[serde(deny_unknown_fields)]
    struct Kept {
        much: u8,
    }

    #[derive(Serialize, JsonSchema)]
    struct ShownKept {
        much: u8,
        lasts: u8,
    }

    #[derive(Serialize, JsonSchema)]
    struct ShownOuter {
        shape: Shape,
        kept: Option<ShownKept>,
    }

    impl TakenBack for ShownOuter {
        const READ_ONLY: &'static [&'static str] = &[];
        const PASSING: &'static [&'static str] = &["/kept/lasts"];
        const SHAPES: &'static [&'static str] = &["/shape/kind"];
    }

    #[test]
    fn of_another_shape_nothing_of_the_earlier_one_is_asked_for() {
        let kept = || Some(ShownKept { much: 1, lasts: 2 });
        let now = || ShownOuter { shape: Shape::Round { radius: 1, from: Some(2) }, kept: kept() };
        let put = |body| {
            let read: Replace<Outer, ShownOuter> = serde_json::from_value(body).unwrap();
            read.over(Some(&now())).map_err(|problem| problem.errors.into_iter().map(|e| e.pointer).collect::<Vec<_>>())
        };
        assert!(put(json!({ "shape": { "kind": "flat" }, "kept": { "much": 1 } })).is_ok());
        let left = json!({ "shape": { "kind": "round", "radius": 3 }, "kept": { "much": 1, "lasts": 9 } });
        assert_eq!(put(left).err().unwrap(), ["/shape/from"]);
    }

    #[test]
    fn the_contract_marks_a_read_only_part_of_an_object_inside() {
        let mut generator = SchemaGenerator::default();
        let schema = Replace::<Outer, ShownOuter>::json_schema(&mut generator).to_value();
        let kept = &schema["properties"]["kept"];
        let lasts = kept["anyOf"].as_array().map_or(kept, |forms| &forms[0]);
        assert_eq!(lasts["properties"]["lasts"]["readOnly"], json!(true), "{kept}");
    }

    #[test]
    fn where_nothing_is_shown_yet_there_is_nothing_to_send_back() {
        let read = |body| serde_json::from_value::<Replace<Draft, Entry>>(body).unwrap();
        assert!(read(json!({ "name": "n" })).over(None).is_ok());
        assert!(read(json!({ "name": "n", "version": null })).over(None).is_ok());
        assert!(read(json!({ "name": "n", "version": 1 })).over(None).is_err());
    }

    #[test]
    fn what_only_its_making_has_is_a_field_that_a_put_does_not_know() {
        let mut body = serde_json::to_value(&NOW).unwrap();
        body["made_of"] = json!(null);
        let misread = input::from_body::<Replace<Draft, Entry>>(&body).err().unwrap();
        let problem = Problem::from(misread);
        assert_eq!((problem.code.as_str(), problem.errors[0].pointer.as_str()), ("unknown_field", "/made_of"));
    }

    #[test]
    fn the_contract_marks_the_read_only_parts() {
        let mut generator = SchemaGenerator::default();
        let schema = Replace::<Draft, Entry>::json_schema(&mut generator).to_value();
        assert_eq!(schema["properties"]["version"]["readOnly"], json!(true));
        assert_eq!(schema["properties"]["name"].get("readOnly"), None);
        assert_eq!(schema["properties"].get("made_of"), None, "only its making has it");
        assert_eq!(schema["additionalProperties"], json!(false));
    }
}
