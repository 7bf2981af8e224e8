//! What a decision says where it says no.

use crate::problem::Problem;

/// A refusal, and whether it is to be logged as a look that was refused.
pub(crate) struct Denied {
    pub(crate) problem: Problem,
    pub(crate) refused_look: bool,
}

impl Denied {
    /// As if it did not exist; logged as a look that was refused.
    pub(super) fn not_there() -> Self {
        Self::look(Problem::not_found())
    }

    /// Logged as a look that was refused.
    pub(super) fn look(problem: Problem) -> Self {
        Self { problem, refused_look: true }
    }

    /// Not a look.
    pub(super) fn of(problem: Problem) -> Self {
        Self { problem, refused_look: false }
    }
}
