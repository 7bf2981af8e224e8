use notebook::id::ResidentId;

use super::{Authorised, Subject};
use crate::auth::policy::Allowed;
use crate::call::Call;
use crate::spec::SubjectKind;
use crate::table::items::EmergencyCardItem;
use crate::table::schema::ResidentKeys;

/// Somebody who holds a person's emergency card, whoever that is: a crew, a passer-by, whoever found it.
pub struct CardHolder {
    id: ResidentId,
    card: EmergencyCardItem,
}

impl Authorised<CardHolder> {
    /// The person.
    pub fn resident(&self) -> ResidentId {
        self.subject.id
    }

    /// The keys of the notebook.
    pub fn keys(&self) -> ResidentKeys {
        ResidentKeys::new(self.subject.id)
    }

    /// The card.
    pub fn card(&self) -> &EmergencyCardItem {
        &self.subject.card
    }

    /// That an entry which was written a moment ago stands for this look as well: whoever holds a card could fill the person's log with
    /// one and the same line, and bury the others. The operation says in its own transaction that there was one more.
    pub fn is_entered_already(&self, call: &Call) {
        call.pending_audit().take();
    }
}

impl Subject for CardHolder {
    const KIND: SubjectKind = SubjectKind::CardHolder;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::EmergencyCard { id, card } => Some(Self { id, card }),
            _ => None,
        }
    }
}
