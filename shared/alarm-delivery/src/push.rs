//! The engine's push service on SNS: what a phone shows, and what the topic's subscribers get.

use std::sync::Arc;

use alarm_engine::notification::{Kind, Language, Notification, Recipient};
use alarm_engine::port::{self, Outcome, Publication, Target};
use alarm_engine::timing::MISSED_MINUTES;
use platform::clock::Clock;
use platform::effects::Services;
use platform::log;
use platform::push::{Message, Published, Push};
use serde_json::json;

use crate::reminder::{self, Reminder};

/// For so long a push service keeps a message for a phone that is switched off, in seconds; SNS's own default is up to four weeks.
/// A dose counts as missed after that time, and the reminder would be wrong; the others are true for a day.
const fn ttl_seconds(kind: Kind) -> i64 {
    match kind {
        Kind::DoseDue => MISSED_MINUTES * 60,
        Kind::DoseMissed | Kind::Refill => 86_400,
    }
}

/// The push services and the topic of the city's settings.
pub struct AlarmPush {
    push: Push,
    clock: Arc<dyn Clock>,
}

impl AlarmPush {
    /// Those of the settings.
    pub fn of(services: Services<'_>) -> Self {
        Self { push: Push::of(services), clock: Arc::clone(&services.app().clock) }
    }

    async fn one(&self, copy: &Publication) -> Outcome {
        let published = match &copy.target {
            Target::Endpoint(endpoint) => self.to_device(endpoint, &copy.notification).await,
            Target::Topic { email } => self.to_topic(&copy.notification, *email).await,
        };
        match (published, &copy.target) {
            (Published::Accepted, _) => Outcome::Accepted,
            (Published::Unreachable, Target::Endpoint(_)) => Outcome::Unreachable,
            (Published::Refused, Target::Endpoint(_)) => Outcome::Refused,
            (Published::Throttled, _) => Outcome::Throttled,
            // A topic that is not there, or takes nothing, is somebody's mistake to mend: its alarms wait until then.
            (Published::Unknown | Published::Unreachable | Published::Refused, _) => Outcome::Transient,
        }
    }

    /// A phone shows an id once: the push services replace what they already show under the same one.
    async fn to_device(&self, endpoint: &str, notification: &Notification) -> Published {
        let (title, text) = notification.text(Language::Japanese);
        let id = notification.id.as_str();
        let ttl = ttl_seconds(notification.kind).to_string();
        let data =
            json!({ "notification_id": id, "kind": notification.kind.as_str(), "due": notification.due.to_string() });
        let apple = json!({
            "aps": {
                "alert": { "title": title, "body": text }, "sound": "default", "interruption-level": "time-sensitive",
                "thread-id": "alarms",
            },
            "notebook": data,
        });
        let google = json!({ "fcmV1Message": { "message": {
            "notification": { "title": title, "body": text },
            "android": {
                "priority": "high", "collapse_key": id, "notification": { "tag": id }, "ttl": format!("{ttl}s"),
            },
            "webpush": { "headers": { "TTL": ttl, "Urgency": "high" } },
            "data": data,
        } } });
        let apple = apple.to_string();
        let body = json!({
            "default": text, "APNS": apple, "APNS_SANDBOX": apple, "GCM": google.to_string(),
        });
        // The service's names of the TTL: "Using the Amazon SNS time to live (TTL) message attribute for mobile push notifications".
        // The attribute wins over the payload; both say the same, because the payload alone reaches a browser.
        let attributes = [
            ("AWS.SNS.MOBILE.APNS.COLLAPSE_ID", id),
            ("AWS.SNS.MOBILE.APNS.PUSH_TYPE", "alert"),
            ("AWS.SNS.MOBILE.APNS.PRIORITY", "10"),
            ("AWS.SNS.MOBILE.APNS.TTL", ttl.as_str()),
            ("AWS.SNS.MOBILE.APNS_SANDBOX.TTL", ttl.as_str()),
            ("AWS.SNS.MOBILE.FCM.TTL", ttl.as_str()),
        ];
        let body = body.to_string();
        self.push.to_device(endpoint, &Message { body: &body, structured: true, attributes: &attributes }).await
    }

    async fn to_topic(&self, notification: &Notification, email: bool) -> Published {
        let reminder = Reminder::from(notification);
        let Ok(body) = serde_json::to_string(&reminder) else { return Published::Unknown };
        let channel = if email { "email" } else { "push" };
        let attributes = [("channel", channel), ("kind", notification.kind.as_str())];
        self.push.to_topic(&Message { body: &body, structured: false, attributes: &attributes }).await
    }
}

impl port::Push for AlarmPush {
    async fn publish(&self, copies: &[Publication]) -> Vec<Outcome> {
        let outcomes = platform::table::read::futures_join(copies.iter().map(|copy| self.one(copy)).collect()).await;
        let count = |outcome| i64::try_from(outcomes.iter().filter(|one| **one == outcome).count()).unwrap_or(i64::MAX);
        log::metrics(
            &[
                ("AlarmsSent", count(Outcome::Accepted)),
                ("AlarmsUnreachable", count(Outcome::Unreachable)),
                ("AlarmsRefused", count(Outcome::Refused)),
                ("AlarmsThrottled", count(Outcome::Throttled)),
            ],
            self.clock.now().timestamp_millis(),
        );
        outcomes
    }
}

impl From<&Notification> for Reminder {
    fn from(notification: &Notification) -> Self {
        let (title, text) = notification.text(Language::Japanese);
        let alarm = notification.recipient.alarm();
        Self {
            notification_id: notification.id.clone(),
            kind: match notification.kind {
                Kind::DoseDue => reminder::Kind::DoseDue,
                Kind::DoseMissed => reminder::Kind::DoseMissed,
                Kind::Refill => reminder::Kind::Refill,
            },
            resident_id: alarm.resident,
            alarm_id: alarm.alarm,
            due: notification.due,
            due_at: notification.due.begins(),
            late: notification.late,
            title,
            text,
            account: match &notification.recipient {
                Recipient::Watcher { account, .. } => Some(account.clone()),
                Recipient::Person(_) => None,
            },
        }
    }
}
