use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn};
use support::keys::{ENTRIES, LOG};
use support::{City, Person, Post};

fn today(id: &str) -> String {
    format!("/v1/residents/{id}/today")
}

/// After which a note is listed as unread.
const SETTLED: TimeDelta = TimeDelta::seconds(15);

/// Everything that the first screen shows.
struct Home {
    city: City,
    doctor: Person,
    hanako: Person,
    id: String,
    alarm: String,
    checked_in: CheckedIn,
}

/// 10:00 on Sunday 2026-11-22: an alarm with a medicine, values, a check-in of this morning, a note, a look.
async fn home() -> Home {
    let city = City::new();
    Post::at(&city);
    let (doctor, hanako, id) = city.clinic().await;
    let medicine = city.seed_medication(&id, "2026-11-20", "アムロジピン錠", false);
    let alarm = json!({
        "label": "朝の薬", "medication_ids": [medicine], "times": [{ "time": "11:00", "amount": 2 }, "21:00"],
        "from": "2026-11-22",
    });
    let alarm = city.post(&hanako, &format!("/v1/residents/{id}/alarms"), alarm).await.expect(201);
    city.seed_daily(
        &id,
        &json!({ "weight_kg": 62.45, "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82 } }),
    );
    let checked_in = city.check_in(&id, CLINIC, &[Section::Profile, Section::Medication]);
    city.post(&doctor, &checked_in.notes(), json!({ "text": "お大事に" })).await.expect(201);
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    city.get(&doctor, &notebook).await.expect(200);
    let alarm = alarm.body["alarm_id"].as_str().unwrap().to_owned();
    city.pass(SETTLED);
    Home { city, doctor, hanako, id, alarm, checked_in }
}

fn keys(answer: &Value) -> Vec<&str> {
    answer.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_first_screen_is_one_call_and_one_round_trip() {
    let Home { city, hanako, id, alarm, checked_in, .. } = home().await;
    city.store.forget();
    let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let at = "2026-11-22T01:00:00Z";
    let medicine = json!({ "name": "アムロジピン錠", "amount_text": "1日1錠 分1朝食後" });
    let dose = |time: &str, amount: Value| {
        json!({
            "alarm_id": alarm, "label": "朝の薬", "date": "2026-11-22", "time": time, "status": "due", "amount": amount,
            "version": null, "medications": [medicine],
        })
    };
    let clinic = json!({ "code": CLINIC, "name": "テスト医院" });
    assert_eq!(shown["doses"], json!([dose("11:00", json!(2.0)), dose("21:00", Value::Null)]));
    assert_eq!(shown["next_appointment"], Value::Null);
    assert_eq!(
        shown["latest"],
        json!({
            "weight_kg": { "value": 62.45, "at": at }, "systolic_mmhg": { "value": 128, "at": at },
            "diastolic_mmhg": { "value": 82, "at": at },
        })
    );
    assert_eq!((&shown["notices"], &shown["goals"], &shown["vaccinations_due"]), (&json!([]), &json!([]), &json!([])));
    let note = &shown["unread_notes"][0];
    assert_eq!(
        (&note["text"], &note["institution"], &note["visit_id"], &note["author_role"]),
        (&json!("お大事に"), &clinic, &json!(checked_in.visit_id), &json!("doctor"))
    );
    assert_eq!(
        shown["open_grants"],
        json!([{
            "visit_id": checked_in.visit_id, "institution": clinic, "sections": ["profile", "medication"],
            "since": at, "until": "2026-11-22T15:00:00Z", "renewable_from": "2026-11-22T12:00:00Z",
        }])
    );
    assert_eq!(
        shown["looked_since_yesterday"],
        json!([{
            "institution": clinic, "roles": ["doctor"], "count": 2, "sections": ["medication", "profile", "visits"],
            "last_at": at,
        }])
    );
    assert_eq!(shown["reminders"], json!([]));
    assert_eq!(shown.as_object().unwrap().len(), 10);
}

#[tokio::test]
async fn the_first_screen_of_a_new_notebook_is_empty_and_one_round_trip_too() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    city.store.forget();
    let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let nothing = json!({
        "doses": [], "next_appointment": null, "latest": {}, "notices": [], "goals": [], "reminders": [], "unread_notes": [],
        "open_grants": [], "looked_since_yesterday": [], "vaccinations_due": [],
    });
    assert_eq!(shown, nothing);
}

#[tokio::test]
async fn family_is_shown_the_sections_of_its_scopes_and_nothing_of_the_others() {
    let Home { city, id, .. } = home().await;
    for (scopes, wanted, sections) in [
        (&[("daily", "see")][..], &["goals", "latest", "notices"][..], &["daily"][..]),
        (&[("medication", "record")], &["doses"], &["medication"]),
        (&[("visits", "see")], &["next_appointment", "open_grants", "unread_notes"], &["visits"]),
        (&[("profile", "record"), ("vaccinations", "see")], &["vaccinations_due"], &["vaccinations"]),
        (
            &[("profile", "manage"), ("daily", "see")],
            &["goals", "latest", "looked_since_yesterday", "notices"],
            &["profile", "daily"],
        ),
        (
            &[("medication", "see"), ("daily", "see")],
            &["doses", "goals", "latest", "notices", "reminders"],
            &["medication", "daily"],
        ),
        (&[("images", "manage")], &[], &[]),
    ] {
        let son = Person::resident("son");
        city.relate(&son, &id, "family", scopes);
        let before = city.entries(LOG.of(&id));
        city.store.forget();
        let shown = city.get(&son, &today(&id)).await.expect(200).body;
        assert_eq!(city.store.seen().depth, 2, "the entry of the look is written before the answer");
        assert_eq!(keys(&shown), wanted, "{scopes:?}");
        assert_eq!(city.entries(LOG.of(&id)), before + 1, "R-40");
        let entries = city.items(LOG.of(&id), ENTRIES);
        let named: Vec<_> =
            entries.last().unwrap()["sections"]["L"].as_array().unwrap().iter().map(|text| &text["S"]).collect();
        let mut sorted: Vec<_> = named.iter().map(|name| name.as_str().unwrap()).collect();
        sorted.sort_unstable();
        let mut wanted = sections.to_vec();
        wanted.sort_unstable();
        assert_eq!(sorted, wanted, "{scopes:?}");
    }
}

#[tokio::test]
async fn strangers_staff_and_family_without_any_scope_find_nothing() {
    let Home { city, doctor, id, .. } = home().await;
    let nowhere = today("019a0000-0000-7000-8000-000000000000");
    let no_scope = Person::resident("no-scope");
    city.relate(&no_scope, &id, "family", &[]);
    for person in [&Person::resident("stranger"), &doctor, &Person::staff_without_totp("doctor"), &no_scope] {
        let theirs = city.get(person, &today(&id)).await.expect_problem(404, "not_found");
        let nobodys = city.get(person, &nowhere).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, nobodys.raw, "R-02");
    }
    city.get(&Person::nobody(), &today(&id)).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_doses_are_those_of_list_intakes_and_what_is_open_of_the_evening_before() {
    let Home { city, hanako, id, alarm, .. } = home().await;
    let late = json!({ "label": "寝る前", "times": ["23:50"], "from": "2026-11-22" });
    city.post(&hanako, &format!("/v1/residents/{id}/alarms"), late).await.expect(201);
    city.set_time("2026-11-22T21:10:00+09:00");
    let taken = json!({ "status": "taken", "at": "2026-11-22T21:05:00+09:00" });
    city.put(&hanako, &format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/21:00"), taken).await.expect(200);
    for now in ["2026-11-22T21:10:00+09:00", "2026-11-23T12:00:00+09:00"] {
        city.set_time(now);
        let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
        let day = now.split_once('T').unwrap().0;
        let list = city.get(&hanako, &format!("/v1/residents/{id}/intakes?from={day}&to={day}")).await.expect(200).body;
        let told = |doses: &Value| -> Vec<Value> {
            let one =
                |dose: &Value| json!([dose["alarm_id"], dose["date"], dose["time"], dose["status"], dose["label"]]);
            doses.as_array().unwrap().iter().map(one).collect()
        };
        let mut listed = told(&list["items"]);
        listed.reverse();
        assert_eq!(told(&shown["doses"]), listed, "{now}");
        assert_eq!(listed.len(), 3);
    }
    let open = async |now: &str| {
        city.set_time(now);
        let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
        shown["doses"].as_array().unwrap().iter().filter(|dose| dose["date"] == "2026-11-22").count()
    };
    assert_eq!(open("2026-11-23T00:10:00+09:00").await, 1, "23:50 can still be taken, 11:00 and 21:00 not any more");
    assert_eq!(open("2026-11-23T00:30:00+09:00").await, 0);
}

#[tokio::test]
async fn a_medicine_that_is_older_than_what_is_read_with_the_day_is_named_all_the_same() {
    let city = City::new();
    Post::at(&city);
    let (_, hanako, id) = city.clinic().await;
    let old = city.seed_medication(&id, "2019-01-01", "古い薬", true);
    for day in 1..=45 {
        city.seed_medication(&id, &format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28), "別の薬", false);
    }
    let alarm = json!({ "label": "朝", "medication_ids": [old], "times": ["11:00"], "from": "2026-11-22" });
    city.post(&hanako, &format!("/v1/residents/{id}/alarms"), alarm).await.expect(201);
    city.store.forget();
    let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
    assert_eq!(shown["doses"][0]["medications"][0]["name"], "古い薬", "what is kept from clinics is the person's own");
    assert_eq!(city.store.seen().depth, 2);
}

#[tokio::test]
async fn no_ended_or_withdrawn_grant_is_open_and_yesterdays_look_is_told_until_tomorrow() {
    let Home { city, hanako, id, checked_in, .. } = home().await;
    let shown = async || city.get(&hanako, &today(&id)).await.expect(200).body;
    let withdrawn = json!({ "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] });
    let consents = format!("/v1/residents/{id}/consents");
    let both = json!({ "consents": [
        { "purpose": "use_of_notebook", "version": "2026-04" },
        { "purpose": "sharing_with_institutions", "version": "2026-11" },
    ] });
    city.put(&hanako, &consents, both.clone()).await.expect(200);
    assert_eq!(shown().await["open_grants"].as_array().unwrap().len(), 1);
    city.put(&hanako, &consents, withdrawn).await.expect(200);
    assert_eq!(shown().await["open_grants"], json!([]));
    city.put(&hanako, &consents, both).await.expect(200);
    city.revoke(&checked_in);
    assert_eq!(shown().await["open_grants"], json!([]));
    city.set_time("2026-11-23T23:59:59+09:00");
    assert_eq!(shown().await["looked_since_yesterday"][0]["count"], 2);
    city.set_time("2026-11-24T00:00:00+09:00");
    assert_eq!(shown().await["looked_since_yesterday"], json!([]));
}

#[tokio::test]
async fn a_note_is_unread_until_marked_again_once_amended_and_gone_once_taken_back() {
    let Home { city, doctor, hanako, id, checked_in, .. } = home().await;
    let unread = async |person: &Person| {
        let shown = city.get(person, &today(&id)).await.expect(200).body;
        shown["unread_notes"].as_array().unwrap().clone()
    };
    let note = unread(&hanako).await.remove(0);
    let read = format!("/v1/residents/{id}/read-notes");
    city.put(&hanako, &read, json!({ "read_to": note["written_at"] })).await.expect(200);
    assert!(unread(&hanako).await.is_empty());
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("visits", "see")]);
    assert_eq!(unread(&son).await.len(), 1, "each account reads for itself");
    city.set_time("2026-11-22T11:00:00+09:00");
    let path = format!("{}/{}", checked_in.notes(), note["note_id"].as_str().unwrap());
    city.put(&doctor, &path, json!({ "text": "三日安静に" })).await.expect(200);
    city.pass(SETTLED);
    let amended = unread(&hanako).await.remove(0);
    assert_eq!((&amended["text"], &amended["amended_at"]), (&json!("三日安静に"), &json!("2026-11-22T02:00:00Z")));
    city.post(&doctor, &format!("{path}/retraction"), json!({ "reason": "wrong_patient" })).await.expect(200);
    assert!(unread(&hanako).await.is_empty() && unread(&son).await.is_empty());
}

#[tokio::test]
async fn many_notes_hide_none_and_no_mark_passes_one_that_is_on_its_way() {
    let Home { city, doctor, hanako, id, checked_in, .. } = home().await;
    let texts = async || {
        let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
        let unread = shown["unread_notes"].as_array().unwrap().clone();
        unread.iter().map(|note| note["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let write = async |text: &str| city.post(&doctor, &checked_in.notes(), json!({ "text": text })).await.expect(201);
    write("この薬はすぐに止めてください").await;
    for number in 0..25 {
        city.pass(TimeDelta::seconds(1));
        write(&format!("{number}")).await;
    }
    // Another note may be on its way with an earlier time than these: what is listed has settled, and so has what is marked.
    assert_eq!(texts().await.len(), 12);
    let path = format!("/v1/residents/{id}/read-notes");
    let marked = city.put(&hanako, &path, json!({ "read_to": city.now() })).await.expect(200).body;
    assert_eq!(marked["read_to"], json!(city.now() - SETTLED));
    city.pass(SETTLED);
    assert_eq!(texts().await.len(), 15, "what was marked is read, what came later is listed");
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("visits", "see")]);
    let shown = city.get(&son, &today(&id)).await.expect(200).body;
    let unread = shown["unread_notes"].as_array().unwrap();
    assert_eq!((unread.len(), &unread[25]["text"]), (27, &json!("この薬はすぐに止めてください")));
}

#[tokio::test]
async fn many_looks_of_one_day_are_one_line_and_counted_whole() {
    let Home { city, doctor, hanako, id, .. } = home().await;
    let notebook = format!("/v1/institutions/{CLINIC}/patients/{id}/notebook");
    for _ in 0..60 {
        city.get(&doctor, &notebook).await.expect(200);
    }
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("profile", "see")]);
    city.get(&son, &format!("/v1/residents/{id}")).await.expect(200);
    let looks = city.get(&hanako, &today(&id)).await.expect(200).body["looked_since_yesterday"].clone();
    let told: Vec<_> =
        looks.as_array().unwrap().iter().map(|look| json!([look["institution"]["name"], look["count"]])).collect();
    assert_eq!(told, [json!([null, 1]), json!(["テスト医院", 62])]);
    assert_eq!(looks[0]["roles"], json!(["family"]));
    // What who asks did is no news to them; another's looks are.
    let daughter = Person::resident("daughter");
    city.relate(&daughter, &id, "family", &[("profile", "manage")]);
    for reader in [&daughter, &son] {
        city.get(reader, &format!("/v1/residents/{id}")).await.expect(200);
    }
    let looks = city.get(&daughter, &today(&id)).await.expect(200).body["looked_since_yesterday"].clone();
    let roles: Vec<_> = looks.as_array().unwrap().iter().map(|look| (&look["roles"][0], &look["count"])).collect();
    assert_eq!(roles, [(&json!("family"), &json!(2)), (&json!("doctor"), &json!(62))]);
}

#[tokio::test]
async fn a_notice_of_the_trends_is_on_the_first_screen_in_the_language_asked_for() {
    let Home { city, hanako, id, .. } = home().await;
    city.seed_daily(&id, &json!({ "temperature_c": 38.2 }));
    let trends = format!("/v1/residents/{id}/trends?measure=temperature_c");
    let trends = city.get(&hanako, &trends).await.expect(200).body;
    let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
    assert_eq!(
        (&shown["notices"], shown["notices"][0]["code"].as_str()),
        (&trends["notices"], Some("temperature_raised"))
    );
    let english = |request: &mut platform::request::Request| request.accept_language = Some("en".to_owned());
    let shown = city.send(&hanako, &format!("GET {}", today(&id)), Value::Null, english).await.expect(200).body;
    assert!(shown["notices"][0]["detail"].as_str().unwrap().starts_with("A temperature"));
    assert_eq!(shown["doses"][0]["medications"][0]["amount_text"], "1 tablet a day 分1朝食後");
}

/// Writes an appointment; gives its id.
async fn appointed(city: &City, person: &Person, id: &str, on: &str, time: Option<&str>) -> String {
    let body =
        json!({ "on": on, "time": time, "kind": "dental", "institution_name": "四ツ山歯科医院", "memo": "CANARY" });
    let reply = city.post(person, &format!("/v1/residents/{id}/appointments"), body).await.expect(201);
    reply.body["appointment_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_next_appointment_is_the_earliest_that_is_not_long_begun() {
    let Home { city, hanako, id, .. } = home().await;
    let next = async || {
        city.store.forget();
        let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
        assert_eq!(city.store.seen().depth, 1);
        assert!(!shown.to_string().contains("CANARY"));
        shown["next_appointment"].clone()
    };
    let week = appointed(&city, &hanako, &id, "2026-11-29", None).await;
    let afternoon = appointed(&city, &hanako, &id, "2026-11-23", Some("15:00")).await;
    let morning = appointed(&city, &hanako, &id, "2026-11-23", Some("09:00")).await;
    assert_eq!(
        next().await,
        json!({
            "appointment_id": morning, "on": "2026-11-23", "time": "09:00", "kind": "dental", "institution_code": null,
            "institution_name": "四ツ山歯科医院", "department": null,
        })
    );
    for (now, wanted) in [
        ("2026-11-23T09:59:00+09:00", &morning),
        ("2026-11-23T10:00:00+09:00", &afternoon),
        ("2026-11-23T16:00:00+09:00", &week),
        ("2026-11-29T23:59:59+09:00", &week),
    ] {
        city.set_time(now);
        assert_eq!(next().await["appointment_id"], **wanted, "{now}");
    }
    city.set_time("2026-11-30T00:00:00+09:00");
    assert_eq!(next().await, Value::Null);
}

#[tokio::test]
async fn the_next_appointment_is_found_behind_a_day_of_many_visits() {
    let Home { city, hanako, id, .. } = home().await;
    let visits = format!("/v1/residents/{id}/visits");
    let done = json!({ "visited_on": "2026-11-22", "institution_name": "医院", "status": "done" });
    for _ in 0..55 {
        city.post(&hanako, &visits, done.clone()).await.expect(201);
        city.pass(TimeDelta::seconds(70));
    }
    let evening = appointed(&city, &hanako, &id, "2026-11-22", Some("20:00")).await;
    let shown = city.get(&hanako, &today(&id)).await.expect(200).body;
    assert_eq!(shown["next_appointment"]["appointment_id"], *evening);
}
