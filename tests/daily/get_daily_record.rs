use support::Person;

use super::{kept, notebook, records, whole};

#[tokio::test]
async fn a_person_reads_one_record_in_one_round_trip_and_family_in_two() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    city.store.forget();
    let reply = city.get(&hanako, &path).await.expect(200);
    assert_eq!((city.store.seen().depth, city.store.seen().requests), (1, 1));
    assert_eq!(reply.header("etag"), Some("\"1\""));
    assert_eq!(reply.body["record_id"], record);
    assert_eq!(reply.body["version"], 1);
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("daily", "see")]);
    city.store.forget();
    city.get(&son, &path).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
}

#[tokio::test]
async fn r02_a_record_of_another_notebook_is_not_there_under_ones_own() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let record = kept(&city, &taro, &theirs, whole()).await;
    let other = city.get(&hanako, &format!("{}/{record}", records(&id))).await.expect_problem(404, "not_found");
    for missing in ["019a0000-0000-7000-8000-000000000000", "1", "%2e%2e"] {
        let reply = city.get(&hanako, &format!("{}/{missing}", records(&id))).await;
        assert_eq!(reply.raw, other.raw);
    }
}
