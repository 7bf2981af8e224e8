//! Takes the times: cold starts of all peers in turn, so that a busy moment of the machine meets all of them; then one
//! process each for the warm requests and the memory after them.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::dynamodb::Dynamodb;
use crate::peer::Peer;
use crate::report::quantile;

/// What was measured of one peer. Times in milliseconds.
#[derive(Default)]
pub(crate) struct Numbers {
    asked: Vec<f64>,
    answered: Vec<f64>,
    processor: Vec<f64>,
    page_faults: Vec<f64>,
    warm: Vec<f64>,
    /// Resident memory after the warm requests, MB (10^6 bytes).
    pub(crate) resident_mb: f64,
    highest_mb: f64,
}

impl Numbers {
    /// Median from the spawn to the first answer.
    pub(crate) fn start(&self) -> f64 {
        quantile(&self.answered, 0.5)
    }
}

/// Measures all peers.
pub(crate) fn all(
    peers: &[Peer],
    event: &Arc<[u8]>,
    dynamodb: &Dynamodb,
    runs: u32,
    requests: u32,
) -> Result<Vec<Numbers>, String> {
    let mut numbers: Vec<Numbers> = peers.iter().map(|_| Numbers::default()).collect();
    let url = dynamodb.url();
    // The first round fills the caches of the disk and does not count.
    for round in 0..=runs {
        for (peer, numbers) in peers.iter().zip(&mut numbers) {
            let before = dynamodb.answered();
            let (running, start) = peer.start(event, &url)?;
            drop(running);
            if dynamodb.answered() - before != u64::from(peer.works) {
                return Err(format!("{} did not read the table exactly once", peer.name));
            }
            if round > 0 {
                numbers.asked.push(millis(start.asked));
                numbers.answered.push(millis(start.answered));
                numbers.processor.push(millis(start.processor));
                numbers.page_faults.push(count(start.page_faults));
            }
        }
    }
    for (peer, numbers) in peers.iter().zip(&mut numbers) {
        let (running, _) = peer.start(event, &url)?;
        for _ in 0..requests {
            numbers.warm.push(millis(peer.invoke(&running)?));
        }
        let (now, highest) = running.memory().ok_or("no /proc/<pid>/status")?;
        (numbers.resident_mb, numbers.highest_mb) = (kilobytes(now), kilobytes(highest));
    }
    Ok(numbers)
}

/// One line a peer.
pub(crate) fn table(peers: &[Peer], numbers: &[Numbers]) -> String {
    let mut text =
        "| | spawn to first question | spawn to first answer (fastest) | processor time, page faults until then \
                    | warm p50 / p99 | memory after them (highest) | zip |\n|---|---|---|---|---|---|---|\n"
            .to_owned();
    for (peer, n) in peers.iter().zip(numbers) {
        let median = |values: &[f64]| quantile(values, 0.5);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {:.2} ms | {:.2} ms ({:.2}) | {:.2} ms, {} | {:.2} / {:.2} ms | {:.1} MB ({:.1}) | {:.2} MB |",
            peer.name,
            median(&n.asked),
            n.start(),
            quantile(&n.answered, 0.0),
            median(&n.processor),
            median(&n.page_faults),
            median(&n.warm),
            quantile(&n.warm, 0.99),
            n.resident_mb,
            n.highest_mb,
            megabytes(&peer.zip),
        );
    }
    text
}

#[allow(clippy::cast_precision_loss)] // far below 2^53
fn count(number: u64) -> f64 {
    number as f64
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn kilobytes(kib: u64) -> f64 {
    count(kib) * 1024.0 / 1e6
}

/// Size of a file in MB (10^6 bytes); not a number where there is none, which keeps no budget.
pub(crate) fn megabytes(path: &Path) -> f64 {
    std::fs::metadata(path).map_or(f64::NAN, |found| count(found.len()) / 1e6)
}
