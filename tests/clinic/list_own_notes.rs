use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn, OTHER_CLINIC, ago};
use support::keys::{ARRIVALS, CLINIC_DAY, ENTRIES, INSTITUTION_LOG, LOG, OWN_NOTES};
use support::store::Fault;
use support::{City, Person};

const LIST: &str = "/v1/institutions/4310112345/notes";

async fn write(city: &City, doctor: &Person, visit: &CheckedIn, text: &str) -> String {
    let reply = city.post(doctor, &visit.notes(), json!({ "text": text })).await.expect(201);
    city.pass(TimeDelta::seconds(1));
    reply.body["note_id"].as_str().unwrap().to_owned()
}

async fn listed(city: &City, doctor: &Person) -> Vec<Value> {
    city.get(doctor, LIST).await.expect(200).body["items"].as_array().unwrap().clone()
}

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["note_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn r03_it_says_to_whom_when_and_by_whom_opens_no_notebook_and_no_note() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    city.institution(OTHER_CLINIC, "別の医院");
    let visit = city.check_in_at(&id, CLINIC, &[Section::Daily], ago(city.now(), 2));
    let there = city.check_in(&id, OTHER_CLINIC, &Section::ALL);
    city.post(&other, &there.notes(), json!({ "text": "CANARY" })).await.expect(201);
    let note = write(&city, &doctor, &visit, "CANARY").await;
    city.rename(&id, "CANARY", "CANARY");
    let before = city.items(LOG.of(&id), ENTRIES).len();
    city.store.forget();
    let reply = city.get(&doctor, LIST).await.expect(200);
    assert_eq!(city.store.seen().depth, 3);
    assert!(!String::from_utf8(reply.raw).unwrap().contains("CANARY"));
    let row = &reply.body["items"][0];
    assert_eq!(
        (&row["note_id"], &row["visit_id"], &row["resident_id"]),
        (&json!(note), &json!(visit.visit_id), &json!(id))
    );
    assert_eq!((&row["legal_name"], &row["birth_date"]), (&json!("荒尾 花子"), &json!("1951-03-14")));
    assert_eq!((&row["day"], &row["written_at"]), (&json!("2026-11-20"), &json!("2026-11-22T01:00:00Z")));
    assert!(row["author_name"].is_string());
    assert_eq!(row["may_change_until"], "2026-11-27T15:00:00Z");
    assert_eq!((reply.body["items"].as_array().unwrap().len(), &reply.body["next_cursor"]), (1, &Value::Null));
    assert!(
        !city.items(OWN_NOTES.of(CLINIC), "")[0].to_string().contains("CANARY"),
        "the way says nothing of the note"
    );
    assert_eq!(city.items(LOG.of(&id), ENTRIES).len(), before, "nobody looked into the notebook");
}

#[tokio::test]
async fn the_newest_day_is_first_and_a_cursor_goes_on_over_the_days() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let second = city.proved_resident(&Person::resident("second")).await;
    let old = city.check_in_at(&id, CLINIC, &[], ago(city.now(), 7));
    let today = city.check_in(&second, CLINIC, &[]);
    let mut notes = Vec::new();
    for visit in [&today, &old, &old, &today] {
        notes.push(write(&city, &doctor, visit, "安静に").await);
    }
    let wanted = [&notes[3], &notes[0], &notes[2], &notes[1]];
    assert_eq!(ids(&listed(&city, &doctor).await), wanted);
    let (mut all, mut cursor) = (Vec::new(), String::new());
    for _ in 0..2 {
        let page = city.get(&doctor, &format!("{LIST}?limit=2{cursor}")).await.expect(200).body;
        all.extend(ids(page["items"].as_array().unwrap()).into_iter().map(ToOwned::to_owned));
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
    }
    assert_eq!((all.iter().collect::<Vec<_>>(), cursor.as_str()), (wanted.to_vec(), "&cursor="));
    city.get(&doctor, &format!("{LIST}?cursor=x")).await.expect_problem(422, "invalid_cursor");
}

