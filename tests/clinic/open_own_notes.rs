use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC, ago};
use support::keys::{CONSENTS, ENTRIES, LOG, NOTEBOOK};
use support::store::Fault;
use support::{City, Person};

#[tokio::test]
async fn the_own_notes_of_a_visit_are_shown_whole_days_later_and_nothing_else() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.seed_daily(&id, &json!({ "memo": "CANARY" }));
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    city.institution(OTHER_CLINIC, "別の医院");
    let visit = city.check_in_at(&id, CLINIC, &[Section::Daily], ago(city.now(), 7));
    let later = city.check_in(&id, CLINIC, &Section::ALL);
    let there = city.check_in(&id, OTHER_CLINIC, &Section::ALL);
    city.post(&doctor, &later.notes(), json!({ "text": "CANARY" })).await.expect(201);
    city.post(&other, &there.notes(), json!({ "text": "CANARY" })).await.expect(201);
    let long = "あ".repeat(4_000);
    for text in ["安静に", &long] {
        city.post(&doctor, &visit.notes(), json!({ "text": text })).await.expect(201);
        city.pass(chrono::TimeDelta::seconds(1));
    }
    city.get(&doctor, &visit.notebook()).await;
    let before = city.items(LOG.of(&id), ENTRIES).len();
    city.store.forget();
    let reply = city.get(&doctor, &visit.notes()).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert!(!String::from_utf8(reply.raw).unwrap().contains("CANARY"));
    let items = reply.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!((&items[0]["text"], &items[1]["text"]), (&json!(long), &json!("安静に")));
    assert_eq!(
        (&items[0]["cut"], &items[0]["version"], &items[0]["author_role"]),
        (&json!(false), &json!(1), &json!("doctor"))
    );
    let lines = city.items(LOG.of(&id), ENTRIES);
    assert_eq!(lines.len(), before + 1, "the person is told of each look");
    let line = lines.last().unwrap();
    assert_eq!((&line["action"]["S"], &line["institution"]["S"]), (&json!("open-own-notes"), &json!(CLINIC)));
    assert_eq!(line["sections"]["L"], json!([{ "S": "visits" }]));
}

#[tokio::test]
async fn a_retracted_note_shows_no_text_and_without_an_entry_nothing_is_shown() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let visit = city.check_in(&id, CLINIC, &[]);
    let note = city.post(&doctor, &visit.notes(), json!({ "text": "CANARY" })).await.expect(201).body;
    city.store.fault(Fault::Before(2));
    city.get(&doctor, &visit.notes()).await.expect_problem(503, "unavailable");
    city.store.fault(Fault::None);
    let path = format!("{}/{}/retraction", visit.notes(), note["note_id"].as_str().unwrap());
    city.post(&doctor, &path, json!({ "reason": "wrong_patient" })).await.expect(200);
    let reply = city.get(&doctor, &visit.notes()).await.expect(200);
    assert!(!String::from_utf8(reply.raw).unwrap().contains("CANARY"));
    assert_eq!((&reply.body["items"][0]["text"], &reply.body["items"][0]["version"]), (&Value::Null, &json!(2)));
}

#[tokio::test]
async fn nobody_else_opens_them_and_not_where_the_notebook_is_not_used_any_more() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let visit = city.check_in(&id, CLINIC, &Section::ALL);
    city.post(&doctor, &visit.notes(), json!({ "text": "安静に" })).await.expect(201);
    let reception = Person::staff("reception");
    city.employ(&reception, CLINIC, "reception");
    city.get(&reception, &visit.notes()).await.expect_problem(403, "role_not_allowed");
    let elsewhere = Person::staff("elsewhere");
    city.institution(OTHER_CLINIC, "別の医院");
    city.employ(&elsewhere, OTHER_CLINIC, "doctor");
    for person in [&elsewhere, &hanako] {
        city.get(person, &visit.notes()).await.expect_problem(404, "not_found");
    }
    let there = visit.notes().replace(CLINIC, OTHER_CLINIC);
    city.get(&elsewhere, &there).await.expect_problem(404, "not_found");
    let consent = json!({
        "for": "use_of_notebook", "text_version": "1", "given_at": "2026-11-01T00:00:00Z", "withdrawn_at": "2026-11-21T00:00:00Z",
    });
    city.seed_item(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), &consent, json!({ "version": 2 }));
    city.get(&doctor, &visit.notes()).await.expect_problem(404, "not_found");
}
