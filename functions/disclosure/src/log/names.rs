//! The log holds codes and pseudonyms; the names that they have today are joined when it is shown.

use notebook::text::Text;
use platform::audit::Entry;
use platform::table::Fetched;
use records::items::{InstitutionItem, StaffItem};
use records::prelude::*;

use super::refused::Line;

/// Names of institutions and of their staff.
pub(crate) struct Names(Fetched);

impl Names {
    /// Reads the names for a page of the log, each once, in one wave.
    pub(crate) async fn read(app: &App, entries: &[(u64, Entry)], refused: &[Line]) -> Result<Self, Problem> {
        let mut plan = ReadPlan::default();
        for (_, entry) in entries.iter().filter(|(_, entry)| !entry.institution.is_empty()) {
            plan.get(shared::institution(&entry.institution)).get(shared::staff(&entry.institution, &entry.actor));
        }
        for line in refused {
            plan.get(shared::institution(&line.institution));
        }
        app.table.read(plan).await.map(Self)
    }

    /// The name of an institution.
    pub(crate) fn institution(&self, code: &str) -> Option<Text<120>> {
        let item: Option<InstitutionItem> = self.0.get(&shared::institution(code)).ok()?;
        item.map(|item| item.name)
    }

    /// The name of a member of staff, also of one who has left.
    pub(crate) fn staff(&self, code: &str, actor: &str) -> Option<Text<100>> {
        let item: Option<StaffItem> = self.0.get(&shared::staff(code, actor)).ok()?;
        item.map(|item| item.name)
    }
}
