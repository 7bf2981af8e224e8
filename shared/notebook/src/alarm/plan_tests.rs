//! Doses against a model that asks every minute.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests

use chrono::{Datelike, TimeDelta};

use super::super::{Anchored, Refusal, TimeOfDay, Times};
use super::*;
use crate::rhythm::{Rhythm, Weekdays};

/// Numbers that look random and repeat.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn setting(&mut self) -> Setting {
        let mut times: Vec<u16> = (0..=self.below(3)).map(|_| u16::try_from(self.below(1440)).unwrap()).collect();
        times.sort_unstable();
        times.dedup();
        let from = day("2028-02-25") + TimeDelta::days(i64::try_from(self.below(6)).unwrap());
        let until = (self.below(2) == 0).then(|| from + TimeDelta::days(i64::try_from(self.below(8)).unwrap()));
        let bits = u8::try_from(self.below(127)).unwrap() + 1;
        let mut setting = setting(&times, bits, from, until);
        setting.recurrence.paused_until =
            (self.below(4) == 0).then(|| from + TimeDelta::days(i64::try_from(self.below(5)).unwrap()));
        setting
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn setting(times: &[u16], weekdays: u8, from: Day, until: Option<Day>) -> Setting {
    let times: Vec<TimeOfDay> = times.iter().map(|minutes| TimeOfDay::from_minutes(*minutes).unwrap()).collect();
    Setting {
        label: Text::parse("朝のおくすり").unwrap(),
        medication_ids: Vec::new(),
        recurrence: Recurrence {
            times: Times::new(times).unwrap(),
            rhythm: Recurrence::on(Weekdays::from_bits(weekdays).unwrap()).into(),
            from,
            until,
            paused_until: None,
        },
    }
}

/// What was set when, asked minute by minute.
struct Model(Vec<(Instant, Option<Setting>)>);

impl Model {
    fn rings(&self, minute: Minute) -> bool {
        let begins = minute.begins();
        let Some((_, Some(set))) = self.0.iter().rev().find(|(since, _)| *since <= begins) else { return false };
        let when = &set.recurrence;
        let today = begins + TimeDelta::hours(9);
        let clock = u16::try_from((today.timestamp() / 60).rem_euclid(1440)).unwrap();
        let date = today.date_naive();
        let bit = 1_u8 << date.weekday().num_days_from_monday();
        when.times.iter().any(|time| time.minutes() == clock)
            && match when.rhythm.rhythm {
                Rhythm::Weekdays { days } => days.bits() & bit != 0,
                _ => true,
            }
            && when.paused_until.is_none_or(|last| last < date)
            && date >= when.from
            && when.until.is_none_or(|until| date <= until)
    }
}

#[test]
fn doses_of_the_past_are_as_they_were_set_when_due_whatever_changed_since() {
    let (first, last) = (day("2028-02-26"), day("2028-03-03"));
    let span = Minute::at(first, TimeOfDay::from_minutes(0).unwrap());
    for seed in 0..120 {
        let mut numbers = Numbers(seed);
        let mut now = span.begins() - TimeDelta::hours(30);
        let begun = numbers.setting();
        let mut alarm = Alarm::new(begun.clone(), now);
        let mut model = Model(vec![(now, Some(begun))]);
        for _ in 0..numbers.below(6) {
            now += TimeDelta::milliseconds(i64::try_from(numbers.below(40 * 3_600_000)).unwrap());
            let next = numbers.setting();
            alarm.change(next.clone(), now, &[]);
            model.0.push((now, Some(next)));
        }
        if numbers.below(3) == 0 {
            now += TimeDelta::seconds(i64::try_from(numbers.below(86_400)).unwrap());
            alarm.end(now);
            alarm.end(now + TimeDelta::hours(1));
            model.0.push((now, None));
        }
        let wanted: Vec<Minute> = (0..7 * 1440).map(|n| span.plus(n)).filter(|minute| model.rings(*minute)).collect();
        let doses: Vec<Minute> = alarm.doses(first, last, &[]).into_iter().map(|dose| dose.minute).collect();
        assert_eq!(doses, wanted, "seed {seed}");
        if let Some(over) = alarm.over() {
            assert!(wanted.iter().all(|minute| minute.begins() < over), "seed {seed}");
        }
        for minute in (0..7 * 1440).map(|n| span.plus(n)) {
            assert_eq!(
                alarm.dose(minute, &[]).is_some(),
                wanted.binary_search(&minute).is_ok(),
                "seed {seed} {minute}"
            );
        }
        let kept: Alarm = serde_json::from_str(&serde_json::to_string(&alarm).unwrap()).unwrap();
        assert_eq!(kept, alarm);
    }
}

