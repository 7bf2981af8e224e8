use serde_json::{Value, json};
use support::keys::{NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, OTHER_CLINIC, appointed, as_others, city_of, dentist, entry, waiting, written};

fn path(id: &str, appointment: &str) -> String {
    format!("/v1/residents/{id}/appointments/{appointment}")
}

#[tokio::test]
async fn what_was_shown_is_changed_and_sent_back_and_its_reminders_follow() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let line = path(&id, &appointment);
    let mut body = city.get(&hanako, &line).await.expect(200).body;
    body["on"] = json!("2026-12-09");
    body["time"] = json!("10:00");
    body["memo"] = Value::Null;
    city.store.forget();
    let reply = city.put(&hanako, &line, body.clone()).await.expect(200);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (2, Some("\"2\"")));
    assert_eq!(waiting(&city), ["2026-12-08T17:59", "2026-12-09T07:59"]);
    let shown = city.get(&hanako, &line).await.expect(200).body;
    assert_eq!((&shown["on"], &shown["time"], &shown["memo"]), (&json!("2026-12-09"), &json!("10:00"), &Value::Null));
    // The day alone, as nothing knows the time any more.
    body["time"] = Value::Null;
    let refused = city.put(&hanako, &line, body.clone()).await.expect_problem(422, "read_only_field");
    assert_eq!(refused.body["errors"][0]["pointer"], "/version");
    body["version"] = json!(2);
    let refused = city.put(&hanako, &line, body.clone()).await.expect_problem(422, "invalid_value");
    assert_eq!(refused.body["errors"][0]["pointer"], "/reminders/two_hours_before");
    body["reminders"]["two_hours_before"] = json!(false);
    city.put(&hanako, &line, body.clone()).await.expect(200);
    assert_eq!(waiting(&city), ["2026-12-08T17:59"]);
    body.as_object_mut().unwrap().remove("version");
    body.as_object_mut().unwrap().remove("memo");
    city.put(&hanako, &line, body.clone()).await.expect(200);
    body.as_object_mut().unwrap().remove("reminders");
    let refused = city.put(&hanako, &line, body.clone()).await.expect_problem(422, "missing_field");
    assert_eq!(refused.body["errors"][0]["pointer"], "/reminders", "what is left out is not taken for none");
    body["reminders"] = json!({ "day_before": false, "two_hours_before": false });
    city.put(&hanako, &line, body).await.expect(200);
    assert!(waiting(&city).is_empty());
}

#[tokio::test]
async fn an_edit_of_what_changed_meanwhile_is_refused() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let line = format!("PUT {}", path(&id, &appointment));
    let put = async |on: &str, version: &str| {
        let mut body = dentist(on, Some("15:30"));
        body["institution_name"] = Value::Null;
        city.send(&hanako, &line, body, |request| request.if_match = Some(version.to_owned())).await
    };
    put("2026-12-09", "\"1\"").await.expect(200);
    put("2026-12-10", "\"1\"").await.expect_problem(412, "version_mismatch");
    assert_eq!(city.item(NOTEBOOK, VISITS)["visited_on"]["S"], "2026-12-09");
}

#[tokio::test]
async fn what_was_written_of_the_visit_beside_it_stays_whichever_is_edited() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let planned = written(&city, &hanako, &id, entry("2026-12-08", "planned")).await;
    let line = path(&id, &planned);
    let mut body = city.get(&hanako, &line).await.expect(200).body;
    body["time"] = json!("09:00");
    body["kind"] = json!("consultation");
    body["reminders"] = json!({ "day_before": true, "two_hours_before": true });
    city.put(&hanako, &line, body).await.expect(200);
    let visit = format!("/v1/residents/{id}/visits/{planned}");
    let mut shown = city.get(&hanako, &visit).await.expect(200).body;
    assert_eq!((&shown["reason"], &shown["time"]), (&json!("のどの痛み"), &json!("09:00")));
    // Moved as a visit, it keeps its time, and its reminders follow.
    shown["visited_on"] = json!("2026-12-10");
    city.put(&hanako, &visit, shown.clone()).await.expect(200);
    assert_eq!(waiting(&city), ["2026-12-09T17:59", "2026-12-10T06:59"]);
    assert_eq!(city.get(&hanako, &line).await.expect(200).body["time"], "09:00");
    shown["time"] = json!("11:00");
    city.put(&hanako, &visit, shown.clone()).await.expect_problem(422, "read_only_field");
    // Done, it reminds of nothing.
    city.set_time("2026-12-10T08:00:00+09:00");
    shown["time"] = json!("09:00");
    shown["status"] = json!("done");
    city.put(&hanako, &visit, shown).await.expect(200);
    assert!(waiting(&city).is_empty());
    assert_eq!(city.get(&hanako, &line).await.expect(200).body["status"], "done");
}

#[tokio::test]
async fn one_that_is_past_can_be_corrected_and_moved_ahead_but_not_to_a_day_that_is_over() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-11-24", Some("15:30"))).await;
    let line = path(&id, &appointment);
    city.set_time("2026-11-26T10:00:00+09:00");
    let with = |on: &str| {
        let mut body = dentist(on, Some("15:30"));
        body["institution_name"] = Value::Null;
        body["memo"] = json!("行けなかった");
        body
    };
    city.put(&hanako, &line, with("2026-11-24")).await.expect(200);
    city.put(&hanako, &line, with("2026-11-25")).await.expect_problem(422, "invalid_value");
    city.put(&hanako, &line, with("2026-12-01")).await.expect(200);
    assert_eq!(waiting(&city), ["2026-11-30T17:59", "2026-12-01T13:29"]);
    assert_eq!(city.get(&hanako, &line).await.expect(200).body["status"], "planned");
}

#[tokio::test]
async fn reminders_stay_with_who_set_them_and_go_to_who_edits_where_that_one_is_gone() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("visits", "record")]);
    let appointment = appointed(&city, &son, &id, dentist("2026-12-08", Some("15:30"))).await;
    let line = path(&id, &appointment);
    let edits = async |time: &str| {
        let mut body = city.get(&hanako, &line).await.expect(200).body;
        body["time"] = json!(time);
        city.put(&hanako, &line, body).await.expect(200);
        city.get(&hanako, &line).await.expect(200).body["reminds"].clone()
    };
    assert_eq!(edits("16:00").await, "another");
    city.relate(&son, &id, "family", &[("medication", "manage")]);
    assert_eq!(edits("16:30").await, "me");
}

#[tokio::test]
async fn others_change_an_appointment_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let appointment = appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    let mut body = dentist("2026-12-09", Some("15:30"));
    body["institution_name"] = Value::Null;
    let lines = (&*format!("PUT {}", path(&id, &appointment)), &*format!("PUT {}", path(&id, NOBODY)));
    as_others(&city, &id, lines, body, "manage").await;
}

#[tokio::test]
async fn r52_r53_changing_an_appointment_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(OTHER_CLINIC, "海辺歯科");
        let id = city.proved_resident(&hanako).await;
        let appointment = appointed(city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
        let body = dentist("2026-12-09", Some("16:30"));
        Write::new(&hanako, &format!("PUT {}", path(&id, &appointment)), body).if_match("\"1\"")
    })
    .await;
}
