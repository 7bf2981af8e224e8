//! What is known of medicines beyond their codes: salts, products and their ingredients, Latin names, classes that people
//! name, patches that act in the whole body.
//!
//! All of it is data in `data/`, written as [`super::name::fold`] writes, one row a line, the last column its source.
//! `unverified` rows come from no register yet: what rests on them is never surer than medium.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static SALTS: LazyLock<Salts> = LazyLock::new(|| Salts::read(include_str!("data/salts.tsv")));
static PRODUCTS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let row = |[name, held, _source]: [&'static str; 3]| (name, held.split('、').collect());
    let tables = [include_str!("data/products.tsv"), include_str!("data/latin.tsv")];
    tables.into_iter().flat_map(rows).map(row).collect()
});
static CLASSES: LazyLock<Vec<Class>> =
    LazyLock::new(|| rows(include_str!("data/classes.tsv")).map(Class::of).collect());
static SYSTEMIC: LazyLock<Vec<&str>> =
    LazyLock::new(|| rows(include_str!("data/systemic.tsv")).map(|[name, _source]| name).collect());

/// The rows of a table, without its head.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

/// Words around the name of an ingredient that do not make another ingredient.
#[derive(Default)]
pub(crate) struct Salts {
    /// Waters, behind the name.
    pub(crate) hydrates: Vec<&'static str>,
    /// Salts and esters behind the name.
    pub(crate) suffixes: Vec<&'static str>,
    /// Salts before the name, as older labels write them.
    pub(crate) prefixes: Vec<&'static str>,
    /// Isomers, before the name.
    pub(crate) isomers: Vec<&'static str>,
    /// Acids that are the ingredient themselves, whatever their salt.
    pub(crate) acids: Vec<&'static str>,
    /// Metals: a salt of these alone is no ingredient's name.
    pub(crate) metals: Vec<&'static str>,
}

impl Salts {
    fn read(table: &'static str) -> Self {
        let mut salts = Self::default();
        for [kind, text, _source] in rows(table) {
            let list = match kind {
                "hydrate" => &mut salts.hydrates,
                "suffix" => &mut salts.suffixes,
                "prefix" => &mut salts.prefixes,
                "isomer" => &mut salts.isomers,
                "acid" => &mut salts.acids,
                _ => &mut salts.metals,
            };
            list.push(text);
        }
        salts
    }
}

/// A class of medicines that people and doctors name instead of a medicine (ペニシリン系).
pub(crate) struct Class {
    words: Vec<&'static str>,
    stems: Vec<&'static str>,
    except: Vec<&'static str>,
    /// Whether who does not bear one of its medicines may not bear another.
    pub(crate) members_are_alike: bool,
}

impl Class {
    fn of([words, stems, except, members, _source]: [&'static str; 5]) -> Self {
        let list = |text: &'static str| text.split(' ').filter(|word| !word.is_empty()).collect();
        Self { words: list(words), stems: list(stems), except: list(except), members_are_alike: members == "alike" }
    }

    /// Whether a folded text names the class.
    pub(crate) fn is_named_in(&self, text: &str) -> bool {
        self.words.iter().any(|word| begins_in(text, word))
    }

    /// Whether a normalised name belongs to the class: it contains a stem, or one that is marked `^` (products) begins a
    /// word of it: タゾバクタム is not バクタ, ドキサゾシン not ゾシン.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let is_of = |stem: &&str| match stem.strip_prefix('^') {
            Some(beginning) => begins_in(name, beginning),
            None => name.contains(*stem),
        };
        self.stems.iter().any(is_of) && !self.except.iter().any(|other| name.contains(other))
    }
}

/// Whether the word stands in the text, but not within another word of katakana: アスピリン系 is not ピリン系.
fn begins_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        !(is_katakana(word.chars().next()) && is_katakana(before))
    })
}

fn is_katakana(character: Option<char>) -> bool {
    character.is_some_and(|character| matches!(character, 'ァ'..='ヺ' | 'ー'))
}

/// The salts.
pub(crate) fn salts() -> &'static Salts {
    &SALTS
}

/// The ingredients of a product, and what a Latin name is called in Japanese (of a class: the word for it), by the
/// normalised name; none where the tables do not know it.
pub(crate) fn ingredients_of(product: &str) -> &'static [&'static str] {
    PRODUCTS.get(product).map(Vec::as_slice).unwrap_or_default()
}

