//! The way from an institution to what it wrote: made with each note, and followed while the note may still be changed.

use notebook::time::{Day, Instant, jst_day};
use platform::auth::policy::{own_entries_since, own_entries_until};
use records::items::{NoteItem, OwnNoteItem, VisitItem};
use records::prelude::*;

/// Adds the way to a new note.
pub(crate) fn lead_to(
    effect: &mut Transaction,
    subject: &Authorised<PatientVisit>,
    note: &NoteItem,
) -> Result<(), Problem> {
    let (checked_in_at, day) = visit_of(subject, note)?;
    let line = OwnNoteItem {
        note_id: note.note_id,
        visit_id: note.visit_id,
        resident_id: subject.resident(),
        author: note.author.clone(),
        written_at: note.written_at,
        checked_in_at,
        day: Some(day),
    };
    let meta = Meta { expires_at: Some(own_entries_until(day).timestamp()), ..Meta::default() };
    effect.put(&shared::own_note(&note.institution_code, day, note.note_id), &line, &meta, Only::IfNew)
}

/// Takes away the way to a note that is retracted.
pub(crate) fn forget(
    effect: &mut Transaction,
    subject: &Authorised<PatientVisit>,
    note: &NoteItem,
) -> Result<(), Problem> {
    let (_, day) = visit_of(subject, note)?;
    effect.delete(&shared::own_note(&note.institution_code, day, note.note_id), None)
}

/// When the person checked in, as the decision read it, and the day of the visit that the note belongs to: the one on which it was
/// written, or the last one. A stay that ends on a day goes back no further than that day, so that this stays what it was.
fn visit_of(subject: &Authorised<PatientVisit>, note: &NoteItem) -> Result<(Instant, Day), Problem> {
    let visit: VisitItem = from_item(subject.need(&subject.keys().visit(subject.visit()))?)?;
    // Nobody may write about a visit without a check-in, which the policy has seen to.
    let (at, last) = visit.checked_in_at.zip(visit.last_day()).ok_or_else(Problem::not_found)?;
    Ok((at, jst_day(note.written_at).min(last)))
}

/// Between which keys the ways lie that are followed now.
pub(crate) fn bounds(now: Instant) -> (String, String) {
    let today = jst_day(now);
    (format!("{}#", own_entries_since(today)), format!("{today}#~"))
}
