//! Who is still related to the notebook: an alarm rings for nobody else, whoever made it.

use std::collections::BTreeMap;

use notebook::access::Section;
use notebook::time::Instant;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use platform::table::schema::attribute::SK;

use crate::items::{AlarmItem, RelationItem};
use crate::prelude::*;

/// The accounts that are related to a person, and what each is to them.
pub struct Related(BTreeMap<String, RelationItem>, Instant);

/// The accounts of such a page with their relations, ended ones too.
pub fn relations(page: &Page) -> Result<Vec<(String, RelationItem)>, Problem> {
    let mut related = Vec::with_capacity(page.items.len());
    for item in &page.items {
        let relation: RelationItem = from_item(item)?;
        let actor = item.get(SK).and_then(|key| key.as_s().ok()?.strip_prefix(ResidentKeys::RELATIONS));
        related.extend(actor.map(|actor| (actor.to_owned(), relation)));
    }
    Ok(related)
}

impl Related {
    /// Names the relations of the notebook: a family's, on one page.
    pub fn query(keys: ResidentKeys) -> RangeQuery {
        RangeQuery::prefix(keys.partition(), ResidentKeys::RELATIONS)
    }

    /// What [`Self::query`] found.
    pub fn read(page: &Page, now: Instant) -> Result<Self, Problem> {
        Ok(Self(relations(page)?.into_iter().collect(), now))
    }

    /// Whether the alarm rings for somebody: for an account that sees what it is about.
    pub fn hears(&self, item: &AlarmItem) -> bool {
        self.sees(&item.rings_for, item.about.sections())
    }

    /// Whether the account may be told of what stands in a section because it wished so then.
    pub fn hears_as_wished(&self, actor: &str, section: Section, wished_at: Instant) -> bool {
        self.0.get(actor).is_some_and(|relation| relation.may_be_told_as_wished(section, wished_at, self.1))
    }

    /// Whether the account is related to the person so that it sees each of these sections.
    pub fn sees(&self, actor: &str, sections: &[Section]) -> bool {
        self.0.get(actor).is_some_and(|relation| relation.may_be_told_of(sections, self.1))
    }
}
