//! DELETE /v1/me/sessions

use notebook::time::Instant;
use platform::clock;
use platform::notice::{self, Notice};
use platform::push::RemoveEndpoints;
use records::devices::{Rings, RingsPages};
use records::items::{OwnNotebookItem, SessionsItem};
use records::prelude::*;

use crate::held::MOST_WRITES;
use crate::sign_out::SignOut;

/// Signs the account out everywhere, this sign-in included: after the loss of a phone, or where somebody else may be signed in.
/// Whoever is signed in from before is refused from the next request on, with 401 `session_ended`, and no refresh token counts any
/// more. The account's phones and browsers are taken off: **no alarm rings on any of them until its app has signed in again** and
/// registered it (`put-device`). A sign-in after the answer counts. It stands in the log of the account's own notebook, and its holder
/// is told by e-mail. Where the answer is lost, the repetition is refused with 401 `session_ended`: it is done.
#[derive(JsonSchema)]
pub struct EndSessions;

impl Endpoint for EndSessions {
    const SPEC: Spec = Spec::delete("end-sessions", "/v1/me/sessions")
        .who(Who::Account)
        .also_touches(&[Touch::PushRegister, Touch::SignOut])
        .idempotent()
        // What ends nothing is not counted: whoever may repeat a used key must not keep the holder from ending that sign-in.
        .writes_an_hour(20);
    type Subject = Account;
    type Input = Nothing;
    type Reads = RingsPages;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(keys.account().own_notebook());
        Ok(Rings::plan(&call.caller().actor, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let caller = subject.caller();
        let mut rings = Rings::read(&caller.actor, subject.fetched(), reads)?;
        let devices = std::mem::take(&mut rings.devices);
        let own: Option<OwnNotebookItem> = subject.fetched().get(&subject.keys().own_notebook())?;
        if let Some(own) = own {
            call.enters(subject.own_line(app, call, own.resident_id).await?);
        }
        let mut effect = Transaction::on(&app.table);
        // Also without a device: one that is registered at this moment makes this start again from its read.
        rings.write(&mut effect, call.now(), Some(&caller.subject))?;
        if effect.len() + WRITES_A_DEVICE * devices.len() > MOST_WRITES {
            call.step(app, effect).await?;
            effect = Transaction::on(&app.table);
            rings.lock_again(&mut effect, Some(&caller.subject))?;
        }
        for device in &devices {
            rings.delete_device(&mut effect, device)?;
        }
        let valid_from = next_second(call.now());
        let sessions = SessionsItem { sessions_valid_from: valid_from };
        effect.put(&subject.keys().sessions(), &sessions, &Meta::default(), Only::Always)?;
        Notice::write(&mut effect, app, notice::Kind::SessionsEnded, call.now(), &caller.actor)?;
        // From the commit on no old sign-in counts and no alarm names an old phone, whoever answers. A refresh token makes tokens of
        // the same sign-in, which are refused; an endpoint that stays is rung by nothing. So neither may undo the end by failing.
        let tokens = IfItFails::LeftUndone("refresh tokens of an account that signed out everywhere");
        call.afterwards(tokens, SignOut(caller.subject.clone()));
        let endpoints: Vec<_> = devices.iter().filter_map(|device| device.endpoint.clone()).collect();
        if !endpoints.is_empty() {
            let undone = IfItFails::LeftUndone("push endpoints of an account that signed out everywhere");
            call.afterwards(undone, RemoveEndpoints(endpoints));
        }
        call.afterwards(IfItFails::Answered, Over(valid_from));
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }

    /// The sign-in that used the key is ended and was refused before: whoever comes here signed in later, and has ended nothing yet.
    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Account, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Nothing>, Problem> {
        Err(Problem::of(Code::IdempotencyMismatch))
    }
}

/// The device itself, and that its token is its own.
const WRITES_A_DEVICE: usize = 2;

/// The second of the end is over: the answer leaves no earlier.
struct Over(Instant);

impl OutsideEffect for Over {
    type Done = ();

    async fn happen(self, services: Services<'_>) -> Result<(), Problem> {
        clock::reach(services.app().clock.as_ref(), self.0).await;
        Ok(())
    }
}

/// The first whole second from an instant on. A sign-in knows the second of its making and nothing finer: one of this second may
/// be older than its end, and so does not count. The answer leaves when that second is over, so that whoever signs in after
/// it is not shut out.
fn next_second(at: Instant) -> Instant {
    let part = at.timestamp_subsec_nanos();
    if part == 0 { at } else { at + chrono::TimeDelta::nanoseconds(1_000_000_000 - i64::from(part)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn sign_ins_of_the_second_in_which_they_are_ended_are_ended_as_well() {
        for (at, from) in [
            ("2026-11-22T01:00:00Z", "2026-11-22T01:00:00Z"),
            ("2026-11-22T01:00:00.001Z", "2026-11-22T01:00:01Z"),
            ("2026-11-22T01:00:59.999999999Z", "2026-11-22T01:01:00Z"),
        ] {
            assert_eq!(next_second(at.parse().unwrap()), from.parse::<Instant>().unwrap(), "{at}");
        }
    }
}
