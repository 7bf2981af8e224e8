//! A record under an id of the phone's own choice is there once, however late it is sent again.

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::keys::{DAILY, NOTEBOOK, REMOVED_DAILY};
use support::{City, Person, Write, crash_sweep};

use super::{changed, notebook, records, whole};

const OWN: &str = "01989f5e-0000-7000-8000-0000000000aa";

fn own() -> Value {
    let mut record = whole();
    record["record_id"] = json!(OWN);
    record
}

#[tokio::test]
async fn sent_again_after_a_weekend_it_is_one_record_and_says_what_was_made_of_it() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let first = city.post(&hanako, &records(&id), own()).await.expect(201);
    assert_eq!((city.store.seen().depth, &first.body["record_id"]), (2, &json!(OWN)));
    // The answer was lost, and the key of the request is forgotten.
    city.pass(TimeDelta::days(3));
    let again = city.post(&hanako, &records(&id), own()).await.expect(201);
    assert_eq!((&first.raw, again.header("etag")), (&again.raw, Some("\"1\"")));
    assert_eq!(city.items(NOTEBOOK.of(&id), DAILY).len(), 1);
    // Corrected on another device: what was typed first changes nothing.
    city.put(&hanako, &format!("{}/{OWN}", records(&id)), changed()).await.expect(200);
    city.pass(TimeDelta::days(3));
    let again = city.post(&hanako, &records(&id), own()).await.expect(201);
    assert_eq!(again.header("etag"), Some("\"2\""));
    assert_eq!(city.get(&hanako, &format!("{}/{OWN}", records(&id))).await.body["mood"], 5);
}

#[tokio::test]
async fn what_was_removed_meanwhile_does_not_come_back() {
    let (city, hanako, id) = notebook().await;
    city.post(&hanako, &records(&id), own()).await.expect(201);
    city.delete(&hanako, &format!("{}/{OWN}", records(&id))).await.expect(204);
    city.pass(TimeDelta::days(3));
    city.post(&hanako, &records(&id), own()).await.expect_problem(409, "removed_since");
    assert!(city.items(NOTEBOOK.of(&id), DAILY).is_empty());
    let removed = city.item(NOTEBOOK.of(&id), REMOVED_DAILY.of(OWN));
    let names: Vec<_> = removed.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["expires_at", "pk", "removed_at", "schema_version", "sk"], "nothing of what it said");
}

#[tokio::test]
async fn r02_an_id_of_another_notebook_says_nothing_of_it_and_takes_nothing_from_it() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    city.post(&taro, &records(&theirs), own()).await.expect(201);
    city.post(&hanako, &records(&id), own()).await.expect(201);
    city.delete(&hanako, &format!("{}/{OWN}", records(&id))).await.expect(204);
    city.get(&taro, &format!("{}/{OWN}", records(&theirs))).await.expect(200);
}

#[tokio::test]
async fn an_id_is_a_uuid_of_version_7_in_one_spelling() {
    let (city, hanako, id) = notebook().await;
    for wrong in [json!(7), json!("x"), json!(OWN.to_uppercase()), json!("01989f5e-0000-4000-8000-0000000000aa")] {
        let mut record = whole();
        record["record_id"] = wrong;
        let reply = city.post(&hanako, &records(&id), record).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], "/record_id");
    }
    let mut record = whole();
    record["record_id"] = Value::Null;
    city.post(&hanako, &records(&id), record).await.expect(201);
}

#[tokio::test]
async fn r52_r53_keeping_it_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        Write::new(person, &format!("POST {}", records(&id)), own())
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
}
