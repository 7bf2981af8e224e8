//! Half an hour later: finds doses that nobody answered, and tells those who watch.

use alarm_engine::message::FollowUpMessage;
use notebook::access::Section;
use platform::app::App;
use platform::job::{Batch, Failed, Job, Reach, System, Trigger};
use platform::serve::Error;
use platform::spec::Touch;

/// Marks watched doses as missed and tells the family, where both agreed.
pub struct FollowUpAlarms;

impl Job for FollowUpAlarms {
    const NAME: &'static str = "follow-up-alarms";
    const TOUCHES: &'static [Touch] = &[
        Touch::TableRead,
        Touch::TableWrite,
        Touch::FollowUpSend,
        Touch::TopicPublish,
        Touch::PushPublish,
        Touch::WebPush,
    ];
    const REACHES: &'static [Reach] = &[Reach {
        section: Section::Medication,
        why: "finds a dose that was not answered and tells those who watch, where both agreed",
    }];
    const TRIGGER: Trigger = Trigger::Queue { name: "AlarmFollowUp", at_once: "AlarmFollowUpsAtOnce", most: 10 };
    const TIMEOUT_SECONDS: u32 = 15;
    type Event = Batch;
    type Output = Failed;

    async fn run(app: &App, system: System, batch: Batch) -> Result<Failed, Error> {
        crate::batch::run(
            (app, system),
            batch,
            Self::TIMEOUT_SECONDS,
            async |engine, message: &FollowUpMessage, run| engine.follow_up(message, run).await,
        )
        .await
    }
}
