//! What the engine stands on: a table, three queues, a push service and a clock.
//!
//! Each method is one request to one service. A method may fail although its effect happened (the reply was lost): the
//! engine then does the step again, so every method must bear repetition as its description says. All reads are strongly
//! consistent but [`Store::due`].

use std::future::Future;
use std::time::Duration;

use notebook::alarm::{About, Minute, TimeOfDay};
use notebook::id::ResidentId;
use notebook::time::Instant;

use crate::change::Change;
use crate::due::{AlarmRef, DueEntry};
use crate::ledger::Ledger;
use crate::message::{CollectMessage, FollowUpMessage, NotifyMessage, PageEntry};
use crate::notification::{Notification, Recipient};
use crate::shard::Shard;

/// Why a request has no answer, or a message has to be delivered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Again may help: no connection, no reply, an error of the service, an item that another function holds at present.
    Transient,
    /// Too much at once; again helps after so long.
    Throttled {
        /// How long.
        after: Duration,
    },
    /// Again helps only after somebody has looked: a refused right, an unreadable item. The message ends in the
    /// dead-letter queue. The text is our own words, for the log.
    Permanent(&'static str),
}

/// How far the dispatcher has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Every minute up to here was given to the collectors.
    pub dispatched: Minute,
    /// Every minute up to here was swept.
    pub swept: Minute,
}

/// Where a page of the index ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueKey {
    /// Whose.
    pub alarm: AlarmRef,
    /// The alarm's version.
    pub version: u64,
}

/// A page of the index of recurrences.
#[derive(Debug, Clone, Default)]
pub struct DuePage {
    /// Ascending by person, alarm and version.
    pub entries: Vec<DueEntry>,
    /// Where to go on; none at the end.
    pub next: Option<DueKey>,
}

/// Which claim. In the table, both lie in the partition of the minute and of the shard of the (first) alarm's person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SentKey {
    /// A page, by its first alarm.
    Page {
        /// The minute.
        minute: Minute,
        /// Its first alarm.
        first: AlarmRef,
    },
    /// An occurrence on its own.
    Own {
        /// The minute of the dose.
        minute: Minute,
        /// The alarm.
        alarm: AlarmRef,
        /// When it rings, seconds since 1970.
        at: i64,
    },
}

/// Asks for the right to send.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Who asks: [`crate::engine::Run::token`].
    pub token: &'a str,
    /// The last alarm that the claim is for; for an occurrence on its own, the alarm.
    pub last: AlarmRef,
    /// The time.
    pub now: Instant,
    /// Until when nobody else gets it unless it is given back.
    pub lease_until: Instant,
}

/// What became of a claim.
#[derive(Debug, Clone)]
pub enum Claimed {
    /// Ours.
    Won {
        /// What an earlier holder wrote down when it gave the claim back.
        before: Option<Ledger>,
    },
    /// Somebody else's, whose lease has not ended.
    Busy,
    /// Sent.
    Done {
        /// The last alarm that it was for.
        last: AlarmRef,
    },
}

/// What became of a dose, as the table holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intake {
    /// The state.
    pub state: IntakeState,
    /// The version of the item.
    pub version: u64,
}

/// The states of a dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeState {
    /// Taken or skipped; or taken back when it was too late to be reminded again: nobody is told of it any more.
    Answered,
    /// An answer was taken back before the dose was due: it is as if there had been none.
    Open,
    /// Asked to be reminded again.
    PutOff {
        /// When, seconds since 1970.
        at: i64,
    },
    /// Unanswered, as a follow-up found.
    Missed {
        /// Whether the watchers were told.
        told: bool,
    },
}

/// An alarm that is to ring, and what decides whether it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminded {
    /// Whose.
    pub alarm: AlarmRef,
    /// The account that it rings for; none where the entry does not name it.
    pub account: Option<String>,
    /// What it reminds of.
    pub about: About,
}

impl Reminded {
    /// That of an entry of a page.
    pub fn of(entry: &PageEntry) -> Self {
        Self { alarm: entry.alarm, account: entry.delivery.account.clone(), about: entry.delivery.about }
    }
}

