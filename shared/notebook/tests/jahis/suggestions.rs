//! Alarms out of the words of a usage.

use notebook::alarm::FallsOn;
use notebook::medication::dispensing::{Dispensing, DosageForm};
use notebook::medication::suggestion::{MealTimes, SuggestedAlarm, suggestions};

use crate::extraction::extract;

fn dispensing(text: &str, form: DosageForm) -> Dispensing {
    let mut dispensing = extract("01-minimal").dispensings.remove(0);
    dispensing.groups[0].usage_text = Some(text.to_owned());
    dispensing.groups[0].dosage_form = Some(form);
    dispensing
}

fn times(text: &str, form: DosageForm) -> Vec<String> {
    let alarms = suggestions(&dispensing(text, form), &MealTimes::default(), chrono::NaiveDate::MIN).alarms;
    alarms.iter().flat_map(clock).collect()
}

fn clock(alarm: &SuggestedAlarm) -> Vec<String> {
    alarm.times.iter().map(|time| time.to_string()).collect()
}

#[test]
fn the_usual_usages_suggest_their_times() {
    for (text, expected) in [
        ("毎食後", "07:30 12:30 19:00"),
        ("１日３回毎食後", "07:30 12:30 19:00"),
        ("分３　毎食後", "07:30 12:30 19:00"),
        ("１日４回　毎食後と就寝前", "07:30 12:30 19:00 22:00"),
        ("朝食後", "07:30"),
        ("１日１回朝食後服用", "07:30"),
        ("１日２回朝夕食後", "07:30 19:00"),
        ("1日2回 朝・夕食後", "07:30 19:00"),
        ("１日２回　朝食後・夕食後", "07:30 19:00"),
        ("昼食直後", "12:00"),
        ("１日３回毎食前", "06:30 11:30 18:00"),
        ("１日３回毎食直前", "07:00 12:00 18:30"),
        ("１日３回食間", "09:00 14:00 20:30"),
        ("１日２回食後", "07:30 19:00"),
        ("１日１回食後", "07:30"),
        ("就寝前", "22:00"),
        ("１日１回　寝る前", "22:00"),
        ("眠前", "22:00"),
        ("起床時", "06:30"),
        ("１日２回起床時と就寝前", "06:30 22:00"),
        ("１日２回朝夕", "07:30 19:00"),
        ("１日１回", "07:30"),
        ("１日２回", "07:30 19:00"),
        ("１日３回", "07:30 12:30 19:00"),
        ("１日４回", "07:30 12:30 19:00 22:00"),
        ("１日５回", "06:30 10:22 14:15 18:07 22:00"),
        ("１２時間毎", "07:30 19:00"),
        ("８時間ごと", "07:30 12:30 19:00"),
        ("あさごはんのあと", "07:30"),
    ] {
        assert_eq!(times(text, DosageForm::Oral).join(" "), expected, "{text}");
    }
}

#[test]
fn what_has_no_times_suggests_nothing() {
    for text in [
        "疼痛時",
        "頭痛時　１日２回まで",
        "頓用",
        "発熱時",
        "便秘時　就寝前",
        "１週間に１回　起床時",
        "医師の指示どおり",
        "",
        "よくかんで",
        "１日９９回",
        "１日０回",
        "１日",
        // How often is not said, or said twice.
        "食後",
        "１日３回　毎食後と就寝前",
    ] {
        assert_eq!(times(text, DosageForm::Oral), [""; 0], "{text}");
    }
    for form in [DosageForm::AsNeeded, DosageForm::Injection, DosageForm::Material] {
        assert_eq!(times("毎食後", form), [""; 0]);
    }
    assert_eq!(times("１日４回　両眼に点眼", DosageForm::External), [""; 0]);
    assert_eq!(times("１日１回　就寝前　両眼に点眼", DosageForm::External), ["22:00"]);
}

#[test]
fn an_alarm_ends_with_the_supply_and_groups_share_one() {
    let mut dispensing = dispensing("毎食後", DosageForm::Oral);
    let mut second = dispensing.groups[0].clone();
    second.usage_text = Some("１日３回毎食後".to_owned());
    let mut third = second.clone();
    third.supply_count = Some(1);
    dispensing.groups.extend([second, third]);
    let alarms = suggestions(&dispensing, &MealTimes::default(), chrono::NaiveDate::MIN).alarms;
    let shape = |alarm: &SuggestedAlarm| (alarm.groups.clone(), alarm.until.to_string());
    assert_eq!(
        alarms.iter().map(shape).collect::<Vec<_>>(),
        [(vec![0, 1], "2012-06-14".to_owned()), (vec![2], "2012-06-01".to_owned()),]
    );
    assert_eq!(alarms[0].label, "朝食後・昼食後・夕食後のおくすり");
}

#[test]
fn the_persons_own_meal_times_count() {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let night_shift = MealTimes { wake: at(17), breakfast: at(18), lunch: at(23), supper: at(6), bedtime: at(8) };
    let alarms = suggestions(&dispensing("毎食後", DosageForm::Oral), &night_shift, chrono::NaiveDate::MIN).alarms;
    // Supper at six in the morning belongs to the day on which the person got up.
    let days: Vec<_> = alarms.iter().map(|alarm| (clock(alarm).join(" "), alarm.from.to_string())).collect();
    let [evening, morning] =
        [("18:30 23:30", "2012-06-01"), ("06:30", "2012-06-02")].map(|(time, from)| (time.to_owned(), from.to_owned()));
    assert_eq!(days, [evening, morning]);
    // The two are not the same alarm sent twice.
    assert_eq!(
        alarms.iter().map(|alarm| alarm.falls_on).collect::<Vec<_>>(),
        [Some(FallsOn::SameDay), Some(FallsOn::DayAfter)]
    );
    let one = suggestions(&dispensing("夕食後", DosageForm::Oral), &night_shift, chrono::NaiveDate::MIN).alarms;
    assert_eq!((one.len(), one[0].falls_on), (1, None), "all times on one day");
    let mut both = dispensing("夕食後", DosageForm::Oral);
    both.groups.extend(dispensing("毎食後", DosageForm::Oral).groups);
    let shared = suggestions(&both, &night_shift, chrono::NaiveDate::MIN).alarms;
    let shape: Vec<_> = shared.iter().map(|alarm| (alarm.groups.clone(), alarm.falls_on)).collect();
    assert_eq!(shape, [(vec![0, 1], Some(FallsOn::DayAfter)), (vec![1], Some(FallsOn::SameDay))]);
    let alarms = suggestions(&dispensing("１日６回", DosageForm::Oral), &night_shift, chrono::NaiveDate::MIN).alarms;
    assert_eq!(alarms.iter().map(|alarm| alarm.times.len()).sum::<usize>(), 6);
}
