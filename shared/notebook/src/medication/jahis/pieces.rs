//! Symbols that were appended to one another (コード連結) and came without their places: many scanners hand over what each
//! symbol holds and nothing else. They are joined where only one order of them makes a sheet, and refused otherwise.
//!
//! Two symbols go together where the record that begins in one and ends in the other is one that the standard knows, with
//! nothing wrong in it. Of the orders that are left one is taken only if the whole has every record in its place and its
//! RP numbers count up: a symbol that is missing in the middle shows there.

use super::check::{self, Context};
use super::document::{Direction, Notebook, Version};
use super::part::{self, Content};
use super::records::Record;
use super::refusal::Refusal;
use super::space::is_space;
use super::table::RecordSpec;
use super::unit;
use super::warning::{Warning, WarningCode, Warnings};

/// More symbols than one set can have are not looked at.
const MOST: usize = 16;
/// Steps of the search, and orders that are read as a whole.
const MOST_STEPS: usize = 4_000;
const MOST_ORDERS: usize = 24;

/// Shorter than what a sheet says only once: two that are equal may be two symbols, or one that was scanned twice. Both are tried.
const SCRAP: usize = 24;
/// So many ways of counting scraps are tried; more are refused.
const MOST_READINGS: usize = 24;

/// A text's beginning is a version record's or a prescription's: it is no piece of another.
fn is_head(content: &Content) -> bool {
    start(content).starts_with(b"JAHIS")
}

/// Nothing but what is blank: it may stand by itself, or be the line's end between two others.
fn is_blank(content: &Content) -> bool {
    start(content).is_empty()
}

/// A text's beginning is that of a prescription's symbol (`JAHISn`).
fn is_of_a_prescription(content: &Content) -> bool {
    start(content).strip_prefix(b"JAHIS").and_then(<[u8]>::first).is_some_and(u8::is_ascii_digit)
}

/// What a symbol holds, without what is blank before it.
fn start(content: &Content) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x1A);
    let bytes = bytes(content);
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !blank(byte)).unwrap_or(bytes.len());
    bytes.get(start..).unwrap_or_default()
}

fn bytes(content: &Content) -> &[u8] {
    match content {
        Content::Bytes(bytes) => bytes,
        Content::Text(text) => text.as_bytes(),
    }
}

/// Joins what belongs together. `read` reads a joined content with its warnings.
pub(super) fn join(
    contents: Vec<Content>,
    warnings: &mut Warnings,
    read: impl Fn(&Content) -> Result<(Notebook, Vec<Warning>), Refusal>,
) -> Result<Vec<Content>, Refusal> {
    if contents.iter().all(|content| is_head(content) || is_blank(content)) {
        return Ok(contents);
    }
    if contents.iter().any(is_of_a_prescription) {
        return Err(Refusal::PrescriptionQr);
    }
    let readings = readings(&contents)?;
    let pieces = readings.first().map(Vec::as_slice).unwrap_or_default();
    let has_head = pieces.iter().any(|piece| is_head(piece));
    let foreign = pieces.iter().any(|piece| !is_head(piece) && !is_blank(piece) && !is_of_a_sheet(piece));
    if !has_head || pieces.len() > MOST {
        return Err(if foreign { Refusal::NotJahis } else { missing_head(pieces) });
    }
    let mut exhausted = true;
    let mut found: Option<(Content, Notebook, usize)> = None;
    for pieces in readings.iter().filter(|pieces| pieces.len() <= MOST) {
        let mut search = Search { pieces, steps: 0, orders: Vec::new() };
        exhausted &= search.run();
        for order in &search.orders {
            let joined = part::concat(order.iter().filter_map(|place| pieces.get(*place).copied()));
            let Ok((notebook, faults)) = read(&joined) else { continue };
            if !is_in_order(&notebook, &faults) || !borders_are_flawless(pieces, order) {
                continue;
            }
            match &found {
                None => found = Some((joined, notebook, pieces.len())),
                Some((_, known, _)) if *known == notebook => {}
                Some(_) => return Err(Refusal::SplitOrder),
            }
        }
    }
    match found {
        Some(_) if !exhausted => Err(Refusal::SplitOrder),
        Some((joined, _, symbols)) => {
            warnings.whole(WarningCode::JoinedByContent, format!("symbols={symbols}"));
            Ok(vec![joined])
        }
        None if foreign => Err(Refusal::NotJahis),
        None => Err(Refusal::torn()),
    }
}

