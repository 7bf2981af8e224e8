//! Looks at an institution's own lists, which its staff come back to all day. Each list is entered once a sign-in and day in the
//! institution's log: a line for each refresh would fill the log with one and the same thing.

use notebook::time::{Instant, jst_day};
use platform::audit::{self, Decision, Look};
use platform::problem::Audit;
use platform::table::Cancelled;
use records::prelude::*;

/// That a list was entered for a sign-in and day.
#[derive(Serialize)]
struct Mark {
    at: Instant,
}

/// For how long a mark is kept, in seconds: longer than the day that it is about.
const MARK_SECONDS: i64 = 2 * 86_400;

/// The write of the mark.
const MARK: &str = "mark of the day";

/// Names what [`enter`] looks at in the log of the institution.
pub(crate) fn plan(call: &Call, code: &str, plan: &mut ReadPlan) {
    plan.get(shared::institution_chain(code).head()).get(mark(call, code));
}

fn mark(call: &Call, code: &str) -> Key {
    shared::institution_chain(code).mark(call.spec.name, &call.caller().session, jst_day(call.now()))
}

/// Enters the look, unless that was done today. No entry, no answer.
pub(crate) async fn enter(app: &App, call: &Call, subject: &Authorised<Staff>) -> Result<(), Problem> {
    let code = subject.institution();
    let mark = mark(call, code);
    if subject.fetched().item(&mark)?.is_some() {
        return Ok(());
    }
    let look = Look {
        at: call.now(),
        actor: subject.caller().actor.clone(),
        role: subject.role().as_str().to_owned(),
        institution: Some(code.to_owned()),
        action: call.spec.name,
        sections: Vec::new(),
        decision: Decision::Allowed,
        about: None,
    };
    let mut effect = Transaction::on(&app.table);
    let meta = Meta { expires_at: Some(call.now().timestamp() + MARK_SECONDS), ..Meta::default() };
    effect.named(MARK, |effect| effect.put(&mark, &Mark { at: call.now() }, &meta, Only::IfNew))?;
    let entry = audit::Plan::new(shared::institution_chain(code), subject.fetched(), look)?;
    match call.log(app, entry, effect).await {
        // A parallel call of the same sign-in was faster: its entry stands for both.
        Ok(()) => Ok(()),
        Err(Cancelled::Condition(lost)) if lost.is(MARK) => Ok(()),
        Err(ended @ Cancelled::Ground) => Err(ended.into()),
        Err(_) => Err(Problem::of(Code::Unavailable).logged(Audit::EntryNotWritten).retry_after(1)),
    }
}
