//! The driver: a virtual clock, queues with the service's guarantees and no more, and runs of functions that are polled in
//! an order that the seed decides.

mod ticks;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use alarm_engine::bucket::Bucket;
use alarm_engine::engine::{Engine, Run};
use alarm_engine::message::NotifyMessage;
use alarm_engine::port::Failure;
use alarm_engine::timing::{
    COLLECTOR_SECONDS, FOLLOW_UP_SECONDS, NOTIFIER_SECONDS, NOTIFY_VISIBILITY_SECONDS, VISIBILITY_RUNS,
};
use notebook::alarm::TimeOfDay;

use crate::actions;
use crate::people;
use crate::world::{Body, Handle, Inner, Queue};

/// Received so often and not deleted, a message goes to the dead-letter queue.
const MOST_RECEIVES: u32 = 8;

/// The real engine over the world.
pub type RealEngine = Engine<Handle, Handle, Handle, Handle>;

type Running = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// Polls a run.
    Wake(u64),
    /// A message becomes visible, if it still does so at this time.
    Deliver(u64),
    /// A tick of the schedule, by its minute.
    Tick(i64),
    /// A tick that comes late or twice.
    Dispatch,
    /// Somebody does something.
    Act,
    /// An operator sends a message back from the dead-letter queue.
    Redrive(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Dispatcher,
    Operation,
    Consumer(Queue),
}

struct Task {
    function: Function,
    running: Running,
    handle: Handle,
    message: Option<u64>,
    ends_at: i64,
    pauses: u32,
    crash_at: Option<u32>,
}

struct Message {
    body: Body,
    receives: u32,
    visible_at: i64,
}

/// How fast each run publishes, and how many notifiers run at once.
#[derive(Debug, Clone, Copy)]
pub struct Capacity {
    /// Notifiers at once.
    pub notifiers: usize,
    /// Copies a second of each.
    pub each: u32,
}

/// A run of the whole.
pub struct Driver {
    inner: Arc<Mutex<Inner>>,
    heap: BinaryHeap<Reverse<(i64, u64, Event)>>,
    tasks: HashMap<u64, Task>,
    messages: HashMap<u64, Message>,
    next: u64,
    actions: VecDeque<i64>,
    capacity: Capacity,
    notifiers: usize,
    backlog: VecDeque<u64>,
}

impl Driver {
    /// Over a world; somebody acts at each of these times, which ascend.
    pub fn new(world: Inner, actions: Vec<i64>, capacity: Capacity) -> Self {
        let now = world.now;
        let mut driver = Self {
            inner: Arc::new(Mutex::new(world)),
            heap: BinaryHeap::new(),
            tasks: HashMap::new(),
            messages: HashMap::new(),
            next: 0,
            actions: actions.into(),
            capacity,
            notifiers: 0,
            backlog: VecDeque::new(),
        };
        let minute = now.div_euclid(60_000);
        driver.at(minute * 60_000, Event::Tick(minute));
        for at in driver.actions.clone() {
            driver.at(at, Event::Act);
        }
        driver
    }

