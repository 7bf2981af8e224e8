//! what lets an account make a notebook grow is limited by the hour, in every operation of the catalogue.

use platform::operation::Operation;
use platform::request::Response;
use platform::spec::{Hourly, Method, Who};
use serde_json::{Value, json};
use support::keys::{ACCOUNT, IDEMPOTENCY, LIMITS, Spelling};
use support::{City, Person};

use super::ends::{Caller, arranged, data};
use super::events::ok_request;

#[test]
fn r57_every_operation_that_writes_for_an_account_has_a_limit_and_staffs_by_calls() {
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        let limit = spec.hourly();
        match (spec.who, spec.method) {
            (
                Who::Staff(_)
                | Who::Clinic(_)
                | Who::Counter(_)
                | Who::ClinicVisit(_)
                | Who::Guidance(_)
                | Who::OwnGuidance(_)
                | Who::Dispensing(_),
                _,
            ) => {
                assert!(matches!(limit, Some(Hourly::Calls(_))), "{} has no hourly limit", spec.name);
            }
            // What it writes of a notebook is bounded by the card (`notebook::access::emergency`), how often it is called by its route.
            (Who::EmergencyCard, _) | (Who::Account | Who::ResidentAccount, Method::Get) => {
                assert_eq!(limit, None, "{}", spec.name);
            }
            _ => assert!(limit.is_some(), "{} lets a notebook grow without a limit", spec.name),
        }
        let Some(Hourly::Calls(most) | Hourly::Writes(most)) = limit else { continue };
        assert!((10..=1_200).contains(&most), "{}: {most} an hour", spec.name);
    }
}

struct Counter {
    pk: Spelling,
    sk: Spelling,
}

impl Counter {
    fn of(city: &City, operation: &Operation, actor: &str) -> Self {
        let hour = city.app.clock.now().format("%Y-%m-%dT%H");
        Self { pk: ACCOUNT.of(actor), sk: LIMITS.of(operation.spec.name).of(hour) }
    }

    fn set(&self, city: &City, calls: u32) {
        city.seed_item(&self.pk, &self.sk, &json!({ "calls": calls }), Value::Null);
    }

    fn get(&self, city: &City) -> Value {
        city.items(&self.pk, &self.sk)[0]["calls"]["N"].clone()
    }
}

fn is_refused(reply: &Response) -> bool {
    let text = String::from_utf8_lossy(&reply.body);
    let waits = reply.headers.iter().any(|(name, _)| *name == "retry-after");
    assert_eq!(reply.status == 429, text.contains("too_many_requests") && waits, "{text}");
    reply.status == 429
}

/// The table without counts, logs of refusals and the records of keys, which what changes nothing leaves as well.
fn written(city: &City, name: &'static str) -> Vec<Value> {
    let mut all = data(&city.store, name);
    all.retain(|item| !IDEMPOTENCY.begins(item));
    all
}

/// Writes whose sample finds everything as it says, so that there is nothing to count.
const UNCHANGED: [&str; 4] =
    ["put-primary-care-institution", "put-sheet-owner", "put-missed-dose-watcher", "put-missed-dose-watch"];

#[tokio::test]
async fn r57_an_hours_last_write_counts_the_next_is_refused_and_a_repetition_is_neither() {
    let (mut tried, mut unchanged) = (0, Vec::new());
    for (_, operation) in catalogue::operations() {
        let name = operation.spec.name;
        let Some(Hourly::Writes(most)) = operation.spec.hourly() else { continue };
        for caller in Caller::all_of(operation).iter().filter(|caller| !caller.is_refused(operation)) {
            let (city, ids, _) = arranged(*caller).await;
            let mut request = ok_request(operation, &ids);
            if let Some(person) = caller.person() {
                request.claims = person.claims;
            }
            request.idempotency_key = Some("one".to_owned());
            let counter = Counter::of(&city, operation, &Person { claims: request.claims.clone() }.actor());
            counter.set(&city, most);
            let before = written(&city, name);
            let reply = operation.serve(&city.app, &request).await;
            let by_another = *caller != Caller::Theirs;
            let writes = operation.spec.method != Method::Get || by_another;
            let refused = is_refused(&reply);
            let shown = String::from_utf8_lossy(&reply.body);
            if !refused {
                assert!((200..300).contains(&reply.status) && !by_another, "{name} {caller:?}: {shown}");
                unchanged.extend(writes.then_some(name));
                assert_eq!(counter.get(&city), json!(most.to_string()), "{name} {caller:?}: nothing is counted");
                continue;
            }
            assert_eq!(written(&city, name), before, "{name} {caller:?}: refused and written");
            tried += 1;
            counter.set(&city, most - 1);
            let reply = operation.serve(&city.app, &request).await;
            let shown = String::from_utf8_lossy(&reply.body);
            assert!((200..300).contains(&reply.status), "{name} {caller:?}: {shown}");
            assert_eq!(counter.get(&city), json!(most.to_string()), "{name} {caller:?}: counted once");
            if operation.spec.method == Method::Get {
                continue;
            }
            // A repetition under the same key; where its answer shows another's notebook, it is a look as any.
            let again = operation.serve(&city.app, &request).await;
            let looks = by_another && !operation.spec.shows_only_ids();
            assert_eq!(is_refused(&again), looks, "{name} {caller:?}: {}", String::from_utf8_lossy(&again.body));
            assert_eq!(counter.get(&city), json!(most.to_string()), "{name} {caller:?}: counted again");
        }
    }
    assert!(tried > 60, "{tried}");
    assert_eq!(unchanged, UNCHANGED);
}

#[tokio::test]
async fn r57_what_changes_nothing_and_what_is_refused_is_not_counted() {
    let (city, ids, resident) = arranged(Caller::Theirs).await;
    let person = Person::resident(xtask::events::sample::HANAKO);
    let own = format!("/v1/residents/{resident}");
    let visit = &ids.iter().find(|(name, _)| *name == xtask::events::sample::OWN_VISIT).unwrap().1;
    let memo = format!("{own}/visits/{visit}/memo");
    for _ in 0..3 {
        city.put(&person, &memo, json!({ "memo": "同じ" })).await.expect(200);
        city.put(&person, &memo, json!({ "memo": 1 })).await.expect_problem(422, "invalid_value");
    }
    let counts = city.items(ACCOUNT.of(person.actor()), LIMITS.of("put-memo"));
    assert_eq!(counts.iter().map(|item| item["calls"]["N"].as_str().unwrap()).collect::<Vec<_>>(), ["1"]);
    // The next hour is another.
    city.pass(chrono::TimeDelta::hours(1));
    city.put(&person, &memo, json!({ "memo": "anders" })).await.expect(200);
    assert_eq!(city.items(ACCOUNT.of(person.actor()), LIMITS.of("put-memo")).len(), 2);
}
