//! Writes a document: CP932, CR LF, no trailing empty fields; and splits it into parts of whole records (分割制御).

use std::fmt;

use super::cp932;
use super::document::Notebook;
use super::space::is_space;
use crate::text::{is_in_line, one_line};

/// A document as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// CP932, every record ended by CR LF.
    pub bytes: Vec<u8>,
    /// The same as text.
    pub text: String,
    /// Characters that could not be written as they are.
    pub replaced: Vec<Replaced>,
}

/// A character that could not be written as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The record's place in [`Notebook::records`]; none for the version record.
    pub record: Option<usize>,
    /// The field's place in the record, 0 being the record number.
    pub field: usize,
    /// The character, as a code point: not in CP932, a comma, a line's end, or one that is not seen.
    pub character: char,
    /// What was written: ■, a character of the same look, or a space, also where only the spaces around it are left.
    pub with: char,
}

/// Writes a document. A comma inside a text becomes a full-width one; every text becomes one line.
pub fn write(notebook: &Notebook) -> Written {
    let mut writer = Writer { bytes: Vec::new(), text: String::new(), replaced: Vec::new() };
    let version = notebook.version.to_string();
    writer.record(None, &[&version, notebook.direction.as_str()]);
    let mut fields: Vec<&str> = Vec::new();
    for (place, record) in notebook.records.iter().enumerate() {
        fields.clear();
        record.push_fields(&mut fields);
        while fields.last().is_some_and(|field| field.trim_matches(is_space).is_empty()) {
            fields.pop();
        }
        writer.record(Some(place), &fields);
    }
    Written { bytes: writer.bytes, text: writer.text, replaced: writer.replaced }
}

struct Writer {
    bytes: Vec<u8>,
    text: String,
    replaced: Vec<Replaced>,
}

impl Writer {
    /// `place` is none for the version record.
    fn record(&mut self, place: Option<usize>, fields: &[&str]) {
        for (number, field) in fields.iter().enumerate() {
            if number > 0 {
                self.bytes.push(b',');
                self.text.push(',');
            }
            self.field(place, number, field.trim_matches(is_space));
        }
        self.bytes.extend_from_slice(b"\r\n");
        self.text.push_str("\r\n");
    }

    fn field(&mut self, place: Option<usize>, number: usize, field: &str) {
        let Self { bytes, text, replaced } = self;
        let mut report = |character, with| {
            replaced.push(Replaced { record: place, field: number, character, with });
        };
        for character in field.chars() {
            if character == ',' {
                report(',', '，');
            } else if !is_in_line(character) {
                report(character, ' ');
            }
        }
        let mut clean = one_line(field);
        if clean.contains(',') {
            clean = clean.replace(',', "，").into();
        }
        let field = clean.as_ref();
        let mut changes = 0_usize;
        cp932::encode(field, bytes, |character, with| {
            changes += 1;
            report(character, with);
        });
        if changes == 0 {
            text.push_str(field);
        } else {
            let mut same = Vec::new();
            cp932::encode(field, &mut same, |_, _| {});
            text.push_str(&cp932::decode(&same).0);
        }
    }
}

/// One part of a split document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitPart {
    /// CP932.
    pub bytes: Vec<u8>,
    /// The same as text.
    pub text: String,
}

/// Why a document cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSplit {
    /// The データ固有ID is not 1 to 14 digits.
    BadId,
    /// More than 999 parts.
    TooManyParts,
}

impl fmt::Display for CannotSplit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadId => "the id of the split data is not 1 to 14 digits",
            Self::TooManyParts => "more than 999 parts",
        })
    }
}

impl std::error::Error for CannotSplit {}

/// Splits by whole records into parts of at most `max_bytes` (of CP932; 1,800 suits a symbol of version 40-M).
///
/// What fits is one part without split control. A single record that does not fit, which no conforming one is at 1,800,
/// makes a part of its own that is longer. `id` is the データ固有ID: digits, customarily the local `yyyyMMddHHmmss`.
pub fn split(written: &Written, max_bytes: usize, id: &str) -> Result<Vec<SplitPart>, CannotSplit> {
    if id.is_empty() || id.len() > 14 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CannotSplit::BadId);
    }
    if written.bytes.len() <= max_bytes {
        return Ok(vec![SplitPart { bytes: written.bytes.clone(), text: written.text.clone() }]);
    }
    let mut lines = written.bytes.split_inclusive(|byte| *byte == b'\n').zip(written.text.split_inclusive('\n'));
    let Some((header_bytes, header_text)) = lines.next() else { return Ok(Vec::new()) };
    let control_bytes = "911,,999,999\r\n".len() + id.len();
    let capacity = max_bytes.saturating_sub(control_bytes);
    let start = || SplitPart { bytes: header_bytes.to_vec(), text: header_text.to_owned() };
    let mut parts = Vec::new();
    let mut part = start();
    for (bytes, text) in lines {
        if part.bytes.len() > header_bytes.len() && part.bytes.len() + bytes.len() > capacity {
            parts.push(std::mem::replace(&mut part, start()));
        }
        part.bytes.extend_from_slice(bytes);
        part.text.push_str(text);
    }
    parts.push(part);
    let total = parts.len();
    if total > crate::medication::limits::PARTS {
        return Err(CannotSplit::TooManyParts);
    }
    for (sequence, part) in (1..=total).zip(&mut parts) {
        let control = format!("911,{id},{total},{sequence}\r\n");
        part.bytes.extend_from_slice(control.as_bytes());
        part.text.push_str(&control);
    }
    Ok(parts)
}
