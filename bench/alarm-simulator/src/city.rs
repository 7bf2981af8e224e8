//! A day of a whole city: one shard of 64 is filled with its people, everything else runs as it would.
//!
//! What grows with the people is counted for that shard and multiplied by 64; what does not (ticks, messages to the
//! collectors, the cursor) is counted as it is.

#![allow(clippy::cast_precision_loss, reason = "shares of counts that are far below 2^52")]

use std::process::ExitCode;
use std::time::Instant;

use alarm_engine::days::Days;
use alarm_engine::due::{AlarmRef, Delivery, DueEntry};
use alarm_engine::port::Cursor;
use alarm_engine::shard::Shard;
use notebook::alarm::{Minute, TimeOfDay};
use notebook::id::AlarmId;
use notebook::rhythm::Rhythm;
use notebook::time::jst_day;

use crate::bug::Bug;
use crate::driver::{Capacity, Driver};
use crate::faults::Faults;
use crate::people::{instant, resident};
use crate::rng::Rng;
use crate::schedule::START;
use crate::world::Inner;

const MINUTE: i64 = 60_000;
const SHARDS: u64 = Shard::COUNT as u64;

/// What a day showed.
#[derive(Debug, Clone)]
pub struct Day {
    /// Alarms of the city.
    pub alarms: u64,
    /// Alarms of the sampled shard that were published, and that were to be.
    pub published: (u64, u64),
    /// Read units an alarm: index, and changes.
    pub reads: (f64, f64),
    /// Write units an alarm.
    pub writes: f64,
    /// How long after its minute a page was received, milliseconds, ascending.
    pub received: Vec<i64>,
    /// How long after its minute a copy was taken by the push service, milliseconds, ascending.
    pub taken: Vec<i64>,
    /// Messages to notifiers, to collectors, and the requests that sent them.
    pub messages: (u64, u64, u64),
    /// The most copies that were published within a second.
    pub peak: u64,
}

/// A time of day as people choose it: three parts of a day, 30 % of the mornings at 08:00; of the others, 70 % at a multiple
/// of five minutes.
fn time_of_day(rng: &mut Rng, part: u64) -> TimeOfDay {
    let (first, last) = match part % 3 {
        0 if rng.chance(300_000) => (480, 480),
        0 => (360, 599),
        1 => (690, 839),
        _ => (1_020, 1_349),
    };
    let minutes = rng.between(first, last);
    let minutes = if rng.chance(700_000) { minutes - minutes % 5 } else { minutes };
    let time = u16::try_from(minutes).ok().and_then(TimeOfDay::from_minutes);
    time.unwrap_or_else(|| Minute(0).time())
}

fn settle(world: &mut Inner, residents: u64, per_day: u64, within: impl Fn(&TimeOfDay) -> bool) -> u64 {
    let now = world.now;
    let mut alarms = 0;
    for _ in 0..residents / SHARDS {
        let person = resident(&mut world.rng, 1);
        let alarm = AlarmRef { resident: person, alarm: AlarmId::new(instant(now), world.rng.ten()) };
        // An endpoint's last part is a UUID.
        let delivery = Delivery { endpoints: vec![alarm.alarm.to_string()], ..Delivery::default() };
        for part in 0..per_day {
            let time = time_of_day(&mut world.rng, part);
            if !within(&time) {
                continue;
            }
            let entry = DueEntry {
                alarm,
                version: part + 1,
                days: Days::of(Rhythm::Daily, jst_day(instant(now))),
                from: jst_day(instant(now)),
                until: None,
                since: now - 3_600_000,
                ended: None,
                delivery: delivery.clone(),
            };
            world.table.put_due(now - 3_600_000, time, entry);
            alarms += 1;
        }
    }
    alarms
}