/// Every product and Latin name with what is known of it.
#[cfg(test)]
pub(crate) fn products() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    PRODUCTS.iter().map(|(name, held)| (*name, held.as_slice()))
}

/// The classes.
pub(crate) fn classes() -> &'static [Class] {
    &CLASSES
}

/// A word that may stand in the name of a medicine; the word for a class only where a word begins: シラスタチン is no スタチン.
pub(crate) struct Word {
    text: String,
    of_class: bool,
}

impl Word {
    pub(crate) fn of(text: &str) -> Self {
        let of_class = CLASSES.iter().any(|class| class.words.contains(&text));
        Self { text: text.to_owned(), of_class }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it stands in a normalised name.
    pub(crate) fn stands_in(&self, name: &str) -> bool {
        if self.of_class { begins_in(name, &self.text) } else { name.contains(&self.text) }
    }
}

/// Whether what is put on the skin under this name acts in the whole body.
pub(crate) fn acts_everywhere(name: &str) -> bool {
    SYSTEMIC.iter().any(|known| name.starts_with(known))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::medication::name;

    #[test]
    fn every_row_is_written_as_names_are_compared_and_names_its_source() {
        let tables = [
            (include_str!("data/salts.tsv"), 3),
            (include_str!("data/products.tsv"), 3),
            (include_str!("data/latin.tsv"), 3),
            (include_str!("data/classes.tsv"), 5),
            (include_str!("data/systemic.tsv"), 2),
        ];
        for (table, columns) in tables {
            let mut seen = BTreeSet::new();
            for line in table.lines().skip(1) {
                let fields: Vec<&str> = line.split('\t').collect();
                assert_eq!(fields.len(), columns, "{line}");
                assert_eq!(fields[columns - 1], "unverified", "{line}");
                assert!(seen.insert(fields[..2].to_vec()), "{line} twice");
                for field in &fields[..columns - 1] {
                    let words: String = field.split(' ').map(name::fold).collect::<Vec<_>>().join(" ");
                    assert_eq!(&words, field);
                }
            }
            assert!(seen.len() > 10);
        }
    }

    #[test]
    fn a_product_is_found_by_its_name_and_leads_to_names_that_are_found() {
        for (product, ingredients) in PRODUCTS.iter() {
            assert!(name::ingredients(product).iter().any(|name| name == product), "{product}");
            for ingredient in ingredients {
                assert!(name::ingredients(ingredient).iter().any(|name| name == ingredient), "{ingredient}");
                assert!(ingredients_of(ingredient).is_empty(), "{ingredient} is a product itself");
            }
        }
    }

    /// A product without its ingredients, or an ingredient without its Latin name, would be known on one side only.
    #[test]
    fn what_one_table_knows_the_others_know() {
        let latin: Vec<&str> =
            rows(include_str!("data/latin.tsv")).flat_map(|[_, names, _]: [_; 3]| names.split('、')).collect();
        for [product, ingredients, _] in rows::<3>(include_str!("data/products.tsv")) {
            for ingredient in ingredients.split('、') {
                assert!(latin.contains(&ingredient), "{product}: {ingredient} has no Latin name");
            }
        }
        for class in classes() {
            for stem in &class.stems {
                let name = stem.strip_prefix('^').unwrap_or(stem);
                let is_product = !ingredients_of(name).is_empty();
                let held = || ingredients_of(name).iter().any(|ingredient| class.holds(ingredient));
                let is_ingredient =
                    || latin.iter().any(|name| class.holds(name) && name.contains(stem.trim_start_matches('^')));
                assert!(
                    if is_product {
                        held() && stem.starts_with('^') || name == "ヨードチンキ"
                    } else {
                        is_ingredient()
                    },
                    "{stem}"
                );
            }
        }
        assert!(rows::<5>(include_str!("data/classes.tsv")).all(|row| matches!(row[3], "alike" | "apart")));
    }

    #[test]
    fn a_class_is_not_named_by_the_end_of_another_word() {
        let named = |text: &str| classes().iter().filter(|class| class.is_named_in(&name::fold(text))).count();
        assert_eq!(named("ピリン系で発疹"), 1);
        assert_eq!(named("アスピリン系で発疹"), 0);
        assert_eq!(named("ポビドンヨードでかぶれ"), 0);
        assert_eq!(named("ヨード造影剤で蕁麻疹"), 3);
        assert_eq!(named("痛み止めで胃が荒れる"), 1);
    }
}
