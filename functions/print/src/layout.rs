//! Blocks on pages: what stands where, before any of it is drawn. A block is never broken unless it is longer than a page.

use notebook::text::one_line;

use crate::font::Face;
use crate::wrap;

/// A4, in points.
pub(crate) const PAGE: (f32, f32) = (595.28, 841.89);
/// White around everything.
const MARGIN: f32 = 48.0;
/// What the page number takes at the foot.
const FOOT: f32 = 30.0;
/// Nothing is smaller.
pub(crate) const BODY: f32 = 14.0;
/// From one line to the next, in sizes.
const LEADING: f32 = 1.5;

/// Text that stands together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) texts: Vec<Text>,
    /// Belongs to the block that follows: no page ends between them.
    pub(crate) leads: bool,
    /// A line is drawn above.
    pub(crate) rule: bool,
    /// What a page says first that begins with this block, because its heading stands on a page before.
    pub(crate) continued: Option<String>,
}

/// A text that is set on as many lines as it needs.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) words: String,
    pub(crate) size: f32,
    pub(crate) strong: bool,
    /// Points from the left margin.
    pub(crate) indent: f32,
}

impl Text {
    /// Body text. What a person typed in several lines goes on in one, so that it cannot look like a line of the list.
    pub(crate) fn body(text: impl AsRef<str>) -> Self {
        Self { words: one_line(text.as_ref()).into_owned(), size: BODY, strong: false, indent: 0.0 }
    }

    /// Larger and stronger.
    pub(crate) fn strong(text: impl AsRef<str>, size: f32) -> Self {
        Self { size, strong: true, ..Self::body(text) }
    }

    #[must_use]
    pub(crate) fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    #[must_use]
    pub(crate) fn indent(mut self, indent: f32) -> Self {
        self.indent = indent;
        self
    }
}

/// A line at its place; `y` is the base line's, from the top.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) size: f32,
    pub(crate) strong: bool,
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// One page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) lines: Vec<Line>,
    /// From the left to the right margin, at these heights.
    pub(crate) rules: Vec<f32>,
}

/// Where a drawn rule begins and ends.
pub(crate) const RULE: (f32, f32) = (MARGIN, PAGE.0 - MARGIN);

/// Sets blocks on pages and writes at the foot of each what `foot` says of its number and their count.
pub(crate) fn pages(face: &Face, blocks: &[Block], foot: impl Fn(usize, usize) -> String) -> Vec<Page> {
    let mut setter = Setter { face, pages: vec![Page::default()], y: MARGIN, begun: false };
    let mut rest = blocks;
    while !rest.is_empty() {
        let together = rest.iter().take_while(|block| block.leads).count() + 1;
        let (now, later) = rest.split_at_checked(together).unwrap_or((rest, &[]));
        setter.set(now);
        rest = later;
    }
    let mut pages = setter.pages;
    let count = pages.len();
    for (number, page) in (1..).zip(&mut pages) {
        let text = face.printable(&one_line(&foot(number, count)));
        let x = (PAGE.0 - face.width(&text, BODY)) / 2.0;
        page.lines.push(Line { text, size: BODY, strong: false, x, y: PAGE.1 - MARGIN });
    }
    pages
}

struct Setter<'f> {
    face: &'f Face,
    pages: Vec<Page>,
    /// How far down the page is filled.
    y: f32,
    /// Whether anything stands on the page.
    begun: bool,
}

/// The lowest place of a line.
const BOTTOM: f32 = PAGE.1 - MARGIN - FOOT;

