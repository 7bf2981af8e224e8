use chrono::TimeDelta;
use serde_json::{Value, json};
use support::Person;
use support::keys::{CONSENTS, NOTEBOOK};

use super::{card, city_of, open, with_card};

#[tokio::test]
async fn it_says_whether_there_is_a_card_since_when_and_when_it_was_opened() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    assert_eq!(city.get(&hanako, &card(&id)).await.expect(200).body, json!({ "card": null, "openings": [] }));
    let secret = super::made(&city, &hanako, &id).await;
    city.store.forget();
    let shown = city.get(&hanako, &card(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let made = json!({ "made_at": "2026-11-22T01:00:00Z", "made_as": "self", "ends_on": null });
    assert_eq!(shown.body, json!({ "card": made, "openings": [] }));
    assert!(!String::from_utf8_lossy(&shown.raw).contains(&secret));
    open(&city, &secret).await.expect(200);
    city.pass(TimeDelta::minutes(9));
    open(&city, &secret).await.expect(200);
    city.pass(TimeDelta::minutes(1));
    open(&city, &secret).await.expect(200);
    let openings = city.get(&hanako, &card(&id)).await.expect(200).body["openings"].clone();
    let first = json!({ "from": "2026-11-22T01:00:00Z", "until": "2026-11-22T01:09:00Z", "count": 2 });
    let second = json!({ "from": "2026-11-22T01:10:00Z", "until": "2026-11-22T01:10:00Z", "count": 1 });
    assert_eq!(openings, json!([second, first]));
}

#[tokio::test]
async fn r62_a_card_that_no_consent_carries_is_none_also_where_it_is_given_again() {
    let (city, hanako, id, secret) = with_card().await;
    let consents = format!("/v1/residents/{id}/consents");
    let use_of = json!({ "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] });
    city.pass(TimeDelta::seconds(1));
    city.put(&hanako, &consents, json!({ "consents": [] })).await.expect(200);
    assert_eq!(city.get(&hanako, &card(&id)).await.expect(200).body["card"], Value::Null);
    open(&city, &secret).await.expect_problem(404, "not_found");
    city.pass(TimeDelta::seconds(1));
    city.put(&hanako, &consents, use_of).await.expect(200);
    assert_eq!(city.get(&hanako, &card(&id)).await.expect(200).body["card"], Value::Null);
    open(&city, &secret).await.expect_problem(404, "not_found");
    // A new one counts, also in a time in which consents of other purposes are withdrawn.
    city.pass(TimeDelta::seconds(1));
    let new = super::made(&city, &hanako, &id).await;
    let withdrawn = json!({ "for": "sharing_with_institutions", "text_version": "2026-04", "given_at": "2026-11-22T00:00:00Z", "withdrawn_at": "2026-11-22T01:00:00Z" });
    city.seed_item(NOTEBOOK.of(&id), CONSENTS.of("sharing_with_institutions"), &withdrawn, json!({ "version": 2 }));
    open(&city, &new).await.expect(200);
}

#[tokio::test]
async fn a_stranger_and_family_of_other_sections_are_told_nothing() {
    let (city, _, id, _) = with_card().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    for person in [&son, &Person::resident("stranger")] {
        let theirs = city.get(person, &card(&id)).await.expect_problem(404, "not_found");
        let missing = city.get(person, &card(super::NOBODY)).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, missing.raw, "R-02");
    }
    city.relate(&son, &id, "family", &[("profile", "see")]);
    assert_eq!(city.get(&son, &card(&id)).await.expect(200).body["card"]["made_as"], "self");
}
