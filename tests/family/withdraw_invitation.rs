use chrono::TimeDelta;
use serde_json::{Value, json};
use support::keys::{CODE, CONSENTS, INVITATIONS, NOTEBOOK};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, city_of_two, family, invitations, list};

fn see() -> Value {
    json!({ "daily": "see" })
}

async fn open(city: &City, person: &Person, id: &str) -> Vec<Value> {
    city.get(person, &list(id)).await.expect(200).body["invitations"].as_array().unwrap().clone()
}

fn path(id: &str, invitation: &Value) -> String {
    format!("{}/{}", invitations(id), invitation["invitation_id"].as_str().unwrap())
}

#[tokio::test]
async fn r08_an_open_invitation_is_listed_and_withdrawn_its_code_opens_nothing() {
    let (city, hanako, id, taro) = city_of_two().await;
    let first = city.invite(&hanako, &id, see()).await;
    city.pass(TimeDelta::minutes(1));
    let second = city.invite(&hanako, &id, json!({ "visits": "record" })).await;
    city.store.forget();
    let listed = open(&city, &hanako, &id).await;
    assert!(city.store.seen().depth <= 2, "{:?}", city.store.seen());
    let shown: Vec<_> = listed.iter().map(|one| (&one["relation"], &one["scopes"], &one["expires_at"])).collect();
    let wanted = (json!("family"), json!({ "visits": "record" }), json!("2026-11-23T01:01:00Z"), see());
    assert_eq!(shown[0], (&wanted.0, &wanted.1, &wanted.2), "the newest first");
    assert_eq!((shown.len(), shown[1].1), (2, &wanted.3));
    // Nothing of the code can be read out of the list.
    let text = json!(listed).to_string();
    for part in first.split('-').chain(second.split('-')) {
        assert!(!text.contains(part), "{part}");
    }
    let withdrawn = path(&id, &listed[1]);
    city.delete(&hanako, &withdrawn).await.expect(204);
    city.accept(&taro, &first).await.expect_problem(422, "invalid_invitation");
    assert_eq!(open(&city, &hanako, &id).await.len(), 1);
    city.delete(&hanako, &withdrawn).await.expect_problem(404, "not_found");
    city.accept(&taro, &second).await.expect(201);
    assert!(open(&city, &hanako, &id).await.is_empty() && city.items(INVITATIONS, CODE).is_empty());
    // What was accepted is no invitation any more.
    city.delete(&hanako, &path(&id, &listed[0])).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn an_invitation_whose_time_is_over_is_in_the_list_no_more() {
    let (city, hanako, id, _) = city_of_two().await;
    city.invite(&hanako, &id, see()).await;
    let listed = open(&city, &hanako, &id).await;
    city.pass(TimeDelta::hours(24) - TimeDelta::milliseconds(1));
    assert_eq!(open(&city, &hanako, &id).await.len(), 1);
    city.pass(TimeDelta::milliseconds(1));
    assert!(open(&city, &hanako, &id).await.is_empty());
    city.delete(&hanako, &path(&id, &listed[0])).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r02_family_and_strangers_see_no_invitation_and_withdraw_none() {
    let scopes = json!({ "profile": "manage", "daily": "manage" });
    let (city, hanako, id, taro) = family(scopes).await;
    city.pass(TimeDelta::seconds(1));
    let code = city.invite(&hanako, &id, see()).await;
    let listed = open(&city, &hanako, &id).await;
    assert!(open(&city, &taro, &id).await.is_empty());
    let stranger = Person::resident("stranger");
    let theirs = city.delete(&stranger, &path(&id, &listed[0])).await.expect_problem(404, "not_found");
    let missing = city.delete(&stranger, &path(NOBODY, &listed[0])).await.expect_problem(404, "not_found");
    assert_eq!(theirs.raw, missing.raw, "R-02");
    // Of one that is there and of one that is not alike.
    for invitation in [listed[0].clone(), json!({ "invitation_id": NOBODY })] {
        city.delete(&taro, &path(&id, &invitation)).await.expect_problem(403, "forbidden");
    }
    let jiro = Person::resident("jiro");
    city.proved_resident(&jiro).await;
    city.accept(&jiro, &code).await.expect(201);
}

#[tokio::test]
async fn r62_withdrawing_needs_no_consent() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    let listed = open(&city, &hanako, &id).await;
    let withdrawn = json!("2026-11-22T00:30:00Z");
    city.set_attribute(NOTEBOOK.of(&id), CONSENTS.of("use_of_notebook"), "withdrawn_at", &withdrawn);
    city.delete(&hanako, &path(&id, &listed[0])).await.expect(204);
    city.accept(&taro, &code).await.expect_problem(422, "invalid_invitation");
}

#[tokio::test]
async fn r05_of_withdrawing_and_accepting_at_once_one_comes_to_pass() {
    let (city, hanako, id, taro) = city_of_two().await;
    let code = city.invite(&hanako, &id, see()).await;
    let listed = open(&city, &hanako, &id).await;
    let (withdrawn, joined) =
        tokio::join!(async { city.delete(&hanako, &path(&id, &listed[0])).await }, city.accept(&taro, &code));
    let is_family = joined.status == 201;
    assert_eq!(withdrawn.status, if is_family { 404 } else { 204 }, "{} {}", withdrawn.status, joined.status);
    let people = city.get(&hanako, &list(&id)).await.expect(200).body;
    assert_eq!(people["items"].as_array().unwrap().len(), usize::from(is_family));
    assert_eq!(people["invitations"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn family_and_open_invitations_are_twenty_together_also_at_once() {
    let (city, hanako, id, _) = city_of_two().await;
    for n in 0..17 {
        city.relate(&Person::resident(&format!("person-{n}")), &id, "family", &[("daily", "see")]);
    }
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (city, hanako, id) = (city.clone(), hanako.clone(), id.clone());
        let body = json!({ "relation": "family", "scopes": see() });
        running.spawn(async move { city.post(&hanako, &invitations(&id), body).await.status });
    }
    let mut statuses = running.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 201, 422, 422, 422]);
    let listed = open(&city, &hanako, &id).await;
    assert_eq!(listed.len(), 3);
    city.delete(&hanako, &path(&id, &listed[0])).await.expect(204);
    city.invite(&hanako, &id, see()).await;
}

#[tokio::test]
async fn r52_r53_a_withdrawal_survives_a_crash_at_every_point() {
    let swept = crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.proved_resident(&hanako).await;
        city.invite(&hanako, &id, see()).await;
        let listed = open(city, &hanako, &id).await;
        Write::new(&hanako, &format!("DELETE {}", path(&id, &listed[0])), Value::Null)
    })
    .await;
    assert_eq!(swept.reply.status, 204);
}

#[tokio::test]
async fn an_invitation_of_somebody_who_left_is_open_no_more() {
    let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
    let (city, id) = super::city_of(&hanako).await;
    city.proved_resident(&taro).await;
    let body = json!({ "display_name": "みお", "birth_date": "2020-11-10", "sex": "female" });
    let reply = city.post(&hanako, &format!("/v1/residents/{id}/children"), body).await.expect(201);
    let child = reply.body["resident_id"].as_str().unwrap().to_owned();
    let reply = city.post(&hanako, &invitations(&child), json!({ "relation": "guardian" })).await.expect(201);
    city.accept(&taro, reply.body["code"].as_str().unwrap()).await.expect(201);
    city.invite(&taro, &child, see()).await;
    assert_eq!(open(&city, &hanako, &child).await.len(), 1);
    city.delete(&taro, &super::one(&child, &taro)).await.expect(204);
    assert!(open(&city, &hanako, &child).await.is_empty());
}
