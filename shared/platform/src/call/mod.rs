//! One call of an operation: what the handler may know of the request, and how it writes.

mod effects;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use notebook::access::Section;
use notebook::time::Instant;
use notebook::wrong::Wrong;

use crate::app::App;
use crate::audit;
use crate::auth::Caller;
use crate::effects::{Following, Happened};
use crate::idempotency::Idempotency;
use crate::limit::Counted;
use crate::path::InPath;
use crate::problem::{Code, Language, Problem};
use crate::request::Request;
use crate::spec::{Method, Spec};
use crate::table::Cancelled;
use crate::table::schema::ChainKeys;
use crate::table::{Fetched, Ground, Key, Transaction};

/// One call.
pub struct Call {
    /// The operation.
    pub spec: Spec,
    /// The language of the answer.
    pub language: Language,
    pub(crate) caller: Caller,
    pub(crate) now: Instant,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) audit: Mutex<Option<audit::Plan>>,
    /// What allows this call: every transaction of it requires that it is still so.
    grounds: Mutex<Vec<Ground>>,
    /// Effects outside the table that happened in a run of this call, and those that follow this run's commit.
    pub(crate) happened: Arc<Happened>,
    pub(crate) following: Mutex<Following>,
    path: HashMap<String, String>,
    if_match: Option<String>,
    /// Whether `If-Match` names another version than what stands.
    is_outdated: AtomicBool,
}

impl Call {
    pub(crate) fn new(
        spec: &Spec,
        request: &Request,
        caller: Caller,
        now: Instant,
        happened: Arc<Happened>,
    ) -> Result<Self, Problem> {
        let idempotency = Idempotency::from_request(spec, request, &caller.actor)?;
        Ok(Self {
            spec: *spec,
            language: request.language(),
            caller,
            now,
            idempotency,
            audit: Mutex::new(None),
            grounds: Mutex::default(),
            happened,
            following: Mutex::default(),
            path: request.path.clone(),
            if_match: request.if_match.clone(),
            is_outdated: AtomicBool::new(false),
        })
    }

