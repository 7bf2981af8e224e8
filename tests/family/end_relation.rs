use serde_json::{Value, json};
use support::keys::{ACCOUNT, DUE, KIN, LOG, NOTEBOOK, NOTES_READ, NOTIFICATION_SETTINGS, RELATIONS, RINGS, WATCHERS};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, family, list, one, told, watching};

#[tokio::test]
async fn r08_either_side_ends_it_and_the_next_request_finds_nothing() {
    for by_person in [true, false] {
        let (city, hanako, id, taro) = family(json!({ "daily": "manage" })).await;
        let (ends, other) = if by_person { (&hanako, &taro) } else { (&taro, &hanako) };
        let entries = city.entries(LOG.of(&id));
        city.store.forget();
        city.delete(ends, &one(&id, &taro)).await.expect(204);
        assert!(city.store.seen().depth <= 3);
        assert_eq!(city.entries(LOG.of(&id)), entries + usize::from(!by_person), "R-40");
        let daily = format!("/v1/residents/{id}/daily-records");
        city.get(&taro, &daily).await.expect_problem(404, "not_found");
        assert_eq!(city.get(&taro, "/v1/me").await.expect(200).body["family"], json!([]));
        assert_eq!(city.get(&hanako, &list(&id)).await.expect(200).body["items"], json!([]));
        // The other side is told; who ended it knows.
        let joined = ("family_joined".to_owned(), hanako.actor());
        assert_eq!(told(&city), [("family_ended".to_owned(), other.actor()), joined]);
        city.delete(ends, &one(&id, &taro)).await.expect_problem(404, "not_found");
        let kept = city.item(NOTEBOOK.of(&id), RELATIONS.of(taro.actor()));
        assert_eq!((&kept["state"]["S"], &kept["ended_at"]["S"]), (&json!("ended"), &json!("2026-11-22T01:00:00Z")));
    }
}

#[tokio::test]
async fn nobody_ends_what_is_not_theirs() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see" })).await;
    let (jiro, stranger) = (Person::resident("jiro"), Person::resident("stranger"));
    city.relate(&jiro, &id, "family", &[("profile", "manage"), ("daily", "manage")]);
    for person in [&jiro, &stranger] {
        let theirs = city.delete(person, &one(&id, &taro)).await.expect_problem(404, "not_found");
        let missing = city.delete(person, &one(NOBODY, &taro)).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, missing.raw, "R-02");
    }
    // Nobody ends what they are to themselves.
    city.delete(&hanako, &one(&id, &hanako)).await.expect_problem(404, "not_found");
    city.delete(&jiro, &one(&id, &hanako)).await.expect_problem(404, "not_found");
    assert_eq!(city.get(&hanako, &list(&id)).await.expect(200).body["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn r08_a_guardian_is_put_out_by_nobody_and_the_last_one_of_a_child_stays() {
    let (city, hanako, id, taro) = family(json!({ "daily": "see" })).await;
    let (mother, father) = (Person::resident("mother"), Person::resident("father"));
    for guardian in [&mother, &father] {
        city.relate(guardian, &id, "guardian", &[]);
        city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(guardian.actor()), "ward_birth_date", &json!("2015-01-01"));
    }
    city.delete(&father, &one(&id, &mother)).await.expect_problem(403, "forbidden");
    city.delete(&hanako, &one(&id, &mother)).await.expect_problem(403, "forbidden");
    // They end family of the child.
    city.delete(&mother, &one(&id, &taro)).await.expect(204);
    let ended: Vec<_> = told(&city).into_iter().filter(|(kind, _)| kind == "family_ended").collect();
    assert_eq!(ended.len(), 3, "the person, the other guardian, and whom it concerns: {ended:?}");
    // A child without an own account.
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(hanako.actor()), "state", &json!("ended"));
    city.delete(&father, &one(&id, &father)).await.expect(204);
    city.delete(&mother, &one(&id, &mother)).await.expect_problem(409, "last_guardian");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r08_two_guardians_who_leave_at_once_do_not_both_leave() {
    let (city, hanako, id, _) = family(json!({ "daily": "see" })).await;
    let guardians = [Person::resident("mother"), Person::resident("father")];
    for guardian in &guardians {
        city.relate(guardian, &id, "guardian", &[]);
        city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(guardian.actor()), "ward_birth_date", &json!("2015-01-01"));
    }
    city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(hanako.actor()), "state", &json!("ended"));
    let city = std::sync::Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for guardian in guardians {
        let (city, path) = (city.clone(), one(&id, &guardian));
        running.spawn(async move { city.delete(&guardian, &path).await.status });
    }
    let mut statuses = running.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
}

