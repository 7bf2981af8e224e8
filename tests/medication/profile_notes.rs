//! Patient notes (患者特記) of a sheet in the profile.

use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{NOTEBOOK, NOTED, PROFILE, key_of};
use support::{City, Person, Write, crash_sweep};

use super::{bytes, dispensings, medications, notebook, scan, sheet, state, visit};

/// A sheet with one dispensing and patient notes of `種別,内容`.
fn noted(day: &str, notes: &[&str]) -> Value {
    let notes: Vec<String> = notes.iter().map(|note| format!("2,{note},1\n")).collect();
    let notes = notes.concat();
    bytes(&format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{notes}{}", visit(day, "サワシリンカプセル２５０")))
}

const NOTES: &[&str] = &["1,ペニシリン", "2,ロキソプロフェンで胃痛", "3,胃潰瘍", "9,杖を使う", "1,特になし"];

async fn profile(city: &City, person: &Person, id: &str) -> (Value, String) {
    let reply = city.get(person, &format!("/v1/residents/{id}")).await.expect(200);
    (reply.body["profile"].clone(), reply.header("etag").unwrap().to_owned())
}

fn lists(allergies: &[&str], adverse_reactions: &[&str], history: &[&str]) -> Value {
    json!({ "allergies": allergies, "adverse_reactions": adverse_reactions, "history": history })
}

#[tokio::test]
async fn what_a_sheet_says_of_the_person_goes_into_the_profile_once_and_is_told() {
    let (city, hanako, id) = notebook().await;
    let own = json!({ "profile": { "adverse_reactions": ["ﾛｷｿﾌﾟﾛﾌｪﾝで、胃痛"], "blood_type": "A+" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), own).await.expect(200);
    let (_, before) = profile(&city, &hanako, &id).await;
    city.store.forget();
    let reply = scan(&city, &hanako, &id, noted("20261120", NOTES)).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.body["profile_additions"], lists(&["ペニシリン"], &[], &["胃潰瘍"]));
    // The allergy that came with the sheet already warns of the sheet's medicine.
    let alert = &reply.body["alerts"][0];
    assert_eq!((&alert["code"], &alert["detail"]["reason"]), (&json!("allergy_match"), &json!("text_names_class")));
    assert_eq!(alert["with"], json!({ "kind": "note", "index": 0 }));
    let (now, version) = profile(&city, &hanako, &id).await;
    assert_eq!(now["allergies"], json!(["ペニシリン"]));
    assert_eq!(now["adverse_reactions"], json!(["ﾛｷｿﾌﾟﾛﾌｪﾝで、胃痛"]), "written otherwise, it is the same");
    assert_eq!((&now["history"], &now["blood_type"]), (&json!(["胃潰瘍"]), &json!("A+")));
    assert_ne!(version, before, "the version advances");
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!(list.body["patient_notes"], lists(&["ペニシリン"], &["ﾛｷｿﾌﾟﾛﾌｪﾝで、胃痛"], &["胃潰瘍"]));
    // Neither the same sheet nor the next one with the same notes adds anything.
    let kept = state(&city);
    let again = scan(&city, &hanako, &id, noted("20261120", NOTES)).await.expect(200);
    assert_eq!(again.body["profile_additions"], lists(&[], &[], &[]));
    assert_eq!(state(&city), kept);
    let next = scan(&city, &hanako, &id, noted("20261121", NOTES)).await.expect(201);
    assert_eq!(next.body["profile_additions"], lists(&[], &[], &[]));
    assert_eq!(profile(&city, &hanako, &id).await, (now, version));
}

#[tokio::test]
async fn what_the_person_deleted_does_not_come_back() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, noted("20261118", &["1,ペニシリン"])).await.expect(201);
    let (_, version) = profile(&city, &hanako, &id).await;
    let line = format!("PATCH /v1/residents/{id}");
    let change = |request: &mut platform::request::Request| request.if_match = Some(version.clone());
    city.send(&hanako, &line, json!({ "profile": { "allergies": [] } }), change).await.expect(200);
    let next = scan(&city, &hanako, &id, noted("20261120", &["1,ﾍﾟﾆｼﾘﾝ", "1,そば"])).await.expect(201);
    assert_eq!(next.body["profile_additions"], lists(&["そば"], &[], &[]));
    assert_eq!(profile(&city, &hanako, &id).await.0["allergies"], json!(["そば"]));
}

