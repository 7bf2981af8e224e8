//! What the jobs of the queues share: a message is read, handed to the engine, and comes back if that failed.

use alarm_delivery::AlarmEngine;
use alarm_engine::engine::Run;
use alarm_engine::port::Failure;
use chrono::TimeDelta;
use platform::app::App;
use platform::job::{Batch, Failed, System};
use platform::serve::Error;
use serde::de::DeserializeOwned;

/// Time left for one more write before Lambda ends the run, in seconds.
const RESERVE_SECONDS: i64 = 5;

/// Runs the engine for each message. A message that cannot be read fails as well: it ends where somebody looks.
pub(crate) async fn run<M, F>(
    (app, system): (&App, System),
    batch: Batch,
    timeout_seconds: u32,
    work: F,
) -> Result<Failed, Error>
where
    M: DeserializeOwned,
    F: AsyncFn(&AlarmEngine<'_>, &M, &Run) -> Result<(), Failure>,
{
    let engine = alarm_delivery::engine(app, system);
    let deadline = app.clock.now() + TimeDelta::seconds(i64::from(timeout_seconds) - RESERVE_SECONDS);
    let mut failed = Failed::default();
    for record in &batch.records {
        let token = app.random_text().map_err(|_| Error::from("no randomness"))?;
        let done = match serde_json::from_str::<M>(&record.body) {
            Ok(message) => work(&engine, &message, &Run { token, deadline }).await,
            Err(_) => Err(Failure::Permanent("a message that cannot be read")),
        };
        if let Err(failure) = done {
            let reason = match failure {
                Failure::Transient => "transient",
                Failure::Throttled { .. } => "throttled",
                Failure::Permanent(reason) => reason,
            };
            platform::log::job_failed(reason, app.clock.now().timestamp_millis());
            failed.push(record);
        }
    }
    Ok(failed)
}
