//! everything that must be refused, each for its own reason.

mod answers;
mod attempt;
mod token;

use std::collections::BTreeSet;

use crate::support::World;

/// A name, the code of the expected refusal, and what is wrong.
type Case = (&'static str, &'static str, fn(&mut World));

async fn check(cases: &[Case]) {
    let mut failures = Vec::new();
    for (name, expected, arrange) in cases {
        let mut world = World::new();
        arrange(&mut world);
        match world.finish().await {
            Err(error) if error.code() == *expected => {}
            Err(error) => failures.push(format!("{name}: expected {expected}, got {error}")),
            Ok(_) => failures.push(format!("{name}: expected {expected}, was accepted")),
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[tokio::test]
async fn r20_what_does_not_belong_to_the_attempt_is_refused() {
    check(attempt::ATTEMPT).await;
}

#[tokio::test]
async fn r20_a_failed_exchange_is_told_apart_by_its_cause() {
    check(attempt::EXCHANGE).await;
}

#[tokio::test]
async fn r20_a_header_that_chooses_its_own_rules_is_refused() {
    check(token::HEADER).await;
}

#[tokio::test]
async fn r20_a_token_that_is_not_exactly_what_was_signed_is_refused() {
    check(token::SHAPE).await;
}

#[tokio::test]
async fn r20_a_token_for_another_time_place_or_attempt_is_refused() {
    check(token::CLAIMS).await;
}

#[tokio::test]
async fn r20_keys_that_are_none_are_refused() {
    check(answers::KEYS).await;
}

#[tokio::test]
async fn r20_attributes_of_another_person_or_none_are_refused() {
    check(answers::USERINFO).await;
}

#[test]
fn r20_every_refusal_has_a_case_and_no_case_stands_twice() {
    let cases: Vec<Case> = [
        attempt::ATTEMPT,
        attempt::EXCHANGE,
        token::HEADER,
        token::SHAPE,
        token::CLAIMS,
        answers::KEYS,
        answers::USERINFO,
    ]
    .concat();
    assert!(cases.len() >= 45);
    let names: BTreeSet<&str> = cases.iter().map(|case| case.0).collect();
    assert_eq!(names.len(), cases.len());
    for error in relying_party::Error::ALL {
        // The settings are tested where they are read.
        let elsewhere = error.code() == "settings_invalid";
        assert!(elsewhere || cases.iter().any(|case| case.1 == error.code()), "no case for {error}");
    }
}

#[tokio::test]
async fn r20_before_the_attempt_is_proven_ours_nothing_leaves_the_house() {
    for (name, _, arrange) in attempt::ATTEMPT {
        let mut world = World::new();
        arrange(&mut world);
        assert!(world.finish().await.is_err());
        assert!(world.script().asked.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn r20_a_code_works_once_even_if_the_attempt_is_tried_again() {
    let mut world = World::new();
    let stored = serde_json::to_string(world.pending()).unwrap();
    world.finish().await.unwrap();
    let again = world.finish_with(serde_json::from_str(&stored).unwrap()).await;
    assert_eq!(again.unwrap_err().code(), "code_rejected");
}
