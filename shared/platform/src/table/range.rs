//! One Query: a range of a partition.

use std::fmt::Display;

use super::Item;
use super::schema::{InSection, Partition, SectionKeys, Sort};

/// One Query.
#[derive(Debug, Clone)]
pub struct RangeQuery {
    pub(super) pk: String,
    pub(super) on_time_index: bool,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) newest_first: bool,
    pub(super) limit: Option<i32>,
    pub(super) start_after: Option<Item>,
    pub(super) eventually: bool,
    pub(super) only: Vec<&'static str>,
}

impl RangeQuery {
    /// Items of a partition whose sort key begins with a prefix, in order.
    pub fn prefix(partition: Partition, prefix: impl AsRef<str>) -> Self {
        let prefix = prefix.as_ref();
        Self::between(partition, prefix, &format!("{prefix}\u{10FFFF}"))
    }

    /// Items of a partition whose sort key lies between two texts, both included.
    pub fn between(partition: Partition, from: &str, to: &str) -> Self {
        Self::of(partition.into_text(), from, to)
    }

    fn of(pk: String, from: &str, to: &str) -> Self {
        Self {
            pk,
            on_time_index: false,
            from: from.to_owned(),
            to: to.to_owned(),
            newest_first: false,
            limit: None,
            start_after: None,
            eventually: false,
            only: Vec::new(),
        }
    }

    /// Items of one kind in a notebook, in order.
    pub fn kind<S: InSection>(keys: impl SectionKeys<S>, sort: Sort<S>) -> Self {
        Self::kind_between(keys, sort, "", '\u{10FFFF}')
    }

    /// Those of them whose sort keys go on between two texts, both included.
    pub fn kind_between<S: InSection>(
        keys: impl SectionKeys<S>,
        sort: Sort<S>,
        from: impl Display,
        to: impl Display,
    ) -> Self {
        let (from, to) = (keys.item(sort, from), keys.item(sort, to));
        Self::of(from.pk, &from.sk, &to.sk)
    }

    /// Over the time index instead of the table.
    #[must_use]
    pub fn by_time(mut self) -> Self {
        self.on_time_index = true;
        self
    }

    /// Newest first.
    #[must_use]
    pub fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    /// At most so many items.
    #[must_use]
    pub fn limit(mut self, items: i32) -> Self {
        self.limit = Some(items);
        self
    }

    /// Eventually consistent, at half the price: for what was written minutes ago.
    #[must_use]
    pub fn eventually(mut self) -> Self {
        self.eventually = true;
        self
    }

    /// Only these attributes of the items, where there are any. What the table reads, and where a page ends, stays the same; what
    /// travels and is parsed gets less.
    #[must_use]
    pub fn only(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        for name in names {
            // The table refuses a name that stands twice.
            if !self.only.contains(&name) {
                self.only.push(name);
            }
        }
        self
    }

    /// Goes on after an item, named by its keys.
    #[must_use]
    pub fn start_after(mut self, keys: Option<Item>) -> Self {
        self.start_after = keys;
        self
    }
}
