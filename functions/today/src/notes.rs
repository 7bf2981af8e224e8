//! What institutions wrote, as far as the caller has not read it.

use notebook::access::Role;
use notebook::id::{NoteId, VisitId};
use notebook::text::Text;
use notebook::time::Instant;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::{NoteItem, ReadNotesItem};
use records::places::{Institution, Places};
use records::prelude::*;

/// Most notes of a day.
const MOST_NOTES: i32 = 20;

/// A note that the caller has not read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnreadNote")]
pub(crate) struct UnreadNote {
    note_id: NoteId,
    /// The visit that it is about.
    visit_id: VisitId,
    /// Whose it is.
    institution: Institution,
    /// The role of who wrote it.
    author_role: Role,
    text: Text<4000>,
    written_at: Instant,
    /// When it was last amended; null where it was not. An amended note is new once more.
    amended_at: Option<Instant>,
    /// The role of who last amended it: whose words it has since.
    amended_by_role: Option<Role>,
}

/// The newest notes, by when they were written or last amended.
pub(crate) fn newest(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), by_time::NOTES).by_time().newest_first().limit(MOST_NOTES)
}

/// Those that came, or were amended, after what the caller read last.
pub(crate) fn unread(subject: &Authorised<Resident>, page: &Page) -> Result<Vec<NoteItem>, Problem> {
    let mark: Option<ReadNotesItem> = subject.fetched().get(&subject.keys().read_notes(&subject.caller().actor))?;
    let read_to = mark.map(|mark| mark.read_to);
    let notes: Vec<NoteItem> = page.read()?;
    let is_new = |note: &NoteItem| read_to.is_none_or(|read_to| note.amended_at.unwrap_or(note.written_at) > read_to);
    Ok(notes.into_iter().filter(is_new).collect())
}

/// As they are shown. What was taken back has no text and is nothing to read.
pub(crate) fn named(notes: Vec<NoteItem>, places: &Places) -> Vec<UnreadNote> {
    let shown = |note: NoteItem| {
        Some(UnreadNote {
            text: note.text.filter(|_| note.retracted_at.is_none())?,
            note_id: note.note_id,
            visit_id: note.visit_id,
            institution: places.named(note.institution_code),
            author_role: note.author_role,
            written_at: note.written_at,
            amended_at: note.amended_at,
            amended_by_role: note.amended_by_role,
        })
    };
    notes.into_iter().filter_map(shown).collect()
}
