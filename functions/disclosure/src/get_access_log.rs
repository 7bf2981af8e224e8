//! GET /v1/residents/{resident_id}/access-log

use notebook::access::{Level, Section};
use notebook::time::Day;
use platform::audit::Entry;
use platform::paging::Limit;
use records::prelude::*;

use crate::log::names::Names;
use crate::log::shown::{Institution, Shown};
use crate::log::{self, Log, refused, verification};

/// Shows who looked at the notebook or wrote in it, newest first, and whether the log is whole. Each entry comes with
/// the text (`record`) that it is sealed by: `hash` is the SHA-256 of `record` in hexadecimal, and `prev` is the hash of
/// the entry before it, so that anyone who keeps the entries can verify them without us. Every page verifies what it shows,
/// and brings the verification of the whole log forward: `verified_to` says up to which entry it was found whole, at once
/// for a log of up to 500 entries, and with each further call for a longer one. Looks that members of an institution tried
/// and that were refused stand in `refused`, one line a day and institution.
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
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
    /// Where the refused looks go on, from the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    refused_cursor: Option<String>,
}

/// One page of the log.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Looks and writes by others than the person, newest first.
    items: Vec<Shown>,
    /// Looks that were refused to members of institutions where the person has been, newest first.
    refused: Vec<Refused>,
    /// Where the refused looks go on; `null` at their end.
    #[schemars(with = "Option<Cursor>")]
    refused_next_cursor: Option<String>,
    /// Whether everything that was verified is as it was written: the entries of this page, and all up to `verified_to`.
    verified: bool,
    /// Up to which entry the log was verified from its first one. Less than the newest entry only in a log of more than 500
    /// entries that was not yet called often enough.
    verified_to: u64,
    /// The first entry that is not as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_bad: Option<u64>,
    /// Where the list goes on; `null` at its end.
    #[schemars(with = "Option<Cursor>")]
    next_cursor: Option<String>,
}

/// Looks of one day that were refused to one institution.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RefusedLooks")]
pub struct Refused {
    /// The day in Japan.
    day: Day,
    /// Where.
    institution: Institution,
    /// How many.
    count: u64,
}

/// The pages of the log.
#[derive(Default)]
pub struct Reads {
    entries: PageOf<Entry>,
    refused: PageOf,
}

impl Endpoint for GetAccessLog {
    const SPEC: Spec = Spec::get("get-access-log", "/v1/residents/{resident_id}/access-log")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let chain = keys.resident()?.chain();
        plan.get(chain.head()).get(chain.verified());
        Ok(Reads {
            entries: plan.query(log::page(&chain, input.cursor.as_deref(), input.limit)),
            refused: plan.query(refused::newest(&chain, input.refused_cursor.as_deref())),
        })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let key = subject.cursor_key();
        let above = log::above(input.cursor.as_deref(), key)?;
        let chain = subject.keys().chain();
        let log = Log::read(app, &chain, (subject.fetched(), reads.entries), above, input.limit).await?;
        let (lines, refused_next_cursor) =
            refused::read(subject.fetched().page(reads.refused)?, key, input.refused_cursor.as_deref())?;

        // Family's own look is logged while the names are read; it will be in the next answer.
        let (names, found, logged) = tokio::join!(
            Names::read(app, &subject, &log.entries, &lines),
            verification::found(app, &chain, subject.fetched(), &log),
            call.commit(app, Transaction::on(&app.table), &[])
        );
        logged?;
        let (names, found) = (names?, found?);
        found.keep(app, &chain).await?;

        let next_cursor = log.next(key);
        let first_bad = [log.first_bad, found.first_bad].into_iter().flatten().min();
        let items = log.entries.into_iter().map(|(_, entry)| Shown::new(entry, subject.resident(), &names)).collect();
        let refused = lines.into_iter().map(|line| Refused {
            day: line.day,
            institution: Institution::named(line.institution, &names),
            count: line.count,
        });
        Ok(Answer::of(Output {
            items,
            refused: refused.collect(),
            refused_next_cursor,
            verified: first_bad.is_none(),
            verified_to: first_bad.map_or(found.to, |bad| found.to.min(bad.saturating_sub(1))),
            first_bad,
            next_cursor,
        }))
    }
}
