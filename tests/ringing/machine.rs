//! Lambda, SQS and the minute's rule, by hand: messages become visible after their delay, what fails comes back.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta};
use notebook::time::Instant;
use platform::job::{Batch, Failed, Record};
use ringing::collect_alarms::CollectAlarms;
use ringing::dispatch_alarms::DispatchAlarms;
use ringing::follow_up_alarms::FollowUpAlarms;
use ringing::notify_alarms::NotifyAlarms;
use serde_json::Value;
use support::keys::{ALARM_CURSOR, CURSOR};
use support::post::Queued;
use support::{City, Post};

/// For so long a message that failed stays invisible.
const INVISIBLE: TimeDelta = TimeDelta::seconds(alarm_engine::timing::NOTIFY_VISIBILITY_SECONDS);

pub(super) struct Machine<'a> {
    city: &'a City,
    post: &'a Post,
    waiting: VecDeque<(Instant, Queued)>,
    done: Vec<Queued>,
    /// Whether the minute's rule works.
    pub(super) ticks: bool,
    ticked: i64,
}

impl<'a> Machine<'a> {
    pub(super) fn at(city: &'a City, post: &'a Post) -> Self {
        Self { city, post, waiting: VecDeque::new(), done: Vec::new(), ticks: true, ticked: 0 }
    }

    /// Lets time pass up to this instant.
    pub(super) async fn until(&mut self, at: &str) {
        let end = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
        loop {
            self.fetch();
            let now = self.city.now();
            if self.ticks && now.timestamp() / 60 != self.ticked {
                self.ticked = now.timestamp() / 60;
                platform::job::run::<DispatchAlarms>(&self.city.app, Value::Null).await.unwrap();
                continue;
            }
            if let Some(place) = self.waiting.iter().position(|(visible, _)| *visible <= now) {
                let (_, message) = self.waiting.remove(place).unwrap();
                self.run(message).await;
                continue;
            }
            let tick = (now.timestamp() / 60 + 1) * 60;
            let tick = DateTime::from_timestamp(tick, 0).unwrap();
            let message = self.waiting.iter().map(|(visible, _)| *visible).min();
            let next = message.into_iter().chain([tick]).min().unwrap();
            if next > end {
                self.city.pass(end - now);
                return;
            }
            self.city.pass(next - now);
        }
    }

    /// Skips quiet hours, in which nothing is due: the cursor is set to where the ticks would have brought it.
    pub(super) fn sleep_until(&mut self, at: &str) {
        let end = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
        let minute = end.timestamp() / 60;
        self.city.store.seed(serde_json::json!({
            "pk": { "S": ALARM_CURSOR }, "sk": { "S": CURSOR },
            "dispatched": { "N": minute.to_string() }, "swept": { "N": (minute - 1).to_string() },
        }));
        self.city.pass(end - self.city.now());
    }

    /// Delivers every message once more that was ever done.
    pub(super) async fn again_everything(&mut self) {
        for message in std::mem::take(&mut self.done) {
            self.run(message).await;
        }
    }

    fn fetch(&mut self) {
        for queue in ["collect", "notify", "follow-up"] {
            for message in self.post.take(queue) {
                self.waiting.push_back((self.city.now() + TimeDelta::seconds(message.delay_seconds), message));
            }
        }
    }

    async fn run(&mut self, message: Queued) {
        let record = Record { message_id: "m".to_owned(), body: message.body.to_string() };
        let batch = Batch { records: vec![record] };
        let app = &self.city.app;
        let failed: Failed = match message.queue.as_str() {
            "collect" => platform::job::run::<CollectAlarms>(app, batch).await,
            "notify" => platform::job::run::<NotifyAlarms>(app, batch).await,
            _ => platform::job::run::<FollowUpAlarms>(app, batch).await,
        }
        .unwrap();
        if failed.failures.is_empty() {
            self.done.push(message);
        } else {
            self.waiting.push_back((self.city.now() + INVISIBLE, message));
        }
    }
}
