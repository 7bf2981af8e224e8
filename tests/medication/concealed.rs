//! update-medication, link-medication: what a person keeps back is in no clinic's view, whatever it is linked to.

use notebook::access::Section;
use serde_json::{Value, json};
use support::City;
use support::clinic::CLINIC;

use super::{added, by_hand, bytes, entry_path, ids, medications, scan, scanned, sheet, update};

/// The view of the clinic, and the ids of its medicines.
async fn seen(city: &City, doctor: &support::Person, notebook: &str) -> (Value, Vec<String>) {
    let view = city.get(doctor, notebook).await.expect(200).body;
    let shown = ids(&view["sections"]["medication"]).into_iter().map(str::to_owned).collect();
    (view, shown)
}

#[tokio::test]
async fn neither_a_concealed_entry_nor_its_number_is_anywhere_in_a_clinics_view() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let shown = scanned(&city, &hanako, &id, "20261101", "アムロジピン錠").await;
    let mut typed = by_hand("2026-11-10", "CANARY-TYPED");
    typed["concealed"] = json!(true);
    added(&city, &hanako, &id, typed).await;
    let bought =
        json!({ "otc": { "name": "CANARY-OTC", "ingredients": [{ "name": "CANARY-INGREDIENT" }] }, "concealed": true });
    added(&city, &hanako, &id, bought).await;
    let later = scanned(&city, &hanako, &id, "20261115", "CANARY-SCANNED").await;
    city.patch(&hanako, &entry_path(&id, &later), json!({ "concealed": true, "remark": "CANARY-REMARK" }))
        .await
        .expect(200);
    let checked_in = city.check_in(&id, CLINIC, &Section::ALL);
    let (with, medicines) = seen(&city, &doctor, &checked_in.notebook()).await;
    assert_eq!(medicines, [shown.as_str()]);
    assert!(!with.to_string().contains("CANARY"));

    // The same city without them: nothing but what the view always shows, and no number.
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    for medication in ids(&list.body["items"]).into_iter().filter(|medication| *medication != shown) {
        city.delete(&hanako, &entry_path(&id, medication)).await.expect(204);
    }
    let (without, _) = seen(&city, &doctor, &checked_in.notebook()).await;
    assert_eq!(with, without, "R-02: nothing tells whether, or how many, entries were kept back");
    assert_eq!(with["concealed"], "not_shown");
}

#[tokio::test]
async fn a_linked_pair_is_shown_to_a_clinic_once_and_kept_back_as_one() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    let (view, medicines) = seen(&city, &doctor, &notebook).await;
    assert_eq!(medicines, [record.as_str()]);
    assert_eq!(view["timeline"].as_array().unwrap().iter().filter(|event| event["kind"] == "dispensing").count(), 1);
    city.patch(&hanako, &entry_path(&id, &record), json!({ "concealed": true })).await.expect(200);
    assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new(), "the other does not show instead");
    let link = format!("{}/link", entry_path(&id, &typed));
    city.put(&hanako, &link, json!({ "linked_to": null })).await.expect(200);
    assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new(), "nor when the two are parted");
    city.patch(&hanako, &entry_path(&id, &typed), json!({ "concealed": false })).await.expect(200);
    assert_eq!(seen(&city, &doctor, &notebook).await.1, [typed]);
}

#[tokio::test]
async fn a_clinic_sees_an_otc_medicine_with_its_ingredients_and_never_the_persons_remark() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let bought = json!({
        "otc": { "name": "かぜぐすりＡ", "jan": "4987306045019", "ingredients": [{ "name": "アセトアミノフェン" }] },
        "remark": "CANARY-REMARK",
    });
    added(&city, &hanako, &id, bought).await;
    let (view, _) = seen(&city, &doctor, &city.check_in(&id, CLINIC, &Section::ALL).notebook()).await;
    let shown = &view["sections"]["medication"][0];
    assert_eq!(shown["otc"]["ingredients"][0]["name"], "アセトアミノフェン");
    assert!(!view.to_string().contains("CANARY"));
    assert!(view["summary"].as_str().unwrap().contains("かぜぐすりＡ"));
}

#[tokio::test]
async fn a_concealed_sheet_stays_so_when_it_is_scanned_again_longer_or_corrected() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let first = scanned(&city, &hanako, &id, "20261120", "秘密の薬錠").await;
    city.patch(&hanako, &entry_path(&id, &first), json!({ "concealed": true })).await.expect(200);
    let with_more = format!("{}201,2,もうひとつの薬,1,錠,1,,1\n", sheet("20261120", "秘密の薬錠"));
    let remarked = format!("{}501,備考です,1\n", sheet("20261120", "秘密の薬錠"));
    let corrected = sheet("20261121", "秘密の薬錠");
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    for again in [with_more, remarked, corrected] {
        let reply = scan(&city, &hanako, &id, bytes(&again)).await;
        if reply.status == 201 {
            assert_eq!(reply.body["concealed"], json!(ids(&reply.body["dispensings"])), "the person is told");
        }
        let (view, medicines) = seen(&city, &doctor, &notebook).await;
        assert_eq!(medicines, Vec::<String>::new(), "{again}");
        assert!(!view.to_string().contains("秘密"));
    }
    // The same typed by hand; and what is another dispensing is shown.
    added(&city, &hanako, &id, by_hand("2026-11-20", "秘密の薬")).await;
    assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new());
    let other = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    assert_eq!(seen(&city, &doctor, &notebook).await.1, [other]);
}

