#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests

use super::*;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use serde::Deserialize;
use serde_json::json;

use crate::problem::Language;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // read by serde only
struct Sample {
    name: Text<5>,
    #[serde(default)]
    list: Vec<u8>,
    #[serde(default)]
    on: Option<Day>,
    #[serde(default)]
    at: Option<Instant>,
    #[serde(default)]
    id: Option<uuid::Uuid>,
    #[serde(default)]
    share: Option<f64>,
    #[serde(default)]
    yes: bool,
    #[serde(default)]
    inner: Option<Inner>,
    #[serde(default)]
    inners: Vec<Inner>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    told: Option<Told>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)] // read by serde only
struct Inner {
    a: u8,
    #[serde(default)]
    b: Option<Box<Inner>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Small,
    Large,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[allow(dead_code)] // read by serde only
enum Told {
    Every { n: u8 },
}

const SPEC: Spec = Spec::post("x", "/x").max_body(300);

fn read_bytes(body: &[u8]) -> Result<Sample, Problem> {
    read(&SPEC, &Request { body: body.into(), ..Request::default() })
}

fn refused(body: &str) -> (Code, String, Wrong) {
    let mut problem = read_bytes(body.as_bytes()).unwrap_err();
    let error = problem.errors.remove(0);
    (problem.code, error.pointer, error.wrong)
}

/// The refusal of one field beside a good name.
fn field(field: &str) -> (String, Wrong) {
    let (_, pointer, wrong) = refused(&format!("{{\"name\":\"a\",{field}}}"));
    (pointer, wrong)
}

#[test]
fn an_error_names_the_field_and_never_repeats_the_value() {
    for (body, code, pointer) in [
        (r#"{"name":"秘密の病名です"}"#, Code::InvalidValue, "/name"),
        (r#"{"name":"a","list":[1,"秘密"]}"#, Code::InvalidValue, "/list/1"),
        (r#"{"name":"a","秘密":1}"#, Code::UnknownField, "/?"),
        (r#"{"name":"a","other":1}"#, Code::UnknownField, "/other"),
        (r#"{"name":"a","kind":"秘密"}"#, Code::InvalidValue, "/kind"),
        (r#"{"name":"a","on":"秘密"}"#, Code::InvalidValue, "/on"),
        (r#"{"list":[]}"#, Code::InvalidValue, "/name"),
        (r#"["秘密"]"#, Code::InvalidValue, ""),
    ] {
        let problem = read_bytes(body.as_bytes()).unwrap_err();
        assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (code, pointer), "{body}");
        for language in [Language::Japanese, Language::English] {
            assert!(!problem.document(language, "").to_string().contains("秘密"), "{body}");
        }
    }
}

#[test]
fn what_is_not_one_unambiguous_json_object_is_refused_with_its_reason() {
    let deep = format!("{{\"list\":{}{}}}", "[".repeat(60), "]".repeat(60));
    for (body, wrong) in [
        (r#"{"name":"a","name":"b"}"#, Wrong::Repeated),
        (r#"{"name":"a","inner":{"a":1,"a":2}}"#, Wrong::Repeated),
        ("{", Wrong::NotJson),
        ("\u{feff}{}", Wrong::NotJson),
        (r#"{"name":"\ud800"}"#, Wrong::NotJson),
        (r#"{"name":"a","share":1e400}"#, Wrong::NotJson),
        (&deep, Wrong::TooDeep { most: MOST_DEPTH }),
    ] {
        assert_eq!(refused(body), (Code::InvalidJson, String::new(), wrong), "{body}");
    }
    assert_eq!(read_bytes(&[b'x'; 301]).unwrap_err().code, Code::PayloadTooLarge);
}

#[test]
fn r36_bytes_that_are_no_utf_8_are_refused_and_never_replaced_by_a_character() {
    let problem = read_bytes(b"{\"name\":\"a\xFFb\"}").unwrap_err();
    assert_eq!((problem.code, &problem.errors[0].wrong), (Code::InvalidJson, &Wrong::NotUtf8));
    // As the gateway hands them on, or a client that replaced them itself.
    for body in ["{\"name\":\"a\u{FFFD}b\"}", r#"{"name":"a\ufffdb"}"#] {
        assert_eq!(refused(body), (Code::InvalidValue, "/name".to_owned(), Wrong::NotUtf8));
    }
    assert_eq!(refused("{\"na\u{FFFD}\":1}").1, "/?");
}

#[test]
fn a_list_is_not_taken_for_an_object_however_deep_it_is_nested() {
    for (body, pointer) in [
        (r#""inner":[1]"#, "/inner"),
        (r#""inner":{"a":1,"b":[1]}"#, "/inner/b"),
        (r#""inners":[{"a":1},[1]]"#, "/inners/1"),
        (r#""told":["every",1]"#, "/told"),
    ] {
        assert_eq!(field(body), (pointer.to_owned(), Wrong::Object), "{body}");
    }
    assert_eq!(field(r#""list":{"0":1}"#), ("/list".to_owned(), Wrong::List));
}

#[test]
fn a_value_of_another_kind_is_told_which_kind_is_meant_in_words_of_people() {
    let names = "small, large".to_owned();
    for (body, wrong) in [
        (r#""on":"2026/11/26""#, Wrong::Day),
        (r#""on":"2026-02-30""#, Wrong::Day),
        (r#""on":20261126"#, Wrong::Day),
        (r#""at":"2026-11-26""#, Wrong::Instant),
        (r#""at":"2026-11-26T23:59:60Z""#, Wrong::Instant),
        (r#""at":"2200-01-01T00:00:00+09:00""#, Wrong::Instant),
        (r#""id":"phone1""#, Wrong::Uuid),
        (r#""share":"1""#, Wrong::Number),
        (r#""yes":"true""#, Wrong::TrueOrFalse),
        (r#""inner":"a""#, Wrong::Object),
        (r#""inner":{"a":256}"#, Wrong::Between { from: 0, to: 255 }),
        (r#""inner":{"a":-1}"#, Wrong::Between { from: 0, to: 255 }),
        (r#""inner":{"a":1.5}"#, Wrong::Between { from: 0, to: 255 }),
        (r#""kind":"other""#, Wrong::OneOf { names: names.clone() }),
        (r#""kind":{"small":1}"#, Wrong::OneOf { names }),
        (r#""told":{"kind":"every","n":300}"#, Wrong::Between { from: 0, to: 255 }),
    ] {
        assert_eq!(field(body).1, wrong, "{body}");
        for text in [wrong.english(), wrong.japanese()] {
            for word in ["struct", "f64", "u8", "enum", "Sample", "Inner"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }
    assert_eq!(refused(r#"{"name":1}"#).2, Wrong::Text);
    assert_eq!(refused(r#"{"name":"abcdef"}"#).2, Wrong::TooLong { most: 5 });
    assert_eq!(refused(r#"{"name":"a\u0000b"}"#).2, Wrong::Forbidden);
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    measure: Vec<String>,
    from: Option<Day>,
}

fn ask(query: &[(&str, &str)]) -> Result<Asked, Problem> {
    let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    read(&Spec::get("x", "/x"), &Request { query, ..Request::default() })
}

#[test]
fn a_parameter_is_repeated_only_where_a_list_is_asked_for() {
    assert_eq!(ask(&[("measure", "a")]).unwrap().measure, ["a"]);
    assert_eq!(ask(&[("measure", "a"), ("measure", "b"), ("measure", "c")]).unwrap().measure, ["a", "b", "c"]);
    let twice = ask(&[("measure", "a"), ("from", "2026-11-01"), ("from", "2026-11-02")]).unwrap_err();
    assert_eq!((twice.errors[0].pointer.as_str(), &twice.errors[0].wrong), ("/from", &Wrong::Repeated));
    let other = ask(&[("measure", "a"), ("other", "b"), ("other", "b")]).unwrap_err();
    assert_eq!((other.code, other.errors[0].pointer.as_str()), (Code::UnknownField, "/other"));
    let lost = ask(&[("measure", "a\u{FFFD}")]).unwrap_err();
    assert_eq!((lost.errors[0].pointer.as_str(), &lost.errors[0].wrong), ("/measure", &Wrong::NotUtf8));
}

#[test]
fn the_person_reads_what_is_wrong_in_the_language_of_the_request() {
    let problem = read_bytes(json!({ "name": "a", "on": "2026/11/26" }).to_string().as_bytes()).unwrap_err();
    let detail = |language| problem.document(language, "")["errors"][0]["detail"].as_str().unwrap().to_owned();
    assert!(detail(Language::English).contains("written YYYY-MM-DD"));
    assert!(detail(Language::Japanese).contains("YYYY-MM-DD の形で"));
}

#[test]
fn json_has_one_encoding_and_a_request_that_names_another_is_refused() {
    let of_type = |content_type: &str| {
        let body = json!({ "name": "a" }).to_string().into();
        let request = Request { body, content_type: Some(content_type.to_owned()), ..Request::default() };
        read::<Sample>(&SPEC, &request).map_err(|problem| problem.code)
    };
    for taken in ["application/json", "Application/JSON; charset=utf-8", "application/json;charset=\"UTF-8\"; x=y"] {
        assert!(of_type(taken).is_ok(), "{taken}");
    }
    for refused in ["text/plain", "application/json; charset=utf-16", "application/json; Charset=shift_jis", ""] {
        assert_eq!(of_type(refused).unwrap_err(), Code::UnsupportedMediaType, "{refused}");
    }
}
