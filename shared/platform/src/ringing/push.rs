//! The engine's push service on SNS: what a phone shows, and what the topic's subscribers get.

use alarm_engine::notification::{Kind, Language, Notification, Recipient};
use alarm_engine::port::{self, Outcome, Publication, Target};
use serde_json::json;

use crate::app::App;
use crate::push::{Message, Published, Push};
use crate::reminder::{self, Reminder};

/// The push services and the topic of the city's settings.
pub struct AlarmPush(Push);

impl AlarmPush {
    /// Those of the settings.
    pub fn of(app: &App) -> Self {
        Self(Push::of(app))
    }

    async fn one(&self, copy: &Publication) -> Outcome {
        let published = match &copy.target {
            Target::Endpoint(endpoint) => self.to_device(endpoint, &copy.notification).await,
            Target::Topic { email } => self.to_topic(&copy.notification, *email).await,
        };
        match (published, &copy.target) {
            (Published::Accepted, _) => Outcome::Accepted,
            (Published::Unreachable, Target::Endpoint(_)) => Outcome::Unreachable,
            (Published::Throttled, _) => Outcome::Throttled,
            // A topic that is not there is somebody's mistake to mend: its alarms wait until then.
            (Published::Unknown | Published::Unreachable, _) => Outcome::Transient,
        }
    }

    /// A phone shows an id once: the push services replace what they already show under the same one.
    async fn to_device(&self, endpoint: &str, notification: &Notification) -> Published {
        let (title, text) = notification.text(Language::Japanese);
        let id = notification.id.as_str();
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
            "android": { "priority": "high", "collapse_key": id, "notification": { "tag": id } },
            "data": data,
        } } });
        let apple = apple.to_string();
        let body = json!({
            "default": text, "APNS": apple, "APNS_SANDBOX": apple, "GCM": google.to_string(),
        });
        let attributes = [
            ("AWS.SNS.MOBILE.APNS.COLLAPSE_ID", id),
            ("AWS.SNS.MOBILE.APNS.PUSH_TYPE", "alert"),
            ("AWS.SNS.MOBILE.APNS.PRIORITY", "10"),
        ];
        let body = body.to_string();
        self.0.to_device(endpoint, &Message { body: &body, structured: true, attributes: &attributes }).await
    }

    async fn to_topic(&self, notification: &Notification, email: bool) -> Published {
        let reminder = Reminder::from(notification);
        let Ok(body) = serde_json::to_string(&reminder) else { return Published::Unknown };
        let channel = if email { "email" } else { "push" };
        let attributes = [("channel", channel), ("kind", notification.kind.as_str())];
        self.0.to_topic(&Message { body: &body, structured: false, attributes: &attributes }).await
    }
}

impl port::Push for AlarmPush {
    async fn publish(&self, copies: &[Publication]) -> Vec<Outcome> {
        crate::table::read::futures_join(copies.iter().map(|copy| self.one(copy)).collect()).await
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
