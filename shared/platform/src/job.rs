//! Functions that no person calls: triggers, schedules, queues.

use std::pin::Pin;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::spec::Touch;

/// One job.
pub trait Job: 'static {
    /// Its name: the `Handler`.
    const NAME: &'static str;
    /// Its IAM statements.
    const TOUCHES: &'static [Touch];
    /// What triggers it.
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
    serve: for<'a> fn(&'a App) -> Serving<'a>,
}

impl JobEntry {
    /// The entry of a job.
    pub const fn of<J: Job>() -> Self {
        Self { name: J::NAME, touches: J::TOUCHES, serve: serve::<J> }
    }

    /// Serves its events until Lambda ends the process.
    pub async fn serve(&self, app: &App) -> Result<(), Error> {
        (self.serve)(app).await
    }
}

fn serve<J: Job>(app: &App) -> Serving<'_> {
    Box::pin(lambda_runtime::run(service_fn(move |event: LambdaEvent<J::Event>| J::run(app, event.payload))))
}
