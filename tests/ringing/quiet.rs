//! Reminders end with the consent to use the notebook, and begin again with it. What ends while a job is at work wins, as it
//! does in every operation.

use alarm_delivery::doses::{Notebooks, Told};
use alarm_engine::shard::Shard;
use platform::job::System;
use ringing::notify_alarms::NotifyAlarms;
use serde_json::{Value, json};
use support::keys::{INTAKES, NOTEBOOK, QUIET, RELATIONS, key_of};
use support::store::{Store, TABLE};
use support::{City, Person};

use super::machine::Machine;
use super::{alarm, noon, notebook, phone, shown};

fn consents(purposes: &[&str]) -> Value {
    let consents: Vec<_> = purposes.iter().map(|name| json!({ "purpose": name, "version": "2026-04" })).collect();
    json!({ "consents": consents })
}

fn quiet(city: &City) -> usize {
    city.items(QUIET, "").len()
}

#[tokio::test]
async fn r62_what_is_queued_rings_only_while_the_use_of_the_notebook_is_consented_to() {
    let (city, post, hanako, id) = notebook().await;
    let path = format!("/v1/residents/{id}/consents");
    let alarm = alarm(&city, &hanako, &id, noon("昼")).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T11:59:30+09:00").await;
    city.put(&hanako, &path, consents(&[])).await.expect(200);
    assert_eq!(quiet(&city), 1);
    let alarms = format!("/v1/residents/{id}/alarms");
    let next = async || {
        let list = city.get(&hanako, &alarms).await.expect(200).body;
        let one = city.get(&hanako, &format!("{alarms}/{alarm}")).await.expect(200).body;
        assert_eq!(list["items"][0]["next_at"], one["next_at"]);
        one["next_at"].clone()
    };
    assert_eq!(next().await, Value::Null, "it does not say that it will ring");
    machine.until("2026-11-22T12:45:00+09:00").await;
    assert!(shown(&post).is_empty());
    // Other consents change nothing of it.
    city.put(&hanako, &path, consents(&["statistics"])).await.expect(200);
    assert_eq!(quiet(&city), 1);
    city.put(&hanako, &path, consents(&["use_of_notebook"])).await.expect(200);
    assert_eq!(quiet(&city), 0);
    assert_eq!(next().await, "2026-11-23T03:00:00Z");
    machine.sleep_until("2026-11-23T11:45:00+09:00");
    machine.until("2026-11-23T12:05:00+09:00").await;
    assert_eq!(shown(&post), [format!("{alarm}#2026-11-23#12:00")]);
}

/// A dose that nobody answers, of an alarm that a family member watches; the clock stands a minute before it is missed.
async fn unanswered<'a>(city: &'a City, post: &'a support::Post, id: &str, taro: &Person) -> Machine<'a> {
    let hanako = Person::resident("hanako");
    phone(city, &hanako, 1, "token-hanako").await;
    phone(city, taro, 2, "token-taro").await;
    alarm(city, &hanako, id, noon("昼")).await;
    watches(city, id, &hanako, taro).await;
    let mut machine = Machine::at(city, post);
    machine.sleep_until("2026-11-22T11:45:00+09:00");
    machine.until("2026-11-22T12:29:00+09:00").await;
    machine
}

/// A family member is told of missed doses, as both agreed.
pub(super) async fn watches(city: &City, id: &str, hanako: &Person, member: &Person) {
    city.relate(member, id, "family", &[("medication", "see")]);
    city.put(member, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": true })).await.expect(200);
    let watcher = format!("/v1/residents/{id}/missed-dose-watchers/{}", member.actor());
    city.put(hanako, &watcher, json!({})).await.expect(200);
}

/// What withdrawing the consent leaves beside the alarms.
fn hush(store: &Store, id: &str) {
    let shard = Shard::of(id.parse().unwrap());
    store.seed(json!({ "pk": { "S": QUIET.of(shard) }, "sk": { "S": id }, "resident_id": { "S": id } }));
}

pub(super) fn end_relation(store: &Store, id: &str, actor: &str) {
    store.admin(
        "UpdateItem",
        json!({
            "TableName": TABLE, "Key": key_of(NOTEBOOK.of(id), RELATIONS.of(actor)),
            "UpdateExpression": "SET #n = :v", "ExpressionAttributeNames": { "#n": "state" },
            "ExpressionAttributeValues": { ":v": { "S": "ended" } },
        }),
    );
}

fn missed(city: &City, id: &str) -> usize {
    city.items(NOTEBOOK.of(id), INTAKES).len()
}

#[tokio::test]
async fn r05_a_consent_that_ends_while_a_missed_dose_is_written_wins_and_nobody_is_told() {
    let (city, post, _, id) = notebook().await;
    let mut machine = unanswered(&city, &post, &id, &Person::resident("taro")).await;
    let of = id.clone();
    city.store.interrupt(1, move |store| hush(store, &of));
    machine.until("2026-11-22T12:45:00+09:00").await;
    assert!(!city.store.was_not_interrupted());
    assert_eq!((missed(&city, &id), shown(&post).len()), (0, 1), "it rang for the person, and that was all");
}

#[tokio::test]
async fn r05_a_relation_that_ends_while_a_missed_dose_is_written_down_is_told_nothing() {
    let (city, post, _, id) = notebook().await;
    let taro = Person::resident("taro");
    let mut machine = unanswered(&city, &post, &id, &taro).await;
    let of = id.clone();
    city.store.interrupt(1, move |store| end_relation(store, &of, &taro.actor()));
    machine.until("2026-11-22T12:45:00+09:00").await;
    assert!(!city.store.was_not_interrupted());
    assert_eq!((missed(&city, &id), shown(&post).len()), (1, 1), "it was missed, and nobody else was told");
}

#[tokio::test]
async fn r05_a_letter_that_waited_leaves_only_while_relation_agreement_and_consent_stand() {
    let taro = Person::resident("taro");
    let may = async |city: &City, id: &str| {
        let actor = taro.actor();
        let of = id.parse().unwrap();
        Notebooks::of(&city.app.table, System::of::<NotifyAlarms>())
            .may_leave(of, &actor, Told::Watcher, city.now())
            .await
            .unwrap()
            .is_some()
    };
    let (city, post, hanako, id) = notebook().await;
    unanswered(&city, &post, &id, &taro).await;
    assert!(may(&city, &id).await);
    city.put(&taro, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": false })).await.expect(200);
    assert!(!may(&city, &id).await);
    city.put(&taro, &format!("/v1/residents/{id}/missed-dose-watch"), json!({ "agreed": true })).await.expect(200);
    end_relation(&city.store, &id, &taro.actor());
    assert!(!may(&city, &id).await);
    city.relate(&taro, &id, "family", &[("medication", "see")]);
    assert!(may(&city, &id).await);
    city.put(&hanako, &format!("/v1/residents/{id}/consents"), consents(&[])).await.expect(200);
    assert!(!may(&city, &id).await);
    let (of, actor) = (id.parse().unwrap(), hanako.actor());
    let rings = Notebooks::of(&city.app.table, System::of::<NotifyAlarms>())
        .may_leave(of, &actor, Told::Ringing, city.now())
        .await
        .unwrap();
    assert_eq!(rings, None);
}
