use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{
    ACCOUNT, ALARM_OF, ALARMS, CHANGES, CONTACT, DEVICES, DUE, DUE_ENTRY, MEDICATIONS, NOTEBOOK, RINGS, WATCHERS,
};
use support::post::Weather;
use support::{City, Person, Post, Write, crash_sweep};

use super::{CANARIES, alarms, at, device, entries, minute, morning, notebook, own, set};

#[tokio::test]
async fn a_person_sets_an_alarm_in_two_round_trips_and_reads_it_back() {
    let (city, _, hanako, id) = notebook().await;
    let whole = json!({
        "label": "朝のカナリヤ", "medication_ids": [], "times": ["19:00", "08:00"], "weekdays": ["sun", "mon"],
        "from": "2026-11-22", "until": "2026-12-31",
        "stock": { "amount": 20.5, "per_dose": 0.5, "refill_at_days": 7 },
        "notification_text": "label", "second_channel": "off",
    });
    city.store.forget();
    let reply = city.post(&hanako, &alarms(&id), whole.clone()).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let alarm = reply.body["alarm_id"].as_str().unwrap();
    city.store.forget();
    let read = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!((&read.body, read.header("etag")), (&reply.body, Some("\"1\"")));
    for (name, value) in whole.as_object().unwrap() {
        match name.as_str() {
            // The earlier forms are read; what is answered is the new one.
            "times" => assert_eq!(read.body[name], json!([{ "time": "08:00" }, { "time": "19:00" }])),
            "weekdays" => {
                assert_eq!(read.body["rhythm"], json!({ "kind": "weekdays", "days": ["mon", "sun"] }));
                assert_eq!(read.body[name], Value::Null);
            }
            "stock" => assert_eq!(
                read.body[name],
                json!({
                    "amount": 20.5, "counted_at": "2026-11-22T01:00:00Z", "per_dose": 0.5, "refill_at_days": 7,
                    "days_left": 71, "low": false,
                })
            ),
            _ => assert_eq!(&read.body[name], value, "{name}"),
        }
    }
    assert_eq!(read.body["next_at"], "2026-11-22T10:00:00Z");
    assert_eq!((&read.body["rings_for_me"], &read.body["made_by"]), (&json!(true), &json!("self")));
    assert_eq!(entries(&city, &id), 0);
}

#[tokio::test]
async fn an_alarm_of_family_rings_on_their_own_devices() {
    let (city, _, _, id) = notebook().await;
    let member = Person::resident("member-record");
    device(&city, &member, 1, "app/endpoint-member");
    city.call(&city.family(&id, "medication", "record"), &format!("POST {}", alarms(&id)), morning()).await.expect(201);
    let rings = city.items(RINGS.of(member.actor()), "");
    assert_eq!(rings.len(), 1);
    let due = city.items(DUE.of("08:00"), "");
    assert_eq!(due[0]["e"]["L"], json!([{ "S": "app/endpoint-member" }]));
}

