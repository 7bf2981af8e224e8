//! An answer that is taken back: the dose is as if nobody had answered, and that there had been an answer is kept.

use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{CHANGES, EARLY_ANSWER, INTAKES, NOTEBOOK, PUT_OFF};
use support::post::Weather;
use support::{City, Person, Post, Write, crash_sweep};

use super::{alarms, at, entries, minute, notebook, own, set, with_version};

fn line(id: &str, alarm: &str, at: &str) -> String {
    let (day, time) = at.split_once('T').unwrap();
    format!("PUT /v1/residents/{id}/intakes/{alarm}/{day}/{time}")
}

fn taken() -> Value {
    json!({ "status": "taken" })
}

fn back() -> Value {
    json!({ "status": "due" })
}

/// At 10:00, an alarm with a stock that was set two days before.
async fn with_alarm(times: &[&str]) -> (City, Post, Person, String, String) {
    let (city, post, hanako, id) = notebook().await;
    city.set_time("2026-11-20T10:00:00+09:00");
    let mut alarm = at(times);
    (alarm["from"], alarm["stock"]) = (json!("2026-11-20"), json!({ "amount": 20, "per_dose": 1 }));
    let alarm = set(&city, &hanako, &id, alarm).await;
    post.take("notify");
    city.set_time("2026-11-22T10:00:00+09:00");
    (city, post, hanako, id, alarm)
}

async fn listed(city: &City, person: &Person, id: &str, day: &str) -> Vec<Value> {
    let list = city.get(person, &format!("/v1/residents/{id}/intakes?from={day}&to={day}")).await.expect(200);
    list.body["items"].as_array().unwrap().clone()
}

fn early(city: &City, id: &str, alarm: &str, minute: &str) -> usize {
    city.items(CHANGES.of(minute), EARLY_ANSWER.of(id).of(alarm)).len()
}

fn intake(city: &City, id: &str) -> Value {
    city.items(NOTEBOOK.of(id), INTAKES).remove(0)
}

#[tokio::test]
async fn tonights_dose_answered_by_mistake_is_due_again_and_its_stock_comes_back() {
    let (city, post, hanako, id, alarm) = with_alarm(&["21:00"]).await;
    let (path, line) = (format!("{}/{alarm}", alarms(&id)), line(&id, &alarm, "2026-11-22T21:00"));
    city.call(&hanako, &line, taken()).await.expect(200);
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!((&read.body["stock"]["amount"], early(&city, &id, &alarm, "2026-11-22T21:00")), (&json!(19.0), 1));
    assert_eq!(read.body["next_at"], "2026-11-23T12:00:00Z");
    city.store.forget();
    let reply = city.call(&hanako, &line, back()).await.expect(200);
    assert_eq!((reply.header("etag"), city.store.seen().depth), (Some("\"2\""), 2));
    let read = city.get(&hanako, &path).await.expect(200);
    assert_eq!((&read.body["stock"]["amount"], early(&city, &id, &alarm, "2026-11-22T21:00")), (&json!(20.0), 0));
    assert_eq!(read.body["next_at"], "2026-11-22T12:00:00Z");
    let dose = listed(&city, &hanako, &id, "2026-11-22").await.remove(0);
    assert_eq!(
        (&dose["status"], &dose["answered_at"], &dose["answered_by"]),
        (&json!("due"), &json!(null), &json!(null))
    );
    assert_eq!((&dose["withdrawn_at"], &dose["version"]), (&json!("2026-11-22T01:00:00Z"), &json!(2)));
    assert!(own(&post).is_empty(), "the collector will find it");
    city.call(&hanako, &line, taken()).await.expect(200);
    let dose = listed(&city, &hanako, &id, "2026-11-22").await.remove(0);
    assert_eq!((&dose["status"], &dose["withdrawn_at"]), (&json!("taken"), &json!(null)));
    assert_eq!(city.get(&hanako, &path).await.body["stock"]["amount"], 19.0);
}

#[tokio::test]
async fn a_past_dose_whose_answer_is_taken_back_is_missed_and_nothing_is_sent() {
    let (city, post, hanako, id, alarm) = with_alarm(&["08:00"]).await;
    let line = line(&id, &alarm, "2026-11-21T08:00");
    for said in [taken(), json!({ "status": "skipped" })] {
        city.call(&hanako, &line, said).await.expect(200);
        city.call(&hanako, &line, back()).await.expect(200);
        assert_eq!(listed(&city, &hanako, &id, "2026-11-21").await[0]["status"], "missed");
    }
    let path = format!("/v1/residents/{id}/adherence?from=2026-11-21&to=2026-11-21");
    let total = city.get(&hanako, &path).await.expect(200).body["total"].clone();
    assert_eq!((&total["missed"], &total["taken"], &total["skipped"]), (&json!(1), &json!(0), &json!(0)));
    assert!(post.queued("notify").is_empty() && post.queued("follow-up").is_empty());
    assert!(city.items(CHANGES, "").is_empty());
}

