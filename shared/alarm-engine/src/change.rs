//! What becomes known about a minute after it was collected, and what an edit has to write and queue because of it.
//!
//! Changes lie in the partition of their minute and shard. They are written in the transaction of the edit, the answer or
//! the wish to be reminded again; only then are the messages queued. A function may end in between: the sweep of the
//! minute reads the same changes and queues what they ask for once more.

use notebook::alarm::{Minute, TimeOfDay};
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

use crate::due::{AlarmRef, Delivery, DueEntry, own_minutes};
use crate::message::{NotifyMessage, Own, PageEntry};

/// One change of a minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "c", rename_all = "snake_case")]
pub enum Change {
    /// The alarm was edited inside the lead. One a minute and alarm, the latest version's.
    Edited {
        /// The alarm's version since the edit.
        version: u64,
        /// Whether it rings at this minute now.
        rings: bool,
        /// Whose, and how it is sent.
        #[serde(flatten)]
        entry: PageEntry,
    },
    /// The dose of this minute was answered before it was sent.
    Answered {
        /// Whose.
        #[serde(flatten)]
        alarm: AlarmRef,
    },
    /// A dose, as a rule of another minute, is to be rung again within this minute.
    PutOff {
        /// The minute of the dose.
        minute: Minute,
        /// When to ring, seconds since 1970.
        at: i64,
        /// Whose, and how it is sent.
        #[serde(flatten)]
        entry: PageEntry,
    },
    /// Somebody is to be reminded of an appointment. It lies under the minute before its own, which is swept at the reminder's;
    /// nothing else looks at it.
    Appointment {
        /// The minute of the reminder.
        minute: Minute,
        /// Whose, by the id of the visit.
        #[serde(flatten)]
        alarm: AlarmRef,
    },
}

impl Change {
    /// The message that the sweep queues for this change of `minute`, if it asks for one.
    pub fn swept(&self, minute: Minute) -> Option<(NotifyMessage, i64)> {
        if let Self::Appointment { minute, alarm } = self {
            let message = NotifyMessage::Appointment { minute: *minute, alarm: *alarm };
            return Some((message, minute.begins().timestamp()));
        }
        let own = self.own(minute)?;
        Some((NotifyMessage::Own(own.clone()), own.at))
    }

    /// The message that this change of `minute` asks for, if it asks for one.
    pub fn own(&self, minute: Minute) -> Option<Own> {
        match self {
            Self::Edited { version, rings: true, entry } => {
                Some(Own { minute, at: minute.begins().timestamp(), version: *version, entry: entry.clone() })
            }
            Self::PutOff { minute, at, entry } => {
                Some(Own { minute: *minute, at: *at, version: 0, entry: entry.clone() })
            }
            Self::Edited { .. } | Self::Answered { .. } | Self::Appointment { .. } => None,
        }
    }
}

/// The changes that an edit at `at` brings inside the lead: written with it in one transaction, under their minutes. Their
/// messages ([`Change::own`], with [`Own::delay`]) are queued when it is committed.
///
/// `before` are the entries that the edit ends (as they were, without an end), `after` those that it makes; both with their
/// time of day. `version` is the alarm's new one.
pub fn of_edit(
    alarm: AlarmRef,
    version: u64,
    at: Instant,
    delivery: &Delivery,
    before: &[(TimeOfDay, DueEntry)],
    after: &[(TimeOfDay, DueEntry)],
) -> Vec<(Minute, Change)> {
    let ring = |entries: &[(TimeOfDay, DueEntry)], minute: Minute| {
        entries.iter().any(|(time, entry)| *time == minute.time() && entry.rings_at(minute))
    };
    let change = |minute: Minute| {
        let rings = ring(after, minute);
        let entry = PageEntry { alarm, delivery: delivery.clone() };
        (rings || ring(before, minute)).then_some((minute, Change::Edited { version, rings, entry }))
    };
    own_minutes(at).filter_map(change).collect()
}

/// The change that a wish to be reminded again brings: under the minute of `at` (seconds since 1970), not of the dose.
pub fn of_putting_off(entry: PageEntry, minute: Minute, at: i64) -> (Minute, Change) {
    (Minute(at.div_euclid(60)), Change::PutOff { minute, at, entry })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_reminder_of_an_appointment_is_queued_by_the_sweep_for_its_own_minute() {
        let text = r#"{"c":"appointment","minute":29923141,"r":"01930000-0000-7000-8000-000000000001","a":"01930000-0000-7000-8000-000000000002"}"#;
        let change: Change = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&change).unwrap(), text);
        let (message, at) = change.swept(Minute(29_923_140)).unwrap();
        let Change::Appointment { minute, alarm } = change else { unreachable!() };
        assert_eq!((message, at), (NotifyMessage::Appointment { minute, alarm }, 29_923_141 * 60));
        assert!(change.own(Minute(29_923_140)).is_none());
    }
}
