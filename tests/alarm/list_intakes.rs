use alarm_engine::due::AlarmRef;
use alarm_engine::ledger::{Channel, Delivered, Ledger};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use records::items::LEDGER;
use records::keys::ringing;
use serde_json::{Value, json};
use support::City;
use support::keys::SENT;

use super::{alarms, at, minute, notebook, set};

fn intakes(id: &str) -> String {
    format!("/v1/residents/{id}/intakes")
}

fn shown(list: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| (format!("{}T{}", text(&item["date"]), text(&item["time"])), text(&item["status"]))).collect()
}

fn wanted(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(at, status)| ((*at).to_owned(), (*status).to_owned())).collect()
}

#[tokio::test]
async fn doses_are_listed_with_what_became_of_them_in_two_round_trips() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00", "12:00", "13:00", "14:00", "23:00"])).await;
    city.set_time("2026-11-22T14:10:00+09:00");
    let answer = async |time: &str, body: Value| {
        city.put(&hanako, &format!("{}/{alarm}/2026-11-22/{time}", intakes(&id)), body).await.expect(200);
    };
    answer("12:00", json!({ "status": "taken", "at": "2026-11-22T12:20:00+09:00" })).await;
    answer("13:00", json!({ "status": "snoozed", "at": "2026-11-22T14:30:00+09:00" })).await;
    city.store.forget();
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    let day = |time: &str| format!("2026-11-22T{time}");
    let (d11, d12, d13, d14, d23) = (day("11:00"), day("12:00"), day("13:00"), day("14:00"), day("23:00"));
    assert_eq!(
        shown(&list.body),
        wanted(&[(&d23, "due"), (&d14, "due"), (&d13, "snoozed"), (&d12, "taken"), (&d11, "missed")])
    );
    let taken = &list.body["items"][3];
    assert_eq!(
        (&taken["taken_at"], &taken["answered_at"]),
        (&json!("2026-11-22T03:20:00Z"), &json!("2026-11-22T05:10:00Z"))
    );
    assert_eq!(
        (&taken["label"], &taken["alarm_id"], &taken["delivery"]),
        (&json!("朝のカナリヤ"), &json!(alarm), &Value::Null)
    );
    assert_eq!(list.body["items"][2]["snoozed_until"], "2026-11-22T05:30:00Z");
    city.set_time("2026-11-22T15:00:00+09:00");
    let later = city.get(&hanako, &intakes(&id)).await.expect(200);
    assert_eq!(shown(&later.body)[2].1, "missed", "half an hour after the reminder that was asked for");
}

