//! One stretch of text that begins with a version record: its header, its lines, its split control record.

use super::document::{Direction, Version};
use super::refusal::Refusal;
use super::space::is_space;
use super::torn;
use super::warning::{WarningCode, Warnings};
use crate::medication::limits;

/// A version record and the lines up to the next one.
#[derive(Debug)]
pub(super) struct Unit<'t> {
    pub(super) version: Version,
    /// The field after the header.
    pub(super) direction: &'t str,
    /// The version record has more fields.
    pub(super) extra_fields: bool,
    /// The lines after the version record, without 911.
    pub(super) body: Vec<&'t str>,
    pub(super) control: Control<'t>,
    /// The text ends in this unit, with neither a line's end nor an EOF mark.
    pub(super) open: bool,
    last: Last,
}

/// What the last line of a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Header,
    Record,
    Control,
}

/// 分割制御.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Control<'t> {
    None,
    Unreadable,
    Part { id: &'t str, total: u16, sequence: u16 },
}

/// Takes a text apart; a second version record in it begins a second unit.
pub(super) fn units_of<'t>(text: &'t str, units: &mut Vec<Unit<'t>>, warnings: &mut Warnings) -> Result<(), Refusal> {
    let text = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => {
            warnings.whole(WarningCode::ByteOrderMark, "");
            rest
        }
        None => text,
    };
    let whole = text;
    let text = text.trim_end_matches(|character| is_space(character) || matches!(character, '\r' | '\n'));
    let ended = whole.get(text.len()..).is_some_and(|rest| rest.contains(['\r', '\n', '\u{1A}']));
    let first = units.len();
    let mut foreign_line_ends = false;
    let mut leading_blank = false;
    for (line, conforming) in lines(text) {
        foreign_line_ends |= !conforming;
        if line.starts_with("JAHIS") || units.len() == first {
            let trimmed = line.trim_matches(is_space);
            if trimmed.is_empty() {
                leading_blank = true;
                continue;
            }
            match header(trimmed) {
                Header::Notebook(unit) if units.len() < limits::PARTS => {
                    units.push(unit);
                    continue;
                }
                Header::Notebook(_) => return Err(Refusal::TooLarge),
                Header::Prescription if units.len() == first => return Err(Refusal::PrescriptionQr),
                Header::Foreign if units.len() == first => return Err(Refusal::NotJahis),
                Header::Prescription | Header::Foreign => {}
            }
        }
        if let Some(unit) = units.last_mut() {
            unit.take(line, warnings);
        }
    }
    if let Some(unit) = units.get_mut(first..).and_then(<[_]>::last_mut) {
        unit.open = !ended;
    }
    for (code, noticed) in [(WarningCode::LineEnd, foreign_line_ends), (WarningCode::BlankLine, leading_blank)] {
        if noticed {
            warnings.whole(code, "");
        }
    }
    Ok(())
}

/// The lines, and whether each ends as the standard says (CR LF, or the end of the text).
fn lines(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut pieces = text.split('\n').peekable();
    std::iter::from_fn(move || {
        let piece = pieces.next()?;
        let is_last = pieces.peek().is_none();
        let (line, conforming) = match piece.strip_suffix('\r') {
            Some(line) => (line, !is_last),
            None => (piece, is_last),
        };
        Some((line, conforming && !line.contains('\r')))
    })
    .flat_map(|(line, conforming)| line.split('\r').map(move |line| (line, conforming)))
}

enum Header<'t> {
    Notebook(Unit<'t>),
    Prescription,
    Foreign,
}

/// Whether a line is a version record as the standard has it.
pub(super) fn is_header(line: &str) -> bool {
    let is_standard = |unit: &Unit<'_>| {
        unit.version.is_known() && !unit.extra_fields && !matches!(Direction::of(unit.direction), Direction::Other(_))
    };
    matches!(header(line.trim_matches(is_space)), Header::Notebook(unit) if is_standard(&unit))
}

fn header(line: &str) -> Header<'_> {
    let mut fields = line.split(',').map(|field| field.trim_matches(is_space));
    let Some(rest) = fields.next().and_then(|name| name.strip_prefix("JAHIS")) else { return Header::Foreign };
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(rest) {
        return Header::Prescription;
    }
    let version = rest
        .strip_prefix("TC")
        .filter(|digits| digits.len() == 2 && is_number(digits))
        .and_then(|digits| digits.parse().ok())
        .and_then(Version::new);
    let Some(version) = version else { return Header::Foreign };
    Header::Notebook(Unit {
        version,
        direction: fields.next().unwrap_or_default(),
        extra_fields: fields.any(|field| !field.is_empty()),
        body: Vec::new(),
        control: Control::None,
        open: false,
        last: Last::Header,
    })
}

impl<'t> Unit<'t> {
    /// Whether the text was cut off inside of its last line, as one of several symbols is.
    pub(super) fn is_torn(&self) -> bool {
        self.open
            && match self.last {
                Last::Header => true,
                Last::Record => {
                    let direction = Direction::of(self.direction);
                    torn::ends_inside(self.body.last().copied().unwrap_or_default(), self.version, &direction)
                }
                Last::Control => self.control == Control::Unreadable,
            }
    }

    /// Whether the two are one symbol that was scanned twice.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.version, self.direction, self.control, &self.body)
            == (other.version, other.direction, other.control, &other.body)
    }

    fn take(&mut self, line: &'t str, warnings: &mut Warnings) {
        let control = line
            .strip_prefix("911")
            .filter(|rest| rest.is_empty() || rest.starts_with(','))
            .or_else(|| line.trim_start_matches(is_space).strip_prefix("911,"));
        let Some(fields) = control else {
            if self.control != Control::None && !line.trim_matches(is_space).is_empty() {
                warnings.push(Some(911), 0, WarningCode::SplitControl, || "not_last".to_owned());
            }
            self.body.push(line);
            self.last = Last::Record;
            return;
        };
        self.last = Last::Control;
        let control = Control::of(fields);
        if let Control::Part { id, .. } = control
            && !((1..=14).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()))
        {
            warnings.push(Some(911), 0, WarningCode::SplitControl, || "id".to_owned());
        }
        if self.control == Control::None {
            self.control = control;
        } else if self.control != control {
            self.control = Control::Unreadable;
        }
    }
}

impl<'t> Control<'t> {
    /// Reads what follows `911,`; the comma itself may be there too. The id is only compared, so any will do; none will
    /// where nothing is compared.
    fn of(fields: &'t str) -> Self {
        let fields = fields.strip_prefix(',').unwrap_or(fields);
        let mut fields = fields.split(',').map(|field| field.trim_matches(is_space));
        let id = fields.next().unwrap_or_default();
        let mut number = || {
            let field = fields.next()?;
            let digits = (1..=3).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
            field.parse::<u16>().ok().filter(|_| digits)
        };
        match (number(), number()) {
            (Some(total @ 1..), Some(sequence))
                if (1..=total).contains(&sequence) && (total == 1 || !id.is_empty()) =>
            {
                Self::Part { id, total, sequence }
            }
            _ => Self::Unreadable,
        }
    }
}
