//! An entry of the log as it is shown, with the names of today.

use notebook::access::{RelationKind, Sections};
use notebook::id::ResidentId;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::Instant;
use platform::audit::{Decision, Entry};
use platform::contract::{LoggedRole, OperationName};
use records::prelude::*;

use super::names::Names;

/// One entry.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccessLogEntry")]
pub(crate) struct Shown {
    /// 1, 2, 3, … without gaps.
    seq: u64,
    /// When, RFC 3339, UTC.
    #[schemars(with = "Instant")]
    at: String,
    /// Who.
    actor: Actor,
    /// The person for whom family or a guardian acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<ResidentId>,
    /// The operation.
    #[schemars(with = "OperationName")]
    action: String,
    /// Which sections were shown or written.
    #[schemars(with = "Sections")]
    sections: Vec<String>,
    /// What the policy said.
    decision: Decision,
    /// SHA-256 of `record`.
    hash: String,
    /// The hash of the entry before.
    prev: String,
    /// What is hashed, one field a line.
    record: String,
}

/// Who looked. Names are as they are known today.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LoggedActor")]
pub(crate) struct Actor {
    /// Role at the institution, or what the account is to the person: `self`, `guardian`, `family`; `stranger` where somebody held
    /// the person's card to another notebook.
    #[schemars(with = "LoggedRole")]
    role: String,
    /// Where staff acted.
    institution: Option<Institution>,
    /// The name of a member of staff; of a guardian or family the one that their card proved when they joined, shown to the
    /// person and to guardians, and to everybody their own.
    name: Option<Text<100>>,
}

/// An institution.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LoggedInstitution")]
pub(crate) struct Institution {
    /// Its code.
    #[schemars(with = "InstitutionCode")]
    code: String,
    /// Its name; null where it is not registered any more.
    name: Option<Text<120>>,
}

impl Institution {
    /// With the name that it had then.
    pub(crate) fn at_the_time(code: String, name: Option<Text<120>>) -> Self {
        Self { code, name }
    }

    /// With its name of today.
    pub(crate) fn named(code: String, names: &Names) -> Self {
        Self { name: names.institution(&code), code }
    }
}

impl Shown {
    /// An entry of this person's log.
    pub(crate) fn new(entry: Entry, resident: ResidentId, names: &Names) -> Self {
        let record = entry.record();
        let by_staff = !entry.institution.is_empty();
        let on_behalf = [RelationKind::Guardian, RelationKind::Family].iter().any(|kind| kind.as_str() == entry.role);
        let actor = Actor {
            name: if by_staff { names.staff(&entry.institution, &entry.actor) } else { names.family(&entry.actor) },
            institution: by_staff.then(|| Institution::named(entry.institution, names)),
            role: entry.role,
        };
        Self {
            seq: entry.seq,
            at: entry.at,
            actor,
            on_behalf_of: (!by_staff && on_behalf).then_some(resident),
            action: entry.action,
            sections: entry.sections,
            decision: entry.decision,
            hash: entry.hash,
            prev: entry.prev,
            record,
        }
    }
}
