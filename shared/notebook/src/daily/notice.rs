//! What is worth talking about: rules as data, each with its source and the days on which it counts. A notice is never
//! a diagnosis; a rule without a source that can be cited says so and says no more than "worth talking about".

use std::collections::BTreeMap;

use chrono::Days;

use super::measure::Measure;
use super::record::DailyRecord;
use super::trend::{Bucket, Gathered, gather};
use crate::time::{Day, age_on};

/// The source of a rule for which none can be cited.
pub const UNVERIFIED: &str = "unverified";

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name on the wire.
    pub code: &'static str,
    /// Where it is published, or [`UNVERIFIED`].
    pub source: &'static str,
    /// First day on which it counts: year, month, day.
    pub from: (i32, u32, u32),
    /// Last day on which it counts; none while it is current.
    pub to: Option<(i32, u32, u32)>,
    /// For whom.
    pub whom: Whom,
    /// How many days, the last one included, it looks at.
    pub days: u64,
    /// What it looks for.
    pub test: Test,
    /// 日本語
    pub japanese: &'static str,
    /// English
    pub english: &'static str,
}

/// For whom a rule was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Everyone.
    All,
    /// From 18 years of age; children grow and have values of their own.
    Adults,
    /// Adults who are not pregnant.
    AdultsNotPregnant,
}

/// What a rule looks for in its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// At least so many measured days, the mean of whose daily means reaches either value, in mmHg.
    PressureMean {
        /// Fewer days say nothing.
        measured_days: usize,
        /// Systolic.
        systolic: i64,
        /// Diastolic.
        diastolic: i64,
    },
    /// The last measured day lies below the highest by at least so many thousandths.
    WeightLoss {
        /// Thousandths of the highest day's mean.
        permille: i64,
    },
    /// The last measured day lies above the lowest by at least so many thousandths.
    WeightGain {
        /// Thousandths of the lowest day's mean.
        permille: i64,
    },
    /// The last measured day reached this temperature, in tenths of a degree.
    Temperature {
        /// Tenths of a degree Celsius.
        tenths: i64,
    },
}

impl Test {
    /// The measures beside whose line its notice is shown.
    pub fn concerns(self, measure: Measure) -> bool {
        match self {
            Self::PressureMean { .. } => matches!(measure, Measure::SystolicMmhg | Measure::DiastolicMmhg),
            Self::WeightLoss { .. } | Self::WeightGain { .. } => measure == Measure::WeightKg,
            Self::Temperature { .. } => measure == Measure::TemperatureC,
        }
    }
}

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        code: "home_blood_pressure_high",
        source: "日本高血圧学会 高血圧治療ガイドライン2019 (JSH 2019): 家庭血圧 135/85 mmHg 以上, 5日以上の測定の平均",
        from: (2019, 4, 25),
        to: None,
        whom: Whom::Adults,
        days: 7,
        test: Test::PressureMean { measured_days: 5, systolic: 135, diastolic: 85 },
        japanese: "この 7 日間の家庭血圧の平均が、目安の 135/85 mmHg 以上です。次の受診のときに、この記録を見せて相談してみてください。",
        english: "The mean of your home blood pressure over these 7 days is at or above 135/85 mmHg. It is worth showing this record at your next visit.",
    },
    Rule {
        code: "temperature_raised",
        source: "感染症法に基づく医師の届出基準 (厚生労働省): 発熱とは体温が 37.5 ℃ 以上を呈した状態",
        from: (2007, 4, 1),
        to: None,
        whom: Whom::All,
        days: 2,
        test: Test::Temperature { tenths: 375 },
        japanese: "体温が 37.5 ℃ 以上でした。体調に気をつけ、続くときや心配なときは相談してください。",
        english: "A temperature of 37.5 °C or more was recorded. Take care; if it lasts or worries you, it is worth talking about.",
    },
    Rule {
        code: "weight_loss_month",
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::Adults,
        days: 31,
        test: Test::WeightLoss { permille: 30 },
        japanese: "体重がこの 1 か月で 3 % 以上減っています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went down by 3 % or more within a month. If you do not know why, it is worth talking about.",
    },
    Rule {
        code: "weight_loss_half_year",
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::Adults,
        days: 183,
        test: Test::WeightLoss { permille: 50 },
        japanese: "体重がこの 6 か月で 5 % 以上減っています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went down by 5 % or more within six months. If you do not know why, it is worth talking about.",
    },
    Rule {
        code: "weight_gain_month",
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::AdultsNotPregnant,
        days: 31,
        test: Test::WeightGain { permille: 30 },
        japanese: "体重がこの 1 か月で 3 % 以上増えています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went up by 3 % or more within a month. If you do not know why, it is worth talking about.",
    },
    Rule {
        code: "weight_gain_half_year",
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::AdultsNotPregnant,
        days: 183,
        test: Test::WeightGain { permille: 50 },
        japanese: "体重がこの 6 か月で 5 % 以上増えています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went up by 5 % or more within six months. If you do not know why, it is worth talking about.",
    },
];

