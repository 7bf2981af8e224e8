//! A page that stays open asks whether there is anything new. The answer's tag is known only to who was shown the content: it is
//! made of that with a key that never leaves the table, for one sign-in of one account, one operation and what its path and query name:
//! it ends with the sign-in.

use std::collections::BTreeMap;

use ring::hmac;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::auth::Caller;
use crate::auth::policy::Allowed;
use crate::request::{Request, Response};
use crate::spec::{Spec, Tag};

/// What a caller may have seen before.
pub(crate) struct Seen {
    context: hmac::Context,
    if_none_match: Option<String>,
}

/// Characters of `If-None-Match` that are looked at; browsers send one tag.
const MOST: usize = 256;

impl Seen {
    /// None where the operation is not asked again, or where there is no grant of the day, whose id is the key.
    pub(crate) fn of(spec: &Spec, caller: &Caller, allowed: &Allowed, request: &Request) -> Option<Self> {
        if spec.tag != Tag::Content {
            return None;
        }
        let key = match allowed {
            Allowed::Patient { grant, .. } => hmac::Key::new(hmac::HMAC_SHA256, grant.grant_id.0.as_bytes()),
            // A relation lasts: its tag would let family look for weeks with one line in the log.
            Allowed::Resident { .. }
            | Allowed::Account { .. }
            | Allowed::Staff { .. }
            | Allowed::Arrived { .. }
            | Allowed::PatientVisit { .. }
            | Allowed::Guided { .. }
            | Allowed::Dispensed { .. }
            | Allowed::EmergencyCard { .. } => return None,
        };
        let mut context = hmac::Context::with_key(&key);
        let mut parts = vec!["refresh", spec.name, caller.actor.as_str(), caller.session.as_str()];
        // What of it is asked for: two sections that are empty look alike.
        let path: BTreeMap<_, _> = request.path.iter().collect();
        parts.extend(path.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
        parts.extend(request.query.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]));
        for part in parts {
            context.update(part.as_bytes());
            context.update(&[0]);
        }
        Some(Self { context, if_none_match: request.if_none_match.clone() })
    }

    /// The answer with its tag, or 304 without content where the caller has it; and which of them it is. A text that passes with
    /// the clock is no part of the tag.
    pub(crate) fn again(mut self, response: Response, passing: Option<&str>) -> (Response, bool) {
        let body = &response.body;
        let at = passing.and_then(|text| place_of(text.as_bytes(), body).map(|at| at..at + text.len()));
        let passing = at.unwrap_or(0..0);
        for part in [body.get(..passing.start), body.get(passing.end..)] {
            self.context.update(part.unwrap_or_default());
            self.context.update(&[0]);
        }
        let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(self.context.sign().as_ref()));
        let named = self.if_none_match.as_deref().filter(|named| named.len() <= MOST).unwrap_or_default();
        let is_known = named.split(',').map(str::trim).any(|named| named.strip_prefix("W/").unwrap_or(named) == tag);
        let mut headers = response.headers;
        headers.push(("etag", tag));
        if is_known {
            return (Response { status: 304, content_type: None, headers, body: Vec::new(), log: response.log }, true);
        }
        (Response { headers, ..response }, false)
    }
}

/// Where a text begins in a body; none where it is not there, or is empty.
fn place_of(text: &[u8], body: &[u8]) -> Option<usize> {
    if text.is_empty() { None } else { body.windows(text.len()).position(|part| part == text) }
}