#[test]
fn an_alarm_is_over_at_its_end_or_with_its_last_day_where_that_came_before() {
    let at = |text: &str| text.parse::<Instant>().unwrap();
    let (made, ended) = (at("2028-01-01T00:00:00Z"), at("2028-03-10T03:00:00Z"));
    let over = |until: Option<&str>, changed: Option<&str>| {
        let mut alarm = Alarm::new(setting(&[480], 127, day("2028-01-01"), None), made);
        let last = setting(&[480], 127, day("2028-01-01"), until.map(day));
        alarm.change(last, changed.map_or(made, at), &[]);
        assert_eq!(alarm.over(), None);
        alarm.end(ended);
        alarm.over().unwrap()
    };
    assert_eq!(over(None, None), ended);
    assert_eq!(over(Some("2028-02-29"), None), at("2028-02-29T15:00:00Z"));
    assert_eq!(over(Some("2028-12-31"), None), ended);
    // Until a change gave it a last day that was past it rang.
    assert_eq!(over(Some("2028-02-01"), Some("2028-02-10T00:00:00Z")), at("2028-02-10T00:00:00Z"));
}

#[test]
fn every_weekday_mask_rings_on_its_days_and_on_29_february() {
    let (first, last) = (day("2028-02-21"), day("2028-03-05"));
    for bits in 1..=127 {
        let alarm = Alarm::new(setting(&[480], bits, first, None), "2028-01-01T00:00:00Z".parse().unwrap());
        let days: Vec<Day> = alarm.doses(first, last, &[]).iter().map(|dose| dose.minute.day()).collect();
        let wanted = first.iter_days().take(14);
        let wanted: Vec<Day> = wanted.filter(|day| bits & (1 << day.weekday().num_days_from_monday()) != 0).collect();
        assert_eq!(days, wanted, "{bits:07b}");
        // 29 February 2028 is a Tuesday.
        assert_eq!(days.contains(&day("2028-02-29")), bits & 2 != 0);
    }
}

#[test]
fn a_recurrence_that_never_rings_or_ends_before_it_begins_is_refused() {
    let check = |bits, from, until: Option<&str>| setting(&[0], bits, day(from), until.map(day)).recurrence.check();
    assert_eq!(check(0x7f, "2028-02-29", Some("2028-02-28")), Err(Refusal::Until));
    assert_eq!(check(0x7f, "2028-02-29", Some("2028-02-29")), Ok(()));
    assert_eq!(check(1, "2028-02-29", Some("2028-03-05")), Err(Refusal::Never));
    assert_eq!(check(1, "2028-02-29", Some("2028-03-06")), Ok(()));
    assert_eq!(check(0x7f, "1999-12-31", None), Err(Refusal::From));
    assert_eq!(check(0x7f, "2028-02-29", Some("2200-01-01")), Err(Refusal::Until));
}

#[test]
fn the_same_setting_again_is_no_change_and_the_history_is_bounded() {
    let mut now: Instant = "2028-02-25T00:00:00Z".parse().unwrap();
    let every = |minute: u16| setting(&[minute], 0x7f, day("2028-02-25"), None);
    let mut alarm = Alarm::new(every(0), now);
    alarm.change(every(0), now + TimeDelta::days(1), &[]);
    assert!(alarm.past.is_empty() && alarm.since == now);
    alarm.change(every(1), now + TimeDelta::seconds(1), &[]);
    assert!(alarm.past.is_empty(), "nothing rang in that second");
    for n in 2..100 {
        now += TimeDelta::days(1);
        alarm.change(every(n), now, &[]);
    }
    assert_eq!(alarm.past.len(), MOST_REVISIONS);
    assert_eq!(alarm.past.last().unwrap().setting, every(98));
}

