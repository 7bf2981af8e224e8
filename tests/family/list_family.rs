use serde_json::{Value, json};
use support::Person;
use support::keys::{LOG, NOTEBOOK, RELATIONS};

use super::{NOBODY, family, list};

#[tokio::test]
async fn r08_a_person_sees_who_can_see_them_and_whom_they_see() {
    let (city, hanako, id, taro) = family(json!({ "daily": "record", "medication": "see" })).await;
    let own = city.get(&taro, "/v1/me").await.expect(200).body["resident_id"].as_str().unwrap().to_owned();
    city.rename(&own, "荒尾 太郎", "アラオ タロウ");
    city.store.forget();
    let shown = city.get(&hanako, &list(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        shown["items"],
        json!([{
            "actor_id": taro.actor(), "name": "荒尾 花子", "relation": "family",
            "scopes": { "daily": "record", "medication": "see" }, "since": "2026-11-22T01:00:00Z", "ends_on": null,
            "is_you": false, "version": 1,
        }]),
        "with the name of the card when they joined"
    );
    assert_eq!((&shown["sees"], &shown["next_cursor"]), (&json!([]), &Value::Null));
    let theirs = city.get(&taro, &list(&own)).await.expect(200).body;
    assert_eq!(theirs["items"], json!([]));
    assert_eq!((&theirs["sees"][0]["resident_id"], &theirs["sees"][0]["display_name"]), (&json!(id), &json!("花子")));
}

#[tokio::test]
async fn family_sees_itself_alone_and_a_guardian_everybody() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see" })).await;
    let (jiro, mother) = (Person::resident("jiro"), Person::resident("mother"));
    city.relate(&jiro, &id, "family", &[("visits", "manage"), ("profile", "manage")]);
    city.relate(&mother, &id, "guardian", &[]);
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(mother.actor()), "ward_birth_date", &json!("2008-11-23"));
    let actors = async |person: &Person| {
        let entries = city.entries(LOG.of(&id));
        city.store.forget();
        let shown = city.get(person, &list(&id)).await.expect(200).body;
        let own = person == &hanako;
        assert_eq!(city.store.seen().depth, if own { 1 } else { 2 });
        assert_eq!(city.entries(LOG.of(&id)), entries + usize::from(!own), "R-40");
        assert!(own || shown["sees"] == json!([]));
        shown["items"].as_array().unwrap().iter().map(|item| item["actor_id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(actors(&taro).await, [taro.actor()]);
    assert_eq!(actors(&jiro).await, [jiro.actor()]);
    assert_eq!((actors(&mother).await.len(), actors(&hanako).await.len()), (3, 3));
    // A guardian of somebody who is of age is one no more.
    city.set_time("2026-11-23T00:00:00+09:00");
    assert_eq!(actors(&hanako).await.len(), 2);
    let missing = city.get(&mother, &list(NOBODY)).await.expect_problem(404, "not_found");
    assert_eq!(city.get(&mother, &list(&id)).await.expect_problem(404, "not_found").raw, missing.raw, "R-02");
}
