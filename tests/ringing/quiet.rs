//! Reminders end with the consent to use the notebook, and begin again with it.

use serde_json::{Value, json};
use support::City;

use super::machine::Machine;
use super::{alarm, noon, notebook, shown};

fn consents(purposes: &[&str]) -> Value {
    let consents: Vec<_> = purposes.iter().map(|name| json!({ "purpose": name, "version": "2026-04" })).collect();
    json!({ "consents": consents })
}

fn quiet(city: &City) -> usize {
    city.store.everything().iter().filter(|item| item["pk"]["S"].as_str().unwrap().starts_with("QUIET#")).count()
}

#[tokio::test]
async fn r62_nothing_rings_without_the_use_of_the_notebook_though_it_was_queued_and_rings_again_with_it() {
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
