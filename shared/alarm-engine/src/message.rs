//! What the queues carry. Ids and times only: nothing that a person typed.

use notebook::alarm::Minute;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

use crate::due::{AlarmRef, Delivery};
use crate::shard::Shard;
use crate::timing::MOST_DELAY_SECONDS;

/// For the collectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CollectMessage {
    /// Queue what rings at this minute in these shards.
    Collect {
        /// The minute.
        minute: Minute,
        /// First shard.
        first: Shard,
        /// Last shard.
        last: Shard,
    },
    /// Queue what edits brought into this minute and did not get into the queue, because a function ended in between.
    Sweep {
        /// The minute, now past.
        minute: Minute,
        /// First shard.
        first: Shard,
        /// Last shard.
        last: Shard,
    },
}

/// One alarm of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEntry {
    /// Whose.
    #[serde(flatten)]
    pub alarm: AlarmRef,
    /// How it is sent.
    #[serde(flatten)]
    pub delivery: Delivery,
}

/// For the notifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NotifyMessage {
    /// Alarms of one minute and shard, ascending by person and alarm.
    Page {
        /// The minute.
        minute: Minute,
        /// The shard.
        shard: Shard,
        /// At most [`crate::timing::PAGE`].
        entries: Vec<PageEntry>,
    },
    /// One occurrence that an edit, or a person who asked to be reminded again, queued itself.
    Own(Own),
    /// A medicine runs low: told when it arrives. At most one a day and alarm is queued, and a repetition has the same
    /// notification id, so it is sent without a claim.
    Refill {
        /// The minute of the dose whose answer brought the supply there.
        minute: Minute,
        /// Whose, and how it is sent.
        entry: PageEntry,
    },
    /// Somebody is to be reminded of an appointment. How it is sent, and whether it is, is asked when it arrives. A repetition has the
    /// same notification id, so it is sent without a claim.
    Appointment {
        /// The minute of the reminder.
        minute: Minute,
        /// Whose, by the id of the visit.
        alarm: AlarmRef,
    },
}

/// One occurrence on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The minute of the dose.
    pub minute: Minute,
    /// When to ring, seconds since 1970; after the dose's own minute when the person asked to be reminded again.
    pub at: i64,
    /// The alarm's version that queued it; another version in the list of edits makes it void.
    pub version: u64,
    /// Whose, and how it is sent.
    #[serde(flatten)]
    pub entry: PageEntry,
}

impl Own {
    /// Whether the person asked to be reminded again.
    pub fn is_put_off(&self) -> bool {
        self.at > self.minute.begins().timestamp()
    }

    /// The delay with which it is queued now: at most what the queue can, and the notifier queues it again.
    pub fn delay(&self, now: Instant) -> i64 {
        delay_until(self.at, now)
    }
}

/// The delay of a message for `at` (seconds since 1970): never longer than until then, nor than the queue can.
pub fn delay_until(at: i64, now: Instant) -> i64 {
    (at * 1000 - now.timestamp_millis()).div_euclid(1000).clamp(0, MOST_DELAY_SECONDS)
}

/// The same with a whole second more, so that no message is received within the second before its time.
pub fn delay_past(at: i64, now: Instant) -> i64 {
    (delay_until(at, now) + 1).min(MOST_DELAY_SECONDS)
}

/// For the follow-up: doses that somebody wants to know about when they stay unanswered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpMessage {
    /// The minute of the doses.
    pub minute: Minute,
    /// When to look, seconds since 1970.
    pub at: i64,
    /// The alarms, with their delivery for telling the person.
    pub entries: Vec<PageEntry>,
}