#[tokio::test]
async fn another_persons_sheet_adds_nothing() {
    let (city, hanako, id) = notebook().await;
    let before = profile(&city, &hanako, &id).await;
    for patient in ["1,玉名　太郎,1,S230412", "1,荒尾　花子,2,S260315", "1,玉名　太郎,2,S260314"] {
        let text = format!("JAHISTC08,1\n{patient}\n2,1,ペニシリン,1\n{}", visit("20261120", "薬"));
        let reply = scan(&city, &hanako, &id, bytes(&text)).await;
        assert!([200, 201].contains(&reply.status));
        assert_eq!(reply.body["alerts"][0]["code"], "patient_mismatch");
        assert_eq!(reply.body["profile_additions"], lists(&[], &[], &[]));
    }
    assert_eq!(profile(&city, &hanako, &id).await, before);
}

#[tokio::test]
async fn only_who_may_record_in_the_profile_adds_to_it_and_the_log_says_so() {
    let (city, hanako, id) = notebook().await;
    let before = profile(&city, &hanako, &id).await;
    for (name, scopes) in
        [("without", &[("medication", "record")][..]), ("seeing", &[("medication", "record"), ("profile", "see")])]
    {
        let member = Person::resident(name);
        city.relate(&member, &id, "family", scopes);
        let reply = scan(&city, &member, &id, noted("20261120", &["1,ペニシリン"])).await;
        assert_eq!(reply.body["profile_additions"], lists(&[], &[], &[]), "{name}");
    }
    assert_eq!(profile(&city, &hanako, &id).await, before);
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record"), ("profile", "record")]);
    city.store.forget();
    // The sheet is known; what it says of the person is not yet in the profile.
    let reply = scan(&city, &son, &id, noted("20261120", &["1,ペニシリン"])).await.expect(201);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(reply.body["profile_additions"], lists(&["ペニシリン"], &[], &[]));
    let log = city.get(&hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200);
    assert_eq!(log.body["items"][0]["sections"], json!(["medication", "profile"]));
    assert_eq!(log.body["items"][1]["sections"], json!(["medication"]));
    assert_eq!(log.body["verified"], true);
}

#[tokio::test]
async fn a_full_list_stays_as_it_is() {
    let (city, hanako, id) = notebook().await;
    let full: Vec<String> = (0..50).map(|n| format!("食べ物{n}")).collect();
    let body = json!({ "profile": { "allergies": full } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), body).await.expect(200);
    let reply = scan(&city, &hanako, &id, noted("20261118", &["1,ペニシリン", "3,胃潰瘍"])).await.expect(201);
    let mut added = lists(&[], &[], &["胃潰瘍"]);
    added["pending"] = json!([{ "list": "allergies", "text": "ペニシリン", "why": "full" }]);
    assert_eq!(reply.body["profile_additions"], added);
    assert_eq!(profile(&city, &hanako, &id).await.0["allergies"], json!(full));
    // The change that makes room takes it in; the next sheet brings nothing of it.
    let body = json!({ "profile": { "allergies": full[1..], "history": ["胃潰瘍"] } });
    let changed = city.patch(&hanako, &format!("/v1/residents/{id}"), body).await.expect(200);
    let allergies = changed.body["profile"]["allergies"].as_array().unwrap();
    assert_eq!((allergies.len(), &allergies[49]), (50, &json!("ペニシリン")));
    assert_eq!(changed.body["profile"].get("pending"), None);
    let reply = scan(&city, &hanako, &id, noted("20261120", &["1,ペニシリン", "3,胃潰瘍"])).await.expect(201);
    assert_eq!(reply.body["profile_additions"], lists(&[], &[], &[]));
}

