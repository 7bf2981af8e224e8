use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{ACCOUNT, ALARMS, CHANGES, CONTACT, DUE, NOTEBOOK, RINGS};
use support::{City, Person, Post, Write, crash_sweep};

use super::{alarms, at, device, minute, morning, notebook, own, set, with_version};

#[tokio::test]
async fn an_alarm_is_replaced_as_a_whole_in_two_round_trips() {
    let (city, _, hanako, id) = notebook().await;
    let mut whole = morning();
    whole["stock"] = json!({ "amount": 10, "per_dose": 1 });
    whole["until"] = json!("2026-12-31");
    let alarm = set(&city, &hanako, &id, whole).await;
    let path = format!("{}/{alarm}", alarms(&id));
    let mut evening = at(&["21:00"]);
    let left_out = with_version(&city, &hanako, &format!("PUT {path}"), evening.clone(), "\"1\"").await;
    let left_out = left_out.expect_problem(422, "missing_field");
    let named: Vec<_> = left_out.body["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(named, [&json!("/stock"), &json!("/until")]);
    (evening["stock"], evening["until"]) = (Value::Null, Value::Null);
    city.store.forget();
    let reply = with_version(&city, &hanako, &format!("PUT {path}"), evening, "\"1\"").await.expect(200);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (2, Some("\"2\"")));
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!(read.body, reply.body);
    assert_eq!(
        (&read.body["times"], &read.body["stock"], &read.body["until"]),
        (&json!([{ "time": "21:00" }]), &Value::Null, &Value::Null)
    );
    for version in ["\"1\"", "\"3\"", "x"] {
        with_version(&city, &hanako, &format!("PUT {path}"), morning(), version)
            .await
            .expect_problem(412, "version_mismatch");
    }
}

#[tokio::test]
async fn times_that_stay_keep_their_entry_and_the_others_are_ended_and_made() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["08:00", "12:00"])).await;
    let line = format!("PUT {}/{alarm}", alarms(&id));
    city.pass(chrono::TimeDelta::hours(4));
    city.call(&hanako, &line, at(&["08:00", "19:00"])).await.expect(200);
    let entries = city.items(DUE, &id);
    let shown: Vec<_> = entries
        .iter()
        .map(|e| {
            (
                e["pk"]["S"].as_str().unwrap()[4..9].to_owned(),
                e["v"]["N"].as_str().unwrap().to_owned(),
                e["x"]["N"].is_string(),
            )
        })
        .collect();
    let entry = |time: &str, version: &str, ended| (time.to_owned(), version.to_owned(), ended);
    assert_eq!(shown, [entry("08:00", "1", false), entry("12:00", "1", true), entry("19:00", "2", false)]);
    assert!(entries[1]["expires_at"]["N"].is_string());
    let rings = city.items(RINGS, &id);
    assert_eq!(rings[0]["due"]["L"].as_array().unwrap().len(), 2);

    let mut weekend = at(&["08:00", "19:00"]);
    weekend["weekdays"] = json!(["sat", "sun"]);
    weekend.as_object_mut().unwrap().remove("rhythm");
    city.call(&hanako, &line, weekend).await.expect(200);
    let current = city.items(DUE, &id).into_iter().filter(|entry| entry["x"].is_null());
    assert!(current.map(|entry| entry["v"]["N"].clone()).all(|version| version == "3"));
}

#[tokio::test]
async fn within_the_lead_the_edit_says_what_rings_and_queues_it_itself() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["10:20", "10:25"])).await;
    assert!(own(&post).is_empty());
    city.set_time("2026-11-22T10:15:00+09:00");
    let line = format!("PUT {}/{alarm}", alarms(&id));
    city.call(&hanako, &line, at(&["10:22", "10:25"])).await.expect(200);
    let queued: Vec<_> = own(&post).into_iter().map(|(own, delay)| (own.minute, own.version, delay)).collect();
    assert_eq!(queued, [(minute("2026-11-22T10:22"), 2, 420), (minute("2026-11-22T10:25"), 2, 600)]);
    let changes: Vec<_> = city
        .items(CHANGES, &id)
        .iter()
        .map(|c| {
            (
                c["pk"]["S"].as_str().unwrap().split('#').nth(1).unwrap().to_owned(),
                c["rings"]["BOOL"].as_bool().unwrap(),
            )
        })
        .collect();
    let change = |at: &str, current| (format!("2026-11-22T{at}"), current);
    assert_eq!(changes, [change("10:20", false), change("10:22", true), change("10:25", true)]);
}

