//! The engine's ports over the world, with the planted mistakes.

use std::future::Future;
use std::sync::PoisonError;
use std::time::Duration;

use alarm_engine::change::Change;
use alarm_engine::due::AlarmRef;
use alarm_engine::ledger::Ledger;
use alarm_engine::message::{CollectMessage, FollowUpMessage, NotifyMessage};
use alarm_engine::notification::Recipient;
use alarm_engine::port::{
    Claim, Claimed, Clock, Cursor, Delayed, DueKey, DuePage, Failure, Intake, IntakeState, Outcome, Publication, Push,
    Queues, SentKey, Store, Target, Watcher,
};
use alarm_engine::shard::Shard;
use notebook::alarm::{Minute, TimeOfDay};
use notebook::time::Instant;

use crate::bug::Bug;
use crate::faults::within;
use crate::table::{ClaimItem, read_cost};
use crate::world::{Body, Handle, Inner};

impl Store for Handle {
    async fn cursor(&self) -> Result<Option<Cursor>, Failure> {
        self.call(|world| {
            world.table.meter.other_reads += 2;
            if world.bug == Bug::NoCursor {
                // Only the present minute is looked at, as a schedule that matches the clock would.
                let now = Minute::of(world.instant());
                return Ok(world.table.cursor.map(|_| Cursor { dispatched: now.plus(9), swept: now.plus(-2) }));
            }
            Ok(world.table.cursor)
        })
        .await
    }

