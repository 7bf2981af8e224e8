//! The institutions' notes of a page of visits.

use records::items::NoteItem;
use std::collections::HashMap;

use notebook::access::{Grant, Role, Section};
use notebook::id::{NoteId, VisitId};
use notebook::institution::InstitutionCode;
use notebook::time::{Day, Instant, jst_day};
use platform::paging::{self, Limit};
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::opened::{Listed, bounds};
use records::prelude::*;

use super::cursor;
use super::cut::{self, MOST_NOTES};

/// Most notes that are read for a page of visits.
const MOST_READ: i32 = 400;

/// Most notes of one visit that are shown at once.
type Whole = Limit<20, 20>;

/// An institution's note to the patient.
#[derive(Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the API")]
#[schemars(rename = "InstitutionNote")]
pub struct Note {
    pub(crate) note_id: NoteId,
    /// 10 digits.
    #[schemars(with = "InstitutionCode")]
    pub(crate) institution_code: String,
    pub(crate) author_role: Role,
    /// Null once it was retracted.
    pub(crate) text: Option<String>,
    /// Whether the text goes on: `open-section` shows it whole.
    pub(crate) cut: bool,
    pub(crate) written_at: Instant,
    pub(crate) amended_at: Option<Instant>,
    /// Whose words it has since; null also where that was not kept.
    pub(crate) amended_by_role: Option<Role>,
    pub(crate) retracted_at: Option<Instant>,
    /// For `If-Match`, where it is the institution's own.
    #[schemars(with = "Version")]
    version: u64,
}

impl Note {
    fn of(Versioned { item: note, version }: Versioned<NoteItem>, whole: bool) -> Self {
        let text = note.text.filter(|_| note.retracted_at.is_none()).map(notebook::text::Text::into_string);
        let (text, cut) = match text {
            Some(text) if !whole => {
                let (text, cut) = cut::text(&text);
                (Some(text), cut)
            }
            text => (text, false),
        };
        Self {
            note_id: note.note_id,
            institution_code: note.institution_code,
            author_role: note.author_role,
            text,
            cut,
            written_at: note.written_at,
            amended_at: note.amended_at,
            amended_by_role: note.amended_by_role,
            retracted_at: note.retracted_at,
            version,
        }
    }
}

/// The Query of the notes on all visits, newest visits first; from those of a day on, where a cursor leads there.
///
/// A note's key begins with its visit's id, and an id with the time at which it was made: not after the end of the visit's day,
/// also where a planned visit became one.
pub(crate) fn of_all(keys: ResidentKeys, until: Option<Day>) -> RangeQuery {
    let end =
        until.and_then(|day| day.succ_opt()).map(|next| VisitId::new(notebook::time::jst_midnight(next), [0; 10]));
    let all = ResidentKeys::NOTES.text();
    let last = end.map_or_else(|| format!("{all}\u{10FFFF}"), |end| format!("{all}{end}"));
    RangeQuery::between(keys.partition(), all, &last).newest_first().limit(MOST_READ)
}

/// Notes by visit, as far as they were reached.
pub(crate) struct Notes {
    by_visit: HashMap<VisitId, Vec<Versioned<NoteItem>>>,
    /// The notes of this visit, and of those before it, were not all read.
    unread_from: Option<VisitId>,
}

impl Notes {
    pub(crate) fn read(page: &Page) -> Result<Self, Problem> {
        let (mut by_visit, mut last) = (HashMap::<_, Vec<Versioned<NoteItem>>>::new(), None);
        for item in &page.items {
            let stored: Versioned<NoteItem> = from_item(item)?;
            last = Some(stored.item.visit_id);
            by_visit.entry(stored.item.visit_id).or_default().push(stored);
        }
        Ok(Self { by_visit, unread_from: last.filter(|_| page.last_key.is_some()) })
    }

    /// The newest notes of a visit.
    pub(crate) fn take(&mut self, visit: VisitId) -> Newest {
        let mut stored = self.by_visit.remove(&visit).unwrap_or_default();
        let more = stored.len() > MOST_NOTES || self.unread_from.is_some_and(|last| visit <= last);
        stored.truncate(MOST_NOTES);
        Newest { stored, more }
    }
}

/// The newest notes of one visit as they were read.
pub(crate) struct Newest {
    stored: Vec<Versioned<NoteItem>>,
    /// Whether there are or may be more.
    pub(crate) more: bool,
}

impl Newest {
    /// As a list shows them, long texts cut.
    pub(crate) fn brief(self) -> Vec<Note> {
        self.stored.into_iter().map(|stored| Note::of(stored, false)).collect()
    }
}

/// The Query of the notes on one visit, newest first.
pub(crate) fn all_of_visit(keys: ResidentKeys, visit: VisitId) -> RangeQuery {
    let (from, to) = ResidentKeys::notes_of(visit);
    RangeQuery::between(keys.partition(), &from, &to).newest_first()
}

/// Those of an institution, whole.
pub(crate) fn own(page: &Page, institution: &str) -> Result<Vec<Note>, Problem> {
    let notes = page.items.iter().map(|item| Ok(Note::of(from_item(item)?, true)));
    let of_theirs =
        |note: &Result<Note, Problem>| note.as_ref().map_or(true, |note| note.institution_code == institution);
    notes.filter(of_theirs).collect()
}

/// The Query of a page of the notes on one visit, newest first.
pub(crate) fn of_visit(keys: ResidentKeys, visit: VisitId, cursor: Option<&str>) -> RangeQuery {
    let (from, to) = ResidentKeys::notes_of(visit);
    let last = paging::last_of(cursor, &from, to);
    RangeQuery::between(keys.partition(), &from, &last).newest_first().limit(Whole::default().and_one())
}

/// Such a page, whole, and the cursor of the next.
pub(crate) fn whole(page: &Page, visit: &str, grant: &Grant) -> Result<(Vec<Note>, Option<String>), Problem> {
    let (key, list) = cursor::of(Section::Visits, Some(visit), grant);
    let (items, next) = paging::page_by_key(page, Whole::default(), key.as_bytes(), &list)?;
    let notes = items.iter().map(|item| Ok(Note::of(from_item(item)?, true))).collect::<Result<_, Problem>>()?;
    Ok((notes, next))
}

/// The day of a place in the list of visits.
pub(crate) fn day_of(place: &str) -> Option<Day> {
    place.strip_prefix(by_time::VISITS)?.split('#').next()?.parse().ok()
}

/// Until when a visit's own day is one of those that are shown.
pub(crate) fn is_shown(visited_on: Day, now: Instant) -> bool {
    let (from, to) = bounds(Listed::Visits, now);
    let place = by_time::visit(visited_on, "");
    from <= place && place <= to && visited_on <= jst_day(now)
}
