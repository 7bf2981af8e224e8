//! Reminders of appointments come through the alarms' sweep, at their minute, with a text that names nothing; what ended, changed or
//! was switched off until then is not reminded of.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::keys::{NOTEBOOK, PROFILE, RELATIONS};
use support::{Browsers, City, Person};

use super::machine::Machine;
use super::quiet::end_relation;
use super::settings::{chooses, send_letters};
use super::{notebook, phone, shown};
use crate::resident::other_cards::MailService;

/// On the third day at this time, at a place whose name says much.
fn appointment(time: Option<&str>) -> Value {
    json!({
        "on": "2026-11-24", "time": time, "kind": "health_guidance", "institution_name": "カナリヤ精神科", "department": "カナリヤ",
        "memo": "カナリヤ", "reminders": { "day_before": true, "two_hours_before": time.is_some() },
    })
}

async fn appointed(city: &City, person: &Person, id: &str, body: Value) -> String {
    let reply = city.post(person, &format!("/v1/residents/{id}/appointments"), body).await.expect(201);
    reply.body["appointment_id"].as_str().unwrap().to_owned()
}

fn evening(appointment: &str) -> String {
    format!("{appointment}#2026-11-23#18:00#appointment")
}

/// Lets the evening before end, and the two hours before come.
async fn rest(machine: &mut Machine<'_>) {
    machine.until("2026-11-23T18:05:00+09:00").await;
    machine.sleep_until("2026-11-24T07:55:00+09:00");
    machine.until("2026-11-24T08:05:00+09:00").await;
}

#[tokio::test]
async fn r06_the_evening_before_and_two_hours_before_are_reminded_of_without_a_name() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let own = appointed(&city, &hanako, &id, appointment(Some("10:00"))).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-23T17:55:00+09:00");
    machine.until("2026-11-23T17:59:59+09:00").await;
    assert!(shown(&post).is_empty());
    machine.until("2026-11-23T18:00:30+09:00").await;
    assert_eq!(shown(&post), [evening(&own)], "at its minute, not when the next one is swept");
    rest(&mut machine).await;
    machine.again_everything().await;
    // A message that comes twice is sent twice, under the id that a device shows once.
    let ids: BTreeSet<String> = shown(&post).into_iter().collect();
    let ids: Vec<String> = ids.into_iter().collect();
    assert_eq!(ids, [evening(&own), format!("{own}#2026-11-24#08:00#appointment")]);
    for sent in post.published() {
        assert!(!sent.message.contains("カナリヤ") && !sent.message.contains("guidance"), "{}", sent.message);
        assert!(sent.message.contains("予定のお知らせ"), "{}", sent.message);
    }
}

#[tokio::test]
async fn what_a_function_that_ended_or_an_outage_kept_back_is_sent_later() {
    let (city, post, hanako, id) = notebook().await;
    phone(&city, &hanako, 1, "token-hanako").await;
    let own = appointed(&city, &hanako, &id, appointment(None)).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-23T17:50:00+09:00");
    machine.ticks = false;
    machine.until("2026-11-23T18:40:00+09:00").await;
    assert!(shown(&post).is_empty());
    machine.ticks = true;
    machine.until("2026-11-23T18:45:00+09:00").await;
    assert_eq!(shown(&post), [evening(&own)]);
}

#[tokio::test]
async fn r05_what_was_moved_deleted_done_or_closed_until_then_is_not_reminded_of() {
    for what in ["moved", "deleted", "unset", "done", "relation", "scope", "consent", "off"] {
        let (city, post, hanako, id) = notebook().await;
        let son = Person::resident("son");
        city.relate(&son, &id, "family", &[("visits", "manage"), ("medication", "see")]);
        phone(&city, &son, 1, "token-son").await;
        let own = appointed(&city, &son, &id, appointment(Some("10:00"))).await;
        let line = format!("/v1/residents/{id}/appointments/{own}");
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-23T17:55:00+09:00");
        // The sweep has queued it already; what is written now lies in its last seconds.
        machine.until("2026-11-23T17:59:59+09:00").await;
        let mut body = city.get(&son, &line).await.expect(200).body;
        match what {
            "moved" => {
                body["on"] = json!("2026-11-30");
                city.put(&hanako, &line, body).await.expect(200);
            }
            "deleted" => {
                city.delete(&hanako, &line).await.expect(204);
            }
            "unset" => {
                body["reminders"] = json!({ "day_before": false, "two_hours_before": false });
                city.put(&hanako, &line, body).await.expect(200);
            }
            "done" => {
                let visits = line.replace("/appointments/", "/visits/");
                let mut visit = city.get(&hanako, &visits).await.expect(200).body;
                visit["status"] = json!("done");
                visit["visited_on"] = json!("2026-11-23");
                city.put(&hanako, &visits, visit).await.expect(200);
            }
            "relation" => end_relation(&city.store, &id, &son.actor()),
            "scope" => city.relate(&son, &id, "family", &[("medication", "manage")]),
            "consent" => {
                let consents = format!("/v1/residents/{id}/consents");
                city.put(&hanako, &consents, json!({ "consents": [] })).await.expect(200);
            }
            _ => chooses(&city, &son, &id, &[("appointment", json!("off"))]).await,
        }
        rest(&mut machine).await;
        assert!(shown(&post).is_empty(), "{what}");
    }
}

