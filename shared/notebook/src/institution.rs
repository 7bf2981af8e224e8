//! The code of a hospital, clinic, pharmacy or nursing station (保険医療機関コード): ten digits.
//!
//! Two for the prefecture, one for the fee table (点数表), seven for the institution, the last of which is a check digit over all
//! ten. Prescriptions and dispensing records carry the three parts apart; they are joined here.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::access::Purpose;
use crate::wrong::Wrong;

/// A ten-digit institution code. A wrong check digit is no error: see [`InstitutionCode::has_valid_check_digit`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionCode([u8; 10]);

/// The text is not ten ASCII digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnInstitutionCode;

/// Under which fee table (点数表) an institution bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeeTable {
    /// 1 医科
    Medical,
    /// 3 歯科
    Dental,
    /// 4 調剤
    Pharmacy,
    /// Another digit, as it stands (6 is used for 訪問看護).
    Other(u8),
}

/// What an institution is, as far as it decides what people come there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InstitutionKind {
    /// 病院・診療所
    Medical,
    /// 歯科
    Dental,
    /// 薬局
    Pharmacy,
    /// 訪問看護ステーション
    VisitingNursing,
    /// 保健センター
    HealthCenter,
    /// 市役所: registers institutions and staff; nobody there may open a notebook.
    CityOffice,
    /// Not known.
    Other,
}

impl InstitutionKind {
    /// As far as the fee table of its code says.
    pub fn of(code: InstitutionCode) -> Self {
        match code.fee_table() {
            FeeTable::Medical => Self::Medical,
            FeeTable::Dental => Self::Dental,
            FeeTable::Pharmacy => Self::Pharmacy,
            FeeTable::Other(6) => Self::VisitingNursing,
            FeeTable::Other(_) => Self::Other,
        }
    }

    /// What people come there for, and so may open the notebook for. A clinic may dispense itself (院内処方).
    pub fn purposes(self) -> &'static [Purpose] {
        match self {
            Self::Medical | Self::Dental | Self::Other => {
                &[Purpose::Consultation, Purpose::Dispensing, Purpose::HealthGuidance]
            }
            Self::Pharmacy => &[Purpose::Dispensing],
            Self::VisitingNursing | Self::HealthCenter => &[Purpose::Consultation, Purpose::HealthGuidance],
            Self::CityOffice => &[],
        }
    }
}

impl InstitutionCode {
    /// Reads ten ASCII digits, nothing before, between or after.
    pub fn parse(text: &str) -> Result<Self, NotAnInstitutionCode> {
        let digits: [u8; 10] = text.as_bytes().try_into().map_err(|_| NotAnInstitutionCode)?;
        if digits.iter().all(u8::is_ascii_digit) { Ok(Self(digits)) } else { Err(NotAnInstitutionCode) }
    }

    /// Joins prefecture (2 digits), fee table (1) and institution (7) as dispensing records carry them.
    pub fn join(prefecture: &str, fee_table: &str, institution: &str) -> Result<Self, NotAnInstitutionCode> {
        if (prefecture.len(), fee_table.len(), institution.len()) != (2, 1, 7) {
            return Err(NotAnInstitutionCode);
        }
        Self::parse(&[prefecture, fee_table, institution].concat())
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The prefecture (都道府県番号): 43 is Kumamoto.
    pub fn prefecture(&self) -> u8 {
        let [tens, ones, ..] = self.0;
        (tens - b'0') * 10 + (ones - b'0')
    }

    /// The fee table.
    pub fn fee_table(&self) -> FeeTable {
        let [_, _, digit, ..] = self.0;
        match digit {
            b'1' => FeeTable::Medical,
            b'3' => FeeTable::Dental,
            b'4' => FeeTable::Pharmacy,
            other => FeeTable::Other(other - b'0'),
        }
    }

    /// Whether the last digit fits the nine before it (modulus 10, weights 1 and 2).
    ///
    /// Widely used sample codes fail, so a misfit is a warning to show, not a reason to refuse.
    pub fn has_valid_check_digit(&self) -> bool {
        let sum: u32 = (0_u8..)
            .zip(self.0.iter().rev())
            .map(|(from_right, digit)| {
                let weighted = u32::from(digit - b'0') * if from_right % 2 == 1 { 2 } else { 1 };
                weighted / 10 + weighted % 10
            })
            .sum();
        sum.is_multiple_of(10)
    }
}

impl fmt::Display for InstitutionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for InstitutionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for InstitutionCode {
    type Err = NotAnInstitutionCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for NotAnInstitutionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Wrong::InstitutionCode, f)
    }
}

