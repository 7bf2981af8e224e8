use std::sync::Arc;

use serde_json::{Value, json};
use support::keys::{CHANGES, NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{
    NOBODY, OTHER_CLINIC, appointed, as_others, checked_in, city_of, dentist, entry, notebook_of,
    touched_only_their_own, waiting, written,
};

fn path(id: &str) -> String {
    format!("/v1/residents/{id}/appointments")
}

#[tokio::test]
async fn an_appointment_keeps_what_was_written_and_is_a_planned_visit() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    city.store.forget();
    let reply = city.post(&hanako, &path(&id), dentist("2026-12-08", Some("15:30"))).await.expect(201);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (2, Some("\"1\"")));
    touched_only_their_own(&city, &id, &hanako);
    let appointment = reply.body["appointment_id"].as_str().unwrap();
    let shown = city.get(&hanako, &format!("{}/{appointment}", path(&id))).await.expect(200);
    let mut wanted = dentist("2026-12-08", Some("15:30"));
    for (name, value) in [
        ("appointment_id", json!(appointment)),
        ("institution_name", json!("海辺歯科")),
        ("status", json!("planned")),
        ("reminds", json!("me")),
        ("version", json!(1)),
    ] {
        wanted[name] = value;
    }
    assert_eq!(shown.body, wanted);
    let visit = city.get(&hanako, &format!("/v1/residents/{id}/visits/{appointment}")).await.expect(200).body;
    assert_eq!(
        (&visit["status"], &visit["time"], &visit["memo"]),
        (&json!("planned"), &json!("15:30"), &json!("保険証"))
    );
    assert_eq!(city.items(NOTEBOOK, VISITS).len(), 1, "one thing, stored once");
}

#[tokio::test]
async fn what_does_not_fit_an_appointment_is_refused_without_repeating_it() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let with = |name: &str, value: Value| {
        let mut body = dentist("2026-12-08", Some("15:30"));
        body[name] = value;
        body
    };
    let mut early = dentist("2026-12-08", None);
    early["reminders"]["two_hours_before"] = json!(true);
    for (body, pointer) in [
        (dentist("2026-11-21", None), "/on"),
        (dentist("2028-11-23", None), "/on"),
        (with("on", json!("秘")), "/on"),
        (with("time", json!("25:00")), "/time"),
        (with("time", json!("9:00")), "/time"),
        (with("kind", json!("秘密")), "/kind"),
        (with("institution_code", json!("4310199999")), "/institution_code"),
        (with("institution_name", json!("秘密医院")), "/institution_code"),
        (with("institution_code", Value::Null), "/institution_code"),
        (with("memo", json!("秘".repeat(4001))), "/memo"),
        (with("memo", json!("秘密\u{202e}")), "/memo"),
        (with("department", json!("秘".repeat(81))), "/department"),
        (with("reminders", json!({ "day_before": "秘", "two_hours_before": true })), "/reminders/day_before"),
        (early, "/reminders/two_hours_before"),
    ] {
        let reply = city.post(&hanako, &path(&id), body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
        assert!(!String::from_utf8_lossy(&reply.raw).contains('秘'));
    }
    // nobody is reminded in another's name, and nothing is done before its time.
    for name in ["appointment_id", "reminds", "status", "version", "checked_in_at", "rings_for"] {
        city.post(&hanako, &path(&id), with(name, json!("x"))).await.expect_problem(422, "unknown_field");
    }
    assert!(city.items(NOTEBOOK, VISITS).is_empty() && waiting(&city).is_empty());
}

