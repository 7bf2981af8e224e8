//! Health guidance as the person and family see it: list-health-guidance, put-guidance-progress, end-guidance.

use chrono::TimeDelta;
use notebook::access::Section;
use serde_json::{Value, json};
use support::keys::{ENTRIES, LOG};
use support::{City, Person};

use super::{CLINIC, city_of};

/// A person whom a nurse guided, with the person's address of guidance and the one at the office.
async fn guided() -> (City, Person, Person, String, String, String) {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let nurse = Person::staff("nurse");
    city.employ(&nurse, CLINIC, "public_health_nurse");
    city.check_in(&id, CLINIC, &[Section::HealthGuidance]);
    let office = format!("/v1/institutions/{CLINIC}/patients/{id}/health-guidance");
    let said = json!({ "channel": "home", "topic": "歩く", "text": "一緒に歩きましょう", "goals": ["一日七千歩"], "next_on": null });
    city.post(&nurse, &office, said).await.expect(201);
    city.pass(TimeDelta::seconds(1));
    let own = format!("/v1/residents/{id}/health-guidance");
    (city, hanako, nurse, id, own, office)
}

fn progress(item: &Value, status: &str) -> Value {
    json!({ "goals": [{ "goal_id": item["goals"][0]["goal_id"], "status": status, "memo": null }] })
}

#[tokio::test]
async fn the_person_reads_it_newest_first_with_who_follows_them_up() {
    let (city, hanako, nurse, _, own, office) = guided().await;
    let more = json!({ "channel": "office", "topic": "二", "text": "二", "goals": [], "next_on": null });
    city.post(&nurse, &office, more).await.expect(201);
    city.store.forget();
    let page = city.get(&hanako, &format!("{own}?limit=1")).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(
        (&page["items"][0]["topic"], &page["offices"][0]["institution"]["code"]),
        (&json!("二"), &json!(CLINIC))
    );
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = city.get(&hanako, &format!("{own}?limit=1&cursor={cursor}")).await.expect(200).body;
    assert_eq!((&rest["items"][0]["topic"], &rest["next_cursor"]), (&json!("歩く"), &Value::Null));
    assert_eq!(rest["items"][0]["author_role"], "public_health_nurse");
    city.get(&hanako, &format!("{own}?cursor=x")).await.expect_problem(422, "invalid_cursor");
    city.get(&Person::resident("stranger"), &own).await.expect(404);
}

#[tokio::test]
async fn the_person_says_how_a_goal_goes_and_the_office_reads_it() {
    let (city, hanako, nurse, _, own, office) = guided().await;
    let item = city.get(&hanako, &own).await.expect(200).body["items"][0].clone();
    let path = format!("{own}/{}/progress", item["guidance_id"].as_str().unwrap());
    city.put(&hanako, &path, progress(&item, "going_well")).await.expect(200);
    let seen = city.get(&nurse, &office).await.expect(200).body["items"][0]["goals"][0].clone();
    assert_eq!((&seen["status"], &seen["said_by"]), (&json!("going_well"), &json!("self")));
    for bad in [
        json!({ "goals": [] }),
        json!({ "goals": [{ "goal_id": "019aa000-0000-7000-8000-0000000000ff", "status": "done" }] }),
        progress(&item, "perfect"),
    ] {
        city.put(&hanako, &path, bad).await.expect(422);
    }
    let twice = json!({ "goals": [progress(&item, "done")["goals"][0], progress(&item, "done")["goals"][0]] });
    city.put(&hanako, &path, twice).await.expect(422);
    city.put(&hanako, &format!("{own}/019aa000-0000-7000-8000-0000000000ff/progress"), progress(&item, "done"))
        .await
        .expect(404);
}

#[tokio::test]
async fn r02_family_sees_records_and_ends_as_far_as_its_level_goes() {
    let (city, hanako, _, id, own, _) = guided().await;
    let item = city.get(&hanako, &own).await.expect(200).body["items"][0].clone();
    let path = format!("{own}/{}/progress", item["guidance_id"].as_str().unwrap());
    let end = format!("/v1/residents/{id}/guidance-offices/{CLINIC}");
    for (level, statuses) in [("see", [200, 404, 404]), ("record", [200, 200, 404]), ("manage", [200, 200, 204])] {
        let member = city.family(&id, "health_guidance", level);
        let before = city.items(LOG.of(&id), ENTRIES).len();
        city.get(&member, &own).await.expect(statuses[0]);
        city.put(&member, &path, progress(&item, if level == "record" { "difficult" } else { "done" }))
            .await
            .expect(statuses[1]);
        city.delete(&member, &end).await.expect(statuses[2]);
        let allowed = statuses.iter().filter(|status| **status < 300).count();
        assert_eq!(city.items(LOG.of(&id), ENTRIES).len(), before + allowed, "{level}");
    }
    let other = city.family(&id, "visits", "manage");
    city.get(&other, &own).await.expect(404);
    city.put(&other, &path, progress(&item, "done")).await.expect(404);
    city.delete(&other, &end).await.expect(404);
}
