//! What goes wrong in one run, and how often: drawn from the seed.

use crate::rng::Rng;

/// A span of time in which something is different, milliseconds since 1970.
pub type Span = (i64, i64);

/// The fault schedule of one run. Probabilities are in millionths.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Nothing goes wrong.
    pub calm: bool,
    /// A run of a function ends at one of its awaits.
    pub crash: u32,
    /// A collector's run ends at one of its awaits.
    pub crash_collector: u32,
    /// A request fails without effect.
    pub fails: u32,
    /// A request has its effect, and the reply is lost.
    pub lost_reply: u32,
    /// A message is delivered to two functions.
    pub duplicate: u32,
    /// A message whose function succeeded is delivered again.
    pub undeleted: u32,
    /// A message comes up to ten seconds later than it should, and so out of order.
    pub reordered: u32,
    /// A tick does not happen.
    pub tick_skipped: u32,
    /// A tick happens twice.
    pub tick_twice: u32,
    /// A tick comes up to 50 seconds late.
    pub tick_late: u32,
    /// A reply takes up to two seconds.
    pub slow: u32,
    /// An edit's transaction is committed up to 20 seconds after the instant that it names.
    pub slow_commit: u32,
    /// A device can no longer be reached, asked at each action of a person.
    pub device_gone: u32,
    /// Eventually consistent reads are at most so many milliseconds old.
    pub lag: i64,
    /// Times without any tick.
    pub outages: Vec<Span>,
    /// Times in which the push service takes nothing.
    pub push_throttled: Vec<Span>,
    /// Times in which half of all requests fail.
    pub storms: Vec<Span>,
    /// The push service's quota, copies a second.
    pub quota: u32,
}

impl Faults {
    /// Nothing goes wrong; reads lag and latencies vary all the same.
    pub fn calm() -> Self {
        Self { calm: true, lag: 3_000, quota: 1_000, ..Self::default() }
    }

    /// Drawn from a seed for a run of `days` from `start`. One run of twenty is calm.
    pub fn draw(rng: &mut Rng, start: i64, days: i64, clock_times: &[i64]) -> Self {
        if rng.chance(50_000) {
            return Self::calm();
        }
        let mut faults = Self { lag: rng.between(0, 6_000), quota: 50, ..Self::default() };
        let mut rate = |most: i64| u32::try_from(rng.between(0, most)).unwrap_or(0);
        faults.crash = rate(60_000);
        faults.crash_collector = rate(60_000);
        faults.fails = rate(10_000);
        faults.lost_reply = rate(10_000);
        faults.duplicate = rate(60_000);
        faults.undeleted = rate(40_000);
        faults.reordered = rate(60_000);
        faults.tick_skipped = rate(300_000);
        faults.tick_twice = rate(100_000);
        faults.tick_late = rate(200_000);
        faults.slow = rate(30_000);
        faults.slow_commit = rate(200_000);
        faults.device_gone = rate(40_000);
        faults.quota = 2 + rate(30);
        if rng.chance(200_000) {
            faults.crash_collector = 600_000;
        }
        let minute = 60_000;
        let near = |rng: &mut Rng, most: i64| {
            let clock = clock_times.get(rng.place(clock_times.len())).copied().unwrap_or(0);
            let begin = start + rng.between(1, days - 1) * 1_440 * minute + clock + rng.between(-20, 5) * minute;
            (begin, begin + rng.between(1, most) * minute + rng.between(0, minute))
        };
        for _ in 0..rng.between(0, 3) {
            let most = if rng.chance(200_000) { 400 } else { 25 };
            faults.outages.push(near(rng, most));
        }
        for _ in 0..rng.between(0, 3) {
            faults.push_throttled.push(near(rng, 12));
        }
        for _ in 0..rng.between(0, 2) {
            faults.storms.push(near(rng, 10));
        }
        faults
    }

    /// Nothing goes wrong from now on.
    pub fn stop(&mut self) {
        *self = Self { lag: self.lag, ..Self::calm() };
    }
}

/// Whether an instant lies in one of the spans.
pub fn within(spans: &[Span], at: i64) -> bool {
    spans.iter().any(|(begin, end)| *begin <= at && at < *end)
}
