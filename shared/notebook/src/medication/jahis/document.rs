//! The document: a version record and then records in their order. Nothing that was written is lost.

use super::records::Record;

/// A JAHIS お薬手帳 text as it was written. Its meaning is read through [`visits`](Self::visits) and the records.
///
/// The records are one flat list, in the order of the text, so that any document that can be read, in order or not,
/// is written back as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notebook {
    /// The version record's header.
    pub version: Version,
    /// 出力区分.
    pub direction: Direction,
    /// Every record after the version record, without split control records (911).
    pub records: Vec<Record>,
}

/// The two digits after `JAHISTC`: 01 = Ver.1.0, 02 = 1.1, 03 = 2.0, 04 = 2.1, 05 = 2.2, 06 = 2.3, 07 = 2.4, 08 = 2.5 and 2.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

impl Version {
    /// The newest version, which is written.
    pub const NEWEST: Self = Self(8);

    /// A version of two digits (0 to 99).
    pub const fn new(digits: u8) -> Option<Self> {
        if digits < 100 { Some(Self(digits)) } else { None }
    }

    /// The two digits.
    pub const fn digits(self) -> u8 {
        self.0
    }

    /// Whether a published standard has this header.
    pub const fn is_known(self) -> bool {
        self.0 >= 1 && self.0 <= Self::NEWEST.0
    }
}

/// As in the version record: `JAHISTC08`.
impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "JAHISTC{:02}", self.0)
    }
}

/// 出力区分: who writes for whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 1: a medical institution or pharmacy for a patient.
    ToPatient,
    /// 2: a patient for a medical institution or pharmacy.
    FromPatient,
    /// Anything else, as it was written.
    Other(String),
}

impl Direction {
    /// Reads the field of the version record.
    pub fn of(field: &str) -> Self {
        match field {
            "1" => Self::ToPatient,
            "2" => Self::FromPatient,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The field of the version record.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ToPatient => "1",
            Self::FromPatient => "2",
            Self::Other(other) => other,
        }
    }
}
