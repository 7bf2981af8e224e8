//! What a write of an alarm or of a dose answers is what a screen would ask for next: the alarm as get-alarm shows it, the dose
//! as list-intakes does.

use alarm_engine::due::AlarmRef;
use alarm_engine::ledger::{Channel, Delivered, Ledger};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use records::items::LEDGER;
use records::keys::ringing;
use serde_json::{Value, json};
use support::keys::{INTAKES, NOTEBOOK};
use support::{City, Person, Post, Reply};

use super::{alarms, at, entries, minute, morning, notebook, set};

fn line(id: &str, alarm: &str, at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap();
    format!("PUT /v1/residents/{id}/intakes/{alarm}/{day}/{time}")
}

/// At 10:00, an alarm with a stock that was set two days before.
async fn with_alarm(times: &[&str]) -> (City, Post, Person, String, String) {
    let (city, post, hanako, id) = notebook().await;
    city.set_time("2026-11-20T10:00:00+09:00");
    let mut alarm = at(times);
    (alarm["from"], alarm["stock"]) =
        (json!("2026-11-20"), json!({ "amount": 20, "per_dose": 1, "refill_at_days": 5 }));
    let alarm = set(&city, &hanako, &id, alarm).await;
    city.set_time("2026-11-22T10:00:00+09:00");
    (city, post, hanako, id, alarm)
}

/// The dose as it is listed, where it is, and the alarm as get-alarm shows it, where it does.
async fn asked(city: &City, person: &Person, id: &str, alarm: &str, at: &str) -> (Value, Value) {
    let (day, time) = at.split_once('T').unwrap();
    let list = city.get(person, &format!("/v1/residents/{id}/intakes?from={day}&to={day}")).await.expect(200);
    let is = |item: &&Value| item["alarm_id"] == alarm && item["time"] == time;
    let dose = list.body["items"].as_array().unwrap().iter().find(is).cloned().unwrap_or_default();
    let shown = city.get(person, &format!("{}/{alarm}", alarms(id))).await;
    let shown = if shown.status == 404 { Value::Null } else { shown.expect(200).body };
    (dose, shown)
}

/// Holds an answer to what is shown to the same person afterwards; gives the dose and the alarm.
async fn is_shown(city: &City, person: &Person, id: &str, alarm: &str, at: &str, reply: &Reply) -> (Value, Value) {
    let (dose, shown) = asked(city, person, id, alarm, at).await;
    assert_eq!((&reply.body["intake"], &reply.body["alarm"]), (&dose, &shown), "{at}");
    let due_at = minute(at).begins().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    assert_eq!((&reply.body["alarm_id"], &reply.body["due_at"]), (&json!(alarm), &json!(due_at)));
    let version = dose["version"].as_u64().map(|version| format!("\"{version}\""));
    assert_eq!(reply.header("etag"), version.as_deref().filter(|_| !dose.is_null()));
    (dose, shown)
}

#[tokio::test]
async fn an_answer_shows_the_dose_as_listed_and_its_alarm_as_it_is_in_two_round_trips() {
    let (city, _, hanako, id, alarm) = with_alarm(&["09:50", "21:00"]).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    let said = |status: &str| json!({ "status": status });
    let later = json!({ "status": "snoozed", "at": "2026-11-22T10:20:00+09:00" });
    for (person, own) in [(&hanako, true), (&son, false)] {
        for (at, body, status) in [
            ("2026-11-22T21:00", said("taken"), "taken"),
            ("2026-11-22T21:00", said("taken"), "taken"),
            ("2026-11-22T21:00", said("skipped"), "skipped"),
            ("2026-11-22T21:00", said("due"), "due"),
            ("2026-11-22T21:00", said("due"), "due"),
            ("2026-11-22T09:50", later.clone(), "snoozed"),
            ("2026-11-22T09:50", said("due"), "due"),
            ("2026-11-20T21:00", said("taken"), "taken"),
            ("2026-11-20T21:00", said("due"), "missed"),
        ] {
            city.store.forget();
            let reply = city.call(person, &line(&id, &alarm, at), body.clone()).await.expect(200);
            // One where nothing is new, so that nothing is written.
            let depth = city.store.seen().depth;
            assert!(!own || status == "due" || depth <= 2, "{at} {body}: {depth}");
            let (dose, shown) = is_shown(&city, person, &id, &alarm, at, &reply).await;
            assert_eq!((&dose["status"], &shown["rings_for_me"]), (&json!(status), &json!(own)), "{at} {body}");
            let answered = if own { "self" } else { "family" };
            let by = if ["due", "missed"].contains(&status) { Value::Null } else { json!(answered) };
            assert_eq!(dose["answered_by"], by, "{at} {body}");
        }
    }
}

