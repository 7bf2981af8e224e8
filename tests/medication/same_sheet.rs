//! scan-dispensing: a sheet is recognised by what it says, and what one visit's sheets have in common is one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::access::Section;
use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{Part, read};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use support::City;
use support::clinic::CLINIC;
use support::keys::{FINGERPRINTS, MEDICATIONS};

use super::{
    added, by_hand, bytes, entry, entry_path, ids, listed, medications, notebook, scan, scanned, sheet, state,
};

/// Two medicines of a day.
fn two() -> String {
    sheet("20261120", "アムロジピン錠５ｍｇ")
        .replace("301,1,", "201,1,酸化マグネシウム錠３３０ｍｇ～,3,錠,1,,1\n301,1,")
}

fn as_text(text: &str) -> Value {
    json!({ "parts": [{ "text": text.replace('\n', "\r\n") }] })
}

#[tokio::test]
async fn the_same_sheet_in_other_letters_is_registered_already_and_not_its_own_duplicate() {
    let (city, hanako, id) = notebook().await;
    let first = scan(&city, &hanako, &id, bytes(&two())).await.expect(201);
    let before = state(&city);
    let lines: Vec<&str> = two().leak().lines().collect();
    let turned = [&lines[..4], &[lines[5], lines[4]], &lines[6..]].concat().join("\n") + "\n";
    for same in [
        two().replace('～', "〜"),
        two().replace("１日１回", "1日1回").replace("錠５ｍｇ", "錠5mg"),
        turned,
        format!("{}501,もう一つの備考,1\n", two()),
        two().replace("JAHISTC08", "JAHISTC07"),
    ] {
        assert_ne!(same, two());
        let reply = scan(&city, &hanako, &id, as_text(&same)).await.expect(200);
        assert_eq!(reply.body["already_registered"], true, "{same}");
        assert_eq!(ids(&reply.body["dispensings"]), ids(&first.body["dispensings"]));
        assert_eq!((&reply.body["alerts"], &reply.body["links"]), (&json!([]), &json!([])));
        assert_eq!(state(&city), before);
    }
}

/// The mark by which a sheet was kept before it was recognised by its meaning.
fn earlier_mark(sheet: &str) -> String {
    let reading = read(&[Part::text(sheet.replace('\n', "\r\n"))]).unwrap();
    let dispensing = from_jahis(&reading.notebook, Default::default).dispensings.remove(0);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, &dispensing.canonical()))
}

#[tokio::test]
async fn a_sheet_that_was_kept_by_its_letters_is_recognised_in_the_same_and_in_others() {
    let (city, hanako, id) = notebook().await;
    let first = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠～").await;
    for mut item in state(&city) {
        let sk = item["sk"]["S"].as_str().unwrap().to_owned();
        if sk.starts_with(&*FINGERPRINTS) {
            let key = json!({ "pk": item["pk"], "sk": item["sk"] });
            city.store.admin("DeleteItem", json!({ "TableName": support::store::TABLE, "Key": key }));
            item["sk"] = json!({ "S": FINGERPRINTS.of(earlier_mark(&sheet("20261120", "アムロジピン錠～"))) });
            city.store.seed(item);
        } else if sk.starts_with(&*MEDICATIONS) {
            item["fingerprint"] = json!({ "S": earlier_mark(&sheet("20261120", "アムロジピン錠～")) });
            city.store.seed(item);
        }
    }
    for drug in ["アムロジピン錠～", "アムロジピン錠〜"] {
        let reply = scan(&city, &hanako, &id, as_text(&sheet("20261120", drug))).await.expect(200);
        assert_eq!(
            (&reply.body["already_registered"], ids(&reply.body["dispensings"])),
            (&json!(true), vec![first.as_str()])
        );
    }
    city.delete(&hanako, &entry_path(&id, &first)).await.expect(204);
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠～"))).await.expect(201);
}

#[tokio::test]
async fn a_sheet_with_one_more_medicine_is_shown_for_both_whichever_came_first() {
    for more_first in [false, true] {
        let (city, hanako, id) = notebook().await;
        let (one, more) = (sheet("20261120", "アムロジピン錠５ｍｇ"), two());
        let order = if more_first { [&more, &one] } else { [&one, &more] };
        let first = scan(&city, &hanako, &id, bytes(order[0])).await.expect(201);
        let second = scan(&city, &hanako, &id, bytes(order[1])).await.expect(201);
        let (first, second_id) =
            (ids(&first.body["dispensings"])[0].to_owned(), ids(&second.body["dispensings"])[0].to_owned());
        assert_eq!(second.body["alerts"], json!([]), "no duplicate of itself");
        let (behind, shown) = if more_first { (second_id, first) } else { (first, second_id) };
        assert_eq!(second.body["links"][0]["linked_to"], json!(shown));
        assert_eq!(listed(&city, &hanako, &id).await, [shown.as_str()]);
        assert_eq!(entry(&city, &hanako, &id, &behind).await["linked_to"], json!(shown));
    }
}

