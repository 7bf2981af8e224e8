//! scan-dispensing at its limits: whatever can come together, it is one transaction, and DynamoDB takes it.

use platform::request::Request;
use support::{City, Person};

use super::{added, by_hand, bytes, dispensings, notebook, scan, visit};

/// As many dispensings as a scan takes.
const MOST: usize = 40;

/// All that can come together: two of each dispensing, 8 of known entries that are linked with them, sheet, marks of its notes,
/// the sheet of nobody that had that mark before, profile, marks of what went into it, and lock; then the key of the repetition,
/// entry and head of the log, and the checks of relation and consent. TransactWriteItems takes 100.
const MOST_WRITES: usize = 2 * MOST + 8 + 6 + 5;

const NOTES: &str = "2,1,ペニシリン,1\n2,2,胃痛,1\n2,3,胃潰瘍,1\n4,血圧は百三十まで,20261120,1\n";

fn drug(place: usize) -> String {
    format!("薬{}号", char::from_u32(0x3041 + u32::try_from(place).unwrap()).unwrap())
}

fn full(person: &str) -> String {
    let visits: String = (0..MOST).map(|place| visit(&format!("202611{:02}", place % 20 + 1), &drug(place))).collect();
    format!("JAHISTC08,1\n1,{person}\n{NOTES}{visits}")
}

/// A notebook in which everything is there that a scan changes beside what it brings: more entries that it links than it may,
/// the same notes on a sheet of nobody, marks of notes, the lock.
async fn prepared() -> (City, Person, String) {
    let (city, hanako, id) = notebook().await;
    for place in 0..12 {
        let day = format!("2026-11-{:02}", place % 20 + 1);
        added(&city, &hanako, &id, by_hand(&day, &drug(place))).await;
    }
    let noted = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n2,1,卵,1\n{}", visit("20261030", "薬"));
    scan(&city, &hanako, &id, bytes(&noted)).await.expect(201);
    let anothers = format!("JAHISTC08,1\n1,玉名　太郎,1,S230412\n{NOTES}{}", visit("20261031", "薬"));
    let anothers = scan(&city, &hanako, &id, bytes(&anothers)).await.expect(201);
    assert_eq!(anothers.body["owner"], "unconfirmed");
    (city, hanako, id)
}

#[tokio::test]
async fn the_fullest_sheet_that_a_relative_scans_is_one_transaction_that_the_table_takes() {
    let (city, _, id) = prepared().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record"), ("profile", "record")]);
    city.store.forget();
    let key = |request: &mut Request| request.idempotency_key = Some("sheet".to_owned());
    let line = format!("POST {}", dispensings(&id));
    let body = bytes(&full("荒尾　花子,2,S260314"));
    let reply = city.send(&son, &line, body.clone(), key).await.expect(201);
    let writes = city.store.seen().most_writes;
    assert_eq!(reply.body["dispensings"].as_array().unwrap().len(), MOST);
    assert_eq!(reply.body["known"], serde_json::json!([]));
    assert_eq!(reply.body["links"].as_array().unwrap().len(), 8);
    assert_eq!(reply.body["profile_additions"]["history"], serde_json::json!(["胃潰瘍"]));
    assert_eq!(writes, MOST_WRITES, "all of what may come together came together, and fits");
    assert_eq!(city.send(&son, &line, body, key).await.expect(201).raw, reply.raw);
}