#[tokio::test]
async fn what_cannot_be_an_alarm_is_refused_and_the_value_is_not_repeated() {
    let (city, _, hanako, id) = notebook().await;
    let with = |name: &str, value: Value| {
        let mut alarm = morning();
        alarm[name] = value;
        alarm
    };
    for (alarm, pointer) in [
        (with("label", json!("")), "/label"),
        (with("label", json!("あ".repeat(61))), "/label"),
        (with("times", json!([])), "/times"),
        (with("times", json!(["08:00", "08:00"])), "/times"),
        (with("times", json!(["24:00"])), "/times/0"),
        (with("weekdays", json!([])), "/weekdays"),
        (with("weekdays", json!(["Mon"])), "/weekdays"),
        (with("times", json!([{ "time": "08:00", "amount": 0 }])), "/times/0/amount"),
        (with("times", json!([{ "time": "08:00", "amount": "1/7" }])), "/times/0/amount"),
        (with("times", json!([["08:00"]])), "/times/0"),
        (with("rhythm", json!({ "kind": "as_needed" })), "/times"),
        (with("rhythm", json!({ "kind": "every_n_days", "n": 2, "anchor_day": "1999-12-31" })), "/rhythm/anchor_day"),
        (with("paused_until", json!("2200-01-01")), "/paused_until"),
        (with("stock", json!({ "amount": 1 })), "/stock/per_dose"),
        (with("until", json!("2026-11-21")), "/until"),
        (with("until", json!("2200-01-01")), "/until"),
        (with("from", json!("1999-12-31")), "/from"),
        (with("from", json!("2026-02-29")), "/from"),
        (with("from", Value::Null), "/from"),
        (with("stock", json!({ "amount": -1, "per_dose": 1 })), "/stock/amount"),
        (with("stock", json!({ "amount": 1.005, "per_dose": 1 })), "/stock/amount"),
        (with("stock", json!({ "amount": 1, "per_dose": 0 })), "/stock/per_dose"),
        (with("stock", json!({ "amount": 1, "per_dose": 1, "refill_at_days": 61 })), "/stock/refill_at_days"),
        (with("notification_text", json!("loud")), "/notification_text"),
        (with("medication_ids", json!(["canary"])), "/medication_ids/0"),
    ] {
        let reply = city.post(&hanako, &alarms(&id), alarm.clone()).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{alarm}");
        let text = String::from_utf8_lossy(&reply.raw).into_owned();
        assert!(!CANARIES.iter().any(|canary| text.contains(canary)), "{text}");
    }
    let never =
        json!({ "label": "a", "times": ["08:00"], "weekdays": ["sat"], "from": "2026-11-22", "until": "2026-11-23" });
    let reply = city.post(&hanako, &alarms(&id), never).await.expect_problem(422, "invalid_value");
    assert_eq!(reply.body["errors"][0]["pointer"], "/weekdays");
    let many: Vec<_> = (0..11).map(|n| format!("019aa000-0000-7000-8000-{n:012}")).collect();
    for ids in [json!(many), json!([many[0], many[0]])] {
        let reply = city.post(&hanako, &alarms(&id), with("medication_ids", ids)).await;
        assert_eq!(reply.expect_problem(422, "invalid_value").body["errors"][0]["pointer"], "/medication_ids");
    }
    let leap = json!({ "label": "a", "times": ["08:00"], "from": "2028-02-29", "until": "2028-02-29" });
    city.post(&hanako, &alarms(&id), leap).await.expect(201);
}

#[tokio::test]
async fn an_alarm_that_does_not_say_its_days_asks_for_them() {
    let (city, _, hanako, id) = notebook().await;
    for rhythm in [json!({ "kind": "n_per_week", "n": 4 }), json!({ "kind": "unknown" })] {
        let mut alarm = morning();
        alarm["rhythm"] = rhythm;
        let reply = city.post(&hanako, &alarms(&id), alarm).await.expect_problem(422, "days_needed");
        assert_eq!(reply.body["errors"][0]["pointer"], "/rhythm");
        assert!(reply.body["detail"].as_str().unwrap().contains("曜日"), "{}", reply.body);
    }
    let mut both = morning();
    (both["rhythm"], both["weekdays"]) = (json!({ "kind": "daily" }), json!(["mon"]));
    let reply = city.post(&hanako, &alarms(&id), both).await.expect_problem(422, "invalid_value");
    assert_eq!(reply.body["errors"][0]["pointer"], "/weekdays");
}