#[tokio::test]
async fn an_answer_names_only_what_its_own_sheet_brought_also_when_it_is_repeated() {
    let (city, hanako, id) = notebook().await;
    let full: Vec<String> = (0..50).map(|n| format!("食べ物{n}")).collect();
    city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "profile": { "allergies": full } })).await.expect(200);
    scan(&city, &hanako, &id, noted("20261118", &["1,ペニシリン"])).await.expect(201);
    let line = format!("POST {}", dispensings(&id));
    for (day, notes, additions, notes_became) in [
        ("20261119", &["1,ペニシリン", "3,胃潰瘍"][..], lists(&[], &[], &["胃潰瘍"]), vec!["known", "taken_in"]),
        ("20261120", &["1,ペニシリン"], lists(&[], &[], &[]), vec!["known"]),
        ("20261121", &["9,杖を使う"], lists(&[], &[], &[]), vec![]),
    ] {
        let send = async || {
            let key = |request: &mut platform::request::Request| request.idempotency_key = Some(day.to_owned());
            city.send(&hanako, &line, noted(day, notes), key).await.expect(201)
        };
        let first = send().await;
        assert_eq!((&first.body["profile_additions"], became(&first)), (&additions, notes_became), "{day}");
        assert_eq!(first.raw, send().await.raw, "{day}");
    }
    assert_eq!(profile(&city, &hanako, &id).await.0["pending"].as_array().unwrap().len(), 1);
    // Room that was made before the change took in what waits: a sheet takes in what is its own.
    let waits = json!({ "L": [] });
    city.store.admin(
        "UpdateItem",
        json!({
            "TableName": support::store::TABLE,
            "Key": key_of(NOTEBOOK.of(&id), PROFILE),
            "UpdateExpression": "SET #p.allergies = :v",
            "ExpressionAttributeNames": { "#p": "profile" },
            "ExpressionAttributeValues": { ":v": waits },
        }),
    );
    let next = scan(&city, &hanako, &id, noted("20261122", &["1,そば"])).await.expect(201);
    assert_eq!(next.body["profile_additions"], lists(&["そば"], &[], &[]));
    let named = json!({ "display_name": "はなこ" });
    let named = city.patch(&hanako, &format!("/v1/residents/{id}"), named).await.expect(200);
    assert_eq!(named.body["profile"]["allergies"], json!(["そば"]), "what changes no profile leaves it");
    let touched = json!({ "profile": { "blood_type": "A+" } });
    let touched = city.patch(&hanako, &format!("/v1/residents/{id}"), touched).await.expect(200);
    assert_eq!(touched.body["profile"]["allergies"], json!(["そば", "ペニシリン"]));
}

#[tokio::test]
async fn what_waits_beyond_its_bound_is_refused_before_any_of_it_finds_room() {
    let (city, hanako, id) = notebook().await;
    let wait: Vec<Value> =
        (0..51).map(|n| json!({ "list": "allergies", "text": format!("果物{n}"), "why": "full" })).collect();
    let line = format!("/v1/residents/{id}");
    let refused = city.patch(&hanako, &line, json!({ "profile": { "pending": wait } })).await;
    refused.expect_problem(422, "invalid_value");
    let taken = city.patch(&hanako, &line, json!({ "profile": { "pending": wait[..50] } })).await.expect(200);
    assert_eq!(taken.body["profile"]["allergies"].as_array().unwrap().len(), 50);
}

fn became(reply: &support::Reply) -> Vec<&str> {
    reply.body["profile_notes"].as_array().unwrap().iter().map(|note| note["became"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_a_full_profile_cannot_take_is_told_and_warned_of_until_taken_or_dismissed() {
    let (city, hanako, id) = notebook().await;
    let full: Vec<String> = (0..50).map(|n| format!("食べ物{n}")).collect();
    let patch = async |profile: Value| {
        city.patch(&hanako, &format!("/v1/residents/{id}"), json!({ "profile": profile })).await.expect(200)
    };
    patch(json!({ "allergies": full })).await;
    let long = format!("1,セフェム系でショック{}", "長".repeat(200));
    let notes = ["1,ペニシリンでショック", &long, "2,胃痛", "1,食べ物1"];
    let reply = scan(&city, &hanako, &id, noted("20261118", &notes)).await.expect(201);
    assert_eq!(became(&reply), ["pending_full", "pending_too_long", "taken_in", "known"]);
    assert!(reply.body["profile_notes"][0]["detail"].as_str().unwrap().contains("消すと、その分だけ入ります"));
    // サワシリン is a penicillin: the sheet's own medicine is warned of, and the list says so afterwards.
    assert_eq!(reply.body["alerts"][0]["code"], "allergy_match");
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!(list.body["alerts"][0]["code"], "allergy_match");
    assert_eq!(list.body["patient_notes"]["pending"][0]["text"], "ペニシリンでショック");
    assert_eq!(profile(&city, &hanako, &id).await.0["pending"].as_array().unwrap().len(), 2);
    let sheets = city.get(&hanako, &dispensings(&id)).await.expect(200);
    assert_eq!(sheets.body["items"][0]["profile_notes"][0]["became"], "pending_full");
    // Another sheet that says so finds it waiting; what is short enough goes into its list as soon as there is room.
    let next = scan(&city, &hanako, &id, noted("20261119", &notes[..1])).await.expect(201);
    assert_eq!(became(&next), ["known"]);
    let room = patch(json!({ "allergies": full[1..] })).await.body["profile"].clone();
    assert_eq!(
        (&room["allergies"][49], &room["pending"][0]["why"]),
        (&json!("ペニシリンでショック"), &json!("too_long"))
    );
    // What is dismissed stays so.
    patch(json!({ "pending": [] })).await;
    let next = scan(&city, &hanako, &id, noted("20261121", &[&long])).await.expect(201);
    assert_eq!(became(&next), ["known"]);
    assert_eq!(profile(&city, &hanako, &id).await.0.get("pending"), None);
}

#[tokio::test]
async fn what_a_relative_may_not_take_in_from_a_sheet_is_not_said_to_be_in_the_profile() {
    let (city, hanako, id) = notebook().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "manage"), ("profile", "see")]);
    let reply = scan(&city, &son, &id, noted("20261118", &["1,ペニシリンでショック"])).await.expect(201);
    assert_eq!(became(&reply), ["left_on_sheet"]);
    let sheets = city.get(&hanako, &dispensings(&id)).await.expect(200);
    let left = &sheets.body["items"][0];
    assert_eq!(left["profile_notes"][0]["became"], "left_on_sheet");
    // The person says that it is theirs: now it goes into the profile.
    let sheet = format!("{}/{}/owner", dispensings(&id), left["sheet_id"].as_str().unwrap());
    let owner = city.put(&hanako, &sheet, json!({ "owner": "resident" })).await.expect(200);
    assert_eq!(owner.body["sheet"]["profile_notes"][0]["became"], "taken_in");
    assert_eq!(profile(&city, &hanako, &id).await.0["allergies"], json!(["ペニシリンでショック"]));
}

