//! What is printed with: BIZ UDGothic, made to be read by everyone, and behind it a part of Noto Sans CJK JP with the
//! characters of Japanese names that it lacks (𠮷, the forms of 邉). Both under the SIL Open Font License 1.1 (`fonts/`).

use skrifa::charmap::{Charmap, MapVariant};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// The files, in the order in which a character is looked for.
pub(crate) const DATA: [&[u8]; 2] =
    [include_bytes!("../fonts/BIZUDGothic-Regular.ttf"), include_bytes!("../fonts/NotoSansCJKjp-Names.otf")];

/// Stands for a character that no font has.
pub(crate) const MISSING: char = '〓';

/// The fonts' characters and their widths.
pub(crate) struct Face {
    fonts: Vec<One>,
}

struct One {
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
    /// Its font's place in [`DATA`].
    pub(crate) font: usize,
}

/// Whether a character only chooses among the forms of the letter before it.
pub(crate) fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

impl One {
    fn new(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self { characters: font.charmap(), metrics, units })
    }

    fn find(&self, character: char) -> Option<GlyphId> {
        self.characters.map(character).filter(|id| id.to_u32() > 0)
    }

    /// The letter's form that a selector chooses, where this font has one.
    fn form(&self, character: char, selector: char) -> Option<GlyphId> {
        match self.characters.map_variant(character, selector)? {
            MapVariant::UseDefault => self.find(character),
            MapVariant::Variant(id) => Some(id),
        }
    }
}

impl Face {
    /// Reads the fonts; none if a file is no font.
    pub(crate) fn new() -> Option<Self> {
        Some(Self { fonts: DATA.into_iter().map(One::new).collect::<Option<_>>()? })
    }

    /// The glyph of a character that [`Self::printable`] gave, with the selector behind it if there is one.
    pub(crate) fn glyph(&self, character: char, selector: Option<char>) -> Glyph {
        let chosen = selector.and_then(|selector| self.first(|font| font.form(character, selector)));
        let found = chosen.or_else(|| self.first(|font| font.find(character)));
        let (place, id) = found.unwrap_or_default();
        let width = self.fonts.get(place).and_then(|font| Some(font.metrics.advance_width(id)? / font.units));
        Glyph { id: id.to_u32(), advance: width.unwrap_or_default(), font: place }
    }

    fn first(&self, find: impl Fn(&One) -> Option<GlyphId>) -> Option<(usize, GlyphId)> {
        self.fonts.iter().enumerate().find_map(|(place, font)| Some((place, find(font)?)))
    }

    /// A text as it can be printed: a character that no font has becomes 〓, other white space than a line's end a space.
    /// A selector of a form that no font has goes; the letter stays.
    pub(crate) fn printable(&self, text: &str) -> String {
        let text = text.replace("\r\n", "\n");
        let mut shown = String::with_capacity(text.len());
        let mut before = None;
        for character in text.chars() {
            if is_selector(character) {
                let has_form = |letter| self.first(|font| font.form(letter, character)).is_some();
                shown.extend(before.take().filter(|letter| has_form(*letter)).map(|_| character));
                continue;
            }
            before = Some(character);
            shown.push(match character {
                '\n' | '\u{3000}' => character,
                _ if character.is_whitespace() || character.is_control() => ' ',
                _ if self.first(|font| font.find(character)).is_some() => character,
                _ => MISSING,
            });
        }
        shown
    }

    /// The characters of a text that [`Self::printable`] replaces.
    pub(crate) fn lacking(&self, text: &str) -> impl Iterator<Item = char> {
        let is_drawn = |character: char| self.first(|font| font.find(character)).is_some();
        let blank = |character: char| character.is_whitespace() || character.is_control() || is_selector(character);
        text.chars().filter(move |character| !blank(*character) && !is_drawn(*character))
    }

    /// The glyphs of a text, each with the bytes of the text that it stands for.
    pub(crate) fn glyphs<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (std::ops::Range<usize>, Glyph)> + 't {
        let mut characters = text.char_indices().peekable();
        std::iter::from_fn(move || {
            let (start, character) = characters.next()?;
            let selector = characters.next_if(|(_, next)| is_selector(*next)).map(|(_, selector)| selector);
            let length = character.len_utf8() + selector.map_or(0, char::len_utf8);
            Some((start..start + length, self.glyph(character, selector)))
        })
    }

    /// The width of a text in points.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).map(|(_, glyph)| glyph.advance).sum::<f32>() * size
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
        assert_eq!(face.printable("🥚ก\u{0}x\ty\r\nz"), "〓〓 x y\nz");
    }

    #[test]
    fn the_characters_of_japanese_names_are_there() {
        let face = Face::new().unwrap();
        // JIS X 0213 beyond the basic plane, CP932's extensions, compatibility ideographs, kanji of Adobe-Japan1-6.
        let text = "𠮷𠮟𡈽𡌛𣘺𥧄𩸽𪚲髙﨑彅德塚神祥福靖閒隆濵瀨增彥緖橫黑曻栁桒伃俱剝卽叱噓孁屛崧嵓淸渚㐂㔟㟢㞍䄅";
        assert_eq!(face.printable(text), text);
    }

    #[test]
    fn the_form_that_a_selector_chooses_is_printed_and_with_an_unknown_one_the_letter() {
        let face = Face::new().unwrap();
        for name in ["邉\u{E0101}", "邊\u{E0102}", "葛\u{E0100}", "辻\u{E0101}", "祇\u{E0100}"] {
            let letter = name.chars().next().unwrap();
            assert_eq!(face.printable(name), name, "{name}");
            assert!((face.width(name, 10.0) - 10.0).abs() < 0.01, "{name} is one character wide");
            assert!(face.glyph(letter, name.chars().nth(1)).id > 0);
        }
        let forms: std::collections::BTreeSet<_> =
            ('\u{E0100}'..='\u{E0107}').map(|selector| face.glyph('邉', Some(selector)).id).collect();
        assert!(forms.len() >= 5, "several forms of 邉: {forms:?}");
        assert_eq!(face.printable("邉\u{E01EF}a\u{FE0F}\u{FE0F}"), "邉a");
    }

    #[test]
    fn a_full_width_character_is_a_square_and_a_half_width_one_half_of_it() {
        let face = Face::new().unwrap();
        assert!((face.width("薬", 20.0) - 20.0).abs() < 0.01);
        assert!((face.width("ab", 20.0) - 20.0).abs() < 0.01);
        assert!((face.width("𠮷", 20.0) - 20.0).abs() < 0.01);
    }
}
