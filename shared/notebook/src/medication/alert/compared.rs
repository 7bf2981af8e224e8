//! A medicine as it is compared with others: prescribed, or bought without prescription (OTC).

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::words::{self, Known};
use super::{DrugRef, OtcRef, Reason, With};
use crate::medication::dispensing::{CodeSystem, Dispensing, DosageForm, Drug, Prescriber};
use crate::medication::supply::{self, Period};
use crate::medication::{knowledge, name, note};

/// Length of a YJ, price list or generic name code.
const CODE_LENGTH: usize = 12;
/// Its digits that name ingredient and route.
const INGREDIENT_DIGITS: usize = 7;

/// What an OTC medicine says, wherever it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtcItem {
    /// Its entry in the notebook.
    pub id: Uuid,
    /// The product's name.
    pub name: String,
    /// Its ingredients, as the box names them.
    pub ingredients: Vec<String>,
    /// First day of use.
    pub from: Option<NaiveDate>,
    /// Last day of use.
    pub until: Option<NaiveDate>,
}

/// A medicine as it is compared. By what it is compared is worked out only when it is, so that a year of medicines costs
/// little where few of them are taken now.
#[derive(Debug, Clone)]
pub struct Compared<'m> {
    pub(super) medicine: Medicine,
    pub(super) prescriber: Option<&'m Prescriber>,
    /// When it is in use; none where it does not say.
    pub(super) period: Option<Period>,
    form: Option<DosageForm>,
    drug: Option<&'m Drug>,
    /// The product's name first.
    pub(super) names: Vec<&'m str>,
}

/// Which medicine it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medicine {
    Drug(DrugRef),
    Otc(OtcRef),
}

impl Medicine {
    /// The entry of the notebook that it belongs to, if it has one.
    pub(super) fn entry(self) -> Option<Uuid> {
        match self {
            Self::Drug(drug) => Some(drug.dispensing_id),
            Self::Otc(OtcRef::Notebook { id }) => Some(id),
            Self::Otc(OtcRef::Sheet { .. }) => None,
        }
    }

    pub(super) fn drug(self) -> Option<DrugRef> {
        if let Self::Drug(drug) = self { Some(drug) } else { None }
    }

    pub(super) fn otc(self) -> Option<OtcRef> {
        if let Self::Otc(otc) = self { Some(otc) } else { None }
    }

    pub(super) fn with(self) -> With {
        match self {
            Self::Drug(drug) => With::Drug(drug),
            Self::Otc(otc) => With::Otc(otc),
        }
    }
}

/// Where it acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// In the whole body.
    Systemic,
    /// Where it is put.
    Local,
}

/// What two medicines must share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// The first seven digits of YJ, price list or generic name code.
    Ingredient(String),
    /// A whole code of a system whose parts we do not read.
    Product(&'static str, String),
    /// A normalised name.
    Name(String),
}

impl<'m> Compared<'m> {
    /// The drugs of a dispensing.
    pub fn drugs(dispensing: &'m Dispensing) -> impl Iterator<Item = Self> {
        dispensing.groups.iter().enumerate().flat_map(move |(place, group)| {
            let period = supply::period(dispensing, group);
            group.drugs.iter().enumerate().map(move |(drug_place, drug)| Self {
                medicine: Medicine::Drug(DrugRef { dispensing_id: dispensing.id, group: place, drug: drug_place }),
                prescriber: Some(group.prescriber.as_ref().unwrap_or(&dispensing.prescriber)),
                period: Some(period),
                form: group.dosage_form,
                drug: Some(drug),
                names: std::iter::once(&drug.name).chain(&drug.generic_name).map(String::as_str).collect(),
            })
        })
    }

    /// An OTC medicine of the notebook.
    pub fn otc(item: &'m OtcItem) -> Self {
        let ingredients = item.ingredients.iter().map(String::as_str);
        Self::of_otc(OtcRef::Notebook { id: item.id }, &item.name, ingredients, (item.from, item.until))
    }

    /// An OTC medicine of a sheet, by its place in the list of the sheet's notes.
    pub fn otc_of_sheet(index: usize, otc: &'m note::Otc) -> Self {
        let ingredients = otc.ingredients.iter().map(|ingredient| ingredient.name.as_str());
        Self::of_otc(OtcRef::Sheet { index }, &otc.name, ingredients, (otc.started_on, otc.ended_on))
    }

