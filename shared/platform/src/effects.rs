//! Effects outside the table: a handler declares them, and they happen once, though the handler may run again.
//!
//! A handler decides from what was read, and where it loses a race it is run again from its read. What it wants of a service
//! outside is therefore a value with all that it needs, an [`OutsideEffect`]: [`Call::once`](crate::call::Call::once) for what
//! has to happen before the commit, because the commit needs what comes of it, and
//! [`Call::afterwards`](crate::call::Call::afterwards) for what follows a commit. Clients of services are made from
//! [`Services`], which only an effect that happens, or a job, is given.
//!
//! A function may end right after its commit. What must follow one all the same is an item, written with it, that a job reads: a
//! notice ([`crate::notice`]), or the changes of the next minutes that the sweep of the alarms looks at.

use std::any::Any;
use std::pin::Pin;
use std::sync::Mutex;

use aws_types::SdkConfig;

use crate::app::App;
use crate::problem::Problem;

/// What may reach the services outside the table: their clients are made from it.
#[derive(Clone, Copy)]
pub struct Services<'a>(&'a App);

impl<'a> Services<'a> {
    /// Those of an app. Only what has effects happen, and the proof that a job runs, give them.
    pub(crate) fn of(app: &'a App) -> Self {
        Self(app)
    }

    /// The app, with the settings that name the services.
    pub fn app(self) -> &'a App {
        self.0
    }

    /// What a client of an AWS service is built from.
    pub fn aws_config(self) -> SdkConfig {
        self.0.aws_config()
    }
}

/// An effect outside the table, as a value: it holds nothing of the run that declares it, and is used up by happening.
pub trait OutsideEffect: Send + 'static {
    /// What comes of it.
    type Done: Clone + Send + 'static;

    /// Does it. Called by the platform, and by nobody else.
    fn happen(self, services: Services<'_>) -> impl Future<Output = Result<Self::Done, Problem>> + Send;
}

/// What it means for the answer that an effect failed which follows a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfItFails {
    /// The answer stands, because what was committed holds without it. These words go to the log.
    LeftUndone(&'static str),
    /// The answer is its error. A repetition with the same key does it again: the operation's `replay` declares it as well.
    Answered,
}

pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + 'a>>;

/// An effect that was declared, of whatever type.
pub(crate) trait Declared: Send {
    /// Has it happen.
    fn start(self: Box<Self>, services: Services<'_>) -> Running<'_>;
}

impl<E: OutsideEffect<Done = ()>> Declared for E {
    fn start(self: Box<Self>, services: Services<'_>) -> Running<'_> {
        Box::pin((*self).happen(services))
    }
}

/// What a run declared to follow its commit. A run that loses its race is dropped with it.
#[derive(Default)]
pub(crate) struct Following {
    pub(crate) declared: Vec<(IfItFails, Box<dyn Declared>)>,
    pub(crate) is_committed: bool,
}

/// What has happened in a call, for all of its runs.
#[derive(Default)]
pub(crate) struct Happened(pub(crate) Mutex<Vec<Box<dyn Any + Send>>>);

/// What came of an effect of one type.
pub(crate) struct Kept<E: OutsideEffect, K> {
    pub(crate) of: K,
    pub(crate) done: E::Done,
}
