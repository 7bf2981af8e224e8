//! Medicines of the same ingredient whose periods of use overlap.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::compared::{Compared, Key, Medicine, Route};
use super::{Alert, AlertCode, Confidence, Detail, Found, Reason};
use crate::medication::dispensing::Dispensing;
use crate::medication::limits;
use crate::medication::supply::{self, Period};

/// A refill from the same institution may be fetched this many days before the last one is used up.
const EARLY_REFILL_DAYS: i64 = 7;

/// [`duplicates`] of dispensings, at most 100.
pub fn duplicate_ingredient(new: &[Dispensing], known: &[Dispensing]) -> Vec<Alert> {
    let mut alerts = duplicates(new.iter().flat_map(Compared::drugs), known.iter().flat_map(Compared::drugs)).alerts;
    alerts.truncate(limits::ALERTS);
    alerts
}

/// Compares new medicines with known ones and with one another, in their order. Where that is more than [`limits::PAIRS`] that
/// share something, or gives more than [`limits::FOUND`], the new ones that were given last are not compared.
///
/// They share an ingredient by code, by name or by what the table of products knows; a combination (配合剤) by each of
/// its ingredients. Two drugs that one doctor prescribed together are meant so (5 mg and 2.5 mg of one ingredient) and are
/// not compared. A known entry with the id of a new one is the new one itself and is left out.
pub fn duplicates<'m>(
    new: impl IntoIterator<Item = Compared<'m>>,
    known: impl IntoIterator<Item = Compared<'m>>,
) -> Found {
    let new = new.into_iter().filter(|compared| !compared.is_material());
    let fresh: Vec<Item<'m>> = new.map(Item::of).collect();
    let entries: BTreeSet<Uuid> = fresh.iter().filter_map(|item| item.medicine().entry()).collect();
    // What was used up before, or begins after, needs no further look.
    let always = Period::of(NaiveDate::MIN, NaiveDate::MAX);
    let periods = fresh.iter().map(|item| item.compared.period.unwrap_or(always));
    let (first, last) = periods.fold((NaiveDate::MAX, NaiveDate::MIN), |span, period| {
        (span.0.min(period.first), span.1.max(period.at_longest))
    });
    let mut index = Index::default();
    for compared in known {
        let is_new = compared.medicine.entry().is_some_and(|entry| entries.contains(&entry));
        let in_use = compared.period.is_none_or(|period| period.first <= last && period.at_longest >= first);
        if in_use && !is_new && !compared.is_material() {
            index.add(Item::of(compared));
        }
    }
    let (mut found, mut left) = (Found::default(), limits::PAIRS);
    for item in fresh {
        if !index.compare(&item, &mut found.alerts, &mut left) {
            found.is_cut = true;
            break;
        }
        index.add(item);
    }
    found
}

/// A medicine with what it is compared by.
struct Item<'m> {
    compared: Compared<'m>,
    keys: Vec<(Key, Reason)>,
    route: Route,
}

impl<'m> Item<'m> {
    fn of(compared: Compared<'m>) -> Self {
        let keys = compared.keys();
        let route = compared.route(&keys);
        Self { compared, keys, route }
    }

    fn medicine(&self) -> Medicine {
        self.compared.medicine
    }
}

#[derive(Default)]
struct Index<'m> {
    items: Vec<Item<'m>>,
    by_key: BTreeMap<Key, Vec<(usize, Reason)>>,
}

impl<'m> Index<'m> {
    fn add(&mut self, item: Item<'m>) {
        for (key, reason) in &item.keys {
            self.by_key.entry(key.clone()).or_default().push((self.items.len(), *reason));
        }
        self.items.push(item);
    }

    /// One alert for each medicine that it clashes with, for the surest reason. False where that is more than may be looked at
    /// (`left`) or found.
    fn compare(&self, item: &Item<'_>, alerts: &mut Vec<Alert>, left: &mut usize) -> bool {
        let mut found: BTreeMap<usize, (Reason, Confidence)> = BTreeMap::new();
        for (key, reason) in &item.keys {
            let others = self.by_key.get(key).map(Vec::as_slice).unwrap_or_default();
            let Some(rest) = left.checked_sub(others.len()) else { return false };
            *left = rest;
            for (place, other_reason) in others {
                let Some(other) = self.items.get(*place) else { continue };
                // Of the two the less sure one: a code that only the generic name has, a name that only the table has.
                let reason = (*reason).max(*other_reason);
                if let Some(confidence) = confidence(item, other, reason) {
                    let best = found.entry(*place).or_insert((reason, confidence));
                    *best = (*best).min((reason, confidence));
                }
            }
        }
        if alerts.len() + found.len() > limits::FOUND {
            return false;
        }
        alerts.extend(found.into_iter().filter_map(|(place, (reason, confidence))| {
            let other = self.items.get(place)?;
            Some(Alert {
                code: AlertCode::DuplicateIngredient,
                detail: Detail { reason, confidence },
                drug: item.medicine().drug(),
                otc: item.medicine().otc(),
                with: Some(other.medicine().with()),
            })
        }));
        true
    }
}

/// None where the two are not taken at the same time, or were prescribed together.
fn confidence(item: &Item<'_>, other: &Item<'_>, reason: Reason) -> Option<Confidence> {
    let same_entry = item.medicine().entry().is_some() && item.medicine().entry() == other.medicine().entry();
    if same_entry && item.compared.prescriber == other.compared.prescriber {
        return None;
    }
    let institution = item.compared.prescriber.and_then(|prescriber| prescriber.institution_code.as_ref());
    let other_institution = other.compared.prescriber.and_then(|prescriber| prescriber.institution_code.as_ref());
    let refill = institution.is_some() && institution == other_institution;
    // What does not say when it is taken may be taken now.
    let periods = item.compared.period.zip(other.compared.period);
    let days = periods.map(|(one, other)| supply::overlap((one.first, one.last), (other.first, other.last)));
    if days == Some(0) {
        // Of a supply whose rhythm is not known only the beginning is sure: it may last longer than its number of days.
        // What the same institution hands out after those days is what follows.
        let perhaps = periods.is_some_and(|(one, other)| {
            supply::overlap((one.first, one.at_longest), (other.first, other.at_longest)) > 0
        });
        return (perhaps && !refill).then_some(Confidence::Low);
    }
    let early_refill = refill && days.is_some_and(|days| days <= EARLY_REFILL_DAYS);
    if early_refill || item.route != other.route || days.is_none() {
        return Some(Confidence::Low);
    }
    Some(match reason {
        Reason::IngredientName | Reason::ProductIngredient => Confidence::Medium,
        _ => Confidence::High,
    })
}