#[tokio::test]
async fn what_get_today_says_of_a_dose_is_said_in_the_same_fields() {
    let (city, _, hanako, id, alarm) = with_alarm(&["21:00"]).await;
    for body in [json!({ "status": "taken" }), json!({ "status": "skipped" }), json!({ "status": "due" })] {
        let answered = city.call(&hanako, &line(&id, &alarm, "2026-11-22T21:00"), body).await.expect(200);
        let today = city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200);
        let mut dose = today.body["doses"][0].as_object().unwrap().clone();
        // What the medicine notebook says is no answer's.
        dose.remove("medications").unwrap();
        assert!(dose.len() >= 7);
        for (name, value) in dose {
            assert_eq!(answered.body["intake"][&name], value, "{name}");
        }
    }
}

#[tokio::test]
async fn an_answer_shows_what_is_left_and_when_it_rings_next() {
    let (city, _, hanako, id, alarm) = with_alarm(&["21:00"]).await;
    let dose = line(&id, &alarm, "2026-11-22T21:00");
    let taken = city.call(&hanako, &dose, json!({ "status": "taken" })).await.expect(200).body["alarm"].clone();
    assert_eq!(
        (&taken["stock"]["amount"], &taken["stock"]["days_left"], &taken["stock"]["low"], &taken["next_at"]),
        (&json!(19.0), &json!(19), &json!(false), &json!("2026-11-23T12:00:00Z"))
    );
    let back = city.call(&hanako, &dose, json!({ "status": "due" })).await.expect(200).body["alarm"].clone();
    assert_eq!((&back["stock"]["amount"], &back["next_at"]), (&json!(20.0), &json!("2026-11-22T12:00:00Z")));
    assert_eq!((&taken["version"], &back["version"]), (&json!(2), &json!(3)), "what If-Match names");
}

#[tokio::test]
async fn a_dose_of_an_ended_alarm_is_shown_without_it() {
    let (city, _, hanako, id, alarm) = with_alarm(&["08:00"]).await;
    city.delete(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(204);
    let at = "2026-11-22T08:00";
    let reply = city.call(&hanako, &line(&id, &alarm, at), json!({ "status": "taken" })).await.expect(200);
    let (dose, shown) = is_shown(&city, &hanako, &id, &alarm, at, &reply).await;
    assert_eq!((&dose["status"], shown), (&json!("taken"), Value::Null));
}

#[tokio::test]
async fn a_dose_that_only_its_answer_had_kept_is_in_no_list_once_that_is_taken_back() {
    let (city, _, hanako, id, alarm) = with_alarm(&["21:00"]).await;
    let at = "2026-11-22T21:00";
    city.call(&hanako, &line(&id, &alarm, at), json!({ "status": "taken" })).await.expect(200);
    let path = format!("{}/{alarm}", alarms(&id));
    let mut whole = city.get(&hanako, &path).await.expect(200).body;
    whole["times"] = json!(["22:00"]);
    city.put(&hanako, &path, whole).await.expect(200);
    let reply = city.call(&hanako, &line(&id, &alarm, at), json!({ "status": "due" })).await.expect(200);
    let (dose, shown) = asked(&city, &hanako, &id, &alarm, at).await;
    assert_eq!((&reply.body["intake"], &reply.body["alarm"]), (&Value::Null, &shown));
    assert_eq!((dose, &shown["next_at"]), (Value::Null, &json!("2026-11-22T13:00:00Z")));
    assert_eq!(reply.header("etag"), Some("\"2\""), "that it was taken back is kept");
}

#[tokio::test]
async fn an_answer_shows_whether_the_notification_went_out_in_a_page_or_on_its_own() {
    let (city, _, hanako, id, alarm) = with_alarm(&["08:00", "09:00"]).await;
    let of = AlarmRef { resident: id.parse().unwrap(), alarm: alarm.parse().unwrap() };
    let sent = |key: &platform::table::Key, at: chrono::DateTime<chrono::Utc>, channel| {
        let mut ledger = Ledger::new(at);
        ledger.note(of, Delivered { channel, attempted_at: at, delivered: true, late: false });
        let text = format!("{key:?}");
        let part =
            |name: &str| text.split(&format!("{name}: \"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        city.store.seed(json!({
            LEDGER: { "B": STANDARD.encode(ledger.encode()) }, "pk": { "S": part("pk") }, "sk": { "S": part("sk") },
        }));
    };
    let (eight, nine) = (minute("2026-11-22T08:00"), minute("2026-11-22T09:00"));
    sent(&ringing::sent_page(eight, of), eight.begins(), Channel::Push);
    sent(&ringing::sent_own(nine, of, nine.begins().timestamp()), nine.begins(), Channel::Email);
    let again = minute("2026-11-22T10:20").begins();
    sent(&ringing::sent_own(nine, of, again.timestamp()), again, Channel::Topic);
    let snoozed = json!({ "status": "snoozed", "at": "2026-11-22T10:20:00+09:00" });
    for (at, body, channel) in [
        ("2026-11-22T08:00", json!({ "status": "taken" }), "push"),
        ("2026-11-22T09:00", json!({ "status": "taken" }), "email"),
        ("2026-11-22T09:00", snoozed, "topic"),
    ] {
        let reply = city.call(&hanako, &line(&id, &alarm, at), body).await.expect(200);
        let (dose, _) = is_shown(&city, &hanako, &id, &alarm, at, &reply).await;
        assert_eq!(dose["delivery"]["channel"], channel, "{at}");
    }
    // Of what was sent long ago nothing is said.
    city.pass(TimeDelta::days(36));
    let at = "2026-11-22T09:00";
    let reply = city.call(&hanako, &line(&id, &alarm, at), json!({ "status": "skipped" })).await.expect(200);
    let (dose, _) = is_shown(&city, &hanako, &id, &alarm, at, &reply).await;
    assert_eq!(dose["delivery"], Value::Null);
}

