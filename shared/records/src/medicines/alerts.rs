//! What someone should look at, worked out whenever medicines are read, and what of it somebody said is known.
//!
//! Nothing of an alert is kept but that it is known. An alert is named by what it is about: which entries, which medicines,
//! which words of the profile, however they are written. Where one of these changes it is another alert, and nobody knows it
//! yet.

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::id::MedicationId;
use notebook::medication::alert::{self, Alert, AlertCode, Compared, With};
use notebook::medication::{limits, link, name, profile_note};
use notebook::resident::Profile;
use notebook::time::Day;
use platform::path::AlertId;
use ring::digest::{SHA256, digest};
use schemars::JsonSchema;
use serde::Serialize;

use super::compare;
use super::known::{KnownAlerts, KnownBy};
use crate::items::MedicationItem;

/// Links behind one another: more than there are sources.
const DEEPEST: usize = 8;

/// One thing to look at.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandingAlert {
    /// By what it is marked as known: the same as long as what it is about stays. Null for who may not see the profile
    /// that it rests on.
    #[schemars(with = "Option<AlertId>")]
    pub alert_id: Option<String>,
    /// The entries that it is about; they are named with it when it is marked.
    #[schemars(length(max = 2))]
    pub medication_ids: Vec<MedicationId>,
    /// Whether all of it is taken today or later, as far as the supply tells.
    pub current: bool,
    /// What it is. `index` counts the profile's allergies, then its adverse reactions, then what is `pending` of
    /// both.
    #[serde(flatten)]
    pub alert: Alert,
    /// Who said that it is known, and when; null where nobody did.
    pub known: Option<KnownBy>,
}

/// Alerts as an answer holds them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Alerts {
    /// What to look at: what is taken now first, of that the allergies, of these the surest.
    #[schemars(length(max = limits::ALERTS))]
    pub alerts: Vec<StandingAlert>,
    /// How many more there are than stand in `alerts`.
    pub alerts_left_out: usize,
    /// The same that somebody said is known. It comes back where what it is about changes.
    #[schemars(length(max = limits::ALERTS))]
    pub known_alerts: Vec<StandingAlert>,
    /// How many more of these there are.
    pub known_alerts_left_out: usize,
    /// False where the notebook holds entries that were not compared, or more than one answer compares: there may be alerts that
    /// neither stand here nor are counted.
    pub all_compared: bool,
}

/// Nothing to look at, and nothing that was not compared.
impl Default for Alerts {
    fn default() -> Self {
        Self {
            alerts: Vec::new(),
            alerts_left_out: 0,
            known_alerts: Vec::new(),
            known_alerts_left_out: 0,
            all_compared: true,
        }
    }
}

impl Alerts {
    /// Among entries, the newest first. `profile`: none for a reader to whom it is not open, and who is told nothing that
    /// rests on it.
    pub fn among(profile: Option<&Profile>, items: &[&MedicationItem], known: &KnownAlerts, today: Day) -> Self {
        Self::about(|_| true, profile, items, known, today)
    }

    /// Those among entries that are about some of them.
    pub fn about(
        is_asked: impl Fn(MedicationId) -> bool,
        profile: Option<&Profile>,
        items: &[&MedicationItem],
        known: &KnownAlerts,
        today: Day,
    ) -> Self {
        let (mut open, mut marked) = (Vec::new(), Vec::new());
        let (standing, all_compared) = standing(profile, items, today);
        let is_asked = |alert: &StandingAlert| alert.medication_ids.iter().any(|id| is_asked(*id));
        for mut alert in standing.into_iter().filter(is_asked) {
            alert.known = alert.alert_id.as_deref().and_then(|id| known.get(id)).cloned();
            if alert.known.is_some() { marked.push(alert) } else { open.push(alert) }
        }
        Self { alerts: open, known_alerts: marked, all_compared, ..Self::default() }.bounded()
    }

    /// What is told of them.
    fn bounded(mut self) -> Self {
        self.alerts_left_out += self.alerts.len().saturating_sub(limits::ALERTS);
        self.known_alerts_left_out += self.known_alerts.len().saturating_sub(limits::ALERTS);
        self.alerts.truncate(limits::ALERTS);
        self.known_alerts.truncate(limits::ALERTS);
        self
    }

    /// `is_all`: whether the entries were all that there are.
    #[must_use]
    pub fn of_all(mut self, is_all: bool) -> Self {
        self.all_compared &= is_all;
        self
    }

    /// One of them.
    pub fn find(&self, alert_id: &str) -> Option<&StandingAlert> {
        self.alerts.iter().chain(&self.known_alerts).find(|alert| alert.alert_id.as_deref() == Some(alert_id))
    }

    /// Whether any of them rests on the profile.
    pub fn name_the_profile(&self) -> bool {
        let rests = |alert: &StandingAlert| alert.alert.code == AlertCode::AllergyMatch;
        self.alerts.iter().chain(&self.known_alerts).any(rests)
    }

    /// For who may not see the profile: that a medicine is one to look at is told to everyone who hands it out, and neither
    /// by what, nor a name of the alert from which that could be guessed.
    #[must_use]
    pub fn without_the_profile(mut self) -> Self {
        for alert in self.alerts.iter_mut().chain(&mut self.known_alerts) {
            if alert.alert.code == AlertCode::AllergyMatch {
                alert.alert_id = None;
                alert.alert.with = None;
            }
        }
        self
    }
}