async fn seen(city: &City, doctor: &support::Person, path: &str) -> usize {
    let view = city.get(doctor, path).await.expect(200).body;
    view["sections"]["medication"].as_array().unwrap().len()
}

#[tokio::test]
async fn another_sheet_of_a_visit_that_is_kept_from_clinics_is_kept_from_them_too() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let first = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠５ｍｇ").await;
    city.patch(&hanako, &entry_path(&id, &first), json!({ "concealed": true })).await.expect(200);
    let path = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    for again in [
        two(),
        sheet("20261120", "アムロジピン錠５ｍｇ").replace(",1,錠,", ",2,錠,"),
        format!("{}501,備考,1\n", sheet("20261120", "アムロジピン錠５ｍｇ")),
    ] {
        scan(&city, &hanako, &id, bytes(&again)).await;
        assert_eq!(seen(&city, &doctor, &path).await, 0, "{again}");
    }
    scanned(&city, &hanako, &id, "20261115", "アムロジピン錠５ｍｇ").await;
    assert_eq!(seen(&city, &doctor, &path).await, 1, "another day is another visit");
}

#[tokio::test]
async fn an_export_of_the_notebook_read_back_is_all_known() {
    let (city, hanako, id) = notebook().await;
    let profile = json!({ "profile": { "allergies": ["卵"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    let notes = "2,1,そば,1\n3,かぜぐすり,20261101,20261105,2\n4,手帳のメモ～,20261110,2\n";
    let whole = two().replace("5,20261120,1\n", &format!("{notes}5,20261120,1\n"));
    scan(&city, &hanako, &id, bytes(&whole)).await.expect(201);
    let other = sheet("20261118", "ワルファリン錠").replace("5,20261118,1\n", "4,別のメモ,20261111,2\n5,20261118,1\n");
    scan(&city, &hanako, &id, bytes(&other)).await.expect(201);
    added(&city, &hanako, &id, by_hand("2026-11-10", "ビタミン〜剤")).await;
    let export = city.get(&hanako, &format!("{}/jahis", medications(&id))).await.expect(200);
    let parts: Vec<Value> = export.body["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| json!({ "bytes_base64": part["bytes_base64"] }))
        .collect();
    let before = state(&city);
    let reply = scan(&city, &hanako, &id, json!({ "parts": parts })).await.expect(200);
    assert_eq!(reply.body["already_registered"], true);
    assert_eq!((reply.body["dispensings"].as_array().unwrap().len(), &reply.body["links"]), (3, &json!([])));
    assert_eq!(state(&city), before);
    assert!(reply.body["alerts"].as_array().unwrap().iter().all(|alert| alert["code"] != "duplicate_ingredient"));
}

#[tokio::test]
async fn a_suggestion_is_sent_as_it_is_and_not_beside_the_alarm_that_it_is_to_change() {
    let (city, hanako, id) = notebook().await;
    let wrong =
        sheet("20261120", "ワーファリン錠１ｍｇ").replace("201,", "51,荒尾内科,43,1,0112345,1\n55,髙﨑　誠,,1\n201,");
    let right = wrong.replace(",1,錠,", ",2,錠,");
    let alarms = format!("/v1/residents/{id}/alarms");
    let first = scan(&city, &hanako, &id, bytes(&wrong)).await.expect(201).body["suggested_alarms"][0].clone();
    let alarm = city.post(&hanako, &alarms, first.clone()).await.expect(201).body["alarm_id"].clone();
    let second = scan(&city, &hanako, &id, bytes(&right)).await.expect(201).body["suggested_alarms"][0].clone();
    let refused = city.post(&hanako, &alarms, second.clone()).await.expect_problem(422, "alarm_of_same_medicine");
    assert_eq!(refused.body["alarm_ids"], json!([alarm]));
    // The alarm is changed: with what was suggested over what it was.
    let one = format!("{alarms}/{}", alarm.as_str().unwrap());
    let mut changed = city.get(&hanako, &one).await.expect(200).body;
    changed.as_object_mut().unwrap().extend(second.as_object().unwrap().clone());
    // What is sent of it to make one only is no part of an alarm that is there.
    let unknown = city.put(&hanako, &one, changed.clone()).await.expect_problem(422, "unknown_field");
    assert_eq!(unknown.body["errors"][0]["pointer"], "/instead_of");
    changed.as_object_mut().unwrap().remove("instead_of");
    city.put(&hanako, &one, changed).await.expect(200);
    assert_eq!(city.get(&hanako, &one).await.expect(200).body["medication_ids"], second["medication_ids"]);
    assert_eq!(city.get(&hanako, &alarms).await.expect(200).body["items"].as_array().unwrap().len(), 1);
    // It is the new suggestion's now. Neither that one nor what a screen still shows of the wrong sheet makes another.
    for again in [second, first] {
        let refused = city.post(&hanako, &alarms, again).await.expect_problem(422, "alarm_of_same_medicine");
        assert_eq!(refused.body["alarm_ids"], json!([alarm]));
    }
}

#[tokio::test]
async fn a_corrected_sheet_is_shown_for_the_wrong_one_and_brings_no_second_alarm() {
    let (city, hanako, id) = notebook().await;
    let wrong =
        sheet("20261120", "ワーファリン錠１ｍｇ").replace("201,", "51,荒尾内科,43,1,0112345,1\n55,髙﨑　誠,,1\n201,");
    let right = wrong.replace(",1,錠,", ",2,錠,");
    let first = scan(&city, &hanako, &id, bytes(&wrong)).await.expect(201);
    let second = scan(&city, &hanako, &id, bytes(&right)).await.expect(201);
    let (before, after) =
        (ids(&first.body["dispensings"])[0].to_owned(), ids(&second.body["dispensings"])[0].to_owned());
    let link = json!({ "id": before, "linked_to": after, "reason": "correction", "confidence": "medium" });
    assert_eq!((&second.body["links"], &second.body["alerts"]), (&json!([link]), &json!([])));
    assert_eq!(second.body["suggested_alarms"][0]["instead_of"], json!([before]));
    assert_eq!(listed(&city, &hanako, &id).await, [after.as_str()]);
    // The wrong one again is known, and suggests no alarm of its own.
    let again = scan(&city, &hanako, &id, bytes(&wrong)).await.expect(200);
    assert_eq!(again.body["suggested_alarms"], json!([]));
    assert_eq!(again.body["not_suggested"][0]["reason"], "shown_elsewhere");
    // A person turns it round.
    let path = |medication: &str| format!("{}/link", entry_path(&id, medication));
    city.put(&hanako, &path(&before), json!({ "linked_to": null })).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await.len(), 2);
    city.put(&hanako, &path(&after), json!({ "linked_to": before })).await.expect(200);
    assert_eq!(listed(&city, &hanako, &id).await, [before.as_str()]);
    // Another doctor's, another day's, another medicine's is no correction.
    for other in [
        right.replace("髙﨑　誠", "別の　医師"),
        right.replace("20261120", "20261119"),
        right.replace("ワーファリン錠１ｍｇ", "ワーファリン錠５ｍｇ"),
    ] {
        let (city, hanako, id) = notebook().await;
        scan(&city, &hanako, &id, bytes(&wrong)).await.expect(201);
        let reply = scan(&city, &hanako, &id, bytes(&other.replace(",2,錠,", ",3,錠,"))).await.expect(201);
        assert_eq!(reply.body["links"], json!([]), "{other}");
    }
}

#[tokio::test]
async fn what_was_used_up_before_today_suggests_no_alarm_and_says_why() {
    let (city, hanako, id) = notebook().await;
    let reply = scan(&city, &hanako, &id, bytes(&sheet("19260101", "薬"))).await.expect(201);
    assert_eq!(
        (&reply.body["suggested_alarms"], &reply.body["not_suggested"][0]["reason"]),
        (&json!([]), &json!("supply_over"))
    );
    // 28 days that end today, and a day before.
    for (day, alarms) in [("20261026", 1), ("20261025", 0)] {
        let reply = scan(&city, &hanako, &id, bytes(&sheet(day, "別の薬"))).await.expect(201);
        assert_eq!(reply.body["suggested_alarms"].as_array().unwrap().len(), alarms, "{day}");
    }
}
