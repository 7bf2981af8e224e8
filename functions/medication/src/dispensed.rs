//! What an institution registered of its own: that it did, and that it took it back.
//!
//! The entry itself is one of the notebook like any other: the person hides, links or deletes it. What the institution is told of its own
//! rests on this item instead, which the person's doings do not touch: neither answer nor version says that an entry is kept
//! from clinics.

use notebook::access::Role;
use notebook::id::MedicationId;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::table::schema::ResidentKeys;
use records::items::RetractionReason;
use records::prelude::*;

/// The version of one that stands: what it says never changes.
pub(crate) const STANDS: u64 = 1;
/// The version of one that was taken back.
pub(crate) const TAKEN_BACK: u64 = 2;

/// That an institution registered a dispensing. Its key holds the institution and the id.
#[derive(Clone, Serialize, Deserialize)]
pub struct DispensedItem {
    pub(crate) medication_id: MedicationId,
    pub(crate) institution_code: String,
    pub(crate) institution_name: Text<120>,
    /// Pseudonym of the account that registered it.
    pub(crate) author: String,
    pub(crate) author_role: Role,
    pub(crate) dispensed_on: Day,
    pub(crate) registered_at: Instant,
    #[serde(default)]
    pub(crate) retracted_at: Option<Instant>,
    #[serde(default)]
    pub(crate) retraction_reason: Option<RetractionReason>,
}

impl DispensedItem {
    /// Puts it: new, or over the one that stands.
    pub(crate) fn put(&self, effect: &mut Transaction, keys: ResidentKeys) -> Result<(), Problem> {
        let by_time = self.retracted_at.map(|at| by_time::taken_back(at, self.medication_id));
        let (version, only) = match self.retracted_at {
            None => (STANDS, Only::IfNew),
            Some(_) => (TAKEN_BACK, Only::IfVersion(STANDS)),
        };
        let meta = Meta { version: Some(version), by_time, ..Meta::default() };
        effect.put(&keys.dispensed(&self.institution_code, self.medication_id), self, &meta, only)
    }
}

/// The reference that the retraction answers with.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DispensingReference")]
pub struct Reference {
    /// The dispensing.
    pub(crate) medication_id: MedicationId,
}

/// A dispensing that an institution took back: that there was one, and nothing of what it said.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RetractedDispensing")]
pub(crate) struct Retraction {
    /// What it was known by.
    medication_id: MedicationId,
    /// The day of dispensing.
    dispensed_on: Day,
    /// 10 digits.
    #[schemars(with = "InstitutionCode")]
    institution_code: String,
    /// The institution.
    institution_name: Text<120>,
    /// When it was registered.
    registered_at: Instant,
    /// When it was taken back.
    retracted_at: Instant,
    /// Why.
    reason: RetractionReason,
}

impl Retraction {
    /// Of an item that was taken back.
    pub(crate) fn of(item: DispensedItem) -> Option<Self> {
        Some(Self {
            medication_id: item.medication_id,
            dispensed_on: item.dispensed_on,
            institution_code: item.institution_code,
            institution_name: item.institution_name,
            registered_at: item.registered_at,
            retracted_at: item.retracted_at?,
            reason: item.retraction_reason?,
        })
    }
}
