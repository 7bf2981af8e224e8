//! Checks one record's fields against the table. Nothing is changed or refused.

use super::cp932;
use super::date;
use super::document::{Direction, Version};
use super::table::{Field, Kind, Need, RecordSpec};
use super::warning::{WarningCode, Warnings};

/// What a record's fields are checked against, beside the table.
pub(super) struct Context<'d> {
    /// The version header; an unknown one counts as the newest.
    pub(super) version: u8,
    pub(super) direction: &'d Direction,
}

impl<'d> Context<'d> {
    /// What a document of this header is checked against.
    pub(super) fn of(version: Version, direction: &'d Direction) -> Self {
        let version = if version.is_known() { version } else { Version::NEWEST };
        Self { version: version.digits(), direction }
    }
}

/// Whether a field that must be there is empty.
pub(super) fn lacks_a_field(spec: &RecordSpec, fields: &[&str], context: &Context<'_>) -> bool {
    let is_there = |place: usize| fields.get(place).is_some_and(|value| !value.is_empty());
    spec.fields.iter().enumerate().any(|(place, field)| !is_there(place) && is_needed(field.need, fields, context))
}

/// Checks the fields after the record number; trailing empty ones may be missing.
pub(super) fn check(spec: &RecordSpec, fields: &[&str], context: &Context<'_>, line: u32, warnings: &mut Warnings) {
    let record = Some(spec.number);
    if spec.since > context.version {
        warnings.push(record, line, WarningCode::NewerThanVersion, || format!("since={}", spec.since));
    }
    for (place, field) in spec.fields.iter().enumerate() {
        let value = fields.get(place).copied().unwrap_or_default();
        let found = if value.is_empty() {
            if is_needed(field.need, fields, context) { Some((WarningCode::MissingField, String::new())) } else { None }
        } else {
            if field.since > context.version && spec.since <= context.version {
                warnings.push(record, line, WarningCode::NewerThanVersion, || {
                    format!("field={} since={}", field.name, field.since)
                });
            }
            fault(field, value)
                .or_else(|| unnamed(field.need, fields).then(|| (WarningCode::UnnamedCode, String::new())))
        };
        if let Some((code, detail)) = found {
            warnings.push(record, line, code, || format!("field={}{detail}", field.name));
        }
    }
    if fields.len() > spec.fields.len() {
        warnings.push(record, line, WarningCode::ExtraFields, || {
            format!("fields={} defined={}", fields.len(), spec.fields.len())
        });
    }
}

fn is_needed(need: Need, fields: &[&str], context: &Context<'_>) -> bool {
    match need {
        Need::Always => true,
        Need::ToPatient => *context.direction == Direction::ToPatient,
        Need::Unless(place, value) => {
            let other = place.checked_sub(1).and_then(|place| fields.get(place)).copied().unwrap_or_default();
            !other.is_empty() && other != value
        }
        Need::Optional | Need::Context => false,
    }
}

/// Whether a value stands where its kind says that there is none.
fn unnamed(need: Need, fields: &[&str]) -> bool {
    let kind = |place: usize| place.checked_sub(1).and_then(|place| fields.get(place)).copied().unwrap_or_default();
    matches!(need, Need::Unless(place, none) if kind(place) == none || kind(place).is_empty())
}

fn fault(field: &Field, value: &str) -> Option<(WarningCode, String)> {
    let max = field.kind.max_bytes();
    let found = |code| Some((code, String::new()));
    match field.kind {
        Kind::Date => {
            return match date::read(value) {
                None => found(WarningCode::BadDate),
                Some(read) if !read.within_era => found(WarningCode::EraRange),
                Some(_) => None,
            };
        }
        Kind::Code(codes) => return if codes.contains(&value) { None } else { found(WarningCode::BadCode) },
        // A character is never shorter in UTF-8 than in CP932.
        _ if value.len() <= max => {}
        _ => {
            let bytes = cp932::length(value);
            if bytes > max {
                return Some((WarningCode::TooLong, format!(" max={max} bytes={bytes}")));
            }
        }
    }
    match field.kind {
        Kind::Digits(_) if !value.bytes().all(|byte| byte.is_ascii_digit()) => found(WarningCode::BadCharacters),
        Kind::Alnum(_) if !value.bytes().all(|byte| byte.is_ascii_graphic()) => found(WarningCode::BadCharacters),
        Kind::Decimal(_, whole, fraction) if !is_decimal(value, whole, fraction) => found(WarningCode::BadNumber),
        _ => None,
    }
}

fn is_decimal(value: &str, whole: usize, fraction: usize) -> bool {
    let (before, after) = value.split_once('.').unwrap_or((value, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (1..=whole).contains(&before.len()) && after.len() <= fraction && digits(before) && digits(after)
}
