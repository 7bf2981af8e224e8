//! Every wrong input has its own problem, and leaves nothing in the table.

use serde_json::{Value, json};

use super::{bytes, notebook, sample, scan, sheet, state, symbol, visit};

fn part(text: &str, total: u32, place: u32) -> Value {
    json!({ "bytes_base64": symbol(&format!("{text}911,12345678901234,{total},{place}\n")) })
}

fn parts(parts: &[Value]) -> Value {
    json!({ "parts": parts })
}

#[tokio::test]
async fn every_wrong_sheet_has_its_own_problem_and_leaves_nothing() {
    let (city, hanako, id) = notebook().await;
    let whole = sheet("20261101", "薬");
    let undated = whole.replace("5,20261101,1", "5,,1");
    let many: String = (0..41).map(|n| visit("20261101", &format!("薬{n}"))).collect();
    let visits = |n: usize| format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{}", "5,20261101,1\n".repeat(n));
    let drugs: String = (0..100).map(|rp| format!("201,{rp},a\n").repeat(60)).collect();
    let other = sheet("20261102", "薬");
    let mixed = json!({ "bytes_base64": symbol(&format!("{other}911,99999999999999,2,2\n")) });
    let piece = |index: u32, total: u32| json!({ "bytes_base64": symbol(&whole), "append": { "index": index, "total": total, "parity": 0 } });
    let cases: Vec<(&str, Value, u16, &str)> = vec![
        ("one of two parts", parts(&[part(&whole, 2, 2)]), 422, "split_incomplete"),
        ("one of three symbols", parts(&[piece(0, 3)]), 422, "split_incomplete"),
        ("parts of two sheets", parts(&[part(&whole, 2, 1), mixed]), 422, "split_mixed"),
        ("two first parts", parts(&[part(&whole, 2, 1), part(&other, 2, 1)]), 422, "split_conflict"),
        ("a symbol outside its set", parts(&[piece(5, 3)]), 422, "split_conflict"),
        ("a prescription", bytes("JAHIS9\n1,1,4312345,43,荒尾内科\n"), 422, "prescription_qr"),
        ("a web address", bytes("https://example.jp/"), 422, "not_jahis"),
        ("one of many without a day", bytes(sample("12-deviations")), 422, "undated_dispensing"),
        ("no day", bytes(&undated), 422, "undated_dispensing"),
        ("41 dispensings", bytes(&format!("{whole}{many}")), 422, "too_many_dispensings"),
        ("1000 dispensings without anything", bytes(&visits(1000)), 422, "too_many_dispensings"),
        ("nothing but a version", bytes("JAHISTC08,1\n"), 422, "invalid_value"),
        ("nothing but a patient", bytes("JAHISTC08,1\n1,荒尾　花子,2,S260314\n"), 422, "invalid_value"),
        ("no part", parts(&[]), 422, "invalid_value"),
        ("an empty part", bytes(""), 422, "invalid_value"),
        ("an empty text", parts(&[json!({ "text": "" })]), 422, "invalid_value"),
        ("neither bytes nor text", parts(&[json!({})]), 422, "invalid_value"),
        ("both", parts(&[json!({ "text": whole, "bytes_base64": symbol(&whole) })]), 422, "invalid_value"),
        ("not base64", parts(&[json!({ "bytes_base64": "あ" })]), 422, "invalid_value"),
        ("a set of 17", parts(&[piece(0, 17)]), 422, "invalid_value"),
        ("a set of none", parts(&[piece(0, 0)]), 422, "invalid_value"),
        ("place 300", parts(&[piece(300, 2)]), 422, "invalid_value"),
        (
            "70 kB of text",
            parts(&[json!({ "text": format!("{whole}{}", "あ".repeat(25_000)) })]),
            413,
            "payload_too_large",
        ),
        ("1000 parts", parts(&vec![json!({ "text": "" }); 1000]), 413, "payload_too_large"),
        ("200 kB", parts(&[json!({ "text": "a".repeat(200_000) })]), 413, "payload_too_large"),
        (
            "an entry larger than the table takes",
            bytes(&format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n5,20261101,1\n{drugs}")),
            413,
            "payload_too_large",
        ),
        ("an unknown field", json!({ "parts": [{ "text": "x", "scan": 1 }] }), 422, "unknown_field"),
        ("the hidden field", json!({ "parts": [{ "text": "x" }], "scan": null }), 422, "unknown_field"),
        ("a source", json!({ "parts": [{ "text": "x" }], "source": "pharmacy" }), 422, "unknown_field"),
        ("no field", json!({}), 422, "invalid_value"),
    ];
    let before = state(&city);
    for (name, body, status, code) in cases {
        city.pass(chrono::TimeDelta::minutes(5));
        let reply = scan(&city, &hanako, &id, body).await;
        assert_eq!((reply.status, reply.code()), (status, code), "{name}: {}", String::from_utf8_lossy(&reply.raw));
        assert!(!String::from_utf8_lossy(&reply.raw).contains("荒尾"), "{name}");
        assert_eq!(state(&city), before, "{name}");
    }
}

#[tokio::test]
async fn what_is_missing_is_named_so_that_it_can_be_scanned() {
    let (city, hanako, id) = notebook().await;
    let whole = sheet("20261101", "薬");
    let reply = scan(&city, &hanako, &id, parts(&[part(&whole, 4, 3), part(&whole, 4, 1)])).await;
    let reply = reply.expect_problem(422, "split_incomplete");
    assert_eq!((&reply.body["total"], &reply.body["missing"]), (&json!(4), &json!([2, 4])));
    let piece = json!({ "bytes_base64": symbol(&whole), "append": { "index": 1, "total": 3, "parity": 0 } });
    let reply = scan(&city, &hanako, &id, parts(&[piece])).await.expect_problem(422, "split_incomplete");
    assert_eq!((&reply.body["total"], &reply.body["missing"]), (&json!(3), &json!([1, 3])));
}

#[tokio::test]
async fn a_bad_part_is_named_by_its_place() {
    let (city, hanako, id) = notebook().await;
    for (bad, pointer) in [
        (json!({}), "/parts/1"),
        (json!({ "bytes_base64": "%%" }), "/parts/1/bytes_base64"),
        (json!({ "text": 1 }), "/parts/1/text"),
        (json!({ "text": "x", "append": { "index": 17, "total": 2, "parity": 0 } }), "/parts/1/append/index"),
        (json!({ "text": "x", "append": { "index": 1, "total": 99, "parity": 0 } }), "/parts/1/append/total"),
        (json!({ "text": "x", "append": { "index": 1, "total": 2, "parity": -1 } }), "/parts/1/append/parity"),
    ] {
        let reply = scan(&city, &hanako, &id, parts(&[json!({ "text": "x" }), bad])).await;
        let reply = reply.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
}

#[tokio::test]
async fn forty_dispensings_with_every_other_record_fit_into_one_transaction() {
    let (city, _, id) = notebook().await;
    let visits: String = (0..40).map(|n| visit("20261101", &format!("薬{n}"))).collect();
    let son = support::Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n2,1,卵,1\n{visits}");
    let line = format!("POST {}", super::dispensings(&id));
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("k".to_owned());
    let reply = city.send(&son, &line, bytes(&text), key).await.expect(201);
    assert_eq!(reply.body["dispensings"].as_array().unwrap().len(), 40);
}

#[tokio::test]
async fn text_that_was_cut_is_warned_of_and_kept_whole_with_the_scan() {
    let (city, hanako, id) = notebook().await;
    let long = format!("{}501,{},1\n", sheet("20261101", "薬"), "あ".repeat(900));
    let reply = scan(&city, &hanako, &id, bytes(&long)).await.expect(201);
    let warned = reply.body["warnings"].as_array().unwrap().last().unwrap();
    assert_eq!((&warned["code"], &warned["line"]), (&json!("too_long"), &json!(0)));
    assert_eq!(reply.body["dispensings"][0]["remarks"][0].as_str().unwrap().chars().count(), 800);
}
