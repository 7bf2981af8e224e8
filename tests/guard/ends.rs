//! what ends between the reads of a request and its write wins. Every operation of the catalogue, as everyone who may call
//! it, with everything that allows it ended in that moment: nothing is written, nothing is shown, and the answer is the one of
//! the next request.

use std::sync::{Arc, Mutex};

use notebook::access::consent::governing;
use notebook::access::{ConsentPurpose, Section};
use platform::operation::Operation;
use platform::request::Response;
use platform::spec::Who;
use serde_json::{Value, json};
use support::clinic::attribute;
use support::keys::{
    ACCOUNT, ACCOUNT_LOG, CONSENTS, EMERGENCY_CARD, GRANTS, INSTITUTION, LIMITS, NOTEBOOK, PROFILE, PROOFS, REFUSED,
    RELATIONS, SESSIONS, STAFF_MEMBERS, key_of,
};
use support::store::{Store, TABLE};
use support::{City, Person};
use xtask::events::sample;

use super::events::{ok_request, sample_city};

/// Most transactions of a request that others could come between: something ends before each of them.
const MOST_TRANSACTIONS: u32 = 3;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// Whom the sample event is of.
    Theirs,
    /// A guardian of the person.
    Guardian,
    /// Family to whom every section was given.
    Family,
}

impl Caller {
    /// Everyone who may call an operation.
    pub(super) fn all_of(operation: &Operation) -> &'static [Self] {
        match operation.spec.who {
            Who::Resident(..) | Who::Related(_) => &[Self::Theirs, Self::Guardian, Self::Family],
            _ => &[Self::Theirs],
        }
    }

    /// Whether an operation is not for this caller, whatever was given to them: nobody proves another's card or makes a child's notebook for them, and family does
    /// not consent and decides of nobody's relation but its own.
    pub(super) fn is_refused(self, operation: &Operation) -> bool {
        match operation.spec.name {
            "start-identity-proof" | "create-child" => self != Self::Theirs,
            "update-consents" | "create-invitation" | "withdraw-invitation" | "update-relation" | "end-relation" => {
                self == Self::Family
            }
            _ => false,
        }
    }

    /// Whose claims a request has, where it is not whom the sample event is of.
    pub(super) fn person(self) -> Option<Person> {
        match self {
            Self::Theirs => None,
            Self::Guardian => Some(Person::resident("guardian")),
            Self::Family => Some(Person::resident("family")),
        }
    }
}

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Relation,
    Scopes,
    Sessions,
    AccountSessions,
    Employment,
    StaffSessions,
    Institution,
    Grant,
    Consent(ConsentPurpose),
    EmergencyCard,
}

impl End {
    /// Everything that allows a caller an operation.
    fn all_of(operation: &Operation, caller: Caller) -> Vec<Self> {
        let consents = operation.spec.act().into_iter().flat_map(governing).map(|rule| Self::Consent(rule.purpose));
        let staff = [Self::Employment, Self::StaffSessions, Self::Institution];
        let own: &[Self] = match operation.spec.who {
            Who::Nobody => &[],
            // Of an account's own operations, this one reaches into its notebook.
            Who::ResidentAccount if operation.spec.act().is_some() => {
                &[Self::AccountSessions, Self::Relation, Self::Sessions]
            }
            Who::Account | Who::ResidentAccount => &[Self::AccountSessions],
            Who::Resident(..) | Who::Related(_) if caller == Caller::Family => {
                &[Self::Relation, Self::Scopes, Self::Sessions]
            }
            Who::Resident(..) | Who::Related(_) => &[Self::Relation, Self::Sessions],
            Who::Staff(_)
            | Who::Counter(_)
            | Who::ClinicVisit(_)
            | Who::Guidance(_)
            | Who::OwnGuidance(_)
            | Who::Dispensing(_) => &staff,
            Who::Clinic(_) => &[Self::Employment, Self::StaffSessions, Self::Institution, Self::Grant],
            // The relation of who made the card.
            Who::EmergencyCard => &[Self::Relation, Self::EmergencyCard],
        };
        own.iter().copied().chain(consents).collect()
    }

