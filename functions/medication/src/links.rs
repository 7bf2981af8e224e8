//! Links between entries that tell of the same dispensing: made when one comes in, undone and made again by a person.
//!
//! A link stands on both sides, so that each can be shown and deleted by itself. The entry that tells less has
//! `linked_to` and is not listed; the other lists it in `linked`. What was linked may have links of its own: they form a
//! tree, and undoing one gives back exactly what was there before it.

use std::collections::BTreeSet;

use notebook::id::MedicationId;
use notebook::medication::dispensing::{Dispensing, Source};
use notebook::medication::limits;
use notebook::medication::link::{self, Likeness};
use notebook::medication::otc::EntryKind;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::linked::{self, DEEPEST};
use records::prelude::*;

use crate::stored::{self, id_of};

/// Most entries that are linked to one.
pub(crate) const MOST_LINKED: usize = limits::LINKED;
/// Most known entries that one transaction links: with them the fullest scan has 99 of the 100 writes that the table takes in one
/// (`tests/medication/scan_full.rs` adds them up).
const MOST_AT_ONCE: usize = 8;
/// Most entries from which one was parted that are remembered, the latest.
const MOST_APART: usize = 50;
/// Most later scans that are remembered with an entry.
const MOST_SCANS: usize = 20;
/// Most entries of one tree of links: they are changed together.
const MOST_TREE: usize = 90;

/// A link that was made: two entries that seem to be the same dispensing, now shown once.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "MedicationLink")]
pub(crate) struct Link {
    /// The entry that is no longer listed by itself.
    id: MedicationId,
    /// The entry that is shown for both.
    linked_to: MedicationId,
    #[serde(flatten)]
    likeness: Likeness,
}

impl Link {
    /// Whether it links this entry.
    pub(crate) fn names(&self, id: MedicationId) -> bool {
        self.id == id || self.linked_to == id
    }
}

/// The entries around a day, and what becomes of them.
pub(crate) struct Around {
    items: Vec<MedicationItem>,
    touched: BTreeSet<MedicationId>,
}

impl Around {
    pub(crate) fn none() -> Self {
        Self { items: Vec::new(), touched: BTreeSet::new() }
    }

    pub(crate) fn read(page: &Page) -> Result<Self, Problem> {
        let items = page.read()?;
        Ok(Self { items, touched: BTreeSet::new() })
    }

    /// The entry that says what a sheet says, in whatever letters, and comes from a source that tells as much. What a pharmacy
    /// registered is its own, which it may take back: a sheet that the person scans beside it is an entry that stays.
    pub(crate) fn same_sheet(&self, sheet: &Dispensing) -> Option<&MedicationItem> {
        let meaning = sheet.meaning();
        let day = |item: &&MedicationItem| {
            item.kind == EntryKind::Dispensing && item.dispensing.dispensed_on == sheet.dispensed_on
        };
        let tells_as_much = |item: &&MedicationItem| {
            item.dispensing.source != Source::Pharmacy
                && link::richness(item.dispensing.source) >= link::richness(sheet.source)
                && item.dispensing.meaning() == meaning
        };
        self.items.iter().filter(day).filter(tells_as_much).min_by_key(|item| item.linked_to.is_some())
    }

    /// All that were read.
    pub(crate) fn items(&self) -> &[MedicationItem] {
        &self.items
    }

    /// An entry that was read.
    pub(crate) fn get(&self, id: MedicationId) -> Option<&MedicationItem> {
        self.items.iter().find(|item| id_of(item) == id)
    }

