//! A city of its own for one test.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta};
use notebook::time::Instant;
use platform::app::{AlarmSettings, App, IdentitySettings, MailSettings, Settings, WebPushSettings};
use platform::auth::caller::KnownClients;
use platform::aws::Environment;
use platform::clock::{Clock, Entropy};
use platform::edge::EdgeKeys;
use platform::kept::Kept;
use platform::operation::Operation;
use platform::problem::Problem;
use platform::request::{Log, Request, Response};
use platform::table::Table;
use serde_json::{Value, json};

use crate::keys::{
    ACCOUNT, DIRECTORY, INSTITUTION, INSTITUTIONS, MEMBERSHIPS, NOTEBOOK, PROFILE, STAFF_MEMBERS, Spelling, key_of,
};
use crate::outside::Outside;
use crate::people::{Person, RESIDENTS, STAFF};
use crate::store::{Store, TABLE, TOUCHED};

/// A clock that stands still until it is set.
#[derive(Clone)]
pub struct HandClock(Arc<Mutex<Instant>>);

impl Clock for HandClock {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }
}

/// Numbers that look random and repeat with the test.
pub struct Dice(Mutex<u64>);

impl Entropy for Dice {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Problem> {
        let mut state = self.0.lock().unwrap();
        for byte in buffer {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = u8::try_from(*state >> 56).unwrap();
        }
        Ok(())
    }
}

/// An answer as a client sees it.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Value,
    pub raw: Vec<u8>,
    /// What no client sees.
    pub log: Log,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    /// The problem's code, or nothing on success.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// Panics with the whole answer unless it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.raw));
        self
    }

    /// Panics with the whole answer unless it is this problem.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code()), (status, code), "{}", String::from_utf8_lossy(&self.raw));
        self
    }
}

/// A city.
pub struct City {
    pub app: App,
    pub store: Store,
    pub outside: Outside,
    clock: HandClock,
}

