//! Sends the alarms of a page, or one occurrence on its own, when they are due.

use alarm_engine::message::NotifyMessage;
use alarm_engine::port::Clock as _;
use notebook::access::Section;
use platform::app::App;
use platform::job::{Batch, Failed, Job, Reach, System, Trigger};
use platform::log;
use platform::serve::Error;
use platform::spec::Touch;

/// Claims a page, leaves out what was edited or answered since, and publishes the rest.
pub struct NotifyAlarms;

impl Job for NotifyAlarms {
    const NAME: &'static str = "notify-alarms";
    const TOUCHES: &'static [Touch] = &[
        Touch::TableRead,
        Touch::TableWrite,
        Touch::NotifySend,
        Touch::FollowUpSend,
        Touch::TopicPublish,
        Touch::PushPublish,
        Touch::WebPush,
    ];
    const REACHES: &'static [Reach] = &[
        Reach {
            section: Section::Medication,
            why: "reminds of a dose or of recording, and tells of a stock that runs low: the alarm, its label where the person chose so, whom it may remind and how",
        },
        Reach {
            section: Section::Visits,
            why: "reminds of an appointment: whether it still is to be, its day, its time and whom it reminds",
        },
    ];
    const TRIGGER: Trigger = Trigger::Queue { name: "AlarmNotify", at_once: "AlarmNotifiersAtOnce", most: 10 };
    // Below the lease of a claim, as the engine's timing wants it.
    const TIMEOUT_SECONDS: u32 = 30;
    type Event = Batch;
    type Output = Failed;

    async fn run(app: &App, system: System, batch: Batch) -> Result<Failed, Error> {
        crate::batch::run((app, system), batch, Self::TIMEOUT_SECONDS, async |engine, message: &NotifyMessage, run| {
            // Pages only: an occurrence on its own may have been made by an edit inside its very minute, or found by the sweep,
            // and is then late without anything being slow.
            if let NotifyMessage::Page { minute, .. } = message {
                let now = engine.clock.now();
                let lateness = (now - minute.begins()).num_milliseconds().max(0);
                log::metrics(&[("LatenessMs", lateness)], now.timestamp_millis());
            }
            engine.notify(message, run).await
        })
        .await
    }
}