/// What may have been scanned: each symbol once, and each scrap that came more than once any number of times up to that.
fn readings(contents: &[Content]) -> Result<Vec<Vec<&Content>>, Refusal> {
    let mut once: Vec<&Content> = Vec::new();
    let mut repeated: Vec<&Content> = Vec::new();
    for content in contents {
        if !once.contains(&content) {
            once.push(content);
        } else if bytes(content).len() < SCRAP
            && !is_head(content)
            && !is_blank(content)
            && !repeated.contains(&content)
        {
            repeated.push(content);
        }
    }
    let mut readings = vec![once];
    for scrap in repeated {
        let came = contents.iter().filter(|content| *content == scrap).count();
        let with = |more: usize| {
            let add = move |reading: &Vec<_>| reading.iter().copied().chain(std::iter::repeat_n(scrap, more)).collect();
            readings.iter().map(add).collect::<Vec<Vec<_>>>()
        };
        let oftener: Vec<_> = (1..came.min(MOST)).flat_map(with).collect();
        readings.extend(oftener);
        if readings.len() > MOST_READINGS {
            return Err(Refusal::SplitOrder);
        }
    }
    Ok(readings)
}

/// What is known of the missing parts where no symbol has the sheet's beginning.
fn missing_head(pieces: &[&Content]) -> Refusal {
    let control = pieces.iter().find_map(|piece| {
        let text = decoded(piece);
        let line =
            text.lines().rev().find_map(|line| line.trim_matches(is_space).strip_prefix("911,").map(str::to_owned));
        line.map(|line| line.split(',').skip(1).filter_map(|field| field.parse().ok()).collect::<Vec<u16>>())
    });
    match control.as_deref() {
        Some([total @ 1..=999, sequence]) if (1..=*total).contains(sequence) => {
            let missing = (1..=*total).filter(|part| part != sequence || pieces.len() > 1).collect();
            Refusal::SplitIncomplete { total: Some(*total), missing }
        }
        Some(_) => Refusal::SplitControl,
        None => Refusal::torn(),
    }
}

fn decoded(content: &Content) -> String {
    super::text(content.clone(), &mut Warnings::default()).unwrap_or_default()
}

/// Whether a whole line of a piece is a record without a fault.
fn is_of_a_sheet(piece: &Content) -> bool {
    decoded(piece).lines().any(|line| line.starts_with("911,") || is_flawless(line, &Direction::FromPatient))
}

fn is_flawless(line: &str, direction: &Direction) -> bool {
    let fields: Vec<&str> = line.split(',').map(|field| field.trim_matches(is_space)).collect();
    let Some((number, rest)) = fields.split_first() else { return false };
    let record = Record::of(number, rest.iter().copied());
    let checked = |spec: &'static RecordSpec| {
        let mut faults = Warnings::default();
        check::check(spec, rest, &Context::of(Version::NEWEST, direction), 0, &mut faults);
        faults.finish().is_empty() && !line.contains('\u{FFFD}')
    };
    record.spec().is_some_and(checked)
}

/// Whether records stand where they may, with nothing before what they belong to, and RP numbers count up in each visit.
fn is_in_order(notebook: &Notebook, faults: &[Warning]) -> bool {
    use WarningCode as W;
    let misplaced = |warning: &Warning| {
        matches!(
            warning.code,
            W::Order
                | W::BeforeDispensingDate
                | W::RepeatedRecord
                | W::MissingRecord
                | W::DrugNoteWithoutDrug
                | W::UsageWithoutDrug
                | W::UsageNoteWithoutUsage
                | W::DrugWithoutUsage
                | W::IngredientWithoutOtc
                | W::UnknownRecord
                | W::Undecodable
        )
    };
    let counts_up =
        |visit: super::Visit<'_>| (1_u16..).zip(&visit.groups).all(|(place, group)| group.number.parse() == Ok(place));
    !faults.iter().any(misplaced) && notebook.visits().into_iter().all(counts_up)
}

