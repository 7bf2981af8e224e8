//! The four basic attributes of the card (基本4情報): name, address, date of birth and sex.
//!
//! The App's claim formats are published in part only, so every spelling that is known from it or from OpenID Connect is read;
//! what is none of them is an error, never a guess.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde_json::{Map, Value};

use crate::error::Error;

/// The longest name or address in characters; a card's chip holds 200 characters of an address.
const MAX_CHARACTERS: usize = 400;

/// The sex as the card has it (JIS X 0303 / ISO/IEC 5218).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
    /// 適用不能
    NotApplicable,
    /// 不明
    NotKnown,
}

/// The four basic attributes, as the card has them. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct FourAttributes {
    /// 氏名, with the characters and the space between family and given name as sent.
    pub name: String,
    /// 住所 in one line.
    pub address: String,
    /// 生年月日
    pub birth_date: NaiveDate,
    /// 性別
    pub sex: Sex,
}

impl fmt::Debug for FourAttributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FourAttributes(…)")
    }
}

impl FourAttributes {
    /// Reads the claims `name`, `address`, `birthdate` and `gender`.
    ///
    /// # Errors
    /// One of the `…Missing` or `…Invalid` errors, for the first attribute that is.
    pub fn read(claims: &Map<String, Value>, now: DateTime<Utc>) -> Result<Self, Error> {
        let name = line(claims.get("name"), Error::NameMissing, Error::NameInvalid)?;
        let address = match claims.get("address") {
            Some(Value::Object(parts)) => parts.get("formatted"),
            other => other,
        };
        let address = line(address, Error::AddressMissing, Error::AddressInvalid)?;
        let birth_date = birth_date(claims.get("birthdate"), now)?;
        let sex = sex(claims.get("gender"))?;
        Ok(Self { name, address, birth_date, sex })
    }
}

/// A text in one line, trimmed; line breaks become spaces because a formatted address may have several lines.
fn line(value: Option<&Value>, missing: Error, invalid: Error) -> Result<String, Error> {
    let text = match value {
        None | Some(Value::Null) => return Err(missing),
        Some(Value::String(text)) => text.replace("\r\n", " ").replace('\n', " "),
        Some(_) => return Err(invalid),
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(missing);
    }
    let harmless = text.chars().all(|c| !c.is_control() && !is_direction_mark(c));
    if harmless && text.chars().count() <= MAX_CHARACTERS { Ok(text.to_owned()) } else { Err(invalid) }
}

/// Marks that turn the writing direction: no card has them, and they make one name look like another.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `YYYYMMDD` or `YYYY-MM-DD`, in 1850 at the earliest and today in Japan at the latest.
fn birth_date(value: Option<&Value>, now: DateTime<Utc>) -> Result<NaiveDate, Error> {
    let text = match value {
        None | Some(Value::Null) => return Err(Error::BirthDateMissing),
        Some(Value::String(text)) if text.trim().is_empty() => return Err(Error::BirthDateMissing),
        Some(Value::String(text)) => text.trim(),
        Some(_) => return Err(Error::BirthDateInvalid),
    };
    let digits = match text.as_bytes() {
        [y1, y2, y3, y4, m1, m2, d1, d2] | [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => {
            [y1, y2, y3, y4, m1, m2, d1, d2]
        }
        _ => return Err(Error::BirthDateInvalid),
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_u32, |sum, digit| {
            let digit = char::from(**digit).to_digit(10)?;
            Some(sum * 10 + digit)
        })
    };
    let (year, month_day) = digits.split_at(4);
    let (month, day) = month_day.split_at(2);
    let today = (now + TimeDelta::hours(9)).date_naive();
    number(year)
        .and_then(|year| i32::try_from(year).ok())
        .and_then(|year| NaiveDate::from_ymd_opt(year, number(month)?, number(day)?))
        .filter(|date| date.year() >= 1850 && *date <= today)
        .ok_or(Error::BirthDateInvalid)
}

