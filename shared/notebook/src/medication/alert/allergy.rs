//! Medicines that an allergy or an adverse reaction of the past names.

use super::{Alert, AlertCode, Confidence, Detail, DrugRef, Reason, With};
use crate::medication::dispensing::Dispensing;
use crate::medication::{limits, name};

/// Letters of a medicine's name that must stand in the text, so that two syllables do not match by chance.
const MIN_NAME: usize = 3;
/// Letters of a word of the text that must stand in a medicine's name.
const MIN_WORD: usize = 4;
/// Words of such texts that are no medicines.
const NO_MEDICINE: [&str; 8] =
    ["アレルギー", "アナフィラキシー", "ショック", "アトピー", "ハウスダスト", "スギカフン", "カユミ", "ジンマシン"];
/// What denies: the alert stays, less sure.
const DENIALS: [&str; 4] = ["ナシ", "無シ", "ナイ", "否定"];

/// Compares the texts of allergies and adverse reactions with the medicines' names and generic names, exactly as far as
/// the texts name them: a text that names a class (ペニシリン系) finds only medicines with that word in the name.
pub fn allergy_match(dispensings: &[Dispensing], texts: &[&str]) -> Vec<Alert> {
    let texts: Vec<Text> = texts.iter().map(|text| Text::of(text)).collect();
    let mut alerts = Vec::new();
    for dispensing in dispensings {
        for (group, drug_place, drug) in drugs(dispensing) {
            let names: Vec<String> = std::iter::once(&drug.name)
                .chain(&drug.generic_name)
                .map(|text| name::medicine(text))
                .filter(|name| name.chars().nth(MIN_NAME - 1).is_some())
                .collect();
            for (index, text) in texts.iter().enumerate() {
                let Some(detail) = text.matches(&names) else { continue };
                if alerts.len() == limits::ALERTS {
                    return alerts;
                }
                alerts.push(Alert {
                    code: AlertCode::AllergyMatch,
                    detail,
                    drug: Some(DrugRef { dispensing_id: dispensing.id, group, drug: drug_place }),
                    with: Some(With::Note { index }),
                });
            }
        }
    }
    alerts
}

fn drugs(dispensing: &Dispensing) -> impl Iterator<Item = (usize, usize, &crate::medication::dispensing::Drug)> {
    dispensing
        .groups
        .iter()
        .enumerate()
        .flat_map(|(group, content)| content.drugs.iter().enumerate().map(move |(place, drug)| (group, place, drug)))
}

struct Text {
    folded: String,
    words: Vec<String>,
    denies: bool,
}

impl Text {
    fn of(text: &str) -> Self {
        let folded = name::fold(text);
        let words = text
            .split(|character: char| !(character.is_alphanumeric() || matches!(character, 'ー' | 'ｰ' | 'ﾞ' | 'ﾟ')))
            .flat_map(|piece| {
                let folded = name::fold(piece);
                let katakana: Vec<String> =
                    folded.split(|character| !matches!(character, 'ァ'..='ヺ' | 'ー')).map(str::to_owned).collect();
                katakana.into_iter().chain([name::medicine(piece)])
            })
            .filter(|word| word.chars().nth(MIN_WORD - 1).is_some())
            .filter(|word| !NO_MEDICINE.contains(&word.as_str()) && !name::is_form(word))
            .collect();
        let denies = DENIALS.iter().any(|denial| folded.contains(denial));
        Self { folded, words, denies }
    }

    fn matches(&self, names: &[String]) -> Option<Detail> {
        let (reason, confidence) = if names.iter().any(|name| self.folded.contains(name.as_str())) {
            (Reason::TextNamesMedicine, Confidence::High)
        } else if names.iter().any(|name| self.words.iter().any(|word| name.contains(word.as_str()))) {
            (Reason::MedicineContainsWord, Confidence::Medium)
        } else {
            return None;
        };
        Some(Detail { reason, confidence: if self.denies { Confidence::Low } else { confidence } })
    }
}
