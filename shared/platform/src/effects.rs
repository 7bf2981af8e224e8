//! Effects outside the table: a handler declares them, and they happen once, though the handler may run again.
//!
//! A handler decides from what was read, and where it loses a race it is run again from its read. What it wants of a service
//! outside is therefore a value with all that it needs, an [`OutsideEffect`]: [`Call::once`] for what has to happen before the
//! commit, because the commit needs what comes of it, and [`Call::afterwards`] for what follows a commit. Clients of services are
//! made from [`Services`], which only an effect that happens, or a job, is given.
//!
//! A function may end right after its commit. What must follow one all the same is an item, written with it, that a job reads: a
//! notice ([`crate::notice`]), or the changes of the next minutes that the sweep of the alarms looks at.

use std::any::Any;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use aws_types::SdkConfig;

use crate::app::App;
use crate::call::Call;
use crate::log;
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

type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + 'a>>;

/// An effect that was declared, of whatever type.
trait Declared: Send {
    fn start<'a>(self: Box<Self>, services: Services<'a>) -> Running<'a>;
}

impl<E: OutsideEffect<Done = ()>> Declared for E {
    fn start<'a>(self: Box<Self>, services: Services<'a>) -> Running<'a> {
        Box::pin((*self).happen(services))
    }
}

/// What a run declared to follow its commit. A run that loses its race is dropped with it.
#[derive(Default)]
pub(crate) struct Following {
    declared: Vec<(IfItFails, Box<dyn Declared>)>,
    pub(crate) is_committed: bool,
}

/// What has happened in a call, for all of its runs.
#[derive(Default)]
pub(crate) struct Happened(Mutex<Vec<Box<dyn Any + Send>>>);

/// What came of an effect of one type.
struct Kept<E: OutsideEffect, K> {
    of: K,
    done: E::Done,
}

impl Call {
    /// Has an effect happen before the commit, once a call: where the handler is run again after a lost race, it is given what came
    /// of it the first time. `of` says what makes it the same effect; of something else it happens anew. An error is the answer
    /// of the call, and nothing of it is kept.
    ///
    /// A function may end between it and the commit. So what happens here either changes nothing when it is repeated, or the
    /// person can start again.
    pub async fn once<E, K>(&self, app: &App, of: K, effect: E) -> Result<E::Done, Problem>
    where
        E: OutsideEffect,
        K: PartialEq + Send + 'static,
    {
        if let Some(done) = self.done::<E, K>(&of) {
            return Ok(done);
        }
        let done = effect.happen(Services::of(app)).await?;
        let kept = Kept::<E, K> { of, done: done.clone() };
        self.happened.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(kept));
        Ok(done)
    }

    /// What came of an effect that a run of this call before had happen, if one did: for what cannot be declared a second time,
    /// because it used up what it was made of.
    pub fn done<E, K>(&self, of: &K) -> Option<E::Done>
    where
        E: OutsideEffect,
        K: PartialEq + Send + 'static,
    {
        let happened = self.happened.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = happened.iter().filter_map(|kept| kept.downcast_ref::<Kept<E, K>>());
        kept.find(|kept| kept.of == *of).map(|kept| kept.done.clone())
    }

    /// Declares what follows the commit of this run, in the order in which it is declared and before the answer leaves. It happens
    /// once the transaction was committed, or, where `replay` declares it, because it was before; where the run loses its race or is
    /// refused, it does not.
    pub fn afterwards(&self, if_it_fails: IfItFails, effect: impl OutsideEffect<Done = ()>) {
        self.following().declared.push((if_it_fails, Box::new(effect)));
    }

    /// Has happen what was declared to follow, and gives the answer with it. One that fails keeps no other from happening.
    pub(crate) async fn follow<T>(
        &self,
        app: &App,
        is_repetition: bool,
        mut answer: Result<T, Problem>,
    ) -> Result<T, Problem> {
        let Following { declared, is_committed } = std::mem::take(&mut *self.following());
        if declared.is_empty() {
            return answer;
        }
        if !is_committed && !(is_repetition && answer.is_ok()) {
            return answer.and(Err(Problem::internal("what follows a commit was declared, and nothing was committed")));
        }
        for (if_it_fails, effect) in declared {
            let Err(problem) = effect.start(Services::of(app)).await else { continue };
            match if_it_fails {
                IfItFails::LeftUndone(what) => log::left_undone(what, app.clock.now().timestamp_millis()),
                // What was committed is not run again, whatever the effect met.
                IfItFails::Answered => answer = answer.and(Err(Problem { lost_race: false, ..problem })),
            }
        }
        answer
    }

    pub(crate) fn following(&self) -> std::sync::MutexGuard<'_, Following> {
        self.following.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
