use serde_json::{Value, json};
use support::{City, Person, Write, crash_sweep};

use super::{added, by_hand, entry, entry_path, listed, medications, notebook, scanned, state};

#[tokio::test]
async fn a_typed_entry_is_corrected_and_looked_at_again_in_three_round_trips() {
    let (city, hanako, id) = notebook().await;
    let other = scanned(&city, &hanako, &id, "20261101", "ロキソプロフェン錠").await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "ロキソプロヘン")).await;
    city.store.forget();
    let groups = json!([{ "usage_text": "毎食後", "dosage_form": "oral", "supply_count": 10, "drugs": [{ "name": "ロキソプロフェン" }] }]);
    let change = json!({ "dispensed_on": "2026-11-15", "groups": groups, "pharmacy": { "name": "玉名薬局" } });
    let reply = city.patch(&hanako, &entry_path(&id, &typed), change).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
    assert_eq!(reply.header("etag"), Some("\"2\""));
    assert_eq!(reply.body["entry"]["dispensed_on"], "2026-11-15");
    assert_eq!(reply.body["entry"]["pharmacy"]["name"], "玉名薬局");
    assert_eq!(reply.body["alerts"][0]["with"]["dispensing_id"], json!(other));
    assert_eq!(reply.body["suggested_alarms"][0]["until"], "2026-11-24");
    assert_eq!(entry(&city, &hanako, &id, &typed).await, reply.body["entry"]);
    let list = city.get(&hanako, &format!("{}?from=2026-11-15&to=2026-11-15", medications(&id))).await.expect(200);
    assert_eq!(list.body["items"][0]["id"], json!(typed), "it moved in the list");
    assert_eq!(listed(&city, &hanako, &id).await.len(), 2);
}

#[tokio::test]
async fn a_change_of_one_thing_of_pharmacy_or_otc_leaves_the_others_and_null_clears() {
    let (city, hanako, id) = notebook().await;
    let typed = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "薬")).await);
    let whole = json!({ "pharmacy": { "code": "4312345", "name": "玉名薬局", "phone": "0968-00-0000" } });
    city.patch(&hanako, &typed, whole).await.expect(200);
    let change = json!({ "pharmacy": { "phone": null, "name": "荒尾薬局" } });
    let pharmacy = city.patch(&hanako, &typed, change).await.expect(200).body["entry"]["pharmacy"].clone();
    assert_eq!((&pharmacy["code"], &pharmacy["name"]), (&json!("4312345"), &json!("荒尾薬局")));
    assert!(pharmacy["phone"].is_null());
    let reply = city.patch(&hanako, &typed, json!({ "pharmacy": null })).await.expect(200);
    assert!(reply.body["entry"]["pharmacy"]["name"].is_null());
    let bought =
        json!({ "otc": { "name": "目薬", "started_on": "2026-11-01", "ingredients": [{ "name": "ビタミン" }] } });
    let bought = entry_path(&id, &added(&city, &hanako, &id, bought).await);
    let reply = city.patch(&hanako, &bought, json!({ "otc": { "name": "点眼薬" } })).await.expect(200);
    let otc = &reply.body["entry"]["otc"];
    assert_eq!((&otc["name"], &otc["started_on"]), (&json!("点眼薬"), &json!("2026-11-01")));
    assert_eq!(otc["ingredients"][0]["name"], "ビタミン");
    for (path, body, pointer) in [
        (&typed, json!({ "concealed": null }), "/concealed"),
        (&typed, json!({ "dispensed_on": null }), "/dispensed_on"),
        (&typed, json!({ "groups": null }), "/groups"),
        (&bought, json!({ "otc": null }), "/otc"),
        (&bought, json!({ "otc": { "name": null } }), "/otc/name"),
    ] {
        let reply = city.patch(&hanako, path, body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
}

#[tokio::test]
async fn a_remark_and_keeping_back_need_no_second_look_and_null_clears() {
    let (city, hanako, id) = notebook().await;
    let scanned = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let path = entry_path(&id, &scanned);
    let before = entry(&city, &hanako, &id, &scanned).await;
    city.store.forget();
    let reply = city.patch(&hanako, &path, json!({ "concealed": true, "remark": "眠くなる" })).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!((&reply.body["entry"]["concealed"], &reply.body["entry"]["remark"]), (&json!(true), &json!("眠くなる")));
    assert_eq!((&reply.body["alerts"], &reply.body["suggested_alarms"]), (&json!([]), &json!([])));
    city.patch(&hanako, &path, json!({ "concealed": false })).await.expect(200);
    let reply = city.patch(&hanako, &path, json!({ "remark": null })).await.expect(200);
    let mut after = reply.body["entry"].clone();
    assert_eq!(after["edit_version"], 4);
    after["edit_version"] = json!(1);
    assert_eq!(after, before, "what the pharmacy wrote stayed as it was");
}

#[tokio::test]
async fn what_a_pharmacy_wrote_is_not_corrected() {
    let (city, hanako, id) = notebook().await;
    let path = entry_path(&id, &scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await);
    let before = state(&city);
    for (name, value) in [
        ("dispensed_on", json!("2026-11-19")),
        ("pharmacy", json!({ "name": "玉名薬局" })),
        ("prescriber", json!({})),
        ("groups", json!([{ "drugs": [{ "name": "別の薬" }] }])),
        ("otc", json!({ "name": "目薬" })),
    ] {
        let reply = city.patch(&hanako, &path, json!({ name: value, "concealed": true })).await;
        let reply = reply.expect_problem(422, "read_only_entry");
        assert_eq!(reply.body["errors"][0]["pointer"], format!("/{name}"));
    }
    assert_eq!(state(&city), before);
}

#[tokio::test]
async fn r04_a_change_is_held_to_what_a_new_entry_is_held_to_and_to_its_kind() {
    let (city, hanako, id) = notebook().await;
    let typed = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "薬")).await);
    let bought = json!({ "otc": { "name": "目薬", "started_on": "2026-11-01" } });
    let bought = entry_path(&id, &added(&city, &hanako, &id, bought).await);
    let before = state(&city);
    for (path, body, code, pointer) in [
        (&typed, json!({ "source": "qr" }), "unknown_field", "/source"),
        (&typed, json!({ "added_by": "guardian" }), "unknown_field", "/added_by"),
        (&typed, json!({ "added_at": "2026-11-20T00:00:00Z" }), "unknown_field", "/added_at"),
        (&typed, json!({ "id": "019aa000-0000-7000-8000-0000000000ae" }), "unknown_field", "/id"),
        (&typed, json!({ "edit_version": 7 }), "unknown_field", "/edit_version"),
        (&typed, json!({ "linked_to": null }), "unknown_field", "/linked_to"),
        (&typed, json!({ "kind": "otc" }), "unknown_field", "/kind"),
        (&typed, json!({ "dispensed_on": "2026-11-23" }), "invalid_value", "/dispensed_on"),
        (&typed, json!({ "groups": [] }), "invalid_value", "/groups"),
        (&typed, json!({ "groups": [{ "drugs": [] }] }), "invalid_value", "/groups/0/drugs"),
        (&typed, json!({ "concealed": "yes" }), "invalid_value", "/concealed"),
        (&typed, json!({ "remark": "あ".repeat(801) }), "invalid_value", "/remark"),
        (&typed, json!({ "otc": { "name": "目薬" } }), "invalid_value", "/otc"),
        (&bought, json!({ "groups": [{ "drugs": [{ "name": "目薬" }] }] }), "invalid_value", "/groups"),
        (&bought, json!({ "dispensed_on": "2026-11-20" }), "invalid_value", "/dispensed_on"),
        (&bought, json!({ "otc": { "name": "目薬", "jan": "1" } }), "invalid_value", "/otc/jan"),
    ] {
        let reply = city.patch(&hanako, path, body).await.expect_problem(422, code);
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
    assert_eq!(state(&city), before);
    let change = json!({ "otc": { "name": "目薬", "started_on": "2026-11-01", "ended_on": "2026-11-09" } });
    let reply = city.patch(&hanako, &bought, change).await.expect(200);
    assert_eq!(reply.body["entry"]["groups"][0]["supply_count"], 9);
}

