//! The emergency card (緊急カード) of a person: who holds its secret reads what is needed in an emergency, without an account.

use notebook::access::{Level, RelationKind, Section};
use notebook::id::ResidentId;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

use super::RelationItem;
use crate::auth::caller::digest;

/// The one card of a person that counts. A new one takes its place.
#[derive(Clone, Serialize, Deserialize)]
pub struct EmergencyCardItem {
    /// The hash of its secret; see [`Self::hash`].
    pub secret_hash: String,
    /// 32 random bytes, base64url: the secret is made of them and of the key of the request that made it, which is not stored.
    pub seed: String,
    /// The account that made it: where it may no longer make one, the card does not count either.
    pub made_by: String,
    /// What that account is to the person.
    pub made_as: RelationKind,
    /// When. What was withdrawn since carries it no more, given again or not.
    pub made_at: Instant,
    /// The version.
    pub version: u64,
}

/// From the secret of a card to its person. It says nothing of whether the card counts: that stands in the notebook.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EmergencyCardReference {
    /// The person.
    pub resident_id: ResidentId,
    /// The account that made it, so that its relation is read with the card.
    pub made_by: String,
}

impl EmergencyCardItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["secret_hash", "made_by", "made_at"];

    /// The sections that a card shows something of.
    pub const SHOWS: [Section; 2] = [Section::Profile, Section::Medication];

    /// The hash by which a secret is found. The secret is random and long, so that nobody finds it from this.
    pub fn hash(secret: &str) -> String {
        digest(&["emergency-card", secret])
    }

    /// Whether somebody with this relation may make a card, and so whether the one that they made counts: all that it shows is theirs to
    /// give. It does not matter whether the account has ended its sign-ins since: the paper is in a purse.
    pub fn may_be_made_by(relation: &RelationItem, now: Instant) -> bool {
        let reach = relation.relation.reach();
        let gives = |section: Section| reach.get(&section).is_some_and(|level| *level >= Level::Manage);
        relation.relation.holds(now) && Self::SHOWS.into_iter().all(gives)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use std::collections::BTreeMap;

    use notebook::access::{Relation, RelationState};

    use super::*;

    fn held(relation: Relation) -> RelationItem {
        RelationItem { relation, ..RelationItem::oneself(String::new()) }
    }

    #[test]
    fn r08_a_guardians_card_counts_until_the_child_is_of_age() {
        let guardian = held(Relation::guardian("2008-11-23".parse().unwrap()));
        let at = |text: &str| EmergencyCardItem::may_be_made_by(&guardian, text.parse().unwrap());
        assert!(at("2026-11-22T14:59:59.999Z") && !at("2026-11-22T15:00:00Z"));
        assert!(EmergencyCardItem::may_be_made_by(&held(Relation::oneself()), "2099-01-01T00:00:00Z".parse().unwrap()));
    }

    #[test]
    fn family_needs_to_manage_all_that_the_card_shows() {
        let now = "2026-11-22T00:00:00Z".parse().unwrap();
        let may = |profile, medication| {
            let scopes = BTreeMap::from([(Section::Profile, profile), (Section::Medication, medication)]);
            EmergencyCardItem::may_be_made_by(&held(Relation::family(scopes)), now)
        };
        assert!(may(Level::Manage, Level::Manage));
        assert!(!may(Level::Manage, Level::Record) && !may(Level::See, Level::Manage));
        let ended = Relation { state: RelationState::Ended, ..Relation::oneself() };
        assert!(!EmergencyCardItem::may_be_made_by(&held(ended), now));
    }

    #[test]
    fn a_hash_tells_two_secrets_apart_and_has_no_sign_that_parts_keys() {
        let (one, other) = (EmergencyCardItem::hash("one"), EmergencyCardItem::hash("two"));
        assert!(one != other && one.len() == 22 && !one.contains('#'));
    }
}
