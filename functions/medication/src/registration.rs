//! What a sheet brings into a notebook, wherever it comes from: from a camera, or from the notebook in which it was before.

use notebook::id::MedicationId;
use notebook::medication::alert::Alert;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::Warning;
use notebook::medication::note::NotebookNote;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::resident::{PatientNotes, Resident as Person};
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::lock;
use records::prelude::*;

use crate::advice;
use crate::known::{self, Keeping, Kept};
use crate::links::{Around, Link};
use crate::profile_notes;
use crate::register::{Register, ScanItem};
use crate::scan::{Mark, Scan, ScannedPart};
use crate::spellings::Spellings;
use crate::stored::id_of;

/// A sheet as the notebook has it from now on, with the writes that make it so.
pub(crate) struct Registered {
    pub(crate) effect: Transaction,
    /// Under what it is kept, unless all of it was there.
    pub(crate) scan_id: MedicationId,
    pub(crate) owner: Owner,
    /// Its entries, in its order, be they new or known.
    pub(crate) entries: Vec<MedicationItem>,
    /// Those of them that were there before.
    pub(crate) there: Vec<MedicationId>,
    /// Those that are kept from clinics from the start.
    pub(crate) concealed: Vec<MedicationId>,
    pub(crate) links: Vec<Link>,
    pub(crate) notes: Vec<NotebookNote>,
    pub(crate) alerts: Vec<Alert>,
    /// What went into the profile.
    pub(crate) profile_additions: PatientNotes,
    /// Whether its notes stayed on it; see [`profile_notes::are_left`].
    pub(crate) notes_left: bool,
    pub(crate) warnings: Vec<Warning>,
    /// Whether all of it was there before, and nothing went into the profile: nothing is written.
    pub(crate) nothing_new: bool,
}

impl Registered {
    /// Its dispensings.
    pub(crate) fn dispensings(&self) -> Vec<Dispensing> {
        dispensings(&self.entries)
    }
}

/// The dispensings among entries.
pub(crate) fn dispensings(entries: &[MedicationItem]) -> Vec<Dispensing> {
    let medicines = entries.iter().filter(|entry| entry.kind == EntryKind::Dispensing);
    medicines.map(|entry| entry.dispensing.clone()).collect()
}

/// Names what [`register`] looks at.
pub(crate) fn plan(scan: &Scan, keys: ResidentKeys, plan: &mut ReadPlan) -> Reads {
    plan.get(keys.profile()).get(keys.spellings());
    lock::plan(keys, plan);
    if profile_notes::are_brought(&scan.notes) {
        plan.get(keys.noted());
    }
    for mark in scan.dispensings.iter().map(|marked| &marked.mark).chain(&scan.notes_mark).flat_map(Mark::either) {
        plan.get(keys.fingerprint(mark));
    }
    let days = advice::days(scan.dispensings.iter().map(|marked| &marked.dispensing));
    Reads {
        around: days.map(|(first, last)| plan.query(advice::around(keys, first, last))),
        scans: known::notes_of_a_notebook(scan).then(|| plan.query(known::scans(keys))),
    }
}

/// Where the lists are found that [`plan`] names.
#[derive(Debug, Default, Clone, Copy)]
pub struct Reads {
    /// The entries of the sheet's days, where it has dispensings.
    around: Option<PageOf<MedicationItem>>,
    /// The newest scans, where the sheet is somebody's own notebook with notes.
    scans: Option<PageOf<ScanItem>>,
}

