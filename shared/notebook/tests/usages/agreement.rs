//! Suggestion, supply and the search for duplicates agree with what the usage says.

use chrono::{Days, NaiveDate};
use notebook::medication::alert::{Confidence, duplicate_ingredient};
use notebook::medication::dispensing::{Dispensing, DosageForm};
use notebook::medication::quantity::Quantity;
use notebook::medication::suggestion::{MealTimes, NoSuggestion, suggestions};
use notebook::medication::supply;
use notebook::rhythm::{Rhythm, Weekdays};
use uuid::Uuid;

use crate::support::{dispensing, doses, rows, weekdays};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The same medicine from somebody else on another day.
fn another(of: &Dispensing, on: NaiveDate) -> Dispensing {
    let mut other = of.clone();
    (other.id, other.dispensed_on) = (Uuid::from_u128(2), on);
    other.prescriber.institution_code = Some("4310000002".to_owned());
    other.groups[0].usage_text = Some("１日１回朝食後".to_owned());
    other.groups[0].supply_count = Some(1);
    other
}

#[test]
fn suggestion_supply_and_duplicates_agree_with_every_usage_of_the_table() {
    const DAYS: u16 = 14;
    for row in rows() {
        let text = row.text;
        let sheet = dispensing(text, DAYS);
        let first = sheet.dispensed_on;
        let found = suggestions(&sheet, &MealTimes::default(), chrono::NaiveDate::MIN);
        assert_eq!(found.alarms.is_empty(), !found.none_for.is_empty(), "{text}: suggested, or said why not");
        let known = row.rhythm.can_ring() && row.doses != "-";
        assert_eq!(found.alarms.is_empty(), !known, "{text}");
        let times = if let Some(count) = row.doses.strip_prefix('x') {
            count.split('=').next().unwrap().parse().unwrap()
        } else {
            row.doses.split(' ').count()
        };
        for alarm in &found.alarms {
            assert_eq!((alarm.rhythm.rhythm, alarm.times.len()), (row.rhythm, times), "{text}");
            let rung = row.rhythm.dosing_days(alarm.rhythm.anchor_day.unwrap_or(alarm.from), alarm.from, alarm.until);
            assert_eq!(rung, u32::from(DAYS), "{text}: as many days as were handed out");
        }
        for none in &found.none_for {
            assert_eq!(none.rhythm, row.rhythm, "{text}");
        }
        let period = supply::period(&sheet, &sheet.groups[0]);
        let next = period.last + Days::new(1);
        match row.rhythm {
            rhythm if rhythm.can_ring() => {
                assert_eq!(rhythm.dosing_days(first, first, period.last), u32::from(DAYS), "{text}");
                assert!(rhythm.falls_on(first, next) && period.at_longest == period.last, "{text}");
            }
            Rhythm::NPerWeek { n } => {
                let days = (period.last - period.first).num_days() + 1;
                assert_eq!(days, i64::from(DAYS) * 7 / i64::from(n), "{text}");
            }
            Rhythm::AsNeeded { .. } => assert_eq!(period.last, first + Days::new(29), "{text}"),
            _ => assert!(period.last == first + Days::new(13) && period.at_longest > period.last, "{text}"),
        }
        let sure = duplicate_ingredient(&[another(&sheet, period.last)], std::slice::from_ref(&sheet));
        assert!(sure.len() == 1 && sure[0].detail.confidence > Confidence::Low, "{text}: {sure:?}");
        let after = duplicate_ingredient(&[another(&sheet, next)], std::slice::from_ref(&sheet));
        let confidence: Vec<Confidence> = after.iter().map(|alert| alert.detail.confidence).collect();
        let perhaps: &[Confidence] = if row.rhythm == Rhythm::Unknown { &[Confidence::Low] } else { &[] };
        assert_eq!(confidence, perhaps, "{text}: what may last longer is not passed over");
    }
}

#[test]
fn seven_days_of_every_second_day_are_seven_doses_in_two_weeks() {
    let sheet = dispensing("隔日　朝食後", 7);
    let alarm = &suggestions(&sheet, &MealTimes::default(), chrono::NaiveDate::MIN).alarms[0];
    assert_eq!((alarm.from, alarm.until), (day("2026-11-01"), day("2026-11-13")));
    assert_eq!((alarm.rhythm.rhythm, alarm.rhythm.anchor_day), (Rhythm::EveryNDays { n: 2 }, Some(day("2026-11-01"))));
    assert_eq!(supply::period(&sheet, &sheet.groups[0]).last, day("2026-11-14"));
}

