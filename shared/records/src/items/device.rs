//! Devices that alarms are sent to, and people who are told of a missed dose.

use chrono::TimeDelta;
use notebook::access::RelationKind;
use notebook::id::DeviceId;
use notebook::text::Text;
use notebook::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// The push service's endpoint: the last part of its address, after the platform application's. None where the city
    /// has no push service for the platform.
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
    /// The version.
    pub version: u64,
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
