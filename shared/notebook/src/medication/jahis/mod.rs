//! JAHIS 電子版お薬手帳データフォーマット (headers JAHISTC01 to JAHISTC08; Ver.2.6 = JAHIS技術文書 24-104): read and write.
//!
//! The reader is total: whatever the bytes, it answers with a document and warnings, or with one of a few refusals, in
//! linear time. [`records`] is the format's table; structs, reader, writer and checks are made from it.

mod check;
mod cp932;
pub mod date;
mod document;
mod fit;
mod order;
mod part;
pub mod records;
mod refusal;
mod split;
pub mod table;
mod unit;
mod visit;
mod warning;
mod write;

pub use document::{Direction, Notebook, Version};
pub use fit::{How, Shortened, fit};
pub use part::{Append, Content, Part};
pub use records::Record;
pub use refusal::Refusal;
pub use visit::{DrugEntry, OtcEntry, Rp, Visit};
pub use warning::{Warning, WarningCode};
pub use write::{CannotSplit, Replaced, SplitPart, Written, split, write};

use super::limits;
use cp932::Charset;
use unit::is_space;
use warning::Warnings;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The document.
    pub notebook: Notebook,
    /// What does not conform, by line; at most 200 and one more that says so.
    pub warnings: Vec<Warning>,
}

/// Reads the symbols of one notebook, in any order. Nothing is read unless all of it is.
pub fn read(parts: &[Part]) -> Result<Reading, Refusal> {
    if parts.len() > limits::PARTS || parts.iter().map(Part::len).sum::<usize>() > limits::BYTES {
        return Err(Refusal::TooLarge);
    }
    let mut warnings = Warnings::default();
    let texts: Vec<String> =
        part::join_appended(parts, &mut warnings)?.into_iter().map(|content| text(content, &mut warnings)).collect();
    let mut units = Vec::new();
    for text in &texts {
        unit::units_of(text, &mut units, &mut warnings)?;
    }
    let joined = split::join(units, &mut warnings)?;
    let direction = Direction::of(joined.direction);
    check_header(&joined, &direction, &mut warnings);
    let records = records_of(&joined, &direction, &mut warnings);
    if records.is_empty() {
        warnings.whole(WarningCode::NoRecords, "");
    }
    let notebook = Notebook { version: joined.version, direction, records };
    Ok(Reading { notebook, warnings: warnings.finish() })
}

fn text(content: Content, warnings: &mut Warnings) -> String {
    let bytes = match content {
        Content::Text(text) => return text,
        Content::Bytes(bytes) => bytes,
    };
    let (text, charset) = cp932::decode(&bytes);
    match charset {
        Charset::Cp932 => {}
        Charset::Utf8 => warnings.whole(WarningCode::Utf8, ""),
        Charset::Utf8WithMark => warnings.whole(WarningCode::ByteOrderMark, "charset=utf-8"),
    }
    text
}

fn check_header(joined: &split::Joined<'_>, direction: &Direction, warnings: &mut Warnings) {
    if !joined.version.is_known() {
        warnings.push(None, 1, WarningCode::UnknownVersion, || format!("version={}", joined.version));
    }
    if matches!(direction, Direction::Other(_)) {
        warnings.push(None, 1, WarningCode::Direction, String::new);
    }
    if joined.extra_fields {
        warnings.push(None, 1, WarningCode::ExtraFields, String::new);
    }
}

fn records_of(joined: &split::Joined<'_>, direction: &Direction, warnings: &mut Warnings) -> Vec<Record> {
    let version = if joined.version.is_known() { joined.version } else { Version::NEWEST };
    let context = check::Context { version: version.digits(), direction };
    let mut order = order::Order::new(direction);
    let mut records = Vec::with_capacity(joined.body.len());
    let mut fields: Vec<&str> = Vec::new();
    for (line, text) in (2_u32..).zip(&joined.body) {
        let spaces = split_fields(text, &mut fields);
        let Some((number, rest)) = fields.split_first() else {
            warnings.push(None, line, WarningCode::BlankLine, String::new);
            continue;
        };
        let record = Record::of(number, rest.iter().copied());
        let known = record.spec().map(|spec| spec.number);
        if spaces {
            warnings.push(known, line, WarningCode::Spaces, String::new);
        }
        check_characters(text, known, line, warnings);
        match record.spec() {
            Some(spec) => check::check(spec, rest, &context, line, warnings),
            None => warnings.push(None, line, WarningCode::UnknownRecord, String::new),
        }
        order.see(&record, line, warnings);
        records.push(record);
    }
    order.finish(warnings);
    records
}

/// Splits at commas and drops trailing empty fields; tells whether spaces around a field were removed.
fn split_fields<'t>(line: &'t str, fields: &mut Vec<&'t str>) -> bool {
    let mut spaces = false;
    fields.clear();
    fields.extend(line.split(',').map(|field| {
        let trimmed = field.trim_matches(is_space);
        spaces |= trimmed.len() != field.len();
        trimmed
    }));
    while fields.last().is_some_and(|field| field.is_empty()) {
        fields.pop();
    }
    spaces
}

fn check_characters(line: &str, record: Option<u16>, number: u32, warnings: &mut Warnings) {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return;
    }
    let (mut undecodable, mut private, mut control) = (0, 0, 0);
    for character in line.chars() {
        match character {
            '\u{FFFD}' => undecodable += 1,
            '\u{E000}'..='\u{F8FF}' => private += 1,
            // Marks that change the direction of text around them count as controls.
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => control += 1,
            _ if character.is_control() => control += 1,
            _ => {}
        }
    }
    for (count, code) in [
        (undecodable, WarningCode::Undecodable),
        (private, WarningCode::PrivateCharacter),
        (control, WarningCode::ControlCharacter),
    ] {
        if count > 0 {
            warnings.push(record, number, code, || format!("characters={count}"));
        }
    }
}
