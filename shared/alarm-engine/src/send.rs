//! Sending: to all devices of a person; where none can be reached, to the city's topic.
//!
//! A push service that takes nothing at all is another matter than a device that is gone: no device is marked, people who want an
//! e-mail get it now, and what nobody was sent stays in its queue until the service is mended.

use std::time::Duration;

use chrono::TimeDelta;
use notebook::time::Instant;

use crate::engine::{Engine, Run};
use crate::ledger::{Channel, Delivered};
use crate::notification::Notification;
use crate::port::{Clock, Failure, Outcome, Publication, Push, Store, Target};
use crate::timing::LATE_SECONDS;

/// People whose copies are published together.
pub const BATCH: usize = 25;

/// How often one copy is tried before its message goes back into the queue.
const ATTEMPTS: u32 = 4;

/// A notification with its way.
pub(crate) struct Addressed<'a> {
    /// What.
    pub(crate) notification: Notification,
    /// The person's devices.
    pub(crate) endpoints: &'a [String],
    /// Whether an e-mail goes out where none of them can be reached.
    pub(crate) email: bool,
    /// When it was to be sent, if it is to say when it is late.
    pub(crate) at: Option<Instant>,
}

/// What became of some notifications.
pub(crate) struct Sent {
    /// For each, in order; none if it was not tried.
    pub(crate) delivered: Vec<Option<Delivered>>,
    /// Why not all were taken, or tried.
    pub(crate) failure: Option<Failure>,
}

/// One copy that waits for its turn.
struct Waiting {
    /// Whose, by place.
    place: usize,
    target: Target,
    attempts: u32,
}

impl<S: Store, Q, P: Push, C: Clock> Engine<S, Q, P, C> {
    /// Sends, tries again what was not taken, and stops when time is up. One device that took it is enough.
    pub(crate) async fn send(&self, all: &[Addressed<'_>], run: &Run) -> Sent {
        let mut sent = Sent { delivered: all.iter().map(|_| None).collect(), failure: None };
        let mut waiting: Vec<Waiting> = all.iter().enumerate().flat_map(|(place, one)| first(place, one)).collect();
        let mut rounds = 0;
        while !waiting.is_empty() {
            if let Err(failure) = self.wait_for_turn(waiting.len(), rounds, run).await {
                sent.failure = Some(failure);
                break;
            }
            rounds += 1;
            let at = self.clock.now();
            let copies: Vec<Publication> = waiting.iter().filter_map(|copy| publication(all, copy, at)).collect();
            let mut outcomes = self.push.publish(&copies).await.into_iter();
            let mut again = Vec::new();
            let mut unreachable = Vec::new();
            for copy in waiting {
                // An answer that is missing is no answer.
                let outcome = outcomes.next().unwrap_or(Outcome::Transient);
                let accepted = outcome == Outcome::Accepted;
                note(&mut sent, all, &copy, at, accepted);
                match (outcome, &copy.target) {
                    (Outcome::Accepted, _) => {}
                    (Outcome::Unreachable, Target::Endpoint(endpoint)) => {
                        if let Some(one) = all.get(copy.place) {
                            // Found out again by the next alarm if this is not written.
                            let _ = self.store.endpoint_failed(&one.notification.recipient, endpoint, at).await;
                        }
                        unreachable.push(copy.place);
                    }
                    (Outcome::Refused, Target::Endpoint(_)) => {
                        if all.get(copy.place).is_some_and(|one| one.email) {
                            unreachable.push(copy.place);
                        }
                    }
                    _ => again.push(Waiting { attempts: copy.attempts + 1, ..copy }),
                }
                if outcome == Outcome::Throttled {
                    self.bucket.pause(at, Duration::from_millis(100));
                    sent.failure = Some(Failure::Throttled { after: Duration::from_secs(5) });
                }
            }
            let is_delivered =
                |place: usize| sent.delivered.get(place).copied().flatten().is_some_and(|one| one.delivered);
            again.retain(|copy| !is_delivered(copy.place));
            unreachable.dedup();
            unreachable.retain(|place| !is_delivered(*place) && again.iter().all(|copy| copy.place != *place));
            let topic = |place: usize| all.get(place).map(|one| Target::Topic { email: one.email });
            let fallback = unreachable.iter().filter_map(|place| topic(*place).map(|target| (*place, target)));
            again.extend(fallback.map(|(place, target)| Waiting { place, target, attempts: 0 }));
            again.retain(|copy| copy.attempts < ATTEMPTS);
            waiting = again;
        }
        if sent.delivered.iter().all(|one| one.is_some_and(|one| one.delivered)) {
            sent.failure = None;
        } else {
            sent.failure = sent.failure.or(Some(Failure::Transient));
        }
        sent
    }

    async fn wait_for_turn(&self, copies: usize, rounds: u32, run: &Run) -> Result<(), Failure> {
        let pause = if rounds == 0 { Duration::ZERO } else { run.backoff(rounds) };
        let now = self.clock.now();
        let turn = self.bucket.take(copies, now, run.left(now)).map_err(|after| Failure::Throttled { after })?;
        let wait = turn.max(pause);
        if wait >= run.left(now) {
            return Err(Failure::Throttled { after: wait });
        }
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
        }
        Ok(())
    }
}

/// The copies to begin with: one for each device, or one for the topic.
fn first<'a>(place: usize, one: &'a Addressed<'_>) -> impl Iterator<Item = Waiting> + 'a {
    let topic = one.endpoints.is_empty().then_some(Target::Topic { email: one.email });
    let targets = one.endpoints.iter().cloned().map(Target::Endpoint).chain(topic);
    targets.map(move |target| Waiting { place, target, attempts: 0 })
}

fn is_late(one: &Addressed<'_>, now: Instant) -> bool {
    one.at.is_some_and(|at| now - at > TimeDelta::seconds(LATE_SECONDS))
}

fn publication(all: &[Addressed<'_>], copy: &Waiting, at: Instant) -> Option<Publication> {
    let one = all.get(copy.place)?;
    let notification = Notification { late: is_late(one, at), ..one.notification.clone() };
    Some(Publication { target: copy.target.clone(), notification })
}

fn note(sent: &mut Sent, all: &[Addressed<'_>], copy: &Waiting, at: Instant, accepted: bool) {
    let (Some(one), Some(delivered)) = (all.get(copy.place), sent.delivered.get_mut(copy.place)) else { return };
    if delivered.is_some_and(|before| before.delivered) {
        return;
    }
    let channel = match copy.target {
        Target::Endpoint(_) => Channel::Push,
        Target::Topic { email: false } => Channel::Topic,
        Target::Topic { email: true } => Channel::Email,
    };
    *delivered = Some(Delivered { channel, attempted_at: at, delivered: accepted, late: is_late(one, at) });
}
