//! Entries of the notebook as alerts compare them.

use std::cmp::Reverse;

use notebook::medication::alert::{self, Alert, AlertCode, Compared, Confidence, Found, OtcItem};
use notebook::medication::limits;
use notebook::resident::Profile;

use crate::items::MedicationItem;

/// Everything about new entries that someone should look at, among those that are known; of more than 100 the first in their [`rank`].
pub fn alerts(profile: &Profile, new: &[&MedicationItem], known: &[&MedicationItem]) -> Vec<Alert> {
    let (new_otc, known_otc) = (otc(new), otc(known));
    let new: Vec<Compared<'_>> = compared(new, &new_otc).collect();
    let mut alerts = allergies(profile, &new).alerts;
    alerts.extend(alert::duplicates(new, compared(known, &known_otc)).alerts);
    if alerts.len() > limits::ALERTS {
        alerts.sort_by_key(|alert| rank(true, alert));
        alerts.truncate(limits::ALERTS);
    }
    alerts
}

/// The order in which alerts are told, so that a bound cuts what matters least: what is taken now, then allergies, then the surest.
pub(super) fn rank(current: bool, alert: &Alert) -> (bool, bool, Reverse<Confidence>) {
    (!current, alert.code != AlertCode::AllergyMatch, Reverse(alert.detail.confidence))
}

/// What the profile says of allergies and adverse reactions about these medicines.
pub(super) fn allergies(profile: &Profile, medicines: &[Compared<'_>]) -> Found {
    let texts: Vec<&str> = profile.warned_of().collect();
    if texts.is_empty() { Found::default() } else { alert::allergies(medicines.iter().cloned(), &texts) }
}

/// The OTC medicines among the entries, in their places.
pub(super) fn otc(items: &[&MedicationItem]) -> Vec<Option<OtcItem>> {
    let of = |item: &&MedicationItem| {
        let otc = item.otc.as_ref()?;
        Some(OtcItem {
            id: item.dispensing.id,
            name: otc.name.clone(),
            ingredients: otc.ingredients.iter().map(|ingredient| ingredient.name.clone()).collect(),
            from: otc.started_on,
            until: otc.ended_on,
        })
    };
    items.iter().map(of).collect()
}

/// Entries as alerts compare them: a dispensing by its drugs, an OTC medicine by its name and ingredients.
pub(super) fn compared<'m>(
    items: &'m [&'m MedicationItem],
    otc: &'m [Option<OtcItem>],
) -> impl Iterator<Item = Compared<'m>> {
    items.iter().zip(otc).flat_map(|(item, otc)| {
        let drugs = otc.is_none().then(|| Compared::drugs(&item.dispensing)).into_iter().flatten();
        drugs.chain(otc.as_ref().map(Compared::otc))
    })
}
