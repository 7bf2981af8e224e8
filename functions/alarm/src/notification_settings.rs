//! How the calling account is told of what happens in a notebook, as it is kept and shown.

use notebook::notification::{AlwaysEmail, AlwaysPush, QuietHours, Settings, WatcherWay, Way};
use platform::table::schema::ResidentKeys;
use records::items::NotificationSettingsItem;
use records::prelude::*;

/// How the calling account is told of this notebook. Others who are told of it choose for themselves.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NotificationSettings")]
pub struct Output {
    /// Reminders of doses: at any hour, and always.
    dose_due: AlwaysPush,
    /// That a dose was missed, where the account watches: at any hour.
    dose_missed: WatcherWay,
    /// That a medicine runs low, of alarms that ring for the account.
    refill: Way,
    /// That an appointment comes up, of those whose reminders are the account's.
    appointment: Way,
    /// Notices that protect the account: at any hour, and always.
    security: AlwaysEmail,
    /// When a notice of a medicine that runs low, or of an appointment, is held until they end; null where none were wished.
    quiet_hours: Option<QuietHours>,
}

impl TakenBack for Output {
    const READ_ONLY: &'static [&'static str] = &[];
}

/// What the wave brought back of the caller's.
pub(crate) fn kept(subject: &Authorised<Resident>) -> Result<Option<NotificationSettingsItem>, Problem> {
    subject.fetched().get(&key(subject.keys(), &subject.caller().actor))
}

/// Where they are kept.
pub(crate) fn key(keys: ResidentKeys, actor: &str) -> Key {
    keys.notification_settings(actor)
}

/// As they are shown; the usual ones where nothing was chosen.
pub(crate) fn shown(kept: Option<&NotificationSettingsItem>) -> Output {
    let Settings { dose_missed, refill, appointment, quiet_hours } = kept.map(|item| item.settings).unwrap_or_default();
    Output { dose_due: AlwaysPush::Push, dose_missed, refill, appointment, security: AlwaysEmail::Email, quiet_hours }
}

/// The answer, in the version that is kept; 0 where nothing was chosen.
pub(crate) fn answer(kept: Option<&NotificationSettingsItem>) -> Answer<Output> {
    Answer::of(shown(kept)).version(kept.map_or(0, |item| item.version))
}
