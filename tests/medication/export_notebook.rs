use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use notebook::medication::dispensing::Dispensing;
use serde_json::{Value, json};
use support::{City, Person, Reply};

use super::{SAMPLES, bytes, confirm, ids, medications, notebook, sample, scan, sheet, update, visit};

fn jahis(id: &str) -> String {
    format!("{}/jahis", medications(id))
}

async fn export(city: &City, person: &Person, id: &str, query: &str) -> Reply {
    city.get(person, &format!("{}?{query}", jahis(id))).await
}

fn list(value: &serde_json::Value) -> &[serde_json::Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The parts as a scanner would hand them over, in any order.
fn scanned(reply: &Reply) -> Value {
    let parts = reply.body["parts"].as_array().unwrap().iter().rev();
    json!({ "parts": parts.map(|part| json!({ "bytes_base64": part["bytes_base64"] })).collect::<Vec<_>>() })
}

fn text(reply: &Reply) -> String {
    reply.body["parts"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

/// What of a list's item is the dispensing's own.
const DISPENSING: [&str; 11] = [
    "id",
    "dispensed_on",
    "source",
    "version",
    "pharmacy",
    "prescriber",
    "groups",
    "cautions",
    "remarks",
    "provided",
    "leftovers",
];

async fn contents(city: &City, person: &Person, id: &str) -> Vec<Vec<u8>> {
    let list = city.get(person, &format!("{}?from=0001-01-01", medications(id))).await.expect(200);
    let mut contents: Vec<Vec<u8>> = Vec::new();
    for item in list.body["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "dispensing") {
        let of_dispensing = |name: &&String| DISPENSING.contains(&name.as_str());
        let fields = item.as_object().unwrap().iter().filter(|(name, _)| of_dispensing(name));
        let fields: serde_json::Map<_, _> = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
        contents.push(serde_json::from_value::<Dispensing>(fields.into()).unwrap().canonical());
    }
    contents.sort();
    contents
}

#[tokio::test]
async fn r31_every_sample_is_the_same_notebook_after_it_was_handed_over_to_an_empty_one() {
    for (name, text) in SAMPLES {
        let (city, hanako, id) = notebook().await;
        let first = scan(&city, &hanako, &id, bytes(text)).await;
        if first.status != 201 {
            assert_eq!(*name, "12-deviations");
            continue;
        }
        // Sheets of the samples that name somebody else are the person's own here.
        confirm(&city, &hanako, &id, &first).await;
        let reply = export(&city, &hanako, &id, "from=1900-01-01").await.expect(200);
        let (replaced, shortened) = (&reply.body["replaced"], &reply.body["shortened"]);
        assert_eq!((replaced, shortened), (&json!([]), &json!([])), "{name}");
        let taro = Person::resident("taro");
        let theirs = city.proved_resident(&taro).await;
        let again = scan(&city, &taro, &theirs, scanned(&reply)).await.expect(201);
        assert_eq!(contents(&city, &taro, &theirs).await, contents(&city, &hanako, &id).await, "{name}");
        let sorted = |notes: &Value| {
            let mut notes: Vec<String> = notes.as_array().unwrap().iter().map(Value::to_string).collect();
            notes.sort();
            notes
        };
        assert_eq!(sorted(&again.body["notes"]), sorted(&first.body["notes"]), "{name}");
        // In one's own notebook nothing of it is new.
        let own = scan(&city, &hanako, &id, scanned(&reply)).await;
        assert_eq!(own.body["already_registered"], true, "{name}");
        assert_eq!(list(&own.body["known"]).len(), list(&own.body["dispensings"]).len(), "{name}");
    }
}

#[tokio::test]
async fn a_years_notebook_is_read_in_one_round_trip_and_divided_into_codes() {
    let (city, hanako, id) = notebook().await;
    let first = scan(&city, &hanako, &id, bytes(sample("08-every-record"))).await.expect(201);
    confirm(&city, &hanako, &id, &first).await;
    let visits: String = (10..25).map(|day| visit(&format!("202610{day}"), &format!("髙﨑①錠ｶﾅ{day}"))).collect();
    scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{visits}"))).await.expect(201);
    city.store.forget();
    let reply = export(&city, &hanako, &id, "").await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let parts = reply.body["parts"].as_array().unwrap();
    assert!(parts.len() > 1);
    for (place, part) in parts.iter().enumerate() {
        let bytes = STANDARD.decode(part["bytes_base64"].as_str().unwrap()).unwrap();
        assert!(bytes.len() <= 1_800 && part["bytes"] == bytes.len());
        let text = part["text"].as_str().unwrap();
        assert!(text.starts_with("JAHISTC08,2\r\n"));
        // The clock stands at 10:00 in Japan.
        assert!(text.ends_with(&format!("911,20261122100000,{},{}\r\n", parts.len(), place + 1)), "{text}");
    }
    assert_eq!((&reply.body["dispensings"], &reply.body["with_profile"]), (&16.into(), &true.into()));
    assert!(text(&reply).contains("\r\n1,荒尾 花子,2,19510314,,,,,,,アラオ ハナコ\r\n"));
    assert!(text(&reply).contains("髙﨑①錠ｶﾅ10"));
    let days = export(&city, &hanako, &id, "from=2026-10-11&to=2026-10-12").await.expect(200);
    assert_eq!(days.body["dispensings"], 2);
}

#[tokio::test]
async fn r36_what_the_format_lacks_is_replaced_and_named() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    let profile = json!({ "profile": { "allergies": ["𠮷野の卵、🥚と🥚"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    let reply = export(&city, &hanako, &id, "").await.expect(200);
    assert!(text(&reply).contains("2,1,■野の卵、■と■,2\r\n"));
    let place = |character: &str| {
        json!({
            "record": 2, "record_name": "患者特記", "line": 3, "field": "患者特記内容", "character": character, "with": "■",
        })
    };
    assert_eq!(reply.body["replaced"], json!([place("𠮷"), place("🥚")]));
}

#[tokio::test]
async fn an_allergy_of_profile_and_sheets_stands_once_and_a_second_scan_changes_nothing() {
    let (city, hanako, id) = notebook().await;
    let sheet = sheet("20261120", "アムロジピン錠")
        .replace("\n5,", "\n2,1,ペニシリン,1\n2,2,ｾﾌｪﾑで発疹,1\n3,かぜぐすり,20261101,,2\n5,");
    scan(&city, &hanako, &id, bytes(&sheet)).await.expect(201);
    scan(&city, &hanako, &id, bytes(&sheet.replace("20261120", "20261121"))).await.expect(201);
    let profile = json!({ "profile": {
        "allergies": ["ﾍﾟﾆｼﾘﾝ"], "adverse_reactions": ["ｾﾌｪﾑで発疹"], "blood_type": "A+",
    } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    let reply = export(&city, &hanako, &id, "").await.expect(200);
    let lines: Vec<_> = text(&reply).split("\r\n").map(str::to_owned).collect();
    let wanted = [
        "1,荒尾 花子,2,19510314,,,,,Ａ型Ｒｈ＋,,アラオ ハナコ",
        "2,1,ﾍﾟﾆｼﾘﾝ,2",
        "2,2,ｾﾌｪﾑで発疹,1",
        "3,かぜぐすり,20261101,,2",
        "5,20261120,1",
    ];
    assert_eq!(lines[1..6], wanted);
    assert_eq!((&reply.body["dispensings"], &reply.body["notes"]), (&2.into(), &3.into()));
}

#[tokio::test]
async fn what_is_concealed_is_in_it_only_when_it_is_asked_for() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261119", "アムロジピン錠"))).await.expect(201);
    let hidden = scan(&city, &hanako, &id, bytes(&sheet("20261120", "秘密の薬"))).await.expect(201);
    update(&city, &id, ids(&hidden.body["dispensings"])[0], "concealed", &json!({ "BOOL": true }));
    let reply = export(&city, &hanako, &id, "").await.expect(200);
    assert!(!text(&reply).contains("秘密"));
    assert_eq!((&reply.body["dispensings"], &reply.body["concealed_left_out"]), (&1.into(), &1.into()));
    let reply = export(&city, &hanako, &id, "include_concealed=true").await.expect(200);
    assert!(text(&reply).contains("秘密"));
    assert_eq!(reply.body["concealed_left_out"], 0);
    let reply = export(&city, &hanako, &id, "include_concealed=yes").await.expect_problem(422, "invalid_value");
    assert_eq!(reply.body["errors"][0]["pointer"], "/include_concealed");
}

#[tokio::test]
async fn an_otc_entry_is_written_as_such_and_of_two_linked_ones_that_which_tells_more() {
    let (city, hanako, id) = notebook().await;
    let (mut visits, mut entries) = (String::new(), Vec::new());
    for drug in ["アムロジピン錠", "アムロジピン", "かぜぐすり"] {
        visits.push_str(&visit("20261120", drug));
    }
    let scanned = scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n{visits}"))).await.expect(201);
    entries.extend(ids(&scanned.body["dispensings"]));
    let [richer, poorer, otc] = entries[..] else { panic!() };
    update(&city, &id, poorer, "linked_to", &json!({ "S": richer }));
    let medicine = json!({ "M": {
        "name": { "S": "かぜぐすりＡ" }, "started_on": { "S": "2026-11-20" }, "ended_on": { "NULL": true },
        "jan": { "S": "4987306045018" }, "ingredients": { "L": [] }, "author": { "S": "patient" },
    } });
    update(&city, &id, otc, "otc", &medicine);
    let reply = export(&city, &hanako, &id, "").await.expect(200);
    let written = text(&reply);
    assert!(written.contains("3,かぜぐすりＡ,20261120,,2,,4987306045018\r\n"), "{written}");
    assert!(written.contains(",アムロジピン錠,") && !written.contains(",アムロジピン,"));
    assert_eq!((&reply.body["dispensings"], &reply.body["notes"]), (&1.into(), &1.into()));
    // Concealed, it is in none of what is handed over.
    update(&city, &id, otc, "concealed", &json!({ "BOOL": true }));
    let reply = export(&city, &hanako, &id, "").await.expect(200);
    assert!(!text(&reply).contains("かぜぐすり"));
    // What tells of a concealed dispensing is not shown in its place.
    update(&city, &id, richer, "concealed", &json!({ "BOOL": true }));
    export(&city, &hanako, &id, "").await.expect_problem(422, "nothing_to_export");
    // Not even where the concealed one lies on a day that is not asked for.
    let later = scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n{}", visit("20261121", "アムロジピン")))).await;
    let later = later.expect(201).body["dispensings"][0]["id"].as_str().unwrap().to_owned();
    update(&city, &id, &later, "linked_to", &json!({ "S": richer }));
    export(&city, &hanako, &id, "from=2026-11-21").await.expect_problem(422, "nothing_to_export");
}

#[tokio::test]
async fn more_than_one_scan_takes_is_handed_over_only_in_parts_or_for_a_shorter_period() {
    let (city, hanako, id) = notebook().await;
    let visits: String = (0..40).map(|n| visit("20261101", &format!("薬{n}"))).collect();
    scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{visits}"))).await.expect(201);
    let whole = export(&city, &hanako, &id, "").await.expect(200);
    let taro = Person::resident("taro");
    let theirs = city.proved_resident(&taro).await;
    let taken = scan(&city, &taro, &theirs, scanned(&whole)).await.expect(201);
    assert_eq!(ids(&taken.body["dispensings"]).len(), 40);
    scan(&city, &hanako, &id, bytes(&sheet("20261102", "もう一つ"))).await.expect(201);
    let refused = export(&city, &hanako, &id, "").await.expect_problem(422, "export_too_large");
    assert_eq!(refused.body["parts"], 2);
    export(&city, &hanako, &id, "to=2026-11-01").await.expect(200);
    // Or in parts, each of which one scan takes.
    let jiro = Person::resident("jiro");
    let theirs = city.proved_resident(&jiro).await;
    let mut known = 0;
    for part in 1..=2 {
        let part = export(&city, &hanako, &id, &format!("part={part}")).await.expect(200);
        let taken = scan(&city, &jiro, &theirs, scanned(&part)).await.expect(201);
        known += ids(&taken.body["dispensings"]).len();
    }
    assert_eq!(known, 41);
}

#[tokio::test]
async fn an_empty_notebook_and_one_too_large_for_a_reader_say_so() {
    let (city, hanako, id) = notebook().await;
    export(&city, &hanako, &id, "").await.expect_problem(422, "nothing_to_export");
    let remarks: String = format!("501,{},1\n", "あ".repeat(190)).repeat(40);
    for day in 10..16 {
        city.pass(chrono::TimeDelta::minutes(3));
        let sheet = format!("{}{remarks}", sheet(&format!("202610{day}"), "薬"));
        scan(&city, &hanako, &id, bytes(&sheet)).await.expect(201);
    }
    let reply = export(&city, &hanako, &id, "").await.expect_problem(422, "export_too_large");
    assert_eq!(reply.body["most_bytes"], 65_536);
    export(&city, &hanako, &id, "from=2026-10-10&to=2026-10-12").await.expect(200);
    assert_eq!(reply.body["parts"], 2);
    for query in ["from=2026-11-23&to=2026-11-22", "from=0000-01-01", "limit=5"] {
        assert_eq!(export(&city, &hanako, &id, query).await.status, 422, "{query}");
    }
}

/// A shorter period than a day there is not.
#[tokio::test]
async fn a_single_day_that_is_too_large_for_a_reader_leaves_the_notebook_in_parts() {
    let (city, hanako, id) = notebook().await;
    let remarks: String = format!("501,{},1\n", "あ".repeat(190)).repeat(40);
    for number in 1..=6 {
        city.pass(chrono::TimeDelta::minutes(3));
        scan(&city, &hanako, &id, bytes(&format!("{}{remarks}", sheet("20261010", &format!("薬{number}")))))
            .await
            .expect(201);
    }
    let day = "from=2026-10-10&to=2026-10-10";
    let refused = export(&city, &hanako, &id, day).await.expect_problem(422, "export_too_large");
    let parts = refused.body["parts"].as_u64().unwrap();
    let (mut all, mut dispensings) = (String::new(), 0);
    for part in 1..=parts {
        let reply = export(&city, &hanako, &id, &format!("{day}&part={part}")).await.expect(200);
        all += &text(&reply);
        dispensings += reply.body["dispensings"].as_u64().unwrap();
    }
    assert_eq!(dispensings, 6);
    for number in 1..=6 {
        assert_eq!(all.matches(&format!("薬{number},")).count(), 1, "薬{number}");
    }
    for beyond in [format!("part={}", parts + 1), "part=0".to_owned(), "part=x".to_owned()] {
        let refused =
            export(&city, &hanako, &id, &format!("{day}&{beyond}")).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], "/part", "{beyond}");
    }
    // Where all fits, it is the first part.
    let whole = export(&city, &hanako, &id, "from=2026-10-11&to=2026-10-11&part=1").await;
    whole.expect_problem(422, "nothing_to_export");
}

#[tokio::test]
async fn more_than_a_page_of_the_table_is_read_on() {
    let (city, hanako, id) = notebook().await;
    let remarks: String = format!("501,{},1\n", "あ".repeat(190)).repeat(40);
    // Each sheet is tens of kilobytes as entry and as scan: the scans alone fill more than a page.
    for day in 0..28 {
        city.pass(chrono::TimeDelta::minutes(3));
        let sheet = format!("{}{remarks}2,1,薬{day}の記載,1\n", sheet(&format!("202609{:02}", day + 1), "薬"));
        scan(&city, &hanako, &id, bytes(&sheet)).await.expect(201);
    }
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    city.store.forget();
    let reply = export(&city, &hanako, &id, "from=2026-11-01").await.expect(200);
    assert!((1..=3).contains(&city.store.seen().depth));
    assert_eq!((&reply.body["dispensings"], &reply.body["notes"]), (&1.into(), &28.into()));
}

#[tokio::test]
async fn family_from_see_on_may_hand_it_over_without_the_profile_where_that_is_closed() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    let profile = json!({ "profile": { "allergies": ["卵"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", jahis(&id)), Value::Null).await.expect(200);
    city.store.forget();
    let member = Person::resident("member-see");
    let reply = city.get(&member, &jahis(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    let written = text(&reply);
    assert!(!written.contains('卵') && !written.contains("荒尾 花子") && written.contains("アムロジピン錠"));
    assert_eq!(reply.body["with_profile"], false);
    let both = Person::resident("both");
    city.relate(&both, &id, "family", &[("medication", "see"), ("profile", "see")]);
    let reply = city.get(&both, &jahis(&id)).await.expect(200);
    assert!(text(&reply).contains('卵'));
}

#[tokio::test]
async fn r57_sixty_in_an_hour_and_no_more() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    for _ in 0..60 {
        export(&city, &hanako, &id, "").await.expect(200);
    }
    let reply = export(&city, &hanako, &id, "").await.expect_problem(429, "too_many_requests");
    assert!(reply.header("retry-after").is_some());
}