    /// The instant of the request: one request has one time.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Who is calling. What they may do is not decided yet where this is read in a plan.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Bytes that nobody can guess and that a repetition under the same `Idempotency-Key` is given again: made with `seed`, which
    /// is stored, of the client's key, which is not. For what is shown once and must be shown again where the answer was lost.
    /// Without such a key they are drawn anew each time.
    pub fn drawn_again<const N: usize>(&self, app: &App, seed: &str) -> Result<[u8; N], Problem> {
        let Some(idempotency) = &self.idempotency else { return app.random() };
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, seed.as_bytes());
        let mut context = ring::hmac::Context::with_key(&key);
        context.update(b"drawn again\0");
        context.update(idempotency.text().as_bytes());
        let drawn = context.sign();
        let bytes = drawn.as_ref().get(..N).and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| Problem::internal("more bytes than a hash has"))
    }

    /// A placeholder of the path. What cannot be an id of ours is not there: 404.
    pub fn path<T: InPath>(&self, name: &str) -> Result<T, Problem> {
        debug_assert!(T::NAMES.contains(&name), "{name} is of another type in `platform::path`");
        self.path.get(name).and_then(|text| text.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// The id of something of the caller's own, which they chose themselves: 422 where it cannot be one, because there is
    /// nobody's to keep quiet about.
    pub fn own_id<T: InPath>(&self, name: &str) -> Result<T, Problem> {
        self.path(name).map_err(|_| Problem::field(Code::InvalidValue, format!("/{name}"), Wrong::Uuid))
    }

    /// Holds `If-Match` to the version of what stands. Where it is there, is not `*` and names another, what would change anything
    /// is refused with 412 by [`Self::commit`], and so is whatever else is wrong with the request. What is asked for and stands
    /// already is answered as done: the caller may have sent it before, with that version, and never had the answer. Only in
    /// operations whose Spec says `.versioned()`: that is where the contract promises it.
    pub fn check_version(&self, current: u64) -> Result<(), Problem> {
        if !self.spec.versioned {
            return Err(Problem::internal("If-Match is read by an operation that does not promise it"));
        }
        let Some(header) = &self.if_match else { return Ok(()) };
        let names_current = header.split(',').map(str::trim).any(|tag| {
            let tag = tag.strip_prefix("W/").unwrap_or(tag);
            tag == "*" || tag.trim_matches('"').parse() == Ok(current)
        });
        if !names_current {
            self.is_outdated.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// The refusal of what an outdated request asks for: that it is outdated comes before what is wrong with its content, which was
    /// made of what no longer stands. A conflict (409) says how things stand now, and so more than that they have changed.
    pub(crate) fn refusal(&self, problem: Problem) -> Problem {
        let of_content = problem.code.status() == 422 && !problem.lost_race;
        if of_content && self.is_outdated() { Problem::of(Code::VersionMismatch) } else { problem }
    }

    /// 412 where `If-Match` names another version than what stands.
    fn is_current(&self) -> Result<(), Cancelled> {
        if self.is_outdated() { Err(Cancelled::Failed(Problem::of(Code::VersionMismatch))) } else { Ok(()) }
    }

    fn is_outdated(&self) -> bool {
        self.is_outdated.load(Ordering::Relaxed)
    }

    /// Writes everything or nothing: the effect, the record of the idempotency key with the ids of what is made, and
    /// the audit entry where the caller is not the person. A write without an effect, because all is as the caller wants
    /// it, leaves no entry here, and only the record of its key: a late repetition must not find another state and change it.
    pub async fn commit(&self, app: &App, effect: Transaction, ids: &[String]) -> Result<(), Problem> {
        self.try_commit(app, effect, ids).await.map_err(Problem::from)
    }

    /// As [`Self::commit`], for handlers that look at which condition did not hold.
    pub async fn try_commit(&self, app: &App, effect: Transaction, ids: &[String]) -> Result<(), Cancelled> {
        self.write(app, effect, ids).await?;
        self.following().is_committed = true;
        Ok(())
    }

    async fn write(&self, app: &App, mut effect: Transaction, ids: &[String]) -> Result<(), Cancelled> {
        let has_effect = !effect.is_empty();
        if has_effect {
            self.is_current()?;
        }
        let changes_nothing = !has_effect && self.spec.method != Method::Get;
        if let Some(idempotency) = &self.idempotency {
            idempotency.remember(&mut effect, ids, self.now).map_err(Cancelled::Failed)?;
        }
        let pending = if changes_nothing { None } else { self.pending_audit().take() };
        if !has_effect && pending.is_none() {
            return if effect.is_empty() { Ok(()) } else { self.stand_and_write(app, effect).await };
        }
        let restore = pending.clone();
        let result = self.counted(app, pending, effect).await;
        if result.is_err() {
            *self.pending_audit() = restore;
        }
        result
    }

    /// Writes an effect, the entry of a look, or both, as one of those that the account has in an hour.
    pub(crate) async fn counted(
        &self,
        app: &App,
        plan: Option<audit::Plan>,
        mut effect: Transaction,
    ) -> Result<(), Cancelled> {
        // The count comes after the effect: a race that was lost, or a key that was used, is found first.
        let counted = Counted::add(&mut effect, &self.spec, &self.caller, self.now).map_err(Cancelled::Failed)?;
        let written = match plan {
            Some(plan) => self.log(app, plan, effect).await,
            None => self.step(app, effect).await,
        };
        Counted::told(counted, written)
    }

    /// Writes what comes before the effect, and stays whatever becomes of that.
    pub async fn step(&self, app: &App, effect: Transaction) -> Result<(), Cancelled> {
        self.is_current()?;
        self.stand_and_write(app, effect).await
    }

    async fn stand_and_write(&self, app: &App, mut effect: Transaction) -> Result<(), Cancelled> {
        self.stand(&mut effect)?;
        app.table.commit(&effect).await
    }

    /// The same of what may be left undone: where others are writing one of its items, nothing waits for them.
    pub async fn step_at_once(&self, app: &App, mut effect: Transaction) -> Result<(), Cancelled> {
        self.is_current()?;
        self.stand(&mut effect)?;
        app.table.commit_at_once(&effect).await
    }

    /// Writes an entry into a chain, and an effect with it.
    pub async fn log(&self, app: &App, plan: audit::Plan, mut effect: Transaction) -> Result<(), Cancelled> {
        self.stand(&mut effect)?;
        plan.commit(&app.table, &effect).await
    }

    /// That the handler's decision, too, rests on these attributes of an item that the wave read. Whatever it writes requires
    /// that they are still the same.
    ///
    /// # Errors
    ///
    /// `internal` where the wave did not read it.
    pub fn rest_on(&self, fetched: &Fetched, key: &Key, decisive: &[&'static str]) -> Result<(), Problem> {
        let ground = Ground::unchanged(key.clone(), fetched.item(key)?, decisive);
        self.grounds().push(ground);
        Ok(())
    }

    /// That what the person does with their own notebook is an entry of its chain as well: it is written with the effect, or
    /// before the answer.
    pub fn enters(&self, plan: audit::Plan) {
        *self.pending_audit() = Some(plan);
    }

    /// That it is an entry of one more chain, beside the one that it is in anyhow.
    pub(crate) fn also_enters(&self, plan: audit::Plan) {
        let mut pending = self.pending_audit();
        let both = match pending.take() {
            Some(first) => first.beside(plan),
            None => plan,
        };
        *pending = Some(both);
    }

    /// What the policy's decision rested on.
    pub(crate) fn stands_on(&self, grounds: Vec<Ground>) {
        *self.grounds() = grounds;
    }

    /// What a further decision of the policy rested on.
    pub(crate) fn also_stands_on(&self, grounds: Vec<Ground>) {
        self.grounds().extend(grounds);
    }

    fn stand(&self, effect: &mut Transaction) -> Result<(), Cancelled> {
        self.grounds().iter().try_for_each(|ground| effect.require(ground)).map_err(Cancelled::Failed)
    }

    fn grounds(&self) -> std::sync::MutexGuard<'_, Vec<Ground>> {
        self.grounds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// That the answer or the effect also concerns another section than the operation's own: the audit entry names it.
    pub fn also(&self, section: Section) {
        if let Some(plan) = self.pending_audit().as_mut() {
            plan.look.also(section);
        }
    }

    /// The same where the call is entered in the chains of several people: the entry of this one names it.
    pub fn also_of(&self, chain: &ChainKeys, section: Section) {
        if let Some(look) = self.pending_audit().as_mut().and_then(|plan| plan.look_of(chain)) {
            look.also(section);
        }
    }

    /// That the answer concerns this section alone, of all that was opened: the audit entry names no other.
    pub fn only(&self, section: Section) {
        if let Some(plan) = self.pending_audit().as_mut() {
            plan.look.sections = vec![section.as_str().to_owned()];
        }
    }

    /// The audit entry that is still to be written before an answer may leave.
    pub(crate) fn pending_audit(&self) -> std::sync::MutexGuard<'_, Option<audit::Plan>> {
        self.audit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
