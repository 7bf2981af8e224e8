//! The dispatcher: moves the cursor over every minute, whatever ticks came.

use notebook::alarm::Minute;

use crate::engine::Engine;
use crate::message::CollectMessage;
use crate::port::{Clock, Cursor, Failure, Queues, Store};
use crate::shard::Shard;
use crate::timing::{LEAD_MINUTES, MINUTES_A_MOVE, MOVES_A_TICK, SHARDS_A_MESSAGE};

impl<S: Store, Q: Queues, P, C: Clock> Engine<S, Q, P, C> {
    /// Gives every minute up to now and the lead to the collectors, and has every past minute swept. The cursor is moved
    /// only after its minutes' messages are in the queue: whoever ends in between sends them twice. Late, skipped and
    /// double ticks do no harm. Answers how far it got, which after a long outage is not yet now.
    pub async fn dispatch(&self) -> Result<Cursor, Failure> {
        let mut reached = None;
        for _ in 0..MOVES_A_TICK {
            let now = Minute::of(self.clock.now());
            let Some(cursor) = self.store.cursor().await? else {
                // The first tick of all. The cursor is made before anything is sent, so that no later first tick starts later.
                let start = Cursor { dispatched: now.plus(-1), swept: now.plus(-1) };
                self.store.move_cursor(None, start).await?;
                continue;
            };
            let next = Cursor {
                dispatched: step(cursor.dispatched, now.plus(LEAD_MINUTES)),
                swept: step(cursor.swept, now.plus(-1)),
            };
            reached = Some(cursor);
            if next == cursor {
                break;
            }
            let collect = minutes(cursor.dispatched, next.dispatched)
                .flat_map(|minute| ranges().map(move |(first, last)| CollectMessage::Collect { minute, first, last }));
            let sweep = minutes(cursor.swept, next.swept)
                .flat_map(|minute| ranges().map(move |(first, last)| CollectMessage::Sweep { minute, first, last }));
            let messages: Vec<CollectMessage> = collect.chain(sweep).collect();
            self.queues.collect(&messages).await?;
            if self.store.move_cursor(Some(cursor), next).await? {
                reached = Some(next);
            }
        }
        // A tick that never saw a cursor lost every race to make one.
        reached.ok_or(Failure::Transient)
    }
}

/// As far towards `target` as one move goes, never back.
fn step(from: Minute, target: Minute) -> Minute {
    target.min(from.plus(MINUTES_A_MOVE)).max(from)
}

fn minutes(after: Minute, until: Minute) -> impl Iterator<Item = Minute> {
    (after.0 + 1..=until.0).map(Minute)
}

fn ranges() -> impl Iterator<Item = (Shard, Shard)> {
    (0..Shard::COUNT)
        .step_by(usize::from(SHARDS_A_MESSAGE))
        .map(|first| (Shard(first), Shard((first + SHARDS_A_MESSAGE).min(Shard::COUNT) - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_of_a_minute_name_every_shard_once() {
        let named: Vec<u8> = ranges().flat_map(|(first, last)| first.0..=last.0).collect();
        assert_eq!(named, (0..Shard::COUNT).collect::<Vec<u8>>());
    }

    #[test]
    fn a_move_never_goes_back_and_never_too_far() {
        assert_eq!(step(Minute(100), Minute(90)), Minute(100));
        assert_eq!(step(Minute(100), Minute(101)), Minute(101));
        assert_eq!(step(Minute(100), Minute(9_000)), Minute(100 + MINUTES_A_MOVE));
    }
}
