//! Within which bounds sections are shown, so that an answer is never longer than 300 kB.

use notebook::access::Section;
use records::prelude::*;

use super::{MOST_SHOWN, Part, Placed};
use crate::view::cut::size;

/// Bytes of JSON that the opened sections may take together. Timeline, summary and the rest stay below what is left.
pub(crate) const MOST_BYTES: usize = 240_000;

/// Sections of which there is more than is shown, with the place where each goes on.
pub(crate) type More = Vec<(Section, String)>;

/// The beginning of a list, up to where its next page begins.
pub(crate) struct Within<T> {
    pub(crate) shown: Vec<T>,
    /// Their bytes.
    bytes: usize,
    /// Where the next page begins; none where there is none.
    pub(crate) next: Option<String>,
    /// How many entries that nobody said yet whose they are lie before that. Those behind it, though they were read, are the
    /// next page's to count.
    pub(crate) unconfirmed: usize,
}

/// As many entries as fit into so many bytes, at least one where there is one.
pub(crate) fn within<T: Serialize>(part: Part<T>, bytes: usize) -> Result<Within<T>, Problem> {
    let (mut shown, mut used, mut next) = (Vec::with_capacity(part.items.len().min(MOST_SHOWN)), 0, part.more);
    for Placed { place, value } in part.items {
        let item = size(&value)? + 1;
        if !shown.is_empty() && (shown.len() == MOST_SHOWN || used + item > bytes) {
            next = Some(place);
            break;
        }
        used += item;
        shown.push(value);
    }
    // The newest first: what lies before a place is greater.
    let is_before = |place: &&String| next.as_ref().is_none_or(|next| *place > next);
    let unconfirmed = part.unconfirmed.iter().filter(is_before).count();
    Ok(Within { shown, bytes: used, next, unconfirmed })
}

/// As many entries as fit into a share of the bytes that are left.
pub(super) fn share<T: Serialize>(part: Part<T>, bytes: &mut usize, percent: usize) -> Result<Within<T>, Problem> {
    let within = within(part, *bytes * percent / 100)?;
    *bytes = bytes.saturating_sub(within.bytes);
    Ok(within)
}
