use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::OTHER_CLINIC;
use support::keys::{ENTRIES, LOG, MEDICATIONS, NOTEBOOK, PROFILE};
use support::{City, Person, Reply, Write, crash_sweep};

use super::{bytes, confirm, entry, entry_path, listed, medications, sample, scan, scanned, sheet, state, update};

/// Whose sheets [`sheet`] makes.
pub(crate) const PHARMACY: &str = "4340412345";

/// A pharmacy in which a person checked in, its pharmacist, and the address of the person's dispensings there.
pub(crate) async fn pharmacy(sections: &[Section]) -> (City, Person, Person, String, String) {
    let city = City::new();
    let (pharmacist, hanako, id, path) = in_city(&city, sections).await;
    (city, pharmacist, hanako, id, path)
}

/// The same in a city that is there.
pub(crate) async fn in_city(city: &City, sections: &[Section]) -> (Person, Person, String, String) {
    let (pharmacist, hanako) = (Person::staff("pharmacist"), Person::resident("hanako"));
    let id = city.proved_resident(&hanako).await;
    city.institution(PHARMACY, "有明調剤薬局　荒尾本店");
    city.employ(&pharmacist, PHARMACY, "pharmacist");
    city.check_in(&id, PHARMACY, sections);
    let path = format!("/v1/institutions/{PHARMACY}/patients/{id}/dispensings");
    (pharmacist, hanako, id, path)
}

pub(crate) const MEDICINES: &[Section] = &[Section::Medication];

/// What is typed of one drug.
pub(crate) fn typed(day: &str, drug: &str) -> Value {
    json!({ "dispensed_on": day, "groups": [{ "drugs": [{ "name": drug }] }] })
}

pub(crate) fn first(reply: &Reply) -> String {
    reply.body["dispensings"][0]["id"].as_str().unwrap().to_owned()
}

/// An answer without what is new with each registration.
fn without_ids(reply: &Reply) -> Value {
    let mut body = reply.body.clone();
    for dispensing in body["dispensings"].as_array_mut().unwrap() {
        dispensing["id"] = json!("");
    }
    for alert in body["alerts"].as_array_mut().into_iter().flatten() {
        for side in ["drug", "with"] {
            alert[side] = json!("");
        }
    }
    body
}

#[tokio::test]
async fn a_sheet_is_registered_as_the_pharmacys_own_and_the_person_sees_by_whom_and_when() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let before = city.items(LOG.of(&id), ENTRIES).len();
    city.store.forget();
    let reply = city.post(&pharmacist, &path, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.body["already_registered"], false);
    assert_eq!(reply.body["alerts"], json!([]));
    let log = city.items(LOG.of(&id), ENTRIES);
    assert_eq!((log.len(), log[before]["action"]["S"].as_str()), (before + 1, Some("add-dispensing")));
    assert_eq!(log[before]["sections"]["L"], json!([{ "S": "medication" }]));
    let kept = entry(&city, &hanako, &id, &first(&reply)).await;
    assert_eq!(kept["source"], "pharmacy");
    // The directory's name, and not the sheet's.
    assert_eq!(
        (&kept["pharmacy"]["code"], &kept["pharmacy"]["name"]),
        (&json!(PHARMACY), &json!("有明調剤薬局　荒尾本店"))
    );
    let by =
        json!({ "institution_code": PHARMACY, "institution_name": "有明調剤薬局　荒尾本店", "role": "pharmacist" });
    assert_eq!((&kept["registered_by"], kept.get("added_by")), (&by, None));
    assert_eq!(kept["added_at"].as_str().unwrap().parse::<notebook::time::Instant>().unwrap(), city.now());
    let change = json!({ "dispensed_on": "2026-11-19" });
    city.patch(&hanako, &entry_path(&id, &first(&reply)), change).await.expect_problem(422, "read_only_entry");
    // Its usages suggest alarms as those of a scan do.
    let suggested = city.get(&hanako, &format!("/v1/residents/{id}/alarm-suggestions")).await.expect(200);
    assert_eq!(suggested.body["items"][0]["dispensing_id"], json!(first(&reply)));
}

