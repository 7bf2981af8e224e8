//! What a clinic is shown of a notebook: read in one wave, bounded, without what was not opened.
//!
//! What was opened stands in the grant, and the grant is read in the same wave; so every section is read and the ones
//! that were not opened are dropped, before anything of them is counted, compared or shown.
//!
//! Every list is shown newest first and goes on where it ends; a long entry is cut, and not the list ([`cut`]). What a list is
//! stands in its own file of [`crate::section`].

pub(crate) mod attention;
pub(crate) mod cursor;
pub(crate) mod cut;
pub(crate) mod lines;
pub(crate) mod medicines;
pub(crate) mod notes;
pub(crate) mod opened;
pub(crate) mod summary;
pub(crate) mod timeline;
