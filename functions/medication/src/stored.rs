//! How an entry is put into the table.

use notebook::id::MedicationId;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::prelude::*;

/// The table takes items of 400 kB; the JSON of an item is never shorter than what the table counts, and this leaves
/// room for its keys.
const MOST_BYTES: usize = 380_000;

/// The shape with kind, remark and links; the first had dispensings only, and reads as the second.
const SCHEMA_VERSION: u32 = 2;

/// Puts an entry in its version: the first where there is none, each later one over the one before.
pub(crate) fn put(effect: &mut Transaction, keys: ResidentKeys, item: &MedicationItem) -> Result<(), Problem> {
    fits(item)?;
    let meta = Meta { version: Some(item.version), ..meta(item) };
    let only = if item.version == 1 { Only::IfNew } else { Only::IfVersion(item.version - 1) };
    effect.put(&keys.medication(id_of(item)), item, &meta, only)
}

/// Writes an edited entry, unless it says what it said, and gives it the version that it has then.
pub(crate) fn edit(
    effect: &mut Transaction,
    keys: ResidentKeys,
    before: &MedicationItem,
    item: &mut MedicationItem,
) -> Result<(), Problem> {
    fits(item)?;
    item.version = effect.edit(&keys.medication(id_of(item)), (before, before.version), item, meta(item))?;
    Ok(())
}

fn meta(item: &MedicationItem) -> Meta {
    let by_time = by_time::medication(item.dispensing.dispensed_on, id_of(item));
    Meta { by_time: Some(by_time), schema_version: SCHEMA_VERSION, ..Meta::default() }
}

/// The id of an entry.
pub(crate) fn id_of(item: &MedicationItem) -> MedicationId {
    MedicationId(item.dispensing.id)
}

/// 413 where an item would be larger than the table takes: sheets that people are given have a hundredth of it.
pub(crate) fn fits(item: &impl Serialize) -> Result<(), Problem> {
    let bytes = serde_json::to_vec(item).map_err(|_| Problem::internal("unwritable entry"))?.len();
    if bytes <= MOST_BYTES { Ok(()) } else { Err(Problem::of(Code::PayloadTooLarge)) }
}