    /// The status of a request that comes after it.
    fn status(self, operation: &Operation) -> u16 {
        match (self, operation.spec.who) {
            (Self::Sessions | Self::AccountSessions | Self::StaffSessions, _) => 401,
            (Self::Consent(_), Who::Resident(..) | Who::Related(_) | Who::ResidentAccount) => 403,
            _ => 404,
        }
    }

    /// Ends it, as another request or the city's staff would.
    fn happen(self, store: &Store, resident: &str, actor: &str) {
        let person = NOTEBOOK.of(resident);
        let institution = INSTITUTION.of(sample::INSTITUTION);
        let now = json!("2026-11-22T01:00:00Z");
        let (pk, sk, name, value) = match self {
            Self::Relation => (person, RELATIONS.of(actor), "state", json!("ended")),
            Self::Scopes => (person, RELATIONS.of(actor), "scopes", json!({})),
            Self::Sessions => (person, RELATIONS.of(actor), "sessions_valid_from", now),
            Self::AccountSessions => (ACCOUNT.of(actor), SESSIONS, "sessions_valid_from", now),
            Self::Employment => (institution, STAFF_MEMBERS.of(actor), "active", json!(false)),
            Self::StaffSessions => (institution, STAFF_MEMBERS.of(actor), "sessions_valid_from", now),
            Self::Institution => (institution, PROFILE, "active", json!(false)),
            Self::Grant => (person, GRANTS.of(sample::INSTITUTION).of("2026-11-22"), "revoked_at", now),
            Self::EmergencyCard => (person, EMERGENCY_CARD, "secret_hash", json!("of-another-card")),
            Self::Consent(purpose) => (person, CONSENTS.of(purpose.as_str()), "withdrawn_at", now),
        };
        store.admin(
            "UpdateItem",
            json!({
                "TableName": TABLE, "Key": key_of(pk, sk),
                "UpdateExpression": "SET #n = :v", "ConditionExpression": if self == Self::AccountSessions { "attribute_not_exists(nobody)" } else { "attribute_exists(pk)" },
                "ExpressionAttributeNames": { "#n": name }, "ExpressionAttributeValues": { ":v": attribute(&value) },
            }),
        );
    }
}

/// The table without what is kept about refusals and limits, and without codes: one that was taken stays taken.
pub(super) fn data(store: &Store, operation: &'static str) -> Vec<Value> {
    let proves = operation == "finish-identity-proof";
    let kept = |item: &Value| {
        let taken = proves && PROOFS.begins(item);
        !taken && !ACCOUNT_LOG.begins(item) && !LIMITS.begins(item) && !REFUSED.begins(item)
    };
    store.everything().into_iter().filter(kept).collect()
}

