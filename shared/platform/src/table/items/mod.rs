//! Items that more than one context reads. What only one context knows lives with that context.

mod alarm;
mod consent;
mod device;
mod notification;

pub use alarm::{
    AlarmItem, ContactItem, DoseOf, DueReference, IntakeItem, LEDGER, LoggedIntakeItem, RingItem, WithdrawnAnswer,
    ledger,
};
pub use consent::{ConsentItem, QuietItem};
pub use device::{DeviceItem, Platform, TokenItem, WatcherItem};
pub use notification::NotificationSettingsItem;

use notebook::access::{Level, Relation, RelationKind, Role, Section};
use notebook::daily::DailyRecord;
use notebook::id::{MedicationId, NoteId, RecordId, ResidentId, VisitId};
use notebook::institution::{InstitutionCode, InstitutionKind};
use notebook::medication::dispensing::Dispensing;
use notebook::medication::note::Otc;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::resident::Identity;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The relation of an account to a notebook, with the key that seals its cursors.
#[derive(Clone, Serialize, Deserialize)]
pub struct RelationItem {
    /// The relation.
    #[serde(flatten)]
    pub relation: Relation,
    /// 32 random bytes, base64url. See [`super::cursor`].
    pub cursor_key: String,
}

impl RelationItem {
    /// Whether the account may be told of a dose now: it is related to the person so that it sees medicines.
    pub fn may_be_reminded(&self, now: Instant) -> bool {
        self.relation.allows(Section::Medication, Level::See, now, now)
    }
}

/// A member of staff at an institution.
#[derive(Clone, Serialize, Deserialize)]
pub struct StaffItem {
    /// The role.
    pub role: Role,
    /// The name that residents see in their access log.
    pub name: Text<100>,
    /// Whether the account still works there.
    pub active: bool,
    /// Sign-ins older than this no longer count.
    #[serde(default)]
    pub sessions_valid_from: Option<Instant>,
}

/// An institution (医療機関・薬局・市の保健センター).
#[derive(Clone, Serialize, Deserialize)]
pub struct InstitutionItem {
    /// 10 digits.
    pub code: String,
    /// Name.
    pub name: Text<120>,
    /// フリガナ of its name, in katakana.
    #[serde(default)]
    pub kana: Option<Text<120>>,
    /// 所在地
    #[serde(default)]
    pub address: Option<Text<200>>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<Text<20>>,
    /// Whether it takes part at present.
    pub active: bool,
    /// What it is, where its code does not say so.
    #[serde(default)]
    pub kind: Option<InstitutionKind>,
}

impl InstitutionItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["active"];

    /// What it is: as the city registered it, else as its code says.
    pub fn kind(&self) -> InstitutionKind {
        let of_code = || InstitutionCode::parse(&self.code).map_or(InstitutionKind::Other, InstitutionKind::of);
        self.kind.unwrap_or_else(of_code)
    }
}

/// An account's own notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct OwnNotebookItem {
    /// The notebook.
    pub resident_id: ResidentId,
    /// Sign-ins older than this no longer count for what concerns the account alone.
    #[serde(default)]
    pub sessions_valid_from: Option<Instant>,
}

/// From a visit's id to its person and institution.
#[derive(Clone, Serialize, Deserialize)]
pub struct VisitReferenceItem {
    /// The person.
    pub resident_id: ResidentId,
    /// The institution.
    pub institution_code: String,
}

/// Whether a visit lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VisitStatus {
    /// 予定
    Planned,
    /// 済み
    Done,
}

/// A visit (受診), by hand or by check-in. Its key holds its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct VisitItem {
    /// The visit.
    pub visit_id: VisitId,
    /// The day.
    pub visited_on: Day,
    /// Planned or done.
    pub status: VisitStatus,
    /// 10 digits, where the institution is known by its code.
    #[serde(default)]
    pub institution_code: Option<String>,
    /// Its name at the time.
    #[serde(default)]
    pub institution_name: Option<Text<120>>,
    /// 診療科
    #[serde(default)]
    pub department: Option<Text<80>>,
    /// Why the person went.
    #[serde(default)]
    pub reason: Option<Text<1000>>,
    /// What the person was told.
    #[serde(default)]
    pub diagnosis_told: Option<Text<1000>>,
    /// The person's own memo. Never shown to a clinic.
    #[serde(default)]
    pub memo: Option<Text<4000>>,
    /// When the person checked in; none for a visit entered by hand.
    #[serde(default)]
    pub checked_in_at: Option<Instant>,
    /// What the reception calls.
    #[serde(default)]
    pub reception_code: Option<String>,
    /// When the person ended the check-in.
    #[serde(default)]
    pub ended_at: Option<Instant>,
}

