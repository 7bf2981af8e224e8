//! Pages that stay open ask again (`If-None-Match`): what they have already is 304, and no line in the log.

use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, CheckedIn};
use support::keys::LOG;
use support::{City, Person, Reply};

async fn again(city: &City, person: &Person, path: &str, tag: &str) -> Reply {
    let with = |request: &mut platform::request::Request| request.if_none_match = Some(tag.to_owned());
    city.send(person, &format!("GET {path}"), Value::Null, with).await
}

fn lines(city: &City, id: &str) -> usize {
    city.entries(LOG.of(id))
}

async fn opened() -> (City, Person, Person, String, CheckedIn) {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let at = city.check_in(&id, CLINIC, &[Section::Daily, Section::Visits]);
    (city, doctor, hanako, id, at)
}

#[tokio::test]
async fn what_an_open_page_has_already_is_not_sent_again_and_is_no_look() {
    let (city, doctor, hanako, id, at) = opened().await;
    for path in [at.notebook(), format!("{}/daily", at.notebook())] {
        let shown = city.get(&doctor, &path).await.expect(200);
        let (tag, before) = (shown.header("etag").unwrap().to_owned(), lines(&city, &id));
        city.set_time("2026-11-22T10:20:00+09:00");
        for named in [tag.clone(), format!("W/{tag}"), format!("\"older\", {tag}")] {
            let same = again(&city, &doctor, &path, &named).await.expect(304);
            assert_eq!(
                (same.raw.len(), same.header("etag"), same.header("content-type")),
                (0, Some(tag.as_str()), None)
            );
        }
        assert_eq!(lines(&city, &id), before);
        // Something new is a look, with a line of its own.
        let daily = json!({ "taken_at": "2026-11-22T10:10:00+09:00", "weight_kg": 60 + before });
        city.post(&hanako, &format!("/v1/residents/{id}/daily-records"), daily).await.expect(201);
        let new = again(&city, &doctor, &path, &tag).await.expect(200);
        assert_ne!(new.header("etag"), Some(tag.as_str()));
        assert!(new.raw.len() > shown.raw.len());
        assert_eq!(lines(&city, &id), before + 1);
    }
}

#[tokio::test]
async fn a_tag_of_one_section_says_nothing_of_another() {
    let (city, doctor, _, id, at) = opened().await;
    let section = |name: &str| format!("{}/{name}", at.notebook());
    let tag = city.get(&doctor, &section("daily")).await.expect(200).header("etag").unwrap().to_owned();
    let other = city.get(&doctor, &section("visits")).await.expect(200).header("etag").unwrap().to_owned();
    assert_ne!(tag, other);
    let before = lines(&city, &id);
    again(&city, &doctor, &section("visits"), &tag).await.expect(200);
    assert_eq!(lines(&city, &id), before + 1);
}

#[tokio::test]
async fn r05_a_tag_opens_nothing_that_is_not_open() {
    let (city, doctor, _, id, at) = opened().await;
    let path = at.notebook();
    let tag = city.get(&doctor, &path).await.expect(200).header("etag").unwrap().to_owned();
    // Another's tag is no tag: the content is shown, and the look is in the log.
    let nurse = Person::staff("nurse-of-the-clinic");
    city.employ(&nurse, CLINIC, "nurse");
    let before = lines(&city, &id);
    again(&city, &nurse, &path, &tag).await.expect(200);
    for named in ["*", "", "\"\"", "\u{FFFD}", &"a".repeat(300), tag.trim_matches('"')] {
        again(&city, &doctor, &path, named).await.expect(200);
    }
    assert_eq!(lines(&city, &id), before + 7);
    let stranger = Person::staff("doctor-elsewhere");
    again(&city, &stranger, &path, &tag).await.expect_problem(404, "not_found");
    city.revoke(&at);
    again(&city, &doctor, &path, &tag).await.expect_problem(404, "not_found");
    // Opened once more, the earlier tag is of what is no longer open.
    let reopened = city.check_in(&id, CLINIC, &[Section::Daily, Section::Visits]);
    again(&city, &doctor, &reopened.notebook(), &tag).await.expect(200);
}

#[tokio::test]
async fn an_open_page_counts_among_the_looks_of_the_hour() {
    let (city, doctor, _, _, at) = opened().await;
    let tag = city.get(&doctor, &at.notebook()).await.expect(200).header("etag").unwrap().to_owned();
    for _ in 0..599 {
        again(&city, &doctor, &at.notebook(), &tag).await.expect(304);
    }
    again(&city, &doctor, &at.notebook(), &tag).await.expect_problem(429, "too_many_requests");
}

#[tokio::test]
async fn what_family_looks_at_is_a_look_each_time() {
    let (city, _, _, id, _) = opened().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("daily", "see")]);
    let path = format!("/v1/residents/{id}/today");
    let shown = city.get(&son, &path).await.expect(200);
    assert_eq!(shown.header("etag"), None);
    let before = lines(&city, &id);
    again(&city, &son, &path, "\"any\"").await.expect(200);
    assert_eq!(lines(&city, &id), before + 1);
}
