//! What goes and what changes when a sheet leaves a notebook, deleted or moved to another, and when the person says that it
//! is not theirs.

use std::collections::{BTreeMap, BTreeSet};

use notebook::id::MedicationId;
use notebook::medication::owner::Owner;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use platform::table::schema::attribute::VERSION;
use records::alarms;
use records::items::{AlarmItem, MedicationItem};
use records::medicines::{KnownAlerts, lock};
use records::prelude::*;

use crate::register::{self, MarkItem, ScanItem};
use crate::stored::{self, id_of};
use crate::{advice, links, profile_notes, sheets, spellings};

/// Writes of a deletion that leave room for what the platform adds to a transaction.
pub(crate) const MOST_WRITES: usize = 92;

/// Where the lists are found that [`plan`] names.
#[derive(Debug, Default, Clone, Copy)]
pub struct Reads {
    scans: PageOf<ScanItem>,
    pub(crate) newest: PageOf<MedicationItem>,
    alarms: PageOf<AlarmItem>,
}

/// Names what a [`Removal`] looks at.
pub(crate) fn plan(keys: ResidentKeys, sheet: MedicationId, plan: &mut ReadPlan) -> Reads {
    plan.get(keys.scan(sheet)).get(keys.noted()).get(keys.known_alerts()).get(keys.spellings());
    lock::plan(keys, plan);
    Reads {
        scans: plan.query(sheets::newest_first(keys)),
        newest: plan.query(advice::newest(keys)),
        alarms: plan.query(alarms::query(keys)),
    }
}

/// What becomes of a sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It leaves the notebook. What another sheet tells of stays.
    Leaves,
    /// It stays, and is not the person's. What another sheet of theirs tells of is theirs.
    NotTheirs,
}

/// A sheet's entries with everything that hangs on them.
pub(crate) struct Removal {
    keys: ResidentKeys,
    sheet: MedicationId,
    /// The other sheets, the newest first, as far as they were read.
    others: Vec<(MedicationId, ScanItem)>,
    /// Whether these are all.
    all_read: bool,
    /// Entries of the sheet that go with it.
    gone: BTreeSet<MedicationId>,
    /// Those that stay and are not the person's from now on: no sheet of theirs tells of them.
    disowned: BTreeSet<MedicationId>,
    /// Everything that was read of entries: the sheet's, and those that are linked with them.
    entries: BTreeMap<MedicationId, MedicationItem>,
    /// Entries that stay and change.
    changed: BTreeSet<MedicationId>,
    /// The marks of those that go, as far as they are theirs.
    marks: Vec<(String, MarkItem)>,
    alarms: PageOf<AlarmItem>,
}

impl Removal {
    /// Reads what the newest entries do not hold.
    pub(crate) async fn of(
        app: &App,
        subject: &Authorised<Resident>,
        reads: Reads,
        (sheet, scan): (MedicationId, &ScanItem),
        fate: Fate,
    ) -> Result<Self, Problem> {
        let (others, all_read) = others(subject.fetched().page(reads.scans)?, sheet)?;
        let (keys, newest) = (subject.keys(), subject.fetched().all(reads.newest)?);
        let mut entries: BTreeMap<_, _> = newest.into_iter().map(|item| (id_of(&item), item)).collect();
        read(app, keys, &mut entries, scan.medication_ids.iter().copied()).await?;
        // What is too old to be among those that were read may be the person's.
        let counts = |other: MedicationId| {
            others.iter().find(|(id, _)| *id == other).is_none_or(|(_, scan)| scan.owner().is_resident())
        };
        let (mut gone, mut disowned) = (BTreeSet::new(), BTreeSet::new());
        for entry in scan.medication_ids.iter().filter_map(|id| entries.get(id)) {
            if fate == Fate::Leaves && told_elsewhere(entry, sheet).next().is_none() {
                gone.insert(id_of(entry));
            } else if entry.owner.is_resident() && !told_elsewhere(entry, sheet).any(counts) {
                disowned.insert(id_of(entry));
            }
        }
        let of = |ids: &BTreeSet<MedicationId>| ids.iter().filter_map(|id| entries.get(id)).collect::<Vec<_>>();
        let linked = of(&gone).into_iter().chain(of(&disowned));
        let linked: Vec<MedicationId> =
            linked.flat_map(|entry| entry.linked_to.iter().chain(&entry.linked).copied()).collect();
        let hashes: Vec<String> = of(&gone).into_iter().filter_map(|entry| entry.fingerprint.clone()).collect();
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
        Ok(Self {
            keys,
            sheet,
            others,
            all_read,
            gone,
            disowned,
            entries,
            changed: BTreeSet::new(),
            marks,
            alarms: reads.alarms,
        })
    }

    /// Everything that the sheet tells of, in its order.
    pub(crate) fn of_sheet(&self, scan: &ScanItem) -> Vec<MedicationItem> {
        scan.medication_ids.iter().filter_map(|id| self.entries.get(id)).cloned().collect()
    }

    /// Takes the sheet away with all its traces: its entries, unless another sheet tells of them too, with links, marks and
    /// what was said of alerts; its bytes and notes; the spelling of its name. Alarms do not name its medicines any more.
    pub(crate) async fn all(
        mut self,
        app: &App,
        call: &Call,
        subject: &Authorised<Resident>,
        scan: &ScanItem,
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        let (keys, id) = (self.keys, self.sheet);
        let version = Some(scan.version).filter(|version| *version > 0);
        effect.delete(&keys.scan(id), version)?;
        if let Some(mark) = &scan.notes_mark {
            effect.delete(&keys.fingerprint(mark), None)?;
        }
        self.untell(app, call, subject, scan, effect).await?;
        self.remove(effect)?;
        self.write(effect)
    }

