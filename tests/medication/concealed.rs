//! update-medication, link-medication: what a person keeps back is in no clinic's view, whatever it is linked to.

use notebook::access::Section;
use serde_json::{Value, json};
use support::City;
use support::clinic::CLINIC;

use super::{added, by_hand, entry_path, ids, medications, scanned};

/// The view of the clinic, and the ids of its medicines.
async fn seen(city: &City, doctor: &support::Person, notebook: &str) -> (Value, Vec<String>) {
    let view = city.get(doctor, notebook).await.expect(200).body;
    let shown = ids(&view["sections"]["medication"]).into_iter().map(str::to_owned).collect();
    (view, shown)
}

#[tokio::test]
async fn a_concealed_entry_is_absent_from_every_part_of_a_clinics_view_and_so_is_its_number() {
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
