mod check_in;
mod create_appointment;
mod create_visit;
mod delete_appointment;
mod delete_visit;
mod end_check_in;
mod export_appointments;
mod get_appointment;
mod get_visit;
mod grant_model;
mod guidance;
mod institution_kinds;
mod list_appointments;
mod list_grants;
mod list_institutions;
mod list_visits;
mod poster;
mod preview_check_in;
mod primary_care;
mod put_memo;
mod put_read_notes;
mod renew_check_in;
mod renewal_ends;
mod update_appointment;
mod update_visit;

use serde_json::{Value, json};
use support::keys::{
    ACCOUNT, CHANGES, CLINIC_DAY, DIRECTORY, IDEMPOTENCY, INSTITUTION, INSTITUTIONS, LOG, NOTEBOOK, PROFILE, QUIET,
    VISIT_REFERENCES,
};
use support::{City, Person};

pub(crate) const CLINIC: &str = "4310112345";
pub(crate) const OTHER_CLINIC: &str = "4310154321";

/// A city with two clinics.
pub(crate) fn city() -> City {
    let city = City::new();
    city.institution(CLINIC, "みどり内科クリニック");
    city.institution(OTHER_CLINIC, "海辺歯科");
    city
}

/// A city with two clinics and a person who may check in there.
pub(crate) async fn city_of(person: &Person) -> (City, String) {
    let city = city();
    let id = city.proved_resident(person).await;
    (city, id)
}

pub(crate) fn at_clinic(id: &str, sections: &[&str]) -> Value {
    json!({ "resident_id": id, "institution_code": CLINIC, "sections": sections, "purpose": "consultation" })
}

/// The institution no longer takes part.
pub(crate) fn close(city: &City, code: &str) {
    for (pk, sk) in [(INSTITUTION.of(code), PROFILE), (DIRECTORY, INSTITUTIONS.of(code))] {
        let mut left = city.item(&pk, &sk);
        left["active"] = json!({ "BOOL": false });
        city.store.seed(left);
    }
}

/// A visit by hand at the clinic.
pub(crate) fn entry(visited_on: &str, status: &str) -> Value {
    json!({
        "visited_on": visited_on, "institution_code": CLINIC, "department": "内科", "reason": "のどの痛み",
        "diagnosis_told": "かぜ", "memo": "次は一週間後", "status": status,
    })
}

/// An appointment at the dentist's, of which its account is reminded twice.
pub(crate) fn dentist(on: &str, time: Option<&str>) -> Value {
    json!({
        "on": on, "time": time, "kind": "dental", "institution_code": OTHER_CLINIC, "department": "歯科", "memo": "保険証",
        "reminders": { "day_before": true, "two_hours_before": time.is_some() },
    })
}

/// Writes an appointment; gives its id.
pub(crate) async fn appointed(city: &City, person: &Person, id: &str, body: Value) -> String {
    let reply = city.post(person, &format!("/v1/residents/{id}/appointments"), body).await.expect(201);
    reply.body["appointment_id"].as_str().unwrap().to_owned()
}

/// The minutes under which reminders wait, ascending.
pub(crate) fn waiting(city: &City) -> Vec<String> {
    let minute = |item: &Value| item["pk"]["S"].as_str().unwrap().split('#').nth(1).unwrap().to_owned();
    let mut found: Vec<_> = city.items(CHANGES, "").iter().map(minute).collect();
    found.sort_unstable();
    found
}

/// Writes a visit by hand; gives its id.
pub(crate) async fn written(city: &City, person: &Person, id: &str, entry: Value) -> String {
    let reply = city.post(person, &format!("/v1/residents/{id}/visits"), entry).await.expect(201);
    reply.body["visit_id"].as_str().unwrap().to_owned()
}

/// Checks in at the clinic with the person's profile; gives the visit.
pub(crate) async fn checked_in(city: &City, person: &Person, id: &str) -> String {
    let reply = city.post(person, "/v1/check-ins", at_clinic(id, &["profile"])).await.expect(201);
    reply.body["visit_id"].as_str().unwrap().to_owned()
}

