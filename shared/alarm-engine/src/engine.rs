//! The engine: its ports, and what all of its steps share.
//!
//! - [`Engine::dispatch`] for each tick of the schedule,
//! - [`Engine::collect`] for each message of the collectors' queue,
//! - [`Engine::notify`] for each message of the notifiers' queue,
//! - [`Engine::follow_up`] for each message of the follow-up's queue.
//!
//! All of them may end at any await and be run again with the same input. A message whose run gives an error is not
//! deleted: the queue delivers it again, and after its last time puts it into the dead-letter queue, from where an
//! operator sends it back.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use notebook::time::Instant;

use crate::bucket::Bucket;
use crate::port::Clock;

/// The ports and the bucket of one process.
#[derive(Debug)]
pub struct Engine<S, Q, P, C> {
    /// The table.
    pub store: S,
    /// The queues.
    pub queues: Q,
    /// The push service.
    pub push: P,
    /// The time.
    pub clock: C,
    /// How fast this process publishes.
    pub bucket: Arc<Bucket>,
}

/// One run of a function for one message.
#[derive(Debug, Clone)]
pub struct Run {
    /// Nobody else's: for instance the invocation's id and the message's.
    pub token: String,
    /// When the run has to be over, with time left for one more write: what is not done by then is given back.
    pub deadline: Instant,
}

impl Run {
    /// The time that is left.
    pub(crate) fn left(&self, now: Instant) -> Duration {
        (self.deadline - now).to_std().unwrap_or_default()
    }

    /// A pause before trying again: it doubles, and differs from run to run so that not all come back at once.
    pub(crate) fn backoff(&self, attempt: u32) -> Duration {
        let spread =
            self.token.bytes().fold(u64::from(attempt), |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let base = 200_u64 << attempt.min(5);
        Duration::from_millis(base + spread % base)
    }
}

impl<S, Q, P, C: Clock> Engine<S, Q, P, C> {
    /// Whether it is too early by more than a second; if it is by less, waits.
    pub(crate) async fn is_early(&self, at: Instant) -> bool {
        let early = at - self.clock.now();
        if early > TimeDelta::seconds(1) {
            return true;
        }
        if let Ok(wait) = early.to_std()
            && !wait.is_zero()
        {
            self.clock.sleep(wait).await;
        }
        false
    }
}

/// An instant from seconds since 1970.
pub(crate) fn at_second(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
