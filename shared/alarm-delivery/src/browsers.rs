//! The carrier to browsers: their makers' push services, asked directly. SNS has none for them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use alarm_engine::notification::{Kind, Notification};
use alarm_engine::port::{Publication, Target};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use platform::app::WebPushSettings;
use platform::clock::{Clock, Entropy};
use platform::effects::Services;
use platform::outside::{KmsKey, PublicWeb};
use platform::problem::Problem;
use platform::push::Published;
use platform::table::{Fetched, Key, ReadPlan, Table};
use records::items::{Platform, TokenItem, browser, browser_token};
use records::keys::ringing;
use relying_party::Limits;
use ring::digest::{SHA256, digest};
use serde_json::json;
use tokio::sync::{Mutex, OnceCell};
use web_push::encryption::{SALT, seal};
use web_push::vapid::Statement;
use web_push::{Message, Subscription, Urgency};

use crate::carrier::{Carrier, ttl_seconds};

/// What one message may cost. What a service says beside its status is not used.
const LIMITS: Limits = Limits { max_bytes: 4_096, timeout: Duration::from_secs(4) };

/// Most services whose statements are kept; there are a handful, and any number of names below some.
const MOST_STATEMENTS: usize = 64;

/// What reaches browsers.
pub(crate) struct Browsers {
    table: Table,
    web: PublicWeb,
    key: KmsKey,
    settings: WebPushSettings,
    signing: Arc<Signing>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// What a process keeps of who it is for push services.
#[derive(Default)]
struct Signing {
    /// The public key, base64url.
    public: OnceCell<String>,
    /// By the service's origin.
    statements: Mutex<HashMap<String, Statement>>,
}

/// The key of what says who holds a browser's token.
fn holder(endpoint: &str) -> Option<Key> {
    browser_token(endpoint).map(|token| ringing::token(Platform::Web.as_str(), token))
}

impl Browsers {
    /// Those of the app.
    pub(crate) fn of(services: Services<'_>) -> Self {
        let app = services.app();
        Self {
            table: app.table.clone(),
            web: PublicWeb::of(services),
            key: KmsKey::for_browsers(services),
            settings: app.settings.web_push.clone(),
            signing: app.kept.get_or(Signing::default),
            clock: Arc::clone(&app.clock),
            entropy: Arc::clone(&app.entropy),
        }
    }

    /// Looks up where the messages of the browsers among these targets go: one request, or none where no browser is among them.
    pub(crate) async fn found(&self, copies: &[Publication]) -> Found<'_> {
        let mut plan = ReadPlan::default();
        for copy in copies {
            if let Target::Endpoint(endpoint) = &copy.target
                && let Some(key) = holder(endpoint)
            {
                plan.get(key);
            }
        }
        Found { browsers: self, held: self.table.read(plan).await }
    }

    /// A key that cannot be used is used for no browser: an operator has to mend it.
    async fn public_key(&self) -> Result<&str, Published> {
        let asked = async || self.key.public_key().await.map(|key| URL_SAFE_NO_PAD.encode(key));
        self.signing.public.get_or_try_init(asked).await.map(String::as_str).map_err(|_| Published::Refused)
    }

    async fn authorization(&self, origin: &str, public: &str) -> Result<String, Published> {
        let now = self.clock.now().timestamp();
        // Held while it is signed: the copies of a page want the same one at the same moment.
        let mut statements = self.signing.statements.lock().await;
        if let Some(statement) = statements.get(origin).filter(|statement| statement.is_fresh(now)) {
            return Ok(statement.authorization(public));
        }
        let signed = Statement::sign(&self.key, origin, &self.settings.contact, now).await;
        let signed = signed.map_err(|_| Published::Refused)?;
        let authorization = signed.authorization(public);
        if statements.len() >= MOST_STATEMENTS {
            statements.clear();
        }
        statements.insert(origin.to_owned(), signed);
        Ok(authorization)
    }

