//! Requests about one notebook that cross: what one of them looked at is so when it writes, or it looks again.

use std::sync::Arc;

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::keys::{KNOWN_ALERTS, NOTEBOOK};
use support::{City, Person, Post, Reply};

use super::{added, by_hand, bytes, dispensings, entry, entry_path, ids, listed, medications, notebook, scan, sheet};

/// Sends both so that each has read before either writes.
async fn both(
    city: &City,
    person: &Person,
    (one, other): ((&str, &str, Value), (&str, &str, Value)),
) -> (Reply, Reply) {
    let send = |(method, path, body): (&str, &str, Value)| {
        let (path, person) = (format!("{method} {path}"), person.clone());
        async move { city.send(&person, &path, body, |_| {}).await }
    };
    tokio::join!(send(one), send(other))
}

#[tokio::test]
async fn a_sheet_and_its_concealed_typed_entry_that_come_at_once_are_linked_and_hidden() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let mut typed = by_hand("2026-11-20", "夜露薬");
    typed["concealed"] = json!(true);
    let (list, path, body) = (medications(&id), dispensings(&id), bytes(&sheet("20261120", "夜露薬錠")));
    let (typed, sheet) = both(&city, &hanako, (("POST", &list, typed), ("POST", &path, body))).await;
    let typed = typed.expect(201).body["entry"]["id"].as_str().unwrap().to_owned();
    let sheet = ids(&sheet.expect(201).body["dispensings"])[0].to_owned();
    assert_eq!(entry(&city, &hanako, &id, &typed).await["linked_to"], json!(sheet));
    assert_eq!(entry(&city, &hanako, &id, &sheet).await["concealed"], true);
    let view = city.get(&doctor, &city.check_in(&id, CLINIC, &Section::ALL).notebook()).await.expect(200);
    assert!(!view.body.to_string().contains("夜露薬"));
}

#[tokio::test]
async fn two_sheets_of_one_dispensing_that_come_at_once_are_shown_once() {
    let (city, hanako, id) = notebook().await;
    let first = sheet("20261120", "双子薬錠");
    let second = format!("{first}201,2,追加薬錠,1,錠,1,,1\n301,2,１日１回朝食後,28,日分,1,1,,1\n");
    let path = dispensings(&id);
    let (one, other) = both(&city, &hanako, (("POST", &path, bytes(&first)), ("POST", &path, bytes(&second)))).await;
    one.expect(201);
    other.expect(201);
    assert_eq!(listed(&city, &hanako, &id).await.len(), 1);
}

#[tokio::test]
async fn what_is_concealed_while_its_sheet_is_scanned_hides_the_sheet() {
    let (city, hanako, id) = notebook().await;
    let typed = added(&city, &hanako, &id, by_hand("2026-11-20", "秘密薬")).await;
    let (entry_of, path) = (entry_path(&id, &typed), dispensings(&id));
    let scanned = ("POST", path.as_str(), bytes(&sheet("20261120", "秘密薬錠")));
    let (concealed, sheet) = both(&city, &hanako, (("PATCH", &entry_of, json!({ "concealed": true })), scanned)).await;
    concealed.expect(200);
    let sheet = ids(&sheet.expect(201).body["dispensings"])[0].to_owned();
    assert_eq!(entry(&city, &hanako, &id, &sheet).await["concealed"], true);
}

#[tokio::test]
async fn an_alarm_written_while_its_medicine_is_deleted_does_not_name_it_afterwards() {
    for change in [false, true] {
        for swapped in [false, true] {
            let (city, hanako, id) = notebook().await;
            Post::at(&city);
            let medicine = added(&city, &hanako, &id, by_hand("2026-11-20", "乙錠")).await;
            let alarms = format!("/v1/residents/{id}/alarms");
            let draft = |medicines: Value| json!({ "label": "朝", "medication_ids": medicines, "times": ["08:00"], "from": "2026-11-22" });
            let (mut method, mut path) = ("POST", alarms.clone());
            if change {
                let made = city.post(&hanako, &alarms, draft(json!([]))).await.expect(201);
                (method, path) = ("PUT", format!("{alarms}/{}", made.body["alarm_id"].as_str().unwrap()));
            }
            let mut body = draft(json!([medicine]));
            if change {
                body = city.get(&hanako, &path).await.expect(200).body;
                body["medication_ids"] = json!([medicine]);
            }
            let gone = entry_path(&id, &medicine);
            let (set, delete) = ((method, path.as_str(), body), ("DELETE", gone.as_str(), Value::Null));
            let (set, deleted) = if swapped {
                let (deleted, set) = both(&city, &hanako, (delete, set)).await;
                (set, deleted)
            } else {
                both(&city, &hanako, (set, delete)).await
            };
            deleted.expect(204);
            assert!([200, 201, 422].contains(&set.status), "{change} {swapped}: {}", set.body);
            let kept = city.get(&hanako, &alarms).await.expect(200).body;
            assert!(!kept.to_string().contains(&medicine), "{change} {swapped}: {kept}");
        }
    }
}

#[tokio::test]
async fn an_alert_that_is_marked_while_one_of_its_medicines_is_deleted_leaves_no_mark() {
    for swapped in [false, true] {
        let (city, hanako, id) = notebook().await;
        added(&city, &hanako, &id, by_hand("2026-11-19", "アムロジピン錠")).await;
        let medicine = added(&city, &hanako, &id, by_hand("2026-11-10", "アムロジピン錠")).await;
        let list = city.get(&hanako, &medications(&id)).await.expect(200).body;
        let alert = list["alerts"][0].clone();
        let path = format!("/v1/residents/{id}/medication-alerts/{}", alert["alert_id"].as_str().unwrap());
        let mark = ("PUT", path.as_str(), json!({ "known": true, "medication_ids": alert["medication_ids"] }));
        let gone = entry_path(&id, &medicine);
        let delete = ("DELETE", gone.as_str(), Value::Null);
        let pair = if swapped { (delete, mark) } else { (mark, delete) };
        both(&city, &hanako, pair).await;
        assert_eq!(city.items(NOTEBOOK.of(&id), KNOWN_ALERTS).len(), 0, "{swapped}");
    }
}

#[tokio::test]
async fn thirty_sheets_of_one_person_at_once_are_all_kept() {
    let (city, hanako, id) = notebook().await;
    let texts: Vec<String> = (0..30).map(|n| sheet(&format!("202610{:02}", n + 1), &format!("薬{n}錠"))).collect();
    let city = Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for text in texts {
        let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
        running.spawn(async move { scan(&city, &hanako, &id, bytes(&text)).await });
    }
    for reply in running.join_all().await {
        reply.expect(201);
    }
    assert_eq!(listed(&city, &hanako, &id).await.len(), 30);
}
