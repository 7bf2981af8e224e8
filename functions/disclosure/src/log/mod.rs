//! Reading and verifying the chain of looks at one notebook.
//!
//! The whole chain is read for every page, newest entry first, a megabyte (about 2,500 entries) a request: one request
//! for nearly everybody, forty for somebody with a hundred thousand looks. Nothing less can say `verified`: an entry
//! that was changed is found only by reading it. What a chain of hashes cannot show is that its end and its head were
//! taken back together to an earlier state; the entries that people keep and the table's backups show that.

pub(crate) mod names;
pub(crate) mod refused;

use platform::audit::backwards::place_of;
use platform::audit::{Backwards, Entry, Head};
use platform::prelude::*;
use platform::table::schema::ChainKeys;
use platform::table::{Fetched, Item};

/// The Query of a chain, newest first.
pub(crate) fn newest(chain: &ChainKeys) -> RangeQuery {
    RangeQuery::prefix(chain.partition(), ChainKeys::ENTRIES).newest_first()
}

/// One page of a verified chain.
pub(crate) struct Log {
    /// Entries with their places, newest first.
    pub(crate) entries: Vec<(u64, Entry)>,
    /// The list goes on.
    pub(crate) more: bool,
    /// The first bad place of the whole chain.
    pub(crate) first_bad: Option<u64>,
}

impl Log {
    fn take(&mut self, items: &[Item], verification: &mut Backwards, before: Option<u64>, limit: usize) {
        for item in items {
            let Some((place, entry)) = verification.take(item) else { continue };
            if before.is_none_or(|before| place < before) {
                if self.entries.len() < limit {
                    self.entries.push((place, entry));
                } else {
                    self.more = true;
                }
            }
        }
    }
}

/// Reads the chain from its head down to its first entry.
pub(crate) async fn read(
    app: &App,
    chain: &ChainKeys,
    fetched: &Fetched,
    before: Option<u64>,
    limit: usize,
) -> Result<Log, Problem> {
    let first = fetched.page(0)?;
    let mut head: Option<Head> = fetched.get(&chain.head())?;
    let top = first.items.first().and_then(place_of).unwrap_or(0);
    let mut above = Vec::new();
    if top != head.as_ref().map_or(0, |head| head.seq) {
        (head, above) = catch_up(app, chain, top).await?;
    }
    let mut verification = Backwards::from_head(head.as_ref());
    let mut log = Log { entries: Vec::new(), more: false, first_bad: None };
    log.take(&above, &mut verification, before, limit);
    log.take(&first.items, &mut verification, before, limit);
    let mut last_key = first.last_key.clone();
    while last_key.is_some() {
        let page = app.table.query(newest(chain).start_after(last_key)).await?;
        log.take(&page.items, &mut verification, before, limit);
        last_key = page.last_key;
    }
    log.first_bad = verification.finish().err().map(|broken| broken.seq);
    Ok(log)
}

/// The head and the entries were read at the same time and not in one moment: where they differ, somebody may just have
/// looked. Head and entry are written together, so a head that is read after the entries is never behind them, and all
/// entries up to it are there.
async fn catch_up(app: &App, chain: &ChainKeys, top: u64) -> Result<(Option<Head>, Vec<Item>), Problem> {
    let mut plan = ReadPlan::default();
    plan.get(chain.head());
    let head: Option<Head> = app.table.read(plan).await?.get(&chain.head())?;
    let Some(newer) = head.as_ref().map(|head| head.seq).filter(|seq| *seq > top) else {
        return Ok((head, Vec::new()));
    };
    let mut items = Vec::new();
    let mut last_key = None;
    loop {
        let range = RangeQuery::keys(&chain.entry(top + 1), &chain.entry(newer)).newest_first();
        let page = app.table.query(range.start_after(last_key)).await?;
        items.extend(page.items);
        last_key = page.last_key;
        if last_key.is_none() {
            return Ok((head, items));
        }
    }
}
