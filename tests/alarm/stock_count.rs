//! What a person counted, and when: also where the count finds the number that is shown.

use serde_json::{Value, json};
use support::{City, Person};

use super::{alarms, at, notebook, set};
use crate::medication::{self, bytes, sheet};

/// At 10:00, an alarm with twenty tablets that were counted two days before; with its path.
async fn counted() -> (City, Person, String, String) {
    let (city, _, hanako, id) = notebook().await;
    city.set_time("2026-11-20T10:00:00+09:00");
    let mut alarm = at(&["07:00", "08:00", "22:00"]);
    (alarm["from"], alarm["stock"]) = (json!("2026-11-20"), json!({ "amount": 20, "per_dose": 1 }));
    let alarm = set(&city, &hanako, &id, alarm).await;
    city.set_time("2026-11-22T10:00:00+09:00");
    (city, hanako, id, alarm)
}

async fn take(city: &City, person: &Person, id: &str, alarm: &str, dose: &str, at: &str) {
    let (day, time) = dose.split_once('T').unwrap();
    let path = format!("/v1/residents/{id}/intakes/{alarm}/{day}/{time}");
    city.put(person, &path, json!({ "status": "taken", "at": format!("{at}:00+09:00") })).await.expect(200);
}

async fn shown(city: &City, person: &Person, id: &str, alarm: &str) -> Value {
    city.get(person, &format!("{}/{alarm}", alarms(id))).await.expect(200).body
}

/// Sends back what is shown, with this number and instant of a count.
async fn count(city: &City, person: &Person, id: &str, alarm: &str, amount: u8, at: &str) -> Value {
    let mut whole = shown(city, person, id, alarm).await;
    (whole["stock"]["amount"], whole["stock"]["counted_at"]) = (json!(amount), json!(at));
    city.put(person, &format!("{}/{alarm}", alarms(id)), whole).await.expect(200);
    shown(city, person, id, alarm).await["stock"].clone()
}

#[tokio::test]
async fn a_count_that_finds_the_number_that_is_shown_is_a_count() {
    let (city, hanako, id, alarm) = counted().await;
    let before = shown(&city, &hanako, &id, &alarm).await;
    assert_eq!(before["stock"]["counted_at"], "2026-11-20T01:00:00Z");
    let after = count(&city, &hanako, &id, &alarm, 20, "2026-11-22T09:58:00+09:00").await;
    assert_eq!((&after["amount"], &after["counted_at"]), (&json!(20.0), &json!("2026-11-22T00:58:00Z")));
    // Answered afterwards, taken before: it was gone when the person counted.
    take(&city, &hanako, &id, &alarm, "2026-11-22T08:00", "2026-11-22T08:05").await;
    assert_eq!(shown(&city, &hanako, &id, &alarm).await["stock"]["amount"], 20.0);
}

#[tokio::test]
async fn a_dose_taken_between_count_and_saving_leaves_the_stock_once_and_can_come_back() {
    let (city, hanako, id, alarm) = counted().await;
    take(&city, &hanako, &id, &alarm, "2026-11-22T07:00", "2026-11-22T07:05").await;
    city.set_time("2026-11-22T10:06:00+09:00");
    take(&city, &hanako, &id, &alarm, "2026-11-22T08:00", "2026-11-22T10:05").await;
    let logged = json!({ "alarm_id": alarm, "taken_at": "2026-11-22T10:06:00+09:00", "amount": 2 });
    city.post(&hanako, &format!("/v1/residents/{id}/intakes"), logged).await.expect(201);
    city.set_time("2026-11-22T10:10:00+09:00");
    let saved = count(&city, &hanako, &id, &alarm, 30, "2026-11-22T10:00:00+09:00").await;
    assert_eq!((&saved["amount"], &saved["counted_at"]), (&json!(27.0), &json!("2026-11-22T01:00:00Z")));
    // The same once more, because the reply was lost.
    let again = count(&city, &hanako, &id, &alarm, 30, "2026-11-22T10:00:00+09:00").await;
    assert_eq!(again, saved);
    for (dose, left) in [("08:00", 28.0), ("07:00", 28.0)] {
        let path = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/{dose}");
        city.put(&hanako, &path, json!({ "status": "due" })).await.expect(200);
        assert_eq!(shown(&city, &hanako, &id, &alarm).await["stock"]["amount"], left, "{dose}");
    }
}

