//! Whether the address on a card lies in the municipality.
//!
//! The card's address is one text, usually with the prefecture and sometimes without, in whatever widths and spaces the issuing
//! office typed. Only its beginning is compared: a name that stands further on is a street or a hamlet elsewhere. A letter that the
//! card could not carry (外字) arrives as a placeholder; where one stands in the municipality's name a person must look.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::municipality::{AddressPrefix, Municipality, normalise};

/// In how many leading characters a placeholder calls for a person, at least: a prefecture and a short city name.
const PLACEHOLDER_WINDOW: usize = 6;

/// What a card's address says about living in the municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Residency {
    /// The address is in the municipality.
    Resident,
    /// The address is elsewhere.
    Outside,
    /// The beginning of the address cannot be read for certain: the city's staff look at it.
    ManualReview,
}

impl Residency {
    /// Decides by the address as the card has it.
    pub fn of(address: &str, municipality: &Municipality) -> Self {
        let address = normalise(address);
        let prefixes = || municipality.prefixes.iter().map(AddressPrefix::as_str);
        if let Some(rest) = prefixes().find_map(|prefix| address.strip_prefix(prefix)) {
            // A variation selector belongs to the prefix's last letter and makes it another one.
            return if rest.starts_with(is_variation_selector) { Self::ManualReview } else { Self::Resident };
        }
        let window = prefixes().map(|prefix| prefix.chars().count()).fold(PLACEHOLDER_WINDOW, usize::max);
        let unreadable = address.is_empty() || address.chars().take(window).any(is_placeholder);
        if unreadable { Self::ManualReview } else { Self::Outside }
    }
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// What stands for a letter that was not transmitted, or names one by a private number.
fn is_placeholder(c: char) -> bool {
    let private_use = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}');
    matches!(c, '〓' | '■' | '□' | '?' | '\u{FFFD}') || private_use || is_variation_selector(c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use proptest::prelude::*;

    use super::*;

    fn municipality(code: &str, prefixes: &[&str]) -> Municipality {
        serde_json::from_value(serde_json::json!({ "code": code, "name": prefixes[0], "prefixes": prefixes })).unwrap()
    }

    fn arao() -> Municipality {
        municipality("432041", &["熊本県荒尾市", "荒尾市"])
    }

    /// A made-up town: its name is longer, has a county and another ending.
    fn hoshimi() -> Municipality {
        municipality("995029", &["架空県北星見郡星見ヶ浦町", "北星見郡星見ヶ浦町", "星見ヶ浦町"])
    }

    #[test]
    fn every_way_to_write_an_address_in_the_municipality_is_a_resident() {
        for address in [
            "熊本県荒尾市宮内出目390番地",
            "荒尾市宮内出目390番地",
            "熊本県　荒尾市　宮内出目３９０",
            " 熊本県\u{200B}荒尾市\u{3000}",
            "熊本県荒尾市",
            "荒尾市〓町1",
            "熊本県荒尾市■町",
        ] {
            assert_eq!(Residency::of(address, &arao()), Residency::Resident, "{address}");
        }
    }

    #[test]
    fn an_equal_name_elsewhere_is_outside() {
        for address in [
            "熊本県玉名市荒尾1番地",
            "熊本県玉名郡長洲町荒尾市場1",
            "福岡県大牟田市荒尾市1",
            "岐阜県大垣市荒尾町1",
            "荒尾1番地",
            "荒尾町1",
            "東京都熊本県荒尾市",
            "Arao-shi",
            "熊本県荒尾",
        ] {
            assert_eq!(Residency::of(address, &arao()), Residency::Outside, "{address}");
        }
    }

    #[test]
    fn a_placeholder_in_the_municipalitys_name_goes_to_a_person() {
        for address in [
            "熊本県■尾市宮内",
            "熊本県〓尾市宮内",
            "熊本県?尾市宮内",
            "熊本県？尾市宮内",
            "熊本県\u{FFFD}尾市",
            "熊本県荒\u{E0100}尾市宮内",
            "熊本県荒尾市\u{E0101}宮内",
            "熊本県\u{E000}尾市",
            "■尾市宮内",
            "　",
            "",
        ] {
            assert_eq!(Residency::of(address, &arao()), Residency::ManualReview, "{address}");
        }
    }

    #[test]
    fn a_placeholder_after_the_municipalitys_name_changes_nothing() {
        assert_eq!(Residency::of("熊本県玉名市〓町1", &arao()), Residency::Outside);
    }

    #[test]
    fn another_municipality_has_its_own_prefixes_and_window() {
        let hoshimi = hoshimi();
        assert_eq!(Residency::of("架空県 北星見郡 星見ヶ浦町 字浜 1", &hoshimi), Residency::Resident);
        assert_eq!(Residency::of("星見ヶ浦町字浜1", &hoshimi), Residency::Resident);
        assert_eq!(Residency::of("架空県北星見郡星見〓浦町", &hoshimi), Residency::ManualReview);
        assert_eq!(Residency::of("架空県北星見郡星見町", &hoshimi), Residency::Outside);
        assert_eq!(Residency::of("熊本県荒尾市宮内出目390番地", &hoshimi), Residency::Outside);
        assert_eq!(Residency::of("架空県北星見郡星見ヶ浦町", &arao()), Residency::Outside);
    }

    #[test]
    fn the_stored_names_of_the_answers_stay() {
        let names = [Residency::Resident, Residency::Outside, Residency::ManualReview]
            .map(|r| serde_json::to_string(&r).unwrap());
        assert_eq!(names, ["\"resident\"", "\"outside\"", "\"manual_review\""]);
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer_and_only_the_beginning_makes_a_resident(address in "\\PC{0,40}") {
            let found = Residency::of(&address, &arao());
            let normal = normalise(&address);
            if found == Residency::Resident {
                prop_assert!(normal.starts_with("熊本県荒尾市") || normal.starts_with("荒尾市"));
            }
        }

        #[test]
        fn spaces_never_change_the_answer(at in 0_usize..12, space in "[ \u{3000}\t]") {
            let mut letters: Vec<String> = "熊本県荒尾市宮内出目390".chars().map(String::from).collect();
            letters.insert(at, space);
            prop_assert_eq!(Residency::of(&letters.concat(), &arao()), Residency::Resident);
        }
    }
}
