//! What the e-mail says: that it is time, and nothing of what; that something happened, and nobody's name. A mailbox is read over
//! shoulders and by families. No letter has a link: whoever learns to follow links in such letters follows a forger's.

use alarm_delivery::doses::Wish;
use alarm_delivery::reminder::{Kind, Reminder, day_and_time};
use notebook::notification::Way;
use platform::notice::{self, Notice};

/// Subject and text.
pub(crate) struct Letter {
    pub(crate) subject: &'static str,
    pub(crate) text: String,
}

/// The letter of a notice, in Japanese and English.
pub(crate) fn of_notice(notice: &Notice) -> Letter {
    let at = day_and_time(notice.at);
    let (subject, ja, en) = match notice.notice {
        notice::Kind::AnotherCardHere => (
            "手帳に登録されていないマイナンバーカードについてのお知らせ",
            format!(
                "{at}（日本時間）に、あなたの手帳の本人確認で、この手帳に登録されていないマイナンバーカードが使われました。\n登録されているカードと手帳の記録は変わっていません。\nカードを新しくした方は、市の窓口にお越しください。"
            ),
            format!(
                "At {at} (time in Japan) a My Number Card that is not registered with your notebook was used to prove who you \
                 are.\nThe registered card and your records have not changed.\nIf you have a new card, please come to the city's \
                 counter."
            ),
        ),
        notice::Kind::CardElsewhere => (
            "あなたのマイナンバーカードについてのお知らせ",
            format!(
                "{at}（日本時間）に、あなたの手帳に登録されているマイナンバーカードが、別の手帳の本人確認で使われました。\nあなたの手帳の記録は見られておらず、変わっていません。"
            ),
            format!(
                "At {at} (time in Japan) the My Number Card that is registered with your notebook was used to prove who \
                 somebody is in another notebook.\nYour records were not shown and have not changed."
            ),
        ),
        notice::Kind::FamilyJoined => (
            "ご家族の手帳の招待についてのお知らせ",
            format!(
                "{at}（日本時間）に、あなたが見ている手帳への招待が受け入れられ、見る人が加わりました。\nだれが加わったかは、手帳の「家族」で確かめられます。"
            ),
            format!(
                "At {at} (time in Japan) an invitation to a notebook that you keep was accepted: somebody may see it now.\nYou \
                 find who it is under family in the notebook."
            ),
        ),
        notice::Kind::ChildCorrected => (
            "お子さんの手帳の訂正についてのお知らせ",
            format!(
                "{at}（日本時間）に、あなたが保護者の手帳で、お子さんの氏名、生年月日、性別のどれかが、ほかの保護者によって直されました。\n生年月日が変わると、保護者が見られる最後の日も変わります。手帳の「からだのこと」で確かめてください。"
            ),
            format!(
                "At {at} (time in Japan) another guardian corrected the name, the date of birth or the sex of a child whose \
                 guardian you are.\nWith the date of birth, the last day on which guardians can see the notebook changes. Please \
                 check it in the notebook."
            ),
        ),
        notice::Kind::FamilyWidened => (
            "ご家族が手帳を見られる範囲についてのお知らせ",
            format!(
                "{at}（日本時間）に、あなたが見ている手帳で、ご家族の一人が見られるもの、できることが増えました。\n何が見られるかは、手帳の「家族」で確かめ、いつでも変えられます。"
            ),
            format!(
                "At {at} (time in Japan) one member of the family was given more to see or do in a notebook that you keep.\nYou \
                 find what they can see under family in the notebook, and can change it at any time."
            ),
        ),
        notice::Kind::FamilyEnded => (
            "ご家族の手帳についてのお知らせ",
            format!(
                "{at}（日本時間）に、家族の手帳を見ることが一つ終わりました。\nいまだれがどの手帳を見られるかは、手帳の「家族」で確かめられます。"
            ),
            format!(
                "At {at} (time in Japan) somebody's view of a family notebook ended.\nYou find who may see which notebook now \
                 under family."
            ),
        ),
        notice::Kind::EmergencyCardMade => card_made(&at),
        notice::Kind::EmergencyCardEnded => card_ended(&at),
        notice::Kind::EmergencyCardOpened => (
            "緊急カードが開かれたことについてのお知らせ",
            format!(
                "{at}（日本時間）に、あなたが見ている手帳の緊急カードが開かれました。だれが開いたかは分かりません。\n続けて開かれたときは、お知らせをまとめています。いつ開かれたかは、手帳の「緊急カード」で確かめられます。"
            ),
            format!(
                "At {at} (time in Japan) the emergency card of a notebook that you keep was opened. It is not known by whom.\nWhere \
                 it is opened again and again, you are not told each time. You find when it was opened under emergency card in the \
                 notebook."
            ),
        ),
        notice::Kind::SessionsEnded => (
            "すべての端末からサインアウトしたことについてのお知らせ",
            format!(
                "{at}（日本時間）に、デジタル健康手帳のあなたのアカウントは、すべての端末からサインアウトされました。\nおくすりの時間のお知らせは、もう一度サインインした端末だけで鳴ります。"
            ),
            format!(
                "At {at} (time in Japan) your account of the health notebook was signed out on every device.\nReminders of \
                 medicines ring only on devices that sign in again."
            ),
        ),
    };
    let ([log_ja, log_en], [doubt_ja, doubt_en]) = besides(notice.notice);
    let text = format!(
        "{ja}\n{doubt_ja}{log_ja}\nこのメールにリンクはありません。手帳はいつもの方法で開いてください。\n\n{en}\n{doubt_en}{log_en}\nThis e-mail has no links. Open your notebook as you always do.\n"
    );
    Letter { subject, text }
}

