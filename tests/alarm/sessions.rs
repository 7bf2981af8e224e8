//! list-sessions, end-sessions: signing out everywhere.

use ringing::dispatch_alarms::DispatchAlarms;
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::keys::{
    ACCOUNT, CONTACT, DEVICES, DUE, LOG, NOTICES, OWN_NOTEBOOK, REFERENCE, VISIT_REFERENCES, WAITING, key_of,
};
use support::{City, Person};

use crate::resident::other_cards::{MailService, deliver};

use super::{at, morning, notebook, set};

const SESSIONS: &str = "/v1/me/sessions";
const PHONE: &str = "/v1/me/devices/019aa000-0000-4000-8000-000000000001";
const TABLET: &str = "/v1/me/devices/019aa000-0000-4000-8000-000000000002";
/// 2026-11-22T01:00:00Z, the instant of the city.
const NOW: &str = "1795309200";

fn token(token: &str) -> Value {
    json!({ "platform": "ios", "token": token, "name": "花子のiPhone" })
}

async fn end(city: &City, person: &Person) -> support::Reply {
    city.call(person, &format!("DELETE {SESSIONS}"), Value::Null).await
}

#[tokio::test]
async fn whoever_signs_out_everywhere_is_out_and_nothing_of_the_old_sign_ins_is_left() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, PHONE, token("lost")).await.expect(200);
    city.put(&hanako, TABLET, token("at-home")).await.expect(200);
    let shown = city.get(&hanako, SESSIONS).await.expect(200);
    assert_eq!(shown.body["valid_from"], Value::Null);
    assert_eq!(
        shown.body["current"],
        json!({ "signed_in_at": "2026-09-21T14:13:20Z", "client": "residents", "second_factor": false })
    );
    assert_eq!(
        shown.body["devices"],
        city.get(&hanako, "/v1/me/devices").await.body["items"],
        "the same, and as there"
    );
    city.store.forget();
    assert!(end(&city, &hanako).await.expect(204).raw.is_empty());
    assert!(city.store.seen().depth <= 3, "{}", city.store.seen().depth);
    assert_eq!(city.outside.signed_out(), ["hanako"], "no refresh token counts any more");
    assert!(post.endpoints().is_empty(), "the push service forgets the phones");
    assert!(city.items(DUE, &id).iter().all(|due| due["e"]["L"].as_array().is_none_or(Vec::is_empty)));
    assert!(city.items(ACCOUNT.of(hanako.actor()), DEVICES).is_empty());
    // Every door is closed to the sign-in that asked and to any other of before.
    let thief = hanako.clone().claiming("origin_jti", "of-the-thief").claiming("auth_time", "1795309199");
    for person in [&hanako, &thief] {
        city.get(person, "/v1/me").await.expect_problem(401, "session_ended");
        city.get(person, &format!("/v1/residents/{id}/today")).await.expect_problem(401, "session_ended");
        city.put(person, PHONE, token("lost")).await.expect_problem(401, "session_ended");
        end(&city, person).await.expect_problem(401, "session_ended");
    }
    // A refreshed token is of the same sign-in: its own time of issue helps nobody.
    let refreshed = thief.claiming("iat", "1795309300");
    city.get(&refreshed, "/v1/me").await.expect_problem(401, "session_ended");
    // A new sign-in counts, also one of the same second, and brings its phone along.
    let back = hanako.clone().claiming("auth_time", NOW).claiming("origin_jti", "new");
    let shown = city.get(&back, SESSIONS).await.expect(200);
    assert_eq!((&shown.body["valid_from"], &shown.body["devices"]), (&json!("2026-11-22T01:00:00Z"), &json!([])));
    city.put(&back, PHONE, token("found")).await.expect(200);
    assert!(city.items(DUE, &id).iter().any(|due| due["e"]["L"].as_array().is_some_and(|all| all.len() == 1)));
    let log = city.get(&back, &format!("/v1/residents/{id}/access-log")).await.expect(200);
    assert!(log.raw.windows(12).any(|part| part == b"end-sessions"), "it stands in the person's log");
}

