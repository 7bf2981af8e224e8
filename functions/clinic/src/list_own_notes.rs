//! GET /v1/institutions/{code}/notes

use notebook::access::Role;
use notebook::id::{NoteId, ResidentId, VisitId};
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::auth::policy::own_entries_until;
use platform::paging::{self, Asked, Limit};
use platform::table::Fetched;
use records::items::{ArrivalItem, ArrivalStatus, OwnNoteItem, StaffItem};
use records::prelude::*;

use crate::{once_a_day, own_notes};

/// Shows to whom the institution wrote on visits of the last seven days, as long as it may change what it wrote: newest day first,
/// and in a day the newest note first. It opens no notebook: it shows the name under which the person checked in, and not what a
/// note says, which `open-own-notes` does. What was retracted is not listed. Looking at the list is logged once a day in each
/// sign-in.
#[derive(JsonSchema)]
pub struct ListOwnNotes;

/// A page of the list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
    /// Most notes of the page.
    #[serde(default)]
    limit: Limit<20, 50>,
}

impl Input {
    fn asked<'a>(&'a self, list: &'a str) -> Asked<'a, 20, 50> {
        Asked { list, cursor: self.cursor.as_deref(), limit: self.limit }
    }
}

/// A note of the institution.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ListedNote")]
pub struct Row {
    /// The note.
    note_id: NoteId,
    /// The visit that it is about.
    visit_id: VisitId,
    /// The person.
    resident_id: ResidentId,
    /// 氏名, as in the list of that day; null where that check-in was cancelled.
    legal_name: Option<Text<100>>,
    /// フリガナ, likewise.
    kana: Option<Text<100>>,
    /// 生年月日, likewise.
    birth_date: Option<Day>,
    /// The day of the visit in Japan; of a stay, the one on which it was written.
    day: Day,
    /// Who wrote it; null where the institution no longer lists them.
    author_name: Option<Text<100>>,
    /// When it was written.
    written_at: Instant,
    /// It can be amended or retracted before this instant, and no longer from then on.
    may_change_until: Instant,
}

impl Endpoint for ListOwnNotes {
    const SPEC: Spec = Spec::get("list-own-notes", "/v1/institutions/{code}/notes")
        .who(Who::Staff(Role::CARE))
        .hourly_limit(600)
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Staff;
    type Input = Input;
    type Reads = PageOf<OwnNoteItem>;
    type Output = List<Row>;

    fn example() -> serde_json::Value {
        json!({ "limit": "20" })
    }

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let code = keys.institution.as_deref().ok_or_else(Problem::not_found)?;
        once_a_day::plan(call, code, plan);
        let (from, to) = own_notes::bounds(keys.now);
        Ok(plan.query(input.asked(code).query(shared::own_notes(code), &from, to)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Staff, Self::Reads>,
        input: Input,
    ) -> Result<Answer<List<Row>>, Problem> {
        let (subject, reads) = subject.reads();
        let code = subject.institution();
        // A cursor says which of the institution's own notes comes next, and is held inside their bounds: it keeps no secret.
        let (asked, key) = (input.asked(code), code.as_bytes());
        paging::check(key, asked.list, asked.cursor)?;
        let (found, next_cursor) = paging::page(subject.fetched().page(reads)?, asked.limit, key, asked.list)?;
        let lines: Vec<OwnNoteItem> = found.iter().map(from_item).collect::<Result<_, _>>()?;
        let mut plan = ReadPlan::default();
        for line in &lines {
            plan.get(arrival(code, line)).get(shared::staff(code, &line.author));
        }
        let names = if lines.is_empty() { Fetched::default() } else { app.table.read(plan).await? };
        let items: Vec<Row> = lines.iter().map(|line| row(code, line, &names)).collect::<Result<_, _>>()?;
        once_a_day::enter(app, call, &subject).await?;
        Ok(Answer::of(List { items, next_cursor }))
    }
}

/// The line in the list of the day.
fn arrival(code: &str, line: &OwnNoteItem) -> Key {
    shared::arrival(code, line.day(), line.checked_in_at, line.visit_id)
}

fn row(code: &str, line: &OwnNoteItem, names: &Fetched) -> Result<Row, Problem> {
    let arrival: Option<ArrivalItem> = names.get(&arrival(code, line))?;
    let identity = arrival.filter(|arrival| arrival.status != ArrivalStatus::Cancelled).map(|arrival| arrival.identity);
    let identity = identity.unwrap_or_default();
    let author: Option<StaffItem> = names.get(&shared::staff(code, &line.author))?;
    let day = line.day();
    Ok(Row {
        note_id: line.note_id,
        visit_id: line.visit_id,
        resident_id: line.resident_id,
        legal_name: identity.legal_name,
        kana: identity.kana,
        birth_date: identity.birth_date,
        day,
        author_name: author.map(|author| author.name),
        written_at: line.written_at,
        may_change_until: own_entries_until(day),
    })
}
