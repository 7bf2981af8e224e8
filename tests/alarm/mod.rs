mod answers;
mod browsers;
mod create_alarm;
mod delete_alarm;
mod devices;
mod get_adherence;
mod list_alarms;
mod list_intakes;
mod log_intake;
mod medicine_gone;
mod notification_settings;
mod outcome;
mod post;
mod put_intake;
mod recording;
mod rhythm;
mod room;
mod sessions;
mod stock_count;
mod update_alarm;
mod watchers;
mod withdrawal;

use alarm_engine::message::{NotifyMessage, Own};
use notebook::alarm::Minute;
use serde_json::{Value, json};
use support::keys::{ACCOUNT, DEVICES, LOG};
use support::{City, Person, Post, Reply};

/// Label, medicine and memo of the fixtures: what must never leave in a message or stand in a log.
const CANARIES: [&str; 3] = ["カナリヤ錠", "朝のカナリヤ", "canary"];

/// An alarm for every morning.
fn morning() -> Value {
    at(&["08:00"])
}

/// An alarm at these times, as a whole: a PUT leaves nothing out that is there.
fn at(times: &[&str]) -> Value {
    json!({
        "label": "朝のカナリヤ", "medication_ids": [], "times": times, "rhythm": { "kind": "daily" }, "from": "2026-11-22",
        "notification_text": "neutral", "second_channel": "email",
    })
}

fn alarms(id: &str) -> String {
    format!("/v1/residents/{id}/alarms")
}

/// A city at 10:00 on Sunday 2026-11-22 with queues, a person and the id of their notebook.
async fn notebook() -> (City, Post, Person, String) {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let post = Post::at(&city);
    let id = city.open_notebook(&hanako).await;
    (city, post, hanako, id)
}

/// Sets an alarm; gives its id.
async fn set(city: &City, person: &Person, id: &str, alarm: Value) -> String {
    let reply = city.post(person, &alarms(id), alarm).await.expect(201);
    reply.body["alarm_id"].as_str().unwrap().to_owned()
}

/// As [`City::call`], with a version to match.
async fn with_version(city: &City, person: &Person, line: &str, body: Value, version: &str) -> Reply {
    city.send(person, line, body, |request| request.if_match = Some(version.to_owned())).await
}

/// A device of an account, as its registration would leave it.
fn device(city: &City, person: &Person, number: u8, endpoint: &str) {
    city.store.seed(json!({
        "pk": { "S": ACCOUNT.of(person.actor()) },
        "sk": { "S": DEVICES.of(format_args!("019aa000-0000-4000-8000-{number:012}")) },
        "device_id": { "S": format!("019aa000-0000-4000-8000-{number:012}") },
        "platform": { "S": "ios" }, "endpoint": { "S": endpoint }, "token_hash": { "S": "h" },
        "registered_at": { "S": "2026-11-01T00:00:00Z" }, "renewed_at": { "S": "2026-11-01T00:00:00Z" },
        "version": { "N": "1" },
    }));
}

/// What an edit queued itself, with the delay.
fn own(post: &Post) -> Vec<(Own, i64)> {
    let message = |queued: support::post::Queued| match serde_json::from_value(queued.body).unwrap() {
        NotifyMessage::Own(own) => (own, queued.delay_seconds),
        other => panic!("{other:?}"),
    };
    post.queued("notify").into_iter().map(message).collect()
}

fn minute(text: &str) -> Minute {
    let (day, time) = text.split_once('T').unwrap();
    Minute::at(day.parse().unwrap(), time.parse().unwrap())
}

/// Entries of looks by others in the person's own chain.
fn entries(city: &City, id: &str) -> usize {
    city.entries(LOG.of(id))
}

#[test]
fn the_notebook_and_the_engine_agree_on_when_a_dose_is_missed() {
    assert_eq!(notebook::alarm::MISSED_AFTER.num_minutes(), alarm_engine::timing::MISSED_MINUTES);
}
