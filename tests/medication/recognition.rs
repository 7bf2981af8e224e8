//! scan-dispensing and add-medication: what tells of the same dispensing is linked and shown once, and nothing is lost.

use serde_json::{Value, json};
use support::keys::{MEDICATIONS, NOTEBOOK};
use support::{City, Person};

use super::{
    added, by_hand, bytes, dispensings, entry, entry_path, ids, listed, medications, notebook, scan, scanned, sheet,
};

/// An entry as a pull from Mynaportal would leave it.
fn from_portal(city: &City, id: &str, day: &str, drug: &str) -> String {
    let medication = city.seed_medication(id, day, drug, false);
    let mut item = city.item(NOTEBOOK.of(id), MEDICATIONS.of(&medication));
    item["dispensing"]["M"]["source"] = json!({ "S": "mynaportal" });
    item["dispensing"]["M"]["pharmacy"]["M"]["name"] = json!({ "NULL": true });
    item["dispensing"]["M"]["groups"]["L"][0]["M"]["drugs"]["L"][0]["M"]["quantity"] = json!({ "N": "1" });
    item["added_at"] = json!({ "S": "2026-11-22T01:00:00Z" });
    item["added_by"] = json!({ "S": "self" });
    city.store.seed(item);
    medication
}

#[tokio::test]
async fn a_scan_of_what_was_typed_is_shown_once_as_the_scan() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-19", "アムロジピン")).await;
    let before = entry(&city, &hanako, &id, &typed).await;
    city.store.forget();
    let reply = scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠５ｍｇ"))).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    let scanned = ids(&reply.body["dispensings"])[0];
    let link = json!({ "id": typed, "linked_to": scanned, "reason": "ingredient", "confidence": "low" });
    assert_eq!(reply.body["links"], json!([link]));
    assert_eq!(reply.body["alerts"], json!([]), "the two are one medicine");
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!(ids(&list.body["items"]), [scanned]);
    assert_eq!(list.body["items"][0]["linked"], json!([typed]));
    let mut behind = entry(&city, &hanako, &id, &typed).await;
    assert_eq!(behind["linked_to"], json!(scanned));
    behind.as_object_mut().unwrap().remove("linked_to");
    behind["edit_version"] = json!(1);
    assert_eq!(behind, before, "nothing of it is lost");
}

#[tokio::test]
async fn what_is_typed_after_the_scan_stands_behind_it() {
    let (city, hanako, id) = notebook().await;
    let scanned = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let reply = city.post(&hanako, &medications(&id), by_hand("2026-11-20", "アムロジピン錠")).await.expect(201);
    assert_eq!(reply.body["entry"]["linked_to"], json!(scanned));
    assert_eq!(reply.body["links"][0]["confidence"], "high");
    assert_eq!(reply.body["alerts"], json!([]));
    assert_eq!(listed(&city, &hanako, &id).await, [scanned]);
}

#[tokio::test]
async fn a_portals_entry_stands_between_what_was_typed_and_what_was_scanned() {
    let (city, hanako, id) = notebook().await;
    let portal = from_portal(&city, &id, "2026-11-20", "アムロジピン錠");
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    assert_eq!(listed(&city, &hanako, &id).await, [portal.as_str()]);
    let reply = scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    let scanned = ids(&reply.body["dispensings"])[0].to_owned();
    assert_eq!(reply.body["alerts"], json!([]));
    assert_eq!(listed(&city, &hanako, &id).await, [scanned.as_str()]);
    assert_eq!(entry(&city, &hanako, &id, &portal).await["linked_to"], json!(scanned));
    assert_eq!(entry(&city, &hanako, &id, &typed).await["linked_to"], json!(portal), "as it was before the scan");
    let link = format!("{}/link", entry_path(&id, &portal));
    city.put(&hanako, &link, json!({ "linked_to": null })).await.expect(200);
    assert_eq!(entry(&city, &hanako, &id, &portal).await["linked"], json!([typed]));
}

#[tokio::test]
async fn two_sheets_two_typed_entries_and_another_pharmacys_are_told_as_two_dispensings() {
    let (city, hanako, id) = notebook().await;
    scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let other = sheet("20261120", "アムロジピン錠").replace("有明調剤薬局,43,4,0412345", "大牟田薬局,40,4,0499999");
    let reply = scan(&city, &hanako, &id, bytes(&other)).await.expect(201);
    assert_eq!(reply.body["links"], json!([]));
    assert_eq!(reply.body["alerts"][0]["code"], "duplicate_ingredient");
    let mut elsewhere = by_hand("2026-11-20", "アムロジピン錠");
    elsewhere["pharmacy"] = json!({ "name": "玉名薬局" });
    let reply = city.post(&hanako, &medications(&id), elsewhere.clone()).await.expect(201);
    assert_eq!((&reply.body["links"], reply.body["alerts"].as_array().unwrap().len()), (&json!([]), 2));
    let reply = city.post(&hanako, &medications(&id), elsewhere).await.expect(201);
    assert_eq!((&reply.body["links"], reply.body["alerts"].as_array().unwrap().len()), (&json!([]), 3));
    assert_eq!(listed(&city, &hanako, &id).await.len(), 4);
}

