//! Of three hundred alarms the one that ended first makes room, and nothing that it tells of the past changes.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::keys::{ALARMS, LOGGED_INTAKES, NOTEBOOK, PAST_ALARMS};
use support::store::TABLE;
use support::{City, Person};

use super::{alarms, at, morning, notebook, set};

/// Fills the notebook up to 300 alarms with some that ended at this instant and never had a dose.
async fn fill(city: &City, person: &Person, id: &str, ended: &str) {
    let mut later = at(&["12:00"]);
    later["from"] = json!("2030-01-01");
    let never = set(city, person, id, later).await;
    city.delete(person, &format!("{}/{never}", alarms(id))).await.expect(204);
    let mut copy = city.item(NOTEBOOK.of(id), ALARMS.of(&never));
    copy["alarm"]["M"]["ended"] = json!({ "S": ended });
    copy["made_at"] = json!({ "S": "2026-11-01T00:00:00Z" });
    for number in at_hand(city, id)..300 {
        let other = format!("019aa000-0000-7000-8000-{number:012}");
        (copy["sk"], copy["alarm_id"]) = (json!({ "S": ALARMS.of(&other) }), json!({ "S": other }));
        city.store.seed(copy.clone());
    }
}

/// How many alarms every operation on alarms reads.
fn at_hand(city: &City, id: &str) -> usize {
    city.items(NOTEBOOK.of(id), ALARMS).len()
}

fn made_room(city: &City, id: &str) -> Vec<String> {
    let items = city.items(NOTEBOOK.of(id), PAST_ALARMS);
    items.iter().map(|item| item["alarm_id"]["S"].as_str().unwrap().to_owned()).collect()
}

/// What can be read of the past.
async fn history(city: &City, person: &Person, id: &str) -> [Value; 3] {
    let get = async |path: &str| city.get(person, &format!("/v1/residents/{id}/{path}")).await.expect(200).body;
    [
        get("intakes?from=2026-11-20&to=2026-11-30").await,
        get("adherence?from=2026-11-20&to=2026-11-30").await,
        get("adherence?from=2026-11-26&to=2026-11-30").await,
    ]
}

