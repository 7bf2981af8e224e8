//! One cell: a request of an operation's sample event as an actor, its answer, and what it left behind.

use std::collections::{BTreeMap, BTreeSet};

use platform::operation::Operation;
use platform::request::{Request, Response};
use serde_json::{Value, json};
use support::keys::{ACCOUNT, ACCOUNT_LOG, LIMITS, LOG, NOTEBOOK, PROOFS, REFUSED, key_of};
use support::store::{Store, TABLE};
use support::{City, Person};
use xtask::events::sample;

use super::super::guard::events::ok_request;
use super::table::{Cell, Place};

/// An institution that does not exist.
const NOWHERE: &str = "4310112361";

/// Items by partition and sort key.
pub(super) type Items = BTreeMap<(String, String), Value>;

fn by_key(items: impl IntoIterator<Item = Value>) -> Items {
    let text = |item: &Value, name: &str| item[name]["S"].as_str().unwrap().to_owned();
    items.into_iter().map(|item| ((text(&item, "pk"), text(&item, "sk")), item)).collect()
}

/// Everything in a table.
pub(super) fn everything(store: &Store) -> Items {
    by_key(store.everything())
}

/// What a table holds in these partitions.
fn held(store: &Store, partitions: &BTreeSet<String>) -> Items {
    let held = |partition: &String| {
        let query = json!({
            "TableName": TABLE, "KeyConditionExpression": "pk = :p",
            "ExpressionAttributeValues": { ":p": { "S": partition } },
        });
        let mut page = store.admin("Query", query);
        assert!(page["LastEvaluatedKey"].is_null(), "{partition} has more than a page");
        page["Items"].take().as_array().cloned().unwrap()
    };
    by_key(partitions.iter().flat_map(held))
}

/// A city, and who calls in it.
pub(super) struct Scene {
    pub(super) city: City,
    pub(super) ids: Vec<(&'static str, String)>,
    pub(super) resident: String,
    pub(super) person: Person,
    /// The institution that paths name.
    pub(super) code: &'static str,
    /// Whether the actor works there, and signed in as such.
    pub(super) is_member: bool,
    pub(super) about: String,
    /// What the table holds before each request.
    pub(super) before: Items,
}

/// What was run, and what was found.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) cells: u32,
    pub(super) wrong: Vec<String>,
}

/// What stands for nothing: the same request of things that do not exist.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MadeUp {
    /// The person, with everything that is theirs.
    Person,
    /// What is theirs.
    Objects,
    /// The institution.
    Institution,
}

impl Scene {
    fn request(&self, operation: &Operation) -> Request {
        let mut request = ok_request(operation, &self.ids);
        request.claims.clone_from(&self.person.claims);
        if let Some(code) = request.path.get_mut("code") {
            self.code.clone_into(code);
        }
        request
    }

    /// What no one has in place of an id; nothing where it is no id of theirs.
    fn made_up(name: &str, real: &str, what: MadeUp) -> Option<String> {
        match name {
            sample::RESIDENT | sample::RELATIVE | sample::INVITING if what != MadeUp::Person => None,
            sample::EMERGENCY_SECRET | sample::INVITATION | "sample-code" | "sample-state" => None,
            sample::ACTOR | sample::MEMBER => Some(Person::resident("nobody's account").actor()),
            sample::ALERT => Some(real.chars().rev().collect()),
            // Ids of the samples differ in their last letters, and none of the city's begins like this.
            _ => Some(name.replace("019aa000-", "019a0000-")),
        }
    }

    fn of_nothing(&self, request: &Request, what: MadeUp) -> Request {
        let mut nothing = request.clone();
        if what == MadeUp::Institution {
            if let Some(code) = nothing.path.get_mut("code") {
                NOWHERE.clone_into(code);
            }
            return nothing;
        }
        let mut body = String::from_utf8(nothing.body).unwrap();
        let device = (sample::DEVICE, sample::DEVICE.to_owned());
        for (name, real) in self.ids.iter().chain([&device]) {
            let Some(made_up) = Self::made_up(name, real, what) else { continue };
            body = body.replace(real, &made_up);
            for text in nothing.path.values_mut().filter(|text| *text == real) {
                text.clone_from(&made_up);
            }
        }
        nothing.body = body.into_bytes();
        nothing
    }

    /// The keys of items that are not as they were, in all partitions that requests have named.
    fn changed(&self) -> Vec<(String, String)> {
        let touched = self.city.store.seen().partitions;
        let now = held(&self.city.store, &touched);
        let gone = self.before.keys().filter(|key| touched.contains(&key.0) && !now.contains_key(*key));
        let keys = now.keys().chain(gone);
        keys.filter(|key| now.get(*key) != self.before.get(*key)).cloned().collect()
    }

