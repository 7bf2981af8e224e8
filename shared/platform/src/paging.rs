//! Pages of a list that is read newest first from the time index, or by key where its items are in none. A cursor names the
//! first item of the page that it leads to, so it works as a bound of the Query, in the same wave as the authorisation; what a
//! forged one brought back is dropped when [`check`] refuses it.

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;
use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, de};

use crate::answer::List;
use crate::auth::{Authorised, Resident};
use crate::problem::Problem;
use crate::table::range::RangeQuery;
use crate::table::schema::Partition;
use crate::table::schema::attribute;
use crate::table::{Item, cursor};
use crate::table::{Page, PageOf, from_item};

/// Most items of a page: 1 to `MOST`, `USUAL` where it is not named. A query parameter, so it arrives as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<const USUAL: u16 = 50, const MOST: u16 = 100>(u16);

impl<const USUAL: u16, const MOST: u16> Limit<USUAL, MOST> {
    /// As a number of items.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }

    /// One more, to see whether the list goes on.
    pub fn and_one(self) -> i32 {
        i32::from(self.0) + 1
    }
}

impl<const USUAL: u16, const MOST: u16> Default for Limit<USUAL, MOST> {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<'de, const USUAL: u16, const MOST: u16> Deserialize<'de> for Limit<USUAL, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let limit = text.parse().ok().filter(|limit| digits && (1..=MOST).contains(limit));
        limit.map(Self).ok_or_else(|| de::Error::custom(Wrong::Between { from: 1, to: MOST.into() }))
    }
}

impl<const USUAL: u16, const MOST: u16> JsonSchema for Limit<USUAL, MOST> {
    fn schema_name() -> Cow<'static, str> {
        format!("Limit{MOST}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL })
    }
}

/// A page of a list, newest first, as it was asked for: the same in the plan and in the handler.
pub struct Asked<'a, const USUAL: u16, const MOST: u16> {
    /// What the list is and between which days: a cursor goes on in that list alone.
    pub list: &'a str,
    /// Where it goes on.
    pub cursor: Option<&'a str>,
    /// Most items.
    pub limit: Limit<USUAL, MOST>,
}

impl<const USUAL: u16, const MOST: u16> Asked<'_, USUAL, MOST> {
    /// Its Query, of the items between two sort keys, both included.
    pub fn query(&self, partition: Partition, from: &str, to: String) -> RangeQuery {
        let to = last_of(self.cursor, from, to);
        RangeQuery::between(partition, from, &to).newest_first().limit(self.limit.and_one())
    }

    /// The items that the Query found, and where the list goes on.
    ///
    /// # Errors
    ///
    /// 422 where the cursor was not made for this list and this caller.
    pub fn read<T: DeserializeOwned>(
        &self,
        subject: &Authorised<Resident>,
        page: PageOf<T>,
    ) -> Result<List<T>, Problem> {
        let (items, next_cursor) = self.items(subject, page)?;
        Ok(List { items: items.iter().map(from_item).collect::<Result<_, _>>()?, next_cursor })
    }

    /// The same, as the table keeps them.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub fn items<'s, T>(
        &self,
        subject: &'s Authorised<Resident>,
        page: PageOf<T>,
    ) -> Result<(&'s [Item], Option<String>), Problem> {
        let key = subject.cursor_key();
        check(key, self.list, self.cursor)?;
        self::page(subject.fetched().page(page)?, self.limit, key, self.list)
    }
}

/// The upper bound of the Query of a page: where the cursor leads, held inside the list's own bounds, because a forged
/// one could name anything.
pub fn last_of(cursor: Option<&str>, from: &str, to: String) -> String {
    match cursor.and_then(cursor::unverified) {
        Some(position) if position.as_str() < from => from.to_owned(),
        Some(position) if position < to => position,
        _ => to,
    }
}

/// The lower bound of the Query of a page of a list that is read in the order of its keys: as [`last_of`] for one that is read backwards.
pub fn first_of(cursor: Option<&str>, from: &str, to: &str) -> String {
    let within = |position: &String| position.as_str() > from && position.as_str() < to;
    cursor.and_then(cursor::unverified).filter(within).unwrap_or_else(|| from.to_owned())
}

/// 422 unless the cursor, if there is one, was sealed for this list with this key.
pub fn check(key: &[u8], list: &str, cursor: Option<&str>) -> Result<(), Problem> {
    cursor.map_or(Ok(()), |cursor| cursor::open(key, list, cursor).map(drop))
}

/// The items of a page whose Query asked for one more, and the cursor of the next.
pub fn page<'a, const USUAL: u16, const MOST: u16>(
    page: &'a Page,
    limit: Limit<USUAL, MOST>,
    key: &[u8],
    list: &str,
) -> Result<(&'a [Item], Option<String>), Problem> {
    page_of(page, limit, key, list, position)
}

