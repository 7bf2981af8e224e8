//! Keys of health guidance, beside the guidance itself and who follows the person up (`ResidentKeys`).

use notebook::id::GuidanceId;
use notebook::time::Day;
use platform::table::Key;
use platform::table::schema::{SectionKeys, Sort};

use super::section::HealthGuidance;

/// What a notebook holds of guidance.
pub trait GuidanceKeys: SectionKeys<HealthGuidance> {
    /// What a guidance said in a version that was amended or retracted since. No operation reads it.
    fn guidance_history(self, id: GuidanceId, version: u64) -> Key {
        self.item(const { Sort::of("GUIDANCEHIST#") }, format_args!("{id}#{version}"))
    }

    /// How much an office wrote for the person on a day.
    fn guidance_count(self, institution: &str, day: Day) -> Key {
        self.item(const { Sort::of("GUIDANCECOUNT#") }, format_args!("{institution}#{day}"))
    }
}

impl<K: SectionKeys<HealthGuidance>> GuidanceKeys for K {}