/// The one visit of a day at an institution.
#[derive(Clone, Serialize, Deserialize)]
pub struct CheckInItem {
    /// The visit.
    pub visit_id: VisitId,
    /// When the person first checked in that day; part of the arrival's key.
    pub checked_in_at: Instant,
    /// What the reception calls.
    pub reception_code: String,
}

/// Where a patient is in the day of an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalStatus {
    /// 受付済み
    Waiting,
    /// Someone there opened the notebook.
    Opened,
    /// The person ended it.
    Ended,
    /// The reception cancelled it.
    Cancelled,
}

/// Who checked in today. Holds what the reception must see and nothing of the notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct ArrivalItem {
    /// The visit.
    pub visit_id: VisitId,
    /// The person.
    pub resident_id: ResidentId,
    /// When the person checked in.
    pub checked_in_at: Instant,
    /// `self`, `guardian` or `family`.
    pub checked_in_by: RelationKind,
    /// What the reception calls.
    pub reception_code: String,
    /// Who the person is, as on the day.
    pub identity: Identity,
    /// Waiting, opened, ended, cancelled.
    pub status: ArrivalStatus,
}

/// Why an institution took back its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RetractionReason {
    /// It was meant for somebody else.
    WrongPatient,
    /// What it said was wrong.
    WrongContent,
}

/// A clinic's note to the patient. Its key holds the visit and its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct NoteItem {
    /// The note.
    pub note_id: NoteId,
    /// The visit.
    pub visit_id: VisitId,
    /// Whose it is: 10 digits.
    pub institution_code: String,
    /// Pseudonym of the account that wrote it.
    pub author: String,
    /// The author's role at the time.
    pub author_role: Role,
    /// The text; taken away by a retraction.
    #[serde(default)]
    pub text: Option<Text<4000>>,
    /// When it was written.
    pub written_at: Instant,
    /// When it was last amended.
    #[serde(default)]
    pub amended_at: Option<Instant>,
    /// When it was retracted.
    #[serde(default)]
    pub retracted_at: Option<Instant>,
    /// Why it was retracted.
    #[serde(default)]
    pub retraction_reason: Option<RetractionReason>,
}

/// Up to when an account has read what institutions wrote.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ReadNotesItem {
    /// What was written or amended later is new to it.
    pub read_to: Instant,
    /// The version.
    pub version: u64,
}

/// A set of daily values. Its key holds its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct DailyItem {
    /// The record.
    pub record_id: RecordId,
    /// The values.
    #[serde(flatten)]
    pub record: DailyRecord,
    /// Who wrote these values.
    pub recorded_by: RelationKind,
    /// When they were written.
    pub recorded_at: Instant,
    /// The version for `ETag`.
    pub version: u64,
}

/// An entry of the medicine notebook. Its key holds its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct MedicationItem {
    /// What it is; entries from before there were OTC medicines are dispensings.
    #[serde(default)]
    pub kind: EntryKind,
    /// What was handed out. Of an OTC medicine the same with its name as the only drug, so that whatever reads
    /// dispensings sees it.
    pub dispensing: Dispensing,
    /// The OTC medicine, where it is one.
    #[serde(default)]
    pub otc: Option<Otc>,
    /// What the person remarks on it, whoever wrote the rest. Never shown to a clinic.
    #[serde(default)]
    pub remark: Option<Text<800>>,
    /// Kept from every clinic.
    pub concealed: bool,
    /// Whose it is. Entries from before sheets were asked about are the person's.
    #[serde(default)]
    pub owner: Owner,
    /// When it came into the notebook.
    pub added_at: Instant,
    /// Who put it there.
    pub added_by: RelationKind,
    /// The scan that it was read from.
    #[serde(default)]
    pub scan_id: Option<MedicationId>,
    /// Later scans that brought it again with something new: their bytes tell of it too.
    #[serde(default)]
    pub also_in: Vec<MedicationId>,
    /// The hash under which it is recognised when it is scanned again; goes when it goes.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// The entry that tells of the same dispensing more richly; this one is then not listed by itself.
    #[serde(default)]
    pub linked_to: Option<MedicationId>,
    /// The entries that are linked to this one.
    #[serde(default)]
    pub linked: Vec<MedicationId>,
    /// Entries from which the person parted this one, by fingerprint or id: they are not linked again by themselves.
    #[serde(default)]
    pub apart: Vec<String>,
    /// The version for `ETag`.
    pub version: u64,
}
