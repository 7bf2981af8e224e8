use serde_json::{Value, json};
use support::keys::{ACCOUNT, DAILY_BY_TIME, LOG, NOTEBOOK, VISITS_BY_TIME};
use support::{City, Person};

use super::{kept, notebook, records};

fn moods(list: &Value) -> Vec<i64> {
    list["items"].as_array().unwrap().iter().map(|item| item["steps"].as_i64().unwrap()).collect()
}

/// Keeps a record on each of the last days of November, two of them at the same instant.
async fn fill(city: &City, person: &Person, id: &str, days: i64) {
    for day in 1..=days {
        let taken_at = format!("2026-11-{:02}T07:00:00+09:00", (day + 1) / 2);
        kept(city, person, id, json!({ "taken_at": taken_at, "steps": day })).await;
    }
}

#[tokio::test]
async fn the_last_thirty_days_are_listed_newest_first_in_one_round_trip() {
    let (city, hanako, id) = notebook().await;
    for (taken_at, steps) in [
        ("2026-10-23T23:59:59.999+09:00", 1), // the thirtieth day before
        ("2026-10-24T00:00:00+09:00", 2),
        ("2026-11-22T10:05:00+09:00", 4),
        ("2026-11-01T12:00:00Z", 3),
    ] {
        kept(&city, &hanako, &id, json!({ "taken_at": taken_at, "steps": steps })).await;
    }
    city.store.forget();
    let list = city.get(&hanako, &records(&id)).await.expect(200);
    assert_eq!((city.store.seen().depth, city.store.seen().requests), (1, 2));
    assert_eq!(moods(&list.body), [4, 3, 2]);
    assert_eq!(list.body["next_cursor"], Value::Null);
    let older = city.get(&hanako, &format!("{}?from=2026-10-23&to=2026-10-23", records(&id))).await.expect(200);
    assert_eq!(moods(&older.body), [1]);
    let day = city.get(&hanako, &format!("{}?from=2026-10-24&to=2026-10-24", records(&id))).await.expect(200);
    assert_eq!(moods(&day.body), [2]);
}

#[tokio::test]
async fn every_page_size_shows_every_record_once() {
    let (city, hanako, id) = notebook().await;
    fill(&city, &hanako, &id, 11).await;
    let whole = moods(&city.get(&hanako, &records(&id)).await.body);
    assert_eq!(whole.len(), 11);
    for limit in 1..=12 {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = city.get(&hanako, &format!("{}?limit={limit}{cursor}", records(&id))).await.expect(200);
            seen.extend(moods(&page.body));
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            assert_eq!(page.body["items"].as_array().unwrap().len(), limit);
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, whole, "{limit}");
    }
}

#[tokio::test]
async fn a_list_goes_on_where_its_next_record_was_deleted_and_over_midnight() {
    let (city, hanako, id) = notebook().await;
    fill(&city, &hanako, &id, 9).await;
    let first = city.get(&hanako, &format!("{}?limit=3", records(&id))).await.expect(200);
    assert_eq!(moods(&first.body).len(), 3);
    let all = city.get(&hanako, &records(&id)).await.body;
    let fourth = all["items"][3]["record_id"].as_str().unwrap();
    city.delete(&hanako, &format!("{}/{fourth}", records(&id))).await.expect(204);
    city.set_time("2026-11-23T00:00:01+09:00");
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let next = city.get(&hanako, &format!("{}?limit=3&cursor={cursor}", records(&id))).await.expect(200);
    assert_eq!(moods(&next.body), moods(&all)[4..7]);
}

#[tokio::test]
async fn a_cursor_that_is_forged_or_of_another_list_or_person_is_refused() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    fill(&city, &hanako, &id, 3).await;
    fill(&city, &taro, &theirs, 3).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("daily", "see")]);
    let list = async |person: &Person, id: &str, query: &str| {
        city.get(person, &format!("{}?limit=1{query}", records(id))).await
    };
    let next = |reply: support::Reply| reply.body["next_cursor"].as_str().unwrap().to_owned();
    let own = next(list(&hanako, &id, "").await);
    let other_days = next(list(&hanako, &id, "&from=2026-11-01").await);
    let another = next(list(&taro, &theirs, "").await);
    let same_list_as_family = next(list(&son, &id, "").await);
    list(&hanako, &id, &format!("&cursor={own}")).await.expect(200);
    let mut changed = own.clone().into_bytes();
    changed[30] = if changed[30] == b'A' { b'B' } else { b'A' };
    let forged = |position: &str| {
        use base64::Engine;
        let sealed = [&[0; 16], position.as_bytes()].concat();
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(sealed)
    };
    for cursor in [
        other_days,
        another,
        same_list_as_family,
        String::from_utf8(changed).unwrap(),
        forged(&DAILY_BY_TIME.of("2026-11-02T00:00:00.000Z").of("x")),
        forged(""),
        forged("A"),
        forged(&VISITS_BY_TIME.of("2026-11-02")),
        forged("\u{10FFFF}"),
        forged(&DAILY_BY_TIME.of("\0")),
        String::new(),
        "A".repeat(600),
        "%25".to_owned(),
    ] {
        let reply = list(&hanako, &id, &format!("&cursor={cursor}")).await.expect_problem(422, "invalid_cursor");
        assert_eq!(reply.body["errors"][0]["pointer"], "/cursor");
    }
}

#[tokio::test]
async fn parameters_out_of_bounds_are_refused() {
    let (city, hanako, id) = notebook().await;
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("limit=%2B5", "/limit"),
        ("limit=x", "/limit"),
        ("from=2026-11-23&to=2026-11-22", "/from"),
        ("from=1899-12-31", "/from"),
        ("from=-262143-01-01", "/from"),
        ("to=%2B262142-12-31", "/to"),
        ("to=2200-01-01", "/to"),
        ("to=2026-02-30", "/to"),
        ("from=2026-11-22T00:00:00Z", "/from"),
    ] {
        let reply = city.get(&hanako, &format!("{}?{query}", records(&id))).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{query}");
    }
    city.get(&hanako, &format!("{}?order=asc", records(&id))).await.expect_problem(422, "unknown_field");
    city.get(&hanako, &format!("{}?from=1900-01-01&to=2199-12-31", records(&id))).await.expect(200);
}

#[tokio::test]
async fn r03_only_the_persons_and_the_accounts_partitions_are_read() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    city.get(&hanako, &records(&id)).await.expect(200);
    let partitions = city.store.seen().partitions;
    let own = [ACCOUNT.of(hanako.actor()), LOG.of(&id), NOTEBOOK.of(&id)];
    assert_eq!(partitions.into_iter().collect::<Vec<_>>(), own);
}
