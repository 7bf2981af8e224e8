//! What a reader noticed and went on: for the person who looks after the sender's software, never with a field's content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::medication::limits;

/// Something that does not conform, and was read all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// The record number; null for the version record, an unknown record and what concerns the whole text.
    pub record: Option<u16>,
    /// The line of the joined text, the version record being 1; 0 for what concerns the whole text.
    pub line: u32,
    /// What was noticed.
    pub code: WarningCode,
    /// What it says to people, in the language of the request, with fields and numbers; never what a person typed. It is
    /// kept as `key=value`; see [`Warning::text`].
    pub detail: String,
}

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// A byte order mark.
    ByteOrderMark,
    /// The text is UTF-8, not CP932.
    Utf8,
    /// Bytes that are no character were replaced by U+FFFD.
    Undecodable,
    /// Characters of the private use area (外字): they look different elsewhere.
    PrivateCharacter,
    /// Control characters inside a record, or others that are not seen and change how it is read (direction, separators of
    /// lines); they are not kept. An EOF mark (1Ah) anywhere but at the end is one.
    ControlCharacter,
    /// Lines end with LF or CR alone.
    LineEnd,
    /// An empty line.
    BlankLine,
    /// Spaces around a field were removed.
    Spaces,
    /// The header's version is no published one.
    UnknownVersion,
    /// 出力区分 is neither 1 nor 2.
    Direction,
    /// The parts' version records differ; the first one's counts.
    HeaderDiffers,
    /// 出力区分 was used as a page number; the pages were put in that order.
    PageNumberHeader,
    /// Every part repeats the ones before; the last one was taken.
    CumulativeSplit,
    /// The split control record (911) cannot be read, or is not the last.
    SplitControl,
    /// The last record has neither a line's end nor an EOF mark after it; nothing of it can be missing.
    Unterminated,
    /// Symbols came without their places and were joined in the only order that makes a sheet: compare with the paper.
    JoinedByContent,
    /// The text's characters were bytes of CP932 taken for Latin-1; it was read as those bytes.
    Mojibake,
    /// The sheet looks like the second page of one whose first was not scanned.
    PageMissing,
    /// The parity of appended symbols is not that of their bytes.
    AppendParity,
    /// A record number that the standard does not know.
    UnknownRecord,
    /// A record or field newer than the header's version.
    NewerThanVersion,
    /// A record before its place in the standard's order.
    Order,
    /// A record (11 to 601) before any 調剤等年月日 (5).
    BeforeDispensingDate,
    /// A second record where one may stand.
    RepeatedRecord,
    /// A record that must be there is not.
    MissingRecord,
    /// 281 or 291 before any drug (201), or with another RP number than the drug before.
    DrugNoteWithoutDrug,
    /// 301 of an RP number without drugs.
    UsageWithoutDrug,
    /// 311 or 391 of an RP number without usage.
    UsageNoteWithoutUsage,
    /// Drugs without usage (301).
    DrugWithoutUsage,
    /// 31 without the medicine (3) of its serial.
    IngredientWithoutOtc,
    /// A field that must be there is empty.
    MissingField,
    /// More fields than the record has.
    ExtraFields,
    /// A field is longer than the standard allows.
    TooLong,
    /// Characters that the field's type does not allow.
    BadCharacters,
    /// Not a number within the field's digits.
    BadNumber,
    /// Not one of the field's codes.
    BadCode,
    /// Not a day.
    BadDate,
    /// A code whose kind is missing or says that there is none (コード種別 1): it is kept as it was written, and nothing is
    /// recognised by it.
    UnnamedCode,
    /// A day outside the era it is written in.
    EraRange,
    /// There are no records but the version record.
    NoRecords,
    /// There were more warnings than are listed.
    MoreWarnings,
}

impl Warning {
    /// Whether something of the sheet may be missing from what is kept, or be read wrongly: it was cut, left out or guessed.
    /// What only breaks the standard, and was read whole, is none.
    pub fn is_doubt(&self) -> bool {
        match self.code {
            WarningCode::Undecodable
            | WarningCode::AppendParity
            | WarningCode::JoinedByContent
            | WarningCode::Mojibake
            | WarningCode::PageMissing
            | WarningCode::UnknownRecord
            | WarningCode::IngredientWithoutOtc
            | WarningCode::ExtraFields
            | WarningCode::BadNumber
            | WarningCode::BadDate
            | WarningCode::MoreWarnings => true,
            // A field that is too long for the standard is kept as far as the notebook's own limits go; they concern the whole text.
            WarningCode::TooLong => self.line == 0,
            // A second usage is a group of its own, and a second patient is the same one or refused.
            WarningCode::RepeatedRecord => matches!(self.record, Some(11 | 15 | 51)),
            _ => false,
        }
    }
}

/// Why something of a sheet may be missing or wrong, each reason once.
pub fn doubts(warnings: &[Warning]) -> Vec<WarningCode> {
    let mut codes: Vec<WarningCode> =
        warnings.iter().filter(|warning| warning.is_doubt()).map(|warning| warning.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Collects warnings up to the limit.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    list: Vec<Warning>,
    more: bool,
}

impl Warnings {
    /// One that concerns the whole text.
    pub(super) fn whole(&mut self, code: WarningCode, detail: impl Into<String>) {
        self.push(None, 0, code, || detail.into());
    }

    /// One at a record.
    pub(super) fn push(&mut self, record: Option<u16>, line: u32, code: WarningCode, detail: impl FnOnce() -> String) {
        if self.list.len() < limits::WARNINGS {
            self.list.push(Warning { record, line, code, detail: detail() });
        } else {
            self.more = true;
        }
    }

    /// All of them, by line.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        self.list.sort_by_key(|warning| warning.line);
        if self.more {
            self.list.push(Warning { record: None, line: 0, code: WarningCode::MoreWarnings, detail: String::new() });
        }
        self.list
    }
}
