//! The alarm engine's ports on AWS: the table, SQS, SNS and the clock; and browsers' push services.

pub mod appointments;
mod apps;
mod browsers;
mod carrier;
pub mod doses;
mod push;
mod queues;
pub mod reminder;
mod store;

use std::sync::Arc;
use std::time::Duration;

use alarm_engine::bucket::Bucket;
use alarm_engine::engine::Engine;
use alarm_engine::port::{self, Failure};
use notebook::time::Instant;

pub use push::AlarmPush;
pub use queues::AlarmQueues;
pub use store::AlarmStore;

use platform::app::App;
use platform::clock::Clock;
use platform::job::System;
use platform::problem::Problem;

/// The engine of a function.
pub type AlarmEngine<'a> = Engine<AlarmStore<'a>, AlarmQueues, AlarmPush, AlarmClock>;

/// The engine on an app's table, queues, push services and clock, for a job.
pub fn engine(app: &App, system: System) -> AlarmEngine<'_> {
    let rate = app.settings.alarms.publish_rate;
    Engine {
        store: AlarmStore::of(app, system),
        queues: AlarmQueues::of(system.services(app)),
        push: AlarmPush::of(system.services(app)),
        clock: AlarmClock(Arc::clone(&app.clock)),
        // One bucket for all that this process is ever asked to send.
        bucket: app.kept.get_or(|| Bucket::new(rate, rate)),
    }
}

/// The app's clock; waiting is the runtime's.
pub struct AlarmClock(Arc<dyn Clock>);

impl port::Clock for AlarmClock {
    fn now(&self) -> Instant {
        self.0.now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A problem of the platform as the engine's failure: what does not answer may answer later, what cannot be read stays so.
fn failure(problem: &Problem) -> Failure {
    if problem.code == platform::problem::Code::Internal {
        Failure::Permanent("an item or message that cannot be read or written")
    } else {
        Failure::Transient
    }
}
