//! Whether two entries tell of the same dispensing: one typed by hand before the sheet was scanned, one that arrived
//! from elsewhere. Linked, they are shown once; nothing of either is lost, and a person can undo it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alert::Confidence;
use super::dispensing::{CodeSystem, Dispensing, DosageForm, Drug, DrugCode, Pharmacy, Source};
use super::name;

/// Someone who types a dispensing may be wrong by so many days.
const DAYS_APART: i64 = 1;
/// Digits of a YJ or price list code that name the ingredient and the route.
const INGREDIENT_DIGITS: usize = 7;
/// What pharmacies are called beside their names: left out by those who type.
const PHARMACY_WORDS: [&str; 5] = ["株式会社", "有限会社", "調剤", "薬局", "店"];
/// What follows a number that is a strength.
const STRENGTH: [char; 7] = ['m', 'g', 'µ', 'μ', 'n', '%', '単'];

/// Why two entries are thought to be the same, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Likeness {
    /// What was the same of the drug that is least alike.
    pub reason: LikenessReason,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What was the same, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LikenessReason {
    /// The drug's code.
    DrugCode,
    /// The 一般名コード.
    GenericNameCode,
    /// The whole name.
    Name,
    /// The ingredient: the name without brand, strength and form.
    Ingredient,
    /// Every drug, of one visit, with other amounts, usages or supplies: the later sheet corrects the earlier.
    Correction,
}

/// How much an entry of this source tells; of two that are linked the one that tells more is shown.
pub const fn richness(source: Source) -> u8 {
    match source {
        Source::Manual => 0,
        Source::Mynaportal => 1,
        Source::Qr => 2,
        Source::Pharmacy => 3,
    }
}

/// Whether `told` is the dispensing that `record` tells of more richly: within a day of it, not of another pharmacy or
/// clinic as far as both say, and without a drug that `record` does not have, so that nothing disappears behind it.
pub fn same_dispensing(told: &Dispensing, record: &Dispensing) -> Option<Likeness> {
    let days = told.dispensed_on.signed_duration_since(record.dispensed_on).num_days().abs();
    let codes = (&told.prescriber.institution_code, &record.prescriber.institution_code);
    if days > DAYS_APART
        || differ(codes.0.as_deref(), codes.1.as_deref())
        || elsewhere(&told.pharmacy, &record.pharmacy)
    {
        return None;
    }
    let reason = covered(told, record)?;
    let confidence = match (days == 0, reason < LikenessReason::Ingredient) {
        (true, true) => Confidence::High,
        (false, false) => Confidence::Low,
        _ => Confidence::Medium,
    };
    Some(Likeness { reason, confidence })
}

/// Whether `told` is behind `record` where the two are linked: of two sheets the one that has all of the other's drugs
/// and more is the record, else the one whose source tells more.
pub fn is_behind(told: &Dispensing, record: &Dispensing) -> Option<Likeness> {
    let likeness = same_dispensing(told, record)?;
    let (one, other) = (richness(told.source), richness(record.source));
    let is_sheet = one >= richness(Source::Qr);
    (one < other || is_sheet && one == other && told.is_part_of(record)).then_some(likeness)
}

/// Whether `later` corrects `earlier`: two sheets of one visit that hand out the same drugs and say other things of them. The
/// one that came later counts, because nothing on a sheet says when it was printed.
pub fn corrects(later: &Dispensing, earlier: &Dispensing) -> Option<Likeness> {
    let (one, other) = (richness(later.source), richness(earlier.source));
    let are_sheets = one == other && one >= richness(Source::Qr);
    let likeness = Likeness { reason: LikenessReason::Correction, confidence: Confidence::Medium };
    (are_sheets && later.is_correction_of(earlier)).then_some(likeness)
}

