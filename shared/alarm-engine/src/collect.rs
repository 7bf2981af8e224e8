//! The collector: turns a shard of the index into pages that the queue holds until their minute.

use notebook::alarm::Minute;

use crate::change::Change;
use crate::due::AlarmRef;
use crate::engine::{Engine, Run};
use crate::message::{CollectMessage, NotifyMessage, PageEntry, delay_until};
use crate::port::{Clock, Delayed, Failure, Queues, Store};
use crate::shard::Shard;
use crate::timing::PAGE;

/// Messages that are given to the queue at a time.
const BATCH: usize = 10;

impl<S: Store, Q: Queues, P, C: Clock> Engine<S, Q, P, C> {
    /// Does what one message asks for, shard by shard. What time does not allow goes back into the queue as a message for
    /// the remaining shards.
    pub async fn collect(&self, message: &CollectMessage, run: &Run) -> Result<(), Failure> {
        let (CollectMessage::Collect { minute, first, last } | CollectMessage::Sweep { minute, first, last }) =
            *message;
        for shard in (first.0..=last.0).map(Shard) {
            if shard != first && run.left(self.clock.now()).is_zero() {
                let rest = match message {
                    CollectMessage::Collect { .. } => CollectMessage::Collect { minute, first: shard, last },
                    CollectMessage::Sweep { .. } => CollectMessage::Sweep { minute, first: shard, last },
                };
                return self.queues.collect(&[rest]).await;
            }
            match message {
                CollectMessage::Collect { .. } => self.collect_shard(minute, shard).await?,
                CollectMessage::Sweep { .. } => self.sweep_shard(minute, shard).await?,
            }
        }
        Ok(())
    }

    /// Pages of what rings, in the order of the index. Another run may cut them differently, because an edit has ended an
    /// entry meanwhile: claims bear that.
    async fn collect_shard(&self, minute: Minute, shard: Shard) -> Result<(), Failure> {
        let mut entries: Vec<PageEntry> = Vec::new();
        let mut after = None;
        loop {
            let page = self.store.due(minute.time(), shard, after).await?;
            for entry in page.entries.into_iter().filter(|entry| entry.is_collected_at(minute)) {
                // Two entries of one alarm never ring at the same minute; should they, it is one notification.
                if entries.last().is_none_or(|last| last.alarm != entry.alarm) {
                    entries.push(PageEntry { alarm: entry.alarm, delivery: entry.delivery });
                }
            }
            let is_last = page.next.is_none();
            let whole = if is_last { entries.len() } else { entries.len() - entries.len() % PAGE };
            let rest = entries.split_off(whole);
            let full = std::mem::replace(&mut entries, rest);
            for pages in full.chunks(PAGE * BATCH) {
                self.queue_pages(minute, shard, pages).await?;
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(()),
            }
        }
    }

    async fn queue_pages(&self, minute: Minute, shard: Shard, entries: &[PageEntry]) -> Result<(), Failure> {
        let seconds = delay_until(minute.begins().timestamp(), self.clock.now());
        let page = |entries: &[PageEntry]| Delayed {
            message: NotifyMessage::Page { minute, shard, entries: entries.to_vec() },
            seconds,
        };
        let messages: Vec<_> = entries.chunks(PAGE).map(page).collect();
        self.queues.notify(&messages).await
    }

    /// Queues again what changes of this past minute ask for. Nearly all of it was sent: its claims say so. Reminders of appointments,
    /// which come in the minute that has begun now, are queued here alone.
    async fn sweep_shard(&self, minute: Minute, shard: Shard) -> Result<(), Failure> {
        let changes = self.store.changes(minute, shard).await?;
        let answered: Vec<AlarmRef> = answered(&changes).collect();
        let now = self.clock.now();
        let messages: Vec<_> = changes
            .iter()
            .filter_map(|change| change.swept(minute))
            .filter(|(message, _)| match message {
                NotifyMessage::Own(own) => own.is_put_off() || !answered.contains(&own.entry.alarm),
                _ => true,
            })
            .map(|(message, at)| Delayed { seconds: delay_until(at, now), message })
            .collect();
        for batch in messages.chunks(BATCH) {
            self.queues.notify(batch).await?;
        }
        Ok(())
    }
}

fn answered(changes: &[Change]) -> impl Iterator<Item = AlarmRef> {
    changes.iter().filter_map(|change| match change {
        Change::Answered { alarm } => Some(*alarm),
        Change::Edited { .. } | Change::PutOff { .. } | Change::Appointment { .. } => None,
    })
}