    /// Leaves the sheet where it is as one of which nobody said yet whose it is: its entries count for nothing, and what hung
    /// on them is undone, as where it leaves.
    pub(crate) async fn disown(
        mut self,
        app: &App,
        call: &Call,
        subject: &Authorised<Resident>,
        scan: &mut ScanItem,
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        self.untell(app, call, subject, scan, effect).await?;
        self.leave_unconfirmed();
        (scan.owner, scan.name_remembered) = (Some(Owner::Unconfirmed), false);
        scan.links.clear();
        scan.version = register::keep(scan, self.sheet, self.keys, effect)?;
        self.write(effect)
    }

    /// Undoes what was said because of the sheet: that its notes were heard, how its name is spelt, and that alerts about its
    /// medicines are known. Alarms do not name these any more.
    async fn untell(
        &self,
        app: &App,
        call: &Call,
        subject: &Authorised<Resident>,
        scan: &ScanItem,
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        let keys = self.keys;
        // Only who knows every sheet knows that no other says the same.
        if self.all_read {
            let said = self.others.iter().flat_map(|(_, other)| other.notes.iter().cloned());
            let noted = subject.fetched().get(&keys.noted())?;
            profile_notes::forget(keys, noted, &scan.notes, &said.collect::<Vec<_>>(), effect)?;
        }
        spellings::forget(subject, &[self.sheet], effect)?;
        let gone: Vec<MedicationId> = self.gone.iter().chain(&self.disowned).copied().collect();
        // Also where there are none: a mark that is set meanwhile rests on the same entries.
        call.rest_on(subject.fetched(), &keys.known_alerts(), &[VERSION])?;
        if let Some(mut known) = subject.fetched().get::<KnownAlerts>(&keys.known_alerts())? {
            let forgotten = gone.iter().filter(|entry| known.forget(**entry)).count();
            if forgotten > 0 {
                known.write(keys, effect)?;
            }
        }
        let alarms = alarms::of_medicines(app, keys, subject.fetched().page(self.alarms)?).await?;
        alarms::without_medicines(effect, keys, &alarms, &gone, Some(subject.relation().kind), call.now())
    }

    /// Entries that stay and are nobody's yet: they count for nothing, and are linked with nothing that does.
    fn leave_unconfirmed(&mut self) {
        for id in self.disowned.clone() {
            let Some(mut entry) = self.entries.remove(&id) else { continue };
            self.unlink(&mut entry);
            entry.owner = Owner::Unconfirmed;
            self.entries.insert(id, entry);
            self.changed.insert(id);
        }
    }

    /// Parts an entry from what it is linked with.
    fn unlink(&mut self, entry: &mut MedicationItem) {
        if let Some(record) = entry.linked_to.and_then(|to| self.entries.get_mut(&to)) {
            self.changed.insert(id_of(record));
            links::release(entry, record);
        }
        for told in entry.linked.clone() {
            if let Some(told) = self.entries.get_mut(&told) {
                self.changed.insert(id_of(told));
                links::release(told, entry);
            }
        }
    }

    /// Takes the sheet's entries away, parts them from what they were linked with, and leaves those that another sheet tells
    /// of to that.
    fn remove(&mut self, effect: &mut Transaction) -> Result<(), Problem> {
        for (hash, mark) in &self.marks {
            effect.delete(&self.keys.fingerprint(hash), Some(mark.version))?;
        }
        for id in self.gone.clone() {
            let Some(mut entry) = self.entries.remove(&id) else { continue };
            effect.delete(&self.keys.medication(id), Some(entry.version))?;
            self.unlink(&mut entry);
        }
        self.leave_unconfirmed();
        self.changed.retain(|id| !self.gone.contains(id));
        self.leave(effect)
    }

    /// Entries that stay are from now on what the next sheet that tells of them brought.
    fn leave(&mut self, effect: &mut Transaction) -> Result<(), Problem> {
        let others = std::mem::take(&mut self.others);
        let mut heirs: BTreeMap<MedicationId, Vec<MedicationId>> = BTreeMap::new();
        for (id, entry) in &mut self.entries {
            let of_sheet = entry.scan_id == Some(self.sheet) || entry.also_in.contains(&self.sheet);
            let Some(heir) = told_elsewhere(entry, self.sheet).next().filter(|_| of_sheet) else { continue };
            entry.also_in.retain(|scan| *scan != self.sheet && *scan != heir);
            if entry.scan_id == Some(self.sheet) {
                heirs.entry(heir).or_default().push(*id);
            }
            entry.scan_id = Some(heir);
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
    fn write(mut self, effect: &mut Transaction) -> Result<(), Problem> {
        for id in &self.changed {
            if let Some(entry) = self.entries.get_mut(id) {
                entry.version += 1;
                stored::put(effect, self.keys, entry)?;
            }
        }
        Ok(())
    }
}

/// The other sheets of a page, and whether these are all.
fn others(page: &Page, sheet: MedicationId) -> Result<(Vec<(MedicationId, ScanItem)>, bool), Problem> {
    let mut others = Vec::with_capacity(page.items.len());
    for item in &page.items {
        let other = sheets::id_of(item)?;
        if other != sheet {
            others.push((other, from_item(item)?));
        }
    }
    Ok((others, page.last_key.is_none()))
}

/// The other sheets that tell of an entry, the first of them first.
fn told_elsewhere(entry: &MedicationItem, sheet: MedicationId) -> impl Iterator<Item = MedicationId> {
    entry.scan_id.iter().chain(&entry.also_in).copied().filter(move |scan| *scan != sheet)
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
