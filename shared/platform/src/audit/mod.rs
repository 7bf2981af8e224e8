//! The log of who looked: a numbered, hash-chained list a person (their notebook), an account (what it was refused) or
//! an institution (its list of today). Entries hold pseudonymous ids and codes; names are joined when they are shown.

pub mod append;
pub mod backwards;
pub mod entry;
pub mod verify;

pub(crate) use append::{COUNT, COUNT_SECONDS};
pub use append::{Head, Plan};
pub use backwards::Backwards;
pub use entry::{Decision, Entry, Look};
pub use verify::Verified;
