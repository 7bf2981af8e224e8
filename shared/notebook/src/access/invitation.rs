//! The code of an invitation (招待コード): what one person reads to another over the telephone, and types.
//!
//! Twelve letters and digits without those that look alike (0 and O, 1 and I). The first four say where the invitation is
//! kept, the other eight prove it. Nothing of the eight is stored but a keyed hash.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The 32 letters and digits: five bits each.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How many of them a code has.
const LENGTH: usize = 12;

/// How many of these say where the invitation is kept.
const PLACE: usize = 4;

/// Most hours for which an invitation can be accepted.
pub const MOST_HOURS: u8 = 24;

/// A code that has the form of one.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationCode(String);

impl InvitationCode {
    /// The code of unpredictable bytes: five bits of each count.
    pub fn drawn(place: [u8; PLACE], secret: [u8; LENGTH - PLACE]) -> Self {
        let letter = |byte: u8| char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'2'));
        Self(place.into_iter().chain(secret).map(letter).collect())
    }

    /// The code of an invitation that is kept at this place, of the same bytes again.
    pub fn again(place: &str, secret: [u8; LENGTH - PLACE]) -> Option<Self> {
        let drawn = Self::drawn([0; PLACE], secret);
        Self::parse(&format!("{place}{}", drawn.secret()))
    }

    /// What somebody typed: in capitals or not, in half or full width, with whatever stands between the groups.
    pub fn parse(text: &str) -> Option<Self> {
        let is_between = |c: &char| c.is_whitespace() || "-‐‑‒–—―−ーｰ・.".contains(*c);
        let letters: String = text.nfkc().filter(|c| !is_between(c)).flat_map(char::to_uppercase).collect();
        let is_code = letters.len() == LENGTH && letters.bytes().all(|byte| LETTERS.contains(&byte));
        is_code.then_some(Self(letters))
    }

    /// Where the invitation is kept.
    pub fn place(&self) -> &str {
        self.0.get(..PLACE).unwrap_or_default()
    }

    /// What proves it.
    pub fn secret(&self) -> &str {
        self.0.get(PLACE..).unwrap_or_default()
    }
}

impl fmt::Display for InvitationCode {
    /// In groups of four, as it is read out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [self.0.get(..4), self.0.get(4..8), self.0.get(8..)];
        f.write_str(&groups.map(Option::unwrap_or_default).join("-"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = InvitationCode::drawn([0, 1, 2, 3], [8, 9, 10, 11, 28, 29, 30, 31]);
        assert_eq!(code.to_string(), "2345-ABCD-WXYZ");
        assert_eq!((code.place(), code.secret()), ("2345", "ABCDWXYZ"));
        assert!(InvitationCode::again("2345", [8, 9, 10, 11, 28, 29, 30, 31]) == Some(code.clone()));
        assert!(InvitationCode::again("234", [0; 8]).is_none() && InvitationCode::again("0345", [0; 8]).is_none());
        for typed in [
            "2345-ABCD-WXYZ",
            "2345abcdwxyz",
            " 2345 abcd wxyz ",
            "２３４５－ＡＢＣＤ－ＷＸＹＺ",
            "２３４５　ａｂｃｄーｗｘｙｚ",
        ] {
            assert!(InvitationCode::parse(typed) == Some(code.clone()), "{typed}");
        }
        for other in ["", "2345-ABCD-WXY", "2345-ABCD-WXYZ2", "2345-ABCD-WXY0", "2345-ABCD-WXYI", "2345-ABCD-WXYé"] {
            assert!(InvitationCode::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn every_byte_is_a_letter_of_which_each_is_as_likely() {
        let mut seen = std::collections::BTreeMap::new();
        for byte in 0..=255 {
            let code = InvitationCode::drawn([byte; 4], [byte; 8]);
            assert!(InvitationCode::parse(&code.to_string()).is_some());
            *seen.entry(code.place().to_owned()).or_insert(0) += 1;
        }
        assert!(seen.len() == 32 && seen.values().all(|times| *times == 8), "{seen:?}");
    }
}
