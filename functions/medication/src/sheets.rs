//! A scanned sheet as it is shown: where entries of the notebook, and of the profile, came from.

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::alert::{AlertCode, Detail};
use notebook::medication::became::NoteBecame;
use notebook::medication::jahis::{self, Warning, WarningCode};
use notebook::medication::limits;
use notebook::medication::named::Named;
use notebook::medication::note::NotebookNote;
use notebook::medication::owner::Owner;
use notebook::resident::PatientNotes;
use notebook::time::Instant;
use platform::table::Item;
use platform::table::schema::ResidentKeys;
use platform::table::schema::attribute::SK;
use records::prelude::*;

use crate::advice;
use crate::profile_notes;
use crate::register::ScanItem;
use crate::scan::MOST_DISPENSINGS;

/// A sheet that was scanned.
#[derive(Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the API")]
pub struct Sheet {
    sheet_id: MedicationId,
    /// When it was scanned.
    scanned_at: Instant,
    /// Whose it is. While that is unconfirmed nothing of it counts.
    owner: Owner,
    /// The name that stands on it, so that they can tell whose it is; null where it is the person's own or names nobody.
    named: Option<NameOnSheet>,
    /// Whether the spelling of its name is remembered as one of the person's, because they said that the sheet is theirs;
    /// with `unconfirmed` of `…/owner`, or with the sheet, it is forgotten.
    name_remembered: bool,
    /// How the person whom it names differs from the person of the notebook; null where it is the person's own.
    mismatch: Option<Detail>,
    /// The entries that it tells of, as far as they were not deleted.
    #[schemars(length(max = MOST_DISPENSINGS))]
    medication_ids: Vec<MedicationId>,
    /// What it says beside its medicines. Allergies, adverse reactions and earlier illnesses only for who may see the
    /// profile: there is what counts of them, and here where they came from.
    notes: Vec<NotebookNote>,
    /// What of that went into the profile.
    profile_additions: PatientNotes,
    /// Each of its patient notes that belongs into the profile, and what became of it when the sheet was taken in. What waits
    /// still is in the profile's `pending`.
    #[schemars(length(max = limits::NOTEBOOK_NOTES))]
    profile_notes: Vec<NoteBecame>,
    /// What on the sheet does not conform to the standard, as it was told when it was scanned.
    warnings: Vec<Warning>,
    /// Why something of it may be missing or wrong; empty where nothing was cut, left out or guessed.
    doubts: Vec<WarningCode>,
    /// The version that `ETag` shows and `If-Match` names.
    #[schemars(with = "Version")]
    edit_version: u64,
}

/// A name as it stands on a sheet.
#[derive(Serialize, JsonSchema)]
pub(crate) struct NameOnSheet {
    /// 患者氏名
    #[schemars(length(max = limits::NAME))]
    name: Option<String>,
    /// 患者氏名カナ
    #[schemars(length(max = limits::NAME))]
    kana: Option<String>,
}

impl Sheet {
    /// The sheet for this reader.
    pub(crate) fn shown(call: &Call, id: MedicationId, scan: ScanItem, subject: &Authorised<Resident>) -> Self {
        let owner = scan.owner();
        let mismatch = scan.alerts.iter().find(|alert| alert.code == AlertCode::PatientMismatch);
        let mismatch = mismatch.filter(|_| !owner.is_resident()).map(|alert| alert.detail);
        let profile_notes = if subject.require(Section::Profile, Level::See).is_err() {
            Vec::new()
        } else {
            profile_notes::became(call, &scan.notes, &scan.profile_additions, (owner, scan.notes_left), subject)
        };
        let of_person = |note: &NotebookNote| matches!(note, NotebookNote::Patient { .. });
        let named = if owner.is_resident() { None } else { scan.named() };
        let named = named.filter(|named| named.name.is_some() || named.kana.is_some());
        let mut notes = scan.notes;
        if subject.require(Section::Profile, Level::See).is_err() {
            notes.retain(|note| !of_person(note));
        } else if notes.iter().any(of_person) {
            call.also(Section::Profile);
        }
        Self {
            sheet_id: id,
            scanned_at: scan.scanned_at,
            owner,
            named: named.map(|Named { name, kana, .. }| NameOnSheet { name, kana }),
            name_remembered: scan.name_remembered,
            mismatch,
            medication_ids: scan.medication_ids,
            notes,
            profile_notes,
            doubts: jahis::doubts(&scan.warnings),
            warnings: advice::told(scan.warnings, call.language),
            profile_additions: profile_notes::shown(call, scan.profile_additions, subject),
            edit_version: scan.version,
        }
    }
}

/// The scans, newest first.
pub(crate) fn newest_first(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::kind(keys, ResidentKeys::SCANS).newest_first()
}

/// The id of a scan, which only its key holds.
pub(crate) fn id_of(item: &Item) -> Result<MedicationId, Problem> {
    let key = item.get(SK).and_then(|value| value.as_s().ok());
    let id = key.and_then(|key| key.strip_prefix(ResidentKeys::SCANS.text())).and_then(|id| id.parse().ok());
    id.ok_or_else(|| Problem::internal("a scan without an id"))
}
