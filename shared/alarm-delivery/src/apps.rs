//! The carrier to phones: platform endpoints of SNS, behind which are Apple and Google.

use alarm_engine::notification::{Language, Notification};
use platform::push::{Message, Published, Push};
use serde_json::json;

use crate::carrier::{Carrier, ttl_seconds};

/// Phones with the app.
pub(crate) struct Apps<'a>(pub(crate) &'a Push);

impl Carrier for Apps<'_> {
    /// A phone shows an id once: the push services replace what they already show under the same one.
    async fn deliver(&self, endpoint: &str, notification: &Notification) -> Published {
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
            "data": data,
        } } });
        let apple = apple.to_string();
        let body = json!({
            "default": text, "APNS": apple, "APNS_SANDBOX": apple, "GCM": google.to_string(),
        });
        // The service's names of the TTL: "Using the Amazon SNS time to live (TTL) message attribute for mobile push notifications".
        let attributes = [
            ("AWS.SNS.MOBILE.APNS.COLLAPSE_ID", id),
            ("AWS.SNS.MOBILE.APNS.PUSH_TYPE", "alert"),
            ("AWS.SNS.MOBILE.APNS.PRIORITY", "10"),
            ("AWS.SNS.MOBILE.APNS.TTL", ttl.as_str()),
            ("AWS.SNS.MOBILE.APNS_SANDBOX.TTL", ttl.as_str()),
            ("AWS.SNS.MOBILE.FCM.TTL", ttl.as_str()),
        ];
        let body = body.to_string();
        self.0.to_device(endpoint, &Message { body: &body, structured: true, attributes: &attributes }).await
    }
}
