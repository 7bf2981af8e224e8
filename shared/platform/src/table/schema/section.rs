//! Sections of the notebook as types: each kind of item in a notebook belongs to one, and so do the keys that a job is given.

use std::fmt::Display;

use notebook::access::Section;

use super::{Key, Sort};

/// A section of the notebook as a type. The crate `records` lists them beside its keys, and nothing else makes one.
pub trait InSection: Copy + 'static {
    /// Which one.
    const SECTION: Section;
}

/// Whose keys of one section of a notebook can be made: of all sections [`super::ResidentKeys`], of one section a job's.
pub trait SectionKeys<S: InSection>: Copy {
    /// One item of the section: what its sort key begins with, and what comes after.
    fn item(self, sort: Sort<S>, rest: impl Display) -> Key;
}
