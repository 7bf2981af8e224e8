use notebook::access::{Grant, Role};
use notebook::id::ResidentId;

use super::{Authorised, Subject};
use crate::auth::policy::Allowed;
use crate::spec::SubjectKind;
use crate::table::schema::ResidentKeys;

/// A person whom an office guides, as far as its own guidance goes. What a check-in opened beside that is not for its handlers to read.
pub struct Guided {
    institution: String,
    role: Role,
    id: ResidentId,
    grant: Option<Grant>,
}

impl Authorised<Guided> {
    /// The office.
    pub fn institution(&self) -> &str {
        &self.subject.institution
    }

    /// The caller's role there.
    pub fn role(&self) -> Role {
        self.subject.role
    }

    /// The person.
    pub fn resident(&self) -> ResidentId {
        self.subject.id
    }

    /// The keys of the notebook.
    pub fn keys(&self) -> ResidentKeys {
        ResidentKeys::new(self.subject.id)
    }

    /// The check-in that is open, where it rests on one; none where the office follows the person up without.
    pub fn grant(&self) -> Option<&Grant> {
        self.subject.grant.as_ref()
    }
}

impl Subject for Guided {
    const KIND: SubjectKind = SubjectKind::Guided;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Guided { institution, role, id, grant } => Some(Self { institution, role, id, grant }),
            _ => None,
        }
    }
}
