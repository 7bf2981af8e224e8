//! How a name is read, as a person types it: in kana and in Latin letters. Both are one line, and of the letters that they say.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use unicode_normalization::UnicodeNormalization;

use crate::line::{Line, ONE_LINE};
use crate::text::Text;
use crate::wrong::Wrong;

/// Characters of a reading.
const MOST: usize = 100;

macro_rules! readings {
    ($($(#[doc = $doc:literal])+ $name:ident: $folded:ident, $is_letter:ident, $is_between:ident, $wrong:ident;)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(Text<MOST>);

        impl $name {
            /// Parses a reading; see the type for what it may hold and what is folded.
            pub fn parse(text: &str) -> Result<Self, Wrong> {
                let line = Line::<MOST>::parse(text)?;
                let folded: String = line.as_str().nfkc().map($folded).collect();
                if !folded.chars().all(|c| $is_letter(c) || $is_between(c)) || !folded.chars().any($is_letter) {
                    return Err(Wrong::$wrong);
                }
                Ok(Self(Text::parse(&folded)?))
            }

            /// The reading.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<$name> for Option<Text<MOST>> {
            fn from(reading: $name) -> Self {
                Some(reading.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "minLength": 1, "maxLength": MOST, (ONE_LINE): true })
            }
        }
    )+ };
}

readings! {
    /// フリガナ: katakana, with spaces, the long mark ー, iteration marks and ・ between names. Half width becomes full width,
    /// hiragana katakana, and a wide space a narrow one.
    Kana: katakana, is_kana, is_between_kana, Kana;
    /// ローマ字: letters of the Latin script with their accents, and spaces, apostrophes, hyphens and dots between them. Full
    /// width becomes half width, typographic apostrophes and hyphens plain ones.
    Romaji: plain, is_latin, is_between_latin, Romaji;
}

/// Hiragana as katakana: the same letters in the same order, 96 places further.
fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        other => other,
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ')
}

fn is_between_kana(c: char) -> bool {
    matches!(c, ' ' | 'ー' | '・' | 'ヽ' | 'ヾ')
}

fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02BC}' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        other => other,
    }
}

fn is_latin(c: char) -> bool {
    let accented = matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') && c.is_alphabetic();
    c.is_ascii_alphabetic() || accented
}

/// Accents that no letter has taken up stand after theirs.
fn is_between_latin(c: char) -> bool {
    matches!(c, ' ' | '\'' | '-' | '.' | '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn kana_is_folded_to_full_width_katakana_and_nothing_else_is_kana() {
        for (typed, kept) in [
            ("アラオ ハナコ", "アラオ ハナコ"),
            ("アラオ　ハナコ", "アラオ ハナコ"),
            ("ｱﾗｵ ﾊﾅｺ", "アラオ ハナコ"),
            ("ﾊﾞﾊﾟ ｼﾞｮｰ", "バパ ジョー"),
            ("あらお はなこ", "アラオ ハナコ"),
            ("みすゞ", "ミスヾ"),
            ("か\u{3099}く", "ガク"),
            ("ゔぁれりー", "ヴァレリー"),
            ("マリア・ルイサ", "マリア・ルイサ"),
            ("アラオ\nハナコ", "アラオ ハナコ"),
        ] {
            assert_eq!(Kana::parse(typed).unwrap().as_str(), kept, "{typed}");
        }
        for refused in
            ["荒尾 花子", "ARAO", "アラオ1", "アラオ☆", "ー", "・ ・", "アラオ<b>", "アラ-オ", "アラオ（ハナコ）"]
        {
            assert_eq!(Kana::parse(refused), Err(Wrong::Kana), "{refused}");
        }
        assert_eq!(Kana::parse(" "), Err(Wrong::Empty));
        assert_eq!(Kana::parse(&"ア".repeat(101)), Err(Wrong::TooLong { most: 100 }));
    }

    #[test]
    fn romaji_is_of_latin_letters() {
        for (typed, kept) in [
            ("Hanako Arao", "Hanako Arao"),
            ("Ｈａｎａｋｏ　ＡＲＡＯ", "Hanako ARAO"),
            ("Jun’ichirō O'Brien-Sató Jr.", "Jun'ichirō O'Brien-Sató Jr."),
            ("Zoë Łukasz Nguyễn", "Zoë Łukasz Nguyễn"),
        ] {
            assert_eq!(Romaji::parse(typed).unwrap().as_str(), kept, "{typed}");
        }
        for refused in ["ハナコ", "荒尾", "Hanako1", "<b>", "Ха", "a,b", "-", "×"] {
            assert_eq!(Romaji::parse(refused), Err(Wrong::Romaji), "{refused}");
        }
    }
}