    async fn move_cursor(&self, from: Option<Cursor>, to: Cursor) -> Result<bool, Failure> {
        let moved = self
            .call(|world| {
                world.table.meter.other_writes += 2;
                let is_ours = world.table.cursor == from || world.bug == Bug::NoCursor;
                if is_ours {
                    world.table.cursor = Some(to);
                    world.note(|| format!("cursor {} swept {}", to.dispatched, to.swept));
                }
                Ok(is_ours)
            })
            .await;
        let held = std::mem::take(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner).collect);
        if !held.is_empty() && moved == Ok(true) {
            self.send_collect(&held).await?;
        }
        moved
    }

    async fn due(&self, time: TimeOfDay, shard: Shard, after: Option<DueKey>) -> Result<DuePage, Failure> {
        {
            let mut world = self.world();
            // Most shards of a small run are empty; reading them need not be interrupted each time.
            if !world.table.due.contains_key(&(time, shard)) && !world.rng.chance(50_000) {
                world.counts.requests += 1;
                world.table.meter.due_reads += u64::from(shard == Shard(0));
                return Ok(DuePage::default());
            }
        }
        self.call(|world| {
            let Inner { table, rng, faults, now, read_bytes, .. } = world;
            let most = faults.lag;
            let (entries, bytes, next) =
                table.due_page((time, shard), after, *now, *read_bytes, || rng.between(0, most));
            if shard == Shard(0) {
                table.meter.due_reads += read_cost(bytes, false);
            }
            Ok(DuePage { entries, next })
        })
        .await
    }

    async fn changes(&self, minute: Minute, shard: Shard) -> Result<Vec<Change>, Failure> {
        {
            let mut world = self.world();
            if !world.table.changes.contains_key(&(minute, shard)) && !world.rng.chance(50_000) {
                world.counts.requests += 1;
                world.table.meter.change_reads += 2 * u64::from(shard == Shard(0));
                return Ok(Vec::new());
            }
        }
        self.call(|world| {
            let found = world.table.changes.get(&(minute, shard));
            let found: Vec<Change> = found.map(|all| all.values().cloned().collect()).unwrap_or_default();
            if shard == Shard(0) {
                world.table.meter.change_reads += read_cost(found.len() * 260, true);
            }
            Ok(visible(world.bug, found))
        })
        .await
    }

    async fn changes_of(&self, minute: Minute, alarm: AlarmRef) -> Result<Vec<Change>, Failure> {
        self.call(|world| {
            let found = world.table.changes.get(&(minute, Shard::of(alarm.resident)));
            let of = found.into_iter().flatten().filter(|((whose, ..), _)| *whose == alarm);
            let found: Vec<Change> = of.map(|(_, change)| change.clone()).collect();
            world.table.meter.change_reads += 2;
            if world.bug == Bug::OwnUnchecked {
                return Ok(Vec::new());
            }
            Ok(if world.bug == Bug::EditsIgnored { found } else { visible(world.bug, found) })
        })
        .await
    }

    async fn claim(&self, key: SentKey, claim: &Claim<'_>) -> Result<Claimed, Failure> {
        self.call(|world| {
            world.table.meter.claim_writes += 2;
            let bug = world.bug;
            let item = world.table.claims.get(&key);
            if let Some(item) = item.filter(|_| bug != Bug::NoClaims) {
                if item.finished {
                    let last = if bug == Bug::ClaimWithoutLast { greatest() } else { item.last };
                    return Ok(Claimed::Done { last });
                }
                let is_free = item.lease_until <= claim.now.timestamp_millis() && bug != Bug::LeaseForever;
                if item.token != claim.token && !is_free {
                    return Ok(Claimed::Busy);
                }
            }
            let before = item.and_then(ClaimItem::ledger);
            let ledger = item.and_then(|item| item.ledger.clone());
            let item = ClaimItem {
                token: claim.token.to_owned(),
                last: claim.last,
                lease_until: claim.lease_until.timestamp_millis(),
                finished: bug == Bug::FinishedFirst,
                ledger,
            };
            world.table.claims.insert(key, item);
            world.note(|| format!("{} claims {key:?}", claim.token));
            Ok(Claimed::Won { before })
        })
        .await
    }

    async fn finish(&self, key: SentKey, token: &str, ledger: &Ledger) -> Result<bool, Failure> {
        let finished = self.call(|world| Ok(close(world, key, token, ledger, true))).await;
        let held = std::mem::take(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner).follow_up);
        for message in held {
            self.send_follow_up(&message).await?;
        }
        finished
    }

    async fn release(&self, key: SentKey, token: &str, ledger: &Ledger) -> Result<bool, Failure> {
        self.call(|world| Ok(close(world, key, token, ledger, false))).await
    }

    async fn label(&self, _: AlarmRef) -> Result<Option<String>, Failure> {
        self.call(|_| Ok(Some("朝のお薬".to_owned()))).await
    }

    async fn endpoint_failed(&self, recipient: &Recipient, endpoint: &str, _: Instant) -> Result<(), Failure> {
        self.call(|world| {
            world.note(|| format!("endpoint {endpoint} of {recipient:?} failed"));
            Ok(())
        })
        .await
    }

    async fn intake(&self, minute: Minute, alarm: AlarmRef) -> Result<Option<Intake>, Failure> {
        self.call(|world| {
            world.table.meter.other_reads += 2;
            let intake = world.table.intakes.get(&(minute, alarm)).copied();
            let unread =
                world.bug == Bug::AnswersUnread && intake.is_some_and(|intake| intake.state == IntakeState::Answered);
            Ok(intake.filter(|_| !unread))
        })
        .await
    }

    async fn mark_missed(
        &self,
        minute: Minute,
        alarm: AlarmRef,
        version: Option<u64>,
        told: bool,
    ) -> Result<bool, Failure> {
        self.call(|world| {
            world.table.meter.other_writes += 2;
            let is_same = world.table.intakes.get(&(minute, alarm)).map(|intake| intake.version) == version;
            if is_same || world.bug == Bug::AnswersUnread {
                world.table.put_intake(minute, alarm, IntakeState::Missed { told });
                world.note(|| format!("missed {minute} {alarm:?} told {told}"));
            }
            Ok(is_same || world.bug == Bug::AnswersUnread)
        })
        .await
    }

    async fn watchers(&self, alarm: AlarmRef) -> Result<Vec<Watcher>, Failure> {
        self.call(|_| Ok(Inner::watchers(&alarm.resident.to_string()))).await
    }
}

fn visible(bug: Bug, mut found: Vec<Change>) -> Vec<Change> {
    found.retain(|change| match change {
        Change::Edited { .. } => bug != Bug::EditsIgnored,
        Change::Answered { .. } => bug != Bug::AnswersIgnored,
        Change::PutOff { .. } | Change::Appointment { .. } => true,
    });
    found
}

fn greatest() -> AlarmRef {
    let text = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    let (Ok(resident), Ok(alarm)) = (text.parse(), text.parse()) else { unreachable!("both are ids") };
    AlarmRef { resident, alarm }
}

fn close(world: &mut Inner, key: SentKey, token: &str, ledger: &Ledger, finished: bool) -> bool {
    world.table.meter.claim_writes += 2;
    let now = world.now;
    let Some(item) = world.table.claims.get_mut(&key).filter(|item| item.token == token) else { return false };
    if item.finished && !finished && world.bug != Bug::FinishedFirst {
        return false;
    }
    item.ledger = Some(ledger.encode());
    item.finished |= finished;
    item.lease_until = now;
    world.note(|| format!("{token} {} {key:?}", if finished { "finishes" } else { "releases" }));
    true
}

