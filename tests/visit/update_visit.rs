use serde_json::{Value, json};
use support::keys::{INSTITUTION, NOTEBOOK, NOTES, PROFILE, VISITS, key_of};
use support::{City, Person, Write, crash_sweep};

use super::get_visit::{NOTE, note};
use super::{CLINIC, NOBODY, OTHER_CLINIC, as_others, checked_in, city_of, close, entry, written};

fn path(id: &str, visit: &str) -> String {
    format!("/v1/residents/{id}/visits/{visit}")
}

#[tokio::test]
async fn a_visit_by_hand_is_replaced_as_a_whole() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-12-01", "planned")).await;
    let moved = json!({
        "visited_on": "2026-11-20", "institution_code": OTHER_CLINIC, "department": null, "reason": "歯",
        "diagnosis_told": null, "memo": null, "status": "done",
    });
    city.store.forget();
    let reply = city.put(&hanako, &path(&id, &visit), moved.clone()).await.expect(200);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (2, Some("\"2\"")));
    let shown = city.get(&hanako, &path(&id, &visit)).await.expect(200);
    let mut wanted = moved;
    wanted.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    wanted
        .as_object_mut()
        .unwrap()
        .extend(json!({ "visit_id": visit, "institution_name": "海辺歯科", "notes": [] }).as_object().unwrap().clone());
    assert_eq!(shown.body, wanted);
    // The list follows the day.
    let list = city.get(&hanako, &format!("/v1/residents/{id}/visits?to=2026-11-20")).await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_old_version_changes_nothing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let put = async |day: &str, version: &str| {
        let line = format!("PUT {}", path(&id, &visit));
        let version = version.to_owned();
        city.send(&hanako, &line, entry(day, "done"), |r| r.if_match = Some(version)).await
    };
    put("2026-11-17", "\"1\"").await.expect(200);
    put("2026-11-16", "\"1\"").await.expect_problem(412, "version_mismatch");
    let again = put("2026-11-17", "\"1\"").await.expect(200);
    assert_eq!(again.header("etag"), Some("\"2\""), "what stands is what was asked");
    put("2026-11-16", "\"2\"").await.expect(200);
}

#[tokio::test]
async fn an_institution_that_left_the_list_keeps_its_name_in_an_old_visit() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let key = key_of(INSTITUTION.of(CLINIC), PROFILE);
    city.store.admin("DeleteItem", json!({ "TableName": support::store::TABLE, "Key": key }));
    city.put(&hanako, &path(&id, &visit), entry("2026-11-18", "done")).await.expect(200);
    let shown = city.get(&hanako, &path(&id, &visit)).await.expect(200);
    assert_eq!(shown.body["institution_name"], "みどり内科クリニック");
}

#[tokio::test]
async fn r07_a_check_in_keeps_its_day_place_and_state_and_the_clinic_its_text() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    note(&city, &id, &visit, NOTE, json!({}));
    let written_note = city.item(NOTEBOOK, NOTES);
    let with = |name: &str, value: Value| {
        let mut body = entry("2026-11-22", "done");
        body[name] = value;
        body
    };
    let mut renamed = with("institution_name", json!("別の医院"));
    renamed["institution_code"] = Value::Null;
    for (body, pointer) in [
        (with("visited_on", json!("2026-11-21")), "/visited_on"),
        (with("institution_code", json!(OTHER_CLINIC)), "/institution_code"),
        (with("institution_name", json!("別の医院")), "/institution_name"),
        (renamed, "/institution_code"),
        (with("status", json!("planned")), "/status"),
    ] {
        let reply = city.put(&hanako, &path(&id, &visit), body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
    let text = with("notes", json!([{ "note_id": NOTE, "text": "書き換え" }]));
    city.put(&hanako, &path(&id, &visit), text).await.expect_problem(422, "read_only_field");
    close(&city, CLINIC);
    city.put(&hanako, &path(&id, &visit), entry("2026-11-22", "done")).await.expect(200);
    let shown = city.get(&hanako, &path(&id, &visit)).await.expect(200);
    assert_eq!(shown.body["diagnosis_told"], "かぜ");
    assert_eq!(shown.body["checked_in_at"], "2026-11-22T01:00:00Z");
    assert_eq!(city.item(NOTEBOOK, NOTES), written_note);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r05_writing_while_the_check_in_is_ended_loses_neither() {
    let hanako = Person::resident("hanako");
    for _ in 0..10 {
        let (city, id) = city_of(&hanako).await;
        let visit = checked_in(&city, &hanako, &id).await;
        let (own, check_in) = (path(&id, &visit), format!("/v1/check-ins/{visit}"));
        let (put, ended) =
            tokio::join!(city.put(&hanako, &own, entry("2026-11-22", "done")), city.delete(&hanako, &check_in),);
        assert_eq!((put.status, ended.status), (200, 204));
        let kept = city.item(NOTEBOOK, VISITS);
        assert!(kept["ended_at"]["S"].is_string() && kept["reason"]["S"].is_string());
    }
}

#[tokio::test]
async fn others_change_a_visit_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let lines = (&*format!("PUT {}", path(&id, &visit)), &*format!("PUT {}", path(&id, NOBODY)));
    as_others(&city, &id, lines, entry("2026-11-17", "done"), "manage").await;
    city.put(&hanako, &path(&id, NOBODY), entry("2026-11-17", "done")).await.expect_problem(404, "not_found");
    assert_eq!(city.items(NOTEBOOK, VISITS).len(), 1);
}

#[tokio::test]
async fn r52_r53_changing_a_visit_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        let visit = written(city, &hanako, &id, entry("2026-11-18", "done")).await;
        Write::new(&hanako, &format!("PUT {}", path(&id, &visit)), entry("2026-11-17", "done")).if_match("\"1\"")
    })
    .await;
}
