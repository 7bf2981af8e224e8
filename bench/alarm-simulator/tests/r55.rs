//! alarms are neither lost nor shown twice, whatever goes wrong. The full set is
//! `make test-long PART=alarms-1` and `alarms-2`, with seeds that depend on the day.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // tests

use alarm_engine::change::Change;
use alarm_engine::port::{Cursor, IntakeState};
use alarm_simulator::bug::Bug;
use alarm_simulator::driver::{Capacity, Driver};
use alarm_simulator::faults::Faults;
use alarm_simulator::rng::Rng;
use alarm_simulator::schedule::{self, START};
use alarm_simulator::world::Inner;
use alarm_simulator::{city, oracle, people};
use notebook::alarm::Minute;

/// Schedules of the quick set, and their days.
const SCHEDULES: u64 = 300;
const DAYS: i64 = 20;

const MINUTE: i64 = 60_000;

#[test]
fn r55_under_hundreds_of_faults_nothing_is_lost_shown_twice_or_after_its_removal() {
    let (mut due, mut crashes) = (0, 0);
    for seed in 1..=SCHEDULES {
        let outcome = schedule::run(seed, DAYS, Bug::None, false);
        let findings = &outcome.verdict.findings;
        assert!(findings.is_empty(), "--days {DAYS} --seed {seed}: {findings:#?}\n{:#?}", outcome.faults);
        due += outcome.verdict.due;
        crashes += outcome.counts.crashes;
    }
    assert!(due > 20_000 && crashes > 5_000, "{due} doses, {crashes} crashes: the set has become too tame");
}

#[test]
fn r55_each_planted_mistake_is_found_by_the_quick_set() {
    for bug in Bug::ALL {
        let finds = |seed: &u64| !schedule::run(*seed, DAYS, bug, false).verdict.findings.is_empty();
        let found = (1..=SCHEDULES).find(finds);
        assert!(found.is_some(), "{bug:?} went unnoticed in {SCHEDULES} schedules");
    }
}

#[test]
fn r55_a_seed_brings_the_same_run_back() {
    let (once, again) = (schedule::run(5, 10, Bug::None, true), schedule::run(5, 10, Bug::None, true));
    assert!(once.log.len() > 100 && once.log == again.log);
}

/// An empty world, and a notebook with an alarm that nobody has set yet.
fn empty(cursor: bool) -> (Driver, usize) {
    let mut world = Inner::new(START, Rng::new(3), Faults::calm(), Bug::None);
    let before = Minute(START / MINUTE - 1);
    world.table.cursor = cursor.then_some(Cursor { dispatched: before, swept: before });
    world.every_tick = true;
    let place = people::arrive(&mut world);
    (Driver::new(world, Vec::new(), Capacity { notifiers: usize::MAX, each: 50 }), place)
}

#[test]
fn r55_an_alarm_set_thirty_seconds_ahead_in_an_empty_shard_rings_on_time() {
    let (mut driver, place) = empty(true);
    let minute = Minute(START / MINUTE + 120);
    let rings = minute.begins().timestamp_millis();
    driver.run(rings - 30_000);
    driver.set(place, minute.time());
    driver.run(rings + 5 * MINUTE);
    let world = driver.world();
    let shown: Vec<i64> = world.shown.iter().map(|one| one.at - rings).collect();
    assert!(!shown.is_empty() && shown.iter().all(|late| (0..1_000).contains(late)), "{shown:?}");
}

#[test]
fn r55_an_answer_silences_its_dose_only_until_its_page_has_read_the_changes() {
    for (committed, lost) in [(9, false), (10_000, true)] {
        let (mut driver, place) = empty(true);
        let minute = Minute(START / MINUTE + 120);
        let begins = minute.begins().timestamp_millis();
        driver.run(begins - 30 * MINUTE);
        driver.set(place, minute.time());
        driver.run(begins);
        {
            let mut world = driver.world();
            let alarm = world.people.alarms[place].alarm;
            world.table.put_change(minute, Change::Answered { alarm });
            world.table.put_intake(minute, alarm, IntakeState::Answered);
            let answer =
                people::Answer { place, minute, at: begins, committed: begins + committed, again: None, back: false };
            world.people.answers.push(answer);
        }
        driver.run(begins + 60 * MINUTE);
        let world = driver.world();
        assert!(world.shown.is_empty(), "the engine honours what it can see");
        let findings = oracle::judge(&world, begins + 60 * MINUTE, true).findings;
        assert_eq!(findings.iter().any(|finding| finding.starts_with("lost")), lost, "{committed} ms: {findings:?}");
    }
}

#[test]
fn r55_an_alarm_set_at_any_second_around_the_lead_rings_once() {
    for seconds in (0..=900).step_by(20).chain(595..=605).chain(715..=725) {
        let (mut driver, place) = empty(true);
        let minute = Minute(START / MINUTE + 120);
        let rings = minute.begins().timestamp_millis();
        driver.run(rings - seconds * 1000);
        driver.set(place, minute.time());
        driver.run(rings + 5 * MINUTE);
        let world = driver.world();
        let devices: std::collections::BTreeSet<_> = world.shown.iter().map(|one| &one.target).collect();
        assert!(!devices.is_empty() && devices.len() == world.shown.len(), "{seconds} s ahead: {:?}", world.shown);
    }
}

#[test]
fn r55_the_first_tick_of_all_starts_at_its_own_minute() {
    let (mut driver, _) = empty(false);
    driver.run(START + 10_000);
    let cursor = driver.world().table.cursor.unwrap();
    assert_eq!((cursor.dispatched, cursor.swept), (Minute(START / MINUTE + 10), Minute(START / MINUTE - 1)));
}

#[test]
fn r55_a_city_of_ten_million_keeps_within_its_units_and_a_second() {
    let day = city::day(10_000_000, 3, 476, 482, None);
    assert_eq!(day.published.0, day.published.1);
    assert!(day.published.1 > 40_000, "the clump at 08:00 is there");
    let (reads, writes) = (day.reads.0 + day.reads.1, day.writes);
    assert!(reads <= 0.05 && writes <= 0.03, "{reads} read units, {writes} write units an alarm");
    assert!(city::per_mille(&day.received, 999) <= 1_000, "{} ms", city::per_mille(&day.received, 999));
}
