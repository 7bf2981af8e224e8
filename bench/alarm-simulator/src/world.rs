//! All that the functions share in a run, and the ports through which they see it.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use alarm_engine::message::{CollectMessage, FollowUpMessage, NotifyMessage};
use alarm_engine::port::{Delayed, Failure, Watcher};
use chrono::DateTime;
use notebook::time::Instant;

use crate::bug::Bug;
use crate::faults::{Faults, within};
use crate::people::People;
use crate::rng::Rng;
use crate::table::Table;

/// A queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Queue {
    /// The collectors'.
    Collect,
    /// The notifiers'.
    Notify,
    /// The follow-up's.
    FollowUp,
}

/// A message's body.
#[derive(Debug, Clone)]
pub enum Body {
    /// For the collectors.
    Collect(CollectMessage),
    /// For the notifiers.
    Notify(NotifyMessage),
    /// For the follow-up.
    FollowUp(FollowUpMessage),
}

impl Body {
    /// Its queue.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Collect(_) => Queue::Collect,
            Self::Notify(_) => Queue::Notify,
            Self::FollowUp(_) => Queue::FollowUp,
        }
    }
}

/// One copy that the push service took.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The notification's id.
    pub id: String,
    /// The endpoint, or `topic`.
    pub target: String,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Whether it said that it is late.
    pub late: bool,
}

/// Counts of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Ticks, those that were passed over quickly included.
    pub ticks: u64,
    /// Ticks that ran the dispatcher.
    pub dispatches: u64,
    /// Runs of functions.
    pub runs: u64,
    /// Runs that ended at an await.
    pub crashes: u64,
    /// Requests to the table, the queues and the push service.
    pub requests: u64,
    /// Messages that were sent.
    pub messages: u64,
    /// Requests that sent them, ten at most each.
    pub send_requests: u64,
    /// Messages of alarms among them: pages and single occurrences.
    pub notify_messages: u64,
    /// Requests that failed or whose reply was lost.
    pub failed: u64,
    /// Copies that the push service refused.
    pub throttled: u64,
    /// Messages that went to a dead-letter queue.
    pub dead: u64,
    /// Edits, answers and wishes to be reminded again.
    pub actions: u64,
}

/// What all share.
pub struct Inner {
    /// The time, milliseconds since 1970.
    pub now: i64,
    /// The randomness.
    pub rng: Rng,
    /// The fault schedule.
    pub faults: Faults,
    /// The planted mistake.
    pub bug: Bug,
    /// The table.
    pub table: Table,
    /// The people.
    pub people: People,
    /// Messages sent and not yet taken over by the driver: body and when it becomes visible.
    pub sent: Vec<(Body, i64)>,
    /// What was shown.
    pub shown: Vec<Shown>,
    /// Devices that can no longer be reached.
    pub gone: HashSet<String>,
    /// Copies in each second.
    pub seconds: HashMap<i64, u32>,
    /// How long after its minute each page was received, milliseconds.
    pub lateness: Vec<i64>,
    /// Counts.
    pub counts: Counts,
    /// What happened, if it is wanted.
    pub log: Option<Vec<String>>,
    /// Alarms of a page: the engine's pages are cut smaller, so that few people fill several.
    pub page: usize,
    /// No tick is passed over.
    pub every_tick: bool,
    /// A day of a city: what was shown is counted and not kept.
    pub is_city: bool,
    /// How long after its minute each copy was taken by the push service, milliseconds; of a city.
    pub taken: Vec<i64>,
    /// Bytes of a read of the index.
    pub read_bytes: usize,
    wake: i64,
}

impl Inner {
    /// A world at a time.
    pub fn new(now: i64, rng: Rng, faults: Faults, bug: Bug) -> Self {
        Self {
            now,
            rng,
            faults,
            bug,
            table: Table::default(),
            people: People::default(),
            sent: Vec::new(),
            shown: Vec::new(),
            gone: HashSet::new(),
            seconds: HashMap::new(),
            lateness: Vec::new(),
            counts: Counts::default(),
            log: None,
            page: 2,
            every_tick: false,
            is_city: false,
            taken: Vec::new(),
            read_bytes: 700,
            wake: 0,
        }
    }

