//! GET /v1/residents/{resident_id}/access-log

use notebook::access::{Level, Section};
use notebook::id::ResidentId;
use notebook::text::Text;
use notebook::time::Day;
use platform::audit::{Decision, Entry};
use platform::paging::Limit;
use platform::prelude::*;
use platform::table::cursor;

use crate::log::names::Names;
use crate::log::{self, refused};

/// Shows who looked at the notebook or wrote in it, newest first, and whether the log is whole. Each entry comes with
/// the text (`record`) that it is sealed by: `hash` is the SHA-256 of `record` in hexadecimal, and `prev` is the hash of
/// the entry before it, so that anyone who keeps the entries can verify them without us. Every page verifies the whole
/// log, also the entries that are not shown. Looks that were refused stand in `refused`, one line a day and institution.
#[derive(JsonSchema)]
pub struct GetAccessLog;

/// Which part of the list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Most entries of the page.
    #[serde(default)]
    limit: Limit,
    /// Where the list goes on, from the page before.
    #[serde(default)]
    #[schemars(length(max = 512))]
    cursor: Option<String>,
}

/// One page of the log.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Looks and writes by others than the person, newest first.
    items: Vec<Shown>,
    /// Looks that were refused to institutions where the person has been, newest first.
    refused: Vec<Refused>,
    /// Whether the whole log is as it was written.
    verified: bool,
    /// The first entry that is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_bad: Option<u64>,
    /// Where the list goes on; `null` at its end.
    next_cursor: Option<String>,
}

/// One entry.
#[derive(Serialize, JsonSchema)]
pub struct Shown {
    /// 1, 2, 3, … without gaps.
    seq: u64,
    /// When, RFC 3339, UTC.
    at: String,
    /// Who.
    actor: Actor,
    /// The person for whom family or a guardian acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<ResidentId>,
    /// The operation.
    action: String,
    /// Which sections were shown or written.
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
pub struct Actor {
    /// Role at the institution, or what the account is to the person.
    role: String,
    /// Where staff acted.
    institution: Option<Institution>,
    /// The name of a member of staff.
    name: Option<Text<100>>,
}

/// An institution.
#[derive(Serialize, JsonSchema)]
pub struct Institution {
    /// 10 digits.
    code: String,
    /// Its name; null where it is not registered any more.
    name: Option<Text<120>>,
}

/// Looks of one day that were refused to one institution.
#[derive(Serialize, JsonSchema)]
pub struct Refused {
    /// The day in Japan.
    day: Day,
    /// Where.
    institution: Institution,
    /// How many.
    count: u64,
}

/// The name of the list, for its cursors.
const LIST: &str = "access-log";

impl Endpoint for GetAccessLog {
    const SPEC: Spec = Spec::get("get-access-log", "/v1/residents/{resident_id}/access-log")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite]);
    type Subject = Resident;
    type Input = Input;
    type Output = Output;

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let chain = keys.resident()?.chain();
        plan.get(chain.head()).query(log::newest(&chain)).query(refused::newest(&chain));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let before = before(input.cursor.as_deref(), subject.cursor_key())?;
        let chain = subject.keys().chain();
        let log = log::read(app, &chain, subject.fetched(), before, input.limit.count()).await?;
        let lines = refused::read(subject.fetched().page(1)?);

        // Family's own look is logged while the names are read; it will be in the next answer.
        let names = Names::read(app, &log.entries, &lines);
        let (names, logged) = tokio::join!(names, call.commit(app, Transaction::on(&app.table), &[]));
        logged?;
        let names = names?;

        let next = log.entries.last().map(|(place, _)| place.to_string()).filter(|_| log.more);
        let items = log.entries.into_iter().map(|(_, entry)| shown(entry, subject.resident(), &names)).collect();
        let refused = lines.into_iter().map(|line| Refused {
            day: line.day,
            institution: institution(line.institution, &names),
            count: line.count,
        });
        Ok(Answer::of(Output {
            items,
            refused: refused.collect(),
            verified: log.first_bad.is_none(),
            first_bad: log.first_bad,
            next_cursor: next.map(|place| cursor::seal(subject.cursor_key(), LIST, &place)),
        }))
    }
}

/// The place below which the page begins.
fn before(cursor: Option<&str>, key: &[u8]) -> Result<Option<u64>, Problem> {
    let position = cursor.map(|cursor| cursor::open(key, LIST, cursor)).transpose()?;
    let place = |text: String| text.parse().map_err(|_| Problem::internal("a sealed cursor that is no place"));
    position.map(place).transpose()
}

fn institution(code: String, names: &Names) -> Institution {
    Institution { name: names.institution(&code), code }
}

fn shown(entry: Entry, resident: ResidentId, names: &Names) -> Shown {
    let record = entry.record();
    let by_staff = !entry.institution.is_empty();
    let actor = Actor {
        name: names.staff(&entry.institution, &entry.actor),
        institution: by_staff.then(|| institution(entry.institution, names)),
        role: entry.role,
    };
    Shown {
        seq: entry.seq,
        at: entry.at,
        actor,
        on_behalf_of: (!by_staff).then_some(resident),
        action: entry.action,
        sections: entry.sections,
        decision: entry.decision,
        hash: entry.hash,
        prev: entry.prev,
        record,
    }
}
