//! The provider's public keys: held, asked for again when a token names an unknown one, and kept through an outage.
//!
//! A key that was withdrawn stops counting an hour later at the latest ([`FRESH`]). Whatever tokens arrive, the provider is asked
//! at most once a minute ([`PAUSE`]). While it cannot be asked, the keys last seen count for a day ([`STALE`]).

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};

use crate::encoding::from_base64url;
use crate::error::Error;
use crate::json;
use crate::port::{Fetch, Limits, Request};
use crate::provider::Provider;

/// How long keys count without asking again.
pub const FRESH: TimeDelta = TimeDelta::hours(1);
/// How long keys count when the provider cannot be asked.
pub const STALE: TimeDelta = TimeDelta::hours(24);
/// The least time between two questions to one provider.
pub const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The least time between two questions while no key is held at all: nobody can be served from what is held then.
pub const PAUSE_WITHOUT_KEYS: TimeDelta = TimeDelta::seconds(5);
/// The most keys a provider may publish; a provider in the middle of a rotation has four or five.
pub const MAX_KEYS: usize = 20;
/// What one question may cost.
pub const LIMITS: Limits = Limits { max_bytes: 64 * 1024, timeout: Duration::from_secs(5) };

/// A public key of the provider: EC P-256, for signatures.
#[derive(Clone)]
pub struct VerificationKey {
    kid: String,
    key: DecodingKey,
}

impl VerificationKey {
    pub(crate) fn decoding(&self) -> &DecodingKey {
        &self.key
    }
}

/// The keys of every provider that was asked, shared by all requests of a process.
#[derive(Default)]
pub struct KeyCache {
    providers: Mutex<BTreeMap<String, Held>>,
}

struct Held {
    keys: Vec<VerificationKey>,
    fetched_at: Option<DateTime<Utc>>,
    asked_at: Option<DateTime<Utc>>,
}

enum Look {
    Known(VerificationKey),
    /// Ask; what is held counts if there is no answer.
    Ask(Option<VerificationKey>),
    /// It is too early to ask again.
    Wait(Error),
}

impl KeyCache {
    /// An empty cache, to be kept in a `static`.
    pub const fn new() -> Self {
        Self { providers: Mutex::new(BTreeMap::new()) }
    }

    /// The provider's key with this id.
    ///
    /// # Errors
    /// [`Error::UnknownKey`] when the provider publishes no usable key of this id, [`Error::KeysUnavailable`] or
    /// [`Error::KeysInvalid`] when it cannot be asked or answers with something else, and the key is not held either.
    pub async fn key<F: Fetch>(
        &self,
        fetch: &F,
        provider: &Provider,
        kid: &str,
        now: DateTime<Utc>,
    ) -> Result<VerificationKey, Error> {
        let address = provider.settings().jwks_uri.as_str();
        let held = match self.look(address, kid, now) {
            Look::Known(key) => return Ok(key),
            Look::Wait(error) => return Err(error),
            Look::Ask(held) => held,
        };
        match ask(fetch, address).await {
            Ok(keys) => {
                let found = find(&keys, kid);
                self.lock().insert(address.to_owned(), Held { keys, fetched_at: Some(now), asked_at: Some(now) });
                found.ok_or(Error::UnknownKey)
            }
            Err(error) => {
                let mut providers = self.lock();
                let entry = providers.entry(address.to_owned());
                entry.or_insert_with(|| Held { keys: Vec::new(), fetched_at: None, asked_at: None }).asked_at =
                    Some(now);
                held.ok_or(error)
            }
        }
    }

    fn look(&self, address: &str, kid: &str, now: DateTime<Utc>) -> Look {
        let mut providers = self.lock();
        let Some(held) = providers.get_mut(address) else {
            return Look::Ask(None);
        };
        let age = held.fetched_at.map(|at| now - at);
        if age.is_none_or(|age| age >= STALE) {
            held.keys.clear();
        }
        let known = find(&held.keys, kid);
        if let (Some(key), Some(age)) = (&known, age)
            && age < FRESH
        {
            return Look::Known(key.clone());
        }
        let pause = if held.keys.is_empty() { PAUSE_WITHOUT_KEYS } else { PAUSE };
        // Requests carry slightly different times, so the distance counts in both directions.
        if held.asked_at.is_some_and(|at| (now - at).abs() < pause) {
            return match known {
                Some(key) => Look::Known(key),
                None if held.keys.is_empty() => Look::Wait(Error::KeysUnavailable),
                None => Look::Wait(Error::UnknownKey),
            };
        }
        // Noted before asking, so that requests at the same time do not ask as well; without keys they have nothing else to do.
        if !held.keys.is_empty() {
            held.asked_at = Some(now);
        }
        Look::Ask(known)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Held>> {
        self.providers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn find(keys: &[VerificationKey], kid: &str) -> Option<VerificationKey> {
    keys.iter().find(|key| key.kid == kid).cloned()
}

async fn ask<F: Fetch>(fetch: &F, address: &str) -> Result<Vec<VerificationKey>, Error> {
    let request = Request::Get { url: address, bearer: None, accept: "application/json" };
    let reply = fetch.fetch(request, LIMITS).await.map_err(|_| Error::KeysUnavailable)?;
    if reply.status != 200 {
        return Err(Error::KeysUnavailable);
    }
    if reply.body.len() > LIMITS.max_bytes {
        return Err(Error::KeysInvalid);
    }
    read(&reply.body).ok_or(Error::KeysInvalid)
}

/// The usable keys; `None` for anything but a key set (RFC 7517) of reasonable size with at least one usable key and no key id
/// that two usable keys share.
fn read(body: &[u8]) -> Option<Vec<VerificationKey>> {
    let set = json::object(body)?;
    let published = set.get("keys")?.as_array()?;
    if published.len() > MAX_KEYS {
        return None;
    }
    let mut usable: Vec<VerificationKey> = Vec::new();
    for key in published.iter().filter_map(Value::as_object).filter_map(usable_key) {
        if usable.iter().any(|other| other.kid == key.kid) {
            return None;
        }
        usable.push(key);
    }
    (!usable.is_empty()).then_some(usable)
}

/// The key if it is for ES256 signatures. `use` and `alg` are optional in RFC 7517, so only another value excludes; a key that is
/// published with its private part is anyone's.
fn usable_key(key: &Map<String, Value>) -> Option<VerificationKey> {
    let text = |name: &str| json::text(key, name).ok();
    let required = |name: &str| text(name)?;
    let kid = required("kid").filter(|kid| (1..=255).contains(&kid.len()))?;
    let for_signatures = text("use")?.is_none_or(|purpose| purpose == "sig");
    let es256 = text("alg")?.is_none_or(|alg| alg == "ES256");
    let curve = required("kty")? == "EC" && required("crv")? == "P-256";
    let (x, y) = (required("x")?, required("y")?);
    let point = [x, y].into_iter().all(|part| from_base64url(part).is_some_and(|bytes| bytes.len() == 32));
    if !(for_signatures && es256 && curve && point) || key.contains_key("d") {
        return None;
    }
    let key = DecodingKey::from_ec_components(x, y).ok()?;
    Some(VerificationKey { kid: kid.to_owned(), key })
}