    /// The world.
    pub fn world(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Messages that nobody has deleted.
    pub fn waiting(&self) -> usize {
        self.messages.len()
    }

    fn at(&mut self, at: i64, event: Event) {
        // Among events of the same millisecond the seed decides.
        let order = self.world().rng.bits();
        self.heap.push(Reverse((at, order, event)));
    }

    /// Runs until a time.
    pub fn run(&mut self, until: i64) {
        while let Some(Reverse((at, order, event))) = self.heap.pop() {
            if at >= until {
                self.heap.push(Reverse((at, order, event)));
                self.world().now = until;
                return;
            }
            self.world().now = at;
            match event {
                Event::Wake(task) => self.poll(task),
                Event::Deliver(message) => self.deliver(message, at),
                Event::Tick(minute) => self.tick(minute),
                Event::Dispatch => self.dispatch(),
                Event::Act => self.act(),
                Event::Redrive(message) => {
                    if let Some(message) = self.messages.get_mut(&message) {
                        message.receives = 0;
                        message.visible_at = at;
                    }
                    self.deliver(message, at);
                }
            }
        }
    }

    fn spawn(&mut self, function: Function, message: Option<u64>, start: impl FnOnce(Handle, Run, Bucket) -> Running) {
        let handle = Handle::new(Arc::clone(&self.inner));
        self.next += 1;
        let id = self.next;
        let seconds = match function {
            Function::Dispatcher | Function::Consumer(Queue::Collect) => 60,
            Function::Operation => 29,
            Function::Consumer(Queue::Notify | Queue::FollowUp) => NOTIFIER_SECONDS,
        };
        let (ends_at, deadline, crash_at) = {
            let mut world = self.world();
            world.counts.runs += 1;
            let is_collector = function == Function::Consumer(Queue::Collect);
            let awaits = if is_collector { 8 } else { 16 };
            let chance = if is_collector { world.faults.crash_collector } else { world.faults.crash };
            let crash_at = world.rng.chance(chance).then(|| u32::try_from(world.rng.between(1, awaits)).unwrap_or(1));
            let ends_at = world.now + seconds * 1000;
            (ends_at, people::instant(ends_at - 2_000), crash_at)
        };
        let run = Run { token: format!("run-{id}"), deadline };
        let bucket = Bucket::new(self.capacity.each, self.capacity.each);
        let running = start(handle.clone(), run, bucket);
        self.tasks.insert(id, Task { function, running, handle, message, ends_at, pauses: 0, crash_at });
        self.notifiers += usize::from(function == Function::Consumer(Queue::Notify));
        self.poll(id);
    }

    fn poll(&mut self, id: u64) {
        let Some(mut task) = self.tasks.remove(&id) else { return };
        let is_over = self.world().now >= task.ends_at;
        if is_over || task.crash_at == Some(task.pauses) {
            let mut world = self.world();
            world.counts.crashes += 1;
            world.note(|| {
                format!(
                    "run-{id} {:?} ends at await {}{}",
                    task.function,
                    task.pauses,
                    if is_over { ", out of time" } else { "" }
                )
            });
            drop(world);
            self.ended(&task);
            return;
        }
        let polled = task.running.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        self.take_sent();
        match polled {
            Poll::Pending => {
                task.pauses += 1;
                let wake = task.handle.wake();
                self.tasks.insert(id, task);
                self.at(wake, Event::Wake(id));
            }
            Poll::Ready(result) => {
                let deleted = {
                    let mut world = self.world();
                    let chance = world.faults.undeleted;
                    if let Err(failure) = result {
                        world.note(|| format!("run-{id} {:?} gives back: {failure:?}", task.function));
                    }
                    result.is_ok() && !world.rng.chance(chance)
                };
                if let Some(message) = task.message.filter(|_| deleted) {
                    self.messages.remove(&message);
                }
                self.ended(&task);
            }
        }
    }

    fn ended(&mut self, task: &Task) {
        if task.function == Function::Consumer(Queue::Notify) {
            self.notifiers -= 1;
            if let Some(message) = self.backlog.pop_front() {
                self.consume(message);
            }
        }
    }

    fn take_sent(&mut self) {
        let sent = std::mem::take(&mut self.world().sent);
        for (body, visible_at) in sent {
            self.next += 1;
            let id = self.next;
            self.messages.insert(id, Message { body, receives: 0, visible_at });
            self.at(visible_at, Event::Deliver(id));
        }
    }

    fn deliver(&mut self, id: u64, at: i64) {
        let Some(message) = self.messages.get_mut(&id).filter(|message| message.visible_at == at) else { return };
        if message.receives >= MOST_RECEIVES {
            let mut world = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            world.counts.dead += 1;
            let later = at + world.rng.between(20, 60) * 60_000;
            world.note(|| format!("dead letter: {:?}", message.body));
            drop(world);
            message.visible_at = later;
            self.at(later, Event::Redrive(id));
            return;
        }
        if message.body.queue() == Queue::Notify && self.notifiers >= self.capacity.notifiers {
            self.backlog.push_back(id);
            return;
        }
        self.consume(id);
    }

    fn consume(&mut self, id: u64) {
        let now = self.world().now;
        let Some(message) = self.messages.get_mut(&id) else { return };
        message.receives += 1;
        let first = message.receives == 1;
        let body = message.body.clone();
        let hidden = match body.queue() {
            Queue::Collect => COLLECTOR_SECONDS * VISIBILITY_RUNS,
            Queue::Notify => NOTIFY_VISIBILITY_SECONDS,
            Queue::FollowUp => FOLLOW_UP_SECONDS * VISIBILITY_RUNS,
        };
        message.visible_at = now + hidden * 1000;
        self.at(now + hidden * 1000, Event::Deliver(id));
        let twice = {
            let mut world = self.world();
            if let (Body::Notify(NotifyMessage::Page { minute, .. }), true) = (&body, first) {
                let late = (now - minute.begins().timestamp_millis()).max(0);
                world.lateness.push(late);
            }
            let chance = world.faults.duplicate;
            world.rng.chance(chance)
        };
        for _ in 0..=u32::from(twice) {
            let body = body.clone();
            self.spawn(Function::Consumer(body.queue()), Some(id), |handle, run, bucket| {
                let engine = engine(&handle, bucket);
                Box::pin(async move {
                    match body {
                        Body::Collect(message) => engine.collect(&message, &run).await,
                        Body::Notify(message) => engine.notify(&message, &run).await,
                        Body::FollowUp(message) => engine.follow_up(&message, &run).await,
                    }
                })
            });
        }
    }

    fn act(&mut self) {
        self.actions.pop_front();
        self.spawn(Function::Operation, None, |handle, _, _| Box::pin(actions::act(handle)));
    }

    /// Somebody sets an alarm now.
    pub fn set(&mut self, place: usize, time: TimeOfDay) {
        self.spawn(Function::Operation, None, |handle, _, _| Box::pin(actions::set(handle, place, time)));
    }

    fn dispatch(&mut self) {
        self.world().counts.dispatches += 1;
        self.spawn(Function::Dispatcher, None, |handle, _, bucket| {
            let engine = engine(&handle, bucket);
            Box::pin(async move { engine.dispatch().await.map(|_| ()) })
        });
    }
}

fn engine(handle: &Handle, bucket: Bucket) -> RealEngine {
    Engine {
        store: handle.clone(),
        queues: handle.clone(),
        push: handle.clone(),
        clock: handle.clone(),
        bucket: bucket.into(),
    }
}
