//! What a job can name in a notebook.

use std::fmt::Display;
use std::marker::PhantomData;

use notebook::access::Section;
use notebook::id::{ResidentId, VisitId};

use crate::problem::Problem;
use crate::table::items::RelationItem;
use crate::table::schema::{InSection, ResidentKeys, SectionKeys, Sort};
use crate::table::{Fetched, Key, ReadPlan};

/// The keys of one section of a notebook, for a job that declares it. No key of another section can be made of them, and no range
/// that reaches beyond a kind of item. Whom a job may tell, the relation of that account decides: it can be read, and not written.
#[derive(Debug, Clone, Copy)]
pub struct JobKeys<S> {
    keys: ResidentKeys,
    section: PhantomData<S>,
}

impl<S: InSection> JobKeys<S> {
    pub(super) fn new(resident: ResidentId) -> Self {
        Self { keys: ResidentKeys::new(resident), section: PhantomData }
    }

    /// One visit, for a job that declares to reach visits; of another section it does not compile.
    pub fn visit(self, id: VisitId) -> Key {
        const { assert!(matches!(S::SECTION, Section::Visits), "visits are of their own section") }
        self.keys.visit(id)
    }

    /// Names what [`Self::relation`] looks at.
    pub fn plan_relation(self, actor: &str, plan: &mut ReadPlan) {
        plan.get(self.keys.relation(actor));
    }

    /// What an account is to the notebook; none where it is nothing to it.
    ///
    /// # Errors
    ///
    /// `internal` where it was not planned.
    pub fn relation(self, actor: &str, fetched: &Fetched) -> Result<Option<RelationItem>, Problem> {
        fetched.get(&self.keys.relation(actor))
    }
}

impl<S: InSection> SectionKeys<S> for JobKeys<S> {
    fn item(self, sort: Sort<S>, rest: impl Display) -> Key {
        self.keys.item(sort, rest)
    }
}
