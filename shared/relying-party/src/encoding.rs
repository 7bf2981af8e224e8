//! The few encodings that the protocol is written in.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::{digest, hmac};

/// base64url without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding; a second spelling of the same bytes is refused.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// An independent 256-bit value for each label, as base64url (43 characters), from one random seed.
pub(crate) fn derive(seed: &[u8; 32], label: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, seed);
    base64url(hmac::sign(&key, label.as_bytes()).as_ref())
}

/// Compares without telling by its duration where the first difference is.
pub(crate) fn equal(left: &[u8], right: &[u8]) -> bool {
    let difference = left.iter().zip(right).fold(0_u8, |sum, (l, r)| std::hint::black_box(sum | (l ^ r)));
    left.len() == right.len() && difference == 0
}

/// `name=value&…` as in a query or a form (RFC 3986 unreserved characters stay, all else is percent-encoded).
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        percent(name, &mut out);
        out.push('=');
        percent(value, &mut out);
    }
    out
}

fn percent(text: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.extend(HEX.get(usize::from(nibble)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
    use super::*;

    #[test]
    fn a_form_encodes_everything_but_the_unreserved_characters() {
        assert_eq!(form(&[("a b", "c&d=é~"), ("x", "-._~")]), "a%20b=c%26d%3D%C3%A9~&x=-._~");
    }

    #[test]
    fn equal_needs_the_same_length_and_bytes() {
        assert!(equal(b"abc", b"abc"));
        assert!(!equal(b"abc", b"abd"));
        assert!(!equal(b"abc", b"ab"));
        assert!(!equal(b"", b"a"));
    }

    #[test]
    fn each_label_gives_another_value() {
        let seed = [7; 32];
        assert_eq!(derive(&seed, "state").len(), 43);
        assert_ne!(derive(&seed, "state"), derive(&seed, "nonce"));
        assert_ne!(derive(&seed, "state"), derive(&[8; 32], "state"));
    }

    #[test]
    fn padding_and_stray_bits_are_refused() {
        assert_eq!(from_base64url("YQ"), Some(b"a".to_vec()));
        for other_spelling in ["YQ==", "YR", "Y Q", "YQ\n", "Y+/"] {
            assert_eq!(from_base64url(other_spelling), None, "{other_spelling:?}");
        }
    }
}
