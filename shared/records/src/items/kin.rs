//! Whose notebooks an account may see: a copy of the relation there, so that the account's own page reads no other notebook. It
//! is written in the transaction of every change of the relation, and nothing is decided on it.

use std::collections::BTreeMap;

use notebook::access::{Level, Relation, RelationKind, Section};
use notebook::id::ResidentId;
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::auth::caller::digest;
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
    /// Of a guardian's: tells two notebooks that may be of one child; see [`Self::likeness`].
    #[serde(default)]
    pub likeness: Option<String>,
}

impl KinItem {
    /// The attribute of the name.
    pub const DISPLAY_NAME: &'static str = "display_name";
    /// The attribute of the likeness.
    pub const LIKENESS: &'static str = "likeness";

    /// That an account has this relation to a person.
    pub fn new(resident_id: ResidentId, person: &Person, relation: Relation, since: Instant) -> Self {
        let likeness = (relation.kind == RelationKind::Guardian).then(|| Self::likeness(person));
        Self { resident_id, display_name: person.display_name.clone(), relation, since, likeness }
    }

    /// What two notebooks of one child have in common: how the name is read, else the name, with birth date and sex. A digest, so
    /// that it says nothing by itself.
    pub fn likeness(person: &Person) -> String {
        let identity = &person.identity;
        let name =
            identity.kana.as_ref().or(identity.legal_name.as_ref()).map_or(person.display_name.as_str(), Text::as_str);
        let name: String = name.split_whitespace().collect();
        let birth = identity.birth_date.map(|day| day.to_string()).unwrap_or_default();
        digest(&[&name, &birth, &format!("{:?}", identity.sex)])
    }

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
    /// The day on which it ends by itself at 00:00 in Japan: on a child's 18th birthday, for guardians and for those whom they invited. Null for others.
    pub ends_on: Option<Day>,
}
