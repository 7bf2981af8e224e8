//! Somebody who may see a notebook, as the notebook's own page shows it.

use std::collections::BTreeMap;

use notebook::access::{Level, RelationKind, Section};
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::path::ActorId;
use records::items::RelationItem;
use records::prelude::*;

/// Somebody who may see the notebook.
#[derive(Serialize, JsonSchema)]
pub struct Relative {
    /// The account, as it stands in access logs.
    #[schemars(with = "ActorId")]
    pub actor_id: String,
    /// The name that their card proved when they joined; null where it is not known.
    pub name: Option<Text<100>>,
    /// What they are to the person.
    pub relation: RelationKind,
    /// How far it reaches.
    #[schemars(with = "ByKey<Section, Level>")]
    pub scopes: BTreeMap<Section, Level>,
    /// Since when; null where it is not known.
    pub since: Option<Instant>,
    /// The day on which it ends by itself at 00:00 in Japan: on a child's 18th birthday, for guardians and for those whom they invited. Null for others.
    pub ends_on: Option<Day>,
    /// Whether it is the account that asks.
    pub is_you: bool,
    /// The version, for `If-Match`.
    #[schemars(with = "Version")]
    pub version: u64,
}

impl Relative {
    /// An account with its relation, as another account sees it.
    pub(crate) fn new(actor: String, item: RelationItem, asked_by: &str) -> Self {
        Self {
            is_you: actor == asked_by,
            actor_id: actor,
            name: item.name,
            relation: item.relation.kind,
            scopes: item.relation.reach(),
            since: item.since,
            ends_on: item.relation.ends_on(),
            version: item.version,
        }
    }
}

/// The relation that the path names, as the caller may see it: the person and a guardian see everybody's, others their own. What
/// is not there, or not theirs to see, is 404.
pub(crate) fn named(call: &Call, subject: &Authorised<Resident>) -> Result<(String, RelationItem), Problem> {
    let ActorId(other) = call.path("other_id")?;
    if subject.relation().kind == RelationKind::Family && other != subject.caller().actor {
        return Err(Problem::not_opened());
    }
    let found: Option<RelationItem> = subject.fetched().get(&subject.keys().relation(&other))?;
    let found = found.filter(|item| item.relation.kind != RelationKind::Oneself && item.relation.holds(call.now()));
    found.map(|item| (other, item)).ok_or_else(Problem::not_found)
}

/// The attributes of a relation on which its change rests: on what permission rests, and that nobody else changed it.
pub(crate) const GROUND: &[&str] = &["kind", "state", "scopes", "ward_birth_date", "sessions_valid_from", "version"];
