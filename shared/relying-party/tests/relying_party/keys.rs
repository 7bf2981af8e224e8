//! the provider's keys are asked for seldom, found when they change, and kept through an outage.

use std::time::Duration;

use chrono::TimeDelta;
use relying_party::{Error, FetchError};
use serde_json::json;

use crate::support::{ISSUER, Key, World, json_reply, provider, reply};

impl World {
    fn times_asked(&mut self) -> usize {
        self.script().asked.iter().filter(|name| *name == "certs").count()
    }

    async fn key(&self, kid: &str) -> Result<(), Error> {
        self.keys.key(&self.outside, &self.provider, kid, self.now).await.map(drop)
    }
}

#[tokio::test]
async fn r22_a_held_key_is_not_asked_for_again_within_the_hour() {
    let mut world = World::new();
    for random in 1..=20 {
        world.attempt(random);
        world.finish().await.unwrap();
        world.now += TimeDelta::minutes(2);
    }
    assert_eq!(world.times_asked(), 1);
    world.now += TimeDelta::minutes(30);
    assert!(world.key("provider-key-1").await.is_ok());
    assert_eq!(world.times_asked(), 2);
}

#[tokio::test]
async fn r22_unknown_keys_make_us_ask_at_most_once_a_minute() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    world.now += TimeDelta::minutes(2);
    for n in 0..1_000 {
        assert_eq!(world.key(&format!("made-up-{n}")).await, Err(Error::UnknownKey));
        world.now += TimeDelta::milliseconds(59);
    }
    assert_eq!(world.times_asked(), 2);
    world.now += TimeDelta::seconds(1);
    assert_eq!(world.key("made-up").await, Err(Error::UnknownKey));
    assert_eq!(world.times_asked(), 3);
    assert!(world.key("provider-key-1").await.is_ok());
}

#[tokio::test]
async fn r22_a_new_key_is_found_at_once_unless_we_asked_in_this_minute() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    let (old, new) = (world.script().key.jwk(), Key::new("provider-key-2"));
    world.script().publish(&[old, new.jwk()]);
    world.now += TimeDelta::seconds(59);
    assert_eq!(world.key("provider-key-2").await, Err(Error::UnknownKey));
    world.now += TimeDelta::seconds(1);
    assert!(world.key("provider-key-2").await.is_ok());
    assert!(world.key("provider-key-1").await.is_ok());
    assert_eq!(world.times_asked(), 2);
}

#[tokio::test]
async fn r22_held_keys_count_for_a_day_of_outage_and_no_longer() {
    for outage in [
        Err(FetchError::Unreachable),
        Err(FetchError::Timeout),
        Err(FetchError::TooLarge),
        Ok(reply(503, "text/html", "down")),
        Ok(reply(200, "text/html", "<html>maintenance</html>")),
        Ok(json_reply(&json!({ "keys": [] }))),
        Ok(reply(200, "application/json", vec![b' '; 64 * 1024 + 1])),
    ] {
        let mut world = World::new();
        world.key("provider-key-1").await.unwrap();
        let (began, recovered) = (world.now, world.script().jwks.clone());
        world.script().jwks = outage;
        world.now = began + TimeDelta::hours(24) - TimeDelta::seconds(1);
        assert!(world.key("provider-key-1").await.is_ok());
        world.now = began + TimeDelta::hours(24);
        assert!(world.key("provider-key-1").await.is_err());
        world.script().jwks = recovered;
        world.now += TimeDelta::seconds(5);
        assert!(world.key("provider-key-1").await.is_ok());
    }
}

#[tokio::test]
async fn r22_an_outage_is_not_made_worse_by_asking() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    world.script().jwks = Err(FetchError::Timeout);
    world.now += TimeDelta::hours(2);
    for _ in 0..600 {
        assert!(world.key("provider-key-1").await.is_ok());
        world.now += TimeDelta::milliseconds(100);
    }
    assert_eq!(world.times_asked(), 2);
}

#[tokio::test]
async fn r22_without_any_key_we_ask_again_after_five_seconds() {
    let mut world = World::new();
    let published = world.script().jwks.clone();
    world.script().jwks = Err(FetchError::Unreachable);
    for _ in 0..50 {
        assert_eq!(world.key("provider-key-1").await, Err(Error::KeysUnavailable));
        world.now += TimeDelta::milliseconds(99);
    }
    assert_eq!(world.times_asked(), 1);
    world.script().jwks = published;
    world.now += TimeDelta::milliseconds(50);
    assert!(world.key("provider-key-1").await.is_ok());
}

#[tokio::test]
async fn r22_requests_at_the_same_time_ask_once() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    world.now += TimeDelta::minutes(2);
    let both = tokio::join!(world.key("made-up-1"), world.key("made-up-2"));
    assert_eq!(both, (Err(Error::UnknownKey), Err(Error::UnknownKey)));
    assert_eq!(world.times_asked(), 2);
}

#[tokio::test]
async fn r22_a_slow_answer_counts_as_none() {
    let mut world = World::new();
    world.script().jwks_takes = Duration::from_secs(6);
    assert_eq!(world.key("provider-key-1").await, Err(Error::KeysUnavailable));
}

#[tokio::test]
async fn r22_a_withdrawn_key_stops_counting_within_the_hour() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    world.script().publish(&[Key::new("provider-key-2").jwk()]);
    world.now += TimeDelta::minutes(60);
    assert_eq!(world.key("provider-key-1").await, Err(Error::UnknownKey));
}

#[tokio::test]
async fn r22_a_key_counts_for_its_own_provider_only() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    world.script().publish(&[Key::new("other-key").jwk()]);
    let other = provider("https://other.example/realms/main");
    let found = world.keys.key(&world.outside, &other, "provider-key-1", world.now).await;
    assert_eq!(found.map(drop), Err(Error::UnknownKey));
    assert_eq!(world.times_asked(), 2);
    world.provider = provider(ISSUER);
    assert!(world.key("provider-key-1").await.is_ok());
}

#[tokio::test]
async fn r22_a_clock_that_is_set_back_does_not_lock_us_out() {
    let mut world = World::new();
    world.key("provider-key-1").await.unwrap();
    world.now -= TimeDelta::hours(3);
    assert!(world.key("provider-key-1").await.is_ok());
    let (old, new) = (world.script().key.jwk(), Key::new("provider-key-2"));
    world.script().publish(&[old, new.jwk()]);
    assert!(world.key("provider-key-2").await.is_ok());
}
