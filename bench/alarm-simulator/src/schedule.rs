//! One fault schedule from a seed: some people, some days, what goes wrong, and the verdict.

use crate::bug::Bug;
use crate::driver::{Capacity, Driver};
use crate::faults::Faults;
use crate::oracle::{Verdict, judge};
use crate::people::settle;
use crate::rng::Rng;
use crate::world::{Counts, Inner};
use alarm_engine::port::Cursor;
use notebook::alarm::Minute;

/// When every run begins: midnight in Japan of 2026-11-01, milliseconds since 1970.
pub const START: i64 = 1_793_458_800_000;

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

/// In so many of a million schedules people use every kind of rhythm, and pauses.
const WITH_RHYTHMS: u32 = 400_000;

/// Makes their stream another one than the seed's.
const RHYTHMS: u64 = 0x7268_7974_686d_7300;

/// In so many of a million schedules people take answers back.
const WITH_REGRETS: u32 = 500_000;

/// Makes their stream another one as well.
const REGRETS: u64 = 0x7265_6772_6574_7300;

/// A run that is over.
#[derive(Debug)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// What went wrong in it.
    pub faults: Faults,
    /// What was held against what.
    pub verdict: Verdict,
    /// What was done.
    pub counts: Counts,
    /// What happened, if it was asked for.
    pub log: Vec<String>,
}

/// Runs the schedule of a seed. `logged`: keep what happened.
pub fn run(seed: u64, days: i64, bug: Bug, logged: bool) -> Outcome {
    let mut rng = Rng::new(seed);
    let mut world = Inner::new(START, rng.clone(), Faults::default(), bug);
    world.log = logged.then(Vec::new);
    let mut rhythms = Rng::new(seed ^ RHYTHMS);
    world.people.rhythms = rhythms.chance(WITH_RHYTHMS).then_some(rhythms);
    let mut regrets = Rng::new(seed ^ REGRETS);
    world.people.regrets = regrets.chance(WITH_REGRETS).then_some(regrets);
    settle(&mut world);
    let clock: Vec<i64> = world.people.clock.iter().map(|minutes| i64::from(*minutes) * MINUTE).collect();
    rng.bits();
    let faults = Faults::draw(&mut rng, START, days, &clock);
    world.faults = faults.clone();
    let before = Minute(START / MINUTE - 1);
    world.table.cursor = Some(Cursor { dispatched: before, swept: before });
    let end = START + days * DAY;
    // Where collectors often die, people edit between their attempts.
    let between = faults.crash_collector > 100_000;
    let actions = actions(&mut rng, &clock, days, between);
    let capacity = Capacity { notifiers: usize::MAX, each: u32::try_from(rng.between(4, 100)).unwrap_or(50) };
    let mut driver = Driver::new(world, actions, capacity);
    driver.run(end);
    driver.world().faults.stop();
    driver.run(end + 6 * 60 * MINUTE);
    let world = driver.world();
    let verdict = judge(&world, end, faults.calm);
    let log = world.log.clone().unwrap_or_default();
    Outcome { seed, faults, verdict, counts: world.counts, log }
}

/// When people do something: near the times that alarms ring, and near the borders of the lead.
fn actions(rng: &mut Rng, clock: &[i64], days: i64, between: bool) -> Vec<i64> {
    let mut actions = Vec::new();
    let most = if between { 8 } else { rng.between(0, 6) };
    for day in 0..days {
        for _ in 0..rng.between(0, most) {
            let base = START + day * DAY + clock.get(rng.place(clock.len())).copied().unwrap_or(0);
            let kind = if between && rng.chance(600_000) { 3 } else { rng.between(0, 9) };
            let offset = match kind {
                0 | 1 => rng.between(-15 * MINUTE, 3 * MINUTE),
                2 => rng.between(-3_000, 3_000),
                3 => -10 * MINUTE + rng.between(-5_000, 90_000),
                4 => -12 * MINUTE + rng.between(-5_000, 5_000),
                5..=7 => rng.between(0, 35 * MINUTE),
                8 => 30 * MINUTE + rng.between(-3_000, 3_000),
                _ => rng.between(0, DAY),
            };
            let at = (base + offset).max(START + MINUTE);
            actions.push(at);
            if rng.chance(400_000) {
                // Often somebody corrects at once what they did.
                actions.push(at + rng.between(0, 5 * MINUTE));
            }
        }
    }
    actions.sort_unstable();
    actions
}