#[tokio::test]
async fn what_is_typed_is_registered_and_the_same_again_is_the_same() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let first_time = city.post(&pharmacist, &path, typed("2026-11-20", "カロナール錠")).await.expect(201);
    let before = state(&city);
    let again = city.post(&pharmacist, &path, typed("2026-11-20", "カロナール錠")).await.expect(200);
    assert_eq!(again.body["already_registered"], true);
    assert_eq!(first(&again), first(&first_time));
    assert_eq!(state(&city), before);
    assert_eq!(listed(&city, &hanako, &id).await, [first(&first_time)]);
    for (body, pointer) in [
        (json!({ "dispensed_on": "2026-11-20" }), "/groups"),
        (json!({ "groups": [{ "drugs": [{ "name": "薬" }] }] }), "/dispensed_on"),
        (json!({ "dispensed_on": "2026-11-23", "groups": [{ "drugs": [{ "name": "薬" }] }] }), "/dispensed_on"),
        (json!({ "parts": [{ "text": "x" }], "dispensed_on": "2026-11-20" }), "/dispensed_on"),
        (json!({ "dispensed_on": "2026-11-20", "groups": [{ "drugs": [] }] }), "/groups/0/drugs"),
    ] {
        let refused = city.post(&pharmacist, &path, body).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    for field in ["pharmacy", "remark", "concealed"] {
        let mut body = typed("2026-11-20", "薬");
        body[field] = json!(null);
        city.post(&pharmacist, &path, body).await.expect(422);
    }
}

#[tokio::test]
async fn another_persons_sheet_is_refused_and_nothing_is_written() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let own = sheet("20261120", "アムロジピン錠");
    let before = state(&city);
    for (named, code) in [
        ("1,荒尾　太郎,1,S260314", "sheet_of_another"),
        ("1,荒尾　花子,2,S260315", "sheet_of_another"),
        ("1,荒尾　花子,1,S260314", "sheet_of_another"),
        ("1,荒尾　花子,2,", "sheet_of_nobody"),
        ("1,,2,S260314", "sheet_of_nobody"),
    ] {
        let text = own.replace("1,荒尾　花子,2,S260314", named);
        let refused = city.post(&pharmacist, &path, bytes(&text)).await.expect_problem(422, code);
        // Neither whose it is nor whose the notebook is.
        let said = String::from_utf8(refused.raw).unwrap();
        assert!(!["荒尾", "1951", "S26"].iter().any(|word| said.contains(word)), "{said}");
    }
    let nobody = own.replace("1,荒尾　花子,2,S260314\n", "");
    city.post(&pharmacist, &path, bytes(&nobody)).await.expect(422);
    let elsewhere = own.replace("0412345", "0412346");
    city.post(&pharmacist, &path, bytes(&elsewhere)).await.expect_problem(422, "sheet_of_elsewhere");
    let of_the_person = own.replace("JAHISTC08,1", "JAHISTC08,2");
    city.post(&pharmacist, &path, bytes(&of_the_person)).await.expect_problem(422, "sheet_of_elsewhere");
    city.post(&pharmacist, &path, json!({ "parts": [{ "text": "JAHIS9\r\n1,1,1\r\n" }] })).await.expect(422);
    assert_eq!(state(&city), before);
    // A name of before, and a spelling that the person said is theirs.
    let married =
        json!({ "legal_name": "荒尾 花子", "former_name": "玉名 花子", "birth_date": "1951-03-14", "sex": "female" });
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "identity", &married);
    let maiden = own.replace("荒尾　花子", "玉名　花子");
    city.post(&pharmacist, &path, bytes(&maiden)).await.expect(201);
    let spelt = sheet("20261110", "薬").replace("荒尾　花子", "荒尾　華子");
    city.post(&pharmacist, &path, bytes(&spelt)).await.expect_problem(422, "sheet_of_another");
    let theirs = scan(&city, &hanako, &id, bytes(&spelt)).await.expect(201);
    confirm(&city, &hanako, &id, &theirs).await;
    city.post(&pharmacist, &path, bytes(&spelt.replace("20261110", "20261111"))).await.expect(201);
}

