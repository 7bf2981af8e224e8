//! Medicines bought without prescription (要指導・一般用医薬品) as entries of the notebook, beside dispensings.

use std::fmt;

use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

use super::dispensing::{Dispensing, Drug, Group, Source};
use super::limits;
use super::note::Otc;
use crate::wrong::Wrong;

/// What an entry of the medicine notebook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// What a pharmacy or clinic handed out on one day.
    #[default]
    Dispensing,
    /// A medicine bought without prescription.
    Otc,
}

/// A JAN code: 13 or 8 digits, the last of which checks the others. Full-width digits are read as digits.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Jan(String);

/// The text is no JAN code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAJan;

impl fmt::Display for NotAJan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Wrong::Jan, f)
    }
}

impl std::error::Error for NotAJan {}

impl Jan {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Self, NotAJan> {
        let digit = |character: char| match character {
            '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
            other => Some(other).filter(char::is_ascii_digit),
        };
        let code: String = text.trim().chars().map(digit).collect::<Option<_>>().ok_or(NotAJan)?;
        // From the right: the check digit counts once, the next three times, and so on; the sum ends in 0.
        let weighed = code.bytes().rev().zip([1_u32, 3].into_iter().cycle());
        let sum: u32 = weighed.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
        if matches!(code.len(), 8 | 13) && sum.is_multiple_of(10) { Ok(Self(code)) } else { Err(NotAJan) }
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its digits, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Jan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jan({} digits)", self.0.len())
    }
}

impl<'de> Deserialize<'de> for Jan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for Jan {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Jan".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([0-9]{8}|[0-9]{13})$" })
    }
}

impl Otc {
    /// The day under which it is listed: the first day of use, else the last, else `otherwise`.
    pub fn day(&self, otherwise: NaiveDate) -> NaiveDate {
        self.started_on.or(self.ended_on).unwrap_or(otherwise)
    }

    /// The same medicine as a dispensing of one drug, so that whatever reads dispensings sees it: its day, its name and
    /// for how long it is taken. Nobody dispensed or prescribed it, and it has no id yet.
    pub fn as_dispensing(&self, source: Source, day: NaiveDate) -> Dispensing {
        let supply_count = self.ended_on.and_then(|last| {
            let days = last.signed_duration_since(day).num_days() + 1;
            u16::try_from(days).ok().filter(|days| *days > 0).map(|days| days.min(limits::COUNT))
        });
        let group = Group {
            rp: 1,
            supply_count,
            supply_unit: supply_count.map(|_| "日分".to_owned()),
            drugs: vec![Drug { name: self.name.clone(), ..Drug::default() }],
            ..Group::default()
        };
        Dispensing { groups: vec![group], ..Dispensing::of_day(Uuid::nil(), day, source) }
    }

    /// Whether the first day of use is not after the last.
    pub fn is_in_order(&self) -> bool {
        !matches!((self.started_on, self.ended_on), (Some(first), Some(last)) if first > last)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::medication::note::{Author, Ingredient};
    use crate::medication::supply;
    use proptest::prelude::*;

    #[test]
    fn codes_of_both_lengths_are_read_and_nothing_else() {
        for code in ["4987306045019", "49123456", "96385074", " 4987306045019 "] {
            assert_eq!(Jan::parse(code).unwrap().as_str(), code.trim());
        }
        assert_eq!(Jan::parse("４９８７３０６０４５０１９").unwrap().as_str(), "4987306045019");
        for code in ["", "4987306045018", "498730604501", "04987306045019", "498730604501X", "49-8730604501", "-1"] {
            assert_eq!(Jan::parse(code), Err(NotAJan), "{code}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(code in "[0-9]{12}", place in 0_usize..13, more in 1_u8..10) {
            let sum: u32 = code.bytes().rev().zip([3_u32, 1].into_iter().cycle()).map(|(b, w)| u32::from(b - b'0') * w).sum();
            let whole = format!("{code}{}", (10 - sum % 10) % 10);
            prop_assert!(Jan::parse(&whole).is_ok());
            let mut bytes = whole.into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + more) % 10;
            prop_assert!(Jan::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }
    }

    #[test]
    fn an_otc_medicine_reads_as_a_dispensing_for_the_days_it_is_taken() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let ingredients = ["アセトアミノフェン", "カフェイン"].map(|name| Ingredient {
            name: name.to_owned(),
            code: None,
            author: None,
        });
        let otc = Otc {
            name: "かぜぐすりＡ微粒".to_owned(),
            started_on: Some(day("2026-11-01")),
            ended_on: Some(day("2026-11-05")),
            jan: None,
            ingredients: ingredients.to_vec(),
            author: Author::Patient,
        };
        let read = otc.as_dispensing(Source::Manual, otc.day(day("2026-11-22")));
        let period = supply::period(&read, &read.groups[0]);
        assert_eq!((period.first, period.last), (day("2026-11-01"), day("2026-11-05")));
        assert_eq!(read.out_of_bounds(), []);
        let undated = Otc { started_on: None, ended_on: None, ..otc };
        assert_eq!(undated.day(day("2026-11-22")), day("2026-11-22"));
    }
}