#[tokio::test]
async fn what_get_gives_can_be_changed_and_sent_back_whatever_the_rhythm() {
    let (city, _, hanako, id) = notebook().await;
    for (rhythm, answered, next) in [
        (json!({ "kind": "daily" }), json!({ "kind": "daily" }), "2026-11-22T23:00:00Z"),
        (
            json!({ "kind": "every_n_days", "n": 3 }),
            json!({ "kind": "every_n_days", "n": 3, "anchor_day": "2026-11-22" }),
            "2026-11-24T23:00:00Z",
        ),
        (
            json!({ "kind": "days_on_off", "on": 14, "off": 7, "anchor_day": "2026-11-10" }),
            json!({ "kind": "days_on_off", "on": 14, "off": 7, "anchor_day": "2026-11-10" }),
            "2026-11-22T23:00:00Z",
        ),
        (
            json!({ "kind": "monthly", "anchor_day": "2026-10-31" }),
            json!({ "kind": "monthly", "anchor_day": "2026-10-31" }),
            "2026-11-29T23:00:00Z",
        ),
    ] {
        let body = json!({
            "label": "朝のカナリヤ", "times": [{ "time": "08:00", "amount": 2 }, { "time": "07:00", "amount": "1/3" }],
            "rhythm": rhythm, "from": "2026-11-22", "stock": { "amount": "10 1/3" },
        });
        let alarm = set(&city, &hanako, &id, body).await;
        let path = format!("{}/{alarm}", alarms(&id));
        let read = city.get(&hanako, &path).await.expect(200).body;
        assert_eq!(read["rhythm"], answered);
        assert_eq!(read["times"], json!([{ "time": "07:00", "amount": "1/3" }, { "time": "08:00", "amount": 2.0 }]));
        assert_eq!(read["stock"]["amount"], "10 1/3");
        let at_eight = |at: &Value| at.as_str().unwrap().replace("T22:00", "T23:00");
        assert_eq!(at_eight(&read["next_at"]), next, "{rhythm}");
        let mut again = read.clone();
        again["label"] = json!("別の名前");
        city.put(&hanako, &path, again).await.expect(200);
        let after = city.get(&hanako, &path).await.expect(200).body;
        assert_eq!(
            (&after["rhythm"], &after["times"], &after["next_at"]),
            (&read["rhythm"], &read["times"], &read["next_at"])
        );
        city.delete(&hanako, &path).await.expect(204);
    }
}

