//! Entries of the notebook as alerts compare them.

use notebook::medication::alert::{self, Alert, Compared, OtcItem};
use notebook::resident::Profile;

use crate::table::items::MedicationItem;

/// Everything about new entries that someone should look at, among those that are known.
pub fn alerts(profile: &Profile, new: &[&MedicationItem], known: &[&MedicationItem]) -> Vec<Alert> {
    let (new_otc, known_otc) = (otc(new), otc(known));
    let new: Vec<Compared<'_>> = compared(new, &new_otc).collect();
    let mut alerts = allergies(profile, &new);
    alerts.extend(alert::duplicates(new, compared(known, &known_otc)));
    alerts
}

/// What the profile says of allergies and adverse reactions about these medicines.
pub(super) fn allergies(profile: &Profile, medicines: &[Compared<'_>]) -> Vec<Alert> {
    let texts: Vec<&str> = profile.warned_of().collect();
    if texts.is_empty() { Vec::new() } else { alert::allergies(medicines.iter().cloned(), &texts) }
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
