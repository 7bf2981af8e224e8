use serde_json::Value;
use support::keys::{NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, OTHER_CLINIC, appointed, as_others, city_of, dentist, waiting};

fn path(id: &str, appointment: &str) -> String {
    format!("/v1/residents/{id}/appointments/{appointment}")
}

#[tokio::test]
async fn an_appointment_goes_with_what_reminds_of_it_as_such_and_as_a_visit() {
    let hanako = Person::resident("hanako");
    for as_visit in [false, true] {
        let (city, id) = city_of(&hanako).await;
        let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
        assert_eq!(waiting(&city).len(), 2);
        let own = path(&id, &appointment);
        let line = if as_visit { own.replace("/appointments/", "/visits/") } else { own.clone() };
        city.store.forget();
        city.delete(&hanako, &line).await.expect(204);
        assert_eq!(city.store.seen().depth, 2);
        assert!(city.items(NOTEBOOK, VISITS).is_empty() && waiting(&city).is_empty());
        city.get(&hanako, &own).await.expect_problem(404, "not_found");
        city.delete(&hanako, &own).await.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn others_delete_an_appointment_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let lines = (&*format!("DELETE {}", path(&id, &appointment)), &*format!("DELETE {}", path(&id, NOBODY)));
    as_others(&city, &id, lines, Value::Null, "manage").await;
    assert!(city.items(NOTEBOOK, VISITS).is_empty());
}

#[tokio::test]
async fn r52_r53_deleting_an_appointment_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(OTHER_CLINIC, "海辺歯科");
        let id = city.proved_resident(&hanako).await;
        let appointment = appointed(city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
        Write::new(&hanako, &format!("DELETE {}", path(&id, &appointment)), Value::Null)
    })
    .await;
}
