//! What a request is about, and what the policy allowed of it.

use notebook::access::{Grant, Relation, Role};
use notebook::id::{GuidanceId, ResidentId, VisitId};

use crate::table::items::{EmergencyCardItem, EmergencyCardReference};

/// Whom or what a request is about, before anything is known of permission.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Account,
    Resident(ResidentId),
    Staff {
        institution: String,
    },
    Patient {
        institution: String,
        id: ResidentId,
    },
    PatientVisit {
        institution: String,
        id: ResidentId,
        visit: VisitId,
    },
    /// A person, as an office guides them, or one guidance of theirs.
    Guidance {
        institution: String,
        id: ResidentId,
        guidance: Option<GuidanceId>,
    },
    /// A person, as an institution dispenses to them.
    Dispensing {
        institution: String,
        id: ResidentId,
    },
    /// Whom the secret of an emergency card leads to, with what it leads by.
    EmergencyCard {
        reference: EmergencyCardReference,
        secret_hash: String,
    },
}

/// What the policy allowed.
pub enum Allowed {
    /// The caller's own account.
    Account {
        /// The account.
        actor: String,
    },
    /// A resident's notebook.
    Resident {
        /// The person.
        id: ResidentId,
        /// What the caller is to the person.
        relation: Relation,
        /// Seals cursors.
        cursor_key: Vec<u8>,
    },
    /// An institution.
    Staff {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
    },
    /// A notebook opened to an institution today.
    Patient {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// What was opened.
        grant: Grant,
    },
    /// A person who checked in at an institution today.
    Arrived {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// What the check-in opened, also where that was ended since.
        grant: Grant,
    },
    /// A visit at an institution.
    PatientVisit {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// The visit.
        visit: VisitId,
    },
    /// A person whom an office guides.
    Guided {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// The check-in that is open, where it rests on one.
        grant: Option<Grant>,
    },
    /// A person to whom an institution dispenses.
    Dispensed {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// The check-in it rests on.
        grant: Grant,
        /// Whether the medicines are open now.
        is_open: bool,
    },
    /// An emergency card that counts.
    EmergencyCard {
        /// The person.
        id: ResidentId,
        /// The card.
        card: EmergencyCardItem,
    },
}