impl Setter<'_> {
    /// Blocks that stand on one page, if a page can hold them.
    fn set(&mut self, blocks: &[Block]) {
        let height: f32 = blocks.iter().map(|block| self.height(block)).sum();
        let fits_on_a_page = height <= BOTTOM - MARGIN;
        if self.begun && self.y + height > BOTTOM && (fits_on_a_page || self.y > f32::midpoint(MARGIN, BOTTOM)) {
            self.turn();
        }
        for block in blocks {
            self.block(block);
        }
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = MARGIN;
        self.begun = false;
    }

    fn lines(&self, text: &Text) -> Vec<String> {
        let width = PAGE.0 - 2.0 * MARGIN - text.indent;
        wrap::lines(self.face, &self.face.printable(&text.words), text.size, width)
    }

    fn height(&self, block: &Block) -> f32 {
        let lines = |text: &Text| (0..self.lines(text).len()).map(|_| text.size * LEADING).sum::<f32>();
        block.texts.iter().map(lines).sum::<f32>() + BODY
    }

    fn block(&mut self, block: &Block) {
        if !self.begun
            && let Some(continued) = &block.continued
        {
            self.text(&Text::body(continued.clone()), None);
        }
        if block.rule
            && self.begun
            && let Some(page) = self.pages.last_mut()
        {
            page.rules.push(self.y);
        }
        if self.begun {
            self.y += BODY / 2.0;
        }
        for text in &block.texts {
            self.text(text, block.continued.as_deref());
        }
        self.y += BODY / 2.0;
    }

    fn text(&mut self, text: &Text, continued: Option<&str>) {
        for line in self.lines(text) {
            if self.begun && self.y + text.size * LEADING > BOTTOM {
                self.turn();
                if let Some(continued) = continued {
                    self.text(&Text::body(continued), None);
                }
            }
            self.y += text.size * LEADING;
            self.begun = true;
            let y = self.y - text.size * (LEADING - 1.0) / 2.0 - text.size * 0.12;
            if let Some(page) = self.pages.last_mut() {
                page.lines.push(Line { text: line, size: text.size, strong: text.strong, x: MARGIN + text.indent, y });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;

    fn blocks(count: usize, lines: usize) -> Vec<Block> {
        let block = |n: usize| Block {
            texts: (0..lines).map(|line| Text::body(format!("{n}-{line}"))).collect(),
            continued: Some(format!("続き{n}")),
            ..Block::default()
        };
        (0..count).map(block).collect()
    }

    fn set(blocks: &[Block]) -> Vec<Page> {
        pages(&Face::new().unwrap(), blocks, |number, count| format!("{number} / {count}"))
    }

    #[test]
    fn a_block_stands_on_one_page_and_every_page_says_which_it_is() {
        let pages = set(&blocks(40, 4));
        assert!(pages.len() > 4);
        for (number, page) in pages.iter().enumerate() {
            assert_eq!(page.lines.last().unwrap().text, format!("{} / {}", number + 1, pages.len()));
            let texts: Vec<_> = page.lines.iter().map(|line| line.text.as_str()).collect();
            let own: Vec<_> = texts.iter().filter(|text| text.contains('-')).collect();
            assert_eq!(own.len() % 4, 0, "{texts:?}");
            assert!(texts[0].starts_with("続き"), "{texts:?}");
            for line in &page.lines {
                assert!(line.size >= BODY && line.y <= PAGE.1 - MARGIN && line.y > MARGIN);
            }
        }
    }

    #[test]
    fn a_heading_is_never_the_last_of_a_page() {
        let mut all = blocks(40, 3);
        for block in all.iter_mut().step_by(2) {
            block.leads = true;
        }
        for page in set(&all) {
            let last = &page.lines[page.lines.len() - 2].text;
            let number: usize = last.split('-').next().unwrap().parse().unwrap();
            assert_eq!(number % 2, 1, "{last}");
        }
    }

    #[test]
    fn a_block_longer_than_a_page_goes_on_with_its_heading_on_every_page() {
        let pages = set(&blocks(1, 100));
        assert!(pages.len() > 2);
        assert!(pages.iter().all(|page| page.lines[0].text == "続き0"));
        let count = pages.iter().flat_map(|page| &page.lines).filter(|line| line.text.contains('-')).count();
        assert_eq!(count, 100);
    }
}
