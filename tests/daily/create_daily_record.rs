use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{DAILY, NOTEBOOK};
use support::{City, Person, Write, crash_sweep};

use super::{entries, kept, notebook, records, whole};

#[tokio::test]
async fn a_person_keeps_values_in_two_round_trips_and_reads_them_back_unchanged() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let reply = city.post(&hanako, &records(&id), whole()).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let record = reply.body["record_id"].as_str().unwrap();
    let read = city.get(&hanako, &format!("{}/{record}", records(&id))).await.expect(200);
    for (name, value) in whole().as_object().unwrap() {
        assert_eq!(&read.body[name], value, "{name}");
    }
    assert_eq!(read.body["recorded_by"], "self");
    assert_eq!(entries(&city, &id), 0);
}

#[tokio::test]
async fn what_family_adds_says_so() {
    let (city, hanako, id) = notebook().await;
    city.call(&city.family(&id, "daily", "record"), &format!("POST {}", records(&id)), whole()).await.expect(201);
    let list = city.get(&hanako, &records(&id)).await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(list.body["items"][0]["recorded_by"], "family");
}

#[tokio::test]
async fn what_cannot_be_true_is_refused_and_the_value_is_not_repeated() {
    let (city, hanako, id) = notebook().await;
    let with = |name: &str, value: Value| {
        let mut record = json!({ "taken_at": "2026-11-22T07:10:00+09:00" });
        record[name] = value;
        record
    };
    for (record, pointer) in [
        (with("weight_kg", json!(0.4)), "/weight_kg"),
        (with("weight_kg", json!(62.4505)), "/weight_kg"),
        (with("temperature_c", json!(36.555)), "/temperature_c"),
        (with("weight_kg", json!(300.1)), "/weight_kg"),
        (with("weight_kg", json!("62.4")), "/weight_kg"),
        (with("height_cm", json!(1.58)), "/height_cm"),
        (with("temperature_c", json!(29.9)), "/temperature_c"),
        (with("temperature_c", json!(97.7)), "/temperature_c"),
        (with("steps", json!(-1)), "/steps"),
        (with("steps", json!(200_001)), "/steps"),
        (with("steps", json!(1.5)), "/steps"),
        (with("mood", json!(0)), "/mood"),
        (with("mood", json!(6)), "/mood"),
        (with("memo", json!("")), "/memo"),
        (with("memo", json!("あ".repeat(1001))), "/memo"),
        (with("blood_pressure", json!({ "systolic_mmhg": 82, "diastolic_mmhg": 128 })), "/blood_pressure"),
        (with("blood_pressure", json!([120, 80])), "/blood_pressure"),
        (with("blood_pressure", json!({ "systolic_mmhg": 128 })), "/blood_pressure/diastolic_mmhg"),
        (with("taken_at", json!("2026-11-22T07:10:00")), "/taken_at"),
        (with("taken_at", json!("1899-12-31T23:59:59+09:00")), "/taken_at"),
        (json!({ "mood": 3 }), "/taken_at"),
        (json!({ "taken_at": "2026-11-22T07:10:00+09:00" }), ""),
        (json!({ "taken_at": "2026-11-22T10:10:00.001+09:00", "mood": 3 }), "/taken_at"),
    ] {
        let reply = city.post(&hanako, &records(&id), record.clone()).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{record}");
        assert!(!reply.body["errors"][0]["detail"].as_str().unwrap().contains("128"), "{record}");
    }
    let now = json!({ "taken_at": "2026-11-22T10:10:00+09:00", "mood": 3 });
    city.post(&hanako, &records(&id), now).await.expect(201);
}