#[tokio::test]
async fn a_check_in_takes_the_appointment_over_and_nothing_reminds_of_it_then() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let mut here = dentist("2026-11-22", Some("18:00"));
    here["institution_code"] = json!(super::CLINIC);
    let appointment = appointed(&city, &hanako, &id, here).await;
    assert_eq!(checked_in(&city, &hanako, &id).await, appointment);
    let shown = city.get(&hanako, &format!("{}/{appointment}", path(&id))).await.expect(200).body;
    assert_eq!(
        (&shown["status"], &shown["time"], &shown["reminds"], &shown["memo"]),
        (&json!("done"), &json!("18:00"), &json!("nobody"), &json!("保険証"))
    );
    let line = format!("{}/{appointment}", path(&id));
    city.put(&hanako, &line, shown).await.expect_problem(409, "made_by_check_in");
    city.delete(&hanako, &line).await.expect_problem(409, "made_by_check_in");
}

#[tokio::test]
async fn reminders_wait_under_the_minute_before_their_own_unless_it_is_too_late() {
    let hanako = Person::resident("hanako");
    for (now, body, minutes) in [
        ("10:00", dentist("2026-12-08", Some("15:30")), &["2026-12-07T17:59", "2026-12-08T13:29"][..]),
        ("10:00", dentist("2026-12-08", None), &["2026-12-07T17:59"]),
        ("10:00", dentist("2026-12-08", Some("01:30")), &["2026-12-07T17:59", "2026-12-07T23:29"]),
        // Whoever sets it within ten minutes of it knows.
        ("17:50", dentist("2026-11-23", None), &["2026-11-22T17:59"]),
        ("17:51", dentist("2026-11-23", None), &[]),
        ("10:00", dentist("2026-11-22", Some("12:05")), &[]),
        ("10:00", dentist("2026-11-22", Some("12:10")), &["2026-11-22T10:09"]),
    ] {
        let (city, id) = city_of(&hanako).await;
        city.set_time(&format!("2026-11-22T{now}:00+09:00"));
        let appointment = appointed(&city, &hanako, &id, body).await;
        assert_eq!(waiting(&city), minutes);
        for item in city.items(CHANGES, "") {
            let text = item.to_string();
            assert!(!text.contains("dental") && !text.contains(OTHER_CLINIC), "R-06: {text}");
            assert!(text.contains(&appointment) && item["expires_at"]["N"].is_string());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_lie_ahead_at_most_also_where_many_are_written_at_once_and_of_either_kind() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let plain = |day: usize| json!({ "on": format!("2027-01-{:02}", day % 28 + 1), "kind": "other", "institution_name": "医院" });
    for day in 0..48 {
        if day % 2 == 0 {
            appointed(&city, &hanako, &id, plain(day)).await;
        } else {
            written(&city, &hanako, &id, entry("2026-12-24", "planned")).await;
        }
        // The hourly limits of writing are another matter.
        city.pass(chrono::TimeDelta::minutes(2));
    }
    let city = Arc::new(city);
    let mut running = tokio::task::JoinSet::new();
    for day in 0..6 {
        let (city, hanako, id) = (city.clone(), hanako.clone(), id.clone());
        running.spawn(async move {
            if day % 2 == 0 {
                city.post(&hanako, &path(&id), plain(day)).await
            } else {
                city.post(&hanako, &format!("/v1/residents/{id}/visits"), entry("2026-12-25", "planned")).await
            }
        });
    }
    let replies = running.join_all().await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 2);
    for refused in replies.into_iter().filter(|reply| reply.status != 201) {
        assert_eq!(refused.expect_problem(422, "too_many_appointments").body["most"], 50);
    }
    // Today's count as well, of either kind; what was does not.
    let today = support_day(&city);
    let appointment = json!({ "on": today, "kind": "other", "institution_name": "医院" });
    city.post(&hanako, &path(&id), appointment).await.expect_problem(422, "too_many_appointments");
    let visits = format!("/v1/residents/{id}/visits");
    city.post(&hanako, &visits, entry(&today, "planned")).await.expect_problem(422, "too_many_appointments");
    written(&city, &hanako, &id, entry(&today, "done")).await;
    written(&city, &hanako, &id, entry("2026-11-20", "done")).await;
}

#[tokio::test]
async fn what_is_planned_today_is_found_behind_very_many_visits_that_were_written_down() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let today = support_day(&city);
    let seed = |count: u16| {
        for number in 0..count {
            let [high, low] = number.to_be_bytes();
            let visit_id = notebook::id::VisitId::new(city.now(), [high, low, 0, 0, 0, 0, 0, 0, 0, 0]);
            let visit = json!({ "visit_id": visit_id, "visited_on": today, "status": "done" });
            city.seed_visit(&id, &serde_json::from_value(visit).unwrap());
        }
        city.pass(chrono::TimeDelta::minutes(1));
    };
    seed(60);
    let planned = written(&city, &hanako, &id, entry(&today, "planned")).await;
    city.pass(chrono::TimeDelta::minutes(1));
    seed(130);
    let ics = format!("/v1/residents/{id}/appointments.ics");
    assert_eq!(city.get(&hanako, &ics).await.expect(200).body["is_cut"], false);
    let shown = city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    assert_eq!(shown["next_appointment"]["appointment_id"], planned.as_str());
    // The check-in takes it over, so that nothing reminds of it.
    assert_eq!(super::checked_in(&city, &hanako, &id).await, planned);

    // Behind more than are looked through, what comes on other days is there, and the file says that it may not be all.
    appointed(&city, &hanako, &id, dentist("2026-12-08", Some("15:30"))).await;
    seed(1200);
    let shown = city.get(&hanako, &format!("/v1/residents/{id}/today")).await.expect(200).body;
    assert_eq!(shown["next_appointment"]["on"], "2026-12-08");
    assert_eq!(city.get(&hanako, &ics).await.expect(200).body["is_cut"], true);
    let refused = city.post(&hanako, &path(&id), dentist("2026-12-09", None)).await;
    refused.expect_problem(422, "too_many_appointments");
}

