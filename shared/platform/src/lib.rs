//! What every function stands on: endpoints and jobs, authorisation, the table, audit, problems, logs. What the table holds
//! is the crate `records`.
//!
//! An operation is an [`endpoint::Endpoint`]; its [`spec::Spec`] says who may call it and what it touches. A request
//! takes the one path of `pipeline`: caller, input, one wave of reads with the authorisation, decision, handler,
//! audit entry, answer.

pub mod answer;
pub mod app;
pub mod audit;
pub mod auth;
pub mod aws;
pub mod call;
pub mod clock;
pub mod contract;
pub mod edge;
pub mod effects;
pub mod endpoint;
pub mod hex;
mod idempotency;
mod input;
pub mod job;
pub mod kept;
mod limit;
pub mod log;
pub mod notice;
pub mod operation;
pub mod outside;
pub mod own_id;
pub mod paging;
pub mod patch;
pub mod path;
mod pipeline;
pub mod problem;
pub mod push;
pub mod queue;
mod refresh;
pub mod replace;
pub mod request;
pub mod serve;
pub mod spec;
pub mod table;
pub mod unset;

/// What an operation's file imports.
pub mod prelude {
    pub use crate::answer::{Answer, List, Nothing};
    pub use crate::app::App;
    pub use crate::auth::{
        Account, Arrived, Authorised, CardHolder, Dispensed, Guided, Patient, PatientVisit, Resident, Staff,
    };
    pub use crate::call::Call;
    pub use crate::contract::{ByKey, Cursor, Version};
    pub use crate::effects::{IfItFails, OutsideEffect, Services};
    pub use crate::endpoint::{Endpoint, Proposed};
    pub use crate::operation::Operation;
    pub use crate::patch::{Always, Patch};
    pub use crate::problem::{Code, Problem};
    pub use crate::replace::{Replace, TakenBack};
    pub use crate::spec::{Method, Spec, Touch, Who};
    pub use crate::table::range::RangeQuery;
    pub use crate::table::transaction::{Meta, Only};
    pub use crate::table::{Key, PageOf, ReadPlan, Transaction, Versioned, from_item};
    pub use notebook::wrong::Wrong;
    pub use schemars::JsonSchema;
    pub use serde::{Deserialize, Serialize};
    pub use serde_json::json;
}
