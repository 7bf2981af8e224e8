//! Whether two sheets say the same: by their meaning, not by their letters.
//!
//! A sheet is a day, who dispensed, and each drug with its amount, its usage and its supply. Nothing else of it counts: not
//! the order of drugs, not numbers of RPs, not widths of letters or kinds of dashes, not remarks, notes or who wrote a
//! record. So a sheet that was exported and read back, printed again with one more remark, or handed over by a scanner with
//! another idea of `～`, is the same; one with another amount, or with one more drug, is not.

use super::dispensing::{CodeSystem, Dispensing, Drug, Group, Prescriber, QuantityBasis};
use super::{extract, jahis, name};
use crate::text::one_line;

/// Marks the layout of [`Dispensing::meaning`]. Its predecessor is [`Dispensing::canonical`]: what was kept by it is still
/// looked up.
const LAYOUT: &str = "dispensing/2";

impl Dispensing {
    /// What the sheet says, as bytes to be hashed: equal for two that say the same. Without a drug everything counts.
    pub fn meaning(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let lines = lines(self);
        field(&mut out, LAYOUT);
        if lines.is_empty() {
            out.extend(self.canonical());
            return out;
        }
        field(&mut out, &self.dispensed_on.format("%Y%m%d").to_string());
        field(&mut out, &place(self));
        for line in lines {
            field(&mut out, &line);
        }
        out
    }

    /// Whether everything that this sheet says of drugs is on the other, of the same day and place, which says more.
    pub fn is_part_of(&self, other: &Self) -> bool {
        let (own, mut theirs) = (lines(self), lines(other));
        let place = place(self);
        let one_visit = self.dispensed_on == other.dispensed_on && !place.is_empty() && place == self::place(other);
        one_visit
            && !own.is_empty()
            && own.len() < theirs.len()
            && own.iter().all(|line| {
                let at = theirs.iter().position(|other| other == line);
                at.map(|at| theirs.swap_remove(at)).is_some()
            })
    }
}

impl Dispensing {
    /// Whether the two are one visit of which one sheet corrects the other: the same day, place, prescriber and drugs, with
    /// other amounts, usages or supplies. Nothing on them tells which is the later.
    pub fn is_correction_of(&self, other: &Self) -> bool {
        let (place, other_place) = (place(self), self::place(other));
        let doctor = |dispensing: &Self| dispensing.prescriber.doctor.as_deref().map(plain);
        let doctors = doctor(self).zip(doctor(other));
        let drugs = drugs(self);
        self.dispensed_on == other.dispensed_on
            && !place.is_empty()
            && place == other_place
            && prescribed_at(&self.prescriber) == prescribed_at(&other.prescriber)
            && doctors.is_none_or(|(doctor, other)| doctor == other)
            && !drugs.is_empty()
            && drugs == self::drugs(other)
            && lines(self) != lines(other)
    }
}

/// Letters as they are compared: widths, kana, case and spaces folded, all dashes and waves alike, and ■ for what the
/// format has no character for, as a sheet that was exported has it.
pub fn plain(text: &str) -> String {
    name::fold(&one_line(text))
        .chars()
        .map(|character| match character {
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' | '━' | 'ー' => '-',
            '〜' | '∼' | '∾' => '~',
            other if jahis::has(other) => other,
            _ => '■',
        })
        .collect()
}

/// A value with its length before it, so that no two lists of values give the same bytes.
fn field(out: &mut Vec<u8>, value: &str) {
    out.extend_from_slice(&u64::try_from(value.len()).unwrap_or(u64::MAX).to_be_bytes());
    out.extend_from_slice(value.as_bytes());
}

/// Who dispensed; where nobody is named, where it was prescribed.
fn place(dispensing: &Dispensing) -> String {
    let pharmacy = &dispensing.pharmacy;
    match institution(pharmacy.code.as_deref(), pharmacy.name.as_deref()) {
        none if none.is_empty() => prescribed_at(&dispensing.prescriber),
        place => place,
    }
}

fn prescribed_at(prescriber: &Prescriber) -> String {
    institution(prescriber.institution_code.as_deref(), prescriber.institution.as_deref())
}

fn institution(code: Option<&str>, name: Option<&str>) -> String {
    match (code, name) {
        (Some(code), _) => format!("code {code}"),
        (None, Some(name)) => plain(name),
        (None, None) => String::new(),
    }
}

/// One line a drug, sorted.
fn lines(dispensing: &Dispensing) -> Vec<String> {
    let of = |group: &Group| {
        let how = how(group, &dispensing.prescriber);
        group.drugs.iter().map(move |drug| line(drug, &how)).collect::<Vec<_>>()
    };
    let mut lines: Vec<String> = dispensing.groups.iter().flat_map(of).collect();
    lines.sort_unstable();
    lines
}

/// Usage, supply and where it was prescribed. What an amount counts is what the sheet says of it, as
/// [`extract::basis`] reads it: a basis that a person chose is on no sheet.
fn how(group: &Group, prescriber: &Prescriber) -> Vec<u8> {
    let mut out = Vec::new();
    let usage = group.usage_text.as_deref().or(group.usage_code.as_deref()).map(plain).unwrap_or_default();
    let basis = match extract::basis(group.dosage_form, group.supply_unit.as_deref()) {
        QuantityBasis::PerDay => "per_day",
        QuantityBasis::PerUse => "per_use",
        QuantityBasis::Total => "total",
        QuantityBasis::Unknown => "",
    };
    field(&mut out, basis);
    field(&mut out, &usage);
    field(&mut out, &group.supply_count.map(|count| count.to_string()).unwrap_or_default());
    field(&mut out, &group.supply_unit.as_deref().map(plain).unwrap_or_default());
    field(&mut out, &prescribed_at(group.prescriber.as_ref().unwrap_or(prescriber)));
    out
}

fn line(drug: &Drug, how: &[u8]) -> String {
    let mut out = Vec::new();
    field(&mut out, &what(drug));
    field(&mut out, &drug.quantity.map(|quantity| quantity.to_string()).unwrap_or_default());
    field(&mut out, &drug.unit.as_deref().map(plain).unwrap_or_default());
    out.extend_from_slice(how);
    String::from_utf8_lossy(&out).into_owned()
}

/// Which drugs there are, sorted; one that is there twice is so here.
fn drugs(dispensing: &Dispensing) -> Vec<String> {
    let mut drugs: Vec<String> = dispensing.groups.iter().flat_map(|group| group.drugs.iter().map(what)).collect();
    drugs.sort_unstable();
    drugs
}

fn what(drug: &Drug) -> String {
    match &drug.code {
        // YJ and price list codes name the same things.
        Some(code) if matches!(code.system, CodeSystem::Yj | CodeSystem::NhiPriceList) => format!("yj {}", code.value),
        Some(code) => format!("{} {}", code.system.kind(), code.value),
        None => plain(&drug.name),
    }
}