    /// The time.
    pub fn instant(&self) -> Instant {
        DateTime::from_timestamp_millis(self.now).unwrap_or_default()
    }

    /// Writes what happened, if it is wanted.
    pub fn note(&mut self, text: impl FnOnce() -> String) {
        let now = self.instant();
        if let Some(log) = &mut self.log {
            log.push(format!("{} {}", now.format("%m-%d %H:%M:%S%.3f"), text()));
        }
    }

    /// Who watches: everybody has one watcher with one device.
    pub fn watchers(account: &str) -> Vec<Watcher> {
        let endpoints = vec![format!("w-{account}")];
        vec![Watcher { account: account.to_owned(), endpoints, email: false }]
    }

    fn latency(&mut self) -> i64 {
        if self.rng.chance(self.faults.slow) { self.rng.between(1, 2_000) } else { self.rng.between(0, 15) }
    }

    /// Whether a request fails now.
    pub fn fails(&mut self) -> bool {
        let storm = within(&self.faults.storms, self.now);
        let fails = self.rng.chance(if storm { 500_000 } else { self.faults.fails });
        self.counts.failed += u64::from(fails);
        fails
    }

    /// Puts a message into a queue.
    pub fn send(&mut self, body: Body, seconds: i64) {
        let reordered = if self.rng.chance(self.faults.reordered) { self.rng.between(0, 10_000) } else { 0 };
        let poll = if self.rng.chance(10_000) { self.rng.between(5, 400) } else { self.rng.between(5, 60) };
        self.counts.messages += 1;
        self.counts.notify_messages += u64::from(body.queue() == Queue::Notify);
        self.note(|| format!("queued for {seconds} s: {body:?}"));
        let at = self.now + seconds * 1000 + reordered + poll;
        self.sent.push((body, at));
    }
}

/// Messages that a planted mistake holds back.
#[derive(Debug, Default)]
pub struct Held {
    /// For the collectors.
    pub collect: Vec<CollectMessage>,
    /// For the follow-up.
    pub follow_up: Vec<Delayed<FollowUpMessage>>,
}

/// The world as one run of a function sees it.
#[derive(Clone)]
pub struct Handle {
    inner: Arc<Mutex<Inner>>,
    /// What this run's planted mistake holds back.
    pub held: Arc<Mutex<Held>>,
}

impl Handle {
    /// For a new run.
    pub fn new(inner: Arc<Mutex<Inner>>) -> Self {
        Self { inner, held: Arc::default() }
    }

    /// The world.
    pub fn world(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets time pass. The run may end here.
    pub fn pause(&self, millis: i64) -> impl Future<Output = ()> + Send + '_ {
        Pause { handle: self, millis, armed: false }
    }

    /// Lets one latency pass.
    pub async fn travel(&self) {
        let millis = self.world().latency();
        self.pause(millis).await;
    }

    /// One request: it travels, has its effect or fails, and its reply travels back or is lost. A client may have sent it
    /// again by itself then.
    pub async fn call<T: Send>(
        &self,
        mut effect: impl FnMut(&mut Inner) -> Result<T, Failure> + Send,
    ) -> Result<T, Failure> {
        self.travel().await;
        let answer = {
            let mut world = self.world();
            world.counts.requests += 1;
            if world.fails() {
                return Err(Failure::Transient);
            }
            effect(&mut world)
        };
        self.travel().await;
        let (lost, again) = {
            let mut world = self.world();
            let chance = world.faults.lost_reply;
            let lost = world.rng.chance(chance);
            world.counts.failed += u64::from(lost);
            (lost, lost && world.rng.chance(500_000))
        };
        if again {
            self.pause(100).await;
            return effect(&mut self.world());
        }
        if lost { Err(Failure::Transient) } else { answer }
    }

    /// When the run that was polled last is to be polled again.
    pub fn wake(&self) -> i64 {
        self.world().wake
    }
}

struct Pause<'a> {
    handle: &'a Handle,
    millis: i64,
    armed: bool,
}

impl Future for Pause<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.armed {
            return Poll::Ready(());
        }
        self.armed = true;
        let mut world = self.handle.world();
        world.wake = world.now + self.millis;
        Poll::Pending
    }
}
