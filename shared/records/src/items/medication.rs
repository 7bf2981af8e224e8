//! Entries of the medicine notebook.

use notebook::access::RelationKind;
use notebook::id::MedicationId;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::note::Otc;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::text::Text;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

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
