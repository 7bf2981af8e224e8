//! Verifying a chain from its first entry up: names the first entry that is not what it was. A place up to which it was
//! verified can be kept, and the verification goes on from there.

use serde::{Deserialize, Serialize};

use super::append::Head;
use super::entry::{Entry, GENESIS};
use crate::table::schema::{ChainKeys, attribute};
use crate::table::{Item, from_item};

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The first bad place.
    pub seq: u64,
}

/// A place of a chain up to which every entry is what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// The number of its entry; zero before the first.
    pub seq: u64,
    /// The hash of its entry.
    pub hash: String,
}

impl Default for Verified {
    fn default() -> Self {
        Self { seq: 0, hash: GENESIS.to_owned() }
    }
}

impl Verified {
    /// Takes the next item, in rising order of keys.
    pub fn take(&mut self, item: &Item) -> Result<(), Broken> {
        let entry: Option<Entry> = from_item(item).ok();
        // An entry stands where its key says.
        let entry = entry.filter(|entry| place_of(item) == Some(entry.seq));
        self.follow(entry.as_ref())
    }

    fn follow(&mut self, entry: Option<&Entry>) -> Result<(), Broken> {
        let expected = self.seq + 1;
        let fits =
            |entry: &&Entry| entry.seq == expected && entry.prev == self.hash && entry.hash == entry.computed_hash();
        let entry = entry.filter(fits).ok_or(Broken { seq: expected })?;
        *self = Self { seq: entry.seq, hash: entry.hash.clone() };
        Ok(())
    }

    /// Takes all items of a range that was read to its end, or up to a limit; `last` is the number of the last entry that
    /// such a range must have.
    pub fn take_all(&mut self, items: &[Item], last: u64) -> Result<(), Broken> {
        items.iter().try_for_each(|item| self.take(item))?;
        if self.seq >= last { Ok(()) } else { Err(Broken { seq: self.seq + 1 }) }
    }
}

/// The number in the key of an entry: 1 or more.
pub fn place_of(item: &Item) -> Option<u64> {
    let digits = item.get(attribute::SK)?.as_s().ok()?.strip_prefix(ChainKeys::ENTRIES)?;
    let well_formed = digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|place| well_formed && *place > 0)
}

/// Checks entries `1..` in order against each other and against the head.
pub fn verify(entries: &[Entry], head: Option<&Head>) -> Result<(), Broken> {
    let mut verified = Verified::default();
    entries.iter().try_for_each(|entry| verified.follow(Some(entry)))?;
    match head {
        None if verified.seq == 0 => Ok(()),
        Some(head) if head.seq == verified.seq && head.hash == verified.hash => Ok(()),
        _ => Err(Broken { seq: verified.seq + 1 }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use crate::audit::entry::{Decision, Look};

    fn chain(length: u64) -> (Vec<Entry>, Head) {
        let (mut entries, mut seq, mut hash) = (Vec::new(), 0, GENESIS.to_owned());
        for n in 0..length {
            let look = Look {
                at: chrono::DateTime::from_timestamp(1_790_000_000 + i64::try_from(n).unwrap(), 0).unwrap(),
                actor: format!("actor{n}"),
                role: "doctor".to_owned(),
                institution: Some("4310112345".to_owned()),
                action: "open-notebook",
                sections: vec!["daily".to_owned()],
                decision: Decision::Allowed,
                about: None,
            };
            let entry = Entry::after(seq, &hash, &look);
            (seq, hash) = (entry.seq, entry.hash.clone());
            entries.push(entry);
        }
        (entries, Head { seq, hash, hour: String::new(), in_hour: 0 })
    }

    #[test]
    fn r41_flip_delete_reorder_insert_truncate_name_the_first_bad_entry() {
        let (good, head) = chain(9);
        assert_eq!(verify(&good, Some(&head)), Ok(()));
        let broken = |change: &dyn Fn(&mut Vec<Entry>)| {
            let mut entries = good.clone();
            change(&mut entries);
            verify(&entries, Some(&head)).unwrap_err().seq
        };
        assert_eq!(broken(&|e| e[3].role = "nurse".to_owned()), 4);
        assert_eq!(broken(&|e| e[3].sections.clear()), 4);
        assert_eq!(broken(&|e| e[3].decision = Decision::Refused), 4);
        assert_eq!(broken(&|e| drop(e.remove(4))), 5);
        assert_eq!(broken(&|e| e.swap(1, 2)), 2);
        assert_eq!(broken(&|e| e.insert(6, e[5].clone())), 7);
        assert_eq!(broken(&|e| e.truncate(7)), 8);
        assert_eq!(broken(&Vec::clear), 1);
        assert_eq!(verify(&good, None), Err(Broken { seq: 10 }));
    }

    #[test]
    fn r41_a_rewritten_entry_with_a_fitting_hash_breaks_the_next_link() {
        let (mut entries, head) = chain(5);
        entries[2].actor = "someone".to_owned();
        entries[2].hash = entries[2].computed_hash();
        assert_eq!(verify(&entries, Some(&head)), Err(Broken { seq: 4 }));
    }

    #[test]
    fn an_empty_chain_is_whole() {
        assert_eq!(verify(&[], None), Ok(()));
    }
}
