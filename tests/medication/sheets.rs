//! list-sheets, put-sheet-owner, delete-sheet: what a sheet says is where something came from; whose it is, a person says.

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::keys::{FINGERPRINTS, MEDICATIONS, NOTED, PROFILE, SCANS};
use support::{City, Person, Reply, Write, crash_sweep};

use super::{
    added, by_hand, bytes, dispensings, entry, entry_path, ids, listed, medications, notebook, scan, state, visit,
};

const OWN: &str = "荒尾　花子,2,S260314";
const ANOTHERS: &str = "玉名　太郎,1,S230412";

/// A sheet that names a person, with an allergy and a memo.
fn naming(person: &str, drug: &str) -> Value {
    let notes = "2,1,ペニシリン,1\n2,9,杖を使う,1\n4,血圧は百三十まで,20261120,1\n";
    bytes(&format!("JAHISTC08,1\n1,{person}\n{notes}{}", visit("20261120", drug)))
}

fn sheet_path(id: &str, sheet: &Value) -> String {
    format!("{}/{}", dispensings(id), sheet.as_str().unwrap())
}

async fn export(city: &City, person: &Person, id: &str, kind: &str) -> Reply {
    city.get(person, &format!("{}/{kind}?include_concealed=true", medications(id))).await
}

async fn jahis(city: &City, person: &Person, id: &str) -> String {
    let reply = export(city, person, id, "jahis").await.expect(200);
    reply.body["parts"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

async fn profile(city: &City, person: &Person, id: &str) -> Value {
    city.get(person, &format!("/v1/residents/{id}")).await.expect(200).body["profile"].clone()
}

#[tokio::test]
async fn another_persons_sheet_counts_for_nothing_until_somebody_says_whose_it_is() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let before = profile(&city, &hanako, &id).await;
    let reply = scan(&city, &hanako, &id, naming(ANOTHERS, "サワシリンカプセル２５０")).await.expect(201);
    assert_eq!(reply.body["owner"], "unconfirmed");
    let codes: Vec<_> = reply.body["alerts"].as_array().unwrap().iter().map(|alert| &alert["code"]).collect();
    assert_eq!(codes, ["patient_mismatch"]);
    assert_eq!(profile(&city, &hanako, &id).await, before);
    for kind in ["jahis", "csv", "pdf"] {
        let nothing = export(&city, &hanako, &id, kind).await.expect_problem(422, "nothing_to_export");
        assert_eq!(nothing.body["unconfirmed_left_out"], 1, "{kind}");
    }
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    let view = city.get(&doctor, &notebook).await.expect(200).body;
    assert_eq!((&view["sections"]["medication"], &view["unconfirmed_left_out"]), (&json!([]), &json!(1)));
    assert!(!view.to_string().contains("サワシリン") && !view.to_string().contains("玉名"));
    let summary = view["summary"].as_str().unwrap();
    assert!(summary.contains("確認されていない記録 1 件は") && !summary.contains("■お薬: 記録なし"), "{summary}");
    let section = city.get(&doctor, &format!("{notebook}/medication")).await.expect(200).body;
    assert_eq!((&section["items"], &section["unconfirmed_left_out"]), (&json!([]), &json!(1)));
    let listed = city.get(&hanako, &medications(&id)).await.expect(200).body;
    assert_eq!(listed["unconfirmed_left_out"], 1);
    // The person sees it, and that it waits.
    let medication = ids(&reply.body["dispensings"])[0].to_owned();
    let kept = entry(&city, &hanako, &id, &medication).await;
    assert_eq!((&kept["owner"], &kept["sheet_id"]), (&json!("unconfirmed"), &reply.body["sheet_id"]));
    city.store.forget();
    let list = city.get(&hanako, &dispensings(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let sheet = &list.body["items"][0];
    assert_eq!((&sheet["owner"], &sheet["mismatch"]["reason"]), (&json!("unconfirmed"), &json!("name_and_birth_date")));
    assert_eq!((&sheet["medication_ids"], &sheet["sheet_id"]), (&json!([medication]), &reply.body["sheet_id"]));
    // What is typed later is neither compared nor linked with it.
    let typed =
        json!({ "dispensed_on": "2026-11-20", "groups": [{ "drugs": [{ "name": "サワシリンカプセル２５０" }] }] });
    let typed = city.post(&hanako, &medications(&id), typed).await.expect(201);
    assert_eq!((&typed.body["alerts"], &typed.body["links"]), (&json!([]), &json!([])));
    let link = format!("{}/link", entry_path(&id, typed.body["entry"]["id"].as_str().unwrap()));
    city.put(&hanako, &link, json!({ "linked_to": medication })).await.expect_problem(422, "link_not_possible");
    // Nor does it come to count by being scanned again.
    let again = scan(&city, &hanako, &id, naming(ANOTHERS, "サワシリンカプセル２５０")).await.expect(200);
    assert_eq!((&again.body["owner"], &again.body["sheet_id"]), (&json!("unconfirmed"), &Value::Null));
    assert_eq!(profile(&city, &hanako, &id).await, before);
}

#[tokio::test]
async fn a_sheet_that_the_person_says_is_theirs_counts_from_then_on() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "サワシリン")).await;
    let reply = scan(&city, &hanako, &id, naming(ANOTHERS, "サワシリンカプセル２５０")).await.expect(201);
    let medication = ids(&reply.body["dispensings"])[0].to_owned();
    let owner = format!("{}/owner", sheet_path(&id, &reply.body["sheet_id"]));
    let waits = state(&city);
    city.put(&hanako, &owner, json!({ "owner": "unconfirmed" })).await.expect(200);
    assert_eq!(state(&city), waits);
    city.store.forget();
    let answer = city.put(&hanako, &owner, json!({ "owner": "resident" })).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(answer.body["sheet"]["owner"], "resident");
    assert_eq!(answer.body["sheet"]["mismatch"], Value::Null);
    assert_eq!(answer.body["sheet"]["profile_additions"]["allergies"], json!(["ペニシリン"]));
    assert_eq!(answer.body["links"][0]["id"], json!(typed));
    assert_eq!(profile(&city, &hanako, &id).await["allergies"], json!(["ペニシリン"]));
    assert_eq!(listed(&city, &hanako, &id).await, [medication.as_str()]);
    let written = jahis(&city, &hanako, &id).await;
    for said in ["2,1,ペニシリン,1", "2,9,杖を使う,1", "血圧は百三十まで", "サワシリンカプセル２５０"]
    {
        assert!(written.contains(said), "{said}: {written}");
    }
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    let view = city.get(&doctor, &notebook).await.expect(200).body;
    assert_eq!(ids(&view["sections"]["medication"]), [medication.as_str()]);
    // Said again it changes nothing, and the sheet is not asked about again.
    let kept = state(&city);
    city.put(&hanako, &owner, json!({ "owner": "resident" })).await.expect(200);
    assert_eq!(state(&city), kept);
    let again = scan(&city, &hanako, &id, naming(ANOTHERS, "サワシリンカプセル２５０")).await.expect(200);
    assert_eq!((&again.body["owner"], &again.body["already_registered"]), (&json!("resident"), &json!(true)));
}

