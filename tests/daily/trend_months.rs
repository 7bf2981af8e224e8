//! Months that were summed up for the trends say what their records say, whatever happens to these.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};
use notebook::daily::{Bucket, DailyRecord, Measure, summary, trend};
use notebook::time::{Day, jst_day, jst_midnight};
use serde_json::{Value, json};
use support::keys::{DAILY_BY_TIME, DAILY_MONTHS, NOTEBOOK};
use support::store::{Fault, Store, TABLE};
use support::{City, Person, Write, crash_sweep};

use super::{entries, kept, notebook, records, trends};

/// The items of months that hold something summed up.
fn summed_up(city: &City, id: &str) -> Vec<String> {
    let items = city.items(NOTEBOOK.of(id), DAILY_MONTHS);
    let has_lines = |item: &&Value| Measure::ALL.iter().any(|measure| item.get(measure.name()).is_some());
    items.iter().filter(has_lines).map(|item| item["sk"]["S"].as_str().unwrap().to_owned()).collect()
}

fn delete(store: &Store, item: &Value) {
    let key = json!({ "pk": item["pk"], "sk": item["sk"] });
    store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": key }));
}

/// The trends as the records alone say them.
async fn of_records(city: &City, person: &Person, id: &str, query: &str) -> Value {
    for item in city.items(NOTEBOOK.of(id), DAILY_MONTHS) {
        delete(&city.store, &item);
    }
    city.get(person, &trends(id, query)).await.expect(200).body
}

/// A write that succeeds.
async fn done(city: &City, person: &Person, line: &str, body: Value) {
    let reply = city.call(person, line, body).await;
    assert!((200..300).contains(&reply.status), "{line}: {}", String::from_utf8_lossy(&reply.raw));
}

/// Three records of March 2025 and one before, and the line in which they are.
const LINE: &str = "measure=weight_kg&measure=steps&from=2024-11-10&to=2026-11-22";

async fn march() -> (City, Person, String, String) {
    let (city, hanako, id) = notebook().await;
    let mut last = String::new();
    for (at, kg) in
        [("2024-12-31T07:00", 60), ("2025-03-01T00:00", 61), ("2025-03-15T07:00", 62), ("2025-03-31T23:59", 63)]
    {
        let record = json!({ "taken_at": format!("{at}:00+09:00"), "weight_kg": kg, "steps": 100 * kg });
        last = kept(&city, &hanako, &id, record).await;
    }
    city.pass(TimeDelta::hours(2));
    (city, hanako, id, last)
}

/// What people do with records of months that are over: the line of a request, and its body.
fn changes(id: &str, record: &str) -> Vec<(String, Value)> {
    let (all, one) = (records(id), format!("{}/{record}", records(id)));
    let whole = |at: &str, kg: i64| {
        let mut record = json!({ "taken_at": format!("{at}:00+09:00"), "weight_kg": kg, "steps": 5 });
        for name in ["height_cm", "temperature_c", "blood_pressure", "mood", "memo"] {
            record[name] = Value::Null;
        }
        record
    };
    vec![
        (format!("POST {all}"), json!({ "taken_at": "2025-03-15T08:00:00+09:00", "weight_kg": 90 })),
        (format!("POST {all}"), json!({ "taken_at": "2024-11-15T08:00:00+09:00", "steps": 9 })),
        (format!("PUT {one}"), whole("2025-03-31T23:59", 90)),
        (format!("PUT {one}"), whole("2025-04-01T00:00", 63)),
        (format!("DELETE {one}"), Value::Null),
    ]
}

#[tokio::test]
async fn a_month_is_summed_up_once_and_dropped_with_every_change_of_a_record_of_it() {
    let dropped: [&[&str]; 5] = [&["2025-03"], &[], &["2025-03"], &["2025-03", "2025-04"], &["2025-03"]];
    for (number, dropped) in dropped.into_iter().enumerate() {
        let (city, hanako, id, record) = march().await;
        let (line, body) = changes(&id, &record).remove(number);
        let draw = async || {
            city.store.forget();
            let body = city.get(&hanako, &trends(&id, LINE)).await.expect(200).body;
            (city.store.seen().depth, body)
        };
        let (first, drawn) = draw().await;
        assert_eq!((first, draw().await), (3, (1, drawn.clone())), "read, summed up, and then there");
        let all = summed_up(&city, &id);
        assert_eq!(all.len(), 17, "2024-12 to 2026-04");
        done(&city, &hanako, &line, body).await;
        let left = summed_up(&city, &id);
        let is_left = |month: &&String| !dropped.iter().any(|dropped| month.ends_with(dropped));
        assert_eq!(left, all.iter().filter(is_left).cloned().collect::<Vec<_>>(), "{line}");
        let (depth, changed) = draw().await;
        assert_eq!((depth, summed_up(&city, &id)), (2, left), "{line}: not within an hour");
        assert_ne!(changed, drawn, "{line}");
        city.pass(TimeDelta::minutes(59));
        assert_eq!(draw().await, (2, changed.clone()), "{line}");
        city.pass(TimeDelta::minutes(1));
        assert_eq!(draw().await, (3, changed.clone()), "{line}: kept again");
        assert_eq!(draw().await, (1, changed.clone()), "{line}");
        assert_eq!(of_records(&city, &hanako, &id, LINE).await, changed, "{line}");
    }
}