#[tokio::test]
async fn quiet_hours_hold_a_reminder_and_drop_it_where_the_appointment_has_begun() {
    for (time, quiet, from, at) in [
        // 06:30 lies in the usual quiet hours: told at 07:00, an hour and a half before.
        ("08:30", Value::Null, "2026-11-24T06:25:00+09:00", Some("2026-11-24T07:00:00+09:00")),
        // Two hours before 07:00 is 05:00, and at 07:00 it begins.
        ("07:00", Value::Null, "2026-11-24T04:55:00+09:00", None),
        // Of an evening person, the day before is told late in the night.
        (
            "23:00",
            json!({ "from": "17:00", "to": "02:00" }),
            "2026-11-23T17:55:00+09:00",
            Some("2026-11-24T02:00:00+09:00"),
        ),
    ] {
        let (city, post, hanako, id) = notebook().await;
        phone(&city, &hanako, 1, "token-hanako").await;
        let evening = !quiet.is_null();
        if evening {
            chooses(&city, &hanako, &id, &[("quiet_hours", quiet)]).await;
        }
        let mut body = appointment(Some(time));
        body["reminders"] = json!({ "day_before": evening, "two_hours_before": !evening });
        appointed(&city, &hanako, &id, body).await;
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until(from);
        machine.until(&shifted(from, 10)).await;
        // What is held is held in the queue.
        machine.ticks = false;
        let Some(at) = at else {
            machine.until("2026-11-24T09:00:00+09:00").await;
            assert!(shown(&post).is_empty(), "{time}");
            continue;
        };
        machine.until(&shifted(at, -1)).await;
        assert!(shown(&post).is_empty(), "{time}");
        machine.until(&shifted(at, 16)).await;
        assert_eq!(shown(&post).len(), 1, "{time}");
    }
}

/// So many minutes later.
fn shifted(at: &str, minutes: i64) -> String {
    (chrono::DateTime::parse_from_rfc3339(at).unwrap() + chrono::TimeDelta::minutes(minutes)).to_rfc3339()
}

#[tokio::test]
async fn by_e_mail_the_letter_leaves_only_while_the_appointment_stands() {
    let (city, post, hanako, id) = notebook().await;
    let own = appointed(&city, &hanako, &id, appointment(Some("10:00"))).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-23T17:55:00+09:00");
    machine.until("2026-11-23T18:05:00+09:00").await;
    let last = post.published().pop().unwrap();
    assert!(last.to.ends_with(":alarms"), "who has no device is told by e-mail: {last:?}");
    let line = format!("/v1/residents/{id}/appointments/{own}");
    let mut body = city.get(&hanako, &line).await.expect(200).body;
    body["reminders"]["day_before"] = json!(false);
    city.put(&hanako, &line, body.clone()).await.expect(200);
    let service = MailService::at(&city);
    send_letters(&city, &post).await;
    assert!(service.letters().is_empty());
    body["reminders"]["day_before"] = json!(true);
    body.as_object_mut().unwrap().remove("version");
    city.put(&hanako, &line, body).await.expect(200);
    send_letters(&city, &post).await;
    send_letters(&city, &post).await;
    let [(_, text)] = service.letters().try_into().unwrap();
    assert!(text.contains("予定が近づいています") && !text.contains("カナリヤ") && !text.contains("くすり"), "{text}");
}

