//! Medicines that an allergy or an adverse reaction of the past names, by itself or by its class.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::clause::Clause;
use super::compared::{self, Compared};
use super::denial;
use super::prepared::Prepared;
use super::{Alert, AlertCode, Detail, Found, With};
use crate::medication::dispensing::Dispensing;
use crate::medication::limits;

/// [`allergies`] of dispensings, at most 100.
pub fn allergy_match(dispensings: &[Dispensing], texts: &[&str]) -> Vec<Alert> {
    let mut alerts = allergies(dispensings.iter().flat_map(Compared::drugs), texts).alerts;
    alerts.truncate(limits::ALERTS);
    alerts
}

/// Compares the texts of allergies and adverse reactions with the medicines' names, ingredients and classes. A clause that
/// denies makes its alerts less sure, and never takes one away.
///
/// A medicine is compared by its names once, however often it was handed out, and only with clauses that have something in
/// common with them. Where that is more than [`limits::CLAUSES`], or gives more than [`limits::FOUND`], the medicines that
/// were given last are not compared.
pub fn allergies<'m>(medicines: impl IntoIterator<Item = Compared<'m>>, texts: &[&str]) -> Found {
    let clauses = texts.iter().enumerate().flat_map(|(index, text)| {
        denial::said(text).iter().map(move |said| (index, Clause::of(said))).collect::<Vec<_>>()
    });
    let prepared = Prepared::of(clauses.collect());
    let mut left = limits::CLAUSES;
    let mut by_names: HashMap<Vec<&'m str>, Vec<(usize, Detail)>> = HashMap::new();
    let mut found = Found::default();
    for item in medicines {
        let about = match by_names.entry(item.names.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let keys = item.keys();
                let names: Vec<(&str, bool)> = compared::names(&keys).collect();
                let Some(about) = prepared.about(&names, &mut left) else {
                    found.is_cut = true;
                    return found;
                };
                place.insert(about)
            }
        };
        for (index, detail) in about {
            if found.alerts.len() == limits::FOUND {
                found.is_cut = true;
                return found;
            }
            found.alerts.push(Alert {
                code: AlertCode::AllergyMatch,
                detail: *detail,
                drug: item.medicine.drug(),
                otc: item.medicine.otc(),
                with: Some(With::Note { index: *index }),
            });
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::medication::alert::{OtcItem, duplicates};
    use crate::medication::knowledge;

    fn medicine(id: u128, name: &str) -> OtcItem {
        OtcItem { id: Uuid::from_u128(id), name: name.to_owned(), ingredients: Vec::new(), from: None, until: None }
    }

    #[test]
    fn what_the_tables_know_warns_whichever_side_names_it() {
        let mut silent = Vec::new();
        for (name, ingredients) in knowledge::products() {
            for ingredient in ingredients {
                let (product, generic) = (medicine(1, name), medicine(2, ingredient));
                for (one, other) in [(&product, &generic), (&generic, &product)] {
                    let text = format!("{}で発疹", one.name);
                    if allergies([Compared::otc(other)], &[&text]).alerts.is_empty()
                        || duplicates([Compared::otc(one)], [Compared::otc(other)]).alerts.is_empty()
                    {
                        silent.push(format!("{text}: {}", other.name));
                    }
                }
            }
        }
        assert!(silent.is_empty(), "{silent:#?}");
    }

    #[test]
    fn a_notebook_of_nothing_but_matches_is_compared_within_bounds_and_says_so() {
        let medicines: Vec<OtcItem> = (0..9_000).map(|id| medicine(id, &format!("アモキシシリン{id}号薬"))).collect();
        let texts: Vec<String> = (0..100).map(|place| format!("アモキシシリン、{place}番")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = allergies(medicines.iter().map(Compared::otc), &texts);
        assert!(found.is_cut && found.alerts.len() == limits::FOUND, "{}", found.alerts.len());
        let few = allergies(medicines.iter().map(Compared::otc), &texts[..1]);
        assert_eq!((few.is_cut, few.alerts.len()), (false, 9_000));
    }
}