#[tokio::test]
async fn what_leaves_all_as_it_is_and_what_is_of_this_month_drops_nothing() {
    let (city, hanako, id, record) = march().await;
    city.get(&hanako, &trends(&id, LINE)).await.expect(200);
    let all = city.items(NOTEBOOK.of(&id), DAILY_MONTHS);
    let path = format!("{}/{record}", records(&id));
    let mut same = city.get(&hanako, &path).await.body;
    same["memo"] = Value::Null;
    for name in ["height_cm", "temperature_c", "blood_pressure", "mood"] {
        same[name] = Value::Null;
    }
    city.put(&hanako, &path, same).await.expect(200);
    kept(&city, &hanako, &id, json!({ "taken_at": "2026-11-01T00:00:00+09:00", "weight_kg": 60 })).await;
    assert_eq!(city.items(NOTEBOOK.of(&id), DAILY_MONTHS), all);
    kept(&city, &hanako, &id, json!({ "taken_at": "2026-10-31T23:59:59+09:00", "weight_kg": 60 })).await;
    assert_ne!(city.items(NOTEBOOK.of(&id), DAILY_MONTHS), all);
}

/// What one request did to a notebook: the items as they are after it, and those that are not there any more.
struct Effect {
    put: Vec<Value>,
    deleted: Vec<Value>,
}

impl Effect {
    /// Of a request, which is undone.
    async fn of(city: &City, person: &Person, id: &str, line: &str, body: Value) -> Self {
        let pk = NOTEBOOK.of(id);
        let items = || {
            let all = city.store.everything().into_iter();
            all.filter(|item| item["pk"]["S"] == *pk).collect::<Vec<_>>()
        };
        let before = items();
        done(city, person, line, body).await;
        let after = items();
        let key = |item: &Value| item["sk"].clone();
        let is_in = |items: &[Value], item: &Value| items.iter().any(|other| key(other) == key(item));
        let put: Vec<_> = after.iter().filter(|item| !before.contains(item)).cloned().collect();
        let deleted = before.iter().filter(|item| !is_in(&after, item)).cloned().collect();
        for item in after.iter().filter(|item| !is_in(&before, item)) {
            delete(&city.store, item);
        }
        for item in &before {
            city.store.seed(item.clone());
        }
        assert!(!put.is_empty(), "{line}");
        Self { put, deleted }
    }

    fn apply(self, store: &Store) {
        for item in self.put {
            store.seed(item);
        }
        for item in &self.deleted {
            delete(store, item);
        }
    }
}

#[tokio::test]
async fn a_change_that_crosses_a_read_never_leaves_what_is_not_true_any_more() {
    // Between the months and their first record, either way; between the months and the records; before what was summed up is kept.
    for point in 0..4 {
        for number in 0..5 {
            let (city, hanako, id, record) = march().await;
            let (line, body) = changes(&id, &record).remove(number);
            let effect = Effect::of(&city, &hanako, &id, &line, body).await;
            let before = city.get(&hanako, &trends(&id, LINE)).await.expect(200).body;
            assert_eq!(of_records(&city, &hanako, &id, LINE).await, before, "the request is undone");
            of_records(&city, &hanako, &id, "measure=steps").await;
            assert_eq!(summed_up(&city, &id), [""; 0]);
            let act = move |store: &Store| effect.apply(store);
            match point {
                0 => city.store.cross(&DAILY_MONTHS.of("2024-11"), &format!("{DAILY_BY_TIME}2024-11-09"), act),
                1 => city.store.cross(&format!("{DAILY_BY_TIME}2024-11-09"), &DAILY_MONTHS.of("2024-11"), act),
                2 => city.store.cross(&DAILY_MONTHS.of("2024-11"), &format!("{DAILY_BY_TIME}2024-11-30"), act),
                _ => city.store.interrupt(1, act),
            }
            let case = format!("{line} at {point}");
            city.get(&hanako, &trends(&id, LINE)).await.expect(200);
            let mut reads = vec![city.get(&hanako, &trends(&id, LINE)).await.expect(200).body];
            city.pass(TimeDelta::hours(2));
            for _ in 0..2 {
                reads.push(city.get(&hanako, &trends(&id, LINE)).await.expect(200).body);
            }
            let truth = of_records(&city, &hanako, &id, LINE).await;
            assert_ne!(truth, before, "{case}: it happened");
            assert_eq!(reads, vec![truth; 3], "{case}");
        }
    }
}

