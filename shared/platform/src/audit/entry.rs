//! One entry and its hash.
//!
//! `hash = SHA-256(record)` in lower-case hex, where `record` is the lines of [`Entry::record`]: whoever has the
//! entries can verify the chain without us.

use notebook::access::Section;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

use crate::hex::hex;
use crate::table::schema::by_time::sortable;

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What the policy said, and whether it came to the write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It was allowed.
    Allowed,
    /// It was refused.
    Refused,
    /// It was allowed, and nothing was written: the answer said what stands there instead (another version, a state that admits
    /// no such write). Whoever hears that has looked.
    Unwritten,
}

impl Decision {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::Unwritten => "unwritten",
        }
    }
}

/// What happened, before it has a place in a chain.
#[derive(Debug, Clone)]
pub struct Look {
    /// When.
    pub at: Instant,
    /// Pseudonym of the account; empty where the line must not say whose it is.
    pub actor: String,
    /// Role at the institution, or what the account is to the person.
    pub role: String,
    /// 10 digits, where staff acted.
    pub institution: Option<String>,
    /// The operation.
    pub action: &'static str,
    /// Which sections were shown or written.
    pub sections: Vec<String>,
    /// What the policy said.
    pub decision: Decision,
    /// Whom it was about, in an account's own chain of refusals.
    pub about: Option<String>,
}

impl Look {
    /// The role of somebody who is nothing to the person.
    pub const STRANGER: &str = "stranger";
    /// The role of somebody who held the person's emergency card, whoever that was.
    pub const CARD_HOLDER: &str = "card_holder";

    /// That another section was shown or written as well.
    pub(crate) fn also(&mut self, section: Section) {
        let name = section.as_str();
        if !self.sections.iter().any(|known| known == name) {
            self.sections.push(name.to_owned());
        }
    }
}

/// One entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3, … without gaps.
    pub seq: u64,
    /// When, UTC, milliseconds.
    pub at: String,
    /// Pseudonym of the account.
    pub actor: String,
    /// Role.
    pub role: String,
    /// 10 digits, or empty.
    #[serde(default)]
    pub institution: String,
    /// The operation.
    pub action: String,
    /// Which sections.
    #[serde(default)]
    pub sections: Vec<String>,
    /// What the policy said.
    pub decision: Decision,
    /// Whom it was about, or empty.
    #[serde(default)]
    pub about: String,
    /// The hash of the entry before.
    pub prev: String,
    /// The hash of this entry.
    pub hash: String,
}

impl Entry {
    /// A look as the next entry after a head.
    pub fn after(prev_seq: u64, prev_hash: &str, look: &Look) -> Self {
        let mut entry = Self {
            seq: prev_seq + 1,
            at: sortable(look.at),
            actor: look.actor.clone(),
            role: look.role.clone(),
            institution: look.institution.clone().unwrap_or_default(),
            action: look.action.to_owned(),
            sections: look.sections.clone(),
            decision: look.decision,
            about: look.about.clone().unwrap_or_default(),
            prev: prev_hash.to_owned(),
            hash: String::new(),
        };
        entry.hash = entry.computed_hash();
        entry
    }

    /// What is hashed: one field a line, in this order; none of them can hold a line break.
    pub fn record(&self) -> String {
        let sections = self.sections.join(",");
        [
            "health-notebook-audit-1",
            &self.seq.to_string(),
            &self.at,
            &self.actor,
            &self.role,
            &self.institution,
            &self.action,
            &sections,
            self.decision.as_str(),
            &self.about,
            &self.prev,
        ]
        .join("\n")
    }

    /// The hash that the entry should have.
    pub fn computed_hash(&self) -> String {
        hex(ring::digest::digest(&ring::digest::SHA256, self.record().as_bytes()).as_ref())
    }
}
