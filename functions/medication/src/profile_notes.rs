//! Patient notes (患者特記) of a sheet go into the person's profile: once, and only where the caller may write there.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::access::{Level, Section};
use notebook::medication::became::{self, Kept, NoteBecame};
use notebook::medication::note::NotebookNote;
use notebook::medication::owner::Owner;
use notebook::medication::profile_note::{ProfileNote, Taken, profile_notes, take_in};
use notebook::resident::{PatientNotes, Profile, Resident as Person};
use platform::table::schema::ResidentKeys;
use records::prelude::*;
use ring::digest::{SHA256, digest};

use crate::advice;

/// Bytes of a hash that are kept of a note: enough for the notes of one person.
const MARK_BYTES: usize = 16;
/// Most marks that are kept, the newest.
const MOST_MARKS: usize = 1000;

/// The notes that were taken in before, so that what a person deleted from the profile is not added again.
#[derive(Default, Clone, Serialize, Deserialize)]
pub(crate) struct NotedItem {
    notes: Vec<String>,
    version: u64,
}

/// What a scan changes of the profile.
pub(crate) struct Additions {
    /// What is added, to the lists or to what waits beside them: the profile is another one where it is not empty.
    pub(crate) added: PatientNotes,
    /// The version of the person's item that was read.
    version: u64,
    /// The marks as they are to be kept, where they change; and the version that was read.
    noted: Option<(NotedItem, Only<'static>)>,
}

/// Whether a sheet brings patient notes, so that the marks are read with everything else.
pub(crate) fn are_brought(notes: &[NotebookNote]) -> bool {
    !profile_notes(notes).is_empty()
}

/// Takes the notes into the profile, unless the sheet is another person's or the caller may not write there. What has no
/// room in its lists waits beside them; where there is no room for that either the sheet is refused, because nobody would
/// be warned of what it says.
pub(crate) fn add(
    subject: &Authorised<Resident>,
    stored: &mut Versioned<Person>,
    notes: &[NotebookNote],
    is_anothers: bool,
) -> Result<Additions, Problem> {
    let mut additions = Additions { added: PatientNotes::default(), version: stored.version, noted: None };
    let notes = profile_notes(notes);
    if notes.is_empty() || is_anothers || subject.require(Section::Profile, Level::Record).is_err() {
        return Ok(additions);
    }
    let known: Option<NotedItem> = subject.fetched().get(&subject.keys().noted())?;
    let only = known.as_ref().map_or(Only::IfNew, |item| Only::IfVersion(item.version));
    let mut item = known.unwrap_or_default();
    let before = stored.item.profile.clone();
    let Taken { added, held, left } =
        take_in(&mut stored.item.profile, &notes, |note| item.notes.iter().any(|known| *known == mark(note)));
    if left > 0 {
        return Err(Problem::of(Code::ProfileFull).with("most", Profile::MOST_PENDING).with("left", left));
    }
    if !held.is_empty() {
        item.notes.extend(held.into_iter().map(mark));
        item.notes.drain(..item.notes.len().saturating_sub(MOST_MARKS));
        item.version += 1;
        additions.noted = Some((item, only));
    }
    additions.added = added;
    stored.item.note_changes(&before, subject.now());
    Ok(additions)
}

impl Additions {
    /// Adds the writes to the scan's own transaction.
    pub(crate) fn write(
        self,
        call: &Call,
        subject: &Authorised<Resident>,
        person: &Person,
        effect: &mut Transaction,
    ) -> Result<(), Problem> {
        let keys = subject.keys();
        if !self.added.is_empty() {
            let meta = Meta { version: Some(self.version + 1), ..Meta::default() };
            effect.put(&keys.profile(), person, &meta, Only::IfVersion(self.version))?;
            call.also_of(&keys.chain(), Section::Profile);
        }
        if let Some((item, only)) = self.noted {
            let meta = Meta { version: Some(item.version), ..Meta::default() };
            effect.put(&keys.noted(), &item, &meta, only)?;
        }
        Ok(())
    }
}

/// Forgets that notes of a sheet that goes were taken in, so that another sheet that says the same is heard again. `kept`:
/// what other sheets say; of that the marks stay.
pub(crate) fn forget(
    keys: ResidentKeys,
    noted: Option<NotedItem>,
    gone: &[NotebookNote],
    kept: &[NotebookNote],
    effect: &mut Transaction,
) -> Result<(), Problem> {
    let Some(mut item) = noted else { return Ok(()) };
    let kept: Vec<String> = profile_notes(kept).iter().map(mark).collect();
    let gone: Vec<String> = profile_notes(gone).iter().map(mark).filter(|mark| !kept.contains(mark)).collect();
    let before = item.notes.len();
    item.notes.retain(|note| !gone.contains(note));
    if item.notes.len() == before {
        return Ok(());
    }
    if item.notes.is_empty() {
        return effect.delete(&keys.noted(), Some(item.version));
    }
    let only = Only::IfVersion(item.version);
    item.version += 1;
    let meta = Meta { version: Some(item.version), ..Meta::default() };
    effect.put(&keys.noted(), &item, &meta, only)
}

/// What was added, for those who may see the profile.
pub(crate) fn shown(call: &Call, added: PatientNotes, subject: &Authorised<Resident>) -> PatientNotes {
    if added.is_empty() || subject.require(Section::Profile, Level::See).is_err() {
        return PatientNotes::default();
    }
    call.also(Section::Profile);
    added
}

/// Whether what a sheet says of the person stays on it: who scans or confirms it may not record in the profile.
pub(crate) fn are_left(subject: &Authorised<Resident>, notes: &[NotebookNote]) -> bool {
    are_brought(notes) && subject.require(Section::Profile, Level::Record).is_err()
}

/// What became of each patient note of a sheet; `added`: what went into the profile with it; `left`: [`are_left`] when it was
/// taken in. The rights of who reads it now say nothing of that.
pub(crate) fn became(
    call: &Call,
    notes: &[NotebookNote],
    added: &PatientNotes,
    (owner, left): (Owner, bool),
    subject: &Authorised<Resident>,
) -> Vec<NoteBecame> {
    let may_see = subject.require(Section::Profile, Level::See).is_ok();
    let kept = match (owner.is_resident(), may_see && !left) {
        (false, _) => Kept::Unconfirmed,
        (true, true) => Kept::InProfile,
        (true, false) => Kept::OnSheet,
    };
    became::became(&profile_notes(notes), added, kept, advice::words(call.language))
}

fn mark(note: &ProfileNote) -> String {
    let hash = digest(&SHA256, note.identity().as_bytes());
    URL_SAFE_NO_PAD.encode(hash.as_ref().get(..MARK_BYTES).unwrap_or_default())
}