    async fn send(&self, to: &Subscription, notification: &Notification) -> Result<Published, Published> {
        // Asked again: the list may have become shorter since the browser was registered.
        let origin = self.settings.services.origin(&to.endpoint).ok_or(Published::Unreachable)?;
        let public = self.public_key().await?;
        // Registered for a key of before: its service takes nothing more from us until the pages were opened on it.
        if to.key != public {
            return Err(Published::Unreachable);
        }
        let message = message(notification);
        let mut salt = [0; SALT];
        self.entropy.fill(&mut salt).map_err(|_| Published::Unknown)?;
        let sealed = seal(&message.text, to, salt).map_err(|_| Published::Unreachable)?;
        let authorization = self.authorization(origin, public).await?;
        let (ttl, topic) = (message.ttl_seconds.to_string(), message.topic(to));
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-encoding", "aes128gcm"),
            ("content-type", "application/octet-stream"),
            ("ttl", ttl.as_str()),
            ("urgency", message.urgency.as_str()),
            ("topic", topic.as_str()),
        ];
        let answered = self.web.post(&to.endpoint, &headers, sealed, LIMITS).await;
        answered.map(meaning).map_err(|_| Published::Unknown)
    }
}

/// Browsers that were looked up.
pub(crate) struct Found<'a> {
    browsers: &'a Browsers,
    /// Who holds their tokens, and where their messages go.
    held: Result<Fetched, Problem>,
}

impl Found<'_> {
    /// Where the messages of a browser go, if it still is whose it was when the alarm was queued.
    fn subscription(&self, endpoint: &str) -> Result<Subscription, Published> {
        let (token, key) = browser_token(endpoint).zip(holder(endpoint)).ok_or(Published::Unreachable)?;
        let held = self.held.as_ref().map_err(|_| Published::Unknown)?;
        let item: Option<TokenItem> = held.get(&key).map_err(|_| Published::Unreachable)?;
        item.filter(|item| browser(&item.actor, item.device_id, token) == endpoint)
            .and_then(|item| item.subscription)
            .ok_or(Published::Unreachable)
    }
}

impl Carrier for Found<'_> {
    async fn deliver(&self, endpoint: &str, notification: &Notification) -> Published {
        match self.subscription(endpoint) {
            Ok(to) => self.browsers.send(&to, notification).await.unwrap_or_else(|why| why),
            Err(why) => why,
        }
    }
}

/// What the pages' worker reads: what it is about, in our own words, and what makes it be shown once. Nothing of the medicine, the
/// person or the time.
fn message(notification: &Notification) -> Message {
    let id = digest(&SHA256, notification.id.as_bytes());
    let id = URL_SAFE_NO_PAD.encode(id.as_ref().get(..12).unwrap_or_default());
    let kind = notification.kind.as_str();
    Message {
        text: json!({ "data": { "kind": kind, "id": id } }).to_string().into_bytes(),
        ttl_seconds: ttl_seconds(notification.kind),
        urgency: match notification.kind {
            // Of use for some hours, and then not.
            Kind::DoseDue | Kind::RecordDue | Kind::DoseMissed | Kind::Appointment => Urgency::High,
            Kind::Refill => Urgency::Normal,
        },
        about: kind,
    }
}

/// What a push service's status means (RFC 8030, 5 and 7.3; RFC 8292, 4.2). A redirect is not followed.
const fn meaning(status: u16) -> Published {
    match status {
        200..=299 => Published::Accepted,
        // The browser's registration has ended.
        404 | 410 => Published::Unreachable,
        429 => Published::Throttled,
        // It does not take our signature, or a message such as this: true of every browser of the service.
        300..=499 => Published::Refused,
        _ => Published::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whether_it_is_the_browser_the_service_or_the_moment() {
        for (status, published) in [
            (200, Published::Accepted),
            (201, Published::Accepted),
            (202, Published::Accepted),
            (307, Published::Refused),
            (400, Published::Refused),
            (401, Published::Refused),
            (403, Published::Refused),
            (404, Published::Unreachable),
            (410, Published::Unreachable),
            (413, Published::Refused),
            (429, Published::Throttled),
            (500, Published::Unknown),
            (503, Published::Unknown),
        ] {
            assert_eq!(meaning(status), published, "{status}");
        }
    }
}
