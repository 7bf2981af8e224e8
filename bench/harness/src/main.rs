//! Starts the same operation in four forms as Lambda would, asks all of them the same event against one canned DynamoDB,
//! and holds the numbers against the budgets. `bench/run.sh` builds the four and calls this:
//!
//! `bench-harness RELEASE-FOLDER BENCH-FOLDER NODE [RUNS [REQUESTS]]`
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its result")]

mod dynamodb;
mod http;
mod measure;
mod peer;
mod report;
mod runtime_api;
mod startup;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use bench_harness::canned;
use dynamodb::Dynamodb;
use measure::Numbers;
use peer::Peer;
use report::{Bound, Budget};

/// The place of each peer in the list.
const OURS: usize = 0;
const EMPTY: usize = 1;
const TYPESCRIPT: usize = 2;
const PYTHON: usize = 3;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("a budget is missed");
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let number = |place: usize, usual: u32| {
        arguments
            .get(place)
            .map_or(Ok(usual), |text| text.to_string_lossy().parse().map_err(|_| "not a number".to_owned()))
    };
    let [release, bench, node, ..] = arguments.as_slice() else {
        return Err("bench-harness RELEASE-FOLDER BENCH-FOLDER NODE [RUNS [REQUESTS]]".to_owned());
    };
    let (runs, requests) = (number(3, 30)?, number(4, 10_000)?);
    // The peers are started in folders of their own.
    let absolute = |path: &OsString| std::path::absolute(path).map_err(|error| error.to_string());
    let (release, bench) = (absolute(release)?, absolute(bench)?);

    println!("{}\n", report::machine());
    let peers = peers(&release, &bench, node);
    let event: Arc<[u8]> = canned::event().to_string().into_bytes().into();
    let dynamodb = Dynamodb::start().map_err(|error| error.to_string())?;
    let numbers = measure::all(&peers, &event, &dynamodb, runs, requests)?;
    println!("{}", measure::table(&peers, &numbers));

    let ours = peers.first().ok_or("no peers")?;
    let (to_ask, to_answer) = startup::count(ours, &bench, &event, &dynamodb.url())?;
    println!(
        "Instructions until the runtime asks for its first event: {to_ask}; until it asks for its second: {to_answer}.\n"
    );

    let mut budgets = budgets(&numbers, to_ask).ok_or("a peer was not measured")?;
    budgets.extend(zips(&bench.join("zips"))?);
    budgets.extend(jahis(&release.join("examples/jahis_throughput"))?);
    let (table, all_kept) = report::budgets(&budgets);
    println!("{table}");
    Ok(all_kept)
}

fn peers(release: &Path, bench: &Path, node: &OsString) -> [Peer; 4] {
    let peer = |name, folder: &Path, command: Vec<OsString>, zip: &str, works| Peer {
        name,
        command,
        folder: folder.to_owned(),
        zip: bench.join("zips").join(zip),
        log: bench.join(zip).with_extension("log"),
        works,
    };
    let (typescript, python) = (bench.join("typescript"), bench.join("python"));
    let node = vec![node.clone(), typescript.join("bootstrap.mjs").into(), typescript.join("index.cjs").into()];
    let python3 = vec![bench.join("venv/bin/python").into(), "-m".into(), "awslambdaric".into(), "app.handler".into()];
    [
        peer("get-resident", release, vec![release.join("resident").into()], "resident.zip", true),
        peer("empty handler", release, vec![release.join("bench-empty").into()], "empty.peer.zip", false),
        peer("TypeScript", &typescript, node, "typescript.peer.zip", true),
        peer("Python", &python, python3, "python.peer.zip", true),
    ]
}

fn budgets(numbers: &[Numbers], instructions: u64) -> Option<Vec<Budget>> {
    let ours = numbers.get(OURS)?;
    let start = |peer: usize| numbers.get(peer).map(Numbers::start);
    let ratio = |what: &str, measured, bound, aim| Budget {
        what: format!("spawn to first answer, {what}"),
        measured,
        bound,
        unit: "×",
        aim: Some(aim),
    };
    #[allow(clippy::cast_precision_loss)] // far below 2^53
    let instructions = instructions as f64 / 1e6;
    let most = |what: &str, measured, most, unit, aim| Budget {
        what: what.to_owned(),
        measured,
        bound: Bound::AtMost(most),
        unit,
        aim: Some(aim),
    };
    Some(vec![
        ratio("of the empty handler's", start(OURS)? / start(EMPTY)?, Bound::AtMost(1.85), 1.5),
        ratio("faster than TypeScript", start(TYPESCRIPT)? / start(OURS)?, Bound::AtLeast(45.0), 60.0),
        ratio("faster than Python", start(PYTHON)? / start(OURS)?, Bound::AtLeast(95.0), 120.0),
        most("start-up instructions", instructions, 1.45, "M", 0.8),
        most("resident memory after the warm requests", ours.resident_mb, 7.4, "MB", 6.0),
    ])
}

/// Every package of our own: `*.zip` but not `*.peer.zip`.
fn zips(folder: &Path) -> Result<Vec<Budget>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let ours = paths.iter().filter(|path| !path.to_string_lossy().ends_with(".peer.zip"));
    let budget = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (most, aim) = match name.as_str() {
            "resident.zip" => (2.8, Some(2.5)),
            // Printing carries a font.
            "print.zip" => (12.0, None),
            _ => (3.5, Some(2.5)),
        };
        Budget { what: name, measured: measure::megabytes(path), bound: Bound::AtMost(most), unit: "MB", aim }
    };
    Ok(ours.map(budget).collect())
}

/// The slowest of the reader's own measurements, where it has been built.
fn jahis(program: &Path) -> Result<Option<Budget>, String> {
    if !program.exists() {
        return Ok(None);
    }
    let output = Command::new(program).output().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("Reading pharmacy QR codes (JAHIS):\n{text}");
    let rates = text.lines().filter_map(|line| line.trim_end().strip_suffix(" MB/s")?.rsplit(' ').next()?.parse().ok());
    let measured = rates.reduce(f64::min).ok_or("the JAHIS example printed no rate")?;
    let what = "reading JAHIS, slowest size".to_owned();
    Ok(Some(Budget { what, measured, bound: Bound::AtLeast(50.0), unit: "MB/s", aim: Some(90.0) }))
}
