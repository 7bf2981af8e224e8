//! GET /v1/residents/{resident_id}/visits/{visit_id}

use notebook::access::{Level, Role, Section};
use notebook::id::{NoteId, VisitId};
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::Instant;
use platform::paging::{Asked, Limit};
use platform::table::schema::ResidentKeys;
use records::items::{NoteItem, VisitItem};
use records::prelude::*;

use crate::entry::Shown;

/// Shows a visit with what the institution wrote for the person, the newest note first; older ones than the newest twenty
/// with `cursor`.
#[derive(JsonSchema)]
pub struct GetVisit;

/// Where the notes go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `notes_next_cursor` of the answer before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
}

/// The notes of one visit, for their cursors.
fn list(visit: VisitId) -> String {
    format!("notes#{visit}")
}

/// A page of its notes: 20 of them.
fn page<'a>(list: &'a str, cursor: Option<&'a str>) -> Asked<'a, 20, 20> {
    Asked { list, cursor, limit: Limit::default() }
}

/// A visit with its notes.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    #[serde(flatten)]
    visit: Shown,
    /// The institution's notes, newest first.
    notes: Vec<ShownNote>,
    /// Where the notes go on; not there at their end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Cursor>")]
    notes_next_cursor: Option<String>,
}

/// A note of an institution.
#[derive(Serialize, JsonSchema)]
pub struct ShownNote {
    note_id: NoteId,
    /// 10 digits.
    #[schemars(with = "InstitutionCode")]
    institution_code: String,
    /// The role of who wrote it.
    author_role: Role,
    /// The text; absent once it was retracted.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<4000>>,
    written_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    amended_at: Option<Instant>,
    /// The role of who last amended it: whose words it has since.
    #[serde(skip_serializing_if = "Option::is_none")]
    amended_by_role: Option<Role>,
    /// Whether the institution took it back.
    retracted: bool,
}

impl TakenBack for Output {
    const READ_ONLY: &'static [&'static str] = &[
        "/visit_id",
        "/time",
        "/checked_in_at",
        "/reception_code",
        "/ended_at",
        "/cancelled_at",
        "/cancellation_reason",
        "/notes",
    ];
    const PASSING: &'static [&'static str] = &["/notes_next_cursor"];
    const FOLLOWS: &'static [(&'static str, &'static str)] = &[("/institution_name", "/institution_code")];
}

/// Names what [`shown`] looks at.
pub(crate) fn plan(
    call: &Call,
    proposed: &Proposed,
    cursor: Option<&str>,
    plan: &mut ReadPlan,
) -> Result<PageOf<NoteItem>, Problem> {
    let (keys, visit) = (proposed.resident()?, call.path::<VisitId>("visit_id")?);
    let (from, to) = ResidentKeys::notes_of(visit);
    plan.get(keys.visit(visit));
    Ok(plan.query(page(&list(visit), cursor).query(keys.partition(), &from, to)))
}

/// The visit that the path names, with its notes.
pub(crate) fn shown(
    call: &Call,
    subject: &Authorised<Resident>,
    (visit, notes): (VisitItem, PageOf<NoteItem>),
    cursor: Option<&str>,
) -> Result<Output, Problem> {
    let notes = page(&list(call.path("visit_id")?), cursor).read(subject, notes)?.map(ShownNote::from);
    Ok(Output { visit: visit.into(), notes: notes.items, notes_next_cursor: notes.next_cursor })
}

impl From<NoteItem> for ShownNote {
    fn from(item: NoteItem) -> Self {
        let retracted = item.retracted_at.is_some();
        Self {
            note_id: item.note_id,
            institution_code: item.institution_code,
            author_role: item.author_role,
            text: item.text.filter(|_| !retracted),
            written_at: item.written_at,
            amended_at: item.amended_at,
            amended_by_role: item.amended_by_role,
            retracted,
        }
    }
}

impl Endpoint for GetVisit {
    const SPEC: Spec = Spec::get("get-visit", "/v1/residents/{resident_id}/visits/{visit_id}")
        .who(Who::Resident(Section::Visits, Level::See))
        .tagged()
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<NoteItem>;
    type Output = Output;

    fn plan(call: &Call, input: &Input, proposed: &Proposed, reads: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan(call, proposed, input.cursor.as_deref(), reads)
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let stored: Versioned<VisitItem> = from_item(subject.need(&subject.keys().visit(call.path("visit_id")?))?)?;
        let shown = shown(call, &subject, (stored.item, reads), input.cursor.as_deref())?;
        Ok(Answer::of(shown).version(stored.version))
    }
}