/// Whether every drug of `told` is among those of `record`, on whichever day; the weakest of the reasons.
pub fn covered(told: &Dispensing, record: &Dispensing) -> Option<LikenessReason> {
    let weakest = drugs(told).map(|one| drugs(record).filter_map(|other| alike(one, other)).min());
    weakest.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Whether two entries may tell of one dispensing, whichever tells more: of about the same day, not of another pharmacy or
/// clinic as far as both say, and with a drug in common. Less sure than [`same_dispensing`]: a line may be missing or
/// corrected on either side. `undated`: one of them is listed under the day on which it came, which says nothing.
pub fn may_tell_of_the_same(one: &Dispensing, other: &Dispensing, undated: bool) -> bool {
    let days = one.dispensed_on.signed_duration_since(other.dispensed_on).num_days().abs();
    let codes = (&one.prescriber.institution_code, &other.prescriber.institution_code);
    let elsewhere = differ(codes.0.as_deref(), codes.1.as_deref()) || elsewhere(&one.pharmacy, &other.pharmacy);
    (days <= DAYS_APART || undated)
        && !elsewhere
        && drugs(one).any(|drug| drugs(other).any(|other| alike(drug, other).is_some()))
}

fn drugs(dispensing: &Dispensing) -> impl Iterator<Item = (Option<DosageForm>, &Drug)> {
    dispensing.groups.iter().flat_map(|group| group.drugs.iter().map(|drug| (group.dosage_form, drug)))
}

fn alike(one: (Option<DosageForm>, &Drug), other: (Option<DosageForm>, &Drug)) -> Option<LikenessReason> {
    let ((form, drug), (other_form, other)) = (one, other);
    let external = |form: DosageForm| form == DosageForm::External;
    if form.is_some() && other_form.is_some() && form.map(external) != other_form.map(external) {
        return None;
    }
    if let (Some(code), Some(other)) = (&drug.code, &other.code) {
        if same_code(code, other) {
            return Some(LikenessReason::DrugCode);
        }
        // Two products of one code list are two products; lists that differ are compared by what follows.
        if code.system == other.system {
            return None;
        }
    }
    if drug.generic_name_code.is_some() && drug.generic_name_code == other.generic_name_code {
        return Some(LikenessReason::GenericNameCode);
    }
    let (name, other_name) = (name::fold(&drug.name), name::fold(&other.name));
    let (strength, other_strength) = (strengths(&name), strengths(&other_name));
    if !strength.is_empty() && !other_strength.is_empty() && strength != other_strength {
        return None;
    }
    if name == other_name && !name.is_empty() {
        return Some(LikenessReason::Name);
    }
    let other_ingredients = ingredients(other);
    let same = ingredients(drug).iter().any(|ingredient| other_ingredients.contains(ingredient));
    same.then_some(LikenessReason::Ingredient)
}

/// YJ and price list codes name the same things; a brand may be listed under the code of its ingredient in one of them.
fn same_code(one: &DrugCode, other: &DrugCode) -> bool {
    let official = |code: &DrugCode| matches!(code.system, CodeSystem::Yj | CodeSystem::NhiPriceList);
    one.value == other.value && (one.system == other.system || official(one) && official(other))
}

fn ingredients(drug: &Drug) -> BTreeSet<String> {
    let names = drug.generic_name.iter().chain([&drug.name]).map(|text| name::medicine(text));
    let coded = drug.code.iter().filter(|code| matches!(code.system, CodeSystem::Yj | CodeSystem::NhiPriceList));
    let coded = coded.filter_map(|code| code.value.get(..INGREDIENT_DIGITS).map(str::to_owned));
    names.filter(|name| name.chars().nth(1).is_some()).chain(coded).collect()
}

/// The numbers of a folded name that have a unit of strength behind them.
fn strengths(folded: &str) -> BTreeSet<&str> {
    let in_number = |character: char| character.is_ascii_digit() || character == '.';
    let mut found = BTreeSet::new();
    let mut rest = folded;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let Some(from) = rest.get(start..) else { break };
        let end = from.find(|character| !in_number(character)).unwrap_or(from.len());
        let (number, behind) = from.split_at(end);
        if behind.starts_with(STRENGTH) {
            found.insert(number);
        }
        rest = behind;
    }
    found
}

fn differ(one: Option<&str>, other: Option<&str>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

/// Whether the two are surely not one pharmacy.
fn elsewhere(one: &Pharmacy, other: &Pharmacy) -> bool {
    if one.code.is_some() && other.code.is_some() {
        return one.code != other.code;
    }
    let core = |pharmacy: &Pharmacy| {
        let name = pharmacy.name.as_deref().map(name::fold).unwrap_or_default();
        PHARMACY_WORDS.iter().fold(name, |name, word| name.replace(word, ""))
    };
    let (one, other) = (core(one), core(other));
    !one.is_empty() && !other.is_empty() && !one.contains(&other) && !other.contains(&one)
}
