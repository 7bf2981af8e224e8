use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use support::{City, Person, Reply};

use super::{bytes, confirm, medications, notebook, sample, scan, sheet, update};

fn csv(id: &str) -> String {
    format!("{}/csv", medications(id))
}

fn text(reply: &Reply) -> String {
    let bytes = STANDARD.decode(reply.body["bytes_base64"].as_str().unwrap()).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// As a spreadsheet reads it.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.strip_prefix('\u{FEFF}').expect("a mark").chars().peekable();
    while let Some(character) = characters.next() {
        match (quoted, character) {
            (true, '"') if characters.peek() == Some(&'"') => cell.push(characters.next().unwrap()),
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') => {
                assert_eq!(characters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, other) => cell.push(other),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "ends with a line's end");
    rows
}

fn cell<'r>(rows: &'r [Vec<String>], row: usize, heading: &str) -> &'r str {
    let column = rows[0].iter().position(|known| known == heading).unwrap();
    &rows[row][column]
}

async fn english(city: &City, person: &Person, id: &str) -> Reply {
    let line = format!("GET {}", csv(id));
    city.send(person, &line, Value::Null, |request| request.accept_language = Some("en".to_owned())).await
}

#[tokio::test]
async fn every_medicine_is_a_line_with_what_its_amount_counts_in_words() {
    let (city, hanako, id) = notebook().await;
    let scanned = scan(&city, &hanako, &id, bytes(sample("08-every-record"))).await.expect(201);
    confirm(&city, &hanako, &id, &scanned).await;
    city.store.forget();
    let reply = city.get(&hanako, &csv(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(reply.body["file_name"], "medicine-notebook-2026-11-22.csv");
    assert_eq!(reply.body["content_type"], "text/csv; charset=utf-8");
    let rows = rows(&text(&reply));
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let names: Vec<_> = (1..6).map(|row| cell(&rows, row, "薬の名前")).collect();
    let wanted = [
        "アムロジピンＯＤ錠５ｍｇ「サワイ」",
        "酸化マグネシウム錠３３０ｍｇ",
        "ロキソプロフェンＮａ錠６０ｍｇ",
        "ロキソプロフェンＮａテープ１００ｍｇ",
        "かぜぐすりＡ微粒",
    ];
    assert_eq!(names, wanted);
    let amounts: Vec<_> = (1..6).map(|row| cell(&rows, row, "量")).collect();
    assert_eq!(amounts, ["1日1錠", "1日3錠", "1回1錠", "全量 21枚", ""]);
    for (heading, wanted) in [
        ("日付", "2026-11-20"),
        ("薬局・医療機関", "有明調剤薬局　荒尾店"),
        ("医師", "髙﨑　誠"),
        ("使い方", "１日３回毎食後"),
        ("日数・回数", "28日分"),
        ("コード", "2171022F4137"),
    ] {
        assert_eq!(cell(&rows, 1, heading), wanted);
    }
    assert_eq!((cell(&rows, 5, "種類"), cell(&rows, 5, "終了日")), ("市販薬", "2026-11-05"));
    let reply = english(&city, &hanako, &id).await.expect(200);
    let rows = self::rows(&text(&reply));
    assert_eq!(cell(&rows, 2, "Amount"), "3 tablets a day");
}

#[tokio::test]
async fn r35_nothing_in_it_is_run_by_a_spreadsheet() {
    let (city, hanako, id) = notebook().await;
    let sheet =
        sheet("20261120", "=HYPERLINK(\"x\")").replace("有明調剤薬局", "@SUM").replace("１日１回朝食後", "-1+1");
    let sheet = format!("{sheet}501,+1,1\n");
    scan(&city, &hanako, &id, bytes(&sheet)).await.expect(201);
    let reply = city.get(&hanako, &csv(&id)).await.expect(200);
    let rows = rows(&text(&reply));
    assert_eq!(cell(&rows, 1, "薬の名前"), "'=HYPERLINK(\"x\")");
    assert_eq!(cell(&rows, 1, "薬局・医療機関"), "'@SUM");
    assert_eq!((cell(&rows, 1, "使い方"), cell(&rows, 1, "注意・備考")), ("'-1+1", "'+1"));
    for row in &rows {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
}

#[tokio::test]
async fn nothing_and_what_is_concealed() {
    let (city, hanako, id) = notebook().await;
    let profile = json!({ "profile": { "allergies": ["卵"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    city.get(&hanako, &csv(&id)).await.expect_problem(422, "nothing_to_export");
    let scanned = scan(&city, &hanako, &id, bytes(&sheet("20261120", "秘密の薬"))).await.expect(201);
    let entry = scanned.body["dispensings"][0]["id"].as_str().unwrap();
    update(&city, &id, entry, "concealed", &json!({ "BOOL": true }));
    city.get(&hanako, &csv(&id)).await.expect_problem(422, "nothing_to_export");
    let reply = city.get(&hanako, &format!("{}?include_concealed=true", csv(&id))).await.expect(200);
    let rows = rows(&text(&reply));
    assert_eq!((cell(&rows, 1, "薬の名前"), cell(&rows, 1, "医療機関に見せない")), ("秘密の薬", "はい"));
}

#[tokio::test]
async fn family_takes_the_table_in_two_round_trips() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", csv(&id)), Value::Null).await.expect(200);
    city.store.forget();
    city.get(&Person::resident("member-see"), &csv(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
}
