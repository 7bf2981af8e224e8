//! The engine's push service: each device by its carrier, the topic by SNS. The engine knows one way to a device; which of the
//! carriers takes it is decided here, and what a carrier says means the same of either.

use std::sync::Arc;

use alarm_engine::notification::{Kind, Language, Notification, Recipient};
use alarm_engine::port::{self, Outcome, Publication, Target};
use platform::clock::Clock;
use platform::effects::Services;
use platform::log;
use platform::push::{Message, Published, Push};
use records::items::browser_token;

use crate::apps::Apps;
use crate::browsers::{Browsers, Found};
use crate::carrier::Carrier;
use crate::reminder::{self, Reminder};

/// The push services and the topic of the city's settings.
pub struct AlarmPush {
    push: Push,
    browsers: Browsers,
    clock: Arc<dyn Clock>,
}

impl AlarmPush {
    /// Those of the settings.
    pub fn of(services: Services<'_>) -> Self {
        let (push, browsers) = (Push::of(services), Browsers::of(services));
        Self { push, browsers, clock: Arc::clone(&services.app().clock) }
    }

    async fn one(&self, copy: &Publication, browsers: &Found<'_>) -> Outcome {
        let published = match &copy.target {
            Target::Endpoint(endpoint) if is_browser(&copy.target) => {
                browsers.deliver(endpoint, &copy.notification).await
            }
            Target::Endpoint(endpoint) => Apps(&self.push).deliver(endpoint, &copy.notification).await,
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

    async fn to_topic(&self, notification: &Notification, email: bool) -> Published {
        let reminder = Reminder::from(notification);
        let Ok(body) = serde_json::to_string(&reminder) else { return Published::Unknown };
        let channel = if email { "email" } else { "push" };
        let attributes = [("channel", channel), ("kind", notification.kind.as_str())];
        self.push.to_topic(&Message { body: &body, structured: false, attributes: &attributes }).await
    }
}

fn is_browser(target: &Target) -> bool {
    matches!(target, Target::Endpoint(endpoint) if browser_token(endpoint).is_some())
}

impl port::Push for AlarmPush {
    async fn publish(&self, copies: &[Publication]) -> Vec<Outcome> {
        let browsers = self.browsers.found(copies).await;
        let sending = copies.iter().map(|copy| self.one(copy, &browsers)).collect();
        let outcomes = platform::table::read::futures_join(sending).await;
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let count = |outcome| number(outcomes.iter().filter(|one| **one == outcome).count());
        // Of phones SNS counts itself what became of them; of browsers nobody else does.
        let of_browsers = |is: fn(Outcome) -> bool| {
            let all = copies.iter().zip(&outcomes).filter(|(copy, _)| is_browser(&copy.target));
            number(all.filter(|(_, outcome)| is(**outcome)).count())
        };
        log::metrics(
            &[
                ("AlarmsSent", count(Outcome::Accepted)),
                ("AlarmsUnreachable", count(Outcome::Unreachable)),
                ("AlarmsRefused", count(Outcome::Refused)),
                ("AlarmsThrottled", count(Outcome::Throttled)),
                ("BrowserPushes", of_browsers(|outcome| outcome == Outcome::Accepted)),
                (
                    "BrowserPushesFailed",
                    of_browsers(|outcome| !matches!(outcome, Outcome::Accepted | Outcome::Unreachable)),
                ),
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
                Kind::RecordDue => reminder::Kind::RecordDue,
                Kind::DoseMissed => reminder::Kind::DoseMissed,
                Kind::Refill => reminder::Kind::Refill,
                Kind::Appointment => reminder::Kind::Appointment,
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
