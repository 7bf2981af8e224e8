//! What is read in one wave, and what came of it.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use super::page::{Page, PageOf, PlanId};
use super::range::RangeQuery;
use super::schema::Key;
use super::{Item, from_item};
use crate::problem::Problem;

/// What an operation wants to read beside its authorisation.
#[derive(Debug)]
pub struct ReadPlan {
    pub(super) id: PlanId,
    pub(super) gets: Vec<Key>,
    pub(super) queries: Vec<RangeQuery>,
}

impl Default for ReadPlan {
    fn default() -> Self {
        Self { id: PlanId::new(), gets: Vec::new(), queries: Vec::new() }
    }
}

impl ReadPlan {
    /// Reads one item.
    pub fn get(&mut self, key: Key) -> &mut Self {
        if !self.gets.contains(&key) {
            self.gets.push(key);
        }
        self
    }

    /// Reads a range, and says where its page will be.
    pub fn query<T>(&mut self, query: RangeQuery) -> PageOf<T> {
        self.queries.push(query);
        PageOf::at(self.id, self.queries.len() - 1)
    }
}

/// What one wave brought back. It answers for what was planned alone: that something is not there can decide, and what nobody
/// asked for must never read so.
#[derive(Debug, Default)]
pub struct Fetched {
    pub(super) plan: PlanId,
    /// By every key that was planned.
    pub(super) items: HashMap<Key, Option<Item>>,
    pub(super) pages: Vec<Page>,
}

impl Fetched {
    /// The item under a key that the plan named, if it is there.
    ///
    /// # Errors
    ///
    /// `internal` where the plan did not name it.
    pub fn item(&self, key: &Key) -> Result<Option<&Item>, Problem> {
        // The key says of whom it is, and does not go to the log.
        let found = self.items.get(key).ok_or_else(|| Problem::internal("an item that was not planned"))?;
        Ok(found.as_ref())
    }

    /// Those of these items that are there; the plan named all.
    ///
    /// # Errors
    ///
    /// As [`Self::item`].
    pub fn found(&self, keys: impl IntoIterator<Item = Key>) -> Result<Vec<&Item>, Problem> {
        keys.into_iter().filter_map(|key| self.item(&key).transpose()).collect()
    }

    /// The item under a key, as a type.
    ///
    /// # Errors
    ///
    /// As [`Self::item`], and where it cannot be read.
    pub fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, Problem> {
        self.item(key)?.map(from_item).transpose()
    }

    /// What one of the plan's queries found.
    ///
    /// # Errors
    ///
    /// `internal` where this plan did not ask for it.
    pub fn page<T>(&self, of: PageOf<T>) -> Result<&Page, Problem> {
        let page = of.place_in(self.plan).and_then(|place| self.pages.get(place));
        page.ok_or_else(|| Problem::internal("a page that was not planned"))
    }

    /// The same, as its type.
    ///
    /// # Errors
    ///
    /// As [`Self::page`], and where an item cannot be read.
    pub fn all<T: DeserializeOwned>(&self, of: PageOf<T>) -> Result<Vec<T>, Problem> {
        self.page(of)?.read()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::{Fetched, Item, Key, Page, PageOf, PlanId, RangeQuery, ReadPlan};
    use crate::auth::policy::carries;
    use crate::problem::Code;
    use crate::table::schema::ResidentKeys;

    fn fetched(keys: &[Key]) -> Fetched {
        Fetched {
            plan: PlanId::new(),
            items: keys.iter().map(|key| (key.clone(), None::<Item>)).collect(),
            pages: Vec::new(),
        }
    }

    fn keys() -> ResidentKeys {
        ResidentKeys::new("01989f5e-0000-7000-8000-000000000001".parse().unwrap())
    }

    #[test]
    fn what_was_planned_may_be_absent_and_what_was_not_is_an_error_of_ours() {
        let (planned, other) = (keys().relation("a"), keys().relation("b"));
        let fetched = fetched(std::slice::from_ref(&planned));
        assert!(fetched.item(&planned).unwrap().is_none());
        assert_eq!(fetched.item(&other).unwrap_err().code, Code::Internal);
        assert_eq!(fetched.get::<String>(&other).unwrap_err().code, Code::Internal);
        assert!(fetched.found([planned]).unwrap().is_empty());
    }

    #[test]
    fn a_page_is_found_in_what_its_own_plan_read_and_nowhere_else() {
        let (mut plan, mut other) = (ReadPlan::default(), ReadPlan::default());
        let query = || RangeQuery::prefix(keys().partition(), "A");
        let (page, foreign): (PageOf, PageOf) = (plan.query(query()), other.query(query()));
        let fetched = Fetched { plan: plan.id, pages: vec![Page::default()], ..Fetched::default() };
        assert!(fetched.page(page).is_ok());
        for wrong in [foreign, PageOf::default()] {
            assert_eq!(fetched.page(wrong).unwrap_err().code, Code::Internal);
        }
        assert_eq!(Fetched::default().page(PageOf::<Item>::default()).unwrap_err().code, Code::Internal);
    }

    #[test]
    fn a_consent_that_nobody_planned_carries_nothing() {
        let grant = serde_json::json!({
            "grant_id": "01989f5e-0000-7000-8000-000000000002", "visit_id": "01989f5e-0000-7000-8000-000000000003",
            "sections": ["visits"], "from": "2026-11-22T00:00:00Z", "until": "2026-11-22T15:00:00Z",
            "purpose": "consultation",
        });
        let grant = serde_json::from_value(grant).unwrap();
        assert!(carries(keys(), &grant, &fetched(&[])).is_err());
        let consents: Vec<_> = ["use_of_notebook", "sharing_with_institutions"].map(|one| keys().consent(one)).into();
        assert!(carries(keys(), &grant, &fetched(&consents)).unwrap());
    }
}
