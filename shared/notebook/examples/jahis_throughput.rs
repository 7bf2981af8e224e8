//! Prints how fast notebooks are read, in MB of CP932 a second: `cargo run --release -p notebook --example jahis_throughput`.
#![allow(clippy::print_stdout, reason = "it prints its result")]

use std::time::{Duration, Instant};

use notebook::medication::jahis::{Part, read};

/// What is read again and again: a sheet with every record, repeated to nearly 64 kB.
const SHEET: &str = include_str!("../tests/jahis/samples/08-every-record.txt");
const ROUND: Duration = Duration::from_millis(500);

fn main() {
    let lines: Vec<&str> = SHEET.lines().collect();
    let visit_start = lines.iter().position(|line| line.starts_with("5,")).unwrap_or_default();
    let visit_end = lines.iter().position(|line| line.starts_with("701,")).unwrap_or(lines.len());
    let (head, visit) = (lines.get(..visit_start), lines.get(visit_start..visit_end));
    let (head, visit) = (head.unwrap_or_default().join("\r\n"), visit.unwrap_or_default().join("\r\n"));
    for visits in [1, 10, 65] {
        let text = format!("{head}\r\n{}", format!("{visit}\r\n").repeat(visits));
        let (bytes, _, _) = encoding_rs::SHIFT_JIS.encode(&text);
        let parts = [Part::bytes(bytes.as_ref())];
        let best = (0..5).map(|_| round(&parts, bytes.len())).fold(0.0, f64::max);
        println!("{visits:>3} visits, {:>6} bytes: {best:>6.1} MB/s", bytes.len());
    }
}

/// MB/s of one round, by the processor's time: on a busy machine the clock on the wall counts what others do.
fn round(parts: &[Part], bytes: usize) -> f64 {
    let (start, before) = (Instant::now(), processor_time());
    let mut read_bytes = 0_u32;
    while start.elapsed() < ROUND {
        let reading = std::hint::black_box(read(std::hint::black_box(parts)));
        assert!(reading.is_ok(), "the sample is read");
        read_bytes = read_bytes.saturating_add(u32::try_from(bytes).unwrap_or(0));
    }
    let spent = before.zip(processor_time()).map_or(start.elapsed(), |(before, after)| after.saturating_sub(before));
    f64::from(read_bytes) / spent.as_secs_f64() / 1e6
}

/// How long this program has had a processor; `None` where the system does not say.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
