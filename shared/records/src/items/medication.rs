//! Entries of the medicine notebook.

use notebook::access::{RelationKind, Role};
use notebook::id::MedicationId;
use notebook::institution::InstitutionCode;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::note::Otc;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::text::Text;
use notebook::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The institution that registered what it dispensed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RegisteredBy")]
pub struct RegisteredBy {
    /// 10 digits.
    #[schemars(with = "InstitutionCode")]
    pub institution_code: String,
    /// Its name in the directory, as it was then.
    pub institution_name: Text<120>,
    /// As what who registered it works there.
    pub role: Role,
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
    /// Who put it there: the person, a guardian or family; none where an institution did.
    #[serde(default)]
    pub added_by: Option<RelationKind>,
    /// The institution that put it there.
    #[serde(default)]
    pub registered_by: Option<RegisteredBy>,
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