/// Somebody who is told of a missed dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watcher {
    /// The account.
    pub account: String,
    /// The push service's endpoints of its devices.
    pub endpoints: Vec<String>,
    /// Whether an e-mail goes out where none of them can be reached.
    pub email: bool,
}

/// How an account is told of a stock that runs low, as things stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefillWish {
    /// The push service's endpoints of its devices, where it is told by push.
    pub endpoints: Vec<String>,
    /// Whether an e-mail goes out where none of them can be reached.
    pub email: bool,
    /// Until when it is told nothing, if it has quiet hours now.
    pub held_until: Option<Instant>,
}

/// How the account that is reminded of an appointment is told, as things stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentWish {
    /// The account.
    pub account: String,
    /// The push service's endpoints of its devices, where it is told by push.
    pub endpoints: Vec<String>,
    /// Whether an e-mail goes out where none of them can be reached.
    pub email: bool,
    /// Until when it is told nothing, if it has quiet hours now.
    pub held_until: Option<Instant>,
}

/// The table.
pub trait Store: Send + Sync {
    /// The cursor; none before the first tick.
    fn cursor(&self) -> impl Future<Output = Result<Option<Cursor>, Failure>> + Send;

    /// Writes `to` if the cursor still is `from` (none: if there is none). Says whether it did; a repetition whose first
    /// attempt succeeded may say that it did not.
    fn move_cursor(&self, from: Option<Cursor>, to: Cursor) -> impl Future<Output = Result<bool, Failure>> + Send;

    /// One page of the index, eventually consistent, after `after`. At most some seconds old.
    fn due(
        &self,
        time: TimeOfDay,
        shard: Shard,
        after: Option<DueKey>,
    ) -> impl Future<Output = Result<DuePage, Failure>> + Send;

    /// All changes of a minute and shard, in any order.
    fn changes(&self, minute: Minute, shard: Shard) -> impl Future<Output = Result<Vec<Change>, Failure>> + Send;

    /// The changes of one alarm at a minute.
    fn changes_of(&self, minute: Minute, alarm: AlarmRef) -> impl Future<Output = Result<Vec<Change>, Failure>> + Send;

    /// The people of a shard for whom nothing rings: they withdrew the consent to use the notebook. Nobody, in a store that knows
    /// no consents.
    fn quiet(&self, _shard: Shard) -> impl Future<Output = Result<Vec<ResidentId>, Failure>> + Send {
        async { Ok(Vec::new()) }
    }

    /// Those of these alarms that may not ring for the account that is named beside them, or that the alarm itself names where
    /// none is: its relation to the person, be it its own notebook or another's, does not let it see what the alarm is about, or
    /// not any more. No alarm, in a store that knows no relations.
    fn estranged(&self, _alarms: Vec<Reminded>) -> impl Future<Output = Result<Vec<AlarmRef>, Failure>> + Send {
        async { Ok(Vec::new()) }
    }

