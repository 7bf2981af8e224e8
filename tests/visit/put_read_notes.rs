//! put-read-notes. What it does to the first screen: tests/today/get_today.rs.

use serde_json::json;
use support::Person;
use support::crash::{Write, crash_sweep};
use support::keys::{NOTEBOOK, NOTES_READ};

use super::{NOBODY, as_others, city_of};

fn read(id: &str) -> String {
    format!("/v1/residents/{id}/read-notes")
}

#[tokio::test]
async fn a_mark_never_goes_back_and_is_not_of_the_future() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let put = async |at: &str| city.put(&hanako, &read(&id), json!({ "read_to": at })).await;
    assert_eq!(put("2026-11-22T09:00:00+09:00").await.expect(200).body["read_to"], "2026-11-22T00:00:00Z");
    assert_eq!(put("2026-11-21T09:00:00+09:00").await.expect(200).body["read_to"], "2026-11-22T00:00:00Z");
    // A clock that is ahead marks nothing that is still to be written, or on its way.
    assert_eq!(put("2026-11-22T10:10:00+09:00").await.expect(200).body["read_to"], "2026-11-22T00:59:45Z");
    for no_time in ["2026-11-22T10:10:01+09:00", "2026-11-22T08:59:60+09:00"] {
        let refused = put(no_time).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], "/read_to", "{no_time}");
    }
    assert_eq!(city.item(NOTEBOOK.of(&id), NOTES_READ)["read_to"]["S"], "2026-11-22T00:59:45Z");
}

#[tokio::test]
async fn family_marks_for_itself_from_the_scope_of_visits_on_and_nobody_else_does() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let (line, missing) = (format!("PUT {}", read(&id)), format!("PUT {}", read(NOBODY)));
    as_others(&city, &id, (&line, &missing), json!({ "read_to": "2026-11-22T09:00:00+09:00" }), "see").await;
}

#[tokio::test]
async fn r53_a_mark_is_set_once_wherever_its_writing_stops() {
    let swept = crash_sweep(async |city| {
        let hanako = Person::resident("hanako");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("PUT {}", read(&id)), json!({ "read_to": "2026-11-22T09:00:00+09:00" }))
    })
    .await;
    assert_eq!((swept.reply.status, swept.requests), (200, 2));
}
