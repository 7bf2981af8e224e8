use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{
    ACCOUNT, FINGERPRINTS, IDEMPOTENCY, LOG, MEDICATIONS, MEDICATIONS_BY_TIME, NOTEBOOK, SCANS, Spelling,
};
use support::{City, Person, Write, crash_sweep};

use super::{
    SAMPLES, bytes, dispensings, entries, ids, medications, notebook, sample, scan, sheet, state, symbol, times, visit,
};

#[tokio::test]
async fn a_sheet_is_registered_in_two_round_trips_and_read_back_as_it_was_answered() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let reply = scan(&city, &hanako, &id, bytes(sample("08-every-record"))).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.body["already_registered"], false);
    assert_eq!(reply.body["known"], json!([]));
    let dispensing = &reply.body["dispensings"][0];
    assert_eq!(dispensing["dispensed_on"], "2026-11-20");
    assert_eq!(dispensing["source"], "qr");
    assert_eq!(dispensing["version"], "JAHISTC08");
    assert_eq!(dispensing["pharmacy"]["code"], "4340412345");
    assert_eq!(dispensing["groups"][0]["drugs"][0]["quantity_basis"], "per_day");
    let kinds: Vec<_> = reply.body["notes"].as_array().unwrap().iter().map(|note| note["kind"].clone()).collect();
    for kind in ["patient", "otc", "memo", "family_pharmacist"] {
        assert!(kinds.contains(&json!(kind)), "{kind}");
    }
    // It names somebody else: what it suggests is told when somebody said whose it is.
    assert_eq!(reply.body["suggested_alarms"], json!([]));
    let sheet = format!("PUT {}/{}/owner", dispensings(&id), reply.body["sheet_id"].as_str().unwrap());
    let owned = city.call(&hanako, &sheet, json!({ "owner": "resident" })).await.expect(200);
    let alarm = &owned.body["suggested_alarms"][0];
    assert_eq!(times(alarm), json!(["07:30", "12:30", "19:00"]));
    assert_eq!((&alarm["until"], &alarm["dispensing_id"]), (&json!("2026-12-17"), &dispensing["id"]));
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    let mut kept = list.body["items"][0].clone();
    for name in ["kind", "concealed", "added_at", "added_by", "edit_version", "owner", "sheet_id"] {
        assert!(!kept.as_object_mut().unwrap().remove(name).unwrap().is_null(), "{name}");
    }
    assert_eq!(&kept, dispensing);
}

#[tokio::test]
async fn every_sample_is_registered_once_and_recognised_when_it_is_scanned_again() {
    // The sample of deviations has a dispensing without a day: it is refused as a whole.
    for (name, text) in SAMPLES.iter().filter(|(name, _)| *name != "12-deviations") {
        let (city, hanako, id) = notebook().await;
        let first = scan(&city, &hanako, &id, bytes(text)).await;
        assert_eq!(first.status, 201, "{name}: {}", String::from_utf8_lossy(&first.raw));
        let before = state(&city);
        city.store.forget();
        let again = scan(&city, &hanako, &id, bytes(text)).await.expect(200);
        assert_eq!(city.store.seen().depth, 1, "{name}");
        assert_eq!(again.body["already_registered"], true, "{name}");
        assert_eq!(again.body["dispensings"], first.body["dispensings"], "{name}");
        assert_eq!(again.body["notes"], first.body["notes"], "{name}");
        assert_eq!(json!(ids(&again.body["dispensings"])), again.body["known"], "{name}");
        assert_eq!(state(&city), before, "{name}");
    }
}

