//! A spelling of their name that the person confirmed with one sheet is not asked about with the next.

use serde_json::{Value, json};
use support::keys::{IDEMPOTENCY, NOTEBOOK, OF_MEDICINES, SPELLINGS};
use support::{City, Person, Reply};

use super::{bytes, confirm, dispensings, entry, entry_path, ids, listed, medications, notebook, scan, state, visit};

/// 荒尾 花子 under her maiden name.
const MAIDEN: &str = "玉名　花子,2,S260314,,,,,,,ﾀﾏﾅ ﾊﾅｺ";

fn naming(person: &str, day: &str) -> Value {
    bytes(&format!("JAHISTC08,1\n1,{person}\n{}", visit(day, &format!("薬{day}"))))
}

async fn owner(city: &City, person: &Person, id: &str, scanned: &Reply) -> String {
    let list = city.get(person, &dispensings(id)).await.expect(200);
    let sheet =
        list.body["items"].as_array().unwrap().iter().find(|sheet| sheet["sheet_id"] == scanned.body["sheet_id"]);
    sheet.unwrap()["owner"].as_str().unwrap().to_owned()
}

fn owner_path(id: &str, scanned: &Reply) -> String {
    format!("{}/{}/owner", dispensings(id), scanned.body["sheet_id"].as_str().unwrap())
}

#[tokio::test]
async fn a_spelling_that_the_person_confirmed_is_not_asked_about_again() {
    for (name, kana, again) in [
        (MAIDEN, "アラオ ハナコ", "玉名 花子様,2,19510314,,,,,,,タマナ　ハナコ"),
        ("荒尾　華子,2,S260314", "アラオ ハナコ", "荒尾華子,,S260314"),
        ("ｱﾗｵ ﾊﾅｺ,2,S260314", "", "アラオ　ハナコ,2,S260314"),
    ] {
        let (city, hanako, id) = notebook().await;
        if kana.is_empty() {
            // No kana was typed into the profile, and the sheet has nothing else.
            city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "identity": { "kana": null } }))
                .await
                .expect(200);
        }
        let first = scan(&city, &hanako, &id, naming(name, "20261101")).await.expect(201);
        assert_eq!(first.body["owner"], "unconfirmed", "{name}");
        let waiting = city.get(&hanako, &dispensings(&id)).await.expect(200).body["items"][0].clone();
        assert_eq!(waiting["named"]["name"], name.split(',').next().unwrap());
        assert_eq!(waiting["name_remembered"], false);
        confirm(&city, &hanako, &id, &first).await;
        let shown = city.get(&hanako, &dispensings(&id)).await.expect(200).body["items"][0].clone();
        assert_eq!((&shown["named"], &shown["name_remembered"]), (&Value::Null, &json!(true)));
        let second = scan(&city, &hanako, &id, naming(again, "20261102")).await.expect(201);
        assert_eq!((&second.body["owner"], &second.body["alerts"]), (&json!("resident"), &json!([])), "{again}");
    }
}

#[tokio::test]
async fn a_sheet_whose_birth_date_or_sex_is_another_is_always_asked_about() {
    let (city, hanako, id) = notebook().await;
    for contradicts in ["玉名　花子,2,S260315", "玉名　花子,2", "玉名　花子,1,S260314"] {
        for day in ["20261103", "20261104"] {
            let asked = scan(&city, &hanako, &id, naming(contradicts, day)).await.expect(201);
            assert_eq!(asked.body["owner"], "unconfirmed", "{contradicts} {day}");
            confirm(&city, &hanako, &id, &asked).await;
            let sheet = city.get(&hanako, &dispensings(&id)).await.expect(200).body["items"][0].clone();
            assert_eq!(sheet["name_remembered"], false, "{contradicts}");
            city.delete(&hanako, &format!("{}/{}", dispensings(&id), asked.body["sheet_id"].as_str().unwrap()))
                .await
                .expect(204);
        }
    }
    // The spelling is remembered, and still those are asked about.
    let maiden = scan(&city, &hanako, &id, naming("玉名　花子,2,S260314", "20261105")).await.expect(201);
    confirm(&city, &hanako, &id, &maiden).await;
    for (contradicts, day) in
        [("玉名　花子,2,S260315", "20261106"), ("玉名　花子,2", "20261107"), ("玉名　花子,1,S260314", "20261108")]
    {
        let asked = scan(&city, &hanako, &id, naming(contradicts, day)).await.expect(201);
        assert_eq!(asked.body["owner"], "unconfirmed", "{contradicts}");
    }
    // The name as it is registered, with the other sex.
    let asked = scan(&city, &hanako, &id, naming("荒尾　花子,1,S260314", "20261109")).await.expect(201);
    assert_eq!(asked.body["alerts"][0]["detail"]["reason"], "sex");
}

#[tokio::test]
async fn what_one_person_confirmed_is_nothing_to_another() {
    let (city, hanako, id) = notebook().await;
    let first = scan(&city, &hanako, &id, naming(MAIDEN, "20261101")).await.expect(201);
    confirm(&city, &hanako, &id, &first).await;
    let twin = Person::resident("twin");
    let theirs = city.proved_resident(&twin).await;
    city.relate(&hanako, &theirs, "family", &[("medication", "manage")]);
    let asked = scan(&city, &hanako, &theirs, naming(MAIDEN, "20261102")).await.expect(201);
    assert_eq!(asked.body["owner"], "unconfirmed");
    // Nor does it go along with the sheet.
    let transfers = format!("{}/{}/transfers", dispensings(&id), first.body["sheet_id"].as_str().unwrap());
    let moved = city.post(&hanako, &transfers, json!({ "to": theirs })).await.expect(201);
    assert_eq!(moved.body["owner"], "unconfirmed");
    let here = scan(&city, &hanako, &id, naming(MAIDEN, "20261103")).await.expect(201);
    assert_eq!(here.body["owner"], "unconfirmed");
}

