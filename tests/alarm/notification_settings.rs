//! get-notification-settings, put-notification-settings: how an account is told of a notebook. What senders make of it:
//! `ringing::settings`.

use serde_json::{Value, json};
use support::keys::{NOTEBOOK, NOTIFICATION_SETTINGS};
use support::{City, Person, Write, crash_sweep};

use super::{notebook, with_version};

fn path(id: &str) -> String {
    format!("/v1/residents/{id}/notification-settings")
}

fn by_mail() -> Value {
    json!({
        "dose_due": "push", "dose_missed": "email", "refill": "off", "appointment": "email", "security": "email",
        "quiet_hours": { "from": "22:00", "to": "06:30" },
    })
}

#[tokio::test]
async fn what_was_chosen_is_shown_and_until_then_the_usual() {
    let (city, _post, hanako, id) = notebook().await;
    city.store.forget();
    let usual = city.get(&hanako, &path(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(usual.header("etag"), Some("\"0\""));
    assert_eq!(
        usual.body,
        json!({
            "dose_due": "push", "dose_missed": "push", "refill": "push", "appointment": "push", "security": "email",
            "quiet_hours": { "from": "21:00", "to": "07:00" },
        })
    );
    city.store.forget();
    let chosen = city.put(&hanako, &path(&id), by_mail()).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!((&chosen.body, chosen.header("etag")), (&by_mail(), Some("\"1\"")));
    assert_eq!(city.get(&hanako, &path(&id)).await.expect(200).body, by_mail());
    let mut never = by_mail();
    never["quiet_hours"] = Value::Null;
    assert_eq!(city.put(&hanako, &path(&id), never.clone()).await.expect(200).body, never);
    // What is there already is not written again.
    let again = city.put(&hanako, &path(&id), never).await.expect(200);
    assert_eq!(again.header("etag"), Some("\"2\""));
}

#[tokio::test]
async fn reminders_and_security_notices_stay_on_and_the_answer_says_what_to_do_instead() {
    let (city, _post, hanako, id) = notebook().await;
    for (field, value, ja, en) in [
        ("dose_due", "off", "アラームは、休止するか削除", "pause or delete the alarm"),
        ("dose_due", "email", "push のまま", "must be push"),
        ("dose_missed", "off", "見守りの同意", "take back the agreement"),
        ("security", "off", "必ずメールで", "always sent by e-mail"),
        ("security", "push", "email のまま", "must be email"),
    ] {
        let mut body = by_mail();
        body[field] = json!(value);
        for (language, text) in [("ja", ja), ("en", en)] {
            let speaks = |request: &mut platform::request::Request| request.accept_language = Some(language.to_owned());
            let reply = city.send(&hanako, &format!("PUT {}", path(&id)), body.clone(), speaks).await;
            let problem = reply.expect_problem(422, "invalid_value");
            assert_eq!(problem.body["errors"][0]["pointer"], format!("/{field}"));
            let detail = problem.body["errors"][0]["detail"].as_str().unwrap();
            assert!(detail.contains(text), "{detail}");
        }
    }
    assert!(city.items(NOTEBOOK.of(&id), NOTIFICATION_SETTINGS).is_empty());
}

#[tokio::test]
async fn what_is_no_way_and_no_time_is_refused_by_name() {
    let (city, _post, hanako, id) = notebook().await;
    let with = |pointer: &str, value: Value| {
        let mut body = by_mail();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    for (body, pointer) in [
        (with("/dose_missed", json!("sms")), "/dose_missed"),
        (with("/refill", Value::Null), "/refill"),
        (with("/appointment", json!("sms")), "/appointment"),
        (with("/quiet_hours/from", json!("24:00")), "/quiet_hours/from"),
        (with("/quiet_hours/to", json!("22:00")), "/quiet_hours/to"),
        (with("/quiet_hours/to", json!("21:59")), "/quiet_hours/to"),
        (with("/quiet_hours", json!("21:00")), "/quiet_hours"),
        (with("/dose_due", json!(1)), "/dose_due"),
    ] {
        let reply = city.put(&hanako, &path(&id), body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
    let mut less = by_mail();
    less.as_object_mut().unwrap().remove("quiet_hours");
    let reply = city.put(&hanako, &path(&id), less).await.expect_problem(422, "missing_field");
    assert_eq!(reply.body["errors"][0]["pointer"], "/quiet_hours");
}

#[tokio::test]
async fn an_older_version_changes_nothing() {
    let (city, _post, hanako, id) = notebook().await;
    let line = format!("PUT {}", path(&id));
    with_version(&city, &hanako, &line, by_mail(), "\"1\"").await.expect_problem(412, "version_mismatch");
    with_version(&city, &hanako, &line, by_mail(), "\"0\"").await.expect(200);
    let mut other = by_mail();
    other["quiet_hours"] = Value::Null;
    with_version(&city, &hanako, &line, other, "\"0\"").await.expect_problem(412, "version_mismatch");
    let again = with_version(&city, &hanako, &line, by_mail(), "\"0\"").await.expect(200);
    assert_eq!(again.header("etag"), Some("\"1\""), "what stands is what was asked");
    with_version(&city, &hanako, &line, by_mail(), "\"1\"").await.expect(200);
}

#[tokio::test]
async fn family_that_sees_medicines_chooses_for_itself_and_changes_nothing_of_the_person() {
    let (city, _post, hanako, id) = notebook().await;
    city.put(&hanako, &path(&id), by_mail()).await.expect(200);
    let mut theirs = by_mail();
    theirs["dose_missed"] = json!("push");
    city.call(&city.family(&id, "medication", "see"), &format!("PUT {}", path(&id)), theirs.clone()).await.expect(200);
    city.call(&city.family(&id, "medication", "see"), &format!("GET {}", path(&id)), Value::Null).await.expect(200);
    assert_eq!(city.get(&Person::resident("member-see"), &path(&id)).await.expect(200).body, theirs);
    assert_eq!(city.get(&hanako, &path(&id)).await.expect(200).body, by_mail());
}

#[tokio::test]
async fn r53_choosing_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        let id = city.open_notebook(&hanako).await;
        Write::new(&hanako, &format!("PUT {}", path(&id)), by_mail())
    })
    .await;
}
