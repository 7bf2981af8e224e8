//! whatever is sent, nothing answers 500 or above, and what is refused leaves nothing.

use serde_json::json;
use support::besiege;
use support::hostile::Hostile;

use super::{bytes, dispensings, medications, notebook, sample, scan, sheet, state, symbol};

#[tokio::test]
async fn r30_two_thousand_hostile_scans_give_no_5xx() {
    let (city, hanako, id) = notebook().await;
    let good = json!({ "parts": [
        { "bytes_base64": symbol(sample("08-every-record")), "append": { "index": 0, "total": 1, "parity": 0 } },
        { "text": sheet("20261101", "薬") },
    ] });
    let line = format!("POST {}", dispensings(&id));
    let answers = besiege(&city, &hanako, &line, &good, 30, 1_000).await;
    assert!(answers.keys().len() > 3, "{answers:?}");
    let answers = besiege(&city, &hanako, &line, &bytes(sample("02-two-visits")), 31, 1_000).await;
    assert!(answers.contains_key(&400) && answers.contains_key(&413) && answers.contains_key(&422), "{answers:?}");
}

#[tokio::test]
async fn r30_a_thousand_spoiled_texts_are_registered_whole_or_not_at_all() {
    let (city, hanako, id) = notebook().await;
    let mut made = 0;
    for case in 0..1_000 {
        let mut hostile = Hostile::new(case);
        let mut lines: Vec<String> = sample("08-every-record").lines().map(str::to_owned).collect();
        for _ in 0..=hostile.below(4) {
            let (place, from) = (hostile.below(lines.len()), hostile.below(lines.len()));
            match hostile.below(5) {
                0 => {
                    lines.remove(place);
                }
                1 => lines.insert(place, lines[from].clone()),
                2 => lines.swap(place, from),
                3 => {
                    let spoiled = *hostile.pick::<&str>(&["", ",,", "\0,", ",\u{202E}", ",-1,"]);
                    lines[place] = lines[place].replacen(',', spoiled, 3);
                }
                _ => lines[place] = lines[place].repeat(1 + hostile.below(40)),
            }
        }
        let before = state(&city);
        city.pass(chrono::TimeDelta::hours(1));
        let reply = scan(&city, &hanako, &id, json!({ "parts": [{ "text": lines.join("\r\n") }] })).await;
        assert!(reply.status < 500, "case {case}: {}", String::from_utf8_lossy(&reply.raw));
        if reply.status == 201 {
            made += 1;
        } else {
            assert_eq!(state(&city), before, "case {case}");
        }
    }
    assert!(made > 100, "{made}");
    let list = city.get(&hanako, &format!("{}?from=0001-01-01&limit=400", medications(&id))).await.expect(200);
    assert!(!list.body["items"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn r30_two_thousand_hostile_lists_give_no_5xx() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(sample("02-two-visits"))).await.expect(201);
    let good = json!({ "from": "2026-01-01", "to": "2026-12-31", "limit": "1" });
    besiege(&city, &hanako, &format!("GET {}", medications(&id)), &good, 32, 2_000).await;
}
