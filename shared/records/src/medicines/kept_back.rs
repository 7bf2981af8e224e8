//! Which entries the person keeps from clinics: what is concealed, with all that is linked with it.

use std::collections::{BTreeMap, BTreeSet};

use notebook::id::MedicationId;
use platform::app::App;
use platform::problem::Problem;
use platform::table::schema::ResidentKeys;
use serde::Deserialize;

use super::linked::{self, Followed};
use crate::items::MedicationItem;

/// An entry as far as it decides what is kept back.
#[derive(Debug, Clone, Deserialize)]
pub struct LinkedEntry {
    #[serde(rename = "dispensing")]
    named: Named,
    concealed: bool,
    #[serde(default)]
    linked_to: Option<MedicationId>,
    #[serde(default)]
    linked: Vec<MedicationId>,
}

/// By its id.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Named {
    id: MedicationId,
}

impl LinkedEntry {
    /// The entries next to it.
    fn next(&self) -> Vec<MedicationId> {
        self.linked.iter().copied().chain(self.linked_to).collect()
    }
}

impl From<&MedicationItem> for LinkedEntry {
    fn from(item: &MedicationItem) -> Self {
        Self {
            named: Named { id: MedicationId(item.dispensing.id) },
            concealed: item.concealed,
            linked_to: item.linked_to,
            linked: item.linked.clone(),
        }
    }
}

/// The entries that are kept from clinics. Entries that are linked tell of one dispensing, so that one of them is
/// concealed conceals them all: whichever it is, whichever is shown, and on whichever page or day it stands.
#[derive(Debug, Default)]
pub struct KeptBack(BTreeSet<MedicationId>);

impl KeptBack {
    /// Of some entries of a notebook. Those that they are linked with and that are not among them are read: one wave a link
    /// in a row, and none where all are here. What is linked with more than can be read is kept back: one of those may be
    /// concealed.
    pub async fn among(
        app: &App,
        keys: ResidentKeys,
        entries: impl Iterator<Item = LinkedEntry>,
    ) -> Result<Self, Problem> {
        let known: BTreeMap<MedicationId, LinkedEntry> = entries.map(|entry| (entry.named.id, entry)).collect();
        let next: Vec<MedicationId> = known.values().flat_map(LinkedEntry::next).collect();
        let is_known = |id: MedicationId| known.contains_key(&id);
        let Followed { entries, unread } =
            linked::follow(app, keys, next, is_known, LinkedEntry::next, usize::MAX).await?;
        Ok(Self::of(known.values().chain(&entries), unread))
    }

    /// `concealed`: further entries that count as concealed.
    fn of<'l>(
        entries: impl Iterator<Item = &'l LinkedEntry>,
        concealed: impl IntoIterator<Item = MedicationId>,
    ) -> Self {
        let mut next = BTreeMap::<_, BTreeSet<MedicationId>>::new();
        let mut kept: Vec<MedicationId> = concealed.into_iter().collect();
        for entry in entries {
            let id = entry.named.id;
            if entry.concealed {
                kept.push(id);
            }
            for other in entry.next() {
                next.entry(id).or_default().insert(other);
                next.entry(other).or_default().insert(id);
            }
        }
        let mut all = BTreeSet::new();
        while let Some(id) = kept.pop() {
            if all.insert(id) {
                kept.extend(next.get(&id).into_iter().flatten());
            }
        }
        Self(all)
    }

    /// Whether clinics are shown an entry: the person's own, each dispensing once as the entry that tells most, and nothing that is
    /// kept back.
    pub fn shows(&self, item: &MedicationItem) -> bool {
        item.owner.is_resident() && item.linked_to.is_none() && !self.has(MedicationId(item.dispensing.id))
    }

    /// Whether an entry is among them.
    pub fn has(&self, id: MedicationId) -> bool {
        self.0.contains(&id)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn id(last: u128) -> MedicationId {
        MedicationId(uuid::Uuid::from_u128(last))
    }

    fn linked(one: u128, concealed: bool, to: Option<u128>) -> LinkedEntry {
        LinkedEntry { named: Named { id: id(one) }, concealed, linked_to: to.map(id), linked: Vec::new() }
    }

    #[test]
    fn whichever_of_linked_entries_is_concealed_all_of_them_are_kept_back() {
        // 2 and 3 stand behind 1, 4 behind 3; 5 is alone.
        let links = [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(3)), (5, None)];
        for concealed in 1..=5 {
            let entries = links.map(|(one, to)| linked(one, one == concealed, to));
            let kept = KeptBack::of(entries.iter(), []);
            for one in 1..=5 {
                assert_eq!(kept.has(id(one)), (one == 5) == (concealed == 5), "{concealed} {one}");
            }
        }
    }

    #[test]
    fn links_in_a_circle_end() {
        let entries = [linked(1, true, Some(2)), linked(2, false, Some(1))];
        let kept = KeptBack::of(entries.iter(), []);
        assert!(kept.has(id(1)) && kept.has(id(2)));
    }

    #[test]
    fn what_is_linked_with_more_than_was_read_is_kept_back() {
        let entries = [linked(1, false, Some(2)), linked(2, false, Some(3)), linked(9, false, None)];
        let kept = KeptBack::of(entries.iter(), [id(3)]);
        assert!(kept.has(id(1)) && kept.has(id(2)) && !kept.has(id(9)));
    }
}
