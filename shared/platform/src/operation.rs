//! An operation as the table entry that serves it: one line in its context's list.

use std::pin::Pin;

#[cfg(feature = "described")]
use schemars::{Schema, SchemaGenerator};

use crate::app::App;
use crate::auth::Subject;
use crate::endpoint::Endpoint;
use crate::pipeline;
use crate::request::{Request, Response};
use crate::spec::{Spec, Who};

type Running<'a> = Pin<Box<dyn Future<Output = Response> + Send + 'a>>;

/// The schemas of an operation, for the OpenAPI document.
#[cfg(feature = "described")]
pub struct Schemas {
    /// The operation's doc comment.
    pub description: String,
    /// Body or query parameters.
    pub input: Schema,
    /// Body of a success.
    pub output: Schema,
}

/// An operation as a value: one line in its context's list.
pub struct Operation {
    /// What it is.
    pub spec: Spec,
    run: for<'a> fn(&'a App, &'a Request) -> Running<'a>,
    // What only the documents and the tests ask for; without the feature nothing of it is in the program that is deployed.
    #[cfg(feature = "described")]
    schemas: fn(&mut SchemaGenerator, &mut SchemaGenerator) -> Schemas,
    #[cfg(feature = "described")]
    example: fn() -> serde_json::Value,
}

impl Operation {
    /// The entry of an endpoint. Does not compile where the policy row and the handler's subject differ.
    pub const fn of<E: Endpoint>() -> Self {
        const {
            assert!(!matches!(E::SPEC.who, Who::Nobody), "the operation has no policy row: give its Spec a .who(…)");
            assert!(
                E::SPEC.who.kind() as u8 == <E::Subject as Subject>::KIND as u8,
                "the policy row and the handler's Subject are of different kinds"
            );
            assert!(
                !(E::SPEC.is_public() && (E::SPEC.idempotent || E::SPEC.hourly().is_some())),
                "what is kept by account has no place in an operation without one"
            );
        };
        Self {
            spec: E::SPEC,
            run: run::<E>,
            #[cfg(feature = "described")]
            schemas: schemas::<E>,
            #[cfg(feature = "described")]
            example: E::example,
        }
    }

    /// Serves one request.
    pub async fn serve(&self, app: &App, request: &Request) -> Response {
        (self.run)(app, request).await
    }

    /// Its example; see [`Endpoint::example`].
    #[cfg(feature = "described")]
    pub fn example(&self) -> serde_json::Value {
        (self.example)()
    }

    /// Its schemas: what it reads by the first generator, what it shows by the second. A type that is read and shown may say less
    /// where it is read: what is left out there stands in every answer.
    #[cfg(feature = "described")]
    pub fn schemas(&self, read: &mut SchemaGenerator, shown: &mut SchemaGenerator) -> Schemas {
        (self.schemas)(read, shown)
    }
}

fn run<'a, E: Endpoint>(app: &'a App, request: &'a Request) -> Running<'a> {
    Box::pin(pipeline::serve::<E>(app, request))
}

#[cfg(feature = "described")]
fn schemas<E: Endpoint>(read: &mut SchemaGenerator, shown: &mut SchemaGenerator) -> Schemas {
    let own = E::json_schema(shown);
    let description = own.get("description").and_then(|text| text.as_str()).unwrap_or_default().to_owned();
    Schemas { description, input: read.subschema_for::<E::Input>(), output: shown.subschema_for::<E::Output>() }
}
