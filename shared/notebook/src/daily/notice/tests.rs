#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
use super::*;
use serde_json::{Value, json};

const LAST: &str = "2026-11-22";

fn record(day: &str, name: &str, value: &Value) -> DailyRecord {
    serde_json::from_value(json!({ "taken_at": format!("{day}T07:00:00+09:00"), name: value })).unwrap()
}

fn weights(weights: &[(&str, f64)]) -> Vec<DailyRecord> {
    weights.iter().map(|(day, kg)| record(day, "weight_kg", &json!(kg))).collect()
}

fn pressures(days: &[u32], systolic: i64, diastolic: i64) -> Vec<DailyRecord> {
    let pressure = json!({ "systolic_mmhg": systolic, "diastolic_mmhg": diastolic });
    days.iter().map(|day| record(&format!("2026-11-{day:02}"), "blood_pressure", &pressure)).collect()
}

/// As it stands on the wire.
fn word(code: NoticeCode) -> &'static str {
    serde_json::to_value(code).unwrap().as_str().unwrap().to_owned().leak()
}

fn codes(measure: Measure, records: &[DailyRecord], person: Person) -> Vec<(&'static str, String)> {
    let found = notices(measure, records, LAST.parse().unwrap(), person);
    found.into_iter().map(|notice| (word(notice.rule.code), notice.since.to_string())).collect()
}

fn adult(measure: Measure, records: &[DailyRecord]) -> Vec<(&'static str, String)> {
    codes(measure, records, Person::default())
}

#[test]
fn every_rule_names_its_source_and_says_its_own_numbers_in_both_languages() {
    for rule in RULES {
        assert!(!rule.source.is_empty() && Day::from_ymd_opt(rule.from.0, rule.from.1, rule.from.2).is_some());
        let number = match rule.test {
            Test::PressureMean { systolic, diastolic, .. } | Test::PressureCrisis { systolic, diastolic } => {
                format!("{systolic}/{diastolic}")
            }
            Test::WeightLoss { permille } | Test::WeightGain { permille } => format!("{} %", permille / 10),
            Test::Temperature { hundredths } => format!("{}.{}", hundredths / 100, hundredths / 10 % 10),
        };
        assert!(rule.japanese.contains(&number) && rule.english.contains(&number), "{:?}", rule.code);
        assert!(rule.source != UNVERIFIED || rule.english.contains("worth talking about"), "{:?}", rule.code);
        let same = |other: &&Rule| other.code == rule.code && other.occasion() == rule.occasion();
        assert_eq!(RULES.iter().filter(same).count(), 1);
    }
}

#[test]
fn blood_pressure_is_noticed_from_five_of_seven_days_and_at_the_threshold() {
    let high = [("home_blood_pressure_high", "2026-11-16".to_owned())];
    let found = |records: &[DailyRecord]| adult(Measure::SystolicMmhg, records);
    assert_eq!(found(&pressures(&[16, 17, 18, 20, 22], 135, 80)), high);
    assert_eq!(found(&pressures(&[16, 17, 18, 20, 22], 120, 85)), high);
    assert_eq!(found(&pressures(&[16, 17, 18, 20, 22], 134, 84)), []);
    assert_eq!(found(&pressures(&[16, 17, 18, 20], 160, 100)), []);
    assert_eq!(found(&pressures(&[15, 17, 18, 20, 22], 160, 100)), [], "the 15th is the eighth day");
    let mut mixed = pressures(&[16, 17, 18, 19], 136, 80);
    mixed.extend(pressures(&[20], 130, 80));
    assert_eq!(found(&mixed), [], "the mean is 134.8");
    // Three measurements on each of five days: 134.67, and not 135 by rounding day by day.
    let close = [16, 17, 18, 20, 22]
        .iter()
        .flat_map(|day| [134, 135, 135].map(|systolic| pressures(&[*day], systolic, 80).remove(0)));
    assert_eq!(found(&close.collect::<Vec<_>>()), [], "134.67 each day");
}

