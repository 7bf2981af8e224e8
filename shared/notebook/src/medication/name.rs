//! Brings names of medicines and people to a form in which different spellings compare equal.

use unicode_normalization::UnicodeNormalization;

use super::knowledge;
use crate::text::is_ignorable;

/// Units that end a strength: `5mg`, `1%`, `100単位`.
const STRENGTH_UNITS: [&str; 17] = [
    "mg",
    "µg",
    "μg",
    "mcg",
    "ng",
    "kg",
    "g",
    "ml",
    "l",
    "%",
    "単位",
    "国際単位",
    "万単位",
    "千単位",
    "iu",
    "cm",
    "mm",
];

/// Dosage forms at the end of a name. A longer one stands before those it ends with.
const FORMS: [&str; 90] = [
    "フィルムコーティング錠",
    "口腔内崩壊フィルム",
    "吸入用カプセル",
    "吸入エアゾール",
    "ドライシロップ",
    "エキスカプセル",
    "シロップ用細粒",
    "シロップ用顆粒",
    "口腔内崩壊錠",
    "徐放カプセル",
    "腸溶カプセル",
    "チュアブル錠",
    "odフィルム",
    "口腔用軟膏",
    "吸入粉末剤",
    "エアゾール",
    "シロップ用",
    "軟カプセル",
    "チュアブル",
    "エキス顆粒",
    "エキス細粒",
    "内用懸濁液",
    "内服ゼリー",
    "ローション",
    "徐放od錠",
    "腸溶性顆粒",
    "点滴静注用",
    "シロップ",
    "カプセル",
    "トローチ",
    "配合顆粒",
    "徐放顆粒",
    "腸溶顆粒",
    "クリーム",
    "エキス錠",
    "フィルム",
    "スプレー",
    "点滴静注",
    "皮下注用",
    "ガーグル",
    "シリンジ",
    "バイアル",
    "懸濁用散",
    "吸入液",
    "od錠",
    "徐放錠",
    "腸溶錠",
    "舌下錠",
    "配合錠",
    "配合散",
    "内用液",
    "内服液",
    "ゼリー",
    "経口液",
    "点眼液",
    "眼軟膏",
    "点鼻液",
    "点耳液",
    "外用液",
    "パップ",
    "テープ",
    "貼付剤",
    "注射液",
    "皮下注",
    "エキス",
    "小児用",
    "パッチ",
    "静注用",
    "筋注用",
    "含嗽液",
    "含嗽用",
    "キット",
    "バッグ",
    "顆粒",
    "細粒",
    "原末",
    "点眼",
    "軟膏",
    "ゲル",
    "坐剤",
    "坐薬",
    "静注",
    "筋注",
    "ds",
    "サポ",
    "錠",
    "散",
    "末",
    "注",
    "液",
];

/// Letters behind a name that say how a tablet lets go of its ingredient: アダラートＣＲ, ニフェジピンＬ.
const RELEASE: [&str; 8] = ["cr", "sr", "la", "xr", "er", "od", "l", "r"];

/// What stands between the ingredients of a combination (配合剤), and between names in a list.
const BETWEEN: [char; 6] = ['・', '/', '+', '、', ',', '&'];

/// Makers in front of the name of a Kampo medicine.
const KAMPO_MAKERS: [&str; 6] = ["ツムラ", "クラシエ", "コタロー", "オースギ", "テイコク", "ジュンコウ"];

/// Folds width, case, kana and spaces: NFKC, lower case, katakana, nothing blank, nothing that is not seen: what looks the same
/// compares the same.
pub fn fold(text: &str) -> String {
    folded(text).filter(|character| !character.is_whitespace()).collect()
}

/// The letters of [`fold`], blanks among them.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    seen(text).nfkc().map(katakana).flat_map(char::to_lowercase)
}

/// The letters that leave a mark.
pub(crate) fn seen(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| !is_ignorable(*character))
}

/// Whether a name is a number and nothing else: no medicine has such a name, but a field of another format stands there.
pub fn is_number(name: &str) -> bool {
    // Letter by letter: of nearly every name the first one answers, and each medicine of a sheet is asked.
    let mut letters = folded(name).filter(|character| !character.is_whitespace()).peekable();
    letters.peek().is_some() && letters.all(|letter| letter.is_ascii_digit())
}

/// The name of the ingredient in the name of a medicine: without what is in brackets, strength, dosage form and salt.
///
/// `アムロジピンＯＤ錠５ｍｇ「サワイ」` and `アムロジピンベシル酸塩錠2.5mg` are both `アムロジピン`.
pub fn medicine(name: &str) -> String {
    let folded = without_brackets(&fold(name));
    let name = product(&folded);
    without_release(ingredient(name)).to_owned()
}