#[tokio::test]
async fn a_medicine_that_the_sheet_does_not_have_never_disappears_behind_it() {
    let (city, hanako, id) = notebook().await;
    let both = json!({ "dispensed_on": "2026-11-20", "groups": [{ "drugs": [{ "name": "アムロジピン" }, { "name": "ワルファリン" }] }] });
    let typed = added(&city, &hanako, &id, both).await;
    let reply = scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    assert_eq!(reply.body["links"], json!([]));
    assert!(listed(&city, &hanako, &id).await.contains(&typed));
}

#[tokio::test]
async fn several_typed_entries_are_found_on_one_sheet_and_at_most_eight_linked_at_once() {
    let (city, hanako, id) = notebook().await;
    let names: Vec<String> =
        (0..10).map(|n| format!("クスリ{}", "アイウエオカキクケコ".chars().nth(n).unwrap())).collect();
    for name in &names {
        added(&city, &hanako, &id, by_hand("2026-11-20", name)).await;
    }
    let drugs = names.iter().map(|name| format!("201,1,{name},1,錠,1,,1\n")).collect::<Vec<_>>().concat();
    let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n5,20261120,1\n{drugs}301,1,朝食後,28,日分,1,1,,1\n");
    let reply = scan(&city, &hanako, &id, bytes(&text)).await.expect(201);
    assert_eq!(reply.body["links"].as_array().unwrap().len(), 8);
    assert_eq!(listed(&city, &hanako, &id).await.len(), 3);
}

#[tokio::test]
async fn forty_dispensings_of_what_was_typed_fit_into_one_transaction_with_all_writes() {
    let (city, hanako, id) = notebook().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    for n in 0..12 {
        added(&city, &hanako, &id, by_hand("2026-11-01", &format!("薬{n}"))).await;
    }
    let visits = (0..40).map(|n| super::visit("20261101", &format!("薬{n}"))).collect::<Vec<_>>().concat();
    let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n2,1,卵,1\n{visits}");
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("k".to_owned());
    let reply = city.send(&son, &format!("POST {}", dispensings(&id)), bytes(&text), key).await.expect(201);
    assert_eq!(reply.body["links"].as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn an_undone_link_is_not_made_again_even_from_a_sheet_deleted_and_scanned_anew() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let first = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let link = format!("{}/link", entry_path(&id, &typed));
    city.put(&hanako, &link, json!({ "linked_to": null })).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await.len(), 2);
    let again = scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(200);
    assert_eq!(again.body["links"], json!([]));
    assert_eq!(again.body["alerts"][0]["code"], "duplicate_ingredient", "the person says that they are two");
    city.delete(&hanako, &entry_path(&id, &first)).await.expect(204);
    let anew = scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    assert_eq!(anew.body["links"], json!([]));
    // The person may say that they are one after all.
    let second = ids(&anew.body["dispensings"])[0];
    city.put(&hanako, &link, json!({ "linked_to": second })).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, [second]);
}

#[tokio::test]
async fn what_was_kept_from_clinics_stays_so_when_its_sheet_is_scanned() {
    let (city, hanako, id) = notebook().await;
    let mut typed = by_hand("2026-11-20", "アムロジピン");
    typed["concealed"] = json!(true);
    added(&city, &hanako, &id, typed).await;
    let scanned = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    assert_eq!(entry(&city, &hanako, &id, &scanned).await["concealed"], true);
}

#[tokio::test]
async fn r50_a_scan_and_an_addition_at_once_end_as_one_shown_entry() {
    for _ in 0..5 {
        let (city, hanako, id) = notebook().await;
        let (path, list) = (dispensings(&id), medications(&id));
        let (scan, add) = tokio::join!(
            city.post(&hanako, &path, bytes(&sheet("20261120", "アムロジピン錠"))),
            city.post(&hanako, &list, by_hand("2026-11-20", "アムロジピン")),
        );
        scan.expect(201);
        add.expect(201);
        let shown = listed(&city, &hanako, &id).await.len();
        assert!((1..=2).contains(&shown), "linked, or two that a person can link; never none");
    }
}

#[tokio::test]
async fn an_item_from_before_there_were_kinds_and_links_reads_as_a_dispensing() {
    let (city, hanako, id) = notebook().await;
    let scanned = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let mut item = city.item(NOTEBOOK.of(&id), MEDICATIONS.of(&scanned));
    assert_eq!(item["schema_version"]["N"], "2");
    item["schema_version"] = json!({ "N": "1" });
    let before = entry(&city, &hanako, &id, &scanned).await;
    for name in ["kind", "otc", "remark", "also_in", "linked_to", "linked", "apart"] {
        item.as_object_mut().unwrap().remove(name).unwrap();
    }
    city.store.seed(item);
    let read = entry(&city, &hanako, &id, &scanned).await;
    assert_eq!((&read, &read["kind"]), (&before, &json!("dispensing")));
    let person = Person::resident("hanako");
    let path = entry_path(&id, &scanned);
    let reply = city.patch(&person, &path, json!({ "remark": "苦い" })).await.expect(200);
    assert_eq!(reply.body["entry"]["remark"], "苦い");
    assert_eq!(Value::Null, reply.body["entry"]["otc"]);
}
