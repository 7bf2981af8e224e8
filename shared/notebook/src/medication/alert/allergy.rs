//! Medicines that an allergy or an adverse reaction of the past names, by itself or by its class.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::compared::{self, Compared};
use super::denial::{self, Said};
use super::prepared::Prepared;
use super::words::{self, Known};
use super::{Alert, AlertCode, Confidence, Detail, Found, Reason, With};
use crate::medication::dispensing::Dispensing;
use crate::medication::knowledge::{self, Class};
use crate::medication::{limits, name};

/// Letters of a name that may stand anywhere in the other, so that two syllables do not match by chance.
pub(super) const MIN_NAME: usize = 3;
/// Letters of a word of the text that must stand in a medicine's name.
pub(super) const MIN_WORD: usize = 4;
/// Words of such texts that are no medicines, or name half of the pharmacy.
const NO_MEDICINE: [&str; 12] = [
    "アレルギー",
    "アナフィラキシー",
    "ショック",
    "アトピー",
    "ハウスダスト",
    "スギカフン",
    "カユミ",
    "ジンマシン",
    "ナトリウム",
    "カルシウム",
    "マグネシウム",
    "アルミニウム",
];

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

/// A clause of a text with everything that it names, expanded as a medicine's name is.
pub(super) struct Clause {
    pub(super) folded: String,
    /// Its words, normalised.
    pub(super) words: BTreeSet<String>,
    /// What the tables know of the words.
    pub(super) held: BTreeSet<&'static str>,
    /// What must stand in the name of a medicine.
    pub(super) parts: Vec<knowledge::Word>,
    /// The places of its classes among [`knowledge::classes`].
    pub(super) classes: Vec<usize>,
    denied: bool,
}

impl Clause {
    fn of(said: &Said) -> Self {
        let folded = name::fold(&said.text);
        let (mut words, mut held) = (BTreeSet::new(), BTreeSet::new());
        for candidate in words::candidates(&said.text) {
            let Known { own, held: known } = words::known(&candidate);
            words.extend(own);
            held.extend(known);
        }
        let is_part = |word: &&str| {
            has_letters(word, MIN_WORD) && !word.is_ascii() && !NO_MEDICINE.contains(word) && !name::is_form(word)
        };
        let all = || words.iter().map(String::as_str).chain(held.iter().copied());
        let parts = all().filter(is_part).map(knowledge::Word::of).collect();
        let is_named = |class: &Class| {
            class.is_named_in(&folded)
                || held.iter().any(|name| class.is_named_in(name))
                // Who bears one of its medicines may not bear another all the same.
                || class.members_are_alike
                    && !said.denied
                    && all().any(|name| has_letters(name, MIN_NAME) && !name.is_ascii() && class.holds(name))
        };
        let classes = knowledge::classes().iter().enumerate();
        let classes = classes.filter(|(_, class)| is_named(class)).map(|(place, _)| place).collect();
        Self { folded, words, held, parts, classes, denied: said.denied }
    }

    /// `names`: the medicine's, with whether it says so itself. `classes`: the places of those that hold it.
    pub(super) fn matches(&self, names: &[(&str, bool)], classes: &[usize]) -> Option<Detail> {
        let in_text = |own: bool| {
            names.iter().filter(|(_, itself)| *itself == own).any(|(name, _)| {
                has_letters(name, MIN_NAME) && self.folded.contains(name) || self.words.contains(*name)
            })
        };
        let is_held = || names.iter().any(|(name, _)| self.held.contains(name));
        let has_part = || names.iter().any(|(name, _)| self.parts.iter().any(|part| part.stands_in(name)));
        let of_class = || self.classes.iter().any(|class| classes.contains(class));
        let (reason, confidence) = if in_text(true) {
            (Reason::TextNamesMedicine, Confidence::High)
        } else if in_text(false) || is_held() {
            (Reason::ProductIngredient, Confidence::Medium)
        } else if has_part() {
            (Reason::MedicineContainsWord, Confidence::Medium)
        } else if of_class() {
            (Reason::TextNamesClass, Confidence::Medium)
        } else {
            return None;
        };
        Some(Detail { reason, confidence: if self.denied { Confidence::Low } else { confidence } })
    }
}

fn has_letters(text: &str, least: usize) -> bool {
    text.chars().nth(least - 1).is_some()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::medication::alert::{OtcItem, duplicates};

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
