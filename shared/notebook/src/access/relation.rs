//! What an account is to a notebook: the person, a guardian, family, and how far each may go.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::section::Section;
use crate::time::{Day, Instant, age_on, jst_day, turns};

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
    /// A guardian's access ends on the 18th birthday after this date of birth, and that of family whom a guardian invited.
    #[serde(default)]
    pub ward_birth_date: Option<Day>,
    /// Sign-ins older than this no longer count ("end all sessions").
    #[serde(default)]
    pub sessions_valid_from: Option<Instant>,
}

/// Majority in Japan since 1 April 2022 (民法第4条).
const AGE_OF_MAJORITY: u32 = 18;

/// Whether a person of this date of birth is under 18 now, by the day in Japan.
pub fn is_minor(birth: Day, now: Instant) -> bool {
    age_on(birth, jst_day(now)) < AGE_OF_MAJORITY
}

/// The day on which a child of this date of birth is of age.
pub fn of_age_on(birth: Day) -> Option<Day> {
    turns(birth, AGE_OF_MAJORITY)
}

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

    /// Family or a proxy, as far as these scopes reach.
    pub fn family(scopes: BTreeMap<Section, Level>) -> Self {
        Self { kind: RelationKind::Family, scopes, ..Self::oneself() }
    }

    /// A guardian of a child of this date of birth.
    pub fn guardian(ward_birth_date: Day) -> Self {
        Self { kind: RelationKind::Guardian, ward_birth_date: Some(ward_birth_date), ..Self::oneself() }
    }

    /// Whether it holds now: neither side ended it, and the child whose guardian it is of, or whose guardian opened it, is not of
    /// age. Nothing else says so.
    pub fn holds(&self, now: Instant) -> bool {
        let is_of_nobody = self.kind == RelationKind::Guardian && self.ward_birth_date.is_none();
        let is_over = self.ward_birth_date.is_some_and(|birth| !is_minor(birth, now));
        self.state == RelationState::Active && !is_of_nobody && !is_over
    }

    /// How far it reaches while it holds: the person and a guardian may do everything.
    pub fn reach(&self) -> BTreeMap<Section, Level> {
        match self.kind {
            RelationKind::Oneself | RelationKind::Guardian => {
                Section::ALL.into_iter().map(|section| (section, Level::Manage)).collect()
            }
            RelationKind::Family => self.scopes.clone(),
        }
    }

    /// The day on which it ends by itself at 00:00 in Japan: the child's 18th birthday.
    pub fn ends_on(&self) -> Option<Day> {
        of_age_on(self.ward_birth_date?)
    }

    /// Whether an account that signed in at `signed_in_at` may act on `section` up to `level` now.
    pub fn allows(&self, section: Section, level: Level, signed_in_at: Instant, now: Instant) -> bool {
        let session_counts = self.sessions_valid_from.is_none_or(|from| signed_in_at >= from);
        let in_scope =
            self.kind != RelationKind::Family || self.scopes.get(&section).is_some_and(|held| *held >= level);
        self.holds(now) && session_counts && in_scope
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
    fn r08_what_is_shown_of_a_guardians_end_is_the_day_on_which_it_holds_no_more() {
        for (birth, day) in [("2008-02-29", "2026-03-01"), ("2008-11-23", "2026-11-23")] {
            let guardian = Relation::guardian(birth.parse().unwrap());
            assert_eq!(guardian.ends_on().unwrap().to_string(), day);
            let begins = crate::time::jst_midnight(day.parse().unwrap());
            assert!(guardian.holds(begins - chrono::TimeDelta::milliseconds(1)) && !guardian.holds(begins), "{day}");
            assert!(!Relation { state: RelationState::Ended, ..guardian }.holds(at("2009-01-01T00:00:00Z")));
        }
        assert_eq!(Relation::oneself().ends_on(), None);
        // Whom a guardian invited sees no longer than guardians do.
        let birth = "2008-11-23".parse().unwrap();
        let invited = Relation { ward_birth_date: Some(birth), ..Relation::family(BTreeMap::new()) };
        assert!(invited.holds(at("2026-11-22T14:59:59Z")) && !invited.holds(at("2026-11-22T15:00:00Z")));
        assert!(Relation::family(BTreeMap::new()).holds(at("2099-01-01T00:00:00Z")));
        assert!(Relation::guardian("2008-11-23".parse().unwrap()).reach().len() == Section::ALL.len());
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
