//! Functions that no person calls: triggers, schedules, queues.

use std::pin::Pin;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::spec::Touch;

/// What calls a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The user pool, before it issues a token; identity.yaml lets it.
    UserPool,
    /// The clock, every minute.
    EveryMinute,
    /// A queue, one message at a time.
    Queue {
        /// The queue: the parameter `<name>QueueArn` of the stack.
        name: &'static str,
        /// The parameter that says how many run at once.
        at_once: &'static str,
        /// Its default.
        most: u32,
    },
}

/// One job.
pub trait Job: 'static {
    /// Its name: the `Handler`.
    const NAME: &'static str;
    /// Its IAM statements.
    const TOUCHES: &'static [Touch];
    /// What calls it.
    const TRIGGER: Trigger;
    /// How long it may run, in seconds. A queue's message stays invisible for six times as long.
    const TIMEOUT_SECONDS: u32 = 10;
    /// What the trigger hands over.
    type Event: DeserializeOwned + Send;
    /// What it gives back to its trigger.
    type Output: Serialize + Send;

    /// Does it. An error's text goes to the log and, for some triggers, to the caller: never anything personal.
    fn run(app: &App, event: Self::Event) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}

type Serving<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// A job as a value: one line in its context's list.
pub struct JobEntry {
    /// Its name.
    pub name: &'static str,
    /// Its IAM statements.
    pub touches: &'static [Touch],
    /// What calls it.
    pub trigger: Trigger,
    /// How long it may run, in seconds.
    pub timeout_seconds: u32,
    serve: for<'a> fn(&'a App) -> Serving<'a>,
}

impl JobEntry {
    /// The entry of a job.
    pub const fn of<J: Job>() -> Self {
        Self {
            name: J::NAME,
            touches: J::TOUCHES,
            trigger: J::TRIGGER,
            timeout_seconds: J::TIMEOUT_SECONDS,
            serve: serve::<J>,
        }
    }

    /// Serves its events until Lambda ends the process.
    pub async fn serve(&self, app: &App) -> Result<(), Error> {
        (self.serve)(app).await
    }
}

fn serve<J: Job>(app: &App) -> Serving<'_> {
    Box::pin(lambda_runtime::run(service_fn(move |event: LambdaEvent<J::Event>| J::run(app, event.payload))))
}

/// Messages of a queue, as Lambda hands them over.
#[derive(Debug, Clone, Deserialize)]
pub struct Batch {
    /// The messages.
    #[serde(rename = "Records")]
    pub records: Vec<Record>,
}

/// One message of a queue.
#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    /// Its id in the queue.
    #[serde(rename = "messageId")]
    pub message_id: String,
    /// What was sent.
    pub body: String,
}

/// Which messages of a batch failed: they alone come back.
#[derive(Debug, Default, Serialize)]
pub struct Failed {
    /// Those that failed.
    #[serde(rename = "batchItemFailures")]
    pub failures: Vec<FailedRecord>,
}

/// One message that failed.
#[derive(Debug, Serialize)]
pub struct FailedRecord {
    /// Its id in the queue.
    #[serde(rename = "itemIdentifier")]
    pub message_id: String,
}

impl Failed {
    /// Adds a message.
    pub fn push(&mut self, record: &Record) {
        self.failures.push(FailedRecord { message_id: record.message_id.clone() });
    }
}