#[tokio::test]
async fn r05_whether_the_person_scanned_or_conceals_it_changes_nothing_of_the_answer() {
    let text = sheet("20261120", "アムロジピン錠");
    let mut answers = Vec::new();
    for (scans, conceals) in [(false, false), (true, false), (true, true)] {
        let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
        let own =
            if scans { Some(scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await) } else { None };
        if let (Some(own), true) = (&own, conceals) {
            city.patch(&hanako, &entry_path(&id, own), json!({ "concealed": true })).await.expect(200);
        }
        let reply = city.post(&pharmacist, &path, bytes(&text)).await.expect(201);
        answers.push(without_ids(&reply));
        // Shown once, as the pharmacy's; the person's own stays behind it, and what is hidden stays so.
        let shown = entry(&city, &hanako, &id, &first(&reply)).await;
        assert_eq!(listed(&city, &hanako, &id).await, [first(&reply)]);
        assert_eq!(shown["linked"].as_array().map_or(0, Vec::len), usize::from(scans));
        assert_eq!(shown["concealed"], conceals);
        if let Some(own) = own {
            assert_eq!(entry(&city, &hanako, &id, &own).await["linked_to"], json!(first(&reply)));
        }
        let again = city.post(&pharmacist, &path, bytes(&text)).await.expect(200);
        assert_eq!(again.body["dispensings"], reply.body["dispensings"]);
        let notebook = format!("/v1/institutions/{PHARMACY}/patients/{id}/notebook");
        let seen = city.get(&pharmacist, &notebook).await.expect(200).body;
        assert_eq!(seen["sections"]["medication"].as_array().unwrap().len(), usize::from(!conceals));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn what_the_person_scans_after_it_is_an_entry_of_its_own_behind_it() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let text = sheet("20261120", "アムロジピン錠");
    let registered = first(&city.post(&pharmacist, &path, bytes(&text)).await.expect(201));
    let reply = scan(&city, &hanako, &id, bytes(&text)).await.expect(201);
    assert_eq!(reply.body["links"][0]["linked_to"], json!(registered));
    assert_eq!(reply.body["alerts"], json!([]));
    assert_eq!(listed(&city, &hanako, &id).await, [registered]);
    scan(&city, &hanako, &id, bytes(&text)).await.expect(200);
}

#[tokio::test]
async fn r05_alerts_tell_nothing_of_what_is_hidden_or_was_not_opened() {
    let all = [Section::Medication, Section::Profile];
    for (sections, conceals, wanted) in
        [(&all[..], false, 2), (&all[..], true, 1), (MEDICINES, false, 1), (MEDICINES, true, 0)]
    {
        let (city, pharmacist, hanako, id, path) = pharmacy(sections).await;
        let allergies = json!({ "profile": { "allergies": ["ロキソニンで発疹 CANARY"] } });
        city.patch(&hanako, &format!("/v1/residents/{id}"), allergies).await.expect(200);
        let other = scanned(&city, &hanako, &id, "20261118", "ロキソプロフェンＮａ錠６０ｍｇ").await;
        update(&city, &id, &other, "concealed", &json!({ "BOOL": conceals }));
        let body = typed("2026-11-20", "ロキソニン錠６０ｍｇ");
        let line = format!("POST {path}");
        let key = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
        let reply = city.send(&pharmacist, &line, body.clone(), key).await.expect(201);
        let alerts = reply.body["alerts"].as_array().unwrap();
        assert_eq!(alerts.len(), wanted, "{sections:?} {conceals} {alerts:?}");
        let said = String::from_utf8(reply.raw.clone()).unwrap();
        assert_eq!(said.contains("CANARY"), sections.len() == 2);
        assert_eq!(said.contains(&other), !conceals);
        let log = city.items(LOG.of(&id), ENTRIES);
        assert_eq!(log.last().unwrap()["sections"]["L"].as_array().unwrap().len(), sections.len());
        // A repetition says the same; the person sees all.
        let again = city.send(&pharmacist, &line, body, key).await.expect(201);
        assert_eq!(again.body, reply.body);
        let list = city.get(&hanako, &medications(&id)).await.expect(200).body;
        assert_eq!(list["alerts"].as_array().unwrap().len(), 3, "{:?}", list["alerts"]);
    }
}

#[tokio::test]
async fn r10_for_seven_days_after_the_check_in_it_goes_on_and_tells_nothing() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    scanned(&city, &hanako, &id, "20261118", "ロキソプロフェンＮａ錠６０ｍｇ").await;
    for days in [0, 1, 6] {
        city.pass(TimeDelta::days(days));
        let day = (city.now() - TimeDelta::days(1)).format("%Y-%m-%d").to_string();
        let reply = city.post(&pharmacist, &path, typed(&day, "ロキソニン錠６０ｍｇ")).await.expect(201);
        assert_eq!(reply.body["alerts"].is_null(), days > 0);
        city.get(&pharmacist, &path.replace("/dispensings", "/notebook")).await.expect(if days == 0 {
            200
        } else {
            404
        });
    }
    city.pass(TimeDelta::days(1));
    let over = city.post(&pharmacist, &path, typed("2026-11-20", "薬")).await.expect(404);
    let missing = path.replace(&id, "019aa000-0000-7000-8000-0000000000ff");
    assert_eq!(
        over.body["detail"],
        city.post(&pharmacist, &missing, typed("2026-11-20", "薬")).await.expect(404).body["detail"]
    );
}

