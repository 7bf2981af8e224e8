//! The one font that is printed with: BIZ UDGothic, made to be read by everyone (SIL Open Font License 1.1,
//! `fonts/OFL.txt`).

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};

/// The file.
pub(crate) const DATA: &[u8] = include_bytes!("../fonts/BIZUDGothic-Regular.ttf");

/// Stands for a character that the font does not have.
const MISSING: char = '〓';

/// The font's characters and their widths.
pub(crate) struct Face {
    characters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

/// A character as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    /// Width at a size of one point.
    pub(crate) advance: f32,
}

impl Face {
    /// Reads the font; none if the file is no font.
    pub(crate) fn new() -> Option<Self> {
        let font = FontRef::new(DATA).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        Some(Self { characters: font.charmap(), metrics, units: f32::from(units) })
    }

    /// The glyph of a character that [`Self::printable`] gave.
    pub(crate) fn glyph(&self, character: char) -> Glyph {
        let id = self.characters.map(character).unwrap_or_default();
        Glyph { id: id.to_u32(), advance: self.metrics.advance_width(id).unwrap_or_default() / self.units }
    }

    /// A text as it can be printed: a character that the font lacks becomes 〓, other white space than a line's end a space.
    /// A mark that only chooses among a letter's forms goes; the letter stays.
    pub(crate) fn printable(&self, text: &str) -> String {
        let variants = |c: char| matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
        let shown = |character: char| match character {
            '\n' | '\u{3000}' => character,
            _ if character.is_whitespace() || character.is_control() => ' ',
            _ if self.characters.map(character).is_some_and(|id| id.to_u32() > 0) => character,
            _ => MISSING,
        };
        text.replace("\r\n", "\n").chars().filter(|character| !variants(*character)).map(shown).collect()
    }

    /// The width of a text in points.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.glyph(character).advance).sum::<f32>() * size
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn names_and_makers_signs_are_there_and_what_is_missing_is_shown_as_missing() {
        let face = Face::new().unwrap();
        let text = "髙﨑　誠①㈱Ⅳ㎎ｱﾗｵ１日３回 1.5錠、。「」～〜−…℃μ";
        assert_eq!(face.printable(text), text);
        assert_eq!(
            face.printable("𠮷🥚ก\u{0}x\ty\r\nz邉\u{E0100}"),
            "𠮷〓〓 x y\nz邉".replace('𠮷', &face.printable("𠮷"))
        );
    }

    #[test]
    fn a_full_width_character_is_a_square_and_a_half_width_one_half_of_it() {
        let face = Face::new().unwrap();
        assert!((face.width("薬", 20.0) - 20.0).abs() < 0.01);
        assert!((face.width("ab", 20.0) - 20.0).abs() < 0.01);
    }
}
