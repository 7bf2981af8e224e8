//! JAHIS 電子版お薬手帳データフォーマット (headers JAHISTC01 to JAHISTC08; Ver.2.6 = JAHIS技術文書 24-104): read and write.
//!
//! The reader is total: whatever the bytes, it answers with a document and warnings, or with one of a few refusals, in
//! linear time. [`records`] is the format's table; structs, reader, writer and checks are made from it.

mod check;
mod cp932;
pub mod date;
mod document;
mod fit;
mod mojibake;
mod order;
mod part;
mod people;
mod pieces;
pub mod records;
mod refusal;
mod space;
mod split;
pub mod table;
mod torn;
mod unit;
mod visit;
mod warning;
mod wording;
mod write;

pub use document::{Direction, Notebook, Version};
pub use fit::{How, Shortened, fit};
pub use part::{Append, Content, Part};
pub use records::Record;
pub use refusal::Refusal;
pub use visit::{DrugEntry, OtcEntry, Rp, Visit};
pub use warning::{Warning, WarningCode, doubts};
pub use write::{CannotSplit, Replaced, SplitPart, Written, split, write};

use super::{limits, name};
use crate::text::is_in_line;
use cp932::Charset;
pub(super) use cp932::has;
pub(super) use space::is_space;
use space::may_have_spaces;
use warning::Warnings;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The document.
    pub notebook: Notebook,
    /// What does not conform, by line; at most 200 and one more that says so.
    pub warnings: Vec<Warning>,
    /// How many parts there are was written (分割制御), and all of them were read: what is not there is on none of them.
    pub counted: bool,
}

/// Reads the symbols of one notebook, in any order. Nothing is read unless all of it is.
pub fn read(parts: &[Part]) -> Result<Reading, Refusal> {
    if parts.len() > limits::PARTS || parts.iter().map(Part::len).sum::<usize>() > limits::BYTES {
        return Err(Refusal::TooLarge);
    }
    let mut warnings = Warnings::default();
    let appended = part::join_appended(parts, &mut warnings)?;
    let contents = pieces::join(appended, &mut warnings, |content| {
        let mut warnings = Warnings::default();
        let (notebook, _) = read_contents(vec![content.clone()], &mut warnings)?;
        Ok((notebook, warnings.finish()))
    })?;
    let (notebook, counted) = read_contents(contents, &mut warnings)?;
    // Not while orders of symbols are tried: one that is refused must not make another the only one.
    if people::are_several(&notebook.records) {
        return Err(Refusal::SplitMixed);
    }
    Ok(Reading { notebook, warnings: warnings.finish(), counted })
}

/// The document, and whether all of its parts were counted.
fn read_contents(contents: Vec<Content>, warnings: &mut Warnings) -> Result<(Notebook, bool), Refusal> {
    let texts = contents.into_iter().map(|content| text(content, warnings)).collect::<Result<Vec<_>, _>>()?;
    let mut units = Vec::new();
    for text in &texts {
        unit::units_of(text, &mut units, warnings)?;
    }
    let joined = split::join(units, warnings)?;
    let direction = Direction::of(joined.direction);
    check_header(&joined, &direction, warnings);
    let (records, whole) = records_of(&joined, &direction, warnings);
    if !whole && !joined.counted {
        return Err(Refusal::torn());
    }
    if records.iter().any(is_of_a_prescription) {
        return Err(Refusal::PrescriptionQr);
    }
    if records.is_empty() {
        warnings.whole(WarningCode::NoRecords, "");
    }
    let notebook = Notebook { version: joined.version, direction, records };
    if !joined.counted && notebook.is_like_page_two() {
        warnings.whole(WarningCode::PageMissing, "");
    }
    Ok((notebook, joined.counted))
}

/// A drug (201) as the prescription's symbol writes it has a number where a notebook has its name. No medicine is called 1.
fn is_of_a_prescription(record: &Record) -> bool {
    matches!(record, Record::Drug(drug) if name::is_number(&drug.name))
}

