//! Functions that no person calls: triggers, schedules, queues.

mod keys;

use std::pin::Pin;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use notebook::access::Section;
use notebook::id::ResidentId;

pub use keys::JobKeys;

use crate::app::App;
use crate::effects::Services;
use crate::problem::Problem;
use crate::spec::Touch;
use crate::table::schema::InSection;

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

/// What a job reaches in people's notebooks, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The section.
    pub section: Section,
    /// Why, for whoever answers for it.
    pub why: &'static str,
}

/// Proof that a job runs: the subject of what nobody calls, so that nobody's relation decides. It reaches what the job declares.
#[derive(Debug, Clone, Copy)]
pub struct System {
    reaches: &'static [Reach],
}

impl System {
    /// The job's own. Called by what serves it and by tests, and nowhere else.
    pub const fn of<J: Job>() -> Self {
        Self { reaches: J::REACHES }
    }

    /// The keys of a section of a notebook, which the job declares to reach there.
    ///
    /// # Errors
    ///
    /// `internal` where the job does not declare the section.
    pub fn notebook<S: InSection>(self, resident: ResidentId) -> Result<JobKeys<S>, Problem> {
        if self.reaches.iter().any(|reach| reach.section == S::SECTION) {
            return Ok(JobKeys::new(resident));
        }
        Err(Problem::internal("a job reaches for what it does not declare"))
    }

    /// The services outside the table. A job is handed its event again where it fails: what it does there it claims or marks in
    /// the table itself.
    pub fn services(self, app: &App) -> Services<'_> {
        Services::of(app)
    }
}

/// One job.
pub trait Job: 'static {
    /// Its name: the `Handler`.
    const NAME: &'static str;
    /// Its IAM statements.
    const TOUCHES: &'static [Touch];
    /// What it reaches in notebooks; most reach nothing.
    const REACHES: &'static [Reach] = &[];
    /// What calls it.
    const TRIGGER: Trigger;
    /// How long it may run, in seconds. A queue's message stays invisible for six times as long.
    const TIMEOUT_SECONDS: u32 = 10;
    /// What the trigger hands over.
    type Event: DeserializeOwned + Send;
    /// What it gives back to its trigger.
    type Output: Serialize + Send;

    /// Does it. An error's text goes to the log and, for some triggers, to the caller: never anything personal.
    fn run(app: &App, system: System, event: Self::Event) -> impl Future<Output = Result<Self::Output, Error>> + Send;
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
    /// What it reaches in notebooks.
    pub reaches: &'static [Reach],
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
            reaches: J::REACHES,
            timeout_seconds: J::TIMEOUT_SECONDS,
            serve: serve::<J>,
        }
    }

    /// Serves its events until Lambda ends the process.
    pub async fn serve(&self, app: &App) -> Result<(), Error> {
        (self.serve)(app).await
    }
}

/// Hands a job one event.
///
/// # Errors
///
/// What its trigger is to hear.
pub async fn run<J: Job>(app: &App, event: J::Event) -> Result<J::Output, Error> {
    J::run(app, System::of::<J>(), event).await
}

fn serve<J: Job>(app: &App) -> Serving<'_> {
    Box::pin(lambda_runtime::run(service_fn(move |event: LambdaEvent<J::Event>| run::<J>(app, event.payload))))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use crate::problem::Code;
    use crate::table::schema::{SectionKeys, Sort};

    #[derive(Debug, Clone, Copy)]
    struct Medicines;

    impl InSection for Medicines {
        const SECTION: Section = Section::Medication;
    }

    #[derive(Debug, Clone, Copy)]
    struct Visits;

    impl InSection for Visits {
        const SECTION: Section = Section::Visits;
    }

    struct Reminds;

    impl Job for Reminds {
        const NAME: &'static str = "reminds";
        const TOUCHES: &'static [Touch] = &[];
        const REACHES: &'static [Reach] = &[Reach { section: Section::Medication, why: "reminds of what is taken" }];
        const TRIGGER: Trigger = Trigger::EveryMinute;
        type Event = ();
        type Output = ();

        async fn run(_: &App, _: System, (): ()) -> Result<(), Error> {
            Ok(())
        }
    }

    #[test]
    fn a_job_is_given_keys_of_the_sections_that_it_declares_and_of_no_other() {
        let resident: ResidentId = "01989f5e-0000-7000-8000-000000000001".parse().unwrap();
        let system = System::of::<Reminds>();
        let key = system.notebook::<Medicines>(resident).unwrap().item(const { Sort::of("MED#") }, "1");
        assert_eq!((key.pk, key.sk), (format!("RES#{resident}"), "MED#1".to_owned()));
        assert_eq!(system.notebook::<Visits>(resident).err().unwrap().code, Code::Internal);
    }
}
