//! Where a list goes on. A cursor is the sort key of the last item, sealed with a key that belongs to the relation of
//! this account to this notebook: it cannot be forged, and it fits no other account, person or list.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::wrong::Wrong;
use ring::hmac;

use crate::contract::MOST_CURSOR;
use crate::problem::{Code, Problem};

const TAG_BYTES: usize = 16;

/// Seals a position of a list.
pub fn seal(key: &[u8], list: &str, position: &str) -> String {
    let mut sealed = tag(key, list, position).to_vec();
    sealed.extend_from_slice(position.as_bytes());
    URL_SAFE_NO_PAD.encode(sealed)
}

/// Opens what [`seal`] made for the same list with the same key.
pub fn open(key: &[u8], list: &str, cursor: &str) -> Result<String, Problem> {
    let refuse = || Problem::field(Code::InvalidCursor, "/cursor", Wrong::Cursor);
    if cursor.len() > MOST_CURSOR {
        return Err(refuse());
    }
    let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refuse())?;
    let (given, position) = sealed.split_at_checked(TAG_BYTES).ok_or_else(refuse)?;
    let position = std::str::from_utf8(position).map_err(|_| refuse())?;
    if constant_time_equal(given, &tag(key, list, position)) { Ok(position.to_owned()) } else { Err(refuse()) }
}

/// The position that a cursor claims, for planning a read before there is a key to check it with. What it leads to must
/// be dropped unless [`open`] accepts the cursor.
pub(crate) fn unverified(cursor: &str) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(Some(cursor).filter(|cursor| cursor.len() <= MOST_CURSOR)?).ok()?;
    let (_, position) = sealed.split_at_checked(TAG_BYTES)?;
    std::str::from_utf8(position).ok().map(ToOwned::to_owned)
}

fn tag(key: &[u8], list: &str, position: &str) -> [u8; TAG_BYTES] {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let mut context = hmac::Context::with_key(&key);
    context.update(list.as_bytes());
    context.update(&[0]);
    context.update(position.as_bytes());
    let full = context.sign();
    let mut tag = [0; TAG_BYTES];
    for (to, from) in tag.iter_mut().zip(full.as_ref()) {
        *to = *from;
    }
    tag
}

/// Compares to the end, wherever the first difference is.
pub(crate) fn constant_time_equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |different, (x, y)| different | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;

    #[test]
    fn a_cursor_opens_only_with_its_key_and_its_list_and_unchanged() {
        let cursor = seal(b"key", "daily", "DAILY#2026");
        assert_eq!(open(b"key", "daily", &cursor).unwrap(), "DAILY#2026");
        assert!(open(b"kex", "daily", &cursor).is_err());
        assert!(open(b"key", "visits", &cursor).is_err());
        for position in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            if URL_SAFE_NO_PAD.decode(&changed).ok() != URL_SAFE_NO_PAD.decode(&cursor).ok() {
                assert!(open(b"key", "daily", &changed).is_err(), "{position}");
            }
        }
        for garbage in ["", "A", "%%%", &"A".repeat(600)] {
            assert!(open(b"key", "daily", garbage).is_err());
        }
    }
}
