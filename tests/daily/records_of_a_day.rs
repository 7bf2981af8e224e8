//! A day holds so many records that a line over ten years of them can still be drawn.

use serde_json::{Value, json};

use super::{kept, notebook, records};

fn at(day: &str, minute: usize) -> Value {
    json!({ "taken_at": format!("{day}T07:{minute:02}:00+09:00"), "mood": 3 })
}

#[tokio::test]
async fn the_fifty_first_is_refused_and_the_next_day_is_not() {
    let (city, hanako, id) = notebook().await;
    for minute in 0..50 {
        city.post(&hanako, &records(&id), at("2026-11-21", minute)).await.expect(201);
    }
    let state = city.store.everything();
    let full = city.post(&hanako, &records(&id), at("2026-11-21", 50)).await;
    full.expect_problem(422, "too_many_records_of_day");
    assert_eq!(city.store.everything(), state);
    // The edges of the day are those of Japan.
    for (taken_at, status) in [
        ("2026-11-20T15:00:00Z", 422),
        ("2026-11-21T14:59:59Z", 422),
        ("2026-11-20T14:59:59Z", 201),
        ("2026-11-21T15:00:00Z", 201),
    ] {
        let record = json!({ "taken_at": taken_at, "mood": 3 });
        assert_eq!(city.post(&hanako, &records(&id), record).await.status, status, "{taken_at}");
    }
}

#[tokio::test]
async fn a_record_is_not_moved_to_a_full_day_and_is_corrected_on_one() {
    let (city, hanako, id) = notebook().await;
    let mut last = String::new();
    for minute in 0..50 {
        last = kept(&city, &hanako, &id, at("2026-11-21", minute)).await;
    }
    let other = kept(&city, &hanako, &id, at("2026-11-20", 0)).await;
    let path = |record: &str| format!("{}/{record}", records(&id));
    let moved = city.put(&hanako, &path(&other), at("2026-11-21", 51)).await;
    moved.expect_problem(422, "too_many_records_of_day");
    city.put(&hanako, &path(&last), at("2026-11-21", 52)).await.expect(200);
    city.put(&hanako, &path(&last), at("2026-11-20", 1)).await.expect(200);
    city.put(&hanako, &path(&other), at("2026-11-21", 51)).await.expect(200);
}
