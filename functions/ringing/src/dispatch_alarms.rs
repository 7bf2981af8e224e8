//! Every minute: hands the minutes that come near to the collectors.

use platform::app::App;
use platform::job::{Job, Trigger};
use platform::log;
use platform::serve::Error;
use platform::spec::Touch;
use serde_json::Value;

/// Moves the cursor over every minute up to ten minutes ahead, whatever ticks came, and has past minutes swept.
pub struct DispatchAlarms;

impl Job for DispatchAlarms {
    const NAME: &'static str = "dispatch-alarms";
    const TOUCHES: &'static [Touch] = &[Touch::TableRead, Touch::TableWrite, Touch::CollectSend];
    const TRIGGER: Trigger = Trigger::EveryMinute;
    const TIMEOUT_SECONDS: u32 = 50;
    type Event = Value;
    type Output = ();

    async fn run(app: &App, _: Value) -> Result<(), Error> {
        let reached = platform::ringing::engine(app).dispatch().await;
        let now = app.clock.now().timestamp_millis();
        match reached {
            Ok(cursor) => {
                let behind = now / 60_000 + alarm_engine::timing::LEAD_MINUTES - cursor.dispatched.0;
                log::count("MinutesDispatched", 1.0, now);
                log::count("MinutesBehind", f64::from(i32::try_from(behind.max(0)).unwrap_or(i32::MAX)), now);
                Ok(())
            }
            Err(_) => Err(Error::from("the tick was not finished; the next one goes on where it ended")),
        }
    }
}
