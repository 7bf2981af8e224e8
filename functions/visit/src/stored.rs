//! A visit as the table keeps it.

use platform::table::schema::ResidentKeys;
use records::items::VisitItem;
use records::prelude::*;

/// Writes an edited visit, unless it says what it said; gives the version that it has then.
pub(crate) fn edit(
    effect: &mut Transaction,
    keys: ResidentKeys,
    before: &Versioned<VisitItem>,
    visit: &VisitItem,
) -> Result<u64, Problem> {
    let by_time = Some(by_time::visit(visit.visited_on, visit.visit_id));
    let meta = Meta { by_time, ..Meta::default() };
    effect.edit(&keys.visit(visit.visit_id), (&before.item, before.version), visit, meta)
}

/// Writes a visit over the version that was read, or as a new one; gives the version that it will have.
pub(crate) fn put(
    effect: &mut Transaction,
    keys: ResidentKeys,
    visit: &VisitItem,
    before: Option<u64>,
) -> Result<u64, Problem> {
    let version = before.map_or(1, |version| version.saturating_add(1));
    let by_time = Some(by_time::visit(visit.visited_on, visit.visit_id));
    let meta = Meta { by_time, version: Some(version), ..Meta::default() };
    let only = before.map_or(Only::IfNew, Only::IfVersion);
    effect.put(&keys.visit(visit.visit_id), visit, &meta, only)?;
    Ok(version)
}
