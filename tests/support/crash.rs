//! The crash-point sweep: a write is stopped after each of its requests to the table, repeated with the same
//! `Idempotency-Key`, and must end exactly where it ends without a fault. Between the two, the table must hold the whole
//! effect or nothing of it.

use serde_json::{Map, Value};

use crate::city::{City, Reply};
use crate::keys::{ENTRIES, LIMITS, LOGS};
use crate::people::Person;
use crate::store::Fault;

/// The write that is swept: everything of the request but its key.
#[derive(Debug, Clone)]
pub struct Write {
    pub person: Person,
    /// `METHOD /path`.
    pub line: String,
    pub body: Value,
    pub if_match: Option<String>,
    /// Names of attributes and fields that are drawn anew by every attempt, beside ids and keys.
    pub drawn: &'static [&'static str],
}

impl Write {
    pub fn new(person: &Person, line: &str, body: Value) -> Self {
        Self { person: person.clone(), line: line.to_owned(), body, if_match: None, drawn: &[] }
    }

    #[must_use]
    pub fn if_match(mut self, version: &str) -> Self {
        self.if_match = Some(version.to_owned());
        self
    }

    #[must_use]
    pub fn drawn(mut self, names: &'static [&'static str]) -> Self {
        self.drawn = names;
        self
    }

    async fn send(&self, city: &City) -> Reply {
        let change = |request: &mut platform::request::Request| {
            request.idempotency_key = Some("crash-sweep".to_owned());
            request.if_match.clone_from(&self.if_match);
        };
        city.send(&self.person, &self.line, self.body.clone(), change).await
    }
}

/// What the sweep went through.
#[derive(Debug)]
pub struct Swept {
    /// The answer without a fault.
    pub reply: Reply,
    /// Requests to the table without a fault.
    pub requests: u32,
    /// Runs with a fault.
    pub faults: u32,
}

/// Sweeps a write. `arrange` makes the same city every time and names the write; panics on the first run that ends
/// elsewhere than the one without a fault.
pub async fn crash_sweep(arrange: impl AsyncFn(&City) -> Write) -> Swept {
    let city = City::new();
    let write = arrange(&city).await;
    let before = city.store.everything();
    city.store.forget();
    let reply = write.send(&city).await;
    assert!((200..300).contains(&reply.status), "without a fault: {}", String::from_utf8_lossy(&reply.raw));
    let requests = city.store.seen().requests;
    let known = before.iter().map(Value::to_string).collect::<String>();
    let view = |items: &[Value]| state(items, &known, write.drawn);
    let wanted = Outcome::of(&reply, &known, write.drawn);
    let (start, end) = (view(&before), view(&city.store.everything()));
    let entries = entries(&city.store.everything());

    let points = (1..=requests).flat_map(|n| [Fault::Before(n), Fault::After(n), Fault::LostOnce(n)]);
    let mut faults = 0;
    for fault in points {
        faults += 1;
        let city = City::new();
        let write = arrange(&city).await;
        assert_eq!(city.store.everything(), before, "the city is arranged in the same way every time");
        city.store.fault(fault);
        let stopped = write.send(&city).await;
        city.store.fault(Fault::None);
        let success = (200..300).contains(&stopped.status);
        assert!(success || stopped.status == 503, "{fault:?}: {}", String::from_utf8_lossy(&stopped.raw));
        let between = view(&city.store.everything());
        assert!(between == end || (between == start && !success), "{fault:?}: half of the effect: {between:#?}");
        let repeated = write.send(&city).await;
        assert_eq!(Outcome::of(&repeated, &known, write.drawn), wanted, "{fault:?}");
        let after = city.store.everything();
        assert_eq!(view(&after), end, "{fault:?}");
        // A look by another leaves its entry each time that it is answered, and never less than one for the effect.
        let more = self::entries(&after) - entries;
        assert!((0..=1).contains(&more), "{fault:?}: {more} more audit entries");
    }
    Swept { reply, requests, faults }
}

/// What a client sees of an answer.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    status: u16,
    version: Option<String>,
    body: Value,
}

impl Outcome {
    fn of(reply: &Reply, known: &str, drawn: &[&str]) -> Self {
        let version = reply.header("etag").map(ToOwned::to_owned);
        Self { status: reply.status, version, body: normal(&reply.body, known, drawn) }
    }
}

/// The table without what every attempt draws anew and without the books kept about attempts: limits and audit chains.
fn state(items: &[Value], known: &str, drawn: &[&str]) -> Vec<String> {
    let kept = items.iter().filter(|item| !LOGS.begins(item) && !LIMITS.begins(item));
    let mut state: Vec<_> = kept.map(|item| normal(item, known, drawn).to_string()).collect();
    state.sort();
    state
}

fn entries(items: &[Value]) -> i64 {
    i64::try_from(items.iter().filter(|item| ENTRIES.begins(item)).count()).unwrap()
}

/// A value in which every id, key and hash that was not there before the write reads the same.
fn normal(value: &Value, known: &str, drawn: &[&str]) -> Value {
    match value {
        Value::String(text) => Value::String(normal_text(text, known)),
        Value::Array(items) => items.iter().map(|item| normal(item, known, drawn)).collect(),
        Value::Object(fields) => {
            let field = |(name, field): (&String, &Value)| {
                let drawn_anew = drawn.contains(&name.as_str());
                let value = if drawn_anew { Value::Null } else { normal(field, known, drawn) };
                (normal_text(name, known), value)
            };
            Value::Object(fields.iter().map(field).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Ids have 36 characters, keys and hashes 43 or more; the words of the table and the API have fewer.
fn normal_text(text: &str, known: &str) -> String {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut normal = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(in_word) {
        let end = rest[start..].find(|c| !in_word(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        normal.push_str(&rest[..start]);
        normal.push_str(if word.len() >= 36 && !known.contains(word) { "<drawn>" } else { word });
        rest = &rest[end..];
    }
    normal.push_str(rest);
    normal
}
