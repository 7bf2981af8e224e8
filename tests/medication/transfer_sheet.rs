//! transfer-sheet: what was scanned in the wrong notebook goes into the right one, and nothing of it stays behind.

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::keys::{
    ACCOUNT_LOG, ALARMS, CONSENTS, ENTRIES, IDEMPOTENCY, MEDICATIONS, NOTEBOOK, PROFILE, RELATIONS, SCANS, key_of,
};
use support::{City, Person, Reply, Write, crash_sweep};

use super::{
    added, by_hand, bytes, dispensings, entries, entry_path, ids, listed, medications, notebook, scan, state, visit,
};

const HANAKO: &str = "荒尾　花子,2,S260314";
const TARO: &str = "荒尾　太郎,1,H300412";

fn naming(person: &str, drug: &str) -> Value {
    let notes = "2,1,ペニシリン,1\n4,血圧は百三十まで,20261120,1\n";
    bytes(&format!("JAHISTC08,1\n1,{person}\n{notes}{}", visit("20261120", drug)))
}

/// A notebook of 荒尾 太郎, born on 2018-04-12, whose medicines this person may manage or so; gives its id.
async fn of_taro(city: &City, person: &Person, scopes: &[(&str, &str)]) -> String {
    let id = city.proved_resident(&Person::resident("taro")).await;
    let identity = json!({ "legal_name": "荒尾 太郎", "birth_date": "2018-04-12", "sex": "male" });
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "identity", &identity);
    if !scopes.is_empty() {
        city.relate(person, &id, "family", scopes);
    }
    id
}

fn transfers(id: &str, scanned: &Reply) -> String {
    format!("{}/{}/transfers", dispensings(id), scanned.body["sheet_id"].as_str().unwrap())
}

/// What a notebook holds of medicines and alarms, but for versions, and what is in nobody's notebook.
fn of_notebook(city: &City, id: &str) -> Vec<Value> {
    let theirs = |item: &Value| item["pk"]["S"] == NOTEBOOK.of(id) && item["sk"]["S"] != PROFILE;
    let mut items: Vec<Value> = state(city).into_iter().filter(theirs).collect();
    for item in &mut items {
        item.as_object_mut().unwrap().remove("version");
    }
    items
}

