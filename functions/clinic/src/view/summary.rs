//! The opened sections as plain text, for pasting into the clinic's own chart (カルテ). Japanese, as the chart is.

use notebook::access::Section;
use notebook::daily::Occasion;
use notebook::resident::{BloodType, Identity, Profile, ProfileList, Sex};
use notebook::text::{Text, one_line};
use notebook::time::{Instant, in_japan, jst_day};
use records::medicines::Alerts;
use serde_json::Value;

use super::sections::{Daily, More, Shown, Visit};
use super::timeline::shortened;
use super::{cut, medicines};

/// Most entries of one list.
const MOST_ENTRIES: usize = 8;
/// Most characters of one entry.
const MOST_ENTRY: usize = 120;
/// Most characters of a pharmacy's name.
const MOST_PLACE: usize = 40;
/// Most characters of a dispensing: its medicines are held within their own bound, and nothing behind them is cut.
const MOST_DISPENSING: usize = 500;
/// Most characters of an alert: its sentence with both names.
const MOST_ALERT: usize = 150;

/// When it was read, as its first line says.
pub(crate) fn read_at(now: Instant) -> String {
    in_japan(now).format("%Y-%m-%d %H:%M 閲覧").to_string()
}

/// Writes the summary. `alerts`: what to look at among the medicines, and its sentences.
pub(crate) fn of(
    identity: &Identity,
    shown: &Shown,
    alerts: (&Alerts, Vec<String>),
    more: &More,
    now: Instant,
) -> String {
    let more = |section| more.iter().any(|(other, _)| *other == section);
    let mut lines = vec![
        format!("【デジタル健康手帳】{}", read_at(now)),
        person(identity, now),
        "本人が開示した範囲のみ。記載がないことは、該当がないことを意味しません。".to_owned(),
    ];
    if let Some(profile) = &shown.profile {
        of_profile(profile, &mut lines);
    }
    let (alerts, sentences) = alerts;
    if !sentences.is_empty() {
        let left_out = alerts.alerts_left_out + alerts.known_alerts_left_out;
        bounded_entries("お薬の注意", sentences.into_iter(), (MOST_ALERT, left_out, false), &mut lines);
    }
    if !alerts.all_compared {
        lines.push("■お薬の注意: 照合していない薬あり（手帳で確認）".to_owned());
    }
    if let Some(list) = &shown.medication {
        let dispensing = |value: &Value| {
            let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            let place = shortened(text("/pharmacy/name"), MOST_PLACE);
            let left_out = match cut::left_out(value) {
                0 => String::new(),
                count => format!("（ほか{count}剤）"),
            };
            spaced([text("/dispensed_on"), &place, &medicines::line(value), &left_out])
        };
        // That there is nothing is not said of what is left out.
        let or_more = if more(Section::Medication) { "以上" } else { "" };
        let left_out = shown.unconfirmed_left_out.filter(|count| *count > 0);
        let left_out =
            left_out.map(|count| format!("本人のものか確認されていない記録 {count} 件{or_more}は表示していません"));
        let list = left_out.into_iter().chain(list.iter().map(dispensing));
        bounded_entries("お薬", list, (MOST_DISPENSING, 0, more(Section::Medication)), &mut lines);
    }
    if let Some(list) = &shown.daily {
        measurements(list, more(Section::Daily), &mut lines);
    }
    if let Some(list) = &shown.visits {
        bounded_entries("受診", list.iter().map(of_visit), (MOST_ENTRY, 0, more(Section::Visits)), &mut lines);
    }
    // Here and nowhere else lines are joined: whatever was typed, it begins no line.
    lines.iter().map(|line| one_line(line)).collect::<Vec<_>>().join("\n")
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

fn of_profile(profile: &Profile, lines: &mut Vec<String>) {
    let list = |texts: &[Text<200>]| texts.iter().map(|text| text.as_str().to_owned()).collect::<Vec<_>>();
    entries("アレルギー", list(&profile.allergies).into_iter(), lines);
    entries("副作用歴", list(&profile.adverse_reactions).into_iter(), lines);
    entries("既往歴", list(&profile.history).into_iter(), lines);
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
        entries("プロフィールに入りきらない用紙の記載", waiting.into_iter(), lines);
    }
    let single = [
        ("出産予定日", profile.pregnancy_due_on.map(|day| day.to_string())),
        ("障害者手帳", profile.listed_disability.as_ref().map(|text| text.as_str().to_owned())),
        ("指定難病など", profile.long_term_illness.as_ref().map(|text| text.as_str().to_owned())),
        ("血液型（本人申告）", blood_type(profile.blood_type).map(str::to_owned)),
    ];
    lines.extend(
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

/// Days with values. A day with a memo alone is an entry that is not shown here.
fn measurements(list: &[Daily], more: bool, lines: &mut Vec<String>) {
    let values: Vec<_> = list.iter().filter_map(measured).collect();
    let more = more || (values.is_empty() && !list.is_empty());
    bounded_entries("測定値", values.into_iter(), (MOST_ENTRY, 0, more), lines);
}

/// A day's values without the memo; nothing where there is only a memo.
fn measured(daily: &Daily) -> Option<String> {
    // By the names of the API, so that each value reads as it does there.
    let record = serde_json::to_value(&daily.record).ok()?;
    let number = |pointer: &str| record.pointer(pointer).filter(|value| value.is_number());
    let measures = [
        ("体重", "/weight_kg", "kg"),
        ("身長", "/height_cm", "cm"),
        ("体温", "/temperature_c", "℃"),
        ("収縮期", "/blood_pressure/systolic_mmhg", "mmHg"),
        ("拡張期", "/blood_pressure/diastolic_mmhg", "mmHg"),
        ("脈拍", "/blood_pressure/pulse_bpm", "/分"),
        ("歩数", "/steps", "歩"),
    ];
    let values = measures.iter().filter_map(|(name, pointer, unit)| Some(format!("{name} {}{unit}", number(pointer)?)));
    let values = values.collect::<Vec<_>>().join("、");
    let taken_at = daily.record.taken_at.instant();
    let time = in_japan(taken_at).format("%Y-%m-%d %H:%M");
    // Home blood pressure is judged by morning and evening; what is neither has its time.
    let occasion = daily.record.blood_pressure.as_ref().and_then(|_| Occasion::at(taken_at));
    let occasion = occasion.map_or("", |(occasion, _)| match occasion {
        Occasion::Morning => "（朝）",
        Occasion::Evening => "（晩）",
    });
    (!values.is_empty()).then(|| format!("{time}{occasion} {values}"))
}

fn of_visit(visit: &Visit) -> String {
    spaced([
        visit.visited_on.to_string().as_str(),
        visit.institution_name.as_ref().map_or("", Text::as_str),
        visit.department.as_ref().map_or("", Text::as_str),
        visit.diagnosis_told.as_deref().unwrap_or_default(),
    ])
}

/// What there is, with a space between.
fn spaced<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn entries(name: &str, list: impl Iterator<Item = String>, lines: &mut Vec<String>) {
    bounded_entries(name, list, (MOST_ENTRY, 0, false), lines);
}

/// A list of at most [`MOST_ENTRIES`] entries of at most so many characters; `left_out` counts those that are not in the list, `more` says that the notebook holds others than
/// these. That there is nothing is said only of what is empty.
fn bounded_entries(
    name: &str,
    list: impl Iterator<Item = String>,
    (most, left_out, more): (usize, usize, bool),
    lines: &mut Vec<String>,
) {
    let all: Vec<_> = list.collect();
    let rest = all.len().saturating_sub(MOST_ENTRIES) + left_out;
    match (all.is_empty(), more) {
        (true, false) => lines.push(format!("■{name}: 記録なし")),
        (true, true) => lines.push(format!("■{name}: 手帳で確認")),
        (false, _) => lines.push(format!("■{name}")),
    }
    lines.extend(all.iter().take(MOST_ENTRIES).map(|entry| format!("・{}", shortened(&one_line(entry), most))));
    match (rest, more) {
        (0, false) => {}
        (0, true) => lines.extend((!all.is_empty()).then(|| "・ほかにもあり".to_owned())),
        (rest, false) => lines.push(format!("・ほか {rest} 件")),
        (rest, true) => lines.push(format!("・ほか {rest} 件以上")),
    }
}
