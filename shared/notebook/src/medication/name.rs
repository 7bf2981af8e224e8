//! Brings names of medicines and people to a form in which different spellings compare equal.

use unicode_normalization::UnicodeNormalization;

/// Units that end a strength: `5mg`, `1%`, `100単位`.
const STRENGTH_UNITS: [&str; 15] =
    ["mg", "µg", "μg", "mcg", "ng", "kg", "g", "ml", "l", "%", "単位", "国際単位", "iu", "cm", "mm"];

/// Dosage forms at the end of a name. A longer one stands before those it ends with.
const FORMS: [&str; 62] = [
    "口腔内崩壊フィルム",
    "口腔内崩壊錠",
    "口腔用軟膏",
    "吸入用カプセル",
    "吸入エアゾール",
    "吸入粉末剤",
    "吸入液",
    "エアゾール",
    "ドライシロップ",
    "シロップ用",
    "シロップ",
    "徐放カプセル",
    "腸溶カプセル",
    "軟カプセル",
    "カプセル",
    "チュアブル錠",
    "チュアブル",
    "od錠",
    "odフィルム",
    "フィルムコーティング錠",
    "徐放錠",
    "腸溶錠",
    "舌下錠",
    "トローチ",
    "配合錠",
    "錠",
    "配合顆粒",
    "徐放顆粒",
    "腸溶顆粒",
    "エキス顆粒",
    "エキス細粒",
    "顆粒",
    "細粒",
    "配合散",
    "散",
    "原末",
    "末",
    "内用液",
    "内用懸濁液",
    "内服液",
    "内服ゼリー",
    "ゼリー",
    "経口液",
    "点眼液",
    "点眼",
    "眼軟膏",
    "点鼻液",
    "点耳液",
    "外用液",
    "ローション",
    "クリーム",
    "軟膏",
    "ゲル",
    "パップ",
    "テープ",
    "貼付剤",
    "坐剤",
    "坐薬",
    "注射液",
    "皮下注",
    "注",
    "液",
];

/// Salts and waters that do not make another ingredient, where what is before them is a name of its own.
const SALTS: [&str; 18] = [
    "臭化水素酸塩",
    "塩酸塩",
    "硫酸塩",
    "リン酸塩",
    "クエン酸塩",
    "マレイン酸塩",
    "フマル酸塩",
    "酒石酸塩",
    "コハク酸塩",
    "メシル酸塩",
    "ベシル酸塩",
    "トシル酸塩",
    "酢酸塩",
    "ナトリウム",
    "カリウム",
    "カルシウム",
    "水和物",
    "na",
];

/// Makers in front of the name of a Kampo medicine.
const KAMPO_MAKERS: [&str; 6] = ["ツムラ", "クラシエ", "コタロー", "オースギ", "テイコク", "ジュンコウ"];

/// Folds width, case, kana and spaces: NFKC, lower case, katakana, nothing blank.
pub fn fold(text: &str) -> String {
    text.nfkc().filter(|character| !character.is_whitespace()).map(katakana).flat_map(char::to_lowercase).collect()
}

/// The name of the ingredient in the name of a medicine: without what is in brackets, strength, dosage form and salt.
///
/// `アムロジピンＯＤ錠５ｍｇ「サワイ」` and `アムロジピンベシル酸塩錠2.5mg` are both `アムロジピン`.
pub fn medicine(name: &str) -> String {
    let folded = without_brackets(&fold(name));
    let mut base = before_strength(&folded);
    // A bare number behind the form is a strength: サワシリンカプセル250.
    let without_number = base.trim_end_matches(|character: char| character.is_ascii_digit() || character == '.');
    if FORMS.iter().any(|form| without_number.ends_with(form)) {
        base = without_number;
    }
    while let Some(shorter) = FORMS.iter().find_map(|form| base.strip_suffix(form)).filter(|rest| !rest.is_empty()) {
        base = shorter;
    }
    for maker in KAMPO_MAKERS {
        if let Some(rest) = base.strip_prefix(maker).filter(|rest| !rest.is_empty()) {
            base = rest;
        }
    }
    while let Some(shorter) = SALTS.iter().find_map(|salt| base.strip_suffix(salt)).filter(|rest| is_own_name(rest)) {
        base = shorter;
    }
    base.to_owned()
}