    fn of_otc(
        reference: OtcRef,
        name: &'m str,
        ingredients: impl Iterator<Item = &'m str>,
        days: (Option<NaiveDate>, Option<NaiveDate>),
    ) -> Self {
        let assumed = Days::new(u64::from(supply::ASSUMED_DAYS) - 1);
        let period = match days {
            (Some(from), Some(until)) => Some(Period::of(from, until)),
            (Some(from), None) => Some(Period::of(from, from.checked_add_days(assumed).unwrap_or(NaiveDate::MAX))),
            (None, Some(until)) => Some(Period::of(until.checked_sub_days(assumed).unwrap_or(NaiveDate::MIN), until)),
            (None, None) => None,
        };
        let names = std::iter::once(name).chain(ingredients).collect();
        Self { medicine: Medicine::Otc(reference), prescriber: None, period, form: None, drug: None, names }
    }

    /// Which medicine it is, as alerts name it.
    pub fn reference(&self) -> With {
        self.medicine.with()
    }

    /// The last day on which it may be in use, as far as it says one.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.period.map(|period| period.at_longest)
    }

    /// Whether it is something to dress or inject with (材料): that may be handed out twice.
    pub(super) fn is_material(&self) -> bool {
        self.form == Some(DosageForm::Material)
    }

    /// By what it is compared, the surest first.
    pub(super) fn keys(&self) -> Vec<(Key, Reason)> {
        let mut keys = self.drug.map(codes).unwrap_or_default();
        name_keys(self.names.iter().copied(), &mut keys);
        keys
    }

    pub(super) fn route(&self, keys: &[(Key, Reason)]) -> Route {
        let name = self.names.first().copied().unwrap_or_default();
        match self.form {
            Some(DosageForm::External) if name.contains("坐剤") || name.contains("坐薬") => Route::Systemic,
            Some(DosageForm::External) => by_ingredient(keys),
            Some(DosageForm::Other) | None if is_local(name) => by_ingredient(keys),
            _ => Route::Systemic,
        }
    }
}

/// The names among the keys, and whether the medicine says so itself.
pub(super) fn names(keys: &[(Key, Reason)]) -> impl Iterator<Item = (&str, bool)> {
    keys.iter().filter_map(|(key, reason)| match key {
        Key::Name(name) => Some((name.as_str(), *reason != Reason::ProductIngredient)),
        Key::Ingredient(_) | Key::Product(..) => None,
    })
}

/// The surest first.
fn codes(drug: &Drug) -> Vec<(Key, Reason)> {
    let mut keys = Vec::new();
    let ingredient = |code: &str| {
        let digits = code.get(..INGREDIENT_DIGITS)?;
        let rest = code.get(INGREDIENT_DIGITS..)?;
        let is_code = code.len() == CODE_LENGTH
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && rest.starts_with(|letter: char| letter.is_ascii_uppercase());
        is_code.then(|| Key::Ingredient(digits.to_owned()))
    };
    if let Some(code) = &drug.code {
        match code.system {
            CodeSystem::Yj | CodeSystem::NhiPriceList => {
                keys.extend(ingredient(&code.value).map(|key| (key, Reason::IngredientCode)));
            }
            CodeSystem::Claim | CodeSystem::Hot => {
                keys.push((Key::Product(code.system.kind(), code.value.clone()), Reason::ProductCode));
            }
        }
    }
    if let Some(key) = drug.generic_name_code.as_deref().and_then(ingredient)
        && !keys.iter().any(|(known, _)| *known == key)
    {
        keys.push((key, Reason::GenericNameCode));
    }
    keys
}

/// Adds the names, and what the tables know of them.
fn name_keys<'t>(names: impl Iterator<Item = &'t str>, keys: &mut Vec<(Key, Reason)>) {
    let mut add = |name: String, reason| {
        let key = Key::Name(name);
        if !keys.iter().any(|(known, _)| *known == key) {
            keys.push((key, reason));
        }
    };
    let known: Vec<Known> = names.map(words::known_of_medicine).collect();
    let (own, held): (Vec<_>, Vec<_>) = known.into_iter().map(|Known { own, held }| (own, held)).unzip();
    for name in own.into_iter().flatten() {
        add(name, Reason::IngredientName);
    }
    for ingredient in held.into_iter().flatten() {
        add(ingredient.to_owned(), Reason::ProductIngredient);
    }
}

/// On the skin: a few patches act in the whole body all the same.
fn by_ingredient(keys: &[(Key, Reason)]) -> Route {
    let everywhere = keys.iter().any(|(key, _)| matches!(key, Key::Name(name) if knowledge::acts_everywhere(name)));
    if everywhere { Route::Systemic } else { Route::Local }
}

/// Whether the name says that it is put on the skin, into the eye, the nose or the ear.
fn is_local(product: &str) -> bool {
    const LOCAL: [&str; 14] = [
        "テープ",
        "パップ",
        "湿布",
        "クリーム",
        "軟膏",
        "ゲル",
        "ローション",
        "外用",
        "点眼",
        "目薬",
        "点鼻",
        "点耳",
        "スプレー",
        "含嗽",
    ];
    let folded = name::fold(product);
    LOCAL.iter().any(|word| folded.contains(word))
}