#[tokio::test]
async fn a_repetition_shows_what_is_now_and_is_a_look_of_family() {
    let (city, _, hanako, id, alarm) = with_alarm(&["08:00"]).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    let (at, path) = ("2026-11-22T08:00", line(&id, &alarm, "2026-11-22T08:00"));
    let keyed = |request: &mut platform::request::Request| request.idempotency_key = Some("once".to_owned());
    let send = async || city.send(&son, &path, json!({ "status": "taken" }), keyed).await.expect(200);
    send().await;
    assert_eq!(entries(&city, &id), 1);
    city.call(&hanako, &path, json!({ "status": "skipped" })).await.expect(200);
    let again = send().await;
    assert_eq!(entries(&city, &id), 2);
    let (dose, shown) = is_shown(&city, &son, &id, &alarm, at, &again).await;
    assert_eq!((&dose["status"], &dose["version"]), (&json!("skipped"), &json!(2)));
    assert_eq!(shown["stock"]["amount"], 20.0);
    assert_eq!(city.items(NOTEBOOK.of(&id), INTAKES).remove(0)["intake"]["M"]["status"]["S"], "skipped");
}

#[tokio::test]
async fn what_makes_or_changes_an_alarm_answers_it_as_it_is_shown_to_that_person() {
    let (city, _, hanako, id) = notebook().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    let same = async |person: &Person, reply: Reply| {
        let path = format!("{}/{}", alarms(&id), reply.body["alarm_id"].as_str().unwrap());
        let shown = city.get(person, &path).await.expect(200);
        assert_eq!((&reply.body, reply.header("etag")), (&shown.body, shown.header("etag")));
        (path, reply.body)
    };
    for person in [&hanako, &son] {
        let mut body = at(&["07:00", "21:00"]);
        body["stock"] = json!({ "amount": 3, "per_dose": 1, "refill_at_days": 5 });
        let (path, made) = same(person, city.post(person, &alarms(&id), body).await.expect(201)).await;
        assert_eq!((&made["rings_for_me"], &made["stock"]["low"]), (&json!(true), &json!(true)));
        for other in [&hanako, &son] {
            let mut whole = city.get(other, &path).await.expect(200).body;
            whole["times"] = json!([if other == person { "20:00" } else { "19:00" }]);
            // The second time nothing changes.
            for _ in 0..2 {
                let (_, changed) = same(other, city.put(other, &path, whole.clone()).await.expect(200)).await;
                assert_eq!(changed["rings_for_me"], other == person);
                whole = changed;
            }
        }
    }
}

#[tokio::test]
async fn a_repetition_of_an_alarms_write_shows_it_as_it_is_and_404_where_it_was_ended() {
    let (city, _, hanako, id) = notebook().await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    let keyed = |request: &mut platform::request::Request| request.idempotency_key = Some("once".to_owned());
    let create = async || city.send(&son, &format!("POST {}", alarms(&id)), morning(), keyed).await;
    let made = create().await.expect(201);
    let path = format!("{}/{}", alarms(&id), made.body["alarm_id"].as_str().unwrap());
    let change = async || city.send(&son, &format!("PUT {path}"), at(&["09:00"]), keyed).await;
    change().await.expect(200);
    city.put(&hanako, &path, at(&["10:30"])).await.expect(200);
    let (shown, looks) = (city.get(&hanako, &path).await.expect(200), entries(&city, &id));
    for again in [create().await.expect(201), change().await.expect(200)] {
        assert_eq!((&again.body["times"], again.header("etag")), (&shown.body["times"], Some("\"3\"")));
    }
    assert_eq!(entries(&city, &id), looks + 2, "each is a look at the notebook");
    city.delete(&hanako, &path).await.expect(204);
    for again in [create().await, change().await] {
        again.expect_problem(404, "not_found");
    }
    assert_eq!(entries(&city, &id), looks + 2, "and what is not there shows nothing");
}
