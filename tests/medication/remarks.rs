//! export-notebook, export-medications, update-medication: the person's own remark leaves the notebook only where they tick it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use support::{City, Person, Reply};

use super::{added, bytes, entry_path, ids, medications, notebook, scan, scanned, sheet};

const REMARK: &str = "夫には内緒";

/// Everything readable of a file or of codes.
fn text(reply: &Reply) -> String {
    if let Some(file) = reply.body["bytes_base64"].as_str() {
        return String::from_utf8_lossy(&STANDARD.decode(file).unwrap()).into_owned();
    }
    reply.body["parts"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

async fn export(city: &City, person: &Person, id: &str, kind: &str, query: &str) -> Reply {
    city.get(person, &format!("{}/{kind}?{query}", medications(id))).await
}

#[tokio::test]
async fn a_remark_leaves_by_no_export_unless_it_is_ticked() {
    let (city, hanako, id) = notebook().await;
    let medication = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    city.patch(&hanako, &entry_path(&id, &medication), json!({ "remark": REMARK })).await.expect(200);
    let bought = json!({ "otc": { "name": "かぜぐすり", "started_on": "2026-11-20" }, "remark": "買いだめ" });
    added(&city, &hanako, &id, bought).await;
    for kind in ["jahis", "csv"] {
        for query in ["", "include_concealed=true", "include_remarks=false"] {
            let left = text(&export(&city, &hanako, &id, kind, query).await.expect(200));
            assert!(!left.contains(REMARK) && !left.contains("買いだめ"), "{kind} {query}");
        }
        let left = text(&export(&city, &hanako, &id, kind, "include_remarks=true").await.expect(200));
        assert!(left.contains(REMARK) && left.contains("買いだめ"), "{kind}: {left}");
    }
    // The printed text is compressed: its length tells.
    let without = export(&city, &hanako, &id, "pdf", "").await.expect(200);
    let with = export(&city, &hanako, &id, "pdf", "include_remarks=true").await.expect(200);
    assert!(text(&with).len() > text(&without).len());
}

#[tokio::test]
async fn of_family_only_who_may_manage_the_medicines_may_tick_it() {
    let (city, hanako, id) = notebook().await;
    let medication = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    city.patch(&hanako, &entry_path(&id, &medication), json!({ "remark": REMARK })).await.expect(200);
    for (level, status) in [("see", 404), ("record", 404), ("manage", 200)] {
        let member = Person::resident(&format!("member-{level}"));
        city.relate(&member, &id, "family", &[("medication", level)]);
        for kind in ["jahis", "csv", "pdf"] {
            let reply = export(&city, &member, &id, kind, "include_remarks=true").await;
            assert_eq!(reply.status, status, "{level} {kind}");
            export(&city, &member, &id, kind, "").await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_sheet_with_a_remark_on_it_is_recognised_when_its_export_is_scanned() {
    let (city, hanako, id) = notebook().await;
    let reply = scan(&city, &hanako, &id, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(201);
    let medication = ids(&reply.body["dispensings"])[0].to_owned();
    city.patch(&hanako, &entry_path(&id, &medication), json!({ "remark": REMARK })).await.expect(200);
    let left = text(&export(&city, &hanako, &id, "jahis", "include_remarks=true").await.expect(200));
    let again = scan(&city, &hanako, &id, json!({ "parts": [{ "text": left }] })).await.expect(201);
    assert_eq!(again.body["known"], json!([medication]));
}