#[tokio::test]
async fn a_concealed_medicine_without_a_day_stays_so_when_its_sheet_comes_on_another() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let bought = |more: &str| bytes(&format!("JAHISTC08,2\n1,荒尾　花子,2,S260314\n3,秘密の市販薬,,,2{more}\n"));
    scan(&city, &hanako, &id, bought("")).await.expect(201);
    let entry = super::listed(&city, &hanako, &id).await.remove(0);
    city.patch(&hanako, &entry_path(&id, &entry), json!({ "concealed": true })).await.expect(200);
    city.pass(chrono::TimeDelta::days(20));
    scan(&city, &hanako, &id, bought(",1,")).await;
    scan(&city, &hanako, &id, bought(",1,4987306045018")).await;
    let (view, _) = seen(&city, &doctor, &city.check_in(&id, CLINIC, &Section::ALL).notebook()).await;
    assert!(!view.to_string().contains("秘密"));
}

#[tokio::test]
async fn concealing_either_side_of_a_link_hides_both_and_showing_either_shows_it() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    for (hide, show) in [(&typed, &typed), (&record, &typed), (&typed, &record), (&record, &record)] {
        city.store.forget();
        city.patch(&hanako, &entry_path(&id, hide), json!({ "concealed": true })).await.expect(200);
        assert_eq!(city.store.seen().depth, 3);
        assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new());
        for side in [&typed, &record] {
            assert_eq!(super::entry(&city, &hanako, &id, side).await["concealed"], true);
        }
        city.patch(&hanako, &entry_path(&id, show), json!({ "concealed": false })).await.expect(200);
        assert_eq!(seen(&city, &doctor, &notebook).await.1, [record.as_str()]);
    }
}

#[tokio::test]
async fn what_is_typed_or_linked_as_concealed_hides_what_is_shown_for_it() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let mut typed = by_hand("2026-11-20", "アムロジピン");
    typed["concealed"] = json!(true);
    added(&city, &hanako, &id, typed).await;
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new());
    // By hand: two entries that no rule would link.
    let mut hidden = by_hand("2026-11-01", "秘密の薬");
    hidden["concealed"] = json!(true);
    let hidden = added(&city, &hanako, &id, hidden).await;
    let shown = scanned(&city, &hanako, &id, "20261101", "別の薬").await;
    assert_eq!(seen(&city, &doctor, &notebook).await.1, [shown.as_str()]);
    let link = format!("{}/link", entry_path(&id, &hidden));
    city.put(&hanako, &link, json!({ "linked_to": shown })).await.expect(200);
    assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_concealed_behind_a_link_before_is_hidden_on_both_sides_too() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    super::update(&city, &id, &typed, "concealed", &json!({ "BOOL": true }));
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    assert_eq!(seen(&city, &doctor, &notebook).await.1, Vec::<String>::new());
    city.get(&hanako, &format!("{}/jahis", medications(&id))).await.expect_problem(422, "nothing_to_export");
}

#[tokio::test]
async fn what_a_sheet_says_beside_a_concealed_medicine_leaves_with_it_only() {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    let memo = sheet("20261001", "秘密の薬").replace("\n5,", "\n4,秘密の薬をはじめた,20261115,1\n5,");
    let reply = scan(&city, &hanako, &id, bytes(&memo)).await.expect(201);
    scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let secret = ids(&reply.body["dispensings"])[0].to_owned();
    city.patch(&hanako, &entry_path(&id, &secret), json!({ "concealed": true })).await.expect(200);
    // Also where the medicine itself is of a day that is not asked for.
    for (query, told) in [("from=1900-01-01", false), ("from=2026-11-01", false), ("include_concealed=true", true)] {
        let reply = city.get(&hanako, &format!("{}/jahis?{query}", medications(&id))).await.expect(200);
        assert_eq!(reply.body["parts"][0]["text"].as_str().unwrap().contains("秘密"), told, "{query}");
    }
}

/// Links an older entry to another as it was before linking concealed both: only what is behind is concealed.
fn hide_behind(city: &City, id: &str, shown: &str, behind: &str) {
    update(city, id, behind, "linked_to", &json!({ "S": shown }));
    update(city, id, shown, "linked", &json!({ "L": [{ "S": behind }] }));
}

#[tokio::test]
async fn r02_what_is_concealed_on_another_page_hides_what_is_shown_for_it() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let hidden = city.seed_medication(&id, "2026-10-01", "CANARY", true);
    for _ in 0..400 {
        city.seed_medication(&id, "2026-11-01", &"薬".repeat(300), false);
    }
    let shown = city.seed_medication(&id, "2026-11-10", "CANARY", false);
    let plain = city.seed_medication(&id, "2026-11-11", "アムロジピン", false);
    hide_behind(&city, &id, &shown, &hidden);
    let at = city.check_in(&id, CLINIC, &[Section::Medication]);
    city.store.forget();
    let view = city.get(&doctor, &at.notebook()).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 3, "one wave more for what it is linked with");
    assert!(!view.to_string().contains("CANARY"));
    assert_eq!(ids(&view["sections"]["medication"])[0], plain);
    let mut next = "medication?".to_owned();
    loop {
        city.store.forget();
        let page = city.get(&doctor, &format!("{}/{next}", at.notebook())).await.expect(200);
        assert!(city.store.seen().depth <= 3);
        assert!(!page.body.to_string().contains("CANARY"));
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        next = format!("medication?cursor={cursor}");
    }
    for entry in [&shown, &hidden] {
        let whole = format!("{}/medication?entry={entry}", at.notebook());
        city.get(&doctor, &whole).await.expect_problem(404, "not_found");
    }
    let whole = format!("{}/medication?entry={plain}", at.notebook());
    city.store.forget();
    city.get(&doctor, &whole).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    // Nor does it leave by a file of days on which what is concealed does not lie.
    let file = city.get(&hanako, &format!("{}/jahis?from=2026-11-05", medications(&id))).await.expect(200);
    let file = file.body.to_string();
    assert!(!file.contains("CANARY") && file.contains("アムロジピン"));
}
