//! A dose that was taken is never due again the same day, whatever the alarm is changed to.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests

use chrono::TimeDelta;
use proptest::prelude::*;

use super::super::{Alarm, Minute, Recurrence, Setting};
use crate::rhythm::{Rhythm, Weekdays};
use crate::text::Text;
use crate::time::{Day, Instant};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    day("2026-11-22")
}

fn setting(times: &[&str]) -> Setting {
    Setting {
        label: Text::parse("朝").unwrap(),
        medication_ids: Vec::new(),
        recurrence: Recurrence {
            times: serde_json::from_value(serde_json::json!(times)).unwrap(),
            rhythm: Rhythm::Daily.into(),
            from: day("2026-11-01"),
            until: None,
            paused_until: None,
        },
    }
}

/// A minute of the day of doses 2026-11-22: times before 04:00 are those of the night.
fn at(time: &str) -> Minute {
    let minute = Minute::at(today(), time.parse().unwrap());
    if time < "04:00" { minute.plus(24 * 60) } else { minute }
}

/// An alarm since some days with these changes, each at a time.
fn changed(first: &[&str], changes: &[(&str, &[&str])], answered: &[Minute]) -> Alarm {
    let mut alarm = Alarm::new(setting(first), "2026-11-20T00:00:00Z".parse().unwrap());
    for (when, times) in changes {
        alarm.change(setting(times), at(when).begins() + TimeDelta::seconds(30), answered);
    }
    alarm
}