/// What the rules need to know of the person; unknown counts as an adult who is not pregnant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Person {
    /// Date of birth.
    pub birth_date: Option<Day>,
    /// Expected date of birth of a child.
    pub pregnancy_due_on: Option<Day>,
}

/// A rule that holds, and the day since which it does.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    /// The rule.
    pub rule: &'static Rule,
    /// The first of the days that it rests on.
    pub since: Day,
}

/// The first day that the notices of a measure on a day look at.
pub fn looks_back_to(measure: Measure, day: Day) -> Day {
    let days = RULES.iter().filter(|rule| rule.test.concerns(measure)).map(|rule| rule.days).max().unwrap_or(1);
    first_day(days, day)
}

/// The notices of a measure as of the end of a day.
pub fn notices(measure: Measure, records: &[DailyRecord], day: Day, person: Person) -> Vec<Notice> {
    let counts = |rule: &&'static Rule| rule.test.concerns(measure) && rule.counts_on(day) && rule.is_for(person, day);
    let notice = |rule: &'static Rule| Some(Notice { rule, since: rule.holds_since(records, day)? });
    RULES.iter().filter(counts).filter_map(notice).collect()
}

impl Rule {
    fn counts_on(&self, day: Day) -> bool {
        let date = |(year, month, day)| Day::from_ymd_opt(year, month, day);
        date(self.from).is_some_and(|from| day >= from) && self.to.and_then(date).is_none_or(|to| day <= to)
    }

    fn is_for(&self, person: Person, day: Day) -> bool {
        let adult = person.birth_date.is_none_or(|birth| age_on(birth, day) >= 18);
        // From the beginning of a pregnancy (280 days) until weight has settled after it.
        let pregnant = person.pregnancy_due_on.is_some_and(|due| (-280..=183).contains(&(day - due).num_days()));
        match self.whom {
            Whom::All => true,
            Whom::Adults => adult,
            Whom::AdultsNotPregnant => adult && !pregnant,
        }
    }

    fn holds_since(&self, records: &[DailyRecord], day: Day) -> Option<Day> {
        let from = first_day(self.days, day);
        let daily = |measure: Measure| {
            let values = records.iter().filter_map(|record| Some((record.taken_at.instant(), measure.of(record)?)));
            let mut days = gather(values, Bucket::Day);
            days.retain(|at, _| (from..=day).contains(at));
            days
        };
        match self.test {
            Test::PressureMean { measured_days, systolic, diastolic } => {
                let (upper, lower) = (daily(Measure::SystolicMmhg), daily(Measure::DiastolicMmhg));
                let enough = upper.len() >= measured_days;
                let high = reaches(&upper, systolic) || reaches(&lower, diastolic);
                (enough && high).then(|| upper.keys().next().copied()).flatten()
            }
            Test::WeightLoss { permille } => {
                extreme(&daily(Measure::WeightKg), |before, last| (before - last) * 1000 >= permille * before)
            }
            Test::WeightGain { permille } => {
                extreme(&daily(Measure::WeightKg), |before, last| (last - before) * 1000 >= permille * before)
            }
            Test::Temperature { tenths } => {
                let days = daily(Measure::TemperatureC);
                let run = days.iter().rev().take_while(|(_, day)| day.max >= tenths);
                run.last().map(|(at, _)| *at)
            }
        }
    }
}

