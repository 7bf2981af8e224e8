//! Pages of a list that is read newest first from the time index. A cursor names the first item of the page that it
//! leads to, so it works as a bound of the Query, in the same wave as the authorisation; what a forged one brought back
//! is dropped when [`check`] refuses it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::problem::Problem;
use crate::table::read::Page;
use crate::table::schema::attribute;
use crate::table::{Item, cursor};

/// Most items of a page: 1 to `MOST`, `USUAL` where it is not named. A query parameter, so it arrives as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<const USUAL: u16 = 50, const MOST: u16 = 100>(u16);

impl<const USUAL: u16, const MOST: u16> Limit<USUAL, MOST> {
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
        limit.map(Self).ok_or_else(|| de::Error::custom(format_args!("must be from 1 to {MOST}")))
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

/// The upper bound of the Query of a page: where the cursor leads, held inside the list's own bounds, because a forged
/// one could name anything.
pub fn last_of(cursor: Option<&str>, from: &str, to: String) -> String {
    match cursor.and_then(cursor::unverified) {
        Some(position) if position.as_str() < from => from.to_owned(),
        Some(position) if position < to => position,
        _ => to,
    }
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
    let Some((items, [next, ..])) = page.items.split_at_checked(usize::from(limit.0)) else {
        // A Query stops at a megabyte; a page that stopped there before its limit goes on after its last item.
        let next = page.last_key.as_ref().map(|keys| position(keys).map(|last| before(&last)));
        return Ok((&page.items, next.transpose()?.map(|next| cursor::seal(key, list, &next))));
    };
    Ok((items, Some(cursor::seal(key, list, &position(next)?))))
}

fn position(item: &Item) -> Result<String, Problem> {
    let position = item.get(attribute::BY_TIME).and_then(|value| value.as_s().ok());
    position.cloned().ok_or_else(|| Problem::internal("an item without a place in the time index"))
}

/// A text that sorts before this one and after every shorter key: keys of the time index end in an id's hexadecimal.
fn before(position: &str) -> String {
    let mut text = position.to_owned();
    match text.pop() {
        Some(last) if last > '!' => format!("{text}{}~", char::from_u32(u32::from(last) - 1).unwrap_or('!')),
        _ => text,
    }
}