impl std::error::Error for NotAnInstitutionCode {}

impl Serialize for InstitutionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for InstitutionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Cow::<'de, str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl JsonSchema for InstitutionCode {
    fn schema_name() -> Cow<'static, str> {
        "InstitutionCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]{10}$",
            "description": "Prefecture (2 digits), fee table (1) and institution (7), joined."
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_code_is_ten_ascii_digits_and_keeps_its_leading_zeros() {
        let code = InstitutionCode::parse("0110113719").unwrap();
        assert_eq!(code.to_string(), "0110113719");
        assert_eq!(code.prefecture(), 1);
        assert_eq!(code.fee_table(), FeeTable::Medical);
        for wrong in [
            "",
            "011011371",
            "01101137190",
            "０１１０１１３７１９",
            "01-1011371",
            " 110113719",
            "011011371a",
            "+110113719",
        ] {
            assert_eq!(InstitutionCode::parse(wrong), Err(NotAnInstitutionCode), "{wrong:?}");
        }
    }

    #[test]
    fn the_three_parts_of_a_record_are_joined() {
        let code = InstitutionCode::join("43", "4", "1234567").unwrap();
        assert_eq!(code.as_str(), "4341234567");
        assert_eq!(code.fee_table(), FeeTable::Pharmacy);
        assert_eq!(InstitutionCode::join("4", "34", "1234567"), Err(NotAnInstitutionCode));
        assert_eq!(InstitutionCode::join("43", "4", "123456"), Err(NotAnInstitutionCode));
    }

    #[test]
    fn the_check_digit_is_known_and_only_warns() {
        for (code, fits) in [("0110113719", true), ("0110119070", true), ("1311234567", false), ("1341234567", false)] {
            assert_eq!(InstitutionCode::parse(code).unwrap().has_valid_check_digit(), fits, "{code}");
        }
    }

    #[test]
    fn exactly_one_last_digit_fits_and_every_single_wrong_digit_is_noticed() {
        let fitting = |start: &str| {
            (0..10)
                .filter(|last| InstitutionCode::parse(&format!("{start}{last}")).unwrap().has_valid_check_digit())
                .count()
        };
        assert_eq!(fitting("431041234"), 1);
        let right = "0110113719";
        for (at, digit) in right.char_indices() {
            for other in ('0'..='9').filter(|other| *other != digit) {
                let mut wrong = right.to_owned();
                wrong.replace_range(at..=at, &other.to_string());
                assert!(!InstitutionCode::parse(&wrong).unwrap().has_valid_check_digit(), "{wrong}");
            }
        }
    }

    #[test]
    fn a_purpose_fits_what_the_institution_is_and_nobody_checks_in_at_the_city_office() {
        let kind = |code: &str| InstitutionKind::of(InstitutionCode::parse(code).unwrap());
        assert_eq!(kind("4310112345"), InstitutionKind::Medical);
        assert_eq!(kind("4330112345").purposes(), InstitutionKind::Medical.purposes());
        assert_eq!(kind("4340112345").purposes(), [Purpose::Dispensing]);
        assert_eq!(kind("4360112345"), InstitutionKind::VisitingNursing);
        assert_eq!(kind("4300400027"), InstitutionKind::Other);
        assert!(InstitutionKind::CityOffice.purposes().is_empty());
        let all: Vec<InstitutionKind> = serde_json::from_str("[\"health_center\", \"city_office\"]").unwrap();
        assert_eq!(all, [InstitutionKind::HealthCenter, InstitutionKind::CityOffice]);
    }

    #[test]
    fn json_carries_a_string() {
        let code: InstitutionCode = serde_json::from_str("\"0110113719\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"0110113719\"");
        assert!(serde_json::from_str::<InstitutionCode>("110113719").is_err());
    }
}
