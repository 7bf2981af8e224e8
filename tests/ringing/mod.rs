//! The jobs on the real clients: what the operations wrote is dispatched, collected, sent and followed up.

mod answered;
mod appointments;
mod browsers;
mod delivered;
mod machine;
mod quiet;
mod recording;
mod related;
mod settings;
mod withdrawn;

use std::collections::BTreeSet;

use machine::Machine;
use serde_json::{Value, json};
use support::{City, Person, Post};

/// A city at 10:00 on Sunday 2026-11-22 with queues, a person and the id of their notebook.
async fn notebook() -> (City, Post, Person, String) {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let post = Post::at(&city);
    let id = city.open_notebook(&hanako).await;
    (city, post, hanako, id)
}

async fn alarm(city: &City, person: &Person, id: &str, body: Value) -> String {
    let reply = city.post(person, &format!("/v1/residents/{id}/alarms"), body).await.expect(201);
    reply.body["alarm_id"].as_str().unwrap().to_owned()
}

/// Moves an alarm to other times.
async fn move_to(city: &City, person: &Person, id: &str, alarm: &str, times: Value) {
    let path = format!("/v1/residents/{id}/alarms/{alarm}");
    let mut body = city.get(person, &path).await.expect(200).body;
    body["times"] = times;
    city.put(person, &path, body).await.expect(200);
}

fn noon(label: &str) -> Value {
    json!({ "label": label, "times": ["12:00"], "from": "2026-11-22" })
}

async fn phone(city: &City, person: &Person, device: u8, token: &str) {
    let body = json!({ "platform": "ios", "token": token });
    city.put(person, &format!("/v1/me/devices/019aa000-0000-4000-8000-{device:012}"), body).await.expect(200);
}

/// The ids of what reached the topic or a device, but for notices.
fn shown(post: &Post) -> Vec<String> {
    let id = |message: &str| {
        let body: Value = serde_json::from_str(message).unwrap();
        if let Some(id) = body["notification_id"].as_str() {
            return id.to_owned();
        }
        let apple: Value = serde_json::from_str(body["APNS"].as_str().unwrap()).unwrap();
        apple["notebook"]["notification_id"].as_str().unwrap().to_owned()
    };
    let published = post.published();
    published.iter().filter(|one| !one.message.contains("notice_id")).map(|one| id(&one.message)).collect()
}

#[tokio::test]
async fn an_alarm_rings_at_its_minute_and_once() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:59:59+09:00").await;
    assert!(shown(&post).is_empty());
    machine.until("2026-11-22T12:05:00+09:00").await;
    assert_eq!(shown(&post), [format!("{alarm}#2026-11-22#12:00")]);
    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T12:05:00+09:00").await;
    assert_eq!(shown(&post).len(), 2);
}

#[tokio::test]
async fn alarms_this_minute_and_two_ahead_ring_though_their_minutes_were_collected() {
    let (city, post, hanako, id) = notebook().await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:58:00+09:00").await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    machine.until("2026-11-22T11:59:30+09:00").await;
    alarm(&city, &hanako, &id, noon("昼の二つ目")).await;
    machine.until("2026-11-22T12:00:02+09:00").await;
    assert_eq!(shown(&post).iter().collect::<BTreeSet<_>>().len(), 2);
}

#[tokio::test]
async fn an_edit_inside_the_lead_moves_the_alarm_and_a_deleted_one_is_silent() {
    let (city, post, hanako, id) = notebook().await;
    let moved = alarm(&city, &hanako, &id, noon("昼")).await;
    let gone = alarm(&city, &hanako, &id, noon("消す")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:55:00+09:00").await;
    move_to(&city, &hanako, &id, &moved, json!(["12:03"])).await;
    city.call(&hanako, &format!("DELETE /v1/residents/{id}/alarms/{gone}"), Value::Null).await.expect(204);
    machine.until("2026-11-22T12:02:59+09:00").await;
    assert!(shown(&post).is_empty());
    machine.until("2026-11-22T12:10:00+09:00").await;
    assert_eq!(shown(&post), [format!("{moved}#2026-11-22#12:03")]);
}

#[tokio::test]
async fn what_a_function_that_ended_early_did_not_queue_the_sweep_finds_a_minute_later() {
    let (city, post, hanako, id) = notebook().await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:58:00+09:00").await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    assert_eq!(post.take("notify").len(), 1, "the function's own message, lost here");
    machine.until("2026-11-22T12:01:01+09:00").await;
    assert_eq!(shown(&post), [format!("{alarm}#2026-11-22#12:00")]);
}

#[tokio::test]
async fn skipped_ticks_are_made_up_for() {
    let (city, post, hanako, id) = notebook().await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:40:00+09:00");
    machine.until("2026-11-22T11:41:00+09:00").await;
    machine.ticks = false;
    machine.until("2026-11-22T12:20:00+09:00").await;
    assert!(shown(&post).is_empty());
    machine.ticks = true;
    machine.until("2026-11-22T12:22:00+09:00").await;
    assert_eq!(shown(&post).len(), 1);
    let sent: Value = serde_json::from_str(&post.published()[0].message).unwrap();
    assert_eq!(sent["late"], true);
    assert!(sent["text"].as_str().unwrap().contains("遅れ"), "{sent}");
    machine.again_everything().await;
    assert_eq!(shown(&post).len(), 1, "messages that come twice send once");
}
