//! Words of a text in which names of medicines may stand, and all that a name is known by.

use unicode_normalization::UnicodeNormalization;

use crate::medication::{knowledge, name};

/// So many words that stand together are tried as one name: アセチル-サリチル-酸, タイレノール-A.
const MOST_JOINED: usize = 4;
/// Letters of a Latin word within a medicine's name that is looked up by itself.
const MIN_LATIN: usize = 4;
/// What stands behind a name that is written in hiragana as the rest of the text is.
const PARTICLES: [&str; 12] = ["による", "により", "には", "では", "から", "で", "は", "に", "を", "の", "が", "も"];

/// What a piece of a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Katakana, as names of medicines are.
    Katakana,
    /// Hiragana: words of the sentence.
    Hiragana,
    /// Latin or Greek letters and digits.
    Latin,
    /// Kanji.
    Kanji,
}

impl Script {
    /// Of a letter or digit; none of what stands between words.
    pub(super) fn of(character: char) -> Option<Self> {
        match character {
            'ァ'..='ヺ' | 'ー' => Some(Self::Katakana),
            'ぁ'..='ゖ' => Some(Self::Hiragana),
            '\0'..='\u{2fff}' => character.is_alphanumeric().then_some(Self::Latin),
            _ => character.is_alphanumeric().then_some(Self::Kanji),
        }
    }
}

/// Letters of one script that stand together.
#[derive(Debug)]
pub(super) struct Run {
    /// Its script.
    pub(super) script: Script,
    /// Its letters.
    pub(super) text: String,
    /// Whether it is one word with the run before: nothing between, or both Latin (acetylsalicylic acid).
    pub(super) joined: bool,
}

/// A text in one width and case, its kana as they are written: hiragana parts words, katakana names medicines.
pub(super) fn normal(text: &str) -> String {
    name::seen(text).nfkc().flat_map(char::to_lowercase).collect()
}

/// The runs of a text in the form of [`normal`].
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut apart, mut only_blank) = (true, false);
    for character in text.chars() {
        let Some(script) = Script::of(character) else {
            only_blank = (only_blank || !apart) && (character.is_whitespace() || character == '-');
            apart = true;
            continue;
        };
        match runs.last_mut() {
            Some(last) if !apart && (last.script == script || character == 'ー' && last.script == Script::Hiragana) => {
                last.text.push(character);
            }
            last => {
                let both_latin = script == Script::Latin && last.is_some_and(|last| last.script == Script::Latin);
                let joined = !apart || only_blank && both_latin;
                runs.push(Run { script, text: character.to_string(), joined });
            }
        }
        (apart, only_blank) = (false, false);
    }
    runs
}

/// Everything in a text that may be a name, as it is written there: each word, words that stand together, and what is
/// written in hiragana with and without its particle.
pub(super) fn candidates(text: &str) -> Vec<String> {
    let runs = runs(text);
    let mut found = Vec::new();
    for (start, first) in runs.iter().enumerate() {
        if first.script == Script::Hiragana {
            let bare = PARTICLES.iter().find_map(|particle| first.text.strip_suffix(particle));
            found.extend(bare.map(str::to_owned));
            found.push(first.text.clone());
            continue;
        }
        let mut joined = String::new();
        let together = runs.iter().skip(start).take(MOST_JOINED).enumerate();
        for (_, run) in together.take_while(|(place, run)| *place == 0 || run.joined && run.script != Script::Hiragana)
        {
            joined.push_str(&run.text);
            // Classes are named in the plural: penicillins.
            found.extend(joined.strip_suffix('s').map(str::to_owned));
            found.push(joined.clone());
        }
    }
    found
}

/// A written name by all that it is known by.
pub(super) struct Known {
    /// The names that it says itself.
    pub(super) own: Vec<String>,
    /// What the tables know of these: the ingredients of a product, the Japanese name of a Latin one.
    pub(super) held: Vec<&'static str>,
}

/// Every name of a medicine, and every word of a text that medicines are compared with, becomes comparable here.
pub(super) fn known(written: &str) -> Known {
    let own = name::ingredients(written);
    let held = own.iter().flat_map(|name| held(name)).copied().collect();
    Known { own, held }
}

/// Of a variant that the tables do not know (メイアクトMS, カロナールA) what they know of the product.
fn held(name: &str) -> &'static [&'static str] {
    let held = knowledge::ingredients_of(name);
    if held.is_empty() {
        return knowledge::ingredients_of(name.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric()));
    }
    held
}

/// As [`known`], of the name of a medicine: Latin words in it (Aspirin tablets) as well.
pub(super) fn known_of_medicine(written: &str) -> Known {
    let mut known = known(written);
    let normal = normal(written);
    let has_latin =
        normal.split(|character: char| !character.is_ascii_alphabetic()).any(|word| word.len() >= MIN_LATIN);
    if has_latin {
        let words = candidates(&normal).into_iter().filter(|word| word.is_ascii() && word.len() >= MIN_LATIN);
        known.held.extend(words.flat_map(|word| knowledge::ingredients_of(&word)).copied());
    }
    known
}
