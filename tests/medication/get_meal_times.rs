use serde_json::{Value, json};
use support::Person;

use super::notebook;

#[tokio::test]
async fn until_the_person_says_so_the_usual_times_are_shown() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let reply = city.get(&hanako, &format!("/v1/residents/{id}/meal-times")).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let usual = json!({
        "wake": "06:30", "breakfast": "07:00", "lunch": "12:00", "supper": "18:30", "bedtime": "22:00", "chosen": false,
    });
    assert_eq!((&reply.body, reply.header("etag")), (&usual, Some("\"0\"")));
}

#[tokio::test]
async fn family_reads_in_two_round_trips() {
    let (city, _, id) = notebook().await;
    let path = format!("/v1/residents/{id}/meal-times");
    city.call(&city.family(&id, "medication", "see"), &format!("GET {path}"), Value::Null).await.expect(200);
    city.store.forget();
    city.get(&Person::resident("member-see"), &path).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
}