#[tokio::test]
async fn r05_with_it_end_alarms_notices_of_missed_doses_and_what_was_chosen() {
    let (city, hanako, id, taro) = watching().await;
    let own = NOTEBOOK.of(&id);
    let kept = |city: &City| {
        [WATCHERS, NOTIFICATION_SETTINGS.of(taro.actor()), NOTES_READ.of(taro.actor())]
            .map(|sk| city.items(&own, sk).len())
    };
    let watched = |city: &City| city.items(DUE, &id).iter().filter(|entry| entry["w"]["BOOL"] == true).count();
    assert_eq!((kept(&city), watched(&city)), ([1, 1, 1], 2));
    assert_eq!(city.items(RINGS.of(taro.actor()), &id).len(), 1);
    city.store.forget();
    city.delete(&hanako, &one(&id, &taro)).await.expect(204);
    assert!(city.store.seen().depth <= 3, "all of it in one transaction");
    assert_eq!(kept(&city), [0, 0, 0]);
    assert!(city.items(RINGS.of(taro.actor()), &id).is_empty() && city.items(ACCOUNT.of(taro.actor()), KIN).is_empty());
    let running: Vec<_> = city.items(DUE, &id).into_iter().filter(|entry| entry["x"].is_null()).collect();
    assert_eq!(running.len(), 1, "her own rings on");
    assert_ne!(running[0]["w"]["BOOL"], true, "and nobody is told of it");
    let alarms = city.get(&hanako, &format!("/v1/residents/{id}/alarms")).await.expect(200).body;
    let labels: Vec<_> = alarms["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    assert_eq!(labels, ["花子の"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r05_no_alarm_that_family_sets_while_it_is_ended_outlives_it() {
    for round in 0..5 {
        let (city, hanako, id, taro) = watching().await;
        let city = std::sync::Arc::new(city);
        let mut running = tokio::task::JoinSet::new();
        for place in 0..7 {
            let (city, id) = (city.clone(), id.clone());
            let (hanako, taro) = (hanako.clone(), taro.clone());
            running.spawn(async move {
                if place == round {
                    return city.delete(&hanako, &one(&id, &taro)).await.expect(204).status;
                }
                let alarm = json!({ "label": "まだ", "times": ["08:00"], "from": "2026-11-22" });
                city.post(&taro, &format!("/v1/residents/{id}/alarms"), alarm).await.status
            });
        }
        let statuses = running.join_all().await;
        assert!(statuses.iter().all(|status| [201, 204, 404].contains(status)), "{statuses:?}");
        assert!(city.items(RINGS.of(taro.actor()), &id).is_empty(), "{statuses:?}");
        let rings = city.items(DUE, &id).into_iter().filter(|entry| entry["x"].is_null()).count();
        assert_eq!(rings, 1, "hers alone: {statuses:?}");
    }
}

#[tokio::test]
async fn however_many_alarms_there_are_all_of_them_end() {
    let (city, hanako, id, taro) = family(json!({ "medication": "manage" })).await;
    support::Post::at(&city);
    let alarms = format!("/v1/residents/{id}/alarms");
    let two = json!({ "label": "朝夕", "times": ["08:00", "20:00"], "from": "2026-11-23" });
    for _ in 0..30 {
        city.post(&taro, &alarms, two.clone()).await.expect(201);
    }
    city.delete(&hanako, &one(&id, &taro)).await.expect(204);
    assert!(city.items(RINGS.of(taro.actor()), &id).is_empty());
    assert!(city.items(DUE, &id).iter().all(|entry| !entry["x"].is_null()));
    assert_eq!(city.get(&hanako, &alarms).await.expect(200).body["items"], json!([]));
    assert!(city.store.seen().most_writes <= 100);
}

#[tokio::test]
async fn r52_r53_an_end_survives_a_crash_at_every_point() {
    crash_sweep(async |city: &City| {
        support::Post::at(city);
        let (hanako, taro) = (Person::resident("hanako"), Person::resident("taro"));
        let id = city.proved_resident(&hanako).await;
        city.proved_resident(&taro).await;
        let code = city.invite(&hanako, &id, json!({ "medication": "manage" })).await;
        city.accept(&taro, &code).await.expect(201);
        let alarm = json!({ "label": "昼", "times": ["12:00"], "from": "2026-11-22" });
        city.post(&taro, &format!("/v1/residents/{id}/alarms"), alarm).await.expect(201);
        Write::new(&hanako, &format!("DELETE {}", one(&id, &taro)), Value::Null)
    })
    .await;
}