#[tokio::test]
async fn within_its_half_hour_it_rings_once_more_a_minute_later() {
    let (city, post, hanako, id, alarm) = with_alarm(&["09:50"]).await;
    let line = line(&id, &alarm, "2026-11-22T09:50");
    city.call(&hanako, &line, taken()).await.expect(200);
    city.call(&hanako, &line, back()).await.expect(200);
    let (again, delay) = own(&post).remove(0);
    assert_eq!(
        (again.minute, again.at - again.minute.begins().timestamp(), delay),
        (minute("2026-11-22T09:50"), 660, 60)
    );
    let trace = city.items(CHANGES.of("2026-11-22T10:01"), PUT_OFF.of(&id).of(&alarm).of("2026-11-22T09:50"));
    assert_eq!((trace.len(), &trace[0]["c"]["S"]), (1, &json!("put_off")));
    assert_eq!(listed(&city, &hanako, &id, "2026-11-22").await[0]["status"], "due");
    city.set_time("2026-11-22T10:30:59+09:00");
    assert_eq!(listed(&city, &hanako, &id, "2026-11-22").await[0]["status"], "due");
    city.set_time("2026-11-22T10:31:00+09:00");
    assert_eq!(listed(&city, &hanako, &id, "2026-11-22").await[0]["status"], "missed");
}

#[tokio::test]
async fn taking_back_what_has_no_answer_writes_nothing() {
    let (city, _, hanako, id, alarm) = with_alarm(&["08:00", "21:00"]).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    let path = line(&id, &alarm, "2026-11-22T21:00");
    for person in [&hanako, &son] {
        let reply = city.call(person, &path, back()).await.expect(200);
        assert_eq!(reply.header("etag"), None, "nothing was ever said of it");
    }
    assert!(city.items(NOTEBOOK.of(&id), INTAKES).is_empty());
    assert_eq!(entries(&city, &id), 1, "the son was shown the dose");
    city.call(&son, &path, taken()).await.expect(200);
    city.call(&son, &path, back()).await.expect(200);
    let (item, looks) = (intake(&city, &id), entries(&city, &id));
    for person in [&son, &hanako] {
        city.set_time("2026-11-22T10:02:00+09:00");
        let again = city.call(person, &path, back()).await.expect(200);
        assert_eq!(again.header("etag"), Some("\"2\""));
    }
    assert_eq!((intake(&city, &id), entries(&city, &id)), (item, looks + 1));
    for (at, code) in [("2026-11-22T08:01", "no_such_dose"), ("2026-11-23T08:00", "dose_ahead")] {
        city.call(&hanako, &line(&id, &alarm, at), back()).await.expect_problem(422, code);
    }
    let mut dated = back();
    dated["at"] = json!("2026-11-22T10:00:00+09:00");
    let refused = city.call(&hanako, &path, dated).await.expect_problem(422, "invalid_value");
    assert_eq!(refused.body["errors"][0]["pointer"], "/at");
}

#[tokio::test]
async fn only_the_answer_that_was_seen_is_taken_back_and_that_there_was_one_is_kept() {
    let (city, _, hanako, id, alarm) = with_alarm(&["08:00"]).await;
    let path = line(&id, &alarm, "2026-11-22T08:00");
    city.call(&hanako, &path, taken()).await.expect(200);
    with_version(&city, &hanako, &path, back(), "\"7\"").await.expect_problem(412, "version_mismatch");
    with_version(&city, &hanako, &path, back(), "\"1\"").await.expect(200);
    with_version(&city, &hanako, &path, taken(), "\"1\"").await.expect_problem(412, "version_mismatch");
    let again = with_version(&city, &hanako, &path, back(), "\"1\"").await.expect(200);
    assert_eq!(again.header("etag"), Some("\"2\""), "what stands is what was asked");
    let had = intake(&city, &id)["withdrawn"]["M"].clone();
    assert_eq!((&had["intake"]["M"]["status"]["S"], &had["answered_by"]["S"]), (&json!("taken"), &json!("self")));
    with_version(&city, &hanako, &path, json!({ "status": "skipped" }), "\"2\"").await.expect(200);
    assert_eq!(intake(&city, &id)["withdrawn"]["M"], had, "whatever is said afterwards");
}