#[test]
fn one_very_high_blood_pressure_is_noticed_unless_it_was_lower_when_measured_again() {
    let sitting = |measured: &[(&str, i64, i64)]| -> Vec<(&'static str, String)> {
        let record = |(at, systolic, diastolic): &(&str, i64, i64)| {
            let pressure = json!({ "systolic_mmhg": systolic, "diastolic_mmhg": diastolic });
            json!({ "taken_at": format!("2026-11-{at}:00+09:00"), "blood_pressure": pressure })
        };
        let records = measured.iter().map(|one| serde_json::from_value(record(one)).unwrap()).collect::<Vec<_>>();
        adult(Measure::DiastolicMmhg, &records)
    };
    let noticed = |day: &str| [("blood_pressure_very_high", format!("2026-11-{day}"))];
    assert_eq!(sitting(&[("22T07:00", 220, 130)]), noticed("22"));
    assert_eq!(sitting(&[("22T07:00", 180, 80)]), noticed("22"), "the upper alone");
    assert_eq!(sitting(&[("22T07:00", 150, 120)]), noticed("22"), "the lower alone");
    assert_eq!(sitting(&[("22T07:00", 179, 119)]), []);
    assert_eq!(sitting(&[("21T23:50", 190, 100)]), noticed("21"), "yesterday's");
    assert_eq!(sitting(&[("20T23:50", 190, 100)]), [], "the day before");
    assert_eq!(sitting(&[("22T07:00", 220, 130), ("22T07:06", 150, 90)]), [], "measured again, lower");
    assert_eq!(sitting(&[("22T07:06", 150, 90), ("22T07:00", 220, 130)]), [], "whatever the order of the records");
    assert_eq!(sitting(&[("22T07:00", 220, 130), ("22T07:06", 185, 90)]), noticed("22"), "measured again, still high");
    assert_eq!(sitting(&[("22T07:00", 150, 90), ("22T07:06", 220, 130)]), noticed("22"), "the last one counts");
    assert_eq!(sitting(&[("22T07:00", 220, 130), ("22T07:31", 150, 90)]), noticed("22"), "another sitting");
    let child = Person { birth_date: Some("2016-01-01".parse().unwrap()), pregnancy_due_on: None };
    assert_eq!(codes(Measure::SystolicMmhg, &pressures(&[22], 185, 90), child).len(), 1);
}

#[test]
fn morning_and_evening_are_looked_at_for_themselves() {
    let evenings = |systolic: i64, at: &str| -> Vec<DailyRecord> {
        let pressure = json!({ "systolic_mmhg": systolic, "diastolic_mmhg": 80 });
        let record =
            |day: u32| json!({ "taken_at": format!("2026-11-{day}T{at}:00+09:00"), "blood_pressure": pressure });
        [17, 18, 19, 20, 21].map(|day| serde_json::from_value(record(day)).unwrap()).into()
    };
    let occasions = |records: &[DailyRecord]| {
        let found = notices(Measure::SystolicMmhg, records, LAST.parse().unwrap(), Person::default());
        found.into_iter().map(|notice| (notice.rule.occasion().unwrap(), notice.since.to_string())).collect::<Vec<_>>()
    };
    let days = [17, 18, 19, 20, 21];
    let morning = (Occasion::Morning, "2026-11-17".to_owned());
    let high_mornings = [pressures(&days, 140, 80), evenings(120, "22:00")].concat();
    assert_eq!(occasions(&high_mornings), std::slice::from_ref(&morning), "the mean of all is 130");
    let high_evenings = [pressures(&days, 120, 80), evenings(140, "22:00")].concat();
    assert_eq!(occasions(&high_evenings), [(Occasion::Evening, "2026-11-17".to_owned())]);
    let both = [pressures(&days, 140, 80), evenings(140, "22:00")].concat();
    assert_eq!(occasions(&both), [morning, (Occasion::Evening, "2026-11-17".to_owned())]);
    // Half past midnight is the evening of the day before; the afternoon is neither.
    assert_eq!(occasions(&evenings(140, "00:30")), [(Occasion::Evening, "2026-11-16".to_owned())]);
    assert_eq!(occasions(&evenings(140, "14:00")), []);
}

