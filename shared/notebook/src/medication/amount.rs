//! An amount in words. Three tablets a day (１日３錠) must never read as three tablets, so no amount is written without
//! what it counts where that is known, and nothing but this module writes one. Where a sheet does not tell what an amount
//! counts, none is made up: the amount stands alone.
//!
//! A sheet states the amount of a day on which the medicine is taken. Only where that is every day is it an amount a day:
//! a weekly tablet that read as one a day would be taken seven times.

use unicode_normalization::UnicodeNormalization;

use super::dispensing::{Drug, Group, QuantityBasis};
use super::quantity::Quantity;
use super::usage::{self, Obstacle, Understanding};
use crate::rhythm::Rhythm;

/// The language of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 日本語.
    Japanese,
    /// English.
    English,
}

/// Units with their English names, for one and for more.
const UNITS: [(&str, &str, &str); 22] = [
    ("錠", "tablet", "tablets"),
    ("T", "tablet", "tablets"),
    ("カプセル", "capsule", "capsules"),
    ("C", "capsule", "capsules"),
    ("包", "packet", "packets"),
    ("枚", "sheet", "sheets"),
    ("個", "piece", "pieces"),
    ("本", "piece", "pieces"),
    ("瓶", "bottle", "bottles"),
    ("管", "ampoule", "ampoules"),
    ("筒", "syringe", "syringes"),
    ("キット", "kit", "kits"),
    ("袋", "bag", "bags"),
    ("シート", "pack", "packs"),
    ("滴", "drop", "drops"),
    ("吸入", "inhalation", "inhalations"),
    ("噴霧", "spray", "sprays"),
    ("単位", "unit", "units"),
    ("ブリスター", "blister", "blisters"),
    ("丸", "pill", "pills"),
    ("トローチ", "lozenge", "lozenges"),
    ("回分", "dose", "doses"),
];

impl Group {
    /// The amount of one of its medicines in words, with what it counts; none where the sheet names no amount.
    pub fn amount(&self, drug: &Drug, language: Language) -> Option<String> {
        Some(phrase(drug.quantity?, drug.unit.as_deref(), Counts::of(drug.quantity_basis, self), language))
    }

    /// For how long or how often it was handed out, as the sheet counts it: `28日分`, `10回分`. None for 1調剤, which is how the
    /// format says "once handed out" and tells the reader nothing.
    pub fn supply(&self) -> Option<String> {
        let unit = self.supply_unit.as_deref().unwrap_or_default();
        self.supply_count.filter(|_| unit != "調剤").map(|count| format!("{count}{unit}"))
    }

    /// What is taken of one of its medicines and how: amount and usage, as far as the sheet says them.
    pub fn taking(&self, drug: &Drug, language: Language) -> impl Iterator<Item = String> {
        [self.amount(drug, language), self.usage_text.clone()].into_iter().flatten()
    }

    /// How one of its medicines is taken: amount, usage and supply, as far as the sheet says them. Wherever a medicine stands in
    /// a text, these stand together, because an amount without its usage says another thing.
    pub fn directions(&self, drug: &Drug, language: Language) -> impl Iterator<Item = String> {
        self.taking(drug, language).chain(self.supply())
    }
}

/// What an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// As the sheet says.
    Stated(QuantityBasis),
    /// A day on which it is taken, and that is not known to be every day.
    DosingDay,
}

impl Counts {
    /// A usage that is not there says nothing against every day; one that is not understood may.
    fn of(basis: QuantityBasis, group: &Group) -> Self {
        if basis != QuantityBasis::PerDay {
            return Self::Stated(basis);
        }
        let Understanding { usage, obstacle } = usage::of_group(group);
        let every_day = usage.rhythm == Rhythm::Daily || obstacle == Some(Obstacle::Missing);
        if every_day { Self::Stated(basis) } else { Self::DosingDay }
    }
}

/// `1日3錠`, `服用する日に計3錠`, `1回1錠`, `全量 50g`, `3錠` where nothing tells what it counts; `3 tablets a day`,
/// `3 tablets on each day of use`, `1 tablet each time`, `50 g in all`.
fn phrase(quantity: Quantity, unit: Option<&str>, counts: Counts, language: Language) -> String {
    let unit: String = unit.unwrap_or_default().nfkc().filter(|character| !character.is_control()).collect();
    let unit = unit.trim();
    match language {
        Language::Japanese => japanese(quantity, unit, counts),
        Language::English => english(quantity, unit, counts),
    }
}

