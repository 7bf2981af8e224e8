//! Why a text is refused as a whole. Everything else is a warning.

use std::fmt;

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No part, or nothing but blank ones.
    Empty,
    /// More than 64 kB or 999 parts.
    TooLarge,
    /// No part begins with a version record.
    NotJahis,
    /// The 2D symbol of a prescription (院外処方箋2次元シンボル, header `JAHISn`): for the pharmacy, not for the notebook.
    PrescriptionQr,
    /// Parts of a split notebook are missing: what is there names others (分割制御), ends inside a record, or begins in
    /// the middle of a sheet.
    SplitIncomplete {
        /// 分割数; none where nothing tells it.
        total: Option<u16>,
        /// The データ連番 that are missing, ascending; empty where nothing tells them.
        missing: Vec<u16>,
    },
    /// A split control record (911) that cannot be read: whether and which parts are missing is not known.
    SplitControl,
    /// Symbols came without their places, and more than one order of them would be a sheet.
    SplitOrder,
    /// The text is not what the symbol holds: its bytes were taken for another character set and some are lost.
    Garbled,
    /// Parts of different notebooks: of two sheets, of two sets of symbols, or of two people.
    SplitMixed,
    /// The parts contradict one another: the same sequence number with other content, or differing totals.
    SplitConflict,
    /// Symbols of an appended set (コード連結) are missing.
    AppendIncomplete {
        /// How many symbols the set has.
        total: u16,
        /// The places that are missing, from 1, ascending.
        missing: Vec<u16>,
    },
}

impl Refusal {
    /// The refusal's own code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::NotJahis => "not_jahis",
            Self::PrescriptionQr => "prescription_qr",
            Self::SplitIncomplete { .. } => "split_incomplete",
            Self::SplitControl => "split_control",
            Self::SplitOrder => "split_order",
            Self::Garbled => "unreadable_text",
            Self::SplitMixed => "split_mixed",
            Self::SplitConflict => "split_conflict",
            Self::AppendIncomplete { .. } => "append_incomplete",
        }
    }

    /// Parts are missing, and nothing tells which.
    pub(super) const fn torn() -> Self {
        Self::SplitIncomplete { total: None, missing: Vec::new() }
    }

    /// What is missing, of both kinds of splitting: how many parts there are, as far as it is known, and which are not there.
    pub fn missing(&self) -> Option<(Option<u16>, &[u16])> {
        match self {
            Self::SplitIncomplete { total, missing } => Some((*total, missing)),
            Self::AppendIncomplete { total, missing } => Some((Some(*total), missing)),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}
