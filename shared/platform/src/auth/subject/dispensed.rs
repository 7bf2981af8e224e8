use notebook::access::{Grant, Role};
use notebook::id::ResidentId;

use super::{Authorised, Subject};
use crate::auth::policy::Allowed;
use crate::problem::Problem;
use crate::spec::SubjectKind;
use crate::table::schema::ResidentKeys;

/// A person to whom an institution dispenses, as far as its own dispensings go.
pub struct Dispensed {
    institution: String,
    role: Role,
    id: ResidentId,
    grant: Grant,
    is_open: bool,
}

impl Authorised<Dispensed> {
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

    /// What is open to the institution now, the medicines among it; none where it may go on with its own and see nothing else.
    pub fn open(&self) -> Option<&Grant> {
        Some(&self.subject.grant).filter(|_| self.subject.is_open)
    }

    /// 404 where the check-in was a mistake, as the institution said itself: nothing new is written because of it.
    pub fn came(&self) -> Result<(), Problem> {
        if self.subject.grant.cancelled_at.is_none() { Ok(()) } else { Err(Problem::not_opened()) }
    }
}

impl Subject for Dispensed {
    const KIND: SubjectKind = SubjectKind::Dispensed;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Dispensed { institution, role, id, grant, is_open } => {
                Some(Self { institution, role, id, grant, is_open })
            }
            _ => None,
        }
    }
}
