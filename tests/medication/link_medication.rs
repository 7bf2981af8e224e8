use serde_json::{Value, json};
use support::{City, Person, Write, crash_sweep};

use super::{added, by_hand, entry, entry_path, listed, notebook, scanned, state};

fn link(id: &str, medication: &str) -> String {
    format!("{}/link", entry_path(id, medication))
}

#[tokio::test]
async fn a_link_is_undone_and_made_again_and_everything_is_as_it_was() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let alone = entry(&city, &hanako, &id, &typed).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let path = link(&id, &typed);
    city.store.forget();
    let reply = city.put(&hanako, &path, json!({ "linked_to": null })).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
    assert_eq!(reply.header("etag"), Some("\"3\""));
    let mut parted = reply.body.clone();
    parted["edit_version"] = json!(1);
    assert_eq!(parted, alone);
    assert_eq!(listed(&city, &hanako, &id).await.len(), 2);
    city.store.forget();
    let reply = city.put(&hanako, &path, json!({ "linked_to": record })).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.body["linked_to"], json!(record));
    assert_eq!(listed(&city, &hanako, &id).await, [record.as_str()]);
    assert_eq!(entry(&city, &hanako, &id, &record).await["linked"], json!([typed]));
    let before = state(&city);
    city.put(&hanako, &path, json!({ "linked_to": record })).await.expect(200);
    assert_eq!(state(&city), before, "what is so already changes nothing");
}

#[tokio::test]
async fn a_link_moves_from_one_entry_to_another() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let first = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let other = scanned(&city, &hanako, &id, "20261018", "ノルバスク錠").await;
    city.put(&hanako, &link(&id, &typed), json!({ "linked_to": other })).await.expect(200);
    assert_eq!(entry(&city, &hanako, &id, &first).await["linked"], Value::Null);
    assert_eq!(entry(&city, &hanako, &id, &other).await["linked"], json!([typed]));
}

#[tokio::test]
async fn what_cannot_stand_behind_another_is_refused_with_a_reason_and_leaves_nothing() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let second = added(&city, &hanako, &id, by_hand("2026-11-10", "別の薬")).await;
    let bought = added(&city, &hanako, &id, json!({ "otc": { "name": "目薬" } })).await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let foreign = added(&city, &taro, &theirs, by_hand("2026-11-20", "薬")).await;
    let before = state(&city);
    let missing = "019aa000-0000-7000-8000-0000000000ae".to_owned();
    for (item, to) in [
        (&second, &second),
        (&second, &typed),
        (&second, &bought),
        (&bought, &record),
        (&record, &second),
        (&second, &foreign),
        (&second, &missing),
    ] {
        let reply = city.put(&hanako, &link(&id, item), json!({ "linked_to": to })).await;
        let reply = reply.expect_problem(422, "link_not_possible");
        assert_eq!(reply.body["errors"][0]["pointer"], "/linked_to");
    }
    for body in [json!({}), json!({ "linked_to": "x" }), json!({ "linked_to": 1 }), json!({ "linked_to": [] })] {
        city.put(&hanako, &link(&id, &second), body).await.expect_problem(422, "invalid_value");
    }
    city.put(&hanako, &link(&id, &second), json!({ "linked_to": null, "linked": [] }))
        .await
        .expect_problem(422, "unknown_field");
    city.put(&hanako, &link(&id, &missing), json!({ "linked_to": null })).await.expect_problem(404, "not_found");
    assert_eq!(state(&city), before);
    let old = |request: &mut platform::request::Request| request.if_match = Some("\"9\"".to_owned());
    let line = format!("PUT {}", link(&id, &second));
    city.send(&hanako, &line, json!({ "linked_to": record }), old).await.expect_problem(412, "version_mismatch");
}

#[tokio::test]
async fn parted_from_an_entry_kept_from_clinics_an_entry_stays_kept_from_them() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    city.patch(&hanako, &entry_path(&id, &record), json!({ "concealed": true })).await.expect(200);
    let reply = city.put(&hanako, &link(&id, &typed), json!({ "linked_to": null })).await.expect(200);
    assert_eq!(reply.body["concealed"], true);
}

#[tokio::test]
async fn r52_r53_parting_and_linking_survive_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person, move_it: bool| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "manage")]);
        let typed = added(city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
        scanned(city, &hanako, &id, "20261120", "アムロジピン錠").await;
        let other = scanned(city, &hanako, &id, "20261018", "ノルバスク錠").await;
        let to = if move_it { json!(other) } else { Value::Null };
        Write::new(person, &format!("PUT {}", link(&id, &typed)), json!({ "linked_to": to }))
    };
    crash_sweep(async |city: &City| arrange(city, &hanako, false).await).await;
    crash_sweep(async |city: &City| arrange(city, &hanako, true).await).await;
    crash_sweep(async |city: &City| arrange(city, &son, true).await).await;
}