#[tokio::test]
async fn an_older_version_changes_nothing() {
    let (city, hanako, id) = notebook().await;
    let path = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "薬")).await);
    let line = format!("PATCH {path}");
    let conceal = async |concealed: bool, version: &str| {
        let version = version.to_owned();
        city.send(&hanako, &line, json!({ "concealed": concealed }), |request| request.if_match = Some(version)).await
    };
    conceal(true, "\"1\"").await.expect(200);
    let before = state(&city);
    for version in ["\"1\"", "\"3\"", "x"] {
        conceal(false, version).await.expect_problem(412, "version_mismatch");
        conceal(true, version).await.expect(200);
    }
    assert_eq!(state(&city), before);
    conceal(false, "*").await.expect(200);
}

#[tokio::test]
async fn family_changes_in_three_round_trips() {
    let (city, hanako, id) = notebook().await;
    let path = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "薬")).await);
    let change = json!({ "dispensed_on": "2026-11-19" });
    city.call(&city.family(&id, "medication", "manage"), &format!("PATCH {path}"), change.clone()).await.expect(200);
    city.store.forget();
    city.patch(&Person::resident("member-manage"), &path, change).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
}

#[tokio::test]
async fn r52_r53_a_change_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person, change: Value| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "manage")]);
        scanned(city, &hanako, &id, "20261101", "ロキソプロフェン錠").await;
        let typed = added(city, &hanako, &id, by_hand("2026-11-20", "薬")).await;
        Write::new(person, &format!("PATCH {}", entry_path(&id, &typed)), change).if_match("\"1\"")
    };
    let correction = || json!({ "groups": [{ "drugs": [{ "name": "ロキソプロフェン" }] }] });
    let own = crash_sweep(async |city: &City| arrange(city, &hanako, correction()).await).await;
    assert_eq!(own.reply.body["alerts"].as_array().unwrap().len(), 1);
    crash_sweep(async |city: &City| arrange(city, &son, correction()).await).await;
    crash_sweep(async |city: &City| arrange(city, &hanako, json!({ "concealed": true })).await).await;
}