#[tokio::test]
async fn a_relative_who_draws_a_line_leaves_one_entry_and_the_months_to_everybody() {
    let (city, hanako, id, _) = march().await;
    let son = city.family(&id, "daily", "see");
    city.store.forget();
    let drawn = city.get(&son, &trends(&id, LINE)).await.expect(200).body;
    assert_eq!((city.store.seen().depth, entries(&city, &id)), (4, 1));
    city.store.forget();
    assert_eq!(city.get(&son, &trends(&id, LINE)).await.expect(200).body, drawn);
    assert_eq!((city.store.seen().depth, entries(&city, &id)), (2, 2));
    city.store.forget();
    assert_eq!(city.get(&hanako, &trends(&id, LINE)).await.expect(200).body, drawn);
    assert_eq!((city.store.seen().depth, entries(&city, &id)), (1, 2));
    let stranger = Person::resident("stranger");
    city.get(&stranger, &trends(&id, LINE)).await.expect_problem(404, "not_found");
}

/// A record of each year since 2017, and the line of ten years.
async fn years() -> (City, Person, String) {
    let (city, hanako, id) = notebook().await;
    for year in 2017..2026 {
        let record = json!({ "taken_at": format!("{year}-01-15T07:00:00+09:00"), "weight_kg": 60 + year - 2017 });
        kept(&city, &hanako, &id, record).await;
    }
    city.pass(TimeDelta::hours(2));
    (city, hanako, id)
}

const TEN_YEARS: &str = "measure=weight_kg&from=2016-11-23&to=2026-11-22&bucket=month";

#[tokio::test]
async fn a_first_line_that_is_cut_short_leaves_the_next_one_less_to_do() {
    let mut kept = Vec::new();
    for number in 1..20 {
        let (city, hanako, id) = years().await;
        city.store.fault(Fault::Before(number));
        let cut_short = city.get(&hanako, &trends(&id, TEN_YEARS)).await;
        city.store.fault(Fault::None);
        let months = summed_up(&city, &id).len();
        assert!(cut_short.status == 200 || months < 112, "{number}: {months}");
        kept.push(months);
        let drawn = city.get(&hanako, &trends(&id, TEN_YEARS)).await.expect(200).body;
        assert_eq!(drawn, of_records(&city, &hanako, &id, TEN_YEARS).await);
    }
    kept.dedup();
    assert_eq!(kept, [0, 60, 112]);
}

#[tokio::test]
async fn two_first_lines_that_meet_wait_for_nothing() {
    let (alone, hanako, id) = years().await;
    alone.store.forget();
    alone.get(&hanako, &trends(&id, TEN_YEARS)).await.expect(200);
    let (city, hanako, id) = years().await;
    let path = trends(&id, TEN_YEARS);
    city.store.forget();
    let (one, other) = tokio::join!(city.get(&hanako, &path), city.get(&hanako, &path));
    assert_eq!(one.expect(200).body, other.expect(200).body);
    assert!(city.store.seen().requests <= 2 * alone.store.seen().requests, "nothing is sent again");
    assert_eq!(summed_up(&city, &id).len(), 112);
}

