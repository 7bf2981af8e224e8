//! The notifier: claims a page or an occurrence on its own, leaves out what was edited or answered since, publishes.
//!
//! That nobody could be reminded of a dose keeps nothing from those who watch: what is sent to nobody, or taken by no channel,
//! stands in the ledger as not delivered, and is followed up all the same.

use notebook::alarm::Minute;
use notebook::time::Instant;

use crate::change::Change;
use crate::due::AlarmRef;
use crate::engine::{Engine, Run, at_second};
use crate::ledger::{Delivered, Ledger};
use crate::message::{FollowUpMessage, NotifyMessage, Own, PageEntry, delay_past, delay_until};
use crate::notification::Notification;
use crate::port::{Claim, Claimed, Clock, Delayed, Failure, IntakeState, Push, Queues, Reminded, SentKey, Store};
use crate::send::{Addressed, BATCH};
use crate::shard::Shard;
use crate::timing::{LEASE_SECONDS, MISSED_MINUTES, UNREACHED_MINUTES};

/// What is sent under one claim.
struct Work<'a> {
    key: SentKey,
    entries: Vec<&'a PageEntry>,
    /// Those of them that are sent to nobody.
    estranged: Vec<AlarmRef>,
    before: Option<Ledger>,
    /// When it rings.
    at: Instant,
    minute: Minute,
    /// The occurrence on its own, if it is one.
    own: Option<&'a Own>,
}

impl<S: Store, Q: Queues, P: Push, C: Clock> Engine<S, Q, P, C> {
    /// Does what one message asks for. `Ok`: delete the message. An error: it has to come again.
    pub async fn notify(&self, message: &NotifyMessage, run: &Run) -> Result<(), Failure> {
        match message {
            NotifyMessage::Page { minute, shard, entries } => self.page(message, *minute, *shard, entries, run).await,
            NotifyMessage::Own(own) => self.own(own, run).await,
            NotifyMessage::Refill { minute, entry } => self.refill(message, *minute, entry, run).await,
            NotifyMessage::Appointment { minute, alarm } => self.appointment(message, *minute, *alarm, run).await,
        }
    }

    async fn appointment(
        &self,
        message: &NotifyMessage,
        minute: Minute,
        alarm: AlarmRef,
        run: &Run,
    ) -> Result<(), Failure> {
        let at = minute.begins();
        let now = self.clock.now();
        if at > now {
            let seconds = delay_until(at.timestamp(), now);
            return self.queues.notify(&[Delayed { message: message.clone(), seconds }]).await;
        }
        let Some(wish) = self.store.appointment_wish(minute, alarm).await? else { return Ok(()) };
        if let Some(until) = wish.held_until {
            let seconds = delay_past(until.timestamp(), now);
            return self.queues.notify(&[Delayed { message: message.clone(), seconds }]).await;
        }
        let notification = Notification::appointment(alarm, minute, wish.account);
        let sent = self
            .send(&[Addressed { notification, endpoints: &wish.endpoints, email: wish.email, at: None }], run)
            .await;
        sent.failure.map_or(Ok(()), Err)
    }

    async fn refill(
        &self,
        message: &NotifyMessage,
        minute: Minute,
        entry: &PageEntry,
        run: &Run,
    ) -> Result<(), Failure> {
        let Some(wish) = self.store.refill_wish(minute, entry).await? else { return Ok(()) };
        let now = self.clock.now();
        if let Some(until) = wish.held_until {
            let seconds = delay_past(until.timestamp(), now);
            return self.queues.notify(&[Delayed { message: message.clone(), seconds }]).await;
        }
        // Told to the account that counts the stock, and to nobody else: there is nothing to follow up.
        if self.is_quiet(entry.alarm).await? || !self.estranged(&[entry]).await?.is_empty() {
            return Ok(());
        }
        let notification = Notification::refill(entry.alarm, minute);
        let sent = self
            .send(&[Addressed { notification, endpoints: &wish.endpoints, email: wish.email, at: None }], run)
            .await;
        sent.failure.map_or(Ok(()), Err)
    }

