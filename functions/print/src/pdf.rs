//! Pages as PDF: the font is embedded with the glyphs that are used and no others, and the same pages give the same bytes.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::font::{self, Face};
use crate::layout::{Line, PAGE, Page, RULE};

/// What strong text is drawn around with, in sizes.
const STRONG: f32 = 0.025;

/// The bytes of the document; none if the font cannot be read or the document not be written.
pub(crate) fn write(face: &Face, pages: &[Page], title: &str, language: &str) -> Option<Vec<u8>> {
    let font = Font::new(font::DATA.into(), 0)?;
    let mut document = Document::new();
    // Without a date: one day's list has the same bytes whenever it is printed.
    document.set_metadata(Metadata::new().title(title.to_owned()).language(language.to_owned()));
    for content in pages {
        let mut page = document.start_page_with(PageSettings::from_wh(PAGE.0, PAGE.1)?);
        let mut surface = page.surface();
        for height in &content.rules {
            rule(&mut surface, *height);
        }
        for line in &content.lines {
            text(&mut surface, face, &font, line);
        }
        surface.finish();
        page.finish();
    }
    document.finish().ok()
}

fn rule(surface: &mut Surface<'_>, y: f32) {
    let mut path = PathBuilder::new();
    path.move_to(RULE.0, y);
    path.line_to(RULE.1, y);
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { width: 0.75, ..Stroke::default() }));
    surface.draw_path(&path);
}

fn text(surface: &mut Surface<'_>, face: &Face, font: &Font, line: &Line) {
    let glyphs: Vec<KrillaGlyph> = line
        .text
        .char_indices()
        .map(|(place, character)| {
            let glyph = face.glyph(character);
            let range = place..place + character.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    let black = rgb::Color::new(0, 0, 0);
    surface.set_fill(Some(Fill { paint: black.into(), ..Fill::default() }));
    let stroke = Stroke { paint: black.into(), width: line.size * STRONG, ..Stroke::default() };
    surface.set_stroke(line.strong.then_some(stroke));
    let start = Point::from_xy(line.x, line.y);
    surface.draw_glyphs(start, &glyphs, font.clone(), &line.text, line.size, false);
}
