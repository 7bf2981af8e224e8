//! The way to a notebook that an account is nothing to yet: the code of an invitation.

use notebook::access::InvitationCode;

use super::subject::{Account, Authorised};
use crate::problem::Problem;
use crate::table::items::InvitationItem;
use crate::table::schema::{ResidentKeys, shared};
use crate::table::transaction::Transaction;

/// Proof that the caller has the code of an invitation that can be accepted now.
pub struct Invited {
    invitation: InvitationItem,
    code: InvitationCode,
}

impl Authorised<Account> {
    /// The invitation that has this code; none where there is none that can be accepted, for whatever reason. The plan named
    /// it: [`shared::invitation`].
    pub fn invited(&self, code: InvitationCode) -> Result<Option<Invited>, Problem> {
        let found: Option<InvitationItem> = self.fetched().get(&shared::invitation(code.place()))?;
        let invitation = found.filter(|invitation| invitation.opens(&code, self.now()));
        Ok(invitation.map(|invitation| Invited { invitation, code }))
    }
}

impl Invited {
    /// The first version of an invitation, and the only one.
    pub const VERSION: u64 = 1;

    /// What it says.
    pub fn invitation(&self) -> &InvitationItem {
        &self.invitation
    }

    /// The keys of the notebook: for what makes the account family of it, or finds that it may not be.
    pub fn keys(&self) -> ResidentKeys {
        ResidentKeys::new(self.invitation.resident_id)
    }

    /// Uses it up: of two who accept at once one finds that it is gone.
    pub fn take(&self, effect: &mut Transaction) -> Result<(), Problem> {
        effect.delete(&shared::invitation(self.code.place()), Some(Self::VERSION))
    }
}