    async fn page(
        &self,
        message: &NotifyMessage,
        minute: Minute,
        shard: Shard,
        entries: &[PageEntry],
        run: &Run,
    ) -> Result<(), Failure> {
        if self.is_early(minute.begins()).await {
            let seconds = delay_until(minute.begins().timestamp(), self.clock.now());
            return self.queues.notify(&[Delayed { message: message.clone(), seconds }]).await;
        }
        let mut rest = entries;
        while let (Some(first), Some(last)) = (rest.first(), rest.last()) {
            let key = SentKey::Page { minute, first: first.alarm };
            match self.claim(key, last.alarm, run).await? {
                Claimed::Won { before } => {
                    // Read when the minute has begun: an edit that is not seen here came later than the alarm.
                    let changes = self.store.changes(minute, shard).await?;
                    let quiet = self.store.quiet(shard).await?;
                    let rings = |alarm: AlarmRef| !is_left_out(alarm, &changes) && !quiet.contains(&alarm.resident);
                    let entries: Vec<_> = rest.iter().filter(|entry| rings(entry.alarm)).collect();
                    let estranged = self.estranged(&entries).await?;
                    let at = minute.begins();
                    return self.publish(Work { key, entries, estranged, before, at, minute, own: None }, run).await;
                }
                Claimed::Busy => return Err(Failure::Transient),
                // Another run cut its pages differently: what lies behind its last alarm is not sent yet.
                Claimed::Done { last: done } => {
                    let sent = rest.iter().take_while(|entry| entry.alarm <= done).count().max(1);
                    rest = rest.get(sent..).unwrap_or_default();
                }
            }
        }
        Ok(())
    }

    async fn own(&self, own: &Own, run: &Run) -> Result<(), Failure> {
        let at = at_second(own.at);
        if self.is_early(at).await {
            let seconds = own.delay(self.clock.now());
            return self.queues.notify(&[Delayed { message: NotifyMessage::Own(own.clone()), seconds }]).await;
        }
        if !self.is_wanted(own).await? {
            return Ok(());
        }
        let alarm = own.entry.alarm;
        let key = SentKey::Own { minute: own.minute, alarm, at: own.at };
        match self.claim(key, alarm, run).await? {
            Claimed::Won { before } => {
                let entries = vec![&own.entry];
                let estranged = self.estranged(&entries).await?;
                let (minute, own) = (own.minute, Some(own));
                self.publish(Work { key, entries, estranged, before, at, minute, own }, run).await
            }
            Claimed::Busy => Err(Failure::Transient),
            Claimed::Done { .. } => Ok(()),
        }
    }

    /// Whether an occurrence still is to ring: no later edit, and no answer.
    async fn is_wanted(&self, own: &Own) -> Result<bool, Failure> {
        let alarm = own.entry.alarm;
        if self.is_quiet(alarm).await? {
            return Ok(false);
        }
        if own.is_put_off() {
            let intake = self.store.intake(own.minute, alarm).await?;
            return Ok(intake.is_some_and(|intake| intake.state == IntakeState::PutOff { at: own.at }));
        }
        let changes = self.store.changes_of(own.minute, alarm).await?;
        Ok(changes.iter().all(|change| match change {
            Change::Edited { version, rings, .. } => *rings && *version == own.version,
            Change::Answered { .. } => false,
            Change::PutOff { .. } | Change::Appointment { .. } => true,
        }))
    }

    /// Whether nothing rings for the person at all.
    pub(crate) async fn is_quiet(&self, alarm: AlarmRef) -> Result<bool, Failure> {
        Ok(self.store.quiet(Shard::of(alarm.resident)).await?.contains(&alarm.resident))
    }

