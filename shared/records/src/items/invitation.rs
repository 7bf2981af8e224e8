//! An invitation as the notebook lists it, until somebody accepts it, it is withdrawn, or its time is over.

use std::collections::BTreeMap;

use notebook::access::{Level, RelationKind, Section};
use notebook::id::InvitationId;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

/// That somebody is invited.
#[derive(Clone, Serialize, Deserialize)]
pub struct OpenInvitationItem {
    /// Its name in the list.
    pub invitation_id: InvitationId,
    /// What whoever accepts becomes.
    pub kind: RelationKind,
    /// How far it reaches; a guardian needs no entry.
    #[serde(default)]
    pub scopes: BTreeMap<Section, Level>,
    /// When it was made.
    pub made_at: Instant,
    /// Until when it can be accepted.
    pub until: Instant,
    /// The account that invites: where it may not any more, nobody is let in by it.
    pub inviter: String,
    /// When that account had signed in: a sign-in that was ended since invites nobody.
    pub signed_in_at: Instant,
    /// Where the invitation itself stands: the first four letters of its code, of which nothing of the other eight can be made.
    pub place: String,
}
