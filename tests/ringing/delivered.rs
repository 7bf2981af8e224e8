//! Which way a notification goes, and what the person can read of it afterwards.

use platform::job::System;
use ringing::notify_alarms::NotifyAlarms;
use serde_json::{Value, json};
use support::keys::SENT;

use super::machine::Machine;
use super::{alarm, noon, notebook, phone, shown};

#[tokio::test]
async fn a_phone_gets_it_and_the_list_says_so() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:05:00+09:00").await;
    let published = post.published();
    assert_eq!(published.len(), 1);
    assert_eq!(published[0].to, post.endpoints()[0].arn);
    let path = format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22");
    let item = city.get(&hanako, &path).await.expect(200).body["items"][0].clone();
    assert_eq!(item["delivery"]["channel"], "push", "{item}");
    assert_eq!(item["delivery"]["delivered"], true);
    assert_eq!(item["delivery"]["late"], false);
    assert_eq!(item["alarm_id"], alarm.as_str());
}

#[tokio::test]
async fn a_phone_that_is_gone_is_said_to_be_and_the_second_channel_takes_over() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    post.disable(&post.endpoints()[0].arn);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:05:00+09:00").await;
    let published = post.published();
    assert_eq!(published.len(), 1, "{published:?}");
    assert!(published[0].to.ends_with(":alarms"), "the topic");
    assert!(published[0].parameters.values().any(|value| value == "email"));
    let devices = city.get(&hanako, "/v1/me/devices").await.expect(200);
    assert_eq!(devices.body["items"][0]["state"], "unreachable");

    // The next day the device is not asked again; opening the app on it makes it reachable.
    machine.sleep_until("2026-11-23T11:40:00+09:00");
    phone(&city, &hanako, 1, "token-hanako").await;
    assert_eq!(city.get(&hanako, "/v1/me/devices").await.expect(200).body["items"][0]["state"], "reachable");
    machine.until("2026-11-23T12:05:00+09:00").await;
    assert!(post.published().pop().unwrap().to.contains(":endpoint/"));
}

#[tokio::test]
async fn r06_a_notification_names_no_medicine_unless_the_person_chose_so() {
    let (city, post, hanako, id) = notebook().await;
    alarm(&city, &hanako, &id, noon("カナリヤ錠")).await;
    let mut named = noon("選んだ名前");
    named["notification_text"] = json!("label");
    alarm(&city, &hanako, &id, named).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:05:00+09:00").await;
    let all = post.everything();
    assert!(!all.contains("カナリヤ"), "a label that was not to be shown left the house");
    let texts: Vec<String> = post
        .published()
        .iter()
        .map(|sent| serde_json::from_str::<Value>(&sent.message).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(texts.iter().filter(|text| text.contains("選んだ名前")).count(), 1);
    assert!(post.take("notify").iter().all(|queued| !queued.body.to_string().contains("選んだ")));
    assert_eq!(shown(&post).len(), 2);
}

#[tokio::test]
async fn a_claim_and_ledger_of_a_full_page_stay_within_one_write_unit() {
    let (city, post, hanako, id) = notebook().await;
    // A hundred times the same minute: alarms of many people in one shard cannot be made here, so a page is made by hand.
    let first = alarm(&city, &hanako, &id, noon("昼")).await;
    let entry = |n: i32| json!({ "r": id, "a": format!("{}{n:012}", &first[..24]), "o": hanako.actor() });
    let entries: Vec<Value> = (0..100).map(entry).collect();
    let page = json!({ "kind": "page", "minute": 29_921_940, "shard": 0, "entries": entries });
    let record = platform::job::Record { message_id: "m".to_owned(), body: page.to_string() };
    city.set_time("2026-11-22T12:00:00+09:00");
    let batch = platform::job::Batch { records: vec![record] };
    city.store.forget();
    let failed = platform::job::run::<NotifyAlarms>(&city.app, batch).await.unwrap();
    assert!(failed.failures.is_empty());
    assert_eq!(city.store.seen().requests, 5, "claim, changes, for whom nothing rings, relations, ledger");
    assert_eq!(post.published().len(), 100);
    let claim = city.items(SENT, "").remove(0);
    let bytes: usize = claim
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            name.len()
                + value
                    .as_object()
                    .unwrap()
                    .values()
                    .next()
                    .unwrap()
                    .as_str()
                    .map_or(8, |text| if value.get("B").is_some() { text.len() * 3 / 4 } else { text.len() })
        })
        .sum();
    assert!(bytes <= 1_024, "{bytes} bytes");
}

#[tokio::test]
async fn all_that_a_process_sends_takes_from_one_bucket() {
    let (city, ..) = notebook().await;
    let bucket = || alarm_delivery::engine(&city.app, System::of::<NotifyAlarms>()).bucket;
    assert!(std::sync::Arc::ptr_eq(&bucket(), &bucket()), "a bucket for each message would limit nothing");
}

#[tokio::test]
async fn a_deleted_endpoint_is_unreachable_and_the_second_channel_takes_over_at_once() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    post.remove(&post.endpoints()[0].arn);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:00:02+09:00").await;
    assert_eq!(post.published().len(), 1, "{:?}", post.published());
    assert!(post.published()[0].to.ends_with(":alarms"), "the topic");
    assert_eq!(city.get(&hanako, "/v1/me/devices").await.expect(200).body["items"][0]["state"], "unreachable");
}

#[tokio::test]
async fn a_push_service_that_is_switched_off_marks_no_device_and_loses_no_alarm() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let mailed = alarm(&city, &hanako, &id, noon("メールも")).await;
    let mut phone_only = noon("スマホだけ");
    phone_only["second_channel"] = json!("off");
    let phone_only = alarm(&city, &hanako, &id, phone_only).await;
    post.application("APNS", false);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:20:00+09:00").await;
    // Who wants an e-mail has it now, and once; the other alarm waits.
    assert_eq!(shown(&post), [format!("{mailed}#2026-11-22#12:00")]);
    assert!(post.published()[0].to.ends_with(":alarms"), "the topic");
    assert_eq!(city.get(&hanako, "/v1/me/devices").await.expect(200).body["items"][0]["state"], "reachable");

    post.application("APNS", true);
    machine.until("2026-11-22T12:30:00+09:00").await;
    assert_eq!(shown(&post).len(), 2);
    let last = post.published().pop().unwrap();
    assert!(last.to.contains(":endpoint/") && last.message.contains("遅れ"), "{last:?}");
    assert!(last.message.contains(&phone_only));
}

#[tokio::test]
async fn a_reminder_is_not_kept_longer_than_it_is_true() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:01:00+09:00").await;
    let sent = post.published()[0].clone();
    for service in ["APNS", "APNS_SANDBOX", "FCM"] {
        let name = format!("AWS.SNS.MOBILE.{service}.TTL");
        let place = (1..=10).find(|n| sent.parameters.get(&format!("MessageAttributes.entry.{n}.Name")) == Some(&name));
        let value = format!("MessageAttributes.entry.{}.Value.StringValue", place.expect("an attribute"));
        assert_eq!(sent.parameters[&value], "1800", "{service}");
    }
    let body: Value = serde_json::from_str(&sent.message).unwrap();
    let google: Value = serde_json::from_str(body["GCM"].as_str().unwrap()).unwrap();
    assert_eq!(google["fcmV1Message"]["message"]["android"]["ttl"], "1800s");
}