#[test]
fn a_change_of_weight_is_noticed_at_its_share_and_within_its_days() {
    let found = |records: &[(&str, f64)]| adult(Measure::WeightKg, &weights(records));
    let codes_of = |records: &[(&str, f64)]| found(records).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    let twice = |(first, second): (&'static str, &'static str), before: f64, last: f64| {
        codes_of(&[(first, before), (second, before), ("2026-11-21", last), (LAST, last)])
    };
    let since = [("2026-10-23", 100.0), ("2026-10-24", 100.0), ("2026-11-21", 97.0), (LAST, 97.0)];
    assert_eq!(found(&since), [("weight_loss_month", "2026-10-23".to_owned())]);
    assert_eq!(twice(("2026-10-23", "2026-10-24"), 100.0, 97.001), [""; 0]);
    assert_eq!(twice(("2026-10-22", "2026-10-23"), 100.0, 97.0), [""; 0], "one of them 32 days ago");
    assert_eq!(twice(("2026-05-24", "2026-05-25"), 100.0, 95.0), ["weight_loss_half_year"]);
    assert_eq!(twice(("2026-05-23", "2026-05-24"), 100.0, 95.0), [""; 0]);
    assert_eq!(twice(("2026-11-01", "2026-11-02"), 60.0, 63.0), ["weight_gain_month", "weight_gain_half_year"]);
    assert_eq!(codes_of(&[(LAST, 63.0)]), [""; 0]);
}

#[test]
fn one_value_that_slipped_is_no_change_of_weight() {
    let codes_of = |records: &[(&str, f64)]| adult(Measure::WeightKg, &weights(records)).len();
    let steady = [("2026-11-01", 62.0), ("2026-11-08", 62.1), ("2026-11-15", 61.9)];
    let last = |kg: f64| [&steady[..], &[(LAST, kg)]].concat();
    assert_eq!(codes_of(&last(52.0)), 0, "a single low value");
    assert_eq!(codes_of(&last(72.0)), 0, "a single high value");
    let slipped = [&[("2026-10-30", 52.0)], &steady[..], &[(LAST, 62.0)]].concat();
    assert_eq!(codes_of(&slipped), 0, "a single low value before");
    let again = [&last(58.0)[..], &[]].concat();
    assert_eq!(codes_of(&again), 0);
    let twice = [&steady[..], &[("2026-11-21", 58.0), (LAST, 58.2)]].concat();
    assert_eq!(codes_of(&twice), 2, "within a month and within half a year");
}

#[test]
fn a_raised_temperature_is_noticed_since_it_first_rose_and_only_while_it_is_new() {
    let found = |records: &[(&str, f64)]| {
        let records = records.iter().map(|(day, c)| record(day, "temperature_c", &json!(c))).collect::<Vec<_>>();
        adult(Measure::TemperatureC, &records)
    };
    assert_eq!(found(&[("2026-11-21", 38.0), (LAST, 37.5)]), [("temperature_raised", "2026-11-21".to_owned())]);
    assert_eq!(found(&[("2026-11-21", 37.4), (LAST, 37.5)]), [("temperature_raised", LAST.to_owned())]);
    assert_eq!(found(&[("2026-11-21", 39.0), (LAST, 37.4)]), []);
    assert_eq!(found(&[("2026-11-20", 39.0)]), []);
}

#[test]
fn children_and_the_pregnant_are_spared_what_was_not_made_for_them() {
    let gain = weights(&[("2026-11-01", 9.0), ("2026-11-02", 9.0), ("2026-11-21", 10.0), (LAST, 10.0)]);
    let born = |birth: &str| Person { birth_date: Some(birth.parse().unwrap()), pregnancy_due_on: None };
    assert_eq!(codes(Measure::WeightKg, &gain, born("2008-11-23")), []);
    assert_eq!(codes(Measure::WeightKg, &gain, born("2008-11-22")).len(), 2);
    let due = |day: &str| Person { birth_date: None, pregnancy_due_on: Some(day.parse().unwrap()) };
    assert_eq!(codes(Measure::WeightKg, &gain, due("2027-03-01")), []);
    assert_eq!(codes(Measure::WeightKg, &gain, due("2020-03-01")).len(), 2);
    let fever = [record(LAST, "temperature_c", &json!(39))];
    assert_eq!(codes(Measure::TemperatureC, &fever, born("2026-01-01")).len(), 1);
}

#[test]
fn a_rule_counts_only_on_its_days() {
    let records =
        [record("2007-03-31", "temperature_c", &json!(39)), record("2007-04-01", "temperature_c", &json!(39))];
    let on = |day: &str| notices(Measure::TemperatureC, &records, day.parse().unwrap(), Person::default()).len();
    assert_eq!((on("2007-03-31"), on("2007-04-01")), (0, 1));
    assert_eq!(looks_back_to(Measure::WeightKg, LAST.parse().unwrap()).to_string(), "2026-05-24");
    assert_eq!(looks_back_to(Measure::Steps, LAST.parse().unwrap()).to_string(), LAST);
}
