//! Whose a sheet is, and each entry that it brought.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alert::{Alert, AlertCode};

/// Whose a sheet or an entry is, as far as that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SheetOwner")]
pub enum Owner {
    /// The person of the notebook: the sheet names them or nobody, or they said that it is theirs.
    #[default]
    Resident,
    /// The sheet names somebody else, and nobody said yet whose it is. It is kept and shown to the person, and counts for
    /// nothing: no clinic sees it, no export holds it, nothing is compared with it.
    Unconfirmed,
}

impl Owner {
    /// Whether it counts as the person's own.
    pub fn is_resident(self) -> bool {
        self == Self::Resident
    }

    /// Of a sheet: what was said of it, or else whether it was taken for another person's when it was scanned.
    pub fn of_sheet(said: Option<Self>, alerts: &[Alert]) -> Self {
        let of_another = || alerts.iter().any(|alert| alert.code == AlertCode::PatientMismatch);
        said.unwrap_or_else(|| if of_another() { Self::Unconfirmed } else { Self::Resident })
    }
}