/// A digit of ISO/IEC 5218 (or the 3 that the card's certificate uses for 不明), as text or number, or a word.
fn sex(value: Option<&Value>) -> Result<Sex, Error> {
    let text = match value {
        None | Some(Value::Null) => return Err(Error::SexMissing),
        Some(Value::String(text)) => text.trim().to_lowercase(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(Error::SexInvalid),
    };
    match text.as_str() {
        "" => Err(Error::SexMissing),
        "1" | "male" | "m" | "男" | "男性" => Ok(Sex::Male),
        "2" | "female" | "f" | "女" | "女性" => Ok(Sex::Female),
        "9" | "other" | "その他" | "適用不能" => Ok(Sex::NotApplicable),
        "0" | "3" | "unknown" | "不明" => Ok(Sex::NotKnown),
        _ => Err(Error::SexInvalid),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
    use serde_json::json;

    use super::*;

    fn read(change: &[(&str, Value)]) -> Result<FourAttributes, Error> {
        let mut claims = json!({
            "name": "荒尾　花子", "address": "熊本県荒尾市宮内出目390番地", "birthdate": "19510314", "gender": "2"
        });
        for (name, value) in change {
            claims[*name] = value.clone();
        }
        FourAttributes::read(claims.as_object().unwrap(), "2026-11-22T15:30:00Z".parse().unwrap())
    }

    #[test]
    fn every_known_spelling_of_a_birth_date_is_read() {
        for text in ["19510314", "1951-03-14", " 1951-03-14 "] {
            let read = read(&[("birthdate", json!(text))]).unwrap();
            assert_eq!(read.birth_date, NaiveDate::from_ymd_opt(1951, 3, 14).unwrap(), "{text}");
        }
    }

    #[test]
    fn a_birth_date_is_a_real_day_up_to_today_in_japan() {
        assert!(read(&[("birthdate", json!("20261123"))]).is_ok(), "00:30 of this day in Japan");
        for text in [
            "20261124",
            "18491231",
            "19510229",
            "1951-3-14",
            "1951",
            "1951/03/14",
            "昭和26年",
            "+9510314",
            "１９５１０３１４",
        ] {
            assert_eq!(read(&[("birthdate", json!(text))]).unwrap_err(), Error::BirthDateInvalid, "{text}");
        }
        assert_eq!(read(&[("birthdate", json!(19_510_314))]).unwrap_err(), Error::BirthDateInvalid);
        assert_eq!(read(&[("birthdate", json!(""))]).unwrap_err(), Error::BirthDateMissing);
    }

    #[test]
    fn every_known_spelling_of_the_sex_is_read() {
        for (value, expected) in [
            (json!("1"), Sex::Male),
            (json!(1), Sex::Male),
            (json!("male"), Sex::Male),
            (json!("男"), Sex::Male),
            (json!("2"), Sex::Female),
            (json!("Female"), Sex::Female),
            (json!("9"), Sex::NotApplicable),
            (json!("other"), Sex::NotApplicable),
            (json!("0"), Sex::NotKnown),
            (json!("不明"), Sex::NotKnown),
        ] {
            assert_eq!(read(&[("gender", value.clone())]).unwrap().sex, expected, "{value}");
        }
        for value in [json!("4"), json!(1.5), json!(true), json!("femalé")] {
            assert_eq!(read(&[("gender", value)]).unwrap_err(), Error::SexInvalid);
        }
    }

    #[test]
    fn an_address_is_a_text_or_an_object_with_its_formatted_text() {
        let plain = read(&[]).unwrap();
        let object =
            read(&[("address", json!({ "formatted": "熊本県荒尾市\n宮内出目390番地", "region": "熊本県" }))]).unwrap();
        assert_eq!(plain.address, "熊本県荒尾市宮内出目390番地");
        assert_eq!(object.address, "熊本県荒尾市 宮内出目390番地");
        assert_eq!(read(&[("address", json!({ "region": "熊本県" }))]).unwrap_err(), Error::AddressMissing);
        assert_eq!(read(&[("address", json!(["熊本県"]))]).unwrap_err(), Error::AddressInvalid);
    }

    #[test]
    fn rare_characters_survive_and_hidden_ones_are_refused() {
        for name in ["𠮷田　髙﨑", "渡邉󠄐 太郎", "O'Brien Ｊｏｈｎ", "〓田　花子"] {
            assert_eq!(read(&[("name", json!(name))]).unwrap().name, name);
        }
        for name in ["荒尾\u{0}花子", "荒尾\u{202e}花子", "荒尾\u{200f}", "荒\u{7f}尾"] {
            assert_eq!(read(&[("name", json!(name))]).unwrap_err(), Error::NameInvalid);
        }
        assert_eq!(read(&[("name", json!("あ".repeat(401)))]).unwrap_err(), Error::NameInvalid);
        assert_eq!(read(&[("name", json!("　"))]).unwrap_err(), Error::NameMissing);
    }

    #[test]
    fn nothing_of_a_person_is_in_the_debug_text() {
        assert_eq!(format!("{:?}", read(&[]).unwrap()), "FourAttributes(…)");
    }
}
