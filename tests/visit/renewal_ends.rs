//! Nothing that was ended opens again at midnight: whatever ends what is open today ends what a renewal wrote under tomorrow.

use serde_json::{Value, json};
use support::Person;
use support::keys::{ARRIVALS, CHECK_INS, CLINIC_DAY, GRANTS, NOTEBOOK, VISITS};

use super::{CLINIC, Evening, at_clinic, checked_in, notebook_of, renewals};

/// An evening on which the check-in was renewed.
async fn renewed() -> Evening {
    let evening = Evening::at("2026-11-22T21:30:00+09:00").await;
    evening.city.post(&evening.hanako, &renewals(&evening.visit), Value::Null).await.expect(200);
    evening
}

impl Evening {
    /// Nothing stands under tomorrow, and past midnight the clinic finds nothing.
    async fn is_closed_tomorrow(&self) {
        let Self { city, doctor, id, .. } = self;
        assert!(city.items(NOTEBOOK, GRANTS.of(CLINIC).of("2026-11-23")).is_empty());
        assert!(city.items(NOTEBOOK, CHECK_INS.of(CLINIC).of("2026-11-23")).is_empty());
        assert!(city.items(CLINIC_DAY.of(CLINIC).of("2026-11-23"), ARRIVALS).is_empty());
        assert_eq!(city.item(NOTEBOOK, VISITS)["last_day"]["S"], "2026-11-22");
        city.set_time("2026-11-23T00:10:00+09:00");
        city.get(doctor, &notebook_of(id)).await.expect_problem(404, "not_found");
        let list = city.get(doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
        assert_eq!(list.body["items"], json!([]));
    }
}

#[tokio::test]
async fn r05_an_end_before_midnight_ends_what_was_renewed() {
    let evening = renewed().await;
    let Evening { city, hanako, doctor, id, visit } = &evening;
    city.store.forget();
    city.delete(hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    assert_eq!(city.store.seen().depth, 3);
    city.get(doctor, &notebook_of(id)).await.expect_problem(404, "not_found");
    city.post(hanako, &renewals(visit), Value::Null).await.expect_problem(409, "check_in_ended");
    evening.is_closed_tomorrow().await;
    // The day after is another visit, as if nothing had been renewed.
    let next = city.post(hanako, "/v1/check-ins", at_clinic(id, &["profile"])).await.expect(201);
    assert_ne!(next.body["visit_id"], json!(visit));
}

#[tokio::test]
async fn r05_an_end_after_midnight_closes_what_was_renewed_at_once() {
    let Evening { city, hanako, doctor, id, visit } = renewed().await;
    city.set_time("2026-11-23T00:10:00+09:00");
    city.get(&doctor, &notebook_of(&id)).await.expect(200);
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.get(&doctor, &notebook_of(&id)).await.expect_problem(404, "not_found");
    let list = city.get(&doctor, &format!("/v1/institutions/{CLINIC}/patients")).await.expect(200);
    assert_eq!(list.body["items"][0]["status"], "ended");
    let grants = city.get(&hanako, &format!("/v1/residents/{id}/grants")).await.expect(200);
    assert_eq!(grants.body["items"], json!([]));
    // Checking in again on that day is the same visit, with what is chosen now, until midnight.
    city.store.forget();
    let again = city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["daily"])).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(
        (&again.body["visit_id"], &again.body["grant"]["until"]),
        (&json!(visit), &json!("2026-11-23T15:00:00Z"))
    );
    // What was checked in for anew is of this day, and renewed from 21:00 on.
    city.post(&hanako, &renewals(&visit), Value::Null).await.expect_problem(409, "renewal_too_early");
    city.set_time("2026-11-24T00:00:00+09:00");
    city.get(&doctor, &notebook_of(&id)).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r05_a_check_in_that_opens_something_else_takes_the_renewal_back() {
    let evening = renewed().await;
    let Evening { city, hanako, id, .. } = &evening;
    city.store.forget();
    let reply = city.post(hanako, "/v1/check-ins", at_clinic(id, &["profile"])).await.expect(200);
    assert!(city.store.seen().depth <= 3);
    assert_eq!(reply.body["grant"], json!({ "until": "2026-11-22T15:00:00Z", "sections": ["profile"] }));
    evening.is_closed_tomorrow().await;
}

#[tokio::test]
async fn r05_an_end_between_the_read_and_the_write_of_a_renewal_wins() {
    let evening = Evening::at("2026-11-22T21:30:00+09:00").await;
    let Evening { city, hanako, visit, .. } = &evening;
    city.store.interrupt(1, |store| {
        for item in store.everything().into_iter().filter(|item| GRANTS.begins(item)) {
            let mut ended = item;
            ended["revoked_at"] = json!({ "S": "2026-11-22T12:30:00Z" });
            store.seed(ended);
        }
    });
    city.post(hanako, &renewals(visit), Value::Null).await.expect_problem(409, "check_in_ended");
    assert!(!city.store.was_not_interrupted());
    assert!(city.items(NOTEBOOK, GRANTS.of(CLINIC).of("2026-11-23")).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r05_ends_and_renewals_at_once_leave_both_days_open_or_none() {
    for _ in 0..5 {
        let Evening { city, hanako, doctor, id, visit } = Evening::at("2026-11-22T21:30:00+09:00").await;
        let city = std::sync::Arc::new(city);
        let mut running = tokio::task::JoinSet::new();
        for n in 0..20 {
            let (city, hanako, visit) = (city.clone(), hanako.clone(), visit.clone());
            running.spawn(async move {
                if n == 10 {
                    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await
                } else {
                    city.post(&hanako, &renewals(&visit), Value::Null).await
                }
            });
        }
        for reply in running.join_all().await {
            assert!([200, 204, 409].contains(&reply.status), "{}", reply.status);
        }
        // It was ended, whatever else came before or after.
        assert_eq!(city.items(NOTEBOOK, GRANTS).len(), 1);
        city.set_time("2026-11-23T00:10:00+09:00");
        city.get(&doctor, &notebook_of(&id)).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn r62_a_withdrawn_consent_renews_nothing_and_ends_both_days() {
    let evening = renewed().await;
    let Evening { city, hanako, id, visit, .. } = &evening;
    let consents = format!("/v1/residents/{id}/consents");
    let both = json!({ "consents": [
        { "purpose": "use_of_notebook", "version": "2026-04" },
        { "purpose": "sharing_with_institutions", "version": "2026-11" },
    ] });
    city.put(hanako, &consents, both.clone()).await.expect(200);
    let one = json!({ "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] });
    city.put(hanako, &consents, one).await.expect(200);
    let refused = city.post(hanako, &renewals(visit), Value::Null).await.expect_problem(403, "consent_required");
    assert_eq!(refused.body["purpose"], "sharing_with_institutions");
    // Given again, it brings nothing back.
    city.put(hanako, &consents, both).await.expect(200);
    city.post(hanako, &renewals(visit), Value::Null).await.expect_problem(409, "check_in_ended");
    evening.is_closed_tomorrow().await;
}

#[tokio::test]
async fn a_renewal_elsewhere_is_untouched_by_an_end_here() {
    let Evening { city, hanako, id, visit, .. } = renewed().await;
    let there = json!({ "resident_id": id, "institution_code": super::OTHER_CLINIC, "sections": ["daily"], "purpose": "consultation" });
    let other =
        city.post(&hanako, "/v1/check-ins", there).await.expect(201).body["visit_id"].as_str().unwrap().to_owned();
    city.post(&hanako, &renewals(&other), Value::Null).await.expect(200);
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.set_time("2026-11-23T00:10:00+09:00");
    let dentist = Person::staff("dentist");
    city.employ(&dentist, super::OTHER_CLINIC, "doctor");
    let there = format!("/v1/institutions/{}/patients/{id}/notebook", super::OTHER_CLINIC);
    city.get(&dentist, &there).await.expect(200);
    let today = checked_in(&city, &hanako, &id).await;
    assert_ne!(today, visit);
}