#[tokio::test]
async fn r02_staff_are_not_told_of_a_sheet_of_nobody_that_the_person_keeps_back() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let reply = scan(&city, &hanako, &id, naming(ANOTHERS, "薬")).await.expect(201);
    let visits = city.check_in(&id, CLINIC, &[Section::Visits]).notebook();
    assert_eq!(city.get(&doctor, &visits).await.expect(200).body["unconfirmed_left_out"], Value::Null);
    let notebook = city.check_in(&id, CLINIC, &Section::ALL).notebook();
    let medication = ids(&reply.body["dispensings"])[0].to_owned();
    city.patch(&hanako, &entry_path(&id, &medication), json!({ "concealed": true })).await.expect(200);
    let kept_back = city.get(&doctor, &notebook).await.expect(200).body;
    let section = city.get(&doctor, &format!("{notebook}/medication")).await.expect(200).body;
    city.delete(&hanako, &entry_path(&id, &medication)).await.expect(204);
    let without = city.get(&doctor, &notebook).await.expect(200).body;
    assert_eq!((&kept_back["unconfirmed_left_out"], &section["unconfirmed_left_out"]), (&json!(0), &json!(0)));
    assert_eq!(kept_back, without);
}

#[tokio::test]
async fn a_sheet_of_ones_own_with_the_same_dispensing_settles_it_too() {
    let (city, hanako, id) = notebook().await;
    let anothers = scan(&city, &hanako, &id, naming(ANOTHERS, "薬")).await.expect(201);
    let medication = ids(&anothers.body["dispensings"])[0].to_owned();
    let own = bytes(&format!("JAHISTC08,1\n1,{OWN}\n{}", visit("20261120", "薬")));
    let reply = scan(&city, &hanako, &id, own).await.expect(201);
    assert_eq!(ids(&reply.body["dispensings"]), [medication.as_str()]);
    assert_eq!(entry(&city, &hanako, &id, &medication).await["owner"], "resident");
    // What the other sheet says of another person is still nobody's.
    assert!(!jahis(&city, &hanako, &id).await.contains("ペニシリン"));
}

