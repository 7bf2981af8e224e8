//! What an alarm reminds of. One engine rings for all of it; what reads alarms as doses reads those about medicines alone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::Section;

/// What an alarm reminds of. It never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AlarmAbout")]
pub enum About {
    /// Taking medicines: each time is a dose, which is answered, or missed.
    #[default]
    Medicines,
    /// Recording daily values, such as blood pressure: nothing is answered, and nothing is ever missed.
    Record,
}

impl About {
    /// What an account has to see of the notebook to see such an alarm, and to be reminded by it: that of alarms, and that of
    /// what it is about.
    pub const fn sections(self) -> &'static [Section] {
        match self {
            Self::Medicines => &[Section::Medication],
            Self::Record => &[Section::Medication, Section::Daily],
        }
    }

    /// Whether its times are doses.
    #[must_use]
    pub fn is_medicines(&self) -> bool {
        *self == Self::Medicines
    }
}
