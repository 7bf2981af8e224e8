//! What the e-mail says: that it is time, and nothing of what. A mailbox is read over shoulders and by families.

use platform::reminder::{Kind, Reminder};

/// Subject and text.
pub(crate) struct Letter {
    pub(crate) subject: &'static str,
    pub(crate) text: String,
}

/// The letter of a reminder, in Japanese and English: which of them a person reads is not known here.
pub(crate) fn of(reminder: &Reminder) -> Letter {
    let day = platform::reminder::day_and_time(reminder.due_at);
    let (subject, ja, en) = match reminder.kind {
        Kind::DoseDue if reminder.late => (
            "おくすりの時間のお知らせ（遅れてお送りしています）",
            format!("{day} はおくすりの時間でした。お知らせが遅れました。"),
            format!("It was time for your medicine at {day}. This notice is late."),
        ),
        Kind::DoseDue => (
            "おくすりの時間のお知らせ",
            format!("{day} おくすりの時間です。"),
            format!("{day}: it is time for your medicine."),
        ),
        Kind::DoseMissed => (
            "ご家族のおくすりについてのお知らせ",
            format!("{day} のおくすりが、まだ記録されていません。"),
            format!("A dose of {day} in your family has not been recorded yet."),
        ),
        Kind::Refill => (
            "おくすりの残りについてのお知らせ",
            "おくすりの残りが少なくなっています。".to_owned(),
            "A medicine is running low.".to_owned(),
        ),
    };
    let text = format!(
        "{ja}\nデジタル健康手帳を開いて確認してください。\n通知を受け取れるスマートフォンが見つからないため、メールでお送りしています。\n\n\
         {en}\nPlease open your health notebook. You get this by e-mail because none of your phones could be reached.\n"
    );
    Letter { subject, text }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn r06_a_letter_says_when_and_not_what() {
        for (kind, late) in
            [(Kind::DoseDue, false), (Kind::DoseDue, true), (Kind::DoseMissed, false), (Kind::Refill, false)]
        {
            let reminder: Reminder = serde_json::from_value(serde_json::json!({
                "notification_id": "x", "kind": kind, "due": 29_923_140, "due_at": "2026-11-22T23:00:00Z", "late": late,
                "title": "お薬の時間です", "text": "8:00「ロキソプロフェン」",
                "resident_id": "01930000-0000-7000-8000-000000000001", "alarm_id": "01930000-0000-7000-8000-000000000002",
            }))
            .unwrap();
            let letter = of(&reminder);
            assert!(!letter.text.contains("ロキソ") && !letter.subject.contains("ロキソ"));
            assert!(letter.text.contains("8:00") || kind == Kind::Refill, "{}", letter.text);
        }
    }
}
