//! The clauses of a profile, so that a medicine is compared with those alone that have something in common with its names.

use std::collections::{BTreeSet, HashMap};

use super::Detail;
use super::clause::{Clause, MIN_NAME, MIN_WORD};
use crate::medication::knowledge;

/// Places of clauses.
type Places = Vec<usize>;

/// The clauses with what leads to them. Each way leads to every clause that [`Clause::matches`] may match by it, and to others.
pub(super) struct Prepared {
    /// With the place of the text that each belongs to.
    clauses: Vec<(usize, Clause)>,
    /// By a word of the clause, or what the tables know of it.
    by_word: HashMap<String, Places>,
    /// By letters that stand together in it.
    by_letters: HashMap<[char; MIN_NAME], Places>,
    /// By the first letters of a word that may stand in a name.
    by_beginning: HashMap<[char; MIN_WORD], Places>,
    by_class: HashMap<usize, Places>,
}

impl Prepared {
    /// Each clause with the place of its text.
    pub(super) fn of(clauses: Vec<(usize, Clause)>) -> Self {
        let mut prepared = Self {
            clauses: Vec::new(),
            by_word: HashMap::new(),
            by_letters: HashMap::new(),
            by_beginning: HashMap::new(),
            by_class: HashMap::new(),
        };
        for (place, (_, clause)) in clauses.iter().enumerate() {
            for word in clause.words.iter().map(String::as_str).chain(clause.held.iter().copied()) {
                add(&mut prepared.by_word, word.to_owned(), place);
            }
            for letters in together(&clause.folded) {
                add(&mut prepared.by_letters, letters, place);
            }
            for beginning in clause.parts.iter().filter_map(|part| together(part.as_str()).next()) {
                add(&mut prepared.by_beginning, beginning, place);
            }
            for class in &clause.classes {
                add(&mut prepared.by_class, *class, place);
            }
        }
        prepared.clauses = clauses;
        prepared
    }

    /// The texts that are about a medicine of these names, with the surest of what each says. None where `left`, the number of
    /// clauses that may still be looked at, does not suffice.
    pub(super) fn about(&self, names: &[(&str, bool)], left: &mut usize) -> Option<Vec<(usize, Detail)>> {
        let held = |class: &knowledge::Class| names.iter().any(|(name, _)| class.holds(name));
        let classes = knowledge::classes().iter().enumerate();
        let classes: Places = classes.filter(|(_, class)| held(class)).map(|(place, _)| place).collect();
        let mut near: BTreeSet<usize> = BTreeSet::new();
        near.extend(classes.iter().filter_map(|class| self.by_class.get(class)).flatten());
        for (name, _) in names {
            near.extend(self.by_word.get(*name).into_iter().flatten());
            // Of all its letters those that fewest clauses have.
            let rarest =
                together(name).map(|letters| self.by_letters.get(&letters)).min_by_key(|at| at.map_or(0, Vec::len));
            near.extend(rarest.flatten().into_iter().flatten());
            near.extend(together(name).filter_map(|letters| self.by_beginning.get(&letters)).flatten());
        }
        *left = left.checked_sub(near.len())?;
        let mut about: Vec<(usize, Detail)> = Vec::new();
        for (index, clause) in near.into_iter().filter_map(|place| self.clauses.get(place)) {
            let Some(detail) = clause.matches(names, &classes) else { continue };
            match about.last_mut().filter(|(last, _)| last == index) {
                Some((_, surest)) if detail.confidence > surest.confidence => *surest = detail,
                Some(_) => {}
                None => about.push((*index, detail)),
            }
        }
        Some(about)
    }
}

fn add<K: std::hash::Hash + Eq>(map: &mut HashMap<K, Places>, key: K, place: usize) {
    let places = map.entry(key).or_default();
    if places.last() != Some(&place) {
        places.push(place);
    }
}

/// Every so many letters that stand together.
fn together<const N: usize>(text: &str) -> impl Iterator<Item = [char; N]> {
    text.char_indices().filter_map(move |(start, _)| {
        let mut letters = text.get(start..)?.chars();
        let mut found = ['\0'; N];
        for place in &mut found {
            *place = letters.next()?;
        }
        Some(found)
    })
}
