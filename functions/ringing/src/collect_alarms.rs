//! Turns shards of the index of recurrences into pages that the queue holds until they are due.

use alarm_engine::message::CollectMessage;
use platform::app::App;
use platform::job::{Batch, Failed, Job, System, Trigger};
use platform::serve::Error;
use platform::spec::Touch;

/// Collects, or sweeps, the shards that a message names.
pub struct CollectAlarms;

impl Job for CollectAlarms {
    const NAME: &'static str = "collect-alarms";
    const TOUCHES: &'static [Touch] = &[Touch::TableRead, Touch::CollectSend, Touch::NotifySend];
    const TRIGGER: Trigger = Trigger::Queue { name: "AlarmCollect", at_once: "AlarmCollectorsAtOnce", most: 10 };
    const TIMEOUT_SECONDS: u32 = 60;
    type Event = Batch;
    type Output = Failed;

    async fn run(app: &App, system: System, batch: Batch) -> Result<Failed, Error> {
        crate::batch::run((app, system), batch, Self::TIMEOUT_SECONDS, async |engine, message: &CollectMessage, run| {
            engine.collect(message, run).await
        })
        .await
    }
}