/// That an emergency card was made: subject, Japanese, English.
fn card_made(at: &str) -> (&'static str, String, String) {
    (
        "緊急カードがつくられたことについてのお知らせ",
        format!(
            "{at}（日本時間）に、あなたが見ている手帳で、緊急カードがつくられました。\n緊急カードは、持っている人がだれでも、アレルギー、おくすり、連絡先を見られるカードです。前のカードはもう使えません。\n手帳の「緊急カード」で確かめ、いつでも終わりにできます。"
        ),
        format!(
            "At {at} (time in Japan) an emergency card was made in a notebook that you keep.\nWhoever holds the card can see \
                 allergies, medicines and contacts. A card from before opens nothing any more.\nYou find it under emergency card \
                 in the notebook, and can end it at any time."
        ),
    )
}

/// That an emergency card was ended: subject, Japanese, English.
fn card_ended(at: &str) -> (&'static str, String, String) {
    (
        "緊急カードが終わりになったことについてのお知らせ",
        format!(
            "{at}（日本時間）に、あなたが見ている手帳の緊急カードが終わりになりました。\nそのカードを読み取っても、もう何も表示されません。\nこれからも緊急カードを持つときは、手帳の「緊急カード」で新しいカードをつくってください。"
        ),
        format!(
            "At {at} (time in Japan) the emergency card of a notebook that you keep was ended.\nThat card shows nothing any \
                 more.\nTo go on carrying one, make a new card under emergency card in the notebook."
        ),
    )
}

/// What the letter of a notice says besides, in Japanese and English: where it can be looked up, and what to do in doubt.
fn besides(kind: notice::Kind) -> ([&'static str; 2], [&'static str; 2]) {
    // An account of staff has no notebook whose log could say it.
    let log = match kind {
        notice::Kind::AnotherCardHere
        | notice::Kind::CardElsewhere
        | notice::Kind::FamilyJoined
        | notice::Kind::ChildCorrected
        | notice::Kind::FamilyWidened
        | notice::Kind::EmergencyCardMade
        | notice::Kind::EmergencyCardEnded
        | notice::Kind::EmergencyCardOpened => {
            ["手帳の閲覧記録にも同じ記録があります。", " Your notebook's log of who looked says the same."]
        }
        notice::Kind::FamilyEnded | notice::Kind::SessionsEnded => ["", ""],
    };
    // Who is shown no more of somebody's notebook has no reason to fear for their own password.
    let doubt = match kind {
        notice::Kind::FamilyEnded => [
            "わからないことがあるときは、ご家族に確かめるか、市の窓口にご連絡ください。",
            "If you did not expect this, ask your family or tell the city.",
        ],
        // It needs no password to open a card.
        notice::Kind::EmergencyCardOpened => [
            "心当たりがないときは、手帳でカードを終わりにし、新しいカードをつくってください。",
            "If you do not know why, end the card in the notebook and make a new one.",
        ],
        _ => [
            "心当たりがないときは、メールとパスワードを確かめて変え、市の窓口にご連絡ください。",
            "If this was not you, secure this mailbox, change your password where you have one, and tell the city.",
        ],
    };
    (log, doubt)
}

