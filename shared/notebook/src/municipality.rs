//! The municipality that runs the notebook, as data: its code and how its addresses begin.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use unicode_normalization::UnicodeNormalization;

use crate::wrong::Wrong;

/// A municipality's six-digit code with its check digit (全国地方公共団体コード): 432041 is 荒尾市.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityCode([u8; 6]);

/// The municipality of one installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name with the prefecture, for people.
    pub name: String,
    /// How its addresses begin, with and without the prefecture.
    pub prefixes: Vec<AddressPrefix>,
}

/// The beginning of an address, up to and with the 市, 区, 町 or 村: the whole name, so that an 荒尾 elsewhere does not fit.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct AddressPrefix(String);

/// A municipality's setting that is not well-formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MunicipalityError {
    /// Not six ASCII digits, or the last does not fit.
    Code,
    /// Shorter than two characters or not ending in 市, 区, 町 or 村.
    Prefix,
}

impl MunicipalityCode {
    /// Reads six ASCII digits whose last fits the five before it.
    pub fn parse(text: &str) -> Result<Self, MunicipalityError> {
        let digits: [u8; 6] = text.as_bytes().try_into().map_err(|_| MunicipalityError::Code)?;
        let [number @ .., last] = digits;
        let right = digits.iter().all(u8::is_ascii_digit) && check_digit(number) == last - b'0';
        if right { Ok(Self(digits)) } else { Err(MunicipalityError::Code) }
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Weights 6 to 2 over the five ASCII digits, modulus 11 (the rule published with the code list of 総務省).
fn check_digit(number: [u8; 5]) -> u8 {
    let sum: u8 = (2..=6).rev().zip(number).map(|(weight, digit): (u8, u8)| weight * (digit - b'0')).sum();
    (11 - sum % 11) % 10
}

impl AddressPrefix {
    /// Reads a prefix in the normal form that addresses are compared in.
    pub fn parse(text: &str) -> Result<Self, MunicipalityError> {
        let prefix = normalise(text);
        let whole = prefix.ends_with(['市', '区', '町', '村']) && prefix.chars().count() >= 2;
        if whole { Ok(Self(prefix)) } else { Err(MunicipalityError::Prefix) }
    }

    /// The prefix, normalised.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// NFKC without white space (the ideographic space and invisible separators included).
pub(crate) fn normalise(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')).collect()
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AddressPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for MunicipalityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong = match self {
            Self::Code => Wrong::MunicipalityCode,
            Self::Prefix => Wrong::MunicipalityName,
        };
        fmt::Display::fmt(&wrong, f)
    }
}

impl std::error::Error for MunicipalityError {}

impl Serialize for MunicipalityCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MunicipalityCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Cow::<'de, str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for AddressPrefix {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Cow::<'de, str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for MunicipalityCode {
    fn schema_name() -> Cow<'static, str> {
        "MunicipalityCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{6}$" })
    }
}

impl JsonSchema for AddressPrefix {
    fn schema_name() -> Cow<'static, str> {
        "AddressPrefix".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 2, "pattern": "[市区町村]$" })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_code_needs_its_own_check_digit() {
        for known in ["432041", "131016", "011002", "401307", "431001", "430005"] {
            assert_eq!(MunicipalityCode::parse(known).unwrap().as_str(), known);
            let (number, last) = known.split_at(5);
            for other in ('0'..='9').filter(|other| !last.starts_with(*other)) {
                assert_eq!(MunicipalityCode::parse(&format!("{number}{other}")), Err(MunicipalityError::Code));
            }
        }
        for wrong in ["", "43204", "4320410", "４３２０４１", "43204x"] {
            assert_eq!(MunicipalityCode::parse(wrong), Err(MunicipalityError::Code), "{wrong:?}");
        }
    }

    #[test]
    fn a_prefix_is_the_whole_name_of_a_municipality() {
        assert_eq!(AddressPrefix::parse(" 熊本県 荒尾市").unwrap().as_str(), "熊本県荒尾市");
        for wrong in ["", "荒尾", "熊本県", "市", "荒尾市宮内"] {
            assert_eq!(AddressPrefix::parse(wrong), Err(MunicipalityError::Prefix), "{wrong:?}");
        }
    }

    #[test]
    fn a_municipality_is_read_from_its_settings_and_nothing_unknown_is_passed_over() {
        let text = r#"{ "code": "432041", "name": "熊本県荒尾市", "prefixes": ["熊本県荒尾市", "荒尾市"] }"#;
        let read: Municipality = serde_json::from_str(text).unwrap();
        assert_eq!(read.prefixes.len(), 2);
        for wrong in
            [text.replace("432041", "432042"), text.replace("\"荒尾市\"", "\"荒尾\""), text.replace("name", "nome")]
        {
            assert!(serde_json::from_str::<Municipality>(&wrong).is_err(), "{wrong}");
        }
    }
}