#[test]
fn a_weekly_tablet_for_four_weeks_raises_an_alert_ten_days_later() {
    for text in ["週１回　起床時", "毎週月曜日　起床時", "１週間に１回", "7日に1回"] {
        let sheet = dispensing(text, 4);
        let alerts = duplicate_ingredient(&[another(&sheet, day("2026-11-11"))], &[sheet]);
        assert!(alerts.len() == 1 && alerts[0].detail.confidence == Confidence::Medium, "{text}: {alerts:?}");
    }
    // Not understood: it may be weekly, and what follows from the same institution is what follows.
    let unknown = dispensing("起床時　担当者の説明どおりに", 4);
    let alerts = duplicate_ingredient(&[another(&unknown, day("2026-11-11"))], std::slice::from_ref(&unknown));
    assert_eq!(alerts[0].detail.confidence, Confidence::Low);
    let mut follows = another(&unknown, day("2026-11-11"));
    follows.prescriber.institution_code = Some("4310000001".to_owned());
    let mut before = unknown;
    before.prescriber.institution_code = Some("4310000001".to_owned());
    assert_eq!(duplicate_ingredient(&[follows], &[before]), []);
}

#[test]
fn seven_days_at_a_bedtime_after_midnight_are_seven_doses() {
    let half_past = chrono::NaiveTime::from_hms_opt(0, 30, 0).unwrap();
    let late = MealTimes { bedtime: half_past, ..MealTimes::default() };
    let alarms = suggestions(&dispensing("１日１回就寝前", 7), &late, chrono::NaiveDate::MIN).alarms;
    assert_eq!(alarms.len(), 1);
    assert_eq!((alarms[0].from, alarms[0].until), (day("2026-11-02"), day("2026-11-08")));
    assert_eq!(alarms[0].times.iter().next().unwrap().to_string(), "00:30");
    // Times of one day on both sides of midnight are two alarms of seven days each, the later one a day later.
    let alarms = suggestions(&dispensing("１日２回朝食後と就寝前", 7), &late, chrono::NaiveDate::MIN).alarms;
    let shape: Vec<_> = alarms.iter().map(|alarm| (alarm.label.as_str(), alarm.from, alarm.until)).collect();
    assert_eq!(
        shape,
        [
            ("朝食後のおくすり", day("2026-11-01"), day("2026-11-07")),
            ("就寝前のおくすり", day("2026-11-02"), day("2026-11-08")),
        ]
    );
    // The evening of Monday rings on Tuesday.
    let alarms = suggestions(&dispensing("月・木　就寝前", 4), &late, chrono::NaiveDate::MIN).alarms;
    assert_eq!(alarms[0].rhythm.rhythm, Rhythm::Weekdays { days: weekdays("tue,fri") });
    let sunday = suggestions(&dispensing("日曜日　就寝前", 4), &late, chrono::NaiveDate::MIN).alarms;
    assert_eq!(sunday[0].rhythm.rhythm, Rhythm::Weekdays { days: weekdays("mon") });
    assert_eq!(Weekdays::ALL.count(), 7);
}

#[test]
fn a_note_that_speaks_of_days_belongs_to_the_usage() {
    let with = |text: &str, note: &str| {
        let mut sheet = dispensing(text, 7);
        sheet.groups[0].notes.push(note.to_owned());
        sheet
    };
    let rhythm = |sheet: &Dispensing| notebook::medication::usage::of_group(&sheet.groups[0]).usage.rhythm;
    assert_eq!(rhythm(&with("１日１回朝食後", "隔日")), Rhythm::EveryNDays { n: 2 });
    assert_eq!(rhythm(&with("１日１回朝食後", "月曜日と木曜日に服用")), Rhythm::Weekdays { days: weekdays("mon,thu") });
    assert_eq!(rhythm(&with("１日１回朝食後", "透析日のみ")), Rhythm::Unknown);
    assert_eq!(rhythm(&with("１日１回朝食後", "疼痛時")), Rhythm::AsNeeded { max_per_day: Some(1) });
    assert_eq!(rhythm(&with("１日３回毎食後", "1日3回まで")), Rhythm::AsNeeded { max_per_day: Some(3) });
    for harmless in [
        "一包化",
        "車の運転は控えてください。",
        "変更前：メジコン錠１５ｍｇ(6錠)",
        "牛乳と一緒に飲まないでください",
        "めまいがあるときは車の運転をしないでください",
    ] {
        assert_eq!(rhythm(&with("１日１回朝食後", harmless)), Rhythm::Daily, "{harmless}");
    }
    let mut of_the_drug = dispensing("１日１回朝食後", 7);
    of_the_drug.groups[0].drugs[0].notes.push("週１回".to_owned());
    assert_eq!(rhythm(&of_the_drug), Rhythm::NPerWeek { n: 1 });
}

