use serde_json::{Value, json};
use support::keys::{NOTEBOOK, NOTES};
use support::{City, Person};

use super::{CLINIC, NOBODY, as_others, checked_in, city_of, entry, written};

pub(crate) const NOTE: &str = "019a0000-0000-7000-8000-0000000000a1";

/// A clinic's note, as its own operation would have written it.
#[allow(clippy::needless_pass_by_value)] // callers write it in place
pub(crate) fn note(city: &City, id: &str, visit: &str, note: &str, more: Value) {
    let mut item = json!({
        "pk": { "S": NOTEBOOK.of(id) }, "sk": { "S": NOTES.of(visit).of(note) },
        "note_id": { "S": note }, "visit_id": { "S": visit }, "institution_code": { "S": CLINIC },
        "author": { "S": "pseudonym" }, "author_role": { "S": "doctor" }, "text": { "S": "水分をとってください" },
        "written_at": { "S": "2026-11-22T02:00:00Z" }, "version": { "N": "1" },
    });
    item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    city.store.seed(item);
}

#[tokio::test]
async fn a_visit_shows_the_clinics_notes_of_that_visit_and_no_retracted_text() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    note(&city, &id, &visit, NOTE, json!({}));
    let second = "019a0000-0000-7000-8000-0000000000a2";
    // Even a retraction that left its text behind does not show it.
    note(&city, &id, &visit, second, json!({ "retracted_at": { "S": "2026-11-22T03:00:00Z" } }));
    note(&city, &id, NOBODY, "019a0000-0000-7000-8000-0000000000a3", json!({}));
    city.store.forget();
    let reply = city.get(&hanako, &format!("/v1/residents/{id}/visits/{visit}")).await.expect(200);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (1, Some("\"1\"")));
    let shown = |note: &str| {
        json!({
            "note_id": note, "institution_code": CLINIC, "author_role": "doctor",
            "written_at": "2026-11-22T02:00:00Z", "retracted": false,
        })
    };
    let (mut first, mut retracted) = (shown(NOTE), shown(second));
    first["text"] = json!("水分をとってください");
    retracted["retracted"] = json!(true);
    assert_eq!(reply.body["notes"], json!([retracted, first]));
    assert!(!String::from_utf8_lossy(&reply.raw).contains("pseudonym"));
}

#[tokio::test]
async fn others_see_a_visit_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let (line, missing) =
        (format!("GET /v1/residents/{id}/visits/{visit}"), format!("GET /v1/residents/{id}/visits/{NOBODY}"));
    as_others(&city, &id, (&line, &missing), Value::Null, "see").await;
    assert_eq!(city.store.seen().depth, 2);
}

#[tokio::test]
async fn r02_another_persons_visit_is_missing_in_ones_own_notebook() {
    let (hanako, other) = (Person::resident("hanako"), Person::resident("other"));
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let own = city.proved_resident(&other).await;
    let theirs = city.get(&other, &format!("/v1/residents/{own}/visits/{visit}")).await.expect(404);
    for path in [NOBODY, "1", "%2e%2e"] {
        let missing = city.get(&other, &format!("/v1/residents/{own}/visits/{path}")).await.expect(404);
        assert_eq!(missing.raw, theirs.raw);
    }
}