#[tokio::test]
async fn what_the_person_takes_out_of_the_profile_leaves_by_no_export() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, naming(OWN, "薬")).await.expect(201);
    assert!(jahis(&city, &hanako, &id).await.contains("ペニシリン"));
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "profile": { "allergies": [] } })).await.expect(200);
    let written = jahis(&city, &hanako, &id).await;
    assert!(!written.contains("ペニシリン") && written.contains("杖を使う"), "{written}");
    // Read by whoever took it over, it says as little.
    let taro = Person::resident("taro");
    let theirs = city.proved_resident(&taro).await;
    scan(&city, &taro, &theirs, json!({ "parts": [{ "text": written }] })).await.expect(201);
    assert_eq!(profile(&city, &taro, &theirs).await["allergies"], json!([]));
}

#[tokio::test]
async fn nothing_is_left_of_a_deleted_sheet() {
    for (whose, confirm) in [(OWN, false), (ANOTHERS, false), (ANOTHERS, true)] {
        let (city, hanako, id) = notebook().await;
        added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
        let before = state(&city);
        let reply = scan(&city, &hanako, &id, naming(whose, "アムロジピン錠")).await.expect(201);
        let path = sheet_path(&id, &reply.body["sheet_id"]);
        if confirm {
            city.put(&hanako, &format!("{path}/owner"), json!({ "owner": "resident" })).await.expect(200);
        }
        city.store.forget();
        city.delete(&hanako, &path).await.expect(204);
        assert_eq!(city.store.seen().depth, 3);
        let without = |items: Vec<Value>| {
            let rest = items.into_iter().filter(|item| item["sk"]["S"] != PROFILE);
            rest.map(|mut item| {
                // What was linked and is free again has a later version.
                item.as_object_mut().unwrap().remove("version");
                item
            })
            .collect::<Vec<_>>()
        };
        assert_eq!(without(state(&city)), without(before), "{whose}");
        city.delete(&hanako, &path).await.expect_problem(404, "not_found");
        scan(&city, &hanako, &id, naming(whose, "アムロジピン錠")).await.expect(201);
    }
}

#[tokio::test]
async fn what_a_deleted_sheet_said_is_heard_again_from_the_next() {
    let (city, hanako, id) = notebook().await;
    // Somebody else's sheet was taken for one's own, and both it and what it brought are taken away.
    let anothers = scan(&city, &hanako, &id, naming(OWN, "薬")).await.expect(201);
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "profile": { "allergies": [] } })).await.expect(200);
    city.delete(&hanako, &sheet_path(&id, &anothers.body["sheet_id"])).await.expect(204);
    let own = scan(&city, &hanako, &id, naming(OWN, "別の薬")).await.expect(201);
    assert_eq!(own.body["profile_additions"]["allergies"], json!(["ペニシリン"]));
    // Where another sheet said the same, what was deleted from the profile stays deleted.
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "profile": { "allergies": [] } })).await.expect(200);
    let second = scan(&city, &hanako, &id, naming(OWN, "三つめの薬")).await.expect(201);
    city.delete(&hanako, &sheet_path(&id, &second.body["sheet_id"])).await.expect(204);
    let third = scan(&city, &hanako, &id, naming(OWN, "四つめの薬")).await.expect(201);
    assert_eq!(third.body["profile_additions"]["allergies"], json!([]));
}

