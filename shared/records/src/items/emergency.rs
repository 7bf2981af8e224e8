//! Openings of a person's emergency cards.

use notebook::access::emergency::Openings;
use serde::{Deserialize, Serialize};

/// When the person's emergency cards were opened, of the present card and of those before it: a new card hides no opening.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct EmergencyOpeningsItem {
    /// The openings.
    #[serde(flatten)]
    pub openings: Openings,
    /// The version.
    pub version: u64,
}
