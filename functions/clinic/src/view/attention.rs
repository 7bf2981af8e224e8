//! What to look at among the medicines, in sentences that name both sides (summary for the chart).

use std::collections::HashMap;

use notebook::id::MedicationId;
use notebook::medication::alert::{AlertCode, OtcRef, With};
use notebook::resident::Profile;
use records::items::MedicationItem;
use records::medicines::{Alerts, StandingAlert};

use super::medicines::id_of;
use super::timeline::shortened;

/// Most characters of a name.
const MOST_NAME: usize = 40;

/// The names of what alerts are about, of those alerts and no others.
pub(crate) struct Names(HashMap<With, String>);

impl Names {
    /// Among entries that staff may see. An alert that rests on the profile is there only where the profile is open.
    pub(crate) fn of(alerts: &Alerts, visible: &[&MedicationItem], profile: &Profile) -> Self {
        let by_id: HashMap<MedicationId, &MedicationItem> = visible.iter().map(|item| (id_of(item), *item)).collect();
        let name = |side: With| match side {
            With::Drug(drug) => {
                let item = by_id.get(&MedicationId(drug.dispensing_id))?;
                Some(item.dispensing.groups.get(drug.group)?.drugs.get(drug.drug)?.name.as_str())
            }
            With::Otc(OtcRef::Notebook { id }) => {
                by_id.get(&MedicationId(id))?.otc.as_ref().map(|otc| otc.name.as_str())
            }
            With::Otc(OtcRef::Sheet { .. }) => None,
            With::Note { index } => profile.warned_of().nth(index),
        };
        let all = alerts.alerts.iter().chain(&alerts.known_alerts);
        let named = all.flat_map(sides).filter_map(|side| Some((side, shortened(name(side)?, MOST_NAME))));
        Self(named.collect())
    }

    /// A sentence for each alert: first those that nobody has said are known.
    pub(crate) fn sentences(&self, alerts: &Alerts) -> Vec<String> {
        let known = alerts.known_alerts.iter().map(|alert| format!("{}（確認済み）", self.sentence(alert)));
        alerts.alerts.iter().map(|alert| self.sentence(alert)).chain(known).collect()
    }

    fn sentence(&self, alert: &StandingAlert) -> String {
        let names: Vec<&str> = sides(alert).filter_map(|side| self.0.get(&side)).map(String::as_str).collect();
        let (one, other) = (names.first().copied().unwrap_or("薬"), names.get(1).copied().unwrap_or("別の記録"));
        match alert.alert.code {
            AlertCode::DuplicateIngredient => format!("「{one}」と「{other}」は同じ成分の可能性があります。"),
            AlertCode::AllergyMatch => {
                format!("「{one}」はアレルギー・副作用歴「{other}」に当たる可能性があります。")
            }
            AlertCode::PatientMismatch => format!("「{one}」の用紙は別の人のものの可能性があります。"),
        }
    }
}

/// What raised it, and what it clashes with.
fn sides(alert: &StandingAlert) -> impl Iterator<Item = With> + use<> {
    let raised = alert.alert.drug.map(With::Drug).or_else(|| alert.alert.otc.map(With::Otc));
    raised.into_iter().chain(alert.alert.with)
}
