use serde_json::Value;
use support::keys::{NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{CLINIC, NOBODY, as_others, checked_in, city_of, entry, written};

fn path(id: &str, visit: &str) -> String {
    format!("/v1/residents/{id}/visits/{visit}")
}

#[tokio::test]
async fn a_visit_by_hand_is_deleted_and_then_missing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    city.store.forget();
    city.delete(&hanako, &path(&id, &visit)).await.expect(204);
    assert_eq!(city.store.seen().depth, 2);
    city.get(&hanako, &path(&id, &visit)).await.expect_problem(404, "not_found");
    city.delete(&hanako, &path(&id, &visit)).await.expect_problem(404, "not_found");
    assert!(city.items(NOTEBOOK, VISITS).is_empty());
}

#[tokio::test]
async fn r07_a_visit_made_by_a_check_in_stays_also_after_its_end() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    city.delete(&hanako, &path(&id, &visit)).await.expect_problem(409, "made_by_check_in");
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.delete(&hanako, &path(&id, &visit)).await.expect_problem(409, "made_by_check_in");
}

#[tokio::test]
async fn others_delete_a_visit_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let lines = (&*format!("DELETE {}", path(&id, &visit)), &*format!("DELETE {}", path(&id, NOBODY)));
    as_others(&city, &id, lines, Value::Null, "manage").await;
    assert!(city.items(NOTEBOOK, VISITS).is_empty());
}

#[tokio::test]
async fn r52_r53_deleting_a_visit_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        let visit = written(city, &hanako, &id, entry("2026-11-18", "done")).await;
        Write::new(&hanako, &format!("DELETE {}", path(&id, &visit)), Value::Null)
    })
    .await;
}