    /// Puts everything back.
    fn restore(&self, changed: &[(String, String)]) {
        for (pk, sk) in changed {
            match self.before.get(&(pk.clone(), sk.clone())) {
                Some(item) => self.city.store.seed(item.clone()),
                None => {
                    self.city.store.admin("DeleteItem", json!({ "TableName": TABLE, "Key": key_of(pk, sk) }));
                }
            }
        }
    }

    /// What a refusal may leave: its entry in the actor's own log and its count; for who works at an institution, the person's line of
    /// the day about it; and a proof is tried once, however it ends.
    fn may_stay(&self, operation: &Operation, (pk, sk): &(String, String)) -> bool {
        if self.is_member && *pk == *LOG.of(&self.resident) {
            return sk.starts_with(&*REFUSED);
        }
        if self.person.claims.is_empty() {
            return false;
        }
        let actor = self.person.actor();
        let attempt = operation.spec.name == "finish-identity-proof" && sk.starts_with(&*PROOFS);
        *pk == *ACCOUNT_LOG.of(&actor) || (*pk == *ACCOUNT.of(&actor) && (sk.starts_with(&*LIMITS) || attempt))
    }

    /// Whether an item is the person's, and not the actor's own.
    fn is_the_persons(&self, pk: &str) -> bool {
        let hanako = Person::resident(sample::HANAKO);
        let theirs = self.person.claims.get("sub") == hanako.claims.get("sub");
        !theirs && (*pk == *NOTEBOOK.of(&self.resident) || *pk == *ACCOUNT.of(hanako.actor()))
    }
}

fn code(response: &Response) -> String {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    body["code"].as_str().unwrap_or_default().to_owned()
}

/// All that a client sees.
fn seen(response: &Response) -> (u16, Option<&'static str>, Vec<(&'static str, String)>, String) {
    let body = String::from_utf8_lossy(&response.body).into_owned();
    (response.status, response.content_type, response.headers.clone(), body)
}

/// What an answer does not tell from what does not exist. Who works at an institution is told of the wrong role, and of an ended
/// sign-in, there alone: whomever they ask about.
fn told_alike(cell: &Cell) -> &'static [MadeUp] {
    match cell {
        Cell::Hidden => &[MadeUp::Person, MadeUp::Objects, MadeUp::Institution],
        Cell::Refused(_, code) => match code.as_str() {
            "unauthenticated" | "totp_required" => &[MadeUp::Person, MadeUp::Objects, MadeUp::Institution],
            "session_ended" | "role_not_allowed" => &[MadeUp::Person, MadeUp::Objects],
            _ => &[],
        },
        _ => &[],
    }
}

/// Runs a cell, says what is wrong with it, and puts the table back.
pub(super) async fn cell(scene: &Scene, operation: &Operation, (place, cell): (&Place, &Cell), tally: &mut Tally) {
    tally.cells += 1;
    scene.city.store.forget();
    let asked = scene.city.outside.asked().len();
    let request = scene.request(operation);
    let response = operation.serve(&scene.city.app, &request).await;
    let (status, code) = (response.status, code(&response));
    let is = match cell {
        Cell::Allowed => (200..300).contains(&status),
        Cell::Refused(then, problem) => (status, &code) == (*then, problem),
        Cell::Hidden => (status, code.as_str()) == (404, "not_found"),
        Cell::None => return,
    };
    let mut wrong = Vec::new();
    if !is {
        wrong.push(format!("{status} {code} in place of {cell:?}"));
    }
    if is {
        for what in told_alike(cell) {
            let nothing = scene.of_nothing(&request, *what);
            if (&nothing.path, &nothing.body) != (&request.path, &request.body) {
                let missing = operation.serve(&scene.city.app, &nothing).await;
                if seen(&missing) != seen(&response) {
                    wrong.push(format!("{:?} is told from {:?}", seen(&response), seen(&missing)));
                }
            }
        }
    }
    let is_refused = matches!(cell, Cell::Hidden | Cell::Refused(..));
    if is_refused && scene.city.outside.asked().len() > asked {
        wrong.push("something was asked outside".to_owned());
    }
    let changed = scene.changed();
    let of_an_account = place.table == "accounts" && place.column != "card";
    for key in &changed {
        // What is done for an account changes nothing of anybody else's.
        let stays =
            if is_refused { scene.may_stay(operation, key) } else { !of_an_account || !scene.is_the_persons(&key.0) };
        if !stays {
            wrong.push(format!("{} {} was written", key.0, key.1));
        }
    }
    tally.wrong.extend(wrong.into_iter().map(|what| format!("{} as {}: {what}", operation.spec.name, scene.about)));
    scene.restore(&changed);
}
