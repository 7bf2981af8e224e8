//! An answer that is taken back: what it kept from ringing rings, once.

use serde_json::{Value, json};
use support::{City, Person};

use super::machine::Machine;
use super::{alarm, noon, notebook, phone, shown};

async fn say(city: &City, person: &Person, id: &str, alarm: &str, status: &str) {
    let path = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/12:00");
    city.put(person, &path, json!({ "status": status })).await.expect(200);
}

async fn dose(city: &City, person: &Person, id: &str) -> Value {
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22");
    city.get(person, &path).await.expect(200).body["items"][0].clone()
}

/// Taro is told of Hanako's missed doses.
async fn watched(city: &City, hanako: &Person, id: &str) {
    let taro = Person::resident("taro");
    city.relate(&taro, id, "family", &[("medication", "see")]);
    phone(city, hanako, 1, "token-hanako").await;
    phone(city, &taro, 2, "token-taro").await;
    city.put(&taro, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": true })).await.expect(200);
    let watcher = format!("/v1/residents/{id}/missed-dose-watchers/{}", taro.actor());
    city.put(hanako, &watcher, json!({})).await.expect(200);
}

#[tokio::test]
async fn a_dose_still_ahead_rings_once_at_its_time_whenever_its_answer_was_taken_back() {
    // Long before its minute is collected; after it was; and answered before, taken back after it was collected.
    for (answered, back) in [("11:00", "11:05"), ("11:55", "11:57"), ("11:30", "11:59"), ("11:59", "11:59")] {
        let (city, post, hanako, id) = notebook().await;
        let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T10:59:00+09:00");
        machine.until(&format!("2026-11-22T{answered}:00+09:00")).await;
        say(&city, &hanako, &id, &alarm, "taken").await;
        machine.until(&format!("2026-11-22T{back}:30+09:00")).await;
        say(&city, &hanako, &id, &alarm, "due").await;
        machine.until("2026-11-22T12:40:00+09:00").await;
        assert_eq!(shown(&post), [format!("{alarm}#2026-11-22#12:00")], "{answered} {back}");
        machine.again_everything().await;
        assert_eq!(shown(&post).len(), 1, "{answered} {back}");
        let delivery = dose(&city, &hanako, &id).await["delivery"].clone();
        assert_eq!((&delivery["delivered"], &delivery["late"]), (&json!(true), &json!(false)), "{answered} {back}");
    }
}

#[tokio::test]
async fn what_was_answered_again_stays_silent() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:55:00+09:00").await;
    for status in ["taken", "due", "skipped"] {
        say(&city, &hanako, &id, &alarm, status).await;
    }
    machine.until("2026-11-22T12:05:00+09:00").await;
    for status in ["due", "taken"] {
        say(&city, &hanako, &id, &alarm, status).await;
    }
    machine.until("2026-11-22T12:40:00+09:00").await;
    assert!(shown(&post).is_empty(), "{:?}", shown(&post));
}

#[tokio::test]
async fn it_is_reminded_of_again_in_its_half_hour_and_family_told_half_an_hour_later() {
    for early in [true, false] {
        let (city, post, hanako, id) = notebook().await;
        let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
        watched(&city, &hanako, &id).await;
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:45:00+09:00");
        machine.until(if early { "2026-11-22T11:55:00+09:00" } else { "2026-11-22T12:03:00+09:00" }).await;
        say(&city, &hanako, &id, &alarm, "taken").await;
        machine.until("2026-11-22T12:05:00+09:00").await;
        say(&city, &hanako, &id, &alarm, "due").await;
        let before = shown(&post).len();
        assert_eq!(before, usize::from(!early));
        machine.until("2026-11-22T12:35:59+09:00").await;
        let again = format!("{alarm}#2026-11-22#12:00#{}", 1_795_316_760);
        assert_eq!(shown(&post)[before..], [again], "early: {early}");
        assert_eq!(dose(&city, &hanako, &id).await["status"], "due");
        machine.until("2026-11-22T12:40:00+09:00").await;
        machine.again_everything().await;
        assert_eq!(shown(&post)[before + 1..], [format!("{alarm}#2026-11-22#12:00#missed")], "early: {early}");
        assert_eq!(dose(&city, &hanako, &id).await["status"], "missed");
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_dose_long_past_because_its_answer_was_taken_back() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    watched(&city, &hanako, &id).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:10:00+09:00").await;
    say(&city, &hanako, &id, &alarm, "taken").await;
    machine.until("2026-11-22T12:45:00+09:00").await;
    say(&city, &hanako, &id, &alarm, "due").await;
    machine.until("2026-11-22T13:40:00+09:00").await;
    machine.again_everything().await;
    assert_eq!(shown(&post), [format!("{alarm}#2026-11-22#12:00")], "what rang at noon, and nothing else");
    assert_eq!(dose(&city, &hanako, &id).await["status"], "missed");
}

#[tokio::test]
async fn what_a_function_that_ended_too_early_did_not_queue_is_found_by_the_sweep() {
    for (back, wanted) in [("11:58", String::new()), ("12:05", format!("#{}", 1_795_316_760))] {
        let (city, post, hanako, id) = notebook().await;
        let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:45:00+09:00");
        machine.until("2026-11-22T11:55:00+09:00").await;
        say(&city, &hanako, &id, &alarm, "taken").await;
        machine.until(&format!("2026-11-22T{back}:00+09:00")).await;
        say(&city, &hanako, &id, &alarm, "due").await;
        post.take("notify");
        machine.until("2026-11-22T12:10:00+09:00").await;
        assert_eq!(shown(&post), [format!("{alarm}#2026-11-22#12:00{wanted}")], "{back}");
    }
}