/// The letter of a reminder, in Japanese and English: which of them a person reads is not known here.
pub(crate) fn of(reminder: &Reminder, wish: Wish) -> Letter {
    let day = day_and_time(reminder.due_at);
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
        Kind::RecordDue if reminder.late => (
            "記録の時間のお知らせ（遅れてお送りしています）",
            format!("{day} は記録の時間でした。お知らせが遅れました。"),
            format!("It was time to record at {day}. This notice is late."),
        ),
        Kind::RecordDue => {
            ("記録の時間のお知らせ", format!("{day} 記録の時間です。"), format!("{day}: it is time to record."))
        }
        Kind::DoseMissed if wish.own => (
            "おくすりの記録についてのお知らせ",
            format!("{day} のおくすりが、まだ記録されていません。"),
            format!("Your dose of {day} has not been recorded yet."),
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
        Kind::Appointment => (
            "予定についてのお知らせ",
            "予定が近づいています。".to_owned(),
            "Something you planned comes up soon.".to_owned(),
        ),
    };
    let (why_ja, why_en) = if wish.way == Way::Email {
        ("メールで受け取る設定になっているため、メールでお送りしています。", "because you chose so in its settings")
    } else {
        (
            "通知を受け取れるスマートフォンが見つからないため、メールでお送りしています。",
            "because none of your phones could be reached",
        )
    };
    let text = format!(
        "{ja}\nデジタル健康手帳を開いて確認してください。\n{why_ja}\n\n\
         {en}\nPlease open your health notebook. You get this by e-mail {why_en}.\n"
    );
    Letter { subject, text }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_notice_says_what_happened_and_when_in_both_languages_and_has_no_link() {
        let card = ["マイナンバーカード", "My Number Card"];
        for (kind, [ja, en]) in [
            (notice::Kind::AnotherCardHere, card),
            (notice::Kind::CardElsewhere, card),
            (notice::Kind::FamilyJoined, ["招待", "an invitation"]),
            (notice::Kind::FamilyEnded, ["家族の手帳", "family notebook"]),
            (notice::Kind::EmergencyCardMade, ["緊急カード", "emergency card"]),
            (notice::Kind::EmergencyCardEnded, ["緊急カード", "emergency card"]),
            (notice::Kind::EmergencyCardOpened, ["緊急カード", "emergency card"]),
            (notice::Kind::SessionsEnded, ["すべての端末", "on every device"]),
        ] {
            let at = "2026-11-22T01:00:00Z".parse().unwrap();
            let notice = Notice { notice_id: "x".to_owned(), notice: kind, at, account: "pseudonym".to_owned() };
            let Letter { subject, text } = of_notice(&notice);
            assert!(subject.contains(ja) && text.contains(ja) && text.contains(en), "{text}");
            assert_eq!(text.matches("2026-11-22 10:00").count(), 2, "{text}");
            assert!(text.lines().all(|line| line.trim() == line), "{text}");
            assert!(!text.contains("http") && !text.contains("pseudonym"), "{text}");
        }
    }

    #[test]
    fn r06_a_letter_says_when_and_not_what() {
        for (kind, late) in [
            (Kind::DoseDue, false),
            (Kind::DoseDue, true),
            (Kind::RecordDue, false),
            (Kind::RecordDue, true),
            (Kind::DoseMissed, false),
            (Kind::Refill, false),
            (Kind::Appointment, false),
        ] {
            let reminder: Reminder = serde_json::from_value(serde_json::json!({
                "notification_id": "x", "kind": kind, "due": 29_923_140, "due_at": "2026-11-22T23:00:00Z", "late": late,
                "title": "お薬の時間です", "text": "8:00「ロキソプロフェン」",
                "resident_id": "01930000-0000-7000-8000-000000000001", "alarm_id": "01930000-0000-7000-8000-000000000002",
            }))
            .unwrap();
            let wish = |way| Wish { way, own: false };
            let letter = of(&reminder, wish(Way::Push));
            assert!(letter.text.contains("none of your phones"), "{}", letter.text);
            assert!(of(&reminder, wish(Way::Email)).text.contains("you chose so"), "it says why it is an e-mail");
            assert!(!letter.text.contains("ロキソ") && !letter.subject.contains("ロキソ"));
            let speaks_of_recording = letter.subject.contains("記録の時間") && letter.text.contains("time to record");
            assert_eq!(speaks_of_recording, kind == Kind::RecordDue, "{}", letter.text);
            let speaks_of_medicines = !matches!(kind, Kind::RecordDue | Kind::Appointment);
            assert_eq!(letter.text.contains("くすり"), speaks_of_medicines, "{}", letter.text);
            let says_when = !matches!(kind, Kind::Refill | Kind::Appointment);
            assert_eq!(letter.text.contains("8:00"), says_when, "{}", letter.text);
        }
    }
}
