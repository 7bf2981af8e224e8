//! What goes and what changes when a sheet is deleted.

use std::collections::{BTreeMap, BTreeSet};

use notebook::id::MedicationId;
use notebook::medication::owner::Owner;
use platform::prelude::*;
use platform::table::items::MedicationItem;
use platform::table::read::Page;
use platform::table::schema::ResidentKeys;

use crate::links;
use crate::register::{self, MarkItem, ScanItem};
use crate::stored::{self, id_of};

/// Writes of a deletion that leave room for what the platform adds to a transaction.
pub(crate) const MOST_WRITES: usize = 92;

/// A sheet's entries with everything that hangs on them.
pub(crate) struct Removal {
    keys: ResidentKeys,
    sheet: MedicationId,
    /// Entries of the sheet that no other tells of.
    gone: BTreeSet<MedicationId>,
    /// Everything that was read of entries: the sheet's, and those that are linked with them.
    entries: BTreeMap<MedicationId, MedicationItem>,
    /// Entries that stay and change.
    changed: BTreeSet<MedicationId>,
    /// The marks of those that go, as far as they are theirs.
    marks: Vec<(String, MarkItem)>,
}

impl Removal {
    /// Reads what the newest entries do not hold.
    pub(crate) async fn of(
        app: &App,
        keys: ResidentKeys,
        sheet: MedicationId,
        scan: &ScanItem,
        newest: &Page,
    ) -> Result<Self, Problem> {
        let newest = newest.items.iter().map(from_item::<MedicationItem>).collect::<Result<Vec<_>, _>>()?;
        let mut entries: BTreeMap<_, _> = newest.into_iter().map(|item| (id_of(&item), item)).collect();
        read(app, keys, &mut entries, scan.medication_ids.iter().copied()).await?;
        let mut of_sheet: Vec<&MedicationItem> = scan.medication_ids.iter().filter_map(|id| entries.get(id)).collect();
        of_sheet.retain(|entry| told_elsewhere(entry, sheet).is_none());
        let gone: BTreeSet<MedicationId> = of_sheet.iter().map(|entry| id_of(entry)).collect();
        let linked: Vec<MedicationId> =
            of_sheet.iter().flat_map(|entry| entry.linked_to.iter().chain(&entry.linked).copied()).collect();
        let hashes: Vec<String> = of_sheet.iter().filter_map(|entry| entry.fingerprint.clone()).collect();
        let mut plan = ReadPlan::default();
        for hash in &hashes {
            plan.get(keys.fingerprint(hash));
        }
        let missing: Vec<MedicationId> = linked.into_iter().filter(|id| !entries.contains_key(id)).collect();
        for id in &missing {
            plan.get(keys.medication(*id));
        }
        let mut marks = Vec::new();
        if !hashes.is_empty() || !missing.is_empty() {
            let fetched = app.table.read(plan).await?;
            for hash in hashes {
                let mark: Option<MarkItem> = fetched.get(&keys.fingerprint(&hash))?;
                marks.extend(mark.filter(|mark| gone.contains(&mark.medication_id)).map(|mark| (hash, mark)));
            }
            for id in missing {
                entries.extend(fetched.get(&keys.medication(id))?.map(|item| (id, item)));
            }
        }
        Ok(Self { keys, sheet, gone, entries, changed: BTreeSet::new(), marks })
    }

    /// The entries that go.
    pub(crate) fn gone(&self) -> impl Iterator<Item = MedicationId> {
        self.gone.iter().copied()
    }

    /// Takes the sheet's entries away, parts them from what they were linked with, and leaves those that another sheet tells
    /// of to that.
    pub(crate) fn remove(
        &mut self,
        others: Vec<(MedicationId, ScanItem)>,
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        for (hash, mark) in &self.marks {
            effect.delete(&self.keys.fingerprint(hash), Some(mark.version))?;
        }
        for id in self.gone.clone() {
            let Some(mut entry) = self.entries.remove(&id) else { continue };
            effect.delete(&self.keys.medication(id), Some(entry.version))?;
            if let Some(record) = entry.linked_to.and_then(|to| self.entries.get_mut(&to)) {
                self.changed.insert(id_of(record));
                links::release(&mut entry, record);
            }
            for told in entry.linked.clone() {
                if let Some(told) = self.entries.get_mut(&told) {
                    self.changed.insert(id_of(told));
                    links::release(told, &mut entry);
                }
            }
        }
        self.changed.retain(|id| !self.gone.contains(id));
        self.leave(others, effect)
    }

    /// Entries that stay are from now on what the next sheet that tells of them brought, and whose that is.
    fn leave(&mut self, others: Vec<(MedicationId, ScanItem)>, effect: &mut Transaction) -> Result<(), Problem> {
        let mut heirs: BTreeMap<MedicationId, Vec<MedicationId>> = BTreeMap::new();
        for (id, entry) in &mut self.entries {
            let of_sheet = entry.scan_id == Some(self.sheet) || entry.also_in.contains(&self.sheet);
            let Some(heir) = told_elsewhere(entry, self.sheet).filter(|_| of_sheet) else { continue };
            entry.also_in.retain(|scan| *scan != self.sheet && *scan != heir);
            if entry.scan_id == Some(self.sheet) {
                heirs.entry(heir).or_default().push(*id);
            }
            entry.scan_id = Some(heir);
            let tells = |scan: &MedicationId| *scan == heir || entry.also_in.contains(scan);
            let owners = || others.iter().filter(|(scan, _)| tells(scan)).map(|(_, scan)| scan.owner());
            if owners().next().is_some() && !owners().any(Owner::is_resident) {
                entry.owner = Owner::Unconfirmed;
            }
            self.changed.insert(*id);
        }
        for (scan_id, mut scan) in others {
            let Some(brought) = heirs.get(&scan_id) else { continue };
            scan.known.retain(|known| !brought.contains(known));
            register::keep(&scan, scan_id, self.keys, effect)?;
        }
        Ok(())
    }

    /// Writes the entries that stay and changed.
    pub(crate) fn write(mut self, effect: &mut Transaction) -> Result<(), Problem> {
        for id in &self.changed {
            if let Some(entry) = self.entries.get_mut(id) {
                entry.version += 1;
                stored::put(effect, self.keys, entry)?;
            }
        }
        Ok(())
    }
}

/// The first other sheet that tells of an entry.
fn told_elsewhere(entry: &MedicationItem, sheet: MedicationId) -> Option<MedicationId> {
    entry.scan_id.iter().chain(&entry.also_in).copied().find(|scan| *scan != sheet)
}

/// Reads entries that are not there yet.
async fn read(
    app: &App,
    keys: ResidentKeys,
    entries: &mut BTreeMap<MedicationId, MedicationItem>,
    ids: impl Iterator<Item = MedicationId>,
) -> Result<(), Problem> {
    let missing: Vec<MedicationId> = ids.filter(|id| !entries.contains_key(id)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut plan = ReadPlan::default();
    for id in &missing {
        plan.get(keys.medication(*id));
    }
    let fetched = app.table.read(plan).await?;
    for id in missing {
        entries.extend(fetched.get(&keys.medication(id))?.map(|item| (id, item)));
    }
    Ok(())
}
