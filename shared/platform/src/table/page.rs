//! What a Query finds, and the name under which a plan's Query is found again.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{Item, from_item};
use crate::problem::Problem;

/// What one Query found.
#[derive(Debug, Default)]
pub struct Page {
    /// The items.
    pub items: Vec<Item>,
    /// The keys of the last item, if there is more.
    pub last_key: Option<Item>,
}

impl Page {
    /// The items as a type.
    ///
    /// # Errors
    ///
    /// `internal` where one cannot be read.
    pub fn read<T: DeserializeOwned>(&self) -> Result<Vec<T>, Problem> {
        self.items.iter().map(from_item).collect()
    }
}

/// One Query of a plan, which holds items of one type. [`ReadPlan::query`](super::ReadPlan::query) gives it,
/// [`Fetched`](super::Fetched) takes it. One that no plan gave, the default, finds nothing but an error of ours.
pub struct PageOf<T = Item> {
    place: Option<usize>,
    of: PhantomData<fn() -> T>,
}

impl<T> PageOf<T> {
    pub(super) fn at(place: usize) -> Self {
        Self { place: Some(place), of: PhantomData }
    }

    pub(super) fn place(self) -> Option<usize> {
        self.place
    }
}

// Derived, these would ask the same of the items.
impl<T> Clone for PageOf<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageOf<T> {}

impl<T> Default for PageOf<T> {
    fn default() -> Self {
        Self { place: None, of: PhantomData }
    }
}

impl<T> std::fmt::Debug for PageOf<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("PageOf").field(&self.place).finish()
    }
}