#[tokio::test]
async fn since_when_sign_ins_count_is_the_later_of_what_account_and_own_notebook_say() {
    let (city, _, hanako, _) = notebook().await;
    let account = ACCOUNT.of(hanako.actor());
    city.set_attribute(&account, OWN_NOTEBOOK, "sessions_valid_from", &json!("2026-09-10T00:00:00Z"));
    for (sessions, shown) in [
        (None, "2026-09-10T00:00:00Z"),
        (Some("2026-09-05T00:00:00Z"), "2026-09-10T00:00:00Z"),
        (Some("2026-09-20T00:00:00Z"), "2026-09-20T00:00:00Z"),
    ] {
        if let Some(at) = sessions {
            let item = json!({ "pk": { "S": account }, "sk": { "S": "SESSIONS" }, "sessions_valid_from": { "S": at } });
            city.store.seed(item);
        }
        city.store.forget();
        assert_eq!(city.get(&hanako, SESSIONS).await.expect(200).body["valid_from"], shown, "{sessions:?}");
        assert_eq!(city.store.seen().depth, 1);
    }
}

#[tokio::test]
async fn staff_and_family_end_their_own_sign_ins_and_nobody_elses() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    let nurse = Person::staff("nurse");
    city.employ(&nurse, CLINIC, "doctor");
    let list = format!("/v1/institutions/{CLINIC}/patients");
    end(&city, &doctor).await.expect(204);
    city.get(&doctor, &list).await.expect_problem(401, "session_ended");
    city.get(&nurse, &list).await.expect(200);
    city.get(&doctor.claiming("auth_time", NOW), &list).await.expect(200);
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("daily", "see")]);
    let daily = format!("/v1/residents/{id}/daily-records");
    city.get(&son, &daily).await.expect(200);
    end(&city, &son).await.expect(204);
    city.get(&son, &daily).await.expect_problem(401, "session_ended");
    city.get(&hanako, &daily).await.expect(200);
    end(&city, &Person::staff_without_totp("other")).await.expect_problem(403, "totp_required");
    end(&city, &Person::nobody()).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn whoever_signs_out_everywhere_is_told_by_e_mail_staff_as_well() {
    let (city, post, hanako, _) = notebook().await;
    let doctor = Person::staff("doctor");
    city.employ(&doctor, CLINIC, "doctor");
    end(&city, &hanako).await.expect(204);
    end(&city, &doctor).await.expect(204);
    platform::job::run::<DispatchAlarms>(&city.app, Value::Null).await.unwrap();
    assert!(city.items(NOTICES, WAITING).is_empty());
    let service = MailService::at(&city);
    deliver(&city, &post).await;
    deliver(&city, &post).await;
    let letters = service.letters();
    assert_eq!(
        letters.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(),
        ["doctor@example.jp", "hanako@example.jp"]
    );
    for (_, text) in letters {
        assert!(text.contains("すべての端末") && text.contains("signed out on every device"), "{text}");
        assert!(text.contains("2026-11-22 10:00") && !text.contains("閲覧記録"), "{text}");
    }
}

#[tokio::test]
async fn a_user_pool_and_a_push_service_that_do_not_answer_keep_no_sign_in_alive() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    city.put(&hanako, PHONE, token("lost")).await.expect(200);
    city.outside.user_pool(false);
    post.always(Some(support::post::Weather::Broken));
    end(&city, &hanako).await.expect(204);
    city.get(&hanako, "/v1/me").await.expect_problem(401, "session_ended");
    assert!(city.items(DUE, &id).iter().all(|due| due["e"]["L"].as_array().is_none_or(Vec::is_empty)));
    assert!(city.items(ACCOUNT.of(hanako.actor()), DEVICES).is_empty());
}

#[tokio::test]
async fn whoever_holds_an_ended_sign_in_uses_up_nothing_of_what_the_account_may_do() {
    let (city, _, hanako, _) = notebook().await;
    end(&city, &hanako).await.expect(204);
    for _ in 0..70 {
        city.put(&hanako, PHONE, token("lost")).await.expect_problem(401, "session_ended");
    }
    let back = hanako.clone().claiming("auth_time", NOW).claiming("origin_jti", "new");
    city.put(&back, PHONE, token("found")).await.expect(200);
}

