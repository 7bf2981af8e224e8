//! `usages.tsv`: texts with where each was seen, and what each of them says.

use std::collections::BTreeSet;

use notebook::medication::usage;
use unicode_normalization::UnicodeNormalization;

use crate::support::{doses, rows};

#[test]
fn every_usage_of_the_table_is_read_as_the_table_says() {
    let rows = rows();
    let texts: BTreeSet<&str> = rows.iter().map(|row| row.text).collect();
    let sources: BTreeSet<&str> = rows.iter().map(|row| row.source).collect();
    assert!(texts.len() == rows.len() && rows.len() >= 300 && sources.len() >= 10, "{} {}", texts.len(), sources.len());
    let mut wrong = Vec::new();
    for row in &rows {
        let read = usage::read(row.text);
        if read.rhythm != row.rhythm || doses(&read) != row.doses {
            wrong.push(format!("{}: {:?} {}, not {:?} {}", row.text, read.rhythm, doses(&read), row.rhythm, row.doses));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn a_usage_means_the_same_in_every_width_and_kind_of_kana_and_in_brackets() {
    let full = |text: &str| -> String {
        let wide = |letter: char| match letter {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(letter) + 0xFEE0).unwrap(),
            other => other,
        };
        text.chars().map(wide).collect()
    };
    let hiragana = |text: &str| -> String {
        let turned = |letter: char| match letter {
            'ァ'..='ヶ' => char::from_u32(u32::from(letter) - 0x60).unwrap(),
            other => other,
        };
        text.chars().map(turned).collect()
    };
    let katakana = |text: &str| -> String {
        let turned = |letter: char| match letter {
            'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap(),
            other => other,
        };
        text.chars().map(turned).collect()
    };
    for row in rows() {
        let read = usage::read(row.text);
        let half: String = row.text.nfkc().collect();
        for other in [
            full(&half),
            half,
            hiragana(row.text),
            katakana(row.text),
            format!("【{}】", row.text),
            format!("　（{}） ", row.text),
        ] {
            assert_eq!(usage::read(&other), read, "{} {other}", row.text);
        }
    }
}
