//! The answers of an operation: its success, and for each status the problems that it can answer with. What answers alike in
//! every operation stands once, under `components`.

use std::collections::BTreeMap;

use notebook::medication::bounds::Bound;
use platform::problem::{Code, Language, Problem};
use platform::spec::{Spec, Tag};
use serde_json::{Map, Value, json};

/// Statuses whose answer is the same in every operation that has them, with the name of that answer.
const SHARED: [(u16, &str); 7] = [
    (401, "Unauthenticated"),
    (404, "NotFound"),
    (413, "PayloadTooLarge"),
    (415, "UnsupportedMediaType"),
    (412, "VersionMismatch"),
    (429, "TooManyRequests"),
    (500, "Internal"),
];

/// Statuses that the gateway answers with as well, before any function is asked.
const OF_THE_GATEWAY: [u16; 4] = [401, 404, 413, 429];

/// The answers of an operation, by status.
pub(super) fn of(spec: &Spec, output: &schemars::Schema) -> Value {
    let mut responses = Map::new();
    let mut success = if spec.success == 204 {
        json!({ "description": "Done." })
    } else {
        json!({ "description": "Success.", "content": { "application/json": { "schema": output } } })
    };
    let tag = match spec.tag {
        Tag::None => None,
        Tag::Version => Some("ETag"),
        Tag::Content => Some("ContentTag"),
    };
    let headers = tag.map(|tag| json!({ "ETag": { "$ref": format!("#/components/headers/{tag}") } }));
    if let (Some(headers), Some(success)) = (&headers, success.as_object_mut()) {
        success.insert("headers".to_owned(), headers.clone());
    }
    if spec.tag == Tag::Content {
        let about = "Nothing new: the answer would be the one that `If-None-Match` names.";
        responses.insert("304".to_owned(), json!({ "description": about, "headers": headers }));
    }
    responses.insert(spec.success.to_string(), success.clone());
    if spec.success == 201 {
        let mut existing = success;
        if let Some(existing) = existing.as_object_mut() {
            existing.insert("description".to_owned(), "It was there already; nothing new was made.".into());
        }
        responses.insert("200".to_owned(), existing);
    }
    let of_the_gateway = OF_THE_GATEWAY.into_iter().filter(|status| !(spec.is_public() && *status == 401));
    let mut codes: BTreeMap<u16, Vec<Code>> = of_the_gateway.map(|status| (status, Vec::new())).collect();
    for code in spec.problems() {
        codes.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in codes {
        let answer = match SHARED.iter().find(|(shared, _)| *shared == status) {
            Some((_, name)) => json!({ "$ref": format!("#/components/responses/{name}") }),
            None => answer(status, &codes),
        };
        responses.insert(status.to_string(), answer);
    }
    Value::Object(responses)
}

/// The answers that stand once.
pub(super) fn shared() -> Value {
    let answers = SHARED.map(|(status, name)| {
        let codes: Vec<_> = Code::ALL.iter().copied().filter(|code| code.status() == status).collect();
        (name.to_owned(), answer(status, &codes))
    });
    Value::Object(answers.into_iter().collect())
}

fn answer(status: u16, codes: &[Code]) -> Value {
    let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    let mut description = names.join(", ");
    let mut content = json!({
        "application/problem+json": { "schema": {
            "allOf": [{ "$ref": "#/components/schemas/Problem" }],
            "properties": { "code": { "enum": names } },
        } },
    });
    if OF_THE_GATEWAY.contains(&status)
        && let Some(content) = content.as_object_mut()
    {
        description.push_str("; or an answer of the gateway itself.");
        content.insert(
            "application/json".to_owned(),
            json!({ "schema": { "$ref": "#/components/schemas/GatewayMessage" } }),
        );
    }
    json!({ "description": description, "content": content })
}

/// The headers that stand once.
pub(super) fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The version of what is shown or was written, as `If-Match` of a later change takes it. Not there where there is none yet.",
            "schema": { "type": "string" },
            "example": "\"3\"",
        },
        "ContentTag": {
            "description": "Stands for what is shown, to this account: as `If-None-Match` takes it when an open page asks whether there is anything new. What it is not good for is a change.",
            "schema": { "type": "string" },
            "example": "\"kq1Z0cXvPDo5NJ0v8y2TQmXWmO0m8R6l2Jm4Y1a7b9E\"",
        },
    })
}

/// The schemas of a problem.
pub(super) fn problem() -> [(String, Value); 4] {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let code = json!({ "type": "string", "description": "What is wrong, for programs.", "enum": codes });
    let bounds = Bound::ALL.map(Bound::as_str);
    let field_code = json!({
        "description": "What is wrong with a field, for programs: one of the problems, or which bound of a typed medicine does not hold.",
        "anyOf": [{ "$ref": "#/components/schemas/ProblemCode" }, { "type": "string", "enum": bounds }],
    });
    let field = json!({
        "type": "object",
        "description": "One bad value of a request.",
        "properties": {
            "pointer": { "type": "string", "description": "JSON Pointer (RFC 6901) into the body, or `/name` of a query parameter." },
            "code": { "$ref": "#/components/schemas/FieldErrorCode" },
            "detail": { "type": "string", "description": "What is wrong, for people, in the language of the request." },
        },
        "required": ["pointer", "code", "detail"],
    });
    let problem = json!({
        "type": "object",
        "description": "RFC 9457 problem details.",
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "$ref": "#/components/schemas/ProblemCode" },
            "detail": { "type": "string" },
            "errors": { "type": "array", "items": { "$ref": "#/components/schemas/FieldError" } },
            "request_id": { "type": "string" },
        },
        "required": ["type", "title", "status", "code", "detail", "errors", "request_id"],
        "example": Problem::not_found().document(Language::Japanese, "3f0c…"),
    });
    [("ProblemCode", code), ("FieldErrorCode", field_code), ("FieldError", field), ("Problem", problem)]
        .map(|(name, schema)| (name.to_owned(), schema))
}
