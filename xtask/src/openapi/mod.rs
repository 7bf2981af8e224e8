//! The OpenAPI 3.1 document: the full contract, from the catalogue and the types of every operation.

use notebook::access::{Level, Role};
use platform::operation::{Operation, Schemas};
use platform::spec::{Spec, Who};
use schemars::SchemaGenerator;
use schemars::generate::{Contract, SchemaSettings};
use serde_json::{Map, Value, json};

mod left_out;
mod names;
mod parameters;
mod responses;

use names::Names;

/// What is read and what is shown each have their own definitions: of one type they may say different things, and then it has
/// two names.
fn generator(contract: Contract, definitions: &str) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = definitions.trim_start_matches('#').trim_end_matches('/').to_owned().into();
        settings.meta_schema = None;
        settings.contract = contract;
    });
    settings.into_generator()
}

/// The document.
pub fn document() -> Value {
    let mut read = generator(Contract::Deserialize, names::READ);
    let mut shown = generator(Contract::Serialize, names::SCHEMAS);
    let mut paths: Map<String, Value> = Map::new();
    let mut names = Names::default();
    for (context, operation) in catalogue::operations() {
        let schemas = operation.schemas(&mut read, &mut shown);
        names.operation(operation.spec.name, schemas.input.as_value(), schemas.output.as_value());
        let described = describe(&mut read, context.name, operation, &schemas);
        let path = paths.entry(operation.spec.path.to_owned()).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.spec.method.as_str().to_lowercase(), described);
        }
    }
    let mut paths = Value::Object(paths);
    let mut shown = shown.take_definitions(true);
    shown.values_mut().for_each(left_out::is_never_null);
    let mut schemas = names.apply(read.take_definitions(true), shown, &mut paths);
    schemas.insert("OperationName".to_owned(), operation_names(schemas.get("OperationName")));
    schemas.extend(responses::problem());
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
        "servers": [{
            "url": "/",
            "description": "The gateway's own address; where the city has a domain, the pages' address, which passes /v1 on to it.",
        }],
        "security": [{ "access_token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses::shared(),
            "headers": responses::headers(),
            "securitySchemes": {
                "access_token": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "A Cognito access token. An ID token is refused.",
                },
            },
        },
    })
}

/// The names of all operations: what an access log calls what was done.
fn operation_names(described: Option<&Value>) -> Value {
    let mut schema = described.and_then(Value::as_object).cloned().unwrap_or_default();
    schema.insert("enum".to_owned(), catalogue::operations().map(|(_, operation)| operation.spec.name).collect());
    Value::Object(schema)
}

fn describe(generator: &mut SchemaGenerator, tag: &str, operation: &Operation, schemas: &Schemas) -> Value {
    let spec = &operation.spec;
    let summary = schemas.description.split_inclusive('.').next().unwrap_or_default().replace('\n', " ");
    let mut described = json!({
        "operationId": spec.name,
        "tags": [tag],
        "summary": summary.trim(),
        "description": format!("{}\n\n{}", schemas.description, who(spec)),
        "responses": responses::of(spec, &schemas.output),
    });
    let Some(object) = described.as_object_mut() else { return described };
    if spec.is_public() {
        object.insert("security".to_owned(), json!([]));
    }
    let mut parameters = parameters::of_path(spec, generator);
    parameters.extend(parameters::of_headers(spec));
    if spec.has_body() {
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
        parameters.extend(parameters::of_query(generator, &schemas.input));
    }
    object.insert("parameters".to_owned(), parameters.into());
    described
}

fn who(spec: &Spec) -> String {
    let name =
        |level: Level| serde_json::to_value(level).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let roles = |roles: &[Role]| roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    match spec.who {
        Who::Nobody => "Who: nobody.".to_owned(),
        Who::Account => "Who: any signed-in account, about itself.".to_owned(),
        Who::ResidentAccount => "Who: any account signed in as a resident, about itself.".to_owned(),
        Who::Resident(section, level) => {
            format!("Who: the person, or someone whose relation reaches `{}` in `{}`.", name(level), section.as_str())
        }
        Who::Related(level) => format!(
            "Who: the person, or someone whose relation reaches `{}` in any section; what stands in other sections is absent.",
            name(level)
        ),
        Who::Staff(allowed) => format!("Who: staff of the institution ({}), with a second factor.", roles(allowed)),
        Who::Clinic(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, on the day on which the person opened the notebook to it.",
            roles(allowed)
        ),
        Who::Counter(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, on the day on which the person checked in there.",
            roles(allowed)
        ),
        Who::EmergencyCard => "Who: whoever holds the person's emergency card; no account, no token.".to_owned(),
        Who::ClinicVisit(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, on its own entries until seven days after the visit.",
            roles(allowed)
        ),
        Who::Guidance(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, for a person who has opened anything to it today or whom it follows up.",
            roles(allowed)
        ),
        Who::OwnGuidance(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, on its own guidance until seven days after it was written.",
            roles(allowed)
        ),
        Who::Dispensing(allowed) => format!(
            "Who: staff of the institution ({}), with a second factor, until seven days after a check-in at which the person opened the medicines to it.",
            roles(allowed)
        ),
    }
}
