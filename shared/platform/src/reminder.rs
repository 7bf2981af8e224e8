//! What is sent to phones, to the topic and from there to other channels: the fields that each of them reads.

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
    /// A dose of somebody in the family was not answered.
    DoseMissed,
    /// A supply runs low.
    Refill,
}

impl Kind {
    /// As subscribers filter by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DoseDue => "dose_due",
            Self::DoseMissed => "dose_missed",
            Self::Refill => "refill",
        }
    }
}

/// One notification. Ids and times; a label only where the person chose that it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Whoever shows it shows an id once: `<alarm>#<date>#<time>`.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// The notebook.
    pub resident_id: ResidentId,
    /// The alarm.
    pub alarm_id: AlarmId,
    /// When the dose is or was due.
    pub due: Minute,
    /// Whether it goes out more than a minute late.
    pub late: bool,
    /// What the person calls the alarm, where the person chose that it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The account that it is for, where a channel must look up its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Reminder {
    /// Whose alarm.
    pub fn alarm(&self) -> AlarmRef {
        AlarmRef { resident: self.resident_id, alarm: self.alarm_id }
    }

    /// The text on a lock screen: no medicine, no illness, no name of a person.
    pub fn text(&self) -> String {
        let time = in_japan(self.due.begins()).format("%-H:%M");
        let text = match (self.kind, self.late) {
            (Kind::DoseDue, false) => format!("{time} おくすりの時間です"),
            (Kind::DoseDue, true) => format!("{time} はおくすりの時間でした（お知らせが遅れました）"),
            (Kind::DoseMissed, _) => format!("ご家族の {time} のおくすりが、まだ記録されていません"),
            (Kind::Refill, _) => "おくすりの残りが少なくなっています".to_owned(),
        };
        match &self.label {
            Some(label) => format!("{text}（{label}）"),
            None => text,
        }
    }
}

/// `2026-11-23 8:00`, in Japan.
pub fn day_and_time(at: Instant) -> String {
    in_japan(at).format("%Y-%m-%d %-H:%M").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r06_a_text_names_the_label_only_where_there_is_one() {
        let mut reminder: Reminder = serde_json::from_value(serde_json::json!({
            "id": "x", "kind": "dose_due", "due": 29_923_140, "late": false,
            "resident_id": "01930000-0000-7000-8000-000000000001", "alarm_id": "01930000-0000-7000-8000-000000000002",
        }))
        .unwrap();
        assert_eq!(reminder.text(), "8:00 おくすりの時間です");
        reminder.late = true;
        assert!(reminder.text().contains("遅れました"));
        reminder.label = Some("朝の分".to_owned());
        assert!(reminder.text().ends_with("（朝の分）"));
    }
}
