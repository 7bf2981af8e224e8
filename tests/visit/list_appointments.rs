use serde_json::Value;
use support::{City, Person};

use super::{NOBODY, appointed, as_others, checked_in, city_of, dentist, entry, written};

fn path(id: &str) -> String {
    format!("/v1/residents/{id}/appointments")
}

async fn page(city: &City, person: &Person, path: &str) -> (Vec<String>, Option<String>) {
    let reply = city.get(person, path).await.expect(200).body;
    let days = reply["items"].as_array().unwrap().iter().map(|item| item["on"].as_str().unwrap().to_owned()).collect();
    (days, reply["next_cursor"].as_str().map(ToOwned::to_owned))
}

#[tokio::test]
async fn those_to_come_and_those_that_were_are_listed_by_days_and_other_visits_are_not() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let mut here = dentist("2026-11-22", Some("18:00"));
    here["institution_code"] = super::CLINIC.into();
    appointed(&city, &hanako, &id, here).await;
    checked_in(&city, &hanako, &id).await;
    appointed(&city, &hanako, &id, dentist("2027-01-08", None)).await;
    written(&city, &hanako, &id, entry("2026-12-01", "planned")).await;
    written(&city, &hanako, &id, entry("2026-11-10", "planned")).await;
    written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    city.store.forget();
    let (all, end) = page(&city, &hanako, &path(&id)).await;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        (all, end),
        (["2027-01-08", "2026-12-01", "2026-11-22", "2026-11-10"].map(str::to_owned).to_vec(), None)
    );
    for (query, wanted) in [
        ("from=2026-11-22", &["2027-01-08", "2026-12-01", "2026-11-22"][..]),
        ("from=2026-12-01&to=2026-12-31", &["2026-12-01"]),
        ("to=2026-11-21", &["2026-11-10"]),
        ("from=2026-11-18&to=2026-11-18", &[]),
    ] {
        assert_eq!(page(&city, &hanako, &format!("{}?{query}", path(&id))).await.0, wanted, "{query}");
    }
    for query in ["from=2026-11-20&to=2026-11-19", "from=1899-12-31", "to=2200-01-01", "from=x", "limit=0", "limit=101"]
    {
        city.get(&hanako, &format!("{}?{query}", path(&id))).await.expect_problem(422, "invalid_value");
    }
}

#[tokio::test]
async fn pages_of_every_size_hold_every_appointment_once() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for n in 1..8 {
        appointed(&city, &hanako, &id, dentist(&format!("2026-12-{n:02}"), None)).await;
        written(&city, &hanako, &id, entry(&format!("2026-11-{n:02}"), "done")).await;
        written(&city, &hanako, &id, entry(&format!("2026-10-{n:02}"), "planned")).await;
    }
    let (all, _) = page(&city, &hanako, &path(&id)).await;
    assert_eq!(all.len(), 14);
    for limit in [1, 2, 5, 13, 14] {
        let (mut seen, mut more) = page(&city, &hanako, &format!("{}?limit={limit}", path(&id))).await;
        while let Some(cursor) = more {
            // A page of visits that were no appointments is empty, and the list goes on.
            let (next, end) = page(&city, &hanako, &format!("{}?limit={limit}&cursor={cursor}", path(&id))).await;
            assert!(next.len() <= limit);
            seen.extend(next);
            more = end;
        }
        assert_eq!(seen, all, "{limit}");
    }
    let (_, cursor) = page(&city, &hanako, &format!("{}?limit=1", path(&id))).await;
    let visits = format!("/v1/residents/{id}/visits?cursor={}", cursor.unwrap());
    city.get(&hanako, &visits).await.expect_problem(422, "invalid_cursor");
}

#[tokio::test]
async fn others_list_appointments_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let lines = (&*format!("GET {}", path(&id)), &*format!("GET {}", path(NOBODY)));
    as_others(&city, &id, lines, Value::Null, "see").await;
}
