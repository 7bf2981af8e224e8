//! What GET gave can be sent back: every PUT with a GET of the same path, and every PATCH.

use platform::endpoint::Operation;
use serde_json::{Map, Value, json};
use support::{City, Person, Reply};
use xtask::events::sample;

use super::events::sample_city;

/// PUTs that do not take back yet what their GET gave. It may only grow shorter.
const NOT_YET: [&str; 1] = ["update-alarm"];

/// An operation and the GET of the same path, with the real address in a city that has what it names.
struct Pair {
    city: City,
    put: &'static Operation,
    path: String,
}

#[tokio::test]
async fn what_is_said_not_to_take_back_what_get_gave_does_not() {
    for name in NOT_YET {
        let (_, put) = catalogue::operations().find(|(_, operation)| operation.spec.name == name).unwrap();
        let (city, ids) = sample_city().await;
        let path = ids.iter().fold(xtask::events::path(&put.spec), |path, (sample, real)| path.replace(sample, real));
        let pair = Pair { city, put, path };
        let reply = pair.send(pair.shown().await).await;
        assert_ne!(reply.status, 200, "{name} takes it back: strike it off the list");
    }
}

async fn pairs(method: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (_, put) in catalogue::operations() {
        let spec = &put.spec;
        let is_get = |other: &Operation| other.spec.method.as_str() == "GET" && other.spec.path == spec.path;
        let named = spec.method.as_str() == method && !NOT_YET.contains(&spec.name);
        if !named || !catalogue::operations().any(|(_, other)| is_get(other)) {
            continue;
        }
        let (city, ids) = sample_city().await;
        let path = xtask::events::path(spec);
        let path = ids.iter().fold(path, |path, (sample, real)| path.replace(sample, real));
        // As the example leaves it: with as much in it as the operation takes.
        let example = ids.iter().fold(put.example().to_string(), |text, (sample, real)| text.replace(sample, real));
        let pair = Pair { city, put, path };
        pair.fill(serde_json::from_str(&example).unwrap()).await;
        pairs.push(pair);
    }
    assert!(!pairs.is_empty());
    pairs
}

impl Pair {
    fn person() -> Person {
        Person::resident(sample::HANAKO)
    }

    async fn shown(&self) -> Value {
        self.city.get(&Self::person(), &self.path).await.expect(200).body
    }

    async fn send(&self, body: Value) -> Reply {
        self.city.call(&Self::person(), &format!("{} {}", self.put.spec.method.as_str(), self.path), body).await
    }

    /// Writes the example over what is there: a PUT says what it leaves out with `null`.
    async fn fill(&self, example: Value) {
        let mut body = example;
        for _ in 0..20 {
            let reply = self.send(body.clone()).await;
            if reply.status == 200 {
                return;
            }
            let reply = reply.expect_problem(422, "missing_field");
            for error in reply.body["errors"].as_array().unwrap() {
                put_at(&mut body, error["pointer"].as_str().unwrap(), Value::Null);
            }
        }
        panic!("{}: the example is not taken", self.put.spec.name);
    }
}

fn put_at(body: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[name] = value;
}

/// Every field of every object, outside of lists.
fn fields(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
    for (name, field) in value.as_object().into_iter().flatten() {
        let pointer = format!("{pointer}/{name}");
        found.push((pointer.clone(), field.clone()));
        fields(field, &pointer, found);
    }
}

fn without(value: &Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let mut left = value.clone();
    left.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    left
}

/// What two answers say, but for when and as which version it was written.
fn content(shown: &Value) -> Map<String, Value> {
    let mut shown = shown.as_object().unwrap().clone();
    shown.retain(|name, _| !["version", "recorded_at", "changed_at", "next_at", "chosen"].contains(&name.as_str()));
    shown
}

#[tokio::test]
async fn what_get_gave_is_taken_back_by_every_put_and_changes_nothing() {
    for pair in pairs("PUT").await {
        let given = pair.shown().await;
        pair.send(given.clone()).await.expect(200);
        assert_eq!(content(&pair.shown().await), content(&given), "{}", pair.put.spec.name);
    }
}

#[tokio::test]
async fn a_field_that_get_carried_and_a_put_leaves_out_is_named_and_nothing_is_written() {
    for pair in pairs("PUT").await {
        let mut found = Vec::new();
        fields(&pair.shown().await, "", &mut found);
        for (pointer, value) in found.into_iter().filter(|(_, value)| !value.is_null()) {
            let (given, state) = (pair.shown().await, pair.city.store.everything());
            let name = format!("{} {pointer}", pair.put.spec.name);
            let reply = pair.send(without(&given, &pointer)).await;
            if reply.status == 200 {
                // Ours to say: it may be left out, is still there, and cannot be changed.
                let mut changed = pair.shown().await;
                assert!(changed.pointer(&pointer).is_some(), "{name}");
                put_at(&mut changed, &pointer, different(&value));
                let reply = pair.send(changed).await;
                assert_eq!(reply.status, 422, "{name} is neither asked for nor read-only");
                continue;
            }
            let reply = reply.expect_problem(422, "missing_field");
            let errors = reply.body["errors"].as_array().unwrap();
            assert!(errors.iter().any(|error| error["pointer"] == pointer), "{name}: {errors:?}");
            assert_eq!(pair.city.store.everything(), state, "{name}");
        }
    }
}

/// PATCH: absent stays, `null` clears, in every object of the body.
#[tokio::test]
async fn a_patch_of_one_field_leaves_every_other_as_it_was() {
    for pair in pairs("PATCH").await {
        let before = pair.shown().await;
        pair.send(json!({})).await.expect(200);
        assert_eq!(pair.shown().await, unversioned(&pair.shown().await, &before), "{}", pair.put.spec.name);
        let mut found = Vec::new();
        fields(&before, "", &mut found);
        for (pointer, value) in found {
            for value in [value.clone(), Value::Null] {
                let given = pair.shown().await;
                let body = pointer.split('/').skip(1).collect::<Vec<_>>();
                let body = body.iter().rev().fold(value.clone(), |inner, name| json!({ *name: inner }));
                let reply = pair.send(body).await;
                let after = pair.shown().await;
                if reply.status == 200 {
                    // What lies beside it, at every level.
                    let name = format!("{} {pointer} {value}", pair.put.spec.name);
                    let (beside, rest) = (without(&after, &pointer), without(&given, &pointer));
                    assert_eq!(beside, unversioned(&beside, &rest), "{name}");
                } else {
                    assert_eq!((reply.status, &after), (422, &given), "{} {pointer}", pair.put.spec.name);
                }
            }
        }
    }
}

/// The earlier answer with the later one's version.
fn unversioned(later: &Value, earlier: &Value) -> Value {
    let mut earlier = earlier.clone();
    for name in ["version", "edit_version"] {
        if later.get(name).is_some_and(Value::is_number) {
            earlier[name] = later[name].clone();
        }
    }
    earlier
}

fn different(value: &Value) -> Value {
    match value {
        Value::Bool(value) => json!(!value),
        Value::Number(_) => json!(987_654),
        _ => json!("else"),
    }
}
