//! An entry of the medicine notebook as it is shown.

use notebook::access::RelationKind;
use notebook::id::MedicationId;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::limits;
use notebook::medication::note::Otc;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::text::Text;
use notebook::time::Instant;
use records::items::{MedicationItem, RegisteredBy};
use records::prelude::*;

use crate::links::MOST_LINKED;

/// An entry of the medicine notebook.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MedicationEntry")]
pub struct Entry {
    /// What it is.
    kind: EntryKind,
    /// Kept from every clinic.
    concealed: bool,
    /// Whose it is. While that is unconfirmed it counts for nothing; `…/dispensings/{sheet_id}/owner` confirms it.
    owner: Owner,
    /// The sheet that brought it, under `…/dispensings`; none where it was typed by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet_id: Option<MedicationId>,
    /// When it came into the notebook.
    added_at: Instant,
    /// Who put it there: the person, a guardian or family; none where an institution did.
    #[serde(skip_serializing_if = "Option::is_none")]
    added_by: Option<RelationKind>,
    /// The institution that put it there. What it says is the institution's, which takes it back where it is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_by: Option<RegisteredBy>,
    /// The version that `ETag` shows and `If-Match` names; `version` is the header of the text it was read from.
    #[schemars(with = "Version")]
    edit_version: u64,
    /// The person's own remark. No clinic sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<Text<{ limits::TEXT }>>,
    /// The OTC medicine, where it is one; `groups` then has its name and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    otc: Option<Otc>,
    /// The entry that is shown for this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    linked_to: Option<MedicationId>,
    /// Entries that tell of the same dispensing, and are not listed by themselves.
    #[schemars(length(max = MOST_LINKED))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    linked: Vec<MedicationId>,
    #[serde(flatten)]
    dispensing: Dispensing,
}

impl From<MedicationItem> for Entry {
    fn from(item: MedicationItem) -> Self {
        Self {
            kind: item.kind,
            concealed: item.concealed,
            owner: item.owner,
            sheet_id: item.scan_id,
            added_at: item.added_at,
            added_by: item.added_by,
            registered_by: item.registered_by,
            edit_version: item.version,
            remark: item.remark,
            otc: item.otc,
            linked_to: item.linked_to,
            linked: item.linked,
            dispensing: item.dispensing,
        }
    }
}