#[tokio::test]
async fn an_edit_by_family_keeps_where_it_rings_and_takes_one_more_round_trip() {
    let (city, _, hanako, id) = notebook().await;
    device(&city, &hanako, 1, "app/hanako");
    let alarm = set(&city, &hanako, &id, morning()).await;
    let line = format!("PUT {}/{alarm}", alarms(&id));
    device(&city, &Person::resident("member-manage"), 2, "app/member");
    city.call(&city.family(&id, "medication", "manage"), &line, at(&["09:00"])).await.expect(200);
    city.store.forget();
    let mut named = at(&["09:00"]);
    named["notification_text"] = json!("label");
    city.call(&Person::resident("member-manage"), &line, named).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
    let entries = city.items(DUE.of("09:00"), &id);
    assert_eq!((&entries[0]["e"]["L"], &entries[0]["n"]["BOOL"]), (&json!([{ "S": "app/hanako" }]), &json!(true)));
    assert_eq!(city.items(RINGS.of(hanako.actor()), "").len(), 1);
    assert_eq!(city.items(ACCOUNT.of(hanako.actor()), CONTACT)[0]["version"]["N"], "3");
    let read = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(200);
    assert_eq!((&read.body["rings_for_me"], &read.body["changed_by"]), (&json!(true), &json!("family")));
}

#[tokio::test]
async fn who_edits_anothers_alarm_does_not_become_whom_its_e_mail_goes_to() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, morning()).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    let contact = || city.items(ACCOUNT.of(hanako.actor()), CONTACT);
    let key = json!({ "pk": contact()[0]["pk"], "sk": contact()[0]["sk"] });
    city.store.admin("DeleteItem", json!({ "TableName": support::store::TABLE, "Key": key }));
    let path = format!("{}/{alarm}", alarms(&id));
    city.put(&son, &path, at(&["09:00"])).await.expect(200);
    assert_eq!((contact().len(), &contact()[0]["version"]["N"]), (1, &json!("1")), "the lock is taken all the same");
    assert!(contact()[0]["subject"]["S"].is_null(), "{:?}", contact());
    city.put(&hanako, &path, at(&["10:00"])).await.expect(200);
    assert_eq!((&contact()[0]["subject"]["S"], &contact()[0]["version"]["N"]), (&json!("hanako"), &json!("2")));
}

#[tokio::test]
async fn a_new_device_is_in_every_entry_after_an_edit_by_its_account() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, morning()).await;
    device(&city, &hanako, 1, "app/new");
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), morning()).await.expect(200);
    let entries = city.items(DUE.of("08:00"), &id);
    assert_eq!((entries.len(), &entries[0]["e"]["L"]), (1, &json!([{ "S": "app/new" }])));
}

#[tokio::test]
async fn r04_a_change_is_held_to_what_a_new_alarm_is_held_to() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, morning()).await;
    let path = format!("{}/{alarm}", alarms(&id));
    let wrong = ["alarm_id", "version", "made_by", "rings_for_me"].map(|name| (name, "read_only_field"));
    for (name, code) in wrong.into_iter().chain([("rings_for", "unknown_field")]) {
        let mut change = morning();
        change[name] = json!("1");
        city.put(&hanako, &path, change).await.expect_problem(422, code);
    }
    let mut change = morning();
    change["until"] = json!("2026-11-21");
    city.put(&hanako, &path, change).await.expect_problem(422, "invalid_value");
    let mut change = morning();
    change["medication_ids"] = json!(["019aa000-0000-7000-8000-0000000000f1"]);
    city.put(&hanako, &path, change).await.expect_problem(422, "unknown_medication");
    assert_eq!(city.get(&hanako, &path).await.body["version"], 1);
}

