//! Where the functions know the key that CloudFront shows, they read nothing of a request that came without it.

use platform::edge::EdgeKeys;
use platform::request::Request;
use serde_json::{Value, json};
use support::{City, Person};

/// SHA-256 of "shown".
const SHOWN: &str = "baaf53622a51d975235f276287bdc1b64aa4640c77142cbca076877d9eac6815";

fn closed() -> City {
    let mut city = City::new();
    city.app.settings.edge = EdgeKeys::parse(SHOWN).unwrap();
    city
}

#[tokio::test]
async fn every_operation_answers_what_came_around_the_edge_as_if_there_were_nothing() {
    let city = closed();
    for (_, operation) in catalogue::operations() {
        let name = operation.spec.name;
        for key in [None, Some("another"), Some("")] {
            city.store.forget();
            let claims = Person::resident("hanako").claims;
            let edge_key = key.map(ToOwned::to_owned);
            let request = Request { claims, edge_key, body: b"no JSON".to_vec(), ..Request::default() };
            let reply = operation.serve(&city.app, &request).await;
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!((reply.status, &body["code"]), (404, &json!("not_found")), "{name} {key:?}");
            assert_eq!(city.store.seen().requests, 0, "{name} {key:?}: something was read");
        }
    }
}

#[tokio::test]
async fn what_came_through_it_is_served_as_ever_and_may_do_no_more() {
    let city = closed();
    let hanako = Person::resident("hanako");
    let through = |request: &mut Request| request.edge_key = Some("shown".to_owned());
    city.send(&hanako, "GET /v1/me", Value::Null, through).await.expect(200);
    let nobody = "GET /v1/residents/018f0000-0000-7000-8000-000000000000";
    city.send(&hanako, nobody, Value::Null, through).await.expect_problem(404, "not_found");
    let unknown = Request { edge_key: Some("shown".to_owned()), ..Request::default() };
    let (_, me) = catalogue::operations().find(|(_, operation)| operation.spec.name == "get-me").unwrap();
    assert_eq!(me.serve(&city.app, &unknown).await.status, 401);
}
