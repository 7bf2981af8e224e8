//! Who is still related to the notebook: an alarm rings for nobody else, whoever made it.

use std::collections::BTreeSet;

use notebook::time::Instant;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use platform::table::schema::attribute::SK;

use crate::items::RelationItem;
use crate::prelude::*;

/// The accounts that may be reminded of a person's medicines.
pub struct Related(BTreeSet<String>);

impl Related {
    /// Names the relations of the notebook: a family's, on one page.
    pub fn query(keys: ResidentKeys) -> RangeQuery {
        RangeQuery::prefix(keys.partition(), ResidentKeys::RELATIONS)
    }

    /// What [`Self::query`] found.
    pub fn read(page: &Page, now: Instant) -> Result<Self, Problem> {
        let mut related = BTreeSet::new();
        for item in &page.items {
            let relation: RelationItem = from_item(item)?;
            let actor = item.get(SK).and_then(|key| key.as_s().ok()?.strip_prefix(ResidentKeys::RELATIONS));
            related.extend(actor.filter(|_| relation.may_be_reminded(now)).map(str::to_owned));
        }
        Ok(Self(related))
    }

    /// Whether this account is one of them.
    pub fn has(&self, actor: &str) -> bool {
        self.0.contains(actor)
    }
}
