//! An amount in words. Three tablets a day (１日３錠) must never read as three tablets, so no amount is written without
//! what it counts where that is known, and nothing but this module writes one. Where a sheet does not tell what an amount
//! counts, none is made up: the amount stands alone.

use unicode_normalization::UnicodeNormalization;

use super::dispensing::{Drug, QuantityBasis};
use super::quantity::Quantity;

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

impl Drug {
    /// The amount in words, with what it counts; none where the sheet names no amount.
    pub fn amount(&self, language: Language) -> Option<String> {
        Some(phrase(self.quantity?, self.unit.as_deref(), self.quantity_basis, language))
    }
}

/// `1日3錠`, `1回1錠`, `全量 50g`, `3錠` where nothing tells what it counts; `3 tablets a day`, `1 tablet each time`, `50 g in all`.
pub fn phrase(quantity: Quantity, unit: Option<&str>, basis: QuantityBasis, language: Language) -> String {
    let unit: String = unit.unwrap_or_default().nfkc().filter(|character| !character.is_control()).collect();
    let unit = unit.trim();
    match language {
        Language::Japanese => japanese(quantity, unit, basis),
        Language::English => english(quantity, unit, basis),
    }
}

fn japanese(quantity: Quantity, unit: &str, basis: QuantityBasis) -> String {
    // Without a unit 1日3 would read as a date.
    let (before, unit) = match (basis, unit) {
        (QuantityBasis::PerDay, "") => ("1日量 ", "（単位不明）"),
        (QuantityBasis::PerUse, "") => ("1回量 ", "（単位不明）"),
        (QuantityBasis::Total, "") => ("全量 ", "（単位不明）"),
        (QuantityBasis::Unknown, "") => ("用量 ", "（単位不明）"),
        (QuantityBasis::PerDay, unit) => ("1日", unit),
        (QuantityBasis::PerUse, unit) => ("1回", unit),
        (QuantityBasis::Total, unit) => ("全量 ", unit),
        (QuantityBasis::Unknown, unit) => ("", unit),
    };
    format!("{before}{quantity}{unit}")
}

fn english(quantity: Quantity, unit: &str, basis: QuantityBasis) -> String {
    let one = quantity.to_string() == "1";
    let known = UNITS.iter().find(|(japanese, ..)| *japanese == unit);
    let unit = match known {
        Some((_, singular, _)) if one => singular,
        Some((.., plural)) => plural,
        None if unit.is_empty() => "(unit not stated)",
        None => unit,
    };
    let counts = match basis {
        QuantityBasis::PerDay => " a day",
        QuantityBasis::PerUse => " each time",
        QuantityBasis::Total => " in all",
        QuantityBasis::Unknown => "",
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
            assert_eq!(phrase(quantity, unit, form.basis(), Language::Japanese), japanese);
            assert_eq!(phrase(quantity, unit, form.basis(), Language::English), english);
        }
    }

    #[test]
    fn an_amount_of_which_nothing_tells_what_it_counts_stands_alone() {
        let say = |unit, language| phrase(Quantity::whole(1).unwrap(), unit, QuantityBasis::Unknown, language);
        assert_eq!(say(Some("錠"), Language::Japanese), "1錠");
        assert_eq!(say(Some("錠"), Language::English), "1 tablet");
        assert_eq!(say(None, Language::Japanese), "用量 1（単位不明）");
        assert_eq!(say(None, Language::English), "1 (unit not stated)");
    }

    #[test]
    fn every_basis_reads_differently_from_the_others_whatever_the_unit() {
        let bases = [QuantityBasis::PerDay, QuantityBasis::PerUse, QuantityBasis::Total, QuantityBasis::Unknown];
        for unit in UNITS.iter().map(|(unit, ..)| Some(*unit)).chain([None, Some(""), Some("g"), Some("\u{3000}")]) {
            for language in [Language::Japanese, Language::English] {
                let phrases = bases.map(|basis| phrase(Quantity::whole(3).unwrap(), unit, basis, language));
                let distinct: std::collections::BTreeSet<&String> = phrases.iter().collect();
                assert_eq!(distinct.len(), bases.len());
                assert!(phrases.iter().all(|phrase| phrase.contains('3')));
            }
        }
    }
}
