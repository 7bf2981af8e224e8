//! Looks that were refused: one collapsed line a day and institution.

use notebook::time::Day;
use platform::paging;
use platform::table::Page;
use platform::table::cursor;
use platform::table::schema::{ChainKeys, attribute};
use records::prelude::*;

/// Most lines of a page.
const MOST_LINES: u8 = 100;

/// The name of the list, for its cursors.
const LIST: &str = "refused-looks";

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

/// The Query of a page of lines, newest first.
pub(crate) fn newest(chain: &ChainKeys, cursor: Option<&str>) -> RangeQuery {
    let (from, to) = (ChainKeys::REFUSED, format!("{}\u{10FFFF}", ChainKeys::REFUSED));
    let last = paging::last_of(cursor, from, to);
    RangeQuery::between(chain.partition(), from, &last).newest_first().limit(i32::from(MOST_LINES) + 1)
}

/// The lines of a page, and the cursor of the next. What cannot be read as a line is left out: it is not part of what is
/// verified.
pub(crate) fn read(page: &Page, key: &[u8], cursor: Option<&str>) -> Result<(Vec<Line>, Option<String>), Problem> {
    paging::check(key, LIST, cursor)?;
    let lines = page.items.iter().take(usize::from(MOST_LINES)).filter_map(|item| line(&from_item(item).ok()?));
    let next = page.items.get(usize::from(MOST_LINES)).and_then(|item| item.get(attribute::SK)?.as_s().ok());
    Ok((lines.collect(), next.map(|place| cursor::seal(key, LIST, place))))
}

fn line(stored: &Stored) -> Option<Line> {
    let rest = stored.sk.strip_prefix(ChainKeys::REFUSED)?;
    let (day, institution) = match rest.strip_prefix("D#") {
        Some(rest) => rest.split_once('#')?,
        // From before the lines stood in order of days.
        None => rest.split_once('#').map(|(institution, day)| (day, institution))?,
    };
    Some(Line { day: day.parse().ok()?, institution: institution.to_owned(), count: stored.refused })
}