#[tokio::test]
async fn an_entry_that_another_sheet_tells_of_stays_with_that() {
    let (city, hanako, id) = notebook().await;
    let first = scan(&city, &hanako, &id, naming(OWN, "薬")).await.expect(201);
    let both = format!("JAHISTC08,1\n1,{OWN}\n{}{}", visit("20261120", "薬"), visit("20261121", "別の薬"));
    let second = scan(&city, &hanako, &id, bytes(&both)).await.expect(201);
    let medication = ids(&first.body["dispensings"])[0].to_owned();
    city.delete(&hanako, &sheet_path(&id, &first.body["sheet_id"])).await.expect(204);
    assert_eq!(entry(&city, &hanako, &id, &medication).await["sheet_id"], second.body["sheet_id"]);
    city.delete(&hanako, &sheet_path(&id, &second.body["sheet_id"])).await.expect(204);
    assert_eq!(listed(&city, &hanako, &id).await, Vec::<String>::new());
    let kinds = [MEDICATIONS, FINGERPRINTS, SCANS, NOTED];
    let left = state(&city).into_iter().filter(|item| kinds.iter().any(|kind| kind.begins(item)));
    assert_eq!(left.count(), 0);
}

#[tokio::test]
async fn sheets_are_listed_in_pages_and_their_allergies_only_to_who_may_see_the_profile() {
    let (city, hanako, id) = notebook().await;
    for day in ["20261101", "20261102", "20261103"] {
        scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n2,1,卵,1\n{}", visit(day, "薬")))).await.expect(201);
        city.pass(chrono::TimeDelta::minutes(1));
    }
    let first = city.get(&hanako, &format!("{}?limit=2", dispensings(&id))).await.expect(200);
    assert_eq!(first.body["items"].as_array().unwrap().len(), 2);
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let rest = city.get(&hanako, &format!("{}?limit=2&cursor={cursor}", dispensings(&id))).await.expect(200);
    assert_eq!((rest.body["items"].as_array().unwrap().len(), &rest.body["next_cursor"]), (1, &Value::Null));
    assert_eq!(rest.body["items"][0]["notes"][0]["text"], "卵");
    assert_eq!(rest.body["items"][0]["profile_additions"]["allergies"], json!(["卵"]));
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "see")]);
    let theirs = city.get(&son, &dispensings(&id)).await.expect(200);
    assert!(!theirs.body.to_string().contains('卵'));
}

#[tokio::test]
async fn family_without_the_profile_confirms_the_medicines_and_leaves_the_rest() {
    let (city, hanako, id) = notebook().await;
    let reply = scan(&city, &hanako, &id, naming(ANOTHERS, "薬")).await.expect(201);
    let path = sheet_path(&id, &reply.body["sheet_id"]);
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", dispensings(&id)), Value::Null)
        .await
        .expect(200);
    let body = json!({ "owner": "resident" });
    city.call(&city.family(&id, "medication", "manage"), &format!("PUT {path}/owner"), body).await.expect(200);
    // Whoever may not write the profile confirms the medicines and leaves the rest to those who may.
    assert_eq!(profile(&city, &hanako, &id).await["allergies"], json!([]));
    city.put(&hanako, &format!("{path}/owner"), json!({ "owner": "resident" })).await.expect(200);
    assert_eq!(profile(&city, &hanako, &id).await["allergies"], json!(["ペニシリン"]));
    city.call(&city.family(&id, "medication", "manage"), &format!("DELETE {path}"), Value::Null).await.expect(204);
}

#[tokio::test]
async fn an_older_version_confirms_and_deletes_nothing() {
    let (city, hanako, id) = notebook().await;
    let reply = scan(&city, &hanako, &id, naming(ANOTHERS, "薬")).await.expect(201);
    let path = sheet_path(&id, &reply.body["sheet_id"]);
    let body = json!({ "owner": "resident" });
    city.put(&hanako, &format!("{path}/owner"), body.clone()).await.expect(200);
    let old = |request: &mut platform::request::Request| request.if_match = Some("\"1\"".to_owned());
    let line = format!("DELETE {path}");
    city.send(&hanako, &line, Value::Null, old).await.expect_problem(412, "version_mismatch");
    let line = format!("PUT {path}/owner");
    city.send(&hanako, &line, json!({ "owner": "unconfirmed" }), old).await.expect_problem(412, "version_mismatch");
    let again = city.send(&hanako, &line, body, old).await.expect(200);
    assert_ne!(again.header("etag"), Some("\"1\""), "what stands is what was asked");
}

