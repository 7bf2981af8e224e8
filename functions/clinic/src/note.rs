//! What the three operations on notes share.
//!
//! A note belongs to the institution that wrote it. What a note said before it was amended or retracted is moved into a
//! history item in the person's own partition, which is kept as evidence and which no operation reads: the text is
//! hidden from the person, from every institution and from the one that wrote it, and nothing is lost.

use notebook::access::Role;
use notebook::id::{NoteId, VisitId};
use notebook::text::Text;
use notebook::time::Instant;
use records::items::{NoteItem, RetractionReason};
use records::prelude::*;

use crate::own_notes;

/// What a note said before, and who replaced it.
#[derive(Serialize)]
struct History<'a> {
    #[serde(flatten)]
    note: &'a NoteItem,
    replaced_at: Instant,
    replaced_by: &'a str,
    replaced_by_role: Role,
    reason: Option<RetractionReason>,
}

/// The answer of all three.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NoteReference")]
pub struct Output {
    /// The note.
    pub(crate) note_id: NoteId,
}

/// Adds the note of the path to the reads.
pub(crate) fn plan(call: &Call, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
    plan.get(keys.resident()?.note(call.path::<VisitId>("visit_id")?, call.path::<NoteId>("note_id")?));
    Ok(())
}

/// The note of the path, if it is the institution's own; another's is not there.
pub(crate) fn own(call: &Call, subject: &Authorised<PatientVisit>) -> Result<Versioned<NoteItem>, Problem> {
    let key = subject.keys().note(subject.visit(), call.path("note_id")?);
    let stored: Versioned<NoteItem> = from_item(subject.need(&key)?)?;
    if stored.item.institution_code == subject.institution() { Ok(stored) } else { Err(Problem::not_found()) }
}

/// The answer where the note is as the caller wants it: nothing is written but the record of the key.
pub(crate) async fn unchanged(app: &App, call: &Call, stored: &Versioned<NoteItem>) -> Result<Answer<Output>, Problem> {
    let ids = [stored.item.note_id.to_string(), stored.version.to_string()];
    call.commit(app, Transaction::on(&app.table), &ids).await?;
    replayed(&ids)
}

/// Replaces the note and keeps what it said, in one transaction; the new version.
pub(crate) async fn replace(
    app: &App,
    call: &Call,
    subject: &Authorised<PatientVisit>,
    stored: &Versioned<NoteItem>,
    replacement: &NoteItem,
) -> Result<u64, Problem> {
    let (keys, version) = (subject.keys(), stored.version + 1);
    let history = History {
        note: &stored.item,
        replaced_at: call.now(),
        replaced_by: &subject.caller().actor,
        replaced_by_role: subject.role(),
        reason: replacement.retraction_reason,
    };
    let mut effect = Transaction::on(&app.table);
    let note_id = stored.item.note_id;
    // What was taken back is nothing new for the person to read.
    let by_time = replacement.retracted_at.is_none().then(|| by_time::note(call.now(), note_id));
    let meta = Meta { version: Some(version), by_time, ..Meta::default() };
    effect.put(&keys.note(subject.visit(), note_id), replacement, &meta, Only::IfVersion(stored.version))?;
    effect.put(&keys.note_history(note_id, stored.version), &history, &Meta::default(), Only::IfNew)?;
    if replacement.retracted_at.is_some() {
        own_notes::forget(&mut effect, subject, &stored.item)?;
    }
    call.commit(app, effect, &[note_id.to_string(), version.to_string()]).await?;
    Ok(version)
}

/// The answer of a write that happened before, from the ids that were remembered.
pub(crate) fn replayed(ids: &[String]) -> Result<Answer<Output>, Problem> {
    let missing = || Problem::internal("no id remembered");
    let note_id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(missing)?;
    let version = ids.get(1).and_then(|version| version.parse().ok()).ok_or_else(missing)?;
    Ok(Answer::of(Output { note_id }).version(version))
}

/// The text of a note.
pub(crate) type NoteText = Text<4000>;
