use serde_json::{Value, json};
use support::keys::{ACCOUNT, LOG, NOTEBOOK};
use support::{City, Person};

use super::{bytes, ids, medications, notebook, scan, sheet, update, visit};

fn days(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["dispensed_on"].as_str().unwrap().to_owned()).collect()
}

async fn fill(city: &City, person: &Person, id: &str, days: &[&str]) {
    let visits: String = days.iter().map(|day| visit(day, "アムロジピン錠")).collect();
    scan(city, person, id, bytes(&format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{visits}"))).await.expect(201);
}

#[tokio::test]
async fn the_last_year_is_listed_newest_first_in_one_round_trip() {
    let (city, hanako, id) = notebook().await;
    // A day that was today when it was scanned: on a clock that is set back it is later than today, and not lost from sight.
    city.set_time("2027-01-01T09:00:00+09:00");
    fill(&city, &hanako, &id, &["20251121", "20251122", "20261120", "20260301", "20270101"]).await;
    city.set_time("2026-11-22T10:00:00+09:00");
    city.store.forget();
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!((city.store.seen().depth, city.store.seen().requests), (1, 3));
    assert_eq!(days(&list.body), ["2027-01-01", "2026-11-20", "2026-03-01", "2025-11-22"]);
    assert_eq!(list.body["next_cursor"], Value::Null);
    let item = &list.body["items"][0];
    assert_eq!(
        (&item["kind"], &item["concealed"], &item["added_by"]),
        (&"dispensing".into(), &false.into(), &"self".into())
    );
    for (query, wanted) in [
        ("from=2025-11-21&to=2025-11-21", &["2025-11-21"][..]),
        ("from=2025-11-21&to=2026-03-01", &["2026-03-01", "2025-11-22", "2025-11-21"]),
        ("to=2025-11-22", &["2025-11-22", "2025-11-21"]),
        ("from=2026-11-20", &["2027-01-01", "2026-11-20"]),
        ("from=0001-01-01&to=0001-01-01", &[]),
    ] {
        let list = city.get(&hanako, &format!("{}?{query}", medications(&id))).await.expect(200);
        assert_eq!(days(&list.body), wanted, "{query}");
    }
}

#[tokio::test]
async fn what_alerts_leave_out_is_counted_among_the_entries_shown_each_on_one_page() {
    let (city, hanako, id) = notebook().await;
    let kept: Vec<String> =
        (1..=9).map(|day| city.seed_medication(&id, &format!("2026-11-0{day}"), &format!("薬{day}"), false)).collect();
    for place in [0, 3, 4, 8] {
        update(&city, &id, &kept[place], "owner", &json!({ "S": "unconfirmed" }));
    }
    // One that is shown with another, and so not in the list.
    update(&city, &id, &kept[3], "linked_to", &json!({ "S": kept[4] }));
    for limit in 1..=10 {
        let (mut counted, mut waiting, mut cursor) = (0, 0, String::new());
        loop {
            let page = city.get(&hanako, &format!("{}?limit={limit}{cursor}", medications(&id))).await.expect(200);
            let items = page.body["items"].as_array().unwrap();
            let waits = items.iter().filter(|item| item["owner"] == "unconfirmed").count() as u64;
            let count = page.body["unconfirmed_left_out"].as_u64().unwrap();
            assert_eq!(count, waits, "{limit}");
            (counted, waiting) = (counted + count, waiting + waits);
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((counted, waiting), (3, 3), "{limit}");
    }
}

#[tokio::test]
async fn every_page_size_shows_every_entry_once() {
    let (city, hanako, id) = notebook().await;
    let days: Vec<String> = (1..=11).map(|day| format!("202611{:02}", (day + 1) / 2)).collect();
    let visits: String = days.iter().enumerate().map(|(n, day)| visit(day, &format!("薬{n}"))).collect();
    scan(&city, &hanako, &id, bytes(&format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{visits}"))).await.expect(201);
    let whole = city.get(&hanako, &medications(&id)).await.expect(200);
    let whole = ids(&whole.body["items"]).iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(whole.len(), 11);
    for limit in 1..=12 {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = city.get(&hanako, &format!("{}?limit={limit}{cursor}", medications(&id))).await.expect(200);
            seen.extend(ids(&page.body["items"]).iter().map(|id| (*id).to_owned()));
            let Some(next) = page.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, whole, "{limit}");
    }
}

#[tokio::test]
async fn a_list_that_fills_a_megabyte_goes_on_where_it_stopped() {
    let (city, hanako, id) = notebook().await;
    let remark = "あ".repeat(380);
    let remarks: String = format!("501,{remark},1\n").repeat(40);
    for day in 10..30 {
        city.pass(chrono::TimeDelta::minutes(3));
        scan(&city, &hanako, &id, bytes(&format!("{}{remarks}", sheet(&format!("202610{day}"), "薬"))))
            .await
            .expect(201);
    }
    let (mut seen, mut pages, mut cursor) = (0, 0, String::new());
    loop {
        let page = city.get(&hanako, &format!("{}?limit=400{cursor}", medications(&id))).await.expect(200);
        seen += ids(&page.body["items"]).len();
        pages += 1;
        let Some(next) = page.body["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, 20);
    assert!(pages >= 1);
}

/// 400 dispensings over three years, on purpose two on many a day.
async fn three_years(city: &City, person: &Person, id: &str) {
    let first: chrono::NaiveDate = "2023-11-25".parse().unwrap();
    let visits: Vec<String> = (0..400)
        .map(|n| {
            let day = first + chrono::Days::new(n / 2 * 5 + n % 2 * (n % 3));
            let medicine = format!("アムロジピンＯＤ錠{n}");
            visit(&day.format("%Y%m%d").to_string(), &medicine)
        })
        .collect();
    for sheet in visits.chunks(40) {
        let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n{}", sheet.concat());
        scan(city, person, id, bytes(&text)).await.expect(201);
    }
}

/// All pages of three years: the ids, and how many pages there were. Each is one wave of one BatchGet and one Query.
async fn all_pages(city: &City, person: &Person, id: &str, limit: usize) -> (Vec<String>, usize) {
    let (mut seen, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        city.store.forget();
        let query = format!("from=2023-11-23&to=2026-11-23&limit={limit}{cursor}");
        let page = city.get(person, &format!("{}?{query}", medications(id))).await.expect(200);
        let watched = city.store.seen();
        // With the first page, a second Query for what institutions took back.
        let requests = if cursor.is_empty() { 3 } else { 2 };
        assert_eq!((watched.depth, watched.requests), (1, requests), "one wave: a BatchGet and the Queries");
        let actions: Vec<_> = watched.actions.into_iter().collect();
        assert_eq!(actions, ["dynamodb:BatchGetItem", "dynamodb:Query"]);
        assert!(page.body["patient_notes"]["allergies"].is_array());
        seen.extend(ids(&page.body["items"]).iter().map(|id| (*id).to_owned()));
        pages += 1;
        let Some(next) = page.body["next_cursor"].as_str() else { return (seen, pages) };
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn three_years_with_four_hundred_dispensings_take_one_wave_a_page() {
    let (city, hanako, id) = notebook().await;
    three_years(&city, &hanako, &id).await;
    let (whole, pages) = all_pages(&city, &hanako, &id, 400).await;
    assert_eq!((whole.len(), pages), (400, 1));
    let different: std::collections::BTreeSet<_> = whole.iter().collect();
    assert_eq!(different.len(), 400);
    for limit in [200_usize, 150, 100, 67, 40] {
        let (seen, pages) = all_pages(&city, &hanako, &id, limit).await;
        assert_eq!(pages, 400_usize.div_ceil(limit), "{limit}");
        assert!(seen == whole, "{limit}: nothing twice, nothing missing, in the same order");
    }
    let year = city.get(&hanako, &medications(&id)).await.expect(200);
    let shown = year.body["items"].as_array().unwrap().len();
    assert!((100..200).contains(&shown), "a year at once, and no more: {shown}");
    assert_eq!(year.body["next_cursor"], Value::Null);
}

#[tokio::test]
async fn a_page_that_the_table_cut_short_carries_on_where_it_stopped() {
    let (city, hanako, id) = notebook().await;
    three_years(&city, &hanako, &id).await;
    let (whole, _) = all_pages(&city, &hanako, &id, 400).await;
    // As a Query does that has read a megabyte.
    city.store.stop_queries_after(Some(90));
    for limit in [400, 200, 90, 89] {
        let (seen, pages) = all_pages(&city, &hanako, &id, limit).await;
        assert!(seen == whole, "{limit}: nothing twice, nothing missing, in the same order");
        assert_eq!(pages, if limit == 89 { 5 } else { 400_usize.div_ceil(90) }, "{limit}");
    }
    city.store.stop_queries_after(None);
}

#[tokio::test]
async fn patient_notes_are_shown_to_those_who_may_see_the_profile() {
    let (city, hanako, id) = notebook().await;
    fill(&city, &hanako, &id, &["20261101"]).await;
    let profile = json!({ "profile": { "allergies": ["卵"], "adverse_reactions": ["発疹"], "history": ["胃潰瘍"],
                                       "listed_disability": "CANARY" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    let wanted = json!({ "allergies": ["卵"], "adverse_reactions": ["発疹"], "history": ["胃潰瘍"] });
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!(list.body["patient_notes"], wanted);
    assert!(!String::from_utf8(list.raw).unwrap().contains("CANARY"), "and nothing else of the profile");
    for (name, scopes, shown) in [
        ("seeing", &[("medication", "see"), ("profile", "see")][..], &wanted),
        ("without", &[("medication", "manage")], &Value::Null),
        ("other", &[("medication", "see"), ("daily", "manage")], &Value::Null),
    ] {
        let member = Person::resident(name);
        city.relate(&member, &id, "family", scopes);
        city.store.forget();
        let list = city.get(&member, &medications(&id)).await.expect(200);
        assert_eq!(&list.body["patient_notes"], shown, "{name}");
        assert_eq!(city.store.seen().depth, 2);
        let log = city.get(&hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200);
        let sections = if shown.is_null() { json!(["medication"]) } else { json!(["medication", "profile"]) };
        assert_eq!(log.body["items"][0]["sections"], sections, "{name}");
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_or_person_and_parameters_out_of_bounds_are_refused() {
    let (city, hanako, id) = notebook().await;
    fill(&city, &hanako, &id, &["20261101", "20261102"]).await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    fill(&city, &taro, &theirs, &["20261101", "20261102"]).await;
    let next = async |person: &Person, id: &str, query: &str| {
        let page = city.get(person, &format!("{}?limit=1{query}", medications(id))).await.expect(200);
        page.body["next_cursor"].as_str().unwrap().to_owned()
    };
    let own = next(&hanako, &id, "").await;
    city.get(&hanako, &format!("{}?limit=1&cursor={own}", medications(&id))).await.expect(200);
    for cursor in [next(&hanako, &id, "&from=2026-01-01").await, next(&taro, &theirs, "").await, "A".repeat(600)] {
        let reply = city.get(&hanako, &format!("{}?limit=1&cursor={cursor}", medications(&id))).await;
        reply.expect_problem(422, "invalid_cursor");
    }
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=401", "/limit"),
        ("from=2026-11-23&to=2026-11-22", "/from"),
        ("from=-262143-01-01", "/from"),
        ("to=%2B262142-12-31", "/to"),
        ("from=0000-01-01", "/from"),
    ] {
        let reply = city.get(&hanako, &format!("{}?{query}", medications(&id))).await;
        let reply = reply.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{query}");
    }
    city.get(&hanako, &format!("{}?limit=400&to=0001-01-01", medications(&id))).await.expect(200);
}

#[tokio::test]
async fn family_lists_in_two_round_trips() {
    let (city, hanako, id) = notebook().await;
    fill(&city, &hanako, &id, &["20261101"]).await;
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", medications(&id)), Value::Null)
        .await
        .expect(200);
    city.store.forget();
    city.get(&Person::resident("member-see"), &medications(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
}

#[tokio::test]
async fn r03_only_the_persons_and_the_accounts_partitions_are_read() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    city.get(&hanako, &medications(&id)).await.expect(200);
    let own = [ACCOUNT.of(hanako.actor()), LOG.of(&id), NOTEBOOK.of(&id)];
    assert_eq!(city.store.seen().partitions.into_iter().collect::<Vec<_>>(), own);
}
