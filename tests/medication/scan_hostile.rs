//! whatever is sent, nothing answers 500 or above, and what is refused leaves nothing.

use serde_json::json;
use support::besiege;
use support::hostile::Hostile;

use super::{bytes, dispensings, medications, notebook, sample, scan, state, symbol};

#[tokio::test]
async fn r30_two_thousand_hostile_scans_give_no_5xx() {
    let (city, hanako, id) = notebook().await;
    let good = json!({ "parts": [
        { "bytes_base64": symbol(sample("08-every-record")), "append": { "index": 0, "total": 1, "parity": 0 } },
        { "text": sample("08-every-record") },
    ] });
    let line = format!("POST {}", dispensings(&id));
    let answers = besiege(&city, &hanako, &line, &good, 30, 1_000).await;
    assert!(answers.contains_key(&200) || answers.contains_key(&201), "{answers:?}");
    let answers = besiege(&city, &hanako, &line, &bytes(sample("02-two-visits")), 31, 1_000).await;
    assert!(answers.contains_key(&400) && answers.contains_key(&413) && answers.contains_key(&422), "{answers:?}");
}

/// Cuts, doubles, swaps and spoils lines of a sheet.
fn spoiled(hostile: &mut Hostile) -> String {
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
                let instead = *hostile.pick::<&str>(&["", ",,", "\0,", ",\u{202E}", ",-1,"]);
                lines[place] = lines[place].replacen(',', instead, 3);
            }
            _ => lines[place] = lines[place].repeat(1 + hostile.below(40)),
        }
    }
    lines.join("\r\n")
}

#[tokio::test]
async fn r30_spoiled_texts_are_registered_whole_or_not_at_all() {
    let mut made = 0;
    for round in 0..20 {
        let (city, hanako, id) = notebook().await;
        let mut before = state(&city);
        for case in 0..25 {
            let text = spoiled(&mut Hostile::new(round * 25 + case));
            let reply = scan(&city, &hanako, &id, json!({ "parts": [{ "text": text }] })).await;
            assert!(reply.status < 500, "{round} {case}: {}", String::from_utf8_lossy(&reply.raw));
            let after = state(&city);
            match reply.status {
                201 => made += 1,
                _ => assert_eq!(after, before, "{round} {case}"),
            }
            before = after;
        }
    }
    assert!(made > 50, "{made}");
}

#[tokio::test]
async fn r30_two_thousand_hostile_lists_give_no_5xx() {
    let (city, hanako, id) = notebook().await;
    scan(&city, &hanako, &id, bytes(sample("02-two-visits"))).await.expect(201);
    let good = json!({ "from": "2026-01-01", "to": "2026-12-31", "limit": "1" });
    besiege(&city, &hanako, &format!("GET {}", medications(&id)), &good, 32, 2_000).await;
}
