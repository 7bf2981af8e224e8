//! A notebook as it is handed over: written, brought within the standard's lengths and divided into parts for QR codes.

use std::fmt;

use super::compose;
use super::dispensing::Dispensing;
use super::jahis::{self, CannotSplit, Notebook, Shortened, SplitPart, Written, records};
use super::limits;
use super::note::NotebookNote;

/// Bytes of one part: what a symbol of version 40-M takes with room to spare.
pub const PART_BYTES: usize = 1_800;

/// A notebook that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// The document whose records were written.
    pub notebook: Notebook,
    /// It, written.
    pub written: Written,
    /// It, in parts.
    pub parts: Vec<SplitPart>,
    /// What was longer than the standard allows.
    pub shortened: Vec<Shortened>,
}

/// Why a notebook cannot be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotExport {
    /// There is nothing in it.
    Empty,
    /// More than a reader takes at once ([`limits::BYTES`], [`limits::DISPENSINGS`]).
    TooLarge,
    /// The id is not 1 to 14 digits.
    BadId,
}

impl fmt::Display for CannotExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "nothing to hand over",
            Self::TooLarge => "more than a reader takes at once",
            Self::BadId => "the id of the split data is not 1 to 14 digits",
        })
    }
}

impl std::error::Error for CannotExport {}

/// Writes a person's entries as JAHISTC08 of 出力区分 2. `id` is the データ固有ID: 1 to 14 digits, customarily the local
/// `yyyyMMddHHmmss`.
pub fn export(
    patient: Option<records::Patient>,
    notes: &[NotebookNote],
    dispensings: &[Dispensing],
    id: &str,
) -> Result<Export, CannotExport> {
    if notes.is_empty() && dispensings.is_empty() {
        return Err(CannotExport::Empty);
    }
    let bought = notes.iter().filter(|note| matches!(note, NotebookNote::Otc(_))).count();
    if dispensings.len() + bought > limits::DISPENSINGS {
        return Err(CannotExport::TooLarge);
    }
    let mut notebook = compose::to_jahis(patient, notes, dispensings);
    let shortened;
    (notebook.records, shortened) = jahis::fit(notebook.records);
    let written = jahis::write(&notebook);
    let parts = jahis::split(&written, PART_BYTES, id).map_err(|error| match error {
        CannotSplit::BadId => CannotExport::BadId,
        CannotSplit::TooManyParts => CannotExport::TooLarge,
    })?;
    if parts.iter().map(|part| part.bytes.len()).sum::<usize>() > limits::BYTES {
        return Err(CannotExport::TooLarge);
    }
    Ok(Export { notebook, written, parts, shortened })
}
