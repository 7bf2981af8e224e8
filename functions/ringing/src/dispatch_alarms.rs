//! Every minute: hands the minutes that come near to the collectors, and the notices that wait to the topic.

use platform::app::App;
use platform::job::{Job, System, Trigger};
use platform::log;
use platform::serve::Error;
use platform::spec::Touch;
use serde_json::Value;

/// Moves the cursor over every minute up to ten minutes ahead, whatever ticks came, and has past minutes swept. Then publishes
/// the notices to accounts that were written since: where one of the two fails, the other is done.
pub struct DispatchAlarms;

impl Job for DispatchAlarms {
    const NAME: &'static str = "dispatch-alarms";
    const TOUCHES: &'static [Touch] = &[Touch::TableRead, Touch::TableWrite, Touch::CollectSend, Touch::TopicPublish];
    const TRIGGER: Trigger = Trigger::EveryMinute;
    const TIMEOUT_SECONDS: u32 = 50;
    type Event = Value;
    type Output = ();

    async fn run(app: &App, system: System, _: Value) -> Result<(), Error> {
        let reached = alarm_delivery::engine(app, system).dispatch().await;
        let published = platform::notice::publish(system.services(app)).await;
        let cursor =
            reached.map_err(|_| Error::from("the tick was not finished; the next one goes on where it ended"))?;
        let now = app.clock.now().timestamp_millis();
        let behind = now / 60_000 + alarm_engine::timing::LEAD_MINUTES - cursor.dispatched.0;
        log::metrics(&[("MinutesDispatched", 1), ("MinutesBehind", behind.max(0))], now);
        published.map_err(|_| Error::from("a notice was not published; it waits for the next tick"))
    }
}