/// Whether the mean of the daily means is at least this many units.
fn reaches(days: &BTreeMap<Day, Gathered>, units: i64) -> bool {
    let sum: i64 = days.values().map(Gathered::mean).sum();
    i64::try_from(days.len()).is_ok_and(|count| count > 0 && sum >= units * count)
}

/// The latest day before the last from which the last differs so far.
fn extreme(days: &BTreeMap<Day, Gathered>, far: impl Fn(i64, i64) -> bool) -> Option<Day> {
    let mut newest_first = days.iter().rev();
    let (_, last) = newest_first.next()?;
    newest_first.find(|(_, before)| far(before.mean(), last.mean())).map(|(at, _)| *at)
}

fn first_day(days: u64, day: Day) -> Day {
    day.checked_sub_days(Days::new(days.saturating_sub(1))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
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

    fn codes(measure: Measure, records: &[DailyRecord], person: Person) -> Vec<(&'static str, String)> {
        let found = notices(measure, records, LAST.parse().unwrap(), person);
        found.into_iter().map(|notice| (notice.rule.code, notice.since.to_string())).collect()
    }

    fn adult(measure: Measure, records: &[DailyRecord]) -> Vec<(&'static str, String)> {
        codes(measure, records, Person::default())
    }

    #[test]
    fn every_rule_names_its_source_and_says_its_own_numbers_in_both_languages() {
        for rule in RULES {
            assert!(!rule.source.is_empty() && Day::from_ymd_opt(rule.from.0, rule.from.1, rule.from.2).is_some());
            let number = match rule.test {
                Test::PressureMean { systolic, diastolic, .. } => format!("{systolic}/{diastolic}"),
                Test::WeightLoss { permille } | Test::WeightGain { permille } => format!("{} %", permille / 10),
                Test::Temperature { tenths } => format!("{}.{}", tenths / 10, tenths % 10),
            };
            assert!(rule.japanese.contains(&number) && rule.english.contains(&number), "{}", rule.code);
            assert!(rule.source != UNVERIFIED || rule.english.contains("worth talking about"), "{}", rule.code);
            assert_eq!(RULES.iter().filter(|other| other.code == rule.code).count(), 1);
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
    }

    #[test]
    fn a_change_of_weight_is_noticed_at_its_share_and_within_its_days() {
        let found = |records: &[(&str, f64)]| adult(Measure::WeightKg, &weights(records));
        let codes_of = |records: &[(&str, f64)]| found(records).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(found(&[("2026-10-23", 100.0), (LAST, 97.0)]), [("weight_loss_month", "2026-10-23".to_owned())]);
        assert_eq!(codes_of(&[("2026-10-23", 100.0), (LAST, 97.1)]), [""; 0]);
        assert_eq!(codes_of(&[("2026-10-22", 100.0), (LAST, 97.0)]), [""; 0], "32 days ago");
        assert_eq!(codes_of(&[("2026-05-24", 100.0), (LAST, 95.0)]), ["weight_loss_half_year"]);
        assert_eq!(codes_of(&[("2026-05-23", 100.0), (LAST, 95.0)]), [""; 0]);
        assert_eq!(codes_of(&[("2026-11-01", 60.0), (LAST, 63.0)]), ["weight_gain_month", "weight_gain_half_year"]);
        assert_eq!(codes_of(&[(LAST, 63.0)]), [""; 0]);
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
        let gain = weights(&[("2026-11-01", 9.0), (LAST, 10.0)]);
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
}
