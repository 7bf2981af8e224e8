use notebook::access::Section;
use serde_json::{Value, json};
use support::clinic::{CLINIC, OTHER_CLINIC, ago};
use support::keys::{ACCOUNT_LOG, ARRIVALS, CLINIC_DAY, INSTITUTION_LOG};
use support::store::Fault;
use support::{City, Person};

const LIST: &str = "/v1/institutions/4310112345/patients";

#[tokio::test]
async fn the_counter_sees_who_came_today_in_order_of_arrival_and_nobody_of_yesterday() {
    let city = City::new();
    let (_, _, id) = city.clinic().await;
    let reception = Person::staff("reception");
    city.employ(&reception, CLINIC, "reception");
    let second = city.proved_resident(&Person::resident("second")).await;
    city.rename(&second, "有明 太郎", "アリアケ タロウ");
    city.check_in_at(&id, CLINIC, &[Section::Daily], ago(city.now(), 1));
    let later = city.check_in(&id, CLINIC, &[Section::Daily]);
    let first = city.check_in_at(&second, CLINIC, &[], city.now() - chrono::TimeDelta::minutes(5));
    city.check_in(&second, OTHER_CLINIC, &[]);
    city.store.forget();
    let list = city.get(&reception, LIST).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 2);
    let visits: Vec<_> = list["items"].as_array().unwrap().iter().map(|row| row["visit_id"].clone()).collect();
    assert_eq!(visits, [json!(first.visit_id), json!(later.visit_id)]);
    let row = &list["items"][1];
    assert_eq!(row["legal_name"], "荒尾 花子");
    assert_eq!((&row["age"], &row["sex"], &row["status"]), (&json!(75), &json!("female"), &json!("waiting")));
    assert_eq!((&row["same_name"], &row["chart_number"]), (&json!(false), &Value::Null));
    assert_eq!(row["checked_in_by"], "self");
    assert_eq!(list["next_cursor"], Value::Null);
    city.store.forget();
    city.get(&reception, LIST).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
}

#[tokio::test]
async fn people_with_the_same_name_written_or_read_are_marked() {
    let city = City::new();
    let (doctor, _, _) = city.clinic().await;
    let names = [
        ("髙田 幸子", "タカダ サチコ"),
        ("高田　幸子", "タカタ ユキコ"),
        ("山田 葵", "ﾔﾏﾀﾞ ｱｵｲ"),
        ("山田 碧", "やまだ　あおい"),
        ("田中 一郎", "タナカ イチロウ"),
    ];
    for (n, (legal_name, kana)) in names.iter().enumerate() {
        let id = city.proved_resident(&Person::resident(&format!("p{n}"))).await;
        city.rename(&id, legal_name, kana);
        city.check_in(&id, CLINIC, &[]);
        city.pass(chrono::TimeDelta::minutes(1));
    }
    let list = city.get(&doctor, LIST).await.expect(200).body;
    let marked: Vec<_> = list["items"].as_array().unwrap().iter().map(|row| row["same_name"].clone()).collect();
    assert_eq!(marked, [true, true, true, true, false].map(Value::from));
}

#[tokio::test]
async fn a_cancelled_check_in_stands_in_the_list_without_the_person() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.check_in(&id, CLINIC, &[]);
    let partition = CLINIC_DAY.of(CLINIC).of("2026-11-22");
    let sk = city.items(&partition, ARRIVALS)[0]["sk"]["S"].as_str().unwrap().to_owned();
    city.set_attribute(&partition, &sk, "status", &json!("cancelled"));
    let reply = city.get(&doctor, LIST).await.expect(200);
    assert_eq!(reply.body["items"][0]["status"], "cancelled");
    let raw = String::from_utf8(reply.raw).unwrap();
    assert!(!raw.contains("荒尾") && !raw.contains("アラオ") && !raw.contains("1951") && !raw.contains(&id));
}

#[tokio::test]
async fn r40_the_list_is_one_entry_a_sign_in_and_day_in_the_institutions_chain() {
    let city = std::sync::Arc::new(City::new());
    let (doctor, _, _) = city.clinic().await;
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (city, doctor) = (city.clone(), doctor.clone());
            tokio::spawn(async move { city.get(&doctor, LIST).await.status })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!(city.entries(INSTITUTION_LOG.of(CLINIC)), 1);
    city.get(&doctor.clone().claiming("origin_jti", "another sign-in"), LIST).await.expect(200);
    assert_eq!(city.entries(INSTITUTION_LOG.of(CLINIC)), 2);
    city.pass(chrono::TimeDelta::days(1));
    city.get(&doctor, LIST).await.expect(200);
    city.get(&doctor, LIST).await.expect(200);
    assert_eq!(city.entries(INSTITUTION_LOG.of(CLINIC)), 3);
    assert_eq!(city.entries(ACCOUNT_LOG.of(doctor.actor())), 0);
}

#[tokio::test]
async fn r40_without_an_entry_there_is_no_list() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.check_in(&id, CLINIC, &[]);
    city.store.fault(Fault::Before(4));
    city.get(&doctor, LIST).await.expect_problem(503, "unavailable");
    city.store.fault(Fault::None);
    assert_eq!(city.entries(INSTITUTION_LOG.of(CLINIC)), 0);
    city.store.fault(Fault::LostOnce(4));
    city.get(&doctor, LIST).await.expect(200);
    assert_eq!(city.entries(INSTITUTION_LOG.of(CLINIC)), 1);
}

#[tokio::test]
async fn only_the_institutions_own_staff_see_its_list() {
    let city = City::new();
    let (doctor, hanako, id) = city.clinic().await;
    city.check_in(&id, CLINIC, &[]);
    for role in ["doctor", "nurse", "pharmacist", "public_health_nurse", "reception"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        city.get(&person, LIST).await.expect(200);
    }
    for role in ["city_admin", "operator"] {
        let person = Person::staff(role);
        city.employ(&person, CLINIC, role);
        city.get(&person, LIST).await.expect_problem(403, "role_not_allowed");
    }
    let other = Person::staff("other");
    city.employ(&other, OTHER_CLINIC, "doctor");
    city.get(&other, LIST).await.expect_problem(404, "not_found");
    city.get(&hanako, LIST).await.expect_problem(404, "not_found");
    city.get(&Person::staff_without_totp("doctor"), LIST).await.expect_problem(403, "totp_required");
    city.get(&Person::nobody(), LIST).await.expect_problem(401, "unauthenticated");
    city.get(&doctor, &format!("{LIST}?name=CANARY")).await.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn a_day_of_more_than_a_page_is_shown_whole() {
    let city = City::new();
    let (doctor, _, id) = city.clinic().await;
    city.rename(&id, &"長".repeat(100), &"ナ".repeat(100));
    let start = "2026-11-21T15:00:00Z".parse::<notebook::time::Instant>().unwrap();
    for n in 0..1_200 {
        city.check_in_at(&id, CLINIC, &[], start + chrono::TimeDelta::seconds(n));
    }
    let list = city.get(&doctor, LIST).await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 1_200);
}