fn text(content: Content, warnings: &mut Warnings) -> Result<String, Refusal> {
    let bytes = match content {
        Content::Text(text) => match mojibake::look(&text) {
            mojibake::Text::Plain => return Ok(text),
            mojibake::Text::Garbled => return Err(Refusal::Garbled),
            mojibake::Text::Bytes(bytes) => {
                warnings.whole(WarningCode::Mojibake, "");
                bytes
            }
        },
        Content::Bytes(bytes) => bytes,
    };
    let (text, charset) = cp932::decode(&bytes);
    match charset {
        Charset::Cp932 => {}
        Charset::Utf8 => warnings.whole(WarningCode::Utf8, ""),
        Charset::Utf8WithMark => warnings.whole(WarningCode::ByteOrderMark, "charset=utf-8"),
    }
    Ok(text)
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

/// The records, and whether the last RP has its usage.
fn records_of(joined: &split::Joined<'_>, direction: &Direction, warnings: &mut Warnings) -> (Vec<Record>, bool) {
    let context = check::Context::of(joined.version, direction);
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
    (records, order.finish(warnings))
}

/// Splits at commas and drops trailing empty fields; tells whether spaces around a field were removed.
fn split_fields<'t>(line: &'t str, fields: &mut Vec<&'t str>) -> bool {
    let mut spaces = false;
    fields.clear();
    let mut rest = Some(line);
    while let Some(text) = rest {
        // Fields are short: to look at each byte is quicker than to begin a search for each comma.
        let comma = text.bytes().position(|byte| byte == b',');
        let field = comma.map_or(Some(text), |at| text.get(..at)).unwrap_or_default();
        rest = comma.and_then(|at| text.get(at + 1..));
        let trimmed = if may_have_spaces(field) { field.trim_matches(is_space) } else { field };
        spaces |= trimmed.len() != field.len();
        fields.push(trimmed);
    }
    while fields.last().is_some_and(|field| field.is_empty()) {
        fields.pop();
    }
    spaces
}

/// Whether a line is of nothing but ASCII, kana, kanji and full-width forms, of which nothing is to be said; nearly every line is. Its
/// bytes are looked at as they are, without making characters of them.
const fn is_plain(line: &str) -> bool {
    let mut bytes = line.as_bytes();
    loop {
        bytes = match bytes {
            [] => return true,
            [b' '..=b'~', rest @ ..]
            // U+3000 to U+D7FF; U+FF01 to U+FFBF.
            | [0xE3..=0xED, _, _, rest @ ..]
            | [0xEF, 0xBC, 0x81..=0xFF, rest @ ..]
            | [0xEF, 0xBD | 0xBE, _, rest @ ..] => rest,
            _ => return false,
        };
    }
}

fn check_characters(line: &str, record: Option<u16>, number: u32, warnings: &mut Warnings) {
    if is_plain(line) {
        return;
    }
    let (mut undecodable, mut private, mut control) = (0, 0, 0);
    for character in line.chars() {
        match character {
            '\u{FFFD}' => undecodable += 1,
            '\u{E000}'..='\u{F8FF}' => private += 1,
            // What ends a line, or is not seen and changes how the rest is read. None of it is kept.
            _ if !is_in_line(character) => control += 1,
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_unseen_has_no_space_and_nothing_to_warn_of() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            assert!(!is_space(character) || may_have_spaces(&text), "{:x}", u32::from(character));
            assert!(!is_plain(&text) || is_in_line(character), "{:x}", u32::from(character));
            let said = matches!(character, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
            assert!(!(said && is_plain(&text)), "{:x}", u32::from(character));
        }
        assert!(is_plain("201,1,ワーファリン錠１ｍｇ,2.5,錠,4,3332001F1059,1"));
    }

    #[test]
    fn a_line_is_split_as_it_is_written() {
        for (line, expected, spaces) in [
            ("", &[][..], false),
            (",,", &[], false),
            ("1,　玉名　太郎 ,,1,", &["1", "玉名　太郎", "", "1"], true),
            ("201,\u{FEFF}1\u{1A}", &["201", "1"], true),
            ("5,あ、い", &["5", "あ、い"], false),
        ] {
            let mut fields = vec!["left"];
            assert_eq!((split_fields(line, &mut fields), fields.as_slice()), (spaces, expected), "{line}");
        }
    }
}
