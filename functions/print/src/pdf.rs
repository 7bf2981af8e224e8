//! Pages as PDF: the font is embedded with the glyphs that are used and no others, and the same pages give the same bytes.

use std::ops::Range;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::font::{self, Face, Glyph};
use crate::layout::{Line, PAGE, Page, RULE};

/// What strong text is drawn around with, in sizes.
const STRONG: f32 = 0.025;

/// The bytes of the document; none if the font cannot be read or the document not be written.
pub(crate) fn write(face: &Face, pages: &[Page], title: &str, language: &str) -> Option<Vec<u8>> {
    let fonts: Vec<Font> = font::DATA.into_iter().map(|data| Font::new(data.into(), 0)).collect::<Option<_>>()?;
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
            text(&mut surface, face, &fonts, line);
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

fn text(surface: &mut Surface<'_>, face: &Face, fonts: &[Font], line: &Line) {
    let black = rgb::Color::new(0, 0, 0);
    surface.set_fill(Some(Fill { paint: black.into(), ..Fill::default() }));
    let stroke = Stroke { paint: black.into(), width: line.size * STRONG, ..Stroke::default() };
    surface.set_stroke(line.strong.then_some(stroke));
    let glyphs: Vec<(Range<usize>, Glyph)> = face.glyphs(&line.text).collect();
    let mut x = line.x;
    // One stretch for what follows one another in one font.
    for run in glyphs.chunk_by(|(_, one), (_, next)| one.font == next.font) {
        let Some(((first, glyph), (last, _))) = run.first().zip(run.last()) else { continue };
        let (Some(font), Some(words)) = (fonts.get(glyph.font), line.text.get(first.start..last.end)) else { continue };
        let drawn: Vec<KrillaGlyph> = run
            .iter()
            .map(|(place, glyph)| {
                let range = place.start - first.start..place.end - first.start;
                KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, 0.0, 0.0, 0.0, range, None)
            })
            .collect();
        surface.draw_glyphs(Point::from_xy(x, line.y), &drawn, font.clone(), words, line.size, false);
        x += run.iter().map(|(_, glyph)| glyph.advance).sum::<f32>() * line.size;
    }
}