#[tokio::test]
async fn a_mismatching_sheet_is_moved_to_the_child_whom_it_names_and_nothing_of_it_stays() {
    for drug in ["アムロジピン錠", "アモキシシリン錠"] {
        let (city, hanako, id) = notebook().await;
        let child = of_taro(&city, &hanako, &[("medication", "manage"), ("profile", "record")]).await;
        added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
        let before = of_notebook(&city, &id);
        let scanned = scan(&city, &hanako, &id, naming(TARO, drug)).await.expect(201);
        assert_eq!(scanned.body["owner"], "unconfirmed");
        city.store.forget();
        let moved = city.post(&hanako, &transfers(&id, &scanned), json!({ "to": child })).await.expect(201);
        assert_eq!(city.store.seen().depth, 4);
        assert_eq!(of_notebook(&city, &id), before);
        // There it counts: it names the child.
        assert_eq!((&moved.body["owner"], &moved.body["resident_id"]), (&json!("resident"), &json!(child)));
        assert_eq!(json!(listed(&city, &hanako, &child).await), moved.body["medication_ids"]);
        let sheets = city.get(&hanako, &dispensings(&child)).await.expect(200);
        assert_eq!(sheets.body["items"][0]["sheet_id"], moved.body["sheet_id"]);
        assert_eq!(sheets.body["items"][0]["profile_additions"]["allergies"], json!(["ペニシリン"]));
        // Scanned again, each is what it is: there known, here new.
        let again = scan(&city, &hanako, &child, naming(TARO, drug)).await.expect(200);
        assert_eq!(again.body["already_registered"], true);
        scan(&city, &hanako, &id, naming(TARO, drug)).await.expect(201);
        city.post(&hanako, &transfers(&id, &scanned), json!({ "to": child })).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_sheet_taken_for_ones_own_is_moved_with_alarms_links_and_the_spelling_gone() {
    let (city, hanako, id) = notebook().await;
    let child = of_taro(&city, &hanako, &[("medication", "record")]).await;
    added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let before = of_notebook(&city, &id);
    // Of the same birthday, so that its spelling is remembered with it.
    let scanned = scan(&city, &hanako, &id, naming("玉名　花子,2,S260314", "アムロジピン錠")).await.expect(201);
    super::confirm(&city, &hanako, &id, &scanned).await;
    let medication = ids(&scanned.body["dispensings"])[0].to_owned();
    let kept = json!({ "concealed": true, "remark": "眠くなる" });
    city.patch(&hanako, &entry_path(&id, &medication), kept).await.expect(200);
    let alarm = json!({ "label": "朝", "times": ["08:00"], "from": "2026-11-22", "medication_ids": [medication] });
    let alarm = city.post(&hanako, &format!("/v1/residents/{id}/alarms"), alarm).await.expect(201);
    let moved = city.post(&hanako, &transfers(&id, &scanned), json!({ "to": child })).await.expect(201);
    let alarms = city.get(&hanako, &format!("/v1/residents/{id}/alarms")).await.expect(200);
    assert!(alarms.body["items"].as_array().unwrap().iter().all(|item| item["alarm_id"] != alarm.body["alarm_id"]));
    let left: Vec<Value> = of_notebook(&city, &id).into_iter().filter(|item| !ALARMS.begins(item)).collect();
    // What was linked with what is kept from clinics stays kept from them.
    let plain = |items: Vec<Value>| {
        items
            .into_iter()
            .map(|mut item| {
                item.as_object_mut().unwrap().remove("concealed");
                item
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(plain(left), plain(before));
    // There it waits, because it names neither of them; what was kept from clinics is so, and the remark did not go along.
    assert_eq!(moved.body["owner"], "unconfirmed");
    let there = city.get(&hanako, &medications(&child)).await.expect(200).body["items"][0].clone();
    assert_eq!(
        (&there["concealed"], &there["remark"], &there["owner"]),
        (&json!(true), &Value::Null, &json!("unconfirmed"))
    );
    assert_eq!(city.get(&hanako, &dispensings(&child)).await.body["items"][0]["named"]["name"], "玉名　花子");
}

#[tokio::test]
async fn what_is_there_already_is_recognised_and_what_another_sheet_here_tells_of_stays() {
    let (city, hanako, id) = notebook().await;
    let child = of_taro(&city, &hanako, &[("medication", "record")]).await;
    scan(&city, &hanako, &child, naming(TARO, "薬")).await.expect(201);
    let there = listed(&city, &hanako, &child).await;
    let here = scan(&city, &hanako, &id, naming(TARO, "薬")).await.expect(201);
    let both = format!("JAHISTC08,1\n1,{TARO}\n{}{}", visit("20261120", "薬"), visit("20261121", "別の薬"));
    let both = scan(&city, &hanako, &id, bytes(&both)).await.expect(201);
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("moved".to_owned());
    let line = format!("POST {}", transfers(&id, &here));
    let moved = city.send(&hanako, &line, json!({ "to": child }), key).await.expect(200);
    assert_eq!((&moved.body["already_registered"], &moved.body["sheet_id"]), (&json!(true), &Value::Null));
    assert_eq!(moved.body["medication_ids"], json!(there));
    assert_eq!(listed(&city, &hanako, &child).await, there);
    assert_eq!(listed(&city, &hanako, &id).await.len(), 2);
    let replayed = city.send(&hanako, &line, json!({ "to": child }), key).await.expect(200);
    assert_eq!(replayed.body, moved.body);
    // The other sheet brings what is new, and what is known is told of by both.
    let moved = city.post(&hanako, &transfers(&id, &both), json!({ "to": child })).await.expect(201);
    assert_eq!(ids_of(&moved.body["medication_ids"])[0], there[0]);
    assert_eq!(listed(&city, &hanako, &child).await.len(), 2);
    assert_eq!(listed(&city, &hanako, &id).await, Vec::<String>::new());
}

fn ids_of(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect()
}

#[tokio::test]
async fn r02_another_notebook_than_ones_own_or_ones_familys_is_as_one_that_nobody_has() {
    let (city, hanako, id) = notebook().await;
    let strangers = of_taro(&city, &hanako, &[]).await;
    let scanned = scan(&city, &hanako, &id, naming(TARO, "薬")).await.expect(201);
    let path = transfers(&id, &scanned);
    let nobodys = json!({ "to": "019a0000-0000-7000-8000-000000000000" });
    let nobodys = city.post(&hanako, &path, nobodys).await.expect_problem(404, "not_found");
    let before = state(&city);
    let refused = async || {
        let reply = city.post(&hanako, &path, json!({ "to": strangers })).await.expect_problem(404, "not_found");
        assert_eq!(reply.raw, nobodys.raw);
    };
    let actors = ACCOUNT_LOG.of(hanako.actor());
    let refusals = city.entries(&actors);
    refused().await;
    // It is a refused look in the caller's own chain, and none in theirs.
    let logged = city.items(&actors, ENTRIES);
    assert_eq!((logged.len(), &logged.last().unwrap()["about"]["S"]), (refusals + 1, &json!(strangers)));
    assert_eq!(entries(&city, &strangers), 0);
    assert_eq!(state(&city), before);
    for scopes in [[("medication", "see")], [("profile", "manage")]] {
        city.relate(&hanako, &strangers, "family", &scopes);
        refused().await;
    }
    city.relate(&hanako, &strangers, "family", &[("medication", "record")]);
    city.set_attribute(NOTEBOOK.of(&strangers), RELATIONS.of(hanako.actor()), "state", &json!("ended"));
    refused().await;
    city.post(&hanako, &path, json!({ "to": id })).await.expect_problem(422, "invalid_value");
    let withdrawn = json!({ "withdrawn_at": "2026-11-22T00:00:00Z", "for": "use_of_notebook", "text_version": "2026-04", "given_at": "2026-11-21T00:00:00Z" });
    city.relate(&hanako, &strangers, "family", &[("medication", "record")]);
    city.seed_item(NOTEBOOK.of(&strangers), CONSENTS.of("use_of_notebook"), &withdrawn, json!({ "version": 1 }));
    city.post(&hanako, &path, json!({ "to": strangers })).await.expect_problem(403, "consent_required");
}

#[tokio::test]
async fn r05_what_ends_at_either_notebook_while_a_sheet_is_moved_wins() {
    for (whose, end) in [("mother", "state"), ("child", "state"), ("child", "consent")] {
        let (city, hanako, id) = notebook().await;
        let (daughter, child) = (Person::resident("daughter"), of_taro(&city, &hanako, &[]).await);
        for of in [&id, &child] {
            city.relate(&daughter, of, "family", &[("medication", "manage")]);
        }
        let scanned = scan(&city, &hanako, &id, naming(TARO, "薬")).await.expect(201);
        let before = of_notebook(&city, &id);
        let ended = if whose == "mother" { id.clone() } else { child.clone() };
        let actor = daughter.actor();
        city.store.interrupt(1, move |store| {
            let (sk, name, value) = match end {
                "state" => (RELATIONS.of(&actor), "state", json!({ "S": "ended" })),
                _ => (CONSENTS.of("use_of_notebook"), "withdrawn_at", json!({ "S": "2026-11-22T00:00:00Z" })),
            };
            let key = key_of(NOTEBOOK.of(&ended), sk);
            store.admin(
                "UpdateItem",
                json!({
                    "TableName": support::store::TABLE, "Key": key, "UpdateExpression": "SET #n = :v",
                    "ExpressionAttributeNames": { "#n": name }, "ExpressionAttributeValues": { ":v": value },
                }),
            );
        });
        let reply = city.post(&daughter, &transfers(&id, &scanned), json!({ "to": child })).await;
        assert!(!city.store.was_not_interrupted());
        assert_eq!(reply.status, if end == "state" { 404 } else { 403 }, "{whose} {end}");
        let sheets =
            |id: &str| city.items(NOTEBOOK.of(id), SCANS).len() + city.items(NOTEBOOK.of(id), MEDICATIONS).len();
        assert_eq!((sheets(&id), sheets(&child)), (2, 0), "{whose} {end}");
        if whose == "child" {
            assert_eq!(of_notebook(&city, &id), before);
        }
        assert_eq!((entries(&city, &id), entries(&city, &child)), (0, 0));
    }
}

#[tokio::test]
async fn r40_each_of_the_two_people_finds_one_line_that_says_nothing_of_the_other() {
    let (city, hanako, id) = notebook().await;
    let (daughter, taro) = (Person::resident("daughter"), Person::resident("taro"));
    let child = of_taro(&city, &hanako, &[]).await;
    city.relate(&daughter, &id, "family", &[("medication", "manage")]);
    city.relate(&daughter, &child, "family", &[("medication", "record"), ("profile", "record")]);
    let scanned = scan(&city, &hanako, &id, naming(TARO, "薬")).await.expect(201);
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("moved".to_owned());
    let line = format!("POST {}", transfers(&id, &scanned));
    for _ in 0..2 {
        city.send(&daughter, &line, json!({ "to": child }), key).await.expect(201);
    }
    for (person, of, other, sections) in
        [(&hanako, &id, &child, json!(["medication"])), (&taro, &child, &id, json!(["medication", "profile"]))]
    {
        let log = city.get(person, &format!("/v1/residents/{of}/access-log")).await.expect(200).body;
        assert_eq!(log["items"].as_array().unwrap().len(), 1, "{log}");
        assert_eq!((&log["items"][0]["action"], &log["items"][0]["sections"]), (&json!("transfer-sheet"), &sections));
        assert!(!log.to_string().contains(other.as_str()));
    }
    // What one moves from one's own notebook is no look at that.
    let own = scan(&city, &taro, &child, naming(HANAKO, "別の薬")).await.expect(201);
    city.relate(&taro, &id, "family", &[("medication", "record")]);
    city.post(&taro, &transfers(&child, &own), json!({ "to": id })).await.expect(201);
    assert_eq!((entries(&city, &id), entries(&city, &child)), (2, 1));
}

#[tokio::test]
async fn family_moves_a_sheet_away_and_an_older_version_moves_nothing() {
    let (city, hanako, id) = notebook().await;
    let child = of_taro(&city, &hanako, &[]).await;
    let scanned = scan(&city, &hanako, &id, naming(TARO, "薬")).await.expect(201);
    city.relate(&Person::resident("member-manage"), &child, "family", &[("medication", "record")]);
    let line = format!("POST {}", transfers(&id, &scanned));
    let old = |request: &mut platform::request::Request| request.if_match = Some("\"7\"".to_owned());
    let body = json!({ "to": child });
    city.relate(&hanako, &child, "family", &[("medication", "record")]);
    city.send(&hanako, &line, body.clone(), old).await.expect_problem(412, "version_mismatch");
    city.call(&city.family(&id, "medication", "manage"), &line, body).await.expect(201);
}

#[tokio::test]
async fn a_sheet_that_is_too_large_for_one_step_is_refused_whole() {
    let (city, hanako, id) = notebook().await;
    let child = of_taro(&city, &hanako, &[("medication", "record")]).await;
    let visits: String = (1..=25).map(|day| visit(&format!("202611{:02}", day.min(22)), &format!("薬{day}"))).collect();
    let scanned = scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n1,{TARO}\n{visits}"))).await.expect(201);
    let before = state(&city);
    let line = transfers(&id, &scanned);
    city.post(&hanako, &line, json!({ "to": child })).await.expect_problem(422, "too_many_at_once");
    let records = |items: Vec<Value>| items.into_iter().filter(|item| !IDEMPOTENCY.begins(item)).collect::<Vec<_>>();
    assert_eq!(records(state(&city)), records(before));
    // With some of them deleted it goes: all that a person or family moves at once is written at once.
    for entry in ids(&scanned.body["dispensings"]).iter().take(4) {
        city.delete(&hanako, &entry_path(&id, entry)).await.expect(204);
    }
    let moved = city.post(&hanako, &line, json!({ "to": child })).await.expect(201);
    assert_eq!(ids_of(&moved.body["medication_ids"]).len(), 21);
    assert_eq!(moved.body["owner"], "resident");
}

#[tokio::test]
async fn a_moved_sheet_is_the_childs_for_the_clinic_and_nothing_of_it_is_the_mothers() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let child = of_taro(&city, &hanako, &[("medication", "manage")]).await;
    let scanned = scan(&city, &hanako, &id, naming(TARO, "サワシリンカプセル")).await.expect(201);
    city.post(&hanako, &transfers(&id, &scanned), json!({ "to": child })).await.expect(201);
    for (of, seen) in [(&id, false), (&child, true)] {
        let notebook = city.check_in(of, CLINIC, &Section::ALL).notebook();
        let view = city.get(&doctor, &notebook).await.expect(200).body;
        assert_eq!(view["sections"]["medication"].to_string().contains("サワシリン"), seen);
    }
}

#[tokio::test]
async fn r52_r53_moving_survives_a_crash_at_every_point_and_is_never_half_done() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    for person in [&hanako, &son] {
        crash_sweep(async |city: &City| {
            let id = city.proved_resident(&hanako).await;
            city.relate(&son, &id, "family", &[("medication", "manage")]);
            let child = of_taro(city, person, &[("medication", "record"), ("profile", "record")]).await;
            let reply = scan(city, &hanako, &id, naming(TARO, "アムロジピン錠")).await.expect(201);
            Write::new(person, &format!("POST {}", transfers(&id, &reply)), json!({ "to": child }))
        })
        .await;
    }
}
