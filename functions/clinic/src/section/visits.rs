//! 受診: visits of the last ten years, with the institutions' notes.

use notebook::id::VisitId;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use platform::paging;
use platform::table::schema::ResidentKeys;
use records::items::{NoteItem, VisitItem, VisitStatus};
use records::opened::{Listed, bounds};
use records::prelude::*;

use super::{Left, ListedSection, Part, Whole, query};
use crate::view::cut;
use crate::view::lines::{Lines, spaced};
use crate::view::notes::{self, Newest, Note, Notes};
use crate::view::timeline::{Event, Kind, Reference, title};

/// The section.
pub(crate) struct Visits;

/// A page of visits with the notes on them, or one visit with its own.
#[derive(Default)]
pub(crate) struct Reads {
    visits: PageOf<VisitItem>,
    notes: PageOf<NoteItem>,
}

/// A visit as it was read, with its newest notes.
pub(crate) struct Noted {
    visit: VisitItem,
    notes: Newest,
}

/// A visit as another institution may see it.
#[derive(Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the API")]
#[schemars(rename = "OpenedVisit")]
pub(crate) struct Visit {
    visit_id: VisitId,
    visited_on: Day,
    status: VisitStatus,
    /// 10 digits, where the institution is known by its code.
    #[schemars(with = "Option<InstitutionCode>")]
    institution_code: Option<String>,
    institution_name: Option<Text<120>>,
    /// 診療科
    department: Option<Text<80>>,
    /// Why the person went, in the person's words.
    reason: Option<String>,
    /// What the person was told.
    diagnosis_told: Option<String>,
    checked_in_at: Option<Instant>,
    /// What the institution wrote for the patient, newest first.
    notes: Vec<Note>,
    /// Whether there are notes, or ends of texts, that are not shown here: `open-section` shows the visit whole.
    cut: bool,
}

impl Visit {
    /// With these notes and all that it says.
    fn whole(item: VisitItem, notes: Vec<Note>, cut: bool) -> Self {
        Self {
            visit_id: item.visit_id,
            visited_on: item.visited_on,
            status: item.status,
            institution_code: item.institution_code,
            institution_name: item.institution_name,
            department: item.department,
            reason: item.reason.map(Text::into_string),
            diagnosis_told: item.diagnosis_told.map(Text::into_string),
            checked_in_at: item.checked_in_at,
            notes,
            cut,
        }
    }

    /// The institution's name, or its code where only that is known.
    fn place(&self) -> Option<&str> {
        self.institution_name.as_ref().map(Text::as_str).or(self.institution_code.as_deref())
    }
}

/// When the person last checked in at this institution before today. The institution knows that anyhow.
pub(crate) fn last_before(visits: &Part<Noted>, institution: &str, today: VisitId, now: Instant) -> Option<Instant> {
    let theirs = visits.values().map(|noted| &noted.visit).filter(|visit| {
        visit.visit_id != today
            && visit.visited_on < jst_day(now)
            && visit.institution_code.as_deref() == Some(institution)
    });
    theirs.filter_map(|visit| visit.checked_in_at).max()
}

/// The id of an entry; not found where the text is none.
fn id(entry: &str) -> Result<VisitId, Problem> {
    entry.parse().map_err(|_| Problem::not_found())
}

impl ListedSection for Visits {
    const LIST: Listed = Listed::Visits;
    type Reads = Reads;
    type Item = Noted;
    type Shown = Visit;

    fn plan(keys: ResidentKeys, now: Instant, cursor: Option<&str>, plan: &mut ReadPlan) -> Reads {
        let until = cursor.map(|_| {
            let (from, to) = bounds(Self::LIST, now);
            paging::last_of(cursor, &from, to)
        });
        Reads {
            visits: plan.query(query(keys, Self::LIST, now, cursor)),
            notes: plan.query(notes::of_all(keys, until.as_deref().and_then(notes::day_of))),
        }
    }

    async fn read(_: &App, subject: &Authorised<Patient>, reads: &Reads) -> Result<Part<Noted>, Problem> {
        let mut notes = Notes::read(subject.fetched().page(reads.notes)?)?;
        let visits: Part<VisitItem> = Part::of(subject.fetched().page(reads.visits)?, from_item)?;
        visits.map(|visit| Ok(Noted { notes: notes.take(visit.visit_id), visit }))
    }

    fn brief(Noted { visit, notes }: Noted) -> Result<Visit, Problem> {
        let more = notes.more;
        let mut visit = Visit::whole(visit, notes.brief(), false);
        let mut is_cut = more || visit.notes.iter().any(|note| note.cut);
        for text in [&mut visit.reason, &mut visit.diagnosis_told].into_iter().flatten() {
            let (shown, cut) = cut::text(text);
            (*text, is_cut) = (shown, is_cut || cut);
        }
        visit.cut = is_cut;
        Ok(visit)
    }

    fn plan_entry(
        keys: ResidentKeys,
        entry: &str,
        cursor: Option<&str>,
        plan: &mut ReadPlan,
    ) -> Result<Reads, Problem> {
        plan.get(keys.visit(id(entry)?));
        Ok(Reads { notes: plan.query(notes::of_visit(keys, id(entry)?, cursor)), ..Reads::default() })
    }

    async fn entry(
        _: &App,
        call: &Call,
        subject: &Authorised<Patient>,
        entry: &str,
        reads: &Reads,
    ) -> Result<Whole<Visit>, Problem> {
        let visit: VisitItem = from_item(subject.need(&subject.keys().visit(id(entry)?))?)?;
        if !notes::is_shown(visit.visited_on, call.now()) {
            return Err(Problem::not_found());
        }
        let (notes, next_cursor) = notes::whole(subject.fetched().page(reads.notes)?, entry, subject.grant())?;
        Ok(Whole { shown: Visit::whole(visit, notes, next_cursor.is_some()), next_cursor, alerts: None })
    }

    /// The visit, and each note on it.
    fn events(visit: &Visit) -> Vec<Event> {
        let parts = [visit.department.as_ref().map(Text::as_str), visit.reason.as_deref()];
        let itself = Event {
            on: visit.visited_on,
            at: visit.checked_in_at,
            kind: Kind::Visit,
            id: visit.visit_id.to_string(),
            institution: visit.place().map(str::to_owned),
            title: title(parts.into_iter().flatten()),
        };
        let note = |note: &Note| Event {
            on: jst_day(note.written_at),
            at: Some(note.written_at),
            kind: Kind::Note,
            id: note.note_id.to_string(),
            institution: Some(visit.place().unwrap_or(&note.institution_code).to_owned()),
            title: title(note.text.as_deref().into_iter()),
        };
        std::iter::once(itself).chain(visit.notes.iter().map(note)).collect()
    }

    fn arrived(visit: &Visit) -> Vec<(Instant, Reference)> {
        let itself = (visit.visit_id.made_at(), Reference::new(Kind::Visit, &visit.visit_id));
        let note = |note: &Note| (note.note_id.made_at(), Reference::new(Kind::Note, &note.note_id));
        std::iter::once(itself).chain(visit.notes.iter().map(note)).collect()
    }

    fn summary(list: &[Visit], left: Left, lines: &mut Lines) {
        let visit = |visit: &Visit| {
            spaced([
                visit.visited_on.to_string().as_str(),
                visit.institution_name.as_ref().map_or("", Text::as_str),
                visit.department.as_ref().map_or("", Text::as_str),
                visit.diagnosis_told.as_deref().unwrap_or_default(),
            ])
        };
        lines.list("受診", list.iter().map(visit), left.more);
    }
}
