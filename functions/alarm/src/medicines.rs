//! The medicines that somebody names: the notebook's own.

use notebook::alarm::Origin;
use notebook::id::MedicationId;
use notebook::medication::owner::Owner;
use records::prelude::*;

/// Most medicines of one alarm or dose.
const MOST: usize = 10;

/// Medicines of the notebook, each once.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(rename = "AlarmMedicines")]
pub(crate) struct Medicines(#[schemars(length(max = 10))] Vec<MedicationId>);

/// What is asked of a medicine: whose its sheet is, and which entries tell of the same dispensing.
#[derive(Deserialize)]
struct OfSheet {
    #[serde(default)]
    owner: Owner,
    #[serde(default)]
    linked_to: Option<MedicationId>,
    #[serde(default)]
    linked: Vec<MedicationId>,
}

/// Other entries that tell of the same dispensing as the one of a suggestion.
#[derive(Default)]
pub(crate) struct Linked {
    /// The one that is shown for it: what it suggested once is of no use any more.
    pub(crate) shown: Option<MedicationId>,
    /// Those that it is shown for.
    pub(crate) behind: Vec<MedicationId>,
}

impl Linked {
    /// Those of the dispensing that an alarm says it is made from; the plan names it, as one of its medicines.
    pub(crate) fn of(subject: &Authorised<Resident>, origin: Option<&Origin>) -> Result<Self, Problem> {
        let Some(origin) = origin else { return Ok(Self::default()) };
        let item: Option<OfSheet> = subject.fetched().get(&subject.keys().medication(origin.dispensing_id))?;
        Ok(item.map_or_else(Self::default, |item| Self { shown: item.linked_to, behind: item.linked }))
    }
}

impl Medicines {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub(crate) fn has(&self, id: MedicationId) -> bool {
        self.0.contains(&id)
    }

    /// Names what [`Self::known`] looks at.
    pub(crate) fn plan(&self, keys: platform::table::schema::ResidentKeys, plan: &mut ReadPlan) {
        for id in self.0.iter().take(MOST) {
            plan.get(keys.medication(*id));
        }
    }

    /// These, once each is looked at: 422 unless every one is in the person's own notebook and known to be theirs, or among
    /// `before`: what names a medicine that went can still be changed.
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
            let item: Option<OfSheet> = subject.fetched().get(&subject.keys().medication(*id))?;
            let refused = |code, wrong| Err(Problem::field(code, format!("/medication_ids/{place}"), wrong));
            match item {
                None => return refused(Code::UnknownMedication, Wrong::NotInNotebook),
                Some(item) if !item.owner.is_resident() => {
                    return refused(Code::UnconfirmedMedication, Wrong::ConfirmSheet);
                }
                Some(_) => {}
            }
        }
        Ok(self.0.clone())
    }
}
