//! The log holds codes and pseudonyms; the names that they have today are joined when it is shown.

use notebook::access::RelationKind;
use notebook::text::Text;
use platform::audit::Entry;
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use records::items::{InstitutionItem, RelationItem, StaffItem};
use records::prelude::*;

use super::refused::Line;

/// Names of institutions, of their staff, and of the family.
pub(crate) struct Names {
    fetched: Fetched,
    keys: ResidentKeys,
    /// Whoever is family learns the names of no others.
    only: Option<String>,
}

impl Names {
    /// Reads the names for a page of the log, each once, in one wave.
    pub(crate) async fn read(
        app: &App,
        subject: &Authorised<Resident>,
        entries: &[(u64, Entry)],
        refused: &[Line],
    ) -> Result<Self, Problem> {
        let (mut plan, keys) = (ReadPlan::default(), subject.keys());
        for (_, entry) in entries {
            if entry.institution.is_empty() {
                // Of the person, and of who held the card to another notebook, there is no name to find.
                if [RelationKind::Guardian, RelationKind::Family].iter().any(|kind| kind.as_str() == entry.role) {
                    plan.get(keys.relation(&entry.actor));
                }
                continue;
            }
            plan.get(shared::institution(&entry.institution)).get(shared::staff(&entry.institution, &entry.actor));
        }
        for line in refused {
            plan.get(shared::institution(&line.institution));
        }
        let is_family = subject.relation().kind == RelationKind::Family;
        let only = is_family.then(|| subject.caller().actor.clone());
        Ok(Self { fetched: app.table.read(plan).await?, keys, only })
    }

    /// The name of an institution.
    pub(crate) fn institution(&self, code: &str) -> Option<Text<120>> {
        let item: Option<InstitutionItem> = self.fetched.get(&shared::institution(code)).ok()?;
        item.map(|item| item.name)
    }

    /// The name of a member of staff, also of one who has left.
    pub(crate) fn staff(&self, code: &str, actor: &str) -> Option<Text<100>> {
        let item: Option<StaffItem> = self.fetched.get(&shared::staff(code, actor)).ok()?;
        item.map(|item| item.name)
    }

    /// The name that a guardian's or family's card proved when they joined, also where the relation ended since.
    pub(crate) fn family(&self, actor: &str) -> Option<Text<100>> {
        if self.only.as_ref().is_some_and(|only| only != actor) {
            return None;
        }
        let item: Option<RelationItem> = self.fetched.get(&self.keys.relation(actor)).ok()?;
        item.and_then(|item| item.name)
    }
}
