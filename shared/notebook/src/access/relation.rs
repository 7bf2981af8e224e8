//! What an account is to a notebook: the person, a guardian, family, and how far each may go.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::section::Section;
use crate::time::{Day, age_on};
use crate::time::{Instant, jst_day};

/// How far a relation reaches in one section; each level includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccessLevel")]
pub enum Level {
    /// Read.
    See,
    /// Read and add.
    Record,
    /// Everything the person could do, opening it to a clinic included.
    Manage,
}

/// What the account is to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// The person. Called `self` on the wire.
    #[serde(rename = "self")]
    Oneself,
    /// A parent or guardian, until the 18th birthday.
    Guardian,
    /// Family or a proxy, by invitation.
    Family,
}

impl RelationKind {
    /// The name on the wire and in the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oneself => "self",
            Self::Guardian => "guardian",
            Self::Family => "family",
        }
    }
}

/// Whether the relation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelationState {
    /// It holds.
    Active,
    /// One of the two ended it.
    Ended,
}

/// The relation of one account to one notebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Self, guardian or family.
    pub kind: RelationKind,
    /// Whether it holds.
    pub state: RelationState,
    /// How far it reaches; the person and a guardian need no entry.
    #[serde(default)]
    pub scopes: BTreeMap<Section, Level>,
    /// A guardian's access ends on the 18th birthday after this date of birth.
    #[serde(default)]
    pub ward_birth_date: Option<Day>,
    /// Sign-ins older than this no longer count ("end all sessions").
    #[serde(default)]
    pub sessions_valid_from: Option<Instant>,
}

/// Majority in Japan since 1 April 2022 (民法第4条).
const AGE_OF_MAJORITY: u32 = 18;

impl Relation {
    /// The relation of a person to their own notebook.
    pub fn oneself() -> Self {
        Self {
            kind: RelationKind::Oneself,
            state: RelationState::Active,
            scopes: BTreeMap::new(),
            ward_birth_date: None,
            sessions_valid_from: None,
        }
    }

    /// Whether an account that signed in at `signed_in_at` may act on `section` up to `level` now.
    pub fn allows(&self, section: Section, level: Level, signed_in_at: Instant, now: Instant) -> bool {
        let session_counts = self.sessions_valid_from.is_none_or(|from| signed_in_at >= from);
        let in_scope = match self.kind {
            RelationKind::Oneself => true,
            RelationKind::Guardian => {
                self.ward_birth_date.is_some_and(|birth| age_on(birth, jst_day(now)) < AGE_OF_MAJORITY)
            }
            RelationKind::Family => self.scopes.get(&section).is_some_and(|held| *held >= level),
        };
        self.state == RelationState::Active && session_counts && in_scope
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn r08_a_guardians_access_ends_at_midnight_in_japan_on_the_birthday() {
        let guardian = Relation {
            kind: RelationKind::Guardian,
            ward_birth_date: Some("2008-02-29".parse().unwrap()),
            ..Relation::oneself()
        };
        let may = |now| guardian.allows(Section::Daily, Level::Manage, at("2026-01-01T00:00:00Z"), at(now));
        assert!(may("2026-02-28T14:59:59.999Z"));
        assert!(!may("2026-02-28T15:00:00Z"));
    }

    #[test]
    fn family_reaches_only_the_level_that_was_given() {
        let family = Relation {
            kind: RelationKind::Family,
            scopes: BTreeMap::from([(Section::Daily, Level::Record)]),
            ..Relation::oneself()
        };
        let may =
            |section, level| family.allows(section, level, at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z"));
        assert!(may(Section::Daily, Level::See) && may(Section::Daily, Level::Record));
        assert!(!may(Section::Daily, Level::Manage) && !may(Section::Medication, Level::See));
    }

    #[test]
    fn a_sign_in_from_before_all_sessions_were_ended_does_not_count() {
        let ended = Relation { sessions_valid_from: Some(at("2026-11-01T00:00:00Z")), ..Relation::oneself() };
        let now = at("2026-11-02T00:00:00Z");
        assert!(!ended.allows(Section::Daily, Level::See, at("2026-10-31T23:59:59Z"), now));
        assert!(ended.allows(Section::Daily, Level::See, at("2026-11-01T00:00:00Z"), now));
    }
}
