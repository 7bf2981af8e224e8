//! What a person types: a dispensing as far as they know it, or a medicine bought without prescription.

use chrono::{Datelike, Months};
use notebook::id::MedicationId;
use notebook::line::Line;
use notebook::medication::dispensing::{
    CodeSystem, Dispensing, DosageForm, Drug, DrugCode, Group, Pharmacy, Prescriber, QuantityBasis, Source,
};
use notebook::medication::note::{Author, Ingredient, Otc};
use notebook::medication::otc::Jan;
use notebook::medication::quantity::Quantity;
use notebook::medication::{extract, limits};
use notebook::text::Text;
use notebook::time::Day;
use platform::problem::FieldError;
use records::prelude::*;

type Name = Line<{ limits::NAME }>;
type Short = Line<{ limits::CODE }>;
type Unit = Line<{ limits::UNIT }>;
type Note = Text<{ limits::TEXT }>;

/// How far ahead the last day of use of an OTC medicine may lie.
const MONTHS_AHEAD: u32 = 120;

/// The pharmacy, or the clinic that handed out the medicine itself: as far as it is known, or what changes of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TypedPharmacy {
    code: Patch<Short>,
    name: Patch<Name>,
    phone: Patch<Short>,
    staff: Patch<Name>,
}

/// Who prescribed: as far as it is known, or what changes of it.
#[derive(Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TypedPrescriber {
    institution_code: Patch<Short>,
    institution: Patch<Name>,
    doctor: Patch<Name>,
    department: Patch<Name>,
}

/// Drugs that share one usage.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedGroup {
    /// Its number; its place where it is not named.
    #[schemars(range(max = limits::COUNT))]
    rp: Option<u16>,
    /// 用法, for example 毎食後.
    usage_text: Option<Name>,
    /// 剤形; decides what a quantity counts.
    dosage_form: Option<DosageForm>,
    /// Days, times or 1.
    #[schemars(range(max = limits::COUNT))]
    supply_count: Option<u16>,
    /// 日分, 回分, 調剤.
    supply_unit: Option<Unit>,
    /// The drugs.
    #[schemars(length(min = 1, max = limits::DRUGS))]
    drugs: Vec<TypedDrug>,
    /// Notes on how to take them.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES))]
    notes: Vec<Note>,
}

/// A drug: at least its name.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedDrug {
    name: Name,
    quantity: Option<Quantity>,
    unit: Option<Unit>,
    /// What the quantity counts: of a day, of one use, or all. Where it is left out, what the form says; without a form it is
    /// `unknown`, and no amount is suggested.
    quantity_basis: Option<QuantityBasis>,
    code: Option<TypedCode>,
    generic_name: Option<Name>,
    generic_name_code: Option<Short>,
    #[serde(default)]
    #[schemars(length(max = limits::NOTES))]
    notes: Vec<Note>,
}

/// A drug's code.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedCode {
    system: CodeSystem,
    value: Short,
}

/// A medicine bought without prescription (要指導・一般用医薬品).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedOtc {
    /// Its name.
    name: Name,
    /// The bar code on its box.
    jan: Option<Jan>,
    /// First day of use.
    started_on: Option<Day>,
    /// Last day of use.
    ended_on: Option<Day>,
    /// Its ingredients, as the box names them.
    #[serde(default)]
    #[schemars(length(max = limits::INGREDIENTS))]
    ingredients: Vec<TypedIngredient>,
}

/// What changes of an OTC medicine.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct OtcChange {
    /// Its name.
    name: Always<Name>,
    /// The bar code on its box.
    jan: Patch<Jan>,
    /// First day of use.
    started_on: Patch<Day>,
    /// Last day of use.
    ended_on: Patch<Day>,
    /// Its ingredients, as the box names them; replaces them all.
    #[schemars(length(max = limits::INGREDIENTS))]
    ingredients: Patch<Vec<TypedIngredient>>,
}

/// An ingredient.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedIngredient {
    name: Name,
    /// Its code in the self-medication database.
    code: Option<Short>,
}

impl TypedPharmacy {
    /// Writes over a pharmacy what was named.
    pub(crate) fn onto(self, pharmacy: &mut Pharmacy) {
        self.code.map(Line::into_string).onto(&mut pharmacy.code);
        self.name.map(Line::into_string).onto(&mut pharmacy.name);
        self.phone.map(Line::into_string).onto(&mut pharmacy.phone);
        self.staff.map(Line::into_string).onto(&mut pharmacy.staff);
    }
}

impl TypedPrescriber {
    /// Writes over a prescriber what was named.
    pub(crate) fn onto(self, prescriber: &mut Prescriber) {
        self.institution_code.map(Line::into_string).onto(&mut prescriber.institution_code);
        self.institution.map(Line::into_string).onto(&mut prescriber.institution);
        self.doctor.map(Line::into_string).onto(&mut prescriber.doctor);
        self.department.map(Line::into_string).onto(&mut prescriber.department);
    }
}

impl OtcChange {
    /// Writes over an OTC medicine what was named.
    pub(crate) fn onto(self, otc: &mut Otc) {
        if let Some(name) = self.name.value() {
            otc.name = name.into_string();
        }
        self.jan.map(Jan::into_string).onto(&mut otc.jan);
        self.started_on.onto(&mut otc.started_on);
        self.ended_on.onto(&mut otc.ended_on);
        self.ingredients.map(ingredients).onto(&mut otc.ingredients);
    }
}

