//! Medicines that an allergy or an adverse reaction of the past names, by itself or by its class.

use unicode_normalization::UnicodeNormalization;

use super::compared::{self, Compared};
use super::{Alert, AlertCode, Confidence, Detail, Reason, With};
use crate::medication::dispensing::Dispensing;
use crate::medication::knowledge::{self, Class};
use crate::medication::{limits, name};

/// Letters of a medicine's name that must stand in the text, so that two syllables do not match by chance.
const MIN_NAME: usize = 3;
/// Letters of a word of the text that must stand in a medicine's name.
const MIN_WORD: usize = 4;
/// Words of such texts that are no medicines, or name half of the pharmacy.
const NO_MEDICINE: [&str; 12] = [
    "アレルギー",
    "アナフィラキシー",
    "ショック",
    "アトピー",
    "ハウスダスト",
    "スギカフン",
    "カユミ",
    "ジンマシン",
    "ナトリウム",
    "カルシウム",
    "マグネシウム",
    "アルミニウム",
];
/// What denies, as it is written: the alert stays, less sure. 飲めない and 使用しない do not deny.
const DENIALS: [&str; 19] = [
    "なし",
    "ナシ",
    "無し",
    "無い",
    "否定",
    "陰性",
    "大丈夫",
    "ありません",
    "ございません",
    "はない",
    "がない",
    "もない",
    "でない",
    "問題ない",
    "異常ない",
    "反応ない",
    "症状ない",
    "なかった",
    "出ない",
];
/// What looks like a denial and says the opposite.
const NO_DENIALS: [&str; 5] = ["飲めなかった", "使えなかった", "できなかった", "飲んではない", "合わなかった"];
/// A clause this short (問題なし) belongs to the one before it.
const SHORT_CLAUSE: usize = 7;

/// [`allergies`] of dispensings.
pub fn allergy_match(dispensings: &[Dispensing], texts: &[&str]) -> Vec<Alert> {
    allergies(dispensings.iter().flat_map(Compared::drugs), texts)
}

/// Compares the texts of allergies and adverse reactions with the medicines' names, ingredients and classes; at most 100
/// alerts. A clause that denies makes its alerts less sure, and never takes one away.
pub fn allergies<'m>(medicines: impl IntoIterator<Item = Compared<'m>>, texts: &[&str]) -> Vec<Alert> {
    let texts: Vec<Vec<Clause>> = texts.iter().map(|text| clauses(text)).collect();
    let mut alerts = Vec::new();
    for item in medicines {
        let keys = item.keys();
        let names: Vec<(&str, bool)> =
            compared::names(&keys).filter(|(name, _)| name.chars().nth(MIN_NAME - 1).is_some()).collect();
        let all: Vec<&str> = compared::names(&keys).map(|(name, _)| name).collect();
        for (index, clauses) in texts.iter().enumerate() {
            let details = clauses.iter().filter_map(|clause| clause.matches(&names, &all));
            let surest = details.reduce(|one, other| if other.confidence > one.confidence { other } else { one });
            let Some(detail) = surest else { continue };
            if alerts.len() == limits::ALERTS {
                return alerts;
            }
            alerts.push(Alert {
                code: AlertCode::AllergyMatch,
                detail,
                drug: item.medicine.drug(),
                otc: item.medicine.otc(),
                with: Some(With::Note { index }),
            });
        }
    }
    alerts
}

/// What a text says in one breath.
struct Clause {
    folded: String,
    words: Vec<String>,
    classes: Vec<&'static Class>,
    denies: bool,
}

fn clauses(text: &str) -> Vec<Clause> {
    let written: String = text.nfkc().collect();
    let mut pieces: Vec<String> = Vec::new();
    for piece in written.split(['、', '。', ',', ';', '\n']).filter(|piece| !piece.trim().is_empty()) {
        match pieces.last_mut() {
            Some(last) if denies(piece) && piece.trim().chars().nth(SHORT_CLAUSE).is_none() => last.push_str(piece),
            _ => pieces.push(piece.to_owned()),
        }
    }
    pieces.iter().map(|piece| Clause::of(piece)).collect()
}

fn denies(written: &str) -> bool {
    DENIALS.iter().any(|denial| written.contains(denial)) && !NO_DENIALS.iter().any(|other| written.contains(other))
}

impl Clause {
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
        let classes = knowledge::classes().iter().filter(|class| class.is_named_in(&folded)).collect();
        Self { folded, words, classes, denies: denies(text) }
    }

    /// `names`: of three letters or more, with whether the medicine itself says so; `all`: the short ones too.
    fn matches(&self, names: &[(&str, bool)], all: &[&str]) -> Option<Detail> {
        let in_text = |own: bool| names.iter().any(|(name, itself)| *itself == own && self.folded.contains(name));
        let has_word = || names.iter().any(|(name, _)| self.words.iter().any(|word| name.contains(word.as_str())));
        let of_class = || self.classes.iter().any(|class| all.iter().any(|name| class.holds(name)));
        let (reason, confidence) = if in_text(true) {
            (Reason::TextNamesMedicine, Confidence::High)
        } else if in_text(false) {
            (Reason::ProductIngredient, Confidence::Medium)
        } else if has_word() {
            (Reason::MedicineContainsWord, Confidence::Medium)
        } else if of_class() {
            (Reason::TextNamesClass, Confidence::Medium)
        } else {
            return None;
        };
        Some(Detail { reason, confidence: if self.denies { Confidence::Low } else { confidence } })
    }
}