/// Registers a sheet, as it was received: what is new of it, linked with what tells of the same, and what is known as it is
/// kept. Whose it is, whom it names says.
pub(crate) async fn register(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    reads: &Reads,
    (scan, parts): (Scan, Vec<ScannedPart>),
) -> Result<Registered, Problem> {
    let keys = subject.keys();
    let mut stored: Versioned<Person> = from_item(subject.need(&keys.profile())?)?;
    let mut around = match reads.around {
        Some(around) => Around::read(subject.fetched().page(around)?)?,
        None => Around::none(),
    };
    let mismatch = mismatch(&scan, &stored.item, subject)?;
    let mut kept = Kept::find(app, subject, &scan, &around, mismatch.is_some()).await?;

    // What is known as the person's own already is not asked about again.
    let mismatch = mismatch.filter(|_| !kept.is_own(&scan));
    let owner = if mismatch.is_some() { Owner::Unconfirmed } else { Owner::Resident };
    let mut register = Register {
        effect: Transaction::on(&app.table),
        keys,
        scan_id: MedicationId::new(call.now(), app.random()?),
        now: call.now(),
        by: subject.relation().kind,
        owner,
    };
    let (mut entries, mut there, mut links) = (Vec::new(), Vec::new(), Vec::new());
    let (mut concealed, mut claimed) = (Vec::new(), false);
    for (marked, kept) in scan.dispensings.iter().zip(std::mem::take(&mut kept.entries)) {
        let entry = match kept {
            Keeping::Known(mut entry) => {
                there.push(id_of(&entry));
                // A sheet of the person's own tells of what only another's told of before.
                if owner.is_resident() && !entry.owner.is_resident() {
                    entry.owner = owner;
                    around.claim(&entry);
                    claimed = true;
                }
                *entry
            }
            Keeping::New { orphan } => {
                let mut entry = register.entry(marked, MedicationId::new(call.now(), app.random()?));
                if owner.is_resident() {
                    links.extend(around.recognise(&mut entry));
                }
                around.keep_back(&mut entry);
                concealed.extend(entry.concealed.then(|| id_of(&entry)));
                register.keep(&entry, orphan)?;
                entry
            }
        };
        entries.push(entry);
    }
    let are_known = known::notes_are_known(subject, &scan, &kept, &stored.item, (owner, reads.scans))?;
    let new_notes = if are_known { None } else { scan.notes_mark };
    let additions = profile_notes::add(subject, &mut stored, &scan.notes, !owner.is_resident())?;
    let changes = claimed || new_notes.is_some() || !additions.added.is_empty();
    let nothing_new = register.effect.is_empty() && !changes;
    let alerts = alerts(mismatch, &stored.item, &entries, &around);
    let notes_left = owner.is_resident() && profile_notes::are_left(subject, &scan.notes);
    let profile_additions = additions.added.clone();
    if !nothing_new {
        for entry in entries.iter().filter(|entry| there.contains(&id_of(entry))) {
            around.also_in(entry, register.scan_id);
        }
        around.write(&mut register.effect, keys)?;
        let item = ScanItem {
            parts,
            scanned_at: call.now(),
            medication_ids: entries.iter().map(id_of).collect(),
            known: there.clone(),
            notes: scan.notes.clone(),
            new_notes: new_notes.is_some(),
            alerts: alerts.clone(),
            links: links.clone(),
            profile_additions: profile_additions.clone(),
            warnings: scan.warnings.clone(),
            notes_mark: new_notes.map(|mark| mark.meaning),
            owner: Some(owner),
            named: scan.named,
            of_a_notebook: scan.of_a_notebook,
            name_remembered: false,
            notes_left,
            version: 1,
        };
        let orphan = if item.new_notes { kept.hand_over_notes(keys, &mut register.effect)? } else { None };
        register.scan(&item, orphan)?;
        additions.write(call, subject, &stored.item, &mut register.effect)?;
        lock::raise(subject, &mut register.effect)?;
    }
    Ok(Registered {
        effect: register.effect,
        scan_id: register.scan_id,
        owner,
        entries,
        there,
        concealed,
        links,
        notes: scan.notes,
        alerts,
        profile_additions,
        notes_left,
        warnings: scan.warnings,
        nothing_new,
    })
}

/// Whether the sheet names another person, and not the person in a spelling that they said is theirs.
fn mismatch(scan: &Scan, person: &Person, subject: &Authorised<Resident>) -> Result<Option<Alert>, Problem> {
    let spellings: Spellings = subject.fetched().get(&subject.keys().spellings())?.unwrap_or_default();
    let named = scan.named.as_ref().filter(|named| !spellings.know(named, person));
    Ok(named.and_then(|named| advice::mismatch(named, person)))
}

/// What to look at: whose the sheet is, and what of it is the person's own.
fn alerts(mismatch: Option<Alert>, person: &Person, entries: &[MedicationItem], around: &Around) -> Vec<Alert> {
    let own: Vec<&MedicationItem> = entries.iter().filter(|entry| entry.owner.is_resident()).collect();
    mismatch.into_iter().chain(advice::alerts(person, &own, &around.compared(&own))).collect()
}