/// A sample city in which every consent is given, and whoever calls may.
pub(super) async fn arranged(caller: Caller) -> (City, Vec<(&'static str, String)>, String) {
    let (city, ids) = sample_city().await;
    let resident = ids.iter().find(|(name, _)| *name == sample::RESIDENT).unwrap().1.clone();
    for rule in notebook::access::consent::RULES {
        let pk = NOTEBOOK.of(&resident);
        let item = json!({
            "for": rule.purpose, "text_version": rule.version, "given_at": "2026-11-21T00:00:00Z", "withdrawn_at": null,
        });
        city.seed_item(&pk, CONSENTS.of(rule.purpose.as_str()), &item, json!({ "version": 1 }));
    }
    // Also to the notebook of the relative, into which a sheet is moved.
    let theirs = ids.iter().filter(|(name, _)| [sample::RESIDENT, sample::RELATIVE].contains(name));
    for (_, notebook) in theirs {
        if caller == Caller::Guardian {
            let guardian = Person::resident("guardian");
            city.relate(&guardian, notebook, "guardian", &[]);
            let sk = RELATIONS.of(guardian.actor());
            city.set_attribute(NOTEBOOK.of(notebook), &sk, "ward_birth_date", &json!("2015-01-01"));
        }
        if caller == Caller::Family {
            let scopes = Section::ALL.map(|section| (section.as_str(), "manage"));
            city.relate(&Person::resident("family"), notebook, "family", &scopes);
        }
    }
    (city, ids, resident)
}

/// Runs the sample of an operation while something ends before its n-th transaction. None where it has no such transaction.
async fn interrupted(
    operation: &Operation,
    caller: Caller,
    end: End,
    nth: u32,
) -> Option<(Response, City, Vec<Value>)> {
    let (city, ids, resident) = arranged(caller).await;
    let mut request = ok_request(operation, &ids);
    if let Some(person) = caller.person() {
        request.claims = person.claims;
    }
    // Whoever holds a card is nobody: what ends then is of who made it.
    let maker = || Person::resident(sample::HANAKO);
    let person = if request.claims.is_empty() { maker() } else { Person { claims: request.claims.clone() } };
    let actor = person.actor();
    let before = Arc::new(Mutex::new(Vec::new()));
    let (seen, name) = (Arc::clone(&before), operation.spec.name);
    city.store.interrupt(nth, move |store| {
        end.happen(store, &resident, &actor);
        *seen.lock().unwrap() = data(store, name);
    });
    let response = operation.serve(&city.app, &request).await;
    if city.store.was_not_interrupted() {
        return None;
    }
    let before = std::mem::take(&mut *before.lock().unwrap());
    Some((response, city, before))
}

#[tokio::test]
async fn r05_what_ends_between_read_and_write_wins_in_every_operation_for_every_caller() {
    let mut unwritten = Vec::new();
    for (_, operation) in catalogue::operations() {
        let name = operation.spec.name;
        for caller in Caller::all_of(operation).iter().filter(|caller| !caller.is_refused(operation)) {
            let mut writes = 0;
            for end in End::all_of(operation, *caller) {
                for nth in 1.. {
                    let Some((response, city, before)) = interrupted(operation, *caller, end, nth).await else { break };
                    assert!(nth <= MOST_TRANSACTIONS, "{name} {caller:?} {end:?} has more transactions");
                    writes += 1;
                    let shown = String::from_utf8_lossy(&response.body);
                    assert_eq!(response.status, end.status(operation), "{name} {caller:?} {end:?} {nth}: {shown}");
                    assert_eq!(
                        data(&city.store, name),
                        before,
                        "{name} {caller:?} {end:?} {nth}: something was written"
                    );
                }
            }
            if writes == 0 {
                unwritten.push((name, *caller, operation));
            }
        }
    }
    for (name, caller, operation) in unwritten {
        let reads = !operation.spec.writes();
        let by_another = caller != Caller::Theirs || operation.spec.act() == Some(notebook::access::Act::Look);
        let logged = by_another && !operation.spec.asks();
        assert!(reads && !logged, "{name} as {caller:?} was not interrupted: does its sample write?");
    }
}

#[tokio::test]
async fn r05_what_changes_meanwhile_and_decides_nothing_disturbs_nobody() {
    for (_, operation) in catalogue::operations() {
        let (Who::Resident(..) | Who::Related(_)) = operation.spec.who else { continue };
        let (city, ids, resident) = arranged(Caller::Theirs).await;
        let request = ok_request(operation, &ids);
        let actor = Person { claims: request.claims.clone() }.actor();
        city.store.interrupt(1, move |store| {
            let key = key_of(NOTEBOOK.of(&resident), RELATIONS.of(&actor));
            store.admin(
                "UpdateItem",
                json!({
                    "TableName": TABLE, "Key": key, "UpdateExpression": "SET seen_at = :v",
                    "ExpressionAttributeValues": { ":v": { "S": "now" } },
                }),
            );
        });
        let response = operation.serve(&city.app, &request).await;
        let shown = String::from_utf8_lossy(&response.body);
        assert!((200..300).contains(&response.status), "{}: {shown}", operation.spec.name);
    }
}
