//! Whose notebooks an account may see: a copy of the relation there, so that the account's own page reads no other notebook. It
//! is written in the transaction of every change of the relation, and nothing is decided on it.

use std::collections::BTreeMap;

use notebook::access::{Level, Relation, RelationKind, Section};
use notebook::id::ResidentId;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::contract::ByKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// That an account may see a notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct KinItem {
    /// The notebook.
    pub resident_id: ResidentId,
    /// What the family calls the person: update-resident changes it here as well.
    pub display_name: Text<60>,
    /// The relation, as it stands in the notebook.
    #[serde(flatten)]
    pub relation: Relation,
    /// Since when.
    pub since: Instant,
}

impl KinItem {
    /// The attribute of the name.
    pub const DISPLAY_NAME: &'static str = "display_name";

    /// As it is shown, while it holds.
    pub fn shown(self, now: Instant) -> Option<FamilyMember> {
        self.relation.holds(now).then(|| FamilyMember {
            resident_id: self.resident_id,
            display_name: self.display_name,
            relation: self.relation.kind,
            scopes: self.relation.reach(),
            since: self.since,
            ends_on: self.relation.ends_on(),
        })
    }
}

/// Whose notebook the account may see.
#[derive(Serialize, JsonSchema)]
pub struct FamilyMember {
    /// The notebook.
    pub resident_id: ResidentId,
    /// What the family calls the person.
    pub display_name: Text<60>,
    /// What the account is to the person.
    pub relation: RelationKind,
    /// How far it reaches.
    #[schemars(with = "ByKey<Section, Level>")]
    pub scopes: BTreeMap<Section, Level>,
    /// Since when.
    pub since: Instant,
    /// The day on which it ends by itself at 00:00 in Japan: a guardian's, on the 18th birthday. Null for family.
    pub ends_on: Option<Day>,
}
