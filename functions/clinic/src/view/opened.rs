//! What was opened of a notebook, within bounds that hold for the whole answer.

use notebook::access::{Section, Sections};
use notebook::resident::Profile;
use records::medicines::Alerts;
use records::prelude::*;

use super::cut::size;
use crate::section::{self, MOST_BYTES, Material, More};

/// The opened sections. What was not opened is not there.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OpenedSections {
    /// What every doctor should know first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<Profile>,
    #[serde(flatten)]
    pub(crate) lists: section::Sections,
    /// Vaccinations.
    #[serde(skip_serializing_if = "Option::is_none")]
    vaccinations: Option<[(); 0]>,
    /// Health checkups.
    #[serde(skip_serializing_if = "Option::is_none")]
    checkups: Option<[(); 0]>,
    /// Pictures of symptoms.
    #[serde(skip_serializing_if = "Option::is_none")]
    images: Option<[(); 0]>,
}

impl OpenedSections {
    /// Shows what was opened, within what is left beside the alerts, and where the sections go on of which only the newest
    /// entries are shown.
    pub(crate) fn show(
        profile: &Profile,
        material: Material,
        opened: &Sections,
        alerts: &Alerts,
    ) -> Result<(Self, More), Problem> {
        let is_open = |section| opened.contains(&section);
        let profile = is_open(Section::Profile).then(|| profile.clone());
        let left = MOST_BYTES.saturating_sub(size(&profile)? + size(alerts)?);
        let (lists, more) = section::Sections::show(material, opened, left)?;
        // Opened, and without entries until the notebook keeps them.
        let empty = |section| is_open(section).then_some([]);
        let opened = Self {
            profile,
            lists,
            vaccinations: empty(Section::Vaccinations),
            checkups: empty(Section::Checkups),
            images: empty(Section::Images),
        };
        Ok((opened, more))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use notebook::access::{Section, Sections};
    use notebook::resident::Profile;
    use records::medicines::Alerts;

    use super::OpenedSections;
    use crate::section::Material;

    #[test]
    fn each_section_that_is_open_is_there_once() {
        let opened = Sections::from(Section::ALL);
        let (shown, _) =
            OpenedSections::show(&Profile::default(), Material::default(), &opened, &Alerts::default()).unwrap();
        let json = serde_json::to_string(&shown).unwrap();
        for section in Section::ALL {
            assert_eq!(json.matches(&format!("\"{}\":", section.as_str())).count(), 1, "{json}");
        }
    }
}
