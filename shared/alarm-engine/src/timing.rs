//! The times that planning agrees on. They hang together; `tests` hold the conditions.

/// So far ahead of its time a minute is dispatched, in minutes. The queue delays a message by at most 15.
pub const LEAD_MINUTES: i64 = 10;

/// So much later than an edit a collector may read it at the latest and still not need to have seen it, in seconds: an
/// occurrence that an edit brings within lead and margin is queued by the edit itself, and not by the collector. The
/// margin is larger than any difference between two clocks plus the longest run of a function that writes an alarm.
pub const MARGIN_SECONDS: i64 = 120;

/// An occurrence less than this after the edit that made it is queued by the edit, in seconds.
pub const OWN_SECONDS: i64 = LEAD_MINUTES * 60 + MARGIN_SECONDS;

/// The longest delay of a queue, in seconds (SQS).
pub const MOST_DELAY_SECONDS: i64 = 900;

/// Alarms of a page: one message, one claim.
pub const PAGE: usize = 100;

/// Sent later than this after it was due, a notification says that it is late, in seconds.
pub const LATE_SECONDS: i64 = 60;

/// Unanswered so long after it was due, a dose is missed, in minutes.
pub const MISSED_MINUTES: i64 = 30;

/// Those who watch hear so long after a dose was due that it was missed where no channel took its notification, in minutes: as
/// late as they would where the person was reminded when it just was not missed yet.
pub const UNREACHED_MINUTES: i64 = 2 * MISSED_MINUTES;

/// A claim is somebody's for so long, in seconds: longer than a notifier may run, shorter than its queue hides a message
/// that was received, so that a page whose notifier died is free again when its message comes back.
pub const LEASE_SECONDS: i64 = 45;

/// A queue hides a message for so many times as long as its function may run: what Lambda asks for, so that a message which the
/// function had no room for is not received again, and counted again, meanwhile ("Creating and configuring an Amazon SQS event
/// source mapping").
pub const VISIBILITY_RUNS: i64 = 6;

/// The longest run of a collector, in seconds.
pub const COLLECTOR_SECONDS: i64 = 60;

/// The longest run of a notifier, in seconds.
pub const NOTIFIER_SECONDS: i64 = 30;

/// The longest run of a follow-up, in seconds.
pub const FOLLOW_UP_SECONDS: i64 = 15;

/// The visibility timeout of the notifiers' queue, in seconds.
pub const NOTIFY_VISIBILITY_SECONDS: i64 = NOTIFIER_SECONDS * VISIBILITY_RUNS;

/// Shards of one message to the collectors.
pub const SHARDS_A_MESSAGE: u8 = 8;

/// Minutes that one move of the cursor covers at most.
pub const MINUTES_A_MOVE: i64 = 15;

/// Moves of the cursor in one tick: after an outage, a tick catches up five hours.
pub const MOVES_A_TICK: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_that_an_edit_queues_itself_fits_one_delay_of_the_queue() {
        const { assert!(OWN_SECONDS <= MOST_DELAY_SECONDS && LEAD_MINUTES * 60 <= MOST_DELAY_SECONDS) }
    }

    #[test]
    fn a_lease_ends_after_its_notifier_and_before_the_message_comes_back() {
        const { assert!(NOTIFIER_SECONDS < LEASE_SECONDS && LEASE_SECONDS < NOTIFY_VISIBILITY_SECONDS) }
    }

    #[test]
    fn a_collector_that_died_is_repeated_before_the_minute_that_it_was_to_collect() {
        const { assert!(COLLECTOR_SECONDS * VISIBILITY_RUNS < LEAD_MINUTES * 60) }
    }
}
