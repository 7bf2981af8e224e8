//! Brings records within the standard's lengths before they are written, and says what did not fit.
//!
//! A text that may stand in several records goes on in another of the same kind, so that nothing of an allergy or a
//! caution is lost. Another text is cut, ends with `…` and is reported. A number or code is never cut, because what is
//! left would be another one: it is left out and reported.

use std::borrow::Cow;

use super::cp932;
use super::records::Record;
use super::space::is_space;
use super::table::{Field, Kind, RecordSpec};

/// A field whose value was longer than the standard allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortened {
    /// The record's place among those that [`fit`] gave.
    pub record: usize,
    /// The field's place in the record, 0 being the record number.
    pub field: usize,
    /// What became of the value.
    pub how: How,
}

/// What became of a value that is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Its beginning is there, with `…` after it.
    Cut,
    /// It is not there.
    LeftOut,
}

/// Fits every record. What conforms is not touched.
pub fn fit(records: Vec<Record>) -> (Vec<Record>, Vec<Shortened>) {
    let (mut fitted, mut shortened) = (Vec::with_capacity(records.len()), Vec::new());
    for record in records {
        match record.spec() {
            Some(spec) if is_too_long(&record, spec) => fit_one(&record, spec, &mut fitted, &mut shortened),
            _ => fitted.push(record),
        }
    }
    (fitted, shortened)
}

fn is_too_long(record: &Record, spec: &RecordSpec) -> bool {
    let mut fields = Vec::new();
    record.push_fields(&mut fields);
    fields.iter().skip(1).zip(spec.fields).any(|(value, field)| !fits(value, field))
}

/// Bytes as they will be written: a comma becomes a full-width one.
fn written_bytes(text: &str) -> usize {
    text.chars().map(written_width).sum()
}

fn written_width(character: char) -> usize {
    if character == ',' { 2 } else { cp932::width(character) }
}

fn fits(value: &str, field: &Field) -> bool {
    let ascii = matches!(field.kind, Kind::Text(_)) || value.is_ascii();
    ascii && written_bytes(value.trim_matches(is_space)) <= field.kind.max_bytes()
}

/// The field that holds a text which may go on in a further record of the same kind, by record number.
const fn continued(number: u16) -> Option<usize> {
    match number {
        4 | 401 | 411 | 421 | 501 | 601 => Some(1),
        2 | 281 | 291 | 311 | 391 => Some(2),
        _ => None,
    }
}

fn fit_one(record: &Record, spec: &RecordSpec, fitted: &mut Vec<Record>, shortened: &mut Vec<Shortened>) {
    let mut values = Vec::new();
    record.push_fields(&mut values);
    let place = fitted.len();
    let mut fields: Vec<Cow<'_, str>> = Vec::with_capacity(values.len());
    let mut further: Option<(usize, Vec<String>)> = None;
    for (number, value) in values.iter().enumerate() {
        let value = value.trim_matches(is_space);
        let field = number.checked_sub(1).and_then(|before| spec.fields.get(before));
        let Some(field) = field.filter(|field| !fits(value, field)) else {
            fields.push(Cow::Borrowed(value));
            continue;
        };
        let max = field.kind.max_bytes();
        let report = |how| Shortened { record: place, field: number, how };
        if !matches!(field.kind, Kind::Text(_)) {
            let plain: String = value.chars().map(half_width).collect();
            if fits(&plain, field) {
                fields.push(plain.into());
            } else {
                shortened.push(report(How::LeftOut));
                fields.push(Cow::Borrowed(""));
            }
        } else if continued(spec.number) == Some(number) {
            let mut pieces = pieces(value, max).into_iter();
            fields.push(pieces.next().unwrap_or_default().into());
            further = Some((number, pieces.collect()));
        } else {
            shortened.push(report(How::Cut));
            let mut text = head(value, max.saturating_sub(cp932::width('…'))).trim_end_matches(is_space).to_owned();
            text.push('…');
            fields.push(text.into());
        }
    }
    without_kinds_of_missing_codes(spec, &mut fields);
    let make = |fields: &[Cow<'_, str>]| {
        let number = spec.number.to_string();
        Record::of(&number, fields.iter().skip(1).map(AsRef::as_ref))
    };
    fitted.push(make(&fields));
    if let Some((number, pieces)) = further {
        for piece in pieces {
            if let Some(field) = fields.get_mut(number) {
                *field = piece.into();
            }
            fitted.push(make(&fields));
        }
    }
}

/// A code that was left out takes the name of its system with it: "1" is "no code".
fn without_kinds_of_missing_codes(spec: &RecordSpec, fields: &mut [Cow<'_, str>]) {
    for (place, field) in spec.fields.iter().enumerate() {
        if let super::table::Need::Unless(kind, without) = field.need
            && fields.get(place + 1).is_some_and(|code| code.is_empty())
            && let Some(kind) = fields.get_mut(kind).filter(|kind| !kind.is_empty())
        {
            *kind = Cow::Borrowed(without);
        }
    }
}

/// Letters, digits and the signs of a telephone number that somebody typed at full width.
fn half_width(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' | '．' | '（' | '）' | '＋' => {
            u32::from(character).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(character)
        }
        other => other,
    }
}

/// As much of the beginning as fits.
fn head(text: &str, max: usize) -> &str {
    let mut bytes = 0;
    let end = text.char_indices().find(|(_, character)| {
        bytes += written_width(*character);
        bytes > max
    });
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

fn pieces(mut text: &str, max: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    while !text.is_empty() {
        let piece = head(text, max);
        let rest = text.get(piece.len()..).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        pieces.push(piece.trim_matches(is_space).to_owned());
        text = rest.trim_start_matches(is_space);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