/// Runs a part of a day, from and to minutes since midnight. `quota`: copies a second of the whole city; none: no limit.
pub fn day(residents: u64, per_day: u64, from: i64, to: i64, quota: Option<u64>) -> Day {
    let start = START + from * MINUTE;
    let mut world = Inner::new(START, Rng::new(7), Faults::calm(), Bug::None);
    world.is_city = true;
    world.every_tick = true;
    world.page = alarm_engine::timing::PAGE;
    world.read_bytes = 1_000_000;
    let due = settle(&mut world, residents, per_day, |time| (from..to).contains(&i64::from(time.minutes())));
    world.now = start;
    let before = Minute(start / MINUTE - 1);
    world.table.cursor = Some(Cursor { dispatched: before, swept: before });
    let share = quota.map(|quota| (quota / SHARDS).max(1));
    world.faults.quota = share.map_or(u32::MAX, |share| u32::try_from(share + share / 20 + 1).unwrap_or(u32::MAX));
    let capacity = share.map_or(Capacity { notifiers: usize::MAX, each: 1_000_000 }, |share| {
        let notifiers = share.div_ceil(30);
        let each = u32::try_from(share / notifiers).unwrap_or(u32::MAX);
        Capacity { notifiers: usize::try_from(notifiers).unwrap_or(1), each }
    });
    let mut driver = Driver::new(world, Vec::new(), capacity);
    driver.run(START + (to + if quota.is_some() { 240 } else { 30 }) * MINUTE);
    let world = driver.world();
    let alarms = world.taken.len() as f64;
    let units = |doubled: u64, alarms: f64| doubled as f64 / 2.0 / alarms;
    let meter = world.table.meter;
    let (mut received, mut taken) = (world.lateness.clone(), world.taken.clone());
    received.sort_unstable();
    taken.sort_unstable();
    let all = alarms * SHARDS as f64;
    Day {
        alarms: due * SHARDS,
        published: (world.taken.len() as u64, due),
        reads: (units(meter.due_reads, alarms), units(meter.change_reads, alarms) + units(meter.other_reads, all)),
        writes: units(meter.claim_writes, alarms) + units(meter.other_writes, all),
        received,
        taken,
        messages: (
            world.counts.notify_messages * SHARDS,
            world.counts.messages - world.counts.notify_messages,
            world.counts.send_requests,
        ),
        peak: u64::from(world.seconds.values().copied().max().unwrap_or(0)) * SHARDS,
    }
}

/// The value below which so many of a thousand are.
pub fn per_mille(sorted: &[i64], part: usize) -> i64 {
    let place = (sorted.len() * part / 1_000).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or(0)
}

/// Runs a day and the morning under three quotas, and prints them. Fails if an alarm costs more than it may, or the queue
/// is later than it may be.
pub fn main(residents: u64, per_day: u64) -> ExitCode {
    let began = Instant::now();
    let day = day(residents, per_day, 0, 1_440, None);
    let reads = day.reads.0 + day.reads.1;
    println!("{residents} people x {per_day} a day; one shard of {SHARDS} sampled; 30 % of the mornings at 08:00");
    println!("alarms {}, sampled {} of {} published", day.alarms, day.published.0, day.published.1);
    println!(
        "read units an alarm {reads:.4} (index {:.4}, changes and cursor {:.4}), write units an alarm {:.4}",
        day.reads.0, day.reads.1, day.writes
    );
    let (pages, collects, requests) = day.messages;
    println!(
        "messages: {pages} to notifiers ({:.1} alarms each), {collects} to collectors",
        day.alarms as f64 / pages as f64
    );
    println!("requests to send them, sampled shard and all dispatching: {requests}");
    let p = |part| per_mille(&day.received, part);
    println!(
        "received after the minute began, ms: p50 {}, p99 {}, p99.9 {}, most {}",
        p(500),
        p(990),
        p(999),
        p(1_000)
    );
    let t = |part| per_mille(&day.taken, part);
    println!(
        "published, without a quota, ms: p50 {}, p99 {}, p99.9 {}; at most {} copies a second",
        t(500),
        t(990),
        t(999),
        day.peak
    );
    for quota in [30_000, 9_000, 1_500] {
        let morning = self::day(residents, per_day, 478, 484, Some(quota));
        let t = |part| per_mille(&morning.taken, part) / 1_000;
        println!(
            "07:58 to 08:03 at {quota} a second: {} of {} published, s: p50 {}, p99 {}, most {}",
            morning.published.0,
            morning.published.1,
            t(500),
            t(990),
            t(1_000)
        );
    }
    println!("in {:.0} s", began.elapsed().as_secs_f64());
    let is_good = reads <= 0.05 && day.writes <= 0.03 && p(999) <= 1_000 && day.published.0 == day.published.1;
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
