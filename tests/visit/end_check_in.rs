use chrono::TimeDelta;
use serde_json::Value;
use support::keys::{ARRIVALS, GRANTS, INSTITUTION, NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{CLINIC, NOBODY, as_others, at_clinic, checked_in, city_of, touched_only_their_own};

fn path(visit: &str) -> String {
    format!("/v1/check-ins/{visit}")
}

#[tokio::test]
async fn r05_an_end_takes_back_what_was_opened_at_once() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    city.store.forget();
    let reply = city.delete(&hanako, &path(&visit)).await.expect(204);
    assert!(reply.raw.is_empty());
    assert_eq!(city.store.seen().depth, 3);
    touched_only_their_own(&city, &id, &hanako);
    assert_eq!(city.item(NOTEBOOK, GRANTS)["revoked_at"]["S"], "2026-11-22T01:00:00Z");
    assert_eq!(city.item(NOTEBOOK, VISITS)["ended_at"]["S"], "2026-11-22T01:00:00Z");
    assert_eq!(city.item(INSTITUTION, ARRIVALS)["status"]["S"], "ended");
}

#[tokio::test]
async fn an_end_that_is_repeated_says_the_same_and_changes_nothing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    city.delete(&hanako, &path(&visit)).await.expect(204);
    let before = city.store.everything();
    city.pass(TimeDelta::minutes(1));
    city.delete(&hanako, &path(&visit)).await.expect(204);
    assert_eq!(city.store.everything(), before);
}

#[tokio::test]
async fn r10_after_midnight_there_is_nothing_to_end() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    let before = city.store.everything();
    city.set_time("2026-11-23T00:00:00.000+09:00");
    city.delete(&hanako, &path(&visit)).await.expect(204);
    assert_eq!(city.store.everything(), before);
    // Ending yesterday's visit leaves today's grant alone.
    let today = checked_in(&city, &hanako, &id).await;
    city.delete(&hanako, &path(&visit)).await.expect(204);
    let grant = city.item(NOTEBOOK, GRANTS.of(CLINIC).of("2026-11-23"));
    assert!(grant["revoked_at"]["S"].is_null());
    city.delete(&hanako, &path(&today)).await.expect(204);
}

#[tokio::test]
async fn r50_a_late_repetition_of_an_end_leaves_the_new_grant_open() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    let end = async || {
        let line = format!("DELETE {}", path(&visit));
        city.send(&hanako, &line, Value::Null, |r| r.idempotency_key = Some("end".to_owned())).await.expect(204)
    };
    end().await;
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["daily"])).await.expect(200);
    end().await;
    assert!(city.item(NOTEBOOK, GRANTS)["revoked_at"]["S"].is_null());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r05_r13_ends_and_check_ins_at_once_leave_one_visit_in_one_of_the_two_states() {
    let hanako = Person::resident("hanako");
    for _ in 0..5 {
        let (city, id) = city_of(&hanako).await;
        let visit = checked_in(&city, &hanako, &id).await;
        let city = std::sync::Arc::new(city);
        let mut running = tokio::task::JoinSet::new();
        for n in 0..20 {
            let (city, hanako, id, visit) = (city.clone(), hanako.clone(), id.clone(), visit.clone());
            running.spawn(async move {
                if n % 2 == 0 {
                    city.delete(&hanako, &path(&visit)).await
                } else {
                    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["profile"])).await
                }
            });
        }
        for reply in running.join_all().await {
            assert!([200, 204, 409].contains(&reply.status), "{}", reply.status);
        }
        let (grant, seen) = (city.item(NOTEBOOK, GRANTS), city.item(NOTEBOOK, VISITS));
        let ended = grant["revoked_at"]["S"].is_string();
        assert_eq!(seen["ended_at"]["S"].is_string(), ended);
        assert_eq!(city.item(INSTITUTION, ARRIVALS)["status"]["S"], if ended { "ended" } else { "waiting" });
        // Whatever came last, the person's last word counts.
        city.delete(&hanako, &path(&visit)).await.expect(204);
        assert!(city.item(NOTEBOOK, GRANTS)["revoked_at"]["S"].is_string());
    }
}

#[tokio::test]
async fn everyone_else_finds_nothing_to_end_unless_they_manage_visits() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    let lines = (&*format!("DELETE {}", path(&visit)), &*format!("DELETE {}", path(NOBODY)));
    as_others(&city, &id, lines, Value::Null, "manage").await;
    assert!(city.item(NOTEBOOK, GRANTS)["revoked_at"]["S"].is_string());
    city.delete(&hanako, "/v1/check-ins/1").await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r52_r53_an_end_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        let visit = checked_in(city, &hanako, &id).await;
        Write::new(&hanako, &format!("DELETE {}", path(&visit)), Value::Null)
    })
    .await;
}