impl Handle {
    async fn send_collect(&self, messages: &[CollectMessage]) -> Result<(), Failure> {
        for batch in messages.chunks(10) {
            self.call(|world| {
                world.counts.send_requests += 1;
                for message in batch {
                    let is_sweep = matches!(message, CollectMessage::Sweep { .. });
                    if !(is_sweep && world.bug == Bug::NoSweep) {
                        world.send(Body::Collect(message.clone()), 0);
                    }
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    async fn send_follow_up(&self, message: &Delayed<FollowUpMessage>) -> Result<(), Failure> {
        self.call(|world| {
            world.send(Body::FollowUp(message.message.clone()), message.seconds);
            Ok(())
        })
        .await
    }
}

impl Queues for Handle {
    async fn collect(&self, messages: &[CollectMessage]) -> Result<(), Failure> {
        if self.world().bug == Bug::CursorFirst {
            self.held.lock().unwrap_or_else(PoisonError::into_inner).collect.extend_from_slice(messages);
            return Ok(());
        }
        self.send_collect(messages).await
    }

    async fn notify(&self, messages: &[Delayed<NotifyMessage>]) -> Result<(), Failure> {
        let page = self.world().page;
        let mut bodies = Vec::new();
        for Delayed { message, seconds } in messages {
            match message {
                NotifyMessage::Page { minute, shard, entries } => bodies.extend(entries.chunks(page).map(|entries| {
                    let (minute, shard, entries) = (*minute, *shard, entries.to_vec());
                    (NotifyMessage::Page { minute, shard, entries }, *seconds)
                })),
                NotifyMessage::Own(_) | NotifyMessage::Refill { .. } | NotifyMessage::Appointment { .. } => {
                    bodies.push((message.clone(), *seconds));
                }
            }
        }
        // As the requests of a queue do, each takes some; the function may end in between.
        let batch = if page < 100 { 1 } else { 10 };
        for bodies in bodies.chunks(batch) {
            self.call(|world| {
                world.counts.send_requests += 1;
                for (message, seconds) in bodies {
                    world.send(Body::Notify(message.clone()), *seconds);
                }
                Ok(())
            })
            .await?;
        }
        Ok(())
    }

    async fn follow_up(&self, message: &Delayed<FollowUpMessage>) -> Result<(), Failure> {
        if self.world().bug == Bug::FollowUpLast {
            self.held.lock().unwrap_or_else(PoisonError::into_inner).follow_up.push(message.clone());
            return Ok(());
        }
        self.send_follow_up(message).await
    }
}

impl Push for Handle {
    async fn publish(&self, copies: &[Publication]) -> Vec<Outcome> {
        self.travel().await;
        let outcomes = copies.iter().map(|copy| take(&mut self.world(), copy)).collect();
        self.travel().await;
        outcomes
    }
}

/// What the push service does with one copy.
fn take(world: &mut Inner, copy: &Publication) -> Outcome {
    world.counts.requests += 1;
    let target = match &copy.target {
        Target::Endpoint(endpoint) => endpoint.clone(),
        Target::Topic { .. } => "topic".to_owned(),
    };
    let now = world.now;
    let quota = world.faults.quota;
    let second = world.seconds.entry(now / 1000).or_default();
    if *second >= quota || within(&world.faults.push_throttled, now) {
        world.counts.throttled += 1;
        return Outcome::Throttled;
    }
    *second += 1;
    if world.fails() {
        return Outcome::Transient;
    }
    if world.gone.contains(&target) {
        return if world.bug == Bug::GoneIsReached { Outcome::Accepted } else { Outcome::Unreachable };
    }
    let notification = &copy.notification;
    if world.is_city {
        world.taken.push(now - notification.due.begins().timestamp_millis());
        return Outcome::Accepted;
    }
    world.note(|| format!("shown {} on {target}", notification.id));
    world.shown.push(crate::world::Shown { id: notification.id.clone(), target, at: now, late: notification.late });
    let lost = world.faults.lost_reply;
    if world.rng.chance(lost) { Outcome::Transient } else { Outcome::Accepted }
}

impl Clock for Handle {
    fn now(&self) -> Instant {
        self.world().instant()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.pause(i64::try_from(duration.as_micros().div_ceil(1000)).unwrap_or(i64::MAX))
    }
}
