//! `Idempotency-Key`: the same key with the same body has its effect once and the same answer, as long as what that says is
//! still so. A replay that shows more than ids reads anew what it says (`tests/guard/replays.rs`).
//!
//! The record is read with the authorisation and written in the effect's own transaction, so there is no moment between
//! the two. It holds a hash of the request and the ids of what was made; no health data.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::time::Instant;
use notebook::wrong::Wrong;
use serde::{Deserialize, Serialize};

use crate::auth::caller::digest;
use crate::problem::{Code, Problem};
use crate::request::Request;
use crate::spec::Spec;
use crate::table::schema::ActorKeys;
use crate::table::transaction::{Meta, Only};
use crate::table::{Fetched, Key, Transaction};

/// For how long a key is remembered.
const SECONDS: i64 = 24 * 3600;

/// The record of an effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remembered {
    payload: String,
    expires: i64,
    /// The ids of what was made, in the order in which the operation named them.
    pub(crate) ids: Vec<String>,
}

/// The key of one request.
#[derive(Debug, Clone)]
pub(crate) struct Idempotency {
    record: Key,
    payload: String,
    /// The key itself, which is stored nowhere.
    text: String,
}

impl Idempotency {
    /// From the header, if the request has one. 1 to 255 visible ASCII characters.
    pub(crate) fn from_request(spec: &Spec, request: &Request, actor: &str) -> Result<Option<Self>, Problem> {
        let Some(key) = request.idempotency_key.as_deref().filter(|_| spec.idempotent) else { return Ok(None) };
        if key.is_empty() || key.len() > 255 || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::field(Code::InvalidHeader, "Idempotency-Key", Wrong::VisibleAscii { most: 255 }));
        }
        let mut path: Vec<_> = request.path.iter().collect();
        path.sort();
        let mut context = ring::digest::Context::new(&ring::digest::SHA256);
        for (name, value) in path {
            context.update(digest(&[name, value]).as_bytes());
        }
        // A digest each, so that no header reads as the beginning of a body.
        if let Some(version) = &request.if_match {
            context.update(digest(&["if-match", version]).as_bytes());
        }
        context.update(&request.body);
        let payload = URL_SAFE_NO_PAD.encode(context.finish().as_ref());
        let record = ActorKeys::of(actor).idempotency(spec.name, &digest(&[key]));
        Ok(Some(Self { record, payload, text: key.to_owned() }))
    }

    /// The key as the client made it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The record's key, for the read plan.
    pub(crate) fn key(&self) -> &Key {
        &self.record
    }

    /// What was remembered under this key; 422 where it was another request.
    pub(crate) fn recall(&self, fetched: &Fetched, now: Instant) -> Result<Option<Remembered>, Problem> {
        let found: Option<Remembered> = fetched.get(&self.record)?;
        match found.filter(|record| record.expires > now.timestamp()) {
            Some(record) if record.payload != self.payload => Err(Problem::of(Code::IdempotencyMismatch)),
            other => Ok(other),
        }
    }

    /// Adds the record to the effect's transaction.
    pub(crate) fn remember(&self, transaction: &mut Transaction, ids: &[String], now: Instant) -> Result<(), Problem> {
        let expires = now.timestamp() + SECONDS;
        let record = Remembered { payload: self.payload.clone(), expires, ids: ids.to_vec() };
        let meta = Meta { expires_at: Some(expires), ..Meta::default() };
        transaction.put(&self.record, &record, &meta, Only::IfNewOrExpired(now.timestamp()))
    }
}
