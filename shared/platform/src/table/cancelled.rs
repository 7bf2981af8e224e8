//! Why a transaction did not happen.

use super::Item;
use crate::problem::{Code, Problem};

/// The write whose condition did not hold.
#[derive(Debug)]
pub struct Lost {
    /// As [`Transaction::named`](super::Transaction::named) named it.
    pub(super) name: Option<&'static str>,
    /// Its place among the writes.
    pub(crate) place: usize,
    /// The item that was there.
    pub(crate) item: Option<Item>,
}

impl Lost {
    /// Whether it is the write of this name.
    pub fn is(&self, name: &'static str) -> bool {
        self.name == Some(name)
    }
}

/// Why a transaction did not happen.
#[derive(Debug)]
pub enum Cancelled {
    /// What the decision rested on is no longer so: the caller may not do this any more, or not so.
    Ground,
    /// The condition of a write did not hold.
    Condition(Lost),
    /// Another transaction was writing the same item.
    Contended,
    /// The table did not answer, or not as it should.
    Failed(Problem),
}

impl From<Cancelled> for Problem {
    /// A lost race starts the operation again from its read; a failure is a failure.
    fn from(cancelled: Cancelled) -> Self {
        match cancelled {
            Cancelled::Ground | Cancelled::Condition(..) | Cancelled::Contended => Self::of(Code::Conflict).lost_race(),
            Cancelled::Failed(problem) => problem,
        }
    }
}
