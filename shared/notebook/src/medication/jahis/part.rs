//! What a camera hands over: one part a symbol, as bytes or as text, and symbols that were appended (コード連結) joined.
//!
//! Structured Append belongs to the symbol (JIS X 0510), not to the notebook's format: a symbol may end in the middle of
//! a two-byte character, so bytes are joined before they are decoded.

use super::refusal::Refusal;
use super::warning::{WarningCode, Warnings};
use super::{cp932, mojibake};

/// The content of one symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What the symbol holds.
    pub content: Content,
    /// Its place among appended symbols.
    pub append: Option<Append>,
}

/// What a symbol holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes as they stand in the symbol (CP932).
    Bytes(Vec<u8>),
    /// Text that the scanner has decoded.
    Text(String),
}

impl Content {
    fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Text(text) => text.len(),
        }
    }
}

/// A symbol's place among appended symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Append {
    /// The place, from 0 as in the symbol; a set that runs from 1 to `total` is understood too.
    pub index: u8,
    /// How many symbols belong together, 1 to 16.
    pub total: u8,
    /// The exclusive or of all data bytes of all symbols.
    pub parity: u8,
}

impl Part {
    /// A part of bytes that stands alone.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self { content: Content::Bytes(bytes.into()), append: None }
    }

    /// A part of text that stands alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: Content::Text(text.into()), append: None }
    }

    /// The length as the limit counts it: bytes, of text in UTF-8.
    pub(super) fn len(&self) -> usize {
        self.content.len()
    }
}

const MAX_SYMBOLS: u8 = 16;

/// One set of appended symbols, known by total and parity. Two sets of one scan that have both in common (one pair in 256)
/// cannot be told apart: they are refused, so that two texts are never mixed.
struct Set<'p> {
    total: u8,
    parity: u8,
    slots: Vec<Option<&'p Content>>,
}

/// Joins appended symbols. Each answer is one stretch of text or bytes, in the order in which its first symbol came.
pub(super) fn join_appended(parts: &[Part], warnings: &mut Warnings) -> Result<Vec<Content>, Refusal> {
    let mut joined: Vec<Slot<'_>> = Vec::new();
    let one_based = counts_from_one(parts);
    for part in parts {
        match part.append {
            Some(append) if append.total > 1 => place(&mut joined, &part.content, append, one_based)?,
            _ => joined.push(Slot::Alone(&part.content)),
        }
    }
    if are_mixed(&joined) {
        return Err(Refusal::SplitMixed);
    }
    joined.into_iter().map(|slot| slot.finish(warnings)).collect()
}

/// Whether two sets of one size lack symbols: all symbols of a set have one parity (JIS X 0510), so these are of two sheets.
/// A set whose symbols agree, and whose bytes do not, was made from another encoding of its text: that is a warning.
fn are_mixed(joined: &[Slot<'_>]) -> bool {
    let torn = joined.iter().filter_map(|slot| match slot {
        Slot::Set(set) if set.slots.contains(&None) => Some(set.total),
        _ => None,
    });
    let mut totals: Vec<u8> = torn.collect();
    let all = totals.len();
    totals.sort_unstable();
    totals.dedup();
    totals.len() < all
}

enum Slot<'p> {
    Alone(&'p Content),
    Set(Set<'p>),
}

/// Whether the indexes run from 1: none is 0 and one equals its total.
fn counts_from_one(parts: &[Part]) -> bool {
    let appends = || parts.iter().filter_map(|part| part.append).filter(|append| append.total > 1);
    appends().all(|append| append.index > 0) && appends().any(|append| append.index == append.total)
}

fn place<'p>(joined: &mut Vec<Slot<'p>>, content: &'p Content, append: Append, one_based: bool) -> Result<(), Refusal> {
    let index = if one_based { append.index.saturating_sub(1) } else { append.index };
    if append.total > MAX_SYMBOLS || index >= append.total {
        return Err(Refusal::SplitConflict);
    }
    let known = joined.iter_mut().find_map(|slot| match slot {
        Slot::Set(set) if (set.total, set.parity) == (append.total, append.parity) => Some(set),
        _ => None,
    });
    if let Some(set) = known {
        return match set.slots.get_mut(usize::from(index)) {
            Some(Some(known)) if *known == content => Ok(()),
            Some(free @ None) => {
                *free = Some(content);
                Ok(())
            }
            _ => Err(Refusal::SplitConflict),
        };
    }
    let mut slots = vec![None; usize::from(append.total)];
    if let Some(slot) = slots.get_mut(usize::from(index)) {
        *slot = Some(content);
    }
    joined.push(Slot::Set(Set { total: append.total, parity: append.parity, slots }));
    Ok(())
}

impl Slot<'_> {
    fn finish(self, warnings: &mut Warnings) -> Result<Content, Refusal> {
        match self {
            Slot::Alone(content) => Ok(content.clone()),
            Slot::Set(set) => set.finish(warnings),
        }
    }
}

impl Set<'_> {
    fn finish(self, warnings: &mut Warnings) -> Result<Content, Refusal> {
        let missing: Vec<u16> =
            (1_u16..).zip(&self.slots).filter(|(_, slot)| slot.is_none()).map(|(place, _)| place).collect();
        if !missing.is_empty() {
            return Err(Refusal::AppendIncomplete { total: u16::from(self.total), missing });
        }
        let joined = concat(self.slots.iter().flatten().copied());
        let Content::Bytes(bytes) = &joined else { return Ok(joined) };
        let parity = bytes.iter().fold(0, |sum, byte| sum ^ byte);
        if parity != self.parity {
            warnings.whole(WarningCode::AppendParity, format!("symbols={}", self.total));
        }
        Ok(joined)
    }
}

/// One stretch of what several symbols hold: a text where all of them were handed over as text, else their bytes.
pub(super) fn concat<'p>(contents: impl Iterator<Item = &'p Content> + Clone) -> Content {
    let texts: Option<String> = contents
        .clone()
        .map(|content| match content {
            Content::Text(text) => Some(text.as_str()),
            Content::Bytes(_) => None,
        })
        .collect();
    if let Some(text) = texts {
        return Content::Text(text);
    }
    let mut bytes = Vec::new();
    for content in contents {
        match content {
            Content::Bytes(more) => bytes.extend_from_slice(more),
            Content::Text(text) => match mojibake::look(text) {
                mojibake::Text::Bytes(more) => bytes.extend_from_slice(&more),
                mojibake::Text::Plain | mojibake::Text::Garbled => cp932::encode(text, &mut bytes, |_, _| {}),
            },
        }
    }
    Content::Bytes(bytes)
}
