//! Every wrong input has its own problem, and leaves nothing in the table.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{bytes, notebook, sample, scan, sheet, state, symbol, visit};

fn part(text: &str, total: u32, place: u32) -> Value {
    json!({ "bytes_base64": symbol(&format!("{text}911,12345678901234,{total},{place}\n")) })
}

/// A sheet without a line, and cut off behind what stands in its place.
fn text(whole: &str, line: &str, rest: &str) -> Value {
    assert!(whole.contains(line));
    let cut = whole.split_once(line).unwrap().0.to_owned() + rest;
    json!({ "parts": [{ "bytes_base64": symbol(&cut) }] })
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
    let visits = |n: usize| format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{}", "5,20261101,1\n501,x,1\n".repeat(n));
    let rps = (0..100).map(|rp| [format!("201,{rp},a\n").repeat(60), format!("301,{rp},x\n")].concat());
    let drugs = rps.collect::<Vec<_>>().concat();
    let other = sheet("20261102", "薬");
    let two_people = format!("{whole}1,他人　花子,2,S600101\n{}", visit("20261102", "彼女の薬"));
    let bare = part(whole.split_once("201,").unwrap().0, 1, 1);
    let mixed = json!({ "bytes_base64": symbol(&format!("{other}911,99999999999999,2,2\n")) });
    let piece = |index: u32, total: u32| json!({ "bytes_base64": symbol(&whole), "append": { "index": index, "total": total, "parity": 0 } });
    let cases: Vec<(&str, Value, u16, &str)> = vec![
        ("one of two parts", parts(&[part(&whole, 2, 2)]), 422, "split_incomplete"),
        ("one of three symbols", parts(&[piece(0, 3)]), 422, "split_incomplete"),
        ("a sheet that ends inside a field", text(&whole, "28,日分,1,1,,1\n", "2"), 422, "split_incomplete"),
        (
            "a sheet that ends before its usage",
            text(&whole, "301,1,１日１回朝食後,28,日分,1,1,,1\n", ""),
            422,
            "split_incomplete",
        ),
        ("the end of a sheet", bytes(whole.split_once("201,").unwrap().1), 422, "split_incomplete"),
        ("a later page", bytes("JAHISTC04,2\n301,1,朝食後,28,日分,1,1,,1\n"), 422, "split_incomplete"),
        ("a split that says nothing", bytes(&format!("{whole}911,1,2\n")), 422, "split_control"),
        ("a line of a prescription", bytes(&sheet("20261101", "1")), 422, "prescription_qr"),
        (
            "letters that were lost",
            parts(&[json!({ "text": "JAHISTC08,1\r\n4,\u{83}\u{81}\u{FFFD},,1\r\n" })]),
            422,
            "invalid_value",
        ),
        ("parts of two sheets", parts(&[part(&whole, 2, 1), mixed]), 422, "split_mixed"),
        ("two people", bytes(&two_people), 422, "split_mixed"),
        ("two first parts", parts(&[part(&whole, 2, 1), part(&other, 2, 1)]), 422, "split_conflict"),
        ("a symbol outside its set", parts(&[piece(5, 3)]), 422, "split_conflict"),
        ("a prescription", bytes("JAHIS9\n1,1,4312345,43,荒尾内科\n"), 422, "prescription_qr"),
        ("a web address", bytes("https://example.jp/"), 422, "not_jahis"),
        ("one of many without a day", bytes(sample("12-deviations")), 422, "undated_dispensing"),
        ("no day", bytes(&undated), 422, "undated_dispensing"),
        ("a day after today", bytes(&sheet("20261123", "薬")), 422, "impossible_day"),
        ("the end of next year", bytes(&sheet("20271231", "薬")), 422, "impossible_day"),
        ("before 1900", bytes(&sheet("18991231", "薬")), 422, "impossible_day"),
        (
            "bought after today",
            bytes("JAHISTC08,1\n1,荒尾　花子,2,S260314\n3,目薬,20261123,,1,1\n"),
            422,
            "impossible_day",
        ),
        ("a sheet that ends before its medicines", text(&whole, "201,1,薬", ""), 422, "split_incomplete"),
        (
            "a visit without a medicine before another",
            bytes(&whole.replacen("\n5,", "\n5,20261031,1\n5,", 1)),
            422,
            "empty_dispensing",
        ),
        ("a whole sheet without a medicine", parts(&[bare]), 422, "empty_dispensing"),
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
async fn a_torn_sheet_is_refused_without_a_number_of_parts_and_its_pieces_are_joined() {
    let (city, hanako, id) = notebook().await;
    let whole = sheet("20261101", "ワーファリン錠１ｍｇ");
    let all = whole.replace('\n', "\r\n");
    let bytes = encoding_rs::SHIFT_JIS.encode(&all).0.into_owned();
    let cut = bytes.windows(4).position(|window| window == b",28,").unwrap() + 2;
    let piece = |bytes: &[u8]| json!({ "bytes_base64": STANDARD.encode(bytes) });
    let reply = scan(&city, &hanako, &id, parts(&[piece(&bytes[..cut])])).await.expect_problem(422, "split_incomplete");
    assert_eq!((&reply.body["total"], &reply.body["missing"]), (&Value::Null, &json!([])));
    let both = parts(&[piece(&bytes[cut..]), piece(&bytes[..cut])]);
    let reply = scan(&city, &hanako, &id, both).await.expect(201);
    assert_eq!(reply.body["dispensings"][0]["groups"][0]["supply_count"], 28);
    assert_eq!(reply.body["warnings"][0]["code"], "joined_by_content");
    // The whole sheet is the same, without its last line's end too, and as a scanner that takes bytes for Latin-1 gives it.
    let garbled: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    for (same, warning) in
        [(piece(&bytes[..bytes.len() - 2]), "unterminated"), (json!({ "text": garbled }), "mojibake")]
    {
        let reply = scan(&city, &hanako, &id, parts(&[same])).await.expect(200);
        assert_eq!(
            (&reply.body["already_registered"], &reply.body["warnings"][0]["code"]),
            (&json!(true), &json!(warning))
        );
    }
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
