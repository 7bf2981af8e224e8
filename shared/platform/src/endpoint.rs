//! An operation as a type, and as the table entry that serves it.

use std::pin::Pin;

use notebook::id::ResidentId;
use notebook::time::Instant;
use schemars::JsonSchema;
#[cfg(feature = "described")]
use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::app::App;
use crate::auth::{Authorised, Subject};
use crate::call::Call;
use crate::pipeline;
use crate::problem::Problem;
use crate::request::{Request, Response};
use crate::spec::{Spec, Who};
use crate::table::schema::{ActorKeys, ResidentKeys};
use crate::table::{Key, ReadPlan};

/// One operation of the API. Its doc comment is shown in the OpenAPI document.
pub trait Endpoint: JsonSchema + 'static {
    /// What it is: the single source of route, policy, IAM, template, OpenAPI and events.
    const SPEC: Spec;
    /// What the handler is given proof of.
    type Subject: Subject + Send + Sync;
    /// Body or query parameters.
    type Input: DeserializeOwned + JsonSchema + Send + Sync;
    /// Where the plan's queries are found; `()` where it has none.
    type Reads: Default + Send + Sync;
    /// Body of a success.
    type Output: Serialize + JsonSchema + Send + Sync + 'static;

    /// A body, or query parameters, that succeed in the sample city: the example of the OpenAPI document and of the
    /// sample events. `Null` where there is nothing to say.
    fn example() -> serde_json::Value {
        serde_json::Value::Null
    }

    /// The person, where the body names one instead of the path.
    fn resident(_input: &Self::Input) -> Option<ResidentId> {
        None
    }

    /// An item that names the person, where the path has only the id of something of theirs.
    fn pointer(_call: &Call) -> Result<Option<Key>, Problem> {
        Ok(None)
    }

    /// What to read in the same wave as the authorisation. What it brings back is dropped when the policy denies.
    fn plan(
        _call: &Call,
        _input: &Self::Input,
        _keys: &Proposed,
        _plan: &mut ReadPlan,
    ) -> Result<Self::Reads, Problem> {
        Ok(Self::Reads::default())
    }

    /// Does it.
    fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Self::Subject, Self::Reads>,
        input: Self::Input,
    ) -> impl Future<Output = Result<Answer<Self::Output>, Problem>> + Send;

    /// The same answer again, for a repeated `Idempotency-Key`, from the ids that were remembered. An empty answer is the same
    /// whatever was remembered, and needs none of its own.
    fn replay(
        _app: &App,
        _call: &Call,
        _subject: Authorised<Self::Subject, Self::Reads>,
        _ids: Vec<String>,
    ) -> impl Future<Output = Result<Answer<Self::Output>, Problem>> + Send {
        async { Answer::if_empty().ok_or_else(|| Problem::internal("no replay for this operation")) }
    }
}

/// Keys for planning reads before the policy has decided. Nothing that they fetch reaches a handler that was denied.
pub struct Proposed {
    pub(crate) resident: Option<ResidentId>,
    pub(crate) actor: String,
    /// 10 digits, where the path names an institution or the pointer leads to one.
    pub institution: Option<String>,
    /// The instant of the request.
    pub now: Instant,
}

impl Proposed {
    /// Keys of the person that the request is about.
    pub fn resident(&self) -> Result<ResidentKeys, Problem> {
        self.resident.map(ResidentKeys::new).ok_or_else(Problem::not_found)
    }

    /// Keys of the caller's own account.
    pub fn account(&self) -> ActorKeys {
        ActorKeys::of(&self.actor)
    }
}

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
