//! Reading one page of the chain of looks at a notebook, with as much work for the thousandth page as for the first.
//!
//! A page is verified by itself: each entry against its own hash, against the one above it and the one below it, the first
//! page against the head of the chain. That says nothing of the rest, so every page also brings forward the verification of
//! the whole ([`verification`]).

pub(crate) mod names;
pub(crate) mod refused;
pub(crate) mod shown;
pub(crate) mod verification;

use platform::audit::verify::place_of;
use platform::audit::{Backwards, Entry, Head};
use platform::paging::{self, Limit};
use platform::table::Page;
use platform::table::schema::ChainKeys;
use platform::table::{Fetched, cursor};
use records::prelude::*;

/// The name of the list, for its cursors.
const LIST: &str = "access-log";

/// The Query of a page: the entry above it, which the cursor names, its entries, and one below.
pub(crate) fn page(chain: &ChainKeys, cursor: Option<&str>, limit: Limit) -> RangeQuery {
    let (from, to) = (ChainKeys::ENTRIES, format!("{}\u{10FFFF}", ChainKeys::ENTRIES));
    let last = paging::last_of(cursor, from, to);
    RangeQuery::between(chain.partition(), from, &last).newest_first().limit(limit.and_one() + 1)
}

/// The place of the entry above the page, from a cursor.
pub(crate) fn above(cursor: Option<&str>, key: &[u8]) -> Result<Option<u64>, Problem> {
    let position = cursor.map(|cursor| cursor::open(key, LIST, cursor)).transpose()?;
    let place = |position: String| {
        let digits = position.strip_prefix(ChainKeys::ENTRIES).and_then(|digits| digits.parse().ok());
        digits.ok_or_else(|| Problem::field(Code::InvalidCursor, "/cursor", Wrong::Cursor))
    };
    position.map(place).transpose()
}

/// One page of a chain.
pub(crate) struct Log {
    /// Number and hash of the chain's last entry.
    pub(crate) head: Option<Head>,
    /// Entries with their places, newest first.
    pub(crate) entries: Vec<(u64, Entry)>,
    /// The entry after which the list goes on.
    last: Option<u64>,
    /// The page holds the chain from its head to its first entry.
    pub(crate) is_whole: bool,
    /// The first bad place that the page shows.
    pub(crate) first_bad: Option<u64>,
}

impl Log {
    /// The page that the wave brought back.
    pub(crate) async fn read(
        app: &App,
        chain: &ChainKeys,
        (fetched, entries): (&Fetched, PageOf<Entry>),
        above: Option<u64>,
        limit: Limit,
    ) -> Result<Self, Problem> {
        let read = fetched.page(entries)?;
        let head: Option<Head> = fetched.get(&chain.head())?;
        if above.is_some() || top(read) == head.as_ref().map_or(0, |head| head.seq) {
            return Ok(Self::of(read, head, above, limit));
        }
        // The head and the entries were read at the same time and not in one moment: where they differ, somebody may just
        // have looked. Head and entry are written together, so a head that is read after the entries is never behind them,
        // and all entries up to it are there.
        let mut plan = ReadPlan::default();
        plan.get(chain.head());
        let head: Option<Head> = app.table.read(plan).await?.get(&chain.head())?;
        match head.as_ref().map(|head| head.seq).filter(|seq| *seq > top(read)) {
            None => Ok(Self::of(read, head, above, limit)),
            Some(newer) => {
                let (from, to) = (chain.entry(1), chain.entry(newer));
                let range = RangeQuery::between(chain.partition(), from.sort_key(), to.sort_key()).newest_first();
                let again = app.table.query(range.limit(limit.and_one() + 1)).await?;
                Ok(Self::of(&again, head, above, limit))
            }
        }
    }

    fn of(read: &Page, head: Option<Head>, above: Option<u64>, limit: Limit) -> Self {
        let mut walk = above.map_or_else(|| Backwards::from_head(head.as_ref()), Backwards::from_entry);
        let (mut entries, mut last) = (Vec::new(), None);
        // Where nothing more can be shown of what was read, the list goes on below it.
        if read.last_key.is_some() {
            last = read.items.iter().rev().find_map(place_of);
        }
        for item in &read.items {
            let Some((place, entry)) = walk.take(item) else { continue };
            if above.is_some_and(|above| place >= above) {
                continue;
            }
            if entries.len() < limit.count() {
                entries.push((place, entry));
            } else {
                last = entries.last().map(|(place, _)| *place);
            }
        }
        // Without a key to go on from, the first entry of the chain was read.
        let to_the_end = read.last_key.is_none();
        let first_bad = if to_the_end { walk.finish().err().map(|broken| broken.seq) } else { walk.so_far() };
        Self { head, entries, last, is_whole: above.is_none() && to_the_end, first_bad }
    }

    /// The cursor of the next page.
    pub(crate) fn next(&self, key: &[u8]) -> Option<String> {
        let place = self.last?;
        Some(cursor::seal(key, LIST, &format!("{}{place:012}", ChainKeys::ENTRIES)))
    }
}

fn top(page: &Page) -> u64 {
    page.items.first().and_then(place_of).unwrap_or(0)
}