#[tokio::test]
async fn values_are_kept_as_fine_as_devices_show_them_and_older_ones_are_still_read() {
    let (city, hanako, id) = notebook().await;
    for (name, value) in [
        ("weight_kg", json!(62.45)),
        ("weight_kg", json!(3.254)),
        ("weight_kg", json!(62.4)),
        ("temperature_c", json!(36.55)),
    ] {
        let record = kept(&city, &hanako, &id, json!({ "taken_at": "2026-11-22T07:10:00+09:00", name: value })).await;
        let read = city.get(&hanako, &format!("{}/{record}", records(&id))).await.expect(200);
        assert_eq!(read.body[name], value);
    }
    // As it was kept when a tenth was the finest.
    let record = kept(&city, &hanako, &id, json!({ "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4 })).await;
    let item = city.item(NOTEBOOK.of(&id), DAILY.of(&record));
    assert_eq!(item["weight_kg"], json!({ "N": "62.4" }));
}

#[tokio::test]
async fn r36_bytes_that_are_no_utf_8_are_refused_and_nothing_of_them_is_kept() {
    let (city, hanako, id) = notebook().await;
    let state = city.store.everything();
    let line = format!("POST {}", records(&id));
    let memo = |bytes: &[u8]| {
        let parts: [&[u8]; 3] = [br#"{"taken_at":"2026-11-22T07:10:00+09:00","memo":"a"#, bytes, br#"b"}"#];
        parts.concat()
    };
    for (bytes, status, code) in [
        (&b"\xFF"[..], 400, "invalid_json"),
        ("\u{FFFD}".as_bytes(), 422, "invalid_value"),
        (br"\ufffd", 422, "invalid_value"),
    ] {
        let reply = city.send(&hanako, &line, Value::Null, |request| request.body = memo(bytes)).await;
        let reply = reply.expect_problem(status, code);
        assert!(reply.body["errors"][0]["detail"].as_str().unwrap().contains("UTF-8"));
    }
    assert_eq!(city.store.everything(), state);
    // As the gateway hands over a body that it holds for binary.
    let event = json!({
        "version": "2.0", "routeKey": "POST /v1/x", "rawPath": "/v1/x", "rawQueryString": "", "headers": {},
        "requestContext": {
            "accountId": "0", "apiId": "x", "domainName": "x", "domainPrefix": "x", "requestId": "x", "routeKey": "x",
            "stage": "$default", "time": "22/Nov/2026:01:00:00 +0000", "timeEpoch": 1,
            "http": { "method": "POST", "path": "/v1/x", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x" },
        },
        "isBase64Encoded": true, "body": "eyJhIjoi/yJ9",
    });
    let read = platform::serve::read(lambda_http::request::from_str(&event.to_string()).unwrap());
    assert_eq!(read.body, b"{\"a\":\"\xFF\"}", "the bytes are the reader's to judge");
}

#[tokio::test]
async fn r04_nobody_writes_whose_it_is_or_when_it_was_written() {
    let (city, hanako, id) = notebook().await;
    for name in ["recorded_by", "recorded_at", "version", "by_time", "pk", "sk", "schema_version"] {
        let mut record = whole();
        record[name] = json!("1");
        city.post(&hanako, &records(&id), record).await.expect_problem(422, "unknown_field");
    }
    let mut record = whole();
    record["blood_pressure"]["source"] = json!("clinic");
    city.post(&hanako, &records(&id), record).await.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn r36_a_memo_survives_as_typed_or_is_refused() {
    let (city, hanako, id) = notebook().await;
    let mut record = whole();
    for memo in ["𠮷野家の髙﨑さん", "ﾊﾝｶｸ\nと改行", "👩‍👩‍👧", "a".repeat(1000).as_str()]
    {
        record["memo"] = json!(memo);
        let kept = kept(&city, &hanako, &id, record.clone()).await;
        let read = city.get(&hanako, &format!("{}/{kept}", records(&id))).await.expect(200);
        assert_eq!(read.body["memo"], memo);
    }
    for memo in ["a\0b", "a\u{202E}b", "\u{1b}[31m", "\u{2066}a"] {
        record["memo"] = json!(memo);
        let reply = city.post(&hanako, &records(&id), record.clone()).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], "/memo");
    }
    let surrogate = br#"{"taken_at":"2026-11-22T07:10:00+09:00","memo":"\ud800"}"#.to_vec();
    let line = format!("POST {}", records(&id));
    let reply = city.send(&hanako, &line, Value::Null, |request| request.body = surrogate).await;
    reply.expect_problem(400, "invalid_json");
}

#[tokio::test]
async fn r50_the_same_key_keeps_one_record_and_another_body_is_refused() {
    let (city, hanako, id) = notebook().await;
    let line = format!("POST {}", records(&id));
    let send = async |record: Value| {
        city.send(&hanako, &line, record, |request| request.idempotency_key = Some("morning".to_owned())).await
    };
    let first = send(whole()).await.expect(201);
    let second = send(whole()).await.expect(201);
    assert_eq!((&first.raw, first.header("etag")), (&second.raw, second.header("etag")));
    let mut other = whole();
    other["mood"] = json!(1);
    send(other).await.expect_problem(422, "idempotency_mismatch");
    assert_eq!(city.get(&hanako, &records(&id)).await.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r50_fifty_at_once_with_the_same_key_keep_one_record_and_answer_the_same() {
    let (city, hanako, id) = notebook().await;
    let city = Arc::new(city);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
            tokio::spawn(async move {
                let line = format!("POST {}", records(&id));
                let key = |request: &mut platform::request::Request| {
                    request.idempotency_key = Some("fifty".to_owned());
                };
                city.send(&hanako, &line, whole(), key).await.expect(201).raw
            })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(city.get(&hanako, &records(&id)).await.body["items"].as_array().unwrap().len(), 1);
}

/// All of them check the same relation and consent, and the table refuses two transactions that meet there.
#[tokio::test]
async fn r51_fifty_different_values_of_one_person_at_once_are_all_kept() {
    let (city, hanako, id) = notebook().await;
    let city = Arc::new(city);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
            tokio::spawn(async move { city.post(&hanako, &records(&id), whole()).await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 201);
    }
    assert_eq!(city.items(NOTEBOOK.of(&id), DAILY).len(), 50);
}

#[tokio::test]
async fn r52_r53_keeping_values_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("daily", "record")]);
        Write::new(person, &format!("POST {}", records(&id)), whole())
    };
    let own = crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    assert_eq!((own.requests, own.faults), (2, 6));
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