#[tokio::test]
async fn it_is_listed_until_the_last_moment_and_not_when_it_was_retracted() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let visit = city.check_in(&id, CLINIC, &[]);
    let taken_back = write(&city, &doctor, &visit, "一").await;
    let kept = write(&city, &doctor, &visit, "二").await;
    let path = format!("{}/{taken_back}/retraction", visit.notes());
    city.post(&doctor, &path, json!({ "reason": "wrong_patient" })).await.expect(200);
    assert_eq!(ids(&listed(&city, &doctor).await), [&kept]);
    city.set_time("2026-11-29T23:59:59.999+09:00");
    let row = listed(&city, &doctor).await.remove(0);
    city.get(&doctor, &visit.notes()).await.expect(200);
    city.set_time(row["may_change_until"].as_str().unwrap());
    assert!(listed(&city, &doctor).await.is_empty(), "what can no longer be changed is not listed");
    city.get(&doctor, &visit.notes()).await.expect_problem(422, "note_period_over");
}

#[tokio::test]
async fn r40_a_look_is_entered_once_a_sign_in_and_day_and_else_nothing_is_shown() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    write(&city, &doctor, &city.check_in(&id, CLINIC, &[]), "安静に").await;
    let looks = |city: &City| {
        let lines = city.items(INSTITUTION_LOG.of(CLINIC), ENTRIES);
        lines.iter().filter(|line| line["action"]["S"] == "list-own-notes").count()
    };
    city.store.fault(Fault::Before(3));
    city.get(&doctor, LIST).await.expect_problem(503, "unavailable");
    city.store.fault(Fault::None);
    for _ in 0..3 {
        city.get(&doctor, LIST).await.expect(200);
        // The list of the day has an entry of its own.
        city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
    }
    assert_eq!(looks(&city), 1);
    city.get(&doctor.clone().claiming("origin_jti", "another sign-in"), LIST).await.expect(200);
    assert_eq!(looks(&city), 2);
    city.pass(TimeDelta::days(1));
    city.get(&doctor, LIST).await.expect(200);
    assert_eq!(looks(&city), 3);
}

#[tokio::test]
async fn of_a_cancelled_check_in_the_name_is_not_shown_and_the_note_can_be_retracted() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    let visit = city.check_in(&id, CLINIC, &[]);
    let path = format!("{}/{}", visit.notes(), write(&city, &doctor, &visit, "一").await);
    let partition = CLINIC_DAY.of(CLINIC).of("2026-11-22");
    let sk = city.items(&partition, ARRIVALS)[0]["sk"]["S"].as_str().unwrap().to_owned();
    city.set_attribute(&partition, &sk, "status", &json!("cancelled"));
    let reply = city.get(&doctor, LIST).await.expect(200);
    let raw = String::from_utf8(reply.raw).unwrap();
    assert!(!raw.contains("荒尾") && !raw.contains("アラオ") && !raw.contains("1951"));
    assert_eq!(reply.body["items"].as_array().unwrap().len(), 1);
    city.post(&doctor, &format!("{path}/retraction"), json!({ "reason": "wrong_patient" })).await.expect(200);
    assert!(listed(&city, &doctor).await.is_empty());
}

#[tokio::test]
async fn only_those_who_may_write_notes_list_them() {
    let city = City::new();
    let (_, hanako, id) = city.clinic().await;
    city.check_in(&id, CLINIC, &[]);
    for role in ["doctor", "nurse", "pharmacist", "public_health_nurse"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        city.get(&person, LIST).await.expect(200);
    }
    for role in ["reception", "city_admin", "operator"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        city.get(&person, LIST).await.expect_problem(403, "role_not_allowed");
    }
    let elsewhere = Person::staff("elsewhere");
    city.employ(&elsewhere, OTHER_CLINIC, "doctor");
    for person in [&elsewhere, &hanako] {
        city.get(person, LIST).await.expect_problem(404, "not_found");
    }
}