#[tokio::test]
async fn a_medicine_must_be_in_the_persons_own_notebook() {
    let (city, _, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let medicine = "019aa000-0000-7000-8000-0000000000f1";
    let seed = |resident: &str| {
        city.store.seed(json!({
            "pk": { "S": NOTEBOOK.of(resident) }, "sk": { "S": MEDICATIONS.of(medicine) }, "version": { "N": "1" },
        }));
    };
    seed(&theirs);
    let mut alarm = morning();
    alarm["medication_ids"] = json!([medicine]);
    let reply = city.post(&hanako, &alarms(&id), alarm.clone()).await.expect_problem(422, "unknown_medication");
    assert_eq!(reply.body["errors"][0]["pointer"], "/medication_ids/0");
    seed(&id);
    city.post(&hanako, &alarms(&id), alarm).await.expect(201);
}

#[tokio::test]
async fn r04_nobody_writes_whose_alarm_it_is_or_where_it_rings() {
    let (city, _, hanako, id) = notebook().await;
    for name in ["alarm_id", "rings_for", "delivery", "due", "made_by", "version", "pk", "ended", "past", "expires_at"]
    {
        let mut alarm = morning();
        alarm[name] = json!("1");
        city.post(&hanako, &alarms(&id), alarm).await.expect_problem(422, "unknown_field");
    }
    let mut alarm = morning();
    alarm["stock"] = json!({ "amount": 1, "per_dose": 1, "told_on": "2020-01-01" });
    city.post(&hanako, &alarms(&id), alarm).await.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn thirty_alarms_and_sixty_times_are_the_most_for_a_person_and_for_an_account() {
    let (city, _, hanako, id) = notebook().await;
    let eight: Vec<String> = (0..8).map(|n| format!("0{n}:30")).collect();
    let eight: Vec<&str> = eight.iter().map(String::as_str).collect();
    for _ in 0..7 {
        set(&city, &hanako, &id, at(&eight)).await;
    }
    city.post(&hanako, &alarms(&id), at(&eight[..5])).await.expect_problem(422, "too_many_alarms");
    set(&city, &hanako, &id, at(&eight[..4])).await;
    let daughter = Person::resident("daughter");
    city.relate(&daughter, &id, "family", &[("medication", "record")]);
    let full = city.post(&daughter, &alarms(&id), morning()).await.expect_problem(422, "too_many_alarms");
    assert_eq!((&full.body["most_alarms"], &full.body["most_times"]), (&json!(30), &json!(60)));

    // An account that sets alarms in another notebook has the same devices.
    let grandma = Person::resident("grandma");
    let hers = city.open_notebook(&grandma).await;
    city.relate(&hanako, &hers, "family", &[("medication", "record")]);
    city.post(&hanako, &alarms(&hers), morning()).await.expect_problem(422, "too_many_alarms");
    for _ in 0..30 {
        set(&city, &grandma, &hers, morning()).await;
    }
    city.post(&grandma, &alarms(&hers), morning()).await.expect_problem(422, "too_many_alarms");
}

#[tokio::test]
async fn an_alarm_leaves_its_entries_and_what_rings_within_the_lead_is_queued_by_second() {
    let (city, post, hanako, id) = notebook().await;
    device(&city, &hanako, 1, "app/endpoint-1");
    city.set_time("2026-11-22T10:00:20+09:00");
    let alarm = set(&city, &hanako, &id, at(&["09:59", "10:00", "10:05", "10:12", "10:13", "23:00"])).await;
    let queued = own(&post);
    let minutes: Vec<_> = queued.iter().map(|(own, delay)| (own.minute, *delay)).collect();
    assert_eq!(minutes, [(minute("2026-11-22T10:05"), 280), (minute("2026-11-22T10:12"), 700)]);
    for (own, _) in &queued {
        assert_eq!((own.at, own.version), (own.minute.begins().timestamp(), 1));
        assert_eq!(
            (own.entry.alarm.alarm.to_string(), own.entry.alarm.resident.to_string()),
            (alarm.clone(), id.clone())
        );
        assert_eq!(own.entry.delivery.endpoints, ["app/endpoint-1"]);
        assert!(own.entry.delivery.email && !own.entry.delivery.named && !own.entry.delivery.watched);
    }
    assert_eq!(city.items(DUE, DUE_ENTRY.of(&id).of(&alarm).of("000001")).len(), 6);
    let changes = city.items(CHANGES, ALARM_OF.of(&id).of(&alarm));
    assert_eq!(changes.len(), 2);
    assert!(changes.iter().all(|change| change["rings"]["BOOL"] == true && !change["expires_at"].is_null()));
    assert_eq!(city.items(RINGS.of(hanako.actor()), "")[0]["due"]["L"].as_array().unwrap().len(), 6);
    let contact = city.items(ACCOUNT.of(hanako.actor()), CONTACT);
    assert_eq!((&contact[0]["subject"]["S"], &contact[0]["version"]["N"]), (&json!("hanako"), &json!("1")));
}

#[tokio::test]
async fn only_devices_that_can_be_reached_and_watchers_who_agreed_count() {
    let (city, _, hanako, id) = notebook().await;
    device(&city, &hanako, 1, "app/live");
    for (number, name, value) in
        [(2, "renewed_at", "2026-05-01T00:00:00Z"), (3, "failed_at", "2026-11-02T00:00:00Z"), (4, "endpoint", "")]
    {
        device(&city, &hanako, number, "app/gone");
        let mut item = city.item(ACCOUNT, DEVICES.of(format_args!("019aa000-0000-4000-8000-{number:012}")));
        item[name] = if value.is_empty() { json!({ "NULL": true }) } else { json!({ "S": value }) };
        city.store.seed(item);
    }
    let watcher = |actor: &str, accepted: Value| {
        city.store.seed(json!({
            "pk": { "S": NOTEBOOK.of(&id) }, "sk": { "S": WATCHERS.of(actor) }, "actor": { "S": actor },
            "kind": { "S": "family" }, "offered_at": { "S": "2026-11-01T00:00:00Z" }, "accepted_at": accepted,
            "version": { "N": "1" },
        }));
    };
    watcher("one", json!({ "NULL": true }));
    set(&city, &hanako, &id, morning()).await;
    let due = city.items(DUE.of("08:00"), "");
    assert_eq!((&due[0]["e"]["L"], due[0].get("w")), (&json!([{ "S": "app/live" }]), None));
    watcher("two", json!({ "S": "2026-11-02T00:00:00Z" }));
    set(&city, &hanako, &id, at(&["09:00"])).await;
    assert_eq!(city.items(DUE.of("09:00"), "")[0]["w"]["BOOL"], true);
}

#[tokio::test]
async fn r50_r53_when_the_queue_fails_nothing_is_lost_and_the_repetition_queues_it() {
    for weather in
        [Weather::NoAnswer, Weather::Broken, Weather::Throttled, Weather::FirstOfBatchRefused, Weather::LostAnswer]
    {
        let (city, post, hanako, id) = notebook().await;
        let send = async || {
            let key = |request: &mut platform::request::Request| request.idempotency_key = Some("set".to_owned());
            city.send(&hanako, &format!("POST {}", alarms(&id)), at(&["10:05"]), key).await
        };
        post.always(Some(weather));
        let stopped = send().await.expect_problem(503, "unavailable");
        assert_eq!(stopped.header("retry-after"), Some("1"));
        assert_eq!(city.items(CHANGES.of("2026-11-22T10:05"), &id).len(), 1, "the sweep finds it");
        post.always(None);
        post.take("notify");
        city.pass(chrono::TimeDelta::seconds(30));
        city.store.forget();
        let first = send().await.expect(201);
        assert_eq!(city.store.seen().depth, 2);
        let again = send().await.expect(201);
        assert_eq!((&first.raw, first.header("etag")), (&again.raw, again.header("etag")));
        let delays: Vec<_> = own(&post).into_iter().map(|(_, delay)| delay).collect();
        assert_eq!(delays, [270, 270], "{weather:?}");
        assert_eq!(city.items(NOTEBOOK.of(&id), ALARMS).len(), 1);
    }
}

#[tokio::test]
async fn r52_r53_setting_an_alarm_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "record")]);
        Write::new(person, &format!("POST {}", alarms(&id)), at(&["08:00", "10:05"]))
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_stay_within_an_accounts_limit_and_each_alarm_has_its_entries() {
    let (city, _, hanako, id) = notebook().await;
    let city = Arc::new(city);
    for _ in 0..26 {
        set(&city, &hanako, &id, morning()).await;
    }
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
            tokio::spawn(async move { city.post(&hanako, &alarms(&id), morning()).await.status })
        })
        .collect();
    let mut set_now = 0;
    for call in calls {
        let status = call.await.unwrap();
        assert!([201, 409, 422].contains(&status), "{status}");
        set_now += usize::from(status == 201);
    }
    let all = city.items(NOTEBOOK.of(&id), ALARMS).len();
    assert!(all <= 30 && all == 26 + set_now, "{all}");
    assert_eq!(city.items(DUE.of("08:00"), "").len(), all);
    assert_eq!(city.items(RINGS, "").len(), all);
}

#[tokio::test]
async fn r06_neither_label_nor_medicine_leaves_in_a_message_or_an_index() {
    let (city, post, hanako, id) = notebook().await;
    let mut alarm = at(&["10:05"]);
    alarm["notification_text"] = json!("label");
    set(&city, &hanako, &id, alarm).await;
    let person = NOTEBOOK.of(&id);
    let outside = city.store.everything().into_iter().filter(|item| item["pk"]["S"] != *person);
    let text = format!("{} {:?}", post.everything(), outside.map(|item| item.to_string()).collect::<Vec<_>>());
    assert!(!post.queued("notify").is_empty() && !CANARIES.iter().any(|canary| text.contains(canary)));
}