/// Every name by which a medicine is compared: its own, and where it names several ingredients (`／`, `・`) each of
/// them. The first is the name with the letters of its release (ＣＲ, Ｌ), by which products are known.
pub fn ingredients(name: &str) -> Vec<String> {
    let folded = without_brackets(&fold(name));
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let known = found.iter().any(|known| known == name);
        if !known && name.chars().nth(1).is_some() && name.chars().any(|character| !character.is_ascii_digit()) {
            found.push(name.to_owned());
        }
    };
    let whole = ingredient(product(&folded));
    add(whole);
    add(without_release(whole));
    if folded.contains(BETWEEN) {
        for piece in folded.split(BETWEEN) {
            // `mL` of `5%/mL` and the first word of ソル・コーテフ are no ingredients.
            let piece = without_release(ingredient(product(piece)));
            if is_word(piece) {
                add(piece);
            }
        }
    }
    found
}

/// Without strength, dosage form, what stands behind it, and the maker of a Kampo medicine.
fn product(folded: &str) -> &str {
    let mut base = before_strength(folded);
    // What is bare behind the form is a strength or a variant: サワシリンカプセル250, カデュエット配合錠1番, ユニシア配合錠HD.
    let behind = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '番' | 'ー');
    let without = base.trim_end_matches(behind);
    if FORMS.iter().any(|form| without.ends_with(form)) {
        base = without;
    }
    while let Some(shorter) = FORMS.iter().find_map(|form| base.strip_suffix(form)).filter(|rest| !rest.is_empty()) {
        base = shorter;
    }
    for maker in KAMPO_MAKERS {
        if let Some(rest) = base.strip_prefix(maker).filter(|rest| !rest.is_empty()) {
            base = rest;
        }
    }
    base
}

/// Without water, salt and isomer.
fn ingredient(product: &str) -> &str {
    let salts = knowledge::salts();
    let mut base = product;
    let before = salts.isomers.iter().find_map(|isomer| base.strip_prefix(isomer)).filter(|rest| is_word(rest));
    base = before.unwrap_or(base);
    let without_prefix = salts.prefixes.iter().find_map(|salt| base.strip_prefix(salt));
    base = without_prefix.filter(|rest| is_own_name(rest)).unwrap_or(base);
    loop {
        let dry = salts.hydrates.iter().find_map(|water| base.strip_suffix(water));
        let dry = dry.filter(|rest| rest.chars().nth(2).is_some());
        let rest =
            dry.or_else(|| salts.suffixes.iter().filter_map(|salt| base.strip_suffix(salt)).find(|r| is_own_name(r)));
        match rest {
            Some(shorter) => base = shorter,
            None => return base,
        }
    }
}

fn without_release(base: &str) -> &str {
    let rest = RELEASE.iter().filter_map(|letters| base.strip_suffix(letters)).find(|rest| is_own_name(rest));
    rest.unwrap_or(base)
}

/// Whether a folded text is a dosage form and nothing else.
pub fn is_form(text: &str) -> bool {
    FORMS.contains(&text)
}

/// How people are addressed: printed behind a name, and no part of it.
const ADDRESS: [&str; 3] = ["様", "殿", "さん"];

/// A person's name: without 様 and the like, folded, small kana large (old systems have no small ones), variants of common
/// characters unified.
pub fn person(name: &str) -> String {
    let name = name.trim();
    let alone = ADDRESS.iter().find_map(|address| name.strip_suffix(address)).filter(|alone| !alone.trim().is_empty());
    fold(alone.unwrap_or(name)).chars().map(|character| large_kana(usual_form(character))).collect()
}

/// Whether what is left is a name of its own: three letters of katakana or more that are no metal, or an acid that is
/// the ingredient itself.
fn is_own_name(rest: &str) -> bool {
    let salts = knowledge::salts();
    let katakana =
        rest.chars().nth(2).is_some() && rest.chars().all(|character| matches!(character, 'ァ'..='ヺ' | 'ー'));
    katakana && !salts.metals.contains(&rest) || salts.acids.contains(&rest)
}

/// Whether it can be an ingredient in a list: four letters or more that are no Latin letters and digits.
fn is_word(text: &str) -> bool {
    text.chars().filter(|character| !character.is_ascii()).nth(3).is_some()
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
    fn letters_that_are_not_seen_make_no_other_name() {
        let ignorable =
            ["\u{200D}", "\u{FE0F}", "\u{E0100}", "\u{E01EF}", "\u{E0041}", "\u{34F}", "\u{115F}", "\u{1160}"];
        for unseen in
            ignorable.into_iter().chain(["\u{3164}", "\u{FFA0}", "\u{2800}", "\u{180B}", "\u{180D}", "\u{200B}"])
        {
            assert_eq!(medicine(&format!("アモキ{unseen}シシリン錠")), "アモキシシリン", "{unseen:?}");
            assert_eq!(person(&format!("高{unseen}崎花子")), "高崎花子", "{unseen:?}");
        }
        assert_eq!(fold("カ\u{34F}\u{3099}"), "ガ");
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
