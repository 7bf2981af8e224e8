//! How it ends that an office follows a person up: by the person, a consent, a birthday, or because it was a mistake.

use chrono::TimeDelta;
use serde_json::json;
use support::City;
use support::clinic::{CLINIC, OTHER_CLINIC};
use support::keys::{FOLLOW_UPS, GUIDED, NOTEBOOK};
use support::store::TABLE;

use super::health_guidance::{LIST, OPENED, office, said, write};

#[tokio::test]
async fn the_person_ends_it_at_once_also_on_the_day_and_a_new_check_in_begins_anew() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    city.check_in_at(&id, CLINIC, &OPENED, city.now() - TimeDelta::minutes(5));
    write(&city, &nurse, &path, said("一")).await;
    let end = format!("/v1/residents/{id}/guidance-offices/{CLINIC}");
    city.delete(&hanako, &end).await.expect(204);
    city.delete(&hanako, &end).await.expect(204);
    city.get(&nurse, &path).await.expect(404);
    city.post(&nurse, &path, said("x")).await.expect(404);
    assert!(city.items(GUIDED.of(CLINIC), "").is_empty());
    city.delete(&hanako, &end.replace(CLINIC, OTHER_CLINIC)).await.expect(404);
    city.pass(TimeDelta::days(1));
    city.check_in(&id, CLINIC, &OPENED);
    write(&city, &nurse, &path, said("二")).await;
    assert_eq!(city.items(GUIDED.of(CLINIC), "").len(), 1);
}

#[tokio::test]
async fn r62_a_consent_that_is_withdrawn_ends_it_and_given_again_does_not_bring_it_back() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    write(&city, &nurse, &path, said("一")).await;
    city.pass(TimeDelta::days(2));
    city.get(&nurse, &path).await.expect(200);
    let consents = format!("/v1/residents/{id}/consents");
    let all = json!({ "consents": [
        { "purpose": "use_of_notebook", "version": "2026-04" },
        { "purpose": "sharing_with_institutions", "version": "2026-11" },
    ] });
    city.put(&hanako, &consents, all.clone()).await.expect(200);
    city.get(&nurse, &path).await.expect(200);
    city.put(&hanako, &consents, json!({ "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] }))
        .await
        .expect(200);
    city.get(&nurse, &path).await.expect(404);
    assert!(city.items(GUIDED.of(CLINIC), "").is_empty());
    city.put(&hanako, &consents, all).await.expect(200);
    city.get(&nurse, &path).await.expect(404);
}

#[tokio::test]
async fn what_was_all_another_persons_leaves_no_follow_up() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    let (first, second) =
        (write(&city, &nurse, &path, said("一")).await, write(&city, &nurse, &path, said("二")).await);
    let offices = format!("/v1/residents/{id}/health-guidance");
    for (guidance, left) in [(&first, 1), (&second, 0)] {
        let reason = json!({ "reason": "wrong_patient" });
        city.post(&nurse, &format!("{path}/{guidance}/retraction"), reason).await.expect(200);
        assert_eq!(city.items(GUIDED.of(CLINIC), "").len(), left);
        let offices = city.get(&hanako, &offices).await.expect(200).body["offices"].clone();
        assert_eq!(offices.as_array().unwrap().len(), left);
    }
    city.pass(TimeDelta::days(1));
    city.get(&nurse, &path).await.expect(404);
}

#[tokio::test]
async fn another_persons_guidance_makes_a_follow_up_no_longer_than_it_was() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    let until = async || {
        let body = city.get(&hanako, &format!("/v1/residents/{id}/health-guidance")).await.expect(200).body;
        (body["offices"][0]["until"].clone(), body["offices"][0]["next_on"].clone())
    };
    city.check_in(&id, CLINIC, &OPENED);
    write(&city, &nurse, &path, said("一")).await;
    let before = until().await;
    city.pass(TimeDelta::days(40));
    city.check_in(&id, CLINIC, &OPENED);
    let mut other = said("別の人");
    other["next_on"] = json!("2027-02-01");
    let wrong = write(&city, &nurse, &path, other).await;
    assert_ne!(until().await, before);
    city.post(&nurse, &format!("{path}/{wrong}/retraction"), json!({ "reason": "wrong_patient" })).await.expect(200);
    assert_eq!(until().await, before);
    assert_eq!(city.get(&nurse, LIST).await.expect(200).body["items"][0]["next_on"], "2026-12-20");
}