#[test]
fn what_names_no_days_or_times_is_refused_and_what_is_taken_as_needed_never_rings() {
    let with = |times: &[u16], rhythm: Rhythm| {
        let mut set = setting(&[480], 0x7f, day("2028-02-25"), None).recurrence;
        let times: Vec<TimeOfDay> = times.iter().map(|minutes| TimeOfDay::from_minutes(*minutes).unwrap()).collect();
        (set.times, set.rhythm) = (Times::new(times).unwrap(), rhythm.into());
        set
    };
    let needed = Rhythm::AsNeeded { max_per_day: Some(3) };
    assert_eq!(with(&[480], Rhythm::NPerWeek { n: 3 }).check(), Err(Refusal::NoDays));
    assert_eq!(with(&[480], Rhythm::Unknown).check(), Err(Refusal::NoDays));
    assert_eq!(with(&[], Rhythm::Daily).check(), Err(Refusal::NoTime));
    assert_eq!(with(&[480], needed).check(), Err(Refusal::NoRing));
    assert_eq!(with(&[], needed).check(), Ok(()));
    assert_eq!(with(&[], needed).minutes(day("2028-02-25"), day("2028-03-25")).count(), 0);
    let pauses = Rhythm::DaysOnOff { on: 2, off: 5 };
    let days: Vec<Day> = with(&[480], pauses).minutes(day("2028-02-01"), day("2028-03-05")).map(Minute::day).collect();
    assert_eq!(days, ["2028-02-25", "2028-02-26", "2028-03-03", "2028-03-04"].map(day));
    assert_eq!(with(&[480], pauses).next_after(Minute::at(days[1], "08:00".parse().unwrap())).unwrap().day(), days[2]);
}

#[test]
fn a_pause_leaves_nothing_due_and_ends_by_itself() {
    let now: Instant = "2028-02-25T22:30:00Z".parse().unwrap();
    let mut alarm = Alarm::new(setting(&[480], 0x7f, day("2028-02-20"), None), "2028-02-20T00:00:00Z".parse().unwrap());
    let mut paused = alarm.setting.clone();
    paused.recurrence.paused_until = Some(day("2028-02-29"));
    alarm.change(paused, now, &[]);
    let days: Vec<Day> =
        alarm.doses(day("2028-02-24"), day("2028-03-02"), &[]).iter().map(|dose| dose.minute.day()).collect();
    assert_eq!(days, ["2028-02-24", "2028-02-25", "2028-03-01", "2028-03-02"].map(day));
    assert_eq!(alarm.setting.recurrence.next_after(Minute::of(now)).unwrap().day(), day("2028-03-01"));
}

#[test]
fn what_was_stored_with_days_of_the_week_is_read_as_the_rhythm_that_it_is() {
    let read = |text: &str| serde_json::from_str::<Recurrence>(text).unwrap();
    let old = read(r#"{"times":["08:00"],"weekdays":["mon","thu"],"from":"2028-02-25","until":null}"#);
    let new =
        read(r#"{"times":[{"time":"08:00"}],"rhythm":{"kind":"weekdays","days":["mon","thu"]},"from":"2028-02-25"}"#);
    assert_eq!(old, new);
    let daily = r#"{"times":["08:00"],"weekdays":["mon","tue","wed","thu","fri","sat","sun"],"from":"2028-02-25"}"#;
    assert_eq!(read(daily).rhythm.rhythm, Rhythm::Daily);
    for set in [old, new, with_anchor()] {
        assert_eq!(read(&serde_json::to_string(&set).unwrap()), set);
    }
    assert!(serde_json::from_str::<Recurrence>(r#"{"times":["08:00"],"from":"2028-02-25"}"#).is_err());
}

fn with_anchor() -> Recurrence {
    let mut set = setting(&[480], 0x7f, day("2028-02-25"), None).recurrence;
    set.rhythm = Anchored { rhythm: Rhythm::EveryNDays { n: 3 }, anchor_day: Some(day("2028-02-24")) };
    set
}
