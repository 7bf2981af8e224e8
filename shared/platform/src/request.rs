//! A request as the pipeline sees it, whatever brought it: the gateway in a stack, the router of the tests in process.

use std::collections::HashMap;

use crate::problem::{Code, Language, Reason};

/// A request with the parts that an operation can read.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Id of the request, from the gateway.
    pub request_id: String,
    /// Claims of the token, verified by the gateway; empty without a token.
    pub claims: HashMap<String, String>,
    /// Values of the path's placeholders.
    pub path: HashMap<String, String>,
    /// Query parameters; a repeated one keeps its first value and is refused when the input is read.
    pub query: Vec<(String, String)>,
    /// `Idempotency-Key`.
    pub idempotency_key: Option<String>,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Accept-Language`.
    pub accept_language: Option<String>,
    /// What CloudFront adds: see [`crate::edge`].
    pub edge_key: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The language of the answer.
    pub fn language(&self) -> Language {
        Language::from_header(self.accept_language.as_deref())
    }
}

/// A response of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`; none where there is no body.
    pub content_type: Option<&'static str>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// What is not sent.
    pub log: Log,
}

/// What a response says to the log alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Log {
    /// The problem's code, if it was one.
    pub code: Option<Code>,
    /// Why.
    pub reason: Option<Reason>,
}
