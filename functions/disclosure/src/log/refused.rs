//! Looks that were refused: one collapsed line a day and institution.

use notebook::time::Day;
use platform::prelude::*;
use platform::table::read::Page;
use platform::table::schema::ChainKeys;

/// Most lines that are shown.
const MOST_LINES: usize = 100;

/// A line.
pub(crate) struct Line {
    pub(crate) day: Day,
    /// 10 digits.
    pub(crate) institution: String,
    pub(crate) count: u64,
}

#[derive(Deserialize)]
struct Stored {
    sk: String,
    refused: u64,
}

/// The Query of the lines; they sort by institution, and a page of them holds years.
pub(crate) fn newest(chain: &ChainKeys) -> RangeQuery {
    RangeQuery::prefix(chain.partition(), ChainKeys::REFUSED)
}

/// The lines of a page, newest first. What cannot be read as a line is left out: it is not part of what is verified.
pub(crate) fn read(page: &Page) -> Vec<Line> {
    let mut lines: Vec<_> = page.items.iter().filter_map(|item| line(&from_item(item).ok()?)).collect();
    lines.sort_by(|a, b| (b.day, &b.institution).cmp(&(a.day, &a.institution)));
    lines.truncate(MOST_LINES);
    lines
}

fn line(stored: &Stored) -> Option<Line> {
    let (institution, day) = stored.sk.strip_prefix(ChainKeys::REFUSED)?.split_once('#')?;
    Some(Line { day: day.parse().ok()?, institution: institution.to_owned(), count: stored.refused })
}
