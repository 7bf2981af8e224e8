//! A token bucket: how fast this process may publish. The quota of the push service divided by the number of processes
//! that may run at once is its rate.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use notebook::time::Instant;

/// A bucket for all that publishes in one process.
#[derive(Debug)]
pub struct Bucket {
    /// Microseconds that one token takes to come.
    interval: i64,
    /// Microseconds that a full bucket took to fill.
    burst: i64,
    /// When the bucket was or will be empty of debt and full, microseconds since 1970.
    full_at: Mutex<i64>,
}

impl Bucket {
    /// So many a second on average, at most so many at once.
    pub fn new(per_second: u32, burst: u32) -> Self {
        let interval = 1_000_000 / i64::from(per_second.max(1));
        Self { interval, burst: interval * i64::from(burst.max(1)), full_at: Mutex::new(i64::MIN) }
    }

    /// Takes `count` tokens and says how long to wait before using them; takes none and gives an error, with the time,
    /// when that is longer than `at_most`.
    pub fn take(&self, count: usize, now: Instant, at_most: Duration) -> Result<Duration, Duration> {
        let now = now.timestamp_micros();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let cost = self.interval.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX));
        let next = (*full_at).max(now).saturating_add(cost);
        let wait =
            Duration::from_micros(u64::try_from(next.saturating_sub(self.burst).saturating_sub(now)).unwrap_or(0));
        if wait > at_most {
            return Err(wait);
        }
        *full_at = next;
        Ok(wait)
    }

    /// Empties the bucket for so long: the service said that it is too much.
    pub fn pause(&self, now: Instant, duration: Duration) {
        let pause = i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        *full_at = (*full_at).max(now.timestamp_micros().saturating_add(self.burst).saturating_add(pause));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    const FOREVER: Duration = Duration::from_hours(1);

    #[test]
    fn a_burst_goes_at_once_and_the_rest_at_the_rate() {
        let bucket = Bucket::new(10, 20);
        let now: Instant = "2026-11-22T23:00:00Z".parse().unwrap();
        assert_eq!(bucket.take(20, now, FOREVER), Ok(Duration::ZERO));
        assert_eq!(bucket.take(10, now, FOREVER), Ok(Duration::from_secs(1)));
        assert_eq!(bucket.take(10, now, FOREVER), Ok(Duration::from_secs(2)));
        let later = now + chrono::TimeDelta::seconds(60);
        assert_eq!(bucket.take(20, later, FOREVER), Ok(Duration::ZERO));
    }

    #[test]
    fn what_would_wait_too_long_takes_nothing() {
        let bucket = Bucket::new(10, 10);
        let now: Instant = "2026-11-22T23:00:00Z".parse().unwrap();
        assert_eq!(bucket.take(10, now, FOREVER), Ok(Duration::ZERO));
        assert_eq!(bucket.take(50, now, Duration::from_secs(1)), Err(Duration::from_secs(5)));
        assert_eq!(bucket.take(1, now, FOREVER), Ok(Duration::from_millis(100)));
    }

    #[test]
    fn after_being_told_to_slow_down_nothing_goes_for_so_long() {
        let bucket = Bucket::new(10, 10);
        let now: Instant = "2026-11-22T23:00:00Z".parse().unwrap();
        bucket.pause(now, Duration::from_secs(2));
        assert_eq!(bucket.take(1, now, FOREVER), Ok(Duration::from_millis(2_100)));
    }
}
