//! Alarms that ring in a browser: what its maker's push service is sent, and what its answers mean.

use serde_json::json;
use support::{Browsers, City, Person};

use super::machine::Machine;
use super::{alarm, noon, notebook, phone, shown};

const AT_HOME: &str = "https://push.test/send/home";
const AT_WORK: &str = "https://far.push.test/send/work";

async fn register(city: &City, person: &Person, device: u8, token: &serde_json::Value) {
    let body = json!({ "platform": "web", "token": token.to_string() });
    city.put(person, &format!("/v1/me/devices/019aa000-0000-4000-8000-{device:012}"), body).await.expect(200);
}

async fn state(city: &City, person: &Person) -> String {
    let devices = city.get(person, "/v1/me/devices").await.expect(200);
    devices.body["items"][0]["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_browser_reads_that_there_is_something_and_its_service_reads_nothing() {
    let (city, post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    let browser = browsers.open(AT_HOME);
    register(&city, &hanako, 1, &browser.token).await;
    let mut named = noon("カナリヤ錠");
    named["notification_text"] = json!("label");
    let alarm = alarm(&city, &hanako, &id, named).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:58:00+09:00");
    machine.until("2026-11-22T12:00:05+09:00").await;
    let [received] = browsers.received().try_into().unwrap();
    assert_eq!(received.url, AT_HOME);
    for (name, value) in [
        ("content-encoding", "aes128gcm"),
        ("content-type", "application/octet-stream"),
        ("ttl", "1800"),
        ("urgency", "high"),
    ] {
        assert_eq!(received.headers[name], value);
    }
    let claims = received.claims(&browsers.public_key());
    let noon = 1_795_316_400;
    let expected = json!({ "aud": "https://push.test", "sub": "https://notebook.example", "exp": noon + 43_200 });
    assert_eq!(claims, expected);
    let outside = format!("{:?} {}", received.headers, String::from_utf8_lossy(&received.body));
    assert!(!outside.contains("カナリヤ") && !outside.contains(&alarm) && !outside.contains("dose"), "{outside}");
    let read = browser.read(&received.body);
    assert_eq!(read["data"]["kind"], "dose_due");
    assert!(!read.to_string().contains(&alarm) && !read.to_string().contains("12:00"), "{read}");
    assert!(post.published().is_empty(), "one that took it is enough");
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22");
    let item = city.get(&hanako, &path).await.expect(200).body["items"][0].clone();
    assert_eq!((&item["delivery"]["channel"], &item["delivery"]["delivered"]), (&json!("push"), &json!(true)));
    machine.again_everything().await;
    assert_eq!(browsers.received().len(), 1, "messages that come twice send once");
}

#[tokio::test]
async fn one_statement_is_signed_for_each_service_and_shown_until_it_is_old() {
    let (city, post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    for (device, endpoint) in [(1, AT_HOME), (2, AT_WORK), (3, "https://push.test/send/other")] {
        register(&city, &hanako, device, &browsers.open(endpoint).token).await;
    }
    for label in ["一", "二"] {
        alarm(&city, &hanako, &id, noon(label)).await;
    }
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:58:00+09:00");
    machine.until("2026-11-22T12:00:05+09:00").await;
    assert_eq!((browsers.received().len(), browsers.signed()), (6, 2));
    let topics: Vec<_> =
        browsers.received().iter().map(|one| (one.url.clone(), one.headers["topic"].clone())).collect();
    for (url, topic) in &topics {
        assert!(topics.iter().filter(|(of, _)| of == url).all(|(_, same)| same == topic), "the later takes the place");
    }
    machine.sleep_until("2026-11-23T11:58:00+09:00");
    machine.until("2026-11-23T12:00:05+09:00").await;
    assert_eq!((browsers.received().len(), browsers.signed()), (12, 4));
}

#[tokio::test]
async fn a_browser_whose_registration_ended_is_marked_and_the_second_channel_takes_over() {
    for status in [404, 410] {
        let (city, post, hanako, id) = notebook().await;
        let browsers = Browsers::at(&city);
        let browser = browsers.open(AT_HOME);
        register(&city, &hanako, 1, &browser.token).await;
        alarm(&city, &hanako, &id, noon("昼")).await;
        browsers.answers(AT_HOME, status);
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:58:00+09:00");
        machine.until("2026-11-22T12:00:05+09:00").await;
        assert_eq!(state(&city, &hanako).await, "unreachable");
        assert!(post.published()[0].to.ends_with(":alarms"), "the topic");
        // The next day it is not asked again; opening the pages on it makes it reachable.
        machine.sleep_until("2026-11-23T11:58:00+09:00");
        machine.until("2026-11-23T12:00:05+09:00").await;
        assert_eq!(browsers.received().len(), 1);
        register(&city, &hanako, 1, &browser.token).await;
        assert_eq!(state(&city, &hanako).await, "reachable");
    }
}

#[tokio::test]
async fn a_service_that_is_busy_or_does_not_answer_is_asked_again() {
    for status in [429, 503, 0] {
        let (city, post, hanako, id) = notebook().await;
        let browsers = Browsers::at(&city);
        register(&city, &hanako, 1, &browsers.open(AT_HOME).token).await;
        alarm(&city, &hanako, &id, noon("昼")).await;
        browsers.answers(AT_HOME, status);
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:58:00+09:00");
        machine.until("2026-11-22T12:00:05+09:00").await;
        assert_eq!(browsers.received().len(), 4, "{status}: as often as a phone's copy");
        assert!(post.published().is_empty());
        browsers.answers(AT_HOME, 201);
        machine.until("2026-11-22T12:03:10+09:00").await;
        assert_eq!(browsers.received().len(), 5, "{status}");
        assert_eq!(state(&city, &hanako).await, "reachable");
    }
}

#[tokio::test]
async fn a_service_that_takes_nothing_or_a_key_that_cannot_be_used_marks_no_browser() {
    for refusal in [307, 401, 403] {
        let (city, post, hanako, id) = notebook().await;
        let browsers = Browsers::at(&city);
        register(&city, &hanako, 1, &browsers.open(AT_HOME).token).await;
        let mailed = alarm(&city, &hanako, &id, noon("昼")).await;
        if refusal == 401 {
            browsers.signs(false);
        }
        browsers.answers(AT_HOME, refusal);
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:58:00+09:00");
        machine.until("2026-11-22T12:00:05+09:00").await;
        assert_eq!(shown(&post), [format!("{mailed}#2026-11-22#12:00")], "{refusal}: by e-mail, at once");
        assert_eq!(state(&city, &hanako).await, "reachable");
        assert_eq!(browsers.received().len(), usize::from(refusal != 401), "no redirect is followed");
    }
}

#[tokio::test]
async fn a_browser_registered_for_another_key_waits_until_the_pages_are_opened_on_it() {
    let (city, post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    register(&city, &hanako, 1, &browsers.open(AT_HOME).token).await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    browsers.replace_key();
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:58:00+09:00");
    machine.until("2026-11-22T12:00:05+09:00").await;
    assert_eq!((state(&city, &hanako).await.as_str(), browsers.received().len()), ("unreachable", 0));
    register(&city, &hanako, 1, &browsers.open("https://push.test/send/anew").token).await;
    machine.sleep_until("2026-11-23T11:58:00+09:00");
    machine.until("2026-11-23T12:00:05+09:00").await;
    assert_eq!(browsers.received().len(), 1);
}

#[tokio::test]
async fn what_was_queued_for_who_had_the_browser_before_does_not_ring_on_it() {
    let (city, post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    let browser = browsers.open(AT_HOME);
    register(&city, &hanako, 1, &browser.token).await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:58:00+09:00");
    machine.until("2026-11-22T11:59:00+09:00").await;
    let taro = Person::resident("taro");
    city.open_notebook(&taro).await;
    register(&city, &taro, 2, &browser.token).await;
    machine.until("2026-11-22T12:00:05+09:00").await;
    assert!(browsers.received().is_empty());
    assert!(post.published()[0].to.ends_with(":alarms"), "Hanako has an e-mail instead");
    assert_eq!(
        (state(&city, &hanako).await.as_str(), state(&city, &taro).await.as_str()),
        ("unreachable", "reachable")
    );
}

#[tokio::test]
async fn a_page_for_browsers_and_phones_reads_once_more_than_one_for_phones() {
    let requests = async |web: bool| {
        let (city, post, hanako, id) = notebook().await;
        let browsers = Browsers::at(&city);
        phone(&city, &hanako, 1, "token-hanako").await;
        if web {
            register(&city, &hanako, 2, &browsers.open(AT_HOME).token).await;
            register(&city, &hanako, 3, &browsers.open(AT_WORK).token).await;
        }
        alarm(&city, &hanako, &id, noon("昼")).await;
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:58:00+09:00");
        machine.until("2026-11-22T11:59:59+09:00").await;
        city.store.forget();
        machine.until("2026-11-22T12:00:00+09:00").await;
        assert_eq!((post.published().len(), browsers.received().len()), (1, if web { 2 } else { 0 }));
        city.store.seen().requests
    };
    assert_eq!(requests(true).await, requests(false).await + 1);
}