#[tokio::test]
async fn taken_back_a_spelling_is_forgotten_and_the_sheet_counts_for_nothing_again() {
    let (city, hanako, id) = notebook().await;
    let typed = super::added(&city, &hanako, &id, super::by_hand("2026-11-01", "薬20261101")).await;
    let first = scan(&city, &hanako, &id, naming(MAIDEN, "20261101")).await.expect(201);
    let medication = ids(&first.body["dispensings"])[0].to_owned();
    let without = |items: Vec<Value>| {
        let mut items = items;
        for item in &mut items {
            item.as_object_mut().unwrap().remove("version");
        }
        items.retain(|item| !IDEMPOTENCY.begins(item));
        items
    };
    let before = without(state(&city));
    confirm(&city, &hanako, &id, &first).await;
    assert_eq!(listed(&city, &hanako, &id).await, [medication.as_str()]);
    let alarm = json!({ "label": "朝", "times": ["08:00"], "from": "2026-11-22", "medication_ids": [medication] });
    let alarm = city.post(&hanako, &format!("/v1/residents/{id}/alarms"), alarm).await.expect(201);
    let back = city.put(&hanako, &owner_path(&id, &first), json!({ "owner": "unconfirmed" })).await.expect(200);
    assert_eq!(
        (&back.body["sheet"]["owner"], &back.body["sheet"]["mismatch"]["reason"]),
        (&json!("unconfirmed"), &json!("name"))
    );
    assert_eq!((&back.body["links"], &back.body["suggested_alarms"]), (&json!([]), &json!([])));
    assert_eq!(entry(&city, &hanako, &id, &medication).await["owner"], "unconfirmed");
    assert_eq!(entry(&city, &hanako, &id, &typed).await["linked"], Value::Null);
    let alarms = city.get(&hanako, &format!("/v1/residents/{id}/alarms")).await.expect(200);
    assert!(alarms.body["items"].as_array().unwrap().iter().all(|item| item["alarm_id"] != alarm.body["alarm_id"]));
    let medicines = |mut items: Vec<Value>| {
        items.retain(|item| OF_MEDICINES.iter().any(|kind| kind.begins(item)));
        items
    };
    assert_eq!(medicines(without(state(&city))), medicines(before));
    let next = scan(&city, &hanako, &id, naming(MAIDEN, "20261102")).await.expect(201);
    assert_eq!(next.body["owner"], "unconfirmed");
    // Said once more it changes nothing.
    let kept = state(&city);
    city.put(&hanako, &owner_path(&id, &first), json!({ "owner": "unconfirmed" })).await.expect(200);
    assert_eq!(state(&city), kept);
}

#[tokio::test]
async fn of_a_sheet_that_is_not_the_persons_what_another_of_theirs_tells_of_is_theirs() {
    let (city, hanako, id) = notebook().await;
    let own = scan(&city, &hanako, &id, naming("荒尾　花子,2,S260314", "20261101")).await.expect(201);
    let both = format!("JAHISTC08,1\n{}{}", visit("20261101", "薬20261101"), visit("20261102", "母の薬"));
    let both = scan(&city, &hanako, &id, bytes(&both)).await.expect(201);
    assert_eq!(both.body["owner"], "resident");
    city.put(&hanako, &owner_path(&id, &both), json!({ "owner": "unconfirmed" })).await.expect(200);
    assert_eq!(
        (owner(&city, &hanako, &id, &own).await, owner(&city, &hanako, &id, &both).await),
        ("resident".into(), "unconfirmed".into())
    );
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    let owners: Vec<_> = list.body["items"].as_array().unwrap().iter().map(|item| &item["owner"]).collect();
    assert_eq!(owners, ["unconfirmed", "resident"]);
}

#[tokio::test]
async fn a_spelling_goes_with_its_sheets_last_medicine_and_a_name_outlives_the_bytes() {
    let (city, hanako, id) = notebook().await;
    let two = format!("JAHISTC08,1\n1,{MAIDEN}\n{}{}", visit("20261101", "薬"), visit("20261102", "別の薬"));
    let sheet = scan(&city, &hanako, &id, bytes(&two)).await.expect(201);
    let [first, second] = [0, 1].map(|place| ids(&sheet.body["dispensings"])[place].to_owned());
    city.delete(&hanako, &entry_path(&id, &first)).await.expect(204);
    assert_eq!(city.get(&hanako, &dispensings(&id)).await.body["items"][0]["named"]["name"], "玉名　花子");
    confirm(&city, &hanako, &id, &sheet).await;
    assert_eq!(city.items(NOTEBOOK.of(&id), SPELLINGS).len(), 1);
    city.delete(&hanako, &entry_path(&id, &second)).await.expect(204);
    assert_eq!(city.items(NOTEBOOK.of(&id), SPELLINGS).len(), 0);
}
