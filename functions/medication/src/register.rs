//! What a scan leaves in the table: its dispensings, the marks by which they are recognised, and the scan itself.

use notebook::access::RelationKind;
use notebook::id::MedicationId;
use notebook::medication::alert::Alert;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::Warning;
use notebook::medication::note::NotebookNote;
use notebook::resident::PatientNotes;
use notebook::time::Instant;
use platform::prelude::*;
use platform::table::items::MedicationItem;
use platform::table::schema::ResidentKeys;

use crate::scan::ScannedPart;

/// The table takes items of 400 kB; the JSON of an item is never shorter than what the table counts, and this leaves
/// room for its keys.
const MOST_BYTES: usize = 380_000;

/// What a mark stands for: a dispensing, or a scan with these notes.
#[derive(Serialize, Deserialize)]
pub(crate) struct MarkItem {
    /// The dispensing, or the scan.
    pub(crate) medication_id: MedicationId,
    pub(crate) version: u64,
}

/// One scan: what was received, kept as it came, and what was answered.
#[derive(Serialize, Deserialize)]
pub(crate) struct ScanItem {
    pub(crate) parts: Vec<ScannedPart>,
    pub(crate) scanned_at: Instant,
    /// All its dispensings, in its order.
    pub(crate) medication_ids: Vec<MedicationId>,
    /// Those of them that were there before.
    pub(crate) known: Vec<MedicationId>,
    /// What belongs to no dispensing.
    pub(crate) notes: Vec<NotebookNote>,
    /// Whether no scan before brought the same notes: those of the others need not be shown again.
    pub(crate) new_notes: bool,
    pub(crate) alerts: Vec<Alert>,
    /// What went into the profile.
    #[serde(default)]
    pub(crate) profile_additions: PatientNotes,
    pub(crate) warnings: Vec<Warning>,
}

/// Writes of one scan.
pub(crate) struct Register {
    pub(crate) effect: Transaction,
    pub(crate) keys: ResidentKeys,
    pub(crate) scan_id: MedicationId,
    pub(crate) now: Instant,
    pub(crate) by: RelationKind,
}

impl Register {
    /// A dispensing and its mark. `orphan` is the version of a mark whose dispensing is gone.
    pub(crate) fn dispensing(
        &mut self,
        dispensing: &Dispensing,
        mark: &str,
        orphan: Option<u64>,
    ) -> Result<(), Problem> {
        let id = MedicationId(dispensing.id);
        let item = MedicationItem {
            dispensing: dispensing.clone(),
            concealed: false,
            added_at: self.now,
            added_by: self.by,
            scan_id: Some(self.scan_id),
            fingerprint: Some(mark.to_owned()),
            version: 1,
        };
        fits(&item)?;
        let meta = Meta {
            by_time: Some(by_time::medication(dispensing.dispensed_on, id)),
            version: Some(1),
            ..Meta::default()
        };
        self.effect.put(&self.keys.medication(id), &item, &meta, Only::IfNew)?;
        self.mark(id, mark, orphan)
    }

    /// The scan, with the mark of its notes where they are new.
    pub(crate) fn scan(&mut self, scan: &ScanItem, notes_mark: Option<&str>) -> Result<(), Problem> {
        fits(scan)?;
        self.effect.put(&self.keys.scan(self.scan_id), scan, &Meta::default(), Only::IfNew)?;
        notes_mark.map_or(Ok(()), |mark| self.mark(self.scan_id, mark, None))
    }

    fn mark(&mut self, id: MedicationId, mark: &str, orphan: Option<u64>) -> Result<(), Problem> {
        let version = orphan.unwrap_or_default() + 1;
        let item = MarkItem { medication_id: id, version };
        let meta = Meta { version: Some(version), ..Meta::default() };
        let only = orphan.map_or(Only::IfNew, Only::IfVersion);
        self.effect.put(&self.keys.fingerprint(mark), &item, &meta, only)
    }
}

/// 413 where an item would be larger than the table takes: sheets that people are given have a hundredth of it.
fn fits(item: &impl Serialize) -> Result<(), Problem> {
    let bytes = serde_json::to_vec(item).map_err(|_| Problem::internal("unwritable entry"))?.len();
    if bytes <= MOST_BYTES { Ok(()) } else { Err(Problem::of(Code::PayloadTooLarge)) }
}
