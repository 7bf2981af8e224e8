//! An amount in words: three tablets a day never read as three tablets.

use super::dispensing::QuantityBasis;
use super::quantity::Quantity;

/// The language of the words; the unit stays as the pharmacy wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語
    #[default]
    Japanese,
    /// English
    English,
}

/// The amount with what it counts: `1日3錠`, `1回1錠`, `全部で21枚`. Of a quantity without unit the number alone.
pub fn phrase(quantity: Quantity, unit: Option<&str>, basis: QuantityBasis, language: Language) -> String {
    let unit = unit.unwrap_or_default();
    match (language, basis) {
        (Language::Japanese, QuantityBasis::PerDay) => format!("1日{quantity}{unit}"),
        (Language::Japanese, QuantityBasis::PerUse) => format!("1回{quantity}{unit}"),
        (Language::Japanese, QuantityBasis::Total) => format!("全部で{quantity}{unit}"),
        (Language::English, basis) => {
            let amount = if unit.is_empty() { quantity.to_string() } else { format!("{quantity} {unit}") };
            let counts = match basis {
                QuantityBasis::PerDay => "a day",
                QuantityBasis::PerUse => "each time",
                QuantityBasis::Total => "in all",
            };
            format!("{amount} {counts}")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_amount_says_what_it_counts_in_both_languages() {
        let words = |basis, language| phrase("1.5".parse().unwrap(), Some("錠"), basis, language);
        assert_eq!(words(QuantityBasis::PerDay, Language::Japanese), "1日1.5錠");
        assert_eq!(words(QuantityBasis::PerUse, Language::Japanese), "1回1.5錠");
        assert_eq!(words(QuantityBasis::Total, Language::Japanese), "全部で1.5錠");
        assert_eq!(words(QuantityBasis::PerDay, Language::English), "1.5 錠 a day");
        assert_eq!(phrase("2".parse().unwrap(), None, QuantityBasis::Total, Language::English), "2 in all");
    }
}
