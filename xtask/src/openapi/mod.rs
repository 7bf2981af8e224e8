//! The OpenAPI 3.1 document: the full contract, from the catalogue and the types of every operation.

use notebook::access::{Role, Section};
use platform::endpoint::{Operation, Schemas};
use platform::problem::{Code, Language, Problem};
use platform::spec::{Spec, Who};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

mod names;

use names::Names;

/// The document.
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    let mut names = Names::default();
    for (context, operation) in catalogue::operations() {
        let schemas = operation.schemas(&mut generator);
        names.operation(operation.spec.name, schemas.input.as_value(), schemas.output.as_value());
        let described = describe(&generator, context.name, operation, &schemas);
        let path = paths.entry(operation.spec.path.to_owned()).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.spec.method.as_str().to_lowercase(), described);
        }
    }
    let mut paths = Value::Object(paths);
    let mut schemas = names.apply(generator.take_definitions(true), &mut paths);
    schemas.insert("Problem".to_owned(), problem_schema());
    schemas.insert(
        "GatewayMessage".to_owned(),
        json!({
            "type": "object",
            "description": "An answer that the gateway gives itself, before any function is asked.",
            "properties": { "message": { "type": "string" } },
            "required": ["message"],
        }),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "デジタル健康手帳 API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The digital health notebook of a city. Instants are RFC 3339, days YYYY-MM-DD in Japan, ids UUIDv7. \
                Every answer carries Cache-Control: no-store. Another person's object answers exactly as a missing one.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "access_token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "access_token": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "A Cognito access token. An ID token is refused.",
                },
            },
        },
    })
}

fn describe(generator: &schemars::SchemaGenerator, tag: &str, operation: &Operation, schemas: &Schemas) -> Value {
    let spec = &operation.spec;
    let summary = schemas.description.split_inclusive('.').next().unwrap_or_default().replace('\n', " ");
    let mut described = json!({
        "operationId": spec.name,
        "tags": [tag],
        "summary": summary.trim(),
        "description": format!("{}\n\n{}", schemas.description, who(spec)),
        "responses": responses(spec, &schemas.output),
    });
    let Some(object) = described.as_object_mut() else { return described };
    let mut parameters = path_parameters(spec);
    if spec.idempotent {
        parameters.push(header(
            "Idempotency-Key",
            "A repetition with the same key has no second effect and gives the same answer, for 24 hours.",
            255,
        ));
    }
    if matches!(spec.method.as_str(), "PUT" | "PATCH" | "DELETE") {
        parameters.push(header(
            "If-Match",
            "The ETag of the version that is changed; another version answers 412.",
            64,
        ));
    }
    parameters.push(header("Accept-Language", "`ja` or `en`.", 200));
    if spec.method.has_body() {
        let example = operation.example();
        let mut content = json!({ "schema": schemas.input });
        if example.is_object()
            && let Some(content) = content.as_object_mut()
        {
            content.insert("example".to_owned(), example);
        }
        object
            .insert("requestBody".to_owned(), json!({ "required": true, "content": { "application/json": content } }));
    } else {
        parameters.extend(query_parameters(generator, &schemas.input));
    }
    object.insert("parameters".to_owned(), parameters.into());
    described
}

fn who(spec: &Spec) -> String {
    let roles = |roles: &[Role]| roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    match spec.who {
        Who::Nobody => "Who: nobody.".to_owned(),
        Who::Account => "Who: any signed-in account, about itself.".to_owned(),
        Who::ResidentAccount => "Who: any account signed in as a resident, about itself.".to_owned(),
        Who::Resident(section, level) => format!(
            "Who: the person, or someone whose relation reaches `{}` in `{}`.",
            serde_json::to_value(level).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default(),
            section.as_str()
        ),
        Who::Staff(allowed) => format!("Who: staff of the institution ({}), with a second factor.", roles(allowed)),
        Who::Clinic(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, on the day on which the person opened the notebook to it.",
            roles(allowed)
        ),
        Who::ClinicVisit(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, on its own entries until seven days after the visit.",
            roles(allowed)
        ),
    }
}

fn path_parameters(spec: &Spec) -> Vec<Value> {
    spec.placeholders()
        .map(|name| {
            let schema = match name {
                "code" => json!({ "type": "string", "pattern": "^[0-9]{10}$" }),
                "section" => json!({ "type": "string", "enum": Section::ALL.map(Section::as_str) }),
                _ => json!({ "type": "string", "format": "uuid" }),
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}

fn header(name: &str, description: &str, most: u32) -> Value {
    json!({
        "name": name, "in": "header", "required": false, "description": description,
        "schema": { "type": "string", "minLength": 1, "maxLength": most },
    })
}

/// The properties of an input without body, as query parameters.
fn query_parameters(generator: &schemars::SchemaGenerator, input: &schemars::Schema) -> Vec<Value> {
    let reference = input.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next());
    let resolved = reference.and_then(|name| generator.definitions().get(name)).unwrap_or(input.as_value());
    let required: Vec<_> = resolved["required"].as_array().cloned().unwrap_or_default();
    let Some(properties) = resolved["properties"].as_object() else { return Vec::new() };
    properties
        .iter()
        .map(|(name, schema)| {
            let needed = required.iter().any(|required| required == name);
            json!({ "name": name, "in": "query", "required": needed, "schema": schema })
        })
        .collect()
}

fn responses(spec: &Spec, output: &schemars::Schema) -> Value {
    let mut responses = Map::new();
    let success = if spec.success == 204 {
        json!({ "description": "Done." })
    } else {
        json!({ "description": "Success.", "content": { "application/json": { "schema": output } } })
    };
    responses.insert(spec.success.to_string(), success.clone());
    if spec.success == 201 {
        let mut existing = success;
        if let Some(existing) = existing.as_object_mut() {
            existing.insert("description".to_owned(), "It was there already; nothing new was made.".into());
        }
        responses.insert("200".to_owned(), existing);
    }
    let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    for status in [400, 403, 404, 409, 412, 413, 415, 422, 429, 500, 503] {
        let codes: Vec<_> = Code::ALL.iter().filter(|code| code.status() == status).map(|code| code.as_str()).collect();
        responses.insert(status.to_string(), json!({ "description": codes.join(", "), "content": problem.clone() }));
    }
    for status in ["401", "404", "413", "429"] {
        let both = json!({
            "description": "A problem of the function, or an answer of the gateway itself.",
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
                "application/json": { "schema": { "$ref": "#/components/schemas/GatewayMessage" } },
            },
        });
        responses.insert(status.to_owned(), both);
    }
    Value::Object(responses)
}

fn problem_schema() -> Value {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    json!({
        "type": "object",
        "description": "RFC 9457 problem details.",
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string", "enum": codes },
            "detail": { "type": "string" },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": { "pointer": { "type": "string" }, "code": { "type": "string" }, "detail": { "type": "string" } },
                    "required": ["pointer", "code", "detail"],
                },
            },
            "request_id": { "type": "string" },
        },
        "required": ["type", "title", "status", "code", "detail", "errors", "request_id"],
        "example": Problem::not_found().document(Language::Japanese, "3f0c…"),
    })
}
