//! The parts of a notebook that a person opens or keeps closed.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One part of the notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Allergies, adverse reactions, history, blood type (患者プロフィール).
    Profile,
    /// The medicine notebook (お薬手帳).
    Medication,
    /// Daily values (日々の記録).
    Daily,
    /// Visits and what was told there (受診の記録).
    Visits,
    /// Vaccinations (予防接種).
    Vaccinations,
    /// Health checkups (健診).
    Checkups,
    /// Health guidance (保健指導).
    HealthGuidance,
    /// Pictures of symptoms (症状の写真).
    Images,
}

impl Section {
    /// Every section, in the order in which a notebook shows them.
    pub const ALL: [Self; 8] = [
        Self::Profile,
        Self::Medication,
        Self::Daily,
        Self::Visits,
        Self::Vaccinations,
        Self::Checkups,
        Self::HealthGuidance,
        Self::Images,
    ];

    /// The name on the wire and in the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Medication => "medication",
            Self::Daily => "daily",
            Self::Visits => "visits",
            Self::Vaccinations => "vaccinations",
            Self::Checkups => "checkups",
            Self::HealthGuidance => "health_guidance",
            Self::Images => "images",
        }
    }
}

/// A set of sections: at most all eight, each once.
pub type Sections = BTreeSet<Section>;
