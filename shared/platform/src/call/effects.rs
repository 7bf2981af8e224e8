//! How a call has effects outside the table happen ([`crate::effects`]).

use std::sync::{MutexGuard, PoisonError};

use super::Call;
use crate::app::App;
use crate::effects::{Following, IfItFails, Kept, OutsideEffect, Services};
use crate::log;
use crate::problem::Problem;

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
        let may_follow = is_committed || is_repetition && answer.is_ok();
        if !may_follow {
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

    pub(crate) fn following(&self) -> MutexGuard<'_, Following> {
        self.following.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
