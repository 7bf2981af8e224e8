//! What an institution is told to look at about what it registers: worked out from what is open to it, and nothing else.

use std::collections::BTreeSet;

use notebook::access::Section;
use notebook::id::MedicationId;
use notebook::medication::alert::{Alert, AlertCode, DrugRef, OtcRef, With};
use notebook::medication::limits;
use notebook::resident::{Profile, Resident as Person};
use records::items::MedicationItem;
use records::medicines::{KeptBack, LinkedEntry};
use records::prelude::*;

use crate::links::Around;
use crate::stored::id_of;

/// Something to look at, with the names of both sides.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DispensingAlert")]
pub(crate) struct Told {
    #[serde(flatten)]
    alert: Alert,
    /// The medicine that is registered.
    #[schemars(length(max = limits::NAME))]
    name: Option<String>,
    /// The medicine, allergy or adverse reaction that it clashes with.
    #[schemars(length(max = limits::TEXT))]
    with_name: Option<String>,
}

/// What of the notebook an institution may see now, beside what it registers.
pub(crate) struct Visible {
    entries: BTreeSet<MedicationId>,
    profile: Profile,
}

impl Visible {
    /// None where nothing is open: then nothing is compared. It is asked before anything is linked, so that the answer is the same
    /// whether something that is kept back tells of the same dispensing or not.
    pub(crate) async fn of(
        app: &App,
        subject: &Authorised<Dispensed>,
        around: &Around,
    ) -> Result<Option<Self>, Problem> {
        let Some(grant) = subject.open() else { return Ok(None) };
        let keys = subject.keys();
        let kept_back = KeptBack::among(app, keys, around.items().iter().map(LinkedEntry::from)).await?;
        let entries = around.items().iter().filter(|item| kept_back.shows(item)).map(id_of).collect();
        let profile = if grant.sections.contains(&Section::Profile) {
            from_item::<Person>(subject.need(&keys.profile())?)?.profile
        } else {
            Profile::default()
        };
        Ok(Some(Self { entries, profile }))
    }

    /// What to look at about entries of the institution's own, among what is visible around them.
    pub(crate) fn alerts(&self, call: &Call, own: &[MedicationItem], around: &Around) -> Vec<Told> {
        let own: Vec<&MedicationItem> = own.iter().collect();
        let mut others = around.compared(&own);
        others.retain(|item| self.entries.contains(&id_of(item)));
        let alerts = records::medicines::alerts(&self.profile, &own, &others);
        if alerts.iter().any(|alert| alert.code == AlertCode::AllergyMatch) {
            call.also(Section::Profile);
        }
        let among: Vec<&MedicationItem> = own.into_iter().chain(others).collect();
        let told = |alert: Alert| Told {
            name: alert.drug.and_then(|drug| drug_name(&among, drug)),
            with_name: alert.with.and_then(|with| self.name(&among, with)),
            alert,
        };
        alerts.into_iter().map(told).collect()
    }

    fn name(&self, among: &[&MedicationItem], with: With) -> Option<String> {
        match with {
            With::Drug(drug) => drug_name(among, drug),
            With::Otc(OtcRef::Notebook { id }) => {
                let item = among.iter().find(|item| item.dispensing.id == id)?;
                item.otc.as_ref().map(|otc| otc.name.clone())
            }
            With::Otc(OtcRef::Sheet { .. }) => None,
            With::Note { index } => self.profile.warned_of().nth(index).map(str::to_owned),
        }
    }
}

fn drug_name(among: &[&MedicationItem], drug: DrugRef) -> Option<String> {
    let item = among.iter().find(|item| item.dispensing.id == drug.dispensing_id)?;
    item.dispensing.groups.get(drug.group)?.drugs.get(drug.drug).map(|drug| drug.name.clone())
}
