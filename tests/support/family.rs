//! Family in a test: relations as invitations make them, and invitations.

use notebook::access::InvitationCode;
use serde_json::{Value, json};

use crate::city::{City, Reply};
use crate::keys::{ACCOUNT, CODE, INVITATIONS, KIN, LOG, NOTEBOOK, RELATIONS};
use crate::people::Person;

impl City {
    /// A relation of an account to somebody else's notebook, as an accepted invitation makes it.
    pub fn relate(&self, person: &Person, resident_id: &str, kind: &str, scopes: &[(&str, &str)]) {
        let scopes: serde_json::Map<_, _> =
            scopes.iter().map(|(section, level)| ((*section).to_owned(), json!({ "S": level }))).collect();
        let relation = json!({
            "kind": { "S": kind }, "state": { "S": "active" }, "scopes": { "M": scopes },
            "since": { "S": "2026-11-01T00:00:00Z" },
        });
        let put = |key: Value, more: Value| {
            let mut item = relation.clone();
            for part in [key, more] {
                item.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
            }
            self.store.seed(item);
        };
        put(
            json!({ "pk": { "S": NOTEBOOK.of(resident_id) }, "sk": { "S": RELATIONS.of(person.actor()) } }),
            json!({ "cursor_key": { "S": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }, "version": { "N": "1" } }),
        );
        put(
            json!({ "pk": { "S": ACCOUNT.of(person.actor()) }, "sk": { "S": KIN.of(resident_id) } }),
            json!({ "resident_id": { "S": resident_id }, "display_name": { "S": "花子" } }),
        );
    }

    /// Family of a person, with one level in one section.
    pub fn family(&self, resident_id: &str, section: &str, level: &str) -> Person {
        let person = Person::resident(&format!("member-{level}"));
        self.relate(&person, resident_id, "family", &[(section, level)]);
        person
    }

    /// Invites somebody as family; gives the code.
    pub async fn invite(&self, person: &Person, resident_id: &str, scopes: Value) -> String {
        let body = json!({ "relation": "family", "scopes": scopes });
        let reply = self.post(person, &format!("/v1/residents/{resident_id}/invitations"), body).await.expect(201);
        reply.body["code"].as_str().unwrap().to_owned()
    }

    /// Accepts an invitation.
    pub async fn accept(&self, person: &Person, code: &str) -> Reply {
        self.post(person, "/v1/invitation-acceptances", json!({ "code": code })).await
    }

    /// Whether nothing happened to a notebook yet but that it was made, or not even that.
    pub(crate) fn is_untouched(&self, resident_id: &str) -> bool {
        self.entries(LOG.of(resident_id)) <= 1
    }

    /// The other person whom a request concerns: into whose notebook its body moves something, or whose invitation it accepts.
    pub(crate) fn concerned(&self, line: &str, body: &Value) -> Option<String> {
        match line.rsplit('/').next()? {
            "transfers" => body["to"].as_str().map(str::to_owned),
            "invitation-acceptances" => {
                let code = InvitationCode::parse(body["code"].as_str()?)?;
                let kept = self.items(INVITATIONS.of(code.place()), CODE);
                kept.first()?["resident_id"]["S"].as_str().map(str::to_owned)
            }
            _ => None,
        }
    }
}