    /// Those that ring for an account that may not be reminded of what they are about, or not any more. Every account is asked
    /// for, the person's own too.
    async fn estranged(&self, entries: &[&PageEntry]) -> Result<Vec<AlarmRef>, Failure> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        self.store.estranged(entries.iter().map(|entry| Reminded::of(entry)).collect()).await
    }

    async fn claim(&self, key: SentKey, last: AlarmRef, run: &Run) -> Result<Claimed, Failure> {
        let now = self.clock.now();
        let lease_until = now + chrono::TimeDelta::seconds(LEASE_SECONDS);
        self.store.claim(key, &Claim { token: &run.token, last, now, lease_until }).await
    }

    /// Publishes what an earlier holder of the claim did not, queues the follow-ups, and only then closes the claim.
    async fn publish(&self, work: Work<'_>, run: &Run) -> Result<(), Failure> {
        let mut ledger = work.before.unwrap_or_else(|| Ledger::new(self.clock.now()));
        let (silent, open): (Vec<_>, Vec<_>) =
            unsent(&work.entries, &ledger).into_iter().partition(|entry| work.estranged.contains(&entry.alarm));
        let mut failure = None;
        let (mut settled, mut unreached) = (Vec::new(), Vec::new());
        for entry in silent {
            let is_first = ledger.of(entry.alarm).is_none();
            ledger.note(entry.alarm, Delivered::to_nobody(&entry.delivery, self.clock.now()));
            if is_first && entry.delivery.is_followed_up() {
                settled.push(entry.clone());
            }
        }
        for entries in open.chunks(BATCH) {
            let mut all = Vec::with_capacity(entries.len());
            for entry in entries {
                all.push(self.addressed(entry, work.minute, work.at, work.own).await);
            }
            let sent = self.send(&all, run).await;
            for (entry, delivered) in entries.iter().zip(sent.delivered) {
                let Some(delivered) = delivered else { continue };
                let is_first = ledger.of(entry.alarm).is_none();
                ledger.note(entry.alarm, delivered);
                if entry.delivery.is_followed_up() && (delivered.delivered || is_first) {
                    let followed = if delivered.delivered { &mut settled } else { &mut unreached };
                    followed.push((*entry).clone());
                }
            }
            failure = failure.or(sent.failure);
            if matches!(failure, Some(Failure::Throttled { .. })) {
                break;
            }
        }
        self.queue_follow_up(work.minute, work.at, MISSED_MINUTES, settled).await?;
        // It is tried again, and may still be taken: whoever is reminded late has half an hour then. Who watches hears of it
        // also where it never is.
        self.queue_follow_up(work.minute, work.at, UNREACHED_MINUTES, unreached).await?;
        if let Some(failure) = failure {
            self.store.release(work.key, &run.token, &ledger).await?;
            return Err(failure);
        }
        ledger.finish(self.clock.now());
        // If the claim went to somebody else meanwhile: all of this page was sent all the same.
        self.store.finish(work.key, &run.token, &ledger).await?;
        Ok(())
    }

    async fn addressed<'a>(
        &self,
        entry: &'a PageEntry,
        minute: Minute,
        at: Instant,
        own: Option<&Own>,
    ) -> Addressed<'a> {
        // An alarm never waits for its label.
        let label = if entry.delivery.named { self.store.label(entry.alarm).await.ok().flatten() } else { None };
        let notification = match own {
            Some(own) => Notification::own(own, false, label),
            None => Notification::due(entry, minute, false, label),
        };
        Addressed { notification, endpoints: &entry.delivery.endpoints, email: entry.delivery.email, at: Some(at) }
    }

    /// Looks so many minutes after the person was, or was to be, reminded: somebody who was reminded late is given the same time.
    async fn queue_follow_up(
        &self,
        minute: Minute,
        at: Instant,
        after: i64,
        entries: Vec<PageEntry>,
    ) -> Result<(), Failure> {
        if entries.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let look = now.max(at).timestamp() + after * 60;
        let message = FollowUpMessage { minute, at: look, entries };
        self.queues.follow_up(&Delayed { seconds: delay_until(look, now), message }).await
    }
}

/// Whether an alarm of a page is not to be sent with it: an edit inside the lead has queued its own occurrence, if it still
/// rings; or the dose is answered.
fn is_left_out(alarm: AlarmRef, changes: &[Change]) -> bool {
    changes.iter().any(|change| match change {
        Change::Edited { entry, .. } => entry.alarm == alarm,
        Change::Answered { alarm: answered } => *answered == alarm,
        Change::PutOff { .. } | Change::Appointment { .. } => false,
    })
}

/// What is still to be sent, as far as an earlier holder of the claim wrote it down.
fn unsent<'a>(entries: &[&'a PageEntry], ledger: &Ledger) -> Vec<&'a PageEntry> {
    let is_sent = |entry: &PageEntry| ledger.of(entry.alarm).is_some_and(|known| known.delivered);
    entries.iter().copied().filter(|entry| !is_sent(entry)).collect()
}
