//! Which entries the person keeps from clinics: what is concealed, with all that is linked with it.

use std::collections::{BTreeMap, BTreeSet};

use notebook::id::MedicationId;

/// Links behind one another: more than there are sources.
const DEEPEST: usize = 8;

/// The entries that are kept from clinics. Entries that are linked tell of one dispensing, so that one of them is
/// concealed conceals them all: whichever it is, and whichever is shown.
#[derive(Debug, Default)]
pub struct KeptBack(BTreeSet<MedicationId>);

impl KeptBack {
    /// Of entries, each with whether it is concealed and the entry that is shown for it.
    pub fn of(entries: impl Iterator<Item = (MedicationId, bool, Option<MedicationId>)>) -> Self {
        let (mut linked, mut concealed) = (BTreeMap::new(), Vec::new());
        for (id, is_concealed, linked_to) in entries {
            linked.insert(id, linked_to);
            if is_concealed {
                concealed.push(id);
            }
        }
        let above = |id: MedicationId| {
            std::iter::successors(Some(id), |id| linked.get(id).copied().flatten()).take(DEEPEST + 1)
        };
        let kept: BTreeSet<MedicationId> = concealed.into_iter().flat_map(above).collect();
        let behind = |id: &MedicationId| above(*id).any(|above| kept.contains(&above));
        Self(linked.keys().copied().filter(behind).chain(kept.iter().copied()).collect())
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

    #[test]
    fn whichever_of_linked_entries_is_concealed_all_of_them_are_kept_back() {
        // 2 and 3 stand behind 1, 4 behind 3; 5 is alone.
        let links = [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(3)), (5, None)];
        for concealed in 1..=5 {
            let entries = links.map(|(one, to)| (id(one), one == concealed, to.map(id)));
            let kept = KeptBack::of(entries.into_iter());
            for one in 1..=5 {
                assert_eq!(kept.has(id(one)), (one == 5) == (concealed == 5), "{concealed} {one}");
            }
        }
    }

    #[test]
    fn links_in_a_circle_end() {
        let entries = [(id(1), true, Some(id(2))), (id(2), false, Some(id(1)))];
        let kept = KeptBack::of(entries.into_iter());
        assert!(kept.has(id(1)) && kept.has(id(2)));
    }
}
