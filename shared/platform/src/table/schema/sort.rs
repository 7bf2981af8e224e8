//! What keys outside of the platform begin with. Permission, limits, repetition and evidence rest on items of the platform's own
//! ([`super::ITEMS`]): no other crate can spell one of their keys, because the constructors here refuse it where they are compiled.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use super::Key;

/// What the sort keys of the platform's own items begin with, in a notebook or an account.
const SORTS: &[&str] = &[
    "ACTOR#",
    "FOLLOWUP#",
    "GRANT#",
    "GUIDANCE#",
    "KNOWN#",
    "CONSENT#",
    "EMERGENCYCARD",
    "VISIT#",
    "SELF",
    "SESSIONS",
    "LIMIT#",
];

/// What the partitions begin with in which only the platform makes keys.
const FAMILIES: &[&str] =
    &["RES#", "ACTOR#", "AUDIT#", "IDEM#", "INST#", "VISITREF#", "INVITATION#", "EMERGENCYCARD#", "NOTICES", "NOTICE#"];

/// What the sort keys of one kind of item begin with, in a notebook or an account; all of it where there is one such item. `S` is the
/// section of the notebook that the kind belongs to ([`super::InSection`]); what an account holds belongs to none.
///
/// ```compile_fail
/// const GRANTS: platform::table::schema::Sort = platform::table::schema::Sort::of("GRANT#");
/// ```
///
/// Nor what the rest of a key could make one of:
///
/// ```compile_fail
/// const GRANTS: platform::table::schema::Sort = platform::table::schema::Sort::of("GRA");
/// ```
///
/// ```
/// const MEDICATIONS: platform::table::schema::Sort = platform::table::schema::Sort::of("MED#");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort<S = ()>(&'static str, PhantomData<S>);

impl<S: Copy> Sort<S> {
    /// One kind of item. For constants where the crate `records` lists its keys, and nowhere else.
    ///
    /// # Panics
    ///
    /// While it is compiled, where a key of the platform's could come of it.
    pub const fn of(begins: &'static str) -> Self {
        assert!(is_free(begins, SORTS), "the platform's own items begin so");
        Self(begins, PhantomData)
    }

    /// The text, for the edges of a range.
    pub const fn text(self) -> &'static str {
        self.0
    }
}

impl<S> AsRef<str> for Sort<S> {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl<S> Display for Sort<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A partition, for a Query. It makes no key: where one stands is spelled where keys are listed.
///
/// ```compile_fail
/// fn spelled(partition: platform::table::schema::Partition) -> platform::table::Key {
///     partition.key("LINK")
/// }
/// ```
///
/// ```
/// const CARDS: platform::table::schema::Family = platform::table::schema::Family::of("CARD#");
/// fn listed(card: &str) -> platform::table::Key {
///     CARDS.key(card, "LINK")
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition(pub(super) String);

impl Partition {
    /// The partition key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(in crate::table) fn into_text(self) -> String {
        self.0
    }
}

impl Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the partitions of one kind begin with, outside of notebooks and accounts; all of it where there is one such partition.
///
/// ```compile_fail
/// const NOTEBOOKS: platform::table::schema::Family = platform::table::schema::Family::of("RES#");
/// ```
///
/// ```
/// const RINGS: platform::table::schema::Family = platform::table::schema::Family::of("RING#");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family(&'static str);

impl Family {
    /// One kind of partition. For constants where the crate `records` lists its keys, and nowhere else.
    ///
    /// # Panics
    ///
    /// While it is compiled, where a key of the platform's could come of it.
    pub const fn of(begins: &'static str) -> Self {
        assert!(is_free(begins, FAMILIES), "the platform's own partitions begin so");
        Self(begins)
    }

    /// One partition of them.
    pub fn partition(self, rest: impl Display) -> Partition {
        Partition(format!("{}{rest}", self.0))
    }

    /// One item of such a partition.
    pub fn key(self, rest: impl Display, sk: impl Display) -> Key {
        Key::new(self.partition(rest).0, sk.to_string())
    }
}

/// Whether no key that begins so can be one that begins with one of these: neither begins with the other.
const fn is_free(text: &str, reserved: &[&str]) -> bool {
    let mut rest = reserved;
    while let [first, others @ ..] = rest {
        if shares(text.as_bytes(), first.as_bytes()) {
            return false;
        }
        rest = others;
    }
    true
}

/// Whether one begins with the other.
const fn shares(one: &[u8], other: &[u8]) -> bool {
    let (mut one, mut other) = (one, other);
    while let ([first, ones @ ..], [second, others @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (ones, others);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, SORTS, is_free};
    use crate::table::schema::ITEMS;

    #[test]
    fn every_item_of_the_platform_is_reserved() {
        for kind in ITEMS {
            let sort_is = !is_free(kind.sk, SORTS);
            let family_is = !is_free(kind.pk, FAMILIES);
            let of_person_or_account = kind.pk.starts_with("RES#") || kind.pk.starts_with("ACTOR#");
            assert!(family_is && (sort_is || !of_person_or_account), "{}", kind.name);
        }
    }

    #[test]
    fn what_could_become_a_reserved_key_with_more_text_is_not_free() {
        for text in ["", "G", "GRANT", "GRANT#", "GRANT#x"] {
            assert!(!is_free(text, SORTS), "{text}");
        }
        assert!(is_free("GRANTS", &["GRANT#"]) && is_free("MED#", SORTS));
    }
}
