//! An entry of the medicine notebook as it is shown.

use notebook::access::RelationKind;
use notebook::medication::dispensing::Dispensing;
use notebook::time::Instant;
use platform::prelude::*;
use platform::table::items::MedicationItem;

/// An entry of the medicine notebook.
#[derive(Serialize, JsonSchema)]
pub struct Entry {
    /// What it is.
    kind: Kind,
    /// Kept from every clinic.
    concealed: bool,
    /// When it came into the notebook.
    added_at: Instant,
    /// Who put it there: the person, a guardian or family.
    added_by: RelationKind,
    /// The version that `ETag` shows and `If-Match` names; `version` is the header of the text it was read from.
    edit_version: u64,
    #[serde(flatten)]
    dispensing: Dispensing,
}

/// Kinds of entries.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// What a pharmacy or clinic handed out on one day.
    Dispensing,
}

impl From<MedicationItem> for Entry {
    fn from(item: MedicationItem) -> Self {
        Self {
            kind: Kind::Dispensing,
            concealed: item.concealed,
            added_at: item.added_at,
            added_by: item.added_by,
            edit_version: item.version,
            dispensing: item.dispensing,
        }
    }
}
