//! Verifying a chain from its newest entry down, or from any entry down, as a list that shows the newest first reads it:
//! of the chain only one link is held at a time.

use super::append::{Head, end};
use super::entry::{Entry, GENESIS};
use super::verify::{Broken, place_of};
use crate::table::{Item, from_item};

/// A verification that goes from the head to the first entry.
pub struct Backwards {
    /// The place of the next entry below.
    place: u64,
    /// The hash that it must have; none below a place where nothing could be read.
    hash: Option<String>,
    at_head: bool,
    first_bad: Option<u64>,
}

impl Backwards {
    /// Starts at the head.
    pub fn from_head(head: Option<&Head>) -> Self {
        let (place, hash) = end(head);
        Self { place, hash: Some(hash.to_owned()), at_head: true, first_bad: None }
    }

    /// Starts at an entry inside the chain, which is the next item: it vouches for what stands below it.
    pub fn from_entry(place: u64) -> Self {
        Self { place, hash: None, at_head: false, first_bad: None }
    }

    /// The lowest bad place of what was taken.
    pub fn so_far(&self) -> Option<u64> {
        self.first_bad
    }

    /// Takes the next item, in falling order of keys. Gives its place and the entry, unless it cannot be read as one.
    pub fn take(&mut self, item: &Item) -> Option<(u64, Entry)> {
        let entry: Option<Entry> = from_item(item).ok();
        // An entry stands where its key says; what it says of its own place is part of what is verified.
        let Some(place) = place_of(item).filter(|place| *place <= self.place) else {
            // Above the head, or at no place of a chain: it is where the next one should be.
            self.bad(self.place + 1);
            let entry = entry?;
            return Some((place_of(item).unwrap_or(entry.seq), entry));
        };
        if place < self.place {
            self.bad(place + 1);
            self.hash = None;
        }
        match &entry {
            None => self.bad(place),
            Some(entry) => {
                if self.hash.as_ref().is_some_and(|hash| *hash != entry.hash) {
                    // The entry above vouches for another one; below the head, it is the entry itself that was changed.
                    self.bad(if self.at_head { place } else { place + 1 });
                }
                if entry.seq != place || entry.hash != entry.computed_hash() {
                    self.bad(place);
                }
            }
        }
        (self.place, self.at_head) = (place.saturating_sub(1), false);
        self.hash = entry.as_ref().map(|entry| entry.prev.clone());
        Some((place, entry?))
    }

    /// After the last item: the lowest bad place.
    pub fn finish(mut self) -> Result<(), Broken> {
        if self.place > 0 || self.hash.as_ref().is_some_and(|hash| hash != GENESIS) {
            self.bad(1);
        }
        self.first_bad.map_or(Ok(()), |seq| Err(Broken { seq }))
    }

    fn bad(&mut self, place: u64) {
        self.first_bad = Some(self.first_bad.map_or(place, |lowest| lowest.min(place)));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use crate::audit::entry::{Decision, Look};
    use crate::table::{s, to_item};

    fn chain(length: u64) -> (Vec<Entry>, Head) {
        let (mut entries, mut seq, mut hash) = (Vec::new(), 0, GENESIS.to_owned());
        for _ in 0..length {
            let look = Look {
                at: "2026-11-22T01:00:00Z".parse().unwrap(),
                actor: "actor".to_owned(),
                role: "doctor".to_owned(),
                institution: None,
                action: "open-notebook",
                sections: Vec::new(),
                decision: Decision::Allowed,
                about: None,
            };
            let entry = Entry::after(seq, &hash, &look);
            (seq, hash) = (entry.seq, entry.hash.clone());
            entries.push(entry);
        }
        (entries, Head { seq, hash, hour: String::new(), in_hour: 0 })
    }

    /// Entries with the places at which they stand.
    type Placed = Vec<(u64, Entry)>;

    fn first_bad(entries: &[(u64, Entry)], head: Option<&Head>) -> Option<u64> {
        let mut backwards = Backwards::from_head(head);
        for (place, entry) in entries.iter().rev() {
            let mut item = to_item(entry).unwrap();
            item.insert("sk".to_owned(), s(format!("E#{place:012}")));
            backwards.take(&item);
        }
        backwards.finish().err().map(|broken| broken.seq)
    }

    fn placed(entries: &[Entry]) -> Placed {
        (1..).zip(entries.iter().cloned()).collect()
    }

    #[test]
    fn r41_from_the_head_down_every_change_is_found_at_the_place_where_it_begins() {
        let (good, head) = chain(9);
        assert_eq!(first_bad(&placed(&good), Some(&head)), None);
        assert_eq!(first_bad(&[], None), None);
        let broken = |change: &dyn Fn(&mut Placed)| {
            let mut entries = placed(&good);
            change(&mut entries);
            first_bad(&entries, Some(&head)).unwrap()
        };
        assert_eq!(broken(&|e| e[3].1.role = "nurse".to_owned()), 4);
        assert_eq!(broken(&|e| e[3].1.prev = GENESIS.to_owned()), 4);
        assert_eq!(broken(&|e| e[3].1.hash = GENESIS.to_owned()), 4);
        assert_eq!(broken(&|e| drop(e.remove(4))), 5);
        assert_eq!(broken(&|e| drop(e.remove(0))), 1);
        assert_eq!(broken(&|e| e.truncate(7)), 8);
        assert_eq!(broken(&Vec::clear), 1);
        let swap = |e: &mut Placed| {
            let second = e[1].1.clone();
            e[1].1 = std::mem::replace(&mut e[2].1, second);
        };
        assert_eq!(broken(&swap), 2);
        let insert = |e: &mut Placed| {
            let copy = e[5].1.clone();
            e.insert(6, (7, copy));
            for (n, (place, _)) in (1..).zip(e.iter_mut()) {
                *place = n;
            }
        };
        assert_eq!(broken(&insert), 7);
        let extend = |e: &mut Placed| {
            let look = Look {
                at: "2026-11-22T01:00:00Z".parse().unwrap(),
                actor: "actor".to_owned(),
                role: "doctor".to_owned(),
                institution: None,
                action: "open-notebook",
                sections: Vec::new(),
                decision: Decision::Allowed,
                about: None,
            };
            let last = &e[8].1;
            let more = Entry::after(last.seq, &last.hash, &look);
            e.push((10, more));
        };
        assert_eq!(broken(&extend), 10);
        assert_eq!(first_bad(&placed(&good), None), Some(1));
    }

    #[test]
    fn r41_a_rewritten_entry_with_a_fitting_hash_is_found_by_the_next_or_the_head() {
        let rewritten = |n: usize| {
            let (mut entries, head) = chain(5);
            entries[n].actor = "someone".to_owned();
            entries[n].hash = entries[n].computed_hash();
            first_bad(&placed(&entries), Some(&head))
        };
        assert_eq!(rewritten(2), Some(4));
        assert_eq!(rewritten(4), Some(5));
    }

    #[test]
    fn what_stands_at_no_place_of_a_chain_is_bad_and_stops_nothing() {
        let (entries, head) = chain(3);
        let mut backwards = Backwards::from_head(Some(&head));
        for (entry, sk) in [(2, "E#000000000003"), (1, "E#000000000002x"), (1, "E#000000000002"), (0, "E#000000000001")]
        {
            let mut item = to_item(&entries[entry]).unwrap();
            item.insert("sk".to_owned(), s(sk));
            backwards.take(&item);
        }
        assert_eq!(backwards.finish().err().map(|broken| broken.seq), Some(3));
    }
}