/// A medicine that the person adds by hand.
pub(super) async fn medicine(city: &City, person: &Person, id: &str, drug: &str) -> String {
    let body = json!({ "dispensed_on": "2026-11-20", "groups": [{ "drugs": [{ "name": drug }] }] });
    let reply = city.post(person, &format!("/v1/residents/{id}/medications"), body).await.expect(201);
    reply.body["entry"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_alarm_whose_medicine_was_deleted_does_not_name_it_and_can_be_changed() {
    let (city, _, hanako, id) = notebook().await;
    let first = medicine(&city, &hanako, &id, "カナリヤ錠").await;
    let second = medicine(&city, &hanako, &id, "ヒバリ錠").await;
    let mut body = morning();
    body["medication_ids"] = json!([first, second]);
    let alarm = set(&city, &hanako, &id, body.clone()).await;
    let other = set(&city, &hanako, &id, at(&["09:00"])).await;
    let path = format!("{}/{alarm}", alarms(&id));
    city.delete(&hanako, &format!("/v1/residents/{id}/medications/{first}")).await.expect(204);
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!(read.body["medication_ids"], json!([second]));
    assert!(city.items(DUE.of("08:00"), &id)[0].get("x").is_none(), "it rings as before");
    assert_eq!(city.get(&hanako, &format!("{}/{other}", alarms(&id))).await.body["version"], 1);
    // Whoever read the alarm before the deletion, or made it at that moment, may still name what went.
    city.put(&hanako, &path, morning()).await.expect(200);
    city.put(&hanako, &path, body).await.expect_problem(422, "unknown_medication");
    let gone = "019aa000-0000-7000-8000-0000000000f2";
    let mut item = city.items(NOTEBOOK.of(&id), ALARMS).remove(0);
    item["alarm"]["M"]["setting"]["M"]["medication_ids"] = json!({ "L": [{ "S": gone }] });
    let alarm = item["alarm_id"]["S"].as_str().unwrap().to_owned();
    city.store.seed(item);
    let path = format!("{}/{alarm}", alarms(&id));
    let read = city.get(&hanako, &path).await.expect(200);
    let mut body = at(&["10:30"]);
    body["medication_ids"] = read.body["medication_ids"].clone();
    assert_eq!(body["medication_ids"], json!([gone]));
    city.put(&hanako, &path, body).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_edits_of_one_version_one_wins_and_leaves_one_set_of_entries() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["10:05"])).await;
    post.take("notify");
    let (city, line) = (Arc::new(city), format!("PUT {}/{alarm}", alarms(&id)));
    let calls: Vec<_> = (0..50)
        .map(|n| {
            let (city, line, hanako) = (Arc::clone(&city), line.clone(), hanako.clone());
            let mut body = at(&[format!("10:{:02}", 6 + n % 6).as_str()]);
            body["label"] = json!(format!("おくすり {n}"));
            tokio::spawn(async move { with_version(&city, &hanako, &line, body, "\"1\"").await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for call in calls {
        statuses.push(call.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| [409, 412].contains(status)), "{statuses:?}");
    let current: Vec<_> = city.items(DUE, &id).into_iter().filter(|entry| entry["x"].is_null()).collect();
    assert_eq!(current.len(), 1);
    let live_changes = city.items(CHANGES, &id).into_iter().filter(|change| change["rings"]["BOOL"] == true);
    assert_eq!((live_changes.count(), own(&post).len()), (1, 1));
}

#[tokio::test]
async fn r50_a_repeated_edit_queues_again_only_while_it_is_the_last() {
    let (city, post, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, morning()).await;
    let line = format!("PUT {}/{alarm}", alarms(&id));
    let edit = async || {
        city.send(&hanako, &line, at(&["10:05"]), |request| request.idempotency_key = Some("edit".to_owned())).await
    };
    let first = edit().await.expect(200);
    assert_eq!(own(&post).len(), 1);
    let same = edit().await.expect(200);
    assert_eq!((&first.raw, first.header("etag")), (&same.raw, same.header("etag")));
    assert_eq!(own(&post).len(), 2);
    city.call(&hanako, &line, at(&["10:06"])).await.expect(200);
    post.take("notify");
    let again = edit().await.expect(200);
    assert_eq!((&again.body["times"], again.header("etag")), (&json!([{ "time": "10:06" }]), Some("\"3\"")));
    assert!(own(&post).is_empty());
}

#[tokio::test]
async fn r52_r53_an_edit_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "manage")]);
        let alarm = set(city, &hanako, &id, at(&["08:00", "10:05"])).await;
        Write::new(person, &format!("PUT {}/{alarm}", alarms(&id)), at(&["08:00", "10:06"])).if_match("\"1\"")
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}

#[tokio::test]
async fn earlier_forms_are_still_read_and_a_new_rhythm_asks_for_nothing_of_the_old() {
    let (city, _, hanako, id) = notebook().await;
    let mut body = morning();
    body["rhythm"] = json!({ "kind": "every_n_days", "n": 2 });
    body["stock"] = json!({ "amount": 10, "per_dose": 1, "refill_at_days": 5 });
    let alarm = set(&city, &hanako, &id, body.clone()).await;
    let path = format!("{}/{alarm}", alarms(&id));
    let left_out = city.put(&hanako, &path, body.clone()).await.expect_problem(422, "missing_field");
    assert_eq!(left_out.body["errors"][0]["pointer"], "/rhythm/anchor_day", "else its days would move");
    for rhythm in [json!({ "kind": "daily" }), json!({ "kind": "weekdays", "days": ["mon"] })] {
        body["rhythm"] = rhythm;
        city.put(&hanako, &path, body.clone()).await.expect(200);
    }
    body.as_object_mut().unwrap().remove("rhythm");
    body["weekdays"] = json!(["sat", "sun"]);
    city.put(&hanako, &path, body).await.expect(200);
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!(read.body["rhythm"], json!({ "kind": "weekdays", "days": ["sat", "sun"] }));
    assert_eq!(read.body["times"], json!([{ "time": "08:00" }]));
}

#[tokio::test]
async fn what_get_gave_sent_back_is_no_edit_whatever_passed_meanwhile() {
    let (city, _, hanako, id) = notebook().await;
    let mut body = morning();
    body["stock"] = json!({ "amount": 10, "per_dose": 1, "refill_at_days": 5 });
    let alarm = set(&city, &hanako, &id, body).await;
    let path = format!("{}/{alarm}", alarms(&id));
    let read = city.get(&hanako, &path).await.expect(200).body;
    city.pass(chrono::TimeDelta::days(2));
    let before = city.store.everything();
    let reply = city.put(&hanako, &path, read).await.expect(200);
    assert_eq!(reply.header("etag"), Some("\"1\""));
    assert_eq!(city.store.everything(), before);
}