/// Every alert among entries, the newest first, in the order in which they are told; and whether all was compared.
fn standing(profile: Option<&Profile>, items: &[&MedicationItem], today: Day) -> (Vec<StandingAlert>, bool) {
    let by_id: HashMap<MedicationId, &MedicationItem> = items.iter().map(|item| (id_of(item), *item)).collect();
    let counted: Vec<&MedicationItem> = items.iter().copied().filter(|item| counts(item, &by_id)).collect();
    let otc = compare::otc(&counted);
    let mut medicines: Vec<Compared<'_>> = compare::compared(&counted, &otc).collect();
    let places: HashMap<With, usize> = medicines.iter().map(Compared::reference).zip(0..).collect();
    let is_used = |medicine: &Compared<'_>| medicine.last_day().is_none_or(|last| last >= today);
    let used: HashSet<With> = medicines.iter().filter(|one| is_used(one)).map(Compared::reference).collect();
    // What is taken now is compared first: a bound cuts what is long past.
    medicines.sort_by_key(|medicine| !is_used(medicine));
    let allergies = profile.map(|profile| compare::allergies(profile, &medicines)).unwrap_or_default();
    let duplicates = alert::duplicates(medicines, std::iter::empty());
    let all_compared = !allergies.is_cut && !duplicates.is_cut;
    let pairs = duplicates.alerts.into_iter().map(|alert| of_the_newer(alert, &places));
    let alerts = allergies.alerts.into_iter().chain(pairs.filter(|alert| apart(alert, &by_id)));
    let texts: Vec<String> = profile.into_iter().flat_map(Profile::warned_of).map(profile_note::compared).collect();
    let mut seen = HashSet::new();
    let mut standing = Vec::new();
    for alert in alerts {
        let medication_ids: Vec<MedicationId> = alert.entries().map(MedicationId).collect();
        let is_current = |with: &With| matches!(with, With::Note { .. }) || used.contains(with);
        let current = [raised(&alert), alert.with].iter().flatten().all(is_current);
        let alert_id = identity(&alert, &texts, &by_id);
        // The same medicine twice on one sheet is one thing to look at.
        if alert_id.as_ref().is_none_or(|id| seen.insert(id.clone())) {
            standing.push(StandingAlert { alert_id, medication_ids, current, alert, known: None });
        }
    }
    standing.sort_by_key(|StandingAlert { current, alert, .. }| compare::rank(*current, alert));
    (standing, all_compared)
}

/// Whether an entry is the person's own and says something beside the one that is shown for it.
fn counts(item: &MedicationItem, by_id: &HashMap<MedicationId, &MedicationItem>) -> bool {
    let shown = item.linked_to.and_then(|to| by_id.get(&to));
    let is_told = shown.is_some_and(|shown| link::covered(&item.dispensing, &shown.dispensing).is_some());
    item.owner.is_resident() && !is_told
}

/// Whether the two are not entries that tell of one dispensing.
fn apart(alert: &Alert, by_id: &HashMap<MedicationId, &MedicationItem>) -> bool {
    let root = |id: MedicationId| {
        let above = std::iter::successors(Some(id), |id| by_id.get(id).and_then(|item| item.linked_to));
        above.take(DEEPEST).last()
    };
    let mut entries = alert.entries().map(MedicationId);
    let (one, other) = (entries.next(), entries.next());
    one == other || one.and_then(root) != other.and_then(root)
}

fn raised(alert: &Alert) -> Option<With> {
    alert.drug.map(With::Drug).or(alert.otc.map(With::Otc))
}

/// Told of the newer of the two, as a scan tells of it. `places`: of the medicines, the newest first.
fn of_the_newer(alert: Alert, places: &HashMap<With, usize>) -> Alert {
    let place = |with: Option<With>| with.and_then(|with| places.get(&with));
    let (drug, otc) = match alert.with {
        Some(With::Drug(drug)) => (Some(drug), None),
        Some(With::Otc(otc)) => (None, Some(otc)),
        Some(With::Note { .. }) | None => return alert,
    };
    let with = raised(&alert);
    if place(with) < place(alert.with) { alert } else { Alert { drug, otc, with, ..alert } }
}

/// A hash of what it is about: of each medicine its entry and its name, of the profile its words, all without regard to how
/// they are written. Ids are random, so that nobody guesses words from it who does not know them anyhow.
///
/// `texts`: the profile's, as they are compared.
fn identity(alert: &Alert, texts: &[String], by_id: &HashMap<MedicationId, &MedicationItem>) -> Option<String> {
    let side = |with: With| match with {
        With::Note { index } => Some(format!("profile\n{}", texts.get(index)?)),
        With::Drug(drug) => {
            let item = by_id.get(&MedicationId(drug.dispensing_id))?;
            let drug = item.dispensing.groups.get(drug.group)?.drugs.get(drug.drug)?;
            Some(format!("{}\n{}", item.dispensing.id, name::fold(&drug.name)))
        }
        With::Otc(_) => {
            let item = alert.entries().filter_map(|id| by_id.get(&MedicationId(id))).find(|item| {
                item.otc.is_some()
                    && matches!(with, With::Otc(alert::OtcRef::Notebook { id }) if id == item.dispensing.id)
            })?;
            Some(format!("{}\n{}", item.dispensing.id, name::fold(&item.otc.as_ref()?.name)))
        }
    };
    let mut sides = [raised(alert).and_then(side)?, alert.with.and_then(side)?];
    sides.sort();
    let code = match alert.code {
        AlertCode::DuplicateIngredient => "duplicate_ingredient",
        AlertCode::AllergyMatch => "allergy_match",
        AlertCode::PatientMismatch => "patient_mismatch",
    };
    let content = format!("alert/1\n{code}\n{}", sides.join("\n"));
    Some(URL_SAFE_NO_PAD.encode(digest(&SHA256, content.as_bytes())))
}

fn id_of(item: &MedicationItem) -> MedicationId {
    MedicationId(item.dispensing.id)
}