#[tokio::test]
async fn what_is_sent_back_as_it_was_given_is_no_count_and_another_number_is_counted_now() {
    let (city, hanako, id, alarm) = counted().await;
    let path = format!("{}/{alarm}", alarms(&id));
    take(&city, &hanako, &id, &alarm, "2026-11-22T08:00", "2026-11-22T08:05").await;
    let whole = shown(&city, &hanako, &id, &alarm).await;
    let etag = |reply: &support::Reply| reply.header("etag").map(str::to_owned);
    let mut without = whole.clone();
    without["stock"].as_object_mut().unwrap().remove("counted_at");
    for body in [whole.clone(), without.clone()] {
        assert_eq!(
            etag(&city.put(&hanako, &path, body).await.expect(200)).unwrap(),
            format!("\"{}\"", whole["version"])
        );
    }
    for (now, mut body, number) in [("10:30", whole, 24.0), ("11:00", without, 40.0)] {
        city.set_time(&format!("2026-11-22T{now}:00+09:00"));
        body.as_object_mut().unwrap().retain(|name, _| name != "version" && !name.starts_with("changed_"));
        body["stock"]["amount"] = json!(number);
        city.put(&hanako, &path, body).await.expect(200);
        let stock = shown(&city, &hanako, &id, &alarm).await["stock"].clone();
        let counted_at: chrono::DateTime<chrono::Utc> = stock["counted_at"].as_str().unwrap().parse().unwrap();
        assert_eq!((&stock["amount"], counted_at), (&json!(number), city.now()));
    }
}

#[tokio::test]
async fn a_count_of_the_future_of_long_ago_or_of_before_the_last_one_is_refused() {
    let (city, hanako, id, alarm) = counted().await;
    count(&city, &hanako, &id, &alarm, 20, "2026-11-22T09:30:00+09:00").await;
    let path = format!("{}/{alarm}", alarms(&id));
    for at in ["2026-11-22T10:11:00+09:00", "2026-11-21T09:59:59+09:00", "2026-11-22T09:29:59+09:00", "2026-11-22"] {
        let mut whole = shown(&city, &hanako, &id, &alarm).await;
        whole["stock"]["counted_at"] = json!(at);
        let refused = city.put(&hanako, &path, whole).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], "/stock/counted_at", "{at}");
    }
    let mut new = at(&["08:00"]);
    new["stock"] = json!({ "amount": 5, "per_dose": 1, "counted_at": "2026-11-22T09:00:00+09:00" });
    let new = set(&city, &hanako, &id, new).await;
    assert_eq!(shown(&city, &hanako, &id, &new).await["stock"]["counted_at"], "2026-11-22T00:00:00Z");
}

#[tokio::test]
async fn a_medicine_of_an_unconfirmed_sheet_is_refused_until_the_sheet_is_confirmed() {
    let (city, hanako, id) = medication::notebook().await;
    support::Post::at(&city);
    let of_another = sheet("20261120", "カナリヤ錠").replace("荒尾　花子,2,S260314", "玉名　太郎,1,S230412");
    let scanned = medication::scan(&city, &hanako, &id, bytes(&of_another)).await.expect(201);
    assert_eq!(scanned.body["owner"], "unconfirmed");
    let entry = scanned.body["dispensings"][0]["id"].as_str().unwrap();
    let mut alarm = at(&["08:00"]);
    let none = set(&city, &hanako, &id, alarm.clone()).await;
    alarm["medication_ids"] = json!([entry]);
    let edit = format!("{}/{none}", alarms(&id));
    let intakes = format!("/v1/residents/{id}/intakes");
    let log = json!({ "medication_ids": [entry], "taken_at": "2026-11-22T09:40:00+09:00" });
    for reply in [
        city.post(&hanako, &alarms(&id), alarm.clone()).await,
        city.put(&hanako, &edit, alarm.clone()).await,
        city.post(&hanako, &intakes, log.clone()).await,
    ] {
        let refused = reply.expect_problem(422, "unconfirmed_medication");
        assert_eq!(refused.body["errors"][0]["pointer"], "/medication_ids/0");
    }
    let sheet = scanned.body["sheet_id"].as_str().unwrap();
    let owner = format!("/v1/residents/{id}/dispensings/{sheet}/owner");
    city.put(&hanako, &owner, json!({ "owner": "resident" })).await.expect(200);
    city.post(&hanako, &alarms(&id), alarm.clone()).await.expect(201);
    city.put(&hanako, &edit, alarm).await.expect(200);
    city.post(&hanako, &intakes, log).await.expect(201);
}

#[tokio::test]
async fn a_new_alarm_that_is_over_already_is_refused_and_an_edit_may_end_one_in_the_past() {
    let (city, _, hanako, id) = notebook().await;
    let mut over = at(&["08:00"]);
    (over["from"], over["until"]) = (json!("2026-11-01"), json!("2026-11-21"));
    let refused = city.post(&hanako, &alarms(&id), over.clone()).await.expect_problem(422, "invalid_value");
    assert_eq!(refused.body["errors"][0]["pointer"], "/until");
    let mut ends_today = over.clone();
    ends_today["until"] = json!("2026-11-22");
    let alarm = set(&city, &hanako, &id, ends_today).await;
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), over).await.expect(200);
}
