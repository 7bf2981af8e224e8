//! What a scan leaves in the table: its dispensings, the marks by which they are recognised, and the scan itself.

use notebook::access::RelationKind;
use notebook::id::MedicationId;
use notebook::medication::alert::Alert;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::Warning;
use notebook::medication::named::Named;
use notebook::medication::note::NotebookNote;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::resident::PatientNotes;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::prelude::*;

use crate::links::Link;
use crate::scan::{self, Marked, ScannedPart};
use crate::stored::{self, fits};

/// What a mark stands for: a dispensing, or a scan with these notes.
#[derive(Serialize, Deserialize)]
pub(crate) struct MarkItem {
    /// The dispensing, or the scan.
    pub(crate) medication_id: MedicationId,
    pub(crate) version: u64,
}

/// One scan: what was received, kept as it came, and what was answered.
#[derive(Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each says another thing of the sheet, as it is stored")]
pub struct ScanItem {
    pub(crate) parts: Vec<ScannedPart>,
    pub(crate) scanned_at: Instant,
    /// All its dispensings, in its order, and then its OTC medicines, as far as they were not deleted.
    pub(crate) medication_ids: Vec<MedicationId>,
    /// Those of them that were there before.
    pub(crate) known: Vec<MedicationId>,
    /// What belongs to no dispensing.
    pub(crate) notes: Vec<NotebookNote>,
    /// Whether no scan before brought the same notes: those of the others need not be shown again.
    pub(crate) new_notes: bool,
    pub(crate) alerts: Vec<Alert>,
    /// Links that were made with it.
    #[serde(default)]
    pub(crate) links: Vec<Link>,
    /// What went into the profile.
    #[serde(default)]
    pub(crate) profile_additions: PatientNotes,
    pub(crate) warnings: Vec<Warning>,
    /// The mark of its notes, where they were new.
    #[serde(default)]
    pub(crate) notes_mark: Option<String>,
    /// Whose the sheet is; see [`ScanItem::owner`].
    #[serde(default)]
    pub(crate) owner: Option<Owner>,
    /// Whom it names; see [`ScanItem::named`].
    #[serde(default)]
    pub(crate) named: Option<Named>,
    /// Whether it comes from somebody's own notebook, and not from a pharmacy; as known of none that was scanned before that
    /// was kept.
    #[serde(default)]
    pub(crate) of_a_notebook: bool,
    /// Whether the spelling of its name is remembered as the person's, because they said that the sheet is theirs.
    #[serde(default)]
    pub(crate) name_remembered: bool,
    /// Whether what it says of the person stayed on it, because who scanned or confirmed it may not record in the profile.
    #[serde(default)]
    pub(crate) notes_left: bool,
    /// 0 of scans from before entries could be deleted.
    #[serde(default)]
    pub(crate) version: u64,
}

/// Writes of one scan.
pub(crate) struct Register {
    pub(crate) effect: Transaction,
    pub(crate) keys: ResidentKeys,
    pub(crate) scan_id: MedicationId,
    pub(crate) now: Instant,
    pub(crate) by: RelationKind,
    /// Whose the sheet is.
    pub(crate) owner: Owner,
}

impl ScanItem {
    /// Whose the sheet is; of scans from before that was kept, what they were warned of says it.
    pub(crate) fn owner(&self) -> Owner {
        Owner::of_sheet(self.owner, &self.alerts)
    }

    /// Whom the sheet names; of scans from before that was kept, what was received says it.
    pub(crate) fn named(&self) -> Option<Named> {
        self.named.clone().or_else(|| scan::named_in(&self.parts))
    }
}

impl Register {
    /// A new entry as the scan brought it.
    pub(crate) fn entry(&self, marked: &Marked, id: MedicationId) -> MedicationItem {
        MedicationItem {
            kind: if marked.otc.is_some() { EntryKind::Otc } else { EntryKind::Dispensing },
            dispensing: Dispensing { id: id.0, ..marked.dispensing.clone() },
            otc: marked.otc.clone(),
            remark: None,
            concealed: marked.concealed,
            owner: self.owner,
            added_at: self.now,
            added_by: Some(self.by),
            registered_by: None,
            scan_id: Some(self.scan_id),
            also_in: Vec::new(),
            fingerprint: Some(marked.mark.meaning.clone()),
            linked_to: None,
            linked: Vec::new(),
            apart: Vec::new(),
            version: 1,
        }
    }

    /// Keeps an entry and its mark. `orphan` is the version of a mark whose entry is gone.
    pub(crate) fn keep(&mut self, item: &MedicationItem, orphan: Option<u64>) -> Result<(), Problem> {
        stored::put(&mut self.effect, self.keys, item)?;
        item.fingerprint.as_ref().map_or(Ok(()), |mark| self.mark(stored::id_of(item), mark, orphan))
    }

    /// The scan, with the mark of its notes where they are new. `orphan` is the version of that mark, where there is one.
    pub(crate) fn scan(&mut self, scan: &ScanItem, orphan: Option<u64>) -> Result<(), Problem> {
        fits(scan)?;
        let meta = Meta { version: Some(scan.version), ..Meta::default() };
        self.effect.put(&self.keys.scan(self.scan_id), scan, &meta, Only::IfNew)?;
        scan.notes_mark.as_ref().map_or(Ok(()), |mark| self.mark(self.scan_id, mark, orphan))
    }

    fn mark(&mut self, id: MedicationId, mark: &str, orphan: Option<u64>) -> Result<(), Problem> {
        put_mark(&mut self.effect, self.keys, (id, mark), orphan)
    }
}

/// Keeps a mark. `orphan` is the version of one that stands for nothing any more.
pub(crate) fn put_mark(
    effect: &mut Transaction,
    keys: ResidentKeys,
    (id, mark): (MedicationId, &str),
    orphan: Option<u64>,
) -> Result<(), Problem> {
    let version = orphan.unwrap_or_default() + 1;
    let item = MarkItem { medication_id: id, version };
    let meta = Meta { version: Some(version), ..Meta::default() };
    let only = orphan.map_or(Only::IfNew, Only::IfVersion);
    effect.put(&keys.fingerprint(mark), &item, &meta, only)
}

/// Writes a scan of which something was deleted; where nothing of it is left it goes, with the mark of its notes. Answers
/// whether it stays.
pub(crate) fn rewrite(
    scan: &ScanItem,
    id: MedicationId,
    keys: ResidentKeys,
    effect: &mut Transaction,
) -> Result<bool, Problem> {
    let own = |id: &MedicationId| !scan.known.contains(id);
    if !scan.medication_ids.iter().any(own) && scan.notes.is_empty() {
        if let Some(mark) = &scan.notes_mark {
            effect.delete(&keys.fingerprint(mark), None)?;
        }
        return effect.delete(&keys.scan(id), Some(scan.version)).map(|()| false);
    }
    keep(scan, id, keys, effect).map(|_| true)
}

/// Writes a scan that was changed over the version that was read; gives the version that it has then. One from before scans
/// had versions stays one: of those, OTC medicines are notes and no entries.
pub(crate) fn keep(
    scan: &ScanItem,
    id: MedicationId,
    keys: ResidentKeys,
    effect: &mut Transaction,
) -> Result<u64, Problem> {
    if scan.version == 0 {
        effect.put(&keys.scan(id), scan, &Meta::default(), Only::Always)?;
        return Ok(0);
    }
    let version = scan.version + 1;
    let meta = Meta { version: Some(version), ..Meta::default() };
    effect.put(&keys.scan(id), scan, &meta, Only::IfVersion(scan.version))?;
    Ok(version)
}
