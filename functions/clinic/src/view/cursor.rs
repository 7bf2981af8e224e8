//! Where a section of an opened notebook goes on. A cursor is sealed with a key of the grant: it leads on only as long as what
//! it was made for is open, and a new check-in begins anew.

use notebook::access::{Grant, Section};
use platform::{paging, table};
use records::prelude::*;

/// Seals a place in a section.
pub(crate) fn seal(section: Section, place: &str, grant: &Grant) -> String {
    let (key, list) = of(section, None, grant);
    table::cursor::seal(key.as_bytes(), &list, place)
}

/// 422 unless the cursor, if there is one, was sealed for this section, or this entry of it, under this grant.
pub(crate) fn check(section: Section, entry: Option<&str>, cursor: Option<&str>, grant: &Grant) -> Result<(), Problem> {
    let (key, list) = of(section, entry, grant);
    paging::check(key.as_bytes(), &list, cursor)
}

/// The key and the name of the list that a section, or the notes of one visit, is.
pub(crate) fn of(section: Section, entry: Option<&str>, grant: &Grant) -> (String, String) {
    let list = format!("notebook#{}#{}", section.as_str(), entry.unwrap_or_default());
    (grant.grant_id.to_string(), list)
}