/// The same of a Query by key, whose items may stand in the time index as well.
pub fn page_by_key<'a, const USUAL: u16, const MOST: u16>(
    page: &'a Page,
    limit: Limit<USUAL, MOST>,
    key: &[u8],
    list: &str,
) -> Result<(&'a [Item], Option<String>), Problem> {
    page_of(page, limit, key, list, |item| place(item.get(attribute::SK)))
}

fn page_of<'a, const USUAL: u16, const MOST: u16>(
    page: &'a Page,
    limit: Limit<USUAL, MOST>,
    key: &[u8],
    list: &str,
    position: impl Fn(&Item) -> Result<String, Problem>,
) -> Result<(&'a [Item], Option<String>), Problem> {
    let Some((items, [next, ..])) = page.items.split_at_checked(usize::from(limit.0)) else {
        // A Query stops at a megabyte; a page that stopped there before its limit goes on after its last item.
        let next = page.last_key.as_ref().map(|keys| position(keys).map(|last| before(&last)));
        return Ok((&page.items, next.transpose()?.map(|next| cursor::seal(key, list, &next))));
    };
    Ok((items, Some(cursor::seal(key, list, &position(next)?))))
}

fn position(item: &Item) -> Result<String, Problem> {
    place(item.get(attribute::BY_TIME).or_else(|| item.get(attribute::SK)))
}

fn place(value: Option<&AttributeValue>) -> Result<String, Problem> {
    value
        .and_then(|value| value.as_s().ok())
        .cloned()
        .ok_or_else(|| Problem::internal("an item without a place in its list"))
}

/// A text that sorts before this one and after every shorter key: keys of the time index end in an id's hexadecimal. Where
/// a list goes on after the item at this place.
pub fn before(position: &str) -> String {
    let mut text = position.to_owned();
    match text.pop() {
        Some(last) if last > '!' => format!("{text}{}~", char::from_u32(u32::from(last) - 1).unwrap_or('!')),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use crate::table::s;

    const KEY: &[u8] = b"key";

    fn fetched(places: &[&str], stopped_early: bool) -> Page {
        let item = |place: &&str| Item::from([(attribute::BY_TIME.to_owned(), s(*place))]);
        let items: Vec<_> = places.iter().map(item).collect();
        Page { last_key: items.last().cloned().filter(|_| stopped_early), items }
    }

    fn next(places: &[&str], stopped_early: bool, limit: u8) -> (usize, Option<String>) {
        let fetched = fetched(places, stopped_early);
        let (items, cursor) = page(&fetched, Limit::<50, 100>(u16::from(limit)), KEY, "list").unwrap();
        (items.len(), cursor.map(|cursor| cursor::open(KEY, "list", &cursor).unwrap()))
    }

    #[test]
    fn a_page_goes_on_at_the_item_that_was_read_beyond_it() {
        assert_eq!(next(&["c", "b", "a"], true, 2), (2, Some("a".to_owned())));
        assert_eq!(next(&["c", "b"], false, 2), (2, None));
        assert_eq!(next(&[], false, 2), (0, None));
    }

    #[test]
    fn a_page_that_the_table_cut_short_goes_on_between_its_last_item_and_the_next() {
        let ids = "0123456789abcdef";
        for (one, other) in ids.chars().zip(ids.chars().skip(1)) {
            let (last, following) = (format!("DAILY#1#{other}"), format!("DAILY#1#{one}"));
            let (shown, position) = next(&[&last], true, 2);
            let position = position.unwrap();
            assert_eq!(shown, 1);
            assert!(position < last && position > following, "{position}");
        }
        let (_, position) = next(&["DAILY#1#0"], true, 2);
        assert!(position.unwrap().as_str() > "DAILY#1#");
    }

    #[test]
    fn a_cursor_never_leads_out_of_its_list() {
        let bound = |position: &str| {
            let cursor = cursor::seal(b"another key", "list", position);
            last_of(Some(&cursor), "D#1", "D#9".to_owned())
        };
        assert_eq!((bound("D#5").as_str(), bound("A").as_str(), bound("Z").as_str()), ("D#5", "D#1", "D#9"));
        assert_eq!(last_of(Some("%"), "D#1", "D#9".to_owned()), "D#9");
        assert_eq!(last_of(None, "D#1", "D#9".to_owned()), "D#9");
    }

    #[test]
    fn a_limit_is_a_plain_number_from_1_to_100() {
        let read = |text: &str| serde_json::from_value::<Limit>(text.into());
        let usual: Limit = Limit::default();
        assert_eq!((read("1").unwrap(), read("100").unwrap(), usual.and_one()), (Limit(1), Limit(100), 51));
        for bad in ["0", "101", "+5", "-1", "5.0", "", " 5", "٥"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
