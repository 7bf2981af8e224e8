//! What a person answered, and what happens when nobody did.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::keys::{INTAKES, NOTEBOOK};
use support::{City, Person};

use super::machine::Machine;
use super::quiet::watches;
use super::{alarm, move_to, noon, notebook, phone, shown};

async fn answer(city: &City, person: &Person, id: &str, alarm: &str, body: Value) {
    let path = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/12:00");
    city.put(person, &path, body).await.expect(200);
}

async fn status(city: &City, person: &Person, id: &str) -> Value {
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22");
    let reply = city.get(person, &path).await.expect(200);
    reply.body["items"][0].clone()
}

#[tokio::test]
async fn a_dose_that_was_taken_early_does_not_ring() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:57:00+09:00").await;
    answer(&city, &hanako, &id, &alarm, json!({ "status": "taken", "at": "2026-11-22T11:56:00+09:00" })).await;
    machine.until("2026-11-22T12:05:00+09:00").await;
    assert!(shown(&post).is_empty());
    assert_eq!(status(&city, &hanako, &id).await["status"], "taken");
}

#[tokio::test]
async fn a_dose_that_was_taken_early_does_not_ring_at_the_time_that_it_is_moved_to() {
    let (city, post, hanako, id) = notebook().await;
    let dose = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    answer(&city, &hanako, &id, &dose, json!({ "status": "taken", "at": "2026-11-22T09:59:00+09:00" })).await;
    // Once long before the minute is collected, once after it was, and once at the last moment.
    for (when, time) in [("10:10", "12:30"), ("12:25", "12:31"), ("12:30", "12:32")] {
        machine.sleep_until(&format!("2026-11-22T{when}:00+09:00"));
        move_to(&city, &hanako, &id, &dose, json!([time])).await;
    }
    machine.until("2026-11-22T12:40:00+09:00").await;
    assert!(shown(&post).is_empty(), "{:?}", shown(&post));
    machine.sleep_until("2026-11-23T12:20:00+09:00");
    machine.until("2026-11-23T12:40:00+09:00").await;
    assert_eq!(shown(&post), [format!("{dose}#2026-11-23#12:32")], "the next day it rings");
}

#[tokio::test]
async fn a_time_that_is_a_dose_of_its_own_again_rings() {
    let (city, post, hanako, id) = notebook().await;
    let dose = alarm(&city, &hanako, &id, noon("昼")).await;
    answer(&city, &hanako, &id, &dose, json!({ "status": "taken", "at": "2026-11-22T09:59:00+09:00" })).await;
    for times in [json!(["12:30"]), json!(["12:31"]), json!(["12:30", "12:31"])] {
        move_to(&city, &hanako, &id, &dose, times).await;
    }
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T12:10:00+09:00");
    machine.until("2026-11-22T12:40:00+09:00").await;
    assert_eq!(shown(&post), [format!("{dose}#2026-11-22#12:31")], "two a day now, one of them was taken");
}

