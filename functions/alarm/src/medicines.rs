//! The medicines that somebody names: the notebook's own.

use notebook::id::MedicationId;
use platform::prelude::*;

/// Most medicines of one alarm or dose.
const MOST: usize = 10;

/// Medicines of the notebook, each once.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(rename = "AlarmMedicines")]
pub(crate) struct Medicines(#[schemars(length(max = 10))] Vec<MedicationId>);

impl Medicines {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names what [`Self::known`] looks at.
    pub(crate) fn plan(&self, keys: schema::ResidentKeys, plan: &mut ReadPlan) {
        for id in self.0.iter().take(MOST) {
            plan.get(keys.medication(*id));
        }
    }

    /// These, once each is looked at: 422 unless every one is in the person's own notebook, or among `before`: what names a
    /// medicine that went can still be changed.
    pub(crate) fn known(
        &self,
        subject: &Authorised<Resident>,
        before: &[MedicationId],
    ) -> Result<Vec<MedicationId>, Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/medication_ids", wrong));
        let mut once = self.0.clone();
        once.sort_unstable();
        once.dedup();
        if self.0.len() > MOST {
            return wrong(Wrong::TooMany { most: MOST });
        }
        if once.len() != self.0.len() {
            return wrong(Wrong::Twice);
        }
        for (place, id) in self.0.iter().enumerate().filter(|(_, id)| !before.contains(id)) {
            if subject.fetched().item(&subject.keys().medication(*id)).is_none() {
                let pointer = format!("/medication_ids/{place}");
                return Err(Problem::field(Code::UnknownMedication, pointer, Wrong::NotInNotebook));
            }
        }
        Ok(self.0.clone())
    }
}
