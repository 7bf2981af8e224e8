//! What is shown: one value for all channels. Its id makes it be shown once, however often it is sent.

use notebook::alarm::{About, Minute};
use notebook::text::one_line;

use crate::due::AlarmRef;
use crate::message::{Own, PageEntry};

/// Why somebody is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A dose is due.
    DoseDue,
    /// It is time to record something.
    RecordDue,
    /// A dose was not answered; for those who watch.
    DoseMissed,
    /// The medicine is running out.
    Refill,
    /// An appointment comes up.
    Appointment,
}

impl Kind {
    /// As it stands in the attributes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DoseDue => "dose_due",
            Self::RecordDue => "record_due",
            Self::DoseMissed => "dose_missed",
            Self::Refill => "refill",
            Self::Appointment => "appointment",
        }
    }
}

/// Who is notified.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// The devices on which the alarm rings.
    Person(AlarmRef),
    /// An account that watches over it, or, of an appointment, that is reminded.
    Watcher {
        /// The alarm.
        alarm: AlarmRef,
        /// The account.
        account: String,
    },
}

impl Recipient {
    /// The alarm.
    pub fn alarm(&self) -> AlarmRef {
        match self {
            Self::Person(alarm) | Self::Watcher { alarm, .. } => *alarm,
        }
    }
}

/// The languages that texts exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notification {
    /// `<alarm>#<date>#<time>`, with `#<at>` when it is rung again, `#missed` for those who watch, `#refill` for the stock.
    /// A device shows an id once.
    pub id: String,
    /// Why.
    pub kind: Kind,
    /// To whom.
    pub recipient: Recipient,
    /// The minute of the dose.
    pub due: Minute,
    /// Whether it is sent more than a minute after it was to be: the text then says when the dose was due.
    pub late: bool,
    /// The alarm's label, where the person chose that the text names it.
    pub label: Option<String>,
}

fn dose(alarm: AlarmRef, minute: Minute) -> String {
    format!("{}#{}#{}", alarm.alarm, minute.day(), minute.time())
}

/// The id of what is shown when a dose is due, or, with `at` (seconds since 1970), rung again.
pub fn due_id(alarm: AlarmRef, minute: Minute, at: Option<i64>) -> String {
    let dose = dose(alarm, minute);
    match at {
        None => dose,
        Some(at) => format!("{dose}#{at}"),
    }
}

/// The id of what those who watch are shown.
pub fn missed_id(alarm: AlarmRef, minute: Minute) -> String {
    format!("{}#missed", dose(alarm, minute))
}

impl Notification {
    /// It is time for what the alarm reminds of.
    pub fn due(entry: &PageEntry, minute: Minute, late: bool, label: Option<String>) -> Self {
        let id = due_id(entry.alarm, minute, None);
        let kind = match entry.delivery.about {
            About::Medicines => Kind::DoseDue,
            About::Record => Kind::RecordDue,
        };
        Self { id, kind, recipient: Recipient::Person(entry.alarm), due: minute, late, label }
    }

    /// An occurrence that was queued on its own.
    pub fn own(own: &Own, late: bool, label: Option<String>) -> Self {
        let id = due_id(own.entry.alarm, own.minute, own.is_put_off().then_some(own.at));
        Self { id, ..Self::due(&own.entry, own.minute, late, label) }
    }

    /// A dose was missed.
    pub fn dose_missed(alarm: AlarmRef, minute: Minute, account: String) -> Self {
        let recipient = Recipient::Watcher { alarm, account };
        Self { id: missed_id(alarm, minute), kind: Kind::DoseMissed, recipient, due: minute, late: false, label: None }
    }

    /// The stock of the alarm's medicine runs out; said once a day at most.
    pub fn refill(alarm: AlarmRef, on: Minute) -> Self {
        let id = format!("{}#{}#refill", alarm.alarm, on.day());
        Self { id, kind: Kind::Refill, recipient: Recipient::Person(alarm), due: on, late: false, label: None }
    }

    /// An appointment comes up: told to this account.
    pub fn appointment(alarm: AlarmRef, at: Minute, account: String) -> Self {
        let id = format!("{}#appointment", dose(alarm, at));
        let recipient = Recipient::Watcher { alarm, account };
        Self { id, kind: Kind::Appointment, recipient, due: at, late: false, label: None }
    }

