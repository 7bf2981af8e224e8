//! What institutions wrote, as far as the caller has not read it.

use notebook::access::Role;
use notebook::id::{NoteId, VisitId};
use notebook::text::Text;
use notebook::time::Instant;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::{NOTES_SETTLE, NoteItem, ReadNotesItem};
use records::places::{Institution, Places};
use records::prelude::*;

/// Notes that are read with the day; more of them are read only where all of these are unread.
const FIRST_NOTES: i32 = 20;

/// Most notes of an answer: of the longest ones a megabyte.
const MOST_SHOWN: usize = 100;

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
    all(keys).limit(FIRST_NOTES)
}

fn all(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), by_time::NOTES).by_time().newest_first()
}

/// Those that came, or were amended, after what the caller read last, newest first. Of very many the oldest: a mark is one instant for
/// all, so that it passes no note that was not shown, however much another institution writes after it.
pub(crate) async fn unread(
    app: &App,
    subject: &Authorised<Resident>,
    first: &Page,
    now: Instant,
) -> Result<Vec<NoteItem>, Problem> {
    let mark: Option<ReadNotesItem> = subject.fetched().get(&subject.keys().read_notes(&subject.caller().actor))?;
    let read_to = mark.map(|mark| mark.read_to);
    let mut unread = Vec::new();
    let mut take = |page: &Page| -> Result<bool, Problem> {
        for note in page.read::<NoteItem>()? {
            let changed_at = note.amended_at.unwrap_or(note.written_at);
            if read_to.is_some_and(|read_to| changed_at <= read_to) {
                return Ok(false);
            }
            // What was taken back has no text and is nothing to read.
            if changed_at <= now - NOTES_SETTLE && note.retracted_at.is_none() && note.text.is_some() {
                unread.push(note);
            }
        }
        Ok(true)
    };
    let mut goes_on = take(first)?;
    let mut last_key = first.last_key.clone();
    while goes_on && last_key.is_some() {
        let page = app.table.query(all(subject.keys()).start_after(last_key)).await?;
        goes_on = take(&page)?;
        last_key = page.last_key;
    }
    unread.drain(..unread.len().saturating_sub(MOST_SHOWN));
    Ok(unread)
}

/// As they are shown.
pub(crate) fn named(notes: Vec<NoteItem>, places: &Places) -> Vec<UnreadNote> {
    let shown = |note: NoteItem| {
        Some(UnreadNote {
            text: note.text?,
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