#[tokio::test]
async fn what_was_scanned_is_kept_as_it_came() {
    let (city, hanako, id) = notebook().await;
    let body = bytes(sample("08-every-record"));
    scan(&city, &hanako, &id, body.clone()).await.expect(201);
    let scans = || state(&city).into_iter().filter(|i| SCANS.begins(i)).collect();
    let kept: Vec<Value> = scans();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["parts"]["L"][0]["M"]["bytes_base64"]["S"], body["parts"][0]["bytes_base64"]);
    assert_eq!(kept[0]["notes"]["L"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn the_same_sheet_as_text_or_in_parts_is_the_same_sheet() {
    let (city, hanako, id) = notebook().await;
    let text = sample("08-every-record");
    let first = scan(&city, &hanako, &id, bytes(text)).await.expect(201);
    let raw = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.decode(symbol(text)).unwrap()
    };
    let parity = raw.iter().fold(0, |sum, byte| sum ^ byte);
    let pieces: Vec<Value> = raw
        .chunks(raw.len().div_ceil(7))
        .enumerate()
        .map(|(index, piece)| {
            use base64::Engine;
            let base64 = base64::engine::general_purpose::STANDARD.encode(piece);
            json!({ "bytes_base64": base64, "append": { "index": index, "total": 7, "parity": parity } })
        })
        .rev()
        .collect();
    let lines: Vec<&str> = text.lines().collect();
    let split = |lines: &[&str], place: usize| json!({ "text": format!("JAHISTC08,1\r\n{}\r\n911,12345678901234,2,{place}\r\n", lines.join("\r\n")) });
    let ways = [
        json!([{ "text": text }]),
        json!(pieces),
        json!([split(&lines[20..], 2), split(&lines[1..20], 1)]),
        json!([{ "text": text }, { "text": text }]),
    ];
    for parts in ways {
        let again = scan(&city, &hanako, &id, json!({ "parts": parts })).await.expect(200);
        assert_eq!(again.body["dispensings"], first.body["dispensings"]);
    }
}

#[tokio::test]
async fn what_is_new_on_a_sheet_is_added_to_what_is_known() {
    let (city, hanako, id) = notebook().await;
    let first = scan(&city, &hanako, &id, bytes(&sheet("20261101", "アムロジピン錠"))).await.expect(201);
    let both = format!("{}{}", sheet("20261101", "アムロジピン錠"), visit("20261115", "ロキソプロフェン錠"));
    let reply = scan(&city, &hanako, &id, bytes(&both)).await.expect(201);
    assert_eq!(reply.body["already_registered"], false);
    let known = ids(&first.body["dispensings"]);
    assert_eq!(reply.body["known"], json!(known));
    assert_eq!(ids(&reply.body["dispensings"])[0], known[0]);
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!(ids(&list.body["items"]).len(), 2);
    let twice = format!("{}{}", sheet("20261121", "カロナール錠"), visit("20261121", "カロナール錠"));
    let reply = scan(&city, &hanako, &id, bytes(&twice)).await.expect(201);
    assert_eq!(ids(&reply.body["dispensings"]).len(), 1, "one content is one dispensing");
}

#[tokio::test]
async fn a_known_dispensing_is_found_behind_a_full_page_and_a_left_mark_hides_no_new_one() {
    let (city, hanako, id) = notebook().await;
    let body = bytes(&sheet("20261101", "アムロジピン錠"));
    let first = scan(&city, &hanako, &id, body.clone()).await.expect(201);
    let mut found = state(&city);
    found.retain(|item| MEDICATIONS.begins(item));
    // As if the year's page had ended before it.
    let mut far = found[0].clone();
    far["by_time"] = json!({ "S": MEDICATIONS_BY_TIME.of("1990-01-01").of("x") });
    city.store.seed(far);
    city.store.forget();
    let again = scan(&city, &hanako, &id, body.clone()).await.expect(200);
    assert_eq!(again.body["dispensings"], first.body["dispensings"]);
    assert_eq!(city.store.seen().depth, 2);
    let key = json!({ "pk": found[0]["pk"], "sk": found[0]["sk"] });
    city.store.admin("DeleteItem", json!({ "TableName": support::store::TABLE, "Key": key }));
    let anew = scan(&city, &hanako, &id, body.clone()).await.expect(201);
    assert_ne!(ids(&anew.body["dispensings"]), ids(&first.body["dispensings"]));
    let again = scan(&city, &hanako, &id, body).await.expect(200);
    assert_eq!(ids(&again.body["dispensings"]), ids(&anew.body["dispensings"]));
}

#[tokio::test]
async fn notes_without_a_dispensing_are_kept_and_recognised() {
    let (city, hanako, id) = notebook().await;
    let text = "JAHISTC08,2\n1,荒尾　花子,2,S260314\n4,次の受診は１２月です,20261110,2\n";
    let first = scan(&city, &hanako, &id, bytes(text)).await.expect(201);
    assert_eq!((&first.body["dispensings"], &first.body["notes"][0]["kind"]), (&json!([]), &json!("memo")));
    assert_eq!(scan(&city, &hanako, &id, bytes(text)).await.expect(200).body["already_registered"], true);
}

#[tokio::test]
async fn another_persons_sheet_an_allergy_and_a_second_medicine_are_pointed_out() {
    let (city, hanako, id) = notebook().await;
    let profile = json!({ "profile": { "allergies": ["卵"], "adverse_reactions": ["ロキソプロフェンで発疹"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    scan(&city, &hanako, &id, bytes(&sheet("20261101", "ロキソプロフェンＮａ錠６０ｍｇ"))).await.expect(201);
    let codes = |reply: &support::Reply| {
        let alerts = reply.body["alerts"].as_array().unwrap().iter();
        alerts.map(|alert| alert["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let own = sheet("20261115", "ロキソプロフェンＮａ錠６０ｍｇ「サワイ」");
    let other = own.replace("荒尾　花子,2,S260314", "玉名　太郎,1,S230412").replace("サワイ", "トーワ");
    let reply = scan(&city, &hanako, &id, bytes(&other)).await.expect(201);
    assert_eq!(codes(&reply), ["patient_mismatch"], "nothing is compared with what is nobody's yet");
    let text = String::from_utf8(serde_json::to_vec(&reply.body["alerts"]).unwrap()).unwrap();
    assert!(!text.contains("玉名") && !text.contains("1948"), "an alert repeats nothing of the sheet");
    let reply = scan(&city, &hanako, &id, bytes(&own)).await.expect(201);
    assert_eq!(codes(&reply), ["allergy_match", "duplicate_ingredient"]);
    assert_eq!(reply.body["alerts"][0]["with"], json!({ "kind": "note", "index": 1 }));
    // Whoever may not read the profile is warned, and not told which of its entries it is.
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    let theirs = scan(&city, &son, &id, bytes(&own)).await.expect(200);
    assert_eq!(
        (&theirs.body["alerts"][0]["code"], &theirs.body["alerts"][0]["with"]),
        (&json!("allergy_match"), &Value::Null)
    );
}

#[tokio::test]
async fn a_medicine_bought_without_prescription_is_compared_by_its_ingredients() {
    let (city, hanako, id) = notebook().await;
    let known = scan(&city, &hanako, &id, bytes(&sheet("20261101", "ロキソプロフェンＮａ錠６０ｍｇ「サワイ」"))).await;
    let known = known.expect(201).body["dispensings"][0]["id"].clone();
    let bought = "JAHISTC08,2\n1,荒尾　花子,2,S260314\n4,メモ,20261110,2\n\
        3,ロキソニンＳ,20261110,20261115,2,1,\n31,1,ロキソプロフェンナトリウム水和物,1,,2\n";
    city.store.forget();
    let reply = scan(&city, &hanako, &id, bytes(bought)).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    let alert = &reply.body["alerts"][0];
    let entry = format!("/v1/residents/{id}/medications/{}", alert["otc"]["id"].as_str().unwrap());
    assert_eq!(city.get(&hanako, &entry).await.expect(200).body["otc"]["name"], "ロキソニンＳ");
    assert_eq!((&alert["code"], &alert["otc"]["place"]), (&json!("duplicate_ingredient"), &json!("notebook")));
    assert_eq!(alert["detail"], json!({ "reason": "ingredient_name", "confidence": "medium" }));
    assert_eq!(
        (&alert["drug"], &alert["with"]["kind"], &alert["with"]["dispensing_id"]),
        (&Value::Null, &json!("drug"), &known)
    );
    // Long after the supply nothing is said; without a day it may be taken today.
    city.set_time("2027-01-20T11:00:00+09:00");
    let later = bought.replace("20261110,20261115,2,1", "20270110,20270115,2,1");
    assert_eq!(scan(&city, &hanako, &id, bytes(&later)).await.expect(201).body["alerts"], json!([]));
    city.set_time("2026-11-22T11:00:00+09:00");
    let undated = bought.replace("20261110,20261115,2,1", ",,2,1");
    let undated = scan(&city, &hanako, &id, bytes(&undated)).await.expect(201);
    assert_eq!(undated.body["alerts"][0]["detail"]["confidence"], "low");
}

#[tokio::test]
async fn the_own_sheet_under_any_of_the_own_names_raises_nothing() {
    let (city, hanako, id) = notebook().await;
    let reply = scan(&city, &hanako, &id, bytes(&sheet("20261101", "アムロジピン錠"))).await.expect(201);
    assert_eq!(reply.body["alerts"], json!([]));
    let alias = json!({ "identity": { "alias": "有明 はな" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), alias).await.expect(200);
    let other = sheet("20260101", "アムロジピン錠").replace("荒尾　花子", "有明　はな");
    assert_eq!(scan(&city, &hanako, &id, bytes(&other)).await.expect(201).body["alerts"], json!([]));
}

#[tokio::test]
async fn what_family_scans_is_theirs_and_an_entry_each_time() {
    let (city, _, id) = notebook().await;
    let body = bytes(sample("08-every-record"));
    city.call(&city.family(&id, "medication", "record"), &format!("POST {}", dispensings(&id)), body).await.expect(201);
    let kept = state(&city).into_iter().find(|item| MEDICATIONS.begins(item)).unwrap();
    assert_eq!(kept["added_by"]["S"], "family");
    // Scanned before: still an answer to another, so still an entry.
    let before = entries(&city, &id);
    let member = Person::resident("member-record");
    city.store.forget();
    scan(&city, &member, &id, bytes(sample("08-every-record"))).await.expect(200);
    assert_eq!(entries(&city, &id), before + 1);
    assert!(city.store.seen().depth <= 2);
}

#[tokio::test]
async fn r02_a_stranger_with_a_bad_sheet_is_answered_as_with_a_good_one() {
    let (city, _, id) = notebook().await;
    let stranger = Person::resident("stranger");
    let good = scan(&city, &stranger, &id, bytes(sample("01-minimal"))).await.expect_problem(404, "not_found");
    let bad = scan(&city, &stranger, &id, json!({ "parts": [{ "text": "x" }] })).await;
    assert_eq!(good.raw, bad.raw);
}

#[tokio::test]
async fn r03_only_the_persons_and_the_accounts_partitions_are_touched() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let line = format!("POST {}", dispensings(&id));
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("k".to_owned());
    city.send(&hanako, &line, bytes(sample("08-every-record")), key).await.expect(201);
    let actor = hanako.actor();
    let own = [ACCOUNT.of(&actor), LOG.of(&id), IDEMPOTENCY.of(&actor), NOTEBOOK.of(&id)];
    assert_eq!(city.store.seen().partitions.into_iter().collect::<Vec<_>>(), own);
}

#[tokio::test]
async fn r03_the_same_sheet_in_two_notebooks_is_two_entries() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let own = scan(&city, &hanako, &id, bytes(sample("01-minimal"))).await.expect(201);
    let other = scan(&city, &taro, &theirs, bytes(sample("01-minimal"))).await.expect(201);
    assert_ne!(ids(&own.body["dispensings"]), ids(&other.body["dispensings"]));
}

#[tokio::test]
async fn r50_the_same_key_gives_the_same_answer_and_another_body_is_refused() {
    let (city, hanako, id) = notebook().await;
    let line = format!("POST {}", dispensings(&id));
    let send = async |body: Value| {
        city.send(&hanako, &line, body, |request| request.idempotency_key = Some("sheet".to_owned())).await
    };
    let first = send(bytes(sample("08-every-record"))).await.expect(201);
    city.store.forget();
    let second = send(bytes(sample("08-every-record"))).await.expect(201);
    assert_eq!(first.raw, second.raw);
    assert_eq!(city.store.seen().depth, 2);
    send(bytes(sample("01-minimal"))).await.expect_problem(422, "idempotency_mismatch");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r50_fifty_scans_of_one_sheet_at_once_register_it_once() {
    let (city, hanako, id) = notebook().await;
    let city = Arc::new(city);
    let calls: Vec<_> = (0..50)
        .map(|place| {
            let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
            tokio::spawn(async move {
                let line = format!("POST {}", dispensings(&id));
                let body = bytes(sample("02-two-visits"));
                let key = |request: &mut platform::request::Request| {
                    request.idempotency_key = Some(format!("scan-{place}"));
                };
                city.send(&hanako, &line, body, key).await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    let made: Vec<_> = answers.iter().filter(|reply| reply.status == 201).collect();
    assert_eq!(made.len(), 1);
    for reply in &answers {
        assert_eq!(reply.body["dispensings"], made[0].body["dispensings"]);
        assert!(reply.status == 201 || reply.status == 200 && reply.body["already_registered"] == true);
    }
    let count = |kind: Spelling| city.items(NOTEBOOK.of(&id), kind).len();
    assert_eq!((count(MEDICATIONS), count(FINGERPRINTS), count(SCANS)), (2, 2, 1));
}

#[tokio::test]
async fn r52_r53_a_scan_survives_a_crash_at_every_point_and_is_never_half_kept() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "record")]);
        scan(city, &hanako, &id, bytes(&sheet("20261101", "アムロジピン錠"))).await.expect(201);
        let both = format!("{}{}", sheet("20261101", "アムロジピン錠"), visit("20261115", "ロキソプロフェン錠"));
        Write::new(person, &format!("POST {}", dispensings(&id)), bytes(&both))
    };
    let own = crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    assert_eq!((own.requests, own.faults), (4, 12), "limit, batch, query; transaction");
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}

#[tokio::test]
async fn r57_sixty_scans_an_hour_and_not_one_more() {
    let (city, hanako, id) = notebook().await;
    for _ in 0..60 {
        let reply = scan(&city, &hanako, &id, bytes(sample("01-minimal"))).await;
        assert!([200, 201].contains(&reply.status));
    }
    let reply = scan(&city, &hanako, &id, bytes(sample("01-minimal"))).await.expect_problem(429, "too_many_requests");
    assert_eq!(reply.header("retry-after"), Some("3600"));
    city.set_time("2026-11-22T11:00:00+09:00");
    scan(&city, &hanako, &id, bytes(sample("01-minimal"))).await.expect(200);
}
