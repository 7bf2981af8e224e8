//! Appending to a chain. The head was read with the authorisation; entry and head are put on condition that the head is
//! still the same, and a loser is given the new head with the refusal, so it goes on without a read.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::entry::{Decision, Entry, GENESIS, Look};
use crate::problem::{Audit, Code, Problem};
use crate::table::Cancelled;
use crate::table::schema::ChainKeys;
use crate::table::transaction::{Meta, Only};
use crate::table::{Fetched, Item, Table, Transaction, from_item};

/// Number and hash of the last entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last entry's number.
    pub seq: u64,
    /// The last entry's hash.
    pub hash: String,
    /// The hour of the last entry, for limiting refusals.
    #[serde(default)]
    pub hour: String,
    /// Entries in that hour.
    #[serde(default)]
    pub in_hour: u32,
}

/// A look that is to be appended to a chain, with the head as it was read.
#[derive(Clone)]
pub struct Plan {
    /// Which chain.
    pub chain: ChainKeys,
    /// Its head when it was read.
    pub head: Option<Head>,
    /// What happened.
    pub look: Look,
    /// Most entries that the chain takes in an hour. What comes after them is counted beside the chain, one item an hour.
    most_an_hour: Option<u32>,
    /// Other chains that get a line of the same event: all of them or none.
    beside: Vec<Self>,
}

/// For how long a count of refused looks is kept, in seconds: five years.
pub(crate) const COUNT_SECONDS: i64 = 5 * 366 * 86_400;

/// The attribute of such a count.
pub(crate) const COUNT: &str = "refused";

/// The number of a chain's last entry and its hash; zero and the hash before the first where there is none.
pub(super) fn end(head: Option<&Head>) -> (u64, &str) {
    head.map_or((0, GENESIS), |head| (head.seq, head.hash.as_str()))
}

/// Fifty writers at once must all succeed; the last of them loses at most this often.
const MOST_ATTEMPTS: u32 = 200;

impl Plan {
    /// A plan with the head that a wave brought back.
    pub fn new(chain: ChainKeys, fetched: &Fetched, look: Look) -> Result<Self, Problem> {
        let head = fetched.get(&chain.head())?;
        Ok(Self { chain, head, look, most_an_hour: None, beside: Vec::new() })
    }

    /// The first entry of a chain that begins with it.
    pub(crate) fn first(chain: ChainKeys, look: Look) -> Self {
        Self { chain, head: None, look, most_an_hour: None, beside: Vec::new() }
    }

    /// Another chain that gets its line of the same event, in the same transaction.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        self.beside.push(other);
        self
    }

    /// That nothing was written of it.
    pub(crate) fn came_to_nothing(&mut self) {
        self.look.decision = Decision::Unwritten;
        self.beside.iter_mut().for_each(Self::came_to_nothing);
    }

    /// What is to be appended to one of its chains.
    pub(crate) fn look_of(&mut self, chain: &ChainKeys) -> Option<&mut Look> {
        if self.chain == *chain {
            return Some(&mut self.look);
        }
        self.beside.iter_mut().find_map(|other| other.look_of(chain))
    }

    /// Takes at most so many entries in an hour; the rest is counted.
    #[must_use]
    pub(crate) fn at_most_an_hour(mut self, entries: u32) -> Self {
        self.most_an_hour = Some(entries);
        self
    }

    /// The writes that append the entry: the head first, because its refusal carries the new head. Or the count, where the
    /// hour is full.
    fn writes(&self, table: &Table) -> Result<Transaction, Problem> {
        let (seq, hash) = end(self.head.as_ref());
        let entry = Entry::after(seq, hash, &self.look);
        let hour = entry.at.get(..13).unwrap_or_default().to_owned();
        let before = self.head.as_ref().filter(|head| head.hour == hour).map_or(0, |head| head.in_hour);
        let mut transaction = Transaction::on(table);
        if self.most_an_hour.is_some_and(|most| before >= most) {
            transaction.count(&self.chain.beyond(&hour), COUNT, self.look.at.timestamp() + COUNT_SECONDS)?;
            return Ok(transaction);
        }
        let head = Head { seq: entry.seq, hash: entry.hash.clone(), hour, in_hour: before.saturating_add(1) };
        let only = if self.head.is_some() { Only::IfNumber("seq", seq) } else { Only::IfNew };
        transaction.put(&self.chain.head(), &head, &Meta::default(), only)?;
        transaction.put(&self.chain.entry(entry.seq), &entry, &Meta::default(), Only::IfNew)?;
        Ok(transaction)
    }

    /// Commits `effect` together with the entry, and those beside it; on a lost race for a chain only, goes on with the new head.
    pub async fn commit(mut self, table: &Table, effect: &Transaction) -> Result<(), Cancelled> {
        let beside = std::mem::take(&mut self.beside);
        let actor = self.look.actor.clone();
        let mut plans: Vec<Self> = std::iter::once(self).chain(beside).collect();
        for attempt in 0..MOST_ATTEMPTS {
            let mut all = effect.clone();
            let mut ends = Vec::with_capacity(plans.len());
            for plan in &plans {
                all.append(&plan.writes(table).map_err(Cancelled::Failed)?);
                ends.push(all.len());
            }
            match table.commit(&all).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Condition(lost)) if lost.place >= effect.len() => {
                    let place = ends.partition_point(|end| *end <= lost.place);
                    if let Some(plan) = plans.get_mut(place) {
                        plan.head = Some(plan.new_head(table, lost.item).await.map_err(Cancelled::Failed)?);
                    }
                }
                Err(Cancelled::Contended) => {
                    // Spread by number of attempt and by writer; the clock's jitter is in the network.
                    let spread =
                        u64::from(actor.bytes().fold(attempt, |sum, b| sum.wrapping_mul(31) ^ u32::from(b)) % 20);
                    tokio::time::sleep(Duration::from_millis(5 + spread)).await;
                }
                Err(other) => return Err(other),
            }
        }
        Err(Cancelled::Failed(Problem::of(Code::Unavailable).logged(Audit::ChainContended).retry_after(1)))
    }

    /// The head that the refusal carried, or that a read finds where it carried none.
    async fn new_head(&self, table: &Table, carried: Option<Item>) -> Result<Head, Problem> {
        if let Some(head) = carried.and_then(|item| from_item::<Head>(&item).ok()) {
            return Ok(head);
        }
        let mut plan = crate::table::ReadPlan::default();
        plan.get(self.chain.head());
        let fetched = table.read(plan).await?;
        fetched.get(&self.chain.head())?.ok_or_else(|| Problem::internal(Audit::HeadMissing))
    }
}