fn ingredients(typed: Vec<TypedIngredient>) -> Vec<Ingredient> {
    let ingredient = |typed: TypedIngredient| Ingredient {
        name: typed.name.into_string(),
        code: typed.code.map(Line::into_string),
        author: None,
    };
    typed.into_iter().map(ingredient).collect()
}

fn group(typed: TypedGroup, place: u16) -> Group {
    let supply_unit = typed.supply_unit.map(Line::into_string);
    // A sheet of 日分 counts by the day; a person who types 1錠, 毎食後, 7日分 mostly means each time. Where no form was chosen
    // nobody can tell, and a third of a tablet must not come of it.
    let usual = match extract::basis(typed.dosage_form, supply_unit.as_deref()) {
        QuantityBasis::PerDay if typed.dosage_form.is_none() => QuantityBasis::Unknown,
        told => told,
    };
    Group {
        rp: typed.rp.unwrap_or(place),
        usage_text: typed.usage_text.map(Line::into_string),
        dosage_form: typed.dosage_form,
        supply_count: typed.supply_count,
        supply_unit,
        drugs: typed.drugs.into_iter().map(|typed| drug(typed, usual)).collect(),
        notes: typed.notes.into_iter().map(Text::into_string).collect(),
        ..Group::default()
    }
}

fn drug(typed: TypedDrug, usual: QuantityBasis) -> Drug {
    Drug {
        name: typed.name.into_string(),
        quantity: typed.quantity,
        unit: typed.unit.map(Line::into_string),
        quantity_basis: typed.quantity_basis.unwrap_or(usual),
        code: typed.code.map(|code| DrugCode { system: code.system, value: code.value.into_string() }),
        generic_name: typed.generic_name.map(Line::into_string),
        generic_name_code: typed.generic_name_code.map(Line::into_string),
        notes: typed.notes.into_iter().map(Text::into_string).collect(),
        ..Drug::default()
    }
}

/// The groups of a typed dispensing.
pub(crate) fn groups(typed: Vec<TypedGroup>) -> Vec<Group> {
    typed.into_iter().zip(1..).map(|(typed, place)| group(typed, place)).collect()
}

/// A dispensing of a day about which nothing else is known.
pub(crate) fn dispensing(id: MedicationId, dispensed_on: Day) -> Dispensing {
    Dispensing::of_day(id.0, dispensed_on, Source::Manual)
}

impl From<TypedOtc> for Otc {
    fn from(typed: TypedOtc) -> Self {
        Self {
            name: typed.name.into_string(),
            started_on: typed.started_on,
            ended_on: typed.ended_on,
            jan: typed.jan.map(Jan::into_string),
            ingredients: ingredients(typed.ingredients),
            author: Author::Patient,
        }
    }
}

impl TypedOtc {
    /// The day under which it will be listed.
    pub(crate) fn day(&self, today: Day) -> Day {
        self.started_on.or(self.ended_on).unwrap_or(today)
    }
}

/// Whether a day can be counted with: everything else is refused, and nothing is read for it.
pub(crate) fn is_sensible(day: Day) -> bool {
    (1900..2200).contains(&day.year())
}

/// Whether something can have been dispensed or bought on a day: at every door, typed or scanned.
pub(crate) fn is_past(day: Day, today: Day) -> bool {
    is_sensible(day) && day <= today
}

/// 422 unless every value of a typed dispensing can be kept.
pub(crate) fn check(dispensing: &Dispensing, today: Day) -> Result<(), Problem> {
    day("/dispensed_on", dispensing.dispensed_on, today)?;
    if dispensing.groups.is_empty() {
        return Err(Problem::field(Code::InvalidValue, "/groups", Wrong::Items { least: 1, most: limits::GROUPS }));
    }
    if let Some(place) = dispensing.groups.iter().position(|group| group.drugs.is_empty()) {
        return Err(Problem::field(
            Code::InvalidValue,
            format!("/groups/{place}/drugs"),
            Wrong::Items { least: 1, most: limits::DRUGS },
        ));
    }
    let errors: Vec<FieldError> = dispensing
        .out_of_bounds()
        .into_iter()
        .map(|found| FieldError { pointer: found.pointer, code: found.code.as_str(), wrong: found.wrong })
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    let mut problem = Problem::of(Code::InvalidValue);
    problem.errors = errors;
    Err(problem)
}

/// 422 unless a typed OTC medicine can be kept.
pub(crate) fn check_otc(otc: &Otc, today: Day) -> Result<(), Problem> {
    if let Some(first) = otc.started_on {
        day("/otc/started_on", first, today)?;
    }
    if let Some(last) = otc.ended_on {
        let latest = today.checked_add_months(Months::new(MONTHS_AHEAD)).unwrap_or(today);
        day("/otc/ended_on", last, latest)?;
    }
    if !otc.is_in_order() {
        return Err(Problem::field(
            Code::InvalidValue,
            "/otc/ended_on",
            Wrong::BeforeDay { name: "started_on".to_owned() },
        ));
    }
    if otc.ingredients.len() > limits::INGREDIENTS {
        return Err(Problem::field(
            Code::InvalidValue,
            "/otc/ingredients",
            Wrong::TooMany { most: limits::INGREDIENTS },
        ));
    }
    Ok(())
}

fn day(pointer: &str, day: Day, latest: Day) -> Result<(), Problem> {
    if is_past(day, latest) {
        return Ok(());
    }
    let first = Day::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    Err(Problem::field(Code::InvalidValue, pointer, Wrong::DaysBetween { from: first, to: latest }))
}