    /// Links a new entry with those that tell of the same dispensing: to the one that tells more, or else those that
    /// tell less to it. What was kept from clinics stays so under whichever is shown.
    pub(crate) fn recognise(&mut self, new: &mut MedicationItem) -> Vec<Link> {
        if !new.owner.is_resident() {
            return Vec::new();
        }
        if self.touched.len() >= MOST_AT_ONCE {
            return Vec::new();
        }
        let richness = |item: &MedicationItem| link::richness(item.dispensing.source);
        let alone: Vec<usize> = (0..self.items.len())
            .filter(|place| {
                self.items.get(*place).is_some_and(|item| item.linked_to.is_none() && may_be_one(item, new))
            })
            .collect();
        let richer = alone.iter().filter_map(|place| {
            let item = self.items.get(*place)?;
            let likeness = stands_behind(new, item, item.added_at > new.added_at)?;
            Some((likeness.confidence, richness(item), id_of(item), *place, likeness))
        });
        if let Some((.., place, likeness)) = richer.max_by_key(|(sure, rich, id, ..)| (*sure, *rich, *id)) {
            let Some(record) = self.items.get_mut(place).filter(|item| item.linked.len() < MOST_LINKED) else {
                return Vec::new();
            };
            join(new, record);
            self.touched.insert(id_of(record));
            return vec![Link { id: id_of(new), linked_to: id_of(record), likeness }];
        }
        let mut made = Vec::new();
        for place in alone {
            let Some(told) = self.items.get_mut(place) else { continue };
            let Some(likeness) = stands_behind(told, new, told.added_at <= new.added_at) else { continue };
            if self.touched.len() >= MOST_AT_ONCE {
                break;
            }
            join(told, new);
            self.touched.insert(id_of(told));
            made.push(Link { id: id_of(told), linked_to: id_of(new), likeness });
        }
        made
    }

    /// Keeps a new entry from clinics where one that is kept from them tells of the same: a sheet that is scanned again with
    /// a line more, or corrected, is another sheet, and what it is about stays hidden.
    pub(crate) fn keep_back(&self, new: &mut MedicationItem) {
        let undated = new.otc.as_ref().is_some_and(|otc| otc.started_on.or(otc.ended_on).is_none());
        let tells_of_it = |item: &MedicationItem| {
            let same = || link::may_tell_of_the_same(&item.dispensing, &new.dispensing, undated);
            let parted = item.apart.contains(&mark(new));
            item.concealed && item.kind == new.kind && id_of(item) != id_of(new) && !parted && same()
        };
        let concealed = self.items.iter().any(tells_of_it);
        new.concealed |= concealed;
    }

    /// Takes over an entry that was changed beside them.
    pub(crate) fn claim(&mut self, entry: &MedicationItem) {
        let id = id_of(entry);
        self.items.retain(|item| id_of(item) != id);
        self.items.push(entry.clone());
        self.touched.insert(id);
    }

    /// Notes that another scan tells of a known entry too.
    pub(crate) fn also_in(&mut self, entry: &MedicationItem, scan: MedicationId) {
        let id = id_of(entry);
        if self.get(id).is_none() {
            self.items.push(entry.clone());
        }
        if let Some(item) = self.items.iter_mut().find(|item| id_of(item) == id) {
            item.also_in.push(scan);
            let over = item.also_in.len().saturating_sub(MOST_SCANS);
            item.also_in.drain(..over);
            self.touched.insert(id);
        }
    }

    /// Writes the known entries that were changed, each over the version that was read.
    pub(crate) fn write(mut self, effect: &mut Transaction, keys: ResidentKeys) -> Result<(), Problem> {
        for item in self.items.iter_mut().filter(|item| self.touched.contains(&id_of(item))) {
            item.version += 1;
            stored::put(effect, keys, item)?;
        }
        Ok(())
    }

    /// What new entries are compared with for alerts: without what tells of the same dispensing as one of them, and
    /// without what is behind a shown entry and says nothing beside it.
    pub(crate) fn compared(&self, new: &[&MedicationItem]) -> Vec<&MedicationItem> {
        let find = |id: MedicationId| new.iter().copied().chain(&self.items).find(|item| id_of(item) == id);
        let root = |item: &MedicationItem| {
            let mut root = id_of(item);
            let mut next = item.linked_to;
            for _ in 0..DEEPEST {
                let Some(id) = next else { break };
                root = id;
                next = find(id).and_then(|item| item.linked_to);
            }
            root
        };
        let theirs: BTreeSet<MedicationId> = new.iter().map(|item| root(item)).collect();
        let behind = |item: &MedicationItem| {
            let shown = item.linked_to.and_then(find);
            shown.is_some_and(|shown| link::covered(&item.dispensing, &shown.dispensing).is_some())
        };
        let counts =
            |item: &&MedicationItem| item.owner.is_resident() && !theirs.contains(&root(item)) && !behind(item);
        self.items.iter().filter(counts).collect()
    }