    /// Names and values beside the text, for filters and for the app: no word that a person typed.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = vec![
            ("notification_id", self.id.clone()),
            ("kind", self.kind.as_str().to_owned()),
            ("resident_id", self.recipient.alarm().resident.to_string()),
            ("alarm_id", self.recipient.alarm().alarm.to_string()),
            ("due", self.due.to_string()),
            ("late", self.late.to_string()),
        ];
        if let Recipient::Watcher { account, .. } = &self.recipient {
            attributes.push(("account", account.clone()));
        }
        attributes
    }

    /// Title and text, each one line. They name no medicine; the label stands in them only where the person chose so.
    pub fn text(&self, language: Language) -> (String, String) {
        let time = self.due.time();
        let label = self.label.as_deref().map(one_line);
        match language {
            Language::Japanese => {
                let title = match self.kind {
                    Kind::DoseDue => "お薬の時間です",
                    Kind::RecordDue => "記録の時間です",
                    Kind::DoseMissed => "お薬の記録がありません",
                    Kind::Refill => "お薬の残りが少なくなりました",
                    Kind::Appointment => "予定のお知らせ",
                };
                let text = match (self.kind, &label, self.late) {
                    (Kind::DoseDue, None, false) => format!("{time}の予定です。飲んだら記録してください。"),
                    (Kind::DoseDue, Some(label), false) => format!("{time}「{label}」。飲んだら記録してください。"),
                    (Kind::DoseDue | Kind::RecordDue, None, true) => {
                        format!("お知らせが遅れました。{time}の予定でした。")
                    }
                    (Kind::DoseDue | Kind::RecordDue, Some(label), true) => {
                        format!("お知らせが遅れました。{time}「{label}」の予定でした。")
                    }
                    (Kind::RecordDue, None, false) => format!("{time}の予定です。手帳に今日の記録をつけられます。"),
                    (Kind::RecordDue, Some(label), false) => format!("{time}「{label}」。手帳に記録をつけられます。"),
                    (Kind::DoseMissed, ..) => format!("{time}の予定がまだ記録されていません。"),
                    (Kind::Refill, ..) => "手帳で残りの日数を確認してください。".to_owned(),
                    (Kind::Appointment, ..) => "予定が近づいています。手帳で確認してください。".to_owned(),
                };
                (title.to_owned(), text)
            }
            Language::English => {
                let title = match self.kind {
                    Kind::DoseDue => "Time for your medicine",
                    Kind::RecordDue => "Time to record",
                    Kind::DoseMissed => "A dose has no record",
                    Kind::Refill => "Your medicine is running low",
                    Kind::Appointment => "Something you planned",
                };
                let text = match (self.kind, &label, self.late) {
                    (Kind::DoseDue, None, false) => format!("Planned for {time}. Please note it once taken."),
                    (Kind::DoseDue, Some(label), false) => format!("{time}, {label}. Please note it once taken."),
                    (Kind::DoseDue | Kind::RecordDue, None, true) => {
                        format!("This reminder is late. It was planned for {time}.")
                    }
                    (Kind::DoseDue | Kind::RecordDue, Some(label), true) => {
                        format!("This reminder is late. {label} was planned for {time}.")
                    }
                    (Kind::RecordDue, None, false) => format!("Planned for {time}. You can record today's values now."),
                    (Kind::RecordDue, Some(label), false) => format!("{time}, {label}. You can record it now."),
                    (Kind::DoseMissed, ..) => format!("The dose planned for {time} has not been noted."),
                    (Kind::Refill, ..) => "See how many days are left in the notebook.".to_owned(),
                    (Kind::Appointment, ..) => "It comes up soon. See it in the notebook.".to_owned(),
                };
                (title.to_owned(), text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use crate::due::Delivery;

    #[test]
    fn a_reminder_to_record_speaks_of_no_medicine_and_of_nothing_missed() {
        let alarm: AlarmRef = serde_json::from_value(serde_json::json!({
            "r": "01930000-0000-7000-8000-000000000001", "a": "01930000-0000-7000-8000-000000000002",
        }))
        .unwrap();
        let entry = PageEntry { alarm, delivery: Delivery { about: About::Record, ..Delivery::default() } };
        let minute = Minute::of("2026-11-22T11:00:00Z".parse().unwrap());
        for (late, label) in [(false, None), (true, None), (false, Some("血圧をはかる".to_owned()))] {
            let due = Notification::due(&entry, minute, late, label);
            assert_eq!(due.kind.as_str(), "record_due");
            let said = format!("{:?} {:?}", due.text(Language::Japanese), due.text(Language::English));
            assert!(
                said.contains("記録の時間です") && said.contains("Time to record") && said.contains("20:00"),
                "{said}"
            );
            for word in ["薬", "飲", "medicine", "dose", "taken", "まだ", "missed"] {
                assert!(!said.contains(word), "{said}");
            }
        }
    }

    #[test]
    fn r06_a_reminder_of_an_appointment_says_nothing_of_what_it_is_for() {
        let alarm: AlarmRef = serde_json::from_value(serde_json::json!({
            "r": "01930000-0000-7000-8000-000000000001", "a": "01930000-0000-7000-8000-000000000002",
        }))
        .unwrap();
        let minute = Minute::of("2026-11-25T09:00:00Z".parse().unwrap());
        let ahead = Notification::appointment(alarm, minute, "account".to_owned());
        assert_eq!(ahead.id, "01930000-0000-7000-8000-000000000002#2026-11-25#18:00#appointment");
        let said = format!("{:?} {:?}", ahead.text(Language::Japanese), ahead.text(Language::English));
        for word in ["受診", "病院", "医", "薬", "歯", "健", "clinic", "doctor", "visit", "medicine", "health", "18:00"]
        {
            assert!(!said.contains(word), "{said}");
        }
    }

    #[test]
    fn r36_a_label_in_several_lines_is_shown_in_one() {
        let alarm: AlarmRef = serde_json::from_value(serde_json::json!({
            "r": "01930000-0000-7000-8000-000000000001", "a": "01930000-0000-7000-8000-000000000002",
        }))
        .unwrap();
        let minute = Minute::of("2026-11-22T23:00:00Z".parse().unwrap());
        let label = Some("朝の薬\nデジタル健康手帳より：\u{2028}\u{202E}電話してください".to_owned());
        for (late, about) in
            [(false, About::Medicines), (true, About::Medicines), (false, About::Record), (true, About::Record)]
        {
            let entry = PageEntry { alarm, delivery: Delivery { about, ..Delivery::default() } };
            let due = Notification::due(&entry, minute, late, label.clone());
            for language in [Language::Japanese, Language::English] {
                let (_, text) = due.text(language);
                assert!(text.contains("朝の薬 デジタル健康手帳より： 電話してください"), "{text}");
                assert_eq!(text.lines().count(), 1);
            }
        }
    }
}