/// The doses of the day as `HH:MM`, those that are answered with a tick.
fn listed(alarm: &Alarm, answered: &[Minute]) -> String {
    let doses = alarm.doses(today(), today().succ_opt().unwrap(), answered);
    let of_day = doses.iter().filter(|dose| dose.minute.dose_day() == today());
    let text = |minute: Minute| format!("{}{}", minute.time(), if answered.contains(&minute) { "✓" } else { "" });
    of_day.map(|dose| text(dose.minute)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_dose_that_was_taken_counts_for_the_day_whatever_its_time_becomes() {
    for (first, changes, answered, wanted) in [
        // Moved within the day, earlier or later, before it was due or after it.
        (&["08:00"][..], &[("07:50", &["08:30"][..])][..], &["08:00"][..], "08:00✓"),
        (&["08:00"], &[("08:10", &["08:30"])], &["08:00"], "08:00✓"),
        (&["08:00"], &[("08:10", &["21:00"])], &["08:00"], "08:00✓"),
        (&["21:00"], &[("07:10", &["08:00"])], &["21:00"], "21:00✓"),
        // Moved again and again, and back.
        (&["08:00"], &[("07:50", &["08:30"]), ("07:51", &["09:00"]), ("07:52", &["08:00"])], &["08:00"], "08:00✓"),
        (&["08:00"], &[("07:50", &["08:30"]), ("08:40", &["09:00"])], &["08:00"], "08:00✓"),
        // Several times a day: those that stay are the same, each of the others is its nearest.
        (&["08:00", "20:00"], &[("07:50", &["09:00", "21:00"])], &["08:00"], "08:00✓ 21:00"),
        (&["08:00", "20:00"], &[("07:50", &["20:00"])], &["08:00"], "08:00✓ 20:00"),
        (&["08:00", "12:00"], &[("10:00", &["12:30"])], &["08:00"], "08:00✓ 12:30"),
        (&["08:00", "12:00", "19:00"], &[("10:00", &["09:00", "19:00"])], &["08:00"], "08:00✓ 19:00"),
        // One time more is a dose more.
        (&["08:00"], &[("10:00", &["08:00", "20:00"])], &["08:00"], "08:00✓ 20:00"),
        (&["08:00"], &[("07:50", &["08:30", "20:00"])], &["08:00"], "08:00✓ 20:00"),
        // The bedtime that moves over midnight, either way.
        (&["23:30"], &[("23:50", &["00:30"])], &["23:30"], "23:30✓"),
        (&["00:30"], &[("23:00", &["23:30"])], &["00:30"], "00:30✓"),
        // Answered afterwards, under the time before or after the change.
        (&["08:00"], &[("08:10", &["08:30"])], &["08:30"], "08:30✓"),
        // Not answered: both were due.
        (&["08:00"], &[("08:10", &["08:30"])], &[], "08:00 08:30"),
        (&["08:00"], &[("07:50", &["08:30"])], &[], "08:30"),
    ] {
        let answered: Vec<Minute> = answered.iter().map(|time| at(time)).collect();
        let alarm = changed(first, changes, &answered);
        assert_eq!(listed(&alarm, &answered), wanted, "{first:?} {changes:?} {answered:?}");
    }
}

#[test]
fn the_evening_before_does_not_count_for_the_day() {
    // Taken at half past midnight, which is yesterday's; then moved to half past eleven, which is today's.
    let night = Minute::at(today(), "00:30".parse().unwrap());
    let alarm = changed(&["00:30"], &[("08:00", &["23:30"])], &[night]);
    assert_eq!(listed(&alarm, &[night]), "23:30");
}

#[test]
fn an_answer_stays_when_its_day_or_its_alarm_goes() {
    let answered = [at("08:00")];
    let mut alarm = changed(&["08:00"], &[], &[]);
    alarm.end(at("07:50").begins());
    assert_eq!(listed(&alarm, &answered), "08:00✓");
    let mut monday = setting(&["08:00"]);
    monday.recurrence.rhythm = Recurrence::on(Weekdays::from_bits(1).unwrap()).into();
    let mut alarm = changed(&["08:00"], &[], &[]);
    alarm.change(monday, at("07:50").begins(), &answered);
    assert_eq!(listed(&alarm, &answered), "08:00✓");
    let mut later = setting(&["08:00"]);
    later.recurrence.from = day("2026-12-01");
    alarm.change(later, at("07:55").begins(), &answered);
    assert_eq!(listed(&alarm, &answered), "08:00✓");
    // What it was is forgotten: the answer is still there, and counts.
    let alarm = Alarm::new(setting(&["08:30"]), at("07:50").begins());
    assert_eq!(listed(&alarm, &answered), "08:00✓");
    assert_eq!(alarm.dose(at("08:00"), &answered).unwrap().setting, None);
}

/// What happens to an alarm on one day.
#[derive(Debug, Clone)]
enum Step {
    /// Set to these times (minutes since 04:00).
    Set(Vec<u16>),
    /// One of the doses that can be answered then is, by place.
    Answer(usize),
}

fn steps() -> impl Strategy<Value = Vec<(u16, Step)>> {
    let times = prop::collection::btree_set(0_u16..1440, 1..4).prop_map(|times| times.into_iter().collect());
    let step = prop_oneof![times.prop_map(Step::Set), (0_usize..8).prop_map(Step::Answer)];
    prop::collection::vec((1_u16..120, step), 1..12)
}

proptest! {
    #[test]
    fn no_change_loses_an_answer_or_makes_more_doses_of_a_day_than_were_ever_set(steps in steps()) {
        let first = Minute::of_dose_day(today()).0;
        let times = |minutes: &[u16]| -> Vec<String> {
            minutes.iter().map(|minutes| first.plus(i64::from(*minutes)).time().to_string()).collect()
        };
        let set = |minutes: &[u16]| setting(&times(minutes).iter().map(String::as_str).collect::<Vec<_>>());
        let mut now: Instant = first.begins();
        let mut alarm = Alarm::new(set(&[240]), now - TimeDelta::days(3));
        let (mut most, mut answered) = (1, Vec::<Minute>::new());
        let all = |alarm: &Alarm, answered: &[Minute]| -> Vec<Minute> {
            let doses = alarm.doses(today(), today().succ_opt().unwrap(), answered);
            doses.iter().map(|dose| dose.minute).filter(|minute| minute.dose_day() == today()).collect()
        };
        for (minutes, step) in steps {
            now += TimeDelta::minutes(i64::from(minutes));
            match step {
                Step::Set(minutes) => {
                    most = most.max(minutes.len());
                    alarm.change(set(&minutes), now, &answered);
                }
                Step::Answer(place) => {
                    let open: Vec<Minute> = all(&alarm, &answered).into_iter().filter(|minute| !answered.contains(minute)).collect();
                    answered.extend(open.get(place));
                }
            }
            let listed = all(&alarm, &answered);
            let open_ahead = alarm.to_ring(Minute::of(now).plus(1)).into_iter()
                .filter(|minute| minute.dose_day() == today() && alarm.is_open(*minute, &answered)).count();
            prop_assert!(answered.len() + open_ahead <= most, "{} answered, {open_ahead} to come, {most} set", answered.len());
            for minute in &answered {
                prop_assert_eq!(listed.iter().filter(|listed| *listed == minute).count(), 1);
            }
        }
    }
}