#[test]
fn a_code_that_says_something_else_than_the_text_is_unknown_and_said_to_be() {
    let with = |text: Option<&str>, code: &str| {
        let mut sheet = dispensing("", 7);
        sheet.groups[0].usage_text = text.map(str::to_owned);
        sheet.groups[0].usage_code = Some(code.to_owned());
        suggestions(&sheet, &MealTimes::default(), chrono::NaiveDate::MIN)
    };
    let agrees = with(Some("１日３回毎食後"), "1013044400000000");
    assert_eq!((agrees.alarms.len(), agrees.none_for.len()), (1, 0));
    let alone = with(None, "1012100400000000");
    assert_eq!(alone.alarms[0].label, "朝食後・就寝前のおくすり");
    // The code of 16 characters does not say on which days; the text does.
    assert_eq!(
        with(Some("隔日　１日１回朝食後"), "1011000400000000").alarms[0].rhythm.rhythm,
        Rhythm::EveryNDays { n: 2 }
    );
    for (text, code) in [
        ("１日１回朝食後", "1011040000000000"),
        ("１日３回毎食後", "1012040400000000"),
        ("１日１回朝食後", "1050110000000000"),
        ("疼痛時", "1013044400000000"),
        ("１日１回朝食後", "I1100000"),
        ("週１回　月曜日", "W0010000"),
        ("隔日", "D0AK0000"),
    ] {
        let differs = with(Some(text), code);
        assert_eq!(
            (differs.alarms.len(), differs.none_for[0].reason),
            (0, NoSuggestion::UsageCodeDiffers),
            "{text} {code}"
        );
    }
    assert_eq!(with(None, "D0AK0000").none_for[0].reason, NoSuggestion::UsageNotUnderstood);
    assert_eq!(with(None, "").none_for[0].reason, NoSuggestion::UsageMissing);
}

#[test]
fn amounts_go_with_the_times_where_there_is_one_medicine() {
    let amounts = |text: &str, quantity: Option<&str>| {
        let mut sheet = dispensing(text, 7);
        sheet.groups[0].drugs[0].quantity = quantity.map(|text| text.parse::<Quantity>().unwrap());
        let alarms = suggestions(&sheet, &MealTimes::default(), chrono::NaiveDate::MIN).alarms;
        let times = alarms[0].times.amounts().map(|amount| amount.map_or("-".to_owned(), |amount| amount.to_string()));
        times.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(amounts("１日２回朝夕食後", Some("3")), "1.5 1.5");
    assert_eq!(amounts("朝食後2錠、夕食後1錠", Some("3")), "2 1");
    assert_eq!(amounts("1日3回毎食後", Some("1")), "1/3 1/3 1/3");
    assert_eq!(amounts("1日3回毎食後", None), "- - -");
    let mut two = dispensing("１日２回朝夕食後", 7);
    let more = two.groups[0].clone();
    two.groups.push(more);
    two.groups[0].drugs[0].quantity = Quantity::whole(2);
    let alarms = suggestions(&two, &MealTimes::default(), chrono::NaiveDate::MIN).alarms;
    assert_eq!((alarms.len(), &alarms[0].groups, alarms[0].times.amounts().flatten().count()), (1, &vec![0, 1], 0));
}

#[test]
fn the_form_decides_where_nothing_is_suggested() {
    let of = |form: DosageForm| {
        let mut sheet = dispensing("毎食後", 7);
        sheet.groups[0].dosage_form = Some(form);
        suggestions(&sheet, &MealTimes::default(), chrono::NaiveDate::MIN).none_for.first().map(|none| none.reason)
    };
    assert_eq!(of(DosageForm::AsNeeded), Some(NoSuggestion::AsNeeded));
    assert_eq!(of(DosageForm::Injection), Some(NoSuggestion::NotByTheClock));
    assert_eq!(of(DosageForm::Oral), None);
    assert_eq!(doses(&notebook::medication::usage::read("毎食後")), "朝食後 昼食後 夕食後");
}