#[tokio::test]
async fn a_check_in_that_is_cancelled_takes_the_follow_up_that_began_with_it() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    let check_in = async || {
        let body = json!({ "resident_id": id, "institution_code": CLINIC, "sections": ["health_guidance"], "purpose": "consultation" });
        city.post(&hanako, "/v1/check-ins", body).await.body["visit_id"].as_str().unwrap().to_owned()
    };
    let cancel = async |visit: String| {
        let body = json!({ "reason": "wrong_person" });
        city.call(&nurse, &format!("DELETE /v1/institutions/{CLINIC}/check-ins/{visit}"), body).await.expect(204);
    };
    let visit = check_in().await;
    write(&city, &nurse, &path, said("一")).await;
    cancel(visit).await;
    city.get(&nurse, &path).await.expect(404);
    assert!(city.items(GUIDED.of(CLINIC), "").is_empty());
    city.pass(TimeDelta::days(1));
    check_in().await;
    write(&city, &nurse, &path, said("二")).await;
    city.pass(TimeDelta::days(1));
    let visit = check_in().await;
    write(&city, &nurse, &path, said("三")).await;
    cancel(visit).await;
    // It rests on the check-in of the day before, and the list says so.
    let until = city.get(&nurse, &path).await.expect(200).body["followed_up_until"].clone();
    assert_eq!(city.get(&nurse, LIST).await.expect(200).body["items"][0]["until"], until);
    assert_eq!(city.items(GUIDED.of(CLINIC), "").len(), 1);
}

#[tokio::test]
async fn who_ended_it_and_opens_the_section_again_on_that_day_begins_anew() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    let body = json!({ "resident_id": id, "institution_code": CLINIC, "sections": ["health_guidance"], "purpose": "consultation" });
    city.post(&hanako, "/v1/check-ins", body.clone()).await.expect(201);
    write(&city, &nurse, &path, said("一")).await;
    city.delete(&hanako, &format!("/v1/residents/{id}/guidance-offices/{CLINIC}")).await.expect(204);
    city.get(&nurse, &path).await.expect(404);
    city.pass(TimeDelta::seconds(1));
    city.post(&hanako, "/v1/check-ins", body).await.expect(200);
    write(&city, &nurse, &path, said("二")).await;
}

#[tokio::test]
async fn r08_the_follow_up_of_a_child_ends_on_the_18th_birthday_that_counts() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    let child = json!({ "legal_name": "荒尾 みお", "kana": "アラオ ミオ", "birth_date": "2009-01-10", "sex": "female", "display_name": "みお" });
    let child = city.post(&hanako, &format!("/v1/residents/{id}/children"), child).await.expect(201);
    let child = child.body["resident_id"].as_str().unwrap().to_owned();
    let path = path.replace(&id, &child);
    city.check_in(&child, CLINIC, &OPENED);
    write(&city, &nurse, &path, said("一")).await;
    let until = async || city.get(&nurse, LIST).await.expect(200).body["items"][0]["until"].clone();
    assert_eq!(until().await, "2027-01-09T15:00:00Z");
    city.patch(&hanako, &format!("/v1/residents/{child}"), json!({ "identity": { "birth_date": "2008-12-10" } }))
        .await
        .expect(200);
    assert_eq!(until().await, "2026-12-09T15:00:00Z");
    city.set_time("2026-12-09T23:59:59+09:00");
    city.get(&nurse, &path).await.expect(200);
    city.set_time("2026-12-10T00:00:00+09:00");
    city.get(&nurse, &path).await.expect(404);
}

#[tokio::test]
async fn a_name_that_changes_while_the_person_ends_it_comes_into_no_list_again() {
    let city = City::new();
    let (nurse, hanako, id, path) = office(&city).await;
    city.check_in(&id, CLINIC, &OPENED);
    write(&city, &nurse, &path, said("一")).await;
    let stored = city.items(NOTEBOOK.of(&id), FOLLOW_UPS);
    let lines = city.items(GUIDED.of(CLINIC), "");
    let (mut ended, line) = (stored[0].clone(), lines[0].clone());
    ended["ended_at"] = json!({ "S": "2026-11-22T02:00:00Z" });
    ended["version"] = json!({ "N": "2" });
    city.store.interrupt(1, move |store| {
        store.seed(ended);
        store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": { "pk": line["pk"], "sk": line["sk"] } }));
    });
    let renamed = json!({ "identity": { "kana": "アラオ ハナエ" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), renamed).await.expect(200);
    assert!(city.items(GUIDED.of(CLINIC), "").is_empty());
    city.get(&nurse, &path).await.expect(404);
}
