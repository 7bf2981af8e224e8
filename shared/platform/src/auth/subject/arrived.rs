use notebook::access::{Grant, Role};
use notebook::id::ResidentId;

use super::{Authorised, Subject};
use crate::auth::policy::Allowed;
use crate::spec::SubjectKind;
use crate::table::schema::ResidentKeys;

/// A person who checked in at an institution today, as its counter knows them: also where the check-in was ended or cancelled
/// since. What was opened is not for the counter to read.
pub struct Arrived {
    institution: String,
    role: Role,
    id: ResidentId,
    grant: Grant,
}

impl Authorised<Arrived> {
    /// The institution.
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

    /// What the check-in of today opened.
    pub fn grant(&self) -> &Grant {
        &self.subject.grant
    }
}

impl Subject for Arrived {
    const KIND: SubjectKind = SubjectKind::Arrived;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Arrived { institution, role, id, grant } => Some(Self { institution, role, id, grant }),
            _ => None,
        }
    }
}
