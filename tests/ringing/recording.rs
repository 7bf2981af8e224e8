//! Reminders to record ring through what rings for doses, and speak of no medicine; nothing of them is followed up.
use serde_json::{Value, json};
use support::keys::{DUE, INTAKES, NOTEBOOK};
use support::{Browsers, City, Person};

use super::machine::Machine;
use super::quiet::watches;
use super::{alarm, move_to, noon, notebook, phone, shown};

/// At noon.
fn record() -> Value {
    let mut body = noon("血圧をはかる");
    body["about"] = json!("record");
    body
}

#[tokio::test]
async fn a_reminder_rings_at_its_minute_once_and_in_its_own_words() {
    let (city, post, hanako, id) = notebook().await;
    let mut named = record();
    named["notification_text"] = json!("label");
    let own = alarm(&city, &hanako, &id, named).await;
    alarm(&city, &hanako, &id, noon("昼のくすり")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:59:59+09:00").await;
    assert!(shown(&post).is_empty());
    machine.until("2026-11-22T12:05:00+09:00").await;
    machine.again_everything().await;
    let sent: Vec<Value> =
        post.published().iter().map(|published| serde_json::from_str(&published.message).unwrap()).collect();
    assert_eq!(sent.len(), 2, "messages that come twice send once");
    let of = |kind: &str| sent.iter().find(|one| one["kind"] == kind).unwrap();
    assert_eq!(of("record_due")["notification_id"], format!("{own}#2026-11-22#12:00"));
    assert_eq!(of("record_due")["title"], "記録の時間です");
    let text = of("record_due")["text"].as_str().unwrap();
    assert!(text.contains("血圧をはかる") && !text.contains("薬") && !text.contains("飲"), "{text}");
    assert_eq!(of("dose_due")["title"], "お薬の時間です");
}

#[tokio::test]
async fn what_is_edited_within_the_lead_rings_as_a_reminder_to_record_as_well() {
    let (city, post, hanako, id) = notebook().await;
    let moved = alarm(&city, &hanako, &id, record()).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:55:00+09:00").await;
    move_to(&city, &hanako, &id, &moved, json!(["12:03"])).await;
    assert!(!post.take("notify").is_empty(), "the function's own message, lost here: the sweep finds it");
    machine.until("2026-11-22T12:10:00+09:00").await;
    assert_eq!(shown(&post), [format!("{moved}#2026-11-22#12:03")]);
    assert!(post.published()[0].message.contains("record_due"), "{}", post.published()[0].message);
}

#[tokio::test]
async fn nobody_who_watches_hears_of_what_was_not_recorded() {
    let (city, post, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    watches(&city, &id, &hanako, &taro).await;
    let own = alarm(&city, &hanako, &id, record()).await;
    // Whatever stands in the index: what is about recording is followed up by nothing.
    for mut item in city.items(DUE, "") {
        item["w"] = json!({ "BOOL": true });
        city.store.seed(item);
    }
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T13:30:00+09:00").await;
    assert_eq!(shown(&post), [format!("{own}#2026-11-22#12:00")]);
    assert!(city.items(NOTEBOOK.of(&id), INTAKES).is_empty(), "nothing is missed");
}

#[tokio::test]
async fn r05_family_is_reminded_while_it_sees_medicines_and_daily_values() {
    for named in [true, false] {
        let (city, post, _, id) = notebook().await;
        let son = Person::resident("son");
        let both = [("medication", "manage"), ("daily", "manage")];
        city.relate(&son, &id, "family", &both);
        phone(&city, &son, 1, "token-son").await;
        let theirs = alarm(&city, &son, &id, record()).await;
        if !named {
            unname(&city);
        }
        let mut machine = Machine::at(&city, &post);
        for (day, scopes, rings) in [
            ("2026-11-22", &both[..], true),
            ("2026-11-23", &[("medication", "manage")][..], false),
            ("2026-11-24", &[("daily", "manage")][..], false),
            ("2026-11-25", &[("medication", "see"), ("daily", "see")][..], true),
        ] {
            city.relate(&son, &id, "family", scopes);
            machine.sleep_until(&format!("{day}T11:45:00+09:00"));
            machine.until(&format!("{day}T12:05:00+09:00")).await;
            assert_eq!(shown(&post).contains(&format!("{theirs}#{day}#12:00")), rings, "{day}");
        }
    }
}

/// As before the index named accounts.
fn unname(city: &City) {
    for mut item in city.items(DUE, "") {
        assert!(item.as_object_mut().unwrap().remove("o").is_some());
        city.store.seed(item);
    }
}

#[tokio::test]
async fn a_browser_is_told_the_kind_and_nothing_else() {
    let (city, post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    let browser = browsers.open("https://push.test/send/home");
    let body = json!({ "platform": "web", "token": browser.token.to_string() });
    city.put(&hanako, "/v1/me/devices/019aa000-0000-4000-8000-000000000001", body).await.expect(200);
    alarm(&city, &hanako, &id, record()).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:58:00+09:00");
    machine.until("2026-11-22T12:00:05+09:00").await;
    let [received] = browsers.received().try_into().unwrap();
    assert_eq!((&received.headers["ttl"], &received.headers["urgency"]), (&"1800".to_owned(), &"high".to_owned()));
    let read = browser.read(&received.body);
    assert_eq!(read["data"]["kind"], "record_due");
    assert!(!read.to_string().contains("血圧"), "{read}");
}