/// The day in Japan.
fn support_day(city: &City) -> String {
    notebook::time::jst_day(city.now()).to_string()
}

#[tokio::test]
async fn others_write_appointments_only_with_the_scope_and_are_reminded_themselves() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let lines = (&*format!("POST {}", path(&id)), &*format!("POST {}", path(NOBODY)));
    as_others(&city, &id, lines, dentist("2026-12-08", Some("15:30")), "record").await;
    let of = async |person: &Person| {
        let list = city.get(person, &path(&id)).await.expect(200).body;
        (list["items"][0]["reminders"]["day_before"].clone(), list["items"][0]["reminds"].clone())
    };
    assert_eq!(of(&hanako).await, (json!(true), json!("another")));
    assert_eq!(of(&Person::resident("son")).await, (json!(true), json!("me")));
    city.relate(&Person::resident("son"), &id, "family", &[("medication", "manage")]);
    assert_eq!(of(&hanako).await, (json!(true), json!("nobody")), "who does not see visits is reminded of none");
}

#[tokio::test]
async fn r05_a_clinic_is_shown_of_appointments_what_it_is_shown_of_planned_visits() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let doctor = Person::staff("doctor");
    city.employ(&doctor, super::CLINIC, "doctor");
    let tomorrow = appointed(&city, &hanako, &id, dentist("2026-11-23", Some("15:30"))).await;
    let today = appointed(&city, &hanako, &id, dentist("2026-11-22", Some("15:30"))).await;
    city.post(&hanako, "/v1/check-ins", super::at_clinic(&id, &["visits"])).await.expect(201);
    let shown = city.get(&doctor, &notebook_of(&id)).await.expect(200).body;
    let visits = shown["sections"]["visits"].as_array().unwrap();
    let of = |of: &str| visits.iter().find(|visit| visit["visit_id"] == of);
    assert!(of(&tomorrow).is_none() && of(&today).is_some());
    let text = shown.to_string();
    for hidden in ["保険証", "15:30", "reminds", "day_before"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[tokio::test]
async fn r52_r53_writing_an_appointment_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(OTHER_CLINIC, "海辺歯科");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("POST {}", path(&id)), dentist("2026-12-08", Some("15:30")))
    })
    .await;
}