#[tokio::test]
async fn a_browser_is_told_the_kind_and_nothing_else() {
    let (city, post, hanako, id) = notebook().await;
    let browsers = Browsers::at(&city);
    let browser = browsers.open("https://push.test/send/home");
    let body = json!({ "platform": "web", "token": browser.token.to_string() });
    city.put(&hanako, "/v1/me/devices/019aa000-0000-4000-8000-000000000001", body).await.expect(200);
    appointed(&city, &hanako, &id, appointment(None)).await;
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-23T17:57:00+09:00");
    machine.until("2026-11-23T18:00:30+09:00").await;
    let [received] = browsers.received().try_into().unwrap();
    assert_eq!(&received.headers["ttl"], &"7200".to_owned());
}

/// Who invites family has proved who they are.
fn prove(city: &City, id: &str) {
    city.set_attribute(NOTEBOOK.of(id), PROFILE, "status", &json!("verified_resident"));
}

#[tokio::test]
async fn r05_what_an_account_wished_before_it_came_back_does_not_begin_again() {
    for what in ["parted", "closed", "of age", "stays"] {
        let (city, post, hanako, id) = notebook().await;
        prove(&city, &id);
        let son = Person::resident("son");
        city.proved_resident(&son).await;
        city.relate(&son, &id, "family", &[("visits", "manage"), ("medication", "see")]);
        phone(&city, &son, 1, "token-son").await;
        let own = appointed(&city, &son, &id, appointment(Some("10:00"))).await;
        let one = format!("/v1/residents/{id}/family/{}", son.actor());
        city.pass(chrono::TimeDelta::minutes(1));
        match what {
            "parted" => {
                city.delete(&hanako, &one).await.expect(204);
            }
            "closed" => {
                city.patch(&hanako, &one, json!({ "scopes": { "visits": null } })).await.expect(200);
            }
            "of age" => {
                let born = json!("2008-11-22");
                city.set_attribute(NOTEBOOK.of(&id), RELATIONS.of(son.actor()), "ward_birth_date", &born);
            }
            _ => {}
        }
        city.pass(chrono::TimeDelta::minutes(1));
        let all = json!({ "visits": "manage", "medication": "see" });
        if what == "closed" {
            city.patch(&hanako, &one, json!({ "scopes": all })).await.expect(200);
        } else if what != "stays" {
            let code = city.invite(&hanako, &id, all).await;
            city.accept(&son, &code).await.expect(201);
        }
        let shows = city.get(&son, &format!("/v1/residents/{id}/appointments/{own}")).await.expect(200).body;
        assert_eq!(shows["reminds"], if what == "stays" { "me" } else { "nobody" }, "{what}");
        let mut machine = Machine::at(&city, &post);
        machine.sleep_until("2026-11-23T17:55:00+09:00");
        rest(&mut machine).await;
        assert_eq!(shown(&post).is_empty(), what != "stays", "{what}");
    }
}

#[tokio::test]
async fn who_came_back_and_edits_an_appointment_is_reminded_of_it() {
    let (city, post, hanako, id) = notebook().await;
    prove(&city, &id);
    let son = Person::resident("son");
    city.proved_resident(&son).await;
    city.relate(&son, &id, "family", &[("visits", "manage"), ("medication", "see")]);
    phone(&city, &son, 1, "token-son").await;
    let own = appointed(&city, &son, &id, appointment(Some("10:00"))).await;
    city.pass(chrono::TimeDelta::minutes(1));
    city.delete(&hanako, &format!("/v1/residents/{id}/family/{}", son.actor())).await.expect(204);
    city.pass(chrono::TimeDelta::minutes(1));
    let code = city.invite(&hanako, &id, json!({ "visits": "manage", "medication": "see" })).await;
    city.accept(&son, &code).await.expect(201);
    city.pass(chrono::TimeDelta::minutes(1));
    let line = format!("/v1/residents/{id}/appointments/{own}");
    let mut body = city.get(&son, &line).await.expect(200).body;
    body["memo"] = json!("持ち物");
    city.put(&son, &line, body).await.expect(200);
    assert_eq!(city.get(&son, &line).await.expect(200).body["reminds"], "me");
    let mut machine = Machine::at(&city, &post);
    machine.sleep_until("2026-11-23T17:55:00+09:00");
    rest(&mut machine).await;
    assert!(!shown(&post).is_empty());
}