#[tokio::test]
async fn nobody_is_told_of_a_missed_dose_that_was_taken_at_the_time_it_was_moved_to() {
    let (city, post, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    city.relate(&taro, &id, "family", &[("medication", "see")]);
    phone(&city, &hanako, 1, "token-hanako").await;
    phone(&city, &taro, 2, "token-taro").await;
    let dose = alarm(&city, &hanako, &id, noon("昼")).await;
    city.put(&taro, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": true })).await.expect(200);
    let watcher = format!("/v1/residents/{id}/missed-dose-watchers/{}", taro.actor());
    city.put(&hanako, &watcher, json!({})).await.expect(200);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:05:00+09:00").await;
    move_to(&city, &hanako, &id, &dose, json!(["12:20"])).await;
    machine.until("2026-11-22T12:22:00+09:00").await;
    let path = format!("/v1/residents/{id}/intakes/{dose}/2026-11-22/12:20");
    city.put(&hanako, &path, json!({ "status": "taken", "at": "2026-11-22T12:21:00+09:00" })).await.expect(200);
    machine.until("2026-11-22T13:00:00+09:00").await;
    let shown = shown(&post);
    assert!(!shown.iter().any(|id| id.ends_with("#missed")), "{shown:?}");
    assert_eq!(status(&city, &hanako, &id).await["status"], "taken");
}

#[tokio::test]
async fn a_dose_that_was_put_off_rings_again_when_the_person_said() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:01:00+09:00").await;
    answer(&city, &hanako, &id, &alarm, json!({ "status": "snoozed", "at": "2026-11-22T12:31:00+09:00" })).await;
    machine.until("2026-11-22T12:30:59+09:00").await;
    assert_eq!(shown(&post).len(), 1);
    machine.until("2026-11-22T12:40:00+09:00").await;
    let shown = shown(&post);
    assert_eq!(shown.len(), 2);
    assert_ne!(shown[0], shown[1], "the second is another notification");
}

#[tokio::test]
async fn a_dose_that_was_put_off_rings_on_a_phone_that_came_after_the_alarm_was_set() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:01:00+09:00").await;
    answer(&city, &hanako, &id, &alarm, json!({ "status": "snoozed", "at": "2026-11-22T12:11:00+09:00" })).await;
    machine.until("2026-11-22T12:12:00+09:00").await;
    let to: Vec<String> = post.published().into_iter().map(|published| published.to).collect();
    assert_eq!(to, vec![post.endpoints()[0].arn.clone(); 2]);
}

#[tokio::test]
async fn an_unanswered_dose_is_missed_and_the_family_is_told_only_where_both_agreed() {
    let (city, post, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    city.relate(&taro, &id, "family", &[("medication", "see")]);
    phone(&city, &hanako, 1, "token-hanako").await;
    phone(&city, &taro, 2, "token-taro").await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    let watch = format!("/v1/residents/{id}/missed-dose-watch");
    city.put(&taro, &watch, json!({ "agreed": true })).await.expect(200);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:40:00+09:00").await;
    assert_eq!(status(&city, &hanako, &id).await["status"], "missed");
    assert_eq!(shown(&post).len(), 1, "the person did not ask for it: nobody else is told");

    let watcher = format!("/v1/residents/{id}/missed-dose-watchers/{}", taro.actor());
    city.put(&hanako, &watcher, json!({})).await.expect(200);
    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T12:40:00+09:00").await;
    let after = shown(&post);
    assert_eq!(after.len(), 3, "{after:?}");
    assert!(after[2].ends_with("#2026-11-23#12:00#missed"));
    let told = post.published().pop().unwrap();
    assert_eq!(told.to, post.endpoints()[1].arn, "on the phone of the family member");
    machine.again_everything().await;
    assert_eq!(shown(&post).len(), 3, "told once");

    // The relation ends: nobody is told any more, whatever was agreed.
    city.relate(&taro, &id, "family", &[]);
    machine.sleep_until("2026-11-24T11:45:00+09:00");
    machine.until("2026-11-24T12:40:00+09:00").await;
    assert_eq!(shown(&post).len(), 4);
}

/// The page is sent before an edit is committed that names an instant before its minute: the dose was never due.
#[tokio::test]
async fn a_dose_that_was_taken_away_before_its_minute_is_not_missed_though_it_rang() {
    for (taken_away, expected) in [(true, (0, 1)), (false, (1, 2))] {
        let (city, post, hanako, id) = notebook().await;
        let taro = Person::resident("taro");
        phone(&city, &hanako, 1, "token-hanako").await;
        phone(&city, &taro, 2, "token-taro").await;
        let own = alarm(&city, &hanako, &id, noon("昼")).await;
        watches(&city, &id, &hanako, &taro).await;
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:45:00+09:00");
        machine.until("2026-11-22T12:00:05+09:00").await;
        assert_eq!(shown(&post).len(), 1);
        if taken_away {
            city.pass(TimeDelta::seconds(-10));
            city.call(&hanako, &format!("DELETE /v1/residents/{id}/alarms/{own}"), Value::Null).await.expect(204);
            city.pass(TimeDelta::seconds(10));
        }
        machine.until("2026-11-22T12:45:00+09:00").await;
        let missed = city.items(NOTEBOOK.of(&id), INTAKES).len();
        assert_eq!((missed, shown(&post).len()), expected, "taken away: {taken_away}");
    }
}
