//! Joins the parts of a split notebook (分割制御, 3.2.9 (3)), in whatever order they came.
//!
//! Two deviations that senders have been reported to make are understood and warned of: parts that each repeat all the
//! parts before (the last is taken), and a version record whose 出力区分 is a page number (the pages are put in order).

use std::collections::BTreeMap;

use super::document::Version;
use super::refusal::Refusal;
use super::unit::{Control, Unit};
use super::warning::{WarningCode, Warnings};

/// One version record and the lines of all parts.
pub(super) struct Joined<'t> {
    pub(super) version: Version,
    pub(super) direction: &'t str,
    pub(super) extra_fields: bool,
    pub(super) body: Vec<&'t str>,
    /// How many parts there are was written, and all of them are here.
    pub(super) counted: bool,
}

/// Joins units to one document.
pub(super) fn join<'t>(mut units: Vec<Unit<'t>>, warnings: &mut Warnings) -> Result<Joined<'t>, Refusal> {
    drop_repeated(&mut units);
    if units.iter().any(|unit| matches!(unit.control, Control::Part { .. })) {
        return join_parts(units, warnings);
    }
    if units.iter().any(Unit::is_torn) {
        return Err(Refusal::torn());
    }
    if units.iter().any(|unit| unit.control == Control::Unreadable) {
        return Err(Refusal::SplitControl);
    }
    if units.iter().any(|unit| unit.open) {
        warnings.whole(WarningCode::Unterminated, "");
    }
    if units.len() > 1 {
        return join_pages(units, warnings);
    }
    units.into_iter().next().map(|unit| concat(vec![unit], false)).ok_or(Refusal::Empty)
}

/// The same symbol scanned twice counts once.
fn drop_repeated(units: &mut Vec<Unit<'_>>) {
    let mut kept: Vec<Unit<'_>> = Vec::with_capacity(units.len());
    for unit in units.drain(..) {
        match kept.iter_mut().find(|known| known.is_same(&unit)) {
            Some(known) => known.open &= unit.open,
            None => kept.push(unit),
        }
    }
    *units = kept;
}

fn join_parts<'t>(units: Vec<Unit<'t>>, warnings: &mut Warnings) -> Result<Joined<'t>, Refusal> {
    let mut slots: BTreeMap<u16, Unit<'t>> = BTreeMap::new();
    let mut expected: Option<(&str, u16)> = None;
    let mut torn = false;
    for unit in units {
        let Control::Part { id, total, sequence } = unit.control else {
            if unit.is_torn() {
                torn = true;
                continue;
            }
            return Err(if unit.control == Control::None { Refusal::SplitMixed } else { Refusal::SplitControl });
        };
        let (known_id, known_total) = *expected.get_or_insert((id, total));
        if id != known_id {
            return Err(Refusal::SplitMixed);
        }
        if total != known_total || slots.insert(sequence, unit).is_some() {
            return Err(Refusal::SplitConflict);
        }
    }
    let total = expected.map_or(0, |(_, total)| total);
    let missing: Vec<u16> = (1..=total).filter(|sequence| !slots.contains_key(sequence)).collect();
    if !missing.is_empty() || torn {
        return Err(Refusal::SplitIncomplete { total: Some(total), missing });
    }
    let mut parts: Vec<Unit<'t>> = slots.into_values().collect();
    let pages = is_page_numbered(&parts);
    let first = parts.first().map(|unit| (unit.version, unit.direction));
    if pages {
        warnings.whole(WarningCode::PageNumberHeader, format!("parts={total}"));
    } else if parts.iter().any(|unit| Some((unit.version, unit.direction)) != first) {
        warnings.whole(WarningCode::HeaderDiffers, format!("parts={total}"));
    }
    if is_cumulative(&parts) {
        warnings.whole(WarningCode::CumulativeSplit, format!("parts={total}"));
        let last = parts.split_off(parts.len().saturating_sub(1));
        let mut joined = concat(last, true);
        if let Some((version, direction)) = first {
            (joined.version, joined.direction) = (version, direction);
        }
        return Ok(joined);
    }
    Ok(concat(parts, true))
}

/// Pages without split control: their version records count 1 to n, and only the first can hold the patient.
fn join_pages<'t>(mut units: Vec<Unit<'t>>, warnings: &mut Warnings) -> Result<Joined<'t>, Refusal> {
    let page = |unit: &Unit<'_>| unit.direction.parse::<u16>().ok().filter(|page| (1..=999).contains(page));
    units.sort_by_key(page);
    let pages: Vec<u16> = units.iter().filter_map(page).collect();
    let distinct = pages.windows(2).all(|pair| pair.first() < pair.last());
    let one_patient = units.iter().skip(1).all(|unit| !unit.body.iter().any(|line| line.starts_with("1,")));
    if pages.len() < units.len() || !distinct || !one_patient {
        return Err(Refusal::SplitMixed);
    }
    let total = pages.last().copied().unwrap_or_default();
    let missing: Vec<u16> = (1..=total).filter(|page| pages.binary_search(page).is_err()).collect();
    if !missing.is_empty() {
        return Err(Refusal::SplitIncomplete { total: Some(total), missing });
    }
    warnings.whole(WarningCode::PageNumberHeader, format!("parts={total}"));
    Ok(concat(units, false))
}

fn is_page_numbered(parts: &[Unit<'_>]) -> bool {
    parts.len() > 1 && (1_u16..).zip(parts).all(|(sequence, unit)| unit.direction.parse() == Ok(sequence))
}

/// Whether every part begins with all of the one before. No conforming notebook repeats its patient or a whole visit.
fn is_cumulative(parts: &[Unit<'_>]) -> bool {
    let starts =
        |unit: &Unit<'_>| unit.body.first().is_some_and(|line| line.starts_with("1,") || line.starts_with("5,"));
    parts.len() > 1
        && parts.first().is_some_and(starts)
        && parts.windows(2).all(|pair| match pair {
            [before, after] => {
                !before.body.is_empty() && after.body.len() > before.body.len() && after.body.starts_with(&before.body)
            }
            _ => false,
        })
}

fn concat(units: Vec<Unit<'_>>, counted: bool) -> Joined<'_> {
    let mut units = units.into_iter();
    let mut joined = Joined { version: Version::NEWEST, direction: "", extra_fields: false, body: Vec::new(), counted };
    if let Some(first) = units.next() {
        joined = Joined {
            version: first.version,
            direction: first.direction,
            extra_fields: first.extra_fields,
            body: first.body,
            counted,
        };
    }
    for unit in units {
        joined.body.extend(unit.body);
    }
    joined
}