    /// The links of an entry as they were answered when it came in.
    pub(crate) fn links_of(&self, entry: &MedicationItem) -> Vec<Link> {
        let link = |told: &MedicationItem, record: &MedicationItem| {
            let likeness = link::same_dispensing(&told.dispensing, &record.dispensing)?;
            Some(Link { id: id_of(told), linked_to: id_of(record), likeness })
        };
        let up = entry.linked_to.and_then(|id| link(entry, self.get(id)?));
        up.into_iter().chain(entry.linked.iter().filter_map(|id| link(self.get(*id)?, entry))).collect()
    }
}

/// Every entry that is linked with this one, over whichever others: those that are fewer links away first.
pub(crate) async fn tree(app: &App, keys: ResidentKeys, item: &MedicationItem) -> Result<Vec<MedicationItem>, Problem> {
    let next = |item: &MedicationItem| item.linked_to.into_iter().chain(item.linked.clone()).collect::<Vec<_>>();
    let is_this = |id| id == id_of(item);
    Ok(linked::follow(app, keys, next(item), is_this, next, MOST_TREE).await?.entries)
}

/// Whether the two are the person's own, of one kind and were never parted by them.
fn may_be_one(one: &MedicationItem, other: &MedicationItem) -> bool {
    one.kind == other.kind
        && one.owner == other.owner
        && id_of(one) != id_of(other)
        && !one.apart.contains(&mark(other))
        && !other.apart.contains(&mark(one))
}

/// Whether an entry stands behind another: it tells less of one dispensing, or it came before the sheet that corrects it.
/// `is_later`: the other came after it.
fn stands_behind(told: &MedicationItem, record: &MedicationItem, is_later: bool) -> Option<Likeness> {
    let corrected = || is_later.then(|| link::corrects(&record.dispensing, &told.dispensing)).flatten();
    link::is_behind(&told.dispensing, &record.dispensing).or_else(corrected)
}

/// By what an entry is remembered when it was parted: a sheet that is deleted and scanned again is still the same.
fn mark(item: &MedicationItem) -> String {
    item.fingerprint.clone().unwrap_or_else(|| id_of(item).to_string())
}

/// Links an entry to one that tells more. They tell of one dispensing from now on: where one of them is kept from clinics
/// both are.
pub(crate) fn join(told: &mut MedicationItem, record: &mut MedicationItem) {
    let (told_mark, record_mark) = (mark(told), mark(record));
    told.apart.retain(|mark| *mark != record_mark);
    record.apart.retain(|mark| *mark != told_mark);
    told.linked_to = Some(id_of(record));
    record.linked.push(id_of(told));
    let concealed = told.concealed || record.concealed;
    (told.concealed, record.concealed) = (concealed, concealed);
}

/// Parts an entry from the one that it was linked to. Where that was kept from clinics, so is what was behind it.
pub(crate) fn part(told: &mut MedicationItem, record: &mut MedicationItem) {
    release(told, record);
    let (told_mark, record_mark) = (mark(told), mark(record));
    for (item, mark) in [(told, record_mark), (record, told_mark)] {
        item.apart.retain(|known| *known != mark);
        item.apart.push(mark);
        let over = item.apart.len().saturating_sub(MOST_APART);
        item.apart.drain(..over);
    }
}

/// Undoes a link without remembering it: one side is about to go.
pub(crate) fn release(told: &mut MedicationItem, record: &mut MedicationItem) {
    let id = id_of(told);
    told.linked_to = None;
    told.concealed |= record.concealed;
    record.linked.retain(|linked| *linked != id);
}
