//! GET /v1/residents/{resident_id}/visits/{visit_id}/receipt

use notebook::access::{Grant, Level, Role, Section, Sections};
use notebook::id::{NoteId, VisitId};
use notebook::time::{Day, Instant, jst_day, jst_midnight, next_jst_midnight};
use platform::audit::Entry;
use platform::table::schema::{ChainKeys, ResidentKeys};
use platform::table::{Item, Page};
use records::items::{NoteItem, VisitItem};
use records::prelude::*;

use crate::log::names::Names;
use crate::log::shown::{Institution, Shown};

/// What a check-in came to: what was opened, who at the institution looked at what and when, and what was written. Looks of others
/// meanwhile stand in the access log alone. A visit without a check-in has no receipt (404).
#[derive(JsonSchema)]
pub struct GetReceipt;

/// The receipt.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Receipt")]
pub struct Output {
    /// The visit.
    visit_id: VisitId,
    /// Where.
    institution: Institution,
    /// The first check-in of the visit.
    checked_in_at: Instant,
    /// What was opened last; `null` a fortnight after the day.
    opened: Option<Opened>,
    /// Each look and write of the institution while something was open, the oldest first, as the access log has them.
    looks: Vec<Shown>,
    /// Whether that is all of them: false where more was written into the log meanwhile than one answer reads.
    complete: bool,
    /// What the institution wrote about the visit, the newest first: who wrote it and when, not the text. `null` for who may not see
    /// visits.
    notes: Option<Vec<NoteLine>>,
    /// Whether these are all: an answer has at most twenty.
    all_notes: bool,
}

/// What was opened.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReceiptGrant")]
pub struct Opened {
    /// The sections.
    sections: Sections,
    /// From when.
    from: Instant,
    /// Until when, where nobody ended it before.
    until: Instant,
    /// When the person or the reception ended it.
    ended_at: Option<Instant>,
}

/// A note, without its text.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReceiptNote")]
pub struct NoteLine {
    /// The note.
    note_id: NoteId,
    /// Who wrote it.
    author_role: Role,
    /// When.
    written_at: Instant,
    /// When it was last amended.
    amended_at: Option<Instant>,
    /// Whether the institution took it back.
    retracted: bool,
}

/// Most notes of a receipt.
const MOST_NOTES: i32 = 20;
/// Entries that a page of the log has, and most pages that an answer reads: a day of a busy family and clinic several times over.
const A_PAGE: i32 = 500;
const MOST_PAGES: usize = 4;

impl From<NoteItem> for NoteLine {
    fn from(item: NoteItem) -> Self {
        Self {
            note_id: item.note_id,
            author_role: item.author_role,
            written_at: item.written_at,
            amended_at: item.amended_at,
            retracted: item.retracted_at.is_some(),
        }
    }
}

impl Endpoint for GetReceipt {
    const SPEC: Spec = Spec::get("get-receipt", "/v1/residents/{resident_id}/visits/{visit_id}/receipt")
        .who(Who::Resident(Section::Profile, Level::Manage));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<NoteItem>;
    type Output = Output;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (keys, visit) = (keys.resident()?, call.path::<VisitId>("visit_id")?);
        plan.get(keys.visit(visit));
        let (from, to) = ResidentKeys::notes_of(visit);
        Ok(plan.query(RangeQuery::between(keys.partition(), &from, &to).newest_first().limit(MOST_NOTES)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, notes) = subject.reads();
        let keys = subject.keys();
        let visit: Option<VisitItem> = subject.fetched().get(&keys.visit(call.path("visit_id")?))?;
        let visit = visit.ok_or_else(Problem::not_found)?;
        let (Some(at), Some(code)) = (visit.checked_in_at, visit.institution_code.clone()) else {
            return Err(Problem::not_found());
        };
        let page = subject.fetched().page(notes)?;
        let all_notes = page.last_key.is_none();
        let notes: Vec<NoteItem> = page.read()?;
        // That there are notes, and who wrote them when, is of the visits.
        let notes =
            subject.allows(Section::Visits, Level::See).then(|| notes.into_iter().map(NoteLine::from).collect());
        if notes.is_some() {
            call.also(Section::Visits);
        }

        // The whole of a stay, also a fortnight later.
        let last_day = visit.last_day().unwrap_or_else(|| jst_day(at));
        let from = visit.logged_before.unwrap_or_default() + 1;
        let opened = grant_of(app, keys, (&code, visit.visit_id), [last_day, jst_day(at)]);
        let (grant, first) = tokio::join!(opened, entries(app, keys, from, None));
        let grant = grant?;
        let until = next_jst_midnight(jst_midnight(last_day));
        let (looks, complete) = looks(app, keys, from, (first?, &code), (at, until)).await?;

        let names = Names::read(app, &subject, &looks, &[]).await?;
        // Family's own look is logged before the answer leaves.
        call.commit(app, Transaction::on(&app.table), &[]).await?;
        let resident = subject.resident();
        Ok(Answer::of(Output {
            visit_id: visit.visit_id,
            institution: Institution::at_the_time(code, visit.institution_name),
            checked_in_at: at,
            opened: grant.map(Opened::from),
            looks: looks.into_iter().map(|(_, entry)| Shown::new(entry, resident, &names)).collect(),
            complete,
            notes,
            all_notes,
        }))
    }
}

impl From<Grant> for Opened {
    fn from(grant: Grant) -> Self {
        Self { sections: grant.sections, from: grant.from, until: grant.until, ended_at: grant.revoked_at }
    }
}

/// What was opened last: of a stay it stands under each of its days.
async fn grant_of(
    app: &App,
    keys: ResidentKeys,
    (code, visit): (&str, VisitId),
    days: [Day; 2],
) -> Result<Option<Grant>, Problem> {
    let days = days.map(|day| keys.grant(code, day));
    let mut plan = ReadPlan::default();
    for key in &days {
        plan.get(key.clone());
    }
    let fetched = app.table.read(plan).await?;
    let mut found = None;
    for key in &days {
        let grant: Option<Grant> = fetched.get(key)?;
        // Another check-in may stand there since.
        found = found.or(grant.filter(|grant| grant.visit_id == visit));
    }
    Ok(found)
}

async fn entries(app: &App, keys: ResidentKeys, from: u64, after: Option<Item>) -> Result<Page, Problem> {
    let chain = keys.chain();
    let to = format!("{}\u{10FFFF}", ChainKeys::ENTRIES);
    let range = RangeQuery::between(chain.partition(), chain.entry(from).sort_key(), &to).limit(A_PAGE);
    app.table.query(range.start_after(after)).await
}

/// The institution's entries between these, and whether all of them were read.
async fn looks(
    app: &App,
    keys: ResidentKeys,
    from: u64,
    (mut page, code): (Page, &str),
    (since, until): (Instant, Instant),
) -> Result<(Vec<(u64, Entry)>, bool), Problem> {
    let mut found = Vec::new();
    for _ in 1..=MOST_PAGES {
        for entry in page.read::<Entry>()? {
            let at: Instant = entry.at.parse().map_err(|_| Problem::internal("unreadable time in the log"))?;
            if at >= until {
                return Ok((found, true));
            }
            if at >= since && entry.institution == code {
                found.push((entry.seq, entry));
            }
        }
        let Some(last) = page.last_key.take() else { return Ok((found, true)) };
        page = entries(app, keys, from, Some(last)).await?;
    }
    Ok((found, false))
}
