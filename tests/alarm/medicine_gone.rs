//! What becomes of an alarm whose last medicine is deleted.

use serde_json::{Value, json};
use support::keys::{CHANGES, DUE, RINGS};
use support::{City, Person, Post, Write, crash_sweep};

use super::update_alarm::medicine;
use super::{alarms, at, notebook, own, set};
use crate::medication::{self, bytes, sheet};

fn ringing_for(medicines: &[&str], times: &[&str]) -> Value {
    let mut alarm = at(times);
    alarm["medication_ids"] = json!(medicines);
    alarm
}

#[tokio::test]
async fn an_alarm_ends_with_its_last_medicine_and_its_history_stays() {
    let (city, post, hanako, id) = notebook().await;
    let gone = medicine(&city, &hanako, &id, "カナリヤ錠").await;
    let stays = medicine(&city, &hanako, &id, "ヒバリ錠").await;
    let alarm = set(&city, &hanako, &id, ringing_for(&[&gone], &["10:01", "10:05"])).await;
    let both = set(&city, &hanako, &id, ringing_for(&[&gone, &stays], &["12:00"])).await;
    let none = set(&city, &hanako, &id, at(&["13:00"])).await;
    city.set_time("2026-11-22T10:02:00+09:00");
    let answer = format!("/v1/residents/{id}/intakes/{alarm}/2026-11-22/10:01");
    city.put(&hanako, &answer, json!({ "status": "taken", "at": "2026-11-22T10:02:00+09:00" })).await.expect(200);
    post.take("notify");
    city.delete(&hanako, &format!("/v1/residents/{id}/medications/{gone}")).await.expect(204);

    city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect_problem(404, "not_found");
    for time in ["10:01", "10:05"] {
        let entries = city.items(DUE.of(time), &id);
        assert!(!entries.is_empty() && entries.iter().all(|entry| entry["x"]["N"].is_string()), "{time}");
    }
    assert!(own(&post).is_empty());
    assert_eq!(city.items(RINGS, "").len(), 2);
    assert_eq!(city.items(CHANGES.of("2026-11-22T10:05"), &id)[0]["rings"]["BOOL"], false);
    let list = city.get(&hanako, &alarms(&id)).await.expect(200);
    let named: Vec<_> =
        list.body["items"].as_array().unwrap().iter().map(|i| (&i["alarm_id"], &i["medication_ids"])).collect();
    assert_eq!(named, [(&json!(both), &json!([stays])), (&json!(none), &json!([]))]);
    let counted = city.get(&hanako, &format!("/v1/residents/{id}/adherence")).await.expect(200);
    let ended =
        counted.body["alarms"].as_array().unwrap().iter().find(|item| item["alarm_id"] == json!(alarm)).unwrap();
    assert_eq!(ended["taken"], 1);
}

#[tokio::test]
async fn an_alarm_ends_with_the_sheet_that_brought_its_last_medicine() {
    let (city, hanako, id) = medication::notebook().await;
    Post::at(&city);
    let scanned = medication::scan(&city, &hanako, &id, bytes(&sheet("20261120", "カナリヤ錠"))).await.expect(201);
    let entry = scanned.body["dispensings"][0]["id"].as_str().unwrap();
    let alarm = set(&city, &hanako, &id, ringing_for(&[entry], &["08:00"])).await;
    let sheet = scanned.body["sheet_id"].as_str().unwrap();
    city.delete(&hanako, &format!("/v1/residents/{id}/dispensings/{sheet}")).await.expect(204);
    city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect_problem(404, "not_found");
    assert!(city.items(DUE.of("08:00"), &id).iter().all(|entry| entry["x"]["N"].is_string()));
}

#[tokio::test]
async fn an_alarm_ends_where_only_another_persons_sheet_tells_of_its_medicine_any_more() {
    for moved in [false, true] {
        let (city, hanako, id) = medication::notebook().await;
        Post::at(&city);
        let own = sheet("20261120", "カナリヤ錠");
        let of_another = own.replace("荒尾　花子,2,S260314", "玉名　太郎,1,S230412");
        let first = medication::scan(&city, &hanako, &id, bytes(&of_another)).await.expect(201);
        assert_eq!(first.body["owner"], "unconfirmed");
        let claimed = medication::scan(&city, &hanako, &id, bytes(&own)).await.expect(201);
        let entry = claimed.body["dispensings"][0]["id"].as_str().unwrap();
        assert_eq!(
            (&claimed.body["owner"], &claimed.body["dispensings"][0]["id"]),
            (&json!("resident"), &first.body["dispensings"][0]["id"])
        );
        let typed = medicine(&city, &hanako, &id, "ヒバリ錠").await;
        let alarm = set(&city, &hanako, &id, ringing_for(&[entry], &["08:00"])).await;
        let both = set(&city, &hanako, &id, ringing_for(&[entry, &typed], &["09:00"])).await;
        let sheet = format!("/v1/residents/{id}/dispensings/{}", claimed.body["sheet_id"].as_str().unwrap());
        if moved {
            let taro = Person::resident("taro");
            let theirs = city.open_notebook(&taro).await;
            city.relate(&hanako, &theirs, "family", &[("medication", "record")]);
            city.post(&hanako, &format!("{sheet}/transfers"), json!({ "to": theirs })).await.expect(201);
        } else {
            city.delete(&hanako, &sheet).await.expect(204);
        }
        let left = city.get(&hanako, &format!("/v1/residents/{id}/medications/{entry}")).await.expect(200);
        assert_eq!(left.body["owner"], "unconfirmed", "{moved}");
        city.get(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect_problem(404, "not_found");
        let list = city.get(&hanako, &alarms(&id)).await.expect(200).body;
        assert_eq!(
            (&list["items"][0]["alarm_id"], &list["items"][0]["medication_ids"]),
            (&json!(both), &json!([typed]))
        );
        assert!(city.items(DUE.of("08:00"), &id).iter().all(|due| due["x"]["N"].is_string()), "{moved}");
    }
}

#[tokio::test]
async fn a_medicine_with_more_alarms_than_fit_one_transaction_is_refused_until_some_end() {
    let (city, _, hanako, id) = notebook().await;
    let gone = medicine(&city, &hanako, &id, "カナリヤ錠").await;
    let mut made = Vec::new();
    for minute in 0..30 {
        let (first, second) = (format!("14:{minute:02}"), format!("15:{minute:02}"));
        made.push(set(&city, &hanako, &id, ringing_for(&[&gone], &[&first, &second])).await);
    }
    let path = format!("/v1/residents/{id}/medications/{gone}");
    city.delete(&hanako, &path).await.expect_problem(422, "too_many_at_once");
    assert_eq!(
        city.get(&hanako, &alarms(&id)).await.body["items"].as_array().unwrap().len(),
        30,
        "nothing was deleted"
    );
    for alarm in made.iter().take(10) {
        city.delete(&hanako, &format!("{}/{alarm}", alarms(&id))).await.expect(204);
    }
    city.delete(&hanako, &path).await.expect(204);
    assert_eq!(city.get(&hanako, &alarms(&id)).await.body["items"], json!([]));
}

#[tokio::test]
async fn r52_r53_the_end_of_an_alarm_with_its_medicine_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        Post::at(city);
        let id = city.open_notebook(&hanako).await;
        let gone = medicine(city, &hanako, &id, "カナリヤ錠").await;
        set(city, &hanako, &id, ringing_for(&[&gone], &["08:00", "10:05"])).await;
        Write::new(&hanako, &format!("DELETE /v1/residents/{id}/medications/{gone}"), Value::Null)
    })
    .await;
}
