//! Every sender asks how the account wishes to be told: what is switched off is not sent, what goes by e-mail wakes no phone, and what
//! can wait is held through the quiet hours and not lost. Reminders of doses, and that one was missed, come at any hour.

use alarm_mail::send_alarm_mail::SendAlarmMail;
use platform::job::{Batch, Record};
use serde_json::{Value, json};
use support::keys::{NOTEBOOK, NOTIFICATION_SETTINGS};
use support::{City, Person, Post};

use super::machine::Machine;
use super::{alarm, notebook, phone, shown};
use crate::resident::other_cards::MailService;

/// An account's settings of a notebook, with these of the usual ones replaced.
pub(super) async fn chooses(city: &City, person: &Person, id: &str, chosen: &[(&str, Value)]) {
    let path = format!("/v1/residents/{id}/notification-settings");
    let mut body = city.get(person, &path).await.expect(200).body;
    for (name, value) in chosen {
        body[*name] = value.clone();
    }
    city.put(person, &path, body).await.expect(200);
}

/// Somebody with a phone who watches Hanako's doses.
async fn watcher(city: &City, id: &str, name: &str, device: u8) -> Person {
    let person = Person::resident(name);
    city.relate(&person, id, "family", &[("medication", "see")]);
    phone(city, &person, device, &format!("token-{name}")).await;
    city.put(&person, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": true })).await.expect(200);
    let watcher = format!("/v1/residents/{id}/missed-dose-watchers/{}", person.actor());
    city.put(&Person::resident("hanako"), &watcher, json!({})).await.expect(200);
    person
}

fn at(time: &str) -> Value {
    json!({ "label": "くすり", "times": [time], "from": "2026-11-22" })
}

/// How many times each of these phones was told that a dose was missed.
fn missed(post: &Post, person: &Person) -> usize {
    let of = person.actor();
    let arns: Vec<_> = post.endpoints().into_iter().filter(|one| one.user_data == of).map(|one| one.arn).collect();
    post.published().iter().filter(|sent| arns.contains(&sent.to) && sent.message.contains("#missed")).count()
}

#[tokio::test]
async fn a_missed_dose_is_told_at_any_hour_to_all_who_watch() {
    let (city, post, hanako, id) = notebook().await;
    let (taro, jiro) = (watcher(&city, &id, "taro", 2).await, watcher(&city, &id, "jiro", 3).await);
    chooses(&city, &jiro, &id, &[("quiet_hours", json!({ "from": "20:00", "to": "05:00" }))]).await;
    alarm(&city, &hanako, &id, at("21:30")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T21:15:00+09:00");
    machine.until("2026-11-22T22:05:00+09:00").await;
    assert_eq!([missed(&post, &taro), missed(&post, &jiro)], [1, 1]);
    machine.again_everything().await;
    assert_eq!([missed(&post, &taro), missed(&post, &jiro)], [1, 1], "messages that come twice tell once");
}

#[tokio::test]
async fn each_of_those_who_watch_by_e_mail_gets_a_letter() {
    let (city, post, hanako, id) = notebook().await;
    let (taro, jiro) = (watcher(&city, &id, "taro", 2).await, watcher(&city, &id, "jiro", 3).await);
    for person in [&taro, &jiro] {
        chooses(&city, person, &id, &[("dose_missed", json!("email"))]).await;
    }
    phone(&city, &hanako, 1, "token-hanako").await;
    alarm(&city, &hanako, &id, at("12:00")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:45:00+09:00").await;
    let service = MailService::at(&city);
    send_letters(&city, &post).await;
    send_letters(&city, &post).await;
    let mut told: Vec<String> = service.letters().into_iter().map(|letter| letter.0).collect();
    told.sort_unstable();
    let mut subjects = [&taro, &jiro].map(|person| person.claims["sub"].as_str().to_owned());
    subjects.sort_unstable();
    assert_eq!(told.len(), 2, "one each, and none twice");
    assert!(told.iter().zip(&subjects).all(|(to, subject)| to.starts_with(subject.as_str())), "{told:?}");
}

#[tokio::test]
async fn who_switched_it_off_when_that_could_be_done_is_told_and_can_choose() {
    let (city, post, hanako, id) = notebook().await;
    let taro = watcher(&city, &id, "taro", 2).await;
    chooses(&city, &taro, &id, &[("dose_missed", json!("email"))]).await;
    let stored = NOTIFICATION_SETTINGS.of(taro.actor());
    assert_eq!(city.items(NOTEBOOK.of(&id), &stored)[0]["dose_missed"]["S"], "email");
    city.set_attribute(NOTEBOOK.of(&id), &stored, "dose_missed", &json!("off"));
    alarm(&city, &hanako, &id, at("12:00")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:45:00+09:00").await;
    assert_eq!(missed(&post, &taro), 1);
    chooses(&city, &taro, &id, &[("dose_missed", json!("email"))]).await;
}

#[tokio::test]
async fn by_e_mail_no_phone_is_told_and_the_letter_says_that_it_was_chosen() {
    let (city, post, hanako, id) = notebook().await;
    let taro = watcher(&city, &id, "taro", 2).await;
    chooses(&city, &taro, &id, &[("dose_missed", json!("email"))]).await;
    alarm(&city, &hanako, &id, at("12:00")).await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:45:00+09:00").await;
    assert_eq!(missed(&post, &taro), 0);
    let last = post.published().pop().unwrap();
    assert!(last.to.ends_with(":alarms") && last.parameters.values().any(|value| value == "email"), "{last:?}");
    // The agreement was taken back while the letter waited: it does not leave.
    let service = MailService::at(&city);
    let watch = format!("/v1/residents/{id}/missed-dose-watch");
    city.put(&taro, &watch, json!({ "agreed": false })).await.expect(200);
    send_letters(&city, &post).await;
    assert!(service.letters().is_empty());
    city.put(&taro, &watch, json!({ "agreed": true })).await.expect(200);
    send_letters(&city, &post).await;
    let sent = service.letters();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].0.starts_with(taro.claims["sub"].as_str()) && sent[0].1.contains("メールで受け取る設定"));
}

/// Has the subscriber take what the topic carries.
pub(super) async fn send_letters(city: &City, post: &Post) {
    for sent in post.published().into_iter().filter(|sent| sent.to.ends_with(":alarms")) {
        let record = Record { message_id: "m".to_owned(), body: sent.message };
        let failed = platform::job::run::<SendAlarmMail>(&city.app, Batch { records: vec![record] }).await.unwrap();
        assert!(failed.failures.is_empty());
    }
}

/// An alarm whose stock runs low with the next dose; gives its id.
async fn low(city: &City, person: &Person, id: &str) -> String {
    let mut body = at("20:50");
    body["stock"] = json!({ "amount": 3, "per_dose": 1, "refill_at_days": 5 });
    alarm(city, person, id, body).await
}

async fn takes(city: &City, person: &Person, id: &str, alarm: &str, at: &str) {
    let taken = json!({ "alarm_id": alarm, "taken_at": at });
    city.post(person, &format!("/v1/residents/{id}/intakes"), taken).await.expect(201);
}

fn refills(post: &Post) -> Vec<String> {
    shown(post).into_iter().filter(|id| id.ends_with("#refill")).collect()
}

#[tokio::test]
async fn that_a_supply_runs_low_is_held_through_the_quiet_hours_and_told_in_the_morning() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let evening = low(&city, &hanako, &id).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T21:05:00+09:00");
    machine.ticks = false;
    takes(&city, &hanako, &id, &evening, "2026-11-22T21:05:00+09:00").await;
    machine.until("2026-11-23T06:59:59+09:00").await;
    assert!(refills(&post).is_empty());
    machine.until("2026-11-23T07:15:00+09:00").await;
    assert_eq!(refills(&post), [format!("{evening}#2026-11-22#refill")]);
}

#[tokio::test]
async fn the_last_dose_but_one_is_not_forgotten_over_night() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    // Enough for tonight, and nothing for tomorrow's dose, the last one.
    let mut body = at("21:10");
    body["until"] = json!("2026-11-23");
    body["stock"] = json!({ "amount": 1, "per_dose": 1, "refill_at_days": 5 });
    let evening = alarm(&city, &hanako, &id, body).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T21:15:00+09:00");
    machine.ticks = false;
    takes(&city, &hanako, &id, &evening, "2026-11-22T21:15:00+09:00").await;
    machine.until("2026-11-23T07:15:00+09:00").await;
    assert_eq!(refills(&post), [format!("{evening}#2026-11-22#refill")]);
}

