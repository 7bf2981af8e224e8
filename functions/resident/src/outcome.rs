//! What comes of a proof of identity.

use records::prelude::*;

/// The outcome of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IdentityProofOutcome")]
pub enum Outcome {
    /// Proved, and a resident.
    VerifiedResident,
    /// Proved, and living elsewhere.
    OutsideMunicipality,
    /// Proved; the city's counter looks at the address, or at a second card of somebody with the same birth date and sex. Until
    /// then the notebook stays as it is.
    ManualReview,
    /// This card belongs to another account's notebook.
    AlreadyLinked,
}

impl Outcome {
    /// Its name on the wire.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }
}
