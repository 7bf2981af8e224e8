//! From bytes and query parameters to an operation's `Input`, with errors that name the field and never its value.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use crate::problem::{Code, Problem};
use crate::request::Request;
use crate::spec::Spec;

/// No structure of the API is deeper than this; deeper JSON is refused before it is walked.
const MOST_DEPTH: usize = 24;

/// Reads the input of an operation: the JSON body where the method has one, the query parameters otherwise.
pub(crate) fn read<T: DeserializeOwned>(spec: &Spec, request: &Request) -> Result<T, Problem> {
    if request.body.len() > spec.max_body {
        return Err(Problem::of(Code::PayloadTooLarge));
    }
    let value = if spec.method.has_body() {
        if !request.query.is_empty() {
            return Err(unknown_query(request));
        }
        body(request)?
    } else {
        query(request)?
    };
    serde_path_to_error::deserialize(&value).map_err(|error| explain(&error))
}

fn unknown_query(request: &Request) -> Problem {
    let name = request.query.first().map(|(name, _)| name.as_str()).unwrap_or_default();
    Problem::field(Code::UnknownField, known_name(name), "is not a parameter of this operation")
}

fn body(request: &Request) -> Result<Value, Problem> {
    if request.body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let media_type = request.content_type.as_deref().unwrap_or("application/json");
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Problem::of(Code::UnsupportedMediaType));
    }
    let text = std::str::from_utf8(&request.body).map_err(|_| Problem::of(Code::InvalidJson))?;
    if depth(text) > MOST_DEPTH {
        return Err(Problem::of(Code::InvalidJson));
    }
    let value: Value = serde_json::from_str::<Strict>(text).map_err(|_| Problem::of(Code::InvalidJson))?.0;
    if value.is_object() { Ok(value) } else { Err(Problem::field(Code::InvalidValue, "", "must be an object")) }
}

fn query(request: &Request) -> Result<Value, Problem> {
    let mut object = Map::new();
    for (name, value) in &request.query {
        if object.insert(name.clone(), Value::String(value.clone())).is_some() {
            return Err(Problem::field(Code::InvalidValue, known_name(name), "must be given once"));
        }
    }
    Ok(Value::Object(object))
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
                return Err(serde::de::Error::custom("repeated field"));
            }
        }
        Ok(Value::Object(object))
    }
}

/// What is wrong, from serde's own words, which are rewritten so that no value from the request is repeated.
fn explain(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer = format!("{pointer}/{index}"),
            Segment::Map { key } => pointer.push_str(&known_name(key)),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let words = error.inner().to_string();
    if words.starts_with("unknown field") {
        return Problem::field(Code::UnknownField, pointer, "is not a field of this operation");
    }
    if let Some(name) = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        return Problem::field(Code::InvalidValue, format!("{pointer}/{name}"), "is required");
    }
    let detail = if words.starts_with("invalid type") || words.starts_with("invalid value") {
        // "invalid type: string "…", expected u32": only what was expected is ours to repeat.
        words.rsplit_once("expected ").map_or_else(|| "has the wrong form".to_owned(), |(_, e)| format!("must be {e}"))
    } else if words.starts_with("must ") {
        words
    } else {
        "is not an allowed value".to_owned()
    };
    Problem::field(Code::InvalidValue, pointer, detail)
}

/// A pointer to a field by name, if the name could be one of ours; a typed text in the place of a name is not repeated.
fn known_name(name: &str) -> String {
    let ours = name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if ours { format!("/{name}") } else { "/?".to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use notebook::text::Text;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)] // read by serde only
    struct Sample {
        name: Text<5>,
        #[serde(default)]
        list: Vec<u8>,
    }

    fn read_body(body: &str) -> Result<Sample, Problem> {
        const SPEC: Spec = Spec::post("x", "/x").max_body(300);
        read(&SPEC, &Request { body: body.into(), ..Request::default() })
    }

    #[test]
    fn an_error_names_the_field_and_never_repeats_the_value() {
        for (body, code, pointer) in [
            (r#"{"name":"秘密の病名です"}"#, Code::InvalidValue, "/name"),
            (r#"{"name":"a","list":[1,"秘密"]}"#, Code::InvalidValue, "/list/1"),
            (r#"{"name":"a","秘密":1}"#, Code::UnknownField, "/?"),
            (r#"{"name":"a","other":1}"#, Code::UnknownField, "/other"),
            (r#"{"list":[]}"#, Code::InvalidValue, "/name"),
            (r#"["秘密"]"#, Code::InvalidValue, ""),
        ] {
            let problem = read_body(body).unwrap_err();
            assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (code, pointer), "{body}");
            assert!(!problem.errors[0].detail.contains("秘密"), "{body}");
        }
    }

    #[test]
    fn what_is_not_one_unambiguous_json_object_is_refused() {
        let deep = format!("{{\"list\":{}{}}}", "[".repeat(60), "]".repeat(60));
        for body in [r#"{"name":"a","name":"b"}"#, "{", "\u{feff}{}", r#"{"name":"\ud800"}"#, &deep] {
            assert_eq!(read_body(body).unwrap_err().code, Code::InvalidJson, "{body}");
        }
        assert_eq!(read_body(&"x".repeat(301)).unwrap_err().code, Code::PayloadTooLarge);
    }
}