#[tokio::test]
async fn r52_r53_confirming_and_deleting_survive_any_crash_and_are_never_half_done() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person, confirm: bool| {
        let id = city.proved_resident(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "manage"), ("profile", "record")]);
        added(city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
        let whose = if confirm { ANOTHERS } else { OWN };
        let reply = scan(city, &hanako, &id, naming(whose, "アムロジピン錠")).await.expect(201);
        let path = sheet_path(&id, &reply.body["sheet_id"]);
        if confirm {
            Write::new(person, &format!("PUT {path}/owner"), json!({ "owner": "resident" }))
        } else {
            Write::new(person, &format!("DELETE {path}"), Value::Null)
        }
    };
    for confirm in [true, false] {
        crash_sweep(async |city: &City| arrange(city, &hanako, confirm).await).await;
        crash_sweep(async |city: &City| arrange(city, &son, confirm).await).await;
    }
}

#[tokio::test]
async fn an_address_behind_the_name_is_no_other_name_and_exports_say_what_waits() {
    let (city, hanako, id) = notebook().await;
    for address in ["様", "　様", " 殿", "さん"] {
        let named = OWN.replace("花子", &format!("花子{address}"));
        let reply = scan(&city, &hanako, &id, naming(&named, &format!("薬{}", address.trim()))).await;
        assert_eq!(reply.body["owner"], "resident", "{address}");
    }
    scan(&city, &hanako, &id, naming(ANOTHERS, "別の薬")).await.expect(201);
    for kind in ["jahis", "csv", "pdf"] {
        let written = export(&city, &hanako, &id, kind).await.expect(200).body;
        assert_eq!(
            (&written["concealed_left_out"], &written["unconfirmed_left_out"]),
            (&json!(0), &json!(1)),
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_sheet_suggests_no_alarm_until_it_has_an_owner_who_is_told_what_it_suggests() {
    let city = City::new();
    let hanako = Person::resident("hanako");
    let id = city.proved_resident(&hanako).await;
    let body = naming(ANOTHERS, "サワシリンカプセル２５０");
    let line = format!("POST {}", dispensings(&id));
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("sheet".to_owned());
    let reply = city.send(&hanako, &line, body.clone(), key).await.expect(201);
    let replayed = city.send(&hanako, &line, body.clone(), key).await.expect(201);
    let again = scan(&city, &hanako, &id, body.clone()).await.expect(200);
    for answer in [&reply, &replayed, &again] {
        assert_eq!((&answer.body["owner"], &answer.body["suggested_alarms"]), (&json!("unconfirmed"), &json!([])));
        assert_eq!(answer.body["not_suggested"], json!([]));
    }
    let medication = ids(&reply.body["dispensings"])[0].to_owned();
    let owner = format!("{}/owner", sheet_path(&id, &reply.body["sheet_id"]));
    let answer = city.put(&hanako, &owner, json!({ "owner": "resident" })).await.expect(200);
    assert_eq!(answer.body["suggested_alarms"][0]["medication_ids"], json!([medication]));
    let own = scan(&city, &hanako, &id, body).await.expect(200);
    assert_eq!(own.body["suggested_alarms"], answer.body["suggested_alarms"]);
}

#[tokio::test]
async fn notes_that_only_a_sheet_of_nobody_said_are_new_on_a_sheet_of_ones_own() {
    let city = City::new();
    let hanako = Person::resident("hanako");
    let id = city.proved_resident(&hanako).await;
    let notes = |person: &str, header: &str| {
        bytes(&format!("{header}\n1,{person}\n4,血圧は百三十まで,20261120,1\n701,天草　栄,天草本町薬局,,,,1\n"))
    };
    for header in ["JAHISTC08,1", "JAHISTC08,2"] {
        let theirs = scan(&city, &hanako, &id, notes(ANOTHERS, header)).await.expect(201);
        assert_eq!(theirs.body["owner"], "unconfirmed");
        export(&city, &hanako, &id, "jahis").await.expect_problem(422, "nothing_to_export");
        let own = scan(&city, &hanako, &id, notes(OWN, header)).await.expect(201);
        assert_eq!((&own.body["owner"], &own.body["already_registered"]), (&json!("resident"), &json!(false)));
        assert!(jahis(&city, &hanako, &id).await.contains("血圧は百三十まで"));
        // What is deleted with the first leaves the second recognised.
        city.delete(&hanako, &sheet_path(&id, &theirs.body["sheet_id"])).await.expect(204);
        let again = scan(&city, &hanako, &id, notes(OWN, header)).await.expect(200);
        assert_eq!(again.body["already_registered"], true);
        city.delete(&hanako, &sheet_path(&id, &own.body["sheet_id"])).await.expect(204);
    }
}