#[tokio::test]
async fn an_edit_or_an_end_does_not_change_what_was_due_before() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00", "20:00"])).await;
    city.set_time("2026-11-23T12:00:00+09:00");
    let mut other = at(&["15:00"]);
    other["label"] = json!("午後");
    city.put(&hanako, &format!("{}/{alarm}", alarms(&id)), other).await.expect(200);
    city.set_time("2026-11-24T12:00:00+09:00");
    city.delete(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(204);
    city.set_time("2026-11-26T12:00:00+09:00");
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    let missed = ["2026-11-23T15:00", "2026-11-23T11:00", "2026-11-22T20:00", "2026-11-22T11:00"];
    assert_eq!(shown(&list.body), wanted(&missed.map(|at| (at, "missed"))));
    let labels: Vec<_> = list.body["items"].as_array().unwrap().iter().map(|item| item["label"].clone()).collect();
    assert_eq!(labels, ["午後", "朝のカナリヤ", "朝のカナリヤ", "朝のカナリヤ"]);
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended_and_no_cursor_fits_elsewhere() {
    let (city, _, hanako, id) = notebook().await;
    set(&city, &hanako, &id, at(&["11:00", "12:00"])).await;
    set(&city, &hanako, &id, at(&["12:00", "13:00"])).await;
    city.set_time("2026-11-24T12:00:00+09:00");
    let whole = city.get(&hanako, &format!("{}?from=2026-11-22&to=2026-11-24", intakes(&id))).await.expect(200);
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("{}?from=2026-11-22&to=2026-11-24&limit=5{cursor}", intakes(&id));
        let page = city.get(&hanako, &path).await.expect(200);
        pages.extend(page.body["items"].as_array().unwrap().clone());
        let Some(next) = page.body["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((pages.len(), &json!(pages)), (12, &whole.body["items"]));
    let elsewhere = format!("{}?from=2026-11-21&to=2026-11-24{cursor}", intakes(&id));
    city.get(&hanako, &elsewhere).await.expect_problem(422, "invalid_cursor");
    for (query, pointer) in [
        ("from=2026-11-25&to=2026-11-24", "/from"),
        ("from=2026-01-01&to=2026-11-24", "/from"),
        ("from=1999-12-31&to=1999-12-31", "/to"),
        ("from=1999-12-31&to=2000-01-01", "/from"),
        ("to=+262142-12-31", "/to"),
        ("limit=51", "/limit"),
    ] {
        let refused =
            city.get(&hanako, &format!("{}?{query}", intakes(&id))).await.expect_problem(422, "invalid_value");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{query}");
    }
}

/// A claim with its ledger, as the notifier leaves it.
fn sent(city: &City, key: &platform::table::Key, ledger: &Ledger) {
    let mut item = json!({ LEDGER: { "B": STANDARD.encode(ledger.encode()) } });
    let text = format!("{key:?}");
    let part = |name: &str| text.split(&format!("{name}: \"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
    item["pk"] = json!({ "S": part("pk") });
    item["sk"] = json!({ "S": part("sk") });
    city.store.seed(item);
}

#[tokio::test]
async fn a_dose_shows_whether_its_notification_went_out_in_a_page_or_on_its_own() {
    let (city, _, hanako, id) = notebook().await;
    let alarm = set(&city, &hanako, &id, at(&["11:00", "12:00", "13:00"])).await;
    let of = AlarmRef { resident: id.parse().unwrap(), alarm: alarm.parse().unwrap() };
    let earlier = AlarmRef { alarm: "01900000-0000-7000-8000-000000000001".parse().unwrap(), ..of };
    let later = AlarmRef { alarm: "01ffffff-0000-7000-8000-000000000001".parse().unwrap(), ..of };
    let ledger = |minute: notebook::alarm::Minute, who: AlarmRef, channel, seconds, delivered| {
        let mut ledger = Ledger::new(minute.begins());
        let attempted_at = minute.begins() + TimeDelta::seconds(seconds);
        ledger.note(who, Delivered { channel, attempted_at, delivered, late: seconds > 60 });
        ledger
    };
    let (eleven, twelve, one) = (minute("2026-11-22T11:00"), minute("2026-11-22T12:00"), minute("2026-11-22T13:00"));
    sent(&city, &ringing::sent_page(eleven, earlier), &ledger(eleven, of, Channel::Push, 2, true));
    sent(&city, &ringing::sent_page(eleven, later), &ledger(eleven, later, Channel::Email, 2, true));
    sent(
        &city,
        &ringing::sent_own(twelve, of, twelve.begins().timestamp()),
        &ledger(twelve, of, Channel::Email, 90, true),
    );
    sent(&city, &ringing::sent_page(one, earlier), &ledger(one, earlier, Channel::Push, 1, true));
    city.set_time("2026-11-22T13:10:00+09:00");
    city.store.forget();
    let list = city.get(&hanako, &intakes(&id)).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    let deliveries: Vec<_> =
        list.body["items"].as_array().unwrap().iter().map(|item| item["delivery"].clone()).collect();
    assert_eq!(deliveries[0], Value::Null, "a page without the alarm says nothing of it");
    let own = json!({ "channel": "email", "attempted_at": "2026-11-22T03:01:30Z", "delivered": true, "late": true });
    let page = json!({ "channel": "push", "attempted_at": "2026-11-22T02:00:02Z", "delivered": true, "late": false });
    assert_eq!((&deliveries[1], &deliveries[2]), (&own, &page));
    city.pass(TimeDelta::days(36));
    let old = city.get(&hanako, &format!("{}?from=2026-11-22&to=2026-11-22", intakes(&id))).await.expect(200);
    assert!(old.body["items"].as_array().unwrap().iter().all(|item| item["delivery"].is_null()));
    assert!(city.items(SENT, "").len() == 4);
}