    /// One conditional write: token, `last` and lease are set if there is no such claim, or if it is not finished and its
    /// lease has ended (`lease_until <= claim.now`). The ledger that an earlier holder left stays, and is given back. A
    /// claim that has this very token and is not finished is [`Claimed::Won`] too: the reply of the first attempt was lost.
    fn claim(&self, key: SentKey, claim: &Claim<'_>) -> impl Future<Output = Result<Claimed, Failure>> + Send;

    /// Writes the ledger and marks the claim as sent, if the token still is this one. Says whether it did.
    fn finish(&self, key: SentKey, token: &str, ledger: &Ledger) -> impl Future<Output = Result<bool, Failure>> + Send;

    /// Writes the ledger and ends the lease, if the token still is this one and the claim is not finished. Says whether it
    /// did.
    fn release(&self, key: SentKey, token: &str, ledger: &Ledger)
    -> impl Future<Output = Result<bool, Failure>> + Send;

    /// The alarm's label, for people who chose that the text names it; none where there is no such alarm any more.
    fn label(&self, alarm: AlarmRef) -> impl Future<Output = Result<Option<String>, Failure>> + Send;

    /// How the account that the alarm rings for is told of its stock, which ran low with the dose of this minute. None where there
    /// is nothing to tell any more: the alarm is gone, does not run low, or the account does not wish it. As it was queued, in a
    /// store that knows no settings.
    fn refill_wish(
        &self,
        _minute: Minute,
        entry: &PageEntry,
    ) -> impl Future<Output = Result<Option<RefillWish>, Failure>> + Send {
        let (endpoints, email) = (entry.delivery.endpoints.clone(), entry.delivery.email);
        async move { Ok(Some(RefillWish { endpoints, email, held_until: None })) }
    }

    /// How the account is told of the appointment (a visit, by its id) of which this minute reminds. None where there is nothing to
    /// tell any more: it was changed, taken away or over, the account may not be told of it, or does not wish it. Nothing, in a store
    /// that knows no appointments.
    fn appointment_wish(
        &self,
        _minute: Minute,
        _appointment: AlarmRef,
    ) -> impl Future<Output = Result<Option<AppointmentWish>, Failure>> + Send {
        async { Ok(None) }
    }

    /// Notes that an endpoint can no longer be reached, so that it is not asked again. Its failure is ignored: the next
    /// alarm will find the endpoint out again.
    fn endpoint_failed(
        &self,
        recipient: &Recipient,
        endpoint: &str,
        at: Instant,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// What became of a dose; none while nothing has.
    fn intake(&self, minute: Minute, alarm: AlarmRef) -> impl Future<Output = Result<Option<Intake>, Failure>> + Send;

    /// Writes the state [`IntakeState::Missed`] if the dose's item still has this version (none: if there is no item). Says
    /// whether it did; a repetition whose first attempt succeeded says that it did not.
    fn mark_missed(
        &self,
        minute: Minute,
        alarm: AlarmRef,
        version: Option<u64>,
        told: bool,
    ) -> impl Future<Output = Result<bool, Failure>> + Send;

    /// Who is to be told that the alarm's dose was missed, and how: both have agreed, the relation still lets the account see
    /// medicines.
    fn watchers(&self, alarm: AlarmRef) -> impl Future<Output = Result<Vec<Watcher>, Failure>> + Send;
}

/// A message with its delay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delayed<T> {
    /// The message.
    pub message: T,
    /// After so many seconds it becomes visible, 0 to 900.
    pub seconds: i64,
}

/// The queues. After a failure some of the messages may have been sent.
pub trait Queues: Send + Sync {
    /// To the collectors, at once.
    fn collect(&self, messages: &[CollectMessage]) -> impl Future<Output = Result<(), Failure>> + Send;

    /// To the notifiers. The engine gives at most ten at a time.
    fn notify(&self, messages: &[Delayed<NotifyMessage>]) -> impl Future<Output = Result<(), Failure>> + Send;

    /// To the follow-up.
    fn follow_up(&self, message: &Delayed<FollowUpMessage>) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Where one copy of a notification goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A device, by the push service's endpoint.
    Endpoint(String),
    /// The city's topic, for people without a device that can be reached. Its subscribers read the attributes of
    /// [`Notification::attributes`] and `channel`: `push`, or `push,email` for people who want an e-mail.
    Topic {
        /// Whether an e-mail is to go out.
        email: bool,
    },
}

/// One copy of a notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Where to.
    pub target: Target,
    /// What.
    pub notification: Notification,
}

/// What the push service said to one copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Taken.
    Accepted,
    /// The endpoint is disabled or gone. Never said of the topic: a topic that is missing is an error that somebody has to
    /// mend, and until then its alarms wait.
    Unreachable,
    /// The push service takes nothing, whatever device it is for, until somebody mends it. Says nothing of the endpoint. Never
    /// said of the topic.
    Refused,
    /// Too much at once.
    Throttled,
    /// Any other error.
    Transient,
}

/// The push service.
pub trait Push: Send + Sync {
    /// Publishes these copies, at the same time if it can, and says for each, in the same order, what became of it. The
    /// engine gives at most [`crate::send::BATCH`] people's copies at a time and has waited for their turn.
    fn publish(&self, copies: &[Publication]) -> impl Future<Output = Vec<Outcome>> + Send;
}

/// The time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;

    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;
}