#[tokio::test]
async fn r52_r53_changes_of_months_that_were_summed_up_survive_a_crash_at_every_point() {
    for number in 0..5 {
        crash_sweep(async |city: &City| {
            let hanako = Person::resident("hanako");
            let id = city.open_notebook(&hanako).await;
            let record = json!({ "taken_at": "2025-03-31T23:59:00+09:00", "weight_kg": 63, "steps": 6300 });
            let record = kept(city, &hanako, &id, record).await;
            city.pass(TimeDelta::hours(2));
            city.get(&hanako, &trends(&id, LINE)).await.expect(200);
            assert!(!summed_up(city, &id).is_empty());
            let (line, body) = changes(&id, &record).remove(number);
            Write::new(&hanako, &line, body)
        })
        .await;
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn of<T: Copy>(&mut self, among: &[T]) -> T {
        among[usize::try_from(self.below(among.len() as u64)).unwrap()]
    }

    /// A record of some day since January 2025, often at the edge of a day or an occasion.
    fn record(&mut self, today: Day) -> Value {
        let first: Day = "2025-01-01".parse().unwrap();
        let days = u64::try_from((today - first).num_days()).unwrap();
        // Few days, so that several records meet on one.
        let day = first + Days::new(self.below(days / 9) * 9 + self.of(&[0, 0, 1]));
        let hours = [0, 3, 4, 11, 12, 16, 17, 23];
        let at = jst_midnight(day) + TimeDelta::hours(self.of(&hours)) - TimeDelta::milliseconds(self.of(&[0, 0, 1]));
        let mut record =
            json!({ "taken_at": at.min(jst_midnight(today)), "memo": null, "mood": null, "temperature_c": null });
        let upper = 100 + 7 * self.below(11);
        let mut value = |name: &str, value: Value| record[name] = if self.below(3) > 0 { value } else { Value::Null };
        value("steps", json!(upper * 13));
        value("weight_kg", json!(60.0 + f64::from(u32::try_from(upper).unwrap()) / 8.0));
        value("blood_pressure", json!({ "systolic_mmhg": upper + 20, "diastolic_mmhg": 90, "pulse_bpm": 60 }));
        record["height_cm"] = json!(150 + self.below(9));
        if self.below(2) == 0 {
            record["steps"] = json!(self.below(9_000));
            record["weight_kg"] = json!(50 + self.below(20));
        }
        record
    }
}

/// What a line shows of the records of a notebook.
fn drawn(model: &BTreeMap<String, DailyRecord>, measure: Measure, bucket: Bucket, days: (Day, Day)) -> Value {
    let inside =
        |(_, record): &(&String, &DailyRecord)| (days.0..=days.1).contains(&jst_day(record.taken_at.instant()));
    let mut records: Vec<_> = model.iter().filter(inside).collect();
    records.sort_by_key(|(id, record)| (record.taken_at, (*id).clone()));
    let days = summary::days(measure, records.into_iter().map(|(_, record)| record));
    serde_json::to_value(trend::points(measure, bucket, &days)).unwrap()
}

#[tokio::test]
async fn whatever_happens_to_records_lines_say_what_they_say() {
    let (mut drops, mut reads_of_months) = (0, 0);
    for seed in 1..=6 {
        let mut dice = Dice(seed);
        let (city, hanako, id) = notebook().await;
        let mut model = BTreeMap::<String, DailyRecord>::new();
        for _ in 0..90 {
            let today = jst_day(city.now());
            let summed = summed_up(&city, &id).len();
            let ids: Vec<_> = model.keys().cloned().collect();
            let one = (!ids.is_empty()).then(|| ids[usize::try_from(dice.below(ids.len() as u64)).unwrap()].clone());
            match (dice.below(10), one) {
                (0..=1, Some(record)) => {
                    let body = dice.record(today);
                    city.put(&hanako, &format!("{}/{record}", records(&id)), body.clone()).await.expect(200);
                    model.insert(record, serde_json::from_value(body).unwrap());
                }
                (2, Some(record)) => {
                    city.delete(&hanako, &format!("{}/{record}", records(&id))).await.expect(204);
                    model.remove(&record);
                }
                (3..=5, _) => {
                    let minutes = dice.of(&[1, 59, 60, 61, 24 * 60, 35 * 24 * 60]);
                    city.pass(TimeDelta::minutes(minutes));
                }
                (6..=7, Some(_)) => {
                    let measures = [Measure::WeightKg, Measure::SystolicMmhg, Measure::Steps, Measure::HeightCm];
                    let (first, second) = (dice.of(&measures), dice.of(&[Measure::PulseBpm, Measure::DiastolicMmhg]));
                    let bucket = dice.of(&[Bucket::Day, Bucket::Week, Bucket::Month]);
                    let to = today - Days::new(dice.of(&[0, 0, 0, 33, 300]));
                    let from = to - Days::new(dice.below(900));
                    let word = serde_json::to_value(bucket).unwrap();
                    let query = format!(
                        "measure={}&measure={}&from={from}&to={to}&bucket={}",
                        first.name(),
                        second.name(),
                        word.as_str().unwrap(),
                    );
                    for _ in 0..2 {
                        city.store.forget();
                        let reply = city.get(&hanako, &trends(&id, &query)).await.expect(200);
                        for measure in [first, second] {
                            let points = &reply.body["series"][measure.name()]["points"];
                            assert_eq!(*points, drawn(&model, measure, bucket, (from, to)), "{seed}: {query}");
                        }
                    }
                    let seen = city.store.seen();
                    reads_of_months += u32::from(seen.depth == 1 && seen.requests > 2);
                }
                _ => {
                    let body = dice.record(today);
                    let record = kept(&city, &hanako, &id, body.clone()).await;
                    model.insert(record, serde_json::from_value(body).unwrap());
                }
            }
            drops += summed.saturating_sub(summed_up(&city, &id).len());
        }
    }
    assert!(drops > 50 && reads_of_months > 20, "{drops} months were dropped, {reads_of_months} lines read months");
}
