use support::keys::{ACCOUNT_LOG, LOG};
use support::{City, Person};

#[tokio::test]
async fn a_person_reads_their_own_notebook_in_one_round_trip() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.proved_resident(&hanako).await;
    city.store.forget();
    let reply = city.get(&hanako, &format!("/v1/residents/{id}")).await.expect(200);
    assert_eq!(reply.body["identity"]["legal_name"], "荒尾 花子");
    assert_eq!(reply.header("etag"), Some("\"1\""));
    assert_eq!(city.store.seen().depth, 1);
    assert_eq!(city.store.seen().requests, 1);
}

#[tokio::test]
async fn r02_another_persons_notebook_answers_as_a_missing_one() {
    let (city, hanako, other) = (City::new(), Person::resident("hanako"), Person::resident("other"));
    let id = city.proved_resident(&hanako).await;
    let theirs = city.get(&other, &format!("/v1/residents/{id}")).await.expect_problem(404, "not_found");
    let missing = city.get(&other, "/v1/residents/019a0000-0000-7000-8000-000000000000").await;
    let malformed = city.get(&other, "/v1/residents/1").await;
    assert_eq!(theirs.raw, missing.raw);
    assert_eq!(theirs.raw, malformed.raw);
}

#[tokio::test]
async fn r40_family_reads_with_the_scope_leave_exactly_one_entry() {
    let (city, hanako, son) = (City::new(), Person::resident("hanako"), Person::resident("son"));
    let id = city.proved_resident(&hanako).await;
    city.relate(&son, &id, "family", &[("profile", "see")]);
    city.store.forget();
    city.get(&son, &format!("/v1/residents/{id}")).await.expect(200);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(city.entries(LOG.of(&id)), 1);
    let stranger = Person::resident("stranger");
    city.get(&stranger, &format!("/v1/residents/{id}")).await.expect_problem(404, "not_found");
    assert_eq!(city.entries(LOG.of(&id)), 1);
    assert_eq!(city.entries(ACCOUNT_LOG.of(stranger.actor())), 1);
}

#[tokio::test]
async fn an_unprocessed_key_means_ask_again_and_never_allow_or_deny() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.proved_resident(&hanako).await;
    for times in 1..=4 {
        city.store.leave_unprocessed(times);
        city.get(&hanako, &format!("/v1/residents/{id}")).await.expect(200);
    }
    city.store.leave_unprocessed(20);
    let reply = city.get(&hanako, &format!("/v1/residents/{id}")).await;
    assert!([200, 503].contains(&reply.status));
}
