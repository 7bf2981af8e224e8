//! What ends with a relation ends everywhere: an alarm that rings for somebody who is not related to the person any more does
//! not ring, whatever was queued, and says so where it is shown.

use std::collections::BTreeSet;

use alarm_delivery::doses::{Notebooks, Told};
use platform::job::System;
use ringing::notify_alarms::NotifyAlarms;
use serde_json::{Value, json};
use support::keys::{DUE, NOTEBOOK, RELATIONS};
use support::{City, Person, Post};

use super::machine::Machine;
use super::quiet::{end_relation, watches};
use super::{alarm, move_to, noon, notebook, phone, shown};

const MANAGES: [(&str, &str); 1] = [("medication", "manage")];

/// A notebook with a son who is family, and his phone.
async fn family() -> (City, Post, Person, Person, String) {
    let (city, post, hanako, id) = notebook().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &MANAGES);
    phone(&city, &son, 1, "token-son").await;
    (city, post, hanako, son, id)
}

#[tokio::test]
async fn r05_a_queued_alarm_of_family_rings_no_more_once_they_are_not_related() {
    let (city, post, hanako, son, id) = family().await;
    let mut named = noon("カナリヤ錠");
    named["notification_text"] = json!("label");
    let theirs = alarm(&city, &son, &id, named).await;
    let own = alarm(&city, &hanako, &id, noon("花子の")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:01:00+09:00").await;
    assert_eq!(shown(&post).len(), 2, "both ring while he is");

    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T11:59:30+09:00").await;
    end_relation(&city.store, &id, &son.actor());
    machine.until("2026-11-23T12:45:00+09:00").await;
    assert_eq!(shown(&post)[2..], [format!("{own}#2026-11-23#12:00")]);

    let path = format!("/v1/residents/{id}/alarms");
    city.store.forget();
    let list = city.get(&hanako, &path).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let next = |of: &str| {
        list["items"].as_array().unwrap().iter().find(|item| item["alarm_id"] == of).unwrap()["next_at"].clone()
    };
    assert_eq!((next(&theirs), next(&own)), (Value::Null, json!("2026-11-24T03:00:00Z")));
    let one = city.get(&hanako, &format!("{path}/{theirs}")).await.expect(200).body;
    assert_eq!(one["next_at"], Value::Null);
    // A change by somebody else does not make it ring for him again.
    let mut changed = one.clone();
    changed["times"] = json!(["12:50"]);
    city.put(&hanako, &format!("{path}/{theirs}"), changed).await.expect(200);
    machine.until("2026-11-23T12:55:00+09:00").await;
    assert_eq!(shown(&post).len(), 3);
}

#[tokio::test]
async fn r05_nor_does_what_an_edit_a_snooze_or_a_low_supply_queued() {
    let (city, post, _, son, id) = family().await;
    let mut counted = noon("昼");
    counted["stock"] = json!({ "amount": 3, "per_dose": 1, "refill_at_days": 5 });
    let put_off = alarm(&city, &son, &id, counted).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:01:00+09:00").await;
    assert_eq!(shown(&post).len(), 1);
    let answer = format!("/v1/residents/{id}/intakes/{put_off}/2026-11-22/12:00");
    let later = json!({ "status": "snoozed", "at": "2026-11-22T12:10:00+09:00" });
    city.put(&son, &answer, later).await.expect(200);
    let mut edited = noon("もうすぐ");
    edited["times"] = json!(["12:05"]);
    alarm(&city, &son, &id, edited).await;
    let taken = json!({ "alarm_id": put_off, "taken_at": "2026-11-22T12:00:00+09:00" });
    city.post(&son, &format!("/v1/residents/{id}/intakes"), taken).await.expect(201);
    end_relation(&city.store, &id, &son.actor());
    machine.until("2026-11-22T12:45:00+09:00").await;
    assert_eq!(shown(&post).len(), 1, "{:?}", shown(&post));
}

#[tokio::test]
async fn r05_family_that_sees_medicines_no_more_is_not_reminded_until_it_does_again() {
    let (city, post, _, son, id) = family().await;
    alarm(&city, &son, &id, noon("昼")).await;
    city.relate(&son, &id, "family", &[("daily", "manage")]);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:05:00+09:00").await;
    assert!(shown(&post).is_empty());
    city.relate(&son, &id, "family", &[("medication", "see")]);
    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T12:05:00+09:00").await;
    assert_eq!(shown(&post).len(), 1);
}

#[tokio::test]
async fn r05_a_guardian_is_not_reminded_after_the_eighteenth_birthday() {
    let (city, post, hanako, mother, id) = family().await;
    let born = |birth: &str| {
        city.relate(&mother, &id, "guardian", &[]);
        let mut relation = city.item(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()));
        relation["ward_birth_date"] = json!({ "S": birth });
        city.store.seed(relation);
    };
    born("2008-11-23");
    let theirs = alarm(&city, &mother, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:05:00+09:00").await;
    assert_eq!(shown(&post).len(), 1, "on the day before");
    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T12:05:00+09:00").await;
    assert_eq!(shown(&post).len(), 1);
    let one = city.get(&hanako, &format!("/v1/residents/{id}/alarms/{theirs}")).await.expect(200).body;
    assert_eq!(one["next_at"], Value::Null);
}

#[tokio::test]
async fn r05_a_letter_that_waited_leaves_only_while_the_alarms_account_is_related() {
    let (city, _, hanako, son, id) = family().await;
    let may = async |person: &Person| {
        let (of, actor) = (id.parse().unwrap(), person.actor());
        Notebooks::of(&city.app.table, System::of::<NotifyAlarms>())
            .may_leave(of, &actor, Told::Ringing, city.now())
            .await
            .unwrap()
            .is_some()
    };
    assert!(may(&son).await && may(&hanako).await && !may(&Person::resident("stranger")).await);
    end_relation(&city.store, &id, &son.actor());
    assert!(!may(&son).await && may(&hanako).await);
}

#[tokio::test]
async fn who_watches_hears_of_a_missed_dose_though_its_alarm_rings_for_nobody_any_more() {
    let (city, post, hanako, son, id) = family().await;
    let taro = Person::resident("taro");
    watches(&city, &id, &hanako, &taro).await;
    let paged = alarm(&city, &son, &id, noon("昼")).await;
    let own = alarm(&city, &son, &id, noon("もうすぐ")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:55:00+09:00").await;
    move_to(&city, &son, &id, &own, json!(["12:02"])).await;
    end_relation(&city.store, &id, &son.actor());
    machine.until("2026-11-22T12:29:00+09:00").await;
    assert!(shown(&post).is_empty(), "nothing leaves to him");
    let list = city.get(&hanako, &format!("/v1/residents/{id}/intakes?from=2026-11-22&to=2026-11-22")).await;
    for dose in list.expect(200).body["items"].as_array().unwrap() {
        assert_eq!((&dose["delivery"]["channel"], &dose["delivery"]["delivered"]), (&json!("push"), &json!(false)));
    }
    machine.until("2026-11-22T12:45:00+09:00").await;
    let told = [format!("{paged}#2026-11-22#12:00#missed"), format!("{own}#2026-11-22#12:02#missed")];
    assert_eq!(shown(&post), told);
    machine.again_everything().await;
    assert_eq!(shown(&post), told, "messages that come twice tell once");
}

#[tokio::test]
async fn who_watches_hears_of_it_an_hour_later_where_no_channel_takes_the_reminder() {
    let (city, post, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    phone(&city, &hanako, 1, "token-hanako").await;
    watches(&city, &id, &hanako, &taro).await;
    let mut phone_only = noon("スマホだけ");
    phone_only["second_channel"] = json!("off");
    let alarm = alarm(&city, &hanako, &id, phone_only).await;
    post.application("APNS", false);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:59:00+09:00").await;
    assert!(shown(&post).is_empty(), "she may still be reminded, and has half an hour then");
    machine.until("2026-11-22T13:01:00+09:00").await;
    let told = format!("{alarm}#2026-11-22#12:00#missed");
    assert_eq!(shown(&post), std::slice::from_ref(&told));
    post.application("APNS", true);
    machine.until("2026-11-22T13:45:00+09:00").await;
    assert_eq!(shown(&post), [told, format!("{alarm}#2026-11-22#12:00")], "and nobody is told twice");
}

/// Takes the account out of what the index says, as before it was named there.
fn unname(city: &City) {
    for mut item in city.items(DUE, "") {
        assert!(item.as_object_mut().unwrap().remove("o").is_some(), "each entry names its account");
        city.store.seed(item);
    }
}

#[tokio::test]
async fn r05_an_entry_that_does_not_name_the_account_rings_only_while_it_is_related() {
    let (city, post, hanako, son, id) = family().await;
    let theirs = alarm(&city, &son, &id, noon("昼")).await;
    let own = alarm(&city, &hanako, &id, noon("花子の")).await;
    unname(&city);
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:01:00+09:00").await;
    let both = [format!("{theirs}#2026-11-22#12:00"), format!("{own}#2026-11-22#12:00")];
    assert_eq!(shown(&post).iter().collect::<BTreeSet<_>>(), both.iter().collect(), "both ring while he is");
    end_relation(&city.store, &id, &son.actor());
    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T12:45:00+09:00").await;
    assert_eq!(shown(&post)[2..], [format!("{own}#2026-11-23#12:00")]);
}

#[tokio::test]
async fn r05_nothing_leaves_to_the_account_whose_own_notebook_it_is_no_more() {
    for is_named in [true, false] {
        let (city, post, hanako, id) = notebook().await;
        alarm(&city, &hanako, &id, noon("昼")).await;
        if !is_named {
            unname(&city);
        }
        end_relation(&city.store, &id, &hanako.actor());
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-22T11:45:00+09:00");
        machine.until("2026-11-22T12:45:00+09:00").await;
        assert!(shown(&post).is_empty());
    }
}