#[tokio::test]
async fn r10_an_ended_check_in_lets_it_go_on_a_cancelled_one_and_other_sections_do_not() {
    let (city, pharmacist, _, id, path) = pharmacy(&[Section::Daily]).await;
    city.post(&pharmacist, &path, typed("2026-11-20", "薬")).await.expect(404);
    let checked_in = city.check_in(&id, PHARMACY, MEDICINES);
    city.revoke(&checked_in);
    let reply = city.post(&pharmacist, &path, typed("2026-11-20", "薬")).await.expect(201);
    assert!(reply.body["alerts"].is_null());
    city.set_attribute(NOTEBOOK.of(&id), checked_in.grant_sk(), "cancelled_at", &json!(city.now()));
    city.post(&pharmacist, &path, typed("2026-11-21", "薬")).await.expect(404);
    // What was registered by mistake is still taken back.
    let retraction = format!("{path}/{}/retraction", first(&reply));
    city.post(&pharmacist, &retraction, json!({ "reason": "wrong_patient" })).await.expect(200);
}

#[tokio::test]
async fn r01_pharmacists_of_the_place_alone() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    for role in ["doctor", "nurse", "reception", "public_health_nurse"] {
        let other = Person::staff(role);
        city.employ(&other, PHARMACY, role);
        city.post(&other, &path, typed("2026-11-20", "薬")).await.expect_problem(403, "role_not_allowed");
    }
    let elsewhere = Person::staff("elsewhere");
    city.employ(&elsewhere, OTHER_CLINIC, "pharmacist");
    for person in [&elsewhere, &hanako] {
        city.post(person, &path, typed("2026-11-20", "薬")).await.expect(404);
    }
    let there = path.replace(PHARMACY, OTHER_CLINIC);
    city.post(&elsewhere, &there, typed("2026-11-20", "薬")).await.expect(404);
    city.check_in(&id, OTHER_CLINIC, MEDICINES);
    let made = first(&city.post(&pharmacist, &path, typed("2026-11-20", "薬")).await.expect(201));
    city.post(&elsewhere, &format!("{there}/{made}/retraction"), json!({ "reason": "wrong_content" }))
        .await
        .expect(404);
    // Another place's registration of the same is its own.
    assert_ne!(first(&city.post(&elsewhere, &there, typed("2026-11-20", "薬")).await.expect(201)), made);
}

#[tokio::test]
async fn a_day_takes_ten_and_a_sheet_five() {
    let (city, pharmacist, _, id, path) = pharmacy(MEDICINES).await;
    for count in 0..10 {
        city.post(&pharmacist, &path, typed("2026-11-20", &format!("薬{count}番"))).await.expect(201);
    }
    city.post(&pharmacist, &path, typed("2026-11-20", "最後の薬")).await.expect_problem(422, "too_many_registered");
    city.post(&pharmacist, &path, typed("2026-11-20", "薬1番")).await.expect(200);
    assert_eq!(city.items(NOTEBOOK.of(&id), MEDICATIONS).len(), 10);
    let visits: String = (10..16).map(|day| super::visit(&format!("202611{day}"), "薬")).collect();
    let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{visits}");
    city.post(&pharmacist, &path, bytes(&text)).await.expect_problem(422, "too_many_dispensings");
}

#[tokio::test]
async fn what_else_stands_on_a_sheet_is_counted_and_not_registered() {
    let (city, pharmacist, hanako, id, path) = pharmacy(MEDICINES).await;
    let text = sample("08-every-record");
    let named = text.lines().find(|line| line.starts_with("1,")).unwrap();
    let text = text.replace(named, "1,荒尾　花子,2,S260314");
    let reply = city.post(&pharmacist, &path, bytes(&text)).await.expect(201);
    assert_eq!(reply.body["notes_left_out"], 7);
    let sheets = city.get(&hanako, &super::dispensings(&id)).await.expect(200);
    assert_eq!(sheets.body["items"], json!([]));
}

#[tokio::test]
async fn r53_a_write_that_breaks_off_anywhere_is_whole_or_not_there() {
    let swept = crash_sweep(async |city: &City| {
        let (pharmacist, hanako, id, path) = in_city(city, MEDICINES).await;
        scanned(city, &hanako, &id, "20261120", "アムロジピン錠").await;
        Write::new(&pharmacist, &format!("POST {path}"), bytes(&sheet("20261120", "アムロジピン錠")))
    })
    .await;
    // Batch, query and the count of calls; transaction.
    assert_eq!((swept.reply.status, swept.requests), (201, 4));
}
