use std::sync::Arc;

use alarm_engine::message::NotifyMessage;
use serde_json::{Value, json};
use support::keys::{CHANGES, EARLY_ANSWER, INTAKES, NOTEBOOK, PUT_OFF};
use support::post::Weather;
use support::{City, Person, Post, Write, crash_sweep};

use super::{CANARIES, alarms, at, minute, morning, notebook, own, set, with_version};

fn intake(id: &str, alarm: &str, at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap();
    format!("PUT /v1/residents/{id}/intakes/{alarm}/{day}/{time}")
}

fn taken(at: &str) -> Value {
    json!({ "status": "taken", "at": format!("2026-11-22T{at}:00+09:00") })
}

/// At 10:00, an alarm that was set before yesterday.
async fn with_alarm(alarm: Value) -> (City, Post, Person, String, String) {
    let (city, post, hanako, id) = notebook().await;
    city.set_time("2026-11-20T10:00:00+09:00");
    let mut alarm = alarm;
    alarm["from"] = json!("2026-11-20");
    let alarm = set(&city, &hanako, &id, alarm).await;
    post.take("notify");
    city.set_time("2026-11-22T10:00:00+09:00");
    (city, post, hanako, id, alarm)
}

#[tokio::test]
async fn a_dose_is_answered_in_two_round_trips_and_can_be_corrected() {
    let (city, _, hanako, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    city.store.forget();
    let first = city.call(&hanako, &line, taken("08:10")).await.expect(200);
    assert_eq!((city.store.seen().depth, first.header("etag")), (2, Some("\"1\"")));
    assert_eq!((&first.body["alarm_id"], &first.body["due_at"]), (&json!(alarm), &json!("2026-11-21T23:00:00Z")));
    let again = city.call(&hanako, &line, taken("08:10")).await.expect(200);
    assert_eq!(again.header("etag"), Some("\"1\""), "the same again changes nothing");
    with_version(&city, &hanako, &line, json!({ "status": "skipped" }), "\"2\"")
        .await
        .expect_problem(412, "version_mismatch");
    let corrected = with_version(&city, &hanako, &line, json!({ "status": "skipped" }), "\"1\"").await.expect(200);
    assert_eq!(corrected.header("etag"), Some("\"2\""));
    let item = city.items(NOTEBOOK.of(&id), INTAKES).remove(0);
    assert_eq!(
        (&item["sk"]["S"], &item["intake"]["M"]["status"]["S"]),
        (&json!(INTAKES.of("2026-11-22T08:00").of(&alarm)), &json!("skipped"))
    );
}

#[tokio::test]
async fn a_late_repetition_of_an_answer_that_changed_nothing_leaves_the_correction() {
    let (city, _, hanako, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    let keyed = |request: &mut platform::request::Request| request.idempotency_key = Some("on-the-train".to_owned());
    city.call(&hanako, &line, taken("08:10")).await.expect(200);
    city.send(&hanako, &line, taken("08:10"), keyed).await.expect(200);
    city.call(&hanako, &line, json!({ "status": "skipped" })).await.expect(200);
    let late = city.send(&hanako, &line, taken("08:10"), keyed).await.expect(200);
    assert_eq!(
        (late.header("etag"), &late.body["intake"]["status"]),
        (Some("\"2\""), &json!("skipped")),
        "what is now"
    );
    let item = city.items(NOTEBOOK.of(&id), INTAKES).remove(0);
    assert_eq!(item["intake"]["M"]["status"]["S"], "skipped");
}

#[tokio::test]
async fn an_answer_whose_reply_was_lost_is_answered_as_done_with_the_version_before_it() {
    let (city, _, hanako, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    city.call(&hanako, &line, json!({ "status": "skipped" })).await.expect(200);
    with_version(&city, &hanako, &line, taken("08:10"), "\"1\"").await.expect(200);
    let before = city.items(NOTEBOOK.of(&id), INTAKES);
    let again = with_version(&city, &hanako, &line, taken("08:10"), "\"1\"").await.expect(200);
    assert_eq!((again.header("etag"), &again.body["intake"]["status"]), (Some("\"2\""), &json!("taken")));
    for other in [
        taken("08:11"),
        json!({ "status": "skipped" }),
        json!({ "status": "taken", "at": "2026-11-25T08:00:00+09:00" }),
    ] {
        with_version(&city, &hanako, &line, other, "\"1\"").await.expect_problem(412, "version_mismatch");
    }
    assert_eq!(city.items(NOTEBOOK.of(&id), INTAKES), before);
}

#[tokio::test]
async fn the_first_answer_of_a_dose_changes_no_version_that_somebody_saw() {
    let (city, _, hanako, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    with_version(&city, &hanako, &line, json!({ "status": "skipped" }), "\"7\"")
        .await
        .expect_problem(412, "version_mismatch");
    assert!(city.items(NOTEBOOK.of(&id), INTAKES).is_empty());
}

#[tokio::test]
async fn only_a_real_dose_up_to_todays_can_be_answered() {
    let (city, _, hanako, id, alarm) = with_alarm(at(&["08:00", "22:00"])).await;
    for (at, code) in [
        ("2026-11-22T08:01", "no_such_dose"),
        ("2026-11-19T08:00", "no_such_dose"),
        ("2026-11-20T08:00", "no_such_dose"),
        ("2026-11-23T08:00", "dose_ahead"),
    ] {
        city.call(&hanako, &intake(&id, &alarm, at), taken("08:00")).await.expect_problem(422, code);
    }
    for at in ["2026-11-2T08:00", "2026-11-22T8:00", "2026-02-30T08:00", "+262142-01-01T08:00", "2026-11-22T24:00"] {
        city.call(&hanako, &intake(&id, &alarm, at), taken("08:00")).await.expect_problem(404, "not_found");
    }
    let nowhere = intake(&id, "019aa000-0000-7000-8000-0000000000af", "2026-11-22T08:00");
    city.call(&hanako, &nowhere, taken("08:00")).await.expect_problem(404, "not_found");
    city.call(&hanako, &intake(&id, &alarm, "2026-11-22T22:00"), taken("09:50")).await.expect(200);
    city.call(&hanako, &intake(&id, &alarm, "2026-11-20T22:00"), json!({ "status": "skipped" })).await.expect(200);
    city.delete(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(204);
    city.call(&hanako, &intake(&id, &alarm, "2026-11-21T08:00"), json!({ "status": "skipped" })).await.expect(200);
    // What was answered can be corrected whatever became of its alarm; what was not due and not answered is no dose.
    city.call(&hanako, &intake(&id, &alarm, "2026-11-22T22:00"), taken("09:51")).await.expect(200);
    let gone = set(&city, &hanako, &id, at(&["22:00"])).await;
    city.delete(&hanako, &format!("{}/{gone}", alarms(&id))).await.expect(204);
    city.call(&hanako, &intake(&id, &gone, "2026-11-22T22:00"), taken("09:50"))
        .await
        .expect_problem(422, "no_such_dose");
}

#[tokio::test]
async fn what_cannot_be_true_of_a_dose_is_refused() {
    let (city, _, hanako, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    let said = |status: &str, at: &str| json!({ "status": status, "at": at });
    for (body, pointer) in [
        (said("taken", "2026-11-22T10:11:00+09:00"), "/at"),
        (said("taken", "2026-11-21T07:59:59+09:00"), "/at"),
        (said("taken", "yesterday"), "/at"),
        (said("snoozed", "2026-11-22T10:00:59+09:00"), "/at"),
        (said("snoozed", "2026-11-22T12:00:01+09:00"), "/at"),
        (json!({ "status": "snoozed" }), "/at"),
        (json!({ "status": "missed" }), "/status"),
        (json!({}), "/status"),
    ] {
        let reply = city.call(&hanako, &line, body.clone()).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer, "{body}");
    }
    for name in ["answered_at", "answered_by", "used", "told_at", "version"] {
        let mut body = taken("08:00");
        body[name] = json!(1);
        city.call(&hanako, &line, body).await.expect_problem(422, "unknown_field");
    }
    assert!(city.items(NOTEBOOK.of(&id), INTAKES).is_empty());
}

#[tokio::test]
async fn what_family_answers_says_so() {
    let (city, _, _, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    city.call(&city.family(&id, "medication", "record"), &line, taken("08:10")).await.expect(200);
    let item = city.items(NOTEBOOK.of(&id), INTAKES).remove(0);
    assert_eq!(item["answered_by"]["S"], "family");
}

#[tokio::test]
async fn an_answer_before_the_notification_keeps_it_from_going_out() {
    let (city, _, hanako, id, alarm) = with_alarm(at(&["09:45", "09:55", "10:05", "21:00"])).await;
    for (dose, early) in [("09:45", false), ("09:55", true), ("10:05", true), ("21:00", true)] {
        city.call(&hanako, &intake(&id, &alarm, &format!("2026-11-22T{dose}")), taken("09:40")).await.expect(200);
        let answered = city.items(CHANGES.of(format_args!("2026-11-22T{dose}")), EARLY_ANSWER.of(&id).of(&alarm));
        assert_eq!(!answered.is_empty(), early, "{dose}");
    }
}

#[tokio::test]
async fn an_edit_does_not_ring_again_for_what_was_answered() {
    let (city, post, hanako, id, alarm) = with_alarm(at(&["10:05", "10:08"])).await;
    city.call(&hanako, &intake(&id, &alarm, "2026-11-22T10:05"), taken("09:58")).await.expect(200);
    let mut other = at(&["10:05", "10:08"]);
    other["from"] = json!("2026-11-20");
    other["label"] = json!("別の名前");
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), other).await.expect(200);
    let minutes: Vec<_> = own(&post).into_iter().map(|(own, _)| own.minute).collect();
    assert_eq!(minutes, [minute("2026-11-22T10:08")]);
    assert_eq!(city.items(CHANGES.of("2026-11-22T10:05"), "")[0]["rings"]["BOOL"], false);
}

#[tokio::test]
async fn putting_off_queues_a_reminder_for_its_time_and_leaves_a_trace_for_the_sweep() {
    let (city, post, hanako, id, alarm) = with_alarm(morning()).await;
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    let body = json!({ "status": "snoozed", "at": "2026-11-22T10:45:30.900+09:00" });
    city.call(&hanako, &line, body).await.expect(200);
    let (again, delay) = own(&post).remove(0);
    assert_eq!(
        (again.minute, again.at - again.minute.begins().timestamp(), delay),
        (minute("2026-11-22T08:00"), 9930, 900)
    );
    let trace = city.items(CHANGES.of("2026-11-22T10:45"), PUT_OFF.of(&id).of(&alarm).of("2026-11-22T08:00"));
    assert_eq!((trace.len(), &trace[0]["c"]["S"]), (1, &json!("put_off")));
    let snoozed = |at: &str| json!({ "status": "snoozed", "at": format!("2026-11-22T{at}:00+09:00") });
    city.call(&hanako, &line, snoozed("10:05")).await.expect(200);
    assert_eq!(own(&post)[1].1, 300);
}

#[tokio::test]
async fn what_is_taken_goes_out_of_the_stock_and_a_correction_gives_it_back() {
    let mut alarm = at(&["07:00", "08:00"]);
    alarm["stock"] = json!({ "amount": 20, "per_dose": 0.5 });
    let (city, _, hanako, id, alarm) = with_alarm(alarm).await;
    let stock = async || city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.body["stock"].clone();
    let line = intake(&id, &alarm, "2026-11-22T08:00");
    city.call(&hanako, &line, taken("08:10")).await.expect(200);
    assert_eq!((&stock().await["amount"], &stock().await["days_left"]), (&json!(19.5), &json!(19)));
    city.call(&hanako, &line, taken("08:15")).await.expect(200);
    assert_eq!(stock().await["amount"], 19.5);
    city.call(&hanako, &line, json!({ "status": "skipped" })).await.expect(200);
    assert_eq!(stock().await["amount"], 20.0);
    city.call(&hanako, &line, json!({ "status": "skipped" })).await.expect(200);
    assert_eq!(stock().await["amount"], 20.0);
    // Counted before the alarm was set: what was taken earlier is not in the count.
    let early = json!({ "status": "taken", "at": "2026-11-20T09:00:00+09:00" });
    city.call(&hanako, &intake(&id, &alarm, "2026-11-21T07:00"), early).await.expect(200);
    assert_eq!(stock().await["amount"], 20.0);
}

#[tokio::test]
async fn once_a_day_the_person_is_told_that_it_runs_low() {
    let mut alarm = at(&["07:00", "08:00", "09:00"]);
    alarm["stock"] = json!({ "amount": 10, "per_dose": 1, "refill_at_days": 2 });
    let (city, post, hanako, id, alarm) = with_alarm(alarm).await;
    let refills = || {
        let messages = post.queued("notify").into_iter().map(|queued| serde_json::from_value(queued.body).unwrap());
        messages.filter(|message| matches!(message, NotifyMessage::Refill { .. })).count()
    };
    let take = async |at: &str| {
        let body = json!({ "status": "taken", "at": format!("{at}:30+09:00") });
        city.call(&hanako, &intake(&id, &alarm, at), body).await.expect(200);
    };
    take("2026-11-22T07:00").await;
    assert_eq!(refills(), 0);
    take("2026-11-22T08:00").await;
    take("2026-11-22T09:00").await;
    assert_eq!(refills(), 1);
    city.set_time("2026-11-23T07:30:00+09:00");
    take("2026-11-23T07:00").await;
    assert_eq!(refills(), 2);
    assert!(!CANARIES.iter().any(|canary| post.everything().contains(canary)), "R-06");
}

#[tokio::test]
async fn of_another_limit_the_person_is_told_again() {
    let mut alarm = at(&["07:00", "08:00", "09:00"]);
    alarm["stock"] = json!({ "amount": 8, "per_dose": 1, "refill_at_days": 2 });
    let (city, post, hanako, id, alarm) = with_alarm(alarm).await;
    let refills = || {
        let messages = post.queued("notify").into_iter().map(|queued| serde_json::from_value(queued.body).unwrap());
        messages.filter(|message| matches!(message, NotifyMessage::Refill { .. })).count()
    };
    let take = async |at: &str| {
        let body = json!({ "status": "taken", "at": format!("{at}:30+09:00") });
        city.call(&hanako, &intake(&id, &alarm, at), body).await.expect(200);
    };
    take("2026-11-22T07:00").await;
    take("2026-11-22T08:00").await;
    assert_eq!(refills(), 1);
    let path = format!("{}/{alarm}", alarms(&id));
    let mut shown = city.get(&hanako, &path).await.expect(200).body;
    shown["stock"]["refill_at_days"] = json!(5);
    city.put(&hanako, &path, shown).await.expect(200);
    take("2026-11-22T09:00").await;
    assert_eq!(refills(), 2);
}

#[tokio::test]
async fn r50_r53_when_the_queue_fails_the_answer_stands_and_the_repetition_queues_it() {
    for weather in [Weather::NoAnswer, Weather::Broken, Weather::LostAnswer] {
        let mut alarm = morning();
        alarm["stock"] = json!({ "amount": 5, "per_dose": 1 });
        let (city, post, hanako, id, alarm) = with_alarm(alarm).await;
        let send = async |at: &str, body: Value| {
            let key = |request: &mut platform::request::Request| request.idempotency_key = Some(at.to_owned());
            city.send(&hanako, &intake(&id, &alarm, at), body, key).await
        };
        let snooze = json!({ "status": "snoozed", "at": "2026-11-22T10:10:00+09:00" });
        for (at, body) in [("2026-11-22T08:00", snooze), ("2026-11-21T08:00", taken("08:00"))] {
            post.always(Some(weather));
            send(at, body.clone()).await.expect_problem(503, "unavailable");
            post.always(None);
            post.take("notify");
            let first = send(at, body.clone()).await.expect(200);
            let again = send(at, body).await.expect(200);
            assert_eq!((&first.raw, first.header("etag")), (&again.raw, again.header("etag")));
            assert_eq!(post.take("notify").len(), 2, "{weather:?} {at}");
        }
    }
}

#[tokio::test]
async fn r52_r53_an_answer_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person, body: Value| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "record")]);
        let mut alarm = at(&["10:05"]);
        alarm["stock"] = json!({ "amount": 5, "per_dose": 1 });
        let alarm = set(city, &hanako, &id, alarm).await;
        Write::new(person, &intake(&id, &alarm, "2026-11-22T10:05"), body)
    };
    let snooze = || json!({ "status": "snoozed", "at": "2026-11-22T10:20:00+09:00" });
    crash_sweep(async |city: &City| arrange(city, &hanako, taken("10:00")).await).await;
    crash_sweep(async |city: &City| arrange(city, &hanako, snooze()).await).await;
    crash_sweep(async |city: &City| arrange(city, &son, taken("10:00")).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_answers_at_once_one_is_kept_and_the_stock_counts_one() {
    for _ in 0..10 {
        let mut alarm = morning();
        alarm["stock"] = json!({ "amount": 50, "per_dose": 1 });
        let (city, _, hanako, id, alarm) = with_alarm(alarm).await;
        let (city, line) = (Arc::new(city), intake(&id, &alarm, "2026-11-22T08:00"));
        let answers = [taken("08:05"), taken("08:06")].map(|body| {
            let (city, line, hanako) = (Arc::clone(&city), line.clone(), hanako.clone());
            tokio::spawn(async move { city.call(&hanako, &line, body).await.status })
        });
        for answer in answers {
            assert_eq!(answer.await.unwrap(), 200);
        }
        let item = city.items(NOTEBOOK.of(&id), INTAKES);
        assert_eq!((item.len(), &item[0]["version"]["N"]), (1, &json!("2")));
        let read = city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await;
        assert_eq!(read.body["stock"]["amount"], 49.0);
    }
}

#[tokio::test]
async fn an_alarm_with_too_many_open_doses_to_look_at_is_not_moved_and_says_what_helps() {
    let (city, _, hanako, id) = notebook().await;
    let clock = |number: u32| format!("{:02}:{:02}", 10 + (2 * number + 1) / 60, (2 * number + 1) % 60);
    city.set_time("2026-11-22T10:00:00+09:00");
    let alarm = set(&city, &hanako, &id, at(&[&clock(0)])).await;
    let path = format!("{}/{alarm}", alarms(&id));
    // It rings, nobody answers, and it is moved on to the next minute but one.
    let mut moves = 0;
    let refused = loop {
        city.pass(chrono::TimeDelta::minutes(2));
        let reply = city.put(&hanako, &path, at(&[&clock(moves + 1)])).await;
        if reply.status != 200 {
            break reply.expect_problem(422, "alarm_changed_too_often");
        }
        moves += 1;
    };
    assert!((30..=41).contains(&moves), "{moves}");
    assert!(refused.body["detail"].as_str().unwrap().contains("新しく作って"), "{}", refused.body);
    // The dose can still be answered, and what the text says helps.
    let line = intake(&id, &alarm, &format!("2026-11-22T{}", clock(moves)));
    city.call(&hanako, &line, taken("11:10")).await.expect(200);
    city.delete(&hanako, &path).await.expect(204);
    let anew = set(&city, &hanako, &id, at(&["12:30"])).await;
    city.call(&hanako, &intake(&id, &anew, "2026-11-22T12:30"), taken("11:10")).await.expect(200);
}
