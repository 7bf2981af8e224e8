//! What a person types: a dispensing as far as they know it, or a medicine bought without prescription.

use chrono::{Datelike, Months};
use notebook::id::MedicationId;
use notebook::medication::dispensing::{
    CodeSystem, Dispensing, DosageForm, Drug, DrugCode, Group, Pharmacy, Prescriber, QuantityBasis, Source,
};
use notebook::medication::note::{Author, Ingredient, Otc};
use notebook::medication::otc::Jan;
use notebook::medication::quantity::Quantity;
use notebook::medication::{extract, limits};
use notebook::text::Text;
use notebook::time::Day;
use platform::prelude::*;
use platform::problem::FieldError;

type Name = Text<{ limits::NAME }>;
type Short = Text<{ limits::CODE }>;
type Unit = Text<{ limits::UNIT }>;
type Note = Text<{ limits::TEXT }>;

/// How far ahead the last day of use of an OTC medicine may lie.
const MONTHS_AHEAD: u32 = 120;

/// The pharmacy, or the clinic that handed out the medicine itself.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedPharmacy {
    code: Option<Short>,
    name: Option<Name>,
    phone: Option<Short>,
    staff: Option<Name>,
}

/// Who prescribed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedPrescriber {
    institution_code: Option<Short>,
    institution: Option<Name>,
    doctor: Option<Name>,
    department: Option<Name>,
}

/// Drugs that share one usage.
#[derive(Deserialize, JsonSchema)]
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
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedDrug {
    name: Name,
    quantity: Option<Quantity>,
    unit: Option<Unit>,
    /// What the quantity counts, where it is not what the form says.
    quantity_basis: Option<QuantityBasis>,
    code: Option<TypedCode>,
    generic_name: Option<Name>,
    generic_name_code: Option<Short>,
    #[serde(default)]
    #[schemars(length(max = limits::NOTES))]
    notes: Vec<Note>,
}

/// A drug's code.
#[derive(Deserialize, JsonSchema)]
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

/// An ingredient.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypedIngredient {
    name: Name,
    /// Its code in the self-medication database.
    code: Option<Short>,
}

impl From<TypedPharmacy> for Pharmacy {
    fn from(typed: TypedPharmacy) -> Self {
        Self {
            code: typed.code.map(Text::into_string),
            name: typed.name.map(Text::into_string),
            phone: typed.phone.map(Text::into_string),
            staff: typed.staff.map(Text::into_string),
            ..Self::default()
        }
    }
}

impl From<TypedPrescriber> for Prescriber {
    fn from(typed: TypedPrescriber) -> Self {
        Self {
            institution_code: typed.institution_code.map(Text::into_string),
            institution: typed.institution.map(Text::into_string),
            doctor: typed.doctor.map(Text::into_string),
            department: typed.department.map(Text::into_string),
            ..Self::default()
        }
    }
}

fn group(typed: TypedGroup, place: u16) -> Group {
    let supply_unit = typed.supply_unit.map(Text::into_string);
    let usual = extract::basis(typed.dosage_form, supply_unit.as_deref());
    Group {
        rp: typed.rp.unwrap_or(place),
        usage_text: typed.usage_text.map(Text::into_string),
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
        unit: typed.unit.map(Text::into_string),
        quantity_basis: typed.quantity_basis.unwrap_or(usual),
        code: typed.code.map(|code| DrugCode { system: code.system, value: code.value.into_string() }),
        generic_name: typed.generic_name.map(Text::into_string),
        generic_name_code: typed.generic_name_code.map(Text::into_string),
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
        let ingredient = |typed: TypedIngredient| Ingredient {
            name: typed.name.into_string(),
            code: typed.code.map(Text::into_string),
            author: None,
        };
        Self {
            name: typed.name.into_string(),
            started_on: typed.started_on,
            ended_on: typed.ended_on,
            jan: typed.jan.map(Jan::into_string),
            ingredients: typed.ingredients.into_iter().map(ingredient).collect(),
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

/// 422 unless every value of a typed dispensing can be kept.
pub(crate) fn check(dispensing: &Dispensing, today: Day) -> Result<(), Problem> {
    day("/dispensed_on", dispensing.dispensed_on, today, "must be from 1900-01-01 to today")?;
    if dispensing.groups.is_empty() {
        return Err(Problem::field(Code::InvalidValue, "/groups", "must have at least one group"));
    }
    if let Some(place) = dispensing.groups.iter().position(|group| group.drugs.is_empty()) {
        return Err(Problem::field(
            Code::InvalidValue,
            format!("/groups/{place}/drugs"),
            "must have at least one drug",
        ));
    }
    let errors: Vec<FieldError> = dispensing
        .out_of_bounds()
        .into_iter()
        .map(|found| FieldError {
            pointer: found.pointer,
            code: found.code,
            detail: "must be within its bounds".into(),
        })
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
        day("/otc/started_on", first, today, "must be from 1900-01-01 to today")?;
    }
    if let Some(last) = otc.ended_on {
        let latest = today.checked_add_months(Months::new(MONTHS_AHEAD)).unwrap_or(today);
        day("/otc/ended_on", last, latest, "must be from 1900-01-01 to ten years from today")?;
    }
    if !otc.is_in_order() {
        return Err(Problem::field(Code::InvalidValue, "/otc/ended_on", "must not be before started_on"));
    }
    if otc.ingredients.len() > limits::INGREDIENTS {
        return Err(Problem::field(Code::InvalidValue, "/otc/ingredients", "must have at most 100 items"));
    }
    Ok(())
}

fn day(pointer: &str, day: Day, latest: Day, detail: &str) -> Result<(), Problem> {
    let fits = is_sensible(day) && day <= latest;
    if fits { Ok(()) } else { Err(Problem::field(Code::InvalidValue, pointer, detail)) }
}
