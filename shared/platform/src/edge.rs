//! What came to the API through CloudFront, and so through its firewall, carries a key. Where the functions know the
//! key's digests, what carries none of these keys is refused before anything of it is read. No permission rests on the
//! key: whoever has it may do no more.

use ring::digest::{SHA256, digest};

use crate::table::cursor::constant_time_equal;
use crate::unset::Unset;

/// The header that carries the key.
pub(crate) const HEADER: &str = "x-edge-key";

/// The variable with the digests; empty where the API has no domain of its own and is asked by anybody.
pub const VARIABLE: &str = "EDGE_KEY_DIGESTS";

const DIGEST_BYTES: usize = 32;

/// The SHA-256 digests of the keys that count: the newest, and the one before it, which is sent until CloudFront has the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeKeys(Vec<[u8; DIGEST_BYTES]>);

impl EdgeKeys {
    /// From digests in small hexadecimal digits, separated by `|`.
    ///
    /// # Errors
    ///
    /// The variable's name, where anything else stands there: a function that should ask for a key never starts without one.
    pub fn parse(text: &str) -> Result<Self, Unset> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        text.split('|').map(bytes).collect::<Option<_>>().map(Self).ok_or(Unset(VARIABLE))
    }

    /// Whether a request with this key is served. It is compared with every digest, and with each to its end.
    pub(crate) fn admit(&self, key: Option<&str>) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let Some(key) = key else { return false };
        let given = digest(&SHA256, key.as_bytes());
        self.0.iter().filter(|known| constant_time_equal(given.as_ref(), known.as_slice())).count() > 0
    }
}

fn bytes(text: &str) -> Option<[u8; DIGEST_BYTES]> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != DIGEST_BYTES {
        return None;
    }
    let mut read = [0; DIGEST_BYTES];
    for (byte, [high, low]) in read.iter_mut().zip(pairs) {
        *byte = (digit(*high)? << 4) | digit(*low)?;
    }
    Some(read)
}

const fn digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;

    /// SHA-256 of "newest" and of "before", as `sha256sum` writes them.
    const NEWEST: &str = "1871d953530dd322ad0064b3df5878d040af678e76ee8f1693b87812a9582096";
    const BEFORE: &str = "6db7d803e74f1ffa7d8f5adc0bf95b3e15bf4c8373fffadf546227cc6c6742cb";

    #[test]
    fn without_digests_nobody_is_asked_for_a_key() {
        let keys = EdgeKeys::parse("").unwrap();
        for key in [None, Some(""), Some("anything")] {
            assert!(keys.admit(key), "{key:?}");
        }
        assert_eq!(keys, EdgeKeys::default());
    }

    #[test]
    fn both_keys_count_and_nothing_else_does() {
        let keys = EdgeKeys::parse(&format!("{NEWEST}|{BEFORE}")).unwrap();
        assert!(keys.admit(Some("newest")));
        assert!(keys.admit(Some("before")));
        assert!(!keys.admit(None));
        for key in ["", "newest ", "Newest", "newestbefore", NEWEST, "\u{FFFD}"] {
            assert!(!keys.admit(Some(key)), "{key}");
        }
        let one = EdgeKeys::parse(BEFORE).unwrap();
        assert!(one.admit(Some("before")) && !one.admit(Some("newest")));
    }

    #[test]
    fn a_digest_that_differs_in_one_bit_is_another() {
        for place in 0..DIGEST_BYTES {
            for bit in 0..8 {
                let mut changed = bytes(NEWEST).unwrap();
                changed[place] ^= 1 << bit;
                assert!(!EdgeKeys(vec![changed]).admit(Some("newest")), "{place} {bit}");
            }
        }
        assert!(EdgeKeys(vec![bytes(NEWEST).unwrap()]).admit(Some("newest")));
    }

    #[test]
    fn what_is_no_list_of_digests_starts_no_function() {
        let upper = NEWEST.to_uppercase();
        let (short, long) = (&NEWEST[..62], format!("{NEWEST}00"));
        let no_digit = format!("g{}", &NEWEST[1..]);
        let (open, begun) = (format!("{NEWEST}|"), format!("|{NEWEST}"));
        for wrong in ["|", " ", "newest", short, &long, &upper, &no_digit, &open, &begun] {
            assert_eq!(EdgeKeys::parse(wrong).unwrap_err(), Unset(VARIABLE), "{wrong}");
        }
    }
}
