//! An invitation, as it is kept until somebody accepts it or its time is over.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::access::{InvitationCode, Level, RelationKind, Section};
use notebook::id::{InvitationId, ResidentId};
use notebook::time::Instant;
use ring::hmac;
use serde::{Deserialize, Serialize};

/// An invitation to a notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct InvitationItem {
    /// The notebook.
    pub resident_id: ResidentId,
    /// Its name in the notebook's list of those that are open.
    pub invitation_id: InvitationId,
    /// The account that invites: where it may not any more, neither does the invitation count.
    pub inviter: String,
    /// When that account had signed in: a sign-in that was ended since invites nobody.
    pub signed_in_at: Instant,
    /// When it was made: whoever parted since is not let in again by it.
    pub made_at: Instant,
    /// What whoever accepts becomes.
    pub kind: RelationKind,
    /// How far it reaches; a guardian needs no entry.
    #[serde(default)]
    pub scopes: BTreeMap<Section, Level>,
    /// Until when it can be accepted.
    pub until: Instant,
    /// 32 random bytes, base64url: the key of the hash.
    pub key: String,
    /// The keyed hash of the code, base64url.
    pub hash: String,
}

impl InvitationItem {
    /// The keyed hash of a code.
    pub fn hash(key: &str, code: &InvitationCode) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&signing(key), code.secret().as_bytes()).as_ref())
    }

    /// Whether this is its code, at a time at which it can be accepted. Compared in constant time.
    pub fn opens(&self, code: &InvitationCode, now: Instant) -> bool {
        let proof = URL_SAFE_NO_PAD.decode(&self.hash).unwrap_or_default();
        now < self.until && hmac::verify(&signing(&self.key), code.secret().as_bytes(), &proof).is_ok()
    }
}

fn signing(key: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r08_it_opens_with_its_own_code_until_its_time_is_over() {
        let code = |secret| InvitationCode::drawn([1; 4], [secret; 8]);
        let until: Instant = "2026-11-23T01:00:00Z".parse().unwrap();
        let invitation = InvitationItem {
            resident_id: "01989f5e-0000-7000-8000-000000000001".parse().unwrap(),
            invitation_id: "01989f5e-0000-7000-8000-000000000002".parse().unwrap(),
            inviter: "hanako".to_owned(),
            signed_in_at: "2026-11-22T00:00:00Z".parse().unwrap(),
            made_at: "2026-11-22T01:00:00Z".parse().unwrap(),
            kind: RelationKind::Family,
            scopes: BTreeMap::new(),
            until,
            key: "key".to_owned(),
            hash: InvitationItem::hash("key", &code(2)),
        };
        let before = until - chrono::TimeDelta::milliseconds(1);
        assert!(invitation.opens(&code(2), before) && !invitation.opens(&code(2), until));
        assert!(!invitation.opens(&code(3), before));
        let foreign = InvitationItem { key: "other".to_owned(), ..invitation.clone() };
        assert!(!foreign.opens(&code(2), before));
        assert!(!InvitationItem { hash: String::new(), ..invitation }.opens(&code(2), before));
    }
}
