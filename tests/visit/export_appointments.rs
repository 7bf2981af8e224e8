use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use support::{City, Person};

use super::{NOBODY, appointed, as_others, city_of, dentist, entry, written};

fn path(id: &str) -> String {
    format!("/v1/residents/{id}/appointments.ics")
}

/// The file, its lines unfolded.
async fn file(city: &City, person: &Person, id: &str) -> String {
    let shown = city.get(person, &path(id)).await.expect(200).body;
    assert_eq!(shown["content_type"], "text/calendar; charset=utf-8");
    assert_eq!(shown["file_name"], "appointments-2026-11-22.ics");
    let bytes = STANDARD.decode(shown["bytes_base64"].as_str().unwrap()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    text.replace("\r\n ", "")
}

#[tokio::test]
async fn the_file_has_what_is_to_come_and_neither_memo_nor_what_was() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let at = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let day = written(&city, &hanako, &id, entry("2026-12-31", "planned")).await;
    written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    written(&city, &hanako, &id, entry("2026-11-22", "done")).await;
    written(&city, &hanako, &id, entry("2026-11-10", "planned")).await;
    city.store.forget();
    let text = file(&city, &hanako, &id).await;
    assert_eq!(city.store.seen().depth, 1);
    let lines: Vec<&str> = text.lines().collect();
    let uids: Vec<&&str> = lines.iter().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids, [&&*format!("UID:{at}"), &&*format!("UID:{day}")]);
    for wanted in [
        "DTSTART:20261208T063000Z",
        "SUMMARY:歯科 歯科 海辺歯科",
        "LOCATION:海辺歯科",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:予定 内科 みどり内科クリニック",
        "DTSTAMP:20261122T010000Z",
    ] {
        assert!(lines.contains(&wanted), "{wanted}: {text}");
    }
    for hidden in ["保険証", "次は一週間後", "のどの痛み", "かぜ", "METHOD", "VALARM"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn r36_what_a_person_typed_makes_no_line_of_its_own() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let name = format!("医院;BEGIN:VALARM,\\n{}", "𠮷".repeat(90));
    appointed(&city, &hanako, &id, json!({ "on": "2026-12-08", "kind": "checkup", "institution_name": name })).await;
    let text = file(&city, &hanako, &id).await;
    let wanted = format!("LOCATION:医院\\;BEGIN:VALARM\\,\\\\n{}", "𠮷".repeat(90));
    assert!(text.lines().any(|line| line == wanted), "{text}");
}

#[tokio::test]
async fn where_nothing_lies_ahead_there_is_no_file() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    written(&city, &hanako, &id, entry("2026-11-10", "planned")).await;
    city.get(&hanako, &path(&id)).await.expect_problem(422, "no_appointments");
}

#[tokio::test]
async fn others_take_the_file_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let lines = (&*format!("GET {}", path(&id)), &*format!("GET {}", path(NOBODY)));
    as_others(&city, &id, lines, Value::Null, "see").await;
}
