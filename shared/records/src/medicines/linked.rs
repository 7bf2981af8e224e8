//! Entries that tell of one dispensing are linked, over however many others. What is linked with some entries is read from here.

use std::collections::BTreeSet;

use notebook::id::MedicationId;
use platform::app::App;
use platform::problem::Problem;
use platform::table::schema::ResidentKeys;
use platform::table::{ReadPlan, from_item};
use serde::de::DeserializeOwned;

use crate::keys::MedicationKeys;

/// Links behind one another: more than there are sources. So many waves are read at most.
pub const DEEPEST: usize = 8;

/// What was found by following links.
pub struct Followed<E> {
    /// The entries, each once, those that are fewer links away first. What is gone is not among them.
    pub entries: Vec<E>,
    /// Linked entries that were not read, because they are too many or too many links away.
    pub unread: BTreeSet<MedicationId>,
}

/// Reads entries, those that they are linked with, and so on: one wave a link in a row, none where there is nothing to read.
/// `known` are not read; `most` entries are.
pub async fn follow<E: DeserializeOwned>(
    app: &App,
    keys: ResidentKeys,
    from: impl IntoIterator<Item = MedicationId>,
    known: impl Fn(MedicationId) -> bool,
    next: impl Fn(&E) -> Vec<MedicationId>,
    most: usize,
) -> Result<Followed<E>, Problem> {
    let (mut entries, mut asked) = (Vec::new(), BTreeSet::new());
    let mut wanted: Vec<MedicationId> = from.into_iter().collect();
    for _ in 0..DEEPEST {
        let mut once = BTreeSet::new();
        wanted.retain(|id| !known(*id) && !asked.contains(id) && once.insert(*id));
        let left = wanted.split_off(wanted.len().min(most.saturating_sub(entries.len())));
        asked.extend(wanted.iter().copied());
        if wanted.is_empty() {
            return Ok(Followed { entries, unread: left.into_iter().collect() });
        }
        let mut plan = ReadPlan::default();
        for id in &wanted {
            plan.get(keys.medication(*id));
        }
        let fetched = app.table.read(plan).await?;
        let items = fetched.found(wanted.iter().map(|id| keys.medication(*id)))?;
        let read: Vec<E> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        wanted = read.iter().flat_map(&next).chain(left).collect();
        entries.extend(read);
    }
    wanted.retain(|id| !known(*id) && !asked.contains(id));
    Ok(Followed { entries, unread: wanted.into_iter().collect() })
}
