//! An operation as a type.

use notebook::id::ResidentId;
use notebook::time::Instant;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::app::App;
use crate::auth::{Authorised, Subject};
use crate::call::Call;
use crate::problem::Problem;
use crate::spec::Spec;
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

    /// The secret of an emergency card that the body says, in an operation of [`crate::spec::Who::EmergencyCard`]. None where it cannot
    /// be one.
    fn emergency_secret(_input: &Self::Input) -> Option<&str> {
        None
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
