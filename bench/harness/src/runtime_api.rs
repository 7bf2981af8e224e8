//! The runtime API of Lambda (2018-06-01) for one process: hands over one event at a time and takes the times.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::http::{Request, Response, Server};

/// A running one.
pub(crate) struct RuntimeApi {
    server: Server,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    event: Arc<[u8]>,
}

#[derive(Default)]
struct State {
    /// Events that may be handed over.
    queued: u64,
    handed_over: u64,
    asked: u64,
    first_asked: Option<Instant>,
    delivered: Option<Instant>,
    answer: Option<Answer>,
    failed: bool,
    closed: bool,
}

/// What a process answered, and when.
pub(crate) struct Answer {
    /// When the event was handed over.
    pub(crate) delivered: Instant,
    /// When the whole answer had arrived.
    pub(crate) arrived: Instant,
    pub(crate) body: Vec<u8>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `done` gives something, at most so long.
    fn wait<T>(&self, most: Duration, mut done: impl FnMut(&mut State) -> Option<T>) -> Option<T> {
        let until = Instant::now() + most;
        let mut state = self.state();
        loop {
            if let Some(result) = done(&mut state) {
                return Some(result);
            }
            let left = until.checked_duration_since(Instant::now())?;
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn next(&self) -> Response {
        let mut state = self.state();
        state.asked += 1;
        state.first_asked.get_or_insert_with(Instant::now);
        self.changed.notify_all();
        while state.queued == 0 && !state.closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return accepted();
        }
        state.queued -= 1;
        state.handed_over += 1;
        let id = format!("00000000-0000-4000-8000-{:012x}", state.handed_over);
        let deadline = SystemTime::now() + Duration::from_secs(10);
        let deadline = deadline.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        state.delivered = Some(Instant::now());
        Response {
            status: "200 OK",
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("lambda-runtime-aws-request-id", id),
                ("lambda-runtime-deadline-ms", deadline.to_string()),
                ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:ap-northeast-1:0:function:bench".to_owned()),
                ("lambda-runtime-trace-id", "Root=1-0-0;Parent=0;Sampled=0".to_owned()),
            ],
            body: Arc::clone(&self.event),
        }
    }

    fn serve(&self, request: &Request) -> Response {
        let arrived = Instant::now();
        let is_answer = request.path.ends_with("/response");
        if request.method == "GET" {
            return self.next();
        }
        let mut state = self.state();
        if is_answer && let Some(delivered) = state.delivered.take() {
            state.answer = Some(Answer { delivered, arrived, body: request.body.clone() });
        } else {
            state.failed = true;
        }
        self.changed.notify_all();
        accepted()
    }
}

fn accepted() -> Response {
    let body = br#"{"status":"OK"}"#.to_vec().into();
    Response { status: "202 Accepted", headers: vec![("content-type", "application/json".to_owned())], body }
}

impl RuntimeApi {
    pub(crate) fn start(event: Arc<[u8]>) -> io::Result<Self> {
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), event });
        let serving = Arc::clone(&shared);
        Ok(Self { server: Server::start(move |request| serving.serve(request))?, shared })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// Lets the process have one event, now or as soon as it asks.
    pub(crate) fn queue(&self) {
        self.shared.state().queued += 1;
        self.shared.changed.notify_all();
    }

    /// When the process asked for its first event; none where it does not.
    pub(crate) fn first_asked(&self, most: Duration) -> Option<Instant> {
        self.shared.wait(most, |state| state.first_asked)
    }

    /// Waits until the process has asked for its second event.
    pub(crate) fn asked_again(&self, most: Duration) -> Option<()> {
        self.shared.wait(most, |state| (state.asked > 1).then_some(()))
    }

    /// The answer to the event that was handed over; none where there is none or the process reports an error.
    pub(crate) fn answer(&self, most: Duration) -> Option<Answer> {
        self.shared.wait(most, |state| if state.failed { Some(None) } else { state.answer.take().map(Some) }).flatten()
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
    }
}