/// Whether each line that lies in more than one piece is the version record or a record, without a fault: where the piece
/// between two is missing, their halves may make a line that can be read, and is wrong.
fn borders_are_flawless(pieces: &[&Content], order: &[usize]) -> bool {
    let mut open: Vec<Content> = Vec::new();
    for piece in order.iter().filter_map(|place| pieces.get(*place)) {
        let Some((first, last)) = line_ends(piece) else {
            open.push((*piece).clone());
            continue;
        };
        open.push(cut(piece, 0, first));
        if open.len() > 1 && !is_whole(&decoded(&part::concat(open.iter()))) {
            return false;
        }
        open.clear();
        open.push(cut(piece, last + 1, usize::MAX));
    }
    open.len() < 2 || is_whole(&decoded(&part::concat(open.iter())))
}

/// Where the first and the last line of a piece end, if any does.
fn line_ends(piece: &Content) -> Option<(usize, usize)> {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    bytes(piece).iter().position(is_end).zip(bytes(piece).iter().rposition(is_end))
}

/// Whether a line is what the standard knows, with nothing wrong in it, or nothing.
fn is_whole(line: &str) -> bool {
    line.trim_matches(is_space).is_empty()
        || line.starts_with("911,")
        || unit::is_header(line)
        || is_flawless(line, &Direction::FromPatient)
}

struct Search<'p> {
    pieces: &'p [&'p Content],
    steps: usize,
    orders: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Finds the orders in which every record across a border is whole; tells whether it looked at all of them.
    fn run(&mut self) -> bool {
        let all = 0..self.pieces.len();
        let go_together: Vec<Vec<bool>> =
            all.clone().map(|before| all.clone().map(|behind| self.go_together(before, behind)).collect()).collect();
        let mut order = Vec::with_capacity(self.pieces.len());
        all.filter(|first| self.pieces.get(*first).is_some_and(|piece| is_head(piece) || is_blank(piece)))
            .all(|first| self.follow(first, &mut order, &go_together))
    }

    fn follow(&mut self, place: usize, order: &mut Vec<usize>, go_together: &[Vec<bool>]) -> bool {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.orders.len() > MOST_ORDERS {
            return false;
        }
        order.push(place);
        if order.len() == self.pieces.len() {
            self.orders.push(order.clone());
        }
        let all = (0..self.pieces.len()).all(|next| {
            // Of equal ones the first stands for all: their order makes no difference.
            let stands_behind = |one: usize| !order.contains(&one) && self.pieces.get(one) == self.pieces.get(next);
            let goes = !order.contains(&next)
                && !(0..next).any(stands_behind)
                && go_together.get(place).and_then(|row| row.get(next)) == Some(&true);
            !goes || self.follow(next, order, go_together)
        });
        order.pop();
        all
    }

    /// Whether the line across the border of two pieces is a record, or ends just there. A piece without a line's end is
    /// in the middle of one; the whole decides then.
    fn go_together(&self, before: usize, behind: usize) -> bool {
        let (Some(before), Some(behind)) = (self.pieces.get(before), self.pieces.get(behind)) else { return false };
        let from = line_ends(before).map(|(_, last)| last + 1);
        let to = line_ends(behind).map(|(first, _)| first);
        if is_head(behind) {
            return from == Some(bytes(before).len()) || is_blank(before);
        }
        if is_blank(behind) {
            return true;
        }
        let (Some(from), Some(to)) = (from, to) else { return true };
        let joined = part::concat([&cut(before, from, usize::MAX), &cut(behind, 0, to)].into_iter());
        is_whole(&decoded(&joined))
    }
}

fn cut(content: &Content, from: usize, to: usize) -> Content {
    match content {
        Content::Bytes(bytes) => Content::Bytes(bytes.get(from..to.min(bytes.len())).unwrap_or_default().to_vec()),
        Content::Text(text) => Content::Text(text.get(from..to.min(text.len())).unwrap_or_default().to_owned()),
    }
}
