use serde_json::{Value, json};
use support::keys::{FINGERPRINTS, MEDICATIONS, MEDICINE_LOCK, OF_MEDICINES, SCANS, Spelling};
use support::{City, Person, Write, crash_sweep};

use super::{
    added, by_hand, bytes, entry, entry_path, ids, listed, medications, notebook, sample, scan, scanned, sheet, state,
    visit,
};

/// Without the version of what the person takes: it tells of no entry, and stays so that none of its numbers comes again.
fn without_lock(mut items: Vec<Value>) -> Vec<Value> {
    items.retain(|item| item["sk"]["S"] != MEDICINE_LOCK);
    items
}

#[tokio::test]
async fn nothing_of_a_deleted_sheet_is_left_and_it_can_be_scanned_again() {
    for name in ["02-two-visits", "06-patient-writes", "08-every-record"] {
        let (city, hanako, id) = notebook().await;
        let empty = state(&city);
        let first = scan(&city, &hanako, &id, bytes(sample(name))).await.expect(201);
        for medication in listed(&city, &hanako, &id).await {
            city.store.forget();
            city.delete(&hanako, &entry_path(&id, &medication)).await.expect(204);
            assert_eq!(city.store.seen().depth, 3, "{name}");
            city.get(&hanako, &entry_path(&id, &medication)).await.expect_problem(404, "not_found");
        }
        assert_eq!(listed(&city, &hanako, &id).await, Vec::<String>::new());
        let left = without_lock(state(&city));
        let kinds = |kind: Spelling| left.iter().filter(|item| kind.begins(item)).count();
        assert_eq!(kinds(MEDICATIONS), 0, "{name}");
        if first.body["notes"].as_array().unwrap().iter().all(|note| note["kind"] == "otc") {
            assert_eq!(left, empty, "{name}");
        } else {
            // Notes belong to no entry and stay, without the sheet's bytes.
            assert_eq!((kinds(SCANS), kinds(FINGERPRINTS)), (1, 1), "{name}");
            let scan = left.iter().find(|item| SCANS.begins(item)).unwrap();
            assert_eq!(scan["parts"]["L"], json!([]), "{name}");
            assert!(!scan.to_string().contains("かぜぐすり"), "{name}");
        }
        let again = scan(&city, &hanako, &id, bytes(sample(name))).await.expect(201);
        assert_eq!(
            again.body["dispensings"].as_array().unwrap().len(),
            first.body["dispensings"].as_array().unwrap().len()
        );
    }
}

#[tokio::test]
async fn a_sheets_other_dispensing_stays_and_of_two_sheets_none_tells_of_a_deleted_one() {
    let (city, hanako, id) = notebook().await;
    let first = scanned(&city, &hanako, &id, "20261101", "アムロジピン錠").await;
    let both = format!("{}{}", sheet("20261101", "アムロジピン錠"), visit("20261115", "ロキソプロフェン錠"));
    let reply = scan(&city, &hanako, &id, bytes(&both)).await.expect(201);
    let second = ids(&reply.body["dispensings"])[1].to_owned();
    city.delete(&hanako, &entry_path(&id, &first)).await.expect(204);
    assert_eq!(listed(&city, &hanako, &id).await, [second.as_str()]);
    for scan in state(&city).iter().filter(|item| SCANS.begins(item)) {
        assert_eq!(scan["parts"]["L"], json!([]));
    }
    city.delete(&hanako, &entry_path(&id, &second)).await.expect(204);
    let left = without_lock(state(&city)).into_iter().filter(|item| OF_MEDICINES.iter().any(|kind| kind.begins(item)));
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn a_scan_from_before_scans_had_versions_loses_its_bytes_too() {
    let (city, hanako, id) = notebook().await;
    let medication = scanned(&city, &hanako, &id, "20261101", "アムロジピン錠").await;
    let mut old = state(&city).into_iter().find(|item| SCANS.begins(item)).unwrap();
    for name in ["version", "notes_mark", "links"] {
        old.as_object_mut().unwrap().remove(name).unwrap();
    }
    city.store.seed(old);
    city.delete(&hanako, &entry_path(&id, &medication)).await.expect(204);
    let kept = state(&city).into_iter().find(|item| SCANS.begins(item)).unwrap();
    assert_eq!(kept["parts"]["L"], json!([]));
}

#[tokio::test]
async fn deleting_one_side_of_a_link_frees_the_other() {
    for delete_record in [true, false] {
        let (city, hanako, id) = notebook().await;
        let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
        let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
        let (gone, left) = if delete_record { (record, typed) } else { (typed, record) };
        city.store.forget();
        city.delete(&hanako, &entry_path(&id, &gone)).await.expect(204);
        assert_eq!(city.store.seen().depth, 3);
        assert_eq!(listed(&city, &hanako, &id).await, [left.as_str()]);
        let kept = entry(&city, &hanako, &id, &left).await;
        assert_eq!((&kept["linked_to"], &kept["linked"]), (&Value::Null, &Value::Null));
    }
}

#[tokio::test]
async fn what_was_behind_an_entry_kept_from_clinics_stays_so_when_that_goes() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    city.patch(&hanako, &entry_path(&id, &record), json!({ "concealed": true })).await.expect(200);
    city.delete(&hanako, &entry_path(&id, &record)).await.expect(204);
    assert_eq!(entry(&city, &hanako, &id, &typed).await["concealed"], true);
}

#[tokio::test]
async fn an_older_version_and_a_second_time_delete_nothing() {
    let (city, hanako, id) = notebook().await;
    let path = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "薬")).await);
    city.patch(&hanako, &path, json!({ "remark": "苦い" })).await.expect(200);
    let old = |request: &mut platform::request::Request| request.if_match = Some("\"1\"".to_owned());
    city.send(&hanako, &format!("DELETE {path}"), Value::Null, old).await.expect_problem(412, "version_mismatch");
    city.delete(&hanako, &path).await.expect(204);
    city.delete(&hanako, &path).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn what_family_deletes_is_gone() {
    let (city, hanako, id) = notebook().await;
    let path = entry_path(&id, &scanned(&city, &hanako, &id, "20261120", "薬").await);
    city.call(&city.family(&id, "medication", "manage"), &format!("DELETE {path}"), Value::Null).await.expect(204);
    assert_eq!(city.get(&hanako, &medications(&id)).await.expect(200).body["items"], json!([]));
}

#[tokio::test]
async fn r52_r53_a_deletion_survives_a_crash_at_every_point_and_is_never_half_done() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "manage")]);
        added(city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
        let record = scanned(city, &hanako, &id, "20261120", "アムロジピン錠").await;
        Write::new(person, &format!("DELETE {}", entry_path(&id, &record)), Value::Null)
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