fn japanese(quantity: Quantity, unit: &str, counts: Counts) -> String {
    use QuantityBasis::{PerDay, PerUse, Total, Unknown};
    // Without a unit 1日3 would read as a date.
    let (before, unit) = match (counts, unit) {
        (Counts::DosingDay, "") => ("服用する日の1日量 ", "（単位不明）"),
        (Counts::Stated(PerDay), "") => ("1日量 ", "（単位不明）"),
        (Counts::Stated(PerUse), "") => ("1回量 ", "（単位不明）"),
        (Counts::Stated(Total), "") => ("全量 ", "（単位不明）"),
        (Counts::Stated(Unknown), "") => ("用量 ", "（単位不明）"),
        (Counts::DosingDay, unit) => ("服用する日に計", unit),
        (Counts::Stated(PerDay), unit) => ("1日", unit),
        (Counts::Stated(PerUse), unit) => ("1回", unit),
        (Counts::Stated(Total), unit) => ("全量 ", unit),
        (Counts::Stated(Unknown), unit) => ("", unit),
    };
    format!("{before}{quantity}{unit}")
}

fn english(quantity: Quantity, unit: &str, counts: Counts) -> String {
    let one = quantity.to_string() == "1";
    let known = UNITS.iter().find(|(japanese, ..)| *japanese == unit);
    let unit = match known {
        Some((_, singular, _)) if one => singular,
        Some((.., plural)) => plural,
        None if unit.is_empty() => "(unit not stated)",
        None => unit,
    };
    let counts = match counts {
        Counts::DosingDay => " on each day of use",
        Counts::Stated(QuantityBasis::PerDay) => " a day",
        Counts::Stated(QuantityBasis::PerUse) => " each time",
        Counts::Stated(QuantityBasis::Total) => " in all",
        Counts::Stated(QuantityBasis::Unknown) => "",
    };
    format!("{quantity} {unit}{counts}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::medication::dispensing::DosageForm;

    /// Form, amount, unit, as it is written in Japanese and in English.
    const CASES: [(DosageForm, &str, &str, &str, &str); 22] = [
        (DosageForm::Oral, "3", "錠", "1日3錠", "3 tablets a day"),
        (DosageForm::Oral, "1", "錠", "1日1錠", "1 tablet a day"),
        (DosageForm::Oral, "0.5", "錠", "1日0.5錠", "0.5 tablets a day"),
        (DosageForm::Oral, "1.0", "Ｔ", "1日1T", "1 tablet a day"),
        (DosageForm::Oral, "7.5", "ｇ", "1日7.5g", "7.5 g a day"),
        (DosageForm::Oral, "3", "包", "1日3包", "3 packets a day"),
        (DosageForm::Oral, "2", "カプセル", "1日2カプセル", "2 capsules a day"),
        (DosageForm::Oral, "15", "ｍＬ", "1日15mL", "15 mL a day"),
        (DosageForm::Oral, "0", "錠", "1日0錠", "0 tablets a day"),
        (DosageForm::Infusion, "20", "g", "1日20g", "20 g a day"),
        (DosageForm::Decoction, "1", "日分", "1日1日分", "1 日分 a day"),
        (DosageForm::AsNeeded, "1", "錠", "1回1錠", "1 tablet each time"),
        (DosageForm::AsNeeded, "2", "錠", "1回2錠", "2 tablets each time"),
        (DosageForm::AsNeeded, "1", "個", "1回1個", "1 piece each time"),
        (DosageForm::External, "50", "g", "全量 50g", "50 g in all"),
        (DosageForm::External, "14", "枚", "全量 14枚", "14 sheets in all"),
        (DosageForm::OralDrops, "10", "ｍＬ", "全量 10mL", "10 mL in all"),
        (DosageForm::Injection, "2", "キット", "全量 2キット", "2 kits in all"),
        (DosageForm::Injection, "300", "単位", "全量 300単位", "300 units in all"),
        (DosageForm::Material, "100", "本", "全量 100本", "100 pieces in all"),
        (DosageForm::Other, "1", "袋", "全量 1袋", "1 bag in all"),
        (DosageForm::Oral, "3", "", "1日量 3（単位不明）", "3 (unit not stated) a day"),
    ];

    #[test]
    fn three_tablets_a_day_never_read_as_three_tablets() {
        for (form, amount, unit, japanese, english) in CASES {
            let quantity = amount.parse().unwrap();
            let unit = (!unit.is_empty()).then_some(unit);
            assert_eq!(phrase(quantity, unit, Counts::Stated(form.basis()), Language::Japanese), japanese);
            assert_eq!(phrase(quantity, unit, Counts::Stated(form.basis()), Language::English), english);
        }
    }

    #[test]
    fn an_amount_of_which_nothing_tells_what_it_counts_stands_alone() {
        let say = |unit, language| {
            phrase(Quantity::whole(1).unwrap(), unit, Counts::Stated(QuantityBasis::Unknown), language)
        };
        assert_eq!(say(Some("錠"), Language::Japanese), "1錠");
        assert_eq!(say(Some("錠"), Language::English), "1 tablet");
        assert_eq!(say(None, Language::Japanese), "用量 1（単位不明）");
        assert_eq!(say(None, Language::English), "1 (unit not stated)");
    }

    #[test]
    fn every_basis_reads_differently_from_the_others_whatever_the_unit() {
        let stated = [QuantityBasis::PerDay, QuantityBasis::PerUse, QuantityBasis::Total, QuantityBasis::Unknown];
        let bases: Vec<Counts> = stated.map(Counts::Stated).into_iter().chain([Counts::DosingDay]).collect();
        for unit in UNITS.iter().map(|(unit, ..)| Some(*unit)).chain([None, Some(""), Some("g"), Some("\u{3000}")]) {
            for language in [Language::Japanese, Language::English] {
                let say = |counts: &Counts| phrase(Quantity::whole(3).unwrap(), unit, *counts, language);
                let phrases: Vec<String> = bases.iter().map(say).collect();
                let distinct: std::collections::BTreeSet<&String> = phrases.iter().collect();
                assert_eq!(distinct.len(), bases.len());
                assert!(phrases.iter().all(|phrase| phrase.contains('3')));
            }
        }
    }

    fn one_tablet(usage: Option<&str>) -> (Group, Drug) {
        let group = Group {
            usage_text: usage.map(str::to_owned),
            dosage_form: Some(DosageForm::Oral),
            supply_count: Some(4),
            supply_unit: Some("日分".to_owned()),
            ..Group::default()
        };
        let drug = Drug {
            quantity: Quantity::whole(1),
            unit: Some("錠".to_owned()),
            quantity_basis: QuantityBasis::PerDay,
            ..Drug::default()
        };
        (group, drug)
    }

    #[test]
    fn an_amount_never_reads_as_daily_where_the_usage_is_not_known_to_be() {
        for usage in [
            "毎週月曜起床時",
            "隔日　朝食後",
            "月１回　起床時",
            "週４回　朝食後",
            "疼痛時",
            "１４日服用７日休薬　朝食後",
            "指示通り",
        ] {
            let (group, drug) = one_tablet(Some(usage));
            let japanese = group.amount(&drug, Language::Japanese).unwrap();
            assert_eq!(japanese, "服用する日に計1錠", "{usage}");
            assert_eq!(group.amount(&drug, Language::English).unwrap(), "1 tablet on each day of use", "{usage}");
        }
        for usage in [Some("１日１回　朝食後"), Some("毎食後"), None] {
            let (group, drug) = one_tablet(usage);
            assert_eq!(group.amount(&drug, Language::Japanese).unwrap(), "1日1錠", "{usage:?}");
        }
    }

    #[test]
    fn amount_usage_and_supply_stand_together() {
        let (mut group, drug) = one_tablet(Some("毎週月曜起床時"));
        let say = |group: &Group| group.directions(&drug, Language::Japanese).collect::<Vec<_>>().join(" ");
        assert_eq!(say(&group), "服用する日に計1錠 毎週月曜起床時 4日分");
        group.supply_unit = Some("調剤".to_owned());
        assert_eq!(say(&group), "服用する日に計1錠 毎週月曜起床時");
    }
}
