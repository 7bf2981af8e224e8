use serde_json::Value;
use support::{City, Person};

use super::{NOBODY, as_others, city_of, entry, written};

async fn days(city: &City, person: &Person, path: &str) -> (Vec<String>, Option<String>) {
    let reply = city.get(person, path).await.expect(200);
    let days = reply.body["items"].as_array().unwrap().iter();
    let days = days.map(|item| item["visited_on"].as_str().unwrap().to_owned()).collect();
    (days, reply.body["next_cursor"].as_str().map(ToOwned::to_owned))
}

#[tokio::test]
async fn visits_are_listed_newest_first_and_by_days() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for (day, status) in
        [("2026-11-18", "done"), ("2026-12-01", "planned"), ("2025-01-01", "done"), ("2026-11-19", "done")]
    {
        written(&city, &hanako, &id, entry(day, status)).await;
    }
    let path = format!("/v1/residents/{id}/visits");
    city.store.forget();
    let (all, end) = days(&city, &hanako, &path).await;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        (all, end),
        (["2026-12-01", "2026-11-19", "2026-11-18", "2025-01-01"].map(str::to_owned).to_vec(), None)
    );
    for (query, wanted) in [
        ("from=2026-11-18&to=2026-11-19", &["2026-11-19", "2026-11-18"][..]),
        ("from=2026-11-19", &["2026-12-01", "2026-11-19"]),
        ("to=2026-11-17", &["2025-01-01"]),
        ("from=2026-11-20&to=2026-11-30", &[]),
    ] {
        assert_eq!(days(&city, &hanako, &format!("{path}?{query}")).await.0, wanted, "{query}");
    }
    for query in ["from=2026-11-20&to=2026-11-19", "from=1899-12-31", "to=2200-01-01", "from=x", "limit=0"] {
        city.get(&hanako, &format!("{path}?{query}")).await.expect_problem(422, "invalid_value");
    }
}

#[tokio::test]
async fn pages_of_every_size_hold_every_visit_once() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for n in 0..11 {
        written(&city, &hanako, &id, entry(&format!("2026-10-{:02}", n / 2 + 1), "done")).await;
    }
    let path = format!("/v1/residents/{id}/visits");
    let (all, _) = days(&city, &hanako, &path).await;
    for limit in [1, 2, 3, 10, 11, 12] {
        let (mut seen, mut more) = days(&city, &hanako, &format!("{path}?limit={limit}")).await;
        while let Some(cursor) = more {
            let (page, next) = days(&city, &hanako, &format!("{path}?limit={limit}&cursor={cursor}")).await;
            assert!(!page.is_empty());
            seen.extend(page);
            more = next;
        }
        assert_eq!(seen, all, "{limit}");
    }
}

#[tokio::test]
async fn a_cursor_fits_no_other_list_account_or_person() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let (city, id) = city_of(&hanako).await;
    city.relate(&son, &id, "family", &[("visits", "see")]);
    for day in ["2026-11-18", "2026-11-19"] {
        written(&city, &hanako, &id, entry(day, "done")).await;
    }
    let path = format!("/v1/residents/{id}/visits?limit=1");
    let cursor = days(&city, &hanako, &path).await.1.unwrap();
    days(&city, &hanako, &format!("{path}&cursor={cursor}")).await;
    for (person, query) in [(&son, ""), (&hanako, "&from=2026-11-01")] {
        let reply = city.get(person, &format!("{path}{query}&cursor={cursor}")).await;
        reply.expect_problem(422, "invalid_cursor");
    }
    city.get(&hanako, &format!("{path}&cursor=AAAA")).await.expect_problem(422, "invalid_cursor");
}

#[tokio::test]
async fn others_list_visits_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let lines = (&*format!("GET /v1/residents/{id}/visits"), &*format!("GET /v1/residents/{NOBODY}/visits"));
    as_others(&city, &id, lines, Value::Null, "see").await;
    assert_eq!(city.store.seen().depth, 2);
}
