//! The invitations of a notebook that somebody can still accept: as many as there is room for in the family, on one page.

use std::collections::BTreeMap;

use notebook::access::{Level, RelationKind, Section};
use notebook::id::InvitationId;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::items::{OpenInvitationItem, SessionsItem};
use records::keys::account::sessions_of;
use records::kinship::Kinship;
use records::prelude::*;

/// Where what [`plan`] named is found.
pub(crate) type InvitationPage = PageOf<OpenInvitationItem>;

/// Names what [`read`] looks at.
pub(crate) fn plan(keys: ResidentKeys, actor: &str, plan: &mut ReadPlan) -> InvitationPage {
    plan.get(sessions_of(actor));
    plan.query(RangeQuery::prefix(keys.partition(), ResidentKeys::OPEN_INVITATIONS))
}

/// Those that can be accepted now, the newest first: whose maker may invite so still and, where it is the caller, has not signed
/// out everywhere since.
pub(crate) fn read(
    subject: &Authorised<Resident>,
    page: InvitationPage,
    kinship: &Kinship,
) -> Result<Vec<OpenInvitationItem>, Problem> {
    let (fetched, now, caller) = (subject.fetched(), subject.now(), &subject.caller().actor);
    let ended: Option<SessionsItem> = fetched.get(&sessions_of(caller))?;
    let is_ended = |at: Instant| ended.as_ref().is_some_and(|ended| at < ended.sessions_valid_from);
    let may_invite = |item: &OpenInvitationItem| {
        kinship.find(&item.inviter).is_some_and(|by| kinship.may_invite(by.relation.kind, item.kind))
    };
    let mut open = fetched.all(page)?;
    open.retain(|item| now < item.until && may_invite(item));
    open.retain(|item| item.inviter != *caller || !is_ended(item.signed_in_at));
    open.reverse();
    Ok(open)
}

/// An invitation that nobody has accepted yet. Its code is not shown again.
#[derive(Serialize, JsonSchema)]
pub struct OpenInvitation {
    /// Its name in this list, for withdrawing it.
    pub invitation_id: InvitationId,
    /// What whoever accepts becomes.
    pub relation: RelationKind,
    /// How far it reaches; of a guardian nothing is said.
    #[schemars(with = "ByKey<Section, Level>")]
    pub scopes: BTreeMap<Section, Level>,
    /// When it was made.
    pub made_at: Instant,
    /// Until when it can be accepted.
    pub expires_at: Instant,
}

impl From<OpenInvitationItem> for OpenInvitation {
    fn from(item: OpenInvitationItem) -> Self {
        let OpenInvitationItem { invitation_id, kind, scopes, made_at, until, .. } = item;
        Self { invitation_id, relation: kind, scopes, made_at, expires_at: until }
    }
}