impl City {
    pub fn new() -> Self {
        let store = Store::new();
        let outside = Outside::new(store.clone());
        let clock = HandClock(Arc::new(Mutex::new("2026-11-22T01:00:00Z".parse().unwrap())));
        let variables = |name: &str| {
            let value = match name {
                "AWS_REGION" => "ap-northeast-1",
                "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => "test",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let aws = Environment::from_variables(variables).unwrap();
        let app = App {
            table: Table {
                client: aws_sdk_dynamodb::Client::new(&aws.config(outside.client())),
                name: TABLE.to_owned(),
            },
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(Dice(Mutex::new(20_261_122))),
            settings: Settings {
                clients: KnownClients { residents: RESIDENTS.to_owned(), staff: STAFF.to_owned() },
                municipality_code: "432041".to_owned(),
                municipality_prefixes: "熊本県荒尾市|荒尾市".to_owned(),
                identity: identity(),
                alarms: alarms(),
                web_push: WebPushSettings {
                    services: web_push::Services::parse(crate::browser::SERVICES).unwrap(),
                    key: crate::browser::KEY.to_owned(),
                    contact: "https://notebook.example".to_owned(),
                },
                mail: MailSettings {
                    user_pool: "ap-northeast-1_test".to_owned(),
                    from: "no-reply@notebook.example".to_owned(),
                    configuration_set: "mail".to_owned(),
                },
                edge: EdgeKeys::default(),
            },
            http: outside.client(),
            web_http: Some(outside.connector()),
            kept: Kept::default(),
            aws,
        };
        Self { app, store, outside, clock }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Sets the clock, for example `2026-11-22T23:59:59.999+09:00`.
    pub fn set_time(&self, at: &str) {
        *self.clock.0.lock().unwrap() = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
    }

    pub fn pass(&self, time: TimeDelta) {
        *self.clock.0.lock().unwrap() += time;
    }

    /// Calls `METHOD /path?query` as a person, with a body and an idempotency key of its own.
    pub async fn call(&self, person: &Person, line: &str, body: Value) -> Reply {
        self.send(person, line, body, |_| {}).await
    }

    pub async fn get(&self, person: &Person, path: &str) -> Reply {
        self.call(person, &format!("GET {path}"), Value::Null).await
    }

    pub async fn post(&self, person: &Person, path: &str, body: Value) -> Reply {
        self.call(person, &format!("POST {path}"), body).await
    }

    pub async fn put(&self, person: &Person, path: &str, body: Value) -> Reply {
        self.call(person, &format!("PUT {path}"), body).await
    }

    pub async fn patch(&self, person: &Person, path: &str, body: Value) -> Reply {
        self.call(person, &format!("PATCH {path}"), body).await
    }

    pub async fn delete(&self, person: &Person, path: &str) -> Reply {
        self.call(person, &format!("DELETE {path}"), Value::Null).await
    }

    /// As [`Self::call`], with a change to the request: a header, a raw body.
    pub async fn send(&self, person: &Person, line: &str, body: Value, change: impl FnOnce(&mut Request)) -> Reply {
        let (operation, mut request) = route(line);
        request.claims = person.claims.clone();
        "test-request".clone_into(&mut request.request_id);
        if !body.is_null() {
            request.body = body.to_string().into_bytes();
        }
        change(&mut request);
        let concerned = self.concerned(line, &serde_json::from_slice(&request.body).unwrap_or_default());
        let (response, touched) = TOUCHED
            .scope(RefCell::default(), async {
                let response = operation.serve(&self.app, &request).await;
                (response, TOUCHED.with(RefCell::take))
            })
            .await;
        let is_new = |person: &str| line.ends_with("/children") && self.is_untouched(person);
        only_theirs(line, |person| concerned.as_deref() == Some(person) || is_new(person), &touched);
        only_its_problems(operation, &response);
        crate::contract::is_kept(operation, &response);
        reply(response)
    }

    /// An institution that takes part, as the city's staff would have registered it.
    pub fn institution(&self, code: &str, name: &str) {
        let item = |pk: Spelling, sk: Spelling| {
            json!({
                "pk": { "S": pk }, "sk": { "S": sk }, "code": { "S": code }, "name": { "S": name },
                "active": { "BOOL": true }, "version": { "N": "1" },
            })
        };
        self.store.seed(item(INSTITUTION.of(code), PROFILE));
        self.store.seed(item(DIRECTORY, INSTITUTIONS.of(code)));
    }

    /// A member of staff at an institution, which takes part unless it was set otherwise before.
    pub fn employ(&self, person: &Person, code: &str, role: &str) {
        let key = key_of(INSTITUTION.of(code), PROFILE);
        if self.store.admin("GetItem", json!({ "TableName": TABLE, "Key": key }))["Item"].is_null() {
            self.institution(code, "荒尾内科");
        }
        let actor = person.actor();
        self.store.seed(json!({
            "pk": { "S": INSTITUTION.of(code) }, "sk": { "S": STAFF_MEMBERS.of(&actor) },
            "role": { "S": role }, "name": { "S": format!("職員 {role}") }, "active": { "BOOL": true },
        }));
        self.store.seed(json!({
            "pk": { "S": ACCOUNT.of(&actor) }, "sk": { "S": MEMBERSHIPS.of(code) },
            "institution_code": { "S": code }, "role": { "S": role },
        }));
    }

    /// Opens a notebook for an account; gives its id.
    pub async fn open_notebook(&self, person: &Person) -> String {
        let body = json!({
            "display_name": "花子",
            "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }],
        });
        let reply = self.post(person, "/v1/residents", body).await.expect(201);
        reply.body["resident_id"].as_str().unwrap().to_owned()
    }

    /// Opens a notebook whose person is proved, as the card would have done; gives its id.
    pub async fn proved_resident(&self, person: &Person) -> String {
        let id = self.open_notebook(person).await;
        let values = json!({
            ":s": { "S": "verified_resident" },
            ":i": { "M": {
                "legal_name": { "S": "荒尾 花子" }, "birth_date": { "S": "1951-03-14" }, "sex": { "S": "female" },
                "kana": { "S": "アラオ ハナコ" },
            } },
        });
        self.store.admin(
            "UpdateItem",
            json!({
                "TableName": TABLE, "Key": key_of(NOTEBOOK.of(&id), PROFILE),
                "UpdateExpression": "SET #s = :s, #i = :i",
                "ExpressionAttributeNames": { "#s": "status", "#i": "identity" },
                "ExpressionAttributeValues": values,
            }),
        );
        id
    }
}

impl Default for City {
    fn default() -> Self {
        Self::new()
    }
}

fn identity() -> IdentitySettings {
    let realm = "https://idp.test/api/realms/main";
    IdentitySettings {
        issuer: realm.to_owned(),
        authorization_endpoint: format!("{realm}/protocol/openid-connect/auth"),
        token_endpoint: format!("{realm}/protocol/openid-connect/token"),
        userinfo_endpoint: format!("{realm}/protocol/openid-connect/userinfo"),
        jwks_uri: format!("{realm}/protocol/openid-connect/certs"),
        client_id: "RP00000001".to_owned(),
        redirect_uri: "https://notebook.test/identity/callback".to_owned(),
        names_issuer: false,
        assertion_key: "arn:aws:kms:ap-northeast-1:000000000000:key/assertion".to_owned(),
    }
}

/// one request touches one person's partition, and it is the person whom its path or its caller names; beside it, that of
/// the other whom it concerns, or who is new.
fn only_theirs(line: &str, is_other: impl Fn(&str) -> bool, touched: &BTreeSet<String>) {
    let people = touched.iter().filter_map(|partition| partition.strip_prefix(&*NOTEBOOK));
    let people: Vec<_> = people.filter(|person| !is_other(person)).collect();
    assert!(people.len() <= 1, "{line} touched the notebooks of {people:?}");
    for named in ["/residents/", "/patients/"] {
        if let (Some(person), Some((_, rest))) = (people.first(), line.split_once(named)) {
            assert!(rest.starts_with(*person), "{line} touched the notebook of {person}");
        }
    }
}

/// A problem that is answered is one that the contract lists for the operation.
pub fn only_its_problems(operation: &Operation, response: &Response) {
    let Ok(body) = serde_json::from_slice::<Value>(&response.body) else { return };
    let problem = response.content_type.is_some_and(|kind| kind.starts_with("application/problem+json"));
    let Some(name) = body["code"].as_str().filter(|_| problem) else { return };
    let listed = operation.spec.problems().any(|code| code.as_str() == name);
    assert!(listed, "{} answered {name}, which its Spec does not list", operation.spec.name);
}

/// The operation of a request line, and the request with what the gateway would have read from the path.
pub fn route(line: &str) -> (&'static Operation, Request) {
    let (method, target) = line.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let parts: Vec<_> = path.split('/').collect();
    let fits = |template: &str| {
        let wanted: Vec<_> = template.split('/').collect();
        wanted.len() == parts.len()
            && wanted.iter().zip(&parts).all(|(want, part)| want.starts_with('{') || want == part)
    };
    // A literal segment wins over a placeholder, as in the gateway.
    let candidates = catalogue::operations().filter(|(_, o)| o.spec.method.as_str() == method && fits(o.spec.path));
    let (_, operation) = candidates
        .min_by_key(|(_, operation)| operation.spec.placeholders().count())
        .unwrap_or_else(|| panic!("no route for {line}"));
    let names = operation.spec.path.split('/').zip(&parts);
    let path = names.filter_map(|(name, value)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some((name.to_owned(), percent_decoded(value)))
    });
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_decoded(name), percent_decoded(value))
    });
    (operation, Request { path: path.collect(), query: pairs.collect(), ..Request::default() })
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn reply(response: Response) -> Reply {
    let body = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
    Reply { status: response.status, headers: response.headers, body, raw: response.body, log: response.log }
}

fn alarms() -> AlarmSettings {
    let queue = |name: &str| format!("https://queues.test/{name}");
    AlarmSettings {
        collect_queue: queue("collect"),
        notify_queue: queue("notify"),
        follow_up_queue: queue("follow-up"),
        topic: "arn:aws:sns:ap-northeast-1:000000000000:alarms".to_owned(),
        push_applications: "ios=arn:aws:sns:ap-northeast-1:000000000000:app/APNS/test|android=arn:aws:sns:ap-northeast-1:000000000000:app/GCM/test".to_owned(),
        publish_rate: 1_000,
    }
}
