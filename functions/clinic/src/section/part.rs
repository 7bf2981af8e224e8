//! One page of a section as it was read.

use platform::paging;
use platform::table::schema::attribute;
use platform::table::{Item, Page};
use records::prelude::*;

/// An entry with its place in the time index.
pub(crate) struct Placed<T> {
    pub(crate) place: String,
    pub(crate) value: T,
}

/// One part of what the wave brought back.
pub(crate) struct Part<T> {
    pub(crate) items: Vec<Placed<T>>,
    /// Where the table holds more: behind everything that was read, be it shown or not.
    pub(crate) more: Option<String>,
    /// The places of entries that nobody said yet whose they are, as far as was read. None of them is among the items.
    pub(crate) unconfirmed: Vec<String>,
}

#[cfg(test)]
impl<T> Default for Part<T> {
    fn default() -> Self {
        Self { items: Vec::new(), more: None, unconfirmed: Vec::new() }
    }
}

impl<T> Part<T> {
    pub(crate) fn of(page: &Page, item: impl Fn(&Item) -> Result<T, Problem>) -> Result<Self, Problem> {
        let (mut items, mut last) = (Vec::with_capacity(page.items.len()), None);
        for each in &page.items {
            let place = each.get(attribute::BY_TIME).and_then(|place| place.as_s().ok());
            let place = place.ok_or_else(|| Problem::internal("an item without a place in the time index"))?;
            items.push(Placed { place: place.clone(), value: item(each)? });
            last = Some(place);
        }
        let more = last.filter(|_| page.last_key.is_some()).map(|last| paging::before(last));
        Ok(Self { items, more, unconfirmed: Vec::new() })
    }

    /// The same entries as something else.
    pub(crate) fn map<U>(self, mut change: impl FnMut(T) -> Result<U, Problem>) -> Result<Part<U>, Problem> {
        let mut placed = |one: Placed<T>| Ok(Placed { place: one.place, value: change(one.value)? });
        let items = self.items.into_iter().map(&mut placed).collect::<Result<_, Problem>>()?;
        Ok(Part { items, more: self.more, unconfirmed: self.unconfirmed })
    }

    /// The entries.
    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|one| &one.value)
    }
}
