//! Bringing the verification of a whole chain forward, a bounded step with every page that is shown.
//!
//! Up to [`STEP`] entries are read with a page. That is the whole chain of nearly everybody, and then nothing is kept. Of a
//! longer one the table keeps up to where it was found whole, and the next page goes on from there; once it is whole up to
//! its head, what is left of each step reads it again from its first entry, round and round, because an entry can be changed
//! after it was verified. What the keeper keeps is a claim about a hash and not a permission: whoever can write the table
//! could write it too, and would be found by the next round, as nothing else than the entries themselves makes it agree.
//!
//! Where something is wrong the place before it is kept, so that it is found again until it is mended.

use platform::audit::{Head, Verified};
use platform::table::Fetched;
use platform::table::Page;
use platform::table::schema::ChainKeys;
use records::prelude::*;

use super::Log;

/// Most entries that are read beside a page.
const STEP: u16 = 500;

/// What is kept of a chain that is longer than a step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// Every entry up to here is what it was.
    to: Verified,
    /// Read again since, up to here.
    again: Verified,
}

/// What is known of the whole chain beside a page of it: at once where the page shows all of it, otherwise after a step.
pub(crate) async fn found(app: &App, chain: &ChainKeys, fetched: &Fetched, log: &Log) -> Result<Found, Problem> {
    // What is kept is of a longer chain than a page shows.
    if log.is_whole && fetched.item(&chain.verified())?.is_none() {
        let to = log.head.as_ref().map_or(0, |head| head.seq);
        return Ok(Found { to, first_bad: None, keep: None });
    }
    Step::of(app, chain, fetched, log.head.as_ref()).await?.make(app).await
}

/// The step that is to be made.
struct Step {
    chain: ChainKeys,
    before: Kept,
    top: u64,
    /// The last entries of the two ranges that are read.
    forward: u64,
    again: u64,
}

/// What is known of a chain after a step.
pub(crate) struct Found {
    /// Every entry up to here is what it was.
    pub(crate) to: u64,
    /// The first one that is not.
    pub(crate) first_bad: Option<u64>,
    /// What is to be kept from now on.
    keep: Option<Kept>,
}

impl Step {
    /// From what was kept and the number of the chain's last entry.
    fn new(chain: ChainKeys, before: Kept, top: u64) -> Self {
        let step = u64::from(STEP);
        let forward = top.min(before.to.seq.saturating_add(step));
        let left = step.saturating_sub(forward.saturating_sub(before.to.seq));
        let again = before.to.seq.min(top).min(before.again.seq.saturating_add(left));
        Self { chain, before, top, forward, again }
    }

    /// From what the wave brought back.
    async fn of(app: &App, chain: &ChainKeys, fetched: &Fetched, head: Option<&Head>) -> Result<Self, Problem> {
        let kept: Kept = fetched.get(&chain.verified())?.unwrap_or_default();
        let mut top = head.map_or(0, |head| head.seq);
        if kept.to.seq > top {
            // Cut back, or both were read while somebody looked: a head that is read now is not behind.
            let mut plan = ReadPlan::default();
            plan.get(chain.head());
            let head: Option<Head> = app.table.read(plan).await?.get(&chain.head())?;
            top = head.map_or(0, |head| head.seq);
        }
        Ok(Self::new(chain.clone(), kept, top))
    }

    /// Reads both ranges at once, and verifies them.
    async fn make(self, app: &App) -> Result<Found, Problem> {
        let (forward, again) = tokio::join!(
            self.range(app, &self.before.to, self.forward),
            self.range(app, &self.before.again, self.again)
        );
        Ok(self.found(&forward?, &again?))
    }

    async fn range(&self, app: &App, after: &Verified, last: u64) -> Result<Page, Problem> {
        let mut all = Page::default();
        if last <= after.seq {
            return Ok(all);
        }
        let (from, to) = (self.chain.entry(after.seq + 1), self.chain.entry(last));
        let range = RangeQuery::between(self.chain.partition(), from.sort_key(), to.sort_key());
        let mut last_key = None;
        loop {
            // A step is far below a megabyte; a forged one may not be.
            let page = app.table.query(range.clone().limit(i32::from(STEP) + 1).start_after(last_key)).await?;
            all.items.extend(page.items);
            last_key = page.last_key;
            if last_key.is_none() || all.items.len() > usize::from(STEP) {
                return Ok(all);
            }
        }
    }

    fn found(self, forward: &Page, again: &Page) -> Found {
        let Self { before, top, .. } = self;
        let mut to = before.to.clone();
        // An entry that was verified is there no more, and the head says that it never was.
        let cut_back = (top < to.seq).then_some(top + 1);
        let broken = to.take_all(&forward.items, self.forward).err().map(|broken| broken.seq);
        let mut reread = before.again.clone();
        let changed = reread.take_all(&again.items, self.again).err().map(|broken| broken.seq);
        // Read again to its end, it must end as it did.
        let rebuilt = (changed.is_none() && reread.seq == before.to.seq && reread.hash != before.to.hash)
            .then_some(before.to.seq);
        let first_bad = [cut_back, broken, changed, rebuilt].into_iter().flatten().min();
        if changed.is_some() {
            to = std::mem::take(&mut reread);
        } else if reread.seq >= before.to.seq.min(top) {
            reread = Verified::default();
        }
        let sure = if rebuilt.is_some() { 0 } else { to.seq };
        let keep = Kept { to, again: reread };
        let is_kept = top > u64::from(STEP) && cut_back.is_none() && rebuilt.is_none() && keep != before;
        Found { to: first_bad.map_or(sure, |bad| sure.min(bad - 1)), first_bad, keep: is_kept.then_some(keep) }
    }
}

impl Found {
    /// Keeps it. What could not be kept is found out once more by the next page.
    pub(crate) async fn keep(&self, app: &App, chain: &ChainKeys) -> Result<(), Problem> {
        let Some(keep) = &self.keep else { return Ok(()) };
        let mut effect = Transaction::on(&app.table);
        effect.put(&chain.verified(), keep, &Meta::default(), Only::Always)?;
        let _ = app.table.commit(&effect).await;
        Ok(())
    }
}