#[tokio::test]
async fn what_waited_over_night_goes_to_the_phone_of_the_morning() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-old").await;
    let evening = low(&city, &hanako, &id).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T21:05:00+09:00");
    machine.ticks = false;
    takes(&city, &hanako, &id, &evening, "2026-11-22T21:05:00+09:00").await;
    machine.until("2026-11-22T22:00:00+09:00").await;
    phone(&city, &hanako, 1, "token-new").await;
    machine.until("2026-11-23T07:15:00+09:00").await;
    let sent: Vec<String> = post.published().into_iter().map(|sent| sent.to).collect();
    let new = post.endpoints().into_iter().find(|one| one.token == "token-new").unwrap();
    assert_eq!(sent, [new.arn]);
}

#[tokio::test]
async fn a_supply_that_is_filled_up_in_the_quiet_hours_is_not_told_of_any_more() {
    let (city, post, hanako, id) = notebook().await;
    let evening = low(&city, &hanako, &id).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T21:05:00+09:00");
    machine.ticks = false;
    takes(&city, &hanako, &id, &evening, "2026-11-22T21:05:00+09:00").await;
    machine.until("2026-11-22T22:00:00+09:00").await;
    let path = format!("/v1/residents/{id}/alarms/{evening}");
    let mut body = city.get(&hanako, &path).await.expect(200).body;
    body["stock"] = json!({ "amount": 30, "per_dose": 1, "refill_at_days": 5 });
    city.put(&hanako, &path, body).await.expect(200);
    machine.until("2026-11-23T07:30:00+09:00").await;
    assert!(refills(&post).is_empty());
}

#[tokio::test]
async fn that_a_supply_runs_low_goes_as_the_account_wishes_for_which_the_alarm_rings() {
    for (way, pushed, mailed) in [("push", 1, 0), ("email", 0, 1), ("off", 0, 0)] {
        let (city, post, hanako, id) = notebook().await;
        let son = Person::resident("son");
        city.relate(&son, &id, "family", &[("medication", "manage")]);
        phone(&city, &son, 1, "token-son").await;
        // The person's own wish is for what rings for the person.
        chooses(&city, &hanako, &id, &[("refill", json!("off"))]).await;
        chooses(&city, &son, &id, &[("refill", json!(way))]).await;
        let his = low(&city, &son, &id).await;
        let mut machine = Machine::at(&city, &post);
        takes(&city, &hanako, &id, &his, "2026-11-22T10:00:00+09:00").await;
        machine.until("2026-11-22T10:02:00+09:00").await;
        let to_phone = post.published().iter().filter(|sent| sent.to.contains(":endpoint/")).count();
        assert_eq!((to_phone, post.published().len() - to_phone), (pushed, mailed), "{way}");
    }
}