#[tokio::test]
async fn a_sheet_for_whose_notes_there_is_no_room_at_all_is_refused_and_leaves_nothing() {
    let (city, hanako, id) = notebook().await;
    let before = state(&city);
    let notes: Vec<String> = (0..101).map(|n| format!("1,果物{n}")).collect();
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    let reply = scan(&city, &hanako, &id, noted("20261118", &notes)).await;
    reply.expect_problem(422, "profile_full");
    assert_eq!(state(&city), before);
}

#[tokio::test]
async fn r50_the_same_key_gives_the_same_additions() {
    let (city, hanako, id) = notebook().await;
    let line = format!("POST {}", dispensings(&id));
    let send = async || {
        let key = |request: &mut platform::request::Request| request.idempotency_key = Some("sheet".to_owned());
        city.send(&hanako, &line, noted("20261120", NOTES), key).await.expect(201)
    };
    let first = send().await;
    assert_eq!(first.raw, send().await.raw);
    assert_eq!(first.body["profile_additions"]["allergies"], json!(["ペニシリン"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r51_scans_and_edits_at_once_lose_nothing_and_add_nothing_twice() {
    let (city, hanako, id) = notebook().await;
    let city = Arc::new(city);
    let calls: Vec<_> = (0..12)
        .map(|place| {
            let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
            tokio::spawn(async move {
                let own = format!("1,食べ物{place}");
                let day = format!("202611{:02}", place + 1);
                scan(&city, &hanako, &id, noted(&day, &["1,ペニシリン", &own])).await
            })
        })
        .collect();
    let mut added = Vec::new();
    for call in calls {
        let reply = call.await.unwrap();
        if reply.status == 201 {
            let texts = reply.body["profile_additions"]["allergies"].as_array().unwrap().clone();
            added.extend(texts.iter().map(|text| text.as_str().unwrap().to_owned()));
        } else {
            assert_eq!(reply.status, 409, "{}", String::from_utf8_lossy(&reply.raw));
        }
    }
    let kept = profile(&city, &hanako, &id).await.0["allergies"].clone();
    let mut kept: Vec<String> = serde_json::from_value(kept).unwrap();
    added.sort();
    kept.sort();
    assert_eq!(added, kept, "each answer's additions are there, and nothing else");
    assert_eq!(kept.iter().filter(|text| *text == "ペニシリン").count(), 1);
}

#[tokio::test]
async fn r52_r53_dispensing_and_profile_are_written_together_or_not_at_all() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "record"), ("profile", "record")]);
        scan(city, &hanako, &id, noted("20261101", &["1,卵"])).await.expect(201);
        Write::new(person, &format!("POST {}", dispensings(&id)), noted("20261120", NOTES))
    };
    let own = crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    assert_eq!((own.requests, own.faults), (4, 12), "limit, batch, query; transaction");
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}

#[tokio::test]
async fn a_sheet_without_patient_notes_leaves_the_profile_alone() {
    let (city, hanako, id) = notebook().await;
    let before = profile(&city, &hanako, &id).await;
    let reply = scan(&city, &hanako, &id, bytes(&sheet("20261120", "薬"))).await.expect(201);
    assert_eq!(reply.body["profile_additions"], lists(&[], &[], &[]));
    assert_eq!(profile(&city, &hanako, &id).await, before);
    assert!(!state(&city).iter().any(|item| item["sk"]["S"] == NOTED));
}
