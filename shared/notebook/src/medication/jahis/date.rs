//! Days as the format writes them: `YYYYMMDD`, or `GYYMMDD` with the era's letter (M, T, S, H, R).

use chrono::{Datelike, NaiveDate};

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `YYYYMMDD`.
    Western,
    /// `GYYMMDD`.
    Era,
}

/// A day that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// The day.
    pub day: NaiveDate,
    /// How it was written.
    pub form: Form,
    /// Whether the day lies in the era it is written in; always true for `YYYYMMDD`.
    pub within_era: bool,
}

struct Era {
    letter: u8,
    /// The year before the era's first.
    base: i32,
    /// The first day: year, month, day.
    start: (i32, u32, u32),
}

/// The eras, newest first: 元号を改める政令 and 太政官達 (明治6年 is the first year of the Gregorian calendar).
const ERAS: [Era; 5] = [
    Era { letter: b'R', base: 2018, start: (2019, 5, 1) },
    Era { letter: b'H', base: 1988, start: (1989, 1, 8) },
    Era { letter: b'S', base: 1925, start: (1926, 12, 25) },
    Era { letter: b'T', base: 1911, start: (1912, 7, 30) },
    Era { letter: b'M', base: 1867, start: (1873, 1, 1) },
];

/// Reads a day in either form; none if it is no day.
pub fn read(text: &str) -> Option<Read> {
    let number = |digits: &str| {
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse::<u32>().ok() } else { None }
    };
    let day = |year: u32, month_day: u32| {
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month_day / 100, month_day % 100)
    };
    match text.len() {
        8 => {
            let (year, rest) = text.split_at_checked(4)?;
            let year = number(year).filter(|year| *year > 0)?;
            Some(Read { day: day(year, number(rest)?)?, form: Form::Western, within_era: true })
        }
        7 => {
            let (letter, rest) = text.split_at_checked(1)?;
            let (year, month_day) = rest.split_at_checked(2)?;
            let place = ERAS.iter().position(|era| letter.as_bytes() == [era.letter])?;
            let era = ERAS.get(place)?;
            let year = u32::try_from(era.base).ok()? + number(year).filter(|year| *year > 0)?;
            let day = day(year, number(month_day)?)?;
            let next = place.checked_sub(1).and_then(|newer| ERAS.get(newer));
            let within_era = first_day(era) <= Some(day) && next.is_none_or(|next| Some(day) < first_day(next));
            Some(Read { day, form: Form::Era, within_era })
        }
        _ => None,
    }
}

/// Only the day, whatever its form.
pub fn day(text: &str) -> Option<NaiveDate> {
    read(text).map(|read| read.day)
}

/// `YYYYMMDD`; none outside the years 1 to 9999.
pub fn western(day: NaiveDate) -> Option<String> {
    (1..=9999).contains(&day.year()).then(|| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()))
}

/// `GYYMMDD`; none before 1873 and after the 99th year of the newest era.
pub fn era(day: NaiveDate) -> Option<String> {
    let era = ERAS.iter().find(|era| first_day(era) <= Some(day))?;
    let year = day.year() - era.base;
    (1..=99).contains(&year).then(|| format!("{}{year:02}{:02}{:02}", char::from(era.letter), day.month(), day.day()))
}

fn first_day(era: &Era) -> Option<NaiveDate> {
    let (year, month, day) = era.start;
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_era_begins_and_ends_on_its_day() {
        for (text, within) in [
            ("H310430", true),
            ("H310501", false),
            ("R010501", true),
            ("R010430", false),
            ("S640107", true),
            ("S640108", false),
            ("H010108", true),
            ("T151224", true),
            ("S011225", true),
            ("T010730", true),
            ("M450729", true),
            ("M450730", false),
            ("M060101", true),
            ("M051231", false),
        ] {
            assert_eq!(read(text).unwrap().within_era, within, "{text}");
        }
    }

    #[test]
    fn both_forms_name_the_same_day_and_are_written_again_as_they_were() {
        let mut day = NaiveDate::from_ymd_opt(1873, 1, 1).unwrap();
        let last = NaiveDate::from_ymd_opt(2060, 1, 1).unwrap();
        while day < last {
            let (western, era) = (western(day).unwrap(), era(day).unwrap());
            assert_eq!(read(&western), Some(Read { day, form: Form::Western, within_era: true }));
            assert_eq!(read(&era), Some(Read { day, form: Form::Era, within_era: true }));
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "20240230",
            "00000000",
            "2024011",
            "R000101",
            "X010101",
            "R0１0101",
            "あい",
            "あ12",
            "+2024010",
            "R+10101",
            "r060101",
            "2024-1-1",
            "99991301",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
