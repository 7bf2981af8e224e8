//! What a Query finds, and the name under which a plan's Query is found again.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

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
/// the [`Fetched`](super::Fetched) of that plan takes it. The default belongs to no plan: looking it up is an internal error.
pub struct PageOf<T = Item> {
    plan: PlanId,
    place: usize,
    of: PhantomData<fn() -> T>,
}

/// Which plan a page is of: several may be read in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlanId(u64);

impl PlanId {
    /// Of no plan.
    const NONE: Self = Self(0);

    /// Of a new one.
    pub(super) fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

impl Default for PlanId {
    fn default() -> Self {
        Self::NONE
    }
}

impl<T> PageOf<T> {
    pub(super) fn at(plan: PlanId, place: usize) -> Self {
        Self { plan, place, of: PhantomData }
    }

    /// Its place in this plan, where it is of it.
    pub(super) fn place_in(self, plan: PlanId) -> Option<usize> {
        (self.plan == plan && plan != PlanId::NONE).then_some(self.place)
    }
}

// A derive would require these traits of `T`.
impl<T> Clone for PageOf<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageOf<T> {}

impl<T> Default for PageOf<T> {
    fn default() -> Self {
        Self { plan: PlanId::NONE, place: 0, of: PhantomData }
    }
}

impl<T> std::fmt::Debug for PageOf<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("PageOf").field(&self.plan).field(&self.place).finish()
    }
}
