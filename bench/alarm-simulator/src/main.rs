//! `alarm-simulator faults [--schedules N] [--days N] [--first SEED] [--threads N]`: many fault schedules.
//! `alarm-simulator faults --seed N [--days N] [--log]`: one of them again, with its log.
//! `alarm-simulator city [--residents N] [--per-day N] [--quota N]`: a day of a city.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that is read by people")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use alarm_simulator::bug::Bug;
use alarm_simulator::schedule::{self, Outcome};

struct Options(Vec<String>);

impl Options {
    fn number(&self, name: &str, otherwise: u64) -> u64 {
        let place = self.0.iter().position(|option| option == name);
        place.and_then(|place| self.0.get(place + 1)).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|option| option == name)
    }
}

fn main() -> ExitCode {
    let options = Options(std::env::args().skip(1).collect());
    match options.0.first().map(String::as_str) {
        Some("faults") if options.has("--seed") => again(&options),
        Some("faults") => faults(&options),
        Some("city") => {
            alarm_simulator::city::main(options.number("--residents", 10_000_000), options.number("--per-day", 3))
        }
        _ => {
            eprintln!(
                "faults [--schedules N --days N --first SEED --threads N | --seed N] | city [--residents N --per-day N]"
            );
            ExitCode::FAILURE
        }
    }
}

fn bug(options: &Options) -> Bug {
    let place = usize::try_from(options.number("--bug", 0)).unwrap_or(0);
    place.checked_sub(1).and_then(|place| Bug::ALL.get(place)).copied().unwrap_or_default()
}

/// One schedule again.
fn again(options: &Options) -> ExitCode {
    let days = i64::try_from(options.number("--days", 90)).unwrap_or(90);
    let outcome = schedule::run(options.number("--seed", 0), days, bug(options), true);
    if options.has("--log") {
        for line in &outcome.log {
            println!("{line}");
        }
    }
    println!("{:#?}\n{:?}", outcome.faults, outcome.counts);
    report(&outcome);
    if outcome.verdict.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn report(outcome: &Outcome) {
    for finding in &outcome.verdict.findings {
        println!("seed {}: {finding}", outcome.seed);
    }
}

#[derive(Default)]
struct Sum {
    schedules: u64,
    due: u64,
    removed: u64,
    again: u64,
    taken_back: u64,
    told: u64,
    repeated: u64,
    late: u64,
    findings: u64,
    ticks: u64,
    dispatches: u64,
    runs: u64,
    crashes: u64,
    failed: u64,
    throttled: u64,
    dead: u64,
    actions: u64,
    requests: u64,
    bad: Vec<u64>,
}

impl Sum {
    fn add(&mut self, outcome: &Outcome) {
        let (verdict, counts) = (&outcome.verdict, outcome.counts);
        self.schedules += 1;
        self.due += verdict.due;
        self.removed += verdict.removed;
        self.again += verdict.again;
        self.taken_back += verdict.taken_back;
        self.told += verdict.told;
        self.repeated += verdict.repeated;
        self.late += verdict.late;
        self.findings += verdict.findings.len() as u64;
        self.ticks += counts.ticks;
        self.dispatches += counts.dispatches;
        self.runs += counts.runs;
        self.crashes += counts.crashes;
        self.failed += counts.failed;
        self.throttled += counts.throttled;
        self.dead += counts.dead;
        self.actions += counts.actions;
        self.requests += counts.requests;
        if !verdict.findings.is_empty() {
            self.bad.push(outcome.seed);
        }
    }
}

/// Many schedules.
fn faults(options: &Options) -> ExitCode {
    let (schedules, first) = (options.number("--schedules", 300), options.number("--first", 1));
    let days = i64::try_from(options.number("--days", 90)).unwrap_or(90);
    let bug = bug(options);
    let (next, sum) = (AtomicU64::new(first), Mutex::new(Sum::default()));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..options.number("--threads", 2) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + schedules {
                        return;
                    }
                    let outcome = schedule::run(seed, days, bug, false);
                    let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
                    if sum.bad.len() < 5 {
                        report(&outcome);
                    }
                    sum.add(&outcome);
                }
            });
        }
    });
    let sum = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!(
        "{} schedules of {days} days, seeds {first} to {}, in {:.0} s",
        sum.schedules,
        first + schedules - 1,
        began.elapsed().as_secs_f64()
    );
    println!(
        "ticks {} ({} ran the dispatcher), runs {}, requests {}, actions of people {}",
        sum.ticks, sum.dispatches, sum.runs, sum.requests, sum.actions
    );
    println!(
        "crashes {}, failed or lost replies {}, throttled copies {}, dead letters {}",
        sum.crashes, sum.failed, sum.throttled, sum.dead
    );
    println!(
        "doses that had to be shown {}, late and marked {}, removed in time {}, rung again {}, missed and told {}, answers taken back {}",
        sum.due, sum.late, sum.removed, sum.again, sum.told, sum.taken_back
    );
    println!("copies sent again and shown once {}", sum.repeated);
    println!("wrong: {} in {} schedules", sum.findings, sum.bad.len());
    if sum.bad.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("again: alarm-simulator faults --days {days} --log --seed {}", sum.bad.first().copied().unwrap_or(0));
    ExitCode::FAILURE
}
