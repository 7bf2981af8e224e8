//! The follow-up: half an hour later, doses that nobody answered are missed, and those who watch are told.
//!
//! Whether a dose is missed does not depend on this job: a reader of the doses derives it from the time. The job writes it
//! down for watched doses, so that an answer and the telling cannot cross.

use notebook::alarm::Minute;

use crate::change::Change;
use crate::due::AlarmRef;
use crate::engine::{Engine, Run};
use crate::message::{FollowUpMessage, PageEntry, delay_past};
use crate::notification::Notification;
use crate::port::{Clock, Delayed, Failure, Intake, IntakeState, Push, Queues, Store};
use crate::send::Addressed;
use crate::timing::MISSED_MINUTES;

/// How often a dose is looked at again when it changed between reading and writing.
const ATTEMPTS: u32 = 5;

/// What a dose's state asks for.
enum Found {
    /// Nothing: answered, told, put off, or the person's consent ended. What rings again is followed up by itself.
    Nothing,
    /// Telling.
    Untold,
}

impl<S: Store, Q: Queues, P: Push, C: Clock> Engine<S, Q, P, C> {
    /// Does what one message asks for. `Ok`: delete the message. An error: it has to come again; doses that were told of are
    /// then passed over.
    pub async fn follow_up(&self, message: &FollowUpMessage, run: &Run) -> Result<(), Failure> {
        let now = self.clock.now();
        if now.timestamp() < message.at {
            return self.queue_again(message.clone()).await;
        }
        let mut failure = None;
        for entry in &message.entries {
            if let Err(failed) = self.follow_up_dose(message.minute, entry, run).await {
                // One dose does not hold up the others.
                failure = Some(failed);
            }
        }
        failure.map_or(Ok(()), Err)
    }

    async fn queue_again(&self, message: FollowUpMessage) -> Result<(), Failure> {
        let seconds = delay_past(message.at, self.clock.now());
        self.queues.follow_up(&Delayed { message, seconds }).await
    }

    async fn follow_up_dose(&self, minute: Minute, entry: &PageEntry, run: &Run) -> Result<(), Failure> {
        match self.find(minute, entry).await? {
            Found::Nothing => Ok(()),
            Found::Untold => self.tell(minute, entry, run).await,
        }
    }

    /// Writes down that the dose was missed unless it was answered.
    async fn find(&self, minute: Minute, entry: &PageEntry) -> Result<Found, Failure> {
        for _ in 0..ATTEMPTS {
            if self.is_quiet(entry.alarm).await? {
                return Ok(Found::Nothing);
            }
            let intake = self.store.intake(minute, entry.alarm).await?;
            match intake.map(|intake| intake.state) {
                Some(IntakeState::Answered | IntakeState::Missed { told: true }) => return Ok(Found::Nothing),
                Some(IntakeState::Missed { told: false }) => return Ok(Found::Untold),
                Some(IntakeState::PutOff { at }) if self.clock.now().timestamp() < at + MISSED_MINUTES * 60 => {
                    return Ok(Found::Nothing);
                }
                // It rings again whatever becomes of the alarm, and is missed as any other.
                Some(IntakeState::PutOff { .. }) => {}
                Some(IntakeState::Open) | None => {
                    if self.is_taken_away(minute, entry.alarm).await? {
                        return Ok(Found::Nothing);
                    }
                }
            }
            let version = intake.map(|intake| intake.version);
            if self.store.mark_missed(minute, entry.alarm, version, false).await? {
                return Ok(Found::Untold);
            }
        }
        Err(Failure::Transient)
    }

    /// Whether an edit took the dose away before its minute. One that was committed only after the page was published is no reason
    /// not to ring, but by now everybody can know of it: nobody misses what was not due.
    async fn is_taken_away(&self, minute: Minute, alarm: AlarmRef) -> Result<bool, Failure> {
        let changes = self.store.changes_of(minute, alarm).await?;
        Ok(changes.iter().any(|change| matches!(change, Change::Edited { rings: false, .. })))
    }

    /// Tells all who watch, then writes down that they were told. Whoever ends in between tells them again, with the same id.
    async fn tell(&self, minute: Minute, entry: &PageEntry, run: &Run) -> Result<(), Failure> {
        let watchers = self.store.watchers(entry.alarm).await?;
        let all: Vec<Addressed<'_>> = watchers
            .iter()
            .map(|watcher| Addressed {
                notification: Notification::dose_missed(entry.alarm, minute, watcher.account.clone()),
                endpoints: &watcher.endpoints,
                email: watcher.email,
                at: None,
            })
            .collect();
        if let Some(failure) = self.send(&all, run).await.failure {
            return Err(failure);
        }
        let intake = self.store.intake(minute, entry.alarm).await?;
        if let Some(Intake { state: IntakeState::Missed { told: false }, version }) = intake {
            // Refused, it was answered at this very moment, or told by another run: both are an end.
            self.store.mark_missed(minute, entry.alarm, Some(version), true).await?;
        }
        Ok(())
    }
}