#[tokio::test]
async fn the_alarm_that_ended_first_makes_room_and_its_doses_are_told_as_before() {
    let (city, _, hanako, id) = notebook().await;
    let made_first = set(&city, &hanako, &id, at(&["07:00"])).await;
    let ended_first = set(&city, &hanako, &id, at(&["08:00", "20:00"])).await;
    city.set_time("2026-11-23T09:00:00+09:00");
    let answer = format!("/v1/residents/{id}/intakes/{ended_first}/2026-11-23/08:00");
    city.put(&hanako, &answer, json!({ "status": "taken", "at": "2026-11-23T08:10:00+09:00" })).await.expect(200);
    city.delete(&hanako, &format!("{}/{ended_first}", alarms(&id))).await.expect(204);
    city.set_time("2026-11-24T09:00:00+09:00");
    city.delete(&hanako, &format!("{}/{made_first}", alarms(&id))).await.expect(204);
    city.set_time("2026-11-27T09:00:00+09:00");
    let log = json!({ "alarm_id": ended_first, "taken_at": "2026-11-27T08:00:00+09:00" });
    city.post(&hanako, &format!("/v1/residents/{id}/intakes"), log).await.expect(201);
    city.set_time("2026-12-01T09:00:00+09:00");
    fill(&city, &hanako, &id, "2026-11-25T00:00:00Z").await;
    let before = history(&city, &hanako, &id).await;
    let told: Vec<_> = before[0]["items"].as_array().unwrap().iter().map(|dose| dose["status"].clone()).collect();
    assert_eq!(told, ["taken", "missed", "taken", "missed", "missed"]);
    assert_eq!((&before[1]["total"]["prescribed"], &before[1]["total"]["missed"]), (&json!(4), &json!(3)));
    assert_eq!(before[2]["alarms"][0]["alarm_id"], json!(ended_first), "for what was logged after its end");

    set(&city, &hanako, &id, morning()).await;
    assert_eq!((made_room(&city, &id), at_hand(&city, &id)), (vec![ended_first.clone()], 300));
    assert_eq!(history(&city, &hanako, &id).await, before);
    set(&city, &hanako, &id, morning()).await;
    assert_eq!((made_room(&city, &id).len(), at_hand(&city, &id)), (2, 300));
    assert!(made_room(&city, &id).contains(&made_first));
    assert_eq!(history(&city, &hanako, &id).await, before);
    city.get(&hanako, &format!("{}/{ended_first}", alarms(&id))).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn an_alarm_that_is_set_never_makes_room() {
    let (city, _, hanako, id) = notebook().await;
    let live = set(&city, &hanako, &id, at(&["07:00"])).await;
    fill(&city, &hanako, &id, "2026-11-25T00:00:00Z").await;
    set(&city, &hanako, &id, morning()).await;
    assert_eq!(at_hand(&city, &id), 300);
    city.get(&hanako, &format!("{}/{live}", alarms(&id))).await.expect(200);
}

#[tokio::test]
async fn an_alarm_is_kept_beyond_them_only_where_a_dose_of_it_was_due_answered_or_logged() {
    let (city, _, hanako, id) = notebook().await;
    let mut later = at(&["12:00"]);
    later["from"] = json!("2030-01-01");
    let mut made = Vec::new();
    for setting in [later.clone(), at(&["20:00"]), later.clone(), at(&["10:01"]), later.clone()] {
        made.push(set(&city, &hanako, &id, setting).await);
    }
    let answer = format!("/v1/residents/{id}/intakes/{}/2026-11-22/20:00", made[1]);
    city.put(&hanako, &answer, json!({ "status": "taken", "at": "2026-11-22T10:00:00+09:00" })).await.expect(200);
    for (minute, of) in made.iter().enumerate() {
        city.set_time(&format!("2026-11-22T10:{:02}:00+09:00", minute + 2));
        city.delete(&hanako, &format!("{}/{of}", alarms(&id))).await.expect(204);
    }
    // Of one that is over already, too.
    let log = json!({ "alarm_id": made[2], "taken_at": "2026-11-22T09:00:00+09:00" });
    city.post(&hanako, &format!("/v1/residents/{id}/intakes"), log).await.expect(201);
    fill(&city, &hanako, &id, "2026-11-25T00:00:00Z").await;
    let before = history(&city, &hanako, &id).await;
    for _ in 0..5 {
        city.store.forget();
        set(&city, &hanako, &id, later.clone()).await;
        assert!(city.store.seen().depth <= 3);
    }
    let (kept, expected): (BTreeSet<_>, BTreeSet<_>) =
        (made_room(&city, &id).into_iter().collect(), made[1..4].iter().cloned().collect());
    assert_eq!((kept, at_hand(&city, &id)), (expected, 300));
    assert_eq!(history(&city, &hanako, &id).await, before);
}

#[tokio::test]
async fn a_dose_that_is_logged_while_its_alarm_makes_room_keeps_the_alarm() {
    let (city, _, hanako, id) = notebook().await;
    let mut later = at(&["12:00"]);
    later["from"] = json!("2030-01-01");
    let never = set(&city, &hanako, &id, later).await;
    city.delete(&hanako, &format!("{}/{never}", alarms(&id))).await.expect(204);
    fill(&city, &hanako, &id, "2026-11-25T00:00:00Z").await;
    let (other, path) = (id.clone(), format!("/v1/residents/{id}/intakes"));
    let log = json!({ "alarm_id": never, "taken_at": "2026-11-22T09:00:00+09:00" });
    // What logging it writes: the dose, and the next version of the alarm that is over.
    city.post(&hanako, &path, log).await.expect(201);
    let logged = city.items(NOTEBOOK.of(&id), LOGGED_INTAKES).remove(0);
    let raised = city.item(NOTEBOOK.of(&id), ALARMS.of(&never));
    city.store.admin("DeleteItem", key(&logged));
    let mut before = raised.clone();
    before["version"] =
        json!({ "N": (raised["version"]["N"].as_str().unwrap().parse::<u64>().unwrap() - 1).to_string() });
    city.store.seed(before);
    city.store.interrupt(1, move |store| {
        store.seed(logged);
        store.seed(raised);
    });
    set(&city, &hanako, &id, morning()).await;
    assert!(!city.store.was_not_interrupted());
    assert_eq!(made_room(&city, &other), [never]);
}

fn key(item: &Value) -> Value {
    json!({ "TableName": TABLE, "Key": { "pk": item["pk"], "sk": item["sk"] } })
}

#[tokio::test]
async fn sixty_alarms_are_set_on_a_day_and_the_next_day_more() {
    let (city, _, hanako, id) = notebook().await;
    for _ in 0..60 {
        let over = set(&city, &hanako, &id, morning()).await;
        city.delete(&hanako, &format!("{}/{over}", alarms(&id))).await.expect(204);
    }
    let full = city.post(&hanako, &alarms(&id), morning()).await.expect_problem(422, "too_many_alarms_today");
    assert_eq!(full.body["most_alarms"], 60);
    city.set_time("2026-11-23T00:00:00+09:00");
    set(&city, &hanako, &id, morning()).await;
}

#[tokio::test]
async fn an_alarm_that_makes_room_between_two_reads_is_told_once_whichever_was_first() {
    let (city, _, hanako, id) = notebook().await;
    let first = set(&city, &hanako, &id, at(&["11:00"])).await;
    city.set_time("2026-11-22T12:00:00+09:00");
    city.delete(&hanako, &format!("{}/{first}", alarms(&id))).await.expect(204);
    fill(&city, &hanako, &id, "2026-11-25T00:00:00Z").await;
    city.set_time("2026-11-30T09:00:00+09:00");
    let before = history(&city, &hanako, &id).await;
    assert_eq!(before[1]["total"]["prescribed"], 1);
    let over = city.item(NOTEBOOK.of(&id), ALARMS.of(&first));
    let mut later = at(&["12:00"]);
    later["from"] = json!("2030-01-01");
    let new = set(&city, &hanako, &id, later).await;
    let away = city.item(NOTEBOOK.of(&id), PAST_ALARMS.of(&first));
    let new = city.item(NOTEBOOK.of(&id), ALARMS.of(&new));
    for (read_first, read_later) in [(ALARMS, PAST_ALARMS), (PAST_ALARMS, ALARMS)] {
        // As it was before; the new alarm comes between the two reads, and this one goes.
        city.store.seed(over.clone());
        city.store.admin("DeleteItem", key(&away));
        city.store.admin("DeleteItem", key(&new));
        let (over, away, new) = (over.clone(), away.clone(), new.clone());
        city.store.cross(&read_first, &read_later, move |store| {
            store.admin("DeleteItem", key(&over));
            store.seed(away);
            store.seed(new);
        });
        assert_eq!(history(&city, &hanako, &id).await, before, "{read_first} first");
        assert_eq!(made_room(&city, &id), std::slice::from_ref(&first), "it was put away meanwhile");
    }
}

#[tokio::test]
async fn of_what_made_room_only_what_could_have_had_a_dose_on_the_days_is_read() {
    let (city, _, hanako, id) = notebook().await;
    fill(&city, &hanako, &id, "2026-11-25T00:00:00Z").await;
    set(&city, &hanako, &id, morning()).await;
    city.set_time("2026-12-01T09:00:00+09:00");
    city.store.forget();
    city.get(&hanako, &format!("/v1/residents/{id}/adherence?from=2026-11-20&to=2026-11-30")).await.expect(200);
    assert_eq!(city.store.seen().depth, 1, "they travel with the rest");
}
