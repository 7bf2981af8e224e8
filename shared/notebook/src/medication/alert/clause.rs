//! A clause of what somebody wrote of their allergies, and whether it is about a medicine.

use std::collections::BTreeSet;

use super::denial::Said;
use super::words::{self, Known};
use super::{Confidence, Detail, Reason};
use crate::medication::knowledge::{self, Class};
use crate::medication::name;

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
    pub(super) fn of(said: &Said) -> Self {
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
