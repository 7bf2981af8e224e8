//! From bytes and query parameters to an operation's `Input`, with errors that name the field and never its value.

mod misread;
mod reader;

use notebook::wrong::Wrong;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::problem::{Code, Problem};
use crate::request::Request;
use crate::spec::Spec;
pub(crate) use misread::Misread;
use reader::Reader;

/// No structure of the API is deeper than this; deeper JSON is refused before it is walked.
const MOST_DEPTH: usize = 24;

/// What stands where bytes were no UTF-8. The gateway puts it there before we see the body, so that it is the only trace.
const LOST: char = '\u{FFFD}';

/// Reads the input of an operation: the JSON body where the method has one, the query parameters otherwise.
pub(crate) fn read<T: DeserializeOwned>(spec: &Spec, request: &Request) -> Result<T, Problem> {
    if request.body.len() > spec.max_body {
        return Err(Problem::of(Code::PayloadTooLarge));
    }
    let has_body = spec.has_body();
    if let Some((name, _)) = request.query.first().filter(|_| has_body) {
        return Err(Misread::here(Wrong::NotAParameter).under(name).into());
    }
    let value = if has_body { body(request)? } else { query(request) };
    if let Some(lost) = lost(&value) {
        return Err(lost.into());
    }
    let reader = if has_body { Reader::body(&value) } else { Reader::query(&value) };
    T::deserialize(reader).map_err(|misread| Problem::from(if has_body { misread } else { misread.of_parameters() }))
}

/// Reads a part of a body that is at hand already.
pub(crate) fn from_body<T: DeserializeOwned>(value: &Value) -> Result<T, Misread> {
    T::deserialize(Reader::body(value))
}

fn body(request: &Request) -> Result<Value, Problem> {
    if request.body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let media_type = request.content_type.as_deref().unwrap_or("application/json");
    let mut parts = media_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    // JSON has one encoding (RFC 8259, 8.1). Another one is named by a mistake that the bytes might hide.
    let is_utf_8 = |charset: &str| charset.trim_matches('"').eq_ignore_ascii_case("utf-8");
    let mut charsets =
        parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| name.eq_ignore_ascii_case("charset"));
    if !is_json || !charsets.all(|(_, charset)| is_utf_8(charset)) {
        return Err(Problem::of(Code::UnsupportedMediaType));
    }
    let unreadable = |wrong| Problem::field(Code::InvalidJson, "", wrong);
    let text = std::str::from_utf8(&request.body).map_err(|_| unreadable(Wrong::NotUtf8))?;
    if depth(text) > MOST_DEPTH {
        return Err(unreadable(Wrong::TooDeep { most: MOST_DEPTH }));
    }
    // JSON that can be read and is refused all the same repeats a name.
    let why = |error: serde_json::Error| if error.is_data() { Wrong::Repeated } else { Wrong::NotJson };
    let Strict(value) = serde_json::from_str(text).map_err(|error| unreadable(why(error)))?;
    if value.is_object() { Ok(value) } else { Err(Misread::here(Wrong::Object).into()) }
}

/// The parameters by name; one that is given more than once is a list, which only an input that asks for a list takes.
fn query(request: &Request) -> Value {
    let mut object = Map::<String, Value>::new();
    for (name, value) in &request.query {
        let value = Value::String(value.clone());
        match object.get_mut(name) {
            None => drop(object.insert(name.clone(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(object)
}

/// Where letters were lost on the way here. What was lost cannot be told any more, so it is sent again.
fn lost(value: &Value) -> Option<Misread> {
    match value {
        Value::String(text) => text.contains(LOST).then(|| Misread::here(Wrong::NotUtf8)),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(place, item)| lost(item).map(|misread| misread.at(place)))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let found = if name.contains(LOST) { Some(Misread::here(Wrong::NotUtf8)) } else { lost(value) };
            found.map(|misread| misread.under(name))
        }),
        _ => None,
    }
}

/// The deepest nesting of brackets outside of strings.
fn depth(text: &str) -> usize {
    let (mut now, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match (in_string, escaped, byte) {
            (true, true, _) => escaped = false,
            (true, false, b'\\') => escaped = true,
            (_, false, b'"') => in_string = !in_string,
            (false, _, b'{' | b'[') => {
                now += 1;
                most = most.max(now);
            }
            (false, _, b'}' | b']') => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// A JSON value in which no object names a field twice: two readers must never see two different requests.
struct Strict(Value);

impl<'de> serde::Deserialize<'de> for Strict {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> serde::de::Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON without repeated fields")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(v.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Strict(value))) = access.next_entry::<String, Strict>()? {
            if object.insert(name, value).is_some() {
                return Err(serde::de::Error::custom(Wrong::Repeated));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests;