/// Whether a folded text is a dosage form and nothing else.
pub fn is_form(text: &str) -> bool {
    FORMS.contains(&text)
}

/// A person's name: folded, small kana large (old systems have no small ones), variants of common characters unified.
pub fn person(name: &str) -> String {
    fold(name).chars().map(|character| large_kana(usual_form(character))).collect()
}

fn is_own_name(rest: &str) -> bool {
    rest.chars().count() >= 3 && rest.chars().all(|character| matches!(character, 'ァ'..='ヺ' | 'ー'))
}

/// Removes 「…」, (…), 【…】, […], and what follows a bracket that is not closed.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '「' | '『' | '(' | '【' | '[' | '〔' | '<' => depth += 1,
            '」' | '』' | ')' | '】' | ']' | '〕' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// What is before the first number that has a unit of strength behind it.
fn before_strength(text: &str) -> &str {
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let Some(number) = rest.get(start..) else { break };
        let unit = number
            .trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '/'));
        let before = text.len() - number.len();
        if before > 0 && STRENGTH_UNITS.iter().any(|known| unit.starts_with(known)) {
            return text.get(..before).unwrap_or(text);
        }
        rest = unit;
    }
    text
}

fn katakana(character: char) -> char {
    match character {
        'ぁ'..='ゖ' => char::from_u32(u32::from(character) + 0x60).unwrap_or(character),
        '‐' | '‑' | '–' | '—' | '―' | '−' | '-' => 'ー',
        _ => character,
    }
}

fn large_kana(character: char) -> char {
    match character {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => {
            char::from_u32(u32::from(character) + 1).unwrap_or(character)
        }
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        _ => character,
    }
}

/// Variants that family registers and pharmacies write differently.
fn usual_form(character: char) -> char {
    match character {
        '髙' => '高',
        '﨑' | '嵜' => '崎',
        '邊' | '邉' => '辺',
        '齋' | '齊' | '斉' => '斎',
        '濵' | '濱' => '浜',
        '德' => '徳',
        '𠮷' => '吉',
        '澤' => '沢',
        '廣' => '広',
        '國' => '国',
        '嶋' => '島',
        '櫻' => '桜',
        '眞' => '真',
        '惠' => '恵',
        '龍' => '竜',
        '冨' => '富',
        '舘' => '館',
        other => other,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn one_ingredient_has_one_name_however_it_is_sold() {
        for name in [
            "アムロジピンＯＤ錠５ｍｇ「サワイ」",
            "アムロジピンベシル酸塩錠2.5mg",
            "【般】アムロジピン錠５ｍｇ",
            "ｱﾑﾛｼﾞﾋﾟﾝ口腔内崩壊錠 10mg",
            "あむろじぴん",
        ] {
            assert_eq!(medicine(name), "アムロジピン", "{name}");
        }
        assert_eq!(medicine("ロキソプロフェンＮａ錠６０ｍｇ「トーワ」"), "ロキソプロフェン");
        assert_eq!(medicine("ロキソプロフェンナトリウムテープ100mg"), "ロキソプロフェン");
        assert_eq!(medicine("サワシリンカプセル２５０"), "サワシリン");
        assert_eq!(medicine("ツムラ葛根湯エキス顆粒（医療用）"), "葛根湯");
    }

    #[test]
    fn what_is_the_name_itself_stays() {
        assert_eq!(medicine("酸化マグネシウム錠330mg"), "酸化マグネシウム");
        assert_eq!(medicine("塩化カリウム徐放錠600mg"), "塩化カリウム");
        assert_eq!(medicine("ビタミンB12"), "ビタミンb12");
        assert_eq!(medicine("錠"), "錠");
        assert_eq!(medicine(""), "");
    }

    #[test]
    fn a_person_is_the_same_in_every_writing() {
        assert_eq!(person("ﾔﾏｻﾞｷ ﾘｮｳｺ"), person("やまざき　りょうこ"));
        assert_eq!(person("ﾘﾖｳｺ"), person("リョウコ"));
        assert_eq!(person("髙﨑　花子"), person("高崎花子"));
        assert_ne!(person("高崎花子"), person("高崎華子"));
    }
}
