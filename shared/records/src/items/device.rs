//! Devices that alarms are sent to, and people who are told of a missed dose.

use chrono::TimeDelta;
use notebook::access::RelationKind;
use notebook::id::DeviceId;
use notebook::text::Text;
use notebook::time::Instant;
use platform::hex::hex;
use ring::digest::{SHA256, digest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web_push::Subscription;

/// A device that was not renewed for so long is not asked any more: the app renews it at each start.
const DAYS_WITHOUT_RENEWAL: i64 = 180;

/// What kind of push service reaches a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// An iPhone or iPad.
    Ios,
    /// An Android phone.
    Android,
    /// A browser.
    Web,
}

impl Platform {
    /// The name in the API and in the settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Web => "web",
        }
    }
}

/// A phone or browser of an account.
#[derive(Clone, Serialize, Deserialize)]
pub struct DeviceItem {
    /// The device.
    pub device_id: DeviceId,
    /// Its push service.
    pub platform: Platform,
    /// What the person calls it.
    #[serde(default)]
    pub name: Option<Text<60>>,
    /// The push service's endpoint: the last part of its address, after the platform application's; of a browser what
    /// [`browser`] says. None where the city has no push service for the platform.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// A hash of the push service's token: whether a registration brings a new one. Empty once another device holds the token.
    pub token_hash: String,
    /// When it was first registered.
    pub registered_at: Instant,
    /// When it last was.
    pub renewed_at: Instant,
    /// When the push service said that it can no longer be reached.
    #[serde(default)]
    pub failed_at: Option<Instant>,
    /// The version.
    pub version: u64,
}

/// Which device a push service's token belongs to: the one that registered it last, of whatever account.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenItem {
    /// The account.
    pub actor: String,
    /// Its device.
    pub device_id: DeviceId,
    /// Where a browser's messages go. Of a phone the push service keeps that.
    #[serde(default)]
    pub subscription: Option<Subscription>,
    /// The version.
    pub version: u64,
}

/// What alarms name to reach a browser: its token's hash, and whose device it is. Where somebody else holds the token it is another name,
/// so that what was queued for whoever had the browser before does not ring on it.
pub fn browser(actor: &str, device: DeviceId, token_hash: &str) -> String {
    let mut whose = hex(digest(&SHA256, format!("{actor}#{device}").as_bytes()).as_ref());
    // Eight bytes tell the devices of one token apart.
    whose.truncate(16);
    format!("{}/{token_hash}/{whose}", Platform::Web.as_str())
}

/// The hash of the token of a browser that an alarm names; none of a phone.
pub fn browser_token(endpoint: &str) -> Option<&str> {
    let (token_hash, _) = endpoint.strip_prefix(Platform::Web.as_str())?.strip_prefix('/')?.split_once('/')?;
    Some(token_hash)
}

impl DeviceItem {
    /// Another device holds its token now: nothing is sent to this one any more.
    pub fn lose(&mut self, at: Instant) {
        self.endpoint = None;
        self.token_hash = String::new();
        self.failed_at = Some(at);
        self.version += 1;
    }

    /// Whether notifications are sent to it.
    pub fn is_reachable(&self, now: Instant) -> bool {
        self.endpoint.is_some() && self.failed_at.is_none() && now < self.expires_at()
    }

    /// When it counts no more unless it is renewed.
    pub fn expires_at(&self) -> Instant {
        self.renewed_at + TimeDelta::days(DAYS_WITHOUT_RENEWAL)
    }
}

/// Who is told of a missed dose. Counts only when both have agreed and the relation still lets the account see medicines.
#[derive(Clone, Serialize, Deserialize)]
pub struct WatcherItem {
    /// The account.
    pub actor: String,
    /// What it is to the person.
    pub kind: RelationKind,
    /// When the person, or who manages the notebook, asked that this account be told.
    #[serde(default)]
    pub offered_at: Option<Instant>,
    /// When the account agreed.
    #[serde(default)]
    pub accepted_at: Option<Instant>,
    /// The version.
    pub version: u64,
}

impl WatcherItem {
    /// Whether both agreed.
    pub fn is_agreed(&self) -> bool {
        self.offered_at.is_some() && self.accepted_at.is_some()
    }
}
