//! A device as it is shown, and the end of its endpoint.

use notebook::id::DeviceId;
use notebook::text::Text;
use notebook::time::Instant;
use platform::push::RemoveEndpoints;
use records::items::{DeviceItem, Platform};
use records::prelude::*;

/// Most devices of an account. One more is refused: somebody else's phone must not slip in unnoticed among many.
pub(crate) const MOST_DEVICES: usize = 8;

/// A phone or browser that alarms are sent to.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "the name on the wire")]
pub struct Device {
    /// The device.
    pub device_id: DeviceId,
    /// Its push service.
    pub platform: Platform,
    /// What the person calls it.
    pub name: Option<Text<60>>,
    /// Whether alarms reach it, as far as is known.
    pub state: State,
    /// When it was first registered.
    pub registered_at: Instant,
    /// When the app on it last said that it is there.
    pub renewed_at: Instant,
    /// When it counts no more unless the app is opened on it.
    pub expires_at: Instant,
    /// When the push service said that it can no longer be reached.
    pub failed_at: Option<Instant>,
}

impl TakenBack for Device {
    const READ_ONLY: &'static [&'static str] = &["/device_id", "/registered_at"];
    const PASSING: &'static [&'static str] = &["/state", "/renewed_at", "/expires_at", "/failed_at"];
}

/// Whether a device is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DeviceState")]
pub enum State {
    /// Alarms are sent to it.
    Reachable,
    /// This phone can no longer be reached: the app was removed, or its notifications were switched off. Opening the app
    /// on it registers it again.
    Unreachable,
    /// The app was not opened on it for half a year.
    Expired,
    /// The city has no push service for this kind of device.
    NotServed,
}

impl Device {
    pub(crate) fn of(item: &DeviceItem, now: Instant) -> Self {
        let state = if item.failed_at.is_some() {
            State::Unreachable
        } else if item.expires_at() <= now {
            State::Expired
        } else if item.endpoint.is_none() {
            State::NotServed
        } else {
            State::Reachable
        };
        Self {
            device_id: item.device_id,
            platform: item.platform,
            name: item.name.clone(),
            state,
            registered_at: item.registered_at,
            renewed_at: item.renewed_at,
            expires_at: item.expires_at(),
            failed_at: item.failed_at,
        }
    }
}

/// Declares that an endpoint is removed which none of the account's devices names once that is committed, or was. No alarm names
/// it then, whoever answers: one that stays is rung by nothing.
pub(crate) fn forget(call: &Call, endpoint: Option<&String>, devices: &[DeviceItem]) {
    let endpoint = endpoint.filter(|_| !devices.iter().any(|device| device.endpoint.as_ref() == endpoint));
    if let Some(endpoint) = endpoint {
        let undone = IfItFails::LeftUndone("push endpoint of a device that was taken off or has another one");
        call.afterwards(undone, RemoveEndpoints(vec![endpoint.clone()]));
    }
}