pub(crate) fn renewals(visit: &str) -> String {
    format!("/v1/check-ins/{visit}/renewals")
}

/// The notebook as the clinic opens it.
pub(crate) fn notebook_of(id: &str) -> String {
    format!("/v1/institutions/{CLINIC}/patients/{id}/notebook")
}

/// A person who checked in at the clinic, where a doctor works.
pub(crate) struct Evening {
    pub(crate) city: City,
    pub(crate) hanako: Person,
    pub(crate) doctor: Person,
    pub(crate) id: String,
    pub(crate) visit: String,
}

impl Evening {
    /// Opens profile and visits at this instant.
    pub(crate) async fn at(check_in: &str) -> Self {
        let (hanako, doctor) = (Person::resident("hanako"), Person::staff("doctor"));
        let (city, id) = city_of(&hanako).await;
        city.employ(&doctor, CLINIC, "doctor");
        city.set_time(check_in);
        let reply = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile", "visits"])).await.expect(201);
        let visit = reply.body["visit_id"].as_str().unwrap().to_owned();
        Self { city, hanako, doctor, id, visit }
    }
}

/// Calls an operation on a person's notebook as everyone but the person. `level` is what the relation must reach in the
/// section of visits; `missing` is the same request about nobody.
pub(crate) async fn as_others(city: &City, id: &str, (line, missing): (&str, &str), body: Value, level: &str) {
    let doctor = Person::staff("doctor");
    city.employ(&doctor, CLINIC, "doctor");
    for caller in [Person::resident("stranger"), doctor] {
        let theirs = city.call(&caller, line, body.clone()).await.expect_problem(404, "not_found");
        let nobodys = city.call(&caller, missing, body.clone()).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, nobodys.raw, "R-02");
    }
    city.call(&Person::nobody(), line, body.clone()).await.expect_problem(401, "unauthenticated");
    let son = Person::resident("son");
    let levels = ["see", "record", "manage"];
    let needed = levels.iter().position(|known| *known == level).unwrap();
    city.relate(&son, id, "family", &[("profile", "manage"), ("medication", "manage")]);
    city.call(&son, line, body.clone()).await.expect_problem(404, "not_found");
    for below in &levels[..needed] {
        city.relate(&son, id, "family", &[("visits", below)]);
        city.call(&son, line, body.clone()).await.expect_problem(404, "not_found");
    }
    city.relate(&son, id, "family", &[("visits", level)]);
    let chain = LOG.of(id);
    let entries = city.entries(&chain);
    city.store.forget();
    let reply = city.call(&son, line, body).await;
    assert!((200..300).contains(&reply.status), "{}", String::from_utf8_lossy(&reply.raw));
    assert_eq!(city.entries(&chain), entries + 1, "R-40");
    assert!(city.store.seen().depth <= 3);
    touched_only_their_own(city, id, &son);
}

/// everything that was touched is the person's, the caller's, the named visit's or the clinic's.
pub(crate) fn touched_only_their_own(city: &City, id: &str, caller: &Person) {
    let actor = caller.actor();
    let allowed = [
        NOTEBOOK.of(id),
        LOG.of(id),
        ACCOUNT.of(&actor),
        IDEMPOTENCY.of(&actor),
        INSTITUTION.of(CLINIC),
        INSTITUTION.of(OTHER_CLINIC),
        CLINIC_DAY.of(CLINIC).of("2026-11-22"),
        CLINIC_DAY.of(CLINIC).of("2026-11-23"),
    ];
    for partition in city.store.seen().partitions {
        // A minute and a shard of the alarms' own machinery: of an appointment, what reminds of it.
        let beside = [&VISIT_REFERENCES, &QUIET, &CHANGES].into_iter().any(|kind| partition.starts_with(&**kind));
        assert!(allowed.iter().any(|own| partition == *own) || beside, "R-03: {partition}");
    }
}

pub(crate) const NOBODY: &str = "019a0000-0000-7000-8000-000000000000";
