//! Carrying out a transaction, and why it did not happen.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::Table;
use super::cancelled::{Cancelled, Lost};
use super::read::unavailable;
use super::transaction::{MOST_WRITES, Transaction};
use crate::problem::Problem;

/// How often a transaction is sent while others hold one of its items. Whoever writes in a notebook checks the same few items
/// (relation, consent), and two transactions that touch one item at once do not wait: one is refused.
const MOST_SENDINGS: u32 = 12;

/// The longest pause before the n-th sending, in milliseconds; fifty writers at once are through in less than a second.
fn longest_pause(sending: u32) -> u64 {
    10 << sending.min(5)
}

impl Table {
    /// Carries out a transaction. Where others are writing one of its items, it waits a little and sends it again.
    pub async fn commit(&self, transaction: &Transaction) -> Result<(), Cancelled> {
        let mut sending = 1;
        loop {
            match self.commit_at_once(transaction).await {
                Err(Cancelled::Contended) if sending < MOST_SENDINGS => {
                    // The standard library's seeds are random: enough to part those who met.
                    let pause = RandomState::new().hash_one(sending) % longest_pause(sending);
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                    sending += 1;
                }
                other => return other,
            }
        }
    }

    /// As [`Self::commit`], and sent once: for what may be left undone where others are writing one of its items.
    pub async fn commit_at_once(&self, transaction: &Transaction) -> Result<(), Cancelled> {
        if transaction.is_empty() || transaction.len() > MOST_WRITES {
            return Err(Cancelled::Failed(Problem::internal("a transaction has 1 to 100 writes")));
        }
        self.send(transaction).await
    }

    async fn send(&self, transaction: &Transaction) -> Result<(), Cancelled> {
        let sent = self.client.transact_write_items().set_transact_items(Some(transaction.writes.clone())).send().await;
        let Err(error) = sent else { return Ok(()) };
        let reasons = match error.as_service_error() {
            Some(
                aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(
                    cancelled,
                ),
            ) => cancelled.cancellation_reasons(),
            _ => return Err(Cancelled::Failed(unavailable("transaction", &error))),
        };
        let failed = |place: &usize| reasons.get(*place).and_then(|reason| reason.code()) == Some(CONDITION);
        if transaction.grounds.iter().any(failed) {
            return Err(Cancelled::Ground);
        }
        for (place, reason) in reasons.iter().enumerate() {
            let name = || transaction.names.iter().find(|(named, _)| *named == place).map(|(_, name)| *name);
            match reason.code() {
                Some(CONDITION) => {
                    return Err(Cancelled::Condition(Lost { name: name(), place, item: reason.item.clone() }));
                }
                Some("TransactionConflict") => return Err(Cancelled::Contended),
                _ => {}
            }
        }
        Err(Cancelled::Failed(unavailable("transaction", &error)))
    }
}

/// The reason of a write whose condition did not hold.
const CONDITION: &str = "ConditionalCheckFailed";
