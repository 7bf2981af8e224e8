//! The way from an institution to what it wrote: made with each note, and followed while the note may still be changed.

use notebook::time::{Instant, jst_day};
use platform::auth::policy::{own_entries_since, own_entries_until};
use records::items::{NoteItem, OwnNoteItem, VisitItem};
use records::prelude::*;

/// Adds the way to a new note.
pub(crate) fn lead_to(
    effect: &mut Transaction,
    subject: &Authorised<PatientVisit>,
    note: &NoteItem,
) -> Result<(), Problem> {
    let checked_in_at = checked_in_at(subject)?;
    let line = OwnNoteItem {
        note_id: note.note_id,
        visit_id: note.visit_id,
        resident_id: subject.resident(),
        author: note.author.clone(),
        written_at: note.written_at,
        checked_in_at,
    };
    let day = jst_day(checked_in_at);
    let meta = Meta { expires_at: Some(own_entries_until(day).timestamp()), ..Meta::default() };
    effect.put(&shared::own_note(&note.institution_code, day, note.note_id), &line, &meta, Only::IfNew)
}

/// Takes away the way to a note that is retracted.
pub(crate) fn forget(
    effect: &mut Transaction,
    subject: &Authorised<PatientVisit>,
    note: &NoteItem,
) -> Result<(), Problem> {
    let day = jst_day(checked_in_at(subject)?);
    effect.delete(&shared::own_note(&note.institution_code, day, note.note_id), None)
}

/// When the person checked in, as the decision read it.
fn checked_in_at(subject: &Authorised<PatientVisit>) -> Result<Instant, Problem> {
    let visit: VisitItem = from_item(subject.need(&subject.keys().visit(subject.visit()))?)?;
    // Nobody may write about a visit without a check-in, which the policy has seen to.
    visit.checked_in_at.ok_or_else(Problem::not_found)
}

/// Between which keys the ways lie that are followed now.
pub(crate) fn bounds(now: Instant) -> (String, String) {
    let today = jst_day(now);
    (format!("{}#", own_entries_since(today)), format!("{today}#~"))
}