#[tokio::test]
async fn a_device_that_is_registered_while_the_sign_ins_end_is_taken_off_as_well() {
    let (city, post, hanako, id) = notebook().await;
    set(&city, &hanako, &id, morning()).await;
    let thief = hanako.clone().claiming("origin_jti", "of-the-thief");
    // What the registration of a device leaves, in the moment between read and write.
    let actor = hanako.actor();
    city.put(&thief, PHONE, token("thiefs")).await.expect(200);
    let device = city.items(ACCOUNT.of(&actor), DEVICES).remove(0);
    city.delete(&thief, PHONE).await.expect(204);
    let contact = ACCOUNT.of(&actor);
    city.store.interrupt(1, move |store| {
        store.seed(device.clone());
        let key = key_of(&contact, CONTACT);
        let change = json!({
            "TableName": support::store::TABLE, "Key": key, "UpdateExpression": "ADD version :one",
            "ExpressionAttributeValues": { ":one": { "N": "1" } },
        });
        store.admin("UpdateItem", change);
    });
    end(&city, &hanako).await.expect(204);
    assert!(city.items(ACCOUNT.of(&actor), DEVICES).is_empty());
    assert!(post.endpoints().is_empty());
}

#[tokio::test]
async fn a_key_that_ended_older_sign_ins_does_not_say_so_of_newer_ones() {
    let (city, _, hanako, _) = notebook().await;
    let line = format!("DELETE {SESSIONS}");
    let keyed = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
    city.send(&hanako, &line, Value::Null, keyed).await.expect(204);
    city.send(&hanako, &line, Value::Null, keyed).await.expect_problem(401, "session_ended");
    let back = hanako.clone().claiming("auth_time", NOW).claiming("origin_jti", "new");
    // However often somebody asks with it, whoever is signed in may still end everything.
    for _ in 0..25 {
        city.send(&back, &line, Value::Null, keyed).await.expect_problem(422, "idempotency_mismatch");
    }
    city.get(&back, "/v1/me").await.expect(200);
    end(&city, &back).await.expect(204);
}

#[tokio::test]
async fn sign_ins_that_are_ended_by_many_at_once_are_ended_once() {
    let (city, _, hanako, id) = notebook().await;
    let replies = futures_of(&city, &hanako).await;
    assert!(replies.contains(&204) && replies.iter().all(|status| [204, 401].contains(status)), "{replies:?}");
    assert_eq!(replies.iter().filter(|status| **status == 204).count(), 1, "{replies:?}");
    assert_eq!(city.entries(LOG.of(&id)), 1);
    assert_eq!(city.outside.signed_out().len(), 1, "those that lost the race end nothing outside");
    assert_eq!(city.items(NOTICES, WAITING).len(), 1, "and it is told once");
}

async fn futures_of(city: &City, person: &Person) -> Vec<u16> {
    let all = (0..5).map(|_| async { end(city, person).await.status }).collect();
    platform::table::read::futures_join(all).await
}

#[tokio::test]
async fn as_many_devices_and_alarms_as_an_account_may_have_are_taken_off() {
    let (city, post, hanako, id) = notebook().await;
    for number in 0..8 {
        let path = format!("/v1/me/devices/019aa000-0000-4000-8000-00000000001{number}");
        city.put(&hanako, &path, token(&format!("token-{number}"))).await.expect(200);
    }
    for minute in 0..30 {
        set(&city, &hanako, &id, at(&[&format!("13:{minute:02}"), &format!("14:{minute:02}")])).await;
    }
    city.store.forget();
    end(&city, &hanako).await.expect(204);
    let seen = city.store.seen();
    assert!(seen.most_writes <= 100 && seen.depth <= 4, "{} {}", seen.most_writes, seen.depth);
    assert!(post.endpoints().is_empty());
    assert!(city.items(DUE, &id).iter().all(|due| due["e"]["L"].as_array().is_none_or(Vec::is_empty)));
    assert!(city.items(ACCOUNT.of(hanako.actor()), DEVICES).is_empty());
}

#[tokio::test]
async fn an_ended_sign_in_is_not_told_which_visits_there_are() {
    let (city, _, hanako, _) = notebook().await;
    let (other, visit) = (city.open_notebook(&Person::resident("taro")).await, "019aa000-0000-7000-8000-0000000000fe");
    let named = json!({ "resident_id": other, "institution_code": CLINIC });
    city.seed_item(VISIT_REFERENCES.of(visit), REFERENCE, &named, Value::Null);
    end(&city, &hanako).await.expect(204);
    let there = city.call(&hanako, &format!("DELETE /v1/check-ins/{visit}"), Value::Null).await;
    let missing = "DELETE /v1/check-ins/019aa000-0000-7000-8000-0000000000ff";
    let missing = city.call(&hanako, missing, Value::Null).await.expect_problem(401, "session_ended");
    assert_eq!(there.expect_problem(401, "session_ended").raw, missing.raw);
}
