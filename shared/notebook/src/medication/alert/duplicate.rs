//! Medicines of the same ingredient whose periods of use overlap.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Alert, AlertCode, Confidence, Detail, DrugRef, Reason, With};
use crate::medication::dispensing::{CodeSystem, Dispensing, DosageForm, Drug, Group, Prescriber};
use crate::medication::{limits, name, supply};

/// A refill from the same institution may be fetched this many days before the last one is used up.
const EARLY_REFILL_DAYS: i64 = 7;
/// Digits of a YJ or price list code that name the ingredient and the route.
const INGREDIENT_DIGITS: usize = 7;

/// Compares new dispensings with known ones and with one another; at most 100 alerts.
///
/// Two drugs that one doctor prescribed together are meant so (5 mg and 2.5 mg of one ingredient) and are not compared.
/// A known dispensing with the id of a new one is the new one itself and is left out.
pub fn duplicate_ingredient(new: &[Dispensing], known: &[Dispensing]) -> Vec<Alert> {
    let fresh: Vec<Item<'_>> = new.iter().flat_map(items).collect();
    let first = fresh.iter().map(|item| item.period.0).min();
    let last = fresh.iter().map(|item| item.period.1).max();
    let mut index = Index::default();
    for dispensing in known.iter().filter(|known| !new.iter().any(|new| new.id == known.id)) {
        for item in items(dispensing) {
            if Some(item.period.0) <= last && Some(item.period.1) >= first {
                index.add(item);
            }
        }
    }
    let mut alerts = Vec::new();
    for item in fresh {
        alerts.extend(index.matches(&item));
        if alerts.len() >= limits::ALERTS {
            break;
        }
        index.add(item);
    }
    alerts.truncate(limits::ALERTS);
    alerts
}

struct Item<'d> {
    reference: DrugRef,
    prescriber: &'d Prescriber,
    form: Option<DosageForm>,
    period: (NaiveDate, NaiveDate),
    keys: Vec<(Reason, String)>,
}

fn items(dispensing: &Dispensing) -> impl Iterator<Item = Item<'_>> {
    let used = |group: &Group| group.dosage_form != Some(DosageForm::Material);
    dispensing.groups.iter().enumerate().filter(move |(_, group)| used(group)).flat_map(move |(place, group)| {
        group.drugs.iter().enumerate().map(move |(drug_place, drug)| Item {
            reference: DrugRef { dispensing_id: dispensing.id, group: place, drug: drug_place },
            prescriber: group.prescriber.as_ref().unwrap_or(&dispensing.prescriber),
            form: group.dosage_form,
            period: supply::period(dispensing, group),
            keys: keys(drug),
        })
    })
}

/// By what a drug is compared, the surest first.
fn keys(drug: &Drug) -> Vec<(Reason, String)> {
    let mut keys = Vec::new();
    if let Some(code) = &drug.code
        && matches!(code.system, CodeSystem::Yj | CodeSystem::NhiPriceList)
        && let Some(ingredient) = code.value.get(..INGREDIENT_DIGITS)
        && ingredient.bytes().all(|byte| byte.is_ascii_digit())
    {
        keys.push((Reason::IngredientCode, ingredient.to_owned()));
    }
    if let Some(code) = &drug.generic_name_code {
        keys.push((Reason::GenericNameCode, code.clone()));
    }
    for text in drug.generic_name.iter().chain([&drug.name]) {
        let key = (Reason::IngredientName, name::medicine(text));
        if key.1.chars().nth(1).is_some() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[derive(Default)]
struct Index<'d> {
    items: Vec<Item<'d>>,
    by_key: BTreeMap<(Reason, String), Vec<usize>>,
}

impl<'d> Index<'d> {
    fn add(&mut self, item: Item<'d>) {
        for key in &item.keys {
            self.by_key.entry(key.clone()).or_default().push(self.items.len());
        }
        self.items.push(item);
    }

    fn matches(&self, item: &Item<'_>) -> Vec<Alert> {
        let mut found: BTreeMap<usize, Reason> = BTreeMap::new();
        for key in &item.keys {
            for place in self.by_key.get(key).into_iter().flatten() {
                found.entry(*place).or_insert(key.0);
            }
        }
        found
            .into_iter()
            .filter_map(|(place, reason)| {
                let other = self.items.get(place)?;
                let confidence = confidence(item, other, reason)?;
                Some(Alert {
                    code: AlertCode::DuplicateIngredient,
                    detail: Detail { reason, confidence },
                    drug: Some(item.reference),
                    with: Some(With::Drug(other.reference)),
                })
            })
            .collect()
    }
}

/// None where the two are not taken at the same time, or were prescribed together.
fn confidence(item: &Item<'_>, other: &Item<'_>, reason: Reason) -> Option<Confidence> {
    let days = supply::overlap(item.period, other.period);
    let together = item.reference.dispensing_id == other.reference.dispensing_id && item.prescriber == other.prescriber;
    if days == 0 || together {
        return None;
    }
    let institution = &item.prescriber.institution_code;
    let refill = institution.is_some() && *institution == other.prescriber.institution_code;
    let external = |form| form == Some(DosageForm::External);
    if refill && days <= EARLY_REFILL_DAYS || external(item.form) != external(other.form) {
        return Some(Confidence::Low);
    }
    Some(if reason == Reason::IngredientName { Confidence::Medium } else { Confidence::High })
}
