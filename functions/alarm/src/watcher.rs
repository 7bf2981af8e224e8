//! Who is told of a missed dose: only where the person asked for it and the family member agreed. That anybody is told stands
//! in every alarm's entries of the index, so that firing knows without reading it; it changes in the same transaction.

use notebook::access::RelationKind;
use notebook::time::Instant;
use platform::path::ActorId;
use records::alarms;
use records::items::{AlarmItem, WatcherItem};
use records::medicines::lock;
use records::prelude::*;

/// Somebody who is, or may come to be, told of missed doses.
#[derive(Serialize, JsonSchema)]
pub struct Watcher {
    /// The account, as it stands in access logs.
    #[schemars(with = "ActorId")]
    pub actor_id: String,
    /// What it is to the person.
    pub relation: RelationKind,
    /// When the person asked for it.
    pub offered_at: Option<Instant>,
    /// When the family member agreed.
    pub accepted_at: Option<Instant>,
    /// Both agreed.
    pub told: bool,
}

impl TakenBack for Watcher {
    const READ_ONLY: &'static [&'static str] = &["/actor_id"];
    const PASSING: &'static [&'static str] = &["/relation", "/offered_at", "/accepted_at", "/told"];
}

impl From<&WatcherItem> for Watcher {
    fn from(item: &WatcherItem) -> Self {
        Self {
            actor_id: item.actor.clone(),
            relation: item.kind,
            offered_at: item.offered_at,
            accepted_at: item.accepted_at,
            told: item.is_agreed(),
        }
    }
}

/// Names what [`Watchers::read`] looks at.
pub(crate) fn plan(keys: &Proposed, plan: &mut ReadPlan) -> Result<Reads, Problem> {
    let keys = keys.resident()?;
    lock::plan(keys, plan);
    Ok(Reads { watchers: plan.query(keys.watchers()), alarms: plan.query(alarms::query(keys)) })
}

/// Where what [`plan`] named is found.
#[derive(Default)]
pub struct Reads {
    watchers: PageOf<WatcherItem>,
    alarms: PageOf<AlarmItem>,
}

/// Watchers and alarms of a person.
pub(crate) struct Watchers {
    watchers: Vec<WatcherItem>,
    alarms: Vec<AlarmItem>,
}

impl Watchers {
    pub(crate) async fn read(app: &App, subject: &Authorised<Resident>, reads: Reads) -> Result<Self, Problem> {
        let watchers = subject.fetched().all(reads.watchers)?;
        // Of a reminder to record nobody is told anything.
        let alarms = alarms::of_medicines(app, subject.keys(), subject.fetched().page(reads.alarms)?).await?;
        Ok(Self { watchers, alarms })
    }

    pub(crate) fn find(&self, actor: &str) -> Option<WatcherItem> {
        self.watchers.iter().find(|watcher| watcher.actor == actor).cloned()
    }

    /// Writes a watcher unless it is as it was, or takes one away that neither side wants any more, and what follows for the
    /// alarms.
    pub(crate) fn write(
        &self,
        effect: &mut Transaction,
        subject: &Authorised<Resident>,
        mut watcher: WatcherItem,
    ) -> Result<WatcherItem, Problem> {
        let key = subject.keys().watcher(&watcher.actor);
        let wanted = watcher.offered_at.is_some() || watcher.accepted_at.is_some();
        match self.watchers.iter().find(|before| before.actor == watcher.actor) {
            Some(before) if wanted => {
                watcher.version = effect.edit(&key, (before, before.version), &watcher, Meta::default())?;
            }
            Some(before) => {
                effect.delete(&key, Some(before.version))?;
                watcher.version += 1;
            }
            None if wanted => {
                watcher.version = 1;
                let meta = Meta { version: Some(watcher.version), ..Meta::default() };
                effect.put(&key, &watcher, &meta, Only::IfNew)?;
            }
            None => {}
        }
        let others = self.watchers.iter().filter(|other| other.actor != watcher.actor);
        let is_told = watcher.is_agreed() || others.into_iter().any(WatcherItem::is_agreed);
        for alarm in self.alarms.iter().filter(|alarm| alarm.delivery.watched != is_told && alarm.alarm.is_live()) {
            alarms::watch(effect, subject.keys(), alarm, is_told)?;
        }
        // An alarm that is made at this moment must know of it.
        lock::raise(subject, effect)?;
        Ok(watcher)
    }
}

/// The account that the path names.
pub(crate) fn actor(call: &Call) -> Result<String, Problem> {
    call.path::<ActorId>("actor_id").map(|actor| actor.0)
}
