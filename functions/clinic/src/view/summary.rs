//! The opened sections as plain text, for pasting into the clinic's own chart (カルテ). Japanese, as the chart is.

use notebook::resident::{BloodType, Identity, Profile, ProfileList, Sex};
use notebook::text::{Text, one_line};
use notebook::time::{Instant, in_japan, jst_day};
use records::medicines::Alerts;

use super::lines::{Lines, MOST_ENTRY, spaced};
use super::opened::OpenedSections;
use super::timeline::shortened;
use crate::section::More;

/// Most characters of an alert: its sentence with both names.
const MOST_ALERT: usize = 150;

/// When it was read, as its first line says.
pub(crate) fn read_at(now: Instant) -> String {
    in_japan(now).format("%Y-%m-%d %H:%M 閲覧").to_string()
}

/// Writes the summary. `alerts`: what to look at among the medicines, and its sentences.
pub(crate) fn of(
    identity: &Identity,
    opened: &OpenedSections,
    alerts: (&Alerts, Vec<String>),
    more: &More,
    now: Instant,
) -> String {
    let mut lines = Lines(vec![
        format!("【デジタル健康手帳】{}", read_at(now)),
        person(identity, now),
        "本人が開示した範囲のみ。記載がないことは、該当がないことを意味しません。".to_owned(),
    ]);
    if let Some(profile) = &opened.profile {
        of_profile(profile, &mut lines);
    }
    let (alerts, sentences) = alerts;
    if !sentences.is_empty() {
        let left_out = alerts.alerts_left_out + alerts.known_alerts_left_out;
        lines.bounded("お薬の注意", sentences.into_iter(), MOST_ALERT, left_out, false);
    }
    if !alerts.all_compared {
        lines.0.push("■お薬の注意: 照合していない薬あり（手帳で確認）".to_owned());
    }
    opened.lists.summary(more, &mut lines);
    // Here and nowhere else lines are joined: whatever was typed, it begins no line.
    lines.0.iter().map(|line| one_line(line)).collect::<Vec<_>>().join("\n")
}

/// What the card proved; then, and marked so, what the person typed: nothing typed stands before or between proved facts.
fn person(identity: &Identity, now: Instant) -> String {
    let sex = identity.sex.and_then(|sex| match sex {
        Sex::Male => Some("男"),
        Sex::Female => Some("女"),
        Sex::Other => None,
    });
    let birth = identity.birth_date.map(|birth| {
        let age = notebook::time::age_on(birth, jst_day(now));
        format!("{birth}生 {age}歳")
    });
    let kana = identity.kana.as_ref().map(|kana| format!("フリガナ（本人入力）: {}", kana.as_str()));
    let legal_name = identity.legal_name.as_ref().map_or("氏名未確認", Text::as_str);
    spaced([legal_name, &birth.unwrap_or_default(), sex.unwrap_or_default(), &kana.unwrap_or_default()])
}

fn of_profile(profile: &Profile, lines: &mut Lines) {
    let list = |texts: &[Text<200>]| texts.iter().map(|text| text.as_str().to_owned()).collect::<Vec<_>>();
    lines.list("アレルギー", list(&profile.allergies).into_iter(), false);
    lines.list("副作用歴", list(&profile.adverse_reactions).into_iter(), false);
    lines.list("既往歴", list(&profile.history).into_iter(), false);
    let waiting = profile.pending.iter().map(|note| {
        let list = match note.list {
            ProfileList::Allergies => "アレルギー",
            ProfileList::AdverseReactions => "副作用歴",
            ProfileList::History => "既往歴",
        };
        format!("{list}: {}", note.text.as_str())
    });
    let waiting: Vec<_> = waiting.collect();
    // It is no list of the person's: where nothing waits there is none of which to say that it is empty.
    if !waiting.is_empty() {
        lines.list("プロフィールに入りきらない用紙の記載", waiting.into_iter(), false);
    }
    let single = [
        ("出産予定日", profile.pregnancy_due_on.map(|day| day.to_string())),
        ("障害者手帳", profile.listed_disability.as_ref().map(|text| text.as_str().to_owned())),
        ("指定難病など", profile.long_term_illness.as_ref().map(|text| text.as_str().to_owned())),
        ("血液型（本人申告）", blood_type(profile.blood_type).map(str::to_owned)),
    ];
    lines.0.extend(
        single
            .into_iter()
            .filter_map(|(name, text)| Some(format!("■{name}: {}", shortened(&one_line(&text?), MOST_ENTRY)))),
    );
}

fn blood_type(blood_type: BloodType) -> Option<&'static str> {
    Some(match blood_type {
        BloodType::APositive => "A Rh+",
        BloodType::ANegative => "A Rh-",
        BloodType::BPositive => "B Rh+",
        BloodType::BNegative => "B Rh-",
        BloodType::OPositive => "O Rh+",
        BloodType::ONegative => "O Rh-",
        BloodType::AbPositive => "AB Rh+",
        BloodType::AbNegative => "AB Rh-",
        BloodType::Unknown => return None,
    })
}
