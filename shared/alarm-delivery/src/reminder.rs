//! What the topic carries: the fields that its subscribers read. Texts name no medicine unless the person chose so.

use alarm_engine::due::AlarmRef;
use notebook::alarm::Minute;
use notebook::id::{AlarmId, ResidentId};
use notebook::time::{Instant, in_japan};
use serde::{Deserialize, Serialize};

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is time for a dose.
    DoseDue,
    /// It is time to record something.
    RecordDue,
    /// A dose of somebody in the family was not answered.
    DoseMissed,
    /// A supply runs low.
    Refill,
    /// An appointment comes up.
    Appointment,
}

/// One notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Whoever shows it shows an id once.
    pub notification_id: String,
    /// What it is about.
    pub kind: Kind,
    /// The notebook.
    pub resident_id: ResidentId,
    /// The alarm.
    pub alarm_id: AlarmId,
    /// The minute of the dose.
    pub due: Minute,
    /// Its beginning.
    pub due_at: Instant,
    /// Whether it goes out more than a minute late.
    pub late: bool,
    /// What a lock screen shows first.
    pub title: String,
    /// What it shows then.
    pub text: String,
    /// The account that it is for; none for the one on whose devices the alarm rings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl Reminder {
    /// Whose alarm.
    pub fn alarm(&self) -> AlarmRef {
        AlarmRef { resident: self.resident_id, alarm: self.alarm_id }
    }
}

/// `2026-11-23 8:00`, in Japan.
pub fn day_and_time(at: Instant) -> String {
    in_japan(at).format("%Y-%m-%d %-H:%M").to_string()
}