#[tokio::test]
async fn a_dose_that_was_moved_rings_at_the_time_that_it_was_moved_to() {
    let (city, _, hanako, id, alarm) = with_alarm(&["21:00"]).await;
    let (path, first) = (format!("{}/{alarm}", alarms(&id)), line(&id, &alarm, "2026-11-22T21:00"));
    city.call(&hanako, &first, taken()).await.expect(200);
    let move_to = async |time: &str| {
        let mut whole = city.get(&hanako, &path).await.expect(200).body;
        whole["times"] = json!([time]);
        city.put(&hanako, &path, whole).await.expect(200);
    };
    move_to("22:00").await;
    move_to("23:00").await;
    assert_eq!(early(&city, &id, &alarm, "2026-11-22T23:00"), 1);
    for _ in 0..2 {
        city.call(&hanako, &first, back()).await.expect(200);
    }
    assert_eq!(early(&city, &id, &alarm, "2026-11-22T23:00"), 0);
    let doses = listed(&city, &hanako, &id, "2026-11-22").await;
    assert_eq!((doses.len(), &doses[0]["time"], &doses[0]["status"]), (1, &json!("23:00"), &json!("due")));
    // What an edit in between had silenced rings as well when the dose is moved there.
    move_to("22:00").await;
    assert_eq!(early(&city, &id, &alarm, "2026-11-22T22:00"), 0);
}

#[tokio::test]
async fn r50_r53_when_the_queue_fails_it_is_taken_back_and_a_repetition_queues_the_dose() {
    for dose in ["2026-11-22T10:05", "2026-11-22T09:50"] {
        let (city, post, hanako, id, alarm) = with_alarm(&["09:50", "10:05"]).await;
        let line = line(&id, &alarm, dose);
        city.call(&hanako, &line, taken()).await.expect(200);
        let keyed = |request: &mut platform::request::Request| request.idempotency_key = Some("back".to_owned());
        post.always(Some(Weather::Broken));
        city.send(&hanako, &line, back(), keyed).await.expect_problem(503, "unavailable");
        post.always(None);
        post.take("notify");
        city.send(&hanako, &line, back(), keyed).await.expect(200);
        let first: Vec<_> = own(&post).into_iter().map(|(own, _)| own).collect();
        city.call(&hanako, &line, back()).await.expect(200);
        let both: Vec<_> = own(&post).into_iter().map(|(own, _)| own).collect();
        assert_eq!((first.len(), both.len()), (1, 2), "{dose}");
        assert_eq!(both[0], both[1], "the same once more: its claim knows that it was sent");
    }
}

#[tokio::test]
async fn r52_r53_taking_back_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    for dose in ["2026-11-22T10:05", "2026-11-22T09:59"] {
        for person in [&hanako, &son] {
            crash_sweep(async |city: &City| {
                Post::at(city);
                let id = city.open_notebook(&hanako).await;
                city.relate(&son, &id, "family", &[("medication", "record")]);
                city.set_time("2026-11-21T10:00:00+09:00");
                let mut alarm = at(&["09:59", "10:05"]);
                alarm["stock"] = json!({ "amount": 5, "per_dose": 1 });
                let alarm = set(city, &hanako, &id, alarm).await;
                city.set_time("2026-11-22T10:00:00+09:00");
                city.call(&hanako, &line(&id, &alarm, dose), taken()).await.expect(200);
                Write::new(person, &line(&id, &alarm, dose), back())
            })
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_withdrawal_and_an_edit_that_cross_never_leave_an_open_dose_silent() {
    for round in 0..12 {
        let (city, _, hanako, id) = notebook().await;
        let alarm = set(&city, &hanako, &id, at(&["11:00"])).await;
        city.call(&hanako, &line(&id, &alarm, "2026-11-22T11:00"), taken()).await.expect(200);
        let city = Arc::new(city);
        let withdrawal = {
            let (city, hanako, line) = (Arc::clone(&city), hanako.clone(), line(&id, &alarm, "2026-11-22T11:00"));
            tokio::spawn(async move { city.call(&hanako, &line, back()).await.status })
        };
        let edit = {
            let (city, hanako, path) = (Arc::clone(&city), hanako.clone(), format!("{}/{alarm}", alarms(&id)));
            tokio::spawn(async move { city.put(&hanako, &path, at(&["11:30"])).await.status })
        };
        assert_eq!((withdrawal.await.unwrap(), edit.await.unwrap()), (200, 200), "round {round}");
        assert_eq!(early(&city, &id, &alarm, "2026-11-22T11:30"), 0, "round {round}");
        let doses = listed(&city, &hanako, &id, "2026-11-22").await;
        assert_eq!((&doses[0]["time"], &doses[0]["status"]), (&json!("11:30"), &json!("due")), "round {round}");
    }
}
