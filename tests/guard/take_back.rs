//! What GET gave can be sent back: every PUT with a GET of the same path, or of the list that it is in, and every PATCH.

use platform::operation::Operation;
use platform::spec::Who;
use serde_json::{Map, Value, json};
use support::keys::LIMITS;
use support::{City, Person, Reply};
use xtask::events::sample;

use super::events::sample_city;

/// An operation and the GET of the same path, with the real address in a city that has what it names.
struct Pair {
    city: City,
    put: &'static Operation,
    path: String,
    /// Whether it is shown in its list only.
    is_listed: bool,
    /// What only the PUT has, such as a token that is shown to nobody.
    unshown: Map<String, Value>,
}

async fn pairs(method: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (_, put) in catalogue::operations() {
        let spec = &put.spec;
        // Of its notes an institution replaces the text, and nothing else that they show.
        if matches!(spec.who, Who::ClinicVisit(_) | Who::OwnGuidance(_)) {
            continue;
        }
        let has_get = |path: &str| {
            catalogue::operations().any(|(_, other)| other.spec.method.as_str() == "GET" && other.spec.path == path)
        };
        let is_listed = !has_get(spec.path);
        let (list, part) = spec.path.rsplit_once('/').unwrap();
        if spec.method.as_str() != method || (is_listed && !(part.starts_with('{') && has_get(list))) {
            continue;
        }
        let (city, ids) = sample_city().await;
        let path = xtask::events::path(spec);
        let path = ids.iter().fold(path, |path, (sample, real)| path.replace(sample, real));
        // As the example leaves it: with as much in it as the operation takes.
        let example = ids.iter().fold(put.example().to_string(), |text, (sample, real)| text.replace(sample, real));
        let mut pair = Pair { city, put, path, is_listed, unshown: Map::new() };
        let example: Value = serde_json::from_str(&example).unwrap();
        pair.fill(example.clone()).await;
        if method == "PUT" {
            let shown = pair.shown().await;
            pair.unshown = example.as_object().unwrap().clone();
            pair.unshown.retain(|name, _| shown.get(name).is_none());
        }
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
        let read = |path| async move { self.city.get(&Self::person(), path).await.expect(200).body };
        if !self.is_listed {
            return read(&self.path).await;
        }
        let (list, id) = self.path.rsplit_once('/').unwrap();
        let mut list = read(list).await;
        let is_it = |item: &&mut Value| item.to_string().contains(&format!("\"{id}\""));
        list["items"].as_array_mut().unwrap().iter_mut().find(is_it).unwrap().take()
    }

    /// Sends back what was shown, with what is shown to nobody.
    async fn send_back(&self, mut shown: Value) -> Reply {
        shown.as_object_mut().unwrap().extend(self.unshown.clone());
        self.send(shown).await
    }

    /// The table, without the counts of calls.
    fn state(&self) -> Vec<Value> {
        self.city.store.everything().into_iter().filter(|item| !LIMITS.begins(item)).collect()
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
        pair.send_back(given.clone()).await.expect(200);
        assert_eq!(content(&pair.shown().await), content(&given), "{}", pair.put.spec.name);
    }
}

#[tokio::test]
async fn a_field_that_get_carried_and_a_put_leaves_out_is_named_and_nothing_is_written() {
    for pair in pairs("PUT").await {
        let mut found = Vec::new();
        fields(&pair.shown().await, "", &mut found);
        for (pointer, value) in found.into_iter().filter(|(_, value)| !value.is_null()) {
            let (given, state) = (pair.shown().await, pair.state());
            let name = format!("{} {pointer}", pair.put.spec.name);
            let reply = pair.send_back(without(&given, &pointer)).await;
            if reply.status == 200 {
                // Ours to say: it may be left out, is still there, and cannot be changed.
                let mut changed = pair.shown().await;
                assert!(changed.pointer(&pointer).is_some(), "{name}");
                put_at(&mut changed, &pointer, different(&value));
                let was = pair.shown().await;
                let reply = pair.send_back(changed).await;
                // What changes without an edit is taken back whatever it was, and is what it was.
                let stays = reply.status == 200 && content(&pair.shown().await) == content(&was);
                assert!(reply.status == 422 || stays, "{name} is neither asked for nor read-only");
                continue;
            }
            let reply = reply.expect_problem(422, "missing_field");
            let errors = reply.body["errors"].as_array().unwrap();
            assert!(errors.iter().any(|error| error["pointer"] == pointer), "{name}: {errors:?}");
            assert_eq!(pair.state(), state, "{name}");
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
